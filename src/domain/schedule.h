/* SPDX-License-Identifier: Apache-2.0 */
/*
 * struct px_schedule: the times of one task, event or reminder, and when each
 * of its leads is to be said.
 *
 * A recurring event has the occurrences of its series.  A recurring task has
 * the one it is due at and, unless it counts from completion, those that
 * follow: who did not tick off yesterday's is reminded today all the same.
 * Things of a day (a due day, an event of whole days) are reminded of on the
 * wall clock of wherever the person is; all others by their own zone.
 *
 * Reads no rows and no clock.
 */
#ifndef PX_DOMAIN_SCHEDULE_H
#define PX_DOMAIN_SCHEDULE_H

#include "domain/domain.h"
#include "domain/lead.h"

struct px_schedule {
	int64_t first;            /* the first time, UTC; PX_TIME_NONE: it has none */
	bool day;                 /* of a day: `first` is its midnight in `zone` */
	const char *rule;         /* of its recurrence, or NULL */
	int64_t series_start;     /* of the rule */
	int64_t left;             /* how often it still comes (COUNT of a task); 0: as the rule says */
	bool counted;             /* the rule's own COUNT holds, as of events */
	const struct px_tz *zone; /* of the times */
	const struct px_tz *own;  /* the person's */
	int day_minute;           /* when things of a day are said */
	const int64_t *removed;   /* times that are left out */
	size_t removed_count;
};

/* Of a closed or undated task: `first` is PX_TIME_NONE. */
void px_schedule_task(const struct px_domain *domain, const struct px_task *task, int day_minute,
		      struct px_schedule *schedule);
void px_schedule_event(const struct px_domain *domain, const struct px_event *event, int day_minute,
		       struct px_schedule *schedule);
void px_schedule_reminder(const struct px_domain *domain, const struct px_reminder *reminder,
			  struct px_schedule *schedule);

/* Whether it takes place at that very instant. */
bool px_schedule_has(const struct px_schedule *schedule, int64_t occurrence);
/* When the lead is to be said of that occurrence. */
int64_t px_schedule_lead_at(const struct px_schedule *schedule, const struct px_lead *lead, int64_t occurrence);
/*
 * The first instant after `after` at which the lead is to be said, and of which occurrence; PX_TIME_NONE if there is
 * none any more.  Occurrences up to `said` are passed over: of them it was said already, wherever the person was then.
 */
int64_t px_schedule_next(const struct px_schedule *schedule, const struct px_lead *lead, int64_t after, int64_t said,
			 int64_t *occurrence);

#endif
