//! What the page can ask for: one line each, the work is the engine's. Every command is short,
//! may be repeated, and is granted per window in `capabilities/`. None returns a key, fetches an
//! address that the page names, or reads a path; one gives an address to the system's browser, and one
//! reads the clipboard or the selection when a person asks for it.

mod about;
mod autostart;
mod chat;
mod connections;
mod copies;
mod data;
mod files;
mod history;
mod hotkey;
mod keys;
mod links;
#[cfg(test)]
mod names;
mod pictures;
mod presets;
mod quick;
mod settings;
#[cfg(test)]
mod tests;
mod transfer;
mod usage;
mod view;

/// Builds the handler and the list of what it handles from the same words.
macro_rules! handled {
    ($($module:ident::$name:ident),+ $(,)?) => {
        /// Answers the commands.
        pub(crate) fn handler() -> impl Fn(tauri::ipc::Invoke<tauri::Wry>) -> bool + Send + Sync {
            tauri::generate_handler![$($module::$name),+]
        }

        /// The names that the handler answers to.
        #[cfg(test)]
        const HANDLED: &[&str] = &[$(stringify!($name)),+];
    };
}

handled![
    view::attach,
    view::ack,
    chat::send_message,
    chat::cancel_turn,
    chat::retry_turn,
    chat::continue_turn,
    chat::edit_message,
    chat::preview_turn,
    files::add_file,
    files::add_chat,
    files::remove_file,
    history::list_conversations,
    history::list_labels,
    history::open_conversation,
    history::open_at,
    history::message_page,
    history::message_text,
    pictures::read_picture,
    links::open_link,
    links::answer_link,
    history::what_was_sent,
    history::search,
    history::choose_variant,
    history::keep_answer,
    history::rename_conversation,
    history::set_conversation,
    history::own_instructions,
    history::mark_read,
    history::delete_conversation,
    history::take_back_conversation,
    history::save_draft,
    history::open_draft,
    presets::list_presets,
    presets::save_preset,
    presets::remove_preset,
    presets::list_templates,
    presets::save_template,
    presets::remove_template,
    presets::export_presets,
    presets::import_presets,
    presets::list_questions,
    copies::list_backups,
    copies::backup_now,
    copies::restore_backup,
    copies::salvage_history,
    transfer::export_conversation,
    transfer::import_history,
    transfer::save_replay,
    transfer::stop_history_work,
    transfer::check_history,
    transfer::rebuild_index,
    settings::list_models,
    connections::list_connections,
    connections::add_connection,
    connections::change_connection,
    connections::remove_connection,
    connections::probe_local,
    connections::test_connection,
    connections::credit_left,
    connections::renew_sign_in,
    usage::usage_summary,
    usage::usage_report,
    usage::export_usage,
    settings::get_settings,
    settings::set_settings,
    settings::set_answer_length,
    hotkey::hotkey_state,
    hotkey::pause_hotkey,
    autostart::autostart_state,
    autostart::set_autostart,
    settings::get_routing,
    settings::set_routing,
    keys::key_status,
    keys::set_key,
    keys::keep_session_key,
    keys::remove_key,
    files::import_keys,
    chat::chat,
    chat::ask_claude,
    data::where_it_lies,
    data::delete_everything,
    about::about,
    about::licences,
    about::draw_as_usual,
    view::take_wanted,
    quick::add_context,
    quick::remove_context,
    quick::open_in_main,
    quick::hide_quick,
    view::speak,
    view::zoom_window,
    view::page_ready,
];
