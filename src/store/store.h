/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The store: durable records of every user, behind one facade.
 *
 * Calls are synchronous.  They come from shard threads, or from the main thread
 * before the shards run.
 *
 * A transaction is begun for one user and never sees rows of another: the user
 * id is part of every statement.  Rows that are read are copied into the
 * caller's arena.
 *
 * px_store_commit returns at once.  Many transactions are written to disk
 * together (group commit), and `done` is called when that has happened.  Until
 * then nothing that the transaction wrote or read may be acknowledged or shown.
 *
 * A driver (store_driver.h) exports one table of functions: SQLite, which is the default, and PostgreSQL.
 */
#ifndef PX_STORE_STORE_H
#define PX_STORE_STORE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/record.h"

struct px_store;
struct px_store_tx;

struct px_store_config {
	const char *driver;  /* "sqlite", "postgres"; NULL: as the path says */
	const char *path;    /* of the database file, or a connection string: postgres://... */
	unsigned shards;     /* read connections to prepare */
	const struct px_record *const *records; /* NULL-terminated; every table there is */
	bool shared;         /* other processes that say so, too, may write at the same time: PostgreSQL only */
	bool existing;       /* it was made before: PX_CORRUPT if it is missing or empty, instead of a new one */
};

/* Opens, takes the lock that keeps others out, or those out that are not `shared` (PX_CONFLICT if held), migrates. */
enum px_err px_store_open(const struct px_store_config *config, struct px_store **store,
			  struct px_error *error) PX_MUST_CHECK;
/*
 * What px_store_open would change of the schema, as SQL (empty: nothing); with
 * `apply` it is changed.  PX_CONFLICT while a process has a database that can
 * have one only (SQLite).
 */
enum px_err px_store_migrate(const struct px_store_config *config, bool apply, struct px_buf *sql,
			     struct px_error *error) PX_MUST_CHECK;
/* Waits for the running group commit. */
void px_store_close(struct px_store *store);
/*
 * Calls `written(arg)` whenever a write transaction that inserted or updated
 * rows of `record` has ended with px_store_commit: on the thread that commits,
 * before it is durable, with no transaction of that thread open.  A later
 * write transaction sees the rows.  Must be quick and not call the store.
 * Main thread, before anybody writes; at most PX_STORE_WATCHERS.
 */
enum { PX_STORE_WATCHERS = 4 };
void px_store_watch(struct px_store *store, const struct px_record *record, void (*written)(void *arg),
		    void *arg);

enum px_store_mode { PX_STORE_READ, PX_STORE_WRITE };
/*
 * Begins for `user`.  A write transaction sees every transaction that was
 * committed before it, durable or not yet.  A read transaction sees one
 * snapshot of the batches committed so far.  The newest of them may still be
 * on its way to the disk; px_store_commit of the read waits for that.  A
 * thread has at most one write transaction open.  PX_ID_NONE as user is for
 * maintenance over all users (auth, jobs): its calls take any row.  Where rows
 * are keyed by user, getting or deleting one by its id alone reads the whole
 * table; px_store_purge does not.
 */
enum px_err px_store_begin(struct px_store *store, struct px_id user, enum px_store_mode mode,
			   struct px_store_tx **tx, struct px_error *error) PX_MUST_CHECK;
/*
 * Ends the transaction.  `done(arg, err)` is called exactly once, on the
 * store's commit thread (post yourself home from it; it must not block or call
 * the store), after the fsync: PX_OK means durable; anything else means that
 * nothing of it was kept (PX_NO_SPACE: the disk is full, and nothing else is
 * wrong).  After a failed fsync the store refuses to write until it is opened
 * again.  For a read transaction and for a write transaction that wrote
 * nothing, `done` comes when what they saw is durable, often before this
 * returns: nothing that was read may be shown before.  It also comes before
 * this returns when the write can't even be ended properly, with the error.
 * `done` may be NULL.
 */
void px_store_commit(struct px_store_tx *tx, void (*done)(void *arg, enum px_err err), void *arg);
/* The same, waiting for durability: for the command line and start-up. */
enum px_err px_store_commit_wait(struct px_store_tx *tx, struct px_error *error) PX_MUST_CHECK;
void px_store_rollback(struct px_store_tx *tx);
/*
 * The user's sequence: one row of numbers per user, from 1, of which every
 * change that anybody is told of takes the next one in the transaction that
 * makes it.  It says what came first, whatever the clock did: ids only
 * identify.  Numbers of a transaction that is rolled back are taken again;
 * those of a reverted savepoint are left out.
 *
 * px_store_seq tells the last number taken, in any transaction of one user;
 * px_store_take_seq takes `count` more and tells the last of them.
 */
