/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A message, or a stretch of one, as the frames and the classifier read it.
 */
#ifndef PX_NLU_PLAN_PARSE_H
#define PX_NLU_PLAN_PARSE_H

#include "nlu/act/proposal.h"

/* The whole message. */
void px_plan_frames(const struct px_request *source, struct px_proposal *proposal);
/* text[begin, end) of it as one request, or two of one sentence. */
void px_plan_stretch(const struct px_request *source, size_t begin, size_t end, struct px_proposal *proposal);

#endif
