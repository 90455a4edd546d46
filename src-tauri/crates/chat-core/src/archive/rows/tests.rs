use super::*;
use proptest::prelude::*;

fn row(title: &str) -> String {
    format!(
        r#"{{"title":"{title}","mapping":{{"r":{{"children":["a"]}},"a":{{"parent":"r","message":{{"author":{{"role":"user"}},"content":{{"content_type":"text","parts":["Look: {{\"x\": [1}} and {title}"]}}}}}}}},"conversation_id":"{title}"}}"#
    )
}

/// What comes of an archive: titles, and what is told of the rest.
fn told(archive: &[u8], step: usize, most: usize) -> (Vec<String>, bool) {
    let mut rows = Rows::with_limit(most);
    let mut out = Vec::new();
    let mut each = |row| {
        out.push(match row {
            Row::Found(found, _) => found.conversation.title,
            Row::Unread(title, why) => format!("({}) {why}", title.unwrap_or_default()),
            Row::Newer(version) => format!("version {version}"),
        });
        true
    };
    for piece in archive.chunks(step.max(1)) {
        rows.push(piece, &mut each).unwrap();
    }
    let whole = rows.finish(&mut each).unwrap();
    (out, whole)
}

fn front(text: &str, bytes: usize) -> String {
    text.get(..bytes).unwrap().to_owned()
}

fn passed(title: &str, bytes: usize) -> String {
    format!("({title}) {}", Unread::Broken(bytes as u64))
}

fn between(bytes: usize) -> String {
    format!("() {}", Unread::Between(bytes as u64))
}

/// Each is one row that is broken somehow, between sound ones.
#[test]
fn behind_a_broken_row_the_next_one_comes_and_what_was_passed_over_is_told() {
    let broken = row("Broken");
    let at = |what: &str| broken.find(what).unwrap();
    let title = || "Broken".to_owned();
    for (name, text) in [
        ("cut in front of a key", front(&broken, at("\"author\""))),
        ("cut in a key", front(&broken, at("thor\""))),
        ("cut in a text", front(&broken, at(" and Broken"))),
        ("cut behind a text", front(&broken, at("]}}}},\"conv"))),
        ("a bracket too few", broken.replacen("[\"a\"]", "[\"a\"", 1)),
        (
            "a brace too few",
            broken.replacen("\"user\"}", "\"user\"", 1),
        ),
        ("a quote too few", broken.replacen("\"user\"", "\"user", 1)),
        (
            "a quote too many",
            broken.replacen("\"user\"", "\"us\"er\"", 1),
        ),
        (
            "a bracket too many",
            broken.replacen("[\"a\"]", "[\"a\"]]]]]", 1),
        ),
        (
            "a brace too many",
            broken.replacen("[\"a\"]}", "[\"a\"]}}}}}}", 1),
        ),
    ] {
        let archive = format!(
            "[{},\n{text},\n{},{},{}]",
            row("A"),
            row("B"),
            row("C"),
            row("D")
        );
        for step in [1, 7, 300, 1 << 20] {
            let (out, whole) = told(archive.as_bytes(), step, 1 << 20);
            let good: Vec<_> = out
                .iter()
                .filter(|t| t.len() == 1)
                .map(String::as_str)
                .collect();
            assert_eq!(good, ["A", "B", "C", "D"], "{name} {step}: {out:?}");
            assert!(whole, "{name} {step}");
            let named = out.iter().filter(|t| t.contains(&title())).count();
            assert_eq!(named, 1, "{name} {step}: {out:?}");
        }
    }
}

