/* SPDX-License-Identifier: Apache-2.0 */
/*
 * prepare  (shard)      what the row says is next: texts, or probes, go to embedders
 * probed   (embedder)   the probes' vectors under the target; then under the model in use
 * apply    (shard, tx)  rows are written; or probes are looked for and the row says what came of it
 */
#include "memory/reindexing.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/mem.h"
#include "memory/batch.h"
#include "memory/models.h"
#include "memory/probes.h"

struct px_reindexing {
	struct px_store *store;
	const struct px_memory_engine *engine;
};

struct work {
	struct px_reindexing *reindexing;
	struct px_vector_batch batch; /* of the target; its arena holds all of the run */
	struct px_model_row row;
	struct px_embed *used;        /* of the model in use, if it can be opened */
	struct px_probes probes;      /* count 0: not that far */
	bool reading;                 /* the index is not whole yet: nothing else was done */
};

static struct px_memory_keep keep_of(const struct px_reindexing *reindexing, struct px_embed *next)
{
	return (struct px_memory_keep){ reindexing->engine, px_shard_data(), px_store_epoch(reindexing->store), next };
}

/* Pending texts, or else the probes. */
static enum px_err find_work(struct work *work, struct px_domain *domain, struct px_error *error)
{
	struct px_memory_keep keep = keep_of(work->reindexing, work->batch.embed);
	struct px_vector_batch *batch = &work->batch;
	struct px_memory_index *index;

	enum px_err err = px_memory_index_open_some(&keep, domain, &index, error);
	if (err)
		return err;
	work->reading = !px_memory_index_whole(index);
	if (!work->reading)
		err = px_memory_index_pending(index, domain, batch->pending, PX_MEMORY_PENDING_MAX, &batch->count, &batch->left, error);
	if (!err && !work->reading && !batch->left)
		err = px_probes_choose(&work->probes, index, domain, error);
	px_memory_index_close(&keep, index);
	return err;
}

static enum px_err read_state(struct work *work, struct px_error *error)
{
	const struct px_memory_engine *engine = work->reindexing->engine;
	struct px_domain domain;
	struct px_store_tx *tx;

	enum px_err err = px_store_begin(work->reindexing->store, work->batch.run->user, PX_STORE_READ, &tx, error);
	if (err)
		return err;
	px_domain_init(&domain, tx, work->batch.run->user, px_clock_now(), NULL, &work->batch.arena);
	err = px_models_read(&domain, engine, &work->row, error);
	if (!err && work->row.target && work->row.state == PX_MODELS_EMBEDDING) {
		work->batch.embed = engine->find(engine->find_arg, NULL, work->row.target);
		work->used = engine->find(engine->find_arg, NULL, work->row.active);
		err = work->batch.embed ? find_work(work, &domain, error)
					: px_fail(error, PX_UNAVAILABLE, "embedder", "the model %.100s can't be opened", work->row.target);
	}
	px_store_rollback(tx);
	return err;
}

static void prepare(void *arg, struct px_job_run *run)
{
	struct work *work = px_calloc(1, sizeof(*work));
	struct px_error error = { 0 };

	work->reindexing = arg;
	px_vector_batch_init(&work->batch, run);
	run->data = work;
	if (run->attempt > 1)
		px_shard_part_drop(px_shard_data(), &px_memory_next_part, run->user);
	enum px_err err = work->reindexing->engine->embed ? read_state(work, &error) : PX_OK;
	bool texts = !err && work->batch.count, probes = !err && !texts && work->probes.count;
	if (texts)
		err = px_vector_batch_submit(&work->batch, &error);
	else if (probes)
		err = px_probes_submit(&work->probes, run, work->batch.embed, work->used, &work->batch.arena, &error);
	if (err == PX_RATE_LIMITED)
		run->again = px_clock_now() + 1000;
	if (err || (!texts && !probes))
		px_job_prepared(run, err, err ? &error : NULL);
}

/* The row may have changed since `prepare`: what was found holds only for the same target. */
static enum px_err same_target(struct work *work, struct px_domain *domain, bool *same, struct px_error *error)
{
	const char *target = work->row.target;
	enum px_err err = px_models_read(domain, work->reindexing->engine, &work->row, error);

	*same = !err && target && work->row.target && strcmp(target, work->row.target) == 0 && work->row.state == PX_MODELS_EMBEDDING;
	return err;
}

static enum px_err write_vectors(struct work *work, struct px_domain *domain, struct px_error *error)
{
	struct px_memory_keep keep = keep_of(work->reindexing, work->batch.embed);
	struct px_memory_index *index;

