/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Jobs: durable work that happens after the transaction that asked for it.
 *
 * px_jobs_enqueue writes a row in the caller's own transaction, so a job
 * exists exactly if the change that needs it does.  One runner (struct
 * px_jobs) claims due rows with a lease, hands each to the handler of its
 * kind, and ends it.  A job runs at least once; what its handler writes in
 * `apply` is kept exactly once.  Failures are tried again, later each time,
 * and end in a dead letter that metrics and `pixie doctor` show.
 *
 * Nothing here knows what any job means, and nothing plans: a job that repeats
 * says itself when it wants to run next.
 *
 * `due` is of the clock on the wall.  After that went back, jobs that were
 * written meanwhile wait as long as they would have, from the clock as it is
 * now: one that must not run before an instant of the day looks for itself.
 */
#ifndef PX_JOBS_JOBS_H
#define PX_JOBS_JOBS_H

#include "jobs/record.h"
#include "store/store.h"
#include "sys/shard.h"

enum {
	PX_JOB_KIND_MAX = 64,        /* bytes of a kind's name */
	PX_JOB_KEY_MAX = 128,        /* bytes of a key */
	PX_JOB_PAYLOAD_MAX = 65536,
	PX_JOB_ATTEMPTS = 8,         /* runs before a job is given up, unless its kind says otherwise */
	PX_JOB_LEASE_MS = 60000,
	PX_JOB_BACKOFF_MS = 1000,    /* before the second run; doubles with each */
	PX_JOB_BACKOFF_MAX_MS = 3600000,
};
#define PX_JOB_REMEMBER_MS (INT64_C(7) * 24 * 3600 * 1000)

/* --------------------------------------------------------------- enqueueing */

struct px_job_spec {
	const char *kind;    /* the part that owns it, then what is done: "memory.index" */
	struct px_id user;   /* whose; PX_ID_NONE: of nobody, in a maintenance transaction only */
	const char *payload; /* JSON; NULL: {} */
	int64_t due;         /* not before; 0: at once */
	int64_t yields_ms;   /* so much later if other work waits for the shard that enqueues it */
	/*
	 * Makes repeated enqueueing one job; unique by kind and user.  NULL: each
	 * call makes a job of its own.
	 *   once == false: the work shall happen after the latest call.  A waiting
	 *     job gets the new payload, and the earlier of both due times; a running
	 *     one runs again afterwards; a dead one is tried again.
	 *   once == true: the work shall happen one time.  If the key is known, in
	 *     whatever state, nothing changes.
	 */
	const char *key;
	bool once;
};

/*
 * [tx] Writes the job in the caller's write transaction: kept or dropped with
 * it.  The transaction is of `spec->user`, or a maintenance transaction.  The
 * runner is woken when the transaction ends.  PX_TOO_LARGE past the limits.
 */
enum px_err px_jobs_enqueue(struct px_store_tx *tx, const struct px_job_spec *spec,
			    struct px_error *error) PX_MUST_CHECK;
/* [tx] A job of that kind, user and key will be enqueued: what that asks is asked with the next call (px_store_ahead_query). */
void px_jobs_ahead(struct px_store_tx *tx, const struct px_job_spec *spec);
/*
 * [tx of a user] How many of their jobs of that kind, enqueued with `once`, were due since then, done or not; it goes
 * back by PX_JOB_REMEMBER_MS at most.
 */
enum px_err px_jobs_once_since(struct px_store_tx *tx, const char *kind, int64_t since, int64_t *count,
			       struct px_error *error) PX_MUST_CHECK;
/* [tx] A dead job waits again, with all its attempts; PX_CONFLICT if it is not dead. */
enum px_err px_jobs_retry(struct px_store_tx *tx, struct px_id id, struct px_error *error) PX_MUST_CHECK;
/* [tx] Removes a job that waits or is dead; PX_CONFLICT while it runs. */
enum px_err px_jobs_drop(struct px_store_tx *tx, struct px_id id, struct px_error *error) PX_MUST_CHECK;

/* ------------------------------------------------------------------ handling */

