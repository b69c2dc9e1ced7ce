/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/model_limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void take(struct px_model_taken *taken, uint64_t in, uint64_t cached, uint64_t out, uint64_t cost)
{
	const struct px_llm_usage usage = { .input = in, .output = out, .cache_read = cached };

	px_model_taken_add(taken, &usage, cost);
}

static void without_limits_an_answer_has_its_usual_length(void **state)
{
	const struct px_model_limits none = { 0 };
	struct px_model_taken taken = { 0 };

	(void)state;
	for (int i = 0; i < 5; i++) {
		assert_int_equal(px_model_limits_ask(&none, &taken, 9000, NULL), PX_OK);
		assert_int_equal(taken.allowed, PX_MODEL_ANSWER_TOKENS);
		take(&taken, UINT32_MAX, 0, 4096, UINT32_MAX);
	}
}

static void the_next_request_must_fit_into_what_is_left(void **state)
{
	const struct px_model_limits limits = { .answer = 1000, .tokens = 10000 };
	struct px_model_taken taken = { 0 };
	struct px_error error;

	(void)state;
	assert_int_equal(px_model_limits_ask(&limits, &taken, 3000, &error), PX_OK);
	assert_int_equal(taken.allowed, 1000);
	take(&taken, 1000, 2000, 500, 0); /* caches count, too */
	assert_int_equal(px_model_limits_ask(&limits, &taken, 3000, &error), PX_OK);
	assert_int_equal(taken.allowed, 1000);
	take(&taken, 3500, 0, 500, 0);
	/* 7,500 are used, and 4,000 more would be asked. */
	assert_int_equal(px_model_limits_ask(&limits, &taken, 3000, &error), PX_TOO_LARGE);
	assert_string_equal(error.message, "one answer may take 10000 tokens of language models, and that is used up");
}

static void an_answer_is_as_long_as_fits(void **state)
{
	const struct px_model_limits limits = { .answer = 1000, .tokens = 4000 };
	struct px_model_taken taken = { 0 };
	struct px_error error;
	struct px_arena arena;

	(void)state;
	px_arena_init(&arena);
	assert_int_equal(px_model_limits_ask(&limits, &taken, 3900, &error), PX_OK);
	assert_int_equal(taken.allowed, 100);
	assert_string_equal(px_model_limits_cut(&limits, &taken, &arena), "one answer may take 4000 tokens of language models, and that is used up");
	assert_int_equal(px_model_limits_ask(&limits, &taken, 3000, &error), PX_OK);
	assert_string_equal(px_model_limits_cut(&limits, &taken, &arena), "a language model may say 1000 tokens at once, and this grew longer");
	assert_int_equal(px_model_limits_ask(&limits, &taken, 3937, &error), PX_TOO_LARGE); /* fewer than are of use */
	px_arena_release(&arena);
}

static void money_is_counted_likewise(void **state)
{
	const struct px_model_limits limits = { .cost = 100000 };
	struct px_model_taken taken = { 0 };
	struct px_error error;

	(void)state;
	assert_int_equal(px_model_limits_ask(&limits, &taken, 3000, &error), PX_OK);
	take(&taken, 1000, 0, 10, 50000);
	assert_int_equal(px_model_limits_ask(&limits, &taken, 3000, &error), PX_OK); /* just */
	take(&taken, 1000, 0, 10, 1);
	assert_int_equal(px_model_limits_ask(&limits, &taken, 3000, &error), PX_OK);
	take(&taken, 1000, 0, 10, 40000);
	assert_int_equal(px_model_limits_ask(&limits, &taken, 3000, &error), PX_TOO_LARGE);
	assert_string_equal(error.message, "one answer may cost $0.10 of language models, and that is used up");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(without_limits_an_answer_has_its_usual_length),
		cmocka_unit_test(the_next_request_must_fit_into_what_is_left),
		cmocka_unit_test(an_answer_is_as_long_as_fits),
		cmocka_unit_test(money_is_counted_likewise),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
