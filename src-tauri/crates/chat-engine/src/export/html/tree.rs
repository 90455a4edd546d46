//! An answer's tree as HTML, for a file that a person opens elsewhere.

use super::escape;
use chat_core::blocks::{AlertKind, Align, Node, Token};
use std::fmt::Write;

/// Depth past which nothing is drawn; the trees end long before it.
const MAX_DEPTH: usize = 2 * chat_render::MAX_DEPTH;

pub(super) fn nodes(out: &mut String, list: &[Node]) {
    below(out, list, 0);
}

fn below(out: &mut String, list: &[Node], depth: usize) {
    if depth > MAX_DEPTH {
        return;
    }
    for node in list {
        write(out, node, depth);
    }
}

fn write(out: &mut String, node: &Node, depth: usize) {
    match node {
        Node::Paragraph { children } => block(out, "p", "", children, depth),
        Node::Heading { level, children } => {
            let name = match level {
                0..=2 => "h3",
                3 => "h4",
                4 => "h5",
                _ => "h6",
            };
            block(out, name, "", children, depth);
        }
        Node::List {
            start,
            loose,
            children,
        } => {
            let loose = if *loose { " class=\"loose\"" } else { "" };
            match start {
                None => block(out, "ul", loose, children, depth),
                Some(start) => {
                    let attributes = format!("{loose} start=\"{start}\"");
                    block(out, "ol", &attributes, children, depth);
                }
            }
        }
        Node::Item { done, children } => {
            out.push_str(match done {
                None => "<li>",
                Some(true) => "<li class=\"task\">☑ ",
                Some(false) => "<li class=\"task\">☐ ",
            });
            below(out, children, depth + 1);
            out.push_str("</li>\n");
        }
        Node::Quote { children } => block(out, "blockquote", "", children, depth),
        Node::Alert { kind, children } => {
            let name = match kind {
                AlertKind::Note => "Note",
                AlertKind::Tip => "Tip",
                AlertKind::Important => "Important",
                AlertKind::Warning => "Warning",
                AlertKind::Caution => "Caution",
            };
            titled(out, name, children, depth);
        }
        Node::Footnote { label, children } => titled(out, label, children, depth),
        Node::Code { children, .. } => {
            out.push_str("<pre><code>");
            below(out, children, depth + 1);
            out.push_str("</code></pre>\n");
        }
        Node::Line { children } => {
            below(out, children, depth + 1);
            out.push('\n');
        }
        Node::Table { align, children } => table(out, align, children, depth),
        // Rows and cells are written by their table.
        Node::Row { children } | Node::Cell { children } => below(out, children, depth + 1),
        Node::Rule => out.push_str("<hr>\n"),
        Node::More => out.push('…'),
        Node::Text(text) | Node::Token(Token(_, text)) => escape(out, text),
        Node::Emphasis { children } => inline(out, "em", children, depth),
        Node::Strong { children } => inline(out, "strong", children, depth),
        Node::Strike { children } => inline(out, "s", children, depth),
        Node::CodeSpan { text } => {
            out.push_str("<code>");
            escape(out, text);
            out.push_str("</code>");
        }
        // Shown with its address, which is never fetched by itself.
        Node::Link { href, children, .. } => {
            out.push_str("<a rel=\"noopener noreferrer\" href=\"");
            escape(out, href);
            out.push_str("\">");
            below(out, children, depth + 1);
            out.push_str("</a>");
        }
        Node::FootnoteRef { label } => {
            out.push_str("<sup>");
            escape(out, label);
            out.push_str("</sup>");
        }
        Node::Break => out.push_str("<br>\n"),
        Node::Math {
            display, children, ..
        } => {
            out.push_str(if *display {
                "<math display=\"block\">"
            } else {
                "<math>"
            });
            below(out, children, depth + 1);
            out.push_str("</math>");
        }
        Node::MathPart {
            tag,
            attributes,
            children,
        } => part(out, &named(tag), &named(attributes), children, depth),
    }
}

/// A table whose first row is its head.
fn table(out: &mut String, align: &[Align], rows: &[Node], depth: usize) {
    out.push_str("<table>\n");
    for (at, row) in rows.iter().enumerate() {
        out.push_str("<tr>");
        let cells = row
            .children()
            .map_or(std::slice::from_ref(row), Vec::as_slice);
        for (column, cell) in cells.iter().enumerate() {
            let name = if at == 0 { "th" } else { "td" };
            let class = match align.get(column) {
                Some(Align::Left) => " class=\"left\"",
                Some(Align::Center) => " class=\"center\"",
                Some(Align::Right) => " class=\"right\"",
                Some(Align::None) | None => "",
            };
            // Writing into a string cannot fail.
            let _ = write!(out, "<{name}{class}>");
            write_cell(out, cell, depth);
            let _ = write!(out, "</{name}>");
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</table>\n");
}

fn write_cell(out: &mut String, cell: &Node, depth: usize) {
    if depth < MAX_DEPTH {
        write(out, cell, depth + 1);
    }
}

/// A block with a word above it: an alert, a footnote.
fn titled(out: &mut String, title: &str, children: &[Node], depth: usize) {
    out.push_str("<div class=\"note\"");
    out.push_str(direction(depth));
    out.push_str("><strong>");
    escape(out, title);
    out.push_str("</strong>\n");
    below(out, children, depth + 1);
    out.push_str("</div>\n");
}

/// A part of a formula; its names are those of MathML.
fn part(
    out: &mut String,
    tag: &serde_json::Value,
    attributes: &serde_json::Value,
    children: &[Node],
    depth: usize,
) {
    let name = tag.as_str().unwrap_or("mrow");
    out.push('<');
    out.push_str(name);
    for (attribute, value) in attributes.as_object().into_iter().flatten() {
        // Writing into a string cannot fail.
        let _ = write!(out, " {attribute}=\"");
        match value.as_str() {
            Some(text) => escape(out, text),
            None => escape(out, &value.to_string()),
        }
        out.push('"');
    }
    out.push('>');
    below(out, children, depth + 1);
    let _ = write!(out, "</{name}>");
}

/// The names that a tag or attributes have in JSON, which are those of MathML.
fn named(value: &impl serde::Serialize) -> serde_json::Value {
    serde_json::to_value(value).unwrap_or_default()
}

fn block(out: &mut String, name: &str, attributes: &str, children: &[Node], depth: usize) {
    // Writing into a string cannot fail.
    let _ = write!(out, "<{name}{attributes}{}>", direction(depth));
    below(out, children, depth + 1);
    let _ = writeln!(out, "</{name}>");
}

/// At the root a block takes the direction of its own letters; what is within it only orders its
/// text, by the page's style: a direction of its own would hide its letters from the whole.
fn direction(depth: usize) -> &'static str {
    if depth == 0 { " dir=\"auto\"" } else { "" }
}

fn inline(out: &mut String, name: &str, children: &[Node], depth: usize) {
    out.push('<');
    out.push_str(name);
    out.push('>');
    below(out, children, depth + 1);
    out.push_str("</");
    out.push_str(name);
    out.push('>');
}
