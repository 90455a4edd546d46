#!/usr/bin/env python3
"""Packs PNG files into the containers of Windows and macOS.

Usage: pack.py FOLDER ICO ICNS, where FOLDER holds SIZE.png for every size named below.
Both formats hold the PNG bytes as they are; only a directory comes before them.
"""
import pathlib
import struct
import sys

ICO_SIZES = (16, 24, 32, 48, 64, 256)
# Apple's four-letter types with the pixels that each one holds.
ICNS_TYPES = (
    (b"icp4", 16), (b"icp5", 32), (b"ic11", 32), (b"ic12", 64), (b"ic07", 128),
    (b"ic13", 256), (b"ic08", 256), (b"ic14", 512), (b"ic09", 512), (b"ic10", 1024),
)


def ico(images: dict[int, bytes]) -> bytes:
    """ICONDIR, then one ICONDIRENTRY each, then the images."""
    directory = struct.pack("<HHH", 0, 1, len(ICO_SIZES))
    offset = len(directory) + 16 * len(ICO_SIZES)
    body = b""
    for size in ICO_SIZES:
        png = images[size]
        side = size % 256  # 256 is written as 0
        directory += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(png), offset + len(body))
        body += png
    return directory + body


def icns(images: dict[int, bytes]) -> bytes:
    """A header with the whole length, then type, length and bytes of each image."""
    body = b"".join(
        kind + struct.pack(">I", len(images[size]) + 8) + images[size] for kind, size in ICNS_TYPES
    )
    return b"icns" + struct.pack(">I", len(body) + 8) + body


def main() -> None:
    folder, ico_file, icns_file = (pathlib.Path(argument) for argument in sys.argv[1:4])
    sizes = {*ICO_SIZES, *(size for _, size in ICNS_TYPES)}
    images = {size: (folder / f"{size}.png").read_bytes() for size in sizes}
    ico_file.write_bytes(ico(images))
    icns_file.write_bytes(icns(images))


main()
