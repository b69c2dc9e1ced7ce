/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of the SQLite driver share.
 *
 * sqlite.c        the driver table, opening and closing, transactions
 * connection.c    one connection: settings, prepared statements, errors
 * rows.c          binding and reading rows; insert, update, delete, get
 * query.c         queries (store/sql.h), their statements cached by shape
 * spans.c         the interval tree behind px_store_overlaps
 * group.c         group commit: the write connection's lock, batches, the sync
 * vfs.c           how the write connection writes its log
 * clean.c         how the checkpoint connection writes pages: without remains
 * checkpoint.c    moving the write-ahead log into the database
 * migrations.c    the schema, step by step
 */
#ifndef PX_STORE_SQLITE_INTERNAL_H
#define PX_STORE_SQLITE_INTERNAL_H

#include "store/sql.h"
#include "store/store_driver.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>

/* Statements that do not depend on a record. */
enum sql_fixed {
	SQL_BEGIN_READ, SQL_BEGIN_WRITE, SQL_COMMIT, SQL_ROLLBACK,
	SQL_SAVEPOINT, SQL_RELEASE, SQL_REVERT,
	SQL_SPAN_SET, SQL_SPAN_CLEAR, SQL_SPAN_BEFORE, SQL_SPAN_AFTER, SQL_SPAN_WITHIN,
	SQL_SPAN_LEFT, SQL_SPAN_RIGHT, SQL_CLOSED_COUNT, SQL_CLOSED_SEEK,
	SQL_SEQ_GET, SQL_SEQ_SET,
	SQL_PING, SQL_PROBE, SQL_FIXED_COUNT
};

/* A query statement and the bytes that tell it from others of other shape. */
enum { SHAPES_MAX = 64 };

struct shape {
	unsigned char key[SQL_KEY_MAX];
	size_t key_size;
	uint64_t hash;
	uint64_t used; /* of connection.uses, for eviction */
	sqlite3_stmt *statement;
};

/*
 * One SQLite connection with its statements.  Used by one thread at a time:
 * the write connection under group.lock, a read connection by whoever took it
 * from the pool.
 */
struct connection {
	sqlite3 *db;
	struct px_store_tx tx; /* the transaction that runs on it */
	struct driver *driver;
	struct connection *next; /* in the pool of idle read connections */
	sqlite3_stmt *fixed[SQL_FIXED_COUNT];
	sqlite3_stmt *(*records)[SQL_RECORD_COUNT]; /* by the record's place in the configuration */
	struct shape shapes[SHAPES_MAX];
	size_t shape_count;
	uint64_t uses;
	bool wrote; /* the transaction changed something */
};

enum connection_kind { CONNECTION_WRITE, CONNECTION_READ, CONNECTION_CHECKPOINT };

/* connection.c */
enum px_err connection_open(struct driver *driver, enum connection_kind kind,
			    struct connection **connection, struct px_error *error) PX_MUST_CHECK;
void connection_close(struct connection *connection);
/* Maps SQLite's code and fills the detail; never PX_OK. */
enum px_err connection_fail(sqlite3 *db, int code, struct px_error *error);
enum px_err connection_prepare(struct connection *connection, const char *sql,
			       sqlite3_stmt **statement, struct px_error *error) PX_MUST_CHECK;
/* The prepared statement, made on first use.  It is reset. */
enum px_err connection_fixed(struct connection *connection, enum sql_fixed which,
			     sqlite3_stmt **statement, struct px_error *error) PX_MUST_CHECK;
/* Runs a fixed statement that takes no values and gives no rows. */
enum px_err connection_run(struct connection *connection, enum sql_fixed which,
			   struct px_error *error) PX_MUST_CHECK;
/* Steps a statement that gives no rows, and resets it. */
enum px_err connection_step(struct connection *connection, sqlite3_stmt *statement,
			    struct px_error *error) PX_MUST_CHECK;
/*
 * The same for a statement that changes data in the open batch.  After some
 * errors (a full disk) SQLite drops the whole batch by itself; this notices.
 */
enum px_err connection_write(struct connection *connection, sqlite3_stmt *statement,
			     struct px_error *error) PX_MUST_CHECK;
size_t connection_record_index(const struct connection *connection, const struct px_record *record);
extern const char *const sqlite_fixed_sql[SQL_FIXED_COUNT];

/* rows.c */
/* Prepares every record's statements once, so that a table lacking a column fails at opening. */
enum px_err rows_verify(struct connection *connection, struct px_error *error) PX_MUST_CHECK;
int rows_bind_id(sqlite3_stmt *statement, int at, struct px_id id);
/* Reads the current result row into one made by px_record_init; columns are the fields in order. */
enum px_err rows_read(sqlite3_stmt *statement, const struct px_record *record,
		      struct px_arena *arena, void *row, struct px_error *error) PX_MUST_CHECK;
