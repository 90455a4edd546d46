//! What may be asked of a model beside the question.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Options of a turn; the default leaves all of it to the model.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct TurnOptions {
    /// Sampling temperature.
    pub temperature: Option<f64>,
    /// Seed of the sampling, where the model has one.
    #[ts(type = "number | null")]
    pub seed: Option<i64>,
    /// Texts at which the answer ends.
    pub stop: Vec<String>,
    /// How much to think: `off`, `minimal`, `low`, `medium`, `high`, `max`, or a number of tokens.
    pub reasoning: Option<String>,
}
