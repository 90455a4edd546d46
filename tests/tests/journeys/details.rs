//! What an answer's details show: the same when it has just ended and when it is read again.

use chat_core::wire::{Event, FindMessages, ListFilter, MessageView};
use demo_gateway::Scenario;
use gatehouse_tests::window::Window;
use gatehouse_tests::world::{World, question};

/// Mutation seen to fail: without `t.attempts` among the columns the one read again has none.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_ended_answer_tells_the_same_when_it_is_read_again() {
    let world = World::new().await;
    let window = Window::open(&world.engine).await;
    for scenario in [
        Scenario::Crlf,
        Scenario::Status500ThenOk,
        Scenario::Status400,
        Scenario::CloseEarly,
        Scenario::Reasoning,
        Scenario::ToolCalls,
    ] {
        let heard = world.ask(question(scenario, "?")).await;
        let turn = heard.started.turn_id.clone();
        window.wait_for_end(&turn).await;
        let told = window
            .events()
            .into_iter()
            .find_map(|event| match event {
                Event::TurnEnded {
                    turn_id,
                    facts,
                    receipt,
                    model,
                    ..
                } if turn_id == turn => Some((facts, receipt, Some(model))),
                _ => None,
            })
            .unwrap();
        let id = heard.started.conversation.clone();
        let opened = world.engine.open_conversation(id).await.unwrap();
        let MessageView {
            facts,
            receipt,
            model,
            ..
        } = opened.page.messages.last().unwrap().clone();
        assert_eq!((facts, receipt, model), told, "{scenario}");
        let (facts, ..) = told;
        assert_eq!(facts.asked, Some(heard.started.model), "{scenario}");
        assert_eq!(facts.attempts.len(), heard.outcome.attempts.len());
        assert!(!facts.attempts.is_empty() && facts.total_ms.is_some());
    }
    let question = |message: &MessageView| message.facts.total_ms.is_none();
    let list = world
        .engine
        .list_conversations(None, ListFilter::default())
        .await
        .unwrap();
    let opened = world.engine.open_conversation(list[0].id.clone()).await;
    assert!(question(&opened.unwrap().page.messages[0]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_time_of_reasoning_and_the_tools_wanted_are_kept_with_the_answer() {
    let world = World::new().await;
    let mut kept = Vec::new();
    for scenario in [Scenario::Crlf, Scenario::Reasoning, Scenario::ToolCalls] {
        let heard = world.ask(question(scenario, "?")).await;
        let id = heard.started.conversation.clone();
        let opened = world.engine.open_conversation(id).await.unwrap();
        let answer = opened.page.messages.last().unwrap().clone();
        assert!(
            answer.facts.total_ms >= answer.receipt.reasoning_ms,
            "{scenario}"
        );
        kept.push(answer);
    }
    let [plain, reasoned, tools] = kept.try_into().unwrap();
    assert_eq!(plain.receipt.reasoning_ms, None);
    assert!(plain.receipt.tool_calls.is_empty());
    assert!(reasoned.receipt.reasoning_ms.is_some() && !reasoned.reasoning.is_empty());
    let called: Vec<_> = tools
        .receipt
        .tool_calls
        .iter()
        .map(|call| (call.name.as_str(), call.cut))
        .collect();
    assert_eq!(called.len(), 2, "{called:?}");
    assert!(called.iter().all(|(name, cut)| !name.is_empty() && !cut));
    let finish = tools.finish.map(chat_core::wire::FinishReason::as_str);
    assert_eq!(finish, Some("tool_calls"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_hidden_of_a_question_is_shown_and_its_text_stays_as_it_came() {
    let world = World::new().await;
    let odd = "find evil\u{202e}fdp.exe \u{1f468}\u{200d}\u{1f469}\u{ffff}";
    let shown = "find evil⟨U+202E⟩fdp.exe \u{1f468}\u{200d}\u{1f469}\u{fffd}";
    let heard = world.ask(question(Scenario::Echo, odd)).await;
    assert_eq!(heard.text, odd, "what was sent");
    assert_eq!(heard.started.shown.as_deref(), Some(shown));
    let id = heard.started.conversation.clone();
    let opened = world.engine.open_conversation(id).await.unwrap();
    assert_eq!(
        opened.conversation.title,
        "find evilfdp.exe \u{1f468}\u{200d}\u{1f469}"
    );
    for message in &opened.page.messages {
        assert_eq!(
            (&*message.text, message.shown.as_deref()),
            (odd, Some(shown))
        );
    }
    let plain = world.ask(question(Scenario::Echo, "plain")).await;
    assert_eq!(plain.started.shown, None);

    let asked = FindMessages {
        text: "find role:user".to_owned(),
        limit: 10,
        ..FindMessages::default()
    };
    let found = world.engine.search(asked).await.unwrap();
    let [hit] = &found.hits[..] else {
        panic!("{found:?}")
    };
    assert_eq!(hit.title, opened.conversation.title);
    let snippet: String = hit.snippet.iter().map(|piece| &*piece.text).collect();
    assert_eq!(snippet, shown);
}
