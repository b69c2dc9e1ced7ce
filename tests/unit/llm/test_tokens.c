/* SPDX-License-Identifier: Apache-2.0 */
/* Guesses of tokens against the counts of the providers' public tokenizers. */
#include "llm/tokens.h"

#include "base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum { LINE_MAX_BYTES = 1 << 16 };

struct sums {
	const char *kind;
	double guessed, counted;
};

static struct sums kinds[] = { { "chat", 0, 0 }, { "prose", 0, 0 }, { "json", 0, 0 }, { "code", 0, 0 }, { "language", 0, 0 } };

static void check_text(const json_t *row, const char *provider, struct sums *all)
{
	enum px_tokenizer tokenizer = px_tokenizer_of(px_str(provider));
	struct px_str text = px_json_string(json_object_get(row, "text"));
	double counted = (double)json_integer_value(json_object_get(row, provider));
	double guessed = (double)px_tokens_guess(tokenizer, text);

	if ((double)px_tokens_most(tokenizer, text) < counted)
		fail_msg("%s: %zu at most, but %.0f of \"%.60s\"", provider, px_tokens_most(tokenizer, text), counted, text.data);
	all->guessed += guessed;
	all->counted += counted;
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (px_str_eq(px_json_string(json_object_get(row, "kind")), px_str(kinds[i].kind))) {
			kinds[i].guessed += guessed;
			kinds[i].counted += counted;
		}
	}
}

static void check_provider(const char *provider)
{
	static char line[LINE_MAX_BYTES];
	struct sums all = { "all", 0, 0 };
	char path[1024];

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		kinds[i].guessed = kinds[i].counted = 0;
	snprintf(path, sizeof(path), "%s/tests/golden/llm/tokens.jsonl", getenv("TEST_SOURCE_DIR"));
	FILE *file = fopen(path, "re");
	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		json_t *row = NULL;
		assert_int_equal(px_json_parse(px_str_trim(px_str(line)), &row, NULL), PX_OK);
		check_text(row, provider, &all);
		json_decref(row);
	}
	fclose(file);
	printf("%s: %.3f of %.0f tokens\n", provider, all.guessed / all.counted, all.counted);
	assert_true(all.counted > 10000);
	assert_in_range((long)(1000 * all.guessed / all.counted), 980, 1020);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		printf("  %s %.3f\n", kinds[i].kind, kinds[i].guessed / kinds[i].counted);
		assert_in_range((long)(1000 * kinds[i].guessed / kinds[i].counted), 950, 1050);
	}
}

static void is_within_5_percent_of_each_kind(void **state)
{
	(void)state;
	check_provider("openai");
	check_provider("anthropic");
}

static void is_bounded(void **state)
{
	(void)state;
	assert_int_equal(px_tokens_guess(PX_TOKENIZER_OPENAI, PX_STR("")), 0);
	assert_int_equal(px_tokens_most(PX_TOKENIZER_OPENAI, PX_STR("")), 0);
	assert_int_equal(px_tokens_most(PX_TOKENIZER_OPENAI, PX_STR("a")), 1);
	/* Bytes that are no UTF-8 do no harm. */
	assert_true(px_tokens_most(PX_TOKENIZER_ANTHROPIC, PX_STR("\xff\xf0\xe3")) <= 3);
	assert_int_equal(px_tokenizer_of(PX_STR("anthropic")), PX_TOKENIZER_ANTHROPIC);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(is_within_5_percent_of_each_kind),
		cmocka_unit_test(is_bounded),
	};

	return cmocka_run_group_tests_name("tokens", tests, NULL, NULL);
}
