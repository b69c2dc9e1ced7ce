/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Several requests of one message that lean on each other: a change after its
 * reason, the thing that a later request calls "it", two statements in one
 * sentence, and changes of what the same message creates.
 */
#ifndef PX_NLU_PLAN_SEVERAL_H
#define PX_NLU_PLAN_SEVERAL_H

#include "nlu/act/proposal.h"
#include "nlu/read/segment.h"

/* "Sarah is ill, so lunch is off": a change that follows its reason; true if it was one. */
bool px_clauses_after_reason(const struct px_request *request, const struct px_nlu_session *session,
			     struct px_proposal *proposal);
/* "choir clashes with the play, so take it out": true if `segment` only says what the next one means by "it". */
bool px_clauses_mention(const struct px_request *request, const struct px_segment *segment,
			const struct px_segment *next, struct px_dialogue *d);
/* "the trip is paid and the calendars are bought": where the second statement begins, or 0. */
size_t px_clauses_second(const struct px_request *request);
/* "…, put it in Budget": changes of what this message creates go into the creation. */
void px_clauses_merge(const struct px_request *request, struct px_proposal *proposal);

#endif
