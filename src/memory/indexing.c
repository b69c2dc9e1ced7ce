/* SPDX-License-Identifier: Apache-2.0 */
/*
 * prepare  (shard)     the index says what is pending; texts go to the embedder
 * embedded (its thread) results are packed into the run's arena
 * apply    (shard, tx) rows are written; the index learns them
 */
#include "memory/indexing.h"

#include "base/clock.h"
#include "base/mem.h"
#include "domain/recalled.h"

enum { BATCH = PX_MEMORY_PENDING_MAX };

struct px_indexing {
	struct px_store *store;
	const struct px_memory_engine *engine;
};

struct batch {
	struct px_job_run *run;
	struct px_indexing *indexing;
	struct px_arena arena;
	struct px_memory_pending pending[BATCH];
	struct px_embedding_row rows[BATCH];
	size_t count, left;
	size_t window_at[BATCH], alone_at[BATCH]; /* places among the texts */
	bool tokens;
};

static struct px_memory_keep keep_of(const struct px_indexing *indexing)
{
	return (struct px_memory_keep){ indexing->engine, px_shard_data(), px_store_epoch(indexing->store) };
}

static void embedded(void *arg, enum px_err err, const struct px_error *error, const struct px_embedding *results, size_t count)
{
	struct batch *batch = arg;
	struct px_embed_model model;

	(void)count;
	if (!err) {
		px_embed_model(batch->indexing->engine->embed, &model);
		for (size_t i = 0; i < batch->count; i++)
			px_memory_pack(&model, &results[batch->window_at[i]], batch->tokens ? &results[batch->alone_at[i]] : NULL,
				       &batch->arena, &batch->rows[i]);
	}
	px_job_prepared(batch->run, err, error);
}

/* Two texts a row where its window is not the text alone. */
static enum px_err submit(struct batch *batch, struct px_error *error)
{
	struct px_str texts[2 * BATCH];
	struct px_embed_model model;
	size_t n = 0;

	px_embed_model(batch->indexing->engine->embed, &model);
	batch->tokens = model.token_dims != 0;
	for (size_t i = 0; i < batch->count; i++) {
		const struct px_memory_pending *one = &batch->pending[i];
		batch->window_at[i] = batch->alone_at[i] = n;
		texts[n++] = one->window;
		if (batch->tokens && one->alone.data != one->window.data) {
			batch->alone_at[i] = n;
			texts[n++] = one->alone;
		}
	}
	struct px_embed_request request = { .user = PX_ID_NONE, .texts = texts, .count = n, .tokens = batch->tokens, .done = embedded, .arg = batch };
	return px_embed_submit(batch->indexing->engine->embed, &request, error);
}

static enum px_err find_pending(struct batch *batch, struct px_error *error)
{
	struct px_memory_keep keep = keep_of(batch->indexing);
	struct px_memory_index *index;
	struct px_domain domain;
	struct px_store_tx *tx;

	enum px_err err = px_store_begin(batch->indexing->store, batch->run->user, PX_STORE_READ, &tx, error);
	if (err)
		return err;
	px_domain_init(&domain, tx, batch->run->user, px_clock_now(), NULL, &batch->arena);
	err = px_memory_index_open(&keep, &domain, &index, error);
	if (!err) {
		err = px_memory_index_pending(index, &domain, batch->pending, BATCH, &batch->count, &batch->left, error);
		px_memory_index_close(&keep, index);
	}
	px_store_rollback(tx);
	return err;
}

static void prepare(void *arg, struct px_job_run *run)
{
	struct batch *batch = px_calloc(1, sizeof(*batch));
	struct px_error error = { 0 };

	batch->run = run;
	batch->indexing = arg;
	run->data = batch;
	px_arena_init(&batch->arena);
	/* What a run that failed had learned was taken back with its transaction. */
	if (run->attempt > 1)
		px_shard_part_drop(px_shard_data(), &px_memory_part, run->user);
	enum px_err err = batch->indexing->engine->embed ? find_pending(batch, &error) : PX_OK;
	if (err || !batch->count) {
		px_job_prepared(run, err, err ? &error : NULL);
		return;
	}
	err = submit(batch, &error);
	if (err == PX_RATE_LIMITED) /* the embedder is busy: no failure, only later */
		run->again = px_clock_now() + 1000;
	if (err)
		px_job_prepared(run, err, &error);
}

/* Replaces what the row had under this or an older model. */
static enum px_err write_row(struct px_store_tx *tx, struct batch *batch, size_t i, const char *model, const char *hash,
			     struct px_error *error)
{
	const struct px_memory_pending *one = &batch->pending[i];
	struct px_store_filter filter = { "owner_id", PX_OP_EQ, { .id = one->id } };
	struct px_store_query query = { .filters = &filter, .filter_count = 1, .limit = 16 };
	struct px_embedding_row row;
	size_t count;
	void *old;

	enum px_err err = px_store_query(tx, &px_embedding_record, &query, &batch->arena, &old, &count, error);
	for (size_t k = 0; !err && k < count; k++)
		err = px_store_delete(tx, &px_embedding_record, ((struct px_embedding_row *)old)[k].id, error);
	if (err)
		return err;
	px_record_init(&px_embedding_record, &row);
	row.id = px_id_new();
	row.user_id = batch->run->user;
	row.owner_kind = px_source_name(one->kind);
	row.owner_id = one->id;
	row.text_hash = hash;
	row.model = model;
	row.vector = batch->rows[i].vector;
	row.tokens = batch->rows[i].tokens;
	row.created = px_clock_now();
	batch->rows[i] = row;
	batch->rows[i].text_hash = NULL;
	return px_store_insert(tx, &px_embedding_record, &row, error);
}

static enum px_err apply(void *arg, struct px_store_tx *tx, struct px_job_run *run, struct px_error *error)
{
	struct px_indexing *indexing = arg;
	struct px_memory_keep keep = keep_of(indexing);
	struct batch *batch = run->data;
	struct px_memory_index *index;
	struct px_domain domain;
	char hash[PX_MEMORY_HASH_TEXT];
	enum px_err err;

	if (!batch->count)
		return PX_OK;
	const char *model = px_memory_model(indexing->engine->embed, &batch->arena);
	px_domain_init(&domain, tx, run->user, px_clock_now(), NULL, &batch->arena);
	err = px_memory_index_open(&keep, &domain, &index, error); /* and knows now what has changed meanwhile */
	if (err)
		return err;
	for (size_t i = 0; !err && i < batch->count; i++) {
		if (!px_memory_index_current(index, &domain, &batch->pending[i])) {
			run->again = px_clock_now(); /* changed or deleted while it was embedded */
			continue;
		}
		px_memory_index_hash(index, batch->pending[i].id, hash);
		err = write_row(tx, batch, i, model, hash, error);
		if (!err)
			err = px_memory_index_learn(index, &batch->rows[i], error);
	}
	px_memory_index_close(&keep, index);
	if (batch->left > batch->count)
		run->again = px_clock_now();
	return err;
}

static void ended(void *arg, struct px_job_run *run, enum px_err err)
{
	struct batch *batch = run->data;

	(void)arg;
	(void)err;
	if (batch) {
		px_arena_release(&batch->arena);
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
