//! Markdown: a heading for each message, its text exactly as it is stored.

use super::{Written, broke, place, places, speaker};
use chat_core::calendar::timestamp;
use std::fmt::Write;

pub(super) fn conversation(written: &Written<'_>, first: bool) -> String {
    let mut out = String::new();
    if !first {
        out.push_str("\n---\n\n");
    }
    // Writing into a string cannot fail.
    let _ = writeln!(
        out,
        "# {}\n\n{}",
        one_line(written.title),
        timestamp(written.created_at_ms)
    );
    let places = places(written);
    for stored in written.messages {
        let message = &stored.message;
        let mut heading = vec![timestamp(message.created_at_ms)];
        heading.extend(place(&places, stored));
        heading.extend(broke(message.state).map(str::to_owned));
        let _ = write!(
            out,
            "\n## {} ({})\n\n",
            one_line(&speaker(stored)),
            heading.join(", ")
        );
        if !message.reasoning.is_empty() {
            for line in message.reasoning.lines() {
                let _ = writeln!(out, "> {line}");
            }
            out.push('\n');
        }
        out.push_str(&message.text);
        if !message.text.is_empty() && !message.text.ends_with('\n') {
            out.push('\n');
        }
        for file in &stored.files {
            let name = if file.name.is_empty() {
                file.kind.media_type()
            } else {
                &file.name
            };
            let _ = writeln!(out, "\n[File: {}, {} bytes]", one_line(name), file.bytes);
        }
    }
    out
}

/// A title or name stays within its heading.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}
