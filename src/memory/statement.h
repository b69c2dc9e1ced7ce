/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Facts in what a person says: "my passport expires in May 2027", "we've
 * moved, the new address is 5 Harbour Row", "Anna is allergic to nuts".
 *
 * Rules over clauses, few and sure: questions, requests, wishes, guesses,
 * jokes, quotations, moods, plans of the day and talk about the world are no
 * facts.  What is kept are the words said; subject, attribute and value only
 * decide what a newer fact replaces and which question it answers.  No I/O, no
 * state; times come from nlu/time, meaning from embed/ where it has a model.
 */
#ifndef PX_MEMORY_STATEMENT_H
#define PX_MEMORY_STATEMENT_H

#include "memory/phrase.h"
#include "memory/telling.h"
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
	bool adds;             /* "also", "as well": stands beside what was known, even of a single attribute */
	bool changed;          /* "now", "instead": takes the place of what was told of the same thing */
	bool ended;            /* tells that something is over: "any more", "gave up", "sold" */
	bool announced;        /* of a later day: what holds until then goes on holding */
	float telling;         /* log odds that it lasts (memory/telling) */
	bool sure;             /* a whole sentence with its subject and verb: no request looks like it */
	size_t begin, end;     /* bytes of the text: the sentence */
};

enum px_statement {
	PX_STATEMENT_NONE,   /* no fact */
	PX_STATEMENT_FACT,
	PX_STATEMENT_SECRET, /* holds a password, a PIN, a card number */
};

struct px_statement_context {
	const struct px_time_context *time;
	bool likely; /* the trained reader took it for something to keep: less is enough to keep it */
	struct px_embed *embed; /* tells what sentences mean (memory/telling); may be NULL */
	struct px_meanings *meanings; /* of the turn; NULL: each text is embedded whenever it is read */
	const char *before;     /* whom or what the message before was about: "she" and "it"; NULL: not known */
};

/*
 * Reads a text.  Facts (none for other results) go into `facts`, texts into the arena.
 * `why` (may be NULL) gets a few static words for explanations.
 */
enum px_statement px_statement_read(const struct px_statement_context *context, struct px_str text,
				    struct px_arena *arena, struct px_fact *facts, size_t *count, const char **why);

/* What the trainer of memory/telling is to know of a text: all its sentences' features, and what the grammar made of the clearest. */
void px_statement_features(const struct px_statement_context *context, struct px_str text, struct px_arena *arena,
			   struct px_telling_features *features, enum px_grammar *grammar);

/*
 * Whether a text begins like a sentence: a subject, then a verb.  Costs next
 * to nothing, so that what is a request already need not be read once more.
 */
bool px_statement_opens(struct px_str text, struct px_arena *arena);
/* Whether a text begins with "she", "it", "their": it goes on about whom or what was spoken of before. */
bool px_statement_points_back(struct px_str text, struct px_arena *arena);
/* Whether a text asks for what it says to be kept: "please remember that …", but not "I remember that …". */
bool px_statement_asks_to_keep(struct px_str text, struct px_arena *arena);
/* Whether a text begins with a thing whose name looks like an order, and says of it what it is: "bin day is Friday"; *first is that word. */
bool px_statement_names_thing(struct px_str text, struct px_arena *arena, const char **first);

#endif
