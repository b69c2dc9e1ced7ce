/* SPDX-License-Identifier: Apache-2.0 */
/* Prices: whose they are, and what a call costs. */
#include "llm/price.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void finds_dated_names_and_no_others(void **state)
{
	static const struct {
		const char *provider, *model, *found;
	} cases[] = {
		{ "openai", "gpt-4o", "gpt-4o" },
		{ "openai", "gpt-4o-2024-11-20", "gpt-4o" },
		{ "openai", "gpt-4o-mini", "gpt-4o-mini" },
		{ "openai", "gpt-4o-mini-2024-07-18", "gpt-4o-mini" },
		{ "openai", "gpt-4o-audio-preview", NULL },
		{ "openai", "gpt-4", NULL },
		{ "openai", "llama3.2", NULL },
		{ "openai", "gpt-5.4", "gpt-5.4" },
		{ "openai", "gpt-5.40", NULL },
		{ "anthropic", "claude-haiku-4-5-20251001", "claude-haiku-4-5" },
		{ "anthropic", "claude-3-5-sonnet-latest", "claude-3-5-sonnet" },
		{ "anthropic", "claude-opus-5-5", "claude-opus-5-5" },
		{ "anthropic", "claude-opus-5", "claude-opus-5" },
		{ "anthropic", "gpt-4o", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct px_price *price = px_price_of(NULL, cases[i].provider, cases[i].model);
		if ((price != NULL) != (cases[i].found != NULL) || (price && strcmp(price->model, cases[i].found) != 0))
			fail_msg("%s: %s", cases[i].model, price ? price->model : "none");
	}
}

static void costs_whole_microdollars_rounded_up(void **state)
{
	const struct px_price *price = px_price_of(NULL, "openai", "gpt-4o");

	(void)state;
	assert_int_equal(px_price_cost(price, &(struct px_llm_usage){ .input = 1000000 }), 2500000);
	assert_int_equal(px_price_cost(price, &(struct px_llm_usage){ .output = 1 }), 10);
	assert_int_equal(px_price_cost(price, &(struct px_llm_usage){ .input = 1 }), 3);
	assert_int_equal(px_price_cost(price, &(struct px_llm_usage){ 2000, 100, 6000, 0 }), 5000 + 1000 + 7500);
	assert_int_equal(px_price_cost(price, &(struct px_llm_usage){ 0 }), 0);
	assert_int_equal(px_price_cost(NULL, &(struct px_llm_usage){ .input = 5 }), 0);
}

static void the_setting_goes_first(void **state)
{
	struct px_prices *prices;

	(void)state;
	assert_int_equal(px_prices_new(" openai:gpt-4o=1/2 , openai:llama3.2=0.000001/0.5/0.25/0.125,", &prices, NULL), PX_OK);
	const struct px_price *price = px_price_of(prices, "openai", "gpt-4o-2024-11-20");
	assert_int_equal(price->input, 1000000);
	assert_int_equal(price->cache_read, 1000000);
	assert_int_equal(price->cache_write, 1000000);
	price = px_price_of(prices, "openai", "llama3.2");
	assert_int_equal(price->input, 1);
	assert_int_equal(price->output, 500000);
	assert_int_equal(price->cache_read, 250000);
	assert_int_equal(price->cache_write, 125000);
	assert_string_equal(px_price_of(prices, "anthropic", "claude-opus-5")->model, "claude-opus-5");
	px_prices_free(prices);
}

static void refuses_what_is_no_price(void **state)
{
	static const char *const bad[] = { "gpt-4o=1/2", "openai:gpt-4o", "openai:gpt-4o=1", "openai:gpt-4o=1/2/3/4/5",
					   "openai:gpt-4o=-1/2", "openai:gpt-4o=1.-5/2", "openai:gpt-4o=x/2",
					   "openai:=1/2", ":m=1/2", "openai:m=1.1234567/2", "openai:m=999999999/1" };
	struct px_prices *prices;
	struct px_error error;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		if (px_prices_new(bad[i], &prices, &error) != PX_INVALID)
			fail_msg("%s was taken", bad[i]);
		assert_string_equal(error.field, "llm-prices");
	}
}

static void the_table_is_sane(void **state)
{
	(void)state;
	for (const struct px_price *price = px_price_table; price->provider; price++) {
		assert_in_range(price->input, 10000, 20000000);
		assert_true(price->output > price->input);
		assert_true(price->cache_read < price->input);
		assert_in_range(price->cache_write, price->input, price->input * 2);
		assert_ptr_equal(px_price_of(NULL, price->provider, price->model), price); /* no name twice */
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_dated_names_and_no_others),
		cmocka_unit_test(costs_whole_microdollars_rounded_up),
		cmocka_unit_test(the_setting_goes_first),
		cmocka_unit_test(refuses_what_is_no_price),
		cmocka_unit_test(the_table_is_sane),
	};

	return cmocka_run_group_tests_name("price", tests, NULL, NULL);
}
