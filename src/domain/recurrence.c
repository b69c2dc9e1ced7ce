/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Series on a zone's wall clock: the rule's walk (rrule.h) between local and
 * UTC.  Near daylight saving changes the order of local times and of instants
 * may differ by the shift, so UTC questions start a day early and compare
 * instants, never local times.
 */
#include "domain/recurrence.h"

#include "domain/rrule.h"

static bool take_first(void *arg, int64_t local)
{
	*(int64_t *)arg = local;
	return false;
}

/* Parses and anchors; false if the rule is not one (rows are checked when written). */
static bool compile(const char *text, const struct px_tz *tz, int64_t start, struct px_rrule *rule)
{
	if (!text || px_rrule_parse(text, rule, NULL) != PX_OK)
		return false;
	px_rrule_anchor(rule, start);
	if (rule->until_utc && rule->until != PX_TIME_NONE && tz)
		rule->until = px_tz_to_local(tz, rule->until);
	return true;
}

enum px_err px_recurrence_check(const char *text, struct px_error *error)
{
	struct px_rrule rule;
	int64_t first = PX_TIME_NONE;
	int64_t start = px_civil_day(2000, 1, 1) * PX_MS_DAY;

	if (strlen(text) > PX_RECURRENCE_MAX)
		return px_fail(error, PX_INVALID, "recurrence", "longer than %d bytes", PX_RECURRENCE_MAX);
	enum px_err err = px_rrule_parse(text, &rule, error);
	if (err)
		return err;
	/* Far-off UNTILs are fine: what is asked is whether the days exist at all. */
	rule.until = PX_TIME_NONE;
	rule.count = 0;
	px_rrule_anchor(&rule, start);
	px_rrule_walk(&rule, start, start, take_first, &first);
	if (first == PX_TIME_NONE)
		return px_fail(error, PX_INVALID, "recurrence", "this rule has no date at all");
	return PX_OK;
}

int64_t px_recurrence_count(const char *text)
{
	struct px_rrule rule;

	return px_rrule_parse(text, &rule, NULL) == PX_OK ? rule.count : 0;
}

bool px_recurrence_ends(const char *text)
{
	struct px_rrule rule;

	return px_rrule_parse(text, &rule, NULL) == PX_OK &&
	       (rule.count || rule.until != PX_TIME_NONE);
}

int64_t px_recurrence_first(const char *text, const struct px_tz *tz, int64_t from)
{
	struct px_rrule rule;
	int64_t first = PX_TIME_NONE;

	if (compile(text, tz, from, &rule))
		px_rrule_walk(&rule, from, from, take_first, &first);
	return first;
}

/*
 * Visits the series from `from` on, DTSTART first where it is at or after it.
 * Where the rule itself would not give DTSTART, that one counts as one of COUNT.
 */
struct series {
	int64_t start;
	px_rrule_fn *visit;
	void *arg;
	int64_t left; /* of COUNT; negative: no limit */
};

static bool series_visit(void *arg, int64_t local)
{
	struct series *series = arg;

	if (local == series->start)
		return true; /* visited already */
	if (series->left == 0)
		return false;
	series->left -= series->left > 0;
	return series->visit(series->arg, local);
}

static void walk_series(const struct px_rrule *rule, int64_t start, int64_t from,
			px_rrule_fn *visit, void *arg)
{
	struct series series = { start, visit, arg, rule->count ? rule->count - 1 : -1 };
	struct px_rrule unlimited = *rule;

	/* A start beyond UNTIL still takes place once. */
	if ((rule->count || from <= start) && !visit(arg, start))
		return;
	/* The walk must not skip what COUNT has to count. */
	unlimited.count = rule->count ? rule->count + 1 : 0;
	px_rrule_walk(&unlimited, start, from, series_visit, &series);
}

struct next_query {
	const struct px_tz *tz; /* NULL: compare local times */
	int64_t after, found;
};

static bool next_visit(void *arg, int64_t local)
{
	struct next_query *query = arg;
	int64_t value = query->tz ? px_tz_to_utc(query->tz, local, NULL) : local;

	if (value <= query->after)
		return true;
	query->found = value;
	return false;
}

int64_t px_recurrence_next_local(const char *text, const struct px_tz *tz, int64_t start,
				 int64_t after)
{
	struct next_query query = { NULL, after, PX_TIME_NONE };
	struct px_rrule rule;

	if (compile(text, tz, start, &rule)) {
		rule.count = 0;
		walk_series(&rule, start, after, next_visit, &query);
	}
	return query.found;
}

int64_t px_recurrence_next(const char *text, const struct px_tz *tz, int64_t start, int64_t after)
{
	struct next_query query = { tz, after, PX_TIME_NONE };
	int64_t local_start = px_tz_to_local(tz, start);
	struct px_rrule rule;

	if (compile(text, tz, local_start, &rule))
		walk_series(&rule, local_start, px_tz_to_local(tz, after) - PX_MS_DAY, next_visit,
			    &query);
	return query.found;
}

struct expand_query {
	const struct px_tz *tz;
	int64_t from, to, *found;
	size_t count, max;
};

static bool expand_visit(void *arg, int64_t local)
{
	struct expand_query *query = arg;
	int64_t utc = px_tz_to_utc(query->tz, local, NULL);

	if (utc >= query->to)
		return false;
	if (utc >= query->from)
		query->found[query->count++] = utc;
	return query->count < query->max;
}

size_t px_recurrence_expand(const char *text, const struct px_tz *tz, int64_t start, int64_t from,
			    int64_t to, int64_t *found, size_t max)
{
	struct expand_query query = { tz, from, to, found, 0, max };
	int64_t local_start = px_tz_to_local(tz, start);
	struct px_rrule rule;

	if (max && compile(text, tz, local_start, &rule))
		walk_series(&rule, local_start, px_tz_to_local(tz, from) - PX_MS_DAY, expand_visit,
			    &query);
	return query.count;
}

static bool last_visit(void *arg, int64_t local)
{
	*(int64_t *)arg = local;
	return true;
}

int64_t px_recurrence_last(const char *text, const struct px_tz *tz, int64_t start)
{
	int64_t local_start = px_tz_to_local(tz, start);
	int64_t last = local_start;
	struct px_rrule rule;

	if (!compile(text, tz, local_start, &rule))
		return start;
	if (!rule.count && rule.until == PX_TIME_NONE)
		return INT64_MAX;
	if (!rule.count)
		return rule.until < local_start ? start : px_tz_to_utc(tz, rule.until, NULL);
	walk_series(&rule, local_start, local_start, last_visit, &last);
	return px_tz_to_utc(tz, last, NULL);
}
