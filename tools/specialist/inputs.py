# SPDX-License-Identifier: Apache-2.0
"""Messages to the net's inputs, by the product's own code (tools/specialist_lines), with the labels of each word."""
import json
import os
import subprocess
import threading

import numpy as np

from notation import INTENTS, TAGS, marked

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.path.join(ROOT, "build/release/tools/specialist_lines")
ENCODER = os.path.join(ROOT, "models/all-MiniLM-L6-v2.weights")
DIMS, FEATURES, LABELS, REQUESTS = 384, 25, 1 + 2 * len(TAGS), 8
LENGTHS = (16, 24, 32, 40, 56, 80, 120, 192)
BATCH_PIECES = 768
DROPOUT = 0.1


class Example:
    """One message: what the net gets and what it should say."""
    __slots__ = ("length", "ids", "features", "hidden", "words", "text", "spans", "requests", "begins", "tags", "allowed", "where")


def line_of(text, before, reply, known):
    row = {"text": text}
    if before:
        row["before"] = before
    if reply:
        row["reply"] = reply
    if known:
        row["known"] = known[:200]
    return json.dumps(row, ensure_ascii=False)


def run(lines):
    """(ids, features, words, hidden) of each line, or None where it isn't read."""
    process = subprocess.Popen([PROGRAM, "inputs", ENCODER], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    feeder = threading.Thread(target=lambda: (process.stdin.write(("\n".join(lines) + "\n").encode()), process.stdin.close()))
    feeder.start()
    for _ in lines:
        pieces, words = np.frombuffer(process.stdout.read(8), "<u4")
        if pieces == 0:
            yield None
            continue
        ids = np.frombuffer(process.stdout.read(4 * pieces), "<u4")
        features = np.frombuffer(process.stdout.read(4 * pieces), "<u4")
        places = np.frombuffer(process.stdout.read(12 * words), "<u4").reshape(-1, 3)
        hidden = np.frombuffer(process.stdout.read(4 * pieces * DIMS), "<f4").reshape(pieces, DIMS)
        yield ids, features, places, hidden
    feeder.join()
    if process.wait() != 0:
        raise SystemExit("specialist_lines failed")


def label(example):
    """Labels of words by the bytes of spans and requests."""
    count = len(example.words)
    example.begins, example.tags = np.zeros(count, np.float32), np.zeros(count, np.int32)
    begin, end = example.words[:, 1], example.words[:, 2]
    example.begins[0] = 1
    for _, at in example.requests[1:]:
        later = np.nonzero(begin >= at)[0]
        if len(later):
            example.begins[later[0]] = 1
    for tag, first, last in example.spans:
        inside = np.nonzero((begin < last) & (end > first))[0]
        for i, word in enumerate(inside):
            example.tags[word] = 1 + 2 * TAGS.index(tag) + (i > 0)


def examples_of(messages, half=True):
    """Examples of annotated messages; those that the net can't take are left out."""
    rows = [(m,) + marked(m.requests) for m in messages]
    lines = [line_of(text, m.before, m.reply, m.known) for m, text, _, _ in rows]
    out = []
    for (message, text, spans, requests), got in zip(rows, run(lines)):
        if got is None or len(requests) > REQUESTS:
            continue
        e = Example()
        e.ids, e.features, e.words, e.hidden = got
        e.hidden = e.hidden.astype(np.float16) if half else e.hidden
        e.length, e.text, e.spans, e.requests, e.where = len(e.ids), text, spans, requests, message.where
        label(e)
        if e.begins.sum() != len(requests):
            continue
        e.allowed = [[INTENTS.index(intent)] for intent, _ in requests]
        out.append(e)
    return out


def examples_of_rows(rows):
    """Examples of (text, allowed intents) that say nothing of bounds and spans."""
    out = []
    for (text, allowed), got in zip(rows, run([line_of(text, None, None, None) for text, _ in rows])):
        if got is None:
            continue
        e = Example()
        e.ids, e.features, e.words, e.hidden = got
        e.hidden = e.hidden.astype(np.float16)
        e.length, e.text, e.spans, e.requests, e.where = len(e.ids), text, None, None, "row"
        e.begins = e.tags = None
        e.allowed = [[INTENTS.index(i) for i in allowed]]
        out.append(e)
    return out


def request_of_words(example):
    return (np.cumsum(example.begins) - 1).astype(int) if example.begins is not None else np.zeros(len(example.words), int)


def batch_of(examples, length, size):
    """One padded batch of `size` rows; rows that are missing weigh nothing."""
    batch = {
        "hidden": np.zeros((size, length, DIMS), np.float16), "features": np.zeros((size, length, FEATURES), np.float32),
        "lengths": np.ones(size, np.int32), "words": np.zeros((size, length), np.float32),
        "begins": np.zeros((size, length), np.float32), "tags": np.zeros((size, length), np.int32),
        "means": np.zeros((size, REQUESTS, length), np.float32), "allowed": np.ones((size, REQUESTS, len(INTENTS)), np.float32),
        "weights": np.zeros((size, REQUESTS), np.float32), "tag_count": np.zeros(LABELS, np.float32),
    }
    bits = np.arange(FEATURES)
    for i, e in enumerate(examples):
        at = e.words[:, 0]
        batch["hidden"][i, :e.length] = e.hidden
        batch["features"][i, :e.length] = (e.features[:, None] >> bits) & 1
        batch["lengths"][i] = e.length
        if e.begins is not None:
            batch["words"][i, at] = 1
            batch["begins"][i, at], batch["tags"][i, at] = e.begins, e.tags
        request = request_of_words(e)
        for r, allowed in enumerate(e.allowed):
            mine = at[request == r]
            batch["means"][i, r, mine] = 1 / len(mine)
            batch["allowed"][i, r] = 0
            batch["allowed"][i, r, allowed] = 1
            batch["weights"][i, r] = 1 if e.begins is not None else 0.4
    return batch


def dropout(size, places, rng):
    """Factors 0 or more than 1, in the mean 1, of dimensions; the last place loses twice as many."""
    lost = np.full(places, DROPOUT)
    lost[-1] = 2 * DROPOUT
    return ((rng.random((size, places, DIMS), np.float32) >= lost[:, None]) / (1 - lost[:, None])).astype(np.float32)


def batches(examples, rng=None, places=0):
    """Batches of messages of about one length; for training if a generator is given: in any order, with dropout at `places`."""
    groups = {}
    for i in (rng.permutation(len(examples)) if rng is not None else range(len(examples))):
        length = next(l for l in LENGTHS if examples[i].length <= l)
        groups.setdefault(length, []).append(i)
    plan = []
    for length, members in sorted(groups.items()):
        size = max(4, BATCH_PIECES // length)
        plan += [(length, size, members[at:at + size]) for at in range(0, len(members), size)]
    for i in (rng.permutation(len(plan)) if rng is not None else range(len(plan))):
        length, size, members = plan[i]
        batch = batch_of([examples[m] for m in members], length, size)
        if places:
            batch["kept"] = dropout(size, places, rng)
        yield members, batch
