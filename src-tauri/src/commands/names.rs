//! The commands' names. `build.rs` reads this file too, so it holds nothing else.

/// Every command of the page, in the order of `DESIGN` §5.4.
pub(crate) const ALL: &[&str] = &[
    "attach",
    "ack",
    "send_message",
    "cancel_turn",
    "retry_turn",
    "continue_turn",
    "list_conversations",
    "open_conversation",
    "list_models",
    "list_connections",
    "get_settings",
    "set_settings",
    "set_answer_length",
    "key_status",
    "set_key",
    "remove_key",
    "usage_summary",
    "chat",
    "ask_claude",
    "hide_quick",
    "page_ready",
];
