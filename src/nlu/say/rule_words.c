/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/say/rule_words.h"

#include "base/civil.h"
#include "nlu/language.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LIST_MAX = 12 };

static const char codes[] = "MOTUWETHFRSASU";

/* "3TU": ordinal 3 of weekday 1; ordinal 0: every one. */
struct rule_day {
	int ordinal, weekday;
};

struct rule_parts {
	char freq; /* first letter: Y, M, W, D, H; 'm' for minutes, 0: none known */
	int interval, count, set_position;
	struct rule_day days[LIST_MAX];
	int month_days[LIST_MAX], months[LIST_MAX];
	size_t day_count, month_day_count, month_count;
	int until_year, until_month, until_day; /* year 0: none */
};

static const char *value_of(const char *rule, const char *key)
{
	size_t n = strlen(key);

	for (const char *p = rule; p && *p; p = strchr(p, ';') ? strchr(p, ';') + 1 : NULL)
		if (strncmp(p, key, n) == 0 && p[n] == '=')
			return p + n + 1;
	return NULL;
}

/* Longer numbers than any rule has are cut. */
static int to_number(const char *text)
{
	long n = strtol(text, NULL, 10);

	return (int)(n > 9999 ? 9999 : n < -9999 ? -9999 : n);
}

static int number_of(const char *rule, const char *key, int otherwise)
{
	const char *value = value_of(rule, key);

	return value ? to_number(value) : otherwise;
}

static const char *next_value(const char *value)
{
	value += strcspn(value, ",;");
	return *value == ',' ? value + 1 : NULL;
}

static size_t numbers_of(const char *rule, const char *key, int numbers[static LIST_MAX])
{
	size_t n = 0;

	for (const char *v = value_of(rule, key); v && n < LIST_MAX; v = next_value(v))
		numbers[n++] = to_number(v);
	return n;
}

static size_t days_of(const char *rule, struct rule_day days[static LIST_MAX])
{
	size_t n = 0;

	for (const char *v = value_of(rule, "BYDAY"); v && n < LIST_MAX; v = next_value(v)) {
		char *letters;
		(void)strtol(v, &letters, 10);
		for (int d = 0; d < 7; d++)
			if (strncmp(letters, codes + 2 * d, 2) == 0)
				days[n++] = (struct rule_day){ to_number(v), d };
	}
	return n;
}

static void read_rule(const char *rule, struct rule_parts *parts)
{
	const char *freq = value_of(rule, "FREQ"), *until = value_of(rule, "UNTIL");

	*parts = (struct rule_parts){ 0 };
	if (freq)
		parts->freq = strncmp(freq, "MINUTELY", 8) == 0 ? 'm' : *freq;
	parts->interval = number_of(rule, "INTERVAL", 1);
	parts->count = number_of(rule, "COUNT", 0);
	parts->set_position = number_of(rule, "BYSETPOS", 0);
	parts->day_count = days_of(rule, parts->days);
	parts->month_day_count = numbers_of(rule, "BYMONTHDAY", parts->month_days);
	parts->month_count = numbers_of(rule, "BYMONTH", parts->months);
	if (until && sscanf(until, "%4d%2d%2d", &parts->until_year, &parts->until_month, &parts->until_day) != 3)
		parts->until_year = 0;
}

static void say(struct px_buf *out, const char *text)
{
	(void)px_buf_text(out, text);
}

static void say_phrase(struct px_buf *out, enum px_phrase name)
{
	say(out, px_phrase(name));
}

/* The phrase with the values for its "{}", in their order; numbers are given as texts. */
static void say_with(struct px_buf *out, enum px_phrase name, const char *const *values)
{
	for (const char *p = px_phrase(name); *p; ) {
		const char *gap = strstr(p, "{}");
		(void)px_buf_append(out, p, gap ? (size_t)(gap - p) : strlen(p));
		if (!gap)
			return;
		say(out, *values++);
		p = gap + 2;
	}
}

enum { NUMBER_TEXT = 16 };

static const char *number_text(char room[static NUMBER_TEXT], int number)
{
	snprintf(room, NUMBER_TEXT, "%d", number);
	return room;
}

