//! Our own limits: asked before every request, waited for visibly, stopped at once.

use super::*;

fn limited(may_wait: bool) -> Turn {
    let mut plan = plan();
    plan.retry.may_wait = may_wait;
    plan.admission = Some(Admission { per_minute: 10 });
    Turn::new(plan)
}

fn waits(reason: WaitReason, for_ms: u64) -> Effect {
    Effect::Show(Output::Waiting {
        reason,
        for_ms: Some(for_ms),
    })
}

#[test]
fn a_request_waits_for_its_place_and_asks_again() {
    let mut turn = limited(true);
    assert_eq!(turn.handle(Input::new(0, What::Start)), [Effect::Admit]);
    assert_eq!(turn.deadline(), None);
    let held = turn.handle(Input::new(
        1,
        What::HeldBack {
            for_ms: 700,
            again_ms: 1_000,
        },
    ));
    assert_eq!(held, [waits(WaitReason::Limiter, 700)]);
    assert_eq!(turn.deadline(), Some(701));
    assert!(turn.handle(Input::new(700, What::Tick)).is_empty());
    assert_eq!(turn.handle(Input::new(701, What::Tick)), [Effect::Admit]);
    assert_eq!(
        turn.handle(Input::new(702, What::Admitted)),
        [Effect::Open { repeat: 0 }]
    );
}

#[test]
fn it_asks_in_between_and_tells_a_wait_only_when_it_changes() {
    let mut turn = limited(true);
    let held = |for_ms| What::HeldBack {
        for_ms,
        again_ms: 1_000,
    };
    turn.handle(Input::new(0, What::Start));
    let told = turn.handle(Input::new(0, held(30_000)));
    assert_eq!(told, [waits(WaitReason::Limiter, 30_000)]);
    assert_eq!(turn.deadline(), Some(1_000));
    assert_eq!(turn.handle(Input::new(1_000, What::Tick)), [Effect::Admit]);
    assert!(turn.handle(Input::new(1_000, held(29_000))).is_empty());
    assert_eq!(turn.handle(Input::new(2_000, What::Tick)), [Effect::Admit]);
    // Somebody in front gave up.
    let told = turn.handle(Input::new(2_000, held(10_000)));
    assert_eq!(told, [waits(WaitReason::Limiter, 10_000)]);
}

/// Mutation seen to fail: opening at the end of a wait without asking.
#[test]
fn a_repeat_needs_a_place_of_its_own() {
    let mut turn = limited(true);
    let failed = last(
        &mut turn,
        vec![
            (0, What::Start),
            (0, What::Admitted),
            (5, failed(Code::Overloaded, Some(503))),
        ],
    );
    let Some(Effect::Show(Output::Waiting { for_ms, .. })) = failed.first() else {
        panic!("no wait: {failed:?}");
    };
    let due = 5 + for_ms.unwrap();
    assert_eq!(turn.handle(Input::new(due, What::Tick)), [Effect::Admit]);
    assert_eq!(
        turn.handle(Input::new(due, What::Admitted)),
        [Effect::Open { repeat: 1 }]
    );
}

#[test]
fn where_waiting_is_not_allowed_the_refusal_holds_429_and_no_attempt() {
    let mut turn = limited(false);
    let end = last(
        &mut turn,
        vec![
            (0, What::Start),
            (
                3,
                What::HeldBack {
                    for_ms: 4_200,
                    again_ms: 1_000,
                },
            ),
        ],
    );
    let outcome = outcome(&end);
    let failure = outcome.failure.as_ref().unwrap();
    assert_eq!(failure.code, Code::RateLimited);
    assert_eq!(failure.message, "429: your own pace limit, 10 a minute.");
    assert_eq!(
        (failure.status, failure.retry_after_ms),
        (None, Some(4_200))
    );
    assert!(outcome.attempts.is_empty());
}

#[test]
fn stop_and_a_reached_budget_end_it_before_anything_is_sent() {
    let reached = What::Failed(Failure::new(Code::BudgetReached, "no"));
    for (what, state) in [
        (What::Stop, MessageState::Cancelled),
        (reached, MessageState::Failed),
    ] {
        for waits in [false, true] {
            let mut turn = limited(true);
            let mut story = vec![(0, What::Start)];
            if waits && state == MessageState::Cancelled {
                story.push((
                    1,
                    What::HeldBack {
                        for_ms: 60_000,
                        again_ms: 1_000,
                    },
                ));
            }
            story.push((2, what.clone()));
            let end = last(&mut turn, story);
            assert_eq!(outcome(&end).state, state);
            assert!(outcome(&end).attempts.is_empty());
        }
    }
}
