//! The examples of CommonMark 0.31.2 and of GitHub's tables, strikethrough and task lists.
//!
//! The tree and the expected HTML are both read as a list of tags and texts. What is meant to
//! differ is changed in the expected list (addresses that are no web address make no link, images
//! are their description and address, raw HTML is text), or listed with its reason.

use chat_core::blocks::{Align, Node};
use chat_render::render;
use pulldown_cmark::{Event, Parser};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Debug, Deserialize)]
struct Example {
    #[serde(rename = "example")]
    number: usize,
    markdown: String,
    html: String,
}

/// Examples that are read otherwise on purpose.
const DIFFERENT: &[(usize, &str)] = &[
    (12, "a formula stands between \\[ and \\]"),
    (
        20,
        "addresses are written by the URL standard, which leaves \\ in a query alone",
    ),
    (34, "a language is only a-z, 0-9, +, # and -"),
    (144, "a language is only a-z, 0-9, +, # and -"),
    (
        526,
        "addresses are written by the URL standard, which leaves brackets in a query alone",
    ),
    (
        538,
        "addresses are written by the URL standard, which leaves brackets in a query alone",
    ),
    (
        603,
        "addresses are written by the URL standard, which makes \\ a / and leaves brackets alone",
    ),
];

/// Tables, strikethrough and task lists.
const GITHUB: usize = 14;

/// A tag or a text of HTML.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Tag(String),
    Text(String),
}

/// Joins texts, and drops white space between blocks.
#[derive(Debug, Default)]
struct Tokens {
    list: Vec<Token>,
    in_pre: bool,
}

impl Tokens {
    fn tag(&mut self, tag: impl Into<String>) {
        let tag = tag.into();
        match tag.as_str() {
            "pre" => self.in_pre = true,
            "/pre" => self.in_pre = false,
            _ => {}
        }
        if is_block(&tag) {
            self.trim_end();
        }
        self.list.push(Token::Tag(tag));
    }

    fn trim_end(&mut self) {
        if self.in_pre {
            return;
        }
        if let Some(Token::Text(text)) = self.list.last_mut() {
            text.truncate(text.trim_end().len());
            if text.is_empty() {
                self.list.pop();
            }
        }
    }

    fn text(&mut self, text: &str) {
        let text = if self.in_pre {
            text.to_owned()
        } else {
            text.replace('\n', " ")
        };
        let after_block = match self.list.last() {
            None => true,
            Some(Token::Tag(tag)) => is_block(tag),
            Some(Token::Text(_)) => false,
        };
        let text = if after_block && !self.in_pre {
            text.trim_start()
        } else {
            &text
        };
        if text.is_empty() {
            return;
        }
        if let Some(Token::Text(last)) = self.list.last_mut() {
            last.push_str(text);
        } else {
            self.list.push(Token::Text(text.to_owned()));
        }
    }

    fn done(mut self) -> Vec<Token> {
        self.trim_end();
        self.list
    }
}

fn is_block(tag: &str) -> bool {
    let name = tag.trim_start_matches('/');
    let name = name.split(' ').next().unwrap_or_default();
    !matches!(name, "a" | "em" | "strong" | "del" | "code")
}

