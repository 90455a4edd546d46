//! What the page is told of usage: sums over a span of days, and how the budget stands.

use crate::budget::{Budget, Level, Standing};
use crate::calendar::Month;
use crate::ledger::{By, Report};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A span of days of the place, each such as `2026-11-30`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
pub struct UsageSpan {
    /// The first day; none is the beginning of the ledger.
    pub from: Option<String>,
    /// The last day; none is without an end.
    pub until: Option<String>,
}

/// What is to be summed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UsageWanted {
    /// The days.
    #[serde(flatten)]
    pub span: UsageSpan,
    /// By what.
    pub by: By,
}

/// What was used within a span, and the budget of this month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UsageReport {
    /// The sums.
    #[serde(flatten)]
    pub report: Report,
    /// The budget, whatever the span.
    pub budget: BudgetView,
}

/// How the budget of a month stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BudgetView {
    /// The month of the UTC calendar, such as `2026-11`.
    pub month: String,
    /// What ended requests count for.
    pub spent_usd: String,
    /// What is held for requests under way.
    pub reserved_usd: String,
    /// The budget; none where none is set.
    pub limit: Option<BudgetLimit>,
}

/// A budget that is set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct BudgetLimit {
    /// The most that may be spent in the month.
    pub usd: String,
    /// What is left of it; never below nothing.
    pub left_usd: String,
    /// How much of it is gone.
    pub level: Level,
}

impl BudgetView {
    /// How a month stands.
    pub fn new(month: Month, standing: Standing, budget: Option<Budget>) -> Self {
        Self {
            month: month.to_string(),
            spent_usd: standing.spent.to_string(),
            reserved_usd: standing.reserved.to_string(),
            limit: budget.map(|budget| BudgetLimit {
                usd: budget.usd().to_string(),
                left_usd: standing.left(budget).to_string(),
                level: standing.level(budget),
            }),
        }
    }
}
