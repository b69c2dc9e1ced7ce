/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For each reminder that is due: what it is about, whether it may be said now,
 * and when it is to be said next.
 *
 * The clock may have jumped either way since the reminder was planned.  A jump
 * forward makes several occurrences due at once: they are said together, with
 * how many they are.  After a jump back nothing is said twice, as a reminder
 * goes on from what it said (`told`, `said`), not from the clock.
 */
#include "proactive/ring.h"

#include "domain/event.h"
#include "domain/reminder.h"
#include "domain/reminder_plan.h"
#include "domain/task.h"
#include "proactive/morning.h"
#include "proactive/notice.h"
#include "proactive/proactive_internal.h"

enum { SLICE = 200, COUNT_MAX = 1000, CONCURRENCY = 64 };
#define RECENT_MS (INT64_C(40) * PX_MS_DAY)

struct ring {
	const struct px_proactive *proactive;
	struct px_proactive_run *work;
	struct px_due due[SLICE];
	size_t count;
};

/* One row with what it hangs on. */
struct subject {
	struct px_reminder *row;
	struct px_schedule schedule;
	struct px_lead lead;
	struct px_due due;
	bool series;   /* goes on by its schedule; else it is said once, or repeats by itself */
};

static bool has_lead(const struct px_reminder *row, const char *lead)
{
	return row->lead && strcmp(row->lead, lead) == 0;
}

/* ---------------------------------------------------------------- what it is about */

static enum px_err find_task(struct px_proactive_run *work, struct subject *subject, struct px_error *error)
{
	struct px_task task;
	enum px_err err = px_task_get(&work->domain, subject->row->subject_id, &task, error);

	if (err)
		return err;
	px_schedule_task(&work->domain, &task, work->speaking.day_minute, &subject->schedule);
	subject->due.title = task.title;
	subject->due.day = subject->schedule.day;
	return PX_OK;
}

static enum px_err find_event(struct px_proactive_run *work, struct subject *subject, struct px_error *error)
{
	struct px_event event;
	enum px_err err = px_event_get(&work->domain, subject->row->subject_id, &event, error);

	if (err)
		return err;
	px_schedule_event(&work->domain, &event, work->speaking.day_minute, &subject->schedule);
	subject->due.title = event.title;
	subject->due.location = event.location;
	subject->due.day = event.all_day;
	subject->due.end = event.end - event.start;
	return PX_OK;
}

/* PX_NOT_FOUND: what it was about is not there any more. */
static enum px_err find(struct px_proactive_run *work, struct px_reminder *row, struct subject *subject,
			struct px_error *error)
{
	bool own = row->subject == PX_SUBJECT_REMINDER && !row->lead;
	enum px_err err = PX_OK;

	*subject = (struct subject){ .row = row, .schedule = { .first = PX_TIME_NONE }, .lead = { .at = PX_TIME_NONE } };
	subject->due = (struct px_due){
		.subject = row->subject, .subject_id = own ? row->id : row->subject_id, .title = row->text,
		.end = PX_TIME_NONE, .planned = row->planned, .count = 1,
	};
	if (row->subject == PX_SUBJECT_TASK)
		err = find_task(work, subject, error);
	else if (row->subject == PX_SUBJECT_EVENT)
		err = find_event(work, subject, error);
	else if (own)
		px_schedule_reminder(&work->domain, row, &subject->schedule);
	if (!err && row->lead && !has_lead(row, PX_LEAD_SNOOZE) && !has_lead(row, PX_LEAD_NAG) &&
	    !px_lead_parse(px_str(row->lead), &subject->lead))
		err = PX_NOT_FOUND;
	subject->series = !has_lead(row, PX_LEAD_SNOOZE) && !has_lead(row, PX_LEAD_NAG);
	return err;
}

/* ---------------------------------------------------------------- whether it may be said */

