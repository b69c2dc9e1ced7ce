/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Some texts of one user on their way through an embedder: taken from an index
 * as pending, embedded on the embedder's threads, written as rows.  For the
 * jobs that make vectors (memory/indexing, memory/reindexing).
 */
#ifndef PX_MEMORY_BATCH_H
#define PX_MEMORY_BATCH_H

#include "jobs/jobs.h"
#include "memory/index.h"

struct px_vector_batch {
	struct px_job_run *run;
	struct px_embed *embed;
	struct px_arena arena;
	struct px_memory_pending pending[PX_MEMORY_PENDING_MAX];
	struct px_embedding_row rows[PX_MEMORY_PENDING_MAX];
	size_t count, left; /* in this batch; pending in all, these among them */
	size_t window_at[PX_MEMORY_PENDING_MAX], alone_at[PX_MEMORY_PENDING_MAX]; /* places among the texts */
	bool tokens;
};

void px_vector_batch_init(struct px_vector_batch *batch, struct px_job_run *run);
void px_vector_batch_release(struct px_vector_batch *batch);
/* Has the pending texts embedded; then px_job_prepared is called for the run.  On an error it isn't. */
enum px_err px_vector_batch_submit(struct px_vector_batch *batch, struct px_error *error) PX_MUST_CHECK;
/*
 * [tx] Writes the vectors of texts that are still as they were, and the index
 * learns them.  Where one has changed meanwhile, or more wait, the run begins again.
 */
enum px_err px_vector_batch_write(struct px_vector_batch *batch, struct px_memory_index *index, struct px_domain *domain,
				  struct px_error *error) PX_MUST_CHECK;

#endif
