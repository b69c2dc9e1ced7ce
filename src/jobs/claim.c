/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From claim to end: a job's row as a runner changes it.
 *
 * A lease is the row's owner and attempt.  Whoever ends a run looks first, in
 * the same transaction, whether the row still says so; a run that took longer
 * than its lease thus changes nothing any more.
 */
#include "jobs/jobs_internal.h"

#include "base/random.h"

struct job_limits job_limits_of(const struct px_job_kind *kind)
{
	return (struct job_limits){
		.concurrency = !kind->concurrency ? 1 :
			       kind->concurrency < JOB_CONCURRENCY_MAX ? kind->concurrency : JOB_CONCURRENCY_MAX,
		.attempts = kind->attempts ? kind->attempts : PX_JOB_ATTEMPTS,
		.lease_ms = kind->lease_ms ? kind->lease_ms : PX_JOB_LEASE_MS,
		.backoff_ms = kind->backoff_ms ? kind->backoff_ms : PX_JOB_BACKOFF_MS,
	};
}

struct finding { struct px_store_filter filters[2]; };
#define FINDING(of_kind, of_state) \
	{ { { "kind", PX_OP_EQ, { .text = px_str(of_kind) } }, { "state", PX_OP_EQ, { .integer = (of_state) } } } }

static struct px_store_query query_of(const struct finding *finding, size_t limit)
{
	return (struct px_store_query){ .filters = finding->filters, .filter_count = 2, .order = "due", .limit = limit };
}

void job_find_ahead(struct px_store_tx *tx, const char *kind, enum px_job_state state, size_t limit)
{
	const struct finding finding = FINDING(kind, state);
	const struct px_store_query query = query_of(&finding, limit);

	px_store_ahead_query(tx, &px_job_record, &query);
}

enum px_err job_find(struct px_store_tx *tx, const char *kind, enum px_job_state state, size_t limit,
		     struct px_arena *arena, struct px_job_row **rows, size_t *count,
		     struct px_error *error)
{
	const struct finding finding = FINDING(kind, state);
	const struct px_store_query query = query_of(&finding, limit);
	void *found = NULL;
	enum px_err err = px_store_query(tx, &px_job_record, &query, arena, &found, count, error);

	*rows = found;
	return err;
}

/* Writes the row back as the next version. */
static enum px_err save(struct px_store_tx *tx, struct px_job_row *row, int64_t now, struct px_error *error)
{
	int64_t expected = row->version++;

	row->updated = now;
	return px_store_update(tx, &px_job_record, row, expected, error);
}

static void drop_lease(struct px_job_row *row)
{
	row->state = PX_JOB_WAITING;
	row->owner = NULL;
	row->lease_until = PX_TIME_NONE;
}

enum px_err job_claim(struct px_store_tx *tx, struct px_job_row *row, const char *owner, int64_t lease_ms,
		      int64_t now, struct px_error *error)
{
	row->state = PX_JOB_RUNNING;
	row->owner = owner;
	row->lease_until = now + lease_ms;
	row->attempts++;
	enum px_err err = save(tx, row, now, error);
	return err == PX_NOT_FOUND ? px_fail(error, PX_CONFLICT, NULL, "the job is gone: another runner has done it") : err;
}

enum px_err job_held(struct px_store_tx *tx, const struct job_lease *lease, struct px_arena *arena,
		     struct px_job_row *row, struct px_error *error)
{
	enum px_err err = px_store_get(tx, &px_job_record, lease->id, arena, row, error);

	if (err && err != PX_NOT_FOUND)
		return err;
	if (err || row->state != PX_JOB_RUNNING || !row->owner || strcmp(row->owner, lease->owner) != 0 ||
	    row->attempts != lease->attempts)
		return px_fail(error, PX_CONFLICT, NULL, "the job took longer than its lease and was taken over");
	return PX_OK;
}

enum px_err job_finish(struct px_store_tx *tx, const struct job_lease *lease, struct px_job_row *row,
		       int64_t again, int64_t now, struct px_error *error)
{
	bool renewed = row->version != lease->version;

	if (!renewed && again == PX_TIME_NONE && !row->once)
		return px_store_delete(tx, &px_job_record, row->id, error);
	drop_lease(row);
	row->attempts = 0;
	row->last_error = NULL;
	if (again != PX_TIME_NONE && (!renewed || again < row->due))
		row->due = again;
	else if (!renewed)
		row->state = PX_JOB_DONE;
	return save(tx, row, now, error);
}

enum px_err job_pull_back(struct px_store_tx *tx, struct px_job_row *row, int64_t now, struct px_error *error)
{
	int64_t wait = row->due - row->updated, due = now + (wait > 0 ? wait : 0);

	if (due < row->due)
		row->due = due;
	return save(tx, row, now, error);
}

/* Twice as long each time, and anywhere in the second half of that, so that what failed together comes apart. */
static int64_t backoff(const struct job_limits *limits, int64_t attempts)
{
	int64_t delay = limits->backoff_ms;

	while (--attempts > 0 && delay < PX_JOB_BACKOFF_MAX_MS)
		delay *= 2;
	if (delay > PX_JOB_BACKOFF_MAX_MS)
		delay = PX_JOB_BACKOFF_MAX_MS;
	return delay / 2 + (int64_t)(px_random_u64() % (uint64_t)(delay / 2 + 1));
}

static bool is_final(enum px_err code)
{
	return code == PX_INVALID || code == PX_UNSUPPORTED || code == PX_TOO_LARGE || code == PX_CORRUPT ||
	       code == PX_FORBIDDEN;
}

enum px_err job_fail(struct px_store_tx *tx, const struct job_lease *lease, struct px_job_row *row,
		     const struct job_limits *limits, const struct px_error *why, int64_t again,
		     int64_t now, struct px_error *error)
{
	bool renewed = lease && row->version != lease->version;

	drop_lease(row);
	if (why->code == PX_CANCELLED) {
		row->attempts--;
		row->due = renewed && row->due < now ? row->due : now;
		return save(tx, row, now, error);
	}
	row->last_error = why->message;
	if (renewed) { /* asked for anew: as many attempts as any other */
		row->attempts = 0;
	} else if (is_final(why->code) || row->attempts >= limits->attempts) {
		row->state = PX_JOB_DEAD;
		return save(tx, row, now, error);
	}
	int64_t earliest = now + backoff(limits, row->attempts);
	row->due = again != PX_TIME_NONE && again > earliest ? again : earliest;
	return save(tx, row, now, error);
}
