/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a request comes to: a call, or a question.
 */
#ifndef PX_NLU_ACT_EMIT_H
#define PX_NLU_ACT_EMIT_H

#include "nlu/read/parse.h"

void px_parse_emit(struct px_parse *parse, enum px_intent intent, const struct px_args *args,
		   float confidence, const char *why);
void px_parse_ask(struct px_parse *parse, const char *question);

#endif
