// The one door to the engine: picks the host behind it. Nothing else in the page knows what runs
// on the other side.

/** @typedef {import('./types.js').WireEvent} WireEvent */
/** @typedef {import('./types.js').AnswerAgain} AnswerAgain */
/** @typedef {import('./types.js').Settings} Settings */
/** @typedef {import('./types.js').KeyStatus} KeyStatus */

/**
 * Every command: what it takes and what it gives (DESIGN §5.4).
 * @typedef {object} Commands
 * @property {{args: {channel: unknown}, result: import('./types.js').Snapshot}} attach
 * @property {{args: {count: number}, result: null}} ack
 * @property {{args: {params: import('./types.js').SendMessage}, result: import('./types.js').StartedTurn}} send_message
 * @property {{args: {turnId: string}, result: boolean}} cancel_turn
 * @property {{args: {params: AnswerAgain}, result: import('./types.js').StartedTurn}} retry_turn
 * @property {{args: {params: AnswerAgain}, result: import('./types.js').StartedTurn}} continue_turn
 * @property {{args: {params: import('./types.js').PreviewTurn}, result: import('./types.js').TurnPreview}} preview_turn
 * @property {{args: {name: string, connection: string | null, bytes: Uint8Array}, result: import('./types.js').StagedFile}} add_file
 * @property {{args: {id: string, connection: string | null}, result: import('./types.js').StagedFile}} add_chat
 * @property {{args: {id: string}, result: null}} remove_file
 * @property {{args: {params: import('./types.js').EditMessage}, result: import('./types.js').StartedTurn}} edit_message
 * @property {{args: {before: string | null, filter?: import('./types.js').ListFilter}, result: import('./types.js').ConversationView[]}} list_conversations
 * @property {{args: {id: string}, result: import('./types.js').OpenConversation}} open_conversation
 * @property {{args: {message: string}, result: import('./types.js').OpenConversation}} open_at
 * @property {{args: {params: import('./types.js').PageWanted}, result: import('./types.js').MessagePage}} message_page
 * @property {{args: {message: string, shown: boolean}, result: string}} message_text
 * @property {{args: {message: string, index: number}, result: ArrayBuffer}} read_picture
 * @property {{args: {params: import('./types.js').OpenLink}, result: import('./types.js').LinkAnswer}} open_link
 * @property {{args: {id: string, open: boolean}, result: boolean}} answer_link
 * @property {{args: {message: string}, result: import('./types.js').WhatWasSent}} what_was_sent
 * @property {{args: {params: import('./types.js').FindMessages}, result: import('./types.js').SearchResults}} search
 * @property {{args: {message: string}, result: import('./types.js').OpenConversation}} choose_variant
 * @property {{args: {message: string}, result: null}} keep_answer
 * @property {{args: {id: string, title: string}, result: import('./types.js').ConversationView}} rename_conversation
 * @property {{args: {id: string, change: Partial<import('./types.js').ConversationChange>}, result: import('./types.js').ConversationView}} set_conversation
 * @property {{args: {}, result: import('./types.js').Labels}} list_labels
 * @property {{args: {id: string}, result: string | null}} own_instructions
 * @property {{args: {id: string}, result: null}} mark_read
 * @property {{args: {id: string}, result: null}} delete_conversation
 * @property {{args: {id: string}, result: import('./types.js').ConversationView}} take_back_conversation
 * @property {{args: {params: import('./types.js').SaveDraft}, result: null}} save_draft
 * @property {{args: {conversation: string | null, temporary?: boolean}, result: import('./types.js').DraftView}} open_draft
 * @property {{args: {}, result: import('./types.js').Preset[]}} list_presets
 * @property {{args: {params: import('./types.js').SavePreset}, result: import('./types.js').Preset}} save_preset
 * @property {{args: {name: string}, result: boolean}} remove_preset
 * @property {{args: {}, result: import('./types.js').PromptTemplate[]}} list_templates
 * @property {{args: {params: import('./types.js').SaveTemplate}, result: import('./types.js').PromptTemplate}} save_template
 * @property {{args: {name: string}, result: boolean}} remove_template
 * @property {{args: {}, result: string | null}} export_presets
 * @property {{args: {dryRun: boolean, bytes: Uint8Array}, result: import('./types.js').PresetImport}} import_presets
 * @property {{args: {params: import('./types.js').QuestionsWanted}, result: import('./types.js').PastQuestion[]}} list_questions
 * @property {{args: {}, result: import('./types.js').BackupView[]}} list_backups
 * @property {{args: {}, result: import('./types.js').BackupView}} backup_now
 * @property {{args: {name: string | null, dryRun: boolean, withDeleted: boolean}, result: import('./types.js').RestoreView}} restore_backup
 * @property {{args: {}, result: import('./types.js').SalvageView}} salvage_history
 * @property {{args: {params: import('./types.js').ExportWanted}, result: string | null}} export_conversation
 * @property {{args: {dryRun: boolean, withDeleted: boolean, progress: unknown}, result: import('./types.js').HistoryImport | null}} import_history
 * @property {{args: {message: string, redact: boolean}, result: string | null}} save_replay
 * @property {{args: {}, result: boolean}} stop_history_work
 * @property {{args: {}, result: import('./types.js').HistoryCheckView}} check_history
 * @property {{args: {progress: unknown}, result: null}} rebuild_index
 * @property {{args: {connection: string | null}, result: import('./types.js').ModelView[]}} list_models
 * @property {{args: {}, result: import('./types.js').ConnectionView[]}} list_connections
 * @property {{args: {name: string, edit: import('./types.js').ConnectionEdit}, result: import('./types.js').ConnectionView}} add_connection
 * @property {{args: {name: string, edit: import('./types.js').ConnectionEdit}, result: import('./types.js').ConnectionView}} change_connection
 * @property {{args: {name: string}, result: null}} remove_connection
 * @property {{args: {}, result: import('./types.js').FoundServer[]}} probe_local
 * @property {{args: {params: import('./types.js').TestConnection}, result: import('./types.js').DiagnosisView}} test_connection
 * @property {{args: {connection: string | null}, result: import('./usage-types.js').CreditView}} credit_left
 * @property {{args: {}, result: KeyStatus[]}} renew_sign_in
 * @property {{args: {by: 'day' | 'model' | 'connection'}, result: import('./types.js').Report}} usage_summary
 * @property {{args: {params: import('./usage-types.js').UsageWanted}, result: import('./usage-types.js').UsageReport}} usage_report
 * @property {{args: {params: import('./usage-types.js').UsageSpan}, result: string | null}} export_usage
 * @property {{args: {}, result: Settings}} get_settings
 * @property {{args: {settings: Settings}, result: Settings}} set_settings
 * @property {{args: {tokens: number | null}, result: null}} set_answer_length
 * @property {{args: {}, result: import('./types.js').HotkeyView}} hotkey_state
 * @property {{args: {paused: boolean}, result: import('./types.js').HotkeyView}} pause_hotkey
 * @property {{args: {}, result: import('./types.js').AutostartState}} autostart_state
 * @property {{args: {on: boolean}, result: import('./types.js').AutostartState}} set_autostart
 * @property {{args: {}, result: import('./types.js').RoutingOption[]}} get_routing
 * @property {{args: {options: import('./types.js').RoutingOption[]}, result: import('./types.js').RoutingOption[]}} set_routing
 * @property {{args: {}, result: KeyStatus[]}} key_status
 * @property {{args: {connection: string, key: string}, result: KeyStatus[]}} set_key
 * @property {{args: {connection: string}, result: KeyStatus[]}} keep_session_key
 * @property {{args: {connection: string}, result: KeyStatus[]}} remove_key
 * @property {{args: {keep: boolean, bytes: Uint8Array}, result: import('./types.js').ImportView}} import_keys
 * @property {{args: {message: string}, result: import('./types.js').ChatReply}} chat
 * @property {{args: {question: string}, result: string}} ask_claude
 * @property {{args: {}, result: import('./types.js').DataView}} where_it_lies
 * @property {{args: {}, result: import('./types.js').EverythingDeleted}} delete_everything
 * @property {{args: {}, result: import('./types.js').AboutView}} about
 * @property {{args: {}, result: string}} licences
 * @property {{args: {}, result: import('./types.js').Drawing}} draw_as_usual
 * @property {{args: {source: 'clipboard' | 'selection' | null, name: string, connection: string | null, bytes: Uint8Array}, result: import('./types.js').StagedFile | null}} add_context
 * @property {{args: {id: string}, result: null}} remove_context
 * @property {{args: {wanted: import('./types.js').Wanted | null}, result: null}} open_in_main
 * @property {{args: {left?: boolean}, result: null}} hide_quick
 * @property {{args: {}, result: import('./types.js').Wanted | null}} take_wanted
 * @property {{args: {language: Settings['language']}, result: null}} speak
 * @property {{args: {percent: number}, result: null}} zoom_window
 * @property {{args: {}, result: null}} page_ready
 */

/**
 * What runs on the other side. A rejected command rejects with a `UserError`.
 * @typedef {object} Host
 * @property {<C extends keyof Commands>(command: C, args: Commands[C]['args']) => Promise<Commands[C]['result']>} invoke
 * @property {<E = WireEvent>(onEvent: (event: E) => void) => unknown} channel makes what `attach` and long work take
 * @property {import('./lib/texts.js').Language} [speaks] a language of tests, in place of the one of the setting
 */

import { tauriHost } from './host/tauri.js';

/**
 * The engine in the desktop window; a scripted one in a plain browser.
 * @returns {Promise<Host>}
 */
export async function pickHost() {
  const tauri = tauriHost();
  if (tauri !== null) {
    return tauri;
  }
  const { fakeHost } = await import('./host/fake.js');
  return fakeHost();
}
