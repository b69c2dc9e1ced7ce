/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A slice walks some rows in the order of their ids and enqueues the next one,
 * which begins where it ended.  Planning what is planned already changes
 * nothing, so it does no harm if two walks meet.
 *
 * Reminders stay where they were until it has been there, so a store that fails
 * now and then does not end it; a slice that failed is tried with half as many rows, which are through
 * before a store that fails now and then fails again.
 *
 * Whoever asks something meanwhile waits for a slice of each person whose reminders are planned on that
 * shard just then: slices are short, and the next one comes later if somebody waited for this one.
 */
#include "proactive/replan.h"

#include "base/clock.h"
#include "base/json.h"
#include "domain/event.h"
#include "domain/reminder_plan.h"
#include "proactive/proactive_internal.h"

enum { SLICE = 128, HALVINGS_MOST = 6, ATTEMPTS = 1000, YIELDS_MS = 50 };

struct slice {
	struct px_proactive_run *work;
	const struct px_record *record; /* of tasks, then of events */
	struct px_id after;             /* none: from the beginning */
	size_t limit, count;
};

static void read_payload(const char *payload, struct slice *slice)
{
	json_t *value = NULL;

	slice->record = &px_task_record;
	slice->after = PX_ID_NONE;
	if (px_json_parse(px_str(payload), &value, NULL) == PX_OK) {
		if (px_str_eq(px_json_string(json_object_get(value, "of")), PX_STR("events")))
			slice->record = &px_event_record;
		if (!px_id_parse(px_json_string(json_object_get(value, "after")), &slice->after))
			slice->after = PX_ID_NONE;
	}
	json_decref(value);
}

static enum px_err plan_row(struct slice *slice, const void *row, struct px_error *error)
{
	struct px_proactive_run *work = slice->work;

	if (slice->record == &px_event_record) {
		const struct px_event *event = row;
		bool over = !event->recurrence && event->end < work->domain.now - PX_MS_DAY;
		return over ? PX_OK : px_reminder_plan_event(&work->domain, &work->speaking, event, error);
	}
	const struct px_task *task = row;
	bool open = task->status <= PX_TASK_IN_PROGRESS, timed = task->due != PX_TIME_NONE || task->due_day != PX_DAY_NONE;
	return open && timed ? px_reminder_plan_task(&work->domain, &work->speaking, task, error) : PX_OK;
}

static enum px_err plan_slice(struct slice *slice, struct px_error *error)
{
	struct px_domain *domain = &slice->work->domain;
	const struct px_store_query query = {
		.limit = slice->limit, .after = !px_id_is_none(slice->after), .after_id = slice->after,
		.after_value = { .id = slice->after },
	};
	void *rows = NULL;
	enum px_err err = px_store_query(domain->tx, slice->record, &query, domain->arena, &rows, &slice->count, error);

	for (size_t i = 0; !err && i < slice->count; i++) {
		const char *row = (const char *)rows + i * slice->record->size;
		slice->after = *(const struct px_id *)(const void *)row;
		err = plan_row(slice, row, error);
	}
	return err;
}

/* The rest of the same rows, or the events after the tasks. */
static enum px_err enqueue_next(const struct slice *slice, struct px_error *error)
{
	char id[PX_ID_TEXT + 1], payload[128];
	bool more = slice->count == slice->limit, events = slice->record == &px_event_record;

	if (!more && events)
		return px_notification_settings_planned(&slice->work->domain, error);
	px_id_format(slice->after, id);
	snprintf(payload, sizeof(payload), "{\"of\":\"%s\",\"after\":\"%s\"}", events || !more ? "events" : "tasks",
		 more ? id : "");
	struct px_job_spec job = { .kind = PX_JOB_REPLAN, .user = slice->work->domain.user, .payload = payload };
	if (!px_clock_is_fixed()) /* else what is due later never comes */
		job.yields_ms = YIELDS_MS;
	return px_jobs_enqueue(slice->work->domain.tx, &job, error);
}

static enum px_err replan(void *arg, struct px_store_tx *tx, struct px_job_run *run, struct px_error *error)
{
	int64_t halvings = run->attempt > HALVINGS_MOST ? HALVINGS_MOST : run->attempt - 1;
	struct slice slice = { .limit = (size_t)SLICE >> halvings };

	(void)arg;
	enum px_err err = px_proactive_begin(tx, run, &slice.work, error);
	if (err)
		return err == PX_NOT_FOUND ? PX_OK : err;
	read_payload(run->payload, &slice);
	if (slice.record == &px_task_record && px_id_is_none(slice.after))
		err = px_reminder_plan_brief(&slice.work->domain, &slice.work->speaking, error);
	if (!err)
		err = plan_slice(&slice, error);
	if (!err)
		err = enqueue_next(&slice, error);
	return err ? err : px_proactive_close(slice.work, error);
}

const struct px_job_kind px_replan_kind = {
	.name = PX_JOB_REPLAN, .concurrency = 4, .attempts = ATTEMPTS, .apply = replan, .ended = px_proactive_ended,
};

enum px_err px_replan_missing(struct px_store_tx *tx, struct px_arena *arena, struct px_error *error)
{
	struct px_notification_settings row;
	struct px_user *users;
	size_t count = 0;
	enum px_err err = px_user_list(tx, arena, &users, &count, error);

	for (size_t i = 0; !err && i < count; i++) {
		const struct px_store_filter filter = { "user_id", PX_OP_EQ, { .id = users[i].id } };
		const struct px_store_query query = { .filters = &filter, .filter_count = 1, .limit = 1 };
		void *rows = NULL;
		size_t found = 0;
		err = px_store_query(tx, &px_notification_settings_record, &query, arena, &rows, &found, error);
		if (!err && found)
			memcpy(&row, rows, sizeof(row));
		if (!err && (!found || !row.planned))
			err = px_replan_request(tx, users[i].id, error);
	}
	return err;
}
