//! The machine, told stories with times; no clock, no IO.

mod admission;
mod keeping;
mod mending;
mod property;
mod renewal;
mod saving;

use super::*;
use crate::dialect::{DialectEvent, Upstream, UpstreamKind, Verdict};
use crate::failure::{AuthKind, RetryPolicy};
use crate::request::Param;
use crate::usage::CostBasis;
use crate::wire::Timeouts;

fn plan() -> Plan {
    Plan {
        target: Target {
            connection: "gateway".into(),
            model: "a/b".into(),
        },
        alternatives: Vec::new(),
        optional: Vec::new(),
        timeouts: Timeouts::default(),
        retry: RetryPolicy {
            max_repeats: 2,
            may_wait: true,
        },
        seed: 7,
        upstream: Upstream {
            kind: UpstreamKind::Gateway,
            host: "gateway.test".into(),
            auth: AuthKind::ApiKey,
            provider: None,
        },
        admission: None,
        renewal: Renewal::Never,
    }
}

type Story = Vec<(u64, What)>;

fn text(text: &str) -> What {
    What::Decoded(DialectEvent::Text(text.into()))
}

fn failed(code: Code, status: Option<u16>) -> What {
    let mut failure = Failure::new(code, "no");
    failure.status = status;
    What::Failed(failure)
}

/// Tells a story and gives all effects of its last step.
fn last(turn: &mut Turn, story: Story) -> Vec<Effect> {
    let mut effects = Vec::new();
    for (at, what) in story {
        effects = turn.handle(Input::new(at, what));
    }
    effects
}

fn outcome(effects: &[Effect]) -> &Outcome {
    match effects.last() {
        Some(Effect::Finish(outcome)) => outcome,
        other => panic!("no end, but {other:?}"),
    }
}

#[test]
fn an_answer_streams_and_finishes() {
    let mut turn = Turn::new(plan());
    assert_eq!(turn.deadline(), None);
    assert_eq!(
        turn.handle(Input::new(100, What::Start)),
        [Effect::Open { repeat: 0 }]
    );
    assert!(
        turn.handle(Input::new(150, What::Opened { status: 200 }))
            .is_empty()
    );
    let shown = turn.handle(Input::new(200, text("Hel")));
    assert_eq!(shown, [Effect::Show(Output::Text("Hel".into()))]);
    assert_eq!(
        turn.deadline(),
        Some(250),
        "a save is due 50 ms after the first unsaved byte"
    );
    assert_eq!(
        turn.handle(Input::new(250, What::Tick)),
        [Effect::Save { sync: false }]
    );
    let end = last(
        &mut turn,
        vec![
            (260, text("lo")),
            (270, What::Saved),
            (280, What::Finishing),
            (290, What::Ended(Verdict::Finished(FinishReason::Stop))),
        ],
    );
    let outcome = outcome(&end);
    assert_eq!(outcome.state, MessageState::Done);
    assert_eq!(outcome.finish, Some(FinishReason::Stop));
    assert_eq!((outcome.first_token_ms, outcome.total_ms), (Some(100), 190));
    assert_eq!(
        outcome.attempts,
        [Attempt {
            target: 0,
            status: Some(200),
            code: None,
            after_ms: 0,
            ms: 190
        }]
    );
    assert!(turn.is_over() && turn.deadline().is_none());
}

#[test]
fn every_verdict_has_its_end() {
    for (had_text, verdict, state, code) in [
        (
            true,
            Verdict::Finished(FinishReason::Length),
            MessageState::Done,
            None,
        ),
        (
            false,
            Verdict::Finished(FinishReason::Stop),
            MessageState::Done,
            None,
        ),
        (
            true,
            Verdict::BrokenOff,
            MessageState::Interrupted,
            Some(Code::Interrupted),
        ),
        (
            false,
            Verdict::BrokenOff,
            MessageState::Interrupted,
            Some(Code::Interrupted),
        ),
        (
            false,
            Verdict::NotAnAnswer,
            MessageState::Failed,
            Some(Code::BadResponse),
        ),
        (
            false,
            Verdict::Refused("safety".into()),
            MessageState::Failed,
            Some(Code::Refused),
        ),
    ] {
        let mut turn = Turn::new(plan());
        let mut story = vec![(0, What::Start), (1, What::Opened { status: 200 })];
        if had_text {
            story.push((2, text("some")));
        }
        story.push((3, What::Ended(verdict.clone())));
        let end = last(&mut turn, story);
        assert_eq!(end.first(), Some(&Effect::Close), "{verdict:?}");
        let outcome = outcome(&end);
        assert_eq!(outcome.state, state, "{verdict:?}");
        assert_eq!(
            outcome.failure.as_ref().map(|f| f.code),
            code,
            "{verdict:?}"
        );
        assert_eq!(outcome.partial, had_text);
        if let Some(failure) = &outcome.failure {
            assert_eq!(failure.status, Some(200));
        }
    }
}

