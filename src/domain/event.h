/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Events: the rules above their rows.
 *
 * A recurring event is one row; its occurrences are computed (recurrence.h),
 * less those in exdates.  Changing it changes the whole series unless one
 * occurrence is named: that one is then taken out of the series and, if moved,
 * lives on as an event of its own.  Every write keeps the store's span of the
 * event current, which is what overlap queries read.
 */
#ifndef PX_DOMAIN_EVENT_H
#define PX_DOMAIN_EVENT_H

#include "domain/domain.h"

enum {
	PX_LOCATION_MAX = 500,
	PX_ATTENDEES_MAX = 2000,
	PX_EVENT_DAYS_MAX = 366,    /* longest event */
	PX_EXDATES_MAX = 366,
};

/* Filled by the caller: title and start at least.  No end: start + 1 h, all-day: one day. */
enum px_err px_event_create(struct px_domain *domain, struct px_event *event,
			    struct px_error *error) PX_MUST_CHECK;
enum px_err px_event_get(struct px_domain *domain, struct px_id id, struct px_event *event,
			 struct px_error *error) PX_MUST_CHECK;
/*
 * As px_task_update; every member is taken as it stands.  When `start` of a
 * series moves, its exdates move along.
 */
enum px_err px_event_update(struct px_domain *domain, struct px_event *event, int64_t expected,
			    struct px_error *error) PX_MUST_CHECK;
/*
 * The same after a patch that named only some fields (`given`, of
 * px_record_patch), from which the others follow:
 *   start without end     the event stays as long as it was
 *   all_day: false, with start and without end     it takes an hour
 *   zone of an all-day event, without start or end  it keeps its days
 */
enum px_err px_event_patch(struct px_domain *domain, struct px_event *event, uint64_t given,
			   int64_t expected, struct px_error *error) PX_MUST_CHECK;
/* Only that: sets what follows in `event`, and stores nothing. */
enum px_err px_event_follow(struct px_domain *domain, const struct px_event *before, struct px_event *event,
			    uint64_t given, struct px_error *error) PX_MUST_CHECK;
/*
 * Changes one occurrence: the series skips the instant `occurrence` and
 * `event` (copied from the series and changed; its recurrence is dropped)
 * becomes an event of its own with a new id.
 */
enum px_err px_event_update_one(struct px_domain *domain, struct px_id series, int64_t occurrence,
				struct px_event *event, struct px_error *error) PX_MUST_CHECK;
enum px_err px_event_delete(struct px_domain *domain, struct px_id id, int64_t expected,
			    struct px_error *error) PX_MUST_CHECK;
/* Removes one occurrence of a series. */
enum px_err px_event_delete_one(struct px_domain *domain, struct px_id series, int64_t occurrence,
				struct px_error *error) PX_MUST_CHECK;

/*
 * Keeps the store's span of an event current; undo uses it too.  `event` is
 * the row as it is now.
 */
enum px_err px_event_write_span(struct px_domain *domain, const struct px_event *event,
				struct px_error *error) PX_MUST_CHECK;

/* Where it would end if it started then: as long, all-day ones at a midnight again. */
int64_t px_event_end_at(const struct px_domain *domain, const struct px_event *event,
			int64_t start);

/* One time that an event takes place. */
struct px_occurrence {
	const struct px_event *event; /* shared by the occurrences of a series */
	int64_t start, end;           /* UTC milliseconds */
};

/* Occurrences of one event that overlap [from, to), in order, at most `max`; returns how many. */
size_t px_event_occurrences(const struct px_domain *domain, const struct px_event *event,
			    int64_t from, int64_t to, struct px_occurrence *found, size_t max);
/*
 * Everything that takes place in [from, to) (UTC), recurring ones expanded,
 * by start; at most `max` in the arena, *total (may be NULL) counts all
 * (of a series at most 1000).  `text` filters by title, location, notes and
 * attendees without case, or is NULL.
 */
enum px_err px_event_list(struct px_domain *domain, int64_t from, int64_t to, const char *text,
			  size_t max, struct px_occurrence **found, size_t *count, size_t *total,
			  struct px_error *error) PX_MUST_CHECK;

#endif
