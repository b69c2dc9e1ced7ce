/* SPDX-License-Identifier: Apache-2.0 */
/* How much thought a request needs, against labels by hand. */
#include "llm/complexity.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static struct px_complexity of(const char *text)
{
	return px_complexity_of(&(struct px_complexity_input){ .text = px_str(text) });
}

static void agrees_with_the_labels(void **state)
{
	char path[1024], line[1024];
	size_t rows = 0, wrong = 0;

	(void)state;
	snprintf(path, sizeof(path), "%s/tests/golden/llm/complexity.tsv", getenv("TEST_SOURCE_DIR"));
	FILE *file = fopen(path, "re");
	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		struct px_str text, label = px_str_cut(px_str_trim(px_str(line)), '\t', &text);
		if (line[0] == '#')
			continue;
		assert_true(px_str_eq(label, PX_STR("simple")) || px_str_eq(label, PX_STR("strong")));
		struct px_complexity found = px_complexity_of(&(struct px_complexity_input){ .text = text });
		rows++;
		if (found.strong == px_str_eq(label, PX_STR("strong")))
			continue;
		wrong++;
		printf("%.*s: %u points (%s)\n", PX_STR_ARG(text), found.points, found.why);
	}
	fclose(file);
	printf("%zu of %zu wrong\n", wrong, rows);
	assert_true(rows >= 120);
	assert_true(wrong * 100 <= rows * 5);
}

static void what_lies_around_counts(void **state)
{
	struct px_complexity_input input = { .text = PX_STR("and the second one?") };

	(void)state;
	assert_false(px_complexity_of(&input).strong);
	input.history = 12;
	input.context_tokens = 6000;
	assert_true(px_complexity_of(&input).strong);
	assert_string_equal(px_complexity_of(&input).why, "a long conversation, much context");
	input = (struct px_complexity_input){ .text = PX_STR("and the second one?"), .tools = 2, .history = 12 };
	assert_true(px_complexity_of(&input).strong);
}

static void says_why(void **state)
{
	(void)state;
	assert_string_equal(of("tell me a joke").why, "short and plain");
	assert_non_null(strstr(of("compare the two offers and explain which of them is better for us").why,
			       "reasoning (compare*, explain)"));
}

static void knows_who_is_spoken_of(void **state)
{
	(void)state;
	assert_true(of("when does my passport expire?").own);
	assert_true(of("what did I say about the boiler").own);
	assert_false(of("what's the capital of Mongolia?").own);
	assert_false(of("is it in the Menu?").own);
}

static void knows_what_opens_with_work(void **state)
{
	(void)state;
	assert_true(of("draft a message to a customer").opens);
	assert_true(of("Please, explain the tides").opens);
	assert_false(of("comparing the two, which one is better?").opens);
	assert_true(of("compared with last year").opens); /* any ending */
	assert_false(of("add a task: draft a message").opens);
	assert_false(of("planks for the shed").opens);
	assert_false(of("").opens);
}

static void any_text_will_do(void **state)
{
	char *large = malloc(100000);

	(void)state;
	assert_non_null(large);
	assert_int_equal(px_complexity_of(&(struct px_complexity_input){ .text = { NULL, 0 } }).points, 0);
	for (size_t i = 0; i < 99999; i++)
		large[i] = (char)(i * 7 + i / 256);
	large[99999] = '\0';
	(void)px_complexity_of(&(struct px_complexity_input){ .text = px_str_n(large, 99999) });
	for (size_t i = 0; i < 99990; i += 10)
		memcpy(large + i, "why did I ", 10);
	assert_true(px_complexity_of(&(struct px_complexity_input){ .text = px_str_n(large, 99990) }).strong);
	free(large);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(agrees_with_the_labels),
		cmocka_unit_test(what_lies_around_counts),
		cmocka_unit_test(says_why),
		cmocka_unit_test(knows_who_is_spoken_of),
		cmocka_unit_test(knows_what_opens_with_work),
		cmocka_unit_test(any_text_will_do),
	};

	return cmocka_run_group_tests_name("complexity", tests, NULL, NULL);
}
