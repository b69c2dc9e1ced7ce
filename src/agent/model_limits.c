/* SPDX-License-Identifier: Apache-2.0 */
/* The next request repeats all of the last one and its answer, so it is expected to take as much. */
#include "agent/model_limits.h"

#include <inttypes.h>

#define TOKENS_USED_UP "one answer may take %" PRIu64 " tokens of language models, and that is used up"

static unsigned longest(const struct px_model_limits *limits)
{
	return limits->answer ? limits->answer : PX_MODEL_ANSWER_TOKENS;
}

void px_model_taken_add(struct px_model_taken *taken, const struct px_llm_usage *usage, uint64_t cost)
{
	taken->last_tokens = usage->input + usage->output + usage->cache_read + usage->cache_write;
	taken->last_cost = cost;
	taken->tokens += taken->last_tokens;
	taken->cost += cost;
}

enum px_err px_model_limits_ask(const struct px_model_limits *limits, struct px_model_taken *taken, uint64_t expected,
				struct px_error *error)
{
	uint64_t next = taken->tokens ? taken->last_tokens : expected, used = taken->tokens + next;

	taken->allowed = longest(limits);
	if (limits->cost && taken->cost + taken->last_cost > limits->cost)
		return px_fail(error, PX_TOO_LARGE, NULL, "one answer may cost $%.2f of language models, and that is used up",
			       (double)limits->cost / 1e6);
	if (!limits->tokens)
		return PX_OK;
	if (used + PX_MODEL_ANSWER_LEAST > limits->tokens)
		return px_fail(error, PX_TOO_LARGE, NULL, TOKENS_USED_UP, limits->tokens);
	if (limits->tokens - used < taken->allowed)
		taken->allowed = (unsigned)(limits->tokens - used);
	return PX_OK;
}

const char *px_model_limits_cut(const struct px_model_limits *limits, const struct px_model_taken *taken, struct px_arena *arena)
{
	if (taken->allowed < longest(limits))
		return px_arena_printf(arena, TOKENS_USED_UP, limits->tokens);
	return px_arena_printf(arena, "a language model may say %u tokens at once, and this grew longer", longest(limits));
}
