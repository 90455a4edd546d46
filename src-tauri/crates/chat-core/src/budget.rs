//! A monthly budget that requests sent side by side cannot pass: each reserves its worst case
//! before it is sent.
//!
//! It holds as counted here: what other programs spend with the same key is not known. A month is
//! one of the UTC calendar. Where reservations are kept is the engine's concern.

use crate::calendar::Month;
use crate::failure::{Code, Failure};
use crate::ledger::Entry;
use crate::money::{NotMoney, Usd};
use serde::{Deserialize, Serialize};

/// The largest budget that can be set, in dollars.
const MAX_DOLLARS: &str = "1000000000";

/// The most that may be spent in a month; more than nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Budget(Usd);

impl Budget {
    /// Reads a setting; none for 0 or nothing, which is off.
    ///
    /// # Errors
    /// What is no amount, is negative, or is more than a billion dollars.
    pub fn parse(text: &str) -> Result<Option<Self>, NotMoney> {
        if text.trim().is_empty() {
            return Ok(None);
        }
        let amount = Usd::parse(text)?;
        if amount < Usd::default() || amount > Usd::parse(MAX_DOLLARS)? {
            return Err(NotMoney);
        }
        Ok((!amount.is_zero()).then_some(Self(amount)))
    }

    /// The amount.
    pub fn usd(self) -> Usd {
        self.0
    }
}

/// How much of a budget is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "lowercase")]
#[ts(rename = "BudgetLevel")]
pub enum Level {
    /// Less than four fifths of it.
    Ok,
    /// That much or more.
    Near,
    /// All of it, or more: bills that came later count too.
    Over,
}

/// From how many hundredths on a budget is near its end.
const NEAR: u64 = 80;

/// What is gone of a month's budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// Counted by [`counted`] for requests that ended.
    pub spent: Usd,
    /// Held for requests under way, from whatever month.
    pub reserved: Usd,
}

impl Standing {
    /// What may still be reserved; never below nothing.
    pub fn left(&self, budget: Budget) -> Usd {
        budget.usd().saturating_sub(self.gone()).max(Usd::default())
    }

    /// How much of a budget is gone, what is held included.
    pub fn level(&self, budget: Budget) -> Level {
        let gone = self.gone();
        if gone >= budget.usd() {
            Level::Over
        } else if gone.checked_mul(100) >= budget.usd().checked_mul(NEAR) {
            Level::Near
        } else {
            Level::Ok
        }
    }

    fn gone(&self) -> Usd {
        self.spent.saturating_add(self.reserved)
    }
}

/// A request that could pass the budget, and is therefore not sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the monthly budget is reached")]
pub struct Reached {
    /// The budget.
    pub budget: Budget,
    /// What is gone of it.
    pub standing: Standing,
    /// What the request may cost.
    pub worst_case: Usd,
}

impl Reached {
    /// The same as a person meets it.
    pub fn failure(&self, now_ms: i64) -> Failure {
        let reserved = if self.standing.reserved.is_zero() {
            String::new()
        } else {
            format!(
                " and ${} is held for answers under way",
                self.standing.reserved
            )
        };
        Failure::new(
            Code::BudgetReached,
            format!(
                "This could pass your budget of ${} for {}: ${} is spent{reserved}, and this answer may cost up to ${}.",
                self.budget.usd(),
                Month::at(now_ms),
                self.standing.spent,
                self.worst_case,
            ),
        )
        .with_action("Set a lower answer limit, choose a cheaper model, or raise the budget under Settings > Models and limits.")
        .with_command("Set a lower answer limit, choose a cheaper model, or raise budget.monthlyUsd.")
    }
}

/// Whether a request that may cost `worst_case` may be sent; if so, that amount is to be held.
///
/// # Errors
/// [`Reached`] where it could pass the budget.
pub fn reserve(budget: Budget, standing: Standing, worst_case: Usd) -> Result<Usd, Reached> {
    // A price below nothing would make room that is not there.
    let worst_case = worst_case.max(Usd::default());
    if worst_case <= standing.left(budget) {
        Ok(worst_case)
    } else {
        Err(Reached {
            budget,
            standing,
            worst_case,
        })
    }
}

/// The refusal where a budget is set and nothing tells what a request can cost at most: its price
/// or the length of its answer is not known.
pub fn unpriced(model: &str) -> Failure {
    Failure::new(
        Code::BudgetReached,
        format!(
            "What {model} can cost at most is not known, so your monthly budget cannot be kept."
        ),
    )
    .with_action(
        "Choose a model with a listed price, set an answer limit, or clear the budget under Settings > Models and limits.",
    )
    .with_command(
        "Choose a model with a listed price, set an answer limit, or set budget.monthlyUsd to 0.",
    )
}