/* One run of a job.  The runner's, valid until `ended` returned. */
struct px_job_run {
	struct px_id id;
	struct px_id user;
	const char *kind, *payload;
	int64_t due;         /* when it was planned */
	int64_t attempt;     /* 1: the first */
	/*
	 * Set by the handler.  After success: the job is not over, it waits until
	 * then and begins anew (a repeating job, the next slice of long work).
	 * After a failure of `prepare`: do not try before.  What a failing `apply`
	 * sets does not count.  PX_TIME_NONE: neither.
	 */
	int64_t again;
	void *data;          /* the handler's own, from `prepare` to `ended` */
};

/*
 * The handler of a kind, a constant table row.  For each run of a job, in this
 * order:
 *   prepare  [the user's shard; optional] Begins what takes long or waits:
 *            computing elsewhere, talking to a peer.  It must return soon, and
 *            px_job_prepared must then be called exactly once, from any thread.
 *            No transaction is open.  It may happen more than once per job.
 *   apply    [the user's shard] Writes what there is to write, in the write
 *            transaction that also ends the job: both are kept or neither.  Must
 *            be short (milliseconds: the shard and other writers wait); long
 *            work goes on in slices, by run->again.
 *   given_up [the user's shard; optional] The run failed and is not tried again:
 *            writes what is to be known of that, in the transaction that makes
 *            the dead letter.  If it fails itself, the dead letter stays.
 *   ended    [the commit thread, or the user's shard; optional] The run is over
 *            and durable (PX_OK), or failed with `err`.  Publish, free
 *            run->data.  It must not block or call the store.
 *   cancel   [any thread; optional] The program stops while `prepare`'s work is
 *            under way: end it soon, by px_job_prepared(run, PX_CANCELLED, NULL).
 * The shard of a job of nobody is shard 0.  Jobs of one user run in no certain
 * order.  Errors that no second run can mend (PX_INVALID, PX_UNSUPPORTED,
 * PX_TOO_LARGE, PX_CORRUPT, PX_FORBIDDEN) make a dead letter at once.
 */
struct px_job_kind {
	const char *name;
	unsigned concurrency; /* runs at once in this process; 0: 1 */
	unsigned attempts;    /* 0: PX_JOB_ATTEMPTS */
	int64_t lease_ms;     /* the longest a run may take; 0: PX_JOB_LEASE_MS */
	int64_t backoff_ms;   /* 0: PX_JOB_BACKOFF_MS */
	void (*prepare)(void *arg, struct px_job_run *run);
	enum px_err (*apply)(void *arg, struct px_store_tx *tx, struct px_job_run *run,
			     struct px_error *error);
	enum px_err (*given_up)(void *arg, struct px_store_tx *tx, struct px_job_run *run, const struct px_error *why,
				struct px_error *error);
	void (*ended)(void *arg, struct px_job_run *run, enum px_err err);
	void (*cancel)(void *arg, struct px_job_run *run);
};

/* [any thread] What `prepare` began has come to its end; `error` may be NULL. */
void px_job_prepared(struct px_job_run *run, enum px_err err, const struct px_error *error);

/* ------------------------------------------------------------------ the runner */

struct px_jobs;

/* Main thread.  The loop keeps the timer; both outlive the runner.  One runner per store and process. */
enum px_err px_jobs_new(struct px_store *store, struct px_loop *loop, struct px_jobs **jobs,
			struct px_error *error) PX_MUST_CHECK;
/* Main thread, before px_jobs_start.  `kind` and `arg` outlive the runner. */
void px_jobs_add(struct px_jobs *jobs, const struct px_job_kind *kind, void *arg);
/* Main thread.  From now on jobs run; those that a crash left running are tried again. */
void px_jobs_start(struct px_jobs *jobs, struct px_shards *shards);
/* Main thread.  Claims nothing more, cancels what can be, waits for the runs under way.  Idempotent. */
void px_jobs_stop(struct px_jobs *jobs);
/* Main thread, after the shards have ended.  NULL is fine. */
void px_jobs_free(struct px_jobs *jobs);

struct px_jobs_stats {
	uint64_t done, failed, died; /* runs that ended well or not, and jobs given up, since the start */
	uint64_t passes;             /* times that due jobs were looked for, since the start */
	uint64_t running;            /* now */
	uint64_t waiting, dead;      /* rows of all kinds, counted at most a minute ago */
	uint64_t late;               /* of those that wait: due for more than five minutes */
};
/* Any thread. */
void px_jobs_get_stats(struct px_jobs *jobs, struct px_jobs_stats *stats);

#endif
