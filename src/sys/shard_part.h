/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a shard keeps of its users between their jobs, in parts.
 *
 * A part is one kind of such data (the context of a user's words, an index of
 * a user's memories).  It is described once by a constant row, and each shard
 * holds at most one piece of it per user.  A piece is always a copy of what
 * the store holds: it may go at any time between two jobs, and its owner makes
 * it again.
 *
 * Pieces are bounded in bytes, by user and for all; where room is needed the
 * piece unused for longest goes.  A piece is kept together with the store's
 * epoch (px_store_epoch) under which it was made: when a batch is lost the
 * epoch changes, and what was made of the lost rows is dropped instead of
 * being found.  So is a piece that was not used for PX_SHARD_PART_IDLE_MS: pieces
 * are brought up to date by records of actions, and those go one day.
 *
 *   static const struct px_shard_part part = { "context", 4 << 20, 64 << 20, context_free };
 *
 *   struct context *context = px_shard_part_get(parts, &part, user, epoch);
 *   if (!context) {
 *           context = read_context(...);
 *           px_shard_part_put(parts, &part, user, epoch, context, bytes_of(context));
 *   }
 *
 * Belongs to one shard's thread, but for px_shard_part_get_stats.
 */
#ifndef PX_SYS_SHARD_PART_H
#define PX_SYS_SHARD_PART_H

#include "base/id.h"

enum { PX_SHARD_PART_IDLE_MS = 18 * 3600 * 1000 /* records of actions stay for a day at least */ };

struct px_shard_part {
	const char *name;                /* "context"; for metrics */
	size_t user_bytes;               /* of one user's piece at most */
	size_t all_bytes;                /* of all users' pieces together, on all shards */
	void (*evict)(void *piece);      /* frees a piece; shard thread; must not call back here */
};

struct px_shard_parts; /* of one shard */

/* `kinds` ends with NULL, and it and its rows outlive the parts.  Each of `shards` shards gets its share of all_bytes. */
struct px_shard_parts *px_shard_parts_new(const struct px_shard_part *const *kinds, unsigned shards);
/* Other bounds for a part than its row's: `all_bytes` for all of `shards`.  Before the first piece is put. */
void px_shard_part_limit(struct px_shard_parts *parts, const struct px_shard_part *part, size_t all_bytes, unsigned shards);
/* Evicts everything. */
void px_shard_parts_free(struct px_shard_parts *parts);

/*
 * The user's piece, now the most recently used one; NULL if there is none, or
 * if it was made in another epoch or is too old (then it has been evicted).  Borrowed until
 * the next call that names the part.  `parts` may be NULL.
 */
void *px_shard_part_get(struct px_shard_parts *parts, const struct px_shard_part *part, struct px_id user,
			uint64_t epoch);
/*
 * Keeps a piece of `bytes` in place of the user's last one, and evicts others
 * until all fit.  The piece is taken in any case: false means that it is too
 * large to be kept and has been evicted.
 */
bool px_shard_part_put(struct px_shard_parts *parts, const struct px_shard_part *part, struct px_id user,
		       uint64_t epoch, void *piece, size_t bytes);
/* The user's piece is of another size or epoch now; false as of px_shard_part_put. */
bool px_shard_part_update(struct px_shard_parts *parts, const struct px_shard_part *part, struct px_id user,
			  uint64_t epoch, size_t bytes);
/* Evicts the user's piece, if there is one. */
void px_shard_part_drop(struct px_shard_parts *parts, const struct px_shard_part *part, struct px_id user);

struct px_shard_part_stats {
	size_t users, bytes;
	uint64_t evictions; /* for want of room, not by epoch or px_shard_part_drop */
};
/* Any thread. */
void px_shard_part_get_stats(const struct px_shard_parts *parts, const struct px_shard_part *part,
			     struct px_shard_part_stats *stats);

#endif
