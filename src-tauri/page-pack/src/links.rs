//! What the modules of the page tell each other, and under which names.
//!
//! Each names what it tells as it is called within it, which is short by then, and a module that is
//! imported gets a short path. What no module imports is not exported, so that the rest of it can go.
//! A module that is loaded later, by `import()`, keeps its path and its names: they are read as
//! properties.

use oxc_ast::ast::{ImportDeclarationSpecifier, ModuleDeclaration, Program};
use oxc_ecmascript::BoundNames as _;
use oxc_parser::ParserReturn;
use oxc_span::{GetSpan as _, Span};

use crate::PackError;
use crate::arrows::{edited, text_of};

/// What one module exports and imports.
#[derive(Debug, Default)]
pub(crate) struct Links {
    /// Its own name, then the name outside.
    exports: Vec<(String, String)>,
    imports: Vec<Import>,
    /// What is to be left out of its text: `export`, or a list of exports.
    dropped: Vec<Span>,
    /// Where it says the path of a module, and that module's path in the page.
    requests: Vec<(Span, String)>,
    /// The same of the modules that it loads later.
    later: Vec<(Span, String)>,
}

#[derive(Debug)]
pub(crate) struct Import {
    span: Span,
    /// The path in the page of the module that tells it.
    pub(crate) from: String,
    /// Its name outside.
    pub(crate) name: String,
    /// Its name within.
    pub(crate) local: String,
}

impl Links {
    /// Reads them from a parsed module.
    ///
    /// # Errors
    /// For a form whose names cannot be followed.
    pub(crate) fn of(
        path: &str,
        source: &str,
        parsed: &ParserReturn<'_>,
    ) -> Result<Self, PackError> {
        let refused = |what| PackError::NotByName {
            module: path.to_owned(),
            what,
        };
        let mut links = Self::default();
        for request in &parsed.module_record.dynamic_imports {
            let text = text_of(source, request.module_request);
            // Shortened, it stands in backticks.
            let quotes = ['\'', '"', '`'];
            let named = text.strip_prefix(quotes);
            let named = named
                .and_then(|rest| rest.strip_suffix(quotes))
                .filter(|path| !path.contains("${"));
            let named = named.ok_or_else(|| refused("`import()` of a computed name"))?;
            links
                .later
                .push((request.module_request, resolved(path, named)));
        }
        links.read(path, &parsed.program).map_err(refused)?;
        Ok(links)
    }

    fn read(&mut self, path: &str, program: &Program<'_>) -> Result<(), &'static str> {
        for statement in &program.body {
            let Some(declaration) = statement.as_module_declaration() else {
                continue;
            };
            match declaration {
                ModuleDeclaration::ImportDeclaration(import) => {
                    let from = resolved(path, &import.source.value);
                    self.requests.push((import.source.span, from.clone()));
                    for specifier in import.specifiers.iter().flatten() {
                        let ImportDeclarationSpecifier::ImportSpecifier(one) = specifier else {
                            return Err("`import` of a whole module");
                        };
                        self.imports.push(Import {
                            span: one.span,
                            from: from.clone(),
                            name: one.imported.name().to_string(),
                            local: one.local.name.to_string(),
                        });
                    }
                }
                ModuleDeclaration::ExportDeclaration(export) => {
                    let inner = export.declaration.span().start;
                    self.dropped.push(Span::new(export.span.start, inner));
                    export.declaration.bound_names(&mut |name| {
                        let name = name.name.to_string();
                        self.exports.push((name.clone(), name));
                    });
                }
                ModuleDeclaration::ExportNamedDeclaration(export) => {
                    self.dropped.push(export.span);
                    for one in &export.specifiers {
                        let names = (one.local.name(), one.exported.name());
                        self.exports
                            .push((names.0.to_string(), names.1.to_string()));
                    }
                }
                ModuleDeclaration::ExportAllDeclaration(_)
                | ModuleDeclaration::ExportFromDeclaration(_) => {
                    return Err("`export … from`");
                }
                _ => return Err("`export default`"),
            }
        }
        Ok(())
    }

    pub(crate) fn imports(&self) -> &[Import] {
        &self.imports
    }

    /// Its own name of each thing that it exports, then the name outside.
    pub(crate) fn exports(&self) -> &[(String, String)] {
        &self.exports
    }

    /// The modules that it imports, by their paths in the page.
    pub(crate) fn requested(&self) -> impl Iterator<Item = &String> {
        self.requests.iter().map(|(_, path)| path)
    }

    /// The modules that it loads later, by their paths in the page.
    pub(crate) fn later(&self) -> impl Iterator<Item = &String> {
        self.later.iter().map(|(_, path)| path)
    }

    /// The module's text with other names outside: `export` gives that of an export, from both its
    /// names, and without one it is dropped; `import` gives that of an import, and `place` what to
    /// call the module at a path of the page.
    pub(crate) fn renamed(
        &self,
        source: &str,
        export: impl Fn(&str, &str) -> Option<String>,
        import: impl Fn(&Import) -> String,
        place: impl Fn(&str) -> String,
    ) -> String {
        let mut edits: Vec<(Span, String)> = self
            .dropped
            .iter()
            .map(|span| (*span, String::new()))
            .collect();
        edits.extend(
            self.imports
                .iter()
                .map(|one| (one.span, renaming(&import(one), &one.local))),
        );
        let requests = self.requests.iter().chain(&self.later);
        edits.extend(requests.map(|(span, path)| (*span, format!("\"{}\"", place(path)))));
        let mut text = edited(source, edits);
        let exports: Vec<String> = self
            .exports
            .iter()
            .filter_map(|(own, outside)| Some(renaming(own, &export(own, outside)?)))
            .collect();
        if !exports.is_empty() {
            // On a line of its own: the module may end in a comment, or without a semicolon.
            if !text.ends_with([';', '}']) {
                text.push('\n');
            }
            text.push_str("export{");
            text.push_str(&exports.join(","));
            text.push_str("};");
        }
        text
    }
}

/// `a as b`, or `a` for both.
fn renaming(before: &str, after: &str) -> String {
    if before == after {
        return before.to_owned();
    }
    format!("{before} as {after}")
}

/// The path in the page of what `from` calls `request`.
fn resolved(from: &str, request: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in request.split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_resolved_from_where_it_is_said() {
        for (request, path) in [
            ("../texts/en.js", "texts/en.js"),
            ("./host/tauri.js", "js/host/tauri.js"),
        ] {
            assert_eq!(resolved("js/language.js", request), path);
        }
    }
}
