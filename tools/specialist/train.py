# SPDX-License-Identifier: Apache-2.0
"""Trains the reader: see the head of tools/specialist/train."""
import argparse
import glob
import json
import os
import sys
import time

import jax
import numpy as np

import measure
import net
import noise
import reference
from inputs import BATCH_PIECES, ENCODER, FEATURES, LABELS, LENGTHS, ROOT, batches, examples_of, examples_of_rows
from notation import INTENTS, TAGS, read_file, text_of
from weights import Weights, read_layer, read_reader, write_reader

HERE = os.path.dirname(os.path.abspath(__file__))
HELD_OUT = ("v08", "v16", "v25", "v34", "v45")
SHARED_LAYERS, OWN_LAYERS = 1, 4 # SHARED of src/specialist/net.c
# Public rows whose licence lets what was learned from them be given away under ours, and what their labels surely mean.
FREE = {"nlu-evaluation", "slurp", "clinc150", "bot-framework", "longmemeval"}
MEANS = {
    "create_event": ["create_event"], "create_task": ["create_task", "remind", "add_items"], "list_tasks": ["ask_tasks"],
    "list_events": ["ask_agenda", "ask_item", "ask_free"], "update_event": ["move", "update"],
    "delete_event": ["delete", "skip"], "delete_task": ["delete"], "complete_task": ["complete"],
    "search_memory": ["ask_memory"], "none": ["none", "chat", "answer", "settings", "undo"],
}


def say(*words):
    print(time.strftime("%H:%M:%S"), *words, file=sys.stderr, flush=True)


def public_rows(path):
    rows = []
    if not path or not os.path.exists(path):
        return rows
    with open(path, encoding="utf-8") as f:
        for line in f:
            row = json.loads(line)
            if row["source"] in FREE and row["intent"] in MEANS and not row.get("also"):
                rows.append((row["text"], MEANS[row["intent"]]))
    return rows


def first_weights(seed):
    """The upper layers as the encoder has them, heads and features near 0."""
    rng = np.random.default_rng(seed)
    encoder = Weights(ENCODER)
    count = 1 + len(INTENTS) + LABELS
    heads = np.zeros((net.DIMS, 64), np.float32)
    heads[:, :count] = rng.standard_normal((net.DIMS, count)) * 0.02
    return {
        "layers": [read_layer(encoder, i) for i in range(SHARED_LAYERS, SHARED_LAYERS + OWN_LAYERS)],
        "features": (rng.standard_normal((FEATURES, net.DIMS)) * 0.02).astype(np.float32),
        "heads": heads, "heads_bias": np.zeros(64, np.float32),
    }


def copies(messages, epoch, seed):
    """This epoch's copy of each message; the first choices are those of the seed and the epoch."""
    rng = np.random.default_rng([seed, epoch])
    pools = {}
    for m in messages:
        pools.setdefault(m.voice, []).append(m)
    others = [m.known for m in messages if m.known] or [[]]
    spans = noise.spans_by_part(messages)
    return [noise.otherwise(m, pools[m.voice], others, rng, spans) for m in messages]


def scores_of(params, examples):
    """(example, scores of its pieces), in float."""
    for members, batch in batches(examples):
        out = np.asarray(net.scores(params, batch["hidden"], batch["features"], batch["lengths"]))
        for row, member in enumerate(members):
            yield examples[member], out[row]


def measured(params, examples):
    score = measure.Score()
    wrong = []
    for example, scores in scores_of(params, examples):
        decoded = reference.decode(example.words, scores)
        if not score.add(example, decoded, os.path.basename(example.where).split(".")[0]):
            wrong.append((example, decoded))
    return score, wrong


def fit_temperatures(params, examples):
    """By least log loss over the examples, of a grid: begin, intent, tag."""
    begin, intent, tag = [], [], []
    for example, scores in scores_of(params, examples):
        at = scores[example.words[:, 0]]
        begin.append((at[:, 0], example.begins))
        request = (np.cumsum(example.begins) - 1).astype(int)
        for r, allowed in enumerate(example.allowed):
            intent.append((at[request == r, 1:1 + len(INTENTS)].mean(0), allowed[0]))
        tag += list(zip(at[:, 1 + len(INTENTS):1 + len(INTENTS) + LABELS], example.tags))
    grid = np.arange(0.6, 4.01, 0.1)

    def best(rows):
        x, y = np.stack([r[0] for r in rows]), np.array([r[1] for r in rows])
        losses = [-np.log(reference.shares(x, t)[np.arange(len(y)), y] + 1e-12).mean() for t in grid]
        return float(grid[int(np.argmin(losses))])

    x, y = np.concatenate([b[0] for b in begin]), np.concatenate([b[1] for b in begin])
    losses = [(np.logaddexp(0, x / t) - y * x / t).mean() for t in grid]
    return float(grid[int(np.argmin(losses))]), best(intent), best(tag)


