/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The PostgreSQL driver's table: opening, closing, and the life of a
 * transaction.
 *
 * Each transaction runs on a connection of its own, from the pool.  Write
 * transactions of one user exclude each other by an advisory lock, those of
 * maintenance exclude each other by one of theirs; a user and maintenance meet
 * by row locks and versions.  Both read what is committed, statement by
 * statement; read transactions see one snapshot.  Its first statement opens a
 * transaction (call.c), and its COMMIT is answered on a thread of its own
 * (commits.c).
 *
 * What is deleted stays in the server's files until VACUUM, and in its log:
 * px_store_scrub can't reach them.
 */
#include "store/postgres/postgres_internal.h"

#include "base/clock.h"
#include "base/mem.h"

#include <stdlib.h>
#include <string.h>

static void init_driver(struct driver *driver, const struct px_store_config *config)
{
	pg_connection_set_url(driver, config->path);
	driver->shared = config->shared;
	driver->records = config->records;
	for (; config->records[driver->record_count]; driver->record_count++)
		if (strcmp(config->records[driver->record_count]->table, "users") == 0)
			driver->users = config->records[driver->record_count];
	driver->commits.wake_fd = -1;
	pthread_mutex_init(&driver->pool_lock, NULL);
	pthread_mutex_init(&driver->keeper.lock, NULL);
	pthread_mutex_init(&driver->commits.lock, NULL);
	pthread_cond_init(&driver->commits.changed, NULL);
}

static void close_driver(void *self)
{
	struct driver *driver = self;

	pg_commits_stop(driver);
	pg_pool_close(driver);
	pg_keeper_stop(driver);
	pthread_cond_destroy(&driver->commits.changed);
	pthread_mutex_destroy(&driver->commits.lock);
	pthread_mutex_destroy(&driver->keeper.lock);
	pthread_mutex_destroy(&driver->pool_lock);
	free(driver->url);
	free(driver->direct_host);
	free(driver->direct_port);
	free(driver);
}

static enum px_err open_driver(const struct px_store_config *config, void **self, struct px_error *error)
{
	struct driver *driver = px_calloc(1, sizeof(*driver));

	init_driver(driver, config);
	enum px_err err = pg_schema_apply(driver, config->existing, error);
	if (!err)
		err = pg_keeper_start(driver, error);
	if (!err)
		err = pg_commits_start(driver, error);
	if (err)
		close_driver(driver);
	else
		*self = driver;
	return err;
}

static enum px_err migrate(const struct px_store_config *config, bool apply, struct px_buf *sql, struct px_error *error)
{
	struct driver *driver = px_calloc(1, sizeof(*driver));

	init_driver(driver, config);
	enum px_err err = pg_schema_plan(driver, apply, sql, error);
	close_driver(driver);
	return err;
}

static enum px_err begin(void *self, struct px_id user, enum px_store_mode mode, struct px_store_tx **tx,
			 struct px_error *error)
{
	struct driver *driver = self;
	struct connection *connection;

	if (atomic_load(&driver->keeper.lost))
		return pg_keeper_hold(driver, error);
	enum px_err err = pg_pool_take(driver, &connection, error);
	if (err)
		return err;
	connection->tx.user = user;
	connection->tx.mode = mode;
	connection->maintenance = px_id_is_none(user);
	connection->opening = connection->opened = connection->wrote = false;
	connection->doomed = (struct px_error){ 0 };
	connection->pending_count = 0;
	if (mode == PX_STORE_WRITE)
		pg_commits_wait(connection);
	else
		atomic_fetch_add_explicit(&driver->reads, 1, memory_order_relaxed);
	*tx = &connection->tx;
	return PX_OK;
}

/* Ends what changed nothing, or shall not be kept.  Its answer is read before the connection's next use. */
static void let_go(struct connection *connection, const char *command)
{
	bool begun = connection->opened || connection->opening;
	/* What was queued may fail, which must not keep the command from being heard. */
	bool cut = !connection->dead && begun && pg_call_settle(connection);

	connection->pending_count = 0;
	pg_ahead_clear(connection);
	if (connection->dead || (begun && (!cut || !pg_call_end(connection, NULL, command))))
		pg_connection_free(connection);
	else
		pg_pool_give(connection);
}

/* What was written and is refused is lost, as with a COMMIT that fails: nobody may go on from it. */
static void end_epoch(struct connection *connection)
{
	if (connection->wrote && (connection->dead || connection->doomed.code))
		atomic_fetch_add(&connection->driver->commits.epoch, 1);
}

