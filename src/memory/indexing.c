/* SPDX-License-Identifier: Apache-2.0 */
/*
 * prepare  (shard)     the index is read, a slice in each run; then it says what is pending, and texts go to the embedder
 * apply    (shard, tx) rows are written; the index learns them
 */
#include "memory/indexing.h"

#include "base/clock.h"
#include "base/mem.h"
#include "domain/recalled.h"
#include "memory/batch.h"
#include "memory/models.h"

struct px_indexing {
	struct px_store *store;
	const struct px_memory_engine *engine;
};

static struct px_memory_keep keep_of(const struct px_indexing *indexing)
{
	return (struct px_memory_keep){ indexing->engine, px_shard_data(), px_store_epoch(indexing->store) };
}

static enum px_err find_pending(const struct px_indexing *indexing, struct px_vector_batch *batch, struct px_error *error)
{
	struct px_memory_keep keep = keep_of(indexing);
	struct px_memory_index *index;
	struct px_domain domain;
	struct px_store_tx *tx;

	enum px_err err = px_store_begin(indexing->store, batch->run->user, PX_STORE_READ, &tx, error);
	if (err)
		return err;
	px_domain_init(&domain, tx, batch->run->user, px_clock_now(), NULL, &batch->arena);
	err = px_memory_index_open_some(&keep, &domain, &index, error);
	if (!err) {
		batch->embed = px_memory_index_embed(index);
		if (px_memory_index_whole(index))
			err = px_memory_index_pending(index, &domain, batch->pending, PX_MEMORY_PENDING_MAX, &batch->count, &batch->left, error);
		else
			batch->run->again = px_clock_now();
		px_memory_index_close(&keep, index);
	}
	px_store_rollback(tx);
	return err;
}

static void prepare(void *arg, struct px_job_run *run)
{
	struct px_vector_batch *batch = px_calloc(1, sizeof(*batch));
	struct px_indexing *indexing = arg;
	struct px_error error = { 0 };

	px_vector_batch_init(batch, run);
	run->data = batch;
	/* What a run that failed had learned was taken back with its transaction. */
	if (run->attempt > 1)
		px_shard_part_drop(px_shard_data(), &px_memory_part, run->user);
	enum px_err err = indexing->engine->embed ? find_pending(indexing, batch, &error) : PX_OK;
	if (err || !batch->count) {
		px_job_prepared(run, err, err ? &error : NULL);
		return;
	}
	err = px_vector_batch_submit(batch, &error);
	if (err == PX_RATE_LIMITED) /* the embedder is busy: no failure, only later */
		run->again = px_clock_now() + 1000;
	if (err)
		px_job_prepared(run, err, &error);
}

static enum px_err apply(void *arg, struct px_store_tx *tx, struct px_job_run *run, struct px_error *error)
{
	struct px_indexing *indexing = arg;
	struct px_memory_keep keep = keep_of(indexing);
	struct px_vector_batch *batch = run->data;
	struct px_memory_index *index;
	struct px_domain domain;

	if (!batch->count)
		return PX_OK;
	px_domain_init(&domain, tx, run->user, px_clock_now(), NULL, &batch->arena);
	enum px_err err = px_models_follow(&domain, indexing->engine, error);
	if (!err) /* and it knows now what has changed meanwhile */
		err = px_memory_index_open_some(&keep, &domain, &index, error);
	if (err)
		return err;
	if (px_memory_index_embed(index) == batch->embed && px_memory_index_whole(index))
		err = px_vector_batch_write(batch, index, &domain, error);
	else
		run->again = px_clock_now(); /* another model is in use since, or the shard needed the room */
	px_memory_index_close(&keep, index);
	return err;
}

static void ended(void *arg, struct px_job_run *run, enum px_err err)
{
	struct px_vector_batch *batch = run->data;

	(void)arg;
	(void)err;
	if (batch) {
		px_vector_batch_release(batch);
		free(batch);
	}
	run->data = NULL;
}

static const struct px_job_kind kind = {
	.name = PX_RECALLED_INDEX, .concurrency = 4, .prepare = prepare, .apply = apply, .ended = ended,
};

struct px_indexing *px_indexing_new(struct px_jobs *jobs, struct px_store *store, const struct px_memory_engine *engine)
{
	struct px_indexing *indexing = px_calloc(1, sizeof(*indexing));

	*indexing = (struct px_indexing){ store, engine };
	px_jobs_add(jobs, &kind, indexing);
	return indexing;
}

void px_indexing_free(struct px_indexing *indexing)
{
	free(indexing);
}

enum px_err px_indexing_request(struct px_store_tx *tx, struct px_id user, struct px_error *error)
{
	return px_recalled_request(tx, user, error);
}
