/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The grammar of one clause: where its subject ends, which verb says
 * something of it, in which tense, and where the rest begins.
 *
 * Verbs of the table (memory/en.h) are found anywhere; others by their place
 * ("I send …") or their ending ("my mum sells …").  What the clause means is
 * not decided here.
 */
#ifndef PX_MEMORY_PREDICATE_H
#define PX_MEMORY_PREDICATE_H

#include "memory/phrase.h"

struct px_predicate {
	size_t subject_end;  /* words [0, subject_end) */
	size_t main;         /* the verb that says it */
	size_t rest;         /* words [rest, count) */
	bool be;             /* "is", and nothing but "is": `verb` is NULL */
	bool negated;
	bool perfect;        /* "has moved" */
	bool past;           /* "moved", "was" */
	bool progressive;    /* "is moving" */
	bool passive;        /* "is held at", `main` is the participle */
	bool modal;          /* "can", "must", "will" stands before it */
	bool ongoing;        /* a progressive that tells how things are: "is living" */
	bool third;          /* of those, one of somebody spoken of before: "steve's a mate, drives a bmw" */
	bool dropped;        /* the subject was left out: "got a dog" */
	const struct px_en_verb *verb; /* NULL: be, or a verb that no table knows */
	const char *lemma;   /* of such a verb: "send" */
};

/* false: no verb was found.  Texts go into the arena. */
bool px_predicate_read(const struct px_clause *clause, struct px_arena *arena, struct px_predicate *predicate);
/* Whether a word is a verb of the tables. */
bool px_is_verb(const char *word);
/* "moves" → "move", "carries" → "carry". */
const char *px_verb_lemma(const char *word, struct px_arena *arena);

#endif
