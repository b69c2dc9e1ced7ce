/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/said_times.h"

#include "base/civil.h"
#include "memory/en.h"

#include <ctype.h>
#include <strings.h>

struct px_time_context px_said_context(int64_t now, const struct px_tz *tz,
				       const struct px_tz *(*find_zone)(void *arg, const char *name), void *arg)
{
	return (struct px_time_context){ .now_utc = now, .tz = tz, .day_first = true, .country = "",
					 .find_zone = find_zone, .find_zone_arg = arg };
}

/* The time engine's own mark of what is likelier no time than one. */
static const float meant = 0.5F;

static bool is_between(char c)
{
	return c == ' ' || c == ',';
}

/* "95 euros in the month", "40 the hour": what something costs for each, and no time. */
static bool is_rate(struct px_str text, const struct px_time_expr *time)
{
	static const char *const spans[] = { "in the month", "the month", "in the week", "the week", "in the year", "the year", "the day", "the hour" };
	size_t n = time->end - time->begin, to = time->begin, from;
	bool span = false;

	for (size_t i = 0; i < sizeof(spans) / sizeof(spans[0]); i++)
		span |= strlen(spans[i]) == n && strncasecmp(spans[i], text.data + time->begin, n) == 0;
	if (!span)
		return false;
	while (to > 0 && is_between(text.data[to - 1]))
		to--;
	if (to > 2 && to < time->begin && strncasecmp(text.data + to - 2, "in", 2) == 0 && is_between(text.data[to - 3])) /* the time may begin behind it */
		for (to -= 2; to > 0 && is_between(text.data[to - 1]); )
			to--;
	for (from = to; from > 0 && !is_between(text.data[from - 1]); )
		from--;
	return to > from && (isdigit((unsigned char)text.data[from]) || px_word_one_of_n(text.data + from, to - from, px_en_money));
}

/* "500 a month from now on": from now, and no month from now. */
static bool is_from_now_on(struct px_str text, const struct px_time_expr *time)
{
	static const char ending[] = "from now on";
	size_t size = strlen(ending);

	for (size_t from = time->begin + 1; from < time->end && from + size <= text.size; from++) {
		if (strncasecmp(text.data + from, ending, size) == 0 && (from + size == text.size || !isalnum((unsigned char)text.data[from + size])))
			return true;
	}
	return false;
}

void px_said_find(const struct px_time_context *context, struct px_str text, struct px_said_times *when)
{
	size_t kept = 0;

	when->context = context;
	when->count = px_time_find(context, text, when->times, PX_TIME_MAX);
	for (size_t i = 0; i < when->count; i++) {
		if (when->times[i].score >= meant && !is_rate(text, &when->times[i]) && !is_from_now_on(text, &when->times[i]))
			when->times[kept++] = when->times[i];
	}
	when->count = kept;
}

int32_t px_said_end(const struct px_time_value *v)
{
	if (v->kind != PX_TIME_RANGE || v->end.day == PX_DAY_NONE)
		return v->start.day + 1;
	return v->end.day + (!v->whole_days && v->end.second > 0); /* "yesterday from 10pm to 2am": today, too */
}

bool px_said_range(const struct px_said_times *when, size_t at, int64_t *from, int64_t *to)
{
	const struct px_time_value *v = &when->times[at].value;
	const struct px_tz *tz = when->context->tz;

	if ((v->kind != PX_TIME_DATE && v->kind != PX_TIME_DATETIME && v->kind != PX_TIME_RANGE) || v->start.day == PX_DAY_NONE)
		return false;
	*from = px_tz_to_utc(tz, (int64_t)v->start.day * PX_MS_DAY, NULL);
	*to = px_tz_to_utc(tz, (int64_t)px_said_end(v) * PX_MS_DAY, NULL);
	return *from < *to;
}

bool px_said_covers(const struct px_said_times *when, const struct px_cword *word)
{
	for (size_t i = 0; i < when->count; i++) {
		if (word->begin >= when->times[i].begin && word->end <= when->times[i].end)
			return true;
	}
	return false;
}

static bool within(const struct px_time_expr *time, const struct px_clause *clause)
{
	return time->begin >= clause->begin && time->end <= clause->end;
}

/* "now" is no day of its own. */
static bool is_now(const struct px_time_expr *time)
{
	return time->end - time->begin <= strlen("now");
}

