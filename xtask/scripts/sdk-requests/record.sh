#!/bin/sh
# Records what the official SDKs send for the same prompts, for chat-core/tests/sdk_requests.rs.
#
# Run by hand when an SDK changes: xtask/scripts/sdk-requests/record.sh
# It installs the pinned SDKs into a temporary folder; they talk to a recorder on loopback only.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
out="$here/../../../src-tauri/crates/chat-core/tests/fixtures/sdk_requests.json"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/py"
"$work/py/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
cp "$here/package.json" "$here/ask.mjs" "$here/cases.json" "$work/"
(cd "$work" && npm install --silent --no-audit --no-fund --ignore-scripts)
"$work/py/bin/python" "$here/record.py" "$work/py/bin/python" "$work" > "$work/recorded.json"
mv "$work/recorded.json" "$out"
