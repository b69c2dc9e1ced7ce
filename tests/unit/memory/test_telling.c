/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/telling.h"

#include "memory/statement.h"
#include "sys/zoneinfo.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static float score(const char *text)
{
	struct px_time_context time = px_said_context(INT64_C(1772445600000), px_zoneinfo_find(NULL, "Europe/Berlin"), NULL, NULL);
	struct px_statement_context context = { .time = &time };
	struct px_telling_features features;
	enum px_grammar grammar;
	struct px_arena arena;

	px_arena_init(&arena);
	px_statement_features(&context, px_str(text), &arena, &features, &grammar);
	float telling = px_telling_score(&features, px_str(text), NULL, &arena);
	px_arena_release(&arena);
	return telling;
}

/* Sentences that no set and no list of the trainer holds. */
static void test_what_lasts(void **state)
{
	static const char *const rows[] = {
		"Our letting agent is a Mrs Oduya, on the high street", "gran keeps her teeth in the blue beaker",
		"My nephew Piotr teaches maths in Gdynia.", "the good drill is at Hamish's", "I take two tramadol at night",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (score(rows[i]) <= 0)
			fail_msg("%s: %.2f", rows[i], (double)score(rows[i]));
	}
}

static void test_what_passes(void **state)
{
	static const char *const rows[] = {
		"absolutely knackered, that walk nearly killed me", "perhaps the vicar will sing, who knows",
		"If I were a bird I'd live on a lamp post.", "add sardines and vinegar to the list", "the lift is stuck again, marvellous",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (score(rows[i]) >= 0)
			fail_msg("%s: %.2f", rows[i], (double)score(rows[i]));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_what_lasts), cmocka_unit_test(test_what_passes) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
