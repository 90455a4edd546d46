#!/usr/bin/env python3
"""Writes the list of all parts (SBOM) of both programs, as CycloneDX 1.6 in JSON.

A part is a package that is linked in on Linux, Windows or macOS, with its licence, its place in the
registry and the checksum that Cargo.lock has for it. The same source gives the same bytes: the list has
no time and no serial number. Needs no network once `cargo fetch --locked` has been run.
Usage: xtask/scripts/sbom.py FILE
"""

import json
import sys
import tomllib
from pathlib import Path

sys.dont_write_bytecode = True
from linked import ROOT, TARGETS, linked, of_the_lock

PROGRAMS = {"gatehouse-desktop": "gatehouse-desktop", "gatehouse": "chat-cli"}


def ref(package):
    return f"pkg:cargo/{package['name']}@{package['version']}"


def component(package, checksums, systems):
    found = {
        "type": "library",
        "bom-ref": ref(package),
        "name": package["name"],
        "version": package["version"],
        "purl": ref(package),
    }
    checksum = checksums.get((package["name"], package["version"]))
    if checksum:
        found["hashes"] = [{"alg": "SHA-256", "content": checksum}]
    if package["license"]:
        # Old manifests write a slash for OR, which is no expression of SPDX.
        found["licenses"] = [{"expression": package["license"].replace("/", " OR ")}]
    if package["repository"]:
        found["externalReferences"] = [{"type": "vcs", "url": package["repository"]}]
    found["properties"] = [{"name": "gatehouse:target", "value": system} for system in sorted(systems)]
    return found


def main(place):
    lock = tomllib.loads((ROOT / "Cargo.lock").read_text(encoding="utf-8"))
    checksums = {(one["name"], one["version"]): one.get("checksum") for one in lock["package"]}
    version = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))["workspace"]["package"]["version"]
    every = of_the_lock()
    packages, systems, uses = {}, {}, {program: set() for program in PROGRAMS}
    for program, crate in PROGRAMS.items():
        for target in TARGETS:
            for key in linked(target, (crate,)):
                # Our own crates are the programs themselves.
                if key not in every:
                    continue
                part = ref(every[key])
                packages[part] = every[key]
                systems.setdefault(part, set()).add(target)
                uses[program].add(part)
    programs = [
        {"type": "application", "bom-ref": f"gatehouse:{name}", "name": name, "version": version,
         "licenses": [{"expression": "MIT OR Apache-2.0"}]}
        for name in PROGRAMS
    ]
    bom = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application", "bom-ref": "gatehouse", "name": "Gatehouse", "version": version,
                "licenses": [{"expression": "MIT OR Apache-2.0"}], "components": programs,
            },
        },
        "components": [component(packages[one], checksums, systems[one]) for one in sorted(packages)],
        # What is linked into a program, not who asks for whom.
        "dependencies": [
            {"ref": f"gatehouse:{name}", "dependsOn": sorted(parts)} for name, parts in uses.items()
        ],
    }
    Path(place).write_text(json.dumps(bom, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{place}: {len(packages)} parts")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
