/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the choice between two readings looks at (plan/choice.h).  `frames` and `marked` are the readings; strings live
 * in the arena.
 */
#ifndef PX_NLU_PLAN_CHOICE_PARTS_H
#define PX_NLU_PLAN_CHOICE_PARTS_H

#include "nlu/nlu.h"
#include "nlu/text/words.h"

/* Everything that is done makes something new. */
bool px_choice_creates(const struct px_nlu_result *result);
/* Both do the same things, one after the other, to whatever. */
bool px_choice_same_tools(const struct px_nlu_result *a, const struct px_nlu_result *b);
/* An argument of the call; "" if it has none of that name. */
const char *px_choice_value(const struct px_nlu_call *call, const char *name, struct px_arena *arena);
/* When it begins or is due; "" if nothing says so. */
const char *px_choice_time(const struct px_nlu_call *call, struct px_arena *arena);
bool px_choice_timed(const struct px_nlu_result *result, struct px_arena *arena);
/* `part` stands in `text`, but for the first letter, which is a capital in every title. */
bool px_choice_holds(struct px_str text, struct px_str part);

/* How many words that tell something of a name were said, of how many. */
size_t px_choice_words_said(const char *name, struct px_str text, struct px_arena *arena, size_t *words);

/* One title of the frames has two of the reader's in it. */
bool px_choice_holds_several(const struct px_nlu_result *frames, const struct px_nlu_result *marked,
			     struct px_arena *arena);
/* More things are made than by the frames, which put several of them in one name. */
bool px_choice_splits_better(const struct px_nlu_result *frames, const struct px_nlu_result *marked,
			     struct px_arena *arena);
/* The reader parts the message into things of different names at more times: each has its own. */
bool px_choice_times_better(const struct px_nlu_result *frames, const struct px_nlu_result *marked,
			    struct px_arena *arena);
/* The same things at the same times, by names without what is no part of them, or of the other kind. */
bool px_choice_names_better(const struct px_nlu_result *frames, const struct px_nlu_result *marked,
			    struct px_arena *arena);
/* No more was said than a part of a known name and a time, and nothing of a change: "meeting at 3". */
bool px_choice_named_alone(const struct px_nlu_result *frames, const struct px_nlu_result *marked,
			   struct px_arena *arena);
/* Several things would be moved, one of which is hardly named. */
bool px_choice_moves_by_chance(const struct px_nlu_result *marked, struct px_str text, struct px_arena *arena);
/* Both change the same thing, and the frames alone know which day of the series. */
bool px_choice_forgets_day(const struct px_nlu_result *frames, const struct px_nlu_result *marked,
			   struct px_arena *arena);
/* Nothing is asked for: "she slept through last night". */
bool px_choice_chats(const struct px_nlu_result *marked);
/* A question by its mark or one of its words: "tail lift is booked in for Friday at 7" is none. */
bool px_choice_asks(struct px_str text, struct px_arena *arena);
/* Several new things, each with a beginning and an end: "early 0612 to 1020, back on 1500 till 1910". */
bool px_choice_has_spans(const struct px_nlu_result *marked, struct px_arena *arena);
/* Longer words are told by how they begin: "dentist's" is "dentist", "Zahnarzttermin" is "Zahnarzt". */
bool px_choice_alike(const struct px_word *a, const struct px_word *b);
/* Of the words that the thing is called by one was said, in whatever form, or none of them tells anything ("GP"). */
bool px_choice_is_named(const char *name, struct px_str text, struct px_arena *arena);
/* Every call changes a thing that there is, that was named and keeps its name. */
bool px_choice_changes_named(const struct px_nlu_result *result, struct px_str text, struct px_arena *arena);
/* The reader calls the same thing at the same time by fewer of its words. */
bool px_choice_loses_words(const struct px_nlu_result *frames, const struct px_nlu_result *marked,
			   struct px_arena *arena);

#endif
