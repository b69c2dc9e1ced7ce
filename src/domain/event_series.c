/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/event_series.h"

#include "base/buf.h"
#include "domain/event_exdates.h"
#include "domain/recurrence.h"

enum { RULE_MAX = 256 };

enum px_err px_event_at(struct px_domain *domain, const struct px_event *series, int64_t occurrence,
			struct px_event *event, struct px_error *error)
{
	struct px_occurrence found;

	*event = *series;
	if (!series->recurrence && series->start == occurrence)
		return PX_OK;
	if (!series->recurrence || !px_event_occurrences(domain, series, occurrence, occurrence + 1, &found, 1) ||
	    found.start != occurrence)
		return px_fail(error, PX_NOT_FOUND, "occurrence", "the event does not take place then");
	event->start = found.start;
	event->end = found.end;
	return PX_OK;
}

/* How many occurrences the rule gives before that one, removed ones too: COUNT counts them. */
static int64_t count_before(const struct px_domain *domain, const struct px_event *series, int64_t occurrence)
{
	const struct px_tz *tz = px_domain_zone(domain, series->zone);
	int64_t starts[64], at = series->start, count = 0;
	size_t got;

	do {
		got = px_recurrence_expand(series->recurrence, tz, series->start, at, occurrence, starts, 64);
		count += (int64_t)got;
		if (got)
			at = starts[got - 1] + 1;
	} while (got == 64);
	return count;
}

/* The rule without its end, and with another (";COUNT=3") behind it. */
static const char *with_end(struct px_domain *domain, const char *rule, const char *end)
{
	struct px_buf out = PX_BUF_INIT(RULE_MAX);
	struct px_str rest = px_str(rule);

	while (rest.data) {
		struct px_str part = px_str_cut(rest, ';', &rest);
		if (px_str_starts(part, PX_STR("COUNT=")) || px_str_starts(part, PX_STR("UNTIL=")))
			continue;
		if (out.size)
			(void)px_buf_char(&out, ';');
		(void)px_buf_str(&out, part);
	}
	(void)px_buf_text(&out, end);
	const char *text = px_arena_str(domain->arena, px_buf_view(&out));
	px_buf_release(&out);
	return text;
}

/* "UNTIL=20260105T085959Z": the second before the occurrence. */
static const char *ending_before(struct px_domain *domain, const char *rule, int64_t occurrence)
{
	char instant[PX_CIVIL_TEXT], end[64];
	size_t n = 0;

	px_civil_format_ms(occurrence - 1000, instant); /* 2026-01-05T08:59:59 */
	for (const char *c = instant; *c && *c != '.'; c++)
		if (*c != '-' && *c != ':')
			instant[n++] = *c;
	instant[n] = '\0';
	snprintf(end, sizeof(end), ";UNTIL=%sZ", instant);
	return with_end(domain, rule, end);
}

/* The removed occurrences on one side of an instant. */
static enum px_err keep_exdates(struct px_domain *domain, const char *all, int64_t from, int64_t to, const char **kept,
				struct px_error *error)
{
	int64_t removed[PX_EXDATES_MAX];
	size_t count = px_exdates_read(all, removed, PX_EXDATES_MAX);
	enum px_err err = PX_OK;

	*kept = NULL;
	for (size_t i = 0; !err && i < count; i++)
		if (removed[i] >= from && removed[i] < to)
			err = px_exdates_add(domain->arena, kept, removed[i], error);
	return err;
}

/* The series ends before the occurrence, which is its `before`th after the first. */
static enum px_err truncate(struct px_domain *domain, const struct px_event *series, int64_t occurrence, int64_t before,
			    struct px_error *error)
{
	struct px_event shorter = *series;
	enum px_err err = keep_exdates(domain, series->exdates, INT64_MIN, occurrence, &shorter.exdates, error);

	if (err)
		return err;
	shorter.recurrence = before == 1 && !shorter.exdates ? NULL : ending_before(domain, series->recurrence, occurrence);
	return px_event_update(domain, &shorter, -1, error);
}

enum px_err px_event_delete_following(struct px_domain *domain, struct px_id id, int64_t occurrence,
				      struct px_error *error)
{
	struct px_event series, event;
	enum px_err err = px_event_get(domain, id, &series, error);

	if (!err)
		err = px_event_at(domain, &series, occurrence, &event, error);
	if (err)
		return err;
	int64_t before = series.recurrence ? count_before(domain, &series, occurrence) : 0;
	return before ? truncate(domain, &series, occurrence, before, error) : px_event_delete(domain, id, -1, error);
}

/* What is left of COUNT for the new series, unless it got a rule of its own. */
static void count_the_rest(struct px_domain *domain, const struct px_event *series, struct px_event *event,
			   int64_t before, uint64_t given)
{
	int64_t count = px_recurrence_count(series->recurrence);
	char end[48];

	if (!count || px_record_given(&px_event_record, given, "recurrence"))
		return;
	snprintf(end, sizeof(end), ";COUNT=%lld", (long long)(count - before));
	event->recurrence = with_end(domain, event->recurrence, end);
}

enum px_err px_event_update_following(struct px_domain *domain, struct px_id id, int64_t occurrence,
				      struct px_event *event, uint64_t given, struct px_error *error)
{
	struct px_event series, unchanged;
	enum px_err err = px_event_get(domain, id, &series, error);

	if (!err)
		err = px_event_at(domain, &series, occurrence, &unchanged, error);
	if (err)
		return err;
	int64_t before = series.recurrence ? count_before(domain, &series, occurrence) : 0;
	if (!before)
		return px_event_update_all(domain, id, occurrence, event, -1, error);
	err = keep_exdates(domain, series.exdates, occurrence, INT64_MAX, &event->exdates, error);
	if (!err)
		err = truncate(domain, &series, occurrence, before, error);
	if (err)
		return err;
	count_the_rest(domain, &series, event, before, given);
	if (event->exdates && event->start != unchanged.start)
		px_exdates_shift(domain->arena, &event->exdates, px_domain_zone(domain, event->zone), unchanged.start,
				 event->start);
	event->id = PX_ID_NONE;
	return px_event_create(domain, event, error);
}

enum px_err px_event_update_all(struct px_domain *domain, struct px_id id, int64_t occurrence, struct px_event *event,
				int64_t expected, struct px_error *error)
{
	struct px_event series, unchanged;
	enum px_err err = px_event_get(domain, id, &series, error);

	if (!err)
		err = px_event_at(domain, &series, occurrence, &unchanged, error);
	if (err)
		return err;
	/* On the wall clock: 10:00 stays 10:00 in summer too. */
	const struct px_tz *tz = px_domain_zone(domain, event->zone);
	int64_t moved = px_tz_to_local(tz, event->start) - px_tz_to_local(tz, unchanged.start);
	int64_t lasts = px_tz_to_local(tz, event->end) - px_tz_to_local(tz, event->start);
	int64_t start = px_tz_to_local(tz, series.start) + moved;
	bool days = event->all_day;

	lasts = days ? lasts : event->end - event->start;
	event->start = px_tz_to_utc(tz, start, NULL);
	event->end = days ? px_tz_to_utc(tz, start + lasts, NULL) : event->start + lasts;
	return px_event_update(domain, event, expected, error);
}
