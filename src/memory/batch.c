/* SPDX-License-Identifier: Apache-2.0 */
/* Two texts a row where its window is not the text alone: one for the vector, one for the token vectors. */
#include "memory/batch.h"

#include "base/clock.h"

void px_vector_batch_init(struct px_vector_batch *batch, struct px_job_run *run)
{
	*batch = (struct px_vector_batch){ .run = run };
	px_arena_init(&batch->arena);
}

void px_vector_batch_release(struct px_vector_batch *batch)
{
	px_arena_release(&batch->arena);
}

static void embedded(void *arg, enum px_err err, const struct px_error *error, const struct px_embedding *results, size_t count)
{
	struct px_vector_batch *batch = arg;
	struct px_embed_model model;

	(void)count;
	if (!err) {
		px_embed_model(batch->embed, &model);
		for (size_t i = 0; i < batch->count; i++)
			px_memory_pack(&model, &results[batch->window_at[i]], batch->tokens ? &results[batch->alone_at[i]] : NULL,
				       &batch->arena, &batch->rows[i]);
	}
	px_job_prepared(batch->run, err, error);
}

enum px_err px_vector_batch_submit(struct px_vector_batch *batch, struct px_error *error)
{
	struct px_str texts[2 * PX_MEMORY_PENDING_MAX];
	struct px_embed_model model;
	size_t n = 0;

	px_embed_model(batch->embed, &model);
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
	struct px_embed_request request = { .user = PX_ID_NONE, .texts = texts, .count = n, .tokens = batch->tokens,
					    .done = embedded, .arg = batch };
	return px_embed_submit(batch->embed, &request, error);
}

/* Replaces what the row had under the same model. */
static enum px_err write_row(struct px_vector_batch *batch, struct px_domain *domain, size_t i, const char *model,
			     const char *hash, struct px_error *error)
{
	const struct px_memory_pending *one = &batch->pending[i];
	struct px_store_filter filters[] = { { "owner_id", PX_OP_EQ, { .id = one->id } },
					     { "model", PX_OP_EQ, { .text = px_str(model) } } };
	struct px_embedding_row row;
	size_t deleted;

	enum px_err err = px_store_purge(domain->tx, &px_embedding_record, filters, 2, 16, &deleted, error);
	if (err)
		return err;
	px_record_init(&px_embedding_record, &row);
	row.id = px_id_new();
	row.user_id = domain->user;
	row.owner_kind = px_source_name(one->kind);
	row.owner_id = one->id;
	row.text_hash = hash;
	row.model = model;
	row.vector = batch->rows[i].vector;
	row.tokens = batch->rows[i].tokens;
	row.created = domain->now;
	batch->rows[i] = row;
	batch->rows[i].text_hash = NULL;
	return px_store_add(domain->tx, &px_embedding_record, &row, error);
}

enum px_err px_vector_batch_write(struct px_vector_batch *batch, struct px_memory_index *index, struct px_domain *domain,
				  struct px_error *error)
{
	const char *model = px_memory_model(batch->embed, &batch->arena);
	char hash[PX_MEMORY_HASH_TEXT];
	enum px_err err = PX_OK;

	for (size_t i = 0; i < batch->count; i++)
		px_source_ahead(domain, batch->pending[i].kind, batch->pending[i].id);
	for (size_t i = 0; !err && i < batch->count; i++) {
		if (!px_memory_index_current(index, domain, &batch->pending[i])) {
			batch->run->again = px_clock_now(); /* changed or deleted while it was embedded */
			continue;
		}
		px_memory_index_hash(index, batch->pending[i].id, hash);
		err = write_row(batch, domain, i, model, hash, error);
		if (!err)
			err = px_memory_index_learn(index, &batch->rows[i], error);
	}
	if (batch->left > batch->count)
		batch->run->again = px_clock_now();
	return err;
}
