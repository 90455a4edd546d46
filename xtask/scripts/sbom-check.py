#!/usr/bin/env python3
"""Checks a list of all parts: by the schema of CycloneDX 1.6, and against ui/licences.txt, which names the
same packages. Needs cyclonedx-python-lib with what its JSON validation needs.
Usage: xtask/scripts/sbom-check.py FILE
"""

import json
import sys
from pathlib import Path

from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

ROOT = Path(__file__).resolve().parents[2]


def main(place):
    text = Path(place).read_text(encoding="utf-8")
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if fault:
        sys.exit(f"{place} is no CycloneDX 1.6: {fault}")
    parts = {f"{one['name']} {one['version']}" for one in json.loads(text)["components"]}
    head = (ROOT / "ui/licences.txt").read_text(encoding="utf-8").split("====")[0]
    listed = {line.split(" · ")[0] for line in head.splitlines() if " · " in line}
    if parts != listed:
        sys.exit(f"Only in one of both lists: {sorted(parts ^ listed)}. Run xtask/scripts/licences.py.")
    unknown = [one["name"] for one in json.loads(text)["components"] if "hashes" not in one]
    if unknown:
        sys.exit(f"Without a checksum: {unknown}")
    print(f"{place}: valid, {len(parts)} parts as in ui/licences.txt, each with its checksum")


if __name__ == "__main__":
    main(sys.argv[1])
