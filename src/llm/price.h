/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What tokens cost, by a table of models with a date.
 *
 * The built-in table (price_table.c) is what providers published by
 * PX_PRICES_DATE; the setting llm-prices adds to it and goes first.  Costs are
 * whole micro-dollars, rounded up for each call.
 */
#ifndef PX_LLM_PRICE_H
#define PX_LLM_PRICE_H

#include "llm/message.h"

/* When the built-in table was last compared with the providers' pages. */
#define PX_PRICES_DATE "2026-11-28"

struct px_prices;

/* Micro-dollars for a million tokens. */
struct px_price {
	const char *provider, *model;
	uint64_t input, output, cache_read, cache_write;
};

extern const struct px_price px_price_table[]; /* ends with a NULL provider */

/* "openai:gpt-4o=2.5/10/1.25/2.5, ..." in dollars; the last two may be left out and are then those of input. */
enum px_err px_prices_new(const char *text, struct px_prices **prices, struct px_error *error) PX_MUST_CHECK;
void px_prices_free(struct px_prices *prices);
/*
 * The price of a model: of its own name, or of the name before its date or
 * "-latest" (gpt-4o-2024-11-20 is gpt-4o).  NULL: not known.
 */
const struct px_price *px_price_of(const struct px_prices *prices, const char *provider, const char *model);
/* "2.5" as 2,500,000 micro-dollars: at most six decimals and 100,000 dollars. */
bool px_price_dollars(struct px_str text, uint64_t *micro);
/* Micro-dollars; 0 with a price of NULL. */
uint64_t px_price_cost(const struct px_price *price, const struct px_llm_usage *usage);

#endif
