/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/say/moment.h"

#include "base/civil.h"
#include "nlu/say/rule_words.h"

static int32_t today_of(const struct px_nlu_context *context)
{
	return px_civil_ms_day(px_tz_to_local(context->tz, context->now));
}

bool px_say_american(const struct px_nlu_context *context)
{
	return context->locale && strcmp(context->locale, "en-US") == 0;
}

void px_say_clock(struct px_saying *w, int32_t second)
{
	int hour = second / 3600, minute = second / 60 % 60;

	if (!px_say_american(w->context)) {
		(void)px_buf_printf(w->out, "%02d:%02d", hour, minute);
		return;
	}
	int twelve = hour % 12 ? hour % 12 : 12;
	if (minute)
		(void)px_buf_printf(w->out, "%d:%02d %s", twelve, minute,
				    px_phrase(hour < 12 ? PX_PHRASE_MORNING_MARK : PX_PHRASE_AFTERNOON_MARK));
	else
		(void)px_buf_printf(w->out, "%d %s", twelve,
				    px_phrase(hour < 12 ? PX_PHRASE_MORNING_MARK : PX_PHRASE_AFTERNOON_MARK));
}

/* "tomorrow", "Fri 16 Jan"; returns true if the day was said relative to today. */
static bool say_day(struct px_saying *w, int32_t day)
{
	int32_t today = today_of(w->context);
	int year, month, month_day, this_year;

	if (day >= today - 1 && day <= today + 1) {
		px_say_phrase(w, day == today  ? PX_PHRASE_TODAY
				 : day > today ? PX_PHRASE_TOMORROW
					       : PX_PHRASE_YESTERDAY);
		return true;
	}
	px_civil_from_day(day, &year, &month, &month_day);
	px_civil_from_day(today, &this_year, &(int){ 0 }, &(int){ 0 });
	px_say(w, px_texts(PX_TEXTS_SHORT_WEEKDAYS)->at[px_civil_weekday(day)]);
	px_say(w, px_say_american(w->context) ? ", " : " ");
	px_say_day_month(month, month_day, px_say_american(w->context), w->out);
	if (year != this_year)
		(void)px_buf_printf(w->out, " %d", year);
	return false;
}

void px_say_when(struct px_saying *w, int32_t day, int32_t second)
{
	bool relative = say_day(w, day);

	if (second < 0)
		return;
	px_say(w, relative ? " " : ", ");
	px_say_clock(w, second);
}

void px_say_rule(struct px_saying *w, const char *rule)
{
	px_rule_words(rule, px_say_american(w->context), w->out);
}

void px_say_split(int64_t ms, int32_t *day, int32_t *second)
{
	*day = px_civil_ms_day(ms);
	*second = (int32_t)((ms - (int64_t)*day * PX_MS_DAY) / 1000);
}

bool px_say_has_due(const struct px_nlu_item *item)
{
	return item->due_day != PX_DAY_NONE || item->start != PX_TIME_NONE;
}

void px_say_due(struct px_saying *w, const struct px_nlu_item *item)
{
	int32_t day = item->due_day, second = -1;

	if (item->start != PX_TIME_NONE)
		px_say_split(item->start, &day, &second);
	if (day != PX_DAY_NONE)
		px_say_when(w, day, second);
}

bool px_say_all_day(const struct px_nlu_item *item)
{
	return item->start != PX_TIME_NONE && item->start % PX_MS_DAY == 0 &&
	       (item->end == PX_TIME_NONE || (item->end > item->start && item->end % PX_MS_DAY == 0));
}

void px_say_span(struct px_saying *w, const struct px_nlu_item *item)
{
	int32_t day, second, end_day, end_second;

	if (item->start == PX_TIME_NONE) {
		px_say_due(w, item);
		return;
	}
	px_say_split(item->start, &day, &second);
	px_say_when(w, day, px_say_all_day(item) ? -1 : second);
	if (item->end == PX_TIME_NONE || item->end <= item->start)
		return;
	px_say_split(item->end, &end_day, &end_second);
	if (px_say_all_day(item)) {
		if (end_day - 1 > day) {
			px_say(w, " – ");
			say_day(w, end_day - 1);
		}
	} else if (end_day == day) {
		px_say(w, "–");
		px_say_clock(w, end_second);
	} else {
		px_say(w, " – ");
		px_say_when(w, end_day, end_second);
	}
}

void px_say_span_on(struct px_saying *w, const struct px_nlu_item *item, int32_t spoken)
{
	int32_t day, second, end_day, end_second;

	px_say_split(item->start, &day, &second);
	px_say_split(item->end, &end_day, &end_second);
	if (day != spoken || end_day > day + 1) {
		px_say_span(w, item);
	} else if (px_say_all_day(item)) {
		px_say_phrase(w, PX_PHRASE_SAY_ALL_DAY);
	} else {
		px_say_clock(w, second);
		px_say(w, "–");
		px_say_clock(w, end_second);
	}
}
