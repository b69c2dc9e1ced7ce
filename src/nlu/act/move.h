/* SPDX-License-Identifier: Apache-2.0 */
/*
 * New times and lengths of a thing that was found.
 */
#ifndef PX_NLU_ACT_MOVE_H
#define PX_NLU_ACT_MOVE_H

#include "nlu/act/proposal.h"
#include "nlu/refer/target.h"

/* To that time, with `more` changed as well; each by itself if they are several.  False if nothing would change. */
bool px_move_to(const struct px_request *request, const struct px_nlu_session *session, struct px_proposal *proposal,
		struct px_target *target, struct px_when when, const struct px_args *more, float confidence,
		const char *why);
/* How long an event takes, by the request's times; `how`: u until then, + longer, - shorter, = exactly. */
bool px_move_length(const struct px_request *request, const struct px_nlu_session *session,
		    struct px_proposal *proposal, struct px_target *target, char how, float confidence,
		    const char *why);
/* "earlier" -1, "later" 1, else 0. */
int px_move_direction(const struct px_words *words);

#endif
