"""Which packages are linked into what is shipped; for licences.py and sbom.py.

Needs no network once `cargo fetch --locked` has been run: it reads what cargo knows of the packages.
"""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = ("gatehouse-desktop", "chat-cli")
TARGETS = ("x86_64-unknown-linux-gnu", "x86_64-pc-windows-msvc", "aarch64-apple-darwin")


def cargo(*arguments):
    """What cargo says, from what it has here."""
    said = subprocess.run(["cargo", *arguments, "--locked", "--offline"], cwd=ROOT, capture_output=True, text=True, check=False)
    if said.returncode != 0:
        sys.exit(f"{said.stderr.strip()}\nRun `cargo fetch --locked` first.")
    return said.stdout


def linked(target, programs=SHIPPED):
    """The names and versions that are linked into these programs of ours on one system.

    By the tree and not by the metadata: those mix in what only build scripts turn on."""
    of = [word for name in programs for word in ("--package", name)]
    tree = cargo("tree", "--edges", "normal", "--target", target, "--prefix", "none", "--format", "{p}", *of)
    words = [line.split() for line in tree.splitlines()]
    return {(word[0], word[1].removeprefix("v")) for word in words if len(word) > 1}


def of_the_lock():
    """Every package of the lock file that is not ours, by name and version."""
    packages = json.loads(cargo("metadata", "--format-version", "1"))["packages"]
    return {(package["name"], package["version"]): package for package in packages if package["source"] is not None}
