/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Occurrences are walked in order.  What a lead makes of them is in that order
 * too, but for a day around a change of the clocks, so the walk begins SLACK
 * before the occurrence that could be meant.
 */
#include "domain/schedule.h"

#include "domain/event_exdates.h"
#include "domain/recurrence.h"

#define SLACK (INT64_C(2) * PX_MS_DAY)
enum { CHUNK = 32, COUNT_MAX = 100000 };

void px_schedule_task(const struct px_domain *domain, const struct px_task *task, int day_minute,
		      struct px_schedule *schedule)
{
	bool open = task->status == PX_TASK_PENDING || task->status == PX_TASK_IN_PROGRESS;
	const struct px_tz *tz = px_domain_zone(domain, task->zone);

	*schedule = (struct px_schedule){ .first = PX_TIME_NONE, .zone = tz, .own = domain->tz, .day_minute = day_minute };
	if (!open)
		return;
	schedule->day = task->due == PX_TIME_NONE;
	if (!schedule->day)
		schedule->first = task->due;
	else if (task->due_day != PX_DAY_NONE)
		schedule->first = px_tz_to_utc(tz, task->due_day * PX_MS_DAY, NULL);
	if (!task->recurrence || task->after_completion || schedule->first == PX_TIME_NONE)
		return;
	int64_t count = px_recurrence_count(task->recurrence);
	schedule->left = count ? count - task->occurrences_done : 0;
	schedule->rule = count && schedule->left <= 1 ? NULL : task->recurrence;
	schedule->series_start = task->series_start == PX_TIME_NONE ? schedule->first : task->series_start;
}

void px_schedule_event(const struct px_domain *domain, const struct px_event *event, int day_minute,
		       struct px_schedule *schedule)
{
	int64_t *removed = event->exdates ? PX_ARENA_ARRAY(domain->arena, int64_t, 366) : NULL;

	*schedule = (struct px_schedule){
		.first = event->start, .day = event->all_day, .rule = event->recurrence, .series_start = event->start,
		.counted = true, .zone = px_domain_zone(domain, event->zone), .own = domain->tz, .day_minute = day_minute,
		.removed = removed, .removed_count = removed ? px_exdates_read(event->exdates, removed, 366) : 0,
	};
}

void px_schedule_reminder(const struct px_domain *domain, const struct px_reminder *reminder,
			  struct px_schedule *schedule)
{
	bool recurs = reminder->recurrence && reminder->series_start != PX_TIME_NONE;

	*schedule = (struct px_schedule){
		.first = recurs ? reminder->series_start : reminder->occurrence,
		.rule = recurs ? reminder->recurrence : NULL, .series_start = reminder->series_start, .counted = true,
		.zone = px_domain_zone(domain, reminder->zone), .own = domain->tz,
	};
}

static bool is_removed(const struct px_schedule *schedule, int64_t at)
{
	for (size_t i = 0; i < schedule->removed_count; i++)
		if (schedule->removed[i] == at)
			return true;
	return false;
}

int64_t px_schedule_lead_at(const struct px_schedule *schedule, const struct px_lead *lead, int64_t occurrence)
{
	const struct px_tz *tz = schedule->day ? schedule->own : schedule->zone;
	int64_t local = px_tz_to_local(schedule->zone, occurrence);

	if (lead->at != PX_TIME_NONE)
		return lead->at;
	if (schedule->day)
		local = px_civil_ms_day(local) * PX_MS_DAY + schedule->day_minute * PX_MS_MINUTE;
	else if (!lead->before.days)
		return occurrence - lead->before.ms;
	return px_tz_to_utc(tz, local - lead->before.days * PX_MS_DAY, NULL) - lead->before.ms;
}

/* A look at the occurrences from an instant on, in order. */
struct walk {
	const struct px_schedule *schedule;
	int64_t from;          /* not before */
	int64_t at;            /* of a task: the last one; PX_TIME_NONE at first */
	int64_t steps;
	int64_t chunk[CHUNK];
	size_t count, used;
	bool over;
};

