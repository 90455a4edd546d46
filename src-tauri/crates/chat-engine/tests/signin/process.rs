//! The bounds of a run: time, output, and what is left behind.

use std::time::Duration;

use chat_engine::signin::{MAX_OUTPUT, Run, RunCli as _, SignInError};

use crate::stage::Stage;

fn run(stage: &Stage, limit: Duration) -> Run {
    Run {
        chosen: Some(stage.cli()),
        arguments: vec!["project".into(), "token".into()],
        folder: stage.at("project"),
        limit,
    }
}

const LONG: Duration = Duration::from_secs(50);

/// Whether a process runs; one that only waits to be collected does not.
fn runs(id: &str) -> bool {
    std::fs::read_to_string(format!("/proc/{}/stat", id.trim()))
        .is_ok_and(|stat| !stat.contains(") Z ") && !stat.contains(") X "))
}

async fn ends(id: &str) {
    for _ in 0..1_000 {
        if !runs(id) {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("process {id} is still there");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn one_that_hangs_is_killed_with_all_that_it_started() {
    let stage = Stage::new("hang", "");
    let cli = Stage::installed();
    // Long enough that it has started its child, however slow the machine.
    let hung = cli.run(run(&stage, Duration::from_secs(3))).await;
    assert_eq!(hung.unwrap_err(), SignInError::TimedOut);
    ends(&stage.noted("child")).await;
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn one_that_is_no_longer_waited_for_is_killed_too() {
    let stage = Stage::new("hang", "");
    let cli = Stage::installed();
    let waiting = cli.run(run(&stage, LONG));
    let started = async {
        while stage.noted("child").is_empty() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::select! {
        _ = waiting => panic!("it ended"),
        () = started => {}
    }
    ends(&stage.noted("child")).await;
}

#[tokio::test]
async fn one_that_prints_without_end_is_stopped() {
    let stage = Stage::new("flood", "all work and no play");
    let flooded = Stage::installed().run(run(&stage, LONG)).await;
    assert_eq!(flooded.unwrap_err(), SignInError::TooMuchOutput);
}

#[tokio::test]
async fn as_much_as_is_allowed_is_kept() {
    let around = "{\n  \"token\": \"\"\n}\n".len();
    let token = "x".repeat(MAX_OUTPUT - around);
    let stage = Stage::new("new", &token);
    let ran = Stage::installed().run(run(&stage, LONG)).await.unwrap();
    assert_eq!(ran.stdout.len(), MAX_OUTPUT);
    assert!(!format!("{ran:?}").contains("xxx"));
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn what_it_leaves_running_is_not_waited_for() {
    let stage = Stage::new("leaves", "t");
    let cli = Stage::installed();
    let ran = tokio::time::timeout(Duration::from_secs(20), cli.run(run(&stage, LONG)));
    let ran = ran.await.unwrap().unwrap();
    assert_eq!(
        (ran.code, &*ran.stdout),
        (Some(0), &b"{\"token\":\"t\"}\n"[..])
    );
    let left = stage.noted("child");
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(runs(&left), "it is nobody's to end");
    let killed = std::process::Command::new("kill").arg(left.trim()).status();
    assert!(killed.unwrap().success());
}

#[tokio::test]
async fn a_cli_on_the_path_is_found() {
    use chat_engine::signin::{ChildVariables, InstalledCli};
    let stage = Stage::new("new", "t");
    let path = std::env::join_paths([stage.at("bin"), "/usr/bin".into(), "/bin".into()]).unwrap();
    let variables = ChildVariables::from_pairs([("PATH".into(), path)]);
    let run = Run {
        chosen: None,
        ..run(&stage, LONG)
    };
    let ran = InstalledCli::new(variables).run(run).await.unwrap();
    assert_eq!(ran.code, Some(0));
}
