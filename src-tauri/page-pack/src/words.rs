//! Words that a module says again and again, said once: a text, or the name of a property, that is
//! kept in a variable costs one letter from then on.
//!
//! `a.replaceChildren` is `a[w]`, and `f("button")` is `f(v)`. Nothing else changes what it is.

use std::collections::BTreeMap;

use oxc_allocator::Allocator;
use oxc_ast::ast::{Expression, ImportExpression, PropertyKey, Statement, StaticMemberExpression};
use oxc_ast_visit::{Visit, walk};
use oxc_span::{GetSpan as _, Span};

use crate::PackError;
use crate::arrows::{edited, text_of};
use crate::script::parsed;

/// What it costs to keep a word, besides the word: `a="",`.
const KEPT: usize = 5;
/// What may not pay, as the variable may get a longer name.
const DOUBT: usize = 4;
/// Shorter names of properties are for what is done often.
const LONG: usize = 9;

/// A printed module with its frequent words in variables.
///
/// # Errors
/// When it is no JavaScript.
pub(crate) fn kept(path: &str, text: &str) -> Result<String, PackError> {
    let allocator = Allocator::default();
    let program = parsed(&allocator, path, text)?.program;
    let mut said = Said {
        text,
        places: BTreeMap::new(),
    };
    said.visit_program(&program);
    let mut edits = Vec::new();
    let mut values = Vec::new();
    for (word, places) in said.places {
        let won: usize = places.iter().map(|place| place.won(word)).sum();
        if won < word.len() + KEPT + DOUBT {
            continue;
        }
        let name = format!("$word{}", values.len());
        edits.extend(places.iter().map(|place| place.edit(text, &name)));
        values.push(format!("{name}=\"{word}\""));
    }
    if !values.is_empty() {
        let imports = program.body.iter();
        let imports = imports.filter(|one| matches!(one, Statement::ImportDeclaration(_)));
        let start = imports.map(|one| one.span().end).max().unwrap_or_default();
        let values = values.join(",");
        let joins = Span::sized(start, 4);
        edits.push(if text_of(text, joins) == "let " {
            (joins, format!("let {values},"))
        } else {
            (Span::empty(start), format!("let {values};"))
        });
    }
    Ok(edited(text, edits))
}

struct Said<'t> {
    text: &'t str,
    places: BTreeMap<&'t str, Vec<Place>>,
}

/// Where a word is said.
enum Place {
    /// With its quotes.
    Text(Span),
    /// With the full stop before it.
    Property(Span),
}

impl Place {
    /// How many letters a variable saves here.
    const fn won(&self, word: &str) -> usize {
        match self {
            Self::Text(_) => word.len() + 1,
            Self::Property(_) => word.len() - 2,
        }
    }

    fn edit(&self, text: &str, name: &str) -> (Span, String) {
        match *self {
            // It may stand behind `return`, or before `in`.
            Self::Text(span) => (span, format!(" {name} ")),
            Self::Property(span) if text_of(text, span).starts_with('?') => {
                (span, format!("?.[{name}]"))
            }
            Self::Property(span) => (span, format!("[{name}]")),
        }
    }
}

impl<'a> Visit<'a> for Said<'_> {
    fn visit_expression(&mut self, expression: &Expression<'a>) {
        let plain = match expression {
            Expression::StringLiteral(_) => true,
            Expression::TemplateLiteral(template) => template.expressions.is_empty(),
            _ => false,
        };
        if !plain {
            return walk::walk_expression(self, expression);
        }
        let quoted = text_of(self.text, expression.span());
        let word = quoted.get(1..quoted.len() - 1).unwrap_or_default();
        // What one kind of quotes takes as it is, another may not.
        if !word.contains(['\\', '"', '\n']) {
            let places = self.places.entry(word).or_default();
            places.push(Place::Text(expression.span()));
        }
    }

    fn visit_static_member_expression(&mut self, member: &StaticMemberExpression<'a>) {
        walk::walk_static_member_expression(self, member);
        let name = member.property.span;
        let word = text_of(self.text, name);
        let dot = Span::new(member.object.span().end, name.end);
        let is_dot = matches!(text_of(self.text, dot).strip_suffix(word), Some("." | "?."));
        if is_dot && word.len() >= LONG && !matches!(member.object, Expression::Super(_)) {
            let places = self.places.entry(word).or_default();
            places.push(Place::Property(dot));
        }
    }

    fn visit_property_key(&mut self, key: &PropertyKey<'a>) {
        if !matches!(key, PropertyKey::StringLiteral(_)) {
            walk::walk_property_key(self, key);
        }
    }

    /// The path of a module stays where it is.
    fn visit_import_expression(&mut self, _: &ImportExpression<'a>) {}
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_often_is_said_once_and_means_the_same() {
        let often = "import\"./a.js\";let b=c;b.replaceChildren(c?.replaceChildren),\
            b.replaceChildren=b.replaceChildren;d(\"replaceChildren\")";
        assert_eq!(
            kept("a.js", often).unwrap(),
            "import\"./a.js\";let $word0=\"replaceChildren\",b=c;b[$word0](c?.[$word0]),\
             b[$word0]=b[$word0];d( $word0 )"
        );
    }

    #[test]
    fn a_key_a_path_and_what_is_said_seldom_stay() {
        for text in [
            "a({\"aria-label\":1},{\"aria-label\":1},{\"aria-label\":1})",
            "import(\"./aaaaaaa.js\");import(\"./aaaaaaa.js\");import(\"./aaaaaaa.js\")",
            "a.textContent=b.textContent",
            "a(`\\u2028\\u2028`,`\\u2028\\u2028`,`\\u2028\\u2028`,`\\u2028\\u2028`)",
            "a`wwwwwwwwww`;a`wwwwwwwwww`;a`wwwwwwwwww`",
            "class a extends b{c(){super.ddddddddd(),super.ddddddddd(),super.ddddddddd()}}",
        ] {
            assert_eq!(kept("a.js", text).unwrap(), text);
        }
    }
}
