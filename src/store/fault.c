/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The failing wrapper: a driver whose slots count, and otherwise call another
 * store through its facade.
 */
#include "store/fault.h"

#include "base/mem.h"
#include "store/store_driver.h"

#include <stdlib.h>

struct fault_config {
	struct px_store_config config; /* first: what the driver's open is given */
	struct px_store_fault *fault;
};

struct faulty {
	struct px_store *inner;
	struct px_store_fault *fault;
};

struct faulty_tx {
	struct px_store_tx tx; /* first */
	struct px_store_tx *inner;
	struct px_store_fault *fault;
};

static struct px_store_tx *inner_of(struct px_store_tx *tx)
{
	return ((struct faulty_tx *)tx)->inner;
}

static enum px_err trip(struct px_store_fault *fault, struct px_error *error)
{
	if (atomic_fetch_add(&fault->calls, 1) + 1 == atomic_load(&fault->fail_at))
		return px_fail(error, PX_IO, "data", "failed on purpose");
	return PX_OK;
}

static enum px_err trip_tx(struct px_store_tx *tx, struct px_error *error)
{
	return trip(((struct faulty_tx *)tx)->fault, error);
}

static enum px_err open_faulty(const struct px_store_config *config, void **self,
			       struct px_error *error)
{
	const struct fault_config *with = (const struct fault_config *)config;
	struct faulty *faulty = px_calloc(1, sizeof(*faulty));
	enum px_err err = px_store_open(config, &faulty->inner, error);

	faulty->fault = with->fault;
	if (err)
		free(faulty);
	else
		*self = faulty;
	return err;
}

/* Nobody migrates through it. */
static enum px_err migrate_faulty(const struct px_store_config *config, bool apply, struct px_buf *sql,
				  struct px_error *error)
{
	return px_store_migrate(config, apply, sql, error);
}

static void close_faulty(void *self)
{
	struct faulty *faulty = self;

	px_store_close(faulty->inner);
	free(faulty);
}

static enum px_err begin(void *self, struct px_id user, enum px_store_mode mode,
			 struct px_store_tx **tx, struct px_error *error)
{
	struct faulty *faulty = self;
	struct px_store_tx *inner;
	enum px_err err = trip(faulty->fault, error);

	if (!err)
		err = px_store_begin(faulty->inner, user, mode, &inner, error);
	if (err)
		return err;
	struct faulty_tx *made = px_calloc(1, sizeof(*made));
	made->inner = inner;
	made->fault = faulty->fault;
	*tx = &made->tx;
	return PX_OK;
}

static void commit(struct px_store_tx *tx, void (*done)(void *arg, enum px_err err), void *arg)
{
	enum px_err err = trip_tx(tx, NULL);

	if (err) {
		px_store_rollback(inner_of(tx));
		if (done)
			done(arg, err);
	} else {
		px_store_commit(inner_of(tx), done, arg);
	}
	free(tx);
}

static void rollback(struct px_store_tx *tx)
{
	px_store_rollback(inner_of(tx));
	free(tx);
}

static enum px_err savepoint(struct px_store_tx *tx, struct px_error *error)
{
	enum px_err err = trip_tx(tx, error);

	return err ? err : px_store_savepoint(inner_of(tx), error);
}

static void release(struct px_store_tx *tx)
{
	px_store_release(inner_of(tx));
}

static void revert(struct px_store_tx *tx)
{
	px_store_revert(inner_of(tx));
}

static enum px_err insert(struct px_store_tx *tx, const struct px_record *record, const void *row,
			  struct px_error *error)
{
	enum px_err err = trip_tx(tx, error);

	return err ? err : px_store_insert(inner_of(tx), record, row, error);
}

static enum px_err update(struct px_store_tx *tx, const struct px_record *record, const void *row,
			  int64_t expected, struct px_error *error)
{
	enum px_err err = trip_tx(tx, error);

	return err ? err : px_store_update(inner_of(tx), record, row, expected, error);
}

static enum px_err add(struct px_store_tx *tx, const struct px_record *record, const void *row, struct px_error *error)
{
	enum px_err err = trip_tx(tx, error);

	return err ? err : px_store_add(inner_of(tx), record, row, error);
}

static enum px_err replace(struct px_store_tx *tx, const struct px_record *record, const void *row, int64_t expected,
			   struct px_error *error)
{
	enum px_err err = trip_tx(tx, error);

	return err ? err : px_store_replace(inner_of(tx), record, row, expected, error);
}

static void ahead_get(struct px_store_tx *tx, const struct px_record *record, struct px_id id)
{
	px_store_ahead_get(inner_of(tx), record, id);
}

static void ahead_query(struct px_store_tx *tx, const struct px_record *record, const struct px_store_query *shape)
{
	px_store_ahead_query(inner_of(tx), record, shape);
}

static enum px_err remove_row(struct px_store_tx *tx, const struct px_record *record,
			      struct px_id id, struct px_error *error)
{
	enum px_err err = trip_tx(tx, error);

	return err ? err : px_store_delete(inner_of(tx), record, id, error);
}

static enum px_err get(struct px_store_tx *tx, const struct px_record *record, struct px_id id,
		       struct px_arena *arena, void *row, struct px_error *error)
{
	enum px_err err = trip_tx(tx, error);

