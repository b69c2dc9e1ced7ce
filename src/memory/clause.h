/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A text cut into sentences and clauses of plain words, as the reading of facts
 * and of questions needs them.
 *
 * Contractions are written out ("I've" is "i", "have"; "doesn't" is "does",
 * "not"), polite and filling words at the ends are dropped, and each word keeps
 * its bytes in the text, so that values are always cut from what was typed.
 * An 's stays with its word until the grammar has decided what it means.
 */
#ifndef PX_MEMORY_CLAUSE_H
#define PX_MEMORY_CLAUSE_H

#include "base/arena.h"

enum { PX_CLAUSE_WORDS = 96, PX_CLAUSES_MAX = 16 };

struct px_cword {
	const char *text;      /* lower case, without the 's */
	uint32_t begin, end;   /* bytes of the text */
	bool capital, quoted;
	bool possessive;       /* "Anna's": the owner of what follows, or "Anna is" */
	bool comma;            /* a comma, colon or dash stands before it */
};

struct px_clause {
	struct px_cword words[PX_CLAUSE_WORDS];
	size_t count;
	uint32_t begin, end;   /* bytes of the text */
	bool question, exclaimed;
	bool first_of_sentence; /* no clause of the same sentence stands before it */
};

/* Cuts at sentence ends and at line ends; words past the limits are dropped.  Returns how many clauses there are. */
size_t px_sentences(struct px_str text, struct px_arena *arena, struct px_clause *clauses, size_t max);
/*
 * Cuts a sentence into clauses at ", ", " and " and " but " wherever a new subject and verb begin:
 * is_verb tells verbs.
 */
size_t px_clauses(const struct px_clause *sentence, bool (*is_verb)(const char *word), struct px_clause *clauses,
		  size_t max);
/* Words [from, to) as they were typed, without marks at the ends; in the arena. */
const char *px_clause_text(struct px_str text, const struct px_clause *clause, size_t from, size_t to,
			   struct px_arena *arena);
/* Lower-case words [from, to) joined by spaces. */
const char *px_clause_plain(const struct px_clause *clause, size_t from, size_t to, struct px_arena *arena);
/* Whether the words from `at` on are those of `phrase` ("any more"). */
bool px_clause_has_at(const struct px_clause *clause, size_t at, const char *phrase);
/* Whether one of the phrases of the list (apart by '|') stands anywhere; *at (may be NULL) says where, *length its words. */
bool px_clause_has(const struct px_clause *clause, const char *phrases, size_t *at, size_t *length);
/* Whether the clause begins with one of the phrases. */
bool px_clause_starts(const struct px_clause *clause, const char *phrases, size_t *length);
/* In all of these lists and phrases are static texts (memory/list_bits). */
/* Whether `word` is one of the space-separated words. */
bool px_word_one_of(const char *word, const char *list);
bool px_word_one_of_n(const char *word, size_t size, const char *list);
/* Removes words [from, to). */
void px_clause_cut(struct px_clause *clause, size_t from, size_t to);

#endif
