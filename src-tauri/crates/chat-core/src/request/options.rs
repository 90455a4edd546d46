//! What may be asked of a model beside the question, from the texts that a person gives.

use super::{AnswerSchema, Effort, Reasoning};
use crate::failure::{Code, Failure};
use serde_json::Value;

/// Most texts at which an answer ends: `OpenAI` and gateways take 4, Gemini 5.
pub const MAX_STOP: usize = 4;
/// Longest such text, in bytes.
const MAX_STOP_BYTES: usize = 256;
/// Largest schema of an answer, in bytes.
pub const MAX_SCHEMA_BYTES: usize = 256 * 1024;
/// The name under which a schema travels.
const SCHEMA_NAME: &str = "answer";

/// Whether an answer can be told to end at these texts. Anthropic takes none of white space alone.
///
/// # Errors
/// `config_invalid` with what fits.
pub fn check_stop(texts: &[String]) -> Result<(), Failure> {
    let fits = |text: &String| !text.trim().is_empty() && text.len() <= MAX_STOP_BYTES;
    if texts.len() > MAX_STOP || !texts.iter().all(fits) {
        return Err(refuse(
            "The answer cannot be told to end there.",
            "Give at most 4 texts of 1 to 256 bytes, none of white space alone.",
        ));
    }
    Ok(())
}

impl Reasoning {
    /// Reads a step's word, `off`, or a number of tokens.
    ///
    /// # Errors
    /// `config_invalid` with what fits.
    pub fn parse(text: &str) -> Result<Self, Failure> {
        let effort = Effort::ALL
            .into_iter()
            .find(|effort| effort.as_str() == text);
        match (effort, text.parse()) {
            (Some(effort), _) => Ok(Self::Effort(effort)),
            (None, Ok(0)) => Ok(Self::Off),
            (None, Ok(tokens)) => Ok(Self::Budget(tokens)),
            (None, Err(_)) if text == "off" => Ok(Self::Off),
            (None, Err(_)) => Err(refuse(
                "That is no amount of reasoning.",
                "Give off, minimal, low, medium, high, max, or a number of tokens.",
            )),
        }
    }
}

impl AnswerSchema {
    /// Reads a JSON schema.
    ///
    /// # Errors
    /// `config_invalid` where it is no JSON object or over [`MAX_SCHEMA_BYTES`].
    pub fn parse(json: &[u8]) -> Result<Self, Failure> {
        if json.len() > MAX_SCHEMA_BYTES {
            return Err(refuse(
                "The schema is over 256 KiB.",
                "Describe less of the answer.",
            ));
        }
        match serde_json::from_slice(json) {
            Ok(schema @ Value::Object(_)) => Ok(Self {
                name: SCHEMA_NAME.to_owned(),
                schema,
            }),
            Ok(_) | Err(_) => Err(refuse(
                "The schema is no JSON object.",
                "Give a JSON schema, such as {\"type\":\"object\",…}.",
            )),
        }
    }
}

fn refuse(message: &str, action: &str) -> Failure {
    Failure::new(Code::ConfigInvalid, message).with_action(action)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_of_reasoning_is_a_word_or_tokens() {
        for (text, expected) in [
            ("off", Some(Reasoning::Off)),
            ("0", Some(Reasoning::Off)),
            ("minimal", Some(Reasoning::Effort(Effort::Minimal))),
            ("max", Some(Reasoning::Effort(Effort::Max))),
            ("2048", Some(Reasoning::Budget(2_048))),
            ("4294967295", Some(Reasoning::Budget(u32::MAX))),
            ("4294967296", None),
            ("-1", None),
            ("much", None),
            ("High", None),
            ("", None),
        ] {
            assert_eq!(Reasoning::parse(text).ok(), expected, "{text}");
        }
    }

    #[test]
    fn an_answer_ends_at_up_to_four_texts_that_say_something() {
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        let long = "x".repeat(257);
        for (given, fits) in [
            (texts(&[]), true),
            (texts(&["a", "\n\nb", "c", "d"]), true),
            (texts(&["a", "b", "c", "d", "e"]), false),
            (texts(&[""]), false),
            (texts(&["a", "\n"]), false),
            (texts(&[&long]), false),
        ] {
            let given: Vec<String> = given;
            assert_eq!(check_stop(&given).is_ok(), fits, "{given:?}");
        }
    }

    #[test]
    fn a_schema_is_a_json_object_of_bounded_size() {
        let schema = AnswerSchema::parse(br#"{"type":"object"}"#).unwrap();
        assert_eq!(schema.schema["type"], "object");
        let long = format!("{{\"a\":\"{}\"}}", "x".repeat(MAX_SCHEMA_BYTES));
        let deep = "[".repeat(1_000);
        for json in ["", "[]", "7", "{", "nonsense", &long, &deep] {
            let refused = AnswerSchema::parse(json.as_bytes()).unwrap_err();
            assert_eq!(refused.code, Code::ConfigInvalid);
        }
    }
}
