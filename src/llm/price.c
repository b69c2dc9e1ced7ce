/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prices of the setting are read into an arena; the lookup goes over them and
 * then over the built-in table.
 */
#include "llm/price.h"

#include "base/mem.h"

#include <stdlib.h>

enum { OWN_MAX = 256, DOLLARS_MAX = 100000 };

struct px_prices {
	struct px_arena arena;
	struct px_price own[OWN_MAX + 1]; /* ends with a NULL provider */
	size_t count;
};

bool px_price_dollars(struct px_str text, uint64_t *micro)
{
	struct px_str fraction, whole = px_str_cut(px_str_trim(text), '.', &fraction);
	int64_t dollars, part = 0;
	size_t digits = fraction.size;

	if (!px_str_to_int64(whole, &dollars) || dollars < 0 || dollars > DOLLARS_MAX || digits > 6)
		return false;
	if (fraction.data && (!px_str_to_int64(fraction, &part) || part < 0 || fraction.data[0] == '-'))
		return false;
	for (; digits < 6; digits++)
		part *= 10;
	*micro = (uint64_t)dollars * 1000000 + (uint64_t)part;
	return true;
}

static bool read_price(struct px_prices *prices, struct px_str text)
{
	struct px_str amounts, name = px_str_trim(px_str_cut(text, '=', &amounts)), model;
	struct px_str provider = px_str_cut(name, ':', &model);
	uint64_t values[4];
	size_t count = 0;

	if (provider.size == 0 || model.size == 0 || !amounts.data || prices->count == OWN_MAX)
		return false;
	while (amounts.data) {
		if (count == 4 || !px_price_dollars(px_str_cut(amounts, '/', &amounts), &values[count++]))
			return false;
	}
	if (count < 2)
		return false;
	prices->own[prices->count++] = (struct px_price){
		.provider = px_arena_str(&prices->arena, provider), .model = px_arena_str(&prices->arena, model),
		.input = values[0], .output = values[1], .cache_read = count > 2 ? values[2] : values[0],
		.cache_write = count > 3 ? values[3] : values[0] };
	return true;
}

enum px_err px_prices_new(const char *text, struct px_prices **out, struct px_error *error)
{
	struct px_prices *prices = px_calloc(1, sizeof(*prices));
	struct px_str rest = px_str(text);

	px_arena_init(&prices->arena);
	while (rest.data) {
		struct px_str one = px_str_trim(px_str_cut(rest, ',', &rest));
		if (one.size == 0 || read_price(prices, one))
			continue;
		px_prices_free(prices);
		return px_fail(error, PX_INVALID, "llm-prices", "\"%.*s\" is no price such as openai:gpt-4o=2.5/10/1.25/2.5, "
			       "in dollars a million tokens: input/output/cache read/cache write", PX_STR_ARG(one));
	}
	*out = prices;
	return PX_OK;
}

void px_prices_free(struct px_prices *prices)
{
	if (!prices)
		return;
	px_arena_release(&prices->arena);
	free(prices);
}

static bool is_digits(struct px_str text)
{
	for (size_t i = 0; i < text.size; i++) {
		if (!(text.data[i] >= '0' && text.data[i] <= '9') && text.data[i] != '-')
			return false;
	}
	return true;
}

/* "", "-20251001", "-2024-11-20", "-latest" */
static bool is_version(struct px_str rest)
{
	return rest.size == 0 || px_str_eq(rest, PX_STR("-latest")) ||
	       ((rest.size == 9 || rest.size == 11) && rest.data[0] == '-' && is_digits(rest));
}

static const struct px_price *find(const struct px_price *table, const char *provider, const char *model)
{
	const struct px_price *best = NULL;

	for (const struct px_price *price = table; price->provider; price++) {
		size_t size = strlen(price->model);
		if (strcmp(price->provider, provider) != 0 || strncmp(price->model, model, size) != 0 ||
		    !is_version(px_str(model + size)))
			continue;
		if (!best || size > strlen(best->model))
			best = price;
	}
	return best;
}

const struct px_price *px_price_of(const struct px_prices *prices, const char *provider, const char *model)
{
	const struct px_price *own = prices ? find(prices->own, provider, model) : NULL;

	return own ? own : find(px_price_table, provider, model);
}

uint64_t px_price_cost(const struct px_price *price, const struct px_llm_usage *usage)
{
	if (!price)
		return 0;
	/* Tokens of a call are few, so this is far from the limits of 64 bits. */
	uint64_t cost = usage->input * price->input + usage->output * price->output +
			usage->cache_read * price->cache_read + usage->cache_write * price->cache_write;
	return (cost + 999999) / 1000000;
}
