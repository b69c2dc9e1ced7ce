/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Statements that something takes place: deeds of creating frames.
 */
#ifndef PX_NLU_ACT_STATED_H
#define PX_NLU_ACT_STATED_H

#include "nlu/act/frames.h"

/* "we had a lovely dinner on Saturday": what was, though the day alone could be the next of that name. */
bool px_stated_past(const struct px_request *request);
/* Makes nothing of such a statement. */
bool px_stated_told(const struct px_request *request, const struct px_nlu_session *session,
		    struct px_proposal *proposal);
/* PX_CREATE_COMES: "the plumber is coming tomorrow between 8 and 10", "my sister lands in Rome on Friday at 5". */
bool px_stated_comes(const struct px_request *request, const struct px_nlu_session *session,
		     struct px_proposal *proposal, const struct px_frame *frame, const struct px_match *match);
/* PX_CREATE_OWN: "we move on 1 April", "every Saturday I work 8 to 14": what one will do then, without "I". */
bool px_stated_own(const struct px_request *request, const struct px_nlu_session *session, struct px_proposal *proposal,
		   const struct px_frame *frame, const struct px_match *match);

#endif
