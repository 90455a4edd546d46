"""Rows of mutations.py for packages and documents: what they carry, and what they name.

Must not run anything.
"""
ARCHITECTURE = ["-p", "gatehouse-tests", "--test", "architecture"]
IN_CLI = ["-p", "chat-cli", "--bin", "gatehouse"]
CONFIG = "src-tauri/tauri.conf.json"

ROWS = [
    ("page-stale", "packaging/man/gatehouse/gatehouse-ask.1",
     "Model id, sent as typed", "Model id",
     "every_verb_has_the_man_page_that_its_arguments_say", IN_CLI),
    ("completion-stale", "packaging/completions/_gatehouse",
     "#compdef gatehouse", "#compdef gatehouse2",
     "the_completions_of_each_shell_know_every_verb", IN_CLI),
    ("not-packed", CONFIG,
     '"../packaging/macos/entitlements.plist"', '"../packaging/macos/rights.plist"',
     "every_file_that_a_package_names_is_there", ARCHITECTURE),
    ("runs-as-root", CONFIG,
     '"section": "net",', '"section": "net",\n        "postInstallScript": "../LICENSE-MIT",',
     "nothing_of_a_package_runs_as_root_when_it_is_installed", ARCHITECTURE),
    ("two-versions", "packaging/changelog",
     "gatehouse (0.1.0)", "gatehouse (0.1.1)",
     "the_version_is_the_same_wherever_a_package_says_it", ARCHITECTURE),
    ("size-missing", CONFIG,
     '      "icons/24x24.png",\n', "",
     "an_icon_is_as_large_as_its_name_says_and_every_usual_size_is_packed", ARCHITECTURE),
    ("two-entries", "packaging/app.gatehouse.desktop.desktop",
     "NoDisplay=true\n", "",
     "the_two_desktop_files_start_the_same_program_and_only_one_is_in_the_menu", ARCHITECTURE),
    ("entitled", "packaging/macos/entitlements.plist",
     "<dict/>", "<dict><key>com.apple.security.cs.allow-jit</key><true/></dict>",
     "a_program_for_macs_may_do_nothing_that_the_hardened_runtime_forbids", ARCHITECTURE),
    ("no-reason", "docs/dependencies.md",
     "| `zstd` |", "| zstd |",
     "every_direct_dependency_is_listed_with_its_reason", ARCHITECTURE),
    ("no-such-test", "SECURITY.md",
     "`no_credential_is_handed_on`", "`no_credential_is_ever_handed_on`",
     "every_test_that_the_security_page_names_exists", ARCHITECTURE),
    ("not-held", "SECURITY.md",
     "| no scripts in it | `nothing_of_a_package_runs_as_root_when_it_is_installed` |", "| no scripts in it | |",
     "every_test_that_the_security_page_names_exists", ARCHITECTURE),
    ("quick-may-more", "SECURITY.md",
     "| `hide_quick` | away |\n", "",
     "the_security_page_lists_what_quick_ask_may_call", ARCHITECTURE),
    ("code-untold", "docs/troubleshooting.md",
     "### `dns` · exit status 6", "### `dns` · exit status 5",
     "troubleshooting_has_a_section_for_every_code_with_its_exit_status", ARCHITECTURE),
    ("leads-nowhere", "docs/quick-ask.md",
     "(../SECURITY.md#what-quick-ask-may-do)", "(../SAFETY.md#what-quick-ask-may-do)",
     "every_file_that_a_document_leads_to_is_there", ARCHITECTURE),
]
