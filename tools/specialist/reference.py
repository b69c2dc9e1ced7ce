# SPDX-License-Identifier: Apache-2.0
"""What src/specialist does, in numpy: the int8 layers as the kernels compute them, and the decoder.  The test of equality
(tools/specialist/same) holds both to the same marks.
"""
import numpy as np

from notation import INTENTS, TAGS
from weights import FIRST_LAYER, PER_LAYER, Weights

LABELS = 1 + 2 * len(TAGS)
NEVER = np.float32(-1e30)


def quantise(x):
    largest = np.abs(x).max(1)
    factor = np.where(largest > 0, np.float32(127) / np.where(largest > 0, largest, 1), 0).astype(np.float32)
    return np.floor(x * factor[:, None] + np.float32(128.5)).astype(np.int32) - 128, (largest / np.float32(127)).astype(np.float32)


def gelu(x):
    t = np.clip(x, -4, 4)
    s = t * t
    c = [0.397883312, -0.064573066, 0.00877237041, -0.00081401218, 4.79552132e-05, -1.59858833e-06, 2.27811904e-08]
    p = np.float32(c[6])
    for k in c[5::-1]:
        p = np.float32(k) + s * p
    return x * (np.float32(0.5) + t * p)


def norm(x, both):
    x = x - x.mean(1, keepdims=True)
    return x / np.sqrt((x * x).mean(1, keepdims=True) + np.float32(1e-12)) * both[0] + both[1]


class Net:
    """Matrices as whole numbers in float64, in which their products are exact."""

    def __init__(self, path):
        self.weights = w = Weights(path)
        dims, inner, _, own = w.parameters[:4]
        self.dims = dims
        self.features = w.get(1, "<f4").reshape(-1, dims)
        self.heads = self.matrix(2, dims)
        self.temperatures = w.get(6, "<f4")
        self.layers = []
        for index in range(own):
            at = FIRST_LAYER + index * PER_LAYER
            self.layers.append([self.matrix(at, dims), self.matrix(at + 4, dims), self.matrix(at + 8, dims),
                                self.matrix(at + 12, inner), w.get(at + 16, "<f4").reshape(2, dims), w.get(at + 17, "<f4").reshape(2, dims)])

    def matrix(self, section, inputs):
        values, scale, bias = self.weights.matrix(section, inputs)
        return values.T.astype(np.float64), scale, bias

    @staticmethod
    def linear(matrix, x):
        values, scale, bias = matrix
        q, size = quantise(x)
        sums = (q.astype(np.float64) @ values).astype(np.float32)
        return sums * (size[:, None] * scale[None, :]) + bias

    def scores(self, hidden, bits):
        on = ((bits[:, None] >> np.arange(len(self.features))) & 1).astype(np.float32)
        x = hidden.astype(np.float32) + on @ self.features
        for qkv, out, up, down, first, second in self.layers:
            y = self.linear(qkv, x)
            mixed = np.empty_like(x)
            for head in range(self.dims // 32):
                q, k, v = (y[:, part * self.dims + 32 * head:part * self.dims + 32 * head + 32] for part in range(3))
                s = q @ k.T
                s = np.exp2(s - s.max(1, keepdims=True))
                mixed[:, 32 * head:32 * head + 32] = (s @ v) / s.sum(1, keepdims=True)
            x = norm(x + self.linear(out, mixed), first)
            x = norm(x + self.linear(down, gelu(self.linear(up, x))), second)
        return self.linear(self.heads, x)


def goes_on(label):
    return label > 0 and label % 2 == 0


def best_labels(scores, begins):
    """Viterbi; of equal paths the one with the lower label."""
    count = len(scores)
    before = np.zeros((count, LABELS), int)
    later = np.arange(2, LABELS, 2)
    best = np.where([goes_on(l) for l in range(LABELS)], NEVER, scores[0]).astype(np.float32)
    for word in range(1, count):
        before[word] = int(np.argmax(best))
        before[word, later] = np.where(best[later - 1] >= best[later], later - 1, later)
        best = (scores[word] + best[before[word]]).astype(np.float32)
        if begins[word]:
            best[later] = NEVER
    labels = [int(np.argmax(best))]
    for word in range(count - 1, 0, -1):
        labels.append(int(before[word, labels[-1]]))
    return labels[::-1]


def shares(x, temperature):
    e = np.exp((x - x.max(-1, keepdims=True)) / temperature)
    return e / e.sum(-1, keepdims=True)


def decode(words, scores, temperatures=(1, 1, 1)):
    """Requests as [intent, confidence, begin, end, [(tag, begin, end, confidence)]] of the scores of pieces; bytes."""
    at = scores[words[:, 0]]
    begins = at[:, 0] > 0
    begins[0] = True
    begins[np.nonzero(begins)[0][16:]] = False
    labels = best_labels(at[:, 1 + len(INTENTS):1 + len(INTENTS) + LABELS], begins)
    share = shares(at[:, 1 + len(INTENTS):1 + len(INTENTS) + LABELS], temperatures[2])
    firsts = list(np.nonzero(begins)[0]) + [len(words)]
    out = []
    for first, end in zip(firsts, firsts[1:]):
        mean = at[first:end, 1:1 + len(INTENTS)].mean(0)
        intent = int(np.argmax(mean))
        marks, word = [], first
        while word < end:
            after = word + 1
            if labels[word]:
                while after < end and goes_on(labels[after]):
                    after += 1
                tag = (labels[word] - 1) // 2
                sure = (share[word:after, labels[word]] + share[word:after, labels[word] + 1]).min()
                if len(marks) < 24:
                    marks.append((TAGS[tag], int(words[word, 1]), int(words[after - 1, 2]), float(sure)))
            word = after
        out.append([INTENTS[intent], float(shares(mean, temperatures[1])[intent]), int(words[first, 1]), int(words[end - 1, 2]), marks])
    return out
