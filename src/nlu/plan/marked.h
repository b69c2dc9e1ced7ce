/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A message as a trained reader marked it.
 */
#ifndef PX_NLU_PLAN_MARKED_H
#define PX_NLU_PLAN_MARKED_H

#include "nlu/act/proposal.h"
#include "nlu/refer/marked.h"

/*
 * Acts on its requests in order; one that the marks say too little of is left to the frames.  How sure the reader is
 * of its least sure request that was acted on by its marks; 0 if none was.
 */
float px_plan_marks(const struct px_request *source, const struct px_marks *marks, struct px_proposal *proposal);

#endif