#[test]
fn what_is_told_is_as_long_as_what_was_passed_over() {
    let (a, b) = (row("A"), row("B"));
    for (archive, expected, whole) in [
        (
            format!("[{a}{b}]"),
            vec!["A".to_owned(), "B".to_owned()],
            true,
        ),
        (
            format!("[{a}][{b}]"),
            vec!["A".to_owned(), between(1), "B".to_owned()],
            true,
        ),
        (
            format!("[{a}]}}}} {b}]"),
            vec!["A".to_owned(), between(3), "B".to_owned()],
            true,
        ),
        (
            format!("[{a}]junk"),
            vec!["A".to_owned(), between(4)],
            false,
        ),
        (format!("[{a}}}"), vec!["A".to_owned(), between(1)], false),
        (
            format!("[{a},{}", front(&b, 60)),
            vec!["A".to_owned(), passed("B", 60)],
            false,
        ),
        (
            format!("[{a},{},{a}]", front(&b, 60)),
            vec!["A".to_owned(), passed("B", 61), "A".to_owned()],
            true,
        ),
        (
            format!("{{\"conversations\":[{a},{},{a}],\"x\":1}}", front(&b, 60)),
            vec!["A".to_owned(), passed("B", 61), "A".to_owned()],
            true,
        ),
    ] {
        for step in [1, 50, 1 << 20] {
            let found = told(archive.as_bytes(), step, 1 << 20);
            assert_eq!(
                found,
                (expected.clone(), whole),
                "{archive} in steps of {step}"
            );
        }
    }
}

/// Mutation seen to fail: `import-swallowed` in `xtask/scripts/mutations.py`.
#[test]
fn a_row_that_swallows_more_than_is_held_gives_back_what_it_swallowed() {
    let all: Vec<_> = ('A'..='Z').map(|name| row(&name.to_string())).collect();
    let broken = row("Broken");
    let cut = broken.find("\"children\"").unwrap();
    let archive = format!("[{},{}]", front(&broken, cut), all.join(","));
    let (out, whole) = told(archive.as_bytes(), 64, 1_000);
    assert_eq!((out.len(), whole), (27, true), "{out:?}");
    assert_eq!(out[0], passed("Broken", cut + 1));
}

#[test]
fn a_row_that_is_only_long_is_told_as_long() {
    let long = row("Long").replacen(" and ", &"x".repeat(3_000), 1);
    let archive = format!("[{long},{}]", row("B"));
    for (step, title) in [(1, "Long"), (64, "Long"), (1 << 20, "")] {
        let (out, whole) = told(archive.as_bytes(), step, 2_000);
        let expected = format!("({title}) {}", Unread::TooLarge(long.len() as u64));
        assert_eq!(
            (out, whole),
            (vec![expected, "B".to_owned()], true),
            "{step}"
        );
    }
}

/// What looks like a beginning again and again costs no more than is allowed, nor any memory.
#[test]
fn beginnings_without_an_end_are_given_up() {
    let many = r#"{"a":"#.repeat(300);
    let archive = format!("[{many},{},{}]", row("A"), row("B"));
    let (out, _) = told(archive.as_bytes(), 4_096, 1 << 20);
    assert_eq!(&out[out.len() - 2..], ["A", "B"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever happens to one row, the others come.
    #[test]
    fn damage_of_a_row_costs_no_other(at in any::<prop::sample::Index>(), cut in 0..40_usize, put in "[\\[\\]{}\",:\\\\a ]{0,4}", step in 1..200_usize) {
        let mut broken = row("Broken");
        let at = at.index(broken.len());
        let end = (at + cut).min(broken.len());
        broken.replace_range(at..end, &put);
        let archive = format!("[{},{broken},{},{},{}]", row("A"), row("B"), row("C"), row("D"));
        let (out, _) = told(archive.as_bytes(), step, 1 << 20);
        for name in ["A", "B", "C", "D"] {
            prop_assert!(out.iter().any(|title| title == name), "{name} of {out:?}");
        }
    }

    #[test]
    fn any_bytes_are_taken(bytes in prop::collection::vec(prop::sample::select(&b"[]{}\",:a\\ "[..]), 0..200), step in 1..9_usize) {
        let mut rows = Rows::with_limit(20);
        for piece in bytes.chunks(step) {
            if rows.push(piece, &mut |_| true).is_err() {
                return Ok(());
            }
        }
        let _ = rows.finish(&mut |_| true);
    }
}
