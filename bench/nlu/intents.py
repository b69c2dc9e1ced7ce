# SPDX-License-Identifier: Apache-2.0
"""Plain logistic regression on the rows of the intent model, holding out whole sources.

usage: intents.py TRAIN.jsonl OWN.jsonl > result.json

OWN holds our hand-written examples: they are in every training set, as they are for the intent model.

Features: tf-idf of word 1-2-grams and of character 3-5-grams within words, as any tutorial has them.
A prediction listed in a row's "also" counts as right, as in score_nlu.py.
"""
import json
import statistics
import sys
import time

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline, make_union

TIMED = 300


def read(path):
    with open(path, encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


def model():
    return make_pipeline(
        make_union(TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
                   TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), min_df=2, sublinear_tf=True)),
        LogisticRegression(C=10, max_iter=100, tol=1e-3))


def right(row, intent):
    return intent == row["intent"] or intent in row.get("also", [])


def microseconds(fitted, rows):
    times = []
    for row in rows[:TIMED]:
        started = time.perf_counter()
        fitted.predict([row["text"]])
        times.append(1e6 * (time.perf_counter() - started))
    return statistics.median(times)


def main():
    rows, own = read(sys.argv[1]), read(sys.argv[2])
    sources, times = {}, []
    for source in sorted({row["source"] for row in rows}):
        train = own + [row for row in rows if row["source"] != source]
        test = [row for row in rows if row["source"] == source]
        fitted = model().fit([row["text"] for row in train], [row["intent"] for row in train])
        said = fitted.predict([row["text"] for row in test])
        sources[source] = [sum(map(right, test, said)), len(test)]
        times.append(microseconds(fitted, test))
    json.dump({"sources": sources, "us": statistics.median(times)}, sys.stdout)


if __name__ == "__main__":
    main()
