/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which of the user's things do these words mean?
 */
#ifndef PX_NLU_REFER_TARGET_H
#define PX_NLU_REFER_TARGET_H

#include "nlu/read/request.h"

enum { PX_TARGET_TASK = 1, PX_TARGET_EVENT = 2, PX_TARGET_PROJECT = 4 };
struct px_target {
	const struct px_nlu_item *item; /* beyond doubt, or NULL */
	const char *words;              /* as said, tidied: what to hand on if no item is sure */
	const struct px_nlu_item *candidates[PX_TARGET_MANY];
	size_t candidate_count;         /* >= 2: equally good, or with `many` all of them */
	float score;                    /* of the best item */
	bool exact;                     /* all that was said is all of its title */
	bool pronoun;                   /* resolved through the dialogue */
	bool many;                      /* "both", "all of them" */
	int kinds;                      /* that the words themselves named ("the meeting") */
	int32_t day, day_end;           /* days that the words named, end exclusive; PX_DAY_NONE */
	bool next;                      /* "the next …" */
};
/* PX_TARGET_TASK, PX_TARGET_EVENT or PX_TARGET_PROJECT. */
int px_target_kind(const struct px_nlu_item *item);
/* The thing stands at that time, or in that span; a series if one of its days does.  True of no time. */
bool px_target_stands(const struct px_when *when, const struct px_nlu_item *item);
/* The thing is an event, no series, that has ended. */
bool px_target_over(const struct px_request *request, const struct px_nlu_item *item);
/* Of several that are equally good the one that has a time: what goes to another hour had one. */
void px_target_timed(const struct px_when *when, struct px_target *target);
void px_target_find(const struct px_request *request, const struct px_word *words, size_t count, int kinds,
		    struct px_target *target);
/* A thing whose title stands somewhere in the words: for sentences that no rule could take apart. */
void px_target_spot(const struct px_request *request, const struct px_word *words, size_t count, int kinds,
		    struct px_target *target);
/*
 * These words stand in a title of the user's, together with the word before or
 * after them (if there is one: `before`, `after`), or are the whole of it.
 */
bool px_target_in_title(const struct px_request *request, const struct px_word *words, size_t count, bool before,
			bool after);

#endif
