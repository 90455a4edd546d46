use super::*;
use proptest::prelude::*;

fn all(text: &[u8], step: usize, most: usize) -> (Vec<Element>, Result<bool, NotAnArchive>) {
    let mut elements = Elements::with_limit(most);
    let mut out = Vec::new();
    for mut piece in text.chunks(step.max(1)) {
        loop {
            match elements.next(&mut piece) {
                Ok(Some(Element::Long(_))) => {}
                Ok(Some(element)) => out.push(element),
                Ok(None) => break,
                Err(NotAnArchive) => return (out, Err(NotAnArchive)),
            }
        }
    }
    let ended = elements.finish();
    (out, ended)
}

fn one(text: &str) -> Element {
    Element::One(text.as_bytes().to_vec())
}

#[test]
fn elements_come_out_as_they_stand_however_the_text_is_cut() {
    let text = "\u{feff} [ {\"a\":\"]}\\\"\",\"b\":[[1],{}]} ,12, \"x,]\\\\\",null ,[],{}\n]\n";
    for step in 1..text.len() {
        let (out, ended) = all(text.as_bytes(), step, 1 << 20);
        let trimmed: Vec<_> = out
            .iter()
            .map(|element| match element {
                Element::One(bytes) => std::str::from_utf8(bytes).unwrap().trim(),
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(
            trimmed,
            [
                "{\"a\":\"]}\\\"\",\"b\":[[1],{}]}",
                "12",
                "\"x,]\\\\\"",
                "null",
                "[]",
                "{}"
            ],
            "steps of {step}"
        );
        assert_eq!(ended, Ok(true));
    }
}

#[test]
fn a_document_gives_its_fields_and_the_conversations() {
    let long = "9".repeat(5_000);
    let text = format!(
        "{{\"format\":\"gatehouse-history\",\"version\":1,\"big\":\"{long}\",\"conversations\":[{{}},{{}}],\"at\":[1]}}"
    );
    for step in [1, 2, 7, 8_000] {
        let (out, ended) = all(text.as_bytes(), step, 1 << 20);
        let field = |name: &str, json: &str| Element::Field {
            name: name.to_owned(),
            json: json.as_bytes().to_vec(),
        };
        assert_eq!(
            out,
            [
                field("format", "\"gatehouse-history\""),
                field("version", "1"),
                field("big", ""),
                one("{}"),
                one("{}"),
                field("at", "[1]"),
            ]
        );
        assert_eq!(ended, Ok(true));
    }
}

#[test]
fn an_element_over_the_limit_is_told_and_the_next_one_comes() {
    let text = format!("[{{\"a\":\"{}\"}},{{}}]", "x".repeat(100));
    for step in [1, 9, 500] {
        let (out, ended) = all(text.as_bytes(), step, 50);
        assert_eq!(out, [Element::TooLarge(108), one("{}")], "{step}");
        assert_eq!(ended, Ok(true));
    }
}

#[test]
fn what_is_no_archive_is_refused_and_what_is_cut_is_told() {
    for bad in [
        "",
        "  ",
        "x",
        "\"[]\"",
        "12",
        "{}",
        "{\"a\":1}",
        "PK\u{3}",
        "[] x",
        "{1:2}",
    ] {
        let (_, ended) = all(bad.as_bytes(), 3, 100);
        assert_eq!(ended, Err(NotAnArchive), "{bad}");
    }
    for cut in ["[", "[{}", "[{},", "[{},{\"a\":", "{\"conversations\":[{}]"] {
        let (out, ended) = all(cut.as_bytes(), 3, 100);
        assert_eq!(ended, Ok(false), "{cut}");
        assert!(out.len() <= 1);
    }
}

#[test]
fn a_million_brackets_take_no_stack() {
    let mut text = vec![b'['; 1_000_001];
    text.extend(vec![b']'; 1_000_001]);
    let (out, ended) = all(&text, 4096, 100);
    assert_eq!(out, [Element::TooLarge(2_000_000)]);
    assert_eq!(ended, Ok(true));
}

proptest! {
    /// Of arrays that the JSON library wrote, each element comes back, whatever the cuts.
    #[test]
    fn arrays_of_anything_fall_apart_into_their_elements(
        values in prop::collection::vec((".{0,20}", any::<i32>(), prop::collection::vec(".{0,5}", 0..3)), 0..6),
        step in 1..40_usize,
    ) {
        let values: Vec<_> = values
            .into_iter()
            .map(|(a, b, c)| serde_json::json!({"a": a, "b": b, "c": c}))
            .collect();
        let (out, ended) = all(serde_json::to_string(&values).unwrap().as_bytes(), step, 1 << 20);
        let expected: Vec<_> = values.iter().map(|v| one(&v.to_string())).collect();
        prop_assert_eq!(out, expected);
        prop_assert_eq!(ended, Ok(true));
    }

    #[test]
    fn any_bytes_are_taken(bytes in prop::collection::vec(any::<u8>(), 0..300), step in 1..9_usize) {
        let _ = all(&bytes, step, 20);
    }
}
