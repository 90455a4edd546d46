//! What other programs' archives become, whole ones and hostile ones.

#![cfg(test)]

mod hostile;
mod programs;

use chat_core::archive::{Found, Row, Rows, Unread};

/// Every element of an archive, read.
pub(crate) fn all(archive: &[u8]) -> Vec<Result<Found, (Option<String>, Unread)>> {
    let mut found = Vec::new();
    let mut rows = Rows::default();
    let mut each = |row| {
        found.push(match row {
            Row::Found(one, _) => Ok(*one),
            Row::Unread(title, why) => Err((title, why)),
            Row::Newer(version) => panic!("version {version}"),
        });
        true
    };
    rows.push(archive, &mut each).unwrap();
    rows.finish(&mut each).unwrap();
    found
}

/// A conversation a line a message: depth, who, what became of it, when, what.
pub(crate) fn outline(found: &Found) -> Vec<String> {
    let messages = &found.conversation.messages;
    let depth = |mut at: usize| {
        let mut depth = 0;
        while let Some(parent) = &messages[at].parent {
            at = messages.iter().position(|m| m.id == *parent).unwrap();
            depth += 1;
        }
        depth
    };
    let lines = messages.iter().enumerate().map(|(n, m)| {
        let path = if m.chosen { "*" } else { "" };
        let head = if found.conversation.head.as_ref() == Some(&m.id) {
            "<"
        } else {
            ""
        };
        format!(
            "{}{path}{head} {} {} {} {}: {:?} {:?}",
            depth(n),
            m.role.as_str(),
            m.state.as_str(),
            m.model.as_deref().unwrap_or("-"),
            m.created_at_ms,
            m.text,
            m.reasoning
        )
    });
    lines.collect()
}
