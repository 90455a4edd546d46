//! A sign-in is renewed at most once a turn: ahead of the first request, or after a rejection.

use super::*;

fn signed_in(renewal: Renewal) -> Turn {
    Turn::new(Plan { renewal, ..plan() })
}

fn no_cli() -> What {
    let why = Failure::new(Code::ConfigInvalid, "The Vercel CLI was not found.");
    What::NotRenewed(Some(why.with_action("Install it.")))
}

fn expired() -> What {
    let mut failure = Failure::new(Code::KeyExpired, "Token expired.").with_action("Run it.");
    failure.status = Some(401);
    What::Failed(failure)
}

fn codes(outcome: &Outcome) -> Vec<(Option<u16>, Option<Code>)> {
    let attempts = outcome.attempts.iter();
    attempts
        .map(|attempt| (attempt.status, attempt.code))
        .collect()
}

#[test]
fn a_token_that_is_past_is_renewed_visibly_before_anything_is_sent() {
    for ended in [What::Renewed, no_cli(), What::NotRenewed(None)] {
        let mut turn = signed_in(Renewal::First);
        let waits = Effect::Show(Output::Waiting {
            reason: WaitReason::Signin,
            for_ms: None,
        });
        assert_eq!(
            turn.handle(Input::new(0, What::Start)),
            [waits, Effect::Renew { rejected: false }]
        );
        assert_eq!(turn.deadline(), None);
        // Where nothing new is to be had the old one is sent: clocks differ.
        assert_eq!(
            turn.handle(Input::new(900, ended)),
            [Effect::Open { repeat: 0 }]
        );
    }
}

/// Mutation seen to fail: renewing without looking at `tried`.
#[test]
fn a_rejection_is_renewed_once_in_silence_and_both_attempts_are_told() {
    let mut turn = signed_in(Renewal::WhenRejected);
    turn.handle(Input::new(0, What::Start));
    assert_eq!(
        turn.handle(Input::new(10, expired())),
        [Effect::Renew { rejected: true }]
    );
    assert_eq!(
        turn.handle(Input::new(50, What::Renewed)),
        [Effect::Open { repeat: 0 }]
    );
    let end = turn.handle(Input::new(60, failed(Code::KeyRejected, Some(401))));
    let rejected = |code| (Some(401), Some(code));
    assert_eq!(
        codes(outcome(&end)),
        [rejected(Code::KeyExpired), rejected(Code::KeyRejected)]
    );
}

#[test]
fn what_stood_in_the_way_of_a_renewal_is_what_to_do() {
    let stories: [(Renewal, Story); 2] = [
        (
            Renewal::WhenRejected,
            vec![(0, What::Start), (1, expired()), (2, no_cli())],
        ),
        (
            Renewal::First,
            vec![(0, What::Start), (1, no_cli()), (2, expired())],
        ),
    ];
    for (renewal, story) in stories {
        let end = last(&mut signed_in(renewal), story);
        let failure = outcome(&end).failure.clone().unwrap();
        assert_eq!(failure.message, "Token expired.");
        assert_eq!(
            failure.action.as_deref(),
            Some("The Vercel CLI was not found. Install it.")
        );
        assert_eq!(codes(outcome(&end)), [(Some(401), Some(Code::KeyExpired))]);
    }
}

/// Mutation seen to fail: counting a renewal that rested as one that was tried.
#[test]
fn a_renewal_that_was_not_tried_is_tried_after_the_rejection() {
    let mut turn = signed_in(Renewal::First);
    let story = vec![
        (0, What::Start),
        (1, What::NotRenewed(None)),
        (2, expired()),
    ];
    assert_eq!(last(&mut turn, story), [Effect::Renew { rejected: true }]);
}

#[test]
fn keys_are_not_renewed_and_nothing_is_without_waiting() {
    let impatient = |renewal| {
        let mut plan = plan();
        plan.renewal = renewal;
        plan.retry.may_wait = false;
        Turn::new(plan)
    };
    for mut turn in [
        signed_in(Renewal::Never),
        impatient(Renewal::First),
        impatient(Renewal::WhenRejected),
    ] {
        assert_eq!(
            turn.handle(Input::new(0, What::Start)),
            [Effect::Open { repeat: 0 }]
        );
        let end = turn.handle(Input::new(1, expired()));
        assert_eq!(
            outcome(&end).failure.as_ref().unwrap().action.as_deref(),
            Some("Run it.")
        );
    }
}

#[test]
fn stop_ends_a_renewal_at_once() {
    let mut turn = signed_in(Renewal::First);
    turn.handle(Input::new(0, What::Start));
    let end = turn.handle(Input::new(5, What::Stop));
    assert_eq!(end.first(), Some(&Effect::Close));
    assert_eq!(outcome(&end).state, MessageState::Cancelled);
}

#[test]
fn a_failure_that_is_not_about_the_token_renews_nothing() {
    let mut turn = signed_in(Renewal::WhenRejected);
    turn.handle(Input::new(0, What::Start));
    let end = turn.handle(Input::new(1, failed(Code::Forbidden, Some(403))));
    assert_eq!(
        outcome(&end).failure.as_ref().unwrap().code,
        Code::Forbidden
    );
}
