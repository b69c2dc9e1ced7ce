/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of this folder share.
 *
 * queue.c    enqueueing
 * claim.c    each step of a job's life as a change of its row
 * runner.c   which jobs are due, and when to look again
 * run.c      one run: prepare, apply, end
 *
 *   enqueue -> waiting --claim--> running --finish--> gone | done | waiting
 *                 ^                  |
 *                 +------fail--------+------fail, too often--> dead
 */
#ifndef PX_JOBS_INTERNAL_H
#define PX_JOBS_INTERNAL_H

#include "jobs/jobs.h"
#include "sys/alarm.h"

#include <pthread.h>
#include <stdatomic.h>

/* ------------------------------------------------------------ claim.c */

/* Limits of a kind, defaults filled in. */
struct job_limits {
	unsigned concurrency, attempts;
	int64_t lease_ms, backoff_ms;
};
struct job_limits job_limits_of(const struct px_job_kind *kind);

/* A lease that a runner holds: the row is still its own if these three are unchanged. */
struct job_lease {
	struct px_id id;
	const char *owner;
	int64_t attempts;
	int64_t version; /* of the row as claimed; another: it was enqueued again meanwhile */
};

/* Jobs of the kind in that state, up to `limit`, soonest due first. */
enum px_err job_find(struct px_store_tx *tx, const char *kind, enum px_job_state state, size_t limit,
		     struct px_arena *arena, struct px_job_row **rows, size_t *count,
		     struct px_error *error) PX_MUST_CHECK;
/* job_find with the same arguments will follow (px_store_ahead_query). */
void job_find_ahead(struct px_store_tx *tx, const char *kind, enum px_job_state state, size_t limit);
/* waiting -> running.  PX_CONFLICT: somebody else was quicker. */
enum px_err job_claim(struct px_store_tx *tx, struct px_job_row *row, const char *owner, int64_t lease_ms,
		      int64_t now, struct px_error *error) PX_MUST_CHECK;
/* The row of a lease; PX_CONFLICT if the lease was lost. */
enum px_err job_held(struct px_store_tx *tx, const struct job_lease *lease, struct px_arena *arena,
		     struct px_job_row *row, struct px_error *error) PX_MUST_CHECK;
/* running -> over, or waiting until `again`, or waiting because it was enqueued again. */
enum px_err job_finish(struct px_store_tx *tx, const struct job_lease *lease, struct px_job_row *row,
		       int64_t again, int64_t now, struct px_error *error) PX_MUST_CHECK;
/*
 * running -> waiting for its next attempt (not before `again`), or dead.  PX_CANCELLED
 * counts as no attempt.  `lease` NULL: the runner that had it is gone.
 */
enum px_err job_fail(struct px_store_tx *tx, const struct job_lease *lease, struct px_job_row *row,
		     const struct job_limits *limits, const struct px_error *why, int64_t again,
		     int64_t now, struct px_error *error) PX_MUST_CHECK;

/* A waiting row that was written after `now` waits as long from now on. */
enum px_err job_pull_back(struct px_store_tx *tx, struct px_job_row *row, int64_t now, struct px_error *error) PX_MUST_CHECK;

/* ----------------------------------------------------------- runner.c */

enum { JOB_KINDS_MAX = 32, JOB_CONCURRENCY_MAX = 512 };

struct kind {
	const struct px_job_kind *kind;
	void *arg;
	struct job_limits limits;
	/* Of the pass under way: rows of the kind, and for how many more runs there is room. */
	struct { struct px_job_row *rows; size_t count; } waiting, taken;
	unsigned room;
	/* Under lock. */
	unsigned running;
	bool starved; /* jobs may be due for which there was no room: the next run that ends makes some */
};

/*
 * `lock` guards what stands below it, and is never held while the store or a
 * handler is called.
 */
struct px_jobs {
	struct px_store *store;
	struct px_shards *shards;
	struct px_alarm *alarm;
	char owner[PX_ID_TEXT + 1]; /* of this runner, new with each */
	bool exclusive;            /* no other process has the store: other owners are dead */
	struct kind kinds[JOB_KINDS_MAX];
	size_t kind_count;
	struct px_job pass_job;
	_Atomic bool orphans;      /* rows may be running that nobody works on */
	_Atomic bool recount;      /* the number of dead jobs has changed */
	_Atomic uint64_t passes, done, failed, died, running, waiting, dead, late;
	/* Of the pass under way; there is one at a time. */
	struct run *claimed;
	int64_t next_due, counted_at, retry_ms;
	int64_t looked_at;         /* what the clock said in the last pass */
	int64_t orphans_at;        /* and in the last that looked for orphans: others' die rarely, and a lease lasts long */

	pthread_mutex_t lock;
	pthread_cond_t idle;       /* a run or a pass ended, or a run can be cancelled */
	bool started, stopping;
	bool passing, pass_again;  /* a pass is under way; another is wanted after it */
	int64_t set_to;            /* when the alarm rings */
	int64_t came_due;          /* the first due instant of rows that were written since the last pass began */
	struct run *runs;
};

/* queue.c: this thread has enqueued something since it was last set to false. */
extern _Thread_local bool job_enqueued;
/* queue.c: when the first of the jobs is due that this thread has written since it was last set to PX_TIME_NONE. */
extern _Thread_local int64_t job_soonest;

/* Any thread.  Sees to it that everything written before the call is looked at. */
void runner_look(struct px_jobs *jobs);
/* The same in two steps.  With the lock held: true if a pass is to be posted, which px_jobs_stop waits for from then on. */
bool runner_take_pass(struct px_jobs *jobs);
/* Without it. */
void runner_post_pass(struct px_jobs *jobs);
/* Commits without waking the runner by its own rows. */
void runner_commit(struct px_store_tx *tx, void (*done)(void *arg, enum px_err err), void *arg);
/* Counts and logs a failure. */
void runner_note_failure(struct px_jobs *jobs, const struct px_job_row *row);

/* -------------------------------------------------------------- run.c */

/* One run.  It belongs to whoever works on it; the list is for counting and finding. */
struct run {
	struct px_job_run public; /* first: what handlers know */
	struct px_job job;        /* on its way to the shard */
	struct px_jobs *jobs;
	struct kind *kind;
	struct job_lease lease;
	struct px_arena arena;    /* of the payload */
	enum px_err err;          /* why it fails */
	struct px_error error;
	bool prepared;
	bool waits;               /* its row waits again */
	struct run *claimed_next;
	/* Under lock. */
	bool in_call;             /* `prepare` or `cancel` is being called: nothing else may go on */
	bool preparing;           /* `prepare` has returned, px_job_prepared is to come */
	bool cancelled;
	struct run *next, *previous;
};

struct run *run_new(struct px_jobs *jobs, struct kind *kind, const struct px_job_row *row);
void run_free(struct run *run);
/* With the lock held. */
void run_link(struct run *run);
/* To the user's shard, to be worked on; the run may be gone when this returns. */
void run_post(struct run *run);
/* With the lock held, which is let go meanwhile: cancels a run that can be, if there is one. */
bool run_cancel_one(struct px_jobs *jobs);

#endif
