/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The facade: picks the driver, refuses misuse before it reaches one, and
 * turns asynchronous commits into waiting ones.
 */
#include "store/store.h"

#include "base/mem.h"
#include "store/store_driver.h"

#include <pthread.h>
#include <stdlib.h>

enum { FILTERS_MAX = 16, NEEDLE_MAX = 256, ROWS_MAX = 1001 /* a page of 1,000 and whether there is more */ };

static const struct px_store_driver *const drivers[] = { &px_store_sqlite, &px_store_postgres };

struct px_store {
	const struct px_store_driver *driver;
	void *self; /* the driver's */
	const struct px_record *const *records;
	bool shared;
	struct watcher {
		const struct px_record *record;
		void (*written)(void *arg);
		void *arg;
	} watchers[PX_STORE_WATCHERS];
	size_t watcher_count;
};

enum px_err px_store_open_driver(const struct px_store_driver *driver,
				 const struct px_store_config *config, struct px_store **store,
				 struct px_error *error)
{
	struct px_store *made = px_calloc(1, sizeof(*made));
	enum px_err err;

	made->driver = driver;
	made->records = config->records;
	made->shared = config->shared;
	err = driver->open(config, &made->self, error);
	if (err)
		free(made);
	else
		*store = made;
	return err;
}

static bool is_url(const char *path)
{
	return strncmp(path, "postgres://", 11) == 0 || strncmp(path, "postgresql://", 13) == 0;
}

static enum px_err find_driver(const struct px_store_config *config, const struct px_store_driver **driver,
			       struct px_error *error)
{
	const char *name = config->driver ? config->driver : is_url(config->path) ? "postgres" : "sqlite";

	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++)
		if (strcmp(drivers[i]->name, name) == 0) {
			*driver = drivers[i];
			return PX_OK;
		}
	return px_fail(error, PX_INVALID, "store", "there is no store driver \"%s\"", name);
}

enum px_err px_store_open(const struct px_store_config *config, struct px_store **store, struct px_error *error)
{
	const struct px_store_driver *driver;
	enum px_err err = find_driver(config, &driver, error);

	if (!err && config->shared && driver == &px_store_sqlite)
		err = px_fail(error, PX_INVALID, "nodes", "several Pixies need a PostgreSQL server as their database");
	return err ? err : px_store_open_driver(driver, config, store, error);
}

enum px_err px_store_migrate(const struct px_store_config *config, bool apply, struct px_buf *sql,
			     struct px_error *error)
{
	const struct px_store_driver *driver;
	enum px_err err = find_driver(config, &driver, error);

	return err ? err : driver->migrate(config, apply, sql, error);
}

void px_store_close(struct px_store *store)
{
	if (!store)
		return;
	store->driver->close(store->self);
	free(store);
}

enum px_err px_store_begin(struct px_store *store, struct px_id user, enum px_store_mode mode,
			   struct px_store_tx **tx, struct px_error *error)
{
	enum px_err err = store->driver->begin(store->self, user, mode, tx, error);

	if (err)
		return err;
	(*tx)->store = store;
	(*tx)->user = user;
	(*tx)->mode = mode;
	(*tx)->watched = (*tx)->savepoints = 0;
	(*tx)->seq_known = (*tx)->seq_taken = false;
	return PX_OK;
}

void px_store_watch(struct px_store *store, const struct px_record *record, void (*written)(void *arg),
		    void *arg)
{
	if (store->watcher_count == PX_STORE_WATCHERS)
		abort();
	store->watchers[store->watcher_count++] = (struct watcher){ record, written, arg };
}

static void note_written(struct px_store_tx *tx, const struct px_record *record)
{
	for (size_t i = 0; i < tx->store->watcher_count; i++)
		if (tx->store->watchers[i].record == record)
			tx->watched |= 1U << i;
}

void px_store_commit(struct px_store_tx *tx, void (*done)(void *arg, enum px_err err), void *arg)
{
	struct px_store *store = tx->store;

	while (tx->savepoints)
		px_store_release(tx);
	enum px_err err = tx->seq_taken ? store->driver->set_seq(tx, tx->seq, NULL) : PX_OK;
	unsigned watched = tx->watched;

	if (err) {
		store->driver->rollback(tx);
		if (done)
			done(arg, err);
		return;
	}
	store->driver->commit(tx, done, arg);
	for (size_t i = 0; watched >> i; i++)
		if (watched >> i & 1)
			store->watchers[i].written(store->watchers[i].arg);
}

struct waiter {
	pthread_mutex_t lock;
	pthread_cond_t ready;
	bool done;
	enum px_err err;
};

