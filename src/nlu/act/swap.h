/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two events, each at the time of the other.
 */
#ifndef PX_NLU_ACT_SWAP_H
#define PX_NLU_ACT_SWAP_H

#include "nlu/act/proposal.h"

/* False, with nothing done, for series and whole days. */
bool px_swap_two(const struct px_request *request, struct px_proposal *proposal,
		 const struct px_nlu_item *const two[2]);

#endif
