/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Set-associative table with striped locks, and the list of tombstones.
 */
#include "auth/cache.h"

#include "auth/siphash.h"
#include "base/map.h"
#include "base/mem.h"

#include <pthread.h>
#include <stdatomic.h>

enum { WAYS = 8, STRIPES = 64, DEFAULT_ENTRIES = 65536, TOMBSTONES = 65536, PROOFS = 4096 };

struct entry {
	struct px_siphash key;  /* of the token; both zero: free */
	struct px_principal principal;
	int64_t until;          /* the entry's own end, at most the principal's */
	uint32_t last_used;     /* the cache's tick */
	bool noted;             /* used since px_token_cache_take_used */
};

struct proof {
	struct px_siphash key;
	int64_t until;
};

struct tombstone {
	struct px_id session;
	int64_t until;
};

struct px_token_cache {
	struct px_siphash_key key;
	int64_t ttl_ms;
	struct entry *entries;
	size_t sets; /* a power of two */
	struct proof *proofs; /* direct-mapped; under the same locks */
	pthread_mutex_t locks[STRIPES];
	_Atomic uint32_t tick;
	_Atomic uint64_t hits, misses, live;
	pthread_mutex_t tombstone_lock;  /* for the two below */
	struct px_map revoked;           /* session id -> its tombstone */
	struct tombstone *tombstones;    /* ring, oldest first */
	size_t oldest, tombstone_count;
	atomic_bool any_tombstone;
};

struct px_token_cache *px_token_cache_new(size_t entries, int64_t ttl_ms)
{
	struct px_token_cache *cache = px_calloc(1, sizeof(*cache));

	cache->ttl_ms = ttl_ms ? ttl_ms : PX_CACHE_TTL_MS;
	if (entries == 0)
		entries = DEFAULT_ENTRIES;
	for (cache->sets = 1; cache->sets * WAYS < entries; cache->sets *= 2)
		;
	cache->key = px_siphash_key_new();
	cache->entries = px_calloc(cache->sets * WAYS, sizeof(*cache->entries));
	cache->proofs = px_calloc(PROOFS, sizeof(*cache->proofs));
	cache->tombstones = px_calloc(TOMBSTONES, sizeof(*cache->tombstones));
	for (int i = 0; i < STRIPES; i++)
		pthread_mutex_init(&cache->locks[i], NULL);
	pthread_mutex_init(&cache->tombstone_lock, NULL);
	px_map_init(&cache->revoked);
	return cache;
}

void px_token_cache_free(struct px_token_cache *cache)
{
	if (cache == NULL)
		return;
	for (int i = 0; i < STRIPES; i++)
		pthread_mutex_destroy(&cache->locks[i]);
	pthread_mutex_destroy(&cache->tombstone_lock);
	px_map_release(&cache->revoked);
	free(cache->entries);
	free(cache->proofs);
	free(cache->tombstones);
	free(cache);
}

static struct entry *set_of(struct px_token_cache *cache, size_t set)
{
	return &cache->entries[set * WAYS];
}

static bool is_free(const struct entry *entry)
{
	return (entry->key.low | entry->key.high) == 0;
}

static void release_entry(struct px_token_cache *cache, struct entry *entry)
{
	if (!is_free(entry))
		atomic_fetch_sub_explicit(&cache->live, 1, memory_order_relaxed);
	entry->key = (struct px_siphash){ 0 };
}

static struct entry *find(struct entry *set, struct px_siphash key)
{
	for (int i = 0; i < WAYS; i++) {
		if (px_siphash_eq(set[i].key, key))
			return &set[i];
	}
	return NULL;
}

bool px_token_cache_get(struct px_token_cache *cache, struct px_str token, int64_t now,
			struct px_principal *principal)
{
	struct px_siphash key = px_siphash(&cache->key, token);
	size_t set = key.low & (cache->sets - 1);
	struct entry *entry;
	bool found = false;

	pthread_mutex_lock(&cache->locks[set % STRIPES]);
	entry = find(set_of(cache, set), key);
	if (entry != NULL && now >= entry->until) {
		release_entry(cache, entry);
	} else if (entry != NULL) {
		entry->last_used = atomic_fetch_add_explicit(&cache->tick, 1, memory_order_relaxed);
		entry->noted = true;
		*principal = entry->principal;
		found = true;
	}
	pthread_mutex_unlock(&cache->locks[set % STRIPES]);
	atomic_fetch_add_explicit(found ? &cache->hits : &cache->misses, 1, memory_order_relaxed);
	return found;
}

/* The one to overwrite: free or dead, else the least recently used. */
static struct entry *victim(struct px_token_cache *cache, struct entry *set, int64_t now)
{
	uint32_t tick = atomic_load_explicit(&cache->tick, memory_order_relaxed);
	struct entry *oldest = &set[0];

	for (int i = 0; i < WAYS; i++) {
		if (is_free(&set[i]) || now >= set[i].until)
			return &set[i];
		if (tick - set[i].last_used > tick - oldest->last_used)
			oldest = &set[i];
	}
	return oldest;
}

