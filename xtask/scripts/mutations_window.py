"""Rows of mutations.py for the window around the answer: lists, keys, settings, usage, first run,
failures, languages.

Must not run anything.
"""
CORE = "src-tauri/crates/chat-core/src/"
ENGINE = "src-tauri/crates/chat-engine/src/"
CLI = "src-tauri/crates/chat-cli/src/"
PAGE = "ui/js/"
IN_CORE = ["-p", "chat-core", "--lib"]
IN_CLI = ["-p", "chat-cli"]


def node(file: str) -> list[str]:
    return ["node", f"tests/ui/node/{file}.test.js"]


def browser(file: str) -> list[str]:
    return ["node", f"tests/ui/browser/{file}.test.js"]


def e2e(file: str) -> list[str]:
    return ["e2e", f"tests/e2e/{file}.test.js"]


SHELL = "src-tauri/src/"
IN_SHELL = ["-p", "gatehouse-desktop"]
IN_ENGINE = ["-p", "chat-engine", "--lib"]

ROWS = [
    ("log-grows", SHELL + "logging/file.rs",
     "if grown > KEEP_BYTES && self", "if grown > 50 * KEEP_BYTES && self",
     "ten_megabytes_leave_three_files_of_one_with_the_newest_lines", IN_SHELL),
    ("log-unmasked", SHELL + "logging/line.rs",
     "let masked = mask(line.strip_suffix('\\n').unwrap_or(line));",
     "let masked = line.strip_suffix('\\n').unwrap_or(line).to_owned();",
     "what_looks_like_a_key_is_masked", IN_SHELL),
    ("log-obeyed", SHELL + "logging/line.rs",
     "visible(&masked).replace('\\n', \"⏎\")", "masked.clone()",
     "what_a_terminal_obeys_or_nobody_sees_is_shown", IN_SHELL),
    ("entry-unquoted", ENGINE + "autostart/entry.rs",
     "'%' => quoted.push_str(\"%%\"),", "'%' => quoted.push('%'),",
     "the_command_is_written_as_the_specification_has_it", IN_ENGINE),
    ("entry-taken-over", ENGINE + "autostart/files.rs",
     "&& !found.program().exists();", "&& found.program().is_absolute();",
     "a_program_that_was_moved_takes_its_place_and_one_that_is_there_twice_does_not", IN_ENGINE),
    ("notice-markup", SHELL + "notices/bus.rs",
     "    text.replace('&', \"&amp;\")", "    text.replace('&', \"&\")",
     "markup_in_an_answer_is_shown_as_it_is_written", IN_SHELL),
    ("hotkey-always-bound", PAGE + "elements/settings-desktop.js",
     "setText(this.#stands, t(`hotkey.${state}`, { keys: shown }));", "setText(this.#stands, t('hotkey.bound', { keys: shown }));",
     "the keys that open quick-ask stand there as they are, and can be chosen, taken away and let rest", browser("settings")),
    ("portal-taken-for-granted", SHELL + "shortcut/portal.rs",
     "    if response == 0 {", "    if response <= 1 {",
     "while the person is asked it is told so; who refuses is asked again only when they want it", e2e("portal")),
    ("key-repeated-by-a-server", ENGINE + "redact.rs",
     "    mask(&masked)\n", "    text.to_owned()\n",
     "a planted key is found nowhere but in the keyring", e2e("secrets")),
    ("hidden-draws", PAGE + "lib/frame.js",
     "if (asked && !document.hidden) {", "if (asked) {",
     "in a window that nobody sees the work waits until it is seen, without a timer", node("quiet")),
    ("hidden-ticks", PAGE + "lib/seconds.js",
     "telling.size > 0 && !document.hidden", "telling.size > 0",
     "what is told each second is told by one clock, while it is wanted and the window is seen", node("quiet")),
    ("full-storage-stops", PAGE + "lib/keep.js",
     "  } catch {\n    // As above.\n  }", "  } finally {\n    // As above.\n  }",
     "a storage that takes nothing stops nothing", node("kept")),
    ("grouped-twice", PAGE + "lib/groups.js",
     "      pinned.push(one);\n    } else if", "      pinned.push(one);\n    }\n    if",
     "a chat stands once: pinned, else in its folder, else under its day", node("groups")),
    ("rows-not-held", PAGE + "lib/groups.js",
     "if (at >= 0 && at < count &&", "if (at > count &&",
     "rows that are far from the view are heights, and what is held stays", node("groups")),
    ("undo-goes", PAGE + "elements/toast-region.js",
     "SHOWN_MS = 10_000;", "SHOWN_MS = 1_000;",
     "a chat is deleted by a key without a question, the focus goes to the next, and it can be undone for a while", browser("sidebar")),
    ("any-word", PAGE + "lib/match.js",
     "if (!words.every((word) => text.includes(word)))", "if (!words.some((word) => text.includes(word)))",
     "what begins so fits best, then words that begin so, then any part; every word has to be there", node("groups")),
    ("palette-untold-twice", PAGE + "palette.js",
     "groups.filter(({ results }) => results.length > 0)", "groups.filter(({ results }) => results.length > 1)",
     "the group with the best name leads", node("palette")),
    ("keys-taken-in-silence", PAGE + "elements/settings-shortcuts.js",
     "    if (other === null) {", "    if (other === null || other !== null) {",
     "keys are added, told where they are taken, taken over, and made as they were", browser("palette")),
    ("usual-keys-stay", PAGE + "acts.js",
     "[id, changed.get(id) ?? keys]", "[id, [...(changed.get(id) ?? []), ...keys]]",
     "changed keys take the place of the usual ones, none is none, and the rest stays", node("acts")),
    ("half-a-preset-file", CORE + "preset/file.rs",
     "if !seen.insert(name(&one).clone()) {", "if !seen.insert(name(&one).clone()) && kept.is_empty() {",
     "a_file_is_read_whole_or_not_at_all", IN_CORE),
    ("newer-preset-file", CORE + "preset/file.rs",
     "if head.version > VERSION {", "if head.version > VERSION + 1_000 {",
     "a_file_is_read_whole_or_not_at_all", IN_CORE),
    ("percentile", CORE + "ledger/latency.rs",
     ".div_ceil(100);", "/ 100;",
     "a_quantile_is_the_nearest_rank", IN_CORE),
    ("one-requests", CLI + "words.rs",
     "if count == 1 {", "if count == 0 {",
     "one_request_is_no_plural_and_amounts_stand_below_each_other", IN_CLI),
    ("untested-way-in", PAGE + "elements/key-card.js",
     "[t('setup.ready', { connection: test.label })]), test);", "[t('setup.ready', { connection: test.label })]));",
     "each of the three ways in ends with the test of its connection, and the question stays", browser("keys")),
    ("wrong-remedy", PAGE + "lib/errors.js",
     "  model_not_found: 'model',", "  model_not_found: 'retry',",
     "every failure says what happened, what to do, and has one main action", browser("gallery")),
    ("text-in-a-module", "tests/ui/lint/visible-text.js",
     "['button', [0]], ['setText', [1]]", "['button', [0]]",
     "the rule sees the text in setText(node, 'word')", node("texts")),
    ("name-in-braces", "ui/texts/de.js",
     "    windowTitle: '{title} · Gatehouse',", "    windowTitle: '{name} · Gatehouse',",
     "de has every key, in the order of the English file, and the same names in braces", node("texts")),
    ("gauge", PAGE + "lib/estimate.js",
     "tokens.likely / contextWindow;", "tokens.likely / (contextWindow + tokens.likely);",
     "the gauge knows the share of the window, and says nothing without one", node("asking")),
    ("waits-elsewhere", PAGE + "state/conversations.js",
     "    whenOnline: null,\n", "",
     "what waits for the network is ended by another chat", node("failure-ways")),
    ("sent-twice", PAGE + "resending.js",
     "      store.dispatch([{ type: 'whenOnline', message: null }]);\n", "      if (busyness(state) !== 'idle') return;\n      setTimeout(() => void actions.retry(whenOnline), 30);\n",
     "offline it is sent once the network is back, once, if the person wants that", browser("failure-ways")),
    ("clock-goes-on", PAGE + "elements/retry-clock.js",
     "if (left > 0 && this.isConnected", "if (this.isConnected",
     "after too many questions a clock counts to the moment of the next try, and then stands still", browser("failure-ways")),
    ("another-gateway", PAGE + "lib/credit.js",
     "(TOP_UPS.get(origin) ?? null)", "(TOP_UPS.get(origin) ?? [...TOP_UPS].find(([known]) => origin.startsWith(known))?.[1] ?? null)",
     "a gateway under another address is not taken for Vercel’s", node("failure-ways")),
    ("hint-hijacks-enter", PAGE + "lib/suggestions.js",
     "const options = none && query === ''", "const options = none",
     "/ without any template says where one is made, and goes there", browser("writing")),
    ("settings-untold", ENGINE + "engine/watch.rs",
     "        if known.as_ref() == Some(&now) {", "        if known.as_ref() != Some(&now) {",
     "a_setting_changed_by_the_command_line_is_told_to_open_windows"),
    ("credit-unread", ENGINE + "engine/doctor/key.rs",
     "gateway_api::credits(&body).map_err(|_| untold())?;", "gateway_api::credits(b\"{}\").map_err(|_| untold())?;",
     "credit_is_asked_for_once_when_a_person_wants_to_know_and_told_exactly"),
    ("choices-lost", ENGINE + "store/drafts.rs",
     "&& draft.files.is_empty() && draft.asking.is_none() {", "&& draft.files.is_empty() {",
     "what_was_chosen_for_a_chat_that_is_not_begun_outlives_the_process_and_goes_with_its_question"),
    ("file-costs", ENGINE + "engine/preview.rs",
     "price.of_input(tokens.likely)", "price.of_input(tokens.high)",
     "each_file_tells_what_it_takes_of_the_message"),
]