/// What a request counts for in its month: its cost; where none is known and it may have been
/// paid, all that was held for it; else nothing. Negative costs count as nothing.
pub fn counted(entry: &Entry, held: Option<Usd>) -> Usd {
    let amount = match entry.cost {
        Some(cost) => cost.usd,
        None if entry.may_have_been_paid() => held.unwrap_or_default(),
        None => Usd::default(),
    };
    amount.max(Usd::default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::Outcome;
    use crate::ledger::tests::entry;
    use crate::usage::{Cost, CostBasis};
    use proptest::prelude::*;

    fn usd(text: &str) -> Usd {
        Usd::parse(text).unwrap()
    }

    fn budget(text: &str) -> Budget {
        Budget::parse(text).unwrap().unwrap()
    }

    #[test]
    fn zero_is_off_and_nonsense_is_refused() {
        for off in ["", " ", "0", "0.000"] {
            assert_eq!(Budget::parse(off), Ok(None));
        }
        assert_eq!(budget("20.50").usd(), usd("20.5"));
        for wrong in ["-1", "ten", "$5", "1000000000.01", "1e30"] {
            assert_eq!(Budget::parse(wrong), Err(NotMoney), "{wrong}");
        }
    }

    #[test]
    fn what_is_held_brings_a_budget_near_its_end_too() {
        for (spent, reserved, level) in [
            ("0", "0", Level::Ok),
            ("7.99", "0", Level::Ok),
            ("7", "1", Level::Near),
            ("8", "0", Level::Near),
            ("9.99", "0", Level::Near),
            ("4", "6", Level::Over),
            ("12", "0", Level::Over),
        ] {
            let standing = Standing {
                spent: usd(spent),
                reserved: usd(reserved),
            };
            assert_eq!(standing.level(budget("10")), level, "{standing:?}");
        }
    }

    #[test]
    fn a_budget_may_be_used_up_and_not_passed() {
        let standing = Standing {
            spent: usd("19"),
            reserved: usd("0.6"),
        };
        let budget = budget("20");
        assert_eq!(reserve(budget, standing, usd("0.4")), Ok(usd("0.4")));
        let reached = reserve(budget, standing, usd("0.400000000001")).unwrap_err();
        let failure = reached.failure(1_772_357_400_250);
        assert_eq!(failure.code, Code::BudgetReached);
        assert!(
            failure.message.contains("$20 for 2026-03"),
            "{}",
            failure.message
        );
        assert!(failure.message.contains("$0.6 is held"));
        assert_eq!(failure.status, None);
        assert!(
            failure
                .action
                .unwrap()
                .contains("Settings > Models and limits")
        );
        assert!(failure.command.unwrap().contains("budget.monthlyUsd"));
        // Overdrawn by a bill that was higher than its list: nothing that costs is sent.
        let over = Standing {
            spent: usd("21"),
            ..standing
        };
        assert!(reserve(budget, over, usd("0.01")).is_err());
        assert_eq!(reserve(budget, over, Usd::default()), Ok(Usd::default()));
        assert_eq!(reserve(budget, standing, usd("-5")), Ok(Usd::default()));
    }

    #[test]
    fn what_may_have_been_paid_counts_in_full_until_the_bill_is_known() {
        let held = Some(usd("0.5"));
        let paid = |amount| {
            let cost = Cost {
                usd: usd(amount),
                basis: CostBasis::Billed,
            };
            Entry {
                cost: Some(cost),
                ..entry("gateway", "m")
            }
        };
        assert_eq!(counted(&paid("0.1"), held), usd("0.1"));
        assert_eq!(counted(&paid("0.9"), held), usd("0.9"));
        assert_eq!(counted(&paid("-3"), held), Usd::default());
        let unknown = entry("gateway", "m");
        assert_eq!(counted(&unknown, held), usd("0.5"));
        assert_eq!(counted(&unknown, None), Usd::default());
        let refused = Entry {
            status: Some(429),
            outcome: Outcome::Failed(Code::RateLimited),
            ..unknown
        };
        assert_eq!(counted(&refused, held), Usd::default());
    }

    proptest! {
        #[test]
        fn requests_side_by_side_never_pass_it(
            worst in proptest::collection::vec(1_u64..300, 1..60),
            paid in proptest::collection::vec(0_u64..=100, 60),
            limit in 1_u64..2_000,
        ) {
            let cent = usd("0.01");
            let amount = |n: u64| cent.checked_mul(n).unwrap();
            let budget = Budget::parse(&amount(limit).to_string()).unwrap().unwrap();
            let mut standing = Standing::default();
            let mut open = Vec::new();
            for (n, worst) in worst.into_iter().enumerate() {
                if let Ok(held) = reserve(budget, standing, amount(worst)) {
                    standing.reserved = standing.reserved.saturating_add(held);
                    open.push((held, worst * paid[n] / 100));
                }
                // Every third one ends before the next begins.
                if n % 3 == 2 && let Some((held, cost)) = open.pop() {
                    standing.reserved = standing.reserved.saturating_sub(held);
                    standing.spent = standing.spent.saturating_add(amount(cost));
                }
                let gone = standing.spent.saturating_add(standing.reserved);
                prop_assert!(gone <= budget.usd());
            }
        }
    }
}
