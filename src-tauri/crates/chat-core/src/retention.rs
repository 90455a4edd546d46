//! Which copies of the history are kept: seven days, four weeks, and the last few that were made
//! before something else; never more than a bound of bytes.
//!
//! Pure: names and sizes in, the ones to remove out.

use crate::calendar::Day;
use std::collections::BTreeSet;

/// How many daily copies are kept.
pub const DAYS: usize = 7;
/// How many weekly copies are kept, beside those of the days.
pub const WEEKS: usize = 4;
/// How many copies are kept that were made before a change: a migration, a restore, a salvage.
pub const BEFORE: usize = 3;
/// All copies together are kept below this, in bytes, or below four times the newest.
pub const MAX_BYTES: u64 = 2 * 1024 * 1024 * 1024;

const DAY_MS: i64 = 86_400_000;

/// Why a copy was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// It was its day's first.
    Daily,
    /// Something was about to change: see its name.
    Before,
}

/// A copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// Its file's name.
    pub name: String,
    /// When it was made, milliseconds since 1970.
    pub at_ms: i64,
    /// Its size.
    pub bytes: u64,
    /// Why it was made.
    pub reason: Reason,
}

/// The copies to remove, by name. The newest of all stays in any case.
pub fn surplus(copies: &[Copy]) -> Vec<String> {
    let mut newest_first: Vec<&Copy> = copies.iter().collect();
    newest_first.sort_by_key(|copy| std::cmp::Reverse((copy.at_ms, copy.name.clone())));
    let mut kept: BTreeSet<&str> = BTreeSet::new();
    let (mut days, mut weeks) = (BTreeSet::new(), BTreeSet::new());
    let (mut before, mut weekly) = (0, 0);
    for copy in &newest_first {
        let keeps = match copy.reason {
            Reason::Before => {
                before += 1;
                before <= BEFORE
            }
            Reason::Daily => {
                // Weeks are counted from 1970; on which day they begin does not matter here.
                let week = copy.at_ms.div_euclid(7 * DAY_MS);
                if days.len() < DAYS {
                    weeks.insert(week);
                    days.insert(Day::at(copy.at_ms))
                } else {
                    let is_another = weekly < WEEKS && weeks.insert(week);
                    weekly += usize::from(is_another);
                    is_another
                }
            }
        };
        if keeps {
            kept.insert(&copy.name);
        }
    }
    let newest = newest_first.first().map_or(0, |copy| copy.bytes);
    let most = MAX_BYTES.max(newest.saturating_mul(4));
    let mut bytes = 0_u64;
    for (place, copy) in newest_first.iter().enumerate() {
        if !kept.contains(copy.name.as_str()) {
            continue;
        }
        bytes = bytes.saturating_add(copy.bytes);
        if bytes > most && place > 0 {
            kept.remove(copy.name.as_str());
            bytes = bytes.saturating_sub(copy.bytes);
        }
    }
    newest_first
        .iter()
        .filter(|copy| !kept.contains(copy.name.as_str()))
        .map(|copy| copy.name.clone())
        .collect()
}

/// Whether a day's copy is due: none of its day is there.
pub fn is_due(copies: &[Copy], now_ms: i64) -> bool {
    let today = Day::at(now_ms);
    !copies
        .iter()
        .any(|copy| copy.reason == Reason::Daily && Day::at(copy.at_ms) == today)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn daily(day: i64, bytes: u64) -> Copy {
        Copy {
            name: format!("d{day:03}"),
            at_ms: day * DAY_MS + 3_600_000,
            bytes,
            reason: Reason::Daily,
        }
    }

    #[test]
    fn after_a_hundred_days_seven_days_and_four_weeks_are_there() {
        let mut copies: Vec<Copy> = Vec::new();
        for day in 0..100 {
            assert!(is_due(&copies, day * DAY_MS));
            copies.push(daily(day, 1));
            assert!(!is_due(&copies, day * DAY_MS));
            let surplus = surplus(&copies);
            copies.retain(|copy| !surplus.contains(&copy.name));
            assert!(copies.len() <= DAYS + WEEKS, "day {day}");
        }
        let days: Vec<i64> = copies.iter().map(|copy| copy.at_ms / DAY_MS).collect();
        assert_eq!(days[days.len() - DAYS..], [93, 94, 95, 96, 97, 98, 99]);
        assert_eq!(days.len(), DAYS + WEEKS);
        assert!(99 - days[0] >= 28, "four weeks back: {days:?}");
    }

    #[test]
    fn copies_before_a_change_do_not_push_out_days() {
        let mut copies: Vec<Copy> = (0..7).map(|day| daily(day, 1)).collect();
        copies.extend((0..5).map(|n| Copy {
            name: format!("b{n}"),
            at_ms: 8 * DAY_MS + n,
            bytes: 1,
            reason: Reason::Before,
        }));
        assert_eq!(surplus(&copies), ["b1", "b0"]);
    }

    #[test]
    fn the_bytes_are_bounded_and_the_newest_stays() {
        let huge = MAX_BYTES;
        let copies: Vec<Copy> = (0..7).map(|day| daily(day, huge)).collect();
        assert_eq!(surplus(&copies), ["d002", "d001", "d000"]);
        assert!(surplus(&[daily(1, u64::MAX)]).is_empty());
        // A few small ones beside a huge old one: only that one goes.
        let copies = [daily(1, 9 * huge), daily(2, 1), daily(3, 1)];
        assert_eq!(surplus(&copies), ["d001"]);
    }

    #[test]
    fn a_clock_that_jumps_back_does_not_cost_the_copy_just_made_tomorrow() {
        let copies = [daily(20_000, 1), daily(0, 1)];
        assert!(surplus(&copies).is_empty());
    }
}
