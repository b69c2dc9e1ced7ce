/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The words of the things that a text may name, for refer/target.c: each different
 * word is kept once, folded, without fillers, and has a number; a title is a
 * row of such numbers.  A request is then compared with each word once,
 * however many titles it stands in.
 */
#ifndef PX_NLU_REFER_TITLES_H
#define PX_NLU_REFER_TITLES_H

#include "nlu/nlu.h"
#include "nlu/text/words.h"

struct px_title_word {
	const char *text;
	size_t size;
};

struct px_nlu_titles {
	struct px_arena *arena;
	struct px_title_word *words; /* by number */
	uint32_t count;
	uint32_t *slots;             /* hash table */
	size_t slot_count;           /* a power of two */
};

/* Numbers of the words, in order. */
struct px_nlu_title {
	uint32_t count;
	uint32_t words[];
};

enum { PX_TITLE_NO_WORD = -1 };

/* The number of a folded word; PX_TITLE_NO_WORD if it stands in no title. */
int64_t px_title_number(const struct px_nlu_titles *titles, struct px_str word);
/* A word that titles are not told apart by. */
bool px_title_filler(const struct px_word *word);

#endif
