/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A change and what it is meant for.
 */
#ifndef PX_NLU_ACT_APPLY_H
#define PX_NLU_ACT_APPLY_H

#include "nlu/act/frames.h"
#include "nlu/refer/target.h"

enum { PX_VERB_UPDATE, PX_VERB_COMPLETE, PX_VERB_DELETE };

/* The call that was found, completed by its target; asks if that is not clear.  False if it can't be meant. */
bool px_parse_change_target(const struct px_request *request, const struct px_nlu_session *session,
			    struct px_proposal *proposal, int verb, const struct px_target *target,
			    struct px_args *args, float confidence, const char *why);
enum px_intent px_change_intent(int verb, bool event);
/* The kinds of things that a frame speaks of. */
int px_change_kinds(const struct px_frame *frame);
/* The call itself, on the item, or on words where it isn't known (NULL). */
void px_change_emit(const struct px_request *request, struct px_proposal *proposal, int verb, bool event,
		    const struct px_nlu_item *item, const char *words, const struct px_args *args, float confidence,
		    const char *why);
/* The question at hand is about a thing that is known. */
void px_change_ask_about(struct px_proposal *proposal, const struct px_nlu_item *item);
/* The words that the frame captured under that letter, or NULL. */
const struct px_word *px_change_words(const struct px_request *request, const struct px_frame *frame,
				      const struct px_match *match, char name, size_t *count);
/* The thing that {x} names, "it" where a frame has none. */
void px_change_target(const struct px_request *request, const struct px_nlu_session *session,
		      struct px_proposal *proposal, const struct px_frame *frame, const struct px_match *match,
		      struct px_target *target);
/* Task or event, where the thing itself isn't known. */
bool px_change_means_event(const struct px_request *request, const struct px_target *target, int verb);
/* The words are a pronoun that means somebody or several, and hardly the one thing that was spoken of last. */
bool px_change_means_other(const struct px_target *target, int verb, const struct px_word *words, size_t count);
/* "buy flour and make it high priority" is not "Order flour": a task's verb, not the one that the title begins with. */
bool px_change_other_verb(const struct px_nlu_item *item, const struct px_word *word);
/*
 * "skip the catch-up tomorrow", "move it to 8 this week", when it isn't then: the whole series, or what stands on
 * another day, is asked about.  `change`: the values of a change, NULL for a cancellation.
 */
void px_change_ask_unless_then(const struct px_request *request, struct px_proposal *proposal,
			       const struct px_target *target, const struct px_args *change);
/* The thing as it is on the day that was said of it: `room` if that is one of a series. */
const struct px_nlu_item *px_change_occurrence(const struct px_request *request, const struct px_target *target,
					       struct px_nlu_item *room);
/* What is to change about the thing?  (act/change_as.c) */
void px_change_ask_change(const struct px_request *request, struct px_proposal *proposal, enum px_intent intent,
			  const struct px_target *target);
/* The call waits for its target: asks which one is meant. */
void px_change_ask_target(const struct px_request *request, struct px_proposal *proposal, enum px_intent intent,
			  const struct px_args *args);

#endif
