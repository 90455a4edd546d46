#!/usr/bin/env bash
# Renders the three drawings into every file that the bundler and the tray want.
# Needs rsvg-convert (apt-get install librsvg2-bin) and Python 3. Same input, same bytes.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

render() { # SVG SIZE PNG
  rsvg-convert --width "$2" --height "$2" --format png --output "$3" "$1"
}

render icon.svg 32 32x32.png
render icon.svg 128 128x128.png
render icon.svg 256 128x128@2x.png
render icon.svg 512 icon.png
render tray.svg 64 tray.png
render tray-template.svg 64 tray-template.png

for size in 16 24 32 48 64 128 256 512 1024; do
  render icon.svg "$size" "$work/$size.png"
done
python3 pack.py "$work" icon.ico icon.icns
