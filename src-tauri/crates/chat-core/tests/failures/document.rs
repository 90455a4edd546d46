//! `docs/failures.md` says what the code does: every code with its exit status and whether it is
//! repeated, and every sentence of the guide.

use chat_core::failure::{
    Code, GUIDE_GATEWAY_ERROR, GUIDE_INVALID_FORMAT, GUIDE_RATE_LIMIT, GUIDE_REQUEST_FAILED,
    GUIDE_TOKEN_EXPIRED,
};

const DOCUMENT: &str = include_str!("../../../../../docs/failures.md");

/// The cells of every row of the table under this heading.
fn rows(heading: &str) -> Vec<Vec<&'static str>> {
    let (_, section) = DOCUMENT.split_once(heading).unwrap_or_default();
    let section = section.split("\n## ").next().unwrap_or_default();
    section
        .lines()
        .filter_map(|line| line.strip_prefix('|')?.strip_suffix('|'))
        .skip(2)
        .map(|line| line.split('|').map(str::trim).collect())
        .collect()
}

// Mutation seen to fail: the row of `refused` taken out; `dns` said not to be repeated.
#[test]
fn every_code_has_its_row_and_no_other_is_there() {
    let written: Vec<_> = rows("\n## Codes\n")
        .into_iter()
        .map(|cells| match cells.as_slice() {
            [code, meaning, exit, repeated] => {
                assert!(!meaning.is_empty(), "{code}");
                [*code, *exit, *repeated].map(str::to_owned)
            }
            other => panic!("{other:?}"),
        })
        .collect();
    let meant: Vec<_> = Code::ALL
        .iter()
        .map(|code| {
            let repeated = if code.is_retried() { "yes" } else { "no" };
            let (name, exit) = (code.as_str(), code.exit_status());
            [format!("`{name}`"), exit.to_string(), repeated.to_owned()]
        })
        .collect();
    assert_eq!(written, meant);
}

// Mutation seen to fail: another word in the document's "Gateway error".
#[test]
fn every_sentence_of_the_guide_has_its_row() {
    let written: Vec<_> = rows("\n## The integration guide's sentences\n")
        .into_iter()
        .filter_map(|cells| cells.first()?.strip_prefix('`'))
        .filter_map(|cell| cell.split('`').next())
        .collect();
    assert_eq!(
        written,
        [
            GUIDE_TOKEN_EXPIRED,
            GUIDE_RATE_LIMIT,
            GUIDE_GATEWAY_ERROR,
            GUIDE_REQUEST_FAILED,
            GUIDE_INVALID_FORMAT,
        ]
    );
}
