//! `gatehouse history list`.

use crate::output::{self, Closed, one_line};
use crate::report::Ended;
use chat_core::calendar::Day;
use chat_core::failure::Failure;
use chat_core::wire::{ConversationView, ListFilter};
use chat_engine::{CONVERSATIONS_PAGE, Engine};

/// Lists the conversations that a filter shows, pinned ones first.
pub(super) async fn run(engine: &Engine, filter: ListFilter, json: bool) -> Result<Ended, Failure> {
    let rows = all(engine, &filter).await?;
    if rows.is_empty() && !json {
        output::note(none(&filter));
    }
    Ok(print(&rows, json).into())
}

/// Nothing is there: what shows more.
fn none(filter: &ListFilter) -> &'static str {
    if filter.folder.is_some() || filter.tag.is_some() {
        "No conversation is filed or tagged so. gatehouse history list shows folders and tags."
    } else if filter.archived {
        "The archive is empty."
    } else {
        "There are no conversations. gatehouse ask starts one; those in the archive are under --archived."
    }
}

async fn all(engine: &Engine, filter: &ListFilter) -> Result<Vec<ConversationView>, Failure> {
    let mut rows: Vec<ConversationView> = Vec::new();
    let mut before = None;
    loop {
        let page = engine.list_conversations(before, filter.clone()).await?;
        let is_whole = page.len() < usize::try_from(CONVERSATIONS_PAGE).unwrap_or(usize::MAX);
        // Pinned ones come beside the first page.
        before = page.last().map(|row| row.id.clone());
        rows.extend(page);
        if is_whole {
            return Ok(rows);
        }
    }
}

/// One line a conversation: its id, the day of its last turn in UTC, its title, how it stands, folder
/// and tags.
pub(super) fn print(rows: &[ConversationView], json: bool) -> Result<(), Closed> {
    if json {
        return output::json(&rows);
    }
    for row in rows {
        let day = Day::at(row.updated_at_ms);
        output::text(&format!("{}  {day}  {}\n", row.id, one_line(&line(row))))?;
    }
    Ok(())
}

fn line(row: &ConversationView) -> String {
    let flags = [
        (row.pinned, "pinned"),
        (row.archived, "archived"),
        (row.unread, "unread"),
    ];
    let flags = flags.iter().filter(|(is_so, _)| *is_so);
    let words = flags.map(|(_, word)| format!("({word})"));
    let folder = row.folder.iter().map(|folder| format!("[{folder}]"));
    let tags = row.tags.iter().map(|tag| format!("#{tag}"));
    let beside: Vec<_> = words.chain(folder).chain(tags).collect();
    if beside.is_empty() {
        return row.title.clone();
    }
    format!("{}  {}", row.title, beside.join("  "))
}
