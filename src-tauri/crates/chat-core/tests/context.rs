//! When a conversation no longer fits, and what leaving out its oldest turns leaves.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

use chat_core::context::{check, leave_out};
use chat_core::estimate;
use chat_core::failure::Code;
use chat_core::message::Role;
use chat_core::request::{ChatRequest, RequestMessage};
use proptest::prelude::*;

fn messages(script: &str) -> Vec<RequestMessage> {
    let role = |c| match c {
        's' => Role::System,
        'u' => Role::User,
        _ => Role::Assistant,
    };
    script
        .chars()
        .zip(0_u32..)
        .map(|(c, number)| RequestMessage::text(role(c), number.to_string()))
        .collect()
}

fn texts(messages: &[RequestMessage]) -> String {
    messages.iter().map(|message| &*message.text).collect()
}

#[test]
fn the_oldest_turns_go_and_instructions_and_the_last_question_stay() {
    for (script, turns, left_out, kept) in [
        ("suauau", 0, 0, "012345"),
        ("suauau", 1, 1, "0345"),
        ("suauau", 2, 2, "05"),
        // Not so many are there.
        ("suauau", 9, 2, "05"),
        ("u", 1, 0, "0"),
        ("su", u32::MAX, 0, "01"),
        // A question without an answer, two answers in a row, an answer first.
        ("uuau", 1, 1, "123"),
        ("uaau", 1, 1, "3"),
        ("auau", 1, 1, "3"),
        ("ua", 1, 0, "01"),
        ("", 3, 0, ""),
    ] {
        let mut sent = messages(script);
        assert_eq!(leave_out(&mut sent, turns), left_out, "{script} {turns}");
        assert_eq!(texts(&sent), kept, "{script} {turns}");
    }
}

fn chat(turns: usize, words: usize) -> ChatRequest {
    let text = "rain ".repeat(words);
    let mut all: Vec<_> = (0..turns)
        .flat_map(|_| {
            [
                RequestMessage::text(Role::User, &text),
                RequestMessage::text(Role::Assistant, &text),
            ]
        })
        .collect();
    all.push(RequestMessage::text(Role::User, "And then?"));
    ChatRequest::new("anthropic/claude-sonnet-4.5", all)
}

/// Mutations seen to fail: the likely number instead of the lowest refuses what may fit.
#[test]
fn only_what_is_surely_too_long_is_refused() {
    let request = chat(4, 1_000);
    let tokens = estimate::request(&request);
    assert!(tokens.low < tokens.likely);
    for (window, refused) in [
        (None, false),
        (Some(0), false),
        (Some(tokens.likely - 1), false),
        (Some(tokens.low), false),
        (Some(tokens.low - 1), true),
    ] {
        assert_eq!(check(&request, window).is_err(), refused, "{window:?}");
    }
}

#[test]
fn the_refusal_says_how_much_and_how_to_go_on() {
    let failure = check(&chat(10, 20_000), Some(200_000)).unwrap_err();
    assert_eq!(failure.code, Code::ContextTooLong);
    assert!(
        failure
            .message
            .starts_with("This chat no longer fits: about ")
            && failure.message.ends_with(" of 200,000 tokens."),
        "{}",
        failure.message
    );
    let typed = failure.typed_action().unwrap();
    for words in ["--leave-out ", "larger context", "new chat"] {
        assert!(typed.contains(words), "{typed}");
    }
    let action = failure.action.unwrap();
    assert!(!action.contains("--"), "a window has no flags: {action}");
    // Leaving out would not help: the question alone is too long.
    let mut alone = chat(0, 0);
    alone.messages[0].text = "rain ".repeat(300_000);
    let action = check(&alone, Some(200_000)).unwrap_err().action.unwrap();
    assert!(!action.contains("--leave-out"), "{action}");
}

proptest! {
    /// Mutation seen to fail: `too_few` in place of `enough` names a turn too few.
    #[test]
    fn the_named_number_of_turns_is_enough_and_one_fewer_is_not(turns in 1_usize..40, words in 200_usize..2_000) {
        let window = 4_000;
        let request = chat(turns, words);
        let Err(failure) = check(&request, Some(window)) else { return Ok(()) };
        let named = failure.typed_action().unwrap();
        let named = named.split("--leave-out ").nth(1).and_then(|rest| rest.split(')').next());
        let named: u32 = named.unwrap().parse().unwrap();
        let likely = |turns| {
            let mut rest = request.clone();
            leave_out(&mut rest.messages, turns);
            estimate::request(&rest).likely
        };
        prop_assert!(likely(named) <= window);
        prop_assert!(likely(named - 1) > window);
    }
}
