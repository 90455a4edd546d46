//! When the answer so far goes to disk, and what a failed save means.

use super::*;

#[test]
fn one_save_runs_at_a_time_and_once_a_second_it_survives_power_loss() {
    let mut turn = Turn::new(plan());
    last(
        &mut turn,
        vec![(0, What::Start), (1, What::Opened { status: 200 })],
    );
    let mut syncs = Vec::new();
    let mut at = 1;
    while at < 4_000 {
        turn.handle(Input::new(at, text("x")));
        let effects = turn.handle(Input::new(at + SAVE_AFTER_MS, What::Tick));
        assert!(
            turn.handle(Input::new(at + SAVE_AFTER_MS + 1, text("y")))
                .len()
                == 1
        );
        assert!(
            !turn
                .handle(Input::new(at + 2 * SAVE_AFTER_MS + 2, What::Tick))
                .iter()
                .any(|e| matches!(e, Effect::Save { .. })),
            "the first save is still running"
        );
        if let [Effect::Save { sync }] = effects.as_slice() {
            if *sync {
                syncs.push(at + SAVE_AFTER_MS);
            }
        } else {
            panic!("no save at {at}: {effects:?}");
        }
        at += 2 * SAVE_AFTER_MS + 2;
        turn.handle(Input::new(at, What::Saved));
    }
    assert_eq!(syncs.len(), 4);
    assert!(
        syncs
            .windows(2)
            .all(|pair| pair[1] - pair[0] >= SYNC_EVERY_MS)
    );
}

/// Mutation seen to fail: `unsynced` in `xtask/scripts/mutations.py`.
#[test]
fn what_came_before_a_silence_survives_power_loss_a_second_later() {
    let mut turn = Turn::new(plan());
    last(
        &mut turn,
        vec![
            (0, What::Start),
            (1, What::Opened { status: 200 }),
            (100, text("a")),
        ],
    );
    assert_eq!(turn.deadline(), Some(150));
    let save = |sync| [Effect::Save { sync }];
    assert_eq!(turn.handle(Input::new(150, What::Tick)), save(false));
    turn.handle(Input::new(160, What::Saved));
    // Nothing more comes; a loss of power could still take it.
    assert_eq!(turn.deadline(), Some(SYNC_EVERY_MS));
    let synced = turn.handle(Input::new(SYNC_EVERY_MS, What::Tick));
    assert_eq!(synced, save(true));
    turn.handle(Input::new(SYNC_EVERY_MS + 9, What::Saved));
    // Now it is safe, and nothing is written for nothing.
    assert!(turn.deadline().unwrap() > 5_000);
}

#[test]
fn a_failed_save_lets_the_answer_run_to_its_end_and_then_says_so() {
    let mut turn = Turn::new(plan());
    last(
        &mut turn,
        vec![
            (0, What::Start),
            (1, What::Opened { status: 200 }),
            (2, text("a")),
            (60, What::Tick),
        ],
    );
    turn.handle(Input::new(
        61,
        What::SaveFailed(Failure::new(Code::Storage, "The disk is full.")),
    ));
    let shown = turn.handle(Input::new(62, text("b")));
    assert_eq!(shown, [Effect::Show(Output::Text("b".into()))]);
    let end = turn.handle(Input::new(
        63,
        What::Ended(Verdict::Finished(FinishReason::Stop)),
    ));
    let outcome = outcome(&end);
    assert_eq!(outcome.failure.as_ref().unwrap().code, Code::Storage);
    assert!(outcome.partial);
}
