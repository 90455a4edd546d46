//! The arguments of `gatehouse replay`.

use clap::Args;

#[derive(Debug, Args)]
pub(crate) struct ReplayArgs {
    /// The id of a turn, an answer or a conversation (its last answer), or a file of --save
    #[arg(value_name = "ID|FILE")]
    pub(crate) from: std::path::PathBuf,
    /// How many times as fast as it came
    #[arg(long, value_name = "X", value_parser = speed, default_value = "1", conflicts_with = "instant")]
    pub(crate) speed: f64,
    /// Without any wait
    #[arg(long)]
    pub(crate) instant: bool,
    /// Write it to a file for a bug report instead; the file holds the question and the answer
    #[arg(long, value_name = "FILE")]
    pub(crate) save: Option<std::path::PathBuf>,
    /// Replace what looks like a key in that file by ***
    #[arg(long, requires = "save")]
    pub(crate) redact: bool,
}

fn speed(text: &str) -> Result<f64, &'static str> {
    let number = text.parse().ok();
    let fits = number.filter(|speed: &f64| (0.01..=1_000.0).contains(speed));
    fits.ok_or("give a number from 0.01 to 1000")
}
