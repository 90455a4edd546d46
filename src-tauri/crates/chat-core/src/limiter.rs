//! Pace: at most so many requests started in any 60 seconds, first come, first served.
//!
//! Pure over the times at which requests started and the number of those that wait in front.
//! Where these are kept, and who waits, is the engine's concern; nothing here reads a clock.

use crate::failure::{Code, Failure};
use std::collections::VecDeque;
use std::num::NonZeroU32;

/// The length of the window: of starts exactly this far apart, the second is in a new one.
pub const WINDOW_MS: i64 = 60_000;

/// Requests a minute where nothing is set, as in the integration guide.
pub const DEFAULT_PER_MINUTE: u32 = 10;

/// The largest limit that can be set; more is as good as none.
pub const MAX_PER_MINUTE: u32 = 10_000;

/// The most requests that wait in one connection's queue.
pub const MAX_WAITING: usize = 1_000;

/// How long after its time a place in line is kept for somebody who has not asked again.
pub const GRACE_MS: i64 = 5_000;

/// How many requests may start in any 60 seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(NonZeroU32);

impl Limit {
    /// A limit; none for 0, which is off. More than [`MAX_PER_MINUTE`] counts as that.
    pub fn per_minute(requests: u32) -> Option<Self> {
        NonZeroU32::new(requests.min(MAX_PER_MINUTE)).map(Self)
    }

    /// The number of requests.
    pub fn get(self) -> u32 {
        self.0.get()
    }

    fn slots(self) -> usize {
        usize::try_from(self.get()).unwrap_or(usize::MAX)
    }
}

/// Whether a request may start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pace {
    /// It may start now, and counts from now.
    Permit,
    /// It has to wait.
    Wait {
        /// When its turn comes at the latest, in milliseconds since 1970, provided that those in
        /// front start as soon as they may. Sooner if one of them gives up.
        until_ms: i64,
    },
}

/// Decides for one request: `starts` are the starts of the last minute or more, in any order;
/// `ahead` is how many requests wait in front of it.
///
/// A start in the future was written before the clock was set back. It counts as one of just now,
/// so that nobody waits longer than a window for it: see [`settled_at`].
pub fn pace_at(starts: &[i64], ahead: usize, limit: Limit, now_ms: i64) -> Pace {
    let mut starts: Vec<i64> = starts
        .iter()
        .filter_map(|start| settled_at(*start, now_ms))
        .collect();
    starts.sort_unstable();
    let slots = limit.slots();
    // The last so many starts; the first of them makes room for the next.
    let mut window: VecDeque<i64> = starts.split_off(starts.len().saturating_sub(slots)).into();
    let mut next = now_ms;
    for _ in 0..=ahead {
        next = match window.front() {
            Some(oldest) if window.len() >= slots => now_ms.max(oldest.saturating_add(WINDOW_MS)),
            Some(_) | None => now_ms,
        };
        if window.len() >= slots {
            window.pop_front();
        }
        window.push_back(next);
    }
    if next == now_ms {
        Pace::Permit
    } else {
        Pace::Wait { until_ms: next }
    }
}

/// A stored start as it counts now: none once it has left the window, and now where it lies in
/// the future. Whoever stores starts must store the latter back, or it would stay "just now" until
/// the clock has caught up.
pub fn settled_at(start_ms: i64, now_ms: i64) -> Option<i64> {
    let start = start_ms.min(now_ms);
    (start.saturating_add(WINDOW_MS) > now_ms).then_some(start)
}