enum px_err px_store_seq(struct px_store_tx *tx, int64_t *last, struct px_error *error) PX_MUST_CHECK;
enum px_err px_store_take_seq(struct px_store_tx *tx, int64_t count, int64_t *last,
			      struct px_error *error) PX_MUST_CHECK;
/* Nested point to return to within a transaction: one tool call may fail alone. */
enum px_err px_store_savepoint(struct px_store_tx *tx, struct px_error *error) PX_MUST_CHECK;
void px_store_release(struct px_store_tx *tx);      /* keeps what was done since */
void px_store_revert(struct px_store_tx *tx);       /* undoes what was done since */

/* `row` is a struct of record->size.  PX_CONFLICT on a duplicate key. */
enum px_err px_store_insert(struct px_store_tx *tx, const struct px_record *record, const void *row,
			    struct px_error *error) PX_MUST_CHECK;
/* Replaces the row of the same id and owner; its "version" must be `expected` (-1: any).  PX_NOT_FOUND, PX_CONFLICT. */
enum px_err px_store_update(struct px_store_tx *tx, const struct px_record *record, const void *row,
			    int64_t expected, struct px_error *error) PX_MUST_CHECK;
/*
 * The same of a row of which the caller knows that it can be written: `add` one whose id was made for it, and whose
 * other unique fields are absent or were looked for in this transaction; `replace` one that this transaction has read,
 * at the version that it read.  A driver to which each answer is a round trip sends it along with a later call.  If it
 * fails all the same, that call fails or the commit does, and the whole transaction with it, whatever savepoint it
 * is reverted to.
 */
enum px_err px_store_add(struct px_store_tx *tx, const struct px_record *record, const void *row,
			 struct px_error *error) PX_MUST_CHECK;
enum px_err px_store_replace(struct px_store_tx *tx, const struct px_record *record, const void *row,
			     int64_t expected, struct px_error *error) PX_MUST_CHECK;
enum px_err px_store_delete(struct px_store_tx *tx, const struct px_record *record, struct px_id id,
			    struct px_error *error) PX_MUST_CHECK;
enum px_err px_store_get(struct px_store_tx *tx, const struct px_record *record, struct px_id id,
			 struct px_arena *arena, void *row, struct px_error *error) PX_MUST_CHECK;

enum px_store_op { PX_OP_EQ, PX_OP_NE, PX_OP_LT, PX_OP_LE, PX_OP_GT, PX_OP_GE, PX_OP_IS_NULL,
		   PX_OP_NOT_NULL, PX_OP_HAS_TAG, PX_OP_CONTAINS /* text, case-insensitive */ };

struct px_store_value { /* one member, by the field's kind */
	struct px_id id;
	struct px_str text;
	int64_t integer; /* INT, BOOL, INSTANT, DAY, ENUM index */
};

struct px_store_filter {
	const char *field;
	enum px_store_op op;
	struct px_store_value value;
};

struct px_store_query {
	const struct px_store_filter *filters; /* all must hold */
	size_t filter_count;
	const char *order;      /* a field; NULL: id.  Ties by id, in the same direction.  NULLs last. */
	bool descending;
	bool unordered;         /* as an index of the filters gives them; no order, no cursor.  What is unique needs no sorting. */
	/*
	 * Far more rows match than the limit, and no index has them in this order: they are put in order by what the index of
	 * the filters has, and only the rows within the limit are read.  Over all users it says nothing.
	 */
	bool keys_first;
	bool after;             /* continue after the (order value, id) below: cursor pagination */
	struct px_store_value after_value;
	bool after_null;        /* the cursor's order value was NULL */
	struct px_id after_id;
	size_t limit;           /* 1..1001 */
};

/* Rows are an array of record->size elements in the arena. */
enum px_err px_store_query(struct px_store_tx *tx, const struct px_record *record,
			   const struct px_store_query *query, struct px_arena *arena, void **rows,
			   size_t *count, struct px_error *error) PX_MUST_CHECK;
enum px_err px_store_count(struct px_store_tx *tx, const struct px_record *record,
			   const struct px_store_filter *filters, size_t filter_count,
			   int64_t *count, struct px_error *error) PX_MUST_CHECK;
