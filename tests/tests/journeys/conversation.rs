//! What is sent of a conversation: the chosen path, without what got no answer.

use chat_core::wire::{AnswerAgain, ListFilter, TurnOptions};
use chat_engine::{Ask, ExportFormat, ExportWhat, Face, Onto, new_turn_id};
use demo_gateway::{Scenario, texts};
use gatehouse_tests::world::{Heard, World, heard, question};
use tokio_util::sync::CancellationToken;

/// Role and text of the messages of the last request.
fn sent(world: &World) -> Vec<(String, String)> {
    world.gateway.requests().last().unwrap().messages()
}

fn said(messages: &[(&str, &str)]) -> Vec<(String, String)> {
    messages
        .iter()
        .map(|(role, text)| ((*role).to_owned(), (*text).to_owned()))
        .collect()
}

fn after(first: &Heard, ask: Ask) -> Ask {
    Ask {
        onto: Onto::Conversation(first.started.conversation.clone()),
        ..ask
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_follow_up_carries_the_conversation_but_no_question_without_an_answer() {
    let world = World::new().await;
    let first = world
        .ask(Ask {
            system: Some("Be brief.".to_owned()),
            ..question(Scenario::Echo, "one")
        })
        .await;
    assert_eq!(
        sent(&world),
        said(&[("system", "Be brief."), ("user", "one")])
    );

    // Refused without a word: kept in the conversation, left out of what is sent.
    world
        .ask(after(&first, question(Scenario::Status400, "lost")))
        .await;
    world
        .ask(after(&first, question(Scenario::CloseEarly, "half")))
        .await;
    let before = [
        ("system", "Be brief."),
        ("user", "one"),
        ("assistant", "one"),
    ];
    assert_eq!(
        sent(&world),
        said(&[&before[..], &[("user", "half")]].concat())
    );

    // A partial answer goes as it stands.
    let half = [("user", "half"), ("assistant", texts::PARTIAL)];
    world
        .ask(after(&first, question(Scenario::Echo, "three")))
        .await;
    assert_eq!(
        sent(&world),
        said(&[&before[..], &half, &[("user", "three")]].concat())
    );

    // New instructions replace the old ones, also for what follows.
    world
        .ask(Ask {
            system: Some("Be long.".to_owned()),
            ..after(&first, question(Scenario::Echo, "four"))
        })
        .await;
    let asked_last = Ask {
        model: None,
        ..after(&first, question(Scenario::Echo, "five"))
    };
    let last = world.ask(asked_last).await;
    assert_eq!(
        last.started.model, "scenario:echo",
        "the last answer's model"
    );
    let messages = sent(&world);
    assert_eq!(messages[0], said(&[("system", "Be long.")])[0]);
    assert_eq!(
        messages.iter().filter(|(role, _)| role == "system").count(),
        1
    );
    assert_eq!(messages.last().unwrap().1, "five");
    let path = world.path(&first.started.conversation).await;
    let questions: Vec<_> = path
        .iter()
        .filter(|(role, ..)| *role == chat_core::message::Role::User)
        .map(|(_, text, _)| text.as_str())
        .collect();
    assert_eq!(questions, ["one", "lost", "half", "three", "four", "five"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn retry_asks_the_same_question_and_keeps_both_answers() {
    let world = World::new().await;
    let first = world.ask(question(Scenario::CloseEarly, "again?")).await;
    let turn = new_turn_id();
    let again = AnswerAgain {
        turn_id: turn.clone(),
        message: first.started.message.clone(),
        model: Some("scenario:crlf".to_owned()),
        max_tokens: Some(77),
        leave_out: 0,
        options: TurnOptions {
            temperature: Some(0.5),
            seed: Some(7),
            stop: vec!["END".to_owned()],
            reasoning: Some("low".to_owned()),
        },
        preset: None,
    };
    let window = gatehouse_tests::window::Window::open(&world.engine).await;
    let started = world.engine.retry_turn(Face::Chat, again).await.unwrap();
    window.wait_for_end(&turn).await;
    assert_eq!(sent(&world), said(&[("user", "again?")]));
    assert_eq!(
        world.gateway.requests().last().unwrap().max_tokens(),
        Some(77)
    );
    let body = world.gateway.requests().last().unwrap().json.clone();
    let body = body.unwrap();
    assert_eq!(
        (&body["temperature"], &body["seed"], &body["stop"]),
        (&0.5.into(), &7.into(), &serde_json::json!(["END"]))
    );
    assert_eq!(started.question, first.started.question);
    assert_ne!(started.message, first.started.message);
    let path = world.path(&started.conversation).await;
    assert_eq!(path.len(), 2);
    assert_eq!(path[1].1, texts::SAMPLE);
    let (_, tree) = world
        .engine
        .messages(&started.conversation, true)
        .await
        .unwrap();
    let mut answers: Vec<_> = tree
        .iter()
        .map(|stored| stored.message.text.as_str())
        .collect();
    answers.sort_unstable();
    let mut all = ["again?", texts::PARTIAL, texts::SAMPLE];
    all.sort_unstable();
    assert_eq!(answers, all);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn continue_shows_the_model_what_it_said_and_asks_for_the_rest() {
    let world = World::new().await;
    let first = world.ask(question(Scenario::Length, "long?")).await;
    let turn = new_turn_id();
    let go_on = AnswerAgain {
        turn_id: turn.clone(),
        message: first.started.message.clone(),
        model: Some("scenario:echo".to_owned()),
        max_tokens: None,
        leave_out: 0,
        options: TurnOptions::default(),
        preset: None,
    };
    let window = gatehouse_tests::window::Window::open(&world.engine).await;
    let started = world.engine.continue_turn(Face::Chat, go_on).await.unwrap();
    window.wait_for_end(&turn).await;
    assert_eq!(started.conversation, first.started.conversation);
    let messages = sent(&world);
    assert_eq!(
        messages[..2],
        said(&[("user", "long?"), ("assistant", texts::PARTIAL)])[..]
    );
    assert_eq!(messages[2].0, "user");
    assert_eq!(world.path(&started.conversation).await.len(), 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_saving_a_conversation_is_read_and_nothing_is_written() {
    let world = World::new().await;
    let first = world.ask(question(Scenario::Echo, "kept")).await;
    let before = world.path(&first.started.conversation).await;
    let unsaved = Ask {
        save: false,
        ..after(&first, question(Scenario::Echo, "unsaved"))
    };
    let heard = heard(world.begin(unsaved).await).await;
    assert_eq!(heard.text, "unsaved");
    assert_eq!(
        sent(&world),
        said(&[("user", "kept"), ("assistant", "kept"), ("user", "unsaved")])
    );
    assert_eq!(world.path(&first.started.conversation).await, before);
    assert_eq!(
        world
            .engine
            .list_conversations(None, ListFilter::default())
            .await
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_that_is_stopped_leaves_no_file_of_any_name() {
    let world = World::new().await;
    world.ask(question(Scenario::Echo, "one")).await;
    let folder = tempfile::tempdir().unwrap();
    for (stopped, files) in [(true, 0), (false, 1)] {
        let stop = CancellationToken::new();
        if stopped {
            stop.cancel();
        }
        let what = ExportWhat {
            conversation: None,
            format: ExportFormat::Json,
            tree: false,
        };
        let to = folder.path().join("all.json");
        let written = world.engine.export_to(what, to, false, &stop).await;
        assert_eq!(written.unwrap(), !stopped);
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), files);
    }
}
