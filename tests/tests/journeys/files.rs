//! Files of a question through the life of its conversation.

use chat_engine::{Ask, AskedFile, Face, Onto};
use demo_gateway::Scenario;
use gatehouse_tests::world::{World, question};
use serde_json::Value;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

fn picture(name: &str, more: usize) -> AskedFile {
    AskedFile {
        name: name.to_owned(),
        bytes: [PNG, &vec![0; more]].concat().into(),
    }
}

/// How many files went with each message of the last request.
fn files_sent(world: &World) -> Vec<usize> {
    let body = world
        .gateway
        .requests()
        .last()
        .unwrap()
        .json
        .clone()
        .unwrap();
    let messages = body["messages"].as_array().unwrap();
    let files = |message: &Value| {
        let parts = message["content"].as_array().map_or(&[][..], Vec::as_slice);
        parts.iter().filter(|part| part["type"] != "text").count()
    };
    messages.iter().map(files).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_question_asked_again_takes_its_files_along_and_one_without_an_answer_none() {
    let world = World::new().await;
    let asked = |scenario, files| Ask {
        files,
        ..question(scenario, "What is it?")
    };
    let one = vec![picture("a.png", 1)];
    let first = world.ask(asked(Scenario::Crlf, one)).await;
    let again = Ask {
        onto: Onto::Again(first.started.message.clone()),
        cache: false,
        ..question(Scenario::Crlf, "")
    };
    let requests = world.gateway.requests().len();
    world.ask(again).await;
    assert_eq!(world.gateway.requests().len(), requests + 1);
    assert_eq!(files_sent(&world), [1]);

    let onto = Onto::Conversation(first.started.conversation.clone());
    let two = vec![picture("b.png", 2), picture("c.png", 3)];
    let refused = Ask {
        onto: onto.clone(),
        ..asked(Scenario::Status400, two)
    };
    world.ask(refused).await;
    assert_eq!(files_sent(&world), [1, 0, 2]);
    let last = Ask {
        onto,
        ..question(Scenario::Crlf, "And?")
    };
    world.ask(last).await;
    assert_eq!(files_sent(&world), [1, 0, 0]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn files_of_a_chat_that_are_too_much_together_are_refused_before_it_goes_on() {
    let world = World::new().await;
    // 20 MB on disk, 27 MB on the wire.
    let files = (0..6).map(|n| picture(&format!("{n}.png"), 3_500_000));
    let first = Ask {
        files: files.collect(),
        ..question(Scenario::Crlf, "One")
    };
    let first = world.ask(first).await;
    let requests = world.gateway.requests().len();
    let onto = Onto::Conversation(first.started.conversation.clone());
    let second = Ask {
        onto: onto.clone(),
        files: (0..2).map(|_| picture("more.png", 3_500_000)).collect(),
        ..question(Scenario::Crlf, "Two")
    };
    let refused = world.engine.ask(Face::Chat, second).await.unwrap_err();
    assert_eq!(refused.code, chat_core::failure::Code::TooLarge);
    assert_eq!(world.gateway.requests().len(), requests);
    assert_eq!(world.path(&first.started.conversation).await.len(), 2);
    let smaller = Ask {
        onto,
        ..question(Scenario::Crlf, "Two")
    };
    world.ask(smaller).await;
    assert_eq!(world.path(&first.started.conversation).await.len(), 4);
}
