//! One page that loads nothing and runs nothing: its policy forbids all but the style in it, and
//! every text in it is escaped.

use super::{Written, broke, place, places, speaker};
use chat_core::blocks::Node;
use chat_core::calendar::timestamp;
use chat_core::message::Role;
use std::fmt::Write;

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
blockquote { margin-left: 0; padding-left: 1rem; border-left: 3px solid; }
details { opacity: 0.8; }
</style>
</head>
<body>
";

pub(super) const END: &str = "</body>\n</html>\n";

/// Depth past which nothing is drawn; the trees end long before it.
const MAX_DEPTH: usize = 2 * chat_render::MAX_DEPTH;

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
            Role::Assistant => nodes(&mut out, &chat_render::render(&message.text), 0),
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

fn nodes(out: &mut String, list: &[Node], depth: usize) {
    if depth > MAX_DEPTH {
        return;
    }
    for node in list {
        match node {
            Node::Paragraph { children } => wrap(out, "p", children, depth),
            Node::Heading { level, children } => {
                let name = match level {
                    0..=2 => "h3",
                    3 => "h4",
                    4 => "h5",
                    _ => "h6",
                };
                wrap(out, name, children, depth);
            }
            Node::List { start, children } => match start {
                None => wrap(out, "ul", children, depth),
                Some(start) => {
                    // Writing into a string cannot fail.
                    let _ = write!(out, "<ol start=\"{start}\">");
                    nodes(out, children, depth + 1);
                    out.push_str("</ol>\n");
                }
            },
            Node::Item { children } => wrap(out, "li", children, depth),
            Node::Quote { children } => wrap(out, "blockquote", children, depth),
            Node::Code { lang: _, text } => {
                out.push_str("<pre><code>");
                escape(out, text);
                out.push_str("</code></pre>\n");
            }
            Node::Rule => out.push_str("<hr>\n"),
            Node::Text { text } => escape(out, text),
            Node::Emphasis { children } => inline(out, "em", children, depth),
            Node::Strong { children } => inline(out, "strong", children, depth),
            Node::CodeSpan { text } => {
                out.push_str("<code>");
                escape(out, text);
                out.push_str("</code>");
            }
            // Shown with its address, which is never fetched by itself.
            Node::Link { href, children } => {
                out.push_str("<a rel=\"noopener noreferrer\" href=\"");
                escape(out, href);
                out.push_str("\">");
                nodes(out, children, depth + 1);
                out.push_str("</a>");
            }
            Node::Break => out.push_str("<br>\n"),
        }
    }
}

fn wrap(out: &mut String, name: &str, children: &[Node], depth: usize) {
    inline(out, name, children, depth);
    out.push('\n');
}

fn inline(out: &mut String, name: &str, children: &[Node], depth: usize) {
    out.push('<');
    out.push_str(name);
    out.push('>');
    nodes(out, children, depth + 1);
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}

/// Text in an element or a quoted attribute. Characters that HTML has no place for are shown.
fn escape(out: &mut String, text: &str) {
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
