/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the pieces of the finished request stand in the text.
 */
#ifndef PX_NLU_READ_SPANS_H
#define PX_NLU_READ_SPANS_H

#include "nlu/read/parse.h"

/* Adds names, times, people and lists. */
void px_parse_spans_finish(struct px_parse *parse);

#endif
