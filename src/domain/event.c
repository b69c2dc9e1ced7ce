/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Creating, changing and deleting events.  Occurrences and listing are in
 * event_list.c.
 */
#include "domain/event.h"

#include "base/json.h"
#include "domain/event_exdates.h"
#include "domain/recurrence.h"
#include "domain/rules.h"
#include "domain/task.h"
#include "domain/text.h"

/* All-day events begin and end at midnights of their zone. */
static void align_days(const struct px_tz *tz, struct px_event *event)
{
	int64_t start = px_tz_to_local(tz, event->start);
	int64_t end = px_tz_to_local(tz, event->end);
	int32_t first = px_civil_ms_day(start);
	int32_t last = px_civil_ms_day(end - 1) + 1; /* beyond first, as the end is after the start */

	event->start = px_tz_to_utc(tz, first * PX_MS_DAY, NULL);
	event->end = px_tz_to_utc(tz, last * PX_MS_DAY, NULL);
}

static enum px_err check_times(struct px_domain *domain, struct px_event *event,
			       struct px_error *error)
{
	if (event->start == PX_TIME_NONE)
		return px_fail(error, PX_INVALID, "start", "must be given");
	enum px_err err = px_rule_zone(domain, &event->zone, error);
	if (!err)
		err = px_rule_instant("start", event->start, error);
	if (err)
		return err;
	if (event->end == PX_TIME_NONE)
		event->end = event->start + (event->all_day ? 1 : PX_MS_HOUR);
	err = px_rule_instant("end", event->end, error);
	if (err)
		return err;
	if (event->end <= event->start)
		return px_fail(error, PX_INVALID, "end", "must be after start");
	if (event->end - event->start > PX_EVENT_DAYS_MAX * PX_MS_DAY)
		return px_fail(error, PX_INVALID, "end", "is more than %d days after start",
			       PX_EVENT_DAYS_MAX);
	if (event->all_day)
		align_days(px_domain_zone(domain, event->zone), event);
	return PX_OK;
}

static enum px_err check(struct px_domain *domain, struct px_event *event, struct px_error *error)
{
	struct px_arena *arena = domain->arena;
	enum px_err err = px_text_require(arena, "title", PX_TITLE_MAX, &event->title, error);

	if (!err)
		err = px_text_clean(arena, "notes", PX_NOTES_MAX, PX_TEXT_BLOCK, &event->notes, error);
	if (!err)
		err = px_text_clean(arena, "location", PX_LOCATION_MAX, PX_TEXT_LINE,
				    &event->location, error);
	if (!err)
		err = px_text_clean(arena, "attendees", PX_ATTENDEES_MAX, PX_TEXT_LINE,
				    &event->attendees, error);
	if (!err)
		err = px_rule_recurrence(domain, &event->recurrence, error);
	if (!err)
		err = px_rule_reminders(domain, &event->reminders, error);
	if (!err)
		err = check_times(domain, event, error);
	if (!err && !event->recurrence)
		event->exdates = NULL;
	return err;
}

enum px_err px_event_write_span(struct px_domain *domain, const struct px_event *event,
				struct px_error *error)
{
	struct px_store_span span = { event->id, event->start, event->end,
				      event->recurrence != NULL };

	if (event->recurrence) {
		const struct px_tz *tz = px_domain_zone(domain, event->zone);
		int64_t last = px_recurrence_last(event->recurrence, tz, event->start);
		span.end = last == INT64_MAX ? INT64_MAX : px_event_end_at(domain, event, last);
	}
	return px_store_set_span(domain->tx, &span, error);
}

enum px_err px_event_create(struct px_domain *domain, struct px_event *event,
			    struct px_error *error)
{
	if (px_id_is_none(event->id))
		event->id = px_id_new();
	event->user_id = domain->user;
	event->created = event->updated = domain->now;
	event->version = 1;
	enum px_err err = check(domain, event, error);
	if (!err)
		err = px_store_insert(domain->tx, &px_event_record, event, error);
	if (!err)
		err = px_event_write_span(domain, event, error);
	if (!err)
		px_domain_changed(domain, &px_event_record, "created", NULL, event);
	return err;
}

enum px_err px_event_get(struct px_domain *domain, struct px_id id, struct px_event *event,
			 struct px_error *error)
{
	return px_store_get(domain->tx, &px_event_record, id, domain->arena, event, error);
}

static enum px_err write_update(struct px_domain *domain, const struct px_event *before,
				struct px_event *event, struct px_error *error)
{
	event->updated = before->updated;
	event->version = before->version;
	if (px_rule_same_row(&px_event_record, before, event))
		return PX_OK;
	event->updated = domain->now;
	event->version = before->version + 1;
	enum px_err err = px_store_update(domain->tx, &px_event_record, event, before->version,
					  error);
	if (!err)
		err = px_event_write_span(domain, event, error);
	if (!err)
		px_domain_changed(domain, &px_event_record, "updated", before, event);
	return err;
}