static void commit(struct px_store_tx *tx, void (*done)(void *arg, enum px_err err), void *arg)
{
	struct connection *connection = connection_of(tx);

	enum px_err err = connection->dead ? PX_UNAVAILABLE : connection->doomed.code;

	if (connection->wrote && !connection->doomed.code) {
		pg_ahead_clear(connection);
		pg_commits_add(connection, done, arg);
		return;
	}
	end_epoch(connection);
	/* What others committed is visible only once it is durable. */
	let_go(connection, tx->mode == PX_STORE_READ ? "COMMIT" : "ROLLBACK");
	if (done)
		done(arg, err);
}

static void rollback(struct px_store_tx *tx)
{
	end_epoch(connection_of(tx));
	let_go(connection_of(tx), "ROLLBACK");
}

/* Savepoints nest under one name: RELEASE and ROLLBACK TO mean the innermost. */
static enum px_err savepoint(struct px_store_tx *tx, struct px_error *error)
{
	return pg_call_later(connection_of(tx), "SAVEPOINT s", error);
}

static void release(struct px_store_tx *tx)
{
	struct connection *connection = connection_of(tx);
	size_t last = connection->pending_count;

	/* One in which nothing was done need not be told of. */
	if (last && strcmp(connection->pending[last - 1], "SAVEPOINT s") == 0)
		connection->pending_count--;
	else
		(void)pg_call_later(connection, "RELEASE s", NULL);
}

static void revert(struct px_store_tx *tx)
{
	pg_ahead_spoil(connection_of(tx), NULL);
	(void)pg_call_later(connection_of(tx), "ROLLBACK TO s", NULL);
	(void)pg_call_later(connection_of(tx), "RELEASE s", NULL);
}

static void scrub(struct px_store_tx *tx)
{
	(void)tx;
}

static uint64_t epoch(void *self)
{
	return atomic_load(&((struct driver *)self)->commits.epoch);
}

static void get_stats(void *self, struct px_store_stats *stats)
{
	struct driver *driver = self;

	*stats = (struct px_store_stats){
		.transactions = atomic_load(&driver->commits.transactions),
		.batches = atomic_load(&driver->commits.batches),
		.commit_ns = atomic_load(&driver->commits.commit_ns),
		.reads = atomic_load(&driver->reads),
		.round_trips = atomic_load(&driver->round_trips),
	};
}

enum { PROBE_NS = 1000000000, PROBE_MS = 10000 };

/* Writes one row and waits for the disk, on a connection of the pool. */
static enum px_err probe(struct driver *driver, struct px_error *error)
{
	struct px_store_tx *tx;
	enum px_err err = begin(driver, PX_ID_NONE, PX_STORE_WRITE, &tx, error);

	if (err)
		return err;
	struct connection *connection = connection_of(tx);
	struct item item = { .statement = pg_statement_fixed(connection, FIXED_PROBE) };
	err = pg_call_write(connection, &item, 1, error);
	pg_connection_clear(connection);
	if (!err && (!pg_call_end(connection, NULL, "COMMIT") || pg_connection_await(connection, PROBE_MS) != PROGRESS_COMPLETE))
		err = pg_connection_fail_lost(error);
	else if (!err && connection->replies.failed >= 0)
		err = pg_connection_fail_replies(connection, error);
	connection->opened = connection->opened && err;
	connection->dead = connection->dead || err == PX_UNAVAILABLE;
	let_go(connection, "ROLLBACK");
	return err;
}

static enum px_err check(void *self, struct px_error *error)
{
	struct driver *driver = self;
	int64_t at = atomic_load(&driver->commits.durable_at);

	if (atomic_load(&driver->keeper.lost))
		return pg_keeper_hold(driver, error);
	if (at && px_clock_mono() - at < PROBE_NS)
		return PX_OK;
	return probe(driver, error);
}

static enum px_err verify(void *self, struct px_error *error)
{
	return pg_schema_verify(self, error);
}

const struct px_store_driver px_store_postgres = {
	.name = "postgres",
	.capabilities = PX_STORE_EXCLUSIVE,
	.open = open_driver,
	.migrate = migrate,
	.close = close_driver,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.savepoint = savepoint,
	.release = release,
	.revert = revert,
	.insert = pg_rows_insert,
	.update = pg_rows_update,
	.add = pg_rows_add,
	.replace = pg_rows_replace,
	.ahead_get = pg_rows_ahead,
	.ahead_query = pg_query_ahead,
	.remove = pg_rows_remove,
	.get = pg_rows_get,
	.query = pg_query_rows,
	.count = pg_query_count,
	.purge = pg_query_purge,
	.overlaps = pg_spans_overlaps,
	.set_span = pg_spans_set,
	.clear_span = pg_spans_clear,
	.closed_count = pg_closed_count,
	.closed = pg_closed_find,
	.get_seq = pg_rows_get_seq,
	.set_seq = pg_rows_set_seq,
	.scrub = scrub,
	.epoch = epoch,
	.get_stats = get_stats,
	.check = check,
	.verify = verify,
};