/* Tasks: the first is where it is due, however it was moved; the rule gives what follows. */
static int64_t next_of_task(struct walk *walk)
{
	const struct px_schedule *schedule = walk->schedule;

	if (walk->at == PX_TIME_NONE) {
		walk->at = schedule->first;
		walk->steps = 1;
		if (walk->at >= walk->from || !schedule->rule)
			return walk->at;
		if (!schedule->left) /* nothing to count on the way */
			walk->at = walk->from - 1;
	}
	do {
		if (!schedule->rule || (schedule->left && walk->steps >= schedule->left) || walk->steps > COUNT_MAX)
			return PX_TIME_NONE;
		const struct px_tz *tz = schedule->zone; /* next_local, as it leaves COUNT to us */
		int64_t next = px_recurrence_next_local(schedule->rule, tz, px_tz_to_local(tz, schedule->series_start),
							px_tz_to_local(tz, walk->at));
		if (next == PX_TIME_NONE)
			return next;
		walk->at = px_tz_to_utc(tz, next, NULL);
		walk->steps++;
	} while (walk->at < walk->from);
	return walk->at;
}

static int64_t next_of_series(struct walk *walk)
{
	const struct px_schedule *schedule = walk->schedule;
	int64_t end = (px_civil_day(2201, 1, 1) + 1) * PX_MS_DAY;

	while (!walk->over) {
		while (walk->used < walk->count) {
			int64_t at = walk->chunk[walk->used++];
			if (!is_removed(schedule, at))
				return at;
		}
		walk->count = px_recurrence_expand(schedule->rule, schedule->zone, schedule->series_start, walk->from, end,
						   walk->chunk, CHUNK);
		walk->used = 0;
		walk->over = walk->count == 0;
		if (walk->count)
			walk->from = walk->chunk[walk->count - 1] + 1;
	}
	return PX_TIME_NONE;
}

static int64_t next_occurrence(struct walk *walk)
{
	const struct px_schedule *schedule = walk->schedule;

	if (schedule->rule && schedule->counted)
		return next_of_series(walk);
	if (!schedule->rule && walk->at != PX_TIME_NONE)
		return PX_TIME_NONE;
	return next_of_task(walk);
}

static struct walk walk_from(const struct px_schedule *schedule, int64_t from)
{
	return (struct walk){ .schedule = schedule, .from = from, .at = PX_TIME_NONE };
}

bool px_schedule_has(const struct px_schedule *schedule, int64_t occurrence)
{
	struct walk walk = walk_from(schedule, occurrence);
	int64_t at;

	if (schedule->first == PX_TIME_NONE || occurrence == PX_TIME_NONE)
		return false;
	do
		at = next_occurrence(&walk);
	while (at != PX_TIME_NONE && at < occurrence);
	return at == occurrence;
}

/* An instant is said once, of the occurrence that comes next then. */
static int64_t next_at_instant(const struct px_schedule *schedule, const struct px_lead *lead, int64_t after,
			       int64_t *occurrence)
{
	struct walk walk = walk_from(schedule, lead->at);
	int64_t at;

	if (lead->at <= after)
		return PX_TIME_NONE;
	*occurrence = schedule->first;
	do
		at = next_occurrence(&walk);
	while (at != PX_TIME_NONE && at < lead->at);
	if (at != PX_TIME_NONE)
		*occurrence = at;
	return lead->at;
}

int64_t px_schedule_next(const struct px_schedule *schedule, const struct px_lead *lead, int64_t after, int64_t said,
			 int64_t *occurrence)
{
	*occurrence = PX_TIME_NONE;
	if (schedule->first == PX_TIME_NONE)
		return PX_TIME_NONE;
	if (lead->at != PX_TIME_NONE)
		return next_at_instant(schedule, lead, after, occurrence);
	int64_t lead_ms = lead->before.days * PX_MS_DAY + lead->before.ms;
	struct walk walk = walk_from(schedule, after + lead_ms - SLACK);
	for (;;) {
		int64_t at = next_occurrence(&walk);
		if (at == PX_TIME_NONE)
			return PX_TIME_NONE;
		int64_t when = px_schedule_lead_at(schedule, lead, at);
		if (when > after && (said == PX_TIME_NONE || at > said)) {
			*occurrence = at;
			return when;
		}
	}
}
