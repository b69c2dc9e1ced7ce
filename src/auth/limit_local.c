/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Buckets in this process: a table of fixed size in sets of eight.
 *
 * There is nothing to sweep: a full bucket is the same as none, so full ones
 * are overwritten first, and past that the one that is nearest to full, which
 * forgives the least.
 */
#include "auth/limit_driver.h"

#include "base/mem.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>

enum { WAYS = 8, STRIPES = 32 };

struct bucket {
	struct px_siphash key; /* both zero: free */
	int64_t full_at;
};

struct local {
	struct bucket *buckets;
	size_t sets; /* a power of two */
	pthread_mutex_t locks[STRIPES];
	_Atomic uint64_t keys, evicted;
};

static enum px_err create(const struct px_limit_config *config, void **state, struct px_error *error)
{
	struct local *local = px_calloc(1, sizeof(*local));

	(void)error;
	for (local->sets = 1; local->sets * WAYS < config->max_keys; local->sets *= 2)
		;
	local->buckets = px_calloc(local->sets * WAYS, sizeof(*local->buckets));
	for (int i = 0; i < STRIPES; i++)
		pthread_mutex_init(&local->locks[i], NULL);
	*state = local;
	return PX_OK;
}

static void destroy(void *state)
{
	struct local *local = state;

	for (int i = 0; i < STRIPES; i++)
		pthread_mutex_destroy(&local->locks[i]);
	free(local->buckets);
	free(local);
}

static bool is_free(const struct bucket *bucket)
{
	return (bucket->key.low | bucket->key.high) == 0;
}

static struct bucket *find(struct bucket *set, struct px_siphash key)
{
	for (int i = 0; i < WAYS; i++) {
		if (px_siphash_eq(set[i].key, key))
			return &set[i];
	}
	return NULL;
}

static struct bucket *claim(struct local *local, struct bucket *set, struct px_siphash key, int64_t now)
{
	struct bucket *best = &set[0];

	for (int i = 0; i < WAYS; i++) {
		if (is_free(&set[i])) {
			best = &set[i];
			break;
		}
		if (set[i].full_at < best->full_at)
			best = &set[i];
	}
	if (is_free(best))
		atomic_fetch_add_explicit(&local->keys, 1, memory_order_relaxed);
	else if (best->full_at > now)
		atomic_fetch_add_explicit(&local->evicted, 1, memory_order_relaxed);
	*best = (struct bucket){ key, now };
	return best;
}

static bool take(void *state, struct px_siphash key, const struct px_bucket_rule *rule, uint32_t cost,
		 int64_t now, int64_t *full_at)
{
	struct local *local = state;
	size_t set = key.low & (local->sets - 1);
	struct bucket *bucket;
	int64_t from, next;
	bool allowed;

	pthread_mutex_lock(&local->locks[set % STRIPES]);
	bucket = find(&local->buckets[set * WAYS], key);
	if (bucket == NULL)
		bucket = claim(local, &local->buckets[set * WAYS], key, now);
	from = bucket->full_at > now ? bucket->full_at : now;
	next = from + (int64_t)cost * rule->interval;
	allowed = next - now <= rule->burst;
	if (allowed)
		bucket->full_at = next;
	*full_at = bucket->full_at;
	pthread_mutex_unlock(&local->locks[set % STRIPES]);
	return allowed;
}

static void give(void *state, struct px_siphash key, const struct px_bucket_rule *rule, uint32_t cost)
{
	struct local *local = state;
	size_t set = key.low & (local->sets - 1);
	struct bucket *bucket;

	pthread_mutex_lock(&local->locks[set % STRIPES]);
	bucket = find(&local->buckets[set * WAYS], key);
	if (bucket != NULL)
		bucket->full_at -= (int64_t)cost * rule->interval;
	pthread_mutex_unlock(&local->locks[set % STRIPES]);
}

void px_limit_local_raise(void *state, struct px_siphash key, int64_t now, int64_t full_at)
{
	struct local *local = state;
	size_t set = key.low & (local->sets - 1);
	struct bucket *bucket;

	pthread_mutex_lock(&local->locks[set % STRIPES]);
	bucket = find(&local->buckets[set * WAYS], key);
	if (bucket == NULL)
		bucket = claim(local, &local->buckets[set * WAYS], key, now);
	if (bucket->full_at < full_at)
		bucket->full_at = full_at;
	pthread_mutex_unlock(&local->locks[set % STRIPES]);
}

static void stats(void *state, struct px_limit_stats *stats)
{
	struct local *local = state;

	stats->keys = atomic_load(&local->keys);
	stats->evicted = atomic_load(&local->evicted);
}

const struct px_limit_driver px_limit_local = {
	.name = "local",
	.create = create,
	.destroy = destroy,
	.take = take,
	.give = give,
	.stats = stats,
};
