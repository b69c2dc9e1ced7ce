/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One task made into several: "split plots and tables into two tasks".
 */
#ifndef PX_NLU_ACT_APART_H
#define PX_NLU_ACT_APART_H

#include "nlu/act/frames.h"

/* The deed PX_CREATE_APART: {x} names two things or more that one task has in its title; each becomes a task. */
bool px_steps_apart(const struct px_request *request, const struct px_nlu_session *session,
		    struct px_proposal *proposal, const struct px_frame *frame, const struct px_match *match);

#endif