/*
 * Deletes up to `limit` (1..1001) rows that match every filter, in no certain
 * order, and says how many: as many as `limit` may mean that there are more.
 * For clean-up: an index of the filters' fields finds the rows, their own key
 * deletes them, and nothing else of them is read.
 */
enum px_err px_store_purge(struct px_store_tx *tx, const struct px_record *record,
			   const struct px_store_filter *filters, size_t filter_count, size_t limit,
			   size_t *deleted, struct px_error *error) PX_MUST_CHECK;
/*
 * Says that this transaction will ask for the row, or make the query, before it writes rows of the record: a driver to
 * which each answer is a round trip asks for all that was said so with its next call, and has the answers then.  It
 * changes nothing but that.
 */
void px_store_ahead_get(struct px_store_tx *tx, const struct px_record *record, struct px_id id);
void px_store_ahead_query(struct px_store_tx *tx, const struct px_record *record, const struct px_store_query *query);
/*
 * Ids of the user's event occurrences that overlap [start, end): an index
 * range query over the occurrence table that the events' driver keeps
 * (one row per non-recurring event; recurring ones are marked and returned
 * whole, for the caller to expand).  O(log n + k).
 */
struct px_store_span { struct px_id event; int64_t start, end; bool recurring; };
enum px_err px_store_overlaps(struct px_store_tx *tx, int64_t start, int64_t end,
			      struct px_arena *arena, struct px_store_span **spans, size_t *count,
			      struct px_error *error) PX_MUST_CHECK;
/* Keeps the span of an event current; domain calls it at each change of an event. */
enum px_err px_store_set_span(struct px_store_tx *tx, const struct px_store_span *span,
			      struct px_error *error) PX_MUST_CHECK;
enum px_err px_store_clear_span(struct px_store_tx *tx, struct px_id event,
				struct px_error *error) PX_MUST_CHECK;

/*
 * The user's closed tasks (completed or cancelled) by the words of their
 * titles (base/fold.h): an index that the driver keeps with each change of a
 * task.  Words are those of px_fold_words, or one of px_fold_whole.
 *
 * px_store_closed_count tells how many titles hold a word, at most `max`;
 * px_store_closed the tasks whose titles hold every word (1 to
 * PX_STORE_CLOSED_WORDS), those made last first, at most `max`.  It goes from
 * each word's tasks to the next common one, so the rarest sets the cost.
 */
enum { PX_STORE_CLOSED_WORDS = 8 };
enum px_err px_store_closed_count(struct px_store_tx *tx, struct px_str word, size_t max, size_t *count,
				  struct px_error *error) PX_MUST_CHECK;
enum px_err px_store_closed(struct px_store_tx *tx, const struct px_str *words, size_t word_count, size_t max,
			    struct px_id *tasks, size_t *count, struct px_error *error) PX_MUST_CHECK;

/*
 * Asks that nothing of what this write transaction, or any before it, deleted
 * or replaced can be read in the store's files any more.  It holds soon after
 * the transaction is durable.  What is deleted is overwritten in any case; this
 * also empties the log, which holds pages as they were, so writers wait for
 * some milliseconds.
 */
void px_store_scrub(struct px_store_tx *tx);

enum {
	PX_STORE_EXCLUSIVE = 1 << 0, /* no other process writes: per-user caches need no check */
};
/*
 * Changes whenever a batch is lost.  Whatever was made from rows read in a
 * write transaction holds only for the epoch in which it was read: of a lost
 * batch, later transactions may take the same sequence numbers and versions
 * again.  Any thread; exact within a write transaction.
 */
uint64_t px_store_epoch(const struct px_store *store);
unsigned px_store_capabilities(const struct px_store *store);
/* Durable commits so far, batches, and nanoseconds spent; times that a server was waited for, commits apart; for metrics. */
struct px_store_stats { uint64_t transactions, batches, commit_ns, reads, round_trips; };
void px_store_get_stats(struct px_store *store, struct px_store_stats *stats);
/*
 * Reads every page (seconds for each GiB) and compares: PX_CORRUPT says what is
 * damaged.  Any thread, with no transaction of its own open; others go on.
 */
enum px_err px_store_verify(struct px_store *store, struct px_error *error) PX_MUST_CHECK;
/*
 * Whether it can be read and written, for /readyz and doctor.  Writes a row
 * and waits for the disk, unless a batch became durable within the last
 * second.  PX_NO_SPACE: the disk is full.
 */
enum px_err px_store_check(struct px_store *store, struct px_error *error) PX_MUST_CHECK;

#endif