/* The end of the quiet hours that hold it back, or PX_TIME_NONE. */
static int64_t held_until(const struct px_proactive_run *work, const struct subject *subject)
{
	const struct px_reminder *row = subject->row;
	/* What nags is no wish for that very time: as a lead of some length it waits. */
	static const struct px_lead nags = { .at = PX_TIME_NONE, .before = { 0, 1 } };

	if (has_lead(row, PX_LEAD_SNOOZE) || (!row->lead && row->subject == PX_SUBJECT_REMINDER))
		return PX_TIME_NONE; /* asked for at that very time */
	return px_reminder_held(&work->domain, &work->speaking, &subject->schedule,
				has_lead(row, PX_LEAD_NAG) ? &nags : &subject->lead, row->occurrence, work->domain.now);
}

/* ---------------------------------------------------------------- when it is said next */

/*
 * Goes past everything that was to be said by now; what was last is what is spoken of.  Of a series that is years behind
 * the first thousand are counted, and the last forty days: it is one notification all the same.
 */
static void pass_series(struct px_proactive_run *work, struct subject *subject)
{
	struct px_reminder *row = subject->row;
	int64_t next = row->planned, occurrence = row->occurrence;

	for (subject->due.count = 0; next != PX_TIME_NONE && next <= work->domain.now && subject->due.count < 2 * COUNT_MAX;) {
		subject->due.count++;
		subject->due.planned = row->told = next;
		subject->due.occurrence = row->said = occurrence;
		next = px_schedule_next(&subject->schedule, &subject->lead, row->told, row->said, &occurrence);
		if (subject->due.count == COUNT_MAX && next != PX_TIME_NONE && next < work->domain.now - RECENT_MS)
			next = px_schedule_next(&subject->schedule, &subject->lead, work->domain.now - RECENT_MS, row->said, &occurrence);
	}
	if (next != PX_TIME_NONE && next <= work->domain.now) { /* more than can be counted: up to now, at once */
		row->told = work->domain.now;
		next = px_schedule_next(&subject->schedule, &subject->lead, row->told, row->said, &occurrence);
	}
	if (!subject->due.count) { /* due by the store, but not by the schedule: an edge of clocks */
		subject->due.count = 1;
		subject->due.occurrence = occurrence;
	}
	row->due = row->planned = next;
	row->occurrence = next == PX_TIME_NONE ? row->said : occurrence;
}

/* The next time that is after now, by steps of whole days on the wall clock or of milliseconds. */
static int64_t next_repeat(const struct px_domain *domain, const struct px_duration *repeat, int64_t from)
{
	if (!repeat->days) {
		int64_t passed = domain->now < from ? 0 : (domain->now - from) / repeat->ms;
		return from + (passed + 1) * repeat->ms;
	}
	int64_t local = px_tz_to_local(domain->tz, from), step = repeat->days * PX_MS_DAY + repeat->ms, at;
	int64_t now = px_tz_to_local(domain->tz, domain->now), passed = now < local ? 0 : (now - local) / step;
	for (int64_t n = passed + 1;; n++) {
		at = px_tz_to_utc(domain->tz, local + n * step, NULL);
		if (at > domain->now)
			return at;
	}
}

/* "R/-PT0S/PT10M" and reminders with `repeat`: a row of its own repeats until somebody ends it. */
static enum px_err begin_nag(struct px_proactive_run *work, const struct subject *subject, struct px_error *error)
{
	const struct px_reminder *from = subject->row;
	struct px_duration repeat = subject->lead.repeat;
	struct px_reminder row;

	if (from->repeat && !px_duration_parse(px_str(from->repeat), &repeat))
		return PX_OK;
	if (!subject->series || px_duration_is_zero(&repeat))
		return PX_OK;
	enum px_err err = px_reminder_hush(&work->domain, subject->due.subject_id, error);
	if (err)
		return err;
	px_record_init(&px_reminder_record, &row);
	row.subject = from->subject;
	row.subject_id = subject->due.subject_id;
	row.text = from->text;
	row.lead = PX_LEAD_NAG;
	row.repeat = from->repeat ? from->repeat : strrchr(from->lead, '/') + 1;
	row.occurrence = subject->due.occurrence;
	row.due = row.planned = next_repeat(&work->domain, &repeat, subject->due.planned);
	return px_reminder_save(&work->domain, &row, error);
}

