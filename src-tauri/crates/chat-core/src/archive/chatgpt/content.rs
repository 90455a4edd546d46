//! What a message's `content` shows, by its `content_type`.

use super::{Tool, Writer};
use crate::archive::found::LeftOut;
use crate::archive::lenient::{Raw, list, object, text, words};
use crate::attachment::{code, language_of};
use serde::Deserialize;

/// What is shown of a message.
#[derive(Default)]
pub(super) struct Shown {
    pub(super) text: String,
    pub(super) reasoning: String,
    /// What stands for each picture or recording, which the archive's text does not hold.
    pub(super) pictures: Vec<String>,
}

#[derive(Deserialize)]
struct Content<'a> {
    #[serde(borrow, default, rename = "content_type")]
    kind: Raw<'a>,
    #[serde(borrow, default)]
    parts: Raw<'a>,
    #[serde(borrow, default)]
    text: Raw<'a>,
    #[serde(borrow, default)]
    language: Raw<'a>,
    #[serde(borrow, default)]
    thoughts: Raw<'a>,
}

#[derive(Deserialize)]
struct Part<'a> {
    #[serde(borrow, default, rename = "content_type")]
    kind: Raw<'a>,
    #[serde(borrow, default)]
    text: Raw<'a>,
    #[serde(borrow, default)]
    metadata: Raw<'a>,
}

#[derive(Deserialize)]
struct PartMetadata<'a> {
    #[serde(borrow, default)]
    dalle: Raw<'a>,
}

#[derive(Deserialize)]
struct Dalle<'a> {
    #[serde(borrow, default)]
    prompt: Raw<'a>,
}

#[derive(Deserialize)]
struct Thought<'a> {
    #[serde(borrow, default)]
    summary: Raw<'a>,
    #[serde(borrow, default)]
    content: Raw<'a>,
}

/// A document of the canvas, as the program asks its tool for it.
#[derive(Deserialize)]
struct Canvas<'a> {
    #[serde(borrow, default)]
    name: Raw<'a>,
    #[serde(borrow, default, rename = "type")]
    kind: Raw<'a>,
    #[serde(borrow, default)]
    content: Raw<'a>,
}

/// What is shown; none is nothing, and counted where it is more than nothing.
pub(super) fn shown(
    content: Raw<'_>,
    writer: Writer,
    recipient: &str,
    left_out: &mut LeftOut,
) -> Option<Shown> {
    let Some(content) = object::<Content<'_>>(content) else {
        left_out.unreadable += 1;
        return None;
    };
    let kind = text(content.kind).unwrap_or_default();
    let is_tool = matches!(writer, Writer::Tool(Tool::Other));
    let just = |text: String| {
        Some(Shown {
            text,
            ..Shown::default()
        })
    };
    let mut tool = || {
        left_out.tools += 1;
        None
    };
    match kind.as_str() {
        _ if is_tool => tool(),
        "text" | "multimodal_text" if recipient != "all" => {
            canvas(words(list(content.parts).first().copied()), recipient).map_or_else(tool, just)
        }
        "code" if recipient != "all" && !recipient.starts_with("python") => {
            canvas(words(content.text), recipient).map_or_else(tool, just)
        }
        "code" => {
            let language = text(content.language).filter(|name| name != "unknown");
            let language = language.unwrap_or_else(|| "python".to_owned());
            words(content.text).and_then(|source| just(code(&language, &source)))
        }
        "execution_output" => words(content.text).and_then(|output| just(code("text", &output))),
        "text" | "multimodal_text" => Some(parts(content.parts)),
        "thoughts" => Some(Shown {
            reasoning: thoughts(content.thoughts),
            ..Shown::default()
        }),
        // How long it thought, and what the program was told of the person.
        "reasoning_recap" | "user_editable_context" | "model_editable_context" => {
            left_out.hidden += 1;
            None
        }
        "tether_quote"
        | "tether_browsing_display"
        | "tether_browsing_code"
        | "sonic_webpage"
        | "system_error" => tool(),
        // A kind that came later: text where such has always been.
        _ => {
            let shown = parts(content.parts);
            let said = words(content.text).map_or(shown.text, |text| text);
            if said.is_empty() && shown.pictures.is_empty() {
                left_out.unreadable += 1;
                return None;
            }
            Some(Shown {
                text: said,
                reasoning: String::new(),
                pictures: shown.pictures,
            })
        }
    }
}

/// Texts on lines of their own; what is not text is named.
fn parts(raw: Raw<'_>) -> Shown {
    let (mut texts, mut pictures) = (Vec::new(), Vec::new());
    for part in list(raw) {
        if let Some(text) = text(Some(part)) {
            texts.push(text);
            continue;
        }
        let Some(part) = object::<Part<'_>>(Some(part)) else {
            continue;
        };
        match text(part.kind).unwrap_or_default().as_str() {
            "audio_transcription" | "text" => texts.extend(words(part.text)),
            "image_asset_pointer" => pictures.push(picture_note(&part)),
            _ => pictures.push("[Recording: not in the archive]".to_owned()),
        }
    }
    if !texts.is_empty() && texts.iter().any(|text| !text.is_empty()) {
        // A recording that was written down is there as its text.
        pictures.retain(|note| !note.starts_with("[Recording"));
    }
    texts.retain(|text| !text.is_empty());
    Shown {
        text: texts.join("\n"),
        reasoning: String::new(),
        pictures,
    }
}

fn picture_note(part: &Part<'_>) -> String {
    let dalle = object::<PartMetadata<'_>>(part.metadata).and_then(|m| object(m.dalle));
    match dalle.and_then(|dalle: Dalle<'_>| words(dalle.prompt)) {
        Some(prompt) => format!("[Picture: {prompt}; not in the archive]"),
        None => "[Picture: not in the archive]".to_owned(),
    }
}

/// What stands for a file that the archive only names.
pub(super) fn file_note(name: Option<&str>) -> String {
    let name = crate::attachment::file_name(name.unwrap_or_default());
    format!("[File: {name}; not in the archive]")
}

fn thoughts(raw: Raw<'_>) -> String {
    let mut lines = Vec::new();
    for thought in list(raw) {
        if let Some(thought) = object::<Thought<'_>>(Some(thought)) {
            lines.extend(words(thought.summary));
            lines.extend(words(thought.content));
        }
    }
    lines.join("\n")
}

/// A document that was written for the canvas, which is what the person asked for.
fn canvas(asked: Option<String>, recipient: &str) -> Option<String> {
    if !recipient.starts_with("canmore.create") {
        return None;
    }
    let asked = asked?;
    let canvas: Canvas<'_> = serde_json::from_str(&asked).ok()?;
    let (content, name) = (words(canvas.content)?, words(canvas.name));
    let kind = text(canvas.kind).unwrap_or_default();
    Some(match kind.strip_prefix("code/") {
        Some(language) => code(language, &content),
        None => match name {
            Some(name) => crate::attachment::fenced(&name, language_of(&name), &content),
            None => content,
        },
    })
}
