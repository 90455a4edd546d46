"""Rows of mutations.py for the answer on screen: its tree, its links and pictures, the page.

Must not run anything.
"""
CORE = "src-tauri/crates/chat-core/src/"
RENDER = "src-tauri/crates/chat-render/src/"
ENGINE = "src-tauri/crates/chat-engine/src/"
SHELL = "src-tauri/src/"
PAGE = "ui/js/"
IN_CORE = ["-p", "chat-core", "--lib"]
IN_RENDER = ["-p", "chat-render", "--lib"]
IN_ENGINE = ["-p", "chat-engine", "--lib"]
IN_SHELL = ["-p", "gatehouse-desktop"]


def render(file: str) -> list[str]:
    return ["-p", "chat-render", "--test", file]


def node(file: str) -> list[str]:
    return ["node", f"tests/ui/node/{file}.test.js"]


def browser(file: str) -> list[str]:
    return ["node", f"tests/ui/browser/{file}.test.js"]


ROWS = [
    ("attribute-more", PAGE + "render/closed-list.js",
     "bdi: ['class', 'dir'],", "bdi: ['class', 'dir', 'style'],",
     "no element of the closed list may navigate, load, run or style itself", node("math-attributes")),
    ("attribute-unlisted", PAGE + "render/math-attributes.js",
     "&& allowed.includes(name) ?", "&& allowed.length > 0 ?",
     "what the element may not have is left out", node("math-attributes")),
    ("element-unlisted", PAGE + "render/closed-list.js",
     "Object.hasOwn(MATH_ELEMENTS, tag) ? tag : 'mrow'", "tag in MATH_ELEMENTS ? tag : tag",
     "a formula is made of the closed list, whatever its tree names", browser("render")),
    ("patch-index", PAGE + "render/patch.js",
     "removeFrom(named, op.index);", "removeFrom(named, op.index + 1);",
     "patching the drawn tree gives what drawing the patched tree gives", browser("render")),
    ("patch-redraws", PAGE + "render/patch.js",
     "            growText(named, op.text);", "            growText(named, op.text);\n            slot.append(...slot.childNodes);",
     "a patch touches what it names and nothing beside it", browser("render")),
    ("pulled-down", PAGE + "lib/following.js",
     "state : { mode: 'free', news: true }", "state : { mode: 'following', news: true }",
     "new text while free is told", node("following")),
    ("jumps-back", PAGE + "lib/following.js",
     "return !up && atEnd ?", "return atEnd ?",
     "a small move up near the bottom does not follow again", node("following")),
    ("pages-kept", PAGE + "state/pages.js",
     "{ ...page, messages: null }", "page",
     "a page that is let go keeps its place", node("pages")),
    ("pages-never-far", PAGE + "lib/near.js",
     "!page.away && !within(page, FAR)", "!page.away && !within(page, 100 * FAR)",
     "a page far above goes", node("near")),
    ("pages-all-drawn", PAGE + "lib/near.js",
     "!page.away && !within(page, FAR)", "!page.away && !within(page, 100 * FAR)",
     "of a long conversation only what is near the view is drawn", browser("transcript")),
    ("copy-tidied", PAGE + "lib/answer-copy.js",
     "    }\n    return found;\n  }\n", "    }\n    return found.trim();\n  }\n",
     "an answer is copied as Markdown byte for byte", browser("actions")),
    ("found-too-short", PAGE + "lib/find.js",
     "end: from[at + wanted.length]", "end: from[at + wanted.length - 1]",
     "where \"word\" stands in", node("find")),
    ("found-too-long", PAGE + "lib/find.js",
     "end: from[at + wanted.length]", "end: from[at + wanted.length + 1]",
     "where \"word\" stands in", node("find")),
    ("found-next-but-one", PAGE + "finding.js",
     "(at + by + hits.length) % hits.length };\n      }", "(at + 2 * by + hits.length) % hits.length };\n      }",
     "hits stand in the order of the chat", node("find")),
    ("found-elsewhere", PAGE + "lib/found.js",
     "range.setStart(first.node, start - first.start);", "range.setStart(first.node, Math.max(0, start - first.start - 1));",
     "what is found is marked without touching the messages", browser("find")),
]
