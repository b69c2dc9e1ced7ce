/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prices that providers publish, in micro-dollars for a million tokens.
 * Sources: platform.claude.com/docs/en/about-claude/pricing (writes: of the
 * five-minute cache), developers.openai.com/api/docs/pricing (writes to the
 * cache cost what input does).
 */
#include "llm/price.h"

#define M 1000000
#define CENTS 10000

const struct px_price px_price_table[] = {
	{ "anthropic", "claude-fable-5-1", 10 * M, 50 * M, 25 * CENTS, 1250 * CENTS },
	{ "anthropic", "claude-opus-5-5", 4 * M, 20 * M, 20 * CENTS, 5 * M },
	{ "anthropic", "claude-opus-5", 5 * M, 25 * M, 50 * CENTS, 625 * CENTS },
	{ "anthropic", "claude-opus-4-8", 5 * M, 25 * M, 50 * CENTS, 625 * CENTS },
	{ "anthropic", "claude-opus-4-7", 5 * M, 25 * M, 50 * CENTS, 625 * CENTS },
	{ "anthropic", "claude-opus-4-6", 5 * M, 25 * M, 50 * CENTS, 625 * CENTS },
	{ "anthropic", "claude-opus-4-5", 5 * M, 25 * M, 50 * CENTS, 625 * CENTS },
	{ "anthropic", "claude-opus-4-1", 15 * M, 75 * M, 150 * CENTS, 1875 * CENTS },
	{ "anthropic", "claude-sonnet-5-5", 2 * M, 10 * M, 10 * CENTS, 250 * CENTS },
	{ "anthropic", "claude-sonnet-5", 2 * M, 10 * M, 20 * CENTS, 250 * CENTS },
	{ "anthropic", "claude-sonnet-4-6", 3 * M, 15 * M, 30 * CENTS, 375 * CENTS },
	{ "anthropic", "claude-sonnet-4-5", 3 * M, 15 * M, 30 * CENTS, 375 * CENTS },
	{ "anthropic", "claude-3-5-sonnet", 3 * M, 15 * M, 30 * CENTS, 375 * CENTS },
	/* Up to 100,000 tokens of prompt, which is more than Pixie sends. */
	{ "anthropic", "claude-haiku-5-5", 10 * CENTS, 50 * CENTS, 1 * CENTS, 12500 * 10 },
	{ "anthropic", "claude-haiku-4-5", 1 * M, 5 * M, 10 * CENTS, 125 * CENTS },
	{ "anthropic", "claude-3-5-haiku", 80 * CENTS, 4 * M, 8 * CENTS, 1 * M },
	{ "openai", "gpt-5.4", 250 * CENTS, 15 * M, 25 * CENTS, 250 * CENTS },
	{ "openai", "gpt-5.4-mini", 75 * CENTS, 450 * CENTS, 75000, 75 * CENTS },
	{ "openai", "gpt-5.4-nano", 20 * CENTS, 125 * CENTS, 2 * CENTS, 20 * CENTS },
	{ "openai", "gpt-5", 125 * CENTS, 10 * M, 125000, 125 * CENTS },
	{ "openai", "gpt-5-mini", 25 * CENTS, 2 * M, 25000, 25 * CENTS },
	{ "openai", "gpt-5-nano", 5 * CENTS, 40 * CENTS, 5000, 5 * CENTS },
	{ "openai", "gpt-4.1", 2 * M, 8 * M, 50 * CENTS, 2 * M },
	{ "openai", "gpt-4.1-mini", 40 * CENTS, 160 * CENTS, 10 * CENTS, 40 * CENTS },
	{ "openai", "gpt-4.1-nano", 10 * CENTS, 40 * CENTS, 25000, 10 * CENTS },
	{ "openai", "gpt-4o", 250 * CENTS, 10 * M, 125 * CENTS, 250 * CENTS },
	{ "openai", "gpt-4o-mini", 15 * CENTS, 60 * CENTS, 75000, 15 * CENTS },
	{ NULL, NULL, 0, 0, 0, 0 },
};
