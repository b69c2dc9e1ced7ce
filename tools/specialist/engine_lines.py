# SPDX-License-Identifier: Apache-2.0
"""Annotated messages (NOTATION.md) as lines for the engine: what was typed, and the things that the person had."""
import datetime as dt
import re

NOW, ZONE = dt.datetime(2026, 12, 1, 10, 0), "Europe/London"


def context(know):
    """Things as a context of nlu_jsonl: events at fixed, distinct times, every third task with a day."""
    events, tasks, projects = [], [], []
    for n, part in enumerate(p.strip() for p in know.split(";")):
        kind, _, what = part.partition(": ")
        kind, what = kind.strip(), what.strip()
        weekly = re.search(r"\((.*?)\)", what)
        what = re.sub(r"\s*\(.*?\)", "", what)
        if kind == "event":
            start = (NOW + dt.timedelta(days=1 + n % 6)).replace(hour=9 + 2 * (n % 6))
            one = {"title": what, "start": start.isoformat()[:16], "end": (start + dt.timedelta(hours=1)).isoformat()[:16]}
            if weekly and re.search("week|every|mon|tue|wed|thu|fri|sat|sun", weekly.group(1), re.I):
                one["recurrence"] = "FREQ=WEEKLY;BYDAY=" + "MO TU WE TH FR SA SU".split()[start.weekday()]
            events.append(one)
        elif kind.startswith("list"):
            name = kind[4:].strip().capitalize() or "Shopping"
            projects.append(name)
            tasks += [{"title": x.strip(), "project": name} for x in what.split(",") if x.strip()]
        elif kind == "task":
            tasks.append(dict({"title": what}, **({"due": (NOW + dt.timedelta(days=2)).date().isoformat()} if n % 3 == 0 else {})))
    return {"events": events, "tasks": tasks, "projects": projects}


def plain(marked):
    return re.sub(r"<\w+>|\{\w+:|[}|]", "", marked)


def lines(paths):
    """(file and line, session or None, known things, marked message)."""
    for path in paths:
        know, session = "", None
        for number, line in enumerate(open(path, encoding="utf-8"), 1):
            line = line.rstrip("\n")
            if line.startswith("#know"):
                know = line[5:].strip()
            elif line == "#dialogue":
                know, session = "", "%s:%d" % (path, number)
            elif line == "#end":
                know, session = "", None
            elif line.startswith("<"):
                yield "%s:%d" % (path.split("/")[-1], number), session, know, line
