#!/usr/bin/env bash
# Starts PROGRAM, waits until its window shows a painted page, leaves a picture of the screen.
# Usage: window-appears.sh PROGRAM PICTURE
set -euo pipefail
program=$1
picture=$2

"$program" &
started=$!
trap 'kill "$started" 2>/dev/null || true' EXIT

# Text has many shades at its edges; a window without a page has one or two.
painted() { # WINDOW
  local shades
  shades=$(import -silent -window "$1" png:- 2>/dev/null | identify -format '%k' - 2>/dev/null) || return 1
  [ "${shades:-0}" -gt 40 ]
}

seen=no
for _ in $(seq 120); do
  if ! kill -0 "$started" 2>/dev/null; then
    echo "$program ended before it showed a page." >&2
    exit 1
  fi
  window=$(xdotool search --onlyvisible --name '^Gatehouse' 2>/dev/null | head -n 1) || true
  if [ -n "$window" ]; then
    seen=yes
    if painted "$window"; then
      import -silent -window root "$picture"
      echo "The window shows its page; a picture of it: $picture"
      exit 0
    fi
  fi
  sleep 0.5
done
import -silent -window root "$picture" || true
echo "$program showed no page within a minute (a window: $seen); the screen: $picture" >&2
exit 1