	work->batch.run->again = px_clock_now(); /* the probes come last */
	enum px_err err = px_memory_index_open(&keep, domain, &index, error);
	if (err)
		return err;
	err = px_vector_batch_write(&work->batch, index, domain, error);
	px_memory_index_close(&keep, index);
	return err;
}

static enum px_err look_for_probes(struct work *work, struct px_domain *domain, struct px_error *error)
{
	struct px_memory_keep keep = keep_of(work->reindexing, NULL), next = keep_of(work->reindexing, work->batch.embed);
	struct px_memory_index *used, *index;

	enum px_err err = px_memory_index_open(&keep, domain, &used, error);
	if (err)
		return err;
	err = px_memory_index_open(&next, domain, &index, error);
	if (!err) {
		err = px_probes_compare(&work->probes, used, index, error);
		px_memory_index_close(&next, index);
	}
	px_memory_index_close(&keep, used);
	return err;
}

/* All vectors are there: what the probes say decides. */
static enum px_err conclude(struct work *work, struct px_domain *domain, struct px_error *error)
{
	struct px_model_row *row = &work->row;
	enum px_err err = work->probes.count ? look_for_probes(work, domain, error) : PX_OK;

	if (err)
		return err;
	row->probes = (int64_t)work->probes.count;
	row->overlap = work->probes.overlap;
	row->recall_before = work->probes.recall_before;
	row->recall_after = work->probes.recall_after;
	row->state = PX_MODELS_HELD;
	bool good = row->recall_before == PX_MODELS_UNKNOWN || row->recall_after + PX_MODELS_TOLERANCE >= row->recall_before;
	px_log(PX_LOG_INFO, "memory", good ? "another model is in use" : "another model finds less and is held",
	       PX_LF("model", row->target), PX_LI("probes", row->probes), PX_LI("overlap", row->overlap),
	       PX_LI("recall_before", row->recall_before), PX_LI("recall_after", row->recall_after));
	return good ? px_models_switch(domain, row, error) : px_models_write(domain, row, error);
}

/* Vectors of the model before the switch, once nobody will go back to them. */
static enum px_err drop_previous(struct work *work, struct px_domain *domain, struct px_error *error)
{
	enum { SLICE = 500 };
	struct px_model_row *row = &work->row;
	size_t deleted = 0;

	if (!row->previous)
		return PX_OK;
	if (domain->now < row->switched + PX_MODELS_KEEP_MS) {
		work->batch.run->again = row->switched + PX_MODELS_KEEP_MS;
		return PX_OK;
	}
	struct px_store_filter filter = { "model", PX_OP_EQ, { .text = px_str(row->previous) } };
	enum px_err err = px_store_purge(domain->tx, &px_embedding_record, &filter, 1, SLICE, &deleted, error);
	if (err)
		return err;
	if (deleted == SLICE) {
		work->batch.run->again = px_clock_now();
		return PX_OK;
	}
	row->previous = NULL;
	return px_models_write(domain, row, error);
}

static enum px_err apply(void *arg, struct px_store_tx *tx, struct px_job_run *run, struct px_error *error)
{
	struct work *work = run->data;
	struct px_domain domain;
	bool same;

	(void)arg;
	px_domain_init(&domain, tx, run->user, px_clock_now(), NULL, &work->batch.arena);
	enum px_err err = same_target(work, &domain, &same, error);
	if (err)
		return err;
	if (!same) {
		if (work->row.target && work->row.state == PX_MODELS_EMBEDDING)
			run->again = px_clock_now();
		return drop_previous(work, &domain, error);
	}
	if (work->reading || (!work->batch.count && work->batch.left)) { /* not all vectors are there */
		run->again = px_clock_now();
		return PX_OK;
	}
	return work->batch.count ? write_vectors(work, &domain, error) : conclude(work, &domain, error);
}

static void ended(void *arg, struct px_job_run *run, enum px_err err)
{
	struct work *work = run->data;

	(void)arg;
	(void)err;
	if (work) {
		px_vector_batch_release(&work->batch);
		free(work);
	}
	run->data = NULL;
}

static const struct px_job_kind kind = {
	.name = PX_MODELS_REINDEX, .concurrency = 1, .prepare = prepare, .apply = apply, .ended = ended,
};

struct px_reindexing *px_reindexing_new(struct px_jobs *jobs, struct px_store *store, const struct px_memory_engine *engine)
{
	struct px_reindexing *reindexing = px_calloc(1, sizeof(*reindexing));

	*reindexing = (struct px_reindexing){ store, engine };
	px_jobs_add(jobs, &kind, reindexing);
	return reindexing;
}

void px_reindexing_free(struct px_reindexing *reindexing)
{
	free(reindexing);
}
