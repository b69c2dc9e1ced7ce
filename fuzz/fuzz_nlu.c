/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The built-in engine from bytes: a message, then after a NUL byte a dialogue
 * state; or, if it begins with '{', a line of `pixie nlu --jsonl`.
 *
 * Besides crashes it looks for broken promises: a call without a known tool or
 * with arguments that are no JSON object, spans outside the text, a state that
 * is too large or that the engine itself can't read, another result for the
 * same input, answers that aren't valid UTF-8.
 */
#include "base/civil.h"
#include "base/json.h"
#include "base/utf8.h"
#include "nlu/intent/intent.h"
#include "nlu/report/nlu.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
	if (!holds)
		abort();
}

static void check_call(const struct px_nlu_call *call)
{
	json_t *arguments = NULL;

	check(px_intent_from_name(px_str(call->tool)) < PX_INTENT_COUNT);
	check(px_json_parse(px_str(call->arguments), &arguments, NULL) == PX_OK && json_is_object(arguments));
	json_decref(arguments);
}

static void check_result(const struct px_nlu_result *result, struct px_str text, bool valid)
{
	const char *const texts[] = { result->question, result->smalltalk, result->unread, result->why };

	check(result->intent != NULL && result->call_count <= PX_NLU_MAX_CALLS);
	for (size_t i = 0; i < result->call_count; i++)
		check_call(&result->calls[i]);
	check(result->span_count <= PX_NLU_MAX_SPANS);
	for (size_t i = 0; i < result->span_count; i++)
		check(result->spans[i].begin < result->spans[i].end && result->spans[i].end <= text.size);
	for (size_t i = 0; valid && i < sizeof(texts) / sizeof(texts[0]); i++)
		check(!texts[i] || px_utf8_valid(px_str(texts[i])));
}

static void step(struct px_nlu_context *context, struct px_str text, struct px_nlu_result *result, struct px_arena *arena)
{
	struct px_nlu_outcome outcomes[PX_NLU_MAX_CALLS];

	for (size_t i = 0; i < result->call_count; i++) {
		outcomes[i] = (struct px_nlu_outcome){ .tool = result->calls[i].tool, .ok = true, .touched_count = 2,
						       .arguments = result->calls[i].arguments };
		outcomes[i].touched[0] = context->items[1];
		outcomes[i].touched[1] = context->items[2];
	}
	context->state = px_nlu_next_state(context, text, result, outcomes, result->call_count, arena);
	check(strlen(context->state) <= 4096 && px_utf8_valid(px_str(context->state)));
}

static void parse_twice(struct px_nlu_context *context, struct px_str text, struct px_arena *arena)
{
	struct px_nlu_result first, again;
	bool valid = px_utf8_valid(text);

	px_nlu_parse(context, text, arena, &first);
	px_nlu_parse(context, text, arena, &again);
	check_result(&first, text, valid);
	check(first.call_count == again.call_count);
	for (size_t i = 0; i < first.call_count; i++)
		check(strcmp(first.calls[i].arguments, again.calls[i].arguments) == 0);
	step(context, text, &first, arena);
	px_nlu_parse(context, text, arena, &again); /* in its own wake */
	check_result(&again, text, valid);
	px_nlu_parse(context, PX_STR("and the second one too, at 4"), arena, &again);
}

static void run_line(struct px_str line)
{
	struct px_nlu_sessions *sessions = px_nlu_sessions_new();
	struct px_buf out = PX_BUF_INIT(1 << 22);
	json_t *value = NULL;

	for (int i = 0; i < 2; i++) {
		px_buf_clear(&out);
		if (px_nlu_report_line(sessions, line, NULL, NULL, &out, NULL) == PX_OK) {
			check(px_json_parse(px_buf_view(&out), &value, NULL) == PX_OK);
			json_decref(value);
		}
	}
	px_buf_release(&out);
	px_nlu_sessions_free(sessions);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct px_str text = px_str_n((const char *)data, size);
	const char *nul = size ? memchr(data, 0, size) : NULL;
	struct px_nlu_item items[] = {
		{ PX_NLU_PROJECT, PX_ID_NONE, "Avenue", NULL, PX_TIME_NONE, PX_TIME_NONE, PX_DAY_NONE, NULL, 1 },
		{ PX_NLU_TASK, PX_ID_NONE, "Fix the auth bug", "Avenue", PX_TIME_NONE, PX_TIME_NONE, 20469, NULL, 2 },
		{ PX_NLU_EVENT, PX_ID_NONE, "Lunch with Priya", NULL, 1768393800000, 1768397400000, PX_DAY_NONE, NULL, 1 },
		{ PX_NLU_EVENT, PX_ID_NONE, "Standup", NULL, 1768381200000, 1768382100000, PX_DAY_NONE, NULL, 1 },
	};
	struct px_tz *zone = px_tz_fixed(3600);
	struct px_nlu_context context = { .now = 1768294800000, .tz = zone, .locale = "en-GB", .items = items, .item_count = 4,
					  .notes_left = true };
	struct px_arena arena;

	px_arena_init(&arena);
	if (size && data[0] == '{') {
		run_line(text);
	} else {
		if (nul) {
			size_t at = (size_t)(nul - text.data);
			context.state = px_arena_strn(&arena, nul + 1, size - at - 1);
			text.size = at;
		}
		parse_twice(&context, text, &arena);
	}
	px_arena_release(&arena);
	px_tz_free(zone);
	return 0;
}
