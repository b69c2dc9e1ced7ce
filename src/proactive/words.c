/* SPDX-License-Identifier: Apache-2.0 */
/* The tables of both languages, and what fills their patterns. */
#include "proactive/words.h"

#include <stdio.h>
#include <string.h>

struct px_language {
	const char *today, *tomorrow, *yesterday;
	const char *weekdays[7], *months[12];
	const char *day, *day_in_year;            /* patterns of a day: {weekday} {day} {month} {year} */
	const char *day_month_first, *day_in_year_month_first;
	const char *when;                         /* {day} {clock} */
	struct { const char *one, *several; } phrases[PX_PHRASE_COUNT];
};

static const struct px_language english = {
	.today = "today", .tomorrow = "tomorrow", .yesterday = "yesterday",
	.weekdays = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" },
	.months = { "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" },
	.day = "{weekday} {day} {month}", .day_in_year = "{weekday} {day} {month} {year}",
	.day_month_first = "{weekday}, {month} {day}", .day_in_year_month_first = "{weekday}, {month} {day}, {year}",
	.when = "{day} at {clock}",
	.phrases = {
		[PX_PHRASE_DUE] = { "Due {when}", NULL },
		[PX_PHRASE_WAS_DUE] = { "Was due {when}", NULL },
		[PX_PHRASE_PLANNED_FOR] = { "This was planned for {when}.", NULL },
		[PX_PHRASE_ALL_DAY] = { "{day}, all day", NULL },
		[PX_PHRASE_REMINDERS] = { "One reminder", "{count} reminders" },
		[PX_PHRASE_MISSED] = { "While I was away: one reminder", "While I was away: {count} reminders" },
		[PX_PHRASE_MISSED_ONE] = { "While I was away: {title}", NULL },
		[PX_PHRASE_TIMES] = { "once", "{count} times" },
		[PX_PHRASE_MORE] = { "and one more", "and {count} more" },
	},
};

static const struct px_language german = {
	.today = "heute", .tomorrow = "morgen", .yesterday = "gestern",
	.weekdays = { "Mo", "Di", "Mi", "Do", "Fr", "Sa", "So" },
	.months = { "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November",
		    "Dezember" },
	.day = "{weekday}, {day}. {month}", .day_in_year = "{weekday}, {day}. {month} {year}",
	.when = "{day} um {clock}",
	.phrases = {
		[PX_PHRASE_DUE] = { "Fällig {when}", NULL },
		[PX_PHRASE_WAS_DUE] = { "War fällig {when}", NULL },
		[PX_PHRASE_PLANNED_FOR] = { "Das war für {when} geplant.", NULL },
		[PX_PHRASE_ALL_DAY] = { "{day}, ganztägig", NULL },
		[PX_PHRASE_REMINDERS] = { "Eine Erinnerung", "{count} Erinnerungen" },
		[PX_PHRASE_MISSED] = { "Während ich weg war: eine Erinnerung", "Während ich weg war: {count} Erinnerungen" },
		[PX_PHRASE_MISSED_ONE] = { "Während ich weg war: {title}", NULL },
		[PX_PHRASE_TIMES] = { "einmal", "{count}-mal" },
		[PX_PHRASE_MORE] = { "und eine weitere", "und {count} weitere" },
	},
};

static bool speaks(const char *locale, const char *language)
{
	size_t size = strlen(language);

	return locale && strncasecmp(locale, language, size) == 0 && (!locale[size] || locale[size] == '-');
}

void px_words_init(struct px_words *words, const char *locale, const struct px_tz *tz, int64_t now)
{
	bool american = speaks(locale, "en-US");

	*words = (struct px_words){ speaks(locale, "de") ? &german : &english, american, american, tz, now };
}

static const char *part_text(const struct px_part *parts, const char *name, size_t size)
{
	for (; parts && parts->name; parts++)
		if (strlen(parts->name) == size && memcmp(parts->name, name, size) == 0)
			return parts->text;
	return "";
}

