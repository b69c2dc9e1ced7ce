/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a trained reader marked (nlu/marks.h), as calls or a question.
 *
 * The marks say what is asked for and which words play which part; times are
 * read by the time engine, things are found by refer/, and what is then done is
 * done by the functions that the frames use.  Words outside of spans are no part
 * of any title.
 */
#ifndef PX_NLU_ACT_MARKED_H
#define PX_NLU_ACT_MARKED_H

#include "nlu/act/proposal.h"

/*
 * Acts on one request that was read by its marks (px_marked_request); false, with nothing done, if what the marks
 * say is too little for what they ask: then it is for the frames.
 */
bool px_marked_act(const struct px_request *request, const struct px_nlu_session *session,
		   struct px_proposal *proposal, const struct px_marked *marked);

/*
 * What the request is about is not known, or was not said: hands its words on where the caller may know more than the
 * context has, else says so or asks.  Nothing is done for requests of other kinds.
 */
void px_marked_unknown(const struct px_request *request, const struct px_nlu_session *session,
		       struct px_proposal *proposal, const struct px_marked *marked);

/* ---- its parts, by what is asked for; each as px_marked_act ---- */
bool px_marked_make(const struct px_request *request, const struct px_nlu_session *session,
		    struct px_proposal *proposal, const struct px_marked *marked); /* events, tasks, things on lists */
bool px_marked_remind(const struct px_request *request, const struct px_nlu_session *session,
		      struct px_proposal *proposal, const struct px_marked *marked);
bool px_marked_end(const struct px_request *request, const struct px_nlu_session *session,
		   struct px_proposal *proposal, const struct px_marked *marked); /* done, open again, off, skipped */
bool px_marked_change(const struct px_request *request, const struct px_nlu_session *session,
		      struct px_proposal *proposal, const struct px_marked *marked); /* moved, changed, swapped */
bool px_marked_ask(const struct px_request *request, const struct px_nlu_session *session,
		   struct px_proposal *proposal, const struct px_marked *marked); /* questions about what is there */
bool px_marked_talk(const struct px_request *request, const struct px_nlu_session *session,
		    struct px_proposal *proposal, const struct px_marked *marked); /* memory, answers, corrections */

#endif
