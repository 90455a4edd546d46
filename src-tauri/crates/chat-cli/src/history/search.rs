//! `gatehouse history search | check | rebuild`: exact search, and its index.

use crate::output::{self, Closed, for_terminal, one_line};
use crate::report::Ended;
use crate::words::{counted, size};
use chat_core::calendar::Day;
use chat_core::failure::{Code, Failure};
use chat_core::search::SearchRole;
use chat_core::wire::{FindMessages, SearchHit, SearchOrder, SearchResults};
use chat_engine::{Engine, HistoryCheck};
use serde::Serialize;

/// How many hits are asked for at once.
const PAGE: u32 = 100;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Row<'a> {
    conversation: &'a str,
    message: Option<&'a str>,
    role: SearchRole,
    snippet: String,
    created_at_ms: i64,
    title: &'a str,
    archived: bool,
    model: Option<&'a str>,
    /// Where in the text it is, in UTF-16 units.
    start: Option<u32>,
    end: Option<u32>,
}

/// Searches, and goes on until it has as many hits as were asked for or there are no more.
pub(crate) async fn find(
    engine: &Engine,
    text: String,
    relevance: bool,
    limit: u32,
    json: bool,
) -> Result<Ended, Failure> {
    index_first(engine).await;
    let mut asked = FindMessages {
        text,
        order: if relevance {
            SearchOrder::Relevance
        } else {
            SearchOrder::Newest
        },
        ..FindMessages::default()
    };
    let mut hits: Vec<SearchHit> = Vec::new();
    let notes = loop {
        let left = limit.saturating_sub(u32::try_from(hits.len()).unwrap_or(u32::MAX));
        asked.limit = left.min(PAGE);
        let SearchResults {
            hits: more,
            next,
            notes,
            unindexed: _,
        } = engine.search(asked.clone()).await?;
        hits.extend(more);
        asked.after = next;
        let got = u32::try_from(hits.len()).unwrap_or(u32::MAX);
        if asked.after.is_none() || got >= limit {
            break notes;
        }
    };
    for line in &notes {
        output::note(&for_terminal(line));
    }
    if hits.is_empty() {
        output::note(idea(&asked.text));
    } else if asked.after.is_some() && !json {
        output::note("There are more: ask for them with --limit.");
    }
    Ok(print(&hits, json).into())
}

/// What was there before the index is indexed first, so that nothing is missed. Where that cannot
/// be written, the search says what is missing.
async fn index_first(engine: &Engine) {
    let said = std::sync::atomic::AtomicBool::new(false);
    let told = |left: u64| {
        if !said.swap(true, std::sync::atomic::Ordering::Relaxed) {
            output::note(&format!(
                "Indexing {} first, this once. Ctrl-C stops; what is done stays.",
                counted(left, "older message")
            ));
        }
        true
    };
    let _ = engine.fill_index(told).await;
}

/// Nothing was found: what may find more.
fn idea(typed: &str) -> &'static str {
    if typed.trim().is_empty() {
        "Nothing was looked for. Name a word, a \"phrase\" or a filter such as role:user."
    } else if typed.contains(['"', '*', ':']) {
        "Nothing was found. Try fewer or single words, or one filter less."
    } else {
        "Nothing was found. Whole words are looked for: try the beginning of one, such as wor*."
    }
}

fn print(hits: &[SearchHit], json: bool) -> Result<(), Closed> {
    if json {
        let rows: Vec<Row<'_>> = hits.iter().map(row).collect();
        return output::json(&rows);
    }
    let (mark, unmark) = if output::is_terminal() {
        ("\u{1b}[1m", "\u{1b}[0m")
    } else {
        ("", "")
    };
    for hit in hits {
        let who = hit.model.as_deref().unwrap_or(hit.role.as_str());
        let archived = if hit.archived { ", archived" } else { "" };
        let mut line = format!(
            "{}\n  {}  {}  {}{archived}\n  ",
            one_line(&hit.title),
            Day::at(hit.created_at_ms),
            one_line(who),
            hit.conversation,
        );
        for piece in &hit.snippet {
            let text = for_terminal(&piece.text);
            if piece.hit {
                line.extend([mark, &text, unmark]);
            } else {
                line.push_str(&text);
            }
        }
        output::text(&format!("{line}\n"))?;
    }
    Ok(())
}

fn row(hit: &SearchHit) -> Row<'_> {
    Row {
        conversation: hit.conversation.as_str(),
        message: hit.message.as_ref().map(chat_core::ids::MessageId::as_str),
        role: hit.role,
        snippet: hit.snippet.iter().map(|piece| &*piece.text).collect(),
        created_at_ms: hit.created_at_ms,
        title: &hit.title,
        archived: hit.archived,
        model: hit.model.as_deref(),
        start: hit.spot.as_ref().map(|spot| spot.start),
        end: hit.spot.as_ref().map(|spot| spot.end),
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CheckRow<'a> {
    ok: bool,
    problems: Vec<&'a str>,
    indexed: u64,
    missing: u64,
    surplus: u64,
    wrong_groups: u64,
    not_yet_indexed: u64,
    text_bytes: u64,
    index_bytes: u64,
}

/// Checks the file and the index.
pub(crate) async fn check(engine: &Engine, json: bool) -> Result<Ended, Failure> {
    let check = engine.check_history().await?;
    let printed = print_check(&check, json);
    Ok(match printed {
        Ok(()) if !check.is_sound() => Ended::Failed(Code::Storage),
        printed => printed.into(),
    })
}

fn print_check(check: &HistoryCheck, json: bool) -> Result<(), Closed> {
    let HistoryCheck { complaints, index } = check;
    if json {
        return output::json(&CheckRow {
            ok: check.is_sound(),
            problems: complaints.iter().map(String::as_str).collect(),
            indexed: index.documents,
            missing: index.missing,
            surplus: index.surplus,
            wrong_groups: index.wrong_groups,
            not_yet_indexed: index.left,
            text_bytes: index.text_bytes,
            index_bytes: index.index_bytes,
        });
    }
    for line in complaints {
        output::text(&format!("{}\n", for_terminal(line)))?;
    }
    if complaints.is_empty() {
        output::text("The history file is sound.\n")?;
    }
    if index.is_sound() {
        output::text(&format!(
            "The search index is right: {} of messages and titles, {} for {} of text.\n",
            counted(index.documents, "text"),
            size(index.index_bytes),
            size(index.text_bytes)
        ))?;
    } else {
        output::text(&format!(
            "The search index is not right: {} missing, {} too many, {} of 4096 parts differ.\n",
            counted(index.missing, "text"),
            index.surplus,
            index.wrong_groups
        ))?;
        output::note("Make it anew with gatehouse history rebuild; no message is touched.");
    }
    if index.left > 0 {
        output::note(&format!(
            "At most {} not indexed yet; searching does it.",
            counted(index.left, "older message")
        ));
    }
    Ok(())
}

/// Makes the index anew.
pub(crate) async fn rebuild(engine: &Engine, json: bool) -> Result<Ended, Failure> {
    let next = std::sync::atomic::AtomicU64::new(u64::MAX);
    let told = |left: u64| {
        // A line for each ten thousand; fewer take no time.
        let thousands = left / 10_000;
        let before = next.swap(thousands, std::sync::atomic::Ordering::Relaxed);
        if (1..before).contains(&thousands) {
            output::note(&format!("{} left", counted(left, "message")));
        }
        true
    };
    engine.rebuild_index(told).await?;
    let done = if json {
        output::json(&serde_json::json!({ "ok": true }))
    } else {
        output::text("The search index was made anew.\n")
    };
    Ok(done.into())
}
