/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests that only the classifier understands.
 */
#ifndef PX_NLU_PLAN_MODEL_H
#define PX_NLU_PLAN_MODEL_H

#include "nlu/read/parse.h"

/* Acts on the classifier's word alone; false if it sees nothing to do. */
bool px_model_act(struct px_parse *parse);

#endif
