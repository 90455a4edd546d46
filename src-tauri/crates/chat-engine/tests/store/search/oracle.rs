//! The rules of searching read once more, slowly and with nothing of the program: what a text is
//! folded to, where words end, which messages are found in which order.

use unicode_normalization::UnicodeNormalization;

/// A message as it stands in the history.
#[derive(Clone, Debug)]
pub(super) struct Raw {
    pub(super) seq: i64,
    pub(super) conversation: String,
    pub(super) role: &'static str,
    pub(super) model: Option<&'static str>,
    pub(super) created_at_ms: i64,
    pub(super) text: String,
    /// As [`plain`] gives it.
    pub(super) plain: Vec<char>,
}

/// One thing that is asked.
#[derive(Clone, Debug)]
pub(super) enum Ask {
    /// This text, and which of its ends may be inside a word.
    Text(String, bool, bool),
    Model(String),
    Role(&'static str),
    Before(i64),
    After(i64),
    Code,
    In {
        start: String,
        whole: bool,
    },
}

pub(super) fn is_so(ask: &Ask, raw: &Raw) -> bool {
    match ask {
        Ask::Text(text, open_start, open_end) => {
            let wanted = plain(text);
            let all = &raw.plain;
            let first = wanted[0];
            let begins = all.iter().enumerate().filter(|(_, c)| **c == first);
            begins.map(|(at, _)| at).any(|at| {
                all[at..].starts_with(&wanted)
                    && (*open_start || at == 0 || !joined(all[at - 1], all[at]))
                    && (*open_end
                        || at + wanted.len() == all.len()
                        || !joined(all[at + wanted.len() - 1], all[at + wanted.len()]))
            })
        }
        Ask::Model(part) => raw
            .model
            .is_some_and(|model| model.to_lowercase().contains(&part.to_lowercase())),
        Ask::Role(role) => raw.role == *role,
        Ask::Before(ms) => raw.created_at_ms < *ms,
        Ask::After(ms) => raw.created_at_ms >= *ms,
        Ask::Code => raw
            .text
            .split('\n')
            .any(|line| line.starts_with("```") || line.starts_with("~~~")),
        Ask::In { start, whole: true } => raw.conversation == *start,
        Ask::In {
            start,
            whole: false,
        } => raw.conversation.starts_with(start),
    }
}

/// Whether two characters are inside one word.
fn joined(a: char, b: char) -> bool {
    let in_word = |c: char| {
        let no_borders = matches!(c, 'ぁ'..='ヿ' | '一'..='鿿' | '가'..='힣' | 'ก'..='๛');
        c.is_alphanumeric() && !no_borders
    };
    in_word(a) && in_word(b)
}

/// A text as it is compared.
pub(super) fn plain(text: &str) -> Vec<char> {
    let folded: String = text
        .nfkd()
        .filter(|c| !('\u{300}'..='\u{36f}').contains(c) && *c != '\u{ad}')
        .nfc()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'ß' => "ss".to_owned(),
            'ø' => "o".to_owned(),
            'ł' => "l".to_owned(),
            'œ' => "oe".to_owned(),
            'ς' => "σ".to_owned(),
            '’' | '‘' => "'".to_owned(),
            '“' | '”' => "\"".to_owned(),
            '–' => "-".to_owned(),
            c => c.to_string(),
        })
        .collect();
    folded
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .chars()
        .collect()
}
