//! A conversation that is opened: prose, lists, and code as two fifths of the text.

use chat_render::render;

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
    (0..60).map(|_| part.repeat(4)).collect()
}

/// What the engine does to show them: trees, and their JSON for the page.
pub fn open(messages: &[String]) -> usize {
    let json =
        |message: &String| serde_json::to_string(&render(message)).map_or(0, |json| json.len());
    messages.iter().map(json).sum()
}