static void wake(void *arg, enum px_err err)
{
	struct waiter *waiter = arg;

	pthread_mutex_lock(&waiter->lock);
	waiter->done = true;
	waiter->err = err;
	pthread_cond_signal(&waiter->ready);
	pthread_mutex_unlock(&waiter->lock);
}

enum px_err px_store_commit_wait(struct px_store_tx *tx, struct px_error *error)
{
	struct waiter waiter = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, PX_OK };

	px_store_commit(tx, wake, &waiter);
	pthread_mutex_lock(&waiter.lock);
	while (!waiter.done)
		pthread_cond_wait(&waiter.ready, &waiter.lock);
	pthread_mutex_unlock(&waiter.lock);
	pthread_cond_destroy(&waiter.ready);
	pthread_mutex_destroy(&waiter.lock);
	if (waiter.err)
		return px_fail(error, waiter.err, NULL, "the store could not make the change durable");
	return PX_OK;
}

void px_store_rollback(struct px_store_tx *tx)
{
	if (!tx)
		return;
	while (tx->savepoints)
		px_store_revert(tx);
	tx->store->driver->rollback(tx);
}

static enum px_err need_write(const struct px_store_tx *tx, struct px_error *error)
{
	if (tx->mode != PX_STORE_WRITE)
		return px_fail(error, PX_INTERNAL, NULL, "a read transaction cannot write");
	return PX_OK;
}

enum px_err px_store_savepoint(struct px_store_tx *tx, struct px_error *error)
{
	enum px_err err = need_write(tx, error);

	if (!err)
		err = tx->store->driver->savepoint(tx, error);
	if (!err)
		tx->savepoints++;
	return err;
}

void px_store_release(struct px_store_tx *tx)
{
	tx->savepoints--;
	tx->store->driver->release(tx);
}

void px_store_revert(struct px_store_tx *tx)
{
	tx->savepoints--;
	tx->store->driver->revert(tx);
}

static enum px_err need_record(const struct px_store_tx *tx, const struct px_record *record,
			       struct px_error *error)
{
	for (const struct px_record *const *known = tx->store->records; *known; known++)
		if (*known == record)
			return PX_OK;
	return px_fail(error, PX_INTERNAL, NULL, "the store was opened without \"%s\"", record->name);
}

/* A row that is written must be the transaction's user's own. */
static enum px_err need_own_row(const struct px_store_tx *tx, const struct px_record *record,
				const void *row, struct px_error *error)
{
	enum px_err err = need_write(tx, error);

	if (!err)
		err = need_record(tx, record, error);
	if (err)
		return err;
	const struct px_id *id = px_field_in(&record->fields[0], row);
	const struct px_id *owner = px_field_in(px_record_owner(record), row);
	if (px_id_is_none(*id))
		return px_fail(error, PX_INTERNAL, "id", "a %s without an id", record->name);
	if (!px_id_is_none(tx->user) && !px_id_eq(tx->user, *owner))
		return px_fail(error, PX_FORBIDDEN, "user_id", "the %s belongs to another user",
			       record->name);
	return PX_OK;
}

enum px_err px_store_insert(struct px_store_tx *tx, const struct px_record *record, const void *row,
			    struct px_error *error)
{
	enum px_err err = need_own_row(tx, record, row, error);

	if (err)
		return err;
	note_written(tx, record);
	return tx->store->driver->insert(tx, record, row, error);
}

enum px_err px_store_add(struct px_store_tx *tx, const struct px_record *record, const void *row,
			 struct px_error *error)
{
	enum px_err err = need_own_row(tx, record, row, error);

	if (err)
		return err;
	note_written(tx, record);
	return tx->store->driver->add(tx, record, row, error);
}

static enum px_err need_version(const struct px_record *record, int64_t expected, struct px_error *error)
{
	if (expected >= 0 && !px_record_field(record, PX_STR("version")))
		return px_fail(error, PX_INTERNAL, NULL, "a %s has no version", record->name);
	return PX_OK;
}

enum px_err px_store_update(struct px_store_tx *tx, const struct px_record *record, const void *row,
			    int64_t expected, struct px_error *error)
{
	enum px_err err = need_own_row(tx, record, row, error);

	if (!err)
		err = need_version(record, expected, error);
	if (err)
		return err;
	note_written(tx, record);
	return tx->store->driver->update(tx, record, row, expected, error);
}

enum px_err px_store_replace(struct px_store_tx *tx, const struct px_record *record, const void *row,
			     int64_t expected, struct px_error *error)
{
	enum px_err err = need_own_row(tx, record, row, error);

	if (!err)
		err = need_version(record, expected, error);
	if (err)
		return err;
	note_written(tx, record);
	return tx->store->driver->replace(tx, record, row, expected, error);
}

