#!/usr/bin/env bash
# Runs its arguments as a desktop session would: own folders, an unlocked keyring, a window
# manager. Start it under xvfb-run and dbus-run-session; `cargo xtask test e2e` does.
set -euo pipefail

mkdir -p "$XDG_DATA_HOME" "$XDG_RUNTIME_DIR" "$XDG_CONFIG_HOME" "$XDG_CACHE_HOME"
chmod 700 "$XDG_RUNTIME_DIR"

# The password belongs to this throw-away keyring alone.
printf 'test' | gnome-keyring-daemon --unlock --components=secrets >/dev/null

# Hotkeys need a window manager.
openbox >/dev/null 2>&1 &
manager=$!
trap 'kill "$manager" 2>/dev/null || true' EXIT

"$@"
