//! A conversation that is opened: prose, lists, and code as two fifths of the text.

use chat_core::blocks::Drawn;
use chat_render::{Drawings, draw};

const PROSE: &str = "The **function** reads `one` line after the other, and [what it gives](https://e.org/a) \
    is a *tree* of nodes. Nothing of it is kept beyond the call, so it costs what its text costs.";

const CODE: &str = "/// Reads what is there.\npub fn read<'a>(from: &'a mut Source, limit: usize) -> Result<&'a str, Error> {\n    \
    let mut taken = 0; // bytes\n    while taken < limit && !from.is_empty() {\n        match from.next(\"name\")? {\n            \
    Some(piece) => taken += piece.len(),\n            None => return Err(Error::End { at: taken }),\n        }\n    }\n    \
    Ok(from.text(0..taken))\n}\n";

/// 60 answers of about 3.3 KB whose code is in this language.
pub fn messages(language: &str) -> Vec<String> {
    let part = format!(
        "## A step\n\n{PROSE}\n\n- first `x`\n- second\n- third\n\n{PROSE}\n\n```{language}\n{CODE}```\n\n"
    );
    (0..60)
        .map(|n| format!("Answer {n}\n\n{}", part.repeat(4)))
        .collect()
}

/// What the engine does to show them the first time: trees, and their JSON for the page.
pub fn open(messages: &[String]) -> usize {
    messages.iter().map(|message| sent(&draw(message))).sum()
}

/// What it does to show them again while their drawings are held.
pub fn reopen(messages: &[String], drawings: &mut Drawings) -> usize {
    let drawn = messages.iter().filter_map(|message| drawings.of(message));
    drawn.map(|drawn| sent(&drawn)).sum()
}

/// Their drawings, held.
pub fn held(messages: &[String]) -> Drawings {
    let mut drawings = Drawings::default();
    for message in messages {
        drawings.keep(message, &draw(message), drawings.since());
    }
    drawings
}

fn sent(drawn: &Drawn) -> usize {
    serde_json::to_string(drawn).map_or(0, |json| json.len())
}