bool px_said_day(const struct px_said_times *when, const struct px_clause *clause)
{
	for (size_t i = 0; i < when->count; i++) {
		const struct px_time_expr *t = &when->times[i];
		if (within(t, clause) && t->role == PX_TIME_AT && !is_now(t) &&
		    (t->value.kind == PX_TIME_DATETIME || t->value.kind == PX_TIME_DATE))
			return true;
	}
	return false;
}

bool px_said_date(const struct px_said_times *when, const struct px_clause *clause)
{
	for (size_t i = 0; i < when->count; i++) {
		const struct px_time_expr *t = &when->times[i];
		if (within(t, clause) && !is_now(t) && t->value.start.day != PX_DAY_NONE && t->value.kind != PX_TIME_SET)
			return true;
	}
	return false;
}

bool px_said_deadline(const struct px_said_times *when, const struct px_clause *clause)
{
	for (size_t i = 0; i < when->count; i++) {
		if (within(&when->times[i], clause) && when->times[i].role == PX_TIME_DEADLINE)
			return !px_clause_has(clause, px_en_until, NULL, NULL);
	}
	return false;
}

bool px_said_repeats(const struct px_said_times *when, const struct px_clause *clause)
{
	for (size_t i = 0; i < when->count; i++) {
		if (within(&when->times[i], clause) && when->times[i].value.kind == PX_TIME_SET)
			return true;
	}
	return px_clause_has(clause, px_en_repeating, NULL, NULL);
}

static int64_t day_begins(const struct px_said_times *when, int32_t day)
{
	return day == PX_DAY_NONE ? PX_TIME_NONE : px_tz_to_utc(when->context->tz, (int64_t)day * PX_MS_DAY, NULL);
}

/* "from 1 to 31 August", "for the whole of August", "this week …": said first, or with a word that limits. */
static bool limits(const struct px_time_expr *t, const struct px_clause *sentence, const struct px_clause *clause)
{
	const struct px_time_value *v = &t->value;

	if (v->kind != PX_TIME_RANGE || v->start.day == PX_DAY_NONE || v->end.day == PX_DAY_NONE)
		return false;
	return (t->begin <= sentence->begin + 16 && t->begin < clause->end) || px_clause_has(sentence, px_en_limits, NULL, NULL);
}

static void read_one(const struct px_said_times *when, const struct px_time_expr *t, const struct px_clause *sentence,
		     const struct px_clause *clause, bool dated, struct px_validity *v)
{
	int32_t start = t->value.start.day, end = t->value.end.day;

	if (is_now(t) || t->value.kind == PX_TIME_SET || dated || v->lapses)
		return;
	if (start == PX_DAY_NONE) { /* "until 3 April" */
		if (t->value.kind == PX_TIME_RANGE && end != PX_DAY_NONE && px_clause_has(sentence, px_en_until, NULL, NULL)) {
			v->to = day_begins(when, end);
			v->lapses = true;
		}
		return;
	}
	if (px_clause_has(sentence, px_en_as_of, NULL, NULL)) {
		v->from = day_begins(when, start);
	} else if (t->role == PX_TIME_DEADLINE && px_clause_has(sentence, px_en_until, NULL, NULL)) {
		v->to = day_begins(when, end != PX_DAY_NONE ? end : start + 1);
		v->lapses = true;
	} else if (limits(t, sentence, clause)) {
		v->from = day_begins(when, start);
		v->to = day_begins(when, end);
		v->lapses = true;
	} else if (t->role == PX_TIME_START || (day_begins(when, start) > when->context->now_utc &&
						px_clause_has(clause, px_en_announcing, NULL, NULL))) {
		v->from = day_begins(when, start);
	}
}

struct px_validity px_said_validity(const struct px_said_times *when, const struct px_clause *sentence,
				    const struct px_clause *clause, bool dated)
{
	struct px_validity v = { PX_TIME_NONE, PX_TIME_NONE, false };
	bool own = false;

	for (size_t i = 0; i < when->count; i++) {
		own |= within(&when->times[i], clause) && !is_now(&when->times[i]) && when->times[i].value.kind != PX_TIME_SET &&
		       (when->times[i].value.start.day != PX_DAY_NONE || when->times[i].value.end.day != PX_DAY_NONE);
		if (within(&when->times[i], clause))
			read_one(when, &when->times[i], sentence, clause, dated, &v);
	}
	/* "Until the end of April, the roof being mended, bridge is at the vicarage." */
	for (size_t i = 0; i < when->count && !own; i++) {
		if (when->times[i].begin >= sentence->begin && when->times[i].end <= sentence->end)
			read_one(when, &when->times[i], sentence, clause, dated, &v);
	}
	return v;
}
