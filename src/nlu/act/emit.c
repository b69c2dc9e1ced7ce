/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/act/emit.h"

#include "nlu/refer/dialogue.h"
#include "nlu/refer/state.h"

/* "I paid the rent, tick it off": once is enough. */
static bool said_again(const struct px_parse *parse, const char *tool, const struct px_args *args)
{
	const struct px_nlu_result *result = parse->result;

	if (!result->call_count || strncmp(tool, "create_", 7) == 0 || strcmp(tool, "undo") == 0)
		return false;
	const struct px_nlu_call *last = &result->calls[result->call_count - 1];
	return strcmp(last->tool, tool) == 0 && px_id_eq(last->item, parse->about) &&
	       strcmp(last->arguments, px_args_write(args, parse->arena)) == 0;
}

void px_parse_emit(struct px_parse *parse, enum px_intent intent, const struct px_args *args,
		   float confidence, const char *why)
{
	struct px_nlu_result *result = parse->result;
	const char *tool = px_intent_name(intent);

	if (result->call_count == PX_NLU_MAX_CALLS || intent == PX_INTENT_NONE || intent >= PX_INTENT_COUNT)
		return;
	if (said_again(parse, tool, args))
		return;
	result->calls[result->call_count++] = (struct px_nlu_call){
		.tool = tool,
		.arguments = px_args_write(args, parse->arena),
		.confidence = confidence,
		.item = parse->about,
	};
	parse->about = PX_ID_NONE;
	if (result->call_count == 1 && !result->question) {
		result->intent = tool;
		result->confidence = confidence;
	}
	result->why = why;
	px_dialogue_note(parse, tool, args);
}

void px_parse_ask(struct px_parse *parse, const char *question)
{
	struct px_nlu_result *result = parse->result;
	struct px_dialogue asked = { 0 };

	if (result->question)
		return;
	asked.pending_tool = parse->question_tool;
	asked.pending_arguments = parse->question_arguments;
	asked.pending_slot = parse->question_slot;
	memcpy(asked.candidates, parse->question_candidates, sizeof(asked.candidates));
	asked.candidate_count = parse->question_candidate_count;
	result->question = question;
	result->pending = px_state_write(&asked, parse->arena);
	if (asked.candidate_count > 1) {
		struct px_nlu_item *choices = PX_ARENA_ARRAY(parse->arena, struct px_nlu_item, asked.candidate_count);
		memcpy(choices, asked.candidates, asked.candidate_count * sizeof(*choices));
		result->choices = choices;
		result->choice_count = asked.candidate_count;
	}
	if (!result->call_count) {
		result->intent = parse->question_tool;
		result->confidence = 0.7F;
	}
	result->why = "rule: asked";
	parse->question_candidate_count = 0;
}
