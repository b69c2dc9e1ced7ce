/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Everything is computed on the wall clock of the task's zone; a task due on a
 * day uses that day's midnight.  COUNT is kept by occurrences_done, so moving
 * due dates about never changes how often a task comes.
 */
#include "domain/task_roll.h"

#include "domain/recurrence.h"

static bool has_due(const struct px_task *task)
{
	return task->due != PX_TIME_NONE || task->due_day != PX_DAY_NONE;
}

/* Wall clock in the task's own zone. */
static int64_t local_due(const struct px_tz *tz, const struct px_task *task)
{
	return task->due != PX_TIME_NONE ? px_tz_to_local(tz, task->due)
					 : task->due_day * PX_MS_DAY;
}

static void set_local_due(const struct px_tz *tz, struct px_task *task, bool day, int64_t local)
{
	task->due = day ? PX_TIME_NONE : px_tz_to_utc(tz, local, NULL);
	task->due_day = day ? px_civil_ms_day(local) : PX_DAY_NONE;
}

static void anchor(const struct px_tz *tz, struct px_task *task)
{
	task->series_start = px_tz_to_utc(tz, local_due(tz, task), NULL);
}

/* A rule with hours of its own makes a timed task; any other, one for the day. */
static enum px_err first_due(struct px_domain *domain, struct px_task *task, struct px_error *error)
{
	const struct px_tz *tz = px_domain_zone(domain, task->zone);
	bool timed = strstr(task->recurrence, "HOUR") || strstr(task->recurrence, "BYMINUTE");
	int64_t now = px_tz_to_local(tz, domain->now);
	int64_t from = timed ? now - (now % PX_MS_MINUTE) : px_civil_ms_day(now) * PX_MS_DAY;
	int64_t first = px_recurrence_first(task->recurrence, tz, from);

	if (first == PX_TIME_NONE)
		return px_fail(error, PX_INVALID, "recurrence", "this rule has no date from now on");
	if (!task->zone)
		task->zone = px_tz_name(tz);
	set_local_due(tz, task, !timed, first);
	return PX_OK;
}

static void end_series(struct px_task *task)
{
	task->series_start = PX_TIME_NONE;
	task->occurrences_done = 0;
	task->after_completion = false;
}

enum px_err px_task_begin_series(struct px_domain *domain, struct px_task *task,
				 struct px_error *error)
{
	enum px_err err = PX_OK;

	task->occurrences_done = 0;
	if (!task->recurrence) {
		end_series(task);
		return PX_OK;
	}
	if (!has_due(task))
		err = first_due(domain, task, error);
	if (!err)
		anchor(px_domain_zone(domain, task->zone), task);
	return err;
}

static bool same_clock(const struct px_tz *tz, const struct px_task *a, const struct px_task *b)
{
	if ((a->due == PX_TIME_NONE) != (b->due == PX_TIME_NONE) || !has_due(a) || !has_due(b))
		return false;
	int64_t shift = local_due(tz, a) - local_due(tz, b);
	return shift % PX_MS_DAY == 0;
}

/*
 * Put off or brought forward by days, one occurrence moves and the series stays; unless it goes before the first one, to
 * where the same rule leads to that: "daily from the 20th", moved to the 13th, is daily from the 13th.
 */
static bool begins_sooner(const struct px_tz *tz, const struct px_task *before, const struct px_task *task)
{
	int64_t start = px_tz_to_local(tz, before->series_start), due = local_due(tz, task);

	return due < start && px_recurrence_next_local(task->recurrence, tz, due, start - 1) == start;
}

enum px_err px_task_follow_series(struct px_domain *domain, const struct px_task *before,
				  struct px_task *task, struct px_error *error)
{
	const struct px_tz *tz = px_domain_zone(domain, task->zone);
	bool same_rule = task->recurrence && before->recurrence &&
			 strcmp(task->recurrence, before->recurrence) == 0;

	if (same_rule && same_clock(tz, before, task) && !begins_sooner(tz, before, task)) {
		task->series_start = before->series_start;
		return PX_OK;
	}
	if (!same_rule || !has_due(task))
		return px_task_begin_series(domain, task, error);
	anchor(tz, task);
	return PX_OK;
}

/* UNTIL bounds an after-completion series too; the rule's own walk looks at it. */
static int64_t next_due(const struct px_domain *domain, const struct px_task *task,
			const struct px_tz *tz, bool day)
{
	int64_t now = px_tz_to_local(tz, domain->now);
	int64_t due = local_due(tz, task);
	int64_t today = px_civil_ms_day(now) * PX_MS_DAY;

	if (task->after_completion) {
		/* The usual time of day, counted from the day it was done. */
		bool hourly = strstr(task->recurrence, "FREQ=HOURLY") != NULL;
		int64_t start = hourly && !day ? now - now % PX_MS_MINUTE
					       : today + (due - px_civil_ms_day(due) * PX_MS_DAY);
		return px_recurrence_next_local(task->recurrence, tz, start, start);
	}
	int64_t passed = day ? today : now;
	return px_recurrence_next_local(task->recurrence, tz,
					px_tz_to_local(tz, task->series_start),
					due > passed ? due : passed);
}

bool px_task_roll(const struct px_domain *domain, struct px_task *task)
{
	const struct px_tz *tz = px_domain_zone(domain, task->zone);
	int64_t count = px_recurrence_count(task->recurrence);
	bool day = task->due == PX_TIME_NONE;

	if (!has_due(task) || (count && task->occurrences_done + 1 >= count))
		return false;
	int64_t next = next_due(domain, task, tz, day);
	if (next == PX_TIME_NONE)
		return false;
	set_local_due(tz, task, day, next);
	task->status = PX_TASK_PENDING;
	task->occurrences_done++;
	return true;
}
