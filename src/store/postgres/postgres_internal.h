/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of the PostgreSQL driver share.
 *
 * postgres.c      the driver table, opening and closing, transactions
 * pool.c          idle connections
 * connection.c    one connection: connecting, its replies, errors
 * call.c          statements sent together, in one round trip
 * ahead.c         questions asked before their answers are wanted
 * statements.c    texts of statements, prepared on first use
 * values.c        parameters and columns in PostgreSQL's binary form
 * rows.c          insert, update, delete, get; the user's sequence
 * query.c         queries, counts and purges (store/sql.h)
 * spans.c         the rows of the interval tree (store/interval.h)
 * closed.c        closed tasks by the words of their titles
 * commits.c       commits under way, and the thread that acknowledges them
 * keeper.c        the lock by which one Pixie has the database
 * schema.c        tables, indexes, roles and policies; schema_tables.c names them
 */
#ifndef PX_STORE_POSTGRES_INTERNAL_H
#define PX_STORE_POSTGRES_INTERNAL_H

#include "store/sql.h"
#include "store/store_driver.h"

#include <libpq-fe.h>
#include <pthread.h>
#include <stdatomic.h>

struct driver;
struct connection;

/* values.c ---------------------------------------------------------------- */

enum { VALUES_MAX = 72 /* a record has 64 fields at most, an update one value more */ };

/* Parameters of one statement.  Texts and bytes are borrowed; numbers lie in `scratch`. */
struct values {
	int count;
	Oid types[VALUES_MAX];
	const char *data[VALUES_MAX]; /* NULL: absent */
	int sizes[VALUES_MAX];
	char scratch[VALUES_MAX][8];
};

void pg_values_id(struct values *values, const struct px_id *id); /* borrowed */
void pg_values_int(struct values *values, int64_t value);
void pg_values_text(struct values *values, struct px_str text);
void pg_values_ints(struct values *values, const int64_t *items, size_t count, struct px_arena *arena);
void pg_values_texts(struct values *values, const struct px_str *items, size_t count, struct px_arena *arena);
/* One field of a row, in the form of its column. */
void pg_values_field(struct values *values, const struct px_field *field, const void *value);
/* All that is bound, as bytes in the arena; and whether it is that. */
struct px_str pg_values_keep(const struct values *values, struct px_arena *arena);
bool pg_values_are(const struct values *values, struct px_str kept);
/* A value that a field is compared with. */
void pg_values_compared(struct values *values, const struct px_field *field, const struct px_store_value *value);
/* The column of a field. */
const char *pg_values_column_type(const struct px_field *field);
/* Row `at` of a result into one made by px_record_init; columns are the fields in order. */
enum px_err pg_values_read(const PGresult *result, int at, const struct px_record *record, struct px_arena *arena,
			void *row, struct px_error *error) PX_MUST_CHECK;
int64_t pg_values_read_int(const PGresult *result, int row, int column); /* of 4 or 8 bytes; 0 if absent */
struct px_id pg_values_read_id(const PGresult *result, int row, int column);

/* statements.c ------------------------------------------------------------ */

/* Statements that do not depend on a record. */
enum fixed {
	FIXED_OPEN_USER_WRITE, FIXED_OPEN_USER_READ, FIXED_OPEN_ALL_WRITE, FIXED_TICKET,
	FIXED_SEQ_GET, FIXED_SEQ_SET,
	FIXED_SPAN_SET, FIXED_SPAN_CLEAR, FIXED_SPANS,
	FIXED_CLOSED_CLEAR, FIXED_CLOSED_ADD, FIXED_CLOSED_COUNT, FIXED_CLOSED_FIND,
	FIXED_PROBE, FIXED_COUNT
};

enum { STATEMENTS_MAX = 256, KEY_MAX = SQL_KEY_MAX + 2, NAME_MAX_BYTES = 16 };

struct statement {
	unsigned char key[KEY_MAX];
	size_t key_size;
	uint64_t hash;
	uint64_t used; /* of connection.uses, for eviction */
	char *sql;
	char name[NAME_MAX_BYTES];
	bool prepared; /* on this connection's server */
};

/* Each returns the connection's own statement, valid until STATEMENTS_MAX others were asked for. */
struct statement *pg_statement_fixed(struct connection *connection, enum fixed which);
struct statement *pg_statement_record(struct connection *connection, const struct px_record *record, enum sql_record which);
/* An update that fails, and the transaction with it, if there is no row for it. */
struct statement *pg_statement_replace(struct connection *connection, const struct px_record *record, bool versioned);
/* An insert that fails, and the transaction with it, if there is such a row. */
struct statement *pg_statement_add(struct connection *connection, const struct px_record *record);
struct statement *pg_statement_plan(struct connection *connection, const struct sql_plan *plan);
/* Deletes at most so many rows that match. */
struct statement *pg_statement_purge(struct connection *connection, const struct sql_plan *plan);
/* Nothing is prepared on the server any more. */
void pg_statements_forget(struct connection *connection);
extern const struct sql_dialect pg_dialect;

