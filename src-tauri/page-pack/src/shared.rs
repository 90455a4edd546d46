//! The short names again, for all modules at once: what one module tells another is called the same in
//! both, so that neither has to say `as`.
//!
//! A module's names are only swapped with each other, or with names that it does not have, each for
//! the whole module. That cannot make two of them meet.

use std::collections::{BTreeMap, BTreeSet};

use oxc_allocator::Allocator;
use oxc_codegen::{Codegen, CodegenOptions};
use oxc_semantic::{Scoping, SemanticBuilder};

use crate::PackError;
use crate::links::Links;
use crate::names::{LETTERS, short};
use crate::script::parsed;

/// What ` as a` costs each time.
const AS: usize = 5;
/// Short, and no names.
const WORDS: [&str; 5] = ["as", "do", "if", "in", "of"];

/// What a module calls things.
#[derive(Debug, Default)]
struct Called {
    /// How often each of its own names is said.
    own: BTreeMap<String, usize>,
    /// The names that are not its own.
    outer: BTreeSet<String>,
    /// What its own names become.
    given: BTreeMap<String, String>,
    taken: BTreeSet<String>,
}

impl Called {
    fn of(scoping: &Scoping) -> Self {
        let mut own: BTreeMap<String, usize> = BTreeMap::new();
        for symbol in scoping.symbol_ids() {
            let said = 1 + scoping.get_resolved_reference_ids(symbol).len();
            *own.entry(scoping.symbol_name(symbol).to_owned())
                .or_default() += said;
        }
        let outer = scoping.root_unresolved_references().keys();
        Self {
            own,
            outer: outer.map(ToString::to_string).collect(),
            ..Self::default()
        }
    }

    fn is_free(&self, name: &str) -> bool {
        !self.outer.contains(name) && !self.taken.contains(name)
    }

    fn give(&mut self, own: &str, name: &str) {
        self.given.insert(own.to_owned(), name.to_owned());
        self.taken.insert(name.to_owned());
    }

    /// Gives the rest of its names, the most said first.
    fn give_the_rest(&mut self) {
        let rest = self
            .own
            .iter()
            .filter(|(name, _)| !self.given.contains_key(*name));
        let mut rest: Vec<(String, usize)> =
            rest.map(|(name, said)| (name.clone(), *said)).collect();
        rest.sort_by(|(a, more), (b, less)| less.cmp(more).then_with(|| a.cmp(b)));
        let mut free = all_names();
        for (own, _) in rest {
            if let Some(name) = free.find(|name| self.is_free(name)) {
                self.give(&own, &name);
            }
        }
    }
}

/// The modules, each by its path, with what they tell each other under the same name on both sides.
///
/// # Errors
/// When one is no JavaScript.
pub(crate) fn named_alike(
    modules: &BTreeMap<String, String>,
    links: &BTreeMap<String, Links>,
) -> Result<BTreeMap<String, String>, PackError> {
    let mut called = BTreeMap::new();
    for (path, text) in modules {
        let allocator = Allocator::default();
        let program = parsed(&allocator, path, text)?.program;
        let semantic = SemanticBuilder::new().build(&program).semantic;
        called.insert(path.clone(), Called::of(semantic.scoping()));
    }
    for told in told(links) {
        agree(&told, &mut called);
    }
    let mut done = BTreeMap::new();
    for (path, text) in modules {
        let names = called.get_mut(path).map(|called| {
            called.give_the_rest();
            &called.given
        });
        let text = match names {
            Some(names) => renamed(path, text, names)?,
            None => text.clone(),
        };
        done.insert(path.clone(), text);
    }
    Ok(done)
}

/// One thing that a module tells: where it is said, by module and name there. The first is who tells.
type Told = Vec<(String, String)>;

/// All that is told, to the most modules first.
fn told(links: &BTreeMap<String, Links>) -> Vec<Told> {
    let mut told: BTreeMap<(&str, &str), Told> = BTreeMap::new();
    for (path, one) in links {
        for import in one.imports() {
            let exports = links.get(&import.from).map_or(&[][..], Links::exports);
            let own = exports.iter().find(|(_, outside)| *outside == import.name);
            let Some((own, _)) = own else { continue };
            let places = told
                .entry((&import.from, own))
                .or_insert_with(|| vec![(import.from.clone(), own.clone())]);
            places.push((path.clone(), import.local.clone()));
        }
    }
    let mut told: Vec<Told> = told.into_values().collect();
    told.sort_by_key(|places| std::cmp::Reverse(places.len()));
    told
}

/// Gives it one name in as many of its modules as that is worth.
fn agree(told: &Told, called: &mut BTreeMap<String, Called>) {
    let cost = |name: &String| -> usize {
        let costs = told.iter().enumerate().map(|(place, (path, own))| {
            let Some(module) = called.get(path) else {
                return 0;
            };
            // It has a name already: it is told on.
            let given = module.given.get(own);
            let said = module.own.get(own).copied().unwrap_or_default();
            if given.map_or_else(|| module.is_free(name), |given| given == name) {
                return said * name.len();
            }
            // Where it comes from has to have the name, or all others say `as`.
            said + AS * if place == 0 { told.len() } else { 1 }
        });
        costs.sum()
    };
    let Some(name) = all_names().take(2000).min_by_key(cost) else {
        return;
    };
    for (path, own) in told {
        if let Some(module) = called.get_mut(path)
            && !module.given.contains_key(own)
            && module.is_free(&name)
        {
            module.give(own, &name);
        }
    }
}

/// Every name, the shortest first.
fn all_names() -> impl Iterator<Item = String> {
    (0..)
        .map(|number| short(number, LETTERS))
        .filter(|name| !WORDS.contains(&&**name))
}

fn renamed(path: &str, text: &str, names: &BTreeMap<String, String>) -> Result<String, PackError> {
    let allocator = Allocator::default();
    let program = parsed(&allocator, path, text)?.program;
    let mut scoping = SemanticBuilder::new()
        .build(&program)
        .semantic
        .into_scoping();
    let symbols: Vec<_> = scoping.symbol_ids().collect();
    for symbol in symbols {
        if let Some(name) = names.get(scoping.symbol_name(symbol)) {
            scoping.set_symbol_name(symbol, name.as_str().into());
        }
    }
    let written = Codegen::new()
        .with_options(CodegenOptions::minify())
        .with_scoping(Some(scoping))
        .build(&program);
    Ok(written.code)
}
