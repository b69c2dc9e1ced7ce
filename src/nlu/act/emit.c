/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/act/emit.h"

#include "nlu/act/withheld.h"
#include "nlu/refer/dialogue.h"
#include "nlu/refer/state.h"

/* "I paid the rent, tick it off": once is enough. */
static bool said_again(const struct px_nlu_result *result, const struct px_nlu_call *call)
{
	if (!result->call_count || strncmp(call->tool, "create_", 7) == 0 || strcmp(call->tool, "undo") == 0)
		return false;
	const struct px_nlu_call *last = &result->calls[result->call_count - 1];
	return strcmp(last->tool, call->tool) == 0 && px_id_eq(last->item, call->item) &&
	       strcmp(last->arguments, call->arguments) == 0;
}

static bool holds_back(const struct px_request *request, struct px_proposal *proposal, const char *tool,
		       const struct px_args *args)
{
	const bool withheld = px_withheld(request, tool, args);

	proposal->withheld |= withheld;
	return withheld;
}

void px_parse_emit_tool(const struct px_request *request, struct px_proposal *proposal, struct px_id about,
			const char *tool, const struct px_args *args, float confidence, const char *why)
{
	struct px_nlu_result *result = &proposal->result;

	if (result->call_count == PX_NLU_MAX_CALLS)
		return;
	if (holds_back(request, proposal, tool, args))
		return;
	const struct px_nlu_call call = {
		.tool = tool,
		.arguments = px_args_write(args, request->arena),
		.confidence = confidence,
		.item = about,
	};
	if (said_again(result, &call))
		return;
	result->calls[result->call_count++] = call;
	if (result->call_count == 1 && !result->question) {
		result->intent = call.tool;
		result->confidence = confidence;
	}
	result->why = why;
	px_session_note(&proposal->next, request->context, call.tool, call.arguments, args);
}

void px_parse_emit_about(const struct px_request *request, struct px_proposal *proposal, struct px_id about,
			 enum px_intent intent, const struct px_args *args, float confidence, const char *why)
{
	if (intent != PX_INTENT_NONE && intent < PX_INTENT_COUNT)
		px_parse_emit_tool(request, proposal, about, px_intent_name(intent), args, confidence, why);
}

void px_parse_emit(const struct px_request *request, struct px_proposal *proposal, enum px_intent intent,
		   const struct px_args *args, float confidence, const char *why)
{
	px_parse_emit_about(request, proposal, PX_ID_NONE, intent, args, confidence, why);
}

void px_parse_ask(const struct px_request *request, struct px_proposal *proposal, const char *question)
{
	struct px_nlu_result *result = &proposal->result;
	struct px_asked *asked = &proposal->question;
	struct px_dialogue pending = { 0 };

	if (result->question)
		return;
	if (asked->tool && holds_back(request, proposal, asked->tool, &(struct px_args){ 0 }))
		return;
	pending.pending_tool = asked->tool;
	pending.pending_arguments = asked->arguments;
	pending.pending_slot = asked->slot;
	memcpy(pending.candidates, asked->candidates, sizeof(pending.candidates));
	pending.candidate_count = asked->candidate_count;
	result->question = question;
	result->pending = px_state_write(&pending, request->arena);
	/* what a "shall I?" is about is shown as well: its day and time tell which thing that is */
	bool confirms = asked->slot && strcmp(asked->slot, "confirm") == 0;
	bool shown = asked->candidate_count > (confirms ? 0U : 1U);
	if (shown) {
		struct px_nlu_item *choices = PX_ARENA_ARRAY(request->arena, struct px_nlu_item,
							     asked->candidate_count);
		memcpy(choices, asked->candidates, asked->candidate_count * sizeof(*choices));
		result->choices = choices;
		result->choice_count = asked->candidate_count;
	}
	if (!result->call_count) {
		result->intent = asked->tool;
		result->confidence = 0.7F;
	}
	result->why = "rule: asked";
	asked->candidate_count = 0;
}