/* connection.c ------------------------------------------------------------ */

/* One statement or command of a call, and its result. */
struct item {
	struct statement *statement;
	const struct values *values; /* NULL: none */
	const char *command;         /* instead of a statement */
	PGresult *result;            /* released by connection_clear */
};

enum { ITEMS_MAX = 128, PENDING_MAX = 12, AHEAD_MAX = 80 };

/* What the server answers to the items sent last. */
struct replies {
	size_t count, at;
	PGresult *results[ITEMS_MAX];
	struct statement *preparing[ITEMS_MAX]; /* whose preparation the item is */
	bool had_result;
	int failed; /* the first item that failed; -1: none */
	bool unsynced; /* items were handed to libpq whose answer nobody has asked for yet */
	unsigned syncs; /* that were sent and not answered: the answers are complete after the last */
};

/* A question that was asked before its answer is wanted, and the answer. */
struct ahead {
	const struct px_record *record;  /* whose rows it reads */
	char statement[NAME_MAX_BYTES];  /* its name, which is not given again; empty: the answer holds no more */
	struct px_str values;
	size_t reply;
	PGresult *result; /* NULL: not there yet */
};

/*
 * One connection to PostgreSQL, in pipeline mode, and the transaction that
 * runs on it.  Used by one thread at a time.
 */
struct connection {
	PGconn *pg;
	struct px_store_tx tx;
	struct driver *driver;
	struct connection *next; /* in the pool, or among the commits under way */
	struct statement statements[STATEMENTS_MAX];
	size_t statement_count;
	uint64_t uses, names;
	size_t evicted; /* statements that are still prepared on the server and have no place here any more */
	/* Savepoints and such, sent along with the next statement: they have no answer to wait for. */
	const char *pending[PENDING_MAX];
	size_t pending_count;
	struct ahead aheads[AHEAD_MAX];
	size_t ahead_count;
	struct px_arena ahead_arena;
	bool opening; /* BEGIN was sent */
	bool opened;  /* and answered, with the transaction's first call */
	struct px_error doomed; /* a write that nobody waited for has failed, and why; PX_OK: none */
	bool wrote;   /* a statement that changes rows was sent */
	bool dead;    /* it broke in the middle of the transaction */
	bool maintenance; /* of the transaction: user is PX_ID_NONE */
	struct replies replies;
	/* While its commit is under way (commits.c). */
	struct {
		void (*done)(void *arg, enum px_err err);
		void *arg;
		uint64_t number;
		struct px_id ticket; /* in last_commits once it is kept */
		int64_t deadline, started;
		bool unsent; /* the connection was lost before */
	} commit;
};

enum progress { PROGRESS_WAITING, PROGRESS_COMPLETE, PROGRESS_LOST };

/* Connects; tries for `patience_ms` while the server can't be reached, unless it could not for long. */
enum px_err pg_connection_connect(struct driver *driver, int patience_ms, PGconn **pg, struct px_error *error) PX_MUST_CHECK;
/* Takes `direct=HOST:PORT` out of the URL, which libpq does not know. */
void pg_connection_set_url(struct driver *driver, const char *url);
enum px_err pg_connection_new(struct driver *driver, struct connection **connection, struct px_error *error) PX_MUST_CHECK;
/* A new session in place of the lost one; nothing is prepared in it. */
enum px_err pg_connection_renew(struct connection *connection, struct px_error *error) PX_MUST_CHECK;
void pg_connection_free(struct connection *connection);
/* Queues one item; false if the connection is lost. */
bool pg_connection_send(struct connection *connection, const struct item *item);
bool pg_connection_sync(struct connection *connection);
/* Takes what has arrived, without waiting. */
enum progress pg_connection_progress(struct connection *connection);
/* Waits until all replies are there; PROGRESS_LOST also after `milliseconds`. */
enum progress pg_connection_await(struct connection *connection, int milliseconds);
/* Releases the results, unless items were queued since that nobody has asked the answers of. */
void pg_connection_clear(struct connection *connection);
/* Maps the server's error and fills the detail; never PX_OK. */
enum px_err pg_connection_fail(const PGresult *result, struct px_error *error);
enum px_err pg_connection_fail_lost(struct px_error *error);
/* Of the first item that failed. */
enum px_err pg_connection_fail_replies(const struct connection *connection, struct px_error *error);
size_t pg_connection_record_index(const struct connection *connection, const struct px_record *record);

