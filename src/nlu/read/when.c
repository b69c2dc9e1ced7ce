/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Times of a request put together, and turned into the texts that tools take.
 */
#include "nlu/read/when.h"

#include "nlu/read/time_repair.h"
#include "nlu/read/times.h"

#include <stdlib.h>

void px_parse_when_add(struct px_when *when, const struct px_time_expr *expr)
{
	const struct px_time_value *v = &expr->value;

	if (v->kind == PX_TIME_KIND_NONE)
		return;
	when->any = true;
	when->deadline |= expr->role == PX_TIME_DEADLINE;
	if (v->kind == PX_TIME_DURATION || expr->role == PX_TIME_SHIFT) {
		when->shift |= expr->role == PX_TIME_SHIFT;
		when->duration |= expr->role != PX_TIME_SHIFT;
		if (expr->role == PX_TIME_SHIFT)
			when->shifted = v->start;
		when->months = v->months;
		when->seconds = v->seconds;
		return;
	}
	if (v->kind == PX_TIME_SET) {
		when->rrule = v->rrule[0] ? v->rrule : NULL;
		when->after_completion = v->after_completion;
	}
	bool new_day = when->start.day == PX_DAY_NONE && v->start.day != PX_DAY_NONE;
	if (new_day)
		when->start.day = v->start.day;
	if (v->start.second >= 0 && (when->start.second < 0 || when->day_part)) {
		when->start.second = v->start.second;
		when->day_part = v->day_part;
		when->ambiguous = v->ambiguous_half;
		if (!v->day_part)
			when->whole_days = false;
	}
	if ((v->kind != PX_TIME_RANGE && v->kind != PX_TIME_SET) || (v->end.day == PX_DAY_NONE && v->end.second < 0))
		return;
	if (v->whole_days && when->start.second >= 0)
		return;
	when->range = true;
	when->end = v->end;
	when->whole_days = v->whole_days;
}

/* A range of clock times takes its day from the rest of the request. */
static void settle(struct px_when *when)
{
	if (!when->range)
		return;
	if (when->end.day == PX_DAY_NONE && when->start.day != PX_DAY_NONE && when->end.second >= 0)
		when->end.day = when->start.day + (when->end.second <= when->start.second);
	if (when->start.day == PX_DAY_NONE && when->end.day != PX_DAY_NONE && when->start.second >= 0)
		when->start.day = when->end.day;
	if (when->end.day != PX_DAY_NONE && when->start.day != PX_DAY_NONE && when->start.second >= 0 &&
	    when->end.second >= 0 &&
	    (when->end.day < when->start.day ||
	     (when->end.day == when->start.day && when->end.second <= when->start.second)))
		when->range = false;
}

/* "at 4 today", said at nine: the half of the day that is still to come. */
static void still_to_come(const struct px_request *request, struct px_when *when)
{
	int64_t now = (request->now - (int64_t)request->today * PX_MS_DAY) / 1000;

	if (!when->ambiguous || when->day_part || when->start.day != request->today || when->start.second < 0 ||
	    when->start.second >= 43200 || when->start.second > now || when->start.second + 43200 <= now ||
	    (request->words.count && px_word_in(&request->words.at[0], PX_WORDS_ASKS_OF_BEFORE)))
		return;
	when->start.second += 43200;
	if (when->range && when->end.second >= 0 && when->end.second < 43200 && when->end.day == when->start.day)
		when->end.second += 43200;
}

/* "25/5", "2026-05-25" */
static bool is_date_number(const struct px_word *word)
{
	return word->text[0] >= '0' && word->text[0] <= '9' && strpbrk(word->text, "/-");
}

/* A weekday of this week that is over ("this week: swimming Mon", said on a Sunday): what is asked for is to come. */
static void not_over(const struct px_request *request, struct px_when *when)
{
	bool weekday = false;

	if (when->rrule || when->start.day == PX_DAY_NONE || when->start.day >= request->today ||
	    when->start.day < request->today - 7)
		return;
	for (size_t i = 0; i < request->words.count; i++) {
		const struct px_word *word = &request->words.at[i];
		if (px_word_in(word, PX_WORDS_ASKS_OF_BEFORE) || px_word_in(word, PX_WORDS_LAST_OR_PAST) ||
		    (px_times_cover(request, word) && (px_times_month_of(word) || is_date_number(word))))
			return;
		weekday |= px_times_cover(request, word) && px_word_in(word, PX_WORDS_WEEKDAY);
	}
	if (!weekday)
		return;
	when->start.day += 7;
	when->end.day += when->end.day != PX_DAY_NONE ? 7 : 0;
}