/// The tree as such a list.
fn tree(nodes: &[Node], tight: bool, into: &mut Tokens) {
    for node in nodes {
        let children = node.children().map_or(&[][..], Vec::as_slice);
        let mut around = |tag: &str, close: &str| {
            into.tag(tag);
            tree(children, false, into);
            into.tag(format!("/{close}"));
        };
        match node {
            Node::Paragraph { .. } if tight => {
                tree(children, false, into);
                into.tag("end");
            }
            Node::Paragraph { .. } => around("p", "p"),
            Node::Heading { level, .. } => around(&format!("h{level}"), &format!("h{level}")),
            Node::List { start, loose, .. } => {
                let name = if start.is_some() { "ol" } else { "ul" };
                let start = start.filter(|start| *start != 1);
                into.tag(start.map_or(name.to_owned(), |start| format!("ol start={start}")));
                for item in children {
                    into.tag("li");
                    if let Node::Item {
                        done: Some(done), ..
                    } = item
                    {
                        into.tag(format!("input {done}"));
                    }
                    let children = item.children().map_or(&[][..], Vec::as_slice);
                    tree(children, !loose, into);
                    into.tag("/li");
                }
                into.tag(format!("/{name}"));
            }
            Node::Item { .. } => around("li", "li"),
            Node::Quote { .. } | Node::Alert { .. } | Node::Footnote { .. } => {
                around("blockquote", "blockquote");
            }
            Node::Code { lang, .. } => {
                into.tag("pre");
                into.tag(format!("code {lang}").trim_end());
                for line in children {
                    tree(line.children().map_or(&[][..], Vec::as_slice), false, into);
                    into.text("\n");
                }
                into.tag("/code");
                into.tag("/pre");
            }
            Node::Line { .. } | Node::MathPart { .. } | Node::Math { .. } => {
                around("other", "other");
            }
            Node::Table { align, .. } => table(align, children, into),
            Node::Row { .. } => around("tr", "tr"),
            Node::Cell { .. } => around("td", "td"),
            Node::Rule => into.tag("hr"),
            Node::More => into.tag("more"),
            Node::Emphasis { .. } => around("em", "em"),
            Node::Strong { .. } => around("strong", "strong"),
            Node::Strike { .. } => around("del", "del"),
            Node::CodeSpan { text } => {
                into.tag("code");
                into.text(text);
                into.tag("/code");
            }
            Node::Link { href, .. } => around(&format!("a {href}"), "a"),
            Node::FootnoteRef { label } => into.text(label),
            Node::Break => into.tag("br"),
            Node::Text(text) => into.text(text),
            Node::Token(token) => into.text(&token.1),
        }
    }
}

fn table(align: &[Align], rows: &[Node], into: &mut Tokens) {
    into.tag("table");
    for (number, row) in rows.iter().enumerate() {
        let cell = if number == 0 { "th" } else { "td" };
        into.tag("tr");
        for (node, align) in row.children().into_iter().flatten().zip(align) {
            let align = match align {
                Align::None => "",
                Align::Left => " left",
                Align::Center => " center",
                Align::Right => " right",
            };
            into.tag(format!("{cell}{align}"));
            tree(node.children().map_or(&[][..], Vec::as_slice), false, into);
            into.tag(format!("/{cell}"));
        }
        into.tag("/tr");
    }
    into.tag("/table");
}

/// The expected HTML as such a list, with what is meant to differ changed.
fn expected(html: &str) -> Vec<Token> {
    let mut tokens = Tokens::default();
    let mut rest = html;
    let mut links = Vec::new();
    let mut tight = Vec::new();
    while !rest.is_empty() {
        let Some(tag) = rest.strip_prefix('<') else {
            let end = rest.find('<').unwrap_or(rest.len());
            let (text, after) = rest.split_at(end);
            tokens.text(&decoded(text));
            rest = after;
            continue;
        };
        let end = tag_end(tag);
        let (tag, after) = tag.split_at(end);
        rest = after.strip_prefix('>').unwrap_or_default();
        let tag = tag.trim_end_matches(" /");
        let name = tag.split(' ').next().unwrap_or_default();
        match name {
            "a" => {
                let href = address(&attribute(tag, "href"));
                if let Some(href) = &href {
                    tokens.tag(format!("a {href}"));
                }
                links.push(href.is_some());
            }
            "/a" => {
                if links.pop() == Some(true) {
                    tokens.tag("/a");
                }
            }
            "img" => image(
                &attribute(tag, "alt"),
                &attribute(tag, "src"),
                &links,
                &mut tokens,
            ),
            "code" if tokens.in_pre => {
                let class = attribute(tag, "class");
                let lang = class
                    .strip_prefix("language-")
                    .unwrap_or_default()
                    .to_ascii_lowercase();
                tokens.tag(format!("code {lang}").trim_end());
            }
            "ol" => {
                let start = attribute(tag, "start");
                tokens.tag(if start.is_empty() {
                    "ol".into()
                } else {
                    format!("ol start={start}")
                });
            }
            "li" => {
                tight.push(!rest.trim_start().starts_with("<p>"));
                tokens.tag("li");
            }
            "input" => {
                let done = tag.contains("checked");
                tokens.tag(format!("input {done}"));
            }
            "th" | "td" => {
                let style = attribute(tag, "style");
                let align = style.strip_prefix("text-align: ").unwrap_or_default();
                tokens.tag(format!("{name} {align}").trim_end());
            }
            "thead" | "/thead" | "tbody" | "/tbody" => {}
            name => tokens.tag(name),
        }
    }
    tokens.done()
}

