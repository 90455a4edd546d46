//! What must hold after a fault, whatever it was.

use super::run::{Ran, Sandbox, Script, copy_folder, sqlite3};
use serde_json::Value;
use std::path::Path;

/// What did not hold.
pub type Broken = String;

macro_rules! hold {
    ($holds:expr, $($said:tt)+) => {
        if !$holds {
            return Err(format!($($said)+));
        }
    };
}

/// The answer as it lies on disk, joined as another program would join it.
const ON_DISK: &str = "SELECT m.state, m.text || coalesce((SELECT group_concat(text, '') FROM
    (SELECT p.text FROM pieces p WHERE p.answer = m.seq ORDER BY p.n)), '')
    FROM messages m WHERE m.id = ";

/// Looks at everything.
///
/// # Errors
/// What does not hold.
pub fn check(script: Script, sandbox: &Sandbox, ran: &Ran) -> Result<(), Broken> {
    hold!(!ran.hung, "it hung");
    hold!(
        !ran.stderr.contains("panicked"),
        "it panicked: {}",
        ran.stderr
    );
    let question = script.question();
    let started = ran.line("start");
    if ran.ended {
        let ends = ran
            .lines
            .iter()
            .filter(|line| line["type"] == "finish" || line["type"] == "error");
        hold!(ends.count() == 1, "not one end: {:?}", ran.lines);
    }
    let seen = match started {
        Some(start) => Some(on_disk(sandbox, start)?),
        None => None,
    };
    independent(sandbox)?;
    if let Script::Older(version) = script {
        old_or_new(sandbox, version, ran.ended)?;
    }

    // The program itself, as if started anew.
    let listed = json(sandbox, &["history", "list", "--json"])?;
    let conversations = listed.as_array().cloned().unwrap_or_default();
    stays(script, sandbox, &conversations)?;
    if let (Some(start), Some((state, text))) = (started, seen) {
        let id = start["conversation"].as_str().unwrap_or_default();
        let shown = json(sandbox, &["history", "show", id, "--json"])?;
        let messages = shown["messages"].as_array().cloned().unwrap_or_default();
        hold!(messages.len() >= 2, "the question is lost: {shown}");
        let (asked, answer) = (&messages[messages.len() - 2], &messages[messages.len() - 1]);
        hold!(
            asked["text"] == question.as_str(),
            "another question: {asked}"
        );
        hold!(answer["id"] == start["message"], "another answer: {answer}");
        let kept = answer["text"].as_str().unwrap_or_default();
        hold!(
            question.starts_with(kept),
            "no prefix of what was sent: {kept:?}"
        );
        hold!(kept == text, "not what was on disk: {kept:?} for {text:?}");
        let is = answer["state"].as_str().unwrap_or_default();
        hold!(is != "pending" && is != "streaming", "it stayed open");
        if state == "done" || ran.line("finish").is_some() {
            hold!(is == "done", "an end that was told is {is}");
            hold!(
                kept == question,
                "an answer that was told whole is {kept:?}"
            );
        }
        ledger(sandbox, start, kept)?;
    }
    goes_on(sandbox)?;
    independent(sandbox)
}

/// What was acknowledged before the run is there as it was.
fn stays(script: Script, sandbox: &Sandbox, conversations: &[Value]) -> Result<(), Broken> {
    if script.before().is_empty() {
        return Ok(());
    }
    let [conversation] = conversations else {
        return Err(format!("not the one conversation: {conversations:?}"));
    };
    let id = conversation["id"].as_str().unwrap_or_default();
    let shown = json(sandbox, &["history", "show", id, "--json"])?;
    let messages = shown["messages"].as_array().cloned().unwrap_or_default();
    let first = messages.iter().take(script.before().len());
    let texts: Vec<&str> = first.filter_map(|one| one["text"].as_str()).collect();
    hold!(texts == script.before(), "what was there is lost: {shown}");
    Ok(())
}

/// What another program finds after a loss of power: the file is sound, and a question that was
/// acknowledged is there; state and text of its answer.
///
/// # Errors
/// What does not hold.
pub fn left(sandbox: &Sandbox, start: Option<&Value>) -> Result<Option<(String, String)>, Broken> {
    independent(sandbox)?;
    start.map(|start| on_disk(sandbox, start)).transpose()
}

/// State and text of the answer by another program, on a copy, before ours sees them again.
fn on_disk(sandbox: &Sandbox, start: &Value) -> Result<(String, String), Broken> {
    let copy = tempfile::tempdir().unwrap();
    copy_folder(&sandbox.data(), copy.path());
    let id = start["message"].as_str().unwrap_or_default();
    let said = sqlite3(
        &copy.path().join("gatehouse.sqlite3"),
        &format!("{ON_DISK}'{id}'"),
    )?;
    let said = said.strip_suffix('\n').unwrap_or(&said);
    let (state, text) = said
        .split_once('|')
        .ok_or("the answer's row is lost, which was told")?;
    Ok((state.to_owned(), text.to_owned()))
}

