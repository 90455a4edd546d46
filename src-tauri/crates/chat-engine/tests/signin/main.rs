//! Renewing a sign-in token with a stand-in for the Vercel CLI.
//!
//! The stand-in is a script that says what the real one was seen to say; the real one is run by
//! `cargo xtask test vercel-cli`.
#![cfg(unix)]
#![cfg(test)]

mod known;
mod process;
mod stage;

use chat_core::failure::Code;
use chat_engine::signin::{Place, SignInError, TokenSource};
use secrecy::ExposeSecret as _;
use stage::{HOUR_MS, NOW_MS, ORIGIN, Stage, token};

#[tokio::test]
async fn a_token_is_renewed_without_writing_a_file() {
    let fresh = token(NOW_MS + 12 * HOUR_MS);
    let stage = Stage::new("new", &fresh);
    let sign_in = Stage::sign_in(Some(&token(NOW_MS - HOUR_MS)));
    let renewed = sign_in.renew(&stage.place(), None, NOW_MS).await.unwrap();
    assert_eq!(renewed.text.expose_secret(), fresh);
    assert_eq!(renewed.expiry.exp_ms(), Some(NOW_MS + 12 * HOUR_MS));
    assert_eq!(
        stage.calls(),
        ["project token prj_1 --format=json --scope team_1"]
    );
    let now = sign_in.token_now(&stage.place(), ORIGIN).await.unwrap();
    assert_eq!(
        (now.text.expose_secret(), now.source),
        (fresh.as_str(), TokenSource::Renewed)
    );
    stage.has_its_files_untouched();
}

#[tokio::test]
async fn an_older_cli_pulls_into_a_private_folder_that_is_gone_afterwards() {
    let fresh = token(NOW_MS + 12 * HOUR_MS);
    let stage = Stage::new("pull", &fresh);
    let renewed = stage.renews().await.unwrap();
    assert_eq!(renewed.text.expose_secret(), fresh);
    let calls = stage.calls();
    let file = calls[1]
        .strip_prefix("env pull ")
        .and_then(|rest| rest.strip_suffix(" --yes"))
        .unwrap();
    let folder = std::path::Path::new(file).parent().unwrap();
    assert!(folder.is_absolute() && !folder.starts_with(stage.at("project")));
    assert!(!folder.exists(), "{} is left", folder.display());
    assert!(stage.noted("private").starts_with("drwx------"));
    let ran_in = std::fs::canonicalize(stage.noted("folder").trim()).unwrap();
    assert_eq!(ran_in, std::fs::canonicalize(stage.at("project")).unwrap());
    stage.has_its_files_untouched();
}

/// What the CLI plays, what it means, how often it is asked.
const FAILURES: &[(&str, SignInError, usize)] = &[
    ("logged-out", SignInError::NotLoggedIn, 1),
    ("login-over", SignInError::NotLoggedIn, 2),
    ("no-access", SignInError::NoAccess, 2),
    ("unlinked", SignInError::NotLinked, 2),
    ("pull-off", SignInError::OidcOff, 2),
    ("offline", SignInError::Offline, 1),
    ("silent", SignInError::Offline, 1),
    ("nonsense", SignInError::Unreadable, 2),
    ("flood", SignInError::TooMuchOutput, 2),
];

#[tokio::test]
async fn each_way_to_fail_has_its_own_words_and_takes_nothing_away() {
    let old = token(NOW_MS + HOUR_MS);
    let mut messages = std::collections::BTreeSet::new();
    for (mode, error, calls) in FAILURES {
        let stage = Stage::new(mode, &token(NOW_MS + 12 * HOUR_MS));
        let sign_in = Stage::sign_in(Some(&old));
        let failed = sign_in.renew(&stage.place(), None, NOW_MS).await;
        assert_eq!(failed.unwrap_err(), *error, "{mode}");
        assert_eq!(stage.calls().len(), *calls, "{mode}");
        let still = sign_in.token_now(&stage.place(), ORIGIN).await.unwrap();
        assert_eq!(still.text.expose_secret(), old, "{mode}");
        let failure = error.failure();
        messages.insert(failure.message);
        assert!(failure.action.is_some_and(|action| action.len() < 100));
        stage.has_its_files_untouched();
    }
    // Seven causes among the nine ways.
    assert_eq!(messages.len(), 7);
}