/* What stands before the i-th of n: "a, b and c". */
static void say_between(struct px_buf *out, size_t i, size_t n)
{
	if (i)
		say(out, i + 1 == n ? px_phrase(PX_PHRASE_AND_JOINT) : ", ");
}

/* 1 "1st", 22 "22nd", -1 "last", -2 "2nd to last" */
static void say_ordinal(struct px_buf *out, int n)
{
	const struct px_texts *endings = px_texts(PX_TEXTS_ORDINAL_ENDINGS);
	size_t last = (size_t)abs(n) % 10;
	bool teen = abs(n) / 10 % 10 == 1;

	if (n == -1) {
		say_phrase(out, PX_PHRASE_RULE_LAST);
		return;
	}
	(void)px_buf_printf(out, "%d%s", abs(n), endings->at[!teen && last < endings->count ? last : 0]);
	if (n < 0)
		say_phrase(out, PX_PHRASE_RULE_TO_LAST);
}

/* "every", "every other", "every 3" */
static void say_every(struct px_buf *out, int interval, enum px_text_list unit)
{
	const struct px_texts *names = px_texts(unit); /* one, several */
	char number[NUMBER_TEXT];

	if (interval <= 2 && names->count > 2)
		say(out, names->at[interval == 2 ? 3 : 2]);
	else if (interval <= 1)
		say_with(out, PX_PHRASE_RULE_EVERY, (const char *[]){ names->at[0] });
	else if (interval == 2)
		say_with(out, PX_PHRASE_RULE_EVERY_OTHER, (const char *[]){ names->at[0] });
	else
		say_with(out, PX_PHRASE_RULE_EVERY_FEW,
			 (const char *[]){ number_text(number, interval), names->at[1] });
}

/* Whether the days are exactly those of the mask, bit 0 Monday. */
static bool days_are(const struct rule_parts *parts, unsigned mask)
{
	unsigned seen = 0;

	for (size_t i = 0; i < parts->day_count; i++)
		seen |= parts->days[i].ordinal ? 0x100U : 1U << parts->days[i].weekday;
	return seen == mask;
}

static void say_days(struct px_buf *out, const struct rule_parts *parts)
{
	if (days_are(parts, 0x1f)) {
		say_phrase(out, PX_PHRASE_RULE_WEEKDAY);
		return;
	}
	for (size_t i = 0; i < parts->day_count; i++) {
		say_between(out, i, parts->day_count);
		say(out, px_texts(PX_TEXTS_WEEKDAYS)->at[parts->days[i].weekday]);
	}
}

static void say_weekly(struct px_buf *out, const struct rule_parts *parts)
{
	if (!parts->day_count || days_are(parts, 0x7f)) {
		say_every(out, parts->interval,
			  parts->day_count && parts->interval <= 1 ? PX_TEXTS_RULE_DAY : PX_TEXTS_RULE_WEEK);
	} else if (parts->interval <= 2) {
		say_with(out, parts->interval == 2 ? PX_PHRASE_RULE_EVERY_OTHER : PX_PHRASE_RULE_EVERY,
			 (const char *[]){ "" });
		say_days(out, parts);
	} else {
		say_every(out, parts->interval, PX_TEXTS_RULE_WEEK);
		say_phrase(out, PX_PHRASE_RULE_ON);
		say_days(out, parts);
	}
}

/* "1st and 15th", "3rd Tuesday", "last weekday"; false if the rule names no day. */
static bool say_day_of_month(struct px_buf *out, const struct rule_parts *parts)
{
	if (parts->month_day_count) {
		for (size_t i = 0; i < parts->month_day_count; i++) {
			say_between(out, i, parts->month_day_count);
			say_ordinal(out, parts->month_days[i]);
			if (parts->month_days[i] < 0)
				say_phrase(out, PX_PHRASE_RULE_DAY_OF_MONTH);
		}
		return true;
	}
	if (parts->day_count && parts->set_position) {
		say_ordinal(out, parts->set_position);
		say(out, " ");
		say_days(out, parts);
		return true;
	}
	for (size_t i = 0; i < parts->day_count; i++) {
		bool same = i + 1 < parts->day_count && parts->days[i].weekday == parts->days[i + 1].weekday;
		say_between(out, i, parts->day_count);
		if (parts->days[i].ordinal)
			say_ordinal(out, parts->days[i].ordinal);
		if (!same)
			(void)px_buf_printf(out, "%s%s", parts->days[i].ordinal ? " " : "",
					    px_texts(PX_TEXTS_WEEKDAYS)->at[parts->days[i].weekday]);
	}
	return parts->day_count > 0;
}