struct px_when px_parse_when(const struct px_request *request, const struct px_word *words, size_t count)
{
	struct px_when when = { .start = { PX_DAY_NONE, -1 },
				.end = { PX_DAY_NONE, -1 },
				.shifted = { PX_DAY_NONE, -1 } };

	for (size_t i = 0; words && i < count; i++) {
		if (words[i].time >= 0)
			px_parse_when_add(&when, &request->times[words[i].time]);
	}
	for (size_t i = 0; !words && i < request->time_count; i++)
		px_parse_when_add(&when, &request->times[i]);
	settle(&when);
	still_to_come(request, &when);
	not_over(request, &when);
	return when;
}

const char *px_parse_point(const struct px_request *request, struct px_time_point point)
{
	char day[PX_CIVIL_TEXT];

	if (point.day == PX_DAY_NONE)
		return NULL;
	px_civil_format_day(point.day, day);
	if (point.second < 0)
		return px_arena_str(request->arena, px_str(day));
	int seconds = point.second % 60;
	if (seconds)
		return px_arena_printf(request->arena, "%sT%02d:%02d:%02d", day, point.second / 3600,
				       point.second / 60 % 60, seconds);
	return px_arena_printf(request->arena, "%sT%02d:%02d", day, point.second / 3600,
			       point.second / 60 % 60);
}

struct px_time_point px_parse_next(const struct px_request *request, struct px_time_point point)
{
	if (point.day != PX_DAY_NONE || point.second < 0)
		return point;
	int64_t now_second = (request->now - (int64_t)request->today * PX_MS_DAY) / 1000;
	point.day = request->today + (point.second <= now_second);
	return point;
}

static void add_unit(struct px_text *out, int64_t value, char unit)
{
	if (!value)
		return;
	px_text_int(out, value);
	px_text_add(out, &unit, 1);
}

const char *px_parse_span(const struct px_request *request, int32_t months, int64_t seconds)
{
	struct px_text out = { .arena = request->arena };
	bool negative = months < 0 || (months == 0 && seconds < 0);
	int64_t s = seconds < 0 ? -seconds : seconds;
	int32_t m = months < 0 ? -months : months;

	px_text_str(&out, negative ? "-P" : "P");
	add_unit(&out, m / 12, 'Y');
	add_unit(&out, m % 12, 'M');
	add_unit(&out, s / 86400, 'D');
	if (s % 86400 || (!m && !s)) {
		px_text_str(&out, "T");
		add_unit(&out, s / 3600 % 24, 'H');
		add_unit(&out, s / 60 % 60, 'M');
		add_unit(&out, s % 60, 'S');
		if (!m && !s)
			px_text_str(&out, "0S");
	}
	return px_text_end(&out);
}

struct rule {
	char freq;             /* D W M Y */
	unsigned weekdays;     /* bit per day, Monday first */
	int ordinals[5], ordinal_count; /* of monthly weekdays */
	int position;          /* among the days of the month that fit, 0 = none */
	int month_days[12], month_day_count;
	unsigned months;
};

static void read_weekdays(struct rule *rule, const char *p)
{
	static const char names[] = "MOTUWETHFRSASU";

	for (; *p && *p != ';'; p++) {
		if ((*p == '-' || (*p >= '0' && *p <= '9')) && rule->ordinal_count < 5)
			rule->ordinals[rule->ordinal_count++] = (int)strtol(p, (char **)&p, 10);
		for (int d = 0; d < 7; d++) {
			if (p[0] == names[d * 2] && p[1] == names[d * 2 + 1])
				rule->weekdays |= 1U << d;
		}
		p += strcspn(p, ",;");
		if (*p != ',')
			break;
	}
}

static void read_month_days(struct rule *rule, const char *p)
{
	do {
		char *end;
		long day = strtol(p, &end, 10);
		if (end == p || rule->month_day_count == 12)
			break;
		rule->month_days[rule->month_day_count++] = (int)day;
		p = end;
	} while (*p++ == ',');
}

static struct rule read_rule(const char *text)
{
	struct rule rule = { .freq = 'D' };
	const char *p;

	if ((p = strstr(text, "FREQ=")))
		rule.freq = p[5];
	if ((p = strstr(text, "BYDAY=")))
		read_weekdays(&rule, p + 6);
	if ((p = strstr(text, "BYSETPOS=")))
		rule.position = (int)strtol(p + 9, NULL, 10);
	if ((p = strstr(text, "BYMONTHDAY=")))
		read_month_days(&rule, p + 11);
	for (p = strstr(text, "BYMONTH="), p = p ? p + 8 : NULL; p; p = *p == ',' ? p + 1 : NULL)
		rule.months |= 1U << (strtol(p, (char **)&p, 10) & 15);
	return rule;
}

