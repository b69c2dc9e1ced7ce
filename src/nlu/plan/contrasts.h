/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sentences that say that something is otherwise than it was are read as a whole (act/restated.h), wherever the message
 * is cut into requests.
 */
#ifndef PX_NLU_PLAN_CONTRASTS_H
#define PX_NLU_PLAN_CONTRASTS_H

#include "nlu/act/restated.h"
#include "nlu/read/segment.h"

/* The first such sentence that changes something known, as it would be now; NULL if there is none. */
const struct px_contrast *px_contrasts_said(const struct px_request *source, const struct px_proposal *proposal);
/* Makes it a segment of its own: what is left of the others stays; returns how many there are then. */
size_t px_contrasts_part(const struct px_contrast *said, struct px_segment *segments, size_t count);

#endif
