/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The SQLite driver's table: opening, closing, and the life of a transaction.
 *
 * One connection writes; all write transactions take turns on it (group.c).
 * Reads borrow a connection from a pool, one each.  A third kind of connection
 * moves the log into the database (checkpoint.c).  A connection is used by one
 * thread at a time, so SQLite's own mutexes are off.
 *
 * Rows and queries are in rows.c and query.c.
 */
#include "store/sqlite/sqlite_internal.h"

#include "base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static struct connection *connection_of(struct px_store_tx *tx)
{
	return (struct connection *)((char *)tx - offsetof(struct connection, tx));
}

/* Made here rather than by SQLite, to be the owner's alone from the start. */
static enum px_err create_file(const char *path, struct px_error *error)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

	if (fd < 0)
		return px_fail(error, PX_IO, "data", "cannot open %s: %s", path, strerror(errno));
	close(fd);
	return PX_OK;
}

static void init_driver(struct driver *driver, const struct px_store_config *config)
{
	pthread_condattr_t monotonic;

	driver->path = px_strdup(config->path);
	driver->records = config->records;
	while (config->records[driver->record_count])
		driver->record_count++;
	driver->lock_fd = -1;
	driver->group.wal_fd = -1;
	pthread_mutex_init(&driver->pool_lock, NULL);
	pthread_mutex_init(&driver->group.lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_mutex_init(&driver->group.wake_lock, NULL);
	pthread_mutex_init(&driver->group.readers_lock, NULL);
	pthread_cond_init(&driver->group.wake, &monotonic);
	pthread_condattr_destroy(&monotonic);
	pthread_cond_init(&driver->group.turn, NULL);
	pthread_mutex_init(&driver->checkpoint.lock, NULL);
	pthread_cond_init(&driver->checkpoint.work, NULL);
}

static void close_driver(void *self)
{
	struct driver *driver = self;

	group_stop(driver);
	while (driver->pool) {
		struct connection *next = driver->pool->next;
		connection_close(driver->pool);
		driver->pool = next;
	}
	connection_close(driver->writer);
	checkpoint_stop(driver); /* its connection is the last: empties the log and removes it */
	lock_drop(driver->lock_fd);
	pthread_cond_destroy(&driver->checkpoint.work);
	pthread_mutex_destroy(&driver->checkpoint.lock);
	pthread_cond_destroy(&driver->group.turn);
	pthread_cond_destroy(&driver->group.wake);
	pthread_mutex_destroy(&driver->group.readers_lock);
	pthread_mutex_destroy(&driver->group.wake_lock);
	pthread_mutex_destroy(&driver->group.lock);
	pthread_mutex_destroy(&driver->pool_lock);
	free(driver->path);
	free(driver);
}

/*
 * Of the process, before SQLite's first use.  Nobody asks it how much memory
 * it uses; counting costs a process-wide lock at each allocation.  What
 * savepoints keep goes to a file of its VFS from the start (savepoints.c).  Its
 * temporary files, which have no name once they are open, lie beside the
 * database: other folders others may read, or nobody may write.
 */
static void configure_once(const char *path)
{
	static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
	static bool done;
	const char *slash = strrchr(path, '/');

	pthread_mutex_lock(&lock);
	if (!done) {
		(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
		(void)sqlite3_config(SQLITE_CONFIG_STMTJRNL_SPILL, 0);
		sqlite3_temp_directory = slash ? sqlite3_mprintf("%.*s", (int)(slash - path) + 1, path) : NULL;
		done = true;
	}
	pthread_mutex_unlock(&lock);
}

static enum px_err open_driver(const struct px_store_config *config, void **self,
			       struct px_error *error)
{
	struct driver *driver = px_calloc(1, sizeof(*driver));
	enum px_err err;

	configure_once(config->path);
	init_driver(driver, config);
	err = lock_take(driver->path, &driver->lock_fd, error);
	if (!err)
		err = intact_file(driver->path, config->existing, error);
	if (!err)
		err = create_file(driver->path, error);
	if (!err)
		err = connection_open(driver, CONNECTION_WRITE, &driver->writer, error);
	if (!err)
		err = migrations_apply(driver->writer->db, error);
	if (!err)
		err = rows_verify(driver->writer, error);
	if (!err)
		err = checkpoint_start(driver, error);
	if (!err)
		err = group_start(driver, error);
	if (err)
		close_driver(driver);
	else
		*self = driver;
	return err;
}

/* Opened as it is: with no file there is none, and an old one stays old. */
static enum px_err plan_migration(const char *path, struct px_buf *sql, struct px_error *error)
{
	sqlite3 *db = NULL;
	int code = sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE, NULL);
	enum px_err err = PX_OK;

	if (code == SQLITE_OK)
		err = migrations_write(db, sql, error);
	else if (access(path, F_OK) == 0)
		err = connection_fail(db, code, error);
	else
		err = px_buf_printf(sql, "-- a new database: %s\n", path);
	sqlite3_close(db);
	return err;
}

static enum px_err migrate(const struct px_store_config *config, bool apply, struct px_buf *sql, struct px_error *error)
{
	void *driver;
	int lock;
	enum px_err err = lock_take(config->path, &lock, error);

	if (err)
		return err;
	configure_once(config->path);
	err = plan_migration(config->path, sql, error);
	lock_drop(lock);
	if (!err && apply && sql->size)
		err = open_driver(config, &driver, error);
	if (!err && apply && sql->size)
		close_driver(driver);
	return err;
}

static void give_back(struct connection *connection)
{
	struct driver *driver = connection->driver;

	pthread_mutex_lock(&driver->pool_lock);
	connection->next = driver->pool;
	driver->pool = connection;
	pthread_mutex_unlock(&driver->pool_lock);
}

/* The one used last, whose pages are still warm; a new one if all are busy. */
static enum px_err take_reader(struct driver *driver, struct connection **reader,
			       struct px_error *error)
{
	pthread_mutex_lock(&driver->pool_lock);
	struct connection *idle = driver->pool;
	if (idle)
		driver->pool = idle->next;
	pthread_mutex_unlock(&driver->pool_lock);
	if (!idle)
		return connection_open(driver, CONNECTION_READ, reader, error);
	*reader = idle;
	return PX_OK;
}

static enum px_err begin(void *self, struct px_id user, enum px_store_mode mode,
			 struct px_store_tx **tx, struct px_error *error)
{
	struct driver *driver = self;
	struct connection *connection;
	enum px_err err;

	(void)user; /* a part of each statement, not of the transaction */
	if (mode == PX_STORE_WRITE) {
		err = group_enter(driver, error);
		if (!err)
			*tx = &driver->writer->tx;
		return err;
	}
	err = take_reader(driver, &connection, error);
	if (err)
		return err;
	err = connection_run(connection, SQL_BEGIN_READ, error);
	if (err) {
		give_back(connection);
		return err;
	}
	atomic_fetch_add_explicit(&driver->reads, 1, memory_order_relaxed);
	*tx = &connection->tx;
	return PX_OK;
}

/* Ending a read cannot fail in a way that matters to the reader. */
static void end_read(struct connection *connection)
{
	(void)!connection_run(connection, SQL_COMMIT, NULL);
	give_back(connection);
}

/* What can be neither kept nor undone alone takes the batch with it, which is then told so. */
static enum px_err end_write(struct connection *connection, bool keep)
{
	enum px_err err = PX_OK;

	if (connection->driver->group.lost)
		return PX_IO;
	if (!keep)
		err = connection_run(connection, SQL_REVERT, NULL);
	if (!err)
		err = connection_run(connection, SQL_RELEASE, NULL);
	if (err)
		group_give_up(connection->driver);
	return err;
}

static void commit(struct px_store_tx *tx, void (*done)(void *arg, enum px_err err), void *arg)
{
	struct connection *connection = connection_of(tx);
	struct driver *driver = connection->driver;

	if (tx->mode == PX_STORE_READ) {
		end_read(connection);
		if (done)
			group_after(driver, done, arg);
		return;
	}
	(void)!end_write(connection, true);
	group_leave(driver, done, arg);
}

static void rollback(struct px_store_tx *tx)
{
	struct connection *connection = connection_of(tx);

	if (tx->mode == PX_STORE_READ) {
		end_read(connection);
		return;
	}
	(void)!end_write(connection, false);
	group_leave(connection->driver, NULL, NULL);
}

static enum px_err savepoint(struct px_store_tx *tx, struct px_error *error)
{
	struct connection *connection = connection_of(tx);

	if (connection->driver->group.lost)
		return group_fail_lost(connection->driver, error);
	return connection_run(connection, SQL_SAVEPOINT, error);
}

static void release(struct px_store_tx *tx)
{
	struct connection *connection = connection_of(tx);

	if (!connection->driver->group.lost && connection_run(connection, SQL_RELEASE, NULL) != PX_OK)
		group_give_up(connection->driver);
}

static void revert(struct px_store_tx *tx)
{
	struct connection *connection = connection_of(tx);

	if (connection->driver->group.lost)
		return;
	if (connection_run(connection, SQL_REVERT, NULL) != PX_OK)
		group_give_up(connection->driver);
	release(tx);
}

static void get_stats(void *self, struct px_store_stats *stats)
{
	struct driver *driver = self;

	*stats = (struct px_store_stats){
		.transactions = atomic_load(&driver->group.transactions),
		.batches = atomic_load(&driver->group.batches),
		.commit_ns = atomic_load(&driver->group.commit_ns),
		.reads = atomic_load(&driver->reads),
	};
}

static void scrub(struct px_store_tx *tx)
{
	atomic_store(&connection_of(tx)->driver->checkpoint.scrub, true);
}

static uint64_t epoch(void *self)
{
	return atomic_load(&((struct driver *)self)->group.epoch);
}

enum { PROBE_NS = 1000000000 };

static enum px_err ping(struct connection *connection, struct px_error *error)
{
	sqlite3_stmt *statement;
	enum px_err err = connection_fixed(connection, SQL_PING, &statement, error);

	if (err)
		return err;
	int code = sqlite3_step(statement);
	if (code != SQLITE_ROW)
		err = connection_fail(connection->db, code, error);
	sqlite3_reset(statement);
	return err;
}

struct probe {
	pthread_mutex_t lock;
	pthread_cond_t ended;
	bool done;
	enum px_err err;
};

static void probe_ended(void *arg, enum px_err err)
{
	struct probe *probe = arg;

	pthread_mutex_lock(&probe->lock);
	probe->done = true;
	probe->err = err;
	pthread_cond_signal(&probe->ended);
	pthread_mutex_unlock(&probe->lock);
}

/* Writes one row, waits until it is durable. */
static enum px_err write_probe(struct driver *driver, struct px_error *error)
{
	struct probe probe = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, PX_OK };
	sqlite3_stmt *statement;
	enum px_err err = group_enter(driver, error);

	if (err)
		return err;
	err = connection_fixed(driver->writer, SQL_PROBE, &statement, error);
	if (!err)
		err = connection_write(driver->writer, statement, error);
	enum px_err ended = end_write(driver->writer, !err);
	group_leave(driver, probe_ended, &probe);
	pthread_mutex_lock(&probe.lock);
	while (!probe.done)
		pthread_cond_wait(&probe.ended, &probe.lock);
	pthread_mutex_unlock(&probe.lock);
	pthread_cond_destroy(&probe.ended);
	pthread_mutex_destroy(&probe.lock);
	if (err || ended)
		return err ? err : ended;
	return probe.err == PX_NO_SPACE ? px_fail(error, PX_NO_SPACE, "data", "the disk is full")
	       : probe.err ? px_fail(error, probe.err, "data", "the database cannot be written") : PX_OK;
}