	return err ? err : px_store_get(inner_of(tx), record, id, arena, row, error);
}

static enum px_err query(struct px_store_tx *tx, const struct px_record *record,
			 const struct px_store_query *shape, struct px_arena *arena, void **rows,
			 size_t *count, struct px_error *error)
{
	enum px_err err = trip_tx(tx, error);

	return err ? err : px_store_query(inner_of(tx), record, shape, arena, rows, count, error);
}

static enum px_err count_rows(struct px_store_tx *tx, const struct px_record *record,
			      const struct px_store_filter *filters, size_t filter_count,
			      int64_t *count, struct px_error *error)
{
	enum px_err err = trip_tx(tx, error);

	return err ? err
		   : px_store_count(inner_of(tx), record, filters, filter_count, count, error);
}

static enum px_err purge(struct px_store_tx *tx, const struct px_record *record,
			 const struct px_store_filter *filters, size_t filter_count, size_t limit,
			 size_t *deleted, struct px_error *error)
{
	enum px_err err = trip_tx(tx, error);

	return err ? err
		   : px_store_purge(inner_of(tx), record, filters, filter_count, limit, deleted, error);
}

static enum px_err overlaps(struct px_store_tx *tx, int64_t start, int64_t end,
			    struct px_arena *arena, struct px_store_span **spans, size_t *count,
			    struct px_error *error)
{
	enum px_err err = trip_tx(tx, error);

	return err ? err : px_store_overlaps(inner_of(tx), start, end, arena, spans, count, error);
}

static enum px_err set_span(struct px_store_tx *tx, const struct px_store_span *span,
			    struct px_error *error)
{
	enum px_err err = trip_tx(tx, error);

	return err ? err : px_store_set_span(inner_of(tx), span, error);
}

static enum px_err clear_span(struct px_store_tx *tx, struct px_id event, struct px_error *error)
{
	enum px_err err = trip_tx(tx, error);

	return err ? err : px_store_clear_span(inner_of(tx), event, error);
}

static enum px_err closed_count(struct px_store_tx *tx, struct px_str word, size_t max, size_t *count,
				struct px_error *error)
{
	enum px_err err = trip_tx(tx, error);

	return err ? err : px_store_closed_count(inner_of(tx), word, max, count, error);
}

static enum px_err closed(struct px_store_tx *tx, const struct px_str *words, size_t word_count, size_t max,
			  struct px_id *tasks, size_t *count, struct px_error *error)
{
	enum px_err err = trip_tx(tx, error);

	return err ? err : px_store_closed(inner_of(tx), words, word_count, max, tasks, count, error);
}

static void get_stats(void *self, struct px_store_stats *stats)
{
	px_store_get_stats(((struct faulty *)self)->inner, stats);
}

static enum px_err check(void *self, struct px_error *error)
{
	struct faulty *faulty = self;
	enum px_err err = trip(faulty->fault, error);

	return err ? err : px_store_check(faulty->inner, error);
}

static enum px_err get_seq(struct px_store_tx *tx, int64_t *seq, struct px_error *error)
{
	enum px_err err = trip_tx(tx, error);

	return err ? err : px_store_seq(inner_of(tx), seq, error);
}

/* The inner facade writes it with its own commit. */
static enum px_err set_seq(struct px_store_tx *tx, int64_t seq, struct px_error *error)
{
	int64_t last;
	enum px_err err = trip_tx(tx, error);

	if (!err)
		err = px_store_seq(inner_of(tx), &last, error);
	return err ? err : px_store_take_seq(inner_of(tx), seq - last, &last, error);
}

static enum px_err verify(void *self, struct px_error *error)
{
	struct faulty *faulty = self;
	enum px_err err = trip(faulty->fault, error);

	return err ? err : px_store_verify(faulty->inner, error);
}

static void scrub(struct px_store_tx *tx)
{
	px_store_scrub(inner_of(tx));
}

static uint64_t epoch(void *self)
{
	return px_store_epoch(((struct faulty *)self)->inner);
}

/* Wraps the embedded driver, so it has what that has. */
static const struct px_store_driver faulty_driver = {
	.name = "faulty", .capabilities = PX_STORE_EXCLUSIVE,
	.open = open_faulty, .migrate = migrate_faulty, .close = close_faulty, .begin = begin, .commit = commit,
	.rollback = rollback, .savepoint = savepoint, .release = release, .revert = revert,
	.insert = insert, .update = update, .add = add, .replace = replace, .ahead_get = ahead_get, .ahead_query = ahead_query,
	.remove = remove_row, .get = get, .query = query,
	.count = count_rows, .purge = purge, .overlaps = overlaps, .set_span = set_span, .clear_span = clear_span,
	.closed_count = closed_count, .closed = closed,
	.get_seq = get_seq, .set_seq = set_seq, .scrub = scrub, .epoch = epoch, .get_stats = get_stats, .check = check,
	.verify = verify,
};

enum px_err px_store_open_faulty(const struct px_store_config *config, struct px_store_fault *fault,
				 struct px_store **store, struct px_error *error)
{
	struct fault_config with = { *config, fault };

	return px_store_open_driver(&faulty_driver, &with.config, store, error);
}