#[tokio::test]
async fn what_is_not_known_is_quoted_without_keys() {
    let stage = Stage::new("broken", "");
    let failure = stage.renews().await.unwrap_err().failure();
    assert_eq!(
        failure.message,
        "The Vercel CLI failed: “Something new (500): ***”."
    );
}

#[tokio::test]
async fn a_token_that_is_no_use_is_told() {
    for (token, error, code) in [
        (
            token(NOW_MS - 1_000),
            SignInError::AlreadyExpired,
            Code::KeyExpired,
        ),
        (
            "a.b.c".to_owned(),
            SignInError::Unreadable,
            Code::BadResponse,
        ),
        (String::new(), SignInError::OidcOff, Code::KeyMissing),
    ] {
        for mode in ["new", "pull"] {
            let stage = Stage::new(mode, &token);
            let failed = stage.renews().await.unwrap_err();
            assert_eq!(failed, error, "{mode} {token}");
            assert_eq!(failed.failure().code, code);
        }
    }
}

#[tokio::test]
async fn without_cli_link_or_folder_the_missing_thing_is_named() {
    let stage = Stage::new("new", "");
    let empty = tempfile::tempdir().unwrap();
    std::fs::create_dir(empty.path().join(".git")).unwrap();
    let at = |folder: &std::path::Path| Some(folder.to_path_buf());
    for (place, error) in [
        (
            Place {
                folder: at(empty.path()),
                ..stage.place()
            },
            SignInError::NotLinked,
        ),
        (
            Place {
                folder: at(&empty.path().join("gone")),
                ..stage.place()
            },
            SignInError::NotLinked,
        ),
        (
            Place {
                folder: None,
                ..stage.place()
            },
            SignInError::NoProject,
        ),
        (
            Place {
                cli: Some(stage.at("bin/mode")),
                ..stage.place()
            },
            SignInError::CliUnusable,
        ),
    ] {
        let failed = Stage::sign_in(None).renew(&place, None, NOW_MS).await;
        assert_eq!(failed.unwrap_err(), error, "{place:?}");
    }
    assert_eq!(stage.calls().len(), 0);
}

#[tokio::test]
async fn the_child_sees_no_key_and_reports_on_nobody() {
    let stage = Stage::new("new", &token(NOW_MS + HOUR_MS));
    let sign_in = Stage::sign_in(Some("planted-5"));
    sign_in.renew(&stage.place(), None, NOW_MS).await.unwrap();
    let seen = stage.noted("environment");
    assert!(
        !seen.contains("planted") && !seen.contains("API_KEY"),
        "{seen}"
    );
    // Cargo gave this to the tests; nobody gave it to the CLI.
    assert!(!seen.contains("CARGO_MANIFEST_DIR"), "{seen}");
    for expected in [
        "HTTPS_PROXY=http://proxy:8080",
        "VERCEL_TELEMETRY_DISABLED=1",
        "NO_UPDATE_NOTIFIER=1",
    ] {
        assert!(seen.lines().any(|line| line == expected), "{seen}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn twenty_callers_share_one_run() {
    let fresh = token(NOW_MS + 12 * HOUR_MS);
    let stage = Stage::new("slow", &fresh);
    let sign_in = Stage::sign_in(None);
    let callers = (0..20).map(|_| {
        let (sign_in, place) = (sign_in.clone(), stage.place());
        tokio::spawn(async move { sign_in.renew(&place, None, NOW_MS).await })
    });
    for caller in futures::future::join_all(callers).await {
        let renewed = caller.unwrap().unwrap();
        assert_eq!(renewed.text.expose_secret(), fresh);
    }
    assert_eq!(stage.calls().len(), 1);
    // Who asks for it later gets a new one.
    sign_in.renew(&stage.place(), None, NOW_MS).await.unwrap();
    assert_eq!(stage.calls().len(), 2);
}
