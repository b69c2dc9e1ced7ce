# SPDX-License-Identifier: Apache-2.0
"""The fp32 reference of all-MiniLM-L6-v2 in numpy: what our int8 engine is measured against.

Reads the upstream files (model.safetensors, tokenizer.json) from a folder.  Needs numpy and tokenizers.
"""
import json
import struct

import numpy as np
from tokenizers import Tokenizer

TOKENS_MAX = 256


def load_safetensors(path):
    with open(path, "rb") as f:
        size = struct.unpack("<Q", f.read(8))[0]
        header = json.loads(f.read(size))
        body = f.read()
    tensors = {}
    for name, about in header.items():
        if name != "__metadata__" and about["dtype"] == "F32":
            begin, end = about["data_offsets"]
            tensors[name] = np.frombuffer(body[begin:end], np.float32).reshape(about["shape"])
    return tensors


def norm(x, tensors, name):
    x = x - x.mean(-1, keepdims=True)
    x = x / np.sqrt((x * x).mean(-1, keepdims=True) + 1e-12)
    return x * tensors[name + ".weight"] + tensors[name + ".bias"]


def erf(x):
    """Abramowitz and Stegun 7.1.26; off by at most 1.5e-7."""
    t = 1 / (1 + 0.3275911 * np.abs(x))
    p = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    return np.sign(x) * (1 - p * np.exp(-x * x))


class Reference:
    def __init__(self, folder):
        self.tensors = load_safetensors(folder + "/model.safetensors")
        self.tokenizer = Tokenizer.from_file(folder + "/tokenizer.json")
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(TOKENS_MAX)

    def linear(self, x, name):
        return x @ self.tensors[name + ".weight"].T + self.tensors[name + ".bias"]

    def hidden(self, ids):
        """The last layer's vectors of one list of ids."""
        t, n = self.tensors, len(ids)
        x = (t["embeddings.word_embeddings.weight"][ids] + t["embeddings.position_embeddings.weight"][:n] +
             t["embeddings.token_type_embeddings.weight"][0])
        x = norm(x, t, "embeddings.LayerNorm")
        for i in range(6):
            layer = "encoder.layer.%d." % i
            q, k, v = (self.linear(x, layer + "attention.self." + part).reshape(n, 12, 32).transpose(1, 0, 2)
                       for part in ("query", "key", "value"))
            scores = q @ k.transpose(0, 2, 1) / np.sqrt(32).astype(np.float32)
            scores = np.exp(scores - scores.max(-1, keepdims=True))
            scores /= scores.sum(-1, keepdims=True)
            mixed = (scores @ v).transpose(1, 0, 2).reshape(n, 384)
            x = norm(x + self.linear(mixed, layer + "attention.output.dense"), t, layer + "attention.output.LayerNorm")
            inner = self.linear(x, layer + "intermediate.dense")
            inner = inner * 0.5 * (1 + erf(inner / np.sqrt(2).astype(np.float32)))
            x = norm(x + self.linear(inner, layer + "output.dense"), t, layer + "output.LayerNorm")
        return x.astype(np.float32)

    def encode(self, text):
        return self.tokenizer.encode(text).ids

    def embed(self, text):
        mean = self.hidden(self.encode(text)).mean(0)
        return mean / np.linalg.norm(mean)
