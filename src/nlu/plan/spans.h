/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the pieces of the finished request stand in the text.
 */
#ifndef PX_NLU_PLAN_SPANS_H
#define PX_NLU_PLAN_SPANS_H

#include "nlu/act/proposal.h"

/* Adds names, times, people and lists. */
void px_spans_finish(struct px_proposal *proposal);

#endif
