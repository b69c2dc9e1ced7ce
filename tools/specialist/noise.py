# SPDX-License-Identifier: Apache-2.0
"""Copies of annotated messages as other fingers would type them: slips, no punctuation, no capitals, two messages in one,
more or fewer things known, with or without what was said before.  All choices come from the generator that is handed in.
"""
import re

from notation import Message, Request, text_of

NEIGHBOURS = dict(zip("qwertyuiopasdfghjklzxcvbnm", ("wa", "qes", "wrd", "etf", "ryg", "tuh", "yij", "uok", "ipl", "ol", "qsz", "awdx",
                  "sefc", "drgv", "fthb", "gyjn", "hukm", "jil", "kop", "asx", "zsdc", "xdfv", "cfgb", "vghn", "bhjm", "njk")))
# Intents of which one can follow the other in one message.
PLAIN = set("create_event create_task add_items remind complete delete skip move update ask_agenda ask_tasks ask_free "
            "ask_item remember chat".split())
BETWEEN = (". ", ", ", " and ", "\n", " also ", ", and ", " ", "; ", ". also ", " then ")
# A reply in Pixie's manner where the author wrote none: by intent, %s is what it is about.
REPLIES = {
    "create_event": ("Added “%s”, Thu 12 Mar, 14:30–15:30. Undo?", "Booked “%s”, tomorrow 18:00–19:00. Undo?", "Done! “%s”, today 10:00. Undo?"),
    "create_task": ("Added “%s”, due today 09:00. Undo?", "Noted: “%s”. Undo?", "On the list: “%s”, due Fri 13 Mar. Undo?"),
    "add_items": ("Added “%s” to Shopping. Undo?", "Got it: “%s” to Shopping. Undo?"),
    "complete": ("Done: “%s”. Undo?", "Completed “%s”."), "delete": ("Deleted “%s”. Undo?",), "reopen": ("Open again: “%s”.",),
    "move": ("Moved “%s” from today 10:00 to 11:00–12:00. Undo?", "Done! Moved “%s” to Friday 09:00."),
    "update": ("Changed “%s”. Undo?",), "skip": ("“%s” doesn't take place on Wed 11 Mar.",), "remind": ("I'll remind you of “%s” an hour before.",),
    "ask_agenda": ("2 events:\n1. Thu 12 Mar, 14:30–15:30  %s", "Nothing is due and nothing is planned today."),
    "ask_tasks": ("3 tasks:\n1. %s", "Nothing is open."), "ask_free": ("Free: 9:00–11:30, 13:00–17:00.",),
    "ask_item": ("“%s” is on Thu 12 Mar at 14:30.",), "remember": ("I'll remember that.", "Noted."),
    "ask_memory": ("I don't know that.", "You told me: %s."), "chat": ("You're welcome.", "Hello!"), "settings": ("Changed.",),
}


def subject(request):
    for wanted in ("title", "item", "target", "about"):
        for tag, words in request.pieces:
            if tag == wanted:
                return words[:1].upper() + words[1:]
    return "That"


def reply_to(requests, rng):
    if not requests:
        return None
    words = REPLIES.get(requests[-1].intent, ("OK.",))
    text = words[rng.integers(len(words))]
    return text % subject(requests[-1]) if "%s" in text else text


def slip(word, rng):
    """One slip of the fingers in a word."""
    at = int(rng.integers(1, len(word)))
    kind = rng.integers(5)
    if kind == 0:
        return word[:at] + word[at + 1:]
    if kind == 1 and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2:]
    if kind == 2:
        return word[:at] + word[at] + word[at:]
    near = NEIGHBOURS.get(word[at].lower())
    if near and kind == 3:
        return word[:at] + near[rng.integers(len(near))] + word[at + 1:]
    if near:
        return word[:at] + near[rng.integers(len(near))] + word[at:]
    return word


def each_word(requests, change):
    """The requests with change(word) for each run of letters."""
    return [Request(intent, [(tag, re.sub(r"[^\W\d_]+", lambda m: change(m.group()), words)) for tag, words in pieces])
            for intent, pieces in requests]


def each_piece(requests, change):
    out = []
    for intent, pieces in requests:
        changed = [(tag, change(words)) for tag, words in pieces]
        out.append(Request(intent, [p for p in changed if p[1] and (p[0] is None or p[1].strip())]))
    return out