#[test]
fn stop_closes_the_socket_in_every_phase() {
    let stories: [(&str, Story, usize); 5] = [
        ("before the start", vec![], 0),
        ("before the head", vec![(0, What::Start)], 1),
        (
            "before the first token",
            vec![(0, What::Start), (1, What::Opened { status: 200 })],
            1,
        ),
        (
            "in mid-stream",
            vec![
                (0, What::Start),
                (1, What::Opened { status: 200 }),
                (2, text("a")),
            ],
            1,
        ),
        (
            "while waiting to retry",
            vec![(0, What::Start), (1, failed(Code::Overloaded, Some(529)))],
            1,
        ),
    ];
    for (name, mut story, attempts) in stories {
        let mut turn = Turn::new(plan());
        let begun = !story.is_empty();
        story.push((9, What::Stop));
        let end = last(&mut turn, story);
        assert_eq!(end.contains(&Effect::Close), begun, "{name}");
        let outcome = outcome(&end);
        assert_eq!(outcome.state, MessageState::Cancelled, "{name}");
        assert_eq!(outcome.finish, Some(FinishReason::Cancelled), "{name}");
        assert_eq!(outcome.attempts.len(), attempts, "{name}");
        assert!(
            turn.handle(Input::new(10, text("late"))).is_empty(),
            "{name}: nothing after the end"
        );
    }
}

#[test]
fn failures_that_may_pass_are_repeated_and_no_others() {
    for code in Code::ALL {
        let mut turn = Turn::new(plan());
        let effects = last(&mut turn, vec![(0, What::Start), (1, failed(*code, None))]);
        let waits = effects.iter().any(|e| {
            matches!(
                e,
                Effect::Show(Output::Waiting {
                    reason: WaitReason::Retry,
                    for_ms: Some(1_000..=1_250)
                })
            )
        });
        assert_eq!(waits, code.is_retried(), "{code:?}");
        assert_eq!(turn.is_over(), !code.is_retried(), "{code:?}");
    }
}

#[test]
fn three_attempts_are_the_most_and_the_last_failure_is_told() {
    let mut turn = Turn::new(plan());
    turn.handle(Input::new(0, What::Start));
    let mut at = 1;
    for (repeat, least) in [(1, 1_000), (2, 2_000)] {
        turn.handle(Input::new(at, failed(Code::Overloaded, Some(503))));
        let due = turn.deadline().unwrap();
        assert!(
            (least..=least + least / 4).contains(&(due - at)),
            "{due} after {at}"
        );
        assert!(turn.handle(Input::new(due - 1, What::Tick)).is_empty());
        assert_eq!(
            turn.handle(Input::new(due, What::Tick)),
            [Effect::Open { repeat }]
        );
        at = due + 1;
    }
    let end = turn.handle(Input::new(at, failed(Code::GatewayError, Some(500))));
    let outcome = outcome(&end);
    assert_eq!(outcome.failure.as_ref().unwrap().code, Code::GatewayError);
    let codes: Vec<_> = outcome
        .attempts
        .iter()
        .map(|a| (a.status, a.code))
        .collect();
    assert_eq!(
        codes,
        [
            (Some(503), Some(Code::Overloaded)),
            (Some(503), Some(Code::Overloaded)),
            (Some(500), Some(Code::GatewayError))
        ]
    );
}

#[test]
fn nothing_is_repeated_once_a_2xx_status_arrived() {
    let mut turn = Turn::new(plan());
    let error = Failure::new(Code::Overloaded, "full");
    let end = last(
        &mut turn,
        vec![
            (0, What::Start),
            (1, What::Opened { status: 200 }),
            (2, What::Decoded(DialectEvent::Failed(error))),
        ],
    );
    let failure = outcome(&end).failure.as_ref().unwrap();
    assert_eq!(
        (failure.code, failure.status),
        (Code::Overloaded, Some(200))
    );
}

#[test]
fn without_waiting_the_first_failure_is_final() {
    let mut plan = plan();
    plan.retry.may_wait = false;
    let mut turn = Turn::new(plan);
    let end = last(
        &mut turn,
        vec![(0, What::Start), (1, failed(Code::RateLimited, Some(429)))],
    );
    assert_eq!(
        outcome(&end).failure.as_ref().unwrap().code,
        Code::RateLimited
    );
}