enum px_err rows_insert(struct px_store_tx *tx, const struct px_record *record, const void *row,
			struct px_error *error);
enum px_err rows_update(struct px_store_tx *tx, const struct px_record *record, const void *row,
			int64_t expected, struct px_error *error);
enum px_err rows_remove(struct px_store_tx *tx, const struct px_record *record, struct px_id id,
			struct px_error *error);
/* Deletes by the table's own key; `owner` none: of a row that belongs to nobody. */
enum px_err rows_remove_key(struct connection *connection, const struct px_record *record, struct px_id id,
			    struct px_id owner, struct px_error *error);
enum px_err rows_get(struct px_store_tx *tx, const struct px_record *record, struct px_id id,
		     struct px_arena *arena, void *row, struct px_error *error);

enum px_err rows_get_seq(struct px_store_tx *tx, int64_t *seq, struct px_error *error);
enum px_err rows_set_seq(struct px_store_tx *tx, int64_t seq, struct px_error *error);

/* query.c */
enum px_err query_rows(struct px_store_tx *tx, const struct px_record *record,
		       const struct px_store_query *query, struct px_arena *arena, void **rows,
		       size_t *count, struct px_error *error);
enum px_err query_count(struct px_store_tx *tx, const struct px_record *record,
			const struct px_store_filter *filters, size_t filter_count, int64_t *count,
			struct px_error *error);
enum px_err query_purge(struct px_store_tx *tx, const struct px_record *record,
			const struct px_store_filter *filters, size_t filter_count, size_t limit,
			size_t *deleted, struct px_error *error);
extern const struct sql_dialect sqlite_dialect;
/* Registers the SQL function that PX_OP_CONTAINS uses. */
int query_register(sqlite3 *db);

/* spans.c */
enum px_err spans_overlaps(struct px_store_tx *tx, int64_t start, int64_t end,
			   struct px_arena *arena, struct px_store_span **spans, size_t *count,
			   struct px_error *error);
enum px_err spans_set(struct px_store_tx *tx, const struct px_store_span *span,
		      struct px_error *error);
enum px_err spans_clear(struct px_store_tx *tx, struct px_id event, struct px_error *error);

/* closed.c */
enum px_err closed_count(struct px_store_tx *tx, struct px_str word, size_t max, size_t *count, struct px_error *error);
enum px_err closed_find(struct px_store_tx *tx, const struct px_str *words, size_t word_count, size_t max,
			struct px_id *tasks, size_t *count, struct px_error *error);
/* Registers the SQL function by which the triggers of tasks keep the index. */
int closed_register(sqlite3 *db);

/* migrations.c */
/* Brings the schema up to date in one transaction; refuses a newer or foreign database. */
enum px_err migrations_apply(sqlite3 *db, struct px_error *error) PX_MUST_CHECK;
/* The same up to step `wanted` only: how tests make a database of an older Pixie. */
enum px_err migrations_apply_to(sqlite3 *db, int wanted, struct px_error *error) PX_MUST_CHECK;
/* Appends the steps that the database lacks; refuses as migrations_apply does. */
enum px_err migrations_write(sqlite3 *db, struct px_buf *sql, struct px_error *error) PX_MUST_CHECK;
/* How many steps there are: the newest version. */
int migrations_count(void);

/* Someone waiting for a batch to become durable. */
struct acknowledgement {
	void (*done)(void *arg, enum px_err err);
	void *arg;
};

struct acknowledgements {
	struct acknowledgement *items;
	size_t count, capacity;
};

/*
 * Group commit.  `lock` is held by whoever uses the write connection: a
 * transaction from its begin to its end, or the commit thread for the COMMIT.
 * Everything below is guarded by it, but for the atomics.
 */
struct group {
	pthread_mutex_t lock;
	pthread_cond_t turn;         /* writers wait while the commit thread wants the lock */
	_Atomic bool wanted;         /* the commit thread is next */
	bool idle;                   /* the commit thread waits for any work */
	size_t target;               /* or for a batch of this size; 0: it does not wait */
	bool open;                   /* BEGIN was run: a batch is being filled */
	bool dirty;                  /* something was written in it */
	bool lost;                   /* SQLite rolled the batch back by itself; it must be failed */
	bool stop;
	enum px_err lost_why;
	_Atomic bool broken;         /* a sync failed: what is on disk is not known any more; written under lock */
	/* From before a COMMIT until its batch is acknowledged; cleared under readers_lock. */
	_Atomic bool syncing;
	pthread_mutex_t readers_lock; /* guards `readers`; taken alone */
	struct acknowledgements readers; /* who saw the batch that is being synced */
	struct acknowledgements batch; /* of the open batch */
	pthread_mutex_t wake_lock;   /* guards `woken`; taken after `lock` or alone */
	pthread_cond_t wake;
	bool woken;
	pthread_t thread;
	bool started;                /* of the opening thread: there is a thread to join */
	int wal_fd;                  /* of the write-ahead log, for syncing */
	_Atomic uint64_t epoch;      /* changes with each batch that is lost */
	_Atomic int64_t durable_at;  /* px_clock_mono when a batch last became durable; 0: the last did not */
	_Atomic uint64_t transactions, batches, commit_ns;
};