enum px_err px_event_update(struct px_domain *domain, struct px_event *event, int64_t expected,
			    struct px_error *error)
{
	struct px_event before;

	enum px_err err = px_event_get(domain, event->id, &before, error);
	if (!err)
		err = px_rule_version(expected, before.version, error);
	if (err)
		return err;
	event->user_id = before.user_id;
	event->created = before.created;
	err = check(domain, event, error);
	if (!err && event->exdates && event->start != before.start)
		px_exdates_shift(domain->arena, &event->exdates,
				 px_domain_zone(domain, event->zone), before.start, event->start);
	return err ? err : write_update(domain, &before, event, error);
}

static int32_t day_of(const struct px_tz *tz, int64_t instant)
{
	return px_civil_ms_day(px_tz_to_local(tz, instant));
}

/* Days are dates of a calendar: in another zone they are the same dates. */
static void follow_days(struct px_domain *domain, const struct px_event *before,
			struct px_event *event, uint64_t given)
{
	const struct px_tz *old = px_domain_zone(domain, before->zone);
	const struct px_tz *tz = px_domain_zone(domain, event->zone);
	int32_t first = day_of(old, before->start);
	int32_t days = day_of(old, before->end) - first;

	if (px_record_given(&px_event_record, given, "start"))
		first = day_of(tz, event->start);
	else
		event->start = px_tz_to_utc(tz, first * PX_MS_DAY, NULL);
	if (!px_record_given(&px_event_record, given, "end"))
		event->end = px_tz_to_utc(tz, (first + days) * PX_MS_DAY, NULL);
}

static void follow(struct px_domain *domain, const struct px_event *before, struct px_event *event,
		   uint64_t given)
{
	bool start = px_record_given(&px_event_record, given, "start");
	bool end = px_record_given(&px_event_record, given, "end");

	if (before->all_day && event->all_day)
		follow_days(domain, before, event, given);
	else if (start && !end)
		event->end = event->start + (before->all_day ? PX_MS_HOUR : before->end - before->start);
}

enum px_err px_event_follow(struct px_domain *domain, const struct px_event *before, struct px_event *event,
			    uint64_t given, struct px_error *error)
{
	enum px_err err = px_rule_instant("start", event->start, error);

	if (!err)
		err = px_rule_zone(domain, &event->zone, error);
	if (!err)
		follow(domain, before, event, given);
	return err;
}

enum px_err px_event_patch(struct px_domain *domain, struct px_event *event, uint64_t given,
			   int64_t expected, struct px_error *error)
{
	struct px_event before;

	enum px_err err = px_event_get(domain, event->id, &before, error);
	if (!err)
		err = px_event_follow(domain, &before, event, given, error);
	return err ? err : px_event_update(domain, event, expected, error);
}

/* The series without the occurrence; PX_NOT_FOUND if it has none at that instant. */
static enum px_err remove_one(struct px_domain *domain, struct px_id series, int64_t occurrence,
			      struct px_error *error)
{
	struct px_event before, after;
	struct px_occurrence found;

	enum px_err err = px_event_get(domain, series, &before, error);
	if (err)
		return err;
	if (!before.recurrence ||
	    !px_event_occurrences(domain, &before, occurrence, occurrence + 1, &found, 1) ||
	    found.start != occurrence)
		return px_fail(error, PX_NOT_FOUND, "occurrence", "the event does not take place then");
	after = before;
	err = px_exdates_add(domain->arena, &after.exdates, occurrence, error);
	return err ? err : write_update(domain, &before, &after, error);
}

enum px_err px_event_delete_one(struct px_domain *domain, struct px_id series, int64_t occurrence,
				struct px_error *error)
{
	return remove_one(domain, series, occurrence, error);
}

enum px_err px_event_update_one(struct px_domain *domain, struct px_id series, int64_t occurrence,
				struct px_event *event, struct px_error *error)
{
	enum px_err err = remove_one(domain, series, occurrence, error);

	if (err)
		return err;
	event->id = PX_ID_NONE;
	event->recurrence = NULL;
	event->exdates = NULL;
	return px_event_create(domain, event, error);
}

enum px_err px_event_delete(struct px_domain *domain, struct px_id id, int64_t expected,
			    struct px_error *error)
{
	struct px_event event;

	enum px_err err = px_event_get(domain, id, &event, error);
	if (!err)
		err = px_rule_version(expected, event.version, error);
	if (!err)
		err = px_store_clear_span(domain->tx, id, error);
	if (!err)
		err = px_store_delete(domain->tx, &px_event_record, id, error);
	if (!err)
		px_domain_changed(domain, &px_event_record, "deleted", &event, NULL);
	return err;
}
