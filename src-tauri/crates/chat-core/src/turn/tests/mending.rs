//! What is asked otherwise: without a refused parameter, and what else the order names.

use super::*;

fn target(connection: &str, model: &str) -> Target {
    Target {
        connection: connection.into(),
        model: model.into(),
    }
}

fn with_order(order: &str) -> Plan {
    Plan {
        alternatives: Alternative::parse_order(order).unwrap(),
        retry: RetryPolicy {
            max_repeats: 0,
            may_wait: true,
        },
        ..plan()
    }
}

fn prepared(connection: &str, model: &str) -> What {
    What::Prepared {
        plan: Box::new(Plan {
            target: target(connection, model),
            admission: Some(Admission { per_minute: 10 }),
            ..plan()
        }),
        notes: Vec::new(),
    }
}

fn prepares(text: &str) -> Effect {
    Effect::Prepare(Alternative::parse(text).unwrap())
}

fn note(text: &str) -> Effect {
    Effect::Show(Output::Note(text.into()))
}

/// Mutation seen to fail: not counting the attempt that failed.
#[test]
fn the_next_of_the_order_is_told_asked_with_its_own_limits_and_on_the_receipt() {
    let mut turn = Turn::new(with_order("openai=gpt-4o-mini"));
    let failed = last(
        &mut turn,
        vec![(0, What::Start), (10, failed(Code::Overloaded, Some(503)))],
    );
    assert_eq!(failed, [Effect::Close, prepares("openai=gpt-4o-mini")]);
    assert_eq!(turn.deadline(), None);
    let told = turn.handle(Input::new(20, prepared("openai", "gpt-4o-mini")));
    let line = "Trying gpt-4o-mini (openai): the server is overloaded (503).";
    assert_eq!(told, [note(line), Effect::Admit]);
    let end = last(
        &mut turn,
        vec![
            (20, What::Admitted),
            (30, What::Opened { status: 200 }),
            (40, text("Hi")),
            (50, What::Ended(Verdict::Finished(FinishReason::Stop))),
        ],
    );
    let outcome = outcome(&end);
    assert_eq!(outcome.state, MessageState::Done);
    assert_eq!(
        outcome.targets,
        [target("gateway", "a/b"), target("openai", "gpt-4o-mini")]
    );
    let attempts: Vec<_> = outcome
        .attempts
        .iter()
        .map(|one| (one.target, one.status, one.code))
        .collect();
    assert_eq!(
        attempts,
        [(0, Some(503), Some(Code::Overloaded)), (1, Some(200), None)]
    );
    assert_eq!(outcome.notes, [line]);
}

#[test]
fn after_the_first_token_nothing_else_is_asked() {
    for (begun, falls_back) in [
        (None, true),
        (Some(text("x")), false),
        (
            Some(What::Decoded(DialectEvent::Reasoning("x".into()))),
            false,
        ),
    ] {
        let mut turn = Turn::new(with_order("c/d"));
        last(
            &mut turn,
            vec![(0, What::Start), (1, What::Opened { status: 200 })],
        );
        if let Some(begun) = begun {
            turn.handle(Input::new(2, begun));
        }
        let broke = DialectEvent::Failed(Failure::new(Code::Overloaded, "no"));
        let effects = turn.handle(Input::new(3, What::Decoded(broke)));
        assert_eq!(effects.contains(&prepares("c/d")), falls_back);
        assert_eq!(turn.is_over(), !falls_back);
    }
}

/// Mutation seen to fail: falling back for every failure.
#[test]
fn what_nothing_could_mend_ends_the_turn() {
    for code in Code::ALL {
        let mut turn = Turn::new(with_order("openai="));
        let effects = last(
            &mut turn,
            vec![(0, What::Start), (1, failed(*code, Some(400)))],
        );
        let tried = crate::fallback::mended_by(*code) != crate::fallback::Mend::Nothing;
        assert_eq!(effects.contains(&prepares("openai=")), tried, "{code:?}");
    }
}

