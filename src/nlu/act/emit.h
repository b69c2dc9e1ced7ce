/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an act comes to: a call, or a question.
 */
#ifndef PX_NLU_ACT_EMIT_H
#define PX_NLU_ACT_EMIT_H

#include "nlu/act/proposal.h"

/* Adds a call; one that was just said is not made twice. */
void px_parse_emit(const struct px_request *request, struct px_proposal *proposal, enum px_intent intent,
		   const struct px_args *args, float confidence, const char *why);
/* The same about the known thing that "target" names. */
void px_parse_emit_about(const struct px_request *request, struct px_proposal *proposal, struct px_id about,
			 enum px_intent intent, const struct px_args *args, float confidence, const char *why);
/* A call of a tool that is no intent of the classifier; `tool` is static. */
void px_parse_emit_tool(const struct px_request *request, struct px_proposal *proposal, struct px_id about,
			const char *tool, const struct px_args *args, float confidence, const char *why);
/* Asks instead of calling, with what waits for the answer in proposal->question. */
void px_parse_ask(const struct px_request *request, struct px_proposal *proposal, const char *question);

#endif
