//! The man pages and the completions that packages carry are what the arguments say.
//!
//! They lie in `packaging/`, so that a package needs no extra step and the program no extra crate.
//! `GATEHOUSE_BLESS=1 cargo test -p chat-cli written` writes them anew.

use super::Cli;
use clap::CommandFactory as _;
use clap_complete::{Shell, generate_to};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Where they are kept.
fn packaging(folder: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../../packaging")
        .join(folder)
}

/// The files of a folder with their texts.
fn texts(folder: &Path) -> BTreeMap<String, String> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return BTreeMap::new();
    };
    entries
        .map(|entry| {
            let entry = entry.unwrap();
            let text = std::fs::read_to_string(entry.path()).unwrap();
            (entry.file_name().into_string().unwrap(), text)
        })
        .collect()
}

/// Compares what was made with what is kept, or keeps it.
fn compare(made: &BTreeMap<String, String>, folder: &str) {
    let place = packaging(folder);
    if option_env!("GATEHOUSE_BLESS").is_some() {
        for name in texts(&place)
            .keys()
            .filter(|name| !made.contains_key(*name))
        {
            std::fs::remove_file(place.join(name)).unwrap();
        }
        for (name, text) in made {
            std::fs::write(place.join(name), text).unwrap();
        }
    }
    let kept = texts(&place);
    let names: [Vec<_>; 2] = [made.keys().collect(), kept.keys().collect()];
    let [made_names, kept_names] = names;
    assert_eq!(made_names, kept_names, "{folder}");
    for (name, text) in made {
        assert!(
            kept.get(name) == Some(text),
            "{folder}/{name} is stale: GATEHOUSE_BLESS=1 cargo test -p chat-cli written"
        );
    }
}

#[test]
fn every_verb_has_the_man_page_that_its_arguments_say() {
    let folder = tempfile::tempdir().unwrap();
    clap_mangen::generate_to(Cli::command(), folder.path()).unwrap();
    let made = texts(folder.path());
    assert!(made.contains_key("gatehouse.1") && made.contains_key("gatehouse-ask.1"));
    compare(&made, "man/gatehouse");
}

#[test]
fn the_completions_of_each_shell_know_every_verb() {
    let folder = tempfile::tempdir().unwrap();
    for shell in [Shell::Bash, Shell::Zsh, Shell::Fish, Shell::PowerShell] {
        generate_to(shell, &mut Cli::command(), "gatehouse", folder.path()).unwrap();
    }
    let made = texts(folder.path());
    for (name, text) in &made {
        for verb in Cli::command().get_subcommands() {
            assert!(
                text.contains(verb.get_name()),
                "{name}: {}",
                verb.get_name()
            );
        }
    }
    compare(&made, "completions");
}
