//! The fuzz targets on stable: over their corpus, and over what chance makes of it.
//!
//! `cargo +nightly fuzz run NAME` in `fuzz/` goes on from here; what it finds becomes a seed.
#![cfg(test)]
#![forbid(unsafe_code)]

#[path = "../../fuzz/src/lib.rs"]
#[expect(unreachable_pub, reason = "they are public to cargo-fuzz")]
mod targets;

use gatehouse_tests::sources::root;
use proptest::prelude::*;
use proptest::sample::Index;
use std::collections::BTreeSet;
use targets::TARGETS;

/// Largest seed, in bytes: a corpus is for shapes, not for sizes.
const MAX_SEED: usize = 4 * 1024;

fn seeds(target: &str) -> Vec<Vec<u8>> {
    let folder = root().join("fuzz").join("corpus").join(target);
    let mut paths: Vec<_> = std::fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    paths
        .iter()
        .map(|path| std::fs::read(path).unwrap())
        .collect()
}

#[test]
fn every_target_has_its_binary_and_a_corpus_that_holds() {
    let manifest = std::fs::read_to_string(root().join("fuzz/Cargo.toml")).unwrap();
    let binaries: BTreeSet<&str> = manifest
        .split("[[bin]]\nname = \"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap())
        .collect();
    assert_eq!(binaries, TARGETS.iter().map(|(name, _)| *name).collect());
    for (name, body) in TARGETS {
        let seeds = seeds(name);
        assert!(seeds.len() >= 5, "{name} has {} seeds", seeds.len());
        for seed in seeds {
            assert!(
                seed.len() <= MAX_SEED,
                "{name}: a seed of {} bytes",
                seed.len()
            );
            body(&seed);
        }
    }
}

/// A change of a seed.
#[derive(Debug, Clone)]
enum Edit {
    /// Bytes put in.
    Insert(Index, Vec<u8>),
    /// One byte changed.
    Set(Index, u8),
    /// A range left out.
    Cut(Index, Index),
    /// A range that comes twice.
    Twice(Index, Index),
    /// The rest of another seed from there.
    Splice(Index, Index, Index),
}

fn edit() -> impl Strategy<Value = Edit> {
    let index = any::<Index>;
    let token = prop::sample::select(vec![
        "\n",
        "\r",
        "\n\n",
        "data: ",
        "event: error\n",
        "{",
        "}",
        "[",
        "]",
        "\"",
        ":",
        ",",
        "null",
        "-1",
        "1e999",
        "99999999999999999999",
        "\"error\":",
        "\\ud83d",
        "\u{feff}",
        "é😀",
        "\0",
        "[DONE]",
        "<think>",
        "=",
        "'",
        "//",
        "@",
        "%2e",
        "..",
    ]);
    let bytes = prop_oneof![
        token.prop_map(|token| token.as_bytes().to_vec()),
        prop::collection::vec(any::<u8>(), 1..6),
    ];
    prop_oneof![
        (index(), bytes).prop_map(|(at, bytes)| Edit::Insert(at, bytes)),
        (index(), any::<u8>()).prop_map(|(at, byte)| Edit::Set(at, byte)),
        (index(), index()).prop_map(|(from, to)| Edit::Cut(from, to)),
        (index(), index()).prop_map(|(from, to)| Edit::Twice(from, to)),
        (index(), index(), index()).prop_map(|(at, other, from)| Edit::Splice(at, other, from)),
    ]
}

fn apply(bytes: &mut Vec<u8>, edit: &Edit, seeds: &[Vec<u8>]) {
    let range = |from: &Index, to: &Index| {
        let (a, b) = (from.index(bytes.len() + 1), to.index(bytes.len() + 1));
        a.min(b)..a.max(b)
    };
    match edit {
        Edit::Insert(at, more) => {
            let at = at.index(bytes.len() + 1);
            bytes.splice(at..at, more.iter().copied());
        }
        Edit::Set(at, byte) => {
            if !bytes.is_empty() {
                let at = at.index(bytes.len());
                bytes[at] = *byte;
            }
        }
        Edit::Cut(from, to) => {
            let range = range(from, to);
            bytes.drain(range);
        }
        Edit::Twice(from, to) => {
            let range = range(from, to);
            let again = bytes[range.clone()].to_vec();
            bytes.splice(range.end..range.end, again);
        }
        Edit::Splice(at, other, from) => {
            let other = other.get(seeds);
            bytes.truncate(at.index(bytes.len() + 1));
            bytes.extend_from_slice(&other[from.index(other.len() + 1)..]);
        }
    }
}

/// Runs a target over seeds that chance changed.
fn hold(target: &str) {
    let (name, body) = TARGETS.iter().find(|(name, _)| *name == target).unwrap();
    let seeds = seeds(name);
    let strategy = (any::<Index>(), prop::collection::vec(edit(), 0..8));
    let mut runner = proptest::test_runner::TestRunner::default();
    runner
        .run(&strategy, |(seed, edits)| {
            let mut bytes = seed.get(&seeds).clone();
            for edit in &edits {
                apply(&mut bytes, edit, &seeds);
            }
            body(&bytes);
            Ok(())
        })
        .unwrap();
}

macro_rules! hold {
    ($($name:ident)*) => {
        $(#[test]
        fn $name() {
            hold(stringify!($name));
        })*
    };
}

hold!(sse openai_chat openai_responses anthropic gemini error_body env_file url deep_link);
