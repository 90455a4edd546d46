//! What a `mailto:` address would write.

use serde::{Deserialize, Serialize};
use url::form_urlencoded;

use super::Link;

/// A letter as an address prepares it, decoded.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "camelCase")]
pub struct Letter {
    /// Whom it goes to.
    pub to: String,
    /// Who gets a copy; empty for nobody.
    pub cc: String,
    /// Who gets a copy unseen; empty for nobody.
    pub bcc: String,
    /// Its subject.
    pub subject: String,
    /// Its text.
    pub body: String,
}

impl Link {
    /// The letter that this address prepares; none when it is no `mailto:`, or when it asks for
    /// more than a letter's own fields, such as a file to attach, or for a second line in one.
    pub fn letter(&self) -> Option<Letter> {
        if self.url.scheme() != "mailto" {
            return None;
        }
        let mut letter = Letter {
            to: decoded(self.url.path())?,
            ..Letter::default()
        };
        // A plus stands for itself in mail addresses (RFC 6068).
        let query = self.url.query().unwrap_or_default().replace('+', "%2B");
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let field = match name.to_ascii_lowercase().as_str() {
                "to" => &mut letter.to,
                "cc" => &mut letter.cc,
                "bcc" => &mut letter.bcc,
                "subject" => &mut letter.subject,
                "body" => {
                    push(&mut letter.body, &value, "\n");
                    continue;
                }
                _ => return None,
            };
            if value.chars().any(char::is_control) {
                return None;
            }
            push(field, &value, ", ");
        }
        Some(letter)
    }
}

fn push(field: &mut String, value: &str, between: &str) {
    if !field.is_empty() {
        field.push_str(between);
    }
    field.push_str(value);
}

/// A part without its escapes; none where they hide control characters.
fn decoded(part: &str) -> Option<String> {
    // The parser splits at `&` and `=`, which a path may hold as they are.
    let guarded = part
        .replace('+', "%2B")
        .replace('&', "%26")
        .replace('=', "%3D");
    let (name, _) = form_urlencoded::parse(guarded.as_bytes()).next()?;
    (!name.chars().any(char::is_control)).then(|| name.into_owned())
}
