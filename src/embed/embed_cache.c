/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A hash map and a list in order of use, under one lock.
 */
#include "embed/embed_cache.h"

#include "base/clock.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/random.h"

#include <openssl/evp.h>
#include <pthread.h>
#include <stdlib.h>

enum { KEY = 32, SALT = 16, OVERHEAD = 160 /* of an entry in map and heap, about */ };

struct entry {
	struct entry *newer, *older;
	uint8_t key[KEY];
	struct px_id user;
	int64_t until;
	size_t bytes, dims;
	struct px_embedding what; /* points behind the entry */
};

struct px_embed_cache {
	pthread_mutex_t lock;
	struct px_map map;
	struct entry *newest, *oldest;
	size_t bytes, limit;
	int64_t keep_ms;
	uint8_t salt[SALT]; /* so that nobody can try texts on a copy of our memory's keys elsewhere */
};

struct px_embed_cache *px_embed_cache_new(size_t bytes, int64_t keep_ms)
{
	struct px_embed_cache *cache = px_calloc(1, sizeof(*cache));

	pthread_mutex_init(&cache->lock, NULL);
	px_map_init(&cache->map);
	cache->limit = bytes;
	cache->keep_ms = keep_ms;
	px_random_bytes(cache->salt, sizeof(cache->salt));
	return cache;
}

static void make_key(const struct px_embed_cache *cache, struct px_id user, struct px_str text, bool tokens,
		     uint8_t key[KEY])
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	uint8_t kind = tokens;

	if (!context || !EVP_DigestInit_ex(context, EVP_sha256(), NULL) ||
	    !EVP_DigestUpdate(context, cache->salt, SALT) || !EVP_DigestUpdate(context, user.bytes, sizeof(user.bytes)) ||
	    !EVP_DigestUpdate(context, &kind, 1) || !EVP_DigestUpdate(context, text.data, text.size) ||
	    !EVP_DigestFinal_ex(context, key, NULL))
		abort(); /* SHA-256 is always there; a key of nothing would mix users */
	EVP_MD_CTX_free(context);
}

static void unlink_entry(struct px_embed_cache *cache, struct entry *entry)
{
	*(entry->newer ? &entry->newer->older : &cache->newest) = entry->older;
	*(entry->older ? &entry->older->newer : &cache->oldest) = entry->newer;
}

static void link_newest(struct px_embed_cache *cache, struct entry *entry)
{
	entry->newer = NULL;
	entry->older = cache->newest;
	*(cache->newest ? &cache->newest->newer : &cache->oldest) = entry;
	cache->newest = entry;
}

static void drop(struct px_embed_cache *cache, struct entry *entry)
{
	unlink_entry(cache, entry);
	cache->bytes -= entry->bytes;
	px_map_remove(&cache->map, px_str_n((const char *)entry->key, KEY));
	explicit_bzero(entry, entry->bytes - OVERHEAD); /* forgotten is gone */
	free(entry);
}

void px_embed_cache_free(struct px_embed_cache *cache)
{
	if (!cache)
		return;
	while (cache->newest)
		drop(cache, cache->newest);
	px_map_release(&cache->map);
	pthread_mutex_destroy(&cache->lock);
	free(cache);
}

static void *copy(struct px_arena *arena, const void *data, size_t size)
{
	void *to = px_arena_alloc(arena, size ? size : 1);

	if (size)
		memcpy(to, data, size);
	return to;
}

static struct entry *find(struct px_embed_cache *cache, const uint8_t key[KEY])
{
	struct entry *entry = px_map_get(&cache->map, px_str_n((const char *)key, KEY));

	if (entry && entry->until <= px_clock_now()) {
		drop(cache, entry);
		return NULL;
	}
	return entry;
}

bool px_embed_cache_get(struct px_embed_cache *cache, struct px_id user, struct px_str text, bool tokens,
			struct px_arena *arena, struct px_embedding *result)
{
	struct entry *entry = NULL;
	uint8_t key[KEY];

