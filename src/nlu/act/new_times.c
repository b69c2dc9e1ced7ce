/* SPDX-License-Identifier: Apache-2.0 */
/*
 * New times of what is there: what was said replaces, the rest of the old time
 * stays.
 */
#include "nlu/act/new_times.h"

#include "nlu/read/when.h"

/* From midnight to a later midnight: dates without times. */
bool px_change_all_day(const struct px_nlu_item *item)
{
	return item->kind == PX_NLU_EVENT && item->end != PX_TIME_NONE && item->end > item->start &&
	       item->start % PX_MS_DAY == 0 && item->end % PX_MS_DAY == 0;
}

struct px_time_point px_change_item_point(const struct px_nlu_item *item)
{
	struct px_time_point point = { item->due_day, -1 };

	if (item->start != PX_TIME_NONE && px_change_all_day(item)) {
		point.day = px_civil_ms_day(item->start);
	} else if (item->start != PX_TIME_NONE) {
		point.day = px_civil_ms_day(item->start);
		point.second = (int32_t)((item->start - (int64_t)point.day * PX_MS_DAY) / 1000);
	}
	return point;
}

/* A bare weekday means the week in which the thing is. */
static int32_t same_week(const struct px_request *request, int32_t old, int32_t said)
{
	bool weekday = false;
	size_t from = 0;

	if (px_words_have(&request->words, PX_WORDS_STAYS))
		return said; /* "the drinks stay on Friday", of what was moved to Monday */
	for (size_t i = 0; i < request->words.count; i++)
		from = px_word_in(&request->words.at[i], PX_WORDS_MOVED_TO) ? i : from;
	for (size_t i = from; i < request->words.count; i++) {
		const struct px_word *w = &request->words.at[i];
		if (px_word_in(w, PX_WORDS_AFTER_OR_FOLLOWING))
			return said;
		if (w->time < 0)
			continue;
		if (px_word_in(w, PX_WORDS_DAY_BY_ITSELF) ||
		    (!px_language()->classifies && px_word_in(w, PX_WORDS_NEXT)))
			return said; /* "Donnerstag nächste Woche" */
		weekday |= px_word_in(w, PX_WORDS_WEEKDAY);
		if (w->text[0] >= '0' && w->text[0] <= '9' && w->size > 2 && !strchr(w->text, ':') &&
		    !strstr(w->text, px_phrase(PX_PHRASE_AFTERNOON_MARK)) &&
		    !strstr(w->text, px_phrase(PX_PHRASE_MORNING_MARK)))
			return said;
	}
	int32_t day = old - px_civil_weekday(old) + px_civil_weekday(said);
	return weekday && day > request->today && old > request->today ? day : said;
}

bool px_change_says_until(const struct px_request *request)
{
	return px_words_have(&request->words, PX_WORDS_UNTIL_WORD);
}

void px_change_following(const struct px_request *request, const struct px_nlu_item *item, struct px_when *when)
{
	const struct px_words *w = &request->words;
	int32_t old = item ? px_change_item_point(item).day : PX_DAY_NONE;
	bool follows = false;

	/* "until the Sunday after" ends before that day, or with it */
	for (size_t i = 0; i + 1 < w->count && old != PX_DAY_NONE; i++) {
		bool week = px_word_in(&w->at[i + 1], PX_WORDS_WEEK);
		if (!px_word_in(&w->at[i], PX_WORDS_FOLLOWING) || !(week || px_word_in(&w->at[i + 1], PX_WORDS_DAY)))
			continue;
		when->start.day = old + (week ? 7 : 1); /* "the following week" is the one after its own */
		when->range = when->whole_days = false;
		when->end = (struct px_time_point){ PX_DAY_NONE, -1 };
		return;
	}
	bool until = when->range && when->whole_days && when->start.day == PX_DAY_NONE && when->end.day != PX_DAY_NONE;
	int32_t said = until ? px_parse_last_day(request, when) : when->start.day;
	if (old == PX_DAY_NONE || said == PX_DAY_NONE || (when->range && !until))
		return;
	for (size_t i = 1; i < w->count; i++) {
		bool ends = i + 1 == w->count || w->at[i + 1].flags & PX_WORD_BREAK ||
			    px_word_in(&w->at[i + 1], PX_WORDS_AFTER_THAT);
		follows |= px_word_in(&w->at[i], PX_WORDS_AFTER) && w->at[i - 1].time >= 0 && ends;
		follows |= px_word_in(&w->at[i - 1], PX_WORDS_FOLLOWING) && w->at[i].time >= 0;
	}
	if (!follows)
		return;
	when->start.day = old + (px_civil_weekday(said) - px_civil_weekday(old) + 6) % 7 + 1;
	when->range = when->whole_days = false;
	when->end = (struct px_time_point){ PX_DAY_NONE, -1 };
}

/* "to the week after next": a week as the target keeps the weekday of an event. */
static bool is_week(const struct px_when *when)
{
	return when->range && when->whole_days && when->start.day != PX_DAY_NONE &&
	       when->end.day == when->start.day + 7;
}

/* Ten or later in the evening, for what was before seven: "um zehn" of something at six is the morning. */
static bool is_late(int32_t later, int32_t old)
{
	return px_language()->whole_day_clock && later >= 22 * 3600 && old < 19 * 3600;
}