static enum px_err pass_nag(struct px_proactive_run *work, struct subject *subject, struct px_error *error)
{
	struct px_reminder *row = subject->row;
	struct px_duration repeat;

	if (!row->repeat || !px_duration_parse(px_str(row->repeat), &repeat) || px_duration_is_zero(&repeat))
		return px_reminder_drop(&work->domain, row->id, error);
	subject->due.occurrence = row->occurrence;
	row->due = row->planned = next_repeat(&work->domain, &repeat, row->planned);
	return px_reminder_save(&work->domain, row, error);
}

static enum px_err move_on(struct px_proactive_run *work, struct subject *subject, struct px_error *error)
{
	struct px_reminder *row = subject->row;

	if (has_lead(row, PX_LEAD_NAG))
		return pass_nag(work, subject, error);
	if (has_lead(row, PX_LEAD_SNOOZE)) {
		subject->due.occurrence = row->occurrence;
		return px_reminder_drop(&work->domain, row->id, error);
	}
	pass_series(work, subject);
	bool over = row->due == PX_TIME_NONE && row->subject == PX_SUBJECT_REMINDER;
	enum px_err err = over ? px_reminder_drop(&work->domain, row->id, error) : px_reminder_save(&work->domain, row, error);
	return err ? err : begin_nag(work, subject, error);
}

/* ---------------------------------------------------------------- the run */

static enum px_err ring_one(struct ring *ring, struct px_reminder *row, struct px_error *error)
{
	struct px_proactive_run *work = ring->work;
	struct subject subject;

	if (row->subject == PX_SUBJECT_BRIEF && !has_lead(row, PX_LEAD_SNOOZE)) /* one put off is said again as it was */
		return px_morning_say(ring->proactive, work, row, error);
	enum px_err err = find(work, row, &subject, error);
	if (err == PX_NOT_FOUND)
		return px_reminder_drop(&work->domain, row->id, error);
	if (err)
		return err;
	int64_t until = held_until(work, &subject);
	if (until != PX_TIME_NONE) {
		row->due = until;
		return px_reminder_save(&work->domain, row, error);
	}
	err = move_on(work, &subject, error);
	if (err)
		return err;
	if (subject.due.day)
		subject.due.on_day = px_civil_ms_day(px_tz_to_local(subject.schedule.zone, subject.due.occurrence));
	if (subject.due.end != PX_TIME_NONE)
		subject.due.end += subject.due.occurrence;
	ring->due[ring->count++] = subject.due;
	return PX_OK;
}

static enum px_err ring_all(struct ring *ring, size_t *found, struct px_error *error)
{
	struct px_domain *domain = &ring->work->domain;
	struct px_reminder *rows;
	enum px_err err = px_reminders_due(domain, domain->now, SLICE, &rows, found, error);

	for (size_t i = 0; !err && i < *found; i++)
		err = ring_one(ring, &rows[i], error);
	return err ? err : px_notice_write(ring->proactive, ring->work, ring->due, ring->count, error);
}

static enum px_err run_ring(void *arg, struct px_store_tx *tx, struct px_job_run *run, struct px_error *error)
{
	struct px_proactive_run *work;
	size_t found = 0;

	enum px_err err = px_proactive_begin(tx, run, &work, error);
	if (err)
		return err == PX_NOT_FOUND ? PX_OK : err;
	struct ring *ring = PX_ARENA_NEW(&work->arena, struct ring);
	ring->proactive = arg;
	ring->work = work;
	ring->count = 0;
	err = ring_all(ring, &found, error);
	if (!err)
		err = px_reminders_next(&work->domain, &run->again, error);
	return err ? err : px_proactive_close(work, error);
}

const struct px_job_kind px_ring_kind = {
	.name = PX_JOB_RING, .concurrency = CONCURRENCY, .attempts = 1000, .apply = run_ring, .ended = px_proactive_ended,
};