	if (cache->limit == 0 || px_id_is_none(user))
		return false;
	pthread_mutex_lock(&cache->lock);
	for (int kind = 1; kind >= (int)tokens && !entry; kind--) {
		make_key(cache, user, text, kind, key);
		entry = find(cache, key);
	}
	if (entry) {
		unlink_entry(cache, entry);
		link_newest(cache, entry);
		*result = entry->what;
		result->vector = copy(arena, entry->what.vector, entry->dims * sizeof(float));
		result->token_count = tokens ? entry->what.token_count : 0;
		size_t count = result->token_count;
		result->token_ids = tokens ? copy(arena, entry->what.token_ids, count * sizeof(uint32_t)) : NULL;
		result->token_vectors = tokens ? copy(arena, entry->what.token_vectors, count * PX_EMBED_TOKEN_DIMS) : NULL;
	}
	pthread_mutex_unlock(&cache->lock);
	return entry != NULL;
}

/* Entry, vector, ids and token vectors in one piece. */
static struct entry *make_entry(size_t dims, const struct px_embedding *result)
{
	size_t vector = dims * sizeof(float), ids = result->token_count * sizeof(uint32_t);
	size_t tokens = result->token_count * PX_EMBED_TOKEN_DIMS;
	struct entry *entry = px_alloc(sizeof(*entry) + vector + ids + tokens);
	char *at = (char *)(entry + 1);

	*entry = (struct entry){ .dims = dims, .bytes = sizeof(*entry) + vector + ids + tokens + OVERHEAD,
				 .what = *result };
	entry->what.vector = memcpy(at, result->vector, vector);
	if (result->token_count) {
		entry->what.token_ids = memcpy(at + vector, result->token_ids, ids);
		entry->what.token_vectors = memcpy(at + vector + ids, result->token_vectors, tokens);
	}
	return entry;
}

void px_embed_cache_put(struct px_embed_cache *cache, struct px_id user, struct px_str text, bool tokens,
			size_t dims, const struct px_embedding *result)
{
	if (cache->limit == 0 || px_id_is_none(user))
		return;
	struct entry *entry = make_entry(dims, result);
	if (entry->bytes > cache->limit) {
		free(entry);
		return;
	}
	make_key(cache, user, text, tokens, entry->key);
	entry->user = user;
	entry->until = px_clock_now() + cache->keep_ms;
	pthread_mutex_lock(&cache->lock);
	struct entry *old = find(cache, entry->key);
	if (old)
		drop(cache, old);
	while (cache->oldest && cache->bytes + entry->bytes > cache->limit)
		drop(cache, cache->oldest);
	px_map_put(&cache->map, px_str_n((const char *)entry->key, KEY), entry);
	link_newest(cache, entry);
	cache->bytes += entry->bytes;
	pthread_mutex_unlock(&cache->lock);
}

void px_embed_cache_forget(struct px_embed_cache *cache, struct px_id user, struct px_str text)
{
	uint8_t key[KEY];

	pthread_mutex_lock(&cache->lock);
	for (int tokens = 0; tokens < 2; tokens++) {
		make_key(cache, user, text, tokens, key);
		struct entry *entry = find(cache, key);
		if (entry)
			drop(cache, entry);
	}
	pthread_mutex_unlock(&cache->lock);
}

void px_embed_cache_forget_user(struct px_embed_cache *cache, struct px_id user)
{
	pthread_mutex_lock(&cache->lock);
	for (struct entry *entry = cache->newest, *older; entry; entry = older) {
		older = entry->older;
		if (px_id_eq(entry->user, user))
			drop(cache, entry);
	}
	pthread_mutex_unlock(&cache->lock);
}

void px_embed_cache_size(struct px_embed_cache *cache, size_t *bytes, size_t *entries)
{
	pthread_mutex_lock(&cache->lock);
	*bytes = cache->bytes;
	*entries = cache->map.count;
	pthread_mutex_unlock(&cache->lock);
}
