/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Running the rules of a language: tables of patterns, each with the deed that
 * it asks for.  Rows are tried in order; the first whose deed takes the request
 * wins.
 */
#ifndef PX_NLU_ACT_FRAMES_H
#define PX_NLU_ACT_FRAMES_H

#include "nlu/language.h"
#include "nlu/act/proposal.h"

typedef bool (*px_deed_fn)(const struct px_request *request, const struct px_nlu_session *session,
			   struct px_proposal *proposal, const struct px_frame *frame, const struct px_match *match);

/* Tries the rows in order; `deeds` by enum px_deed. */
bool px_frames_try(const struct px_request *request, const struct px_nlu_session *session, struct px_proposal *proposal,
		   const struct px_frame *frames, size_t count, const px_deed_fn *deeds);
/* The stream that the frame matched on. */
static inline const struct px_words *px_frame_words(const struct px_request *request, const struct px_frame *frame)
{
	return frame->flags & PX_FRAME_BARE ? &request->bare : &request->full;
}

#endif