enum px_err px_store_delete(struct px_store_tx *tx, const struct px_record *record, struct px_id id,
			    struct px_error *error)
{
	enum px_err err = need_write(tx, error);

	if (!err)
		err = need_record(tx, record, error);
	return err ? err : tx->store->driver->remove(tx, record, id, error);
}

enum px_err px_store_get(struct px_store_tx *tx, const struct px_record *record, struct px_id id,
			 struct px_arena *arena, void *row, struct px_error *error)
{
	enum px_err err = need_record(tx, record, error);

	return err ? err : tx->store->driver->get(tx, record, id, arena, row, error);
}

static bool is_text(const struct px_field *field)
{
	return field->kind == PX_FIELD_TEXT || field->kind == PX_FIELD_ZONE ||
	       field->kind == PX_FIELD_RRULE;
}

/* Whether the operator means anything for the field. */
static bool op_fits(const struct px_field *field, enum px_store_op op)
{
	switch (op) {
	case PX_OP_HAS_TAG:
		return field->kind == PX_FIELD_TAGS;
	case PX_OP_CONTAINS:
		return is_text(field) || field->kind == PX_FIELD_JSON;
	case PX_OP_IS_NULL:
	case PX_OP_NOT_NULL:
		return true;
	default:
		return field->kind != PX_FIELD_TAGS && field->kind != PX_FIELD_JSON &&
		       field->kind != PX_FIELD_BLOB;
	}
}

static enum px_err check_filters(const struct px_record *record,
				 const struct px_store_filter *filters, size_t count,
				 struct px_error *error)
{
	if (count > FILTERS_MAX)
		return px_fail(error, PX_INVALID, NULL, "at most %d filters at once", FILTERS_MAX);
	for (size_t i = 0; i < count; i++) {
		const struct px_store_filter *filter = &filters[i];
		const struct px_field *field = px_record_field(record, px_str(filter->field));
		if (!field)
			return px_fail(error, PX_INVALID, filter->field, "a %s has no field \"%s\"",
				       record->name, filter->field);
		if (!op_fits(field, filter->op))
			return px_fail(error, PX_INVALID, filter->field, "%s cannot be filtered like this",
				       filter->field);
		if (filter->op == PX_OP_CONTAINS && filter->value.text.size > NEEDLE_MAX)
			return px_fail(error, PX_TOO_LARGE, filter->field, "at most %d bytes to look for",
				       NEEDLE_MAX);
	}
	return PX_OK;
}

static enum px_err check_order(const struct px_record *record, const struct px_store_query *query,
			       struct px_error *error)
{
	if (query->limit < 1 || query->limit > ROWS_MAX)
		return px_fail(error, PX_INVALID, "limit", "limit must be from 1 to %d", ROWS_MAX);
	if (query->unordered && (query->order || query->descending || query->after || query->keys_first))
		return px_fail(error, PX_INVALID, "order", "rows in no order have no cursor");
	if (!query->order)
		return PX_OK;
	const struct px_field *field = px_record_field(record, px_str(query->order));
	if (!field || field->kind == PX_FIELD_TAGS || field->kind == PX_FIELD_JSON ||
	    field->kind == PX_FIELD_BLOB)
		return px_fail(error, PX_INVALID, "order", "cannot order by \"%s\"", query->order);
	return PX_OK;
}

enum px_err px_store_query(struct px_store_tx *tx, const struct px_record *record,
			   const struct px_store_query *query, struct px_arena *arena, void **rows,
			   size_t *count, struct px_error *error)
{
	enum px_err err = need_record(tx, record, error);

	if (!err)
		err = check_filters(record, query->filters, query->filter_count, error);
	if (!err)
		err = check_order(record, query, error);
	return err ? err : tx->store->driver->query(tx, record, query, arena, rows, count, error);
}

void px_store_ahead_get(struct px_store_tx *tx, const struct px_record *record, struct px_id id)
{
	if (need_record(tx, record, NULL) == PX_OK)
		tx->store->driver->ahead_get(tx, record, id);
}

void px_store_ahead_query(struct px_store_tx *tx, const struct px_record *record, const struct px_store_query *query)
{
	if (need_record(tx, record, NULL) == PX_OK && check_filters(record, query->filters, query->filter_count, NULL) == PX_OK &&
	    check_order(record, query, NULL) == PX_OK)
		tx->store->driver->ahead_query(tx, record, query);
}

enum px_err px_store_count(struct px_store_tx *tx, const struct px_record *record,
			   const struct px_store_filter *filters, size_t filter_count,
			   int64_t *count, struct px_error *error)
{
	enum px_err err = need_record(tx, record, error);

	if (!err)
		err = check_filters(record, filters, filter_count, error);
	return err ? err
		   : tx->store->driver->count(tx, record, filters, filter_count, count, error);
}

