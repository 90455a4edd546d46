#!/usr/bin/env bash
# Runs its arguments as a desktop session would: an unlocked keyring, a window
# manager. Start it under xvfb-run and dbus-run-session; `cargo xtask test e2e` does.
set -euo pipefail

# Sockets live here; nobody else may look in.
chmod 700 "$XDG_RUNTIME_DIR"

# The password belongs to this throw-away keyring alone.
printf 'test' | gnome-keyring-daemon --unlock --components=secrets >/dev/null

# Hotkeys need a window manager.
openbox >/dev/null 2>&1 &
manager=$!
trap 'kill "$manager" 2>/dev/null || true' EXIT

"$@"