#[test]
fn silence_is_timed_on_data_alone() {
    let mut turn = Turn::new(plan());
    last(
        &mut turn,
        vec![
            (0, What::Start),
            (5_000, What::Opened { status: 200 }),
            (50_000, What::Data),
        ],
    );
    let mut said = 0;
    let (at, end) = loop {
        let at = turn.deadline().unwrap();
        let effects = turn.handle(Input::new(at, What::Tick));
        if effects.iter().any(|e| matches!(e, Effect::Finish(_))) {
            break (at, effects);
        }
        said += 1;
        assert_eq!(
            effects,
            [Effect::Show(Output::Waiting {
                reason: WaitReason::Still,
                for_ms: None
            })],
            "at {at}"
        );
    };
    assert_eq!(
        (at, said),
        (170_000, 11),
        "120 s after the last data, told every 10 s"
    );
    assert_eq!(end.first(), Some(&Effect::Close));
    assert_eq!(
        outcome(&end).failure.as_ref().unwrap().code,
        Code::IdleTimeout
    );
}

#[test]
fn a_time_out_of_zero_is_off() {
    let mut plan = plan();
    plan.timeouts = Timeouts {
        connect_ms: 0,
        first_byte_ms: 0,
        idle_ms: 0,
    };
    let mut turn = Turn::new(plan);
    turn.handle(Input::new(0, What::Start));
    for _ in 0..1_000 {
        let at = turn.deadline().unwrap();
        turn.handle(Input::new(at, What::Tick));
    }
    assert!(!turn.is_over());
}

#[test]
fn after_a_finish_reason_an_open_socket_is_not_waited_for() {
    let mut turn = Turn::new(plan());
    last(
        &mut turn,
        vec![
            (0, What::Start),
            (1, What::Opened { status: 200 }),
            (2, text("a")),
            (3, What::Finishing),
        ],
    );
    turn.handle(Input::new(60, What::Tick));
    turn.handle(Input::new(61, What::Saved));
    turn.handle(Input::new(SYNC_EVERY_MS, What::Tick));
    turn.handle(Input::new(SYNC_EVERY_MS + 1, What::Saved));
    assert_eq!(turn.deadline(), Some(3 + LINGER_MS));
    assert_eq!(
        turn.handle(Input::new(3 + LINGER_MS, What::Tick)),
        [Effect::Conclude]
    );
}

#[test]
fn done_on_the_wire_concludes_at_once() {
    let mut turn = Turn::new(plan());
    let effects = last(
        &mut turn,
        vec![
            (0, What::Start),
            (1, What::Opened { status: 200 }),
            (2, What::Decoded(DialectEvent::Done)),
        ],
    );
    assert_eq!(effects, [Effect::Conclude]);
}

#[test]
fn an_answer_has_a_largest_size() {
    let mut turn = Turn::new(plan());
    last(
        &mut turn,
        vec![(0, What::Start), (1, What::Opened { status: 200 })],
    );
    let piece = "x".repeat(4 * 1024 * 1024);
    for at in 2..6 {
        assert_eq!(turn.handle(Input::new(at, text(&piece))).len(), 1);
    }
    let end = turn.handle(Input::new(6, text("y")));
    assert_eq!(end.first(), Some(&Effect::Close));
    assert_eq!(outcome(&end).failure.as_ref().unwrap().code, Code::TooLarge);
}

#[test]
fn what_the_answer_reports_is_on_the_outcome() {
    let mut turn = Turn::new(plan());
    let usage = Usage {
        input_tokens: 1,
        output_tokens: 2,
        total_tokens: 3,
        ..Usage::default()
    };
    let usd = crate::money::Usd::parse("0.5").unwrap();
    let end = last(
        &mut turn,
        vec![
            (0, What::Start),
            (1, What::Opened { status: 200 }),
            (2, What::Decoded(DialectEvent::Model("served".into()))),
            (2, What::Decoded(DialectEvent::Provider("bedrock".into()))),
            (2, What::Decoded(DialectEvent::GenerationId("gen_1".into()))),
            (2, What::Decoded(DialectEvent::Usage(usage))),
            (2, What::Decoded(DialectEvent::Cost(usd))),
            (3, What::Ended(Verdict::Finished(FinishReason::Stop))),
        ],
    );
    let outcome = outcome(&end);
    assert_eq!(outcome.model.as_deref(), Some("served"));
    assert_eq!(outcome.provider.as_deref(), Some("bedrock"));
    assert_eq!(outcome.generation_id.as_deref(), Some("gen_1"));
    assert_eq!(outcome.usage, Some(usage));
    assert_eq!(
        outcome.cost,
        Some(Cost {
            usd,
            basis: CostBasis::Billed
        })
    );
}
