/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Putting jobs in: what a key does to a job that is there already.
 *
 * A job that is enqueued again while it runs keeps its lease and gets a higher
 * version; the runner sees that at the end of the run and lets it wait again
 * (claim.c).
 */
#include "jobs/jobs_internal.h"

#include "base/clock.h"
#include "sys/shard.h"

#include <stdio.h>

_Thread_local bool job_enqueued;
_Thread_local int64_t job_soonest = PX_TIME_NONE;

enum { DEDUPE_TEXT = PX_JOB_KIND_MAX + PX_ID_TEXT + PX_JOB_KEY_MAX + 3 };

static enum px_err check(const struct px_job_spec *spec, struct px_error *error)
{
	if (!spec->kind || !spec->kind[0] || strlen(spec->kind) > PX_JOB_KIND_MAX)
		return px_fail(error, PX_INVALID, "kind", "the kind of a job has 1 to %d bytes", PX_JOB_KIND_MAX);
	if (spec->key && strlen(spec->key) > PX_JOB_KEY_MAX)
		return px_fail(error, PX_TOO_LARGE, "key", "the key of a job has at most %d bytes", PX_JOB_KEY_MAX);
	if (spec->once && !spec->key)
		return px_fail(error, PX_INVALID, "key", "a job that runs once needs a key");
	if (spec->payload && strlen(spec->payload) > PX_JOB_PAYLOAD_MAX)
		return px_fail(error, PX_TOO_LARGE, "payload", "the payload of a job has at most %d bytes",
			       PX_JOB_PAYLOAD_MAX);
	return PX_OK;
}

/* Kind and user are part of it, so that callers cannot meet by accident. */
static void write_key(const struct px_job_spec *spec, char text[DEDUPE_TEXT])
{
	char user[PX_ID_TEXT + 1] = "-";

	if (!px_id_is_none(spec->user))
		px_id_format(spec->user, user);
	snprintf(text, DEDUPE_TEXT, "%s:%s:%s", spec->kind, user, spec->key);
}

static struct px_store_filter filter_by_key(const char *key)
{
	return (struct px_store_filter){ "dedupe_key", PX_OP_EQ, { .text = px_str(key) } };
}

static struct px_store_query query_of(const struct px_store_filter *filter)
{
	return (struct px_store_query){ .filters = filter, .filter_count = 1, .unordered = true, .limit = 1 };
}

void px_jobs_ahead(struct px_store_tx *tx, const struct px_job_spec *spec)
{
	char key[DEDUPE_TEXT];

	write_key(spec, key);
	const struct px_store_filter filter = filter_by_key(key);
	const struct px_store_query query = query_of(&filter);
	px_store_ahead_query(tx, &px_job_record, &query);
}

static enum px_err find_key(struct px_store_tx *tx, const char *key, struct px_arena *arena,
			    struct px_job_row **row, struct px_error *error)
{
	const struct px_store_filter filter = filter_by_key(key);
	const struct px_store_query query = query_of(&filter);
	void *rows;
	size_t count = 0;
	enum px_err err = px_store_query(tx, &px_job_record, &query, arena, &rows, &count, error);

	*row = !err && count ? rows : NULL;
	return err;
}

static void note_due(int64_t due)
{
	if (job_soonest == PX_TIME_NONE || due < job_soonest)
		job_soonest = due;
}

static int64_t due_of(const struct px_job_spec *spec, int64_t now)
{
	return (spec->due ? spec->due : now) + (px_shard_crowded() ? spec->yields_ms : 0);
}

static enum px_err insert(struct px_store_tx *tx, const struct px_job_spec *spec, const char *key,
			  int64_t now, struct px_error *error)
{
	struct px_job_row row;

	px_record_init(&px_job_record, &row);
	row.id = px_id_new();
	row.user_id = spec->user;
	row.kind = spec->kind;
	row.payload = spec->payload ? spec->payload : "{}";
	row.due = due_of(spec, now);
	row.dedupe_key = key;
	row.once = spec->once;
	row.created = row.updated = now;
	row.version = 1;
	note_due(row.due);
	return px_store_add(tx, &px_job_record, &row, error);
}

static enum px_err renew(struct px_store_tx *tx, const struct px_job_spec *spec, struct px_job_row *row,
			 int64_t now, struct px_error *error)
{
	const char *payload = spec->payload ? spec->payload : "{}";
	int64_t due = due_of(spec, now);
	bool waiting = row->state == PX_JOB_WAITING;

	if (waiting && row->due < due)
		due = row->due;
	if (waiting && due == row->due && row->attempts == 0 && strcmp(payload, row->payload) == 0)
		return PX_OK;
	row->payload = payload;
	row->due = due;
	note_due(due);
	if (row->state != PX_JOB_RUNNING) {
		row->state = PX_JOB_WAITING;
		row->attempts = 0;
		row->last_error = NULL;
	}
	row->updated = now;
	return px_store_update(tx, &px_job_record, row, row->version++, error);
}

enum px_err px_jobs_enqueue(struct px_store_tx *tx, const struct px_job_spec *spec, struct px_error *error)
{
	char key[DEDUPE_TEXT];
	int64_t now = px_clock_now();
	struct px_job_row *row = NULL;
	struct px_arena arena;
	enum px_err err = check(spec, error);

	if (err)
		return err;
	job_enqueued = true;
	if (!spec->key)
		return insert(tx, spec, NULL, now, error);
	px_arena_init(&arena);
	write_key(spec, key);
	err = find_key(tx, key, &arena, &row, error);
	if (!err && !row)
		err = insert(tx, spec, key, now, error);
	else if (!err && !spec->once)
		err = renew(tx, spec, row, now, error);
	px_arena_release(&arena);
	return err;
}

enum px_err px_jobs_once_since(struct px_store_tx *tx, const char *kind, int64_t since, int64_t *count, struct px_error *error)
{
	const struct px_store_filter filters[] = {
		{ "kind", PX_OP_EQ, { .text = px_str(kind) } }, { "due", PX_OP_GE, { .integer = since } },
	};

	return px_store_count(tx, &px_job_record, filters, 2, count, error);
}

enum px_err px_jobs_retry(struct px_store_tx *tx, struct px_id id, struct px_error *error)
{
	struct px_arena arena;
	struct px_job_row row;
	enum px_err err;

	px_arena_init(&arena);
	err = px_store_get(tx, &px_job_record, id, &arena, &row, error);
	if (!err && row.state != PX_JOB_DEAD)
		err = px_fail(error, PX_CONFLICT, "state", "only a dead job can be tried again");
	if (!err) {
		row.state = PX_JOB_WAITING;
		row.attempts = 0;
		row.due = row.updated = px_clock_now();
		note_due(row.due);
		err = px_store_update(tx, &px_job_record, &row, row.version++, error);
	}
	px_arena_release(&arena);
	return err;
}

enum px_err px_jobs_drop(struct px_store_tx *tx, struct px_id id, struct px_error *error)
{
	struct px_arena arena;
	struct px_job_row row;
	enum px_err err;

	px_arena_init(&arena);
	err = px_store_get(tx, &px_job_record, id, &arena, &row, error);
	if (!err && row.state == PX_JOB_RUNNING)
		err = px_fail(error, PX_CONFLICT, "state", "the job is running");
	if (!err)
		err = px_store_delete(tx, &px_job_record, id, error);
	px_arena_release(&arena);
	return err;
}