bool px_token_cache_put(struct px_token_cache *cache, struct px_str token, int64_t now,
			const struct px_principal *principal)
{
	struct px_siphash key = px_siphash(&cache->key, token);
	size_t set = key.low & (cache->sets - 1);
	struct entry *entry;
	int64_t until = now + cache->ttl_ms;

	if (principal->expires != PX_TIME_NONE && principal->expires < until)
		until = principal->expires;
	pthread_mutex_lock(&cache->locks[set % STRIPES]);
	/* Asked under the stripe's lock: a revocation after this finds the entry when it sweeps. */
	if (px_token_cache_is_revoked(cache, now, principal->session)) {
		pthread_mutex_unlock(&cache->locks[set % STRIPES]);
		return false;
	}
	entry = find(set_of(cache, set), key);
	if (entry == NULL) {
		entry = victim(cache, set_of(cache, set), now);
		release_entry(cache, entry);
		atomic_fetch_add_explicit(&cache->live, 1, memory_order_relaxed);
	}
	*entry = (struct entry){ .key = key, .principal = *principal, .until = until, .noted = true,
				 .last_used = atomic_fetch_add_explicit(&cache->tick, 1, memory_order_relaxed) };
	pthread_mutex_unlock(&cache->locks[set % STRIPES]);
	return true;
}

/* ------------------------------------------------------------------ proofs */

void px_token_cache_note_proof(struct px_token_cache *cache, struct px_str token, int64_t now)
{
	struct px_siphash key = px_siphash(&cache->key, token);
	size_t slot = key.high % PROOFS;

	pthread_mutex_lock(&cache->locks[slot % STRIPES]);
	cache->proofs[slot] = (struct proof){ key, now + PX_PROOF_MS };
	pthread_mutex_unlock(&cache->locks[slot % STRIPES]);
}

bool px_token_cache_has_proof(struct px_token_cache *cache, struct px_str token, int64_t now)
{
	struct px_siphash key = px_siphash(&cache->key, token);
	size_t slot = key.high % PROOFS;
	bool has;

	pthread_mutex_lock(&cache->locks[slot % STRIPES]);
	has = px_siphash_eq(cache->proofs[slot].key, key) && now < cache->proofs[slot].until;
	pthread_mutex_unlock(&cache->locks[slot % STRIPES]);
	return has;
}

/* ------------------------------------------------------------- revocation */

static void drop_oldest_tombstone(struct px_token_cache *cache)
{
	struct tombstone *stone = &cache->tombstones[cache->oldest];
	struct px_str key = px_str_n((const char *)stone->session.bytes, sizeof(stone->session.bytes));

	/* a session revoked twice has a newer stone, which stays */
	if (px_map_get(&cache->revoked, key) == stone)
		px_map_remove(&cache->revoked, key);
	cache->oldest = (cache->oldest + 1) % TOMBSTONES;
	cache->tombstone_count--;
}

static void bury(struct px_token_cache *cache, int64_t now, struct px_id session)
{
	struct tombstone *stone;

	pthread_mutex_lock(&cache->tombstone_lock);
	while (cache->tombstone_count > 0 &&
	       (cache->tombstone_count == TOMBSTONES || cache->tombstones[cache->oldest].until <= now))
		drop_oldest_tombstone(cache);
	stone = &cache->tombstones[(cache->oldest + cache->tombstone_count++) % TOMBSTONES];
	*stone = (struct tombstone){ session, now + PX_TOMBSTONE_MS };
	px_map_put(&cache->revoked, px_str_n((const char *)session.bytes, sizeof(session.bytes)), stone);
	atomic_store(&cache->any_tombstone, true);
	pthread_mutex_unlock(&cache->tombstone_lock);
}

bool px_token_cache_is_revoked(struct px_token_cache *cache, int64_t now, struct px_id session)
{
	const struct tombstone *stone;
	bool revoked;

	if (!atomic_load(&cache->any_tombstone))
		return false;
	pthread_mutex_lock(&cache->tombstone_lock);
	stone = px_map_get(&cache->revoked, px_str_n((const char *)session.bytes, sizeof(session.bytes)));
	revoked = stone != NULL && now < stone->until;
	pthread_mutex_unlock(&cache->tombstone_lock);
	return revoked;
}

/* `session` or, if that is NULL, `user` must match. */
static void sweep(struct px_token_cache *cache, const struct px_id *session, const struct px_id *user)
{
	for (size_t stripe = 0; stripe < STRIPES; stripe++) {
		pthread_mutex_lock(&cache->locks[stripe]);
		for (size_t set = stripe; set < cache->sets; set += STRIPES) {
			for (int i = 0; i < WAYS; i++) {
				struct entry *entry = &set_of(cache, set)[i];
				if (is_free(entry))
					continue;
				if (session ? px_id_eq(entry->principal.session, *session)
					    : px_id_eq(entry->principal.user, *user))
					release_entry(cache, entry);
			}
		}
		pthread_mutex_unlock(&cache->locks[stripe]);
	}
}

void px_token_cache_revoke(struct px_token_cache *cache, int64_t now, struct px_id session)
{
	bury(cache, now, session);
	sweep(cache, &session, NULL);
}

void px_token_cache_drop_user(struct px_token_cache *cache, struct px_id user)
{
	sweep(cache, NULL, &user);
}

size_t px_token_cache_take_used(struct px_token_cache *cache, struct px_id *ids, size_t max)
{
	size_t count = 0;

	for (size_t i = 0; i < cache->sets * WAYS && count < max; i++) {
		struct entry *entry = &cache->entries[i];
		pthread_mutex_t *lock = &cache->locks[i / WAYS % STRIPES];
		pthread_mutex_lock(lock);
		if (!is_free(entry) && entry->noted && entry->principal.kind == PX_TOKEN_PERSONAL) {
			entry->noted = false;
			ids[count++] = entry->principal.session;
		}
		pthread_mutex_unlock(lock);
	}
	return count;
}

void px_token_cache_stats(struct px_token_cache *cache, uint64_t *hits, uint64_t *misses, uint64_t *entries)
{
	*hits = atomic_load(&cache->hits);
	*misses = atomic_load(&cache->misses);
	*entries = atomic_load(&cache->live);
}
