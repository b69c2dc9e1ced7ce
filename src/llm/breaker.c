/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of states is in the header.
 */
#include "llm/breaker.h"

void px_breaker_init(struct px_breaker *breaker, const struct px_breaker_rule *rule)
{
	*breaker = (struct px_breaker){ .rule = *rule, .rest_ms = rule->rest_ms };
}

bool px_breaker_allows(struct px_breaker *breaker, int64_t now_ns)
{
	if (breaker->state == PX_BREAKER_OPEN && now_ns >= breaker->until_ns)
		breaker->state = PX_BREAKER_HALF_OPEN;
	if (breaker->state == PX_BREAKER_CLOSED)
		return true;
	if (breaker->state == PX_BREAKER_OPEN || breaker->trying)
		return false;
	breaker->trying = true;
	return true;
}

void px_breaker_succeeded(struct px_breaker *breaker)
{
	px_breaker_init(breaker, &(struct px_breaker_rule){ breaker->rule.failures, breaker->rule.rest_ms,
							    breaker->rule.max_ms });
}

static void open_for_a_rest(struct px_breaker *breaker, int64_t now_ns)
{
	breaker->state = PX_BREAKER_OPEN;
	breaker->trying = false;
	breaker->until_ns = now_ns + (int64_t)breaker->rest_ms * 1000000;
	breaker->rest_ms = breaker->rest_ms < breaker->rule.max_ms / 2 ? breaker->rest_ms * 2 : breaker->rule.max_ms;
}

void px_breaker_failed(struct px_breaker *breaker, int64_t now_ns)
{
	if (breaker->state == PX_BREAKER_OPEN)
		return; /* a call that began before it opened */
	breaker->failures++;
	if (breaker->state == PX_BREAKER_HALF_OPEN || breaker->failures >= breaker->rule.failures)
		open_for_a_rest(breaker, now_ns);
}

void px_breaker_passed(struct px_breaker *breaker)
{
	breaker->trying = false;
}

const char *px_breaker_state_name(enum px_breaker_state state)
{
	static const char *const names[] = { "closed", "open", "half_open" };

	return names[state];
}
