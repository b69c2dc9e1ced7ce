# SPDX-License-Identifier: Apache-2.0
"""bench/nlu/run --fresh FILE...: annotated messages of authors who have not seen Pixie, at first contact.

For each message the built-in engine alone (`pixie nlu --jsonl --rules`) and the trained reader are asked.  Of the reader:
bounds of requests, intents, spans, whole messages.  Of both: the tool of single requests; where our intents don't tell events
from tasks, or the engine has no tool of its own, each tool that does it counts as right.
"""
import collections
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
sys.path.insert(0, os.path.join(ROOT, "tools/specialist"))

from notation import TAGS, marked, read_file  # noqa: E402

PIXIE = os.path.join(ROOT, "build/release/pixie")
MAKE, CHANGE, LIST = {"create_event", "create_task"}, {"update_event", "update_task"}, {"list_events", "list_tasks", "daily_brief"}
DELETE = {"delete_event", "delete_task", "delete_project"}
# The tools by which each intent may be carried out; "none" stands for what the engine leaves to memory and small talk.
TOOLS = {
    "create_event": MAKE, "create_task": MAKE, "add_items": {"create_task"}, "remind": {"create_task"} | CHANGE,
    "complete": {"complete_task"}, "reopen": CHANGE, "delete": DELETE, "skip": DELETE | CHANGE,
    "move": CHANGE, "update": CHANGE | {"update_project"}, "copy": MAKE, "swap": CHANGE, "ask_agenda": LIST, "ask_tasks": LIST,
    "ask_free": {"list_events"}, "ask_item": LIST | {"search_memory"}, "ask_memory": {"search_memory", "none"},
    "remember": {"remember", "none"}, "forget": {"forget"}, "undo": {"undo"}, "settings": {"update_settings"},
    "chat": {"none"}, "none": {"none"},
}


def context_of(known):
    context = collections.defaultdict(list)
    for row in known:
        if row[0] == "event":
            context["events"].append({"title": row[1], "start": "2026-01-15T15:00", "end": "2026-01-15T16:00"})
        elif row[0] == "list":
            context["projects"].append(row[1])
        else:
            context["tasks"].append({"title": row[1], **({"project": row[2]} if row[0] == "item" else {})})
    return dict(context)


def ask(lines, *options):
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    out = subprocess.run([PIXIE, "nlu", "--jsonl", *options], input=text, capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def bytes_of(text, units):
    """A place in UTF-16 code units as one in bytes."""
    return len(text.encode("utf-16-le")[:2 * units].decode("utf-16-le", "ignore").encode())


def f1(right, said, wanted):
    return 100 * 2 * right / (said + wanted) if said + wanted else 100.0


def trimmed(text, begin, end):
    """Without small words at the front, in which authors differ."""
    words = text.encode()[begin:end].decode("utf-8", "ignore").lower()
    for small in ("the ", "my ", "a ", "an ", "on ", "at ", "our ", "to "):
        if words.startswith(small):
            return words[len(small):].strip(" .,!?")
    return words.strip(" .,!?")


def measure(paths):
    messages = [m for path in paths for m in read_file(path)]
    lines = []
    for i, m in enumerate(messages):
        line = {"id": i, "text": marked(m.requests)[0], "now": "2026-01-13T10:00", "tz": "Europe/London",
                "context": context_of(m.known), "read": True}
        if m.before:
            line["said_before"] = m.before
        if m.reply:
            line["replied"] = m.reply
        lines.append(line)
    rules, reader = ask(lines, "--rules"), ask(lines)
    tags, loose = {t: [0, 0, 0] for t in TAGS}, [0, 0, 0]
    bounds, intents, whole, tools = [0, 0, 0], [0, 0], 0, {"rules": 0, "reader": 0, "either": 0, "agree": [0, 0]}
    singles = unread = 0
    for message, by_rules, by_reader in zip(messages, rules, reader):
        text, spans, requests = marked(message.requests)
        marks = by_reader.get("marks")
        if marks is None:
            unread += 1
            marks = []
        place = lambda row: (bytes_of(text, row["start"]), bytes_of(text, row["end"]))
        first = [next_word(text, at) for _, at in requests]
        got = [place(r)[0] for r in marks]
        common = set(first[1:]) & set(got[1:])
        for i, value in enumerate((len(common), max(len(got) - 1, 0), len(first) - 1)):
            bounds[i] += value
        right = got == first
        for (intent, _), at in zip(requests, first):
            of = [r["intent"] for r in marks if place(r)[0] <= at]
            intents[0] += bool(of) and of[-1] == intent
            intents[1] += 1
            right = right and bool(of) and of[-1] == intent
        said = {(s["tag"],) + place(s) for r in marks for s in r["spans"]}
        for tag in TAGS:
            g, s = {x for x in spans if x[0] == tag}, {x for x in said if x[0] == tag}
            for i, value in enumerate((len(g & s), len(s), len(g))):
                tags[tag][i] += value
        g, s = {(t, trimmed(text, b, e)) for t, b, e in spans}, {(t, trimmed(text, b, e)) for t, b, e in said}
        for i, value in enumerate((len(g & s), len(s), len(g))):
            loose[i] += value
        whole += right and set(spans) == said
        if len(requests) == 1 and requests[0][0] in TOOLS:
            singles += 1
            allowed = TOOLS[requests[0][0]]
            tool = by_rules["calls"][0]["tool"] if by_rules["calls"] else "none"
            mine = len(marks) > 0 and bool(TOOLS.get(marks[0]["intent"], set()) & allowed) and (
                TOOLS[marks[0]["intent"]] <= allowed or TOOLS[marks[0]["intent"]] >= allowed)
            tools["rules"] += tool in allowed
            tools["reader"] += mine
            tools["either"] += mine or tool in allowed
            if marks and tool in TOOLS.get(marks[0]["intent"], set()):
                tools["agree"][0] += tool in allowed
                tools["agree"][1] += 1
    return {"messages": len(messages), "unread": unread, "singles": singles, "bounds": bounds, "intents": intents, "tags": tags,
            "loose": loose, "whole": whole, "tools": tools}


def next_word(text, at):
    raw = text.encode()
    while at < len(raw) and raw[at:at + 1].isspace():
        at += 1
    return at


def report(score):
    n, singles = score["messages"], max(score["singles"], 1)
    total = [sum(counts[i] for counts in score["tags"].values()) for i in range(3)]
    print("%d messages, %d too long for the reader" % (n, score["unread"]))
    print("reader: bounds F1 %.1f, intents %.1f%%, spans F1 %.1f (%.1f but for small words in front), whole messages %.1f%%" % (
        f1(*score["bounds"]), 100 * score["intents"][0] / score["intents"][1], f1(*total), f1(*score["loose"]), 100 * score["whole"] / n))
    tools = score["tools"]
    print("tool of %d single requests: rules %.1f%%, reader %.1f%%, one of both %.1f%%; where both agree (%.1f%%) %.1f%%" % (
        score["singles"], 100 * tools["rules"] / singles, 100 * tools["reader"] / singles, 100 * tools["either"] / singles,
        100 * tools["agree"][1] / singles, 100 * tools["agree"][0] / max(tools["agree"][1], 1)))
    for tag, counts in score["tags"].items():
        if counts[2]:
            print("  %-8s F1 %5.1f of %d" % (tag, f1(*counts), counts[2]))


def main(paths):
    report(measure(paths))


if __name__ == "__main__":
    main(sys.argv[1:])
