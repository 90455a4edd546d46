#!/usr/bin/env python3
"""Sees each fault test fail once: breaks the program on purpose, one place at a time.

Usage: mutations.py [NAME ...]   (in a clean checkout; each change is taken back)
Each row: a name, the file, what stands there, what is put in its place, and the test that must
then fail. A row that changes nothing, or whose test passes all the same, is an error.
"""
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CRATES = "src-tauri/crates/"
ROWS = [
    ("redirect", CRATES + "chat-engine/src/transport.rs",
     "redirect::Policy::none()", "redirect::Policy::limited(3)",
     "a_redirect_is_not_followed_and_its_target_never_sees_the_key"),
    ("cut-json", CRATES + "chat-engine/src/answer.rs",
     "read.is_err_and(|error| error.is_eof())", "read.is_err_and(|error| error.is_io())",
     "json_cut_by_a_clean_close_has_broken_off"),
    ("newer", CRATES + "chat-engine/src/store/migrate.rs",
     "if found > known() {", "if found > known() + 1_000_000 {",
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
]


def main() -> int:
    wanted = set(sys.argv[1:])
    failed = 0
    for name, file, old, new, test in ROWS:
        if wanted and name not in wanted:
            continue
        path = ROOT / file
        text = path.read_text()
        if text.count(old) != 1:
            print(f"{name}: {old!r} stands there {text.count(old)} times")
            failed += 1
            continue
        path.write_text(text.replace(old, new))
        try:
            build = subprocess.run(["cargo", "build", "--quiet", "-p", "chat-cli"], cwd=ROOT,
                                   capture_output=True, text=True)
            run = subprocess.run(
                ["cargo", "test", "--quiet", "-p", "gatehouse-tests", test],
                cwd=ROOT, capture_output=True, text=True, timeout=900)
        finally:
            path.write_text(text)
        said = run.stdout + run.stderr
        if build.returncode != 0 or "could not compile" in said:
            print(f"{name}: it does not build\n{build.stderr[-1500:]}{said[-1500:]}")
            failed += 1
        elif run.returncode == 0 or "FAILED" not in said:
            print(f"{name}: {test} passes all the same")
            failed += 1
        else:
            print(f"{name}: {test} fails, as it should", flush=True)
    return 1 if failed else 0


sys.exit(main())
