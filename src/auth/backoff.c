/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sets of eight under one lock: failures are rare next to everything else.
 */
#include "auth/backoff.h"

#include "base/mem.h"

#include <pthread.h>
#include <stdlib.h>

#define FORGET_MS INT64_C(3600000)

enum { WAYS = 8 };

struct record {
	struct px_siphash key; /* both zero: free */
	uint32_t failures;
	int64_t until; /* of the wait */
	int64_t last;  /* failure */
};

struct px_backoff {
	pthread_mutex_t lock;
	struct record *records;
	size_t sets;
};

struct px_backoff *px_backoff_new(size_t max_keys)
{
	struct px_backoff *backoff = px_calloc(1, sizeof(*backoff));

	for (backoff->sets = 1; backoff->sets * WAYS < max_keys; backoff->sets *= 2)
		;
	backoff->records = px_calloc(backoff->sets * WAYS, sizeof(*backoff->records));
	pthread_mutex_init(&backoff->lock, NULL);
	return backoff;
}

void px_backoff_free(struct px_backoff *backoff)
{
	if (backoff == NULL)
		return;
	pthread_mutex_destroy(&backoff->lock);
	free(backoff->records);
	free(backoff);
}

static struct record *set_of(struct px_backoff *backoff, struct px_siphash key)
{
	return &backoff->records[(key.low & (backoff->sets - 1)) * WAYS];
}

static struct record *find(struct px_backoff *backoff, struct px_siphash key, int64_t now)
{
	struct record *set = set_of(backoff, key);

	for (int i = 0; i < WAYS; i++) {
		if (px_siphash_eq(set[i].key, key))
			return now - set[i].last < FORGET_MS ? &set[i] : NULL;
	}
	return NULL;
}

/* Its own place again, else a free or forgotten one, else the one with the fewest failures. */
static struct record *claim(struct px_backoff *backoff, struct px_siphash key, int64_t now)
{
	struct record *set = set_of(backoff, key), *best = &set[0];

	for (int i = 0; i < WAYS; i++) {
		if (px_siphash_eq(set[i].key, key)) {
			best = &set[i];
			break;
		}
		if (now - set[i].last >= FORGET_MS)
			set[i] = (struct record){ 0 };
		if (set[i].failures < best->failures)
			best = &set[i];
	}
	*best = (struct record){ .key = key };
	return best;
}

uint32_t px_backoff_wait(struct px_backoff *backoff, struct px_siphash key, int64_t now_ms)
{
	const struct record *record;
	int64_t wait = 0;

	pthread_mutex_lock(&backoff->lock);
	record = find(backoff, key, now_ms);
	if (record != NULL)
		wait = record->until - now_ms;
	pthread_mutex_unlock(&backoff->lock);
	return wait > 0 ? (uint32_t)wait : 0;
}

static int64_t wait_after(uint32_t failures, const struct px_backoff_rule *rule)
{
	uint32_t over = failures > rule->free ? failures - rule->free : 0;
	int64_t wait = over == 0 ? 0 : (int64_t)rule->base_ms << (over < 31 ? over - 1 : 30);

	return wait < rule->max_ms ? wait : rule->max_ms;
}

void px_backoff_fail(struct px_backoff *backoff, struct px_siphash key, const struct px_backoff_rule *rule,
		     int64_t now_ms)
{
	struct record *record;

	pthread_mutex_lock(&backoff->lock);
	record = find(backoff, key, now_ms);
	if (record == NULL)
		record = claim(backoff, key, now_ms);
	if (record->failures < UINT32_MAX)
		record->failures++;
	record->last = now_ms;
	record->until = now_ms + wait_after(record->failures, rule);
	pthread_mutex_unlock(&backoff->lock);
}

void px_backoff_clear(struct px_backoff *backoff, struct px_siphash key)
{
	struct record *set = set_of(backoff, key);

	pthread_mutex_lock(&backoff->lock);
	for (int i = 0; i < WAYS; i++) {
		if (px_siphash_eq(set[i].key, key))
			set[i] = (struct record){ 0 };
	}
	pthread_mutex_unlock(&backoff->lock);
}
