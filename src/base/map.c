/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Linear-probing table, at most three quarters full, tombstones dropped on
 * growth.  The hash is seeded so that chosen keys cannot pile up.
 */
#include "base/map.h"

#include "base/mem.h"
#include "base/random.h"

#include <pthread.h>
#include <stdlib.h>

static uint64_t seed;
static pthread_once_t seed_once = PTHREAD_ONCE_INIT;

static void make_seed(void)
{
	seed = px_random_u64() | 1;
}

static uint64_t mix(uint64_t a, uint64_t b)
{
	unsigned __int128 product = (unsigned __int128)a * b;

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* Multiply-fold over 8-byte words (as wyhash does), with a secret seed. */
static uint64_t hash_key(struct px_str key)
{
	pthread_once(&seed_once, make_seed);
	uint64_t hash = mix(seed ^ key.size, 0xa0761d6478bd642fu);
	size_t i = 0;

	for (; i + 8 <= key.size; i += 8) {
		uint64_t word;
		memcpy(&word, key.data + i, 8);
		hash = mix(hash ^ word, seed ^ 0xe7037ed1a0b428dbu);
	}
	uint64_t tail = 0;
	if (i < key.size)
		memcpy(&tail, key.data + i, key.size - i);
	return mix(hash ^ tail, seed ^ 0x8ebc6af09c88c6e3u);
}

void px_map_init(struct px_map *map)
{
	*map = (struct px_map){ 0 };
}

void px_map_release(struct px_map *map)
{
	for (size_t i = 0; i < map->capacity; i++)
		free(map->slots[i].key);
	free(map->slots);
	*map = (struct px_map){ 0 };
}

static struct px_map_slot *find(const struct px_map *map, struct px_str key, uint64_t hash)
{
	for (size_t i = hash & (map->capacity - 1);; i = (i + 1) & (map->capacity - 1)) {
		struct px_map_slot *slot = &map->slots[i];
		if (!slot->key)
			return slot;
		if (slot->hash == hash && slot->key_size == key.size &&
		    (key.size == 0 || memcmp(slot->key, key.data, key.size) == 0))
			return slot;
	}
}

void *px_map_get(const struct px_map *map, struct px_str key)
{
	return map->count ? find(map, key, hash_key(key))->value : NULL;
}

static void rehash(struct px_map *map)
{
	size_t capacity = 8;
	struct px_map old = *map;

	while (capacity < 2 * (map->count + 1))
		capacity *= 2;
	map->slots = px_calloc(capacity, sizeof(*map->slots));
	map->capacity = capacity;
	map->filled = map->count;
	for (size_t i = 0; i < old.capacity; i++) {
		struct px_map_slot *slot = &old.slots[i];
		if (slot->key && slot->value)
			*find(map, px_str_n(slot->key, slot->key_size), slot->hash) = *slot;
		else
			free(slot->key);
	}
	free(old.slots);
}

void *px_map_put(struct px_map *map, struct px_str key, void *value)
{
	uint64_t hash = hash_key(key);

	/* A key that is there needs no room: it may be put anew while the map is walked. */
	struct px_map_slot *slot = map->capacity ? find(map, key, hash) : NULL;
	if ((!slot || !slot->key) && 4 * (map->filled + 1) > 3 * map->capacity) {
		rehash(map);
		slot = find(map, key, hash);
	}
	void *before = slot->value;
	if (!slot->key) {
		slot->key = px_strndup(key.data, key.size);
		slot->key_size = key.size;
		slot->hash = hash;
		map->filled++;
	}
	slot->value = value;
	map->count += !before;
	return before;
}

void *px_map_remove(struct px_map *map, struct px_str key)
{
	if (!map->count)
		return NULL;
	struct px_map_slot *slot = find(map, key, hash_key(key));
	void *value = slot->value;
	if (value) {
		slot->value = NULL;
		map->count--;
	}
	return value;
}

bool px_map_next(const struct px_map *map, size_t *position, struct px_str *key, void **value)
{
	while (*position < map->capacity) {
		const struct px_map_slot *slot = &map->slots[(*position)++];
		if (!slot->key || !slot->value)
			continue;
		if (key)
			*key = px_str_n(slot->key, slot->key_size);
		*value = slot->value;
		return true;
	}
	return false;
}
