# SPDX-License-Identifier: Apache-2.0
"""Reads annotated messages (NOTATION.md beside this file) and complains of what breaks the notation.

A message is a list of requests, a request an intent and pieces: (tag or None, words).  Authors differ in small words, so
these are put in one way here: where requests meet, connecting words ("and", "also") go to the later one; on, at and to
stand outside a time, articles and "my" outside a title, a target, a list and what is asked about.
"""
import collections
import re

INTENTS = ("create_event create_task add_items remind complete reopen delete skip move update copy swap ask_agenda "
           "ask_tasks ask_free ask_item ask_memory remember forget correct answer undo settings chat none").split()
TAGS = "title item target except when old lead dur place person list prio note new fact about choice".split()

Request = collections.namedtuple("Request", "intent pieces")
# before: the person's message before it; reply: what Pixie said to that, None if the author wrote none;
# replied_to: the requests of the message before; known: rows as tools/specialist_lines takes them.
Message = collections.namedtuple("Message", "voice where requests before reply replied_to known in_dialogue")

PIECE = re.compile(r"\{(\w+):([^{}]*)\}")
CONNECTING = re.compile(r"(^|\s)((?:and|n|an|but|also|then|so|plus|oh)(?:\s+(?:then|also|so))?)(,?)\s*$", re.I)


class Wrong(Exception):
    pass


SMALL = {"when": re.compile(r"(?:on|at|to)\s+(?=\S)", re.I)}
SMALL.update(dict.fromkeys(("title", "target", "list", "about"), re.compile(r"(?:the|an|a|my|our|me)\s+(?=\S)", re.I)))


def tidied(pieces):
    """Small words at the front of spans put outside."""
    out = []
    for tag, words in pieces:
        m = SMALL[tag].match(words) if tag in SMALL else None
        if m:
            if out and out[-1][0] is None:
                out[-1] = (None, out[-1][1] + m.group())
            else:
                out.append((None, m.group()))
            words = words[m.end():]
        out.append((tag, words))
    return out


def read_pieces(body):
    pieces, at = [], 0
    for m in PIECE.finditer(body):
        if m.start() > at:
            pieces.append((None, body[at:m.start()]))
        tag, words = m.groups()
        if tag not in TAGS:
            raise Wrong("unknown tag " + tag)
        if not words.strip() or words != words.strip():
            raise Wrong("a span is empty or has spaces around it")
        pieces.append((tag, words))
        at = m.end()
    if at < len(body):
        pieces.append((None, body[at:]))
    if any(re.search(r"[{}<>|]", words) for tag, words in pieces):
        raise Wrong("a stray or nested brace, < > or |")
    return tidied(pieces)


def joined(requests):
    """Spaces between requests, connecting words to the later one."""
    out = []
    for intent, pieces in requests:
        if out:
            last = out[-1].pieces
            moved = ""
            if last and last[-1][0] is None:
                m = CONNECTING.search(last[-1][1])
                if m:
                    moved = m.group(2) + m.group(3) + " "
                    last[-1] = (None, last[-1][1][:m.start(2)])
            if moved:
                pieces = [(None, moved)] + [(t, w.lstrip() if i == 0 else w) for i, (t, w) in enumerate(pieces)]
            ends = last[-1][1][-1:].isspace() if last and last[-1][1] else False
            begins = pieces[0][1][:1].isspace() if pieces else False
            if not ends and not begins:
                last.append((None, " "))
        out.append(Request(intent, pieces))
    return [Request(intent, [p for p in pieces if p[1]]) for intent, pieces in out]


