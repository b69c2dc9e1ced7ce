/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a message has come to so far, as a value: plan/ takes it before it tries a
 * reading and puts it back if that came to nothing.
 */
#ifndef PX_NLU_PLAN_PROPOSAL_H
#define PX_NLU_PLAN_PROPOSAL_H

#include "nlu/read/parse.h"

struct px_proposal {
	struct px_nlu_result result; /* calls, question, spans, why */
	struct px_dialogue dialogue; /* as later requests of the message find it */
	struct px_str text;          /* with what is left of it to read */
	bool fresh, unsure;
};

struct px_proposal px_proposal_of(const struct px_parse *parse);
void px_proposal_restore(struct px_parse *parse, const struct px_proposal *kept);

#endif
