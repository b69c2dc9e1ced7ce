/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Each part has a map from users to pieces and a list of them in the order of
 * their use.  The piece that was just put is the newest, so evicting from the
 * old end reaches it last, and never: one that is larger than the part's whole
 * share is refused before.
 */
#include "sys/shard_part.h"

#include "base/clock.h"
#include "base/map.h"
#include "base/mem.h"

#include <stdatomic.h>
#include <stdlib.h>

struct piece {
	struct piece *older, *newer; /* by use */
	struct px_id user;
	uint64_t epoch;
	size_t bytes;
	int64_t used; /* UTC milliseconds */
	void *data;
};

struct slot {
	const struct px_shard_part *part;
	size_t room; /* of this shard */
	struct px_map users;
	struct piece *oldest, *newest;
	_Atomic size_t count, bytes;
	_Atomic uint64_t evictions;
};

struct px_shard_parts {
	size_t count;
	struct slot slots[];
};

struct px_shard_parts *px_shard_parts_new(const struct px_shard_part *const *kinds, unsigned shards)
{
	size_t count = 0;

	while (kinds[count])
		count++;
	struct px_shard_parts *parts = px_calloc(1, sizeof(*parts) + count * sizeof(parts->slots[0]));
	parts->count = count;
	for (size_t i = 0; i < count; i++) {
		parts->slots[i].part = kinds[i];
		parts->slots[i].room = kinds[i]->all_bytes / (shards ? shards : 1);
		px_map_init(&parts->slots[i].users);
	}
	return parts;
}

static struct px_str key_of(const struct px_id *user)
{
	return px_str_n((const char *)user->bytes, sizeof(user->bytes));
}

static void unlink_piece(struct slot *slot, struct piece *piece)
{
	*(piece->older ? &piece->older->newer : &slot->oldest) = piece->newer;
	*(piece->newer ? &piece->newer->older : &slot->newest) = piece->older;
	piece->older = piece->newer = NULL;
}

static void link_newest(struct slot *slot, struct piece *piece)
{
	piece->older = slot->newest;
	*(piece->older ? &piece->older->newer : &slot->oldest) = piece;
	slot->newest = piece;
	piece->used = px_clock_now();
}

static void evict(struct slot *slot, struct piece *piece)
{
	px_map_remove(&slot->users, key_of(&piece->user));
	unlink_piece(slot, piece);
	slot->bytes -= piece->bytes;
	slot->count--;
	slot->part->evict(piece->data);
	free(piece);
}

void px_shard_parts_free(struct px_shard_parts *parts)
{
	if (!parts)
		return;
	for (size_t i = 0; i < parts->count; i++) {
		while (parts->slots[i].oldest)
			evict(&parts->slots[i], parts->slots[i].oldest);
		px_map_release(&parts->slots[i].users);
	}
	free(parts);
}

/* NULL for a part that this shard was made without. */
static struct slot *slot_of(const struct px_shard_parts *parts, const struct px_shard_part *part)
{
	for (size_t i = 0; parts && i < parts->count; i++) {
		if (parts->slots[i].part == part)
			return (struct slot *)&parts->slots[i];
	}
	return NULL;
}

void px_shard_part_limit(struct px_shard_parts *parts, const struct px_shard_part *part, size_t all_bytes, unsigned shards)
{
	struct slot *slot = slot_of(parts, part);

	if (slot)
		slot->room = all_bytes / (shards ? shards : 1);
}

static struct piece *find(const struct slot *slot, struct px_id user)
{
	return slot ? px_map_get(&slot->users, key_of(&user)) : NULL;
}

void *px_shard_part_get(struct px_shard_parts *parts, const struct px_shard_part *part, struct px_id user,
			uint64_t epoch)
{
	struct slot *slot = slot_of(parts, part);
	struct piece *piece = find(slot, user);

	if (piece && (piece->epoch != epoch || px_clock_now() - piece->used > PX_SHARD_PART_IDLE_MS)) {
		evict(slot, piece);
		piece = NULL;
	}
	if (!piece)
		return NULL;
	unlink_piece(slot, piece);
	link_newest(slot, piece);
	return piece->data;
}

/* Makes the newest piece's size known, and room for it. */
static bool fit(struct slot *slot, struct piece *piece, size_t bytes)
{
	slot->bytes += bytes - piece->bytes;
	piece->bytes = bytes;
	if (bytes > slot->part->user_bytes || bytes > slot->room) {
		evict(slot, piece);
		slot->evictions++;
		return false;
	}
	while (slot->bytes > slot->room) {
		evict(slot, slot->oldest);
		slot->evictions++;
	}
	return true;
}

bool px_shard_part_put(struct px_shard_parts *parts, const struct px_shard_part *part, struct px_id user,
		       uint64_t epoch, void *data, size_t bytes)
{
	struct slot *slot = slot_of(parts, part);
	struct piece *piece = find(slot, user);

	if (piece)
		evict(slot, piece);
	if (!slot) {
		part->evict(data);
		return false;
	}
	piece = px_calloc(1, sizeof(*piece));
	piece->user = user;
	piece->epoch = epoch;
	piece->data = data;
	px_map_put(&slot->users, key_of(&user), piece);
	link_newest(slot, piece);
	slot->count++;
	return fit(slot, piece, bytes);
}

bool px_shard_part_update(struct px_shard_parts *parts, const struct px_shard_part *part, struct px_id user,
			  uint64_t epoch, size_t bytes)
{
	struct slot *slot = slot_of(parts, part);
	struct piece *piece = find(slot, user);

	if (!piece)
		return false;
	unlink_piece(slot, piece);
	link_newest(slot, piece);
	piece->epoch = epoch;
	return fit(slot, piece, bytes);
}

void px_shard_part_drop(struct px_shard_parts *parts, const struct px_shard_part *part, struct px_id user)
{
	struct slot *slot = slot_of(parts, part);
	struct piece *piece = find(slot, user);

	if (piece)
		evict(slot, piece);
}

void px_shard_part_get_stats(const struct px_shard_parts *parts, const struct px_shard_part *part,
			     struct px_shard_part_stats *stats)
{
	const struct slot *slot = slot_of(parts, part);

	*stats = (struct px_shard_part_stats){ 0 };
	if (slot)
		*stats = (struct px_shard_part_stats){ slot->count, slot->bytes, slot->evictions };
}
