/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a marked span names.
 */
#ifndef PX_NLU_ACT_MARKED_TARGET_H
#define PX_NLU_ACT_MARKED_TARGET_H

#include "nlu/act/proposal.h"
#include "nlu/refer/target.h"

/*
 * The thing that a span names, through the dialogue first; what was spoken of last where there is no span, or else
 * what another clause of the request names.  False if nothing is named: `target` then has the words.
 */
bool px_marked_target(const struct px_request *request, const struct px_nlu_session *session,
		      struct px_proposal *proposal, const struct px_marked *marked, const struct px_mark *mark,
		      int kinds, struct px_target *target);

#endif
