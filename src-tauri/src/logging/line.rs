//! A line of the log as it may be written: one line, nothing in it that looks like a key, and nothing
//! that a terminal obeys or nobody sees.

use std::io::{self, Write};

use chat_core::secret_text::mask;
use chat_core::visible::visible;

/// Writes lines on, each made safe. It is given a whole line at a time.
#[derive(Debug)]
pub(super) struct Lines<W>(pub(super) W);

impl<W: Write> Write for Lines<W> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.0
            .write_all(safe(&String::from_utf8_lossy(line)).as_bytes())?;
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

fn safe(line: &str) -> String {
    let masked = mask(line.strip_suffix('\n').unwrap_or(line));
    // A text with an end of line in it would look like a line of ours.
    let mut safe = visible(&masked).replace('\n', "⏎");
    safe.push('\n');
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_looks_like_a_key_is_masked() {
        for key in [
            "vck_0123456789abcdef",
            "sk-ant-REDACTED",
            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2ln",
        ] {
            let line = safe(&format!(
                "WARN chat_engine: it said Bearer {key} error={key}\n"
            ));
            assert!(!line.contains(key) && line.contains("***"), "{line}");
        }
    }

    #[test]
    fn what_a_terminal_obeys_or_nobody_sees_is_shown() {
        assert_eq!(
            safe("INFO a: x\r\nERROR b: \u{1b}[2Jy \u{202e}z\n"),
            "INFO a: x⏎ERROR b: \u{fffd}[2Jy ⟨U+202E⟩z\n"
        );
    }

    #[test]
    fn a_line_is_taken_whole_whatever_becomes_of_it() {
        let mut lines = Lines(Vec::new());
        assert_eq!(lines.write(b"a\xff\n").unwrap(), 3);
        assert_eq!(String::from_utf8(lines.0).unwrap(), "a\u{fffd}\n");
    }
}
