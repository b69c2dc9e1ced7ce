# SPDX-License-Identifier: Apache-2.0
"""Scores of what was read against what was annotated, in the project's measures: bounds of requests, intents, spans, whole
messages."""
import collections

from notation import TAGS


def f1(right, said, wanted):
    return 2 * right / (said + wanted) if said + wanted else 1.0


class Score:
    def __init__(self):
        self.bounds = [0, 0, 0]
        self.intents = [0, 0]
        self.tags = {tag: [0, 0, 0] for tag in TAGS}
        self.whole = [0, 0]
        self.confusions = collections.Counter()
        self.by_voice = collections.defaultdict(lambda: [0, 0])

    def add(self, example, decoded, voice=""):
        """`decoded` as reference.decode gives it; an intent counts where a request of the same words was found, or by where
        it begins."""
        words = example.words
        gold_first = [int(words[i, 1]) for i in range(len(words)) if example.begins[i]]
        got_first = [r[2] for r in decoded]
        common = set(gold_first[1:]) & set(got_first[1:])
        for i, value in enumerate((len(common), len(got_first) - 1, len(gold_first) - 1)):
            self.bounds[i] += value
        right = got_first == gold_first
        for first, (intent, _) in zip(gold_first, example.requests):
            got = [r for r in decoded if r[2] <= first][-1]
            self.intents[0] += got[0] == intent
            self.intents[1] += 1
            right = right and got[0] == intent
            if got[0] != intent:
                self.confusions[(intent, got[0])] += 1
        gold = set(spans_of(example))
        said = {(t, b, e) for r in decoded for t, b, e, _ in r[4]}
        for tag in TAGS:
            g, s = {x for x in gold if x[0] == tag}, {x for x in said if x[0] == tag}
            for i, value in enumerate((len(g & s), len(s), len(g))):
                self.tags[tag][i] += value
        right = right and gold == said
        self.whole[0] += right
        self.whole[1] += 1
        self.by_voice[voice][0] += right
        self.by_voice[voice][1] += 1
        return right

    def spans(self):
        total = [sum(counts[i] for counts in self.tags.values()) for i in range(3)]
        return f1(*total)

    def line(self):
        return "bounds F1 %.1f  intents %.1f%%  spans F1 %.1f  whole %.1f%%" % (
            100 * f1(*self.bounds), 100 * self.intents[0] / max(self.intents[1], 1), 100 * self.spans(),
            100 * self.whole[0] / max(self.whole[1], 1))

    def table(self):
        lines = ["| tag | F1 | annotated |", "|---|---|---|"]
        for tag, counts in self.tags.items():
            lines.append("| %s | %.1f | %d |" % (tag, 100 * f1(*counts), counts[2]))
        return "\n".join(lines)


def spans_of(example):
    """The annotated spans in whole words."""
    out, words, tags = [], example.words, example.tags
    for i, tag in enumerate(tags):
        if tag % 2 == 1:
            last = i
            while last + 1 < len(tags) and tags[last + 1] == tag + 1:
                last += 1
            out.append((TAGS[(tag - 1) // 2], int(words[i, 1]), int(words[last, 2])))
    return out
