//! Power is lost at each sync of a streaming answer, and between them: what was acknowledged is
//! there, and of the answer all but its last second.

use demo_gateway::Pace;
use gatehouse_tests::faults::{Sandbox, Script, left, losses};
use gatehouse_tests::world::gateway_at;
use serde_json::Value;
use std::time::Duration;

/// What may be lost: a second, and the time that everything takes on a busy machine under `strace`.
const AT_MOST_S: f64 = 1.0 + 0.9;

/// Mutation seen to fail: `power` in `xtask/scripts/mutations.py`.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_loss_of_power_takes_at_most_the_last_second_of_an_answer_and_nothing_acknowledged() {
    gatehouse_tests::cli::program();
    let gateway = gateway_at(Pace::PerDelta(Duration::from_millis(40))).await;
    let url = gateway.chat_url();
    let done = tokio::task::spawn_blocking(move || {
        let script = Script::Next;
        let template = Sandbox::before(script, &url);
        let whole = script.question();
        let all = losses(script, &template);
        let (mut oldest, mut looked) = (0.0_f64, 0);
        for loss in &all {
            let sandbox = loss.restore(&template);
            let lines: Vec<(f64, Value)> = loss
                .said
                .iter()
                .flat_map(|(at_s, text)| {
                    let lines = text
                        .lines()
                        .filter_map(|line| serde_json::from_str(line).ok());
                    lines.map(|line| (*at_s, line)).collect::<Vec<_>>()
                })
                .collect();
            let start = lines.iter().find(|(_, line)| line["type"] == "start");
            let found = left(&sandbox, start.map(|(_, line)| line)).unwrap();
            let Some((_, kept)) = found else { continue };
            assert!(whole.starts_with(&kept), "no prefix: {kept:?}");
            // When the first text was said that is not there.
            let mut said = 0;
            for (at_s, line) in &lines {
                said += line["text"].as_str().map_or(0, str::len);
                if said > kept.len() {
                    oldest = oldest.max(loss.at_s - at_s);
                    break;
                }
            }
            if lines.iter().any(|(_, line)| line["type"] == "finish") {
                assert_eq!(kept, whole, "an end that was told");
            }
            looked += 1;
        }
        println!(
            "{} losses of power, {looked} in mid-answer: at most {oldest:.2} s of it were lost",
            all.len()
        );
        assert!(looked > 20, "{looked}");
        assert!(oldest <= AT_MOST_S, "{oldest}");
    });
    done.await.unwrap();
}