def train(params, messages, rows, args, epochs, peak, first_epoch, held_out=None):
    """Params after `epochs` epochs; the rate rises to `peak` within half an epoch and falls to 0 at the end."""
    zero = lambda: jax.tree_util.tree_map(np.zeros_like, params)
    first, second, average = zero(), zero(), jax.tree_util.tree_map(np.array, params)
    count = 0
    for epoch in range(epochs):
        begun = time.time()
        rng = np.random.default_rng([args.seed, 1000 + first_epoch + epoch])
        examples = examples_of(copies(messages, first_epoch + epoch, args.seed))
        if rows:
            examples += examples_of_rows([rows[i] for i in rng.choice(len(rows), min(args.rows, len(rows)), replace=False)])
        read = time.time()
        total, losses = sum(1 for _ in plan_of(examples)), []
        for at, (_, batch) in enumerate(batches(examples, rng, 2 + 2 * OWN_LAYERS)):
            done = (epoch + at / total) / epochs
            rate = peak * min(1, done * epochs / 0.5 + 0.02, (1 - done) / 0.9 + 0.01)
            count += 1
            params, first, second, average, value = net.step(params, first, second, average, batch, np.float32(rate),
                                                             np.float32(count), intents=len(INTENTS))
            losses.append(value)
        say("epoch %d: %d messages, %d steps, loss %.3f, inputs %.0f s, all %.0f s" % (
            first_epoch + epoch + 1, len(examples), total, float(np.mean([float(v) for v in losses])), read - begun,
            time.time() - begun))
        if args.keep:
            keep(args, jax.tree_util.tree_map(np.asarray, average), args.temperatures, args.keep)
        if held_out and (epoch + 1) % args.every == 0:
            score, _ = measured(average, held_out)
            say("held out:", score.line())
    return jax.tree_util.tree_map(np.asarray, average)


def keep(args, params, temperatures, path):
    write_reader(path + ".new", params, temperatures, FEATURES, len(INTENTS), len(TAGS), SHARED_LAYERS)
    os.rename(path + ".new", path)


def plan_of(examples):
    groups = {}
    for e in examples:
        length = next(l for l in LENGTHS if e.length <= l)
        groups[length] = groups.get(length, 0) + 1
    for length, members in groups.items():
        yield from range(-(-members // max(4, BATCH_PIECES // length)))


def main():
    parser = argparse.ArgumentParser(description="Trains the reader and writes src/specialist/weights.bin.")
    parser.add_argument("--data", default=os.path.join(HERE, "data"), help="folder of annotated files")
    parser.add_argument("--public", default=os.path.join(ROOT, "tests/golden/nlu/public.jsonl"), help="public rows, if there")
    parser.add_argument("--out", default=os.path.join(ROOT, "src/specialist/weights.bin"))
    parser.add_argument("--epochs", type=int, default=4, help="without the held-out voices, then measured on them")
    parser.add_argument("--more", type=int, default=2, help="epochs with all voices, after that")
    parser.add_argument("--start", help="weights of a reader to go on from; the temperatures are kept, too")
    parser.add_argument("--measured", help="write the weights that were measured here")
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--late", type=float, default=0.35, help="the rate with all voices, as a share of the first one")
    parser.add_argument("--seed", type=int, default=13)
    parser.add_argument("--rows", type=int, default=1200, help="public rows an epoch")
    parser.add_argument("--every", type=int, default=1, help="epochs between measurements")
    parser.add_argument("--keep", help="write weights here after each epoch")
    parser.add_argument("--wrong", help="write what was read wrongly here")
    parser.add_argument("--temperatures", type=float, nargs=3, default=(1.5, 1.5, 1.5), metavar=("BEGIN", "INTENT", "TAG"))
    args = parser.parse_args()
    messages = [m for path in sorted(glob.glob(os.path.join(args.data, "[dv]*.txt"))) for m in read_file(path)]
    rows = public_rows(args.public)
    held = [m for m in messages if m.voice in HELD_OUT]
    say("%d messages of %d voices, %d of them held out; %d public rows" % (
        len(messages), len({m.voice for m in messages}), len(held), len(rows)))
    rng = np.random.default_rng([args.seed, 7])
    held_examples = examples_of([noise.as_it_is(m, rng) for m in held]) if held else None
    params = read_reader(args.start) if args.start else first_weights(args.seed)
    temperatures = Weights(args.start).get(6, "<f4").tolist() if args.start else args.temperatures
    if args.epochs:
        params = train(params, [m for m in messages if m.voice not in HELD_OUT], rows, args, args.epochs, args.rate, 0, held_examples)
    if args.epochs and held_examples:
        temperatures = fit_temperatures(params, held_examples)
        score, wrong = measured(params, held_examples)
        say("temperatures", temperatures)
        print(score.line())
        print(score.table())
        print({voice: "%.1f%%" % (100 * a / b) for voice, (a, b) in score.by_voice.items()})
        print(score.confusions.most_common(25))
        if args.wrong:
            with open(args.wrong, "w", encoding="utf-8") as f:
                for example, decoded in wrong:
                    raw = example.text.encode()
                    told = lambda spans: [(t, raw[b:e].decode("utf-8", "replace")) for t, b, e in spans]
                    f.write("%s\t%s\n   want %s %s\n   read %s %s\n" % (
                        example.where, example.text, [r[0] for r in example.requests], told(measure.spans_of(example)),
                        ["%s %.2f" % (r[0], r[1]) for r in decoded], told([m[:3] for r in decoded for m in r[4]])))
    if args.measured:
        keep(args, params, temperatures, args.measured)
    if args.more:
        params = train(params, messages, rows, args, args.more, args.late * args.rate, args.epochs)
    keep(args, params, temperatures, args.out)
    say("written", args.out)


if __name__ == "__main__":
    main()
