#!/usr/bin/env bash
# Renders the three drawings into every file that the bundler and the tray want.
# Needs rsvg-convert (apt-get install librsvg2-bin) and Python 3. Same input, same bytes.
# Usage: render.sh [--check]; with --check nothing is written, and it fails where a file would change.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
made=$work/made
mkdir "$made"

render() { # SVG SIZE PNG
  rsvg-convert --width "$2" --height "$2" --format png --output "$3" "$1"
}

# The sizes of the hicolor theme; a file's name is the folder that it is installed to.
for size in 16 22 24 32 48 64 128 256 512; do
  render icon.svg "$size" "$made/${size}x$size.png"
done
render icon.svg 256 "$made/128x128@2x.png"
render tray.svg 64 "$made/tray.png"
render tray-template.svg 64 "$made/tray-template.png"

for size in 16 24 32 48 64 128 256 512 1024; do
  render icon.svg "$size" "$work/$size.png"
done
python3 pack.py "$work" "$made/icon.ico" "$made/icon.icns"

if [ "${1:-}" = --check ]; then
  for file in "$made"/*; do
    cmp "$file" "$(basename "$file")"
  done
  echo "All $(find "$made" -type f | wc -l) rendered files are as their drawings say."
else
  cp "$made"/* .
fi