#[test]
fn own_limits_stop_and_no_wait_never_ask_anything_else() {
    let own = [
        What::Failed(Failure::new(Code::BudgetReached, "no")),
        What::Failed(Failure::new(Code::RateLimited, "no")),
        What::Stop,
    ];
    for what in own {
        let mut turn = Turn::new(Plan {
            admission: Some(Admission { per_minute: 1 }),
            ..with_order("openai=")
        });
        let end = last(&mut turn, vec![(0, What::Start), (1, what)]);
        assert!(turn.is_over(), "{end:?}");
    }
    let mut turn = Turn::new(Plan {
        retry: RetryPolicy {
            max_repeats: 0,
            may_wait: false,
        },
        ..with_order("openai=")
    });
    last(
        &mut turn,
        vec![(0, What::Start), (1, failed(Code::Overloaded, Some(503)))],
    );
    assert!(turn.is_over());
}

#[test]
fn repeats_come_first_and_begin_anew_with_each_of_the_order() {
    let mut turn = Turn::new(Plan {
        retry: RetryPolicy::default(),
        ..with_order("c/d")
    });
    let mut at = 0;
    turn.handle(Input::new(at, What::Start));
    for round in 0..2 {
        for repeat in 0..3 {
            let effects = turn.handle(Input::new(at, failed(Code::Overloaded, Some(503))));
            if repeat < 2 {
                at = turn.deadline().unwrap();
                turn.handle(Input::new(at, What::Tick));
                if round == 1 {
                    turn.handle(Input::new(at, What::Admitted));
                }
            } else if round == 0 {
                assert_eq!(effects, [Effect::Close, prepares("c/d")]);
                turn.handle(Input::new(at, prepared("gateway", "c/d")));
                turn.handle(Input::new(at, What::Admitted));
            } else {
                assert_eq!(outcome(&effects).attempts.len(), 6);
            }
        }
    }
    assert!(turn.is_over());
}

#[test]
fn what_cannot_be_asked_is_passed_over_and_told_with_the_failure() {
    let mut turn = Turn::new(with_order("openai=,anthropic="));
    last(
        &mut turn,
        vec![(0, What::Start), (1, failed(Code::Overloaded, Some(503)))],
    );
    let no_key = |name: &str| {
        What::NotPrepared(Failure::new(
            Code::KeyMissing,
            format!("No key for {name}."),
        ))
    };
    let effects = turn.handle(Input::new(2, no_key("openai")));
    assert_eq!(effects, [Effect::Close, prepares("anthropic=")]);
    let effects = turn.handle(Input::new(3, no_key("anthropic")));
    let outcome = outcome(&effects);
    let failure = outcome.failure.as_ref().unwrap();
    assert_eq!(failure.code, Code::Overloaded);
    let told = failure.action.as_deref().unwrap();
    assert!(
        told.contains("No key for openai. No key for anthropic."),
        "{told}"
    );
    assert_eq!(outcome.attempts.len(), 1);
}

fn refusing(param: Param) -> What {
    What::Failed(Failure {
        status: Some(400),
        refused: Some(param),
        ..Failure::new(Code::BadRequest, "no")
    })
}

/// Mutation seen to fail: `left-out-twice` in `xtask/scripts/mutations.py`.
#[test]
fn a_refused_parameter_is_left_out_once_and_told() {
    let mut turn = Turn::new(Plan {
        optional: vec![Param::Temperature, Param::Seed],
        ..plan()
    });
    turn.handle(Input::new(0, What::Start));
    let again = turn.handle(Input::new(5, refusing(Param::Temperature)));
    assert_eq!(
        again,
        [
            note("This model takes no such temperature: asked again without it."),
            Effect::LeaveOut(Param::Temperature),
            Effect::Open { repeat: 0 },
        ]
    );
    let end = turn.handle(Input::new(9, refusing(Param::Seed)));
    let outcome = outcome(&end);
    assert_eq!(outcome.failure.as_ref().unwrap().code, Code::BadRequest);
    assert_eq!((outcome.attempts.len(), outcome.notes.len()), (2, 1));
}

#[test]
fn what_was_not_set_is_not_left_out_and_nothing_is_without_waiting() {
    for (optional, may_wait) in [(vec![Param::Seed], true), (vec![Param::Temperature], false)] {
        let mut turn = Turn::new(Plan {
            optional,
            retry: RetryPolicy {
                max_repeats: 2,
                may_wait,
            },
            ..plan()
        });
        last(
            &mut turn,
            vec![(0, What::Start), (1, refusing(Param::Temperature))],
        );
        assert!(turn.is_over());
    }
}
