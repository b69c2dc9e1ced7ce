/* SPDX-License-Identifier: Apache-2.0 */
/* A row of each user; every step on the way is one write of it. */
#include "memory/models.h"

#include "base/clock.h"
#include "domain/recalled.h"
#include "jobs/jobs.h"

static enum px_err request(struct px_store_tx *tx, struct px_id user, struct px_error *error)
{
	struct px_job_spec job = { .kind = PX_MODELS_REINDEX, .user = user, .key = "reindex" };

	return px_jobs_enqueue(tx, &job, error);
}

static struct px_embed *find(const struct px_memory_engine *engine, const char *driver, const char *model)
{
	return engine->find ? engine->find(engine->find_arg, driver, model) : NULL;
}

enum px_err px_models_read(struct px_domain *domain, const struct px_memory_engine *engine, struct px_model_row *row,
			   struct px_error *error)
{
	struct px_store_query query = { .limit = 1 };
	size_t count;
	void *rows;

	enum px_err err = px_store_query(domain->tx, &px_model_record, &query, domain->arena, &rows, &count, error);
	if (err)
		return err;
	if (count) {
		*row = *(struct px_model_row *)rows;
		return PX_OK;
	}
	px_record_init(&px_model_record, row);
	row->active = engine->embed ? px_memory_model(engine->embed, domain->arena) : "";
	row->overlap = row->recall_before = row->recall_after = PX_MODELS_UNKNOWN;
	return PX_OK;
}

struct px_embed *px_models_active(struct px_domain *domain, const struct px_memory_engine *engine)
{
	struct px_model_row row;

	if (!engine->embed || !engine->find || px_models_read(domain, engine, &row, NULL) != PX_OK ||
	    strcmp(row.active, px_memory_model(engine->embed, domain->arena)) == 0)
		return engine->embed;
	struct px_embed *embed = find(engine, NULL, row.active);
	return embed ? embed : engine->embed;
}

enum px_err px_models_write(struct px_domain *domain, struct px_model_row *row, struct px_error *error)
{
	row->updated = domain->now;
	if (!px_id_is_none(row->id))
		return px_store_update(domain->tx, &px_model_record, row, row->version++, error);
	row->id = px_id_new();
	row->user_id = domain->user;
	row->created = domain->now;
	row->version = 1;
	return px_store_insert(domain->tx, &px_model_record, row, error);
}

/* On the way to a model; from one that can't be used any more there is none: the switch is at once. */
static enum px_err set_target(struct px_domain *domain, const struct px_memory_engine *engine, struct px_model_row *row,
			      const char *target, struct px_error *error)
{
	bool usable = strcmp(row->active, px_memory_model(engine->embed, domain->arena)) == 0 || find(engine, NULL, row->active);

	row->state = usable ? PX_MODELS_EMBEDDING : PX_MODELS_SETTLED;
	row->target = usable ? target : NULL;
	row->active = usable ? row->active : target;
	row->probes = 0;
	row->overlap = row->recall_before = row->recall_after = PX_MODELS_UNKNOWN;
	enum px_err err = px_models_write(domain, row, error);
	if (err)
		return err;
	return usable ? request(domain->tx, domain->user, error) : px_recalled_request(domain->tx, domain->user, error);
}

static bool is(const char *model, const char *other)
{
	return model && other && strcmp(model, other) == 0;
}

/* The model of vectors that there are already, of a user who has no row yet. */
static enum px_err find_former(struct px_domain *domain, struct px_model_row *row, struct px_error *error)
{
	struct px_store_query query = { .limit = 1 };
	size_t count;
	void *rows;

	enum px_err err = px_store_query(domain->tx, &px_embedding_record, &query, domain->arena, &rows, &count, error);
	if (!err && count)
		row->active = ((struct px_embedding_row *)rows)->model;
	return err;
}

enum px_err px_models_follow(struct px_domain *domain, const struct px_memory_engine *engine, struct px_error *error)
{
	struct px_model_row row;

	if (!engine->embed)
		return PX_OK;
	const char *wanted = px_memory_model(engine->embed, domain->arena);
	enum px_err err = px_models_read(domain, engine, &row, error);
	if (!err && px_id_is_none(row.id))
		err = find_former(domain, &row, error);
	if (err)
		return err;
	bool on_the_way = is(row.target, wanted) || is(row.active, wanted);
	if (!row.chosen && !on_the_way && !is(row.refused, wanted))
		return set_target(domain, engine, &row, wanted, error);
	return px_id_is_none(row.id) ? px_models_write(domain, &row, error) : PX_OK;
}

static enum px_err start(struct px_domain *domain, const struct px_memory_engine *engine, const char *target, bool chosen,
			 struct px_error *error)
{
	struct px_model_row row;

	enum px_err err = px_models_read(domain, engine, &row, error);
	if (err)
		return err;
	row.chosen = chosen;
	row.refused = NULL;
	if (is(row.active, target)) {
		row.target = NULL;
		row.state = PX_MODELS_SETTLED;
		return px_models_write(domain, &row, error);
	}
	return set_target(domain, engine, &row, target, error);
}

