/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which time expressions a request has, given what the user has.
 */
#ifndef PX_NLU_REFER_TIMES_H
#define PX_NLU_REFER_TIMES_H

#include "nlu/read/session.h"

/* Fills `times` from `words`. */
void px_parse_find_times(struct px_request *request, const struct px_nlu_session *session);

#endif