static struct px_time_point moved(const struct px_request *request, const struct px_nlu_item *item,
				  const struct px_when *when)
{
	struct px_time_point point = when->start, old = { PX_DAY_NONE, -1 };

	if (item)
		old = px_change_item_point(item);
	if (old.second == 0 && when->ambiguous && item->title) {
		struct px_words title = px_words_in(item->title, request->arena);
		struct px_when half = *when;
		px_parse_choose_half(title.at, title.count, &half);
		point.second = half.start.second;
	}
	if (when->range && when->whole_days && point.day == PX_DAY_NONE) /* "by Friday", "until Friday" */
		point.day = px_parse_last_day(request, when);
	if (is_week(when) && item && item->kind == PX_NLU_EVENT && old.day != PX_DAY_NONE)
		point.day = when->start.day + (px_civil_weekday(old.day) - px_civil_weekday(when->start.day) + 7) % 7;
	if (point.second >= 0 && old.second > 0 && when->ambiguous && !when->range) { /* 0: a whole day has no half */
		int32_t other = point.second + (point.second < 43200 ? 43200 : -43200);
		bool by_day = point.second >= 7 * 3600 && point.second < 20 * 3600,
		     other_by_day = other >= 7 * 3600 && other < 20 * 3600;
		bool near = abs(point.second - old.second) <= 2 * 3600 || abs(other - old.second) <= 2 * 3600;
		if (!near && by_day != other_by_day && old.second >= 7 * 3600 && old.second < 18 * 3600)
			point.second = by_day ? point.second : other; /* what is by day stays by day */
		else if (abs(other - old.second) < abs(point.second - old.second) && !is_late(other, old.second))
			point.second = other;
	}
	if (point.second < 0 && old.second >= 0)
		point.second = old.second;
	if (point.day != PX_DAY_NONE && item && old.day != PX_DAY_NONE)
		point.day = item->kind == PX_NLU_EVENT ? same_week(request, old.day, point.day) : point.day;
	if (point.day == PX_DAY_NONE)
		point.day = old.day;
	return px_parse_next(request, point);
}

void px_parse_set_move(const struct px_request *request, const struct px_nlu_item *item, int kind,
		       const struct px_when *when, struct px_args *args)
{
	bool event = item ? item->kind == PX_NLU_EVENT : kind == PX_TARGET_EVENT;
	struct px_time_point point = moved(request, item, when);

	if (!event && item && item->due_day != PX_DAY_NONE && when->rrule && when->start.day == PX_DAY_NONE &&
	    when->start.second < 0 && !strstr(when->rrule, "BY")) {
		px_args_set(args, "recurrence", when->rrule); /* "every 3 months instead": from the day it has */
		return;
	}
	if (!event) {
		struct px_when due = *when;
		if (when->range && when->whole_days && when->start.day == PX_DAY_NONE && when->end.day != PX_DAY_NONE) {
			due.range = false; /* "wait until Friday" is Friday, not the day before */
			due.start.day = px_parse_last_day(request, when);
			px_parse_set_due(request, args, &due);
			return;
		}
		if (!when->rrule && (!when->range || when->day_part)) {
			due.start = point;
			due.range = false;
		}
		px_parse_set_due(request, args, &due);
		return;
	}
	if (when->rrule) {
		px_args_set(args, "recurrence", when->rrule);
		if (when->start.second < 0 && when->start.day == PX_DAY_NONE)
			return;
		if (when->start.day == PX_DAY_NONE && strstr(when->rrule, "BYDAY") && point.day != PX_DAY_NONE)
			point.day = px_parse_first_day(when->rrule, point.day); /* "to Wednesdays at 7" */
	}
	px_args_set(args, "start", px_parse_point(request, point));
	if (when->range && !when->day_part && when->end.second >= 0) {
		struct px_time_point end = when->end;
		if (end.day == PX_DAY_NONE && point.day != PX_DAY_NONE)
			end.day = point.day + (point.second >= 0 && end.second <= point.second);
		px_args_set(args, "end", px_parse_point(request, end));
	} else if (when->range && when->whole_days && item && px_change_all_day(item) && !is_week(when) &&
		   when->start.day != PX_DAY_NONE && when->end.day > point.day + 1) {
		px_args_set(args, "end", px_parse_point(request, when->end));
	} else if (when->duration && point.second >= 0) {
		px_args_set(args, "duration", px_parse_span(request, when->months, when->seconds));
	}
}

void px_parse_set_length(const struct px_request *request, const struct px_nlu_item *item, const struct px_when *when,
			 int sign, struct px_args *args)
{
	int64_t seconds = when->seconds < 0 ? -when->seconds : when->seconds;

	if (sign) {
		int64_t old = item && item->end != PX_TIME_NONE && item->start != PX_TIME_NONE ?
			      (item->end - item->start) / 1000 : 3600;
		seconds = old + sign * seconds;
		if (seconds <= 0)
			return;
	}
	px_args_set(args, "duration", px_parse_span(request, when->months, seconds));
}

int px_parse_length_sign(const struct px_request *request)
{
	for (size_t i = 0; i < request->words.count; i++) {
		if (px_word_in(&request->words.at[i], PX_WORDS_LONGER_OR_SHORTER))
			return px_word_in(&request->words.at[i], PX_WORDS_LONGER) ? 1 : -1;
	}
	return 0;
}
