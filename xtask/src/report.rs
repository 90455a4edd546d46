//! Everything that `cargo xtask` prints, and the one question it asks.
//!
//! It must not decide anything: it is given words and writes them. A closed terminal or pipe is the
//! reader's choice, so a failed write is no failure of ours.

use std::io::{self, BufRead, IsTerminal, Write};
use std::time::Duration;

/// One line of progress, on stderr so that stdout stays clean for what a script may read.
pub(crate) fn say(line: &str) {
    writeln!(io::stderr(), "{line}").unwrap_or_default();
}

/// A warning or a failure.
pub(crate) fn warn(line: &str) {
    say(line);
}

/// A result that a script may read.
pub(crate) fn result(line: &str) {
    let mut stdout = io::stdout();
    writeln!(stdout, "{line}")
        .and_then(|()| stdout.flush())
        .unwrap_or_default();
}

/// The heading of a stage.
pub(crate) fn heading(title: &str) {
    say(&format!("\n== {title}"));
}

/// Whether a person can answer: standard input and error are both a terminal.
pub(crate) fn can_ask() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Reads one line from the terminal after showing `prompt`; `None` at end of input.
pub(crate) fn ask_line(prompt: &str) -> Option<String> {
    let mut stderr = io::stderr();
    write!(stderr, "{prompt}")
        .and_then(|()| stderr.flush())
        .unwrap_or_default();
    let mut line = String::new();
    match io::stdin().lock().read_line(&mut line) {
        Ok(0) | Err(_) => None,
        Ok(_) => Some(line.trim().to_owned()),
    }
}

/// Asks a yes/no question; Enter means yes.
pub(crate) fn agree(question: &str) -> bool {
    ask_line(&format!("{question} [Y/n] ")).is_some_and(|answer| is_yes(&answer))
}

fn is_yes(answer: &str) -> bool {
    matches!(answer.to_ascii_lowercase().as_str(), "" | "y" | "yes")
}

/// `0.4 s`, `12.3 s`, `4 min 05 s`.
pub(crate) fn duration(time: Duration) -> String {
    let seconds = time.as_secs();
    if seconds < 60 {
        format!("{:.1} s", time.as_secs_f64())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

/// Lines up columns with two spaces between them.
pub(crate) fn table(rows: &[[String; 3]]) -> String {
    let width = |column: usize| {
        rows.iter()
            .filter_map(|row| row.get(column))
            .map(|cell| cell.chars().count())
            .max()
            .unwrap_or(0)
    };
    let (first, second) = (width(0), width(1));
    rows.iter()
        .map(|[a, b, c]| {
            format!("{a:<first$}  {b:<second$}  {c}")
                .trim_end()
                .to_owned()
        })
        .collect::<Vec<_>>()
        .join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enter_and_yes_agree_and_everything_else_declines() {
        for (answer, agreed) in [
            ("", true),
            ("y", true),
            ("YES", true),
            ("n", false),
            ("no", false),
            ("maybe", false),
        ] {
            assert_eq!(is_yes(answer), agreed, "{answer:?}");
        }
    }

    #[test]
    fn times_are_short_and_readable() {
        for (millis, text) in [(400, "0.4 s"), (12_340, "12.3 s"), (245_000, "4 min 05 s")] {
            assert_eq!(duration(Duration::from_millis(millis)), text);
        }
    }

    #[test]
    fn a_table_lines_up_its_columns() {
        let rows =
            [["fmt", "ok", "0.4 s"], ["clippy", "failed", "9 s"]].map(|row| row.map(str::to_owned));
        assert_eq!(table(&rows), "fmt     ok      0.4 s\nclippy  failed  9 s");
    }
}
