//! Answers are drawn once while a person goes to and fro, and nothing drawn outlives its chat.

use chat_core::blocks::Drawn;
use chat_core::ids::ConversationId;
use chat_core::wire::{AnswerAgain, PageWanted, TurnOptions};
use chat_engine::{Ask, Engine, Face, Onto, new_turn_id};
use demo_gateway::Scenario;
use gatehouse_tests::soon;
use gatehouse_tests::window::Window;
use gatehouse_tests::world::{World, question};
use std::time::Duration;

/// The drawings of the answers on the last page.
async fn drawn(engine: &Engine, id: &ConversationId) -> Vec<Drawn> {
    let opened = engine.open_conversation(id.clone()).await.unwrap();
    let messages = opened.page.messages.into_iter();
    let drawn: Vec<_> = messages.map(|message| message.nodes).collect();
    drawn.into_iter().skip(1).step_by(2).collect()
}

/// Whether each is the one that was drawn before, and not only like it.
fn are_same(one: &[Drawn], other: &[Drawn]) -> bool {
    assert!(!one.is_empty() && one == other);
    one.iter().zip(other).all(|(one, other)| one.is_same(other))
}

fn echo(onto: Onto, text: &str) -> Ask {
    Ask {
        onto,
        ..question(Scenario::Echo, text)
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_drawn_is_not_drawn_again_for_a_chat_a_version_or_a_page() {
    let world = World::new().await;
    let engine = &world.engine;
    let first = world.ask(echo(Onto::Nothing, "*first*")).await.started;
    let id = first.conversation.clone();
    let onto = Onto::Conversation(id.clone());
    let second = world.ask(echo(onto, "*second*")).await.started;
    let other = world.ask(echo(Onto::Nothing, "*other*")).await.started;
    let opened = drawn(engine, &id).await;
    assert_eq!(opened.len(), 2);

    drawn(engine, &other.conversation).await;
    assert!(are_same(&opened, &drawn(engine, &id).await), "reopened");

    let wanted = PageWanted {
        conversation: id.clone(),
        before: Some(second.question.clone()),
        after: None,
    };
    let page = engine.message_page(wanted).await.unwrap();
    assert!(page.messages[1].nodes.is_same(&opened[0]), "paged back");

    let again = AnswerAgain {
        turn_id: new_turn_id(),
        message: second.message.clone(),
        model: None,
        max_tokens: None,
        leave_out: 0,
        options: TurnOptions::default(),
        preset: None,
    };
    let window = Window::open(engine).await;
    let turn = again.turn_id.clone();
    engine.retry_turn(Face::Chat, again).await.unwrap();
    window.wait_for_end(&turn).await;
    let chosen = engine.choose_variant(second.message).await.unwrap();
    let back = chosen.page.messages.into_iter().map(|one| one.nodes);
    let back: Vec<_> = back.skip(1).step_by(2).collect();
    assert!(are_same(&opened, &back), "the version before");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_deleted_chat_is_drawn_anew_when_it_is_taken_back() {
    let world = World::new().await;
    let engine = &world.engine;
    let asked = world.ask(echo(Onto::Nothing, "*gone*")).await.started;
    let id = asked.conversation;
    let before = drawn(engine, &id).await;
    assert!(are_same(&before, &drawn(engine, &id).await));
    engine.delete_conversation(id.clone(), false).await.unwrap();
    engine.take_back_conversation(id.clone()).await.unwrap();
    assert!(!are_same(&before, &drawn(engine, &id).await));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_another_program_deletes_is_let_go_of_too() {
    let world = World::new().await;
    let engine = &world.engine;
    let kept = world.ask(echo(Onto::Nothing, "*kept*")).await.started;
    let gone = world.ask(echo(Onto::Nothing, "*gone*")).await.started;
    let _window = Window::open(engine).await;
    let before = drawn(engine, &kept.conversation).await;
    let another = world.another();
    let deleted = another.delete_conversation(gone.conversation, true).await;
    deleted.unwrap();
    soon("it is noticed", async {
        while are_same(&before, &drawn(engine, &kept.conversation).await) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_drawing_of_a_temporary_chat_is_held() {
    let world = World::new().await;
    let ask = Ask {
        temporary: true,
        ..echo(Onto::Nothing, "*nowhere*")
    };
    let id = world.ask(ask).await.started.conversation;
    let one = drawn(&world.engine, &id).await;
    assert!(!are_same(&one, &drawn(&world.engine, &id).await));
}