/* call.c ------------------------------------------------------------------ */

/*
 * Sends the items with what is pending before them, in one round trip, opening
 * the transaction if it is not yet.  Results are in items[i].result until
 * connection_clear.  A first call of a transaction that finds its connection
 * lost, or the server busy, is made again: nothing was done yet.
 */
enum px_err pg_call_read(struct connection *connection, struct item *items, size_t count, struct px_error *error) PX_MUST_CHECK;
enum px_err pg_call_write(struct connection *connection, struct item *items, size_t count, struct px_error *error) PX_MUST_CHECK;
/* Writes whose answers nobody waits for: they are sent along with the next call or the end.  One that fails dooms the transaction. */
enum px_err pg_call_write_later(struct connection *connection, struct item *items, size_t count, struct px_error *error) PX_MUST_CHECK;
/* A command to be sent along with the next call. */
enum px_err pg_call_later(struct connection *connection, const char *command, struct px_error *error);
/* Hands one item to libpq, which sends it with the next call, and begins the transaction if it has not begun; false if the connection is lost. */
bool pg_call_queue(struct connection *connection, const struct item *item, size_t *reply);
/* Hears what was handed to libpq and not yet asked for, whatever it says; false if the connection is lost. */
bool pg_call_settle(struct connection *connection);
/* Sends what is pending, `last` (NULL: nothing) and the command, without waiting. */
bool pg_call_end(struct connection *connection, const struct item *last, const char *command);
/* The advisory lock of the transaction's user. */
int64_t pg_call_lock(const struct connection *connection);
/* Rows changed by an item. */
int64_t pg_call_changed(const struct item *item);

/* ahead.c ----------------------------------------------------------------- */

/* Sends the question along with the next call. */
void pg_ahead_ask(struct connection *connection, const struct px_record *record, const struct item *item);
/* Notes a question that was sent as reply number `reply`. */
void pg_ahead_add(struct connection *connection, const struct px_record *record, const struct item *item, size_t reply);
/* One question, whose answer may be there already.  As pg_call_read; the result is valid until the next call. */
enum px_err pg_ahead_read(struct connection *connection, struct item *item, struct px_error *error) PX_MUST_CHECK;
/* After a call: takes the answers that came with it. */
void pg_ahead_take(struct connection *connection);
/* After a call that changed rows of the record (NULL: of any): answers that hold such rows don't hold any more. */
void pg_ahead_spoil(struct connection *connection, const struct px_record *record);
/* Forgets all. */
void pg_ahead_clear(struct connection *connection);

/* rows.c, query.c, spans.c, closed.c: slots of the driver ------------------ */

static inline struct connection *connection_of(struct px_store_tx *tx)
{
	return (struct connection *)((char *)tx - offsetof(struct connection, tx));
}

enum px_err pg_rows_insert(struct px_store_tx *tx, const struct px_record *record, const void *row, struct px_error *error);
enum px_err pg_rows_update(struct px_store_tx *tx, const struct px_record *record, const void *row, int64_t expected,
			struct px_error *error);
enum px_err pg_rows_add(struct px_store_tx *tx, const struct px_record *record, const void *row, struct px_error *error);
enum px_err pg_rows_replace(struct px_store_tx *tx, const struct px_record *record, const void *row, int64_t expected,
			struct px_error *error);
void pg_rows_ahead(struct px_store_tx *tx, const struct px_record *record, struct px_id id);
void pg_query_ahead(struct px_store_tx *tx, const struct px_record *record, const struct px_store_query *query);
enum px_err pg_rows_remove(struct px_store_tx *tx, const struct px_record *record, struct px_id id, struct px_error *error);
enum px_err pg_rows_get(struct px_store_tx *tx, const struct px_record *record, struct px_id id, struct px_arena *arena,
		     void *row, struct px_error *error);
enum px_err pg_rows_get_seq(struct px_store_tx *tx, int64_t *seq, struct px_error *error);
enum px_err pg_rows_set_seq(struct px_store_tx *tx, int64_t seq, struct px_error *error);
enum px_err pg_query_rows(struct px_store_tx *tx, const struct px_record *record, const struct px_store_query *query,
		       struct px_arena *arena, void **rows, size_t *count, struct px_error *error);
enum px_err pg_query_count(struct px_store_tx *tx, const struct px_record *record, const struct px_store_filter *filters,
			size_t filter_count, int64_t *count, struct px_error *error);
enum px_err pg_query_purge(struct px_store_tx *tx, const struct px_record *record, const struct px_store_filter *filters,
			size_t filter_count, size_t limit, size_t *deleted, struct px_error *error);
