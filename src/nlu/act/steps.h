/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The steps of a task.
 */
#ifndef PX_NLU_ACT_STEPS_H
#define PX_NLU_ACT_STEPS_H

#include "nlu/act/frames.h"

/* The deed PX_CREATE_STEPS: {x} is the task and {t} its steps, or {z} both, apart by a colon; value 2: two at least. */
bool px_steps_make(const struct px_request *request, const struct px_nlu_session *session, struct px_proposal *proposal,
		   const struct px_frame *frame, const struct px_match *match);

#endif
