//! The table that is printed, and whether a goal was missed.

use std::process::ExitCode;

/// What a ratio has to be.
#[derive(Debug, Clone, Copy)]
pub enum Goal {
    /// At least this much.
    AtLeast(f64),
    /// At most this much.
    AtMost(f64),
    /// Shown, not judged.
    None,
}

/// Rows printed so far.
#[derive(Debug)]
pub struct Table {
    missed: bool,
}

impl Table {
    /// Prints the head.
    pub fn new() -> Self {
        println!(
            "{:<52} {:>14} {:>14} {:>7}  goal",
            "", "Gatehouse", "the other", "ratio"
        );
        Self { missed: false }
    }

    /// Prints one row; `unit` follows both figures.
    pub fn row(&mut self, name: &str, ours: f64, theirs: f64, unit: &str, ratio: f64, goal: Goal) {
        let (goal, met) = match goal {
            Goal::AtLeast(least) => (format!(">= {least}x"), ratio >= least),
            Goal::AtMost(most) => (format!("<= {most}x"), ratio <= most),
            Goal::None => (String::new(), true),
        };
        self.missed |= !met;
        let mark = if met { "" } else { "  MISSED" };
        let ours = format!("{ours:.1} {unit}");
        let theirs = format!("{theirs:.1} {unit}");
        println!("{name:<52} {ours:>14} {theirs:>14} {ratio:>6.2}x  {goal}{mark}");
    }

    /// Prints a row of words.
    pub fn say(&mut self, name: &str, ours: &str, theirs: &str) {
        println!("{name:<52} {ours:>14} {theirs:>14}");
    }

    /// Failure when a goal was missed.
    pub fn end(self) -> ExitCode {
        if self.missed {
            ExitCode::FAILURE
        } else {
            ExitCode::SUCCESS
        }
    }
}

/// The middle of some figures.
pub fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
}
