//! The modules: short names, no comments, no space that nobody needs.

use std::collections::{BTreeMap, BTreeSet};

use oxc_allocator::Allocator;
use oxc_ast::ast::{Program, Statement, VariableDeclarationKind};
use oxc_codegen::{Codegen, CodegenOptions};
use oxc_minifier::{Minifier, MinifierOptions};
use oxc_parser::{Parser, ParserReturn};
use oxc_span::SourceType;

use crate::PackError;
use crate::arrows::arrows;
use crate::links::Links;
use crate::names::{SMALL, shortened};
use crate::shared::named_alike;
use crate::words::kept;

/// Where the page's modules are.
const FOLDER: &str = "js/";

/// A module as it is shipped.
#[derive(Debug)]
pub(crate) struct Module {
    /// Its path in the page as it was.
    pub(crate) source: String,
    /// Its path from now on.
    pub(crate) path: String,
    pub(crate) text: String,
}

/// All modules of the page, from their paths. They are read together, for what they tell each other.
///
/// # Errors
/// When one is no JavaScript, or imports and exports other than by name.
pub(crate) fn packed(modules: &BTreeMap<String, String>) -> Result<Vec<Module>, PackError> {
    let links = all_links(modules)?;
    let mut passed = BTreeMap::new();
    for path in links.keys() {
        refuse_circles(path, &links, &mut passed)?;
    }
    let later: BTreeSet<String> = links.values().flat_map(Links::later).cloned().collect();
    let wanted: BTreeSet<(&str, &str)> = links
        .values()
        .flat_map(Links::imports)
        .map(|import| (&*import.from, &*import.name))
        .collect();
    let mut small_ones = BTreeMap::new();
    for (path, links) in &links {
        let source = modules.get(path).map_or("", String::as_str);
        let is_wanted = |outside: &str| later.contains(path) || wanted.contains(&(path, outside));
        let text = links.renamed(
            source,
            |_, outside| is_wanted(outside).then(|| outside.to_owned()),
            |import| import.name.clone(),
            |other| relative(path, other),
        );
        small_ones.insert(path.clone(), small(path, &text)?);
    }
    let paths = paths(&links, &later);
    let moved = |path: &str| paths.get(path).cloned().unwrap_or_else(|| path.to_owned());
    let small_ones = named_alike(&small_ones, &all_links(&small_ones)?)?;
    let links = all_links(&small_ones)?;
    let own = |from: &str, outside: &str| {
        let exports = links.get(from).map_or(&[][..], Links::exports);
        let found = exports.iter().find(|(_, name)| name == outside);
        found
            .filter(|_| !later.contains(from))
            .map(|(own, _)| own.clone())
    };
    let renamed = links.iter().map(|(source, one)| {
        let path = moved(source);
        let text = small_ones.get(source).map_or("", String::as_str);
        let text = one.renamed(
            text,
            |_, outside| Some(own(source, outside).unwrap_or_else(|| outside.to_owned())),
            |import| own(&import.from, &import.name).unwrap_or_else(|| import.name.clone()),
            |other| relative(&path, &moved(other)),
        );
        Module {
            source: source.clone(),
            path,
            text,
        }
    });
    Ok(renamed.collect())
}

fn all_links(modules: &BTreeMap<String, String>) -> Result<BTreeMap<String, Links>, PackError> {
    let mut all = BTreeMap::new();
    for (path, source) in modules {
        let allocator = Allocator::default();
        let parsed = parsed(&allocator, path, source)?;
        all.insert(path.clone(), Links::of(path, source, &parsed)?);
    }
    Ok(all)
}

/// Follows what a module imports. In `passed` is whether a module is done, or still on the way.
fn refuse_circles<'a>(
    path: &'a str,
    links: &'a BTreeMap<String, Links>,
    passed: &mut BTreeMap<&'a str, bool>,
) -> Result<(), PackError> {
    match passed.get(path) {
        Some(true) => return Ok(()),
        Some(false) => {
            return Err(PackError::Circle {
                module: path.to_owned(),
            });
        }
        None => {}
    }
    passed.insert(path, false);
    for request in links.get(path).into_iter().flat_map(Links::requested) {
        refuse_circles(request, links, passed)?;
    }
    passed.insert(path, true);
    Ok(())
}

