/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests that only the classifier understands.
 */
#ifndef PX_NLU_PLAN_MODEL_H
#define PX_NLU_PLAN_MODEL_H

#include "nlu/act/proposal.h"

/* Acts on the classifier's word alone; false if it sees nothing to do. */
bool px_model_act(const struct px_request *request, const struct px_nlu_session *session, struct px_proposal *proposal);

#endif
