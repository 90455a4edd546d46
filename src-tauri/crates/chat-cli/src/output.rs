//! The only module that prints. Results to standard output, everything else to standard error.

use serde::Serialize;
use std::fmt::Write as _;
use std::io::{self, IsTerminal, Write};
use std::sync::Once;

/// Standard output takes no more: nobody listens, or what it goes to is full. The latter has been
/// said then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Closed;

/// Several lines may fail; one sentence is enough.
static TOLD: Once = Once::new();

/// Prints text as it is, at once.
pub(crate) fn text(text: &str) -> Result<(), Closed> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|error| {
            if error.kind() != io::ErrorKind::BrokenPipe {
                TOLD.call_once(|| {
                    note(&format!(
                        "The output could not be written: {}. Free some room, or send it elsewhere.",
                        error.kind()
                    ));
                });
            }
            Closed
        })
}

/// Prints one JSON document on a line, at once.
pub(crate) fn json(value: &impl Serialize) -> Result<(), Closed> {
    let mut line = to_json(value)?;
    line.push('\n');
    text(&line)
}

/// JSON that cannot control the terminal on which somebody looks at it: what serde leaves as it is
/// of control characters and of those that turn the direction of writing is escaped.
pub(crate) fn to_json(value: &impl Serialize) -> Result<String, Closed> {
    let plain = serde_json::to_string(value).map_err(|_| Closed)?;
    Ok(escaped(plain))
}

/// The same of JSON that is written already: such characters stand in its strings alone.
pub(crate) fn escaped(json: String) -> String {
    if !json.contains(controls) {
        return json;
    }
    let mut safe = String::with_capacity(json.len() + 64);
    for c in json.chars() {
        if controls(c) {
            let _ = write!(safe, "\\u{:04x}", u32::from(c));
        } else {
            safe.push(c);
        }
    }
    safe
}

fn controls(c: char) -> bool {
    matches!(c, '\u{7f}'..='\u{9f}') || turns(c)
}

/// Turns the direction of what follows, so that it looks like something else.
fn turns(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Prints a line for a person beside the results. A closed standard error is nobody's loss.
pub(crate) fn note(line: &str) {
    let _ = writeln!(io::stderr().lock(), "{line}");
}

/// Prints a question beside the results; the answer goes on the same line.
pub(crate) fn ask(question: &str) {
    let mut out = io::stderr().lock();
    let _ = write!(out, "{question}").and_then(|()| out.flush());
}

/// Waits until the reader of standard output has gone, where the system can tell: for a pipe on
/// Unix. Otherwise it waits for ever, and the next write tells.
pub(crate) async fn reader_gone() {
    #[cfg(unix)]
    {
        use std::os::fd::AsFd;
        use tokio::io::Interest;
        use tokio::net::unix::pipe::Sender;
        // Unchecked, because the check would make the pipe non-blocking for our writes, too.
        // What is no pipe cannot be waited for, and says so here.
        let pipe = io::stdout()
            .as_fd()
            .try_clone_to_owned()
            .and_then(Sender::from_owned_fd_unchecked);
        if let Ok(pipe) = pipe
            && pipe.ready(Interest::ERROR).await.is_ok()
        {
            return;
        }
    }
    std::future::pending::<()>().await;
}

/// Whether a person reads standard output directly.
pub(crate) fn is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Text of others on one line of a terminal.
pub(crate) fn one_line(text: &str) -> String {
    for_terminal(text).replace(['\n', '\t'], " ")
}

/// Text of others on a terminal: control characters but line breaks and tabs are made visible, and
/// so are those that turn the direction of writing, so that an answer cannot move the cursor, set
/// the title, or look like what it is not.
pub(crate) fn for_terminal(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => c,
            '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + u32::from(c)).unwrap_or('\u{fffd}'),
            '\u{7f}' => '\u{2421}',
            '\u{80}'..='\u{9f}' => '\u{fffd}',
            other if turns(other) => '\u{fffd}',
            other => other,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_cannot_control_the_terminal() {
        assert_eq!(
            for_terminal("a\u{1b}[2J\u{9b}b\u{7f}\n\tc"),
            "a␛[2J\u{fffd}b␡\n\tc"
        );
        assert_eq!(for_terminal("日本 é 🙂 שלום"), "日本 é 🙂 שלום");
        assert_eq!(
            for_terminal("a\u{202e}gpj.exe\u{2069}"),
            "a\u{fffd}gpj.exe\u{fffd}"
        );
        assert_eq!(one_line("two\n\tlines\u{1b}"), "two  lines␛");
    }

    #[test]
    fn json_says_the_same_and_controls_no_terminal() {
        let text = "\u{1b}[2J \u{7f}\u{9b}2J\u{202e}x\u{2066} 日本 🙂\n";
        let json = to_json(&text).unwrap();
        assert!(
            !json.contains(|c| char::is_control(c) || turns(c)),
            "{json}"
        );
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
        let plain = to_json(&"日本 é").unwrap();
        assert_eq!(plain, "\"日本 é\"");
    }
}