enum px_err px_store_purge(struct px_store_tx *tx, const struct px_record *record,
			   const struct px_store_filter *filters, size_t filter_count, size_t limit,
			   size_t *deleted, struct px_error *error)
{
	enum px_err err = need_write(tx, error);

	*deleted = 0;
	if (!err)
		err = need_record(tx, record, error);
	if (!err)
		err = check_filters(record, filters, filter_count, error);
	if (!err && (limit < 1 || limit > ROWS_MAX))
		err = px_fail(error, PX_INVALID, "limit", "limit must be from 1 to %d", ROWS_MAX);
	return err ? err
		   : tx->store->driver->purge(tx, record, filters, filter_count, limit, deleted, error);
}

static enum px_err need_user(const struct px_store_tx *tx, struct px_error *error)
{
	if (px_id_is_none(tx->user))
		return px_fail(error, PX_INTERNAL, NULL, "spans, numbers and closed tasks belong to one user");
	return PX_OK;
}

enum px_err px_store_seq(struct px_store_tx *tx, int64_t *last, struct px_error *error)
{
	enum px_err err = tx->seq_known ? PX_OK : need_user(tx, error);

	if (!err && !tx->seq_known)
		err = tx->store->driver->get_seq(tx, &tx->seq, error);
	if (err)
		return err;
	tx->seq_known = true;
	*last = tx->seq;
	return PX_OK;
}

enum px_err px_store_take_seq(struct px_store_tx *tx, int64_t count, int64_t *last,
			      struct px_error *error)
{
	enum px_err err = need_write(tx, error);

	if (!err)
		err = px_store_seq(tx, last, error);
	if (err)
		return err;
	tx->seq_taken = true;
	*last = tx->seq += count;
	return PX_OK;
}

static enum px_err need_range(int64_t start, int64_t end, struct px_error *error)
{
	if (start >= end)
		return px_fail(error, PX_INVALID, "end", "the end must be after the start");
	return PX_OK;
}

enum px_err px_store_overlaps(struct px_store_tx *tx, int64_t start, int64_t end,
			      struct px_arena *arena, struct px_store_span **spans, size_t *count,
			      struct px_error *error)
{
	enum px_err err = need_user(tx, error);

	if (!err)
		err = need_range(start, end, error);
	return err ? err : tx->store->driver->overlaps(tx, start, end, arena, spans, count, error);
}

enum px_err px_store_set_span(struct px_store_tx *tx, const struct px_store_span *span,
			      struct px_error *error)
{
	enum px_err err = need_write(tx, error);

	if (!err)
		err = need_user(tx, error);
	if (!err)
		err = need_range(span->start, span->end, error);
	return err ? err : tx->store->driver->set_span(tx, span, error);
}

enum px_err px_store_clear_span(struct px_store_tx *tx, struct px_id event, struct px_error *error)
{
	enum px_err err = need_write(tx, error);

	if (!err)
		err = need_user(tx, error);
	return err ? err : tx->store->driver->clear_span(tx, event, error);
}

enum px_err px_store_closed_count(struct px_store_tx *tx, struct px_str word, size_t max, size_t *count,
				  struct px_error *error)
{
	enum px_err err = need_user(tx, error);

	return err ? err : tx->store->driver->closed_count(tx, word, max, count, error);
}

enum px_err px_store_closed(struct px_store_tx *tx, const struct px_str *words, size_t word_count, size_t max,
			    struct px_id *tasks, size_t *count, struct px_error *error)
{
	enum px_err err = need_user(tx, error);

	if (!err && (word_count < 1 || word_count > PX_STORE_CLOSED_WORDS))
		err = px_fail(error, PX_INVALID, "words", "must be 1 to %d", PX_STORE_CLOSED_WORDS);
	return err ? err : tx->store->driver->closed(tx, words, word_count, max, tasks, count, error);
}

void px_store_scrub(struct px_store_tx *tx)
{
	tx->store->driver->scrub(tx);
}

uint64_t px_store_epoch(const struct px_store *store)
{
	return store->driver->epoch(store->self);
}

unsigned px_store_capabilities(const struct px_store *store)
{
	return store->driver->capabilities & ~(store->shared ? (unsigned)PX_STORE_EXCLUSIVE : 0U);
}

void px_store_get_stats(struct px_store *store, struct px_store_stats *stats)
{
	store->driver->get_stats(store->self, stats);
}

enum px_err px_store_verify(struct px_store *store, struct px_error *error)
{
	return store->driver->verify(store->self, error);
}

enum px_err px_store_check(struct px_store *store, struct px_error *error)
{
	return store->driver->check(store->self, error);
}
