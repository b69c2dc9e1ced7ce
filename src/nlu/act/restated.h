/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is said to be otherwise than it was (refer/contrast.h): the one thing that has the old value, or is named, gets
 * the new one.  Nothing that shares neither its value nor its name nor was just spoken of is touched.
 */
#ifndef PX_NLU_ACT_RESTATED_H
#define PX_NLU_ACT_RESTATED_H

#include "nlu/act/proposal.h"
#include "nlu/refer/contrast.h"

/* False, with nothing done, where no thing is meant for sure. */
bool px_restated_act(const struct px_request *source, const struct px_nlu_session *session,
		     struct px_proposal *proposal, const struct px_contrast *contrast);

#endif
