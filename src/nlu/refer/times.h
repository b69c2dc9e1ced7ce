/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which time expressions a request has, given what the user has.
 */
#ifndef PX_NLU_REFER_TIMES_H
#define PX_NLU_REFER_TIMES_H

#include "nlu/read/parse.h"

/* Fills `times` from `words`. */
void px_parse_find_times(struct px_parse *parse);

#endif