static void say_monthly(struct px_buf *out, const struct rule_parts *parts)
{
	struct px_buf day = PX_BUF_INIT(1 << 10);

	if (say_day_of_month(&day, parts)) {
		say_phrase(out, PX_PHRASE_RULE_ON_THE);
		(void)px_buf_append(out, day.data, day.size);
		say_phrase(out, PX_PHRASE_RULE_OF);
		say_every(out, parts->interval, PX_TEXTS_RULE_MONTH);
	} else {
		say_every(out, parts->interval, PX_TEXTS_RULE_MONTH);
	}
	px_buf_release(&day);
}

static const char *month_name(int month)
{
	return px_texts(PX_TEXTS_SHORT_MONTHS)->at[(month >= 1 && month <= 12 ? month : 1) - 1];
}

void px_say_day_month(int month, int day, bool month_first, struct px_buf *out)
{
	char number[NUMBER_TEXT];

	if (month_first)
		(void)px_buf_printf(out, "%s %d", month_name(month), day);
	else
		say_with(out, PX_PHRASE_SAY_DAY_MONTH, (const char *[]){ number_text(number, day), month_name(month) });
}

static void say_yearly(struct px_buf *out, const struct rule_parts *parts, bool month_first)
{
	say_every(out, parts->interval, PX_TEXTS_RULE_YEAR);
	if (!parts->month_count)
		return;
	if (parts->month_day_count == 1 && parts->month_count == 1 && parts->month_days[0] > 0) {
		say_phrase(out, PX_PHRASE_RULE_ON);
		px_say_day_month(parts->months[0], parts->month_days[0], month_first, out);
		return;
	}
	bool named = parts->month_day_count || parts->day_count;
	say_phrase(out, named ? PX_PHRASE_RULE_YEARLY_ON : PX_PHRASE_RULE_YEARLY_IN);
	(void)say_day_of_month(out, parts);
	if (named)
		say_phrase(out, PX_PHRASE_RULE_OF);
	for (size_t i = 0; i < parts->month_count; i++) {
		say_between(out, i, parts->month_count);
		say(out, month_name(parts->months[i]));
	}
}

static void say_end(struct px_buf *out, const struct rule_parts *parts, bool month_first)
{
	char number[NUMBER_TEXT];

	if (parts->count)
		say_with(out, parts->count == 1 ? PX_PHRASE_RULE_ONCE : PX_PHRASE_RULE_TIMES,
			 (const char *[]){ number_text(number, parts->count) });
	if (!parts->until_year)
		return;
	say_phrase(out, PX_PHRASE_RULE_UNTIL);
	px_say_day_month(parts->until_month, parts->until_day, month_first, out);
	(void)px_buf_printf(out, month_first ? ", %d" : " %d", parts->until_year);
}

void px_rule_words(const char *rule, bool month_first, struct px_buf *out)
{
	struct rule_parts parts;

	read_rule(rule, &parts);
	switch (parts.freq) {
	case 'Y': say_yearly(out, &parts, month_first); break;
	case 'M': say_monthly(out, &parts); break;
	case 'W': say_weekly(out, &parts); break;
	case 'D':
		if (parts.day_count && parts.interval <= 1)
			say_weekly(out, &parts);
		else
			say_every(out, parts.interval, PX_TEXTS_RULE_DAY);
		break;
	case 'H': say_every(out, parts.interval, PX_TEXTS_RULE_HOUR); break;
	case 'm': say_every(out, parts.interval, PX_TEXTS_RULE_MINUTE); break;
	default: return;
	}
	say_end(out, &parts, month_first);
}
