/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the driver's two files share: qdrant.c (the server, collections) and index.c (one user's vectors).
 */
#ifndef PX_VECTOR_QDRANT_QDRANT_INTERNAL_H
#define PX_VECTOR_QDRANT_QDRANT_INTERNAL_H

#include "net/upstream.h"
#include "vector/qdrant/wire.h"
#include "vector/vector_driver.h"

struct qdrant;

/*
 * One call; *answer is empty before it, and the caller releases its body.  PX_UNAVAILABLE at once while the server
 * is known to be away (net/upstream.h).
 */
enum px_err qdrant_call(struct qdrant *qdrant, const char *method, const char *path, struct px_str body,
			struct px_upstream_answer *answer, struct px_error *error) PX_MUST_CHECK;
/* Makes the collection and its fields, unless this process did or saw that already. */
enum px_err qdrant_need_collection(struct qdrant *qdrant, const char *collection, unsigned dims,
				   struct px_error *error) PX_MUST_CHECK;
/* The server has lost it. */
void qdrant_forget_collection(struct qdrant *qdrant, const char *collection);

/* index.c: the slots of the same names. */
enum px_err qdrant_index_open(void *self, const struct px_vector_scope *scope, void **out, struct px_error *error);
void qdrant_index_close(void *arg);
enum px_err qdrant_index_destroy(void *arg, struct px_error *error);
enum px_err qdrant_put(void *arg, const struct px_vector_item *items, size_t count, struct px_error *error);
enum px_err qdrant_remove(void *arg, const struct px_id *ids, size_t count, size_t *removed, struct px_error *error);
enum px_err qdrant_search(void *arg, const struct px_vector_query *query, struct px_vector_hit *hits, size_t *count,
			  struct px_error *error);
enum px_err qdrant_get(void *arg, struct px_id id, float *vector, struct px_error *error);
enum px_err qdrant_score(void *arg, const float *vector, const struct px_id *ids, size_t count, float *scores,
			 struct px_error *error);
enum px_err qdrant_keep(void *arg, bool (*wanted)(void *arg, struct px_id id), void *wanted_arg, size_t *removed,
			struct px_error *error);
enum px_err qdrant_stat(void *arg, struct px_vector_stats *stats, struct px_error *error);

#endif
