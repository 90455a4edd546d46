//! Functions, said as arrows: `function f(a){return b}` is `f=a=>b`, and all of a body share one `let`.
//!
//! They go to the beginning of their body. A function is known in its whole body and an arrow only from
//! its line on; at the beginning that is the same. It would not be in modules that import each other in
//! a circle, which `script.rs` refuses.

use oxc_allocator::Allocator;
use oxc_ast::ast::{Function, FunctionBody, Program, Statement};
use oxc_ast_visit::{Visit, walk};
use oxc_span::{GetSpan as _, Span};

use crate::PackError;
use crate::script::{parsed, printed};

/// The module with each function that could be an arrow as one.
///
/// # Errors
/// When it is no JavaScript.
pub(crate) fn arrows(path: &str, source: &str) -> Result<String, PackError> {
    // Printed first: what stands in a comment would look like code.
    let mut text = printed(&parsed(&Allocator::default(), path, source)?.program);
    // The inner ones first, one depth each time.
    loop {
        let allocator = Allocator::default();
        let program = parsed(&allocator, path, &text)?.program;
        let mut found = Found::new(&text);
        found.visit_program(&program);
        if found.edits.is_empty() {
            return Ok(text);
        }
        let edits = found.edits;
        text = edited(&text, edits);
    }
}

/// Puts each text in the place of another. None may overlap.
pub(crate) fn edited(text: &str, mut edits: Vec<(Span, String)>) -> String {
    edits.sort_by_key(|(span, _)| (span.start, span.end));
    let mut done = String::with_capacity(text.len());
    let mut at = 0;
    for (span, instead) in edits {
        done.push_str(text_of(text, Span::new(at, span.start)));
        done.push_str(&instead);
        at = span.end;
    }
    done.push_str(text.get(at as usize..).unwrap_or_default());
    done
}

pub(crate) fn text_of(text: &str, span: Span) -> &str {
    text.get(span.start as usize..span.end as usize)
        .unwrap_or_default()
}

/// The innermost functions that can be arrows, as what to write instead of what.
struct Found<'t> {
    text: &'t str,
    edits: Vec<(Span, String)>,
}

impl<'t> Found<'t> {
    const fn new(text: &'t str) -> Self {
        Self {
            text,
            edits: Vec::new(),
        }
    }

    /// Turns those of one body, unless there are some further within.
    fn turn(&mut self, statements: &[Statement<'_>], start: u32) {
        let mut said = String::new();
        for statement in statements {
            let Statement::FunctionDeclaration(function) = statement else {
                continue;
            };
            if self
                .edits
                .iter()
                .any(|(edit, _)| within(*edit, function.span))
            {
                continue;
            }
            if let Some(arrow) = self.arrow(function) {
                said.push_str(&arrow);
                self.edits.push((function.span, String::new()));
            }
        }
        if !said.is_empty() {
            self.edits.push((Span::empty(start), said));
        }
    }

    /// As an arrow, if it means the same: an arrow has no `this` and no `arguments` of its own, and
    /// makes nothing new.
    fn arrow(&self, function: &Function<'_>) -> Option<String> {
        let (name, body) = (function.id.as_ref()?.name, function.body.as_ref()?);
        let whole = text_of(self.text, function.span);
        let own = ["this", "arguments", "new.target"];
        if function.generator
            || own.iter().any(|word| says(whole, word))
            || says(self.text, &format!("new {name}"))
        {
            return None;
        }
        let wait = if function.r#async { "async" } else { "" };
        let parameters = text_of(self.text, function.params.span);
        let body = text_of(self.text, body.span);
        Some(format!("const {name}={wait}{parameters}=>{body};"))
    }
}

impl<'a> Visit<'a> for Found<'_> {
    fn visit_program(&mut self, program: &Program<'a>) {
        walk::walk_program(self, program);
        let imports = program.body.iter();
        let imports = imports.filter(|one| matches!(one, Statement::ImportDeclaration(_)));
        let start = imports.map(|one| one.span().end).max().unwrap_or_default();
        self.turn(&program.body, start);
    }

    fn visit_function_body(&mut self, body: &FunctionBody<'a>) {
        walk::walk_function_body(self, body);
        self.turn(&body.statements, body.span.start + 1);
    }
}

const fn within(inner: Span, outer: Span) -> bool {
    inner.start >= outer.start && inner.end <= outer.end
}

/// Whether a text has this as a word of its own.
fn says(text: &str, word: &str) -> bool {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
    text.match_indices(word).any(|(at, _)| {
        let (before, rest) = text.split_at_checked(at).unwrap_or_default();
        let after = rest.get(word.len()..).unwrap_or_default();
        !before.ends_with(part) && !after.starts_with(part)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn turned(source: &str) -> String {
        arrows("a.js", source).unwrap()
    }

    #[test]
    fn functions_become_arrows_at_the_beginning_of_their_body() {
        for (source, shipped) in [
            (
                "import{a}from\"./a.js\";b();function b(){a()}",
                "import{a}from\"./a.js\";const b=()=>{a()};b();",
            ),
            (
                "export{c};async function c(d,{e}){f(d);function f(g){return e+g}}",
                "const c=async(d,{e})=>{const f=(g)=>{return e+g};f(d);};export{c};",
            ),
        ] {
            assert_eq!(turned(source), shipped);
        }
    }

    #[test]
    fn a_function_that_an_arrow_cannot_be_stays_one() {
        for source in [
            "function a(){return this}",
            "function b(){return arguments}",
            "function*c(){yield 1}",
            "function D(){}new D;",
        ] {
            assert_eq!(turned(source), source);
        }
    }
}
