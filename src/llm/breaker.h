/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A circuit breaker (Nygard, "Release It!"): whoever fails several times in a
 * row is left alone for a while, then tried with one call.
 *
 *   closed     calls go through; `failures` in a row open it
 *   open       no call goes through until its rest is over
 *   half open  one call goes through; if it fails, the breaker opens for twice
 *              as long (at most max_ms), if it succeeds, it closes
 *
 * What counts as a failure is the caller's matter.  Pure: time is given in,
 * in nanoseconds of the monotonic clock.  Not thread-safe.
 */
#ifndef PX_LLM_BREAKER_H
#define PX_LLM_BREAKER_H

#include <stdbool.h>
#include <stdint.h>

enum px_breaker_state { PX_BREAKER_CLOSED, PX_BREAKER_OPEN, PX_BREAKER_HALF_OPEN };

struct px_breaker_rule {
	unsigned failures;        /* in a row */
	unsigned rest_ms, max_ms; /* the first rest and the longest */
};

/* Five failures; 10 seconds, at most 5 minutes. */
#define PX_BREAKER_RULE ((struct px_breaker_rule){ 5, 10000, 300000 })

struct px_breaker {
	struct px_breaker_rule rule;
	enum px_breaker_state state;
	unsigned failures; /* in a row */
	unsigned rest_ms;  /* the present or next rest */
	int64_t until_ns;  /* of an open one */
	bool trying;       /* half open, and its one call is under way */
};

void px_breaker_init(struct px_breaker *breaker, const struct px_breaker_rule *rule);
/* Whether a call may go through now; if so, one of the three below must follow. */
bool px_breaker_allows(struct px_breaker *breaker, int64_t now_ns);
void px_breaker_succeeded(struct px_breaker *breaker);
void px_breaker_failed(struct px_breaker *breaker, int64_t now_ns);
/* The call ended in a way that says nothing: it was cancelled. */
void px_breaker_passed(struct px_breaker *breaker);
/* "closed", "open", "half_open" */
const char *px_breaker_state_name(enum px_breaker_state state);

#endif
