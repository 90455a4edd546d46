//! Which copies of the history are kept: seven days, four weeks, and the last few that were asked for
//! or made before something else; never more than a bound of bytes.
//!
//! Pure: names, times and sizes in, the ones to remove out. Clocks jump, so a time is compared with
//! now before it is believed.

use crate::calendar::Day;
use std::collections::BTreeSet;

/// How many daily copies are kept.
pub const DAYS: usize = 7;
/// How many weekly copies are kept, beside those of the days.
pub const WEEKS: usize = 4;
/// How many copies are kept that were made before a change: a migration, a restore, a salvage.
pub const BEFORE: usize = 3;
/// How many copies are kept that a person asked for.
pub const ASKED: usize = 5;
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
    /// A person asked for it. None of the others takes its place.
    Asked,
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

/// Puts copies in the order in which they were made, the newest first. One of a time that has not come
/// yet is from before the clock was set back: it counts as older than the others.
pub fn newest_first(copies: &mut [Copy], now_ms: i64) {
    copies.sort_by(|one, other| {
        let rank = |copy: &Copy| (copy.at_ms <= now_ms, copy.at_ms);
        rank(other)
            .cmp(&rank(one))
            .then_with(|| other.name.cmp(&one.name))
    });
}

/// The copies to remove, by name. The newest of all stays in any case.
pub fn surplus(copies: &[Copy], now_ms: i64) -> Vec<String> {
    let mut all = copies.to_vec();
    newest_first(&mut all, now_ms);
    let mut kept: BTreeSet<&str> = BTreeSet::new();
    let (mut days, mut weeks) = (BTreeSet::new(), BTreeSet::new());
    let (mut before, mut asked, mut weekly) = (0, 0, 0);
    for copy in &all {
        let keeps = match copy.reason {
            Reason::Before => {
                before += 1;
                before <= BEFORE
            }
            Reason::Asked => {
                asked += 1;
                asked <= ASKED
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
    let newest = all.first().map_or(0, |copy| copy.bytes);
    let most = MAX_BYTES.max(newest.saturating_mul(4));
    let mut bytes = 0_u64;
    for (place, copy) in all.iter().enumerate() {
        if !kept.contains(copy.name.as_str()) {
            continue;
        }
        bytes = bytes.saturating_add(copy.bytes);
        if bytes > most && place > 0 {
            kept.remove(copy.name.as_str());
            bytes = bytes.saturating_sub(copy.bytes);
        }
    }
    all.iter()
        .filter(|copy| !kept.contains(copy.name.as_str()))
        .map(|copy| copy.name.clone())
        .collect()
}

/// Whether a day's copy is due: none of its day is there, but for those of a later hour, which are from
/// before the clock was set back.
pub fn is_due(copies: &[Copy], now_ms: i64) -> bool {
    let today = Day::at(now_ms);
    !copies
        .iter()
        .filter(|copy| copy.reason == Reason::Daily && copy.at_ms <= now_ms)
        .any(|copy| Day::at(copy.at_ms) == today)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn daily(day: i64, bytes: u64) -> Copy {
        Copy {
            name: format!("d{day:03}"),
            at_ms: day * DAY_MS + 3_600_000,
            bytes,
            reason: Reason::Daily,
        }
    }

    const HOUR_MS: i64 = 3_600_000;
    const YEAR_MS: i64 = 365 * DAY_MS;

    fn made(n: usize, at_ms: i64, reason: Reason) -> Copy {
        Copy {
            name: format!("{n:04}"),
            at_ms,
            bytes: 1,
            reason,
        }
    }

    /// Adds a copy as the store does: made first, then the surplus goes.
    fn add(copies: &mut Vec<Copy>, copy: Copy) {
        let (now_ms, name) = (copy.at_ms, copy.name.clone());
        copies.push(copy);
        let surplus = surplus(copies, now_ms);
        copies.retain(|copy| !surplus.contains(&copy.name));
        assert!(
            copies.iter().any(|copy| copy.name == name),
            "the one just made stays"
        );
    }

    /// Looks as often as a window that stays open; how many copies were made.
    fn run(copies: &mut Vec<Copy>, n: &mut usize, now_ms: &mut i64, days: i64) -> usize {
        let before = *n;
        for _ in 0..days * 24 {
            *now_ms += HOUR_MS;
            if is_due(copies, *now_ms) {
                *n += 1;
                add(copies, made(*n, *now_ms, Reason::Daily));
            }
        }
        *n - before
    }

    #[test]
    fn after_a_hundred_days_seven_days_and_four_weeks_are_there() {
        let mut copies: Vec<Copy> = Vec::new();
        for day in 0..100 {
            let now_ms = day * DAY_MS + HOUR_MS;
            assert!(is_due(&copies, now_ms));
            add(&mut copies, daily(day, 1));
            assert!(!is_due(&copies, now_ms));
            assert!(copies.len() <= DAYS + WEEKS, "day {day}");
        }
        let days: Vec<i64> = copies.iter().map(|copy| copy.at_ms / DAY_MS).collect();
        assert_eq!(days[days.len() - DAYS..], [93, 94, 95, 96, 97, 98, 99]);
        assert_eq!(days.len(), DAYS + WEEKS);
        assert!(99 - days[0] >= 28, "four weeks back: {days:?}");
    }

    #[test]
    fn copies_before_a_change_and_asked_for_do_not_push_out_days() {
        let mut copies: Vec<Copy> = (0..7).map(|day| daily(day, 1)).collect();
        copies.extend((0..5).map(|n| Copy {
            name: format!("b{n}"),
            ..made(0, 8 * DAY_MS + n, Reason::Before)
        }));
        copies.extend((0..7).map(|n| Copy {
            name: format!("a{n}"),
            ..made(0, 8 * DAY_MS + n, Reason::Asked)
        }));
        let mut surplus = surplus(&copies, 9 * DAY_MS);
        surplus.sort();
        assert_eq!(surplus, ["a0", "a1", "b0", "b1"]);
    }

    #[test]
    fn the_bytes_are_bounded_and_the_newest_stays() {
        let huge = MAX_BYTES;
        let now_ms = 9 * DAY_MS;
        let copies: Vec<Copy> = (0..7).map(|day| daily(day, huge)).collect();
        assert_eq!(surplus(&copies, now_ms), ["d002", "d001", "d000"]);
        assert!(surplus(&[daily(1, u64::MAX)], now_ms).is_empty());
        // A few small ones beside a huge old one: only that one goes.
        let copies = [daily(1, 9 * huge), daily(2, 1), daily(3, 1)];
        assert_eq!(surplus(&copies, now_ms), ["d001"]);
        // The newest is the one made last, not the one with the latest time.
        let copies = [daily(5, 1), daily(9_999, huge - 1)];
        assert_eq!(surplus(&copies, now_ms), Vec::<String>::new());
        let copies = [daily(5, huge), daily(9_999, 4 * huge)];
        assert_eq!(surplus(&copies, now_ms), ["d9999"]);
    }

    /// Mutation seen to fail: `copies-of-the-future` in `xtask/scripts/mutations.py`.
    #[test]
    fn a_clock_that_jumps_and_comes_back_costs_neither_copies_nor_the_schedule() {
        for jump in [-YEAR_MS, 10 * YEAR_MS] {
            for days in [1, 8, 100] {
                let (mut copies, mut n, mut now_ms) = (Vec::new(), 0, 20_000 * DAY_MS);
                run(&mut copies, &mut n, &mut now_ms, 60);
                let last = copies.last().unwrap().name.clone();
                now_ms += jump;
                let while_wrong = run(&mut copies, &mut n, &mut now_ms, days);
                assert!(while_wrong >= 1, "{jump} {days}");
                if days <= 8 {
                    assert!(copies.iter().any(|copy| copy.name == last), "{jump} {days}");
                }
                now_ms -= jump;
                let week = run(&mut copies, &mut n, &mut now_ms, 14);
                assert!(week >= 13, "{jump} {days}: {week} in two weeks");
                newest_first(&mut copies, now_ms);
                assert_eq!(copies[0].name, format!("{n:04}"), "{jump} {days}");
            }
        }
    }

    #[test]
    fn a_clock_that_begins_anew_at_every_start_still_has_a_copy_made() {
        let mut copies = Vec::new();
        for n in 0..20 {
            let now_ms = DAY_MS + HOUR_MS - i64::try_from(n).unwrap();
            assert!(is_due(&copies, now_ms), "start {n}");
            add(&mut copies, made(n, now_ms, Reason::Daily));
            assert_eq!(copies.len(), 1);
        }
    }

    proptest! {
        /// Whatever the clock does: the copy just made stays, what is kept is bounded, and a program
        /// that runs on makes another one within days.
        #[test]
        fn no_jump_of_the_clock_stops_the_schedule(
            steps in prop::collection::vec((-11 * 365 * 24..11 * 365 * 24_i64, 0..400_i64, 0..3_usize), 1..30),
        ) {
            let (mut copies, mut n, mut now_ms) = (Vec::new(), 0, 20_000 * DAY_MS);
            let most = i64::try_from(DAYS + WEEKS).unwrap() + 2;
            for (jump, hours, more) in steps {
                now_ms += jump * HOUR_MS;
                for reason in [Reason::Asked, Reason::Before].into_iter().take(more) {
                    n += 1;
                    add(&mut copies, made(n, now_ms, reason));
                }
                prop_assert!(run(&mut copies, &mut n, &mut now_ms, most) >= 1);
                now_ms += hours * HOUR_MS;
                prop_assert!(copies.len() <= DAYS + WEEKS + BEFORE + ASKED);
            }
        }
    }
}
