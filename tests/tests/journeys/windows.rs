//! What a window is told of an answer: at most one small message a frame, in order, all of it.

use chat_core::wire::{Event, MAX_UNACKED_EVENTS, Settings};
use chat_engine::{FRAME, Face};
use demo_gateway::{Pace, Scenario, texts};
use gatehouse_tests::window::Window;
use gatehouse_tests::world::{World, heard, question};
use gatehouse_tests::{soon, until};
use std::time::Duration;

/// From here on a web view fetches messages one by one.
const MESSAGE_BYTES: usize = 8_192;

/// Holds what is true of every window at any time.
fn check_pace_and_size(window: &Window) {
    let timed = window.timed();
    assert!(matches!(timed[0].1, Event::Snapshot { .. }));
    for (_, event) in &timed {
        let size = serde_json::to_string(event).unwrap().len();
        assert!(size < MESSAGE_BYTES, "a message of {size} bytes");
    }
    for pair in timed.windows(2) {
        let gap = pair[1].0.duration_since(pair[0].0);
        assert!(
            gap + Duration::from_millis(8) >= FRAME,
            "two messages within {gap:?}"
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_hundred_thousand_deltas_are_a_few_small_messages_that_make_the_whole_answer() {
    let world = World::new().await;
    let window = Window::open(&world.engine).await;
    let asked = world.begin(question(Scenario::DeltaFlood, "?")).await;
    let turn = asked.started.turn_id.clone();
    let id = asked.started.conversation.clone();
    let heard = heard(asked).await;
    window.wait_for_end(&turn).await;
    let whole = texts::flood(100_000);
    assert!(heard.text == whole, "the stream lost something");
    assert!(
        world.path(&id).await[1].1 == whole,
        "the store lost something"
    );
    assert!(
        window.tree(&turn) == chat_render::render(&whole),
        "the window lost something"
    );
    check_pace_and_size(&window);
    println!(
        "100,000 deltas in {} ms: {} messages",
        heard.outcome.total_ms,
        window.events().len()
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_hundred_kilobytes_of_markdown_come_out_as_rendered_whole() {
    let world = World::new().await;
    let window = Window::open(&world.engine).await;
    let asked = world.begin(question(Scenario::Markdown200k, "?")).await;
    let turn = asked.started.turn_id.clone();
    heard(asked).await;
    window.wait_for_end(&turn).await;
    let whole = texts::markdown::document(texts::markdown::LENGTH);
    assert!(window.tree(&turn) == chat_render::render(&whole));
    check_pace_and_size(&window);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_window_that_never_answers_is_sent_a_bounded_number_and_then_catches_up() {
    let world = World::at(Pace::BytesPerSecond(25_000)).await;
    let window = Window::open_stuck(&world.engine).await;
    let other = Window::open(&world.engine).await;
    let asked = world.begin(question(Scenario::Markdown200k, "?")).await;
    let turn = asked.started.turn_id.clone();
    let heard = heard(asked).await;
    other.wait_for_end(&turn).await;
    tokio::time::sleep(FRAME * 4).await;
    let most = usize::try_from(MAX_UNACKED_EVENTS).unwrap();
    assert_eq!(window.events().len(), most, "held back, and not earlier");
    assert!(!window.saw_end(&turn));
    soon("catching up", async {
        while !window.saw_end(&turn) {
            let before = window.events().len();
            window.ack(most);
            until("more events", || {
                window.events().len() > before || window.saw_end(&turn)
            })
            .await;
        }
    })
    .await;
    let whole = chat_render::render(&heard.text);
    assert!(window.tree(&turn) == whole);
    assert!(other.tree(&turn) == whole);
    check_pace_and_size(&window);
    // What was missed came as large steps, not as the many small ones of the other window.
    assert!(window.events().len() < other.events().len());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_window_that_is_attached_in_mid_stream_gets_the_half_and_then_the_rest() {
    let world = World::at(Pace::BytesPerSecond(100_000)).await;
    let asked = world.begin(question(Scenario::Markdown200k, "?")).await;
    let turn = asked.started.turn_id.clone();
    let first = Window::open(&world.engine).await;
    let heard = tokio::spawn(heard(asked));
    until("some of the answer", || first.events().len() > 10).await;
    // The page was reloaded: the old view is replaced by a new one.
    first.close();
    let second = Window::open(&world.engine).await;
    let running = &second.snapshot.turns[0];
    assert_eq!(running.turn_id, turn);
    assert!(
        !running.nodes.is_empty(),
        "the half answer is in the snapshot"
    );
    second.wait_for_end(&turn).await;
    let heard = heard.await.unwrap();
    assert!(second.tree(&turn) == chat_render::render(&heard.text));
    assert_eq!(
        heard.text,
        texts::markdown::document(texts::markdown::LENGTH)
    );
    check_pace_and_size(&second);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_kind_of_end_is_told_once_and_last_with_what_went_wrong() {
    let world = World::new().await;
    let settings = Settings {
        retries_max: 0,
        ..Settings::default()
    };
    world.engine.set_settings(settings).await.unwrap();
    for scenario in [
        Scenario::Crlf,
        Scenario::Length,
        Scenario::Reasoning,
        Scenario::ToolCalls,
        Scenario::Status500,
        Scenario::CloseEarly,
        Scenario::ErrorInStream,
        Scenario::EmptyAnswer,
    ] {
        let window = Window::open(&world.engine).await;
        let asked = world.begin(question(scenario, "?")).await;
        let (turn, started) = (asked.started.turn_id.clone(), asked.started.clone());
        let heard = heard(asked).await;
        window.wait_for_end(&turn).await;
        let about: Vec<Event> = window
            .events()
            .into_iter()
            .filter(|event| serde_json::to_value(event).unwrap()["turnId"] == turn.as_str())
            .collect();
        assert_eq!(about[0], Event::TurnStarted { started }, "{scenario}");
        let reasoning: String = about
            .iter()
            .filter_map(|event| match event {
                Event::TurnPatched { reasoning, .. } => Some(reasoning.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(reasoning, heard.reasoning, "{scenario}");
        let Some(Event::TurnEnded {
            state,
            finish,
            error,
            ..
        }) = about.last()
        else {
            panic!("{scenario}: {about:?}");
        };
        assert_eq!(
            (*state, *finish, error.as_ref().map(|error| error.code)),
            (
                heard.outcome.state,
                heard.outcome.finish,
                heard.outcome.failure.as_ref().map(|failure| failure.code)
            ),
            "{scenario}"
        );
        assert_eq!(window.tree(&turn), chat_render::render(&heard.text));
        window.close();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn quick_ask_hears_its_own_questions_and_the_main_window_hears_all() {
    let world = World::new().await;
    let (main, quick) = (
        Window::open(&world.engine).await,
        Window::open_quick(&world.engine).await,
    );
    let mut turns = Vec::new();
    for face in [Face::Chat, Face::Quick, Face::Cli] {
        let asked = world
            .engine
            .ask(face, question(Scenario::Echo, "?"))
            .await
            .unwrap();
        turns.push(asked.started.turn_id.clone());
        heard(asked).await;
    }
    for turn in &turns {
        main.wait_for_end(turn).await;
    }
    quick.wait_for_end(&turns[1]).await;
    tokio::time::sleep(FRAME * 3).await;
    let told = serde_json::to_string(&quick.events()).unwrap();
    assert!(told.contains(turns[1].as_str()));
    for other in [&turns[0], &turns[2]] {
        assert!(!told.contains(other.as_str()), "{told}");
    }
}

#[tokio::test]
async fn a_windows_answer_length_is_remembered_and_no_other_setting_is_touched() {
    let world = World::new().await;
    let opened = Window::open(&world.engine).await.snapshot.settings;
    // Meanwhile a terminal changes something that the window's page does not know of.
    let elsewhere = world.another();
    let settings = Settings {
        limiter_per_minute: Some(33),
        ..opened
    };
    elsewhere.set_settings(settings.clone()).await.unwrap();
    let engine = &world.engine;
    engine
        .set_answer_length(Face::Chat, Some(1_000))
        .await
        .unwrap();
    engine
        .set_answer_length(Face::Quick, Some(500))
        .await
        .unwrap();
    let wanted = Settings {
        chat_max_tokens: Some(1_000),
        quick_max_tokens: Some(500),
        ..settings.clone()
    };
    assert_eq!(elsewhere.get_settings().await.unwrap(), wanted);
    let quick = Window::open_quick(&elsewhere).await;
    assert_eq!(quick.snapshot.settings.quick_max_tokens, Some(500));
    engine.set_answer_length(Face::Chat, None).await.unwrap();
    engine.set_answer_length(Face::Quick, None).await.unwrap();
    assert_eq!(elsewhere.get_settings().await.unwrap(), settings);
}
