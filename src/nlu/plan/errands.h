/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two requests in one sentence.
 */
#ifndef PX_NLU_PLAN_ERRANDS_H
#define PX_NLU_PLAN_ERRANDS_H

#include "nlu/read/session.h"

/* "call Bob at 4 and email Jana on Friday": where the second request begins, or 0. */
size_t px_errands_second(struct px_request *request, const struct px_nlu_session *session);
/* The words of the request for a first look; those of a message that is one request have been read. */
struct px_words px_errands_words(const struct px_request *request);

#endif