def typed_otherwise(requests, rng):
    kind = rng.random()
    if kind < 0.30:  # lower case, often without punctuation, as on a phone
        requests = each_word(requests, str.lower)
    elif kind < 0.36:
        requests = each_word(requests, str.upper)
    elif kind < 0.50 and requests[0].pieces:
        tag, words = requests[0].pieces[0]
        requests = [Request(requests[0].intent, [(tag, words[:1].upper() + words[1:])] + requests[0].pieces[1:])] + requests[1:]
    if rng.random() < 0.35:
        requests = each_piece(requests, lambda words: re.sub(r"(?<!\d)[,.!?;]+(?=\s|$)|(?<=\D)[,.!?;]+(?=\s|$)", "", words))
    if rng.random() < 0.25:
        requests = each_piece(requests, lambda words: re.sub(r"['’](?=\w)", "", words))
    if rng.random() < 0.45:
        share = 0.03 + 0.09 * rng.random()
        requests = each_word(requests, lambda word: slip(word, rng) if len(word) > 3 and rng.random() < share else word)
    return requests


def known_otherwise(known, others, rng):
    kind = rng.random()
    if kind < 0.12:
        known = []
    elif kind < 0.25:
        known = [k for k in known if rng.random() < 0.6]
    if rng.random() < 0.45:
        for _ in range(int(rng.integers(1, 5))):
            known = known + others[rng.integers(len(others))]
    return known


def text_ok(requests):
    return bool(text_of(requests).strip()) and all(any(w.strip() for _, w in r.pieces) for r in requests)


def two_in_one(message, other, rng):
    """`other` said right after `message`."""
    between = BETWEEN[rng.integers(len(BETWEEN))]
    first, second = list(message.requests), list(other.requests)
    tag, words = first[-1].pieces[-1]
    end = words.rstrip(" .,!?;") if tag is None else words
    lead = re.match(r"[.,;\s]*", between).group()
    pieces = first[-1].pieces[:-1] + [(tag, end)] + [(None, lead)]
    first[-1] = Request(first[-1].intent, [p for p in pieces if p[1]])
    if between[len(lead):]:
        second[0] = Request(second[0].intent, [(None, between[len(lead):])] + second[0].pieces)
    return message._replace(requests=first + second, known=message.known + other.known)


# Tags whose words can be those of another message; of the rest the words depend on what stands around them.
EXCHANGED = ("title", "item", "target", "when", "place", "person", "fact", "about", "lead", "list", "note", "new")


def spans_by_part(messages):
    """(tag, intent) -> [(words, what was known)]."""
    spans = {}
    for m in messages:
        for intent, pieces in m.requests:
            for tag, words in pieces:
                if tag in EXCHANGED:
                    spans.setdefault((tag, intent), []).append((words, m.known))
    return spans


def other_words(message, spans, rng):
    """The message with words of others for some of its spans; what they name is known then."""
    requests, known = [], message.known
    for intent, pieces in message.requests:
        changed = []
        for tag, words in pieces:
            if tag in EXCHANGED and rng.random() < 0.5:
                choice = spans[(tag, intent)]
                words, more = choice[rng.integers(len(choice))]
                known = known + more if tag in ("target", "list") else known
            changed.append((tag, words))
        requests.append(Request(intent, changed))
    return message._replace(requests=requests, known=known)


def otherwise(message, pool, others, rng, spans=None):
    """
    A copy of a message.  `pool`: messages of the same voice; `others`: what is known elsewhere, lists of rows; `spans`: see
    spans_by_part.
    """
    if spans and rng.random() < 0.35:
        message = other_words(message, spans, rng)
    if rng.random() < 0.25 and all(r.intent in PLAIN for r in message.requests) and len(message.requests) < 3:
        other = pool[rng.integers(len(pool))]
        if all(r.intent in PLAIN for r in other.requests) and len(other.requests) < 3:
            message = two_in_one(message, other, rng)
    requests = message.requests
    if rng.random() < 0.5:
        changed = typed_otherwise(requests, rng)
        requests = changed if text_ok(changed) else requests
    before, reply = message.before, message.reply
    if message.in_dialogue:
        if before and reply is None and rng.random() < 0.7:
            reply = reply_to(message.replied_to, rng)
        if before and rng.random() < 0.08:
            before, reply = None, None
    elif rng.random() < 0.4:
        earlier = pool[rng.integers(len(pool))]
        before, reply = text_of(earlier.requests), reply_to(earlier.requests, rng)
    return Message(message.voice, message.where, requests, before, reply, None,
                   known_otherwise(message.known, others, rng), message.in_dialogue)


def as_it_is(message, rng):
    """The message as the product would see it: with a reply, if there was a message before."""
    if message.before and message.reply is None:
        return message._replace(reply=reply_to(message.replied_to, rng))
    return message
