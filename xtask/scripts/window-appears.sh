#!/usr/bin/env bash
# Starts PROGRAM, waits until it shows a window named Gatehouse, leaves a picture of the screen.
# Usage: window-appears.sh PROGRAM PICTURE
set -euo pipefail
program=$1
picture=$2

"$program" &
started=$!
trap 'kill "$started" 2>/dev/null || true' EXIT

for _ in $(seq 150); do
  if ! kill -0 "$started" 2>/dev/null; then
    echo "$program ended before it showed a window." >&2
    exit 1
  fi
  if xdotool search --onlyvisible --name '^Gatehouse' >/dev/null 2>&1; then
    # The window is there before its page is painted.
    sleep 2
    import -window root "$picture" 2>/dev/null || /usr/bin/convert x:root "$picture"
    echo "The window is up; a picture of it: $picture"
    exit 0
  fi
  sleep 0.2
done
echo "$program showed no window named Gatehouse within 30 seconds." >&2
exit 1
