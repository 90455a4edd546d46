//! `gatehouse keys import`: says what was taken over from an environment file, and what was not.
//! No value is printed.

use crate::output::{self, Closed};
use crate::report::Ended;
use chat_core::failure::Failure;
use chat_engine::{Engine, Face, Imported, ImportedKey, Unused};
use serde_json::{Value, json};
use std::path::Path;

pub(super) async fn run(engine: &Engine, file: &Path, json: bool) -> Result<Ended, Failure> {
    let imported = engine.import_keys(Face::Cli, file).await?;
    let notes = notes(&imported);
    if json {
        return Ok(output::json(&document(&imported, &notes)).into());
    }
    Ok(print(&imported, &notes).into())
}

fn notes(imported: &Imported) -> Vec<String> {
    let mut notes: Vec<String> = imported
        .keys
        .iter()
        .filter_map(|key| key.warning.clone())
        .collect();
    if !imported.keys.is_empty() {
        notes.push(
            "The file still holds the keys; delete them there if nothing else needs them."
                .to_owned(),
        );
    }
    if imported.has_other_token {
        notes.push(
            "A sign-in token is not kept. Set signin.folder to the linked project's folder."
                .to_owned(),
        );
    }
    notes
}

fn print(imported: &Imported, notes: &[String]) -> Result<(), Closed> {
    for (connection, origin) in &imported.addresses {
        output::text(&output::for_terminal(&format!(
            "{connection} goes to {origin} from now on\n"
        )))?;
    }
    for key in &imported.keys {
        let instead = if key.replaced {
            ", instead of the one kept before"
        } else {
            ""
        };
        let line = format!(
            "{} is the key of {} for {}{instead}\n",
            key.variable, key.connection, key.origin
        );
        output::text(&output::for_terminal(&line))?;
    }
    if let Some(folder) = &imported.sign_in {
        let line = format!("The Vercel sign-in comes from {}\n", folder.display());
        output::text(&output::for_terminal(&line))?;
    }
    for unused in &imported.unused {
        output::note(&format!(
            "{} was left out. {}",
            unused.variable, unused.reason
        ));
    }
    for note in notes {
        output::note(note);
    }
    Ok(())
}

fn document(imported: &Imported, notes: &[String]) -> Value {
    let key = |key: &ImportedKey| {
        json!({
            "variable": key.variable,
            "connection": key.connection,
            "origin": key.origin,
            "replaced": key.replaced,
        })
    };
    let unused = |unused: &Unused| {
        json!({
            "variable": unused.variable,
            "placeholder": unused.is_placeholder,
            "reason": unused.reason,
        })
    };
    let address = |(connection, origin): &(String, String)| json!({"connection": connection, "origin": origin});
    json!({
        "keys": imported.keys.iter().map(key).collect::<Vec<_>>(),
        "addresses": imported.addresses.iter().map(address).collect::<Vec<_>>(),
        "signinFolder": imported.sign_in,
        "unused": imported.unused.iter().map(unused).collect::<Vec<_>>(),
        "others": imported.others,
        "unreadLines": imported.unread_lines,
        "notes": notes,
    })
}
