/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How much thought a request needs: whether a small model will do.
 *
 * Points for what makes texts hard (words of reasoning and of writing, length,
 * clauses, several questions) and for what lies around the text (a long
 * conversation, much context, several tools).  The words are data
 * (complexity_words.c).  Pure.
 */
#ifndef PX_LLM_COMPLEXITY_H
#define PX_LLM_COMPLEXITY_H

#include "base/str.h"

struct px_complexity_input {
	struct px_str text;
	size_t history;        /* messages of the conversation that go along */
	size_t context_tokens; /* estimated, without the text */
	size_t tools;          /* that the request is likely to need */
};

enum { PX_COMPLEXITY_STRONG = 3 /* points from which on it is one for a strong model */ };

struct px_complexity {
	unsigned points;
	bool strong;
	bool own;              /* the person speaks of themselves: "my", "I", "we" */
	bool opens;            /* it begins with such a word of work: "draft", "explain"; "please" may stand before it */
	char why[160];         /* "reasoning (compare, why), 3 clauses"; "short and plain" */
};

struct px_complexity px_complexity_of(const struct px_complexity_input *input);

enum px_complexity_kind { PX_WORD_REASON, PX_WORD_WRITE, PX_WORD_PLAN, PX_WORD_JOIN, PX_WORD_SMALL, PX_WORD_OWN };

/* Words and phrases, in lower case, with one space between; a final "*" stands for any ending.  Ends with NULL. */
struct px_complexity_word {
	const char *phrase;
	enum px_complexity_kind kind;
};

extern const struct px_complexity_word px_complexity_words[];

#endif
