//! One page that loads nothing and runs nothing: its policy forbids all but the style in it, and
//! every text in it is escaped.

use super::{Written, broke, place, places, speaker};
use chat_core::calendar::timestamp;
use chat_core::message::Role;

mod tree;

pub(super) const BEGIN: &str = "<!DOCTYPE html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">
<meta name=\"referrer\" content=\"no-referrer\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<title>Conversations</title>
<style>
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
article + article { border-top: 1px solid; margin-top: 3rem; }
h2 { font-size: 1rem; margin: 2rem 0 0.5rem; }
h2 small, .when, footer { font-weight: normal; opacity: 0.7; }
.said { white-space: pre-wrap; overflow-wrap: anywhere; }
pre { overflow-x: auto; padding: 0.75rem; border: 1px solid; border-radius: 4px; }
blockquote { margin-inline-start: 0; padding-inline-start: 1rem; border-inline-start: 3px solid; }
details { opacity: 0.8; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
th, td { padding: 0.25rem 0.75rem; border: 1px solid; text-align: start; }
.left { text-align: left; } .center { text-align: center; } .right { text-align: right; }
.note { margin: 1rem 0; padding-inline-start: 1rem; border-inline-start: 3px solid; }
.note > p { margin: 0.25rem 0; }
li > p { margin: 0; }
.loose > li > p { margin: 1em 0; }
.task { margin-inline-start: -1.3em; list-style: none; }
.task > p:first-of-type { display: inline; }
.said, :is(li, blockquote, .note) > :is(p, h3, h4, h5, h6), td, th { unicode-bidi: plaintext; }
pre, code, math { direction: ltr; unicode-bidi: isolate; }
</style>
</head>
<body>
";

pub(super) const END: &str = "</body>\n</html>\n";

pub(super) fn conversation(written: &Written<'_>) -> String {
    let mut out = String::from("<article>\n<h1>");
    escape(&mut out, written.title);
    out.push_str("</h1>\n<p class=\"when\">");
    escape(&mut out, &timestamp(written.created_at_ms));
    out.push_str("</p>\n");
    let places = places(written);
    for stored in written.messages {
        let message = &stored.message;
        out.push_str("<section>\n<h2>");
        escape(&mut out, &speaker(stored));
        out.push_str(" <small>");
        escape(&mut out, &timestamp(message.created_at_ms));
        for more in place(&places, stored)
            .iter()
            .map(String::as_str)
            .chain(broke(message.state))
        {
            out.push_str(", ");
            escape(&mut out, more);
        }
        out.push_str("</small></h2>\n");
        if !message.reasoning.is_empty() {
            out.push_str("<details><summary>Reasoning</summary><div class=\"said\">");
            escape(&mut out, &message.reasoning);
            out.push_str("</div></details>\n");
        }
        match message.role {
            Role::Assistant => tree::nodes(&mut out, &chat_render::render(&message.text)),
            Role::User | Role::System => {
                out.push_str("<div class=\"said\">");
                escape(&mut out, &message.text);
                out.push_str("</div>");
            }
        }
        for file in &stored.files {
            let name = if file.name.is_empty() {
                file.kind.media_type()
            } else {
                &file.name
            };
            out.push_str("\n<footer>");
            escape(&mut out, &format!("File: {name}, {} bytes", file.bytes));
            out.push_str("</footer>");
        }
        out.push_str("\n</section>\n");
    }
    out.push_str("</article>\n");
    out
}

/// Text in an element or a quoted attribute. Characters that HTML has no place for are shown.
pub(super) fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            '\r' => out.push_str("&#13;"),
            c if c.is_control() => out.push('\u{fffd}'),
            other => out.push(other),
        }
    }
}
