# SPDX-License-Identifier: Apache-2.0
# A real, small model behind OpenAI's wire: llama.cpp of the wheel xllamacpp.  `small_model.py GGUF PORT`; prints where it listens.
import os
import pathlib
import sys
import threading

import xllamacpp

params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.hostname = "127.0.0.1"
params.port = int(sys.argv[2])
params.n_ctx = 8192
params.n_parallel = 1
params.use_jinja = True  # without which it takes no tools
# The model's own template knows no tools; what llama.cpp writes for such a model does not fit into the context with all tools of a turn.
params.chat_template = pathlib.Path(__file__).with_suffix(".jinja").read_text()
# Threads of llama.cpp spin while they wait for each other: with all cores of a busy machine, a token takes seconds.
params.cpuparams.n_threads = max(1, (os.cpu_count() or 1) // 2)
params.cpuparams_batch.n_threads = params.cpuparams.n_threads
server = xllamacpp.Server(params)
print("listening", server.listening_address, flush=True)
threading.Event().wait()
