/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Verified tokens: token -> principal, so that a hot token costs one keyed
 * hash and one look-up.
 *
 * A fixed number of entries in sets of eight; the least recently used of a
 * set makes room.  Tokens themselves are never kept.  Thread-safe; locks are
 * per stripe and held for nanoseconds.
 *
 * Revocation drops the entries at once and leaves a tombstone for
 * PX_TOMBSTONE_MS, so that a look-up which read the store before the
 * revocation was durable can't bring the session back.
 */
#ifndef PX_AUTH_CACHE_H
#define PX_AUTH_CACHE_H

#include "auth/auth.h"

struct px_token_cache;

#define PX_CACHE_TTL_MS INT64_C(300000) /* after which the store is asked again, unless another time was given */
#define PX_PROOF_MS INT64_C(10000)
#define PX_TOMBSTONE_MS INT64_C(600000)

struct px_token_cache *px_token_cache_new(size_t entries, int64_t ttl_ms);
void px_token_cache_free(struct px_token_cache *cache);
/* False if the token isn't there or its time is up. */
bool px_token_cache_get(struct px_token_cache *cache, struct px_str token, int64_t now,
			struct px_principal *principal);
/* Returns false, and keeps nothing, if the session was revoked in the meantime. */
bool px_token_cache_put(struct px_token_cache *cache, struct px_str token, int64_t now,
			const struct px_principal *principal);
void px_token_cache_revoke(struct px_token_cache *cache, int64_t now, struct px_id session);
bool px_token_cache_is_revoked(struct px_token_cache *cache, int64_t now, struct px_id session);
/* Forgets every token of a user (their rights changed); nothing is revoked. */
void px_token_cache_drop_user(struct px_token_cache *cache, struct px_id user);
/*
 * Remembers for PX_PROOF_MS that this token's signature was good, so that the
 * shard which finishes what a loop began need not verify it again.  Says
 * nothing about sessions, expiry or rights.
 */
void px_token_cache_note_proof(struct px_token_cache *cache, struct px_str token, int64_t now);
bool px_token_cache_has_proof(struct px_token_cache *cache, struct px_str token, int64_t now);
/*
 * Takes the ids of personal tokens that were used since the last call (each
 * once, at most `max`), so that their last use can be noted in the store.
 */
size_t px_token_cache_take_used(struct px_token_cache *cache, struct px_id *ids, size_t max);
void px_token_cache_stats(struct px_token_cache *cache, uint64_t *hits, uint64_t *misses, uint64_t *entries);

#endif
