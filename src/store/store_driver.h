/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a store driver provides.  Only store.c and the drivers include this.
 *
 * The facade has checked everything a caller can get wrong before a slot is
 * called: modes, owners, field names, operators, limits.  Slots are
 * synchronous, may block on the disk or the network, and fill `error` when
 * they fail.  No slot is NULL.
 */
#ifndef PX_STORE_DRIVER_H
#define PX_STORE_DRIVER_H

#include "store/store.h"

/*
 * The beginning of every driver's transaction.  The driver allocates it in
 * `begin` and disposes of it in `commit` and `rollback`; the facade fills it.
 */
struct px_store_tx {
	struct px_store *store;
	struct px_id user;
	enum px_store_mode mode;
	unsigned savepoints; /* that are open */
	unsigned watched; /* bit i: it wrote rows that the facade's watcher i wants to hear of */
	int64_t seq;     /* the user's last number, if it is known */
	bool seq_known, seq_taken; /* seq_taken: to be written before the commit */
};

struct px_store_driver {
	const char *name;
	unsigned capabilities; /* PX_STORE_... */

	/* Main thread.  On failure nothing stays open.  `config` and its records outlive the driver. */
	enum px_err (*open)(const struct px_store_config *config, void **self, struct px_error *error);
	/* As px_store_migrate. */
	enum px_err (*migrate)(const struct px_store_config *config, bool apply, struct px_buf *sql, struct px_error *error);
	/* Main thread, with no transaction open.  Completes every commit first. */
	void (*close)(void *self);

	/* Shard threads, concurrently.  The facade fills *tx afterwards. */
	enum px_err (*begin)(void *self, struct px_id user, enum px_store_mode mode,
			     struct px_store_tx **tx, struct px_error *error);
	/* With no savepoint open.  As px_store_commit: ends *tx whatever happens, calls `done` (if any) exactly once. */
	void (*commit)(struct px_store_tx *tx, void (*done)(void *arg, enum px_err err), void *arg);
	void (*rollback)(struct px_store_tx *tx);
	enum px_err (*savepoint)(struct px_store_tx *tx, struct px_error *error);
	void (*release)(struct px_store_tx *tx);
	void (*revert)(struct px_store_tx *tx);

	/* The thread of the transaction.  Every statement holds to tx->user unless it is PX_ID_NONE. */
	enum px_err (*insert)(struct px_store_tx *tx, const struct px_record *record, const void *row,
			      struct px_error *error);
	enum px_err (*update)(struct px_store_tx *tx, const struct px_record *record, const void *row,
			      int64_t expected, struct px_error *error);
	/* As px_store_add and px_store_replace; where nothing is gained by it the same as insert and update. */
	enum px_err (*add)(struct px_store_tx *tx, const struct px_record *record, const void *row,
			   struct px_error *error);
	enum px_err (*replace)(struct px_store_tx *tx, const struct px_record *record, const void *row,
			       int64_t expected, struct px_error *error);
	enum px_err (*remove)(struct px_store_tx *tx, const struct px_record *record, struct px_id id,
			      struct px_error *error);
	enum px_err (*get)(struct px_store_tx *tx, const struct px_record *record, struct px_id id,
			   struct px_arena *arena, void *row, struct px_error *error);
	enum px_err (*query)(struct px_store_tx *tx, const struct px_record *record,
			     const struct px_store_query *query, struct px_arena *arena, void **rows,
			     size_t *count, struct px_error *error);
	/* As px_store_ahead_get and px_store_ahead_query: hints. */
	void (*ahead_get)(struct px_store_tx *tx, const struct px_record *record, struct px_id id);
	void (*ahead_query)(struct px_store_tx *tx, const struct px_record *record, const struct px_store_query *query);
	enum px_err (*count)(struct px_store_tx *tx, const struct px_record *record,
			     const struct px_store_filter *filters, size_t filter_count, int64_t *count,
			     struct px_error *error);
	enum px_err (*purge)(struct px_store_tx *tx, const struct px_record *record,
			     const struct px_store_filter *filters, size_t filter_count, size_t limit,
			     size_t *deleted, struct px_error *error);
	enum px_err (*overlaps)(struct px_store_tx *tx, int64_t start, int64_t end,
				struct px_arena *arena, struct px_store_span **spans, size_t *count,
				struct px_error *error);
	enum px_err (*set_span)(struct px_store_tx *tx, const struct px_store_span *span,
				struct px_error *error);
	enum px_err (*clear_span)(struct px_store_tx *tx, struct px_id event, struct px_error *error);
	enum px_err (*closed_count)(struct px_store_tx *tx, struct px_str word, size_t max, size_t *count,
				    struct px_error *error);
	enum px_err (*closed)(struct px_store_tx *tx, const struct px_str *words, size_t word_count, size_t max,
			      struct px_id *tasks, size_t *count, struct px_error *error);

	/* The user's last number: as it is in the transaction, and to be kept with it.  PX_NOT_FOUND: no such user. */
	enum px_err (*get_seq)(struct px_store_tx *tx, int64_t *seq, struct px_error *error);
	enum px_err (*set_seq)(struct px_store_tx *tx, int64_t seq, struct px_error *error);

	void (*scrub)(struct px_store_tx *tx); /* of a write transaction, as px_store_scrub */

	/* Any thread. */
	uint64_t (*epoch)(void *self); /* as px_store_epoch; changed before a lost batch's lock is let go */
	void (*get_stats)(void *self, struct px_store_stats *stats);
	enum px_err (*check)(void *self, struct px_error *error);
	enum px_err (*verify)(void *self, struct px_error *error); /* as px_store_verify */
};

/* Opens with a driver given, for wrappers and tests.  */
enum px_err px_store_open_driver(const struct px_store_driver *driver,
				 const struct px_store_config *config, struct px_store **store,
				 struct px_error *error) PX_MUST_CHECK;

extern const struct px_store_driver px_store_sqlite, px_store_postgres;

#endif