/// Where a tag ends: a `>` that is not within quotes.
fn tag_end(tag: &str) -> usize {
    let mut quoted = false;
    for (at, byte) in tag.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b'>' if !quoted => return at,
            _ => {}
        }
    }
    tag.len() - 1
}

fn attribute(tag: &str, name: &str) -> String {
    let value = tag
        .split_once(&format!(" {name}=\""))
        .map(|(_, value)| value);
    decoded(
        value
            .and_then(|value| value.split('"').next())
            .unwrap_or_default(),
    )
}

fn decoded(text: &str) -> String {
    let mut text = text.replace("&lt;", "<").replace("&gt;", ">");
    text = text.replace("&quot;", "\"");
    text.replace("&amp;", "&")
}

/// An address as links have it here; none if it makes no link.
fn address(written: &str) -> Option<String> {
    let url = url::Url::parse(written).ok()?;
    matches!(url.scheme(), "http" | "https" | "mailto").then(|| url.to_string())
}

fn image(alt: &str, src: &str, links: &[bool], tokens: &mut Tokens) {
    let alt = if alt.is_empty() { "image" } else { alt };
    match address(src).filter(|_| !links.contains(&true)) {
        Some(href) => {
            tokens.tag(format!("a {href}"));
            tokens.text(&format!("{alt} ({href})"));
            tokens.tag("/a");
        }
        None => tokens.text(&format!("{alt} ({src})")),
    }
}

/// Ends of paragraphs of tight lists are no tags there.
fn without_ends(tokens: Vec<Token>) -> Vec<Token> {
    let mut list: Vec<Token> = Vec::new();
    for token in tokens {
        if token != Token::Tag("end".into()) {
            list.push(token);
        }
    }
    list
}

fn ours(markdown: &str) -> Vec<Token> {
    let mut tokens = Tokens::default();
    tree(&render(markdown), false, &mut tokens);
    without_ends(tokens.done())
}

fn has_html(markdown: &str) -> bool {
    Parser::new(markdown).any(|event| matches!(event, Event::Html(_) | Event::InlineHtml(_)))
}

/// Raw HTML and what surrounds it: every character that is no white space is read.
fn is_all_read(markdown: &str) -> bool {
    let all: String = ours(markdown)
        .into_iter()
        .filter_map(|token| match token {
            Token::Text(text) => Some(text),
            Token::Tag(_) => None,
        })
        .collect();
    Parser::new(markdown).all(|event| match event {
        Event::Html(html) | Event::InlineHtml(html) => {
            html.lines().all(|line| all.contains(line.trim()))
        }
        _ => true,
    })
}

/// Compares the examples of a file, but for those that are to differ.
fn compare(json: &str, count: usize, different: &[(usize, &str)]) {
    let examples: Vec<Example> = serde_json::from_str(json).unwrap_or_default();
    assert_eq!(examples.len(), count);
    let different: BTreeMap<_, _> = different.iter().copied().collect();
    let mut failed = Vec::new();
    for Example {
        number,
        markdown,
        html,
    } in &examples
    {
        let same = if has_html(markdown) {
            is_all_read(markdown)
        } else {
            ours(markdown) == expected(html)
        };
        if same == different.contains_key(number) {
            failed.push(format!(
                "{number}: {markdown:?}\n  ours     {:?}\n  expected {:?}",
                ours(markdown),
                expected(html)
            ));
        }
    }
    assert!(
        failed.is_empty(),
        "{} differ\n{}",
        failed.len(),
        failed.join("\n")
    );
}

#[test]
fn the_examples_of_commonmark_are_read_as_they_should() {
    compare(include_str!("data/commonmark.json"), 652, DIFFERENT);
}

#[test]
fn the_examples_of_github_are_read_as_they_should() {
    compare(include_str!("data/gfm.json"), GITHUB, &[]);
}
