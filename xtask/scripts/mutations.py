#!/usr/bin/env python3
"""Sees each fault test fail once: breaks the program on purpose, one place at a time.

Usage: mutations.py [NAME ...]   (in a clean checkout; each change is taken back)
Each row: a name, the file, what stands there, what is put in its place, the test that must then
fail, and where it is if not in the tests' own package: arguments of cargo, "node" and a file of
the page's tests, or "e2e" and one of the real window's. A row that changes nothing, whose test does not fail, or did not pass before, is
an error. The rows for the answer on screen are in mutations_answer.py, those for the
window around it in mutations_window.py, those for packages and documents in mutations_packaging.py.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True
import mutations_answer
import mutations_packaging
import mutations_window

ROOT = Path(__file__).resolve().parents[2]
CRATES = "src-tauri/crates/"
ENGINE = ["-p", "chat-engine", "--lib"]
STORE = ["-p", "chat-engine", "--test", "store"]
CORE = ["-p", "chat-core", "--lib"]
KEYRING = ["-p", "chat-engine", "--test", "keys_secret_service"]
OWN = ["-p", "gatehouse-tests"]
ROWS = [
    ("neighbours", CRATES + "chat-core/src/search/tokens.rs",
     "last = [second, Some(here)];", "last = [second, second.or(Some(here))];",
     "the_index_misses_no_phrase_of_a_text", CORE),
    ("three-neighbours", CRATES + "chat-core/src/search/tokens.rs",
     "triple_bits(first, second, here)", "triple_bits(first, second, second)",
     "the_index_misses_no_phrase_of_a_text", CORE),
    ("next-kind", CRATES + "chat-core/src/search/tokens.rs",
     "let next = characters.peek().copied();", "let next = Some('a');",
     "what_stands_in_a_text_is_found", CORE),
    ("overlap", CRATES + "chat-core/src/search/matches.rs",
     "from = start + step;", "from = end + step - step;",
     "each_form_finds_what_the_table_says", CORE),
    ("too-soon", CRATES + "chat-engine/src/store/search/documents.rs",
     "doc.saturating_add(1).saturating_mul(", "doc.saturating_sub(9).saturating_mul(",
     "random_searches_find_what_the_rules_say", STORE),
    ("stays-indexed", CRATES + "chat-engine/src/store/search.rs",
     "take(tx, document.doc, &message.tokens())?;", "let _ = message.tokens();",
     "what_is_erased_leaves_the_index", STORE),
    ("redirect", CRATES + "chat-engine/src/transport.rs",
     "redirect::Policy::none()", "redirect::Policy::limited(3)",
     "a_redirect_is_not_followed_and_its_target_never_sees_the_key"),
    ("cut-json", CRATES + "chat-engine/src/answer.rs",
     "read.is_err_and(|error| error.is_eof())", "read.is_err_and(|error| error.is_io())",
     "json_cut_by_a_clean_close_has_broken_off"),
    ("newer", CRATES + "chat-engine/src/store/migrate.rs",
     "if found > known {", "if found > known + 1_000_000 {",
     "a_history_of_a_newer_program_or_a_damaged_one_is_left_untouched"),
    ("after-token", CRATES + "chat-core/src/turn/mending.rs",
     "if begun || !self.plan.retry.may_wait {", "if !self.plan.retry.may_wait {",
     "an_answer_that_broke_off_is_not_asked_of_anybody_else"),
    ("repeats", CRATES + "chat-core/src/failure/retry.rs",
     "|| repeats_done >= policy.max_repeats", "|| repeats_done > policy.max_repeats",
     "every_scenario_comes_to_the_end_that_its_row_says"),
    ("hint", CRATES + "chat-core/src/failure/retry.rs",
     "Some(hint) => Some(hint),", "Some(hint) => Some(hint / 2),",
     "retries_wait_as_told_and_are_listed"),
    ("idle", CRATES + "chat-core/src/turn.rs",
     "Phase::Reading => self.plan.timeouts.idle_ms,", "Phase::Reading => 0,",
     "every_scenario_comes_to_the_end_that_its_row_says"),
    ("cache-key", CRATES + "chat-core/src/cache/key.rs",
     "        &sent.credentials.0,\n", "",
     "the_same_question_is_answered_from_the_cache_unless_told_otherwise"),
    ("budget", CRATES + "chat-core/src/budget.rs",
     "if worst_case <= standing.left(budget) {", "if standing.spent <= budget.usd() {",
     "a_budget_is_kept_before_anything_is_sent"),
    ("tls", CRATES + "chat-engine/src/transport/errors.rs",
     "find::<rustls::Error>(error) {", "find::<rustls::Error>(error).filter(|_| place.proxied) {",
     "tls_spoken_to_a_plain_server_is_a_tls_failure_and_sends_no_key"),
    ("no-http", CRATES + "chat-engine/src/transport/errors.rs",
     "hyper::Error::is_parse", "hyper::Error::is_canceled",
     "what_is_no_http_is_said_once_and_not_repeated"),
    ("no-answer", CRATES + "chat-engine/src/answer.rs",
     "Verdict::BrokenOff if whole && says_nothing", "Verdict::BrokenOff if !whole && says_nothing",
     "answers_that_are_none_say_what_came_instead"),
    ("left-out-twice", CRATES + "chat-core/src/turn/mending.rs",
     "if self.plan.retry.may_wait && !self.reduced =>", "if self.plan.retry.may_wait =>",
     "a_refused_parameter_is_left_out_once_and_told", ["-p", "chat-core", "--lib"]),
    ("locked", CRATES + "chat-engine/src/keys/os_linux.rs",
     "if locked || !found.locked.is_empty() {", "if locked && found.unlocked.len() > 9 {",
     "a_locked_keyring_is_locked_not_empty", KEYRING),
    ("denied", CRATES + "chat-engine/src/keys/os_linux.rs",
     "E::Prompt if self.has_display =>", "E::Prompt if !self.has_display =>",
     "a_prompt_dismissed_in_front_of_a_person_is_a_refusal", KEYRING),
    ("bounds", CRATES + "chat-engine/src/sse.rs",
     "if self.line.len() + more.len() > MAX_LINE_BYTES {",
     "if self.line.len() + more.len() > 64 * MAX_LINE_BYTES {",
     "every_bound_holds", ENGINE),
    ("keep-alive", CRATES + "chat-engine/src/answer.rs",
     "let heard = decoder.parsed() > before || framer.has_begun_json();", "let heard = true;",
     "only_what_can_be_read_counts_as_data", ENGINE),
    ("one-view", CRATES + "chat-engine/src/store/migrate.rs",
     ".is_autocommit()\n        .then(|| db.unchecked_transaction())",
     ".is_busy()\n        .then(|| db.unchecked_transaction())",
     "a_file_that_another_process_is_making_is_never_taken_for_a_foreign_one", ENGINE),
    ("stopped", CRATES + "chat-engine/src/engine/asking.rs",
     "if stop.is_cancelled() {", "if stop.is_cancelled() && starting.len() > MAX_STOPPED {",
     "a_turn_that_was_stopped_while_it_began_does_not_begin_when_its_command_comes_again"),
    ("early-end", CRATES + "chat-core/src/dialect/course.rs",
     "} else if self.finish.is_none() && !self.complete {",
     "} else if self.finish.is_none() && !self.wrote {",
     "an_answer_that_ends_early_is_never_finished", ENGINE),
    ("offline", CRATES + "chat-engine/src/signin/verdict.rs",
     "None if ran.code == Some(1) =>", "None if ran.code == Some(2) =>",
     "each_failure_of_the_cli_is_told_apart", ENGINE),
    ("no-collection", CRATES + "chat-engine/src/keys/os_linux.rs",
     "Found::NoCollection => Err(KeyStoreError::NoService),\n            Found::Entry => {",
     "Found::NoCollection => Ok(None),\n            Found::Entry => {",
     "a_service_without_a_collection_is_an_absent_keyring", KEYRING),
    ("stale", CRATES + "chat-engine/src/keys/os_linux.rs",
     "Err(Trouble::Stale(_)) => {",
     "Err(Trouble::Stale(error)) if true => Err(error),\n            Err(Trouble::Stale(_)) => {",
     "a_service_that_dies_and_comes_back_is_reconnected", KEYRING),
    ("doubled", CRATES + "chat-engine/src/keys/os_linux.rs",
     "delete_all(&entries)?;", "drop(entries);",
     "damaged_and_doubled_entries_are_told_and_can_be_replaced", KEYRING),
    ("forbidden", CRATES + "chat-engine/src/keys/os_linux.rs",
     '"AccessDenied" | "AuthFailed"', '"AuthFailed"',
     "a_bus_that_forbids_the_keyring_denies", KEYRING),
    ("no-service", CRATES + "chat-engine/src/keys/os_linux.rs",
     '"ServiceUnknown" | "NameHasNoOwner"', '"NameHasNoOwner"',
     "a_bus_without_a_service_is_an_absent_keyring", KEYRING),
    ("no-bus", CRATES + "chat-engine/src/keys/os_linux.rs",
     "=> Trouble::Stale(KeyStoreError::NoService),\n        zbus::Error::MethodError",
     "=> Trouble::Stale(KeyStoreError::Locked),\n        zbus::Error::MethodError",
     "without_a_bus_the_keyring_is_absent", KEYRING),
    ("silent", CRATES + "chat-engine/src/keys.rs",
     "Instant::now() + self.limit;", "Instant::now() + 9 * self.limit;",
     "a_silent_service_is_left_after_the_limit_and_holds_up_no_exit", KEYRING),
    ("dns", CRATES + "chat-engine/src/transport/errors.rs",
     "if error.is_dns() {", "if error.is_dns() && place.proxied {",
     "servers_that_are_not_there_are_told_apart_and_the_question_is_kept"),
    ("readable", CRATES + "chat-engine/src/engine/disk.rs",
     "Ok(Ok(store)) => {\n                *self", "Ok(Ok(_)) if true => Err(refused),\n            Ok(Ok(store)) => {\n                *self",
     "a_history_that_cannot_be_written_to_can_still_be_read"),
    ("unusable", CRATES + "chat-engine/src/engine/starting.rs",
     "} else if ask.save {", "} else if true {",
     "an_unusable_data_folder_sends_nothing_unless_nothing_is_to_be_saved"),
    ("id-beginning", CRATES + "chat-engine/src/engine/typed.rs",
     "several => Err(ambiguous(&typed, several)),", "[first, ..] => Ok(first.id.clone()),",
     "the_beginning_of_an_id_is_enough_where_no_other_begins_so"),
    ("no-file", CRATES + "chat-engine/src/store/restore.rs",
     "io_words::plain_file(file).map_err(wrong)? == 0", "file.as_os_str().is_empty()",
     "what_is_no_file_is_neither_read_nor_replaced"),
    ("nothing-salvaged", CRATES + "chat-engine/src/engine/salvaging.rs",
     "if is_nothing(&found) {\n            return Err", "if false && is_nothing(&found) {\n            return Err",
     "what_is_no_file_is_neither_read_nor_replaced"),
    ("left-out", CRATES + "chat-core/src/turn/mending.rs",
     "effects.push(Effect::LeaveOut(param));", "drop(param);",
     "a_refused_temperature_is_left_out_and_told"),
    ("order", CRATES + "chat-core/src/fallback.rs",
     "        | Code::Overloaded\n        | Code::GatewayError\n        | Code::ProviderError\n        | Code::IdleTimeout => Mend::OtherModel,",
     "        | Code::GatewayError\n        | Code::ProviderError\n        | Code::IdleTimeout => Mend::OtherModel,\n        Code::Overloaded => Mend::Nothing,",
     "the_order_is_followed_told_and_on_receipt_and_ledger"),
    ("unsaved", CRATES + "chat-engine/src/engine/keeping.rs",
     "Ended::Waits(kept) => self.write_later(&kept).await,",
     "Ended::Waits(kept) => if false { self.write_later(&kept).await },",
     "an_answer_that_found_the_disk_full_is_saved_as_it_was_when_space_returns"),
    ("moved", CRATES + "chat-engine/src/engine/disk.rs",
     "!(disk.store.has_moved() ||", "!(disk.store.is_temporary() ||",
     "a_folder_deleted_in_mid_answer_is_made_anew_and_the_answer_is_in_it"),
    ("unsettled", CRATES + "chat-engine/src/store/turns.rs",
     "request_id: None,\n                generation_id,",
     "request_id: None,\n                generation_id: None,",
     "the_bill_of_an_answer_whose_process_was_killed_joins_ledger_and_answer"),
    ("foreign-code", CRATES + "chat-engine/src/store/schema.rs",
     "if is_code && !migrate::writes(&sql) {",
     "if is_code && !migrate::writes(&sql) && sql.is_empty() {",
     "code_that_no_migration_wrote_is_refused", ENGINE),
    ("cut-in-two", CRATES + "chat-core/src/title.rs",
     "text.get(..whole.unwrap_or(most))", "text.get(..whole.map_or(most, |_| most))",
     "a_title_is_never_cut_inside_what_is_read_as_one_character", CORE),
    ("chosen-circle", CRATES + "chat-engine/src/store/pages.rs",
     "AND down.seq IS NOT ?3 AND child > m.seq)",
     "AND down.seq IS NOT ?3 AND child IS NOT NULL)",
     "a_path_that_goes_on_with_what_came_before_is_read_to_an_end", ENGINE),
    ("foreign-file", CRATES + "chat-engine/src/store/restore.rs",
     "    schema::ours(&db)?;\n", "",
     "hostile_files_are_refused_and_run_nothing", STORE),
    ("prefix", CRATES + "chat-engine/src/store/turns.rs",
     "close(&tx, open.seq, MessageState::Interrupted, &text, &reasoning)?;",
     "close(&tx, open.seq, MessageState::Interrupted, &text.repeat(2), &reasoning)?;",
     "at_some_writes_of_a_turn_a_fault_loses_nothing_that_was_told"),
    ("damaged", CRATES + "chat-engine/src/engine/disk.rs",
     "Err(error @ StoreError::Damaged { .. }) if windowed => {",
     "Err(error @ StoreError::Damaged { .. }) if !windowed => {",
     "a_window_runs_on_a_temporary_history_until_salvage_is_chosen"),
    ("power", CRATES + "chat-engine/src/store/transaction.rs",
     'db.pragma_update(None, "synchronous", "FULL")?;\n    done',
     'db.pragma_update(None, "synchronous", "NORMAL")?;\n    done',
     "a_loss_of_power_takes_at_most_the_last_second_of_an_answer"),
    ("unsynced", CRATES + "chat-core/src/turn/saving.rs",
     "self.unsynced = !sync;", "self.unsynced = sync && self.saving;",
     "what_came_before_a_silence_survives_power_loss_a_second_later", ["-p", "chat-core", "--lib"]),
    ("believed", CRATES + "chat-engine/src/store/worker.rs",
     "Ok(true) if renew.is_some() => connection = None,",
     "Ok(true) if renew.is_none() => connection = None,",
     "after_an_error_of_the_disk_nothing_goes_on_over_the_old_connection", ENGINE),
    ("not-overwritten", CRATES + "chat-engine/src/store/open.rs",
     '"secure_delete", true,', '"secure_delete", false,',
     "what_is_erased_is_in_no_file", STORE),
    ("log-stays", CRATES + "chat-engine/src/store/erase/chores.rs",
     "all &= transaction::empty_log(db)? && strike", "all &= strike",
     "what_is_erased_is_in_no_file", STORE),
    ("erased-at-once", CRATES + "chat-engine/src/store/erase.rs",
     "steps::step(db, seq, many)", "steps::step(db, seq, many + 100_000)",
     "others_write_while_a_long_conversation_is_erased", STORE),
    ("copy-not-waited-for", CRATES + "chat-engine/src/store/erase/backups.rs",
     "let mut all = !unfinished;", "let mut all = unfinished | true;",
     "a_copy_that_is_being_made_is_gone_through_when_it_is_there", STORE),
    ("end-before-ledger", CRATES + "chat-engine/src/driver/finishing.rs",
     "Err(failure) if !job.store.is_temporary() => Err(failure),",
     "Err(failure) if job.store.is_temporary() => Err(failure),",
     "an_answer_is_stored_as_ended_only_with_its_row_in_the_ledger"),
    ("archive-reasoning", CRATES + "chat-engine/src/store/whole.rs",
     'reasoning: row.get("reasoning")?,', "reasoning: String::new(),",
     "what_goes_out_comes_back_and_goes_out_byte_for_byte", STORE),
    ("archive-chosen", CRATES + "chat-engine/src/store/merge/put.rs",
     "if node.chosen {", "if node.chosen && node.files.len() > 9 {",
     "what_goes_out_comes_back_and_goes_out_byte_for_byte", STORE),
    ("bomb-unbounded", CRATES + "chat-engine/src/archive_file.rs",
     "if self.bytes > self.most {", "if self.bytes > self.most && self.total == 0 {",
     "a_bomb_is_stopped_by_what_comes_out_of_it_whatever_it_claims", ENGINE),
    ("differing-unsaid", CRATES + "chat-engine/src/store/merge/plan.rs",
     "differs(db, node, here)? => differing += 1,", "differs(db, node, here)? => {}",
     "a_message_with_another_text_than_here_is_told_and_changes_nothing", STORE),
    ("lost-stays-lost", CRATES + "chat-engine/src/store/merge/plan.rs",
     "Ok(files::of_message(db, here.seq, here.role)?.is_empty())", "Ok(false)",
     "files_turns_and_tags_that_are_lost_here_come_back_from_a_copy", STORE),
    ("instructions-unfound", CRATES + "chat-engine/src/store/merge/put.rs",
     "        to_index.message(seq, node.created_at_ms);\n        places",
     "        if node.role != Role::System {\n            to_index.message(seq, node.created_at_ms);\n        }\n        places",
     "what_goes_out_comes_back_and_goes_out_byte_for_byte", STORE),
    ("one-of-a-name", CRATES + "chat-engine/src/archive_file/zipped.rs",
     "read < list.files", "read < list.files.min(0)",
     "a_zip_that_names_a_file_twice_is_told", ENGINE),
    ("writes-on", CRATES + "chat-engine/src/store/migrate.rs",
     "if found > known {", "if found > known.max(1_000) {",
     "what_a_newer_program_migrated_meanwhile_is_written_to_no_more", STORE),
    ("import-swallowed", CRATES + "chat-core/src/archive/rows.rs",
     "match lost.look(false, self.most, &mut self.looked_at) {", "match lost.look(false, 0, &mut u64::MAX.clone()) {",
     "a_row_that_swallows_more_than_is_held_gives_back_what_it_swallowed", CORE),
    ("index-in-pieces", CRATES + "chat-engine/src/store/search/documents.rs",
     "if doc - slot > drift(tx)? {", "if doc > slot {",
     "conversations_that_are_stored_together_are_indexed_as_one", STORE),
    ("html-unescaped", CRATES + "chat-engine/src/export/html.rs",
     "'<' => out.push_str(\"&lt;\"),", "'<' => out.push(c),",
     "no_text_becomes_an_element", ENGINE),
    ("import-whole", CRATES + "chat-engine/src/engine/import_history.rs",
     "if batch.conversations.len() + batch.skipped.len() >= BATCH || batch.bytes >= BATCH_BYTES {", "if batch.conversations.len() > 100_000 || batch.bytes > 100 * BATCH_BYTES {",
     "a_large_archive_is_read_in_little_memory_and_broken_rows_are_named"),
    ("import-at-once", CRATES + "chat-engine/src/engine/import_history.rs",
     "if batch.conversations.len() + batch.skipped.len() >= BATCH || batch.bytes >= BATCH_BYTES {", "if batch.conversations.len() > 100 * BATCH || batch.bytes > 100 * BATCH_BYTES {",
     "an_import_that_is_killed_leaves_what_came_and_is_completed_by_another"),
    ("journal-cut-frame", CRATES + "chat-engine/src/journal/frames.rs",
     "self.packer.write_all(bytes)\n", "self.packer.write_all(bytes.get(1..).unwrap_or(bytes))\n",
     "any_split_plays_to_the_same_text", ENGINE),
    ("report-unlooked", CRATES + "chat-engine/src/journal/report.rs",
     'look(&body, "the bytes of the answer")', 'look("", "the bytes of the answer")',
     "a_key_is_found_in_every_part_of_a_report_also_between_two_pieces", ENGINE),
    ("journal-budget", CRATES + "chat-engine/src/store/journal.rs",
     "WHERE so_far > ?1)", "WHERE so_far > ?1 + 1000000000)",
     "the_oldest_go_first_when_it_is_too_much", ENGINE),
    ("journal-age", CRATES + "chat-engine/src/store/journal.rs",
     "DELETE FROM journal WHERE at_ms < ?1", "DELETE FROM journal WHERE at_ms < ?1 AND at_ms < 0",
     "what_is_too_old_goes", ENGINE),
    ("refusal-unkept", CRATES + "chat-engine/src/driver.rs",
     "                self.record_refused(&refused);\n", "",
     "a_refusal_plays_to_the_same_failure_with_no_server_left"),
    ("refusal-headers", CRATES + "chat-engine/src/driver/said.rs",
     "asked.borrow_mut().insert(name.to_owned(), safe);", "drop(safe);",
     "a_refusal_plays_to_the_same_failure_with_no_server_left"),
    ("earlier-attempt", CRATES + "chat-engine/src/driver/recording.rs",
     "if self.journal.refused.is_some() && self.journal.refused != ended_with {",
     "if self.journal.refused.is_none() && self.journal.refused != ended_with {",
     "what_came_before_a_stop_is_not_played_as_the_end"),
    ("tape-dropped", CRATES + "chat-engine/src/engine/keeping.rs",
     "if let Some(tape) = &kept.tape\n", "if let Some(tape) = kept.tape.as_ref().filter(|_| false)\n",
     "an_answer_that_found_the_disk_full_is_saved_as_it_was_when_space_returns"),
    ("copies-of-the-future", CRATES + "chat-core/src/retention.rs",
     "(copy.at_ms <= now_ms, copy.at_ms)", "(true, copy.at_ms)",
     "a_clock_that_jumps_and_comes_back_costs_neither_copies_nor_the_schedule", CORE),
    ("told-before-kept", CRATES + "chat-engine/src/driver/finishing.rs",
     "            // What is in memory alone was not to be kept.\n",
     "            live.end(Arc::new(told.clone()));\n",
     "who_is_told_of_an_end_that_is_not_written_finds_it_kept", ENGINE),
    ("later-draft", CRATES + "chat-engine/src/store/again.rs",
     "    begin.draft = None;\n", "    begin.draft = begin.draft.take();\n",
     "where_the_turn_is_not_known_its_end_brings_it_along_and_leaves_later_drafts", STORE),
    ("unwritten-cached", CRATES + "chat-engine/src/driver.rs",
     "Ended::Waits(_) | Ended::NoRoom if books.keep.is_some() => books.forget().await,",
     "Ended::Waits(_) | Ended::NoRoom if books.keep.is_none() => books.forget().await,",
     "an_answer_whose_end_waits_is_not_in_the_response_cache"),
    ("no-chores", CRATES + "chat-engine/src/store/erase/chores.rs",
     "VALUES ('log'), ('backups')", "VALUES ('log')",
     "backups_of_every_version_lose_it_as_well", STORE),
    ("not-rewritten", CRATES + "chat-engine/src/store/erase/chores.rs",
     "        rewrite(db)?;\n        let struck", "        let struck",
     "what_an_older_release_deleted_goes_with_the_first_erasing", STORE),
    ("cache-stays", CRATES + "chat-engine/src/store/erase/steps.rs",
     "(SELECT id FROM turns WHERE answer = ?1)", "(SELECT id FROM turns WHERE answer = -?1)",
     "what_is_erased_is_in_no_file", STORE),
    ("cache-of-erased", CRATES + "chat-engine/src/store/cache.rs",
     "if !is_there(tx, &answer.turn)? {", "if false && !is_there(tx, &answer.turn)? {",
     "nothing_is_kept_of_a_turn_that_was_erased_meanwhile", STORE),
    ("temporary-on-disk", CRATES + "chat-engine/src/engine/starting.rs",
     "let store = if ask.save && ask.temporary {", "let store = if ask.save && ask.temporary && false {",
     "nothing_of_a_temporary_chat_is_in_any_file_but_what_it_took"),
    ("one-path", CRATES + "chat-engine/src/store/path.rs",
     "             WHERE up.seq IS NOT ?2 AND m.parent < m.seq)", "             WHERE ?2 IS NULL AND false AND m.parent < m.seq)",
     "any_order_keeps_one_path_and_every_byte", STORE),
    ("draft-stays", CRATES + "chat-engine/src/store/turns.rs",
     "        drafts::drop(tx, place)?;", "        let _ = place;",
     "a_draft_with_its_files_outlives_the_process_and_goes_with_its_question"),
    ("edit-stays", CRATES + "chat-engine/src/engine/asking.rs",
     "Some(DraftPlace::Edit(message.clone()))", "Some(DraftPlace::Edit(message.clone())).filter(|_| false)",
     "a_question_half_put_otherwise_outlives_the_process_and_goes_once_it_is_asked"),
    ("temporary-draft", CRATES + "chat-engine/src/engine/drafts.rs",
     "None if temporary =>", "None if temporary && false =>",
     "the_draft_of_a_temporary_chat_waits_in_memory_with_its_files_and_goes_with_its_question"),
    ("drawn-deleted", CRATES + "chat-engine/src/engine/deleting.rs",
     "        self.drawings().forget();\n        if home", "        if home",
     "a_deleted_chat_is_drawn_anew_when_it_is_taken_back"),
    ("drawn-elsewhere-deleted", CRATES + "chat-engine/src/engine/watch.rs",
     "deletion.\n                self.drawings().forget();", "deletion.",
     "what_another_program_deletes_is_let_go_of_too"),
    ("drawn-temporary", CRATES + "chat-engine/src/engine/history.rs",
     "(!home.temporary).then_some(since)", "Some(since)",
     "no_drawing_of_a_temporary_chat_is_held"),
]


def build(file: str, where: list[str]) -> str:
    """Builds what the test does not build by itself: the command line that the tests' own package
    starts; a script of the page is read. What was said where that fails."""
    if where == OWN:
        command = ["cargo", "build", "--quiet", "--locked", "-p", "chat-cli"]
    elif where[0] == "e2e":
        command = ["cargo", "build", "--quiet", "--locked", "-p", "chat-cli", "-p", "gatehouse-desktop"]
    elif file.endswith(".js"):
        command = ["node", "--check", file]
    else:
        return ""
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    return run.stderr if run.returncode != 0 else ""


def in_session(command: list[str]) -> tuple[list[str], dict[str, str]]:
    """The command on a screen, a bus and with folders of its own, as `cargo xtask test e2e` has it. The
    folders stay until the system clears its temporary ones."""
    home = Path(tempfile.mkdtemp(prefix="mutations-"))
    own = {"HOME": home}
    for name, folder in [("XDG_DATA_HOME", "data"), ("XDG_RUNTIME_DIR", "run"), ("XDG_CONFIG_HOME", "config"),
                         ("XDG_CACHE_HOME", "cache"), ("GATEHOUSE_TEST_ARTIFACTS", "artifacts")]:
        own[name] = home / folder
        own[name].mkdir(mode=0o700)
    built = ROOT / "target/debug"
    own |= {
        "GATEHOUSE_TEST_APP": built / "gatehouse-desktop", "GATEHOUSE_TEST_CLI": built / "gatehouse",
        "GATEHOUSE_TEST_TAURI_DRIVER": ROOT / ".tools/bin/tauri-driver",
        "GATEHOUSE_TEST_WEBKIT_DRIVER": shutil.which("WebKitWebDriver") or "WebKitWebDriver",
        "NO_AT_BRIDGE": "1", "GTK_A11Y": "none", "GDK_BACKEND": "x11",
    }
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1280x900x24 -nolisten tcp", "dbus-run-session", "--"]
    around = {name: value for name, value in os.environ.items() if name not in ("WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS")}
    return [*screen, "xtask/scripts/window-session.sh", *command], around | {name: str(value) for name, value in own.items()}


def test(name: str, where: list[str]) -> tuple[int, int, str]:
    """How many tests of this name passed and failed, and what was said."""
    surroundings = None
    if where[0] in ("node", "e2e"):
        pattern = re.escape(name).replace("/", "\\/")
        command = ["node", "--test", "--test-reporter=tap", f"--test-name-pattern={pattern}", where[1]]
        if where[0] == "e2e":
            command, surroundings = in_session(command)
        passes, fails = r"^# pass (\d+)", r"^# (?:fail|cancelled) (\d+)"
    else:
        command = ["cargo", "test", "--quiet", "--locked", *where, name]
        passes, fails = r"(\d+) passed", r"(\d+) failed"
    run = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, timeout=1800)
    said = run.stdout + run.stderr
    passed, failed = (sum(map(int, re.findall(count, said, re.MULTILINE))) for count in (passes, fails))
    return passed, failed, said


def main() -> int:
    wanted = set(sys.argv[1:])
    every = ROWS + mutations_answer.ROWS + mutations_window.ROWS + mutations_packaging.ROWS
    unknown = wanted - {row[0] for row in every}
    if unknown:
        print(f"no such row: {', '.join(sorted(unknown))}")
        return 1
    rows = [(*row[:5], row[5] if len(row) > 5 else OWN) for row in every if not wanted or row[0] in wanted]
    # A test that fails anyway shows nothing. Each is seen to pass once, before anything is changed.
    sound = {}
    for _, file, *_, name, where in rows:
        key = (name, *where)
        if key not in sound:
            build(file, where)
            passed, failed, said = test(name, where)
            sound[key] = passed > 0 and failed == 0
            if not sound[key]:
                print(f"{name} does not pass on the program as it is\n{said[-1500:]}", flush=True)
    failures = 0
    for row, file, old, new, name, where in rows:
        if not sound[(name, *where)]:
            print(f"{row}: not tried")
            failures += 1
            continue
        path = ROOT / file
        text = path.read_text()
        if text.count(old) != 1:
            print(f"{row}: {old!r} stands there {text.count(old)} times")
            failures += 1
            continue
        path.write_text(text.replace(old, new))
        try:
            wrong = build(file, where)
            _, failed, said = test(name, where)
        finally:
            path.write_text(text)
        if wrong or "could not compile" in said:
            print(f"{row}: it does not build\n{wrong[-1500:]}{said[-1500:]}", flush=True)
            failures += 1
        elif failed == 0:
            print(f"{row}: {name} does not fail", flush=True)
            failures += 1
        else:
            print(f"{row}: {name} fails, as it should", flush=True)
    return 1 if failures else 0


sys.exit(main())
