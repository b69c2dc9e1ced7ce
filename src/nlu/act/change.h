/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files that change things share: act/change.c (targets, complete,
 * delete), act/move.c (times and lengths), act/field.c (everything else)
 * and the table of their frames.
 */
#ifndef PX_NLU_ACT_CHANGE_H
#define PX_NLU_ACT_CHANGE_H

#include "nlu/act/frames.h"

#define PX_ACT(name) bool name(struct px_parse *parse, const struct px_frame *frame, const struct px_match *match)

/* The words that the frame captured under that letter, or NULL. */
const struct px_word *px_change_words(const struct px_parse *parse, const struct px_frame *frame,
				      const struct px_match *match, char name, size_t *count);
/* The thing that {x} names, "it" where a frame has none. */
void px_change_target(struct px_parse *parse, const struct px_frame *frame, const struct px_match *match,
		      struct px_target *target);
/* Task or event, where the thing itself isn't known. */
bool px_change_means_event(struct px_parse *parse, const struct px_target *target, int verb);
/* The day and time that the thing has now. */
struct px_time_point px_change_item_point(const struct px_nlu_item *item);

/* "buy flour and make it high priority" is not "Order flour": the word is a task's verb, and not the one that the title begins with. */
bool px_change_other_verb(const struct px_nlu_item *item, const struct px_word *word);
/* The thing as it is on the day that was said of it: `room` if that is one of a series. */
const struct px_nlu_item *px_change_occurrence(const struct px_parse *parse, const struct px_target *target,
						struct px_nlu_item *room);

/* Actions of the frames; each says in its own file what it reads. */
PX_ACT(px_change_clear);
PX_ACT(px_change_clear_list);
PX_ACT(px_change_bare);
PX_ACT(px_change_both);
PX_ACT(px_change_bare_priority);
PX_ACT(px_change_call);
PX_ACT(px_change_clear_due);
PX_ACT(px_change_complete);
PX_ACT(px_change_complete_all);
PX_ACT(px_change_complete_two);
PX_ACT(px_change_ended);
PX_ACT(px_change_delete);
PX_ACT(px_change_invite);
PX_ACT(px_change_length);
PX_ACT(px_change_move);
PX_ACT(px_change_no);
PX_ACT(px_change_notes);
PX_ACT(px_change_passive);
PX_ACT(px_change_past);
PX_ACT(px_change_place);
PX_ACT(px_change_split);
PX_ACT(px_change_last);
PX_ACT(px_change_priority);
PX_ACT(px_change_project);
PX_ACT(px_change_rename);
PX_ACT(px_change_repeat);
PX_ACT(px_change_shift);
PX_ACT(px_change_starts);
PX_ACT(px_change_status);
PX_ACT(px_change_tag);
PX_ACT(px_change_told);
PX_ACT(px_change_wanted);

#endif
