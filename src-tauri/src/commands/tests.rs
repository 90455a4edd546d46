//! The four lists of commands agree: handler, manifest, capabilities, and the one written here.

use std::collections::BTreeSet;

use serde_json::Value;
use tauri::ipc::Origin;

use super::{HANDLED, names};
use crate::app;

const MAIN_MAY: &[&str] = &[
    "about",
    "ack",
    "add_chat",
    "add_connection",
    "add_file",
    "answer_link",
    "ask_claude",
    "attach",
    "autostart_state",
    "backup_now",
    "cancel_turn",
    "change_connection",
    "chat",
    "check_history",
    "choose_variant",
    "continue_turn",
    "credit_left",
    "delete_conversation",
    "delete_everything",
    "draw_as_usual",
    "edit_message",
    "export_conversation",
    "export_presets",
    "export_usage",
    "get_routing",
    "get_settings",
    "hotkey_state",
    "import_history",
    "import_keys",
    "import_presets",
    "keep_answer",
    "keep_session_key",
    "key_status",
    "licences",
    "list_backups",
    "list_connections",
    "list_conversations",
    "list_labels",
    "list_models",
    "list_presets",
    "list_questions",
    "list_templates",
    "mark_read",
    "message_page",
    "message_text",
    "open_at",
    "open_conversation",
    "open_draft",
    "open_link",
    "own_instructions",
    "page_ready",
    "pause_hotkey",
    "preview_turn",
    "probe_local",
    "read_picture",
    "rebuild_index",
    "remove_connection",
    "remove_file",
    "remove_key",
    "remove_preset",
    "remove_template",
    "rename_conversation",
    "renew_sign_in",
    "restore_backup",
    "retry_turn",
    "salvage_history",
    "save_draft",
    "save_preset",
    "save_replay",
    "save_template",
    "search",
    "send_message",
    "set_answer_length",
    "set_autostart",
    "set_conversation",
    "set_key",
    "set_routing",
    "set_settings",
    "speak",
    "stop_history_work",
    "take_back_conversation",
    "take_wanted",
    "test_connection",
    "usage_report",
    "usage_summary",
    "what_was_sent",
    "where_it_lies",
    "zoom_window",
];
const QUICK_MAY: &[&str] = &[
    "ack",
    "add_context",
    "answer_link",
    "attach",
    "cancel_turn",
    "hide_quick",
    "list_models",
    "list_presets",
    "open_draft",
    "open_in_main",
    "open_link",
    "page_ready",
    "read_picture",
    "remove_context",
    "retry_turn",
    "save_draft",
    "send_message",
];
/// What Tauri itself offers the main window.
const MAIN_CORE: &[&str] = &["core:event:allow-listen", "core:event:allow-unlisten"];

fn set(words: &[&str]) -> BTreeSet<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn union(one: &[&str], other: &[&str]) -> BTreeSet<String> {
    set(one).union(&set(other)).cloned().collect()
}

#[test]
fn handler_and_manifest_hold_the_same_commands() {
    assert_eq!(set(HANDLED), union(MAIN_MAY, QUICK_MAY));
    assert_eq!(set(names::ALL), set(HANDLED));
    assert_eq!(
        names::ALL.len(),
        set(names::ALL).len(),
        "a name is listed twice"
    );
}

#[test]
fn the_capability_files_grant_these_commands_and_no_others() {
    let main = include_str!("../../capabilities/main.json");
    let quick = include_str!("../../capabilities/quick.json");
    for (text, window, commands, core) in [
        (main, "main", MAIN_MAY, MAIN_CORE),
        (quick, "quick", QUICK_MAY, &[][..]),
    ] {
        let file: Value = serde_json::from_str(text).unwrap();
        let granted: BTreeSet<String> = file["permissions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|permission| permission.as_str().unwrap().to_owned())
            .collect();
        let expected: BTreeSet<String> = commands
            .iter()
            .map(|command| format!("allow-{}", command.replace('_', "-")))
            .chain(set(core))
            .collect();
        assert_eq!(granted, expected, "{window}");
        assert_eq!(file["identifier"], window);
        assert_eq!(file["windows"], serde_json::json!([window]));
        assert!(
            file.get("remote").is_none(),
            "{window} grants nothing to remote pages"
        );
    }
}

/// Asks the list that Tauri resolved at build time, the one that the running window obeys.
#[test]
fn each_window_is_refused_what_it_was_not_granted() {
    let mut context = app::context();
    let authority = context.runtime_authority_mut();
    let remote = Origin::Remote {
        url: "https://example.com/".parse().unwrap(),
    };
    for command in names::ALL {
        for (window, commands) in [("main", MAIN_MAY), ("quick", QUICK_MAY), ("other", &[][..])] {
            let granted = authority.resolve_access(command, window, window, &Origin::Local);
            assert_eq!(
                granted.is_some(),
                commands.contains(command),
                "{window} {command}"
            );
            let from_afar = authority.resolve_access(command, window, window, &remote);
            assert!(from_afar.is_none(), "{window} {command} from a remote page");
        }
    }
    for command in [
        "plugin:event|emit",
        "plugin:event|emit_to",
        "plugin:webview|create_webview_window",
        "plugin:window|create",
        "plugin:webview|internal_toggle_devtools",
        "plugin:tray|new",
        "plugin:menu|new",
        "plugin:path|resolve_directory",
        "plugin:app|version",
        "plugin:resources|close",
        "plugin:global-shortcut|register",
        "plugin:dialog|open",
        "plugin:dialog|save",
    ] {
        for window in ["main", "quick"] {
            let granted = authority.resolve_access(command, window, window, &Origin::Local);
            assert!(granted.is_none(), "{window} {command}");
        }
    }
    for (window, may) in [("main", true), ("quick", false)] {
        let granted =
            authority.resolve_access("plugin:event|listen", window, window, &Origin::Local);
        assert_eq!(granted.is_some(), may, "{window}");
    }
}
