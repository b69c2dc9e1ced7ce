/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Ready answers: encoded GET responses of a user, kept until anything of that
 * user changes.
 *
 * Validity is a generation counter per user (hashed into a fixed table, so
 * collisions only forget too much).  A reader notes the generation before it
 * begins its read transaction and stores the answer under it; a writer bumps
 * the generation after its commit is durable and before anyone is told.  So a
 * cached answer is never older than an acknowledged change.  Only sound while
 * this process is the only writer (PX_STORE_EXCLUSIVE).  Thread-safe.
 */
#ifndef PX_API_CACHE_H
#define PX_API_CACHE_H

#include "base/id.h"

#include <stdatomic.h>

struct px_cache;

/* An encoded answer; immutable, shared by reference. */
struct px_cached {
	_Atomic unsigned refs;
	char etag[24];
	size_t size;
	char body[];
};

/* `bytes` of bodies at most; 0 makes a cache that keeps nothing. */
struct px_cache *px_cache_new(size_t bytes);
void px_cache_free(struct px_cache *cache);
uint64_t px_cache_generation(const struct px_cache *cache, struct px_id user);
void px_cache_bump(struct px_cache *cache, struct px_id user);
/* A reference to the still valid answer, or NULL. */
struct px_cached *px_cache_get(struct px_cache *cache, struct px_id user, struct px_str target);
/*
 * Copies the body; the caller gets a reference too.  Kept only if the
 * generation is still current.  An empty etag is made from the body.
 */
struct px_cached *px_cache_put(struct px_cache *cache, struct px_id user, struct px_str target,
			       uint64_t generation, struct px_str body, const char *etag);
void px_cached_unref(struct px_cached *cached);
void px_cache_stats(const struct px_cache *cache, uint64_t *hits, uint64_t *misses, size_t *bytes);

#endif
