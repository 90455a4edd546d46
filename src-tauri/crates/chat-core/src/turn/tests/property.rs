//! Any order of inputs: at most one end, at most one save at a time, no text lost.

use super::*;
use proptest::prelude::*;

fn anything() -> impl Strategy<Value = What> {
    prop_oneof![
        Just(What::Start),
        Just(What::Admitted),
        (0_u64..90_000).prop_map(|for_ms| What::HeldBack {
            for_ms,
            again_ms: 1_000
        }),
        Just(What::Opened { status: 200 }),
        "[a-z]{0,3}".prop_map(|t| text(&t)),
        Just(What::Decoded(DialectEvent::Done)),
        Just(What::Data),
        Just(What::Finishing),
        Just(What::Ended(Verdict::Finished(FinishReason::Stop))),
        Just(What::Ended(Verdict::BrokenOff)),
        prop::sample::select(Code::ALL).prop_map(|code| failed(code, None)),
        Just(What::Broke(Failure::new(Code::BadResponse, "line"))),
        Just(What::Renewed),
        Just(What::NotRenewed(None)),
        Just(What::Tick),
        Just(What::Stop),
        Just(What::Saved),
        Just(What::SaveFailed(Failure::new(Code::Storage, "full"))),
    ]
}

proptest! {
    #[test]
    fn any_order_of_inputs_ends_at_most_once_and_keeps_all_text(
        story in prop::collection::vec((0_u64..30_000, anything()), 0..60),
        limited in any::<bool>(),
        renewal in prop::sample::select(vec![Renewal::Never, Renewal::WhenRejected, Renewal::First]),
    ) {
        let admission = limited.then_some(Admission { per_minute: 10 });
        let mut turn = Turn::new(Plan { admission, renewal, ..plan() });
        let mut at = 0;
        let mut ends = 0;
        let mut told = String::new();
        let mut shown = String::new();
        let mut reading = false;
        let mut saves_running = 0_i32;
        for (later, what) in story {
            at += later;
            if matches!(what, What::Saved | What::SaveFailed(_)) && !turn.is_over() {
                saves_running = 0;
            }
            let over = turn.is_over();
            if let (true, What::Decoded(DialectEvent::Text(text))) = (reading && !over, &what) {
                told.push_str(text);
            }
            let opens = matches!(what, What::Opened { .. });
            let effects = turn.handle(Input::new(at, what));
            if over {
                prop_assert!(effects.is_empty());
            }
            for effect in &effects {
                match effect {
                    Effect::Finish(outcome) => {
                        ends += 1;
                        prop_assert_eq!(outcome.finish.is_none(), outcome.failure.is_some());
                        prop_assert!(outcome.attempts.len() <= 4);
                    }
                    Effect::Show(Output::Text(text)) => shown.push_str(text),
                    Effect::Save { .. } => {
                        saves_running += 1;
                        prop_assert_eq!(saves_running, 1);
                    }
                    Effect::Open { repeat } => {
                        prop_assert!(*repeat <= 2);
                        reading = false;
                    }
                    Effect::Admit => prop_assert!(limited),
                    Effect::Renew { .. }
                    | Effect::LeaveOut(_)
                    | Effect::Prepare(_)
                    | Effect::Close
                    | Effect::Conclude
                    | Effect::Show(_) => {}
                }
            }
            // A head counts only while one is asked for.
            reading = !turn.is_over() && (reading || (opens && turn.phase == Phase::Reading));
            prop_assert_eq!(turn.is_over(), ends == 1);
            prop_assert_eq!(turn.deadline().is_none(),
                turn.is_over() || matches!(turn.phase, Phase::New | Phase::Renewing | Phase::Admitting));
        }
        prop_assert_eq!(told, shown);
    }
}
