//! The lines that are printed, and whether a goal was missed.

use std::process::ExitCode;

/// Goals as upper bounds of ratios.
#[derive(Debug)]
pub struct Table {
    missed: bool,
}

impl Table {
    pub fn new() -> Self {
        println!(
            "{:<54} {:>12} {:>12} {:>8}  goal",
            "", "figure", "beside", "ratio"
        );
        Self { missed: false }
    }

    /// `ratio` is `figure` to `beside`, or what the goal is about if it is another.
    pub fn row(&mut self, name: &str, figure: &str, beside: &str, ratio: f64, goal: f64) {
        let met = ratio <= goal;
        self.missed |= !met;
        let goal = if goal < 0.1 {
            format!("<= 1/{:.0}", 1.0 / goal)
        } else {
            format!("<= {goal}x")
        };
        let ratio = if ratio < 0.1 {
            format!("1/{:.0}", 1.0 / ratio)
        } else {
            format!("{ratio:.2}x")
        };
        let mark = if met { "" } else { "  MISSED" };
        println!("{name:<54} {figure:>12} {beside:>12} {ratio:>8}  {goal}{mark}");
    }

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