static void fill(const char *pattern, const struct px_part *parts, struct px_buf *out)
{
	const char *open, *close;

	while ((open = strchr(pattern, '{')) && (close = strchr(open, '}'))) {
		(void)px_buf_printf(out, "%.*s%s", (int)(open - pattern), pattern,
				    part_text(parts, open + 1, (size_t)(close - open - 1)));
		pattern = close + 1;
	}
	(void)px_buf_text(out, pattern);
}

void px_words_phrase(const struct px_words *words, enum px_phrase phrase, int64_t count, const struct px_part *parts,
		     struct px_buf *out)
{
	const char *one = words->language->phrases[phrase].one, *several = words->language->phrases[phrase].several;
	char number[24];
	struct px_part all[10] = { { "count", number } };
	size_t n = 1;

	snprintf(number, sizeof(number), "%lld", (long long)count);
	for (; parts && parts->name && n < 9; parts++)
		all[n++] = *parts;
	fill(several && count != 1 ? several : one, all, out);
}

void px_words_clock(const struct px_words *words, int64_t utc, struct px_buf *out)
{
	struct px_civil c = px_civil_from_ms(px_tz_to_local(words->tz, utc));

	if (!words->twelve_hours)
		(void)px_buf_printf(out, "%02d:%02d", c.hour, c.minute);
	else if (c.minute)
		(void)px_buf_printf(out, "%d:%02d %s", (c.hour + 11) % 12 + 1, c.minute, c.hour < 12 ? "am" : "pm");
	else
		(void)px_buf_printf(out, "%d %s", (c.hour + 11) % 12 + 1, c.hour < 12 ? "am" : "pm");
}

int32_t px_words_day_of(const struct px_words *words, int64_t utc)
{
	return px_civil_ms_day(px_tz_to_local(words->tz, utc));
}

void px_words_day(const struct px_words *words, int32_t day, struct px_buf *out)
{
	const struct px_language *language = words->language;
	int32_t today = px_words_day_of(words, words->now);
	int year, month, month_day, year_now, unused;
	char number[16], year_text[16];

	if (day >= today - 1 && day <= today + 1) {
		(void)px_buf_text(out, day == today ? language->today : day > today ? language->tomorrow : language->yesterday);
		return;
	}
	px_civil_from_day(day, &year, &month, &month_day);
	px_civil_from_day(today, &year_now, &unused, &unused);
	snprintf(number, sizeof(number), "%d", month_day);
	snprintf(year_text, sizeof(year_text), "%d", year);
	const struct px_part parts[] = {
		{ "weekday", language->weekdays[px_civil_weekday(day)] }, { "day", number },
		{ "month", language->months[month - 1] }, { "year", year_text }, { NULL, NULL },
	};
	if (words->month_first)
		fill(year == year_now ? language->day_month_first : language->day_in_year_month_first, parts, out);
	else
		fill(year == year_now ? language->day : language->day_in_year, parts, out);
}

void px_words_when(const struct px_words *words, int64_t utc, bool day_only, struct px_buf *out)
{
	struct px_buf day = PX_BUF_INIT(64), clock = PX_BUF_INIT(32);

	px_words_day(words, px_words_day_of(words, utc), &day);
	if (day_only) {
		(void)px_buf_text(out, day.data);
	} else {
		px_words_clock(words, utc, &clock);
		const struct px_part parts[] = { { "day", day.data }, { "clock", clock.data }, { NULL, NULL } };
		fill(words->language->when, parts, out);
	}
	px_buf_release(&day);
	px_buf_release(&clock);
}

void px_words_capital(struct px_buf *out, size_t from)
{
	if (from < out->size && out->data[from] >= 'a' && out->data[from] <= 'z')
		out->data[from] = (char)(out->data[from] - 'a' + 'A');
}