/*
 * Reads, and writes for real: what holds locks and memory only would not
 * notice a full disk.  A batch that became durable within the last second is
 * proof enough, so that asking often costs little.
 */
static enum px_err check(void *self, struct px_error *error)
{
	struct driver *driver = self;
	struct connection *reader;
	enum px_err err = take_reader(driver, &reader, error);

	if (err)
		return err;
	err = ping(reader, error);
	give_back(reader);
	if (err || group_wrote_lately(driver, PROBE_NS))
		return err;
	return write_probe(driver, error);
}

static enum px_err verify(void *self, struct px_error *error)
{
	struct driver *driver = self;
	struct connection *reader;
	enum px_err err = take_reader(driver, &reader, error);

	if (err)
		return err;
	err = intact_pages(reader->db, error);
	give_back(reader);
	return err;
}

/* An answer costs no round trip here. */
static void ahead_get(struct px_store_tx *tx, const struct px_record *record, struct px_id id)
{
	(void)tx, (void)record, (void)id;
}

static void ahead_query(struct px_store_tx *tx, const struct px_record *record, const struct px_store_query *query)
{
	(void)tx, (void)record, (void)query;
}

const struct px_store_driver px_store_sqlite = {
	.name = "sqlite",
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
	.insert = rows_insert,
	.update = rows_update,
	.add = rows_insert,
	.replace = rows_update,
	.ahead_get = ahead_get,
	.ahead_query = ahead_query,
	.remove = rows_remove,
	.get = rows_get,
	.query = query_rows,
	.count = query_count,
	.purge = query_purge,
	.overlaps = spans_overlaps,
	.set_span = spans_set,
	.clear_span = spans_clear,
	.closed_count = closed_count,
	.closed = closed_find,
	.get_seq = rows_get_seq,
	.set_seq = rows_set_seq,
	.scrub = scrub,
	.epoch = epoch,
	.get_stats = get_stats,
	.check = check,
	.verify = verify,
};
