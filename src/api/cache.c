/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The answer cache: 16 independently locked parts, each a set-associative
 * table of entries with least-recently-used replacement inside a set and a
 * byte budget.  An entry whose generation is old is dead and gets reused.
 */
#include "api/cache.h"

#include "base/mem.h"
#include "base/random.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum { PARTS = 16, SETS = 256, WAYS = 4, GENERATIONS = 8192, TARGET_MAX_BYTES = 512 };

struct entry {
	struct px_cached *cached; /* NULL: free */
	char *target;
	size_t target_size;
	struct px_id user;
	uint64_t generation, used;
};

struct part {
	pthread_mutex_t lock;
	struct entry sets[SETS][WAYS];
	uint64_t tick;
	size_t bytes;
	unsigned hand; /* the set that is emptied next when the budget is used up */
};

struct px_cache {
	size_t budget; /* of one part */
	uint64_t seed;
	_Atomic uint64_t hits, misses;
	_Atomic uint64_t generations[GENERATIONS];
	struct part parts[PARTS];
};

struct px_cache *px_cache_new(size_t bytes)
{
	struct px_cache *cache = px_calloc(1, sizeof(*cache));

	cache->budget = bytes / PARTS;
	cache->seed = px_random_u64();
	for (int i = 0; i < PARTS; i++)
		pthread_mutex_init(&cache->parts[i].lock, NULL);
	return cache;
}

static void drop(struct part *part, struct entry *entry)
{
	if (!entry->cached)
		return;
	part->bytes -= entry->cached->size;
	px_cached_unref(entry->cached);
	free(entry->target);
	*entry = (struct entry){ 0 };
}

void px_cache_free(struct px_cache *cache)
{
	if (!cache)
		return;
	for (int i = 0; i < PARTS; i++) {
		struct part *part = &cache->parts[i];
		for (int set = 0; set < SETS; set++)
			for (int way = 0; way < WAYS; way++)
				drop(part, &part->sets[set][way]);
		pthread_mutex_destroy(&part->lock);
	}
	free(cache);
}

static size_t generation_slot(struct px_id user)
{
	return px_id_hash(user) % GENERATIONS;
}

uint64_t px_cache_generation(const struct px_cache *cache, struct px_id user)
{
	return atomic_load_explicit(&cache->generations[generation_slot(user)], memory_order_acquire);
}

void px_cache_bump(struct px_cache *cache, struct px_id user)
{
	atomic_fetch_add_explicit(&cache->generations[generation_slot(user)], 1, memory_order_acq_rel);
}

static uint64_t hash_of(const struct px_cache *cache, struct px_id user, struct px_str target)
{
	uint64_t hash = px_str_hash(target) ^ px_id_hash(user) ^ cache->seed;

	hash = (hash ^ hash >> 29) * 0xbf58476d1ce4e5b9u;
	return hash ^ hash >> 32;
}

static bool matches(const struct entry *entry, struct px_id user, struct px_str target)
{
	return entry->cached && px_id_eq(entry->user, user) && entry->target_size == target.size &&
	       memcmp(entry->target, target.data, target.size) == 0;
}

struct px_cached *px_cache_get(struct px_cache *cache, struct px_id user, struct px_str target)
{
	uint64_t hash = hash_of(cache, user, target), generation = px_cache_generation(cache, user);
	struct part *part = &cache->parts[hash % PARTS];
	struct entry *set = part->sets[hash / PARTS % SETS];
	struct px_cached *found = NULL;

	if (cache->budget == 0)
		return NULL;
	pthread_mutex_lock(&part->lock);
	for (int way = 0; way < WAYS && !found; way++) {
		if (!matches(&set[way], user, target) || set[way].generation != generation)
			continue;
		found = set[way].cached;
		atomic_fetch_add_explicit(&found->refs, 1, memory_order_relaxed);
		set[way].used = ++part->tick;
	}
	pthread_mutex_unlock(&part->lock);
	atomic_fetch_add_explicit(found ? &cache->hits : &cache->misses, 1, memory_order_relaxed);
	return found;
}

static struct px_cached *new_cached(struct px_str body, const char *etag)
{
	struct px_cached *cached = px_alloc(sizeof(*cached) + body.size);

	atomic_init(&cached->refs, 1);
	cached->size = body.size;
	memcpy(cached->body, body.data ? body.data : "", body.size);
	if (etag[0])
		snprintf(cached->etag, sizeof(cached->etag), "%s", etag);
	else
		snprintf(cached->etag, sizeof(cached->etag), "\"%016llx\"",
			 (unsigned long long)px_str_hash(body));
	return cached;
}

/* The entry of the same key, else a free or outdated one, else the least recently used. */
static struct entry *victim(struct entry *set, struct px_id user, struct px_str target)
{
	struct entry *oldest = &set[0];

	for (int way = 0; way < WAYS; way++)
		if (matches(&set[way], user, target))
			return &set[way];
	for (int way = 0; way < WAYS; way++) {
		if (!set[way].cached)
			return &set[way];
		if (set[way].used < oldest->used)
			oldest = &set[way];
	}
	return oldest;
}

/* Empties whole sets in turn until `size` more bytes fit. */
static void make_room(struct px_cache *cache, struct part *part, size_t size)
{
	while (part->bytes + size > cache->budget) {
		struct entry *set = part->sets[part->hand++ % SETS];
		for (int way = 0; way < WAYS; way++)
			drop(part, &set[way]);
	}
}

struct px_cached *px_cache_put(struct px_cache *cache, struct px_id user, struct px_str target,
			       uint64_t generation, struct px_str body, const char *etag)
{
	struct px_cached *cached = new_cached(body, etag);
	uint64_t hash = hash_of(cache, user, target);
	struct part *part = &cache->parts[hash % PARTS];

	if (target.size > TARGET_MAX_BYTES || body.size > cache->budget / 4)
		return cached;
	pthread_mutex_lock(&part->lock);
	struct entry *entry = victim(part->sets[hash / PARTS % SETS], user, target);
	drop(part, entry);
	make_room(cache, part, body.size);
	if (px_cache_generation(cache, user) == generation) {
		*entry = (struct entry){ cached, px_strndup(target.data, target.size), target.size, user,
					 generation, ++part->tick };
		atomic_fetch_add_explicit(&cached->refs, 1, memory_order_relaxed);
		part->bytes += body.size;
	}
	pthread_mutex_unlock(&part->lock);
	return cached;
}

void px_cached_unref(struct px_cached *cached)
{
	if (cached && atomic_fetch_sub_explicit(&cached->refs, 1, memory_order_acq_rel) == 1)
		free(cached);
}

void px_cache_stats(const struct px_cache *cache, uint64_t *hits, uint64_t *misses, size_t *bytes)
{
	*hits = atomic_load_explicit(&cache->hits, memory_order_relaxed);
	*misses = atomic_load_explicit(&cache->misses, memory_order_relaxed);
	*bytes = 0;
	for (int i = 0; i < PARTS; i++) {
		struct part *part = (struct part *)&cache->parts[i];
		pthread_mutex_lock(&part->lock);
		*bytes += part->bytes;
		pthread_mutex_unlock(&part->lock);
	}
}
