/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Vectors embedded lately, so that the same text need not be embedded twice.
 *
 * Bounded in bytes; the one not used for the longest time goes first, and
 * none is kept past its time.  An entry is found by a keyed hash of user and
 * text: the text itself is not kept, and one user's entries answer no other
 * user.  Thread-safe.
 */
#ifndef PX_EMBED_EMBED_CACHE_H
#define PX_EMBED_EMBED_CACHE_H

#include "embed/embed.h"

struct px_embed_cache;

/* `bytes` 0: a cache that keeps nothing. */
struct px_embed_cache *px_embed_cache_new(size_t bytes, int64_t keep_ms);
void px_embed_cache_free(struct px_embed_cache *cache);
/* Copies into `arena`.  With `tokens` only an entry with token vectors counts. */
bool px_embed_cache_get(struct px_embed_cache *cache, struct px_id user, struct px_str text, bool tokens,
			struct px_arena *arena, struct px_embedding *result);
void px_embed_cache_put(struct px_embed_cache *cache, struct px_id user, struct px_str text, bool tokens,
			size_t dims, const struct px_embedding *result);
void px_embed_cache_forget(struct px_embed_cache *cache, struct px_id user, struct px_str text);
void px_embed_cache_forget_user(struct px_embed_cache *cache, struct px_id user);
void px_embed_cache_size(struct px_embed_cache *cache, size_t *bytes, size_t *entries);

#endif