/* Which of the month's days on the rule's weekdays this one is; from the end if `sign` is negative. */
static int position_in_month(const struct rule *rule, int32_t day, int month_day, int length, int sign)
{
	int step = sign < 0 ? 1 : -1, days = sign < 0 ? length - month_day : month_day - 1, position = 1;

	for (int i = 1; i <= days; i++)
		position += rule->weekdays >> px_civil_weekday(day + i * step) & 1;
	return sign < 0 ? -position : position;
}

static bool rule_means(const struct rule *rule, int32_t day)
{
	int year, month, month_day, length, hits = 0;

	px_civil_from_day(day, &year, &month, &month_day);
	length = px_civil_month_days(year, month);
	if (rule->months && !(rule->months & 1U << month))
		return false;
	for (int i = 0; i < rule->month_day_count; i++) {
		int wanted = rule->month_days[i];
		hits += wanted == month_day || (wanted < 0 && wanted + length + 1 == month_day);
	}
	if (rule->month_day_count && !hits)
		return false;
	if (rule->weekdays && !(rule->weekdays & 1U << px_civil_weekday(day)))
		return false;
	if (!rule->weekdays || (rule->freq != 'M' && rule->freq != 'Y'))
		return true;
	if (rule->position)
		return rule->position == position_in_month(rule, day, month_day, length, rule->position);
	int nth = (month_day - 1) / 7 + 1, from_end = -((length - month_day) / 7 + 1);
	for (int i = 0; i < rule->ordinal_count; i++) {
		if (rule->ordinals[i] == nth || rule->ordinals[i] == from_end)
			return true;
	}
	return rule->ordinal_count == 0;
}

int32_t px_parse_first_day(const char *rrule, int32_t from)
{
	struct rule rule = read_rule(rrule);

	for (int32_t day = from; day < from + 1500; day++) {
		if (rule_means(&rule, day))
			return day;
	}
	return from;
}

static struct px_time_point first_of_rule(const struct px_request *request, const struct px_when *when)
{
	struct px_time_point point = when->start;
	struct px_time_point next = px_parse_next(request, (struct px_time_point){ PX_DAY_NONE, point.second });

	int32_t from = point.day != PX_DAY_NONE ? point.day : point.second >= 0 ? next.day : request->today;
	point.day = px_parse_first_day(when->rrule, from); /* "every Friday from November": not on a Sunday */
	return point;
}

bool px_when_says(const struct px_request *request, enum px_word_set list)
{
	for (size_t i = 0; i < request->words.count; i++) {
		if (request->words.at[i].time >= 0 && px_word_in(&request->words.at[i], list))
			return true;
	}
	return false;
}

/* "by end of day": the day, not the midnight after it. */
static struct px_time_point end_of_day(const struct px_request *request, struct px_time_point point)
{
	if ((point.second != 0 && point.second != 86399) || point.day == PX_DAY_NONE)
		return point;
	for (size_t i = 0; i < request->words.count; i++) {
		const struct px_word *w = &request->words.at[i];
		bool day = i + 2 < request->words.count && px_word_in(w, PX_WORDS_END) &&
			   px_word_in(&w[1], PX_WORDS_OF) && px_word_in(&w[2], PX_WORDS_DAY_OR_THE);
		if (px_word_in(w, PX_WORDS_END_OF_DAY) || day)
			return (struct px_time_point){ point.day - (point.second == 0), -1 };
	}
	return point;
}

/* "end of the month", "eow": the last day of it. */
static bool says_end_of(const struct px_request *request)
{
	for (size_t i = 0; i < request->words.count; i++) {
		const struct px_word *w = &request->words.at[i];
		if (w->time < 0)
			continue; /* "finish the end of year report until Sunday" */
		if (px_word_in(w, PX_WORDS_END_OF_PERIOD) ||
		    (i + 1 < request->words.count && px_word_in(w, PX_WORDS_END) && px_word_in(&w[1], PX_WORDS_OF)))
			return true;
	}
	return false;
}

