/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a vector driver provides.  Only vector.c and the drivers include this.
 *
 * The facade has checked every argument: vectors are finite, not zero and not
 * normalised; kinds, limits and counts are in range.  Calls on one index may
 * overlap, so a driver locks; `maintain` must let the others through.
 */
#ifndef PX_VECTOR_VECTOR_DRIVER_H
#define PX_VECTOR_VECTOR_DRIVER_H

#include "vector/vector.h"

struct px_vector_driver {
	const char *name;
	bool server; /* each call is a way to a server */
	/* Main thread. */
	enum px_err (*open)(const struct px_vectors_config *config, void **self, struct px_error *error);
	void (*close)(void *self);
	/* Any thread: px_vectors_check. */
	enum px_err (*check)(void *self, struct px_error *error);
	/* Any thread; copies what it keeps of the scope. */
	enum px_err (*index_open)(void *self, const struct px_vector_scope *scope, void **index,
				  struct px_error *error);
	/* Keeps everything that was put. */
	void (*index_close)(void *index);
	/* Ends the index as index_close does, also on failure, and leaves nothing of it. */
	enum px_err (*index_destroy)(void *index, struct px_error *error);
	/*
	 * All or nothing with files.  A server may keep a part of a batch that failed: whoever puts it
	 * again, or asks px_vector_keep, puts that right.
	 */
	enum px_err (*put)(void *index, const struct px_vector_item *items, size_t count,
			   struct px_error *error);
	enum px_err (*remove)(void *index, const struct px_id *ids, size_t count, size_t *removed,
			      struct px_error *error);
	enum px_err (*sync)(void *index, struct px_error *error);
	enum px_err (*maintain)(void *index, bool force, struct px_error *error);
	enum px_err (*search)(void *index, const struct px_vector_query *query, struct px_vector_hit *hits,
			      size_t *count, struct px_error *error);
	enum px_err (*get)(void *index, struct px_id id, float *vector, struct px_error *error);
	/* scores[i] is NAN where there is no ids[i]. */
	enum px_err (*score)(void *index, const float *vector, const struct px_id *ids, size_t count, float *scores,
			     struct px_error *error);
	enum px_err (*keep)(void *index, bool (*wanted)(void *arg, struct px_id id), void *arg, size_t *removed,
			    struct px_error *error);
	enum px_err (*stat)(void *index, struct px_vector_stats *stats, struct px_error *error);
	/* As px_vector_behind. */
	int64_t (*since)(void *index);
};

/* The `since` of drivers whose calls say themselves what failed. */
int64_t px_vector_since_never(void *index);

/* The check of px_vector_put, which a driver makes again on what a rebuild feeds. */
enum px_err px_vector_check_items(const struct px_vector_item *items, size_t count, unsigned dims,
				  struct px_error *error) PX_MUST_CHECK;

extern const struct px_vector_driver px_vector_embedded, px_vector_qdrant;

#endif
