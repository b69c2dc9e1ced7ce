/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A model's answer, cut into sentences, and a sentence into words, for those
 * who check what it says.  A line, a list entry and a heading are sentences of
 * their own.  Pure.
 */
#ifndef PX_AGENT_SAID_H
#define PX_AGENT_SAID_H

#include "base/arena.h"

struct px_said_sentence {
	struct px_str text;   /* without white space around it, and without the mark of a list entry */
	size_t begin, end;    /* bytes of the answer, with what stands before the next sentence */
	bool question, entry; /* it asks; it is an entry of a list */
};

/*
 * The sentence at `at`; false at the end.  Unless `whole`, the answer goes on,
 * and a sentence is there only once something follows it.
 */
bool px_said_next(struct px_str answer, size_t at, bool whole, struct px_said_sentence *sentence);

/* Whether what is said begins as an entry of a list. */
bool px_said_is_entry(struct px_str text);

struct px_said_word {
	const char *text;     /* small letters, without apostrophes: "ive"; a number as its digits */
	uint32_t begin, end;  /* bytes of the sentence */
	int64_t number;       /* or -1 */
	bool capital;
	bool apart;           /* a mark stands before it: , ; : ( ) or a dash */
	bool quoted;          /* it stands between quotation marks or in bold letters */
};

struct px_said_words {
	struct px_said_word *at;
	size_t count;
};

enum { PX_SAID_WORDS_MAX = 200 };

struct px_said_words px_said_words(struct px_str sentence, struct px_arena *arena);

enum { PX_SAID_QUOTES_MAX = 16 };
/* What stands between quotation marks or in bold letters, in its order. */
size_t px_said_quotes(struct px_str sentence, struct px_str quotes[PX_SAID_QUOTES_MAX]);

/* Whether `word` is one of a list's words, which are apart by spaces. */
bool px_said_in(const char *word, const char *list);

#endif
