/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Facts in what a person says: "my passport expires in May 2027", "we've
 * moved, the new address is 5 Harbour Row", "Anna is allergic to nuts".
 *
 * Rules over clauses, few and sure: questions, requests, wishes, guesses,
 * jokes, quotations, moods, plans of the day and talk about the world are no
 * facts.  What is kept are the words said; subject, attribute and value only
 * decide what a newer fact replaces and which question it answers.  No I/O, no
 * state; times come from nlu/time.
 */
#ifndef PX_MEMORY_STATEMENT_H
#define PX_MEMORY_STATEMENT_H

#include "memory/clause.h"
#include "nlu/time/time.h"

enum { PX_FACTS_MAX = 8 };

struct px_fact {
	const char *subject;   /* "me", or whose fact it is, as said: "Anna", "sister", "passport" */
	const char *attribute; /* canonical: "home", "dentist", "taste running" */
	const char *value;     /* as said */
	const char *relation;  /* "my brother Sander": "brother"; else NULL */
	int64_t valid_from, valid_to; /* UTC milliseconds, or PX_TIME_NONE */
	bool single;           /* replaces what was known of the same subject and attribute */
	bool lapses;           /* holds for a named time only; replaces nothing */
	size_t begin, end;     /* bytes of the text: the sentence */
};

enum px_statement {
	PX_STATEMENT_NONE,   /* no fact */
	PX_STATEMENT_FACT,
	PX_STATEMENT_SECRET, /* holds a password, a PIN, a card number */
};

struct px_statement_context {
	const struct px_time_context *time;
};

/*
 * Reads a text.  Facts (none for other results) go into `facts`, texts into the arena.
 * `why` (may be NULL) gets a few static words for explanations.
 */
enum px_statement px_statement_read(const struct px_statement_context *context, struct px_str text,
				    struct px_arena *arena, struct px_fact *facts, size_t *count, const char **why);
/* Whether a text holds what must not be kept unasked. */
bool px_statement_is_secret(struct px_str text, struct px_arena *arena);
/* The canonical name of an attribute: "address" is "home". */
const char *px_attribute_canonical(const char *attribute, struct px_arena *arena);
/* Whether it has one value at a time. */
bool px_attribute_single(const char *canonical);

/*
 * The thing a noun phrase names: words [from, to) before a verb.  "my sister's
 * phone number" is subject "sister", attribute "phone number"; "my dentist" is
 * subject "me", attribute "dentist"; "I" is subject "me".
 */
struct px_named {
	const char *subject;   /* NULL: nothing of the person's own */
	const char *attribute; /* NULL: the subject itself */
	const char *relation;  /* "my brother Sander": "brother" */
	bool own;              /* began with my or our */
	bool definite;         /* "the cleaner" */
	bool pronoun;          /* he, she, it, they: the subject before */
};
bool px_named_read(struct px_str text, const struct px_clause *clause, size_t from, size_t to, struct px_arena *arena,
		   struct px_named *named);
/* The row of a verb's form, or NULL. */
const struct px_en_verb *px_verb_find(const char *word);

#endif
