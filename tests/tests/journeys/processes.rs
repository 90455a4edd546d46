//! Several processes on one folder, and processes that die: nothing is lost, nothing is re-sent.

use chat_core::message::MessageState;
use chat_core::wire::{Event, ListFilter};
use chat_engine::TurnEvent;
use demo_gateway::{Pace, Scenario, texts};
use futures::StreamExt;
use gatehouse_tests::cli::Cli;
use gatehouse_tests::window::Window;
use gatehouse_tests::world::{World, engine_at, gateway_at, heard, question};
use gatehouse_tests::{PATIENCE, soon, until};
use std::time::{Duration, Instant};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_kill_9_in_mid_stream_an_exact_prefix_is_there_and_nothing_is_sent_again() {
    let gateway = gateway_at(Pace::PerDelta(Duration::from_millis(15))).await;
    let whole = texts::markdown::document(9_000);
    for texts_before in [1_usize, 20, 60] {
        let cli = Cli::at(&gateway);
        gateway.clear();
        let mut running = cli.start(&["ask", "--json", "-m", "scenario:echo", &whole]);
        let start = running.line().await.unwrap();
        let mut came = String::new();
        for _ in 0..texts_before {
            let line = running.line().await.unwrap();
            came.push_str(line["text"].as_str().unwrap());
        }
        // What came longer ago than one checkpoint takes must be there.
        tokio::time::sleep(Duration::from_millis(400)).await;
        running.signal("KILL");
        running.end().await;
        gateway.wait_for_closes(1, PATIENCE).await;

        let id = start["conversation"].as_str().unwrap();
        let shown = cli.run(&["history", "show", id, "--json"]).await.json();
        let answer = &shown["messages"][1];
        let kept = answer["text"].as_str().unwrap();
        assert!(whole.starts_with(kept), "not a prefix: {kept:?}");
        assert!(
            kept.len() >= came.len(),
            "lost what came 400 ms before: {} of {} bytes",
            kept.len(),
            came.len()
        );
        assert!(kept.len() < whole.len(), "it was killed too late");
        assert_eq!(answer["state"], "interrupted");
        assert_eq!(shown["messages"][0]["text"], whole.as_str());
        // Neither looking nor opening a window sends it again.
        let engine = engine_at(&cli.data(), &gateway);
        let window = Window::open(&engine).await;
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!(window.snapshot.turns.is_empty());
        assert_eq!(gateway.requests().len(), 1);
        println!("killed after {} bytes: {} kept", came.len(), kept.len());
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_call_of_the_command_line_changes_nothing_in_a_live_turn_and_a_window_hears_of_it() {
    gatehouse_tests::cli::program();
    let slow = World::at(Pace::PerDelta(Duration::from_millis(300))).await;
    let window = Window::open(&slow.engine).await;
    let asked = slow.begin(question(Scenario::Crlf, "mine")).await;
    let (turn, mine) = (
        asked.started.turn_id.clone(),
        asked.started.conversation.clone(),
    );
    let following = tokio::spawn(heard(asked));
    until("the first text", || window.events().len() > 4).await;

    let other = demo_gateway::start(demo_gateway::Options {
        pace: Pace::None,
        ..demo_gateway::Options::default()
    })
    .await
    .unwrap();
    let cli = Cli::at(&other).with("GATEHOUSE_DATA_DIR", slow.folder.path());
    let shown = cli
        .run(&["history", "show", mine.as_str(), "--json"])
        .await
        .json();
    assert_eq!(shown["messages"][1]["state"], "streaming");
    let before = window.events().len();
    let run = cli
        .run(&["ask", "--json", "-m", "scenario:echo", "theirs"])
        .await;
    let ended = Instant::now();
    assert_eq!(run.code(), 0, "{}", run.stderr);
    let theirs = run.lines()[0]["conversation"].as_str().unwrap().to_owned();
    until("news of the other process", || {
        window.events()[before..]
            .iter()
            .any(|event| matches!(event, Event::ConversationChanged { conversation: None }))
    })
    .await;
    let took = ended.elapsed();
    println!("the window heard of another process after {took:?}");
    assert!(took < Duration::from_millis(2_500), "{took:?}");
    assert!(!window.saw_end(&turn), "the live turn goes on");
    let rows = slow
        .engine
        .list_conversations(None, ListFilter::default())
        .await
        .unwrap();
    assert!(rows.iter().any(|row| row.id.as_str() == theirs));

    let heard = following.await.unwrap();
    window.wait_for_end(&turn).await;
    assert_eq!(heard.text, texts::SAMPLE);
    assert_eq!(heard.outcome.state, MessageState::Done);
    assert_eq!(slow.path(&mine).await[1].1, texts::SAMPLE);
    assert_eq!(window.tree(&turn), chat_render::render(texts::SAMPLE));
    assert_eq!(slow.gateway.requests().len(), 1);
    assert_eq!(other.requests().len(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_another_process_stores_right_after_a_window_opened_is_told_too() {
    let world = World::new().await;
    let other = world.another();
    // The folder is open in both; nothing was looked at yet.
    other
        .list_conversations(None, ListFilter::default())
        .await
        .unwrap();
    let window = Window::open(&world.engine).await;
    let asked = other
        .ask(chat_engine::Face::Cli, question(Scenario::Echo, "theirs"))
        .await
        .unwrap();
    heard(asked).await;
    until("news of the other process", || {
        window
            .events()
            .iter()
            .any(|event| matches!(event, Event::ConversationChanged { conversation: None }))
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_window_learns_that_another_process_died_in_mid_stream() {
    let world = World::at(Pace::PerDelta(Duration::from_millis(30))).await;
    let window = Window::open(&world.engine).await;
    let cli = Cli::at(&world.gateway).with("GATEHOUSE_DATA_DIR", world.folder.path());
    let mut running = cli.start(&["ask", "--json", "-m", "scenario:stall", "?"]);
    let start = running.lines_to("text").await.remove(0);
    tokio::time::sleep(Duration::from_millis(300)).await;
    running.signal("KILL");
    running.end().await;
    let id = chat_core::ids::ConversationId::parse(start["conversation"].as_str().unwrap());
    let id = id.unwrap();
    // The next process that opens the folder marks it; the window is told.
    assert_eq!(cli.run(&["history", "list"]).await.code(), 0);
    let (_, messages) = world.engine.messages(&id, false).await.unwrap();
    assert_eq!(messages[1].message.state, MessageState::Interrupted);
    until("news", || {
        window
            .events()
            .iter()
            .any(|event| matches!(event, Event::ConversationChanged { conversation: None }))
    })
    .await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_the_disk_refuses_in_mid_stream_the_answer_runs_to_its_end_and_then_says_so() {
    let gateway = gateway_at(Pace::BytesPerSecond(100_000)).await;
    let cli = Cli::at(&gateway);
    let first = cli.run(&["ask", "-m", "scenario:echo", "kept"]).await;
    assert_eq!(first.code(), 0, "{}", first.stderr);
    // 160 KB a file: room for the tables, not for the answer. The signal that comes with the
    // limit is ignored, so that a write fails as on a full disk.
    let run = cli
        .run_after(
            "trap '' XFSZ; ulimit -f 320",
            &["ask", "--json", "-m", "scenario:markdown-200k", "?"],
        )
        .await;
    let whole = texts::markdown::document(texts::markdown::LENGTH);
    assert!(run.answer() == whole, "the answer was cut: {}", run.stderr);
    let end = run.end();
    assert_eq!(end["type"], "error", "{end}");
    assert_eq!(end["code"], "storage", "{end}");
    assert_eq!(end["partial"], true);
    assert_eq!(end["attempts"][0]["status"], 200);
    assert_eq!(run.code(), 1);
    // With room again everything that was saved is there, and what is there is exact.
    let id = run.lines()[0]["conversation"].as_str().unwrap().to_owned();
    let shown = cli.run(&["history", "show", &id, "--json"]).await.json();
    let kept = shown["messages"][1]["text"].as_str().unwrap();
    assert!(whole.starts_with(kept), "not a prefix");
    assert_ne!(shown["messages"][1]["state"], "done");
    let rows = cli.run(&["history", "list", "--json"]).await.json();
    assert_eq!(rows.as_array().unwrap().len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn turns_run_side_by_side_and_each_gets_its_own_answer() {
    let world = World::at(Pace::PerDelta(Duration::from_millis(2))).await;
    world.without_limits().await;
    let questions: Vec<String> = (0..12)
        .map(|n| format!("Question number {n} keeps its own answer, whatever the others do."))
        .collect();
    let asked = futures::stream::iter(&questions)
        .map(|text| world.ask(question(Scenario::Echo, text)))
        .buffer_unordered(12)
        .collect::<Vec<_>>();
    let mut answers: Vec<String> = soon("all answers", asked)
        .await
        .into_iter()
        .map(|heard| heard.text)
        .collect();
    let mut expected = questions.clone();
    answers.sort();
    expected.sort();
    assert_eq!(answers, expected);
    // One that is stopped does not disturb the rest.
    let stall = world.begin(question(Scenario::Stall, "?")).await;
    let other = world.begin(question(Scenario::Echo, "still here")).await;
    world.engine.cancel_turn(&stall.started.turn_id);
    assert_eq!(heard(other).await.text, "still here");
    let mut events = stall.events.unwrap();
    let last = soon("the stopped one", async {
        let mut last = None;
        while let Some(event) = events.next().await {
            last = Some(event);
        }
        last
    })
    .await;
    assert!(matches!(
        last,
        Some(TurnEvent::Ended(outcome)) if outcome.state == MessageState::Cancelled
    ));
}

/// Mutation seen to fail: `settings-untold` in `xtask/scripts/mutations.py`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_setting_changed_by_the_command_line_is_told_to_open_windows() {
    gatehouse_tests::cli::program();
    let world = World::new().await;
    let window = Window::open(&world.engine).await;
    let quick = Window::open_quick(&world.engine).await;
    let cli = Cli::at(&world.gateway).with("GATEHOUSE_DATA_DIR", world.folder.path());
    // What changes no setting is not told as one.
    cli.done(&["history", "list"]).await;
    cli.done(&["settings", "set", "view.theme", "dark"]).await;
    let is_told = |event: &Event| matches!(event, Event::SettingsChanged);
    until("the change", || window.events().iter().any(is_told)).await;
    let settings = world.engine.get_settings().await.unwrap();
    assert_eq!(settings.theme, chat_core::wire::Theme::Dark);
    // It may not read settings: it attaches again.
    let starts_afresh = |event: &Event| matches!(event, Event::Resync);
    until("it in quick-ask", || {
        quick.events().iter().any(starts_afresh)
    })
    .await;

    let before = window.events().len();
    let asked = world.another();
    asked
        .ask(chat_engine::Face::Cli, question(Scenario::Echo, "theirs"))
        .await
        .unwrap();
    until("news of the other process", || {
        window.events()[before..]
            .iter()
            .any(|event| matches!(event, Event::ConversationChanged { conversation: None }))
    })
    .await;
    let count = window
        .events()
        .into_iter()
        .filter(|event| is_told(event))
        .count();
    assert_eq!(count, 1, "a question is no setting");
}
