#!/usr/bin/env python3
"""Serves LiteLLM's proxy on loopback.

Usage: litellm_serve.py PORT CONFIG
The key comes from GATEHOUSE_PEER_KEY. The server ends when standard input does.
"""
import os
import sys
import threading

# Its price list is fetched from the network otherwise.
os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
os.environ["LITELLM_TELEMETRY"] = "False"


def end_with_input() -> None:
    sys.stdin.buffer.read()
    # Its server's threads have no end of their own.
    os._exit(0)


def main() -> None:
    from litellm.proxy.proxy_cli import run_server

    threading.Thread(target=end_with_input, daemon=True).start()
    run_server(
        ["--config", sys.argv[2], "--host", "127.0.0.1", "--port", sys.argv[1]],
        standalone_mode=False,
    )


main()