static bool says_until_itself(const struct px_request *request)
{
	for (size_t i = 0; i < request->words.count; i++) {
		for (size_t t = 0; t < request->time_count; t++) {
			if (request->words.at[i].begin >= request->times[t].cut_begin &&
			    request->words.at[i].end <= request->times[t].end &&
			    px_word_in(&request->words.at[i], PX_WORDS_UNTIL_ITSELF))
				return true;
		}
	}
	return false;
}

int32_t px_parse_last_day(const struct px_request *request, const struct px_when *when)
{
	bool until = when->start.day == PX_DAY_NONE && says_until_itself(request) && !says_end_of(request);

	return when->end.day - (when->end.second < 0 && !until);
}

/* The one point that a task is due at. */
static struct px_time_point due_point(const struct px_request *request, const struct px_when *when)
{
	struct px_time_point end = when->end;

	if (when->rrule)
		return first_of_rule(request, when);
	if (when->shift && !when->range && when->start.day == PX_DAY_NONE)
		return when->shifted;
	if (!when->range)
		return px_parse_next(request, when->start);
	if (when->whole_days && end.day != PX_DAY_NONE) {
		end.day = px_parse_last_day(request, when); /* a task that is due "until Sunday" may be done that day */
		if (when->deadline || when->start.day == PX_DAY_NONE || when->start.day <= request->today ||
		    says_end_of(request))
			return end;
		return (struct px_time_point){ when->start.day, -1 };
	}
	if (when->deadline || (when->start.day == PX_DAY_NONE && when->start.second < 0)) {
		if (end.second > 22 * 3600 && px_when_says(request, PX_WORDS_EVENING))
			end.second = 22 * 3600; /* nobody means the very end of it */
		return px_parse_next(request, end);
	}
	return px_parse_next(request, when->start);
}

/* "on the 31st of every month" is the last day of the shorter ones, too. */
const char *px_parse_rule(const struct px_request *request, const char *rule)
{
	const char *day = rule ? strstr(rule, "BYMONTHDAY=31") : NULL;

	if (!day || !strstr(rule, "FREQ=MONTHLY") || (day[13] && day[13] != ';'))
		return rule;
	return px_arena_printf(request->arena, "%.*sBYMONTHDAY=-1%s", (int)(day - rule), rule, day + 13);
}

/* "get up at 630": not in the evening. */
static void rise_early(const struct px_request *request, struct px_when *when)
{
	bool early = false;

	for (size_t i = 0; i < request->words.count; i++)
		early |= request->words.at[i].time < 0 &&
			 (px_word_in(&request->words.at[i], PX_WORDS_WHEN_RISE_EARLY) ||
			  (i && px_word_in(&request->words.at[i], PX_WORDS_WHEN_RISE_EARLY_2) &&
			   px_word_in(&request->words.at[i - 1], PX_WORDS_WHEN_RISE_EARLY_3)));
	if (early && when->ambiguous && when->start.second >= 16 * 3600 && when->start.second < 23 * 3600)
		when->start.second -= 12 * 3600;
}

/* "every 6 hours": from the next full hour on, if none was said. */
static void start_hourly(const struct px_request *request, struct px_when *when)
{
	int64_t now = (request->now - (int64_t)request->today * PX_MS_DAY) / 1000, next = (now / 3600 + 1) * 3600;

	if (!when->rrule || !strstr(when->rrule, "FREQ=HOURLY") || when->start.second >= 0)
		return;
	if (when->start.day == PX_DAY_NONE)
		when->start.day = request->today + (next >= 86400);
	when->start.second = when->start.day == request->today ? (int32_t)(next % 86400) : 8 * 3600;
}

void px_parse_set_due(const struct px_request *request, struct px_args *args, const struct px_when *said)
{
	struct px_when own = *said, *when = &own;

	if (!when->any)
		return;
	rise_early(request, when);
	start_hourly(request, when);
	px_args_set(args, "due", px_parse_point(request, end_of_day(request, due_point(request, when))));
	px_args_set(args, "recurrence", px_parse_rule(request, when->rrule));
	if (when->after_completion)
		px_args_flag(args, "after_completion");
}

/* The word before an expression says whether its own day is outside the window. */
static bool excludes(const struct px_request *request, enum px_word_set words)
{
	for (size_t i = 0; i < request->words.count; i++) {
		const struct px_word *word = &request->words.at[i];
		for (size_t t = 0; t < request->time_count; t++) {
			if (word->begin >= request->times[t].cut_begin && word->end <= request->times[t].end &&
			    px_word_in(word, words))
				return true;
		}
		if (i + 1 < request->words.count && request->words.at[i + 1].time >= 0 && word->time < 0 &&
		    px_word_in(word, words))
			return true;
	}
	return false;
}

