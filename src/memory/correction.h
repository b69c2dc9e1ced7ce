/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Corrections that don't name what they correct: "no, it's 77", "actually
 * Thursday", "it's Parveen Ahmed, not Aziz".
 *
 * Only the words are read here; which fact is meant is found by the old value
 * if it is said, else it is the one that was told last (memory/learn).
 */
#ifndef PX_MEMORY_CORRECTION_H
#define PX_MEMORY_CORRECTION_H

#include "memory/clause.h"

struct px_correction {
	const char *value; /* what is right, as typed */
	const char *old;   /* what is not, lower case; NULL: not said */
	bool marked;       /* "sorry", "I meant" stood before it */
	bool excused;      /* a sentence that tells how it came to that stood before it, too: "I misread the card" */
};

bool px_correction_read(struct px_str text, struct px_arena *arena, struct px_correction *correction);
/* Whether a text begins with what marks a correction: "no", "sorry, I meant". */
bool px_correction_is_marked(struct px_str text);
/* Whether both are values of one kind: numbers, days, or words. */
bool px_correction_fits(const char *value, const char *old);

#endif