/* group.c */
enum px_err group_start(struct driver *driver, struct px_error *error) PX_MUST_CHECK;
/* Commits what is open, tells everyone, joins. */
void group_stop(struct driver *driver);
/* Takes the lock with a batch open.  On failure the lock is not held. */
enum px_err group_enter(struct driver *driver, struct px_error *error) PX_MUST_CHECK;
/* Adds to the batch (if `done`), and lets go of the lock.  `done` may be called before it returns. */
void group_leave(struct driver *driver, void (*done)(void *arg, enum px_err err), void *arg);
/* With the lock held, after a failed statement: marks the batch lost if SQLite has dropped it. */
void group_note_error(struct driver *driver, enum px_err why);
/* With the lock held and the batch lost: why. */
enum px_err group_fail_lost(const struct driver *driver, struct px_error *error);
/* With the lock held: drops the whole batch, for when a transaction can be neither kept nor undone. */
void group_give_up(struct driver *driver);
/* Any thread, for a reader whose snapshot has ended: calls `done` once all that it can have seen is durable. */
void group_after(struct driver *driver, void (*done)(void *arg, enum px_err err), void *arg);
/* Any thread: whether the last batch became durable, and within so many nanoseconds. */
bool group_wrote_lately(const struct driver *driver, int64_t nanoseconds);

/* The thread that moves the log into the database, without holding up commits. */
struct checkpoint {
	pthread_mutex_t lock;
	pthread_cond_t work;
	pthread_t thread;
	bool started;                /* of the opening thread: there is a thread to join */
	bool stop, due;          /* under lock */
	struct connection *connection;
	_Atomic bool scrub;      /* the log has to be emptied: it holds what was deleted */
	_Atomic int pages;       /* in the log after the last commit */
	int copy_pages;          /* size at which the thread is next woken; commit thread only */
	bool finish;             /* the rest is due once the thread is done; commit thread only */
};

/* checkpoint.c */
/* Constant but for tests, which set it before they open a store. */
struct checkpoint_pages {
	int step;    /* growth of the log between two copies */
	int restart; /* size from which the copy is followed by the rest, a batch being held up */
};
extern struct checkpoint_pages checkpoint_pages;
enum px_err checkpoint_start(struct driver *driver, struct px_error *error) PX_MUST_CHECK;
void checkpoint_stop(struct driver *driver);
/* Commit thread, after a COMMIT with group.lock held: starts a checkpoint if one is due. */
void checkpoint_consider(struct driver *driver);

struct driver {
	char *path;
	const struct px_record *const *records;
	size_t record_count;
	int lock_fd;             /* holds the single-process lock */
	struct connection *writer;
	struct group group;
	struct checkpoint checkpoint;
	pthread_mutex_t pool_lock;
	struct connection *pool; /* idle read connections, last used first */
	_Atomic uint64_t reads;
};

/* vfs.c */
/* The name under which the write connection's VFS is registered; registers it. */
const char *vfs_name(void);
/* savepoints.c: opens a file for what savepoints keep; `file` has SAVEPOINT_FILE_BYTES and the system's size. */
enum { SAVEPOINT_FILE_BYTES = 64 };
int savepoint_open(sqlite3_vfs *system, sqlite3_file *file, int flags);
/* clean.c: of the checkpoint connection. */
const char *clean_vfs_name(void);

/* lock.c */
/* Takes <path>.lock for this process; PX_CONFLICT names the holder. */
enum px_err lock_take(const char *path, int *fd, struct px_error *error) PX_MUST_CHECK;
void lock_drop(int fd);

/* intact.c: PX_CORRUPT if the file is cut off or, of a database that was made before, missing or empty. */
enum px_err intact_file(const char *path, bool existing, struct px_error *error) PX_MUST_CHECK;
/* As px_store_verify, on one connection. */
enum px_err intact_pages(sqlite3 *db, struct px_error *error) PX_MUST_CHECK;

#endif