static struct px_time_point after_point(struct px_time_point point)
{
	if (point.second < 0) {
		point.day++;
		return point;
	}
	point.second += 3600;
	if (point.second >= 86400) {
		point.second -= 86400;
		point.day++;
	}
	return point;
}

static bool says_at(const struct px_request *request, size_t begin, enum px_phrase name)
{
	const char *text = px_phrase(name);

	return strncasecmp(request->text.data + begin, text, strlen(text)) == 0;
}

void px_parse_set_window(const struct px_request *request, struct px_args *args, const struct px_when *when,
			 const char *after, const char *before)
{
	if (!when->any)
		return;
	if (when->range) {
		struct px_time_point start = when->start, end = when->end;
		if (start.second >= 0 && start.day == PX_DAY_NONE)
			start = px_parse_next(request, start);
		if (end.second >= 0 && end.day == PX_DAY_NONE)
			end.day = start.day != PX_DAY_NONE ? start.day : request->today;
		if (end.second == 0 && strcmp(before, "due_before") == 0)
			end.second = -1; /* "by tomorrow night": before the day after */
		if (start.day == PX_DAY_NONE && start.second < 0 && end.day != PX_DAY_NONE && end.second > 0 &&
		    strcmp(after, "start") == 0)
			start.day = end.day; /* "on Thursday before noon" begins with the Thursday */
		px_args_set(args, after, px_parse_point(request, start));
		px_args_set(args, before, px_parse_point(request, end));
		return;
	}
	struct px_time_point point = px_parse_next(request, when->start);
	if (point.day == PX_DAY_NONE)
		return;
	bool before_event = false, after_event = false; /* "due before the night shift" */
	for (size_t i = 0; i < request->time_count; i++) {
		const struct px_time_expr *t = &request->times[i];
		if (!t->rule || strcmp(t->rule, px_phrase(PX_PHRASE_ANCHORED_RULE)) != 0)
			continue;
		before_event |= says_at(request, t->begin, PX_PHRASE_BEFORE);
		after_event |= says_at(request, t->begin, PX_PHRASE_AFTER);
	}
	if (before_event || after_event) {
		if (before_event && strcmp(after, "start") == 0 && point.second >= 0)
			px_args_set(args, after, px_parse_point(request, (struct px_time_point){ point.day, -1 }));
		px_args_set(args, before_event ? before : after, px_parse_point(request, point));
		return;
	}
	bool start_role = false, deadline = when->deadline;
	for (size_t i = 0; i < request->time_count; i++)
		start_role |= request->times[i].role == PX_TIME_START;
	if (deadline && excludes(request, PX_WORDS_WINDOW_BEFORE)) {
		bool outside = point.second >= 0 || excludes(request, PX_WORDS_BEFORE);
		px_args_set(args, before, px_parse_point(request, outside ? point : after_point(point)));
	} else if (start_role) {
		bool outside = point.second < 0 && excludes(request, PX_WORDS_WINDOW_AFTER);
		px_args_set(args, after, px_parse_point(request, outside ? after_point(point) : point));
		/* "on Saturday after 5" ends with the Saturday */
		if (point.second >= 0 && when->start.day != PX_DAY_NONE)
			px_args_set(args, before, px_parse_point(request, (struct px_time_point){ point.day + 1, -1 }));
	} else {
		px_args_set(args, after, px_parse_point(request, point));
		px_args_set(args, before, px_parse_point(request, after_point(point)));
	}
}

/* "dinner at 7" is in the evening, "breakfast at 8" in the morning. */
void px_parse_choose_half(const struct px_word *title, size_t count, struct px_when *when)
{
	int32_t *second = &when->start.second;

	if (!when->ambiguous || *second < 0)
		return;
	for (size_t i = 0; i < count; i++) {
		if (title[i].time >= 0)
			continue;
		bool evening = px_word_in(&title[i], PX_WORDS_EVENING_EVENT);
		/* "we're having the Byrnes over at 7" */
		evening |= i > 0 && i + 1 == count && px_word_in(&title[i], PX_WORDS_INVITED_HOME);
		bool morning = px_word_in(&title[i], PX_WORDS_MORNING_EVENT);
		if ((evening && *second < 36000 && *second >= 14400) || (morning && *second >= 43200)) {
			int32_t by = evening ? 43200 : -43200;
			*second += by;
			if (when->range && when->end.second >= 0 && when->end.second + by < 86400 &&
			    when->end.second + by > 0)
				when->end.second += by;
			return;
		}
	}
}
