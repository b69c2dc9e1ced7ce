/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Patterns as programs, which the matcher runs (text/pattern.h has the language).
 *
 * A program is a row of steps, made from a pattern's text when it is first asked
 * for and kept by the address of the text for the life of the process; what is
 * made never changes.  Each step knows what words it can begin with and where
 * the next alternative stands, so what can't match is passed over at once.
 */
#ifndef PX_NLU_TEXT_PROGRAM_H
#define PX_NLU_TEXT_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What a word must be for a match: a bit for its first two letters (which share
 * it with others), one for all words that begin with no letter, one for time
 * expressions; and one that says that no word is needed.
 */
typedef uint64_t px_begins;

#define PX_BEGINS_NOTHING (1ULL << 61)
#define PX_BEGINS_OTHER (1ULL << 62)
#define PX_BEGINS_TIME (1ULL << 63)
#define PX_BEGINS_ANY (~0ULL)

enum px_step_kind {
	PX_STEP_ALTERNATIVE, /* stands before its steps; `next` leads to the next one, 0 if it is the last */
	PX_STEP_END,         /* of an alternative */
	PX_STEP_WORD,        /* `word`, `size` */
	PX_STEP_GROUP,       /* its first alternative stands behind it; `next` leads behind the group */
	PX_STEP_SET,         /* `set` */
	PX_STEP_CAPTURE,     /* `name`, `least`, `greedy` */
	PX_STEP_TIME,
	PX_STEP_NUMBER,
};

struct px_step {
	px_begins begins; /* what stands from here to the end of the alternative can begin with */
	union {
		const char *word;          /* not terminated */
		const struct px_step *set; /* PX_STEP_GROUP */
		px_begins own;             /* what a group can begin with */
	} of;
	uint16_t next;    /* steps from here */
	uint8_t kind, size, least;
	char name;
	bool optional, greedy;
};

/* PX_STEP_GROUP of all alternatives; NULL if there is no room for more (a test holds that there is). */
const struct px_step *px_program_of(const char *pattern);
/* How many steps all programs made so far take, and how many there is room for. */
size_t px_program_steps(void);
size_t px_program_room(void);

static inline px_begins px_begins_letters(char first, char second)
{
	if (first < 'a' || first > 'z')
		return PX_BEGINS_OTHER;
	return 1ULL << (((unsigned char)first * 37U + (unsigned char)second) % 61);
}

#endif
