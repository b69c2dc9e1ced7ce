# SPDX-License-Identifier: Apache-2.0
# A real, small model behind OpenAI's wire: llama.cpp of the wheel xllamacpp.  `small_model.py GGUF PORT`; prints where it listens.
import sys
import threading

import xllamacpp

params = xllamacpp.CommonParams()
params.model.path = sys.argv[1]
params.hostnames = ["127.0.0.1"]
params.port = int(sys.argv[2])
params.n_ctx = 8192
params.n_parallel = 1
params.use_jinja = True  # without which it takes no tools
params.cpuparams.n_threads = 2
params.cpuparams_batch.n_threads = 2
server = xllamacpp.Server(params)
print("listening", server.listening_address, flush=True)
threading.Event().wait()
