//! What an answer keeps beside its text: how long it was reasoned, which tools were wanted.

use super::*;

fn reasoning(text: &str) -> What {
    What::Decoded(DialectEvent::Reasoning(text.into()))
}

fn tool_call(n: usize, arguments: &str) -> What {
    What::Decoded(DialectEvent::ToolCall {
        id: format!("call_{n}"),
        name: "weather\u{200b}".into(),
        arguments: arguments.into(),
    })
}

fn after(told: Story) -> Outcome {
    let mut turn = Turn::new(plan());
    let mut story = vec![(0, What::Start), (10, What::Opened { status: 200 })];
    story.extend(told);
    story.push((1_000, What::Ended(Verdict::Finished(FinishReason::Stop))));
    outcome(&last(&mut turn, story)).clone()
}

#[test]
fn reasoning_is_timed_from_its_first_word_to_what_follows() {
    for (story, expected) in [
        (vec![(50, text("x"))], None),
        (
            vec![(50, reasoning("a")), (70, reasoning("b")), (100, text("x"))],
            Some(50),
        ),
        // Nothing follows but the end.
        (vec![(50, reasoning("a"))], Some(950)),
        // It reasons again, after text and after a tool.
        (
            vec![
                (50, reasoning("a")),
                (60, text("x")),
                (100, reasoning("b")),
                (120, tool_call(1, "{}")),
                (500, text("y")),
            ],
            Some(30),
        ),
    ] {
        assert_eq!(after(story.clone()).reasoning_ms, expected, "{story:?}");
    }
}

#[test]
fn a_stopped_answer_keeps_the_time_until_then() {
    let mut turn = Turn::new(plan());
    let story = vec![
        (0, What::Start),
        (10, What::Opened { status: 200 }),
        (100, reasoning("a")),
        (300, What::Stop),
    ];
    assert_eq!(outcome(&last(&mut turn, story)).reasoning_ms, Some(200));
}

#[test]
fn tool_calls_are_shown_and_kept_within_bounds() {
    let mut story: Story = (0..MAX_TOOL_CALLS + 5)
        .map(|n| (20, tool_call(n, "{\"a\":1}")))
        .collect();
    story.push((30, tool_call(99, &"x".repeat(100_000))));
    let kept = after(story).tool_calls;
    assert_eq!(kept.len(), MAX_TOOL_CALLS);
    let first = kept.first().unwrap();
    assert_eq!(
        (
            first.id.as_str(),
            first.name.as_str(),
            first.arguments.as_str(),
            first.cut
        ),
        ("call_0", "weather", "{\"a\":1}", false)
    );
    let long = after(vec![(20, tool_call(1, &"x".repeat(100_000)))]).tool_calls;
    assert!(long.first().unwrap().cut);
}

#[test]
fn names_that_a_server_gives_hide_nothing() {
    let told = after(vec![
        (
            20,
            What::Decoded(DialectEvent::Model("gpt\u{202e}4\n".into())),
        ),
        (
            20,
            What::Decoded(DialectEvent::Provider("open\u{200b}ai".into())),
        ),
    ]);
    assert_eq!(told.model.as_deref(), Some("gpt4"));
    assert_eq!(told.provider.as_deref(), Some("openai"));
}
