/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the words of a capture mean.
 */
#ifndef PX_NLU_REFER_FIND_H
#define PX_NLU_REFER_FIND_H

#include "nlu/read/session.h"
#include "nlu/refer/target.h"

/* Finds the target in a capture, through the dialogue first. */
void px_parse_target(const struct px_request *request, const struct px_nlu_session *session,
		     const struct px_word *words,
		     size_t count, int kinds, struct px_target *target);

#endif
