/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reminders of things that there are, and such as are repeated until it is done.
 */
#ifndef PX_NLU_ACT_LEAD_H
#define PX_NLU_ACT_LEAD_H

#include "nlu/act/proposal.h"

/*
 * Nothing is said but who is to be told, how long before, and the thing by its name: what else stands in the sentence
 * denies it, asks, or is a deed ("no reminder …", "remind Ben …", "… to bring the card").
 */
bool px_lead_is_all(const struct px_request *request, const struct px_nlu_item *item);
/*
 * "remind me an hour before the dentist": the thing by which the time is said has that reminder, and nothing else of it
 * changes.  False where words [from, to) name something of their own to do, or the time is not before the thing.
 */
bool px_lead_set(const struct px_request *request, struct px_proposal *proposal, const struct px_word *words,
		 size_t from, size_t to, const struct px_when *when, float confidence, const char *why);
/* "every morning until it's done": no task that repeats, but one whose reminder does. */
void px_lead_nag(const struct px_request *request, struct px_args *args);

#endif