/* A driver's model by its name with hash. */
static enum px_err model_of(const struct px_memory_engine *engine, const char *driver, struct px_arena *arena, const char **model,
			    struct px_error *error)
{
	struct px_embed *embed = strcmp(driver, "auto") == 0 ? engine->embed : find(engine, driver, NULL);

	if (!embed)
		return px_fail(error, PX_INVALID, "embedder", "the embedder %.20s can't be opened; see its settings in docs/SETTINGS.md", driver);
	*model = px_memory_model(embed, arena);
	return PX_OK;
}

enum px_err px_models_start(struct px_domain *domain, const struct px_memory_engine *engine, const char *driver,
			    struct px_error *error)
{
	const char *target;
	enum px_err err = model_of(engine, driver, domain->arena, &target, error);

	return err ? err : start(domain, engine, target, strcmp(driver, "auto") != 0, error);
}

enum px_err px_models_switch(struct px_domain *domain, struct px_model_row *row, struct px_error *error)
{
	if (!row->target)
		return px_fail(error, PX_CONFLICT, NULL, "there is no other model to switch to");
	if (row->state != PX_MODELS_HELD)
		return px_fail(error, PX_CONFLICT, NULL, "the vectors of the new model are not all made yet");
	row->previous = row->active;
	row->active = row->target;
	row->target = NULL;
	row->state = PX_MODELS_SETTLED;
	row->switched = domain->now;
	enum px_err err = px_models_write(domain, row, error);
	struct px_job_spec purge = { .kind = PX_MODELS_REINDEX, .user = domain->user, .key = "reindex",
				     .due = domain->now + PX_MODELS_KEEP_MS };
	if (!err)
		err = px_jobs_enqueue(domain->tx, &purge, error);
	return err ? err : px_recalled_request(domain->tx, domain->user, error);
}

enum px_err px_models_roll_back(struct px_domain *domain, struct px_model_row *row, struct px_error *error)
{
	if (row->target) {
		row->refused = row->target;
		row->target = NULL;
	} else if (row->previous) {
		row->refused = row->active;
		row->active = row->previous;
		row->previous = NULL;
	} else {
		return px_fail(error, PX_CONFLICT, NULL, "there is no change of model to take back");
	}
	row->state = PX_MODELS_SETTLED;
	row->chosen = false;
	enum px_err err = px_models_write(domain, row, error);
	return err ? err : px_recalled_request(domain->tx, domain->user, error);
}

/* ------------------------------------------------------------------- everybody */

/* Rows of all users that are not of the model, in pages; each in a transaction that it is given. */
static enum px_err each_other(struct px_store_tx *tx, const struct px_memory_engine *engine, const char *model, bool chosen,
			      size_t *count, struct px_error *error)
{
	struct px_store_filter filters[] = { { "active", PX_OP_NE, { .text = px_str(model) } },
					     { "chosen", PX_OP_EQ, { .integer = 0 } } };
	struct px_store_query query = { .filters = filters, .filter_count = chosen ? 1 : 2, .limit = 500 };
	enum px_err err = PX_OK;
	size_t got = 0;

	*count = 0;
	do {
		struct px_arena arena;
		void *rows;
		px_arena_init(&arena);
		err = px_store_query(tx, &px_model_record, &query, &arena, &rows, &got, error);
		struct px_model_row *row = rows;
		for (size_t i = 0; !err && i < got; i++) {
			struct px_domain domain;
			px_domain_init(&domain, tx, row[i].user_id, px_clock_now(), NULL, &arena);
			query.after = true;
			query.after_id = query.after_value.id = row[i].id;
			if (is(row[i].target, model) || (!chosen && is(row[i].refused, model)))
				continue;
			row[i].chosen = chosen;
			row[i].refused = NULL;
			err = set_target(&domain, engine, &row[i], model, error);
			++*count;
		}
		px_arena_release(&arena);
	} while (!err && got == query.limit);
	return err;
}

enum px_err px_models_start_all(struct px_store_tx *tx, const struct px_memory_engine *engine, const char *driver,
				struct px_arena *arena, size_t *count, struct px_error *error)
{
	const char *model;
	enum px_err err = model_of(engine, driver, arena, &model, error);

	return err ? err : each_other(tx, engine, model, strcmp(driver, "auto") != 0, count, error);
}

enum px_err px_models_follow_all(struct px_store *store, const struct px_memory_engine *engine, struct px_error *error)
{
	struct px_store_tx *tx;
	struct px_arena arena;
	size_t count = 0;

	if (!engine->embed)
		return PX_OK;
	enum px_err err = px_store_begin(store, PX_ID_NONE, PX_STORE_WRITE, &tx, error);
	if (err)
		return err;
	px_arena_init(&arena);
	err = each_other(tx, engine, px_memory_model(engine->embed, &arena), false, &count, error);
	px_arena_release(&arena);
	if (!err)
		return px_store_commit_wait(tx, error);
	px_store_rollback(tx);
	return err;
}
