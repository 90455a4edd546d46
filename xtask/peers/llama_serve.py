#!/usr/bin/env python3
"""Serves a GGUF model over HTTP on loopback with llama.cpp's own server, out of a PyPI wheel.

Usage: llama_serve.py PORT MODEL_FILE NAME
The key comes from GATEHOUSE_PEER_KEY. The server ends when standard input does.
"""
import os
import sys

import xllamacpp


def main() -> None:
    port, model_file, name = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    parameters = xllamacpp.CommonParams()
    parameters.model.path = model_file
    # Some versions hold one host or name here, others a list or a set of them.
    several = isinstance(parameters.hostnames, list)
    parameters.hostnames = ["127.0.0.1"] if several else "127.0.0.1"
    kind = type(parameters.model_alias)
    parameters.model_alias = name if kind is str else kind([name])
    parameters.port = port
    parameters.api_keys = [os.environ["GATEHOUSE_PEER_KEY"]]
    parameters.n_ctx = 4096
    parameters.n_parallel = 2
    # A small model can go on for ever.
    parameters.n_predict = 512
    # One thread is the fastest on a small busy machine; GATEHOUSE_PEER_THREADS asks for more.
    threads = int(os.environ.get("GATEHOUSE_PEER_THREADS", "1"))
    parameters.cpuparams.n_threads = threads
    parameters.cpuparams_batch.n_threads = threads
    parameters.n_threads_http = 4
    parameters.n_gpu_layers = 0
    parameters.use_jinja = True
    parameters.warmup = False
    parameters.offline = True
    if hasattr(parameters, "ui"):
        parameters.ui = False
    server = xllamacpp.Server(parameters)
    print("listening on", server.listening_address, flush=True)
    try:
        sys.stdin.buffer.read()
    except KeyboardInterrupt:
        pass
    # The server's threads have no end of their own.
    os._exit(0)


main()
