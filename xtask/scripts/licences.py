#!/usr/bin/env python3
"""Writes ui/licences.txt: every package that is linked into Gatehouse, and its licence.

Needs no network once `cargo fetch --locked` has been run: it reads what cargo knows of the packages and
the files that lie in their folders. Where a package leaves the choice, Apache-2.0 is taken, else MIT. A test
(tests/tests/architecture/licences.rs) says when the file is stale.
Usage: xtask/scripts/licences.py
"""

import re
import sys
from collections import defaultdict
from pathlib import Path

sys.dont_write_bytecode = True
from linked import ROOT, TARGETS, linked, of_the_lock

FILE = re.compile(r"^(licen[cs]e|copying|notice|unlicense|copyright)", re.IGNORECASE)
COPYRIGHT = re.compile(r"^\s*(copyright|\(c\)|©|portions copyright)\b.*", re.IGNORECASE | re.MULTILINE)


def texts(package, wanted):
    """What lies in a package's folder about its licence: the files for `wanted`, else all of them."""
    folder = Path(package["manifest_path"]).parent
    files = sorted(path for path in folder.iterdir() if path.is_file() and FILE.match(path.name))
    if package.get("license_file"):
        named = folder / package["license_file"]
        if named.is_file() and named not in files:
            files.append(named)
    chosen = [path for path in files if wanted and wanted.lower() in path.name.lower()] or files
    return [path.read_text(encoding="utf-8", errors="replace").strip() for path in chosen]


def choice(expression):
    """Which licence is taken of an expression; none where all of it holds."""
    if " AND " in expression:
        return None
    options = [option.strip(" ()") for option in re.split(r" OR |/", expression)]
    for wanted in ("Apache-2.0", "MIT"):
        if wanted in options:
            return wanted
    return options[0]


def main():
    shipped = set().union(*map(linked, TARGETS))
    packages = {key: package for key, package in of_the_lock().items() if key in shipped}
    apache = (ROOT / "LICENSE-APACHE").read_text(encoding="utf-8").strip()
    groups = defaultdict(list)
    lines = []
    for (name, version), package in sorted(packages.items()):
        expression = package["license"] or "see below"
        lines.append(f"{name} {version} · {expression}")
        taken = choice(expression)
        if taken == "Apache-2.0":
            groups[apache].append((f"{name} {version}", []))
            # What such a package wants to be told beside it.
            for text in texts(package, "notice"):
                if "notice" in text[:200].lower() and "Apache License" not in text[:400]:
                    groups[text].append((f"{name} {version}", []))
            continue
        found = texts(package, {"MIT": "mit", "Zlib": "zlib"}.get(taken))
        if not found:
            found = [f"{expression}; by {', '.join(package['authors']) or 'the authors of ' + name}. {package['repository'] or ''}".strip()]
        for text in found:
            owners = [match.group(0).strip() for match in COPYRIGHT.finditer(text)] if taken == "MIT" else []
            body = COPYRIGHT.sub("", text) if taken == "MIT" else text
            body = re.sub(r"[ \t]+\n", "\n", body)
            body = re.sub(r"\n{3,}", "\n\n", body).strip()
            key = re.sub(r"\s+", " ", body)
            known = next((one for one in groups if re.sub(r"\s+", " ", one) == key), None)
            groups[known if known is not None else body].append((f"{name} {version}", owners))
    out = [
        "Gatehouse is made of its own source (MIT OR Apache-2.0) and of these packages.",
        "Written by xtask/scripts/licences.py. Do not edit.",
        "",
        *lines,
    ]
    for text, users in sorted(groups.items(), key=lambda group: (-len(group[1]), group[1][0])):
        out += ["", "=" * 72, "For " + ", ".join(sorted({user for user, _ in users})) + ":", ""]
        owners = sorted({owner for _, named in users for owner in named})
        out += [*owners, *([""] if owners else []), text]
    (ROOT / "ui/licences.txt").write_text("\n".join(out) + "\n", encoding="utf-8")
    print(f"ui/licences.txt: {len(packages)} packages, {len(groups)} texts")


main()