enum px_err pg_spans_overlaps(struct px_store_tx *tx, int64_t start, int64_t end, struct px_arena *arena,
			   struct px_store_span **spans, size_t *count, struct px_error *error);
enum px_err pg_spans_set(struct px_store_tx *tx, const struct px_store_span *span, struct px_error *error);
enum px_err pg_spans_clear(struct px_store_tx *tx, struct px_id event, struct px_error *error);
enum px_err pg_closed_count(struct px_store_tx *tx, struct px_str word, size_t max, size_t *count, struct px_error *error);
enum px_err pg_closed_find(struct px_store_tx *tx, const struct px_str *words, size_t word_count, size_t max,
			struct px_id *tasks, size_t *count, struct px_error *error);

/* The items that keep the words of a task's title after it was written; none of other records. */
enum { CLOSED_ITEMS = 2 };
struct closed_change {
	struct px_arena arena;
	struct values clear, add;
};
size_t pg_closed_items(struct connection *connection, const struct px_record *record, const void *row, bool is_new,
		    struct closed_change *change, struct item items[CLOSED_ITEMS]);
void pg_closed_release(struct closed_change *change);

/* commits.c --------------------------------------------------------------- */

struct commits {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	pthread_t thread;
	bool started, stop;
	int wake_fd;
	struct connection *list;  /* their COMMIT was sent */
	size_t count;
	uint64_t numbers;         /* given out so far */
	_Atomic int64_t durable_at;
	_Atomic uint64_t epoch, transactions, batches, commit_ns;
};

enum px_err pg_commits_start(struct driver *driver, struct px_error *error) PX_MUST_CHECK;
/* Waits for all that are under way. */
void pg_commits_stop(struct driver *driver);
/* Takes the connection, whose transaction has changes: sends COMMIT, and tells `done` when it is known what became of it. */
void pg_commits_add(struct connection *connection, void (*done)(void *arg, enum px_err err), void *arg);
/* Waits until all commits that the write transaction which begins on this connection must see have ended. */
void pg_commits_wait(struct connection *begins);

/* pool.c ------------------------------------------------------------------ */

enum px_err pg_pool_take(struct driver *driver, struct connection **connection, struct px_error *error) PX_MUST_CHECK;
void pg_pool_give(struct connection *connection);
void pg_pool_close(struct driver *driver);

/* keeper.c ---------------------------------------------------------------- */

/* Takes the database's lock on a connection of its own; PX_CONFLICT names the holder. */
enum px_err pg_keeper_start(struct driver *driver, struct px_error *error) PX_MUST_CHECK;
void pg_keeper_stop(struct driver *driver);
/* Any thread, after a connection was lost: takes the lock again if it was lost with it. */
enum px_err pg_keeper_hold(struct driver *driver, struct px_error *error) PX_MUST_CHECK;
/* Its socket, to be polled; something to read on it means that it ends. */
int pg_keeper_socket(struct driver *driver);

/* schema.c ---------------------------------------------------------------- */

struct table {
	const char *name;
	bool by_id;           /* its key is the id alone: rows are looked up before the user is known */
	bool unique;          /* has a unique index besides its key */
	const char *const *indexes; /* NULL-terminated: "name ON table (...)", UNIQUE before where it is */
};
extern const struct table pg_tables[]; /* ends with a NULL name */
const struct table *pg_schema_table(const char *name); /* never NULL */

/* Brings the schema up to date, one process at a time; PX_CORRUPT if it should exist and does not. */
enum px_err pg_schema_apply(struct driver *driver, bool existing, struct px_error *error) PX_MUST_CHECK;
/* What that would run, as SQL; empty if nothing.  With `apply` it is run. */
enum px_err pg_schema_plan(struct driver *driver, bool apply, struct px_buf *sql, struct px_error *error) PX_MUST_CHECK;
enum px_err pg_schema_verify(struct driver *driver, struct px_error *error) PX_MUST_CHECK;
#define APP_ROLE "pixie_app"

struct driver {
	char *url;
	char *direct_host, *direct_port; /* past the pooler that the URL leads to; NULL: it leads to the server */
	bool shared; /* with other processes */
	const struct px_record *const *records;
	size_t record_count;
	const struct px_record *users; /* of them: its rows hold the sequences, too; NULL: there is none */
	pthread_mutex_t pool_lock;
	struct connection *pool; /* idle, last used first */
	struct commits commits;
	struct {
		pthread_mutex_t lock;
		PGconn *pg;
		_Atomic bool lost; /* another has the database */
	} keeper;
	_Atomic uint64_t reads, round_trips;
	_Atomic int64_t down_at; /* when the server last could not be reached in spite of patience; 0: it can */
};

#endif