/// The short paths of the modules that are imported, all in one folder. The others are known by
/// their paths from outside: to a document, or to `import()`.
fn paths(links: &BTreeMap<String, Links>, later: &BTreeSet<String>) -> BTreeMap<String, String> {
    let requested = links.values().flat_map(Links::requested);
    let requested = requested.filter(|path| links.contains_key(*path) && !later.contains(*path));
    let taken = links
        .keys()
        .filter_map(|path| path.strip_prefix(FOLDER)?.strip_suffix(".js"))
        .map(str::to_owned)
        .collect();
    // Not every disk tells `A.js` from `a.js`.
    shortened(requested.cloned(), &taken, SMALL)
        .into_iter()
        .map(|(path, short)| (path, format!("{FOLDER}{short}.js")))
        .collect()
}

/// How a module at `from` names the one at `to`, both from the top of the page.
fn relative(from: &str, to: &str) -> String {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    if let Some(beside) = to
        .strip_prefix(folder)
        .and_then(|rest| rest.strip_prefix('/'))
    {
        return format!("./{beside}");
    }
    let ups = folder.split('/').filter(|part| !part.is_empty());
    let ups: String = ups.map(|_| "../").collect();
    format!("{}{to}", if ups.is_empty() { "./" } else { &ups })
}

/// One module, in as few characters as it can be said.
fn small(path: &str, source: &str) -> Result<String, PackError> {
    let allocator = Allocator::default();
    let source = arrows(path, source)?;
    let mut program = parsed(&allocator, path, &source)?.program;
    shrink(&allocator, &mut program);
    // Nothing is set again that was `const`: `let` is shorter, and joins others.
    for statement in &mut program.body {
        if let Statement::VariableDeclaration(declaration) = statement {
            declaration.kind = VariableDeclarationKind::Let;
        }
    }
    shrink(&allocator, &mut program);
    // From here on only names change, or each word would go back to where it is said.
    let text = kept(path, &printed(&program))?;
    let mut program = parsed(&allocator, path, &text)?.program;
    let names = MinifierOptions {
        compress: None,
        ..MinifierOptions::default()
    };
    let done = Minifier::new(names).minify(&allocator, &mut program);
    let written = Codegen::new()
        .with_options(CodegenOptions::minify())
        .with_scoping(done.scoping)
        .with_private_member_mappings(done.class_private_mappings)
        .build(&program);
    Ok(written.code)
}

fn shrink<'a>(allocator: &'a Allocator, program: &mut Program<'a>) {
    let options = MinifierOptions {
        mangle: None,
        ..MinifierOptions::default()
    };
    Minifier::new(options).minify(allocator, program);
}

/// A module again, without comments and spaces.
pub(crate) fn printed(program: &Program<'_>) -> String {
    let options = CodegenOptions::minify();
    Codegen::new().with_options(options).build(program).code
}

pub(crate) fn parsed<'a>(
    allocator: &'a Allocator,
    path: &str,
    source: &'a str,
) -> Result<ParserReturn<'a>, PackError> {
    let parsed = Parser::new(allocator, source, SourceType::mjs()).parse();
    let first = parsed.diagnostics.iter().next().map(ToString::to_string);
    match first {
        Some(message) => Err(PackError::Syntax {
            module: path.to_owned(),
            message,
        }),
        None => Ok(parsed),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_module_names_another_from_where_it_is() {
        for (from, to, path) in [
            ("js/main.js", "js/a.js", "./a.js"),
            ("js/language.js", "texts/en.js", "../texts/en.js"),
            ("texts/en.js", "js/a.js", "../js/a.js"),
            ("main.js", "js/a.js", "./js/a.js"),
        ] {
            assert_eq!(relative(from, to), path);
        }
    }
}