/// The limiter's refusal of a request that must not wait: nothing was sent. Its message holds 429,
/// as the guide's own test expects.
pub fn refusal(per_minute: u32, wait_ms: u64) -> Failure {
    let seconds = wait_ms.div_ceil(1_000).max(1);
    Failure {
        retry_after_ms: Some(wait_ms),
        ..Failure::new(
            Code::RateLimited,
            format!("429: your own pace limit, {per_minute} a minute."),
        )
        .with_action(format!(
            "Try again in {seconds} s, or raise it under Settings > Models and limits."
        ))
        .with_command(format!(
            "Try again in {seconds} s, or raise limiter.perMinute."
        ))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn limit(n: u32) -> Limit {
        Limit::per_minute(n).unwrap()
    }

    #[test]
    fn each_case_waits_until_the_right_start_leaves() {
        let until = |until_ms| Pace::Wait { until_ms };
        let now = 100_000;
        let cases: [(&[i64], usize, u32, Pace); 12] = [
            (&[], 0, 10, Pace::Permit),
            (&[90_000], 0, 2, Pace::Permit),
            (&[90_000], 1, 2, until(150_000)),
            (&[90_000], 0, 1, until(150_000)),
            // Exactly a window ago is a new window.
            (&[40_000], 0, 1, Pace::Permit),
            (&[40_001], 0, 1, until(100_001)),
            // In any order; the oldest that fills the window decides.
            (&[95_000, 50_000, 70_000], 0, 3, until(110_000)),
            (&[95_000, 50_000, 70_000], 1, 3, until(130_000)),
            (&[95_000, 50_000, 70_000], 3, 3, until(170_000)),
            // A limit that was lowered meanwhile.
            (&[50_000, 70_000, 95_000], 0, 1, until(155_000)),
            // The clock was set back.
            (&[9_000_000], 0, 1, until(160_000)),
            // Nobody has started, and two are in front.
            (&[], 2, 2, until(160_000)),
        ];
        for (starts, ahead, n, pace) in cases {
            let got = pace_at(starts, ahead, limit(n), now);
            assert_eq!(got, pace, "{starts:?}, {ahead} ahead, {n} a minute");
        }
    }

    #[test]
    fn eleven_at_once_are_ten_and_a_late_one() {
        let mut starts = Vec::new();
        for _ in 0..10 {
            assert_eq!(pace_at(&starts, 0, limit(10), 5), Pace::Permit);
            starts.push(5);
        }
        let eleventh = pace_at(&starts, 0, limit(10), 6);
        assert_eq!(eleventh, Pace::Wait { until_ms: 60_005 });
        assert_eq!(pace_at(&starts, 0, limit(10), 60_005), Pace::Permit);
    }

    #[test]
    fn the_refusal_says_429_and_when() {
        let failure = refusal(10, 41_500);
        assert_eq!(failure.code, Code::RateLimited);
        assert!(
            failure
                .message
                .contains("429: your own pace limit, 10 a minute")
        );
        assert_eq!(failure.status, None);
        assert_eq!(failure.retry_after_ms, Some(41_500));
        assert!(failure.action.unwrap().contains("42 s"));
        assert_eq!(refusal(1, 0).retry_after_ms, Some(0));
    }

    #[test]
    fn zero_is_off_and_too_much_is_the_most() {
        assert_eq!(Limit::per_minute(0), None);
        assert_eq!(limit(u32::MAX).get(), MAX_PER_MINUTE);
    }

    /// A world of requests that come at `gaps`, each waiting in line as told.
    fn play(gaps: &[i64], n: u32) -> Vec<i64> {
        let mut now = 1_000_000;
        let mut starts: Vec<i64> = Vec::new();
        let mut queue: VecDeque<i64> = VecDeque::new();
        for gap in gaps {
            now += gap;
            queue.push_back(now);
            let mut at = now - gap;
            while let Some(came) = queue.front().copied() {
                at = at.max(came);
                match pace_at(&starts, 0, limit(n), at) {
                    Pace::Permit => {
                        starts.push(at);
                        queue.pop_front();
                    }
                    Pace::Wait { until_ms } if until_ms <= now => at = until_ms,
                    Pace::Wait { .. } => break,
                }
            }
        }
        starts
    }

    proptest! {
        #[test]
        fn no_window_ever_holds_more(
            gaps in proptest::collection::vec(0_i64..40_000, 1..80),
            n in 1_u32..12,
        ) {
            let starts = play(&gaps, n);
            let size = usize::try_from(n).unwrap();
            for pair in starts.windows(size + 1) {
                prop_assert!(pair[size] - pair[0] >= WINDOW_MS, "{starts:?}");
            }
        }

        #[test]
        fn the_line_keeps_its_order(
            starts in proptest::collection::vec(0_i64..200_000, 0..40),
            n in 1_u32..12,
            now in 0_i64..200_000,
        ) {
            let when = |ahead| match pace_at(&starts, ahead, limit(n), now) {
                Pace::Permit => now,
                Pace::Wait { until_ms } => until_ms,
            };
            for ahead in 0..30 {
                prop_assert!(when(ahead) <= when(ahead + 1));
            }
            // Whoever waits, waits at most a window for each time that the line fills one.
            prop_assert!(when(0) <= now + WINDOW_MS);
        }

        #[test]
        fn any_clock_is_handled(
            starts in proptest::collection::vec(any::<i64>(), 0..20),
            ahead in 0_usize..20,
            now in any::<i64>(),
        ) {
            let _ = pace_at(&starts, ahead, limit(3), now);
        }
    }
}
