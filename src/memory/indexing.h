/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The job that gives texts their vectors, "memory.index", one per user.
 *
 * It is enqueued in the transaction that wrote the texts, so none is ever
 * missed. Each run takes some texts that have no vector under the present
 * model, has them embedded on the embedder's threads, and writes the rows;
 * it begins anew until nothing is left.  So a change of model needs nothing
 * else: rows of another model count as none.
 */
#ifndef PX_MEMORY_INDEXING_H
#define PX_MEMORY_INDEXING_H

#include "jobs/jobs.h"
#include "memory/index.h"

struct px_indexing; /* the handler's own */

/* Registers the kind; before px_jobs_start.  `engine` outlives the runner; free after it. */
struct px_indexing *px_indexing_new(struct px_jobs *jobs, struct px_store *store, const struct px_memory_engine *engine);
void px_indexing_free(struct px_indexing *indexing);
/* [tx] Texts of the transaction's user were written: see to their vectors soon. */
enum px_err px_indexing_request(struct px_store_tx *tx, struct px_id user, struct px_error *error) PX_MUST_CHECK;

#endif
