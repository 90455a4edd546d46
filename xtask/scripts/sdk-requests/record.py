"""A loopback recorder: answers every SDK with an empty answer and prints what each one sent."""

import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import version
from pathlib import Path

# Headers that a server decides by. The rest names the SDK, its platform and its retries.
KEPT = {"authorization", "x-api-key", "x-goog-api-key", "anthropic-version", "content-type"}
HERE = Path(__file__).parent
WORK = Path(sys.argv[2])
seen = []


class Recorder(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["content-length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        seen.append(
            {
                "path": self.path,
                "headers": {name: headers[name] for name in sorted(KEPT & headers.keys())},
                "body": json.loads(body),
            }
        )
        # No answer at all: what was sent is all that counts here.
        self.send_response(400)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", "2")
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Recorder)
threading.Thread(target=server.serve_forever, daemon=True).start()
origin = f"http://127.0.0.1:{server.server_port}"
cases = json.loads((HERE / "cases.json").read_text())
versions = json.loads((HERE / "package.json").read_text())["dependencies"]
recorded = []

ASKED = [("openai", version("openai")), ("openai-responses", version("openai")),
         ("anthropic", version("anthropic")), ("google-genai", version("google-genai")),
         ("ai openai-compatible", versions["ai"]), ("ai openai", versions["ai"]),
         ("ai anthropic", versions["ai"]), ("ai google", versions["ai"])]
for sdk, number in ASKED:
    for case in cases:
        before = len(seen)
        program = (["node", str(WORK / "ask.mjs")] if sdk.startswith("ai ")
                   else [sys.argv[1], str(HERE / "ask.py")])
        said = subprocess.run([*program, sdk, origin, case["name"]], capture_output=True, text=True,
                              env={"PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": str(WORK)},
                              timeout=120)
        if len(seen) == before:
            print(f"{sdk} {case['name']}: nothing was sent\n{said.stderr}", file=sys.stderr)
            sys.exit(1)
        recorded.append({"sdk": sdk, "version": number, "asked": case, **seen[before]})
json.dump(recorded, sys.stdout, indent=1, sort_keys=True, ensure_ascii=False)
print()