/// Another program's checks of the file, on a copy.
///
/// # Errors
/// What it complains of.
pub fn independent(sandbox: &Sandbox) -> Result<(), Broken> {
    if !sandbox.database().exists() {
        return Ok(());
    }
    let copy = tempfile::tempdir().unwrap();
    copy_folder(&sandbox.data(), copy.path());
    let file = copy.path().join("gatehouse.sqlite3");
    let said = sqlite3(
        &file,
        "PRAGMA integrity_check; PRAGMA foreign_key_check; SELECT 'counted', count(*) FROM sqlite_schema",
    )?;
    let mut lines = said.lines();
    hold!(lines.next() == Some("ok"), "sqlite3 complains: {said}");
    hold!(
        lines
            .next()
            .is_some_and(|line| line.starts_with("counted|"))
            && lines.next().is_none(),
        "sqlite3 complains: {said}"
    );
    Ok(())
}

/// A migration is done step by step, each whole or not at all, and a copy from before is there.
fn old_or_new(sandbox: &Sandbox, from: u32, ended: bool) -> Result<(), Broken> {
    let copy = tempfile::tempdir().unwrap();
    copy_folder(&sandbox.data(), copy.path());
    let version = version_of(&copy.path().join("gatehouse.sqlite3"))?;
    hold!(version >= from, "it went back to {version}");
    // One that ended by itself may have had no room for a copy, and says so.
    if version > from && !ended {
        let backups = std::fs::read_dir(copy.path().join("backups"));
        let first = backups
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .find(|path| path.extension().is_some_and(|ending| ending == "sqlite3"))
            .ok_or("there is no copy from before")?;
        let copied = version_of(&first)?;
        hold!(copied == from, "the copy has version {copied}");
    }
    Ok(())
}

/// The version of a file, which has the tables of that version and no others.
fn version_of(file: &Path) -> Result<u32, Broken> {
    let said = sqlite3(
        file,
        "PRAGMA user_version; SELECT name FROM sqlite_schema WHERE type = 'table'",
    )?;
    let mut lines = said.lines();
    let version = lines.next().and_then(|line| line.parse().ok()).unwrap_or(0);
    let tables: Vec<&str> = lines.collect();
    let brought = [
        (2, "ledger"),
        (3, "catalogues"),
        (4, "attachments"),
        (5, "erased"),
    ];
    for (since, table) in brought {
        let is_there = tables.contains(&table);
        hold!(
            is_there == (version >= since),
            "mixed: version {version}, {table} is there: {is_there}"
        );
    }
    Ok(version)
}

/// Somebody may have been paid as soon as something came; then there is exactly one row of it.
fn ledger(sandbox: &Sandbox, start: &Value, kept: &str) -> Result<(), Broken> {
    let copy = tempfile::tempdir().unwrap();
    copy_folder(&sandbox.data(), copy.path());
    let turn = start["turn"].as_str().unwrap_or_default();
    let rows = sqlite3(
        &copy.path().join("gatehouse.sqlite3"),
        &format!(
            "SELECT count(*) FROM ledger WHERE turn = '{turn}'; SELECT count(*) FROM reservations"
        ),
    )?;
    let is_counted = rows.starts_with("1\n");
    hold!(
        is_counted || (rows.starts_with("0\n") && kept.is_empty()),
        "in the ledger: {rows:?}, kept {kept:?}"
    );
    Ok(())
}

/// The next question works and is stored.
fn goes_on(sandbox: &Sandbox) -> Result<(), Broken> {
    let asked = sandbox.gatehouse(&[
        "ask",
        "--json",
        "--no-cache",
        "--continue",
        "-m",
        "scenario:echo",
        "Next",
    ]);
    let said = String::from_utf8_lossy(&asked.stdout);
    hold!(asked.status.success(), "the next question fails: {said}");
    let first: Value = serde_json::from_str(said.lines().next().unwrap_or_default())
        .map_err(|error| error.to_string())?;
    let id = first["conversation"].as_str().unwrap_or_default();
    let shown = json(sandbox, &["history", "show", id, "--json"])?;
    let last = shown["messages"].as_array().and_then(|all| all.last());
    hold!(
        last.is_some_and(|last| last["text"] == "Next" && last["state"] == "done"),
        "the next answer is not there: {shown}"
    );
    Ok(())
}

fn json(sandbox: &Sandbox, arguments: &[&str]) -> Result<Value, Broken> {
    let output = sandbox.gatehouse(arguments);
    let said = String::from_utf8_lossy(&output.stdout);
    hold!(
        output.status.success(),
        "{arguments:?} fails: {said}{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_str(&said).map_err(|error| format!("{arguments:?}: {error}"))
}