def read_message(line):
    parts = re.split(r"<(\w+)>", line)
    if parts[0].strip() or len(parts) < 3:
        raise Wrong("a message begins with its <intent>")
    requests = []
    for i in range(1, len(parts), 2):
        body = parts[i + 1]
        if parts[i] not in INTENTS:
            raise Wrong("unknown intent " + parts[i])
        if i + 2 < len(parts):
            if not body.endswith("|"):
                raise Wrong("| must stand right before the next <intent>")
            body = body[:-1]
        requests.append((parts[i], read_pieces(body)))
    requests[0] = (requests[0][0], strip_left(requests[0][1]))
    if not any(words.strip() for _, pieces in requests for _, words in pieces):
        raise Wrong("a message without words")
    return joined(requests)


def strip_left(pieces):
    return [(tag, words.lstrip()) if i == 0 else (tag, words) for i, (tag, words) in enumerate(pieces)]


def titles_of(text):
    """Of one kind in a #know: names apart, notes in brackets and times after a comma left out."""
    return [re.sub(r"\s*\([^)]*\)", "", t).strip() for t in text.split(",")]


def read_known(text):
    known = []
    for entry in text.split(";"):
        kind, _, rest = entry.strip().partition(":")
        kind, rest = kind.strip(), rest.strip()
        if kind in ("event", "task"):
            known.append([kind, titles_of(rest)[0]])
        elif kind == "list" or kind.startswith("list ") or kind.startswith("project"):
            name = kind.partition(" ")[2].strip() or "shopping"
            known.append(["list", name])
            known += [["item", title, name] for title in titles_of(rest) if title]
        elif rest:
            known.append(["task", titles_of(rest)[0]])
    return [k for k in known if k[1]]


def made_by(requests):
    """What a message adds to what is known."""
    made = []
    for request in requests:
        name = next((w for t, w in request.pieces if t == "list"), "shopping")
        for tag, words in request.pieces:
            if tag == "title" and request.intent in ("create_event", "create_task"):
                made.append(["event" if request.intent == "create_event" else "task", words])
            elif tag == "item" and request.intent == "add_items":
                made += [["list", name], ["item", words, name]]
    return made


def read_file(path, complain=None):
    """All messages of a file.  complain(path, line number, why, line) is told of each line that is wrong."""
    voice, known, dialogue, before, reply, replied_to, messages = None, [], False, None, None, None, []
    with open(path, encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            line = line.rstrip("\n")
            try:
                if not line.strip():
                    continue
                if line.startswith("#voice"):
                    m = re.match(r"#voice (\w+) \| .+", line)
                    if not m:
                        raise Wrong("#voice NAME | who it is")
                    voice = m.group(1)
                elif line.startswith("#know"):
                    known = read_known(line[5:])
                elif line in ("#dialogue", "#end"):
                    if dialogue == (line == "#dialogue"):
                        raise Wrong("#dialogue and #end take turns")
                    dialogue, before, reply, replied_to = line == "#dialogue", None, None, None
                    known = []
                elif line.startswith("#"):
                    raise Wrong("unknown # line")
                elif line.startswith(">"):
                    if not dialogue:
                        raise Wrong("a reply outside a dialogue")
                    reply = line[1:].strip()
                elif not voice:
                    raise Wrong("a message before the #voice")
                else:
                    requests = read_message(line)
                    messages.append(Message(voice, "%s:%d" % (path, number), requests, before, reply, replied_to,
                                            list(known), dialogue))
                    if dialogue:
                        before, reply, replied_to = text_of(requests), None, requests
                        known = known + made_by(requests)
            except Wrong as why:
                if complain:
                    complain(path, number, str(why), line)
    if dialogue and complain:
        complain(path, number, "a dialogue without #end", "")
    return messages


def text_of(requests):
    return "".join(words for request in requests for _, words in request.pieces)


def marked(requests):
    """(text, spans, requests) with bytes: spans are (tag, begin, end), requests (intent, begin)."""
    text, spans, begins, at = "", [], [], 0
    for request in requests:
        begins.append((request.intent, at))
        for tag, words in request.pieces:
            size = len(words.encode())
            if tag:
                spans.append((tag, at, at + size))
            text += words
            at += size
    return text, spans, begins
