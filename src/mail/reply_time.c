/* SPDX-License-Identifier: Apache-2.0 */
/*
 * German is read word by word, and each word must be known: so "erst wenn Anna
 * da ist" is no time.  English is the time engine's; where nothing but a time
 * may stand, what lies outside its expression must be words without weight.
 */
#include "mail/reply_time.h"

#include "agent/tool_time.h"
#include "base/fold.h"
#include "mail/dates.h"

#include <string.h>

enum { MORNING = 9 * 3600, NUMBER_MAX = 1000 };

/* -------------------------------------------------------------------- German */

/* The hours at which the English engine begins the same parts of the day (nlu/time/part.c). */
static const struct { const char *word; int hour; } parts[] = {
	{ "früh", 8 }, { "morgens", 8 }, { "vormittag", 9 }, { "vormittags", 9 }, { "mittag", 12 }, { "mittags", 12 },
	{ "nachmittag", 13 }, { "nachmittags", 13 }, { "abend", 18 }, { "abends", 18 }, { "nacht", 20 }, { "nachts", 20 },
	{ NULL, 0 },
};
static const struct { const char *word; int number; } numbers[] = {
	{ "ein", 1 }, { "eine", 1 }, { "einer", 1 }, { "einem", 1 }, { "eins", 1 }, { "zwei", 2 }, { "drei", 3 }, { "vier", 4 },
	{ "fünf", 5 }, { "sechs", 6 }, { "sieben", 7 }, { "acht", 8 }, { "neun", 9 }, { "zehn", 10 }, { "elf", 11 },
	{ "zwölf", 12 }, { "fünfzehn", 15 }, { "zwanzig", 20 }, { "dreissig", 30 }, { NULL, 0 },
};
static const struct { const char *word; int64_t ms; } units[] = {
	{ "min", PX_MS_MINUTE }, { "minute", PX_MS_MINUTE }, { "minuten", PX_MS_MINUTE }, { "std", PX_MS_HOUR },
	{ "stunde", PX_MS_HOUR }, { "stunden", PX_MS_HOUR }, { "tag", PX_MS_DAY }, { "tage", PX_MS_DAY },
	{ "tagen", PX_MS_DAY }, { "woche", 7 * PX_MS_DAY }, { "wochen", 7 * PX_MS_DAY }, { NULL, 0 },
};
static const char *const light[] = {
	"am", "um", "bis", "ab", "gegen", "den", "der", "dem", "wieder", "bitte", "noch", "mal", "nochmal", "einmal", "dann",
	"erst", "uhr", "nächsten", "nächste", "kommenden", "diesen", "zum", NULL,
};

struct german {
	bool relative, half, has_day, halves; /* "in", "halbe Stunde", a day was named, "halb zehn" */
	int number;                  /* after "in"; 0: none yet */
	int64_t ahead;               /* ms, once its unit was said */
	int32_t day;
	int hour, minute, part;      /* -1: not said */
};

static bool is_word(struct px_str word, const char *const *list)
{
	for (; *list; list++)
		if (px_str_eq(word, px_str(*list)))
			return true;
	return false;
}

/* "9", "9:30", "15.45". */
static bool read_clock(struct px_str word, struct german *g)
{
	int value[2] = { 0, 0 }, at = 0;
	size_t digits = 0;

	for (size_t i = 0; i < word.size; i++) {
		char c = word.data[i];
		if ((c == ':' || c == '.') && at == 0 && digits) {
			at = 1;
			digits = 0;
		} else if (c >= '0' && c <= '9' && digits < 2) {
			value[at] = value[at] * 10 + c - '0';
			digits++;
		} else {
			return false;
		}
	}
	if (!digits || (at && digits != 2) || value[0] > 23 || value[1] > 59 || g->hour >= 0)
		return false;
	g->hour = value[0];
	g->minute = value[1];
	return true;
}

static bool read_number(struct px_str word, struct german *g)
{
	int number = 0;

	for (size_t i = 0; numbers[i].word; i++)
		if (px_str_eq(word, px_str(numbers[i].word)))
			number = numbers[i].number;
	for (size_t i = 0; !number && i < word.size && word.data[0] > '0'; i++) {
		if (word.data[i] < '0' || word.data[i] > '9')
			return false;
		g->number = g->number * 10 + word.data[i] - '0';
		if (g->number > NUMBER_MAX)
			return false;
	}
	if (!number)
		return g->relative && g->number > 0;
	if (g->relative)
		g->number = number;
	else if (g->hour < 0 && number <= 12)
		g->hour = number;
	else
		return false;
	return true;
}

static bool read_unit(struct px_str word, struct german *g)
{
	for (size_t i = 0; units[i].word; i++) {
		if (!px_str_eq(word, px_str(units[i].word)))
			continue;
		if (!g->relative || (!g->number && !g->half) || g->ahead)
			return false;
		g->ahead = g->half ? units[i].ms / 2 : g->number * units[i].ms;
		return true;
	}
	return false;
}

static bool read_word(struct px_str word, struct german *g)
{
	if (px_str_eq(word, PX_STR("in"))) {
		g->relative = true;
		return true;
	}
	if (px_str_eq(word, PX_STR("halb")) && !g->relative)
		return g->halves = true;
	if (px_str_eq(word, PX_STR("halbe")) || px_str_eq(word, PX_STR("halben")))
		return g->half = g->relative;
	for (size_t i = 0; parts[i].word; i++)
		if (px_str_eq(word, px_str(parts[i].word))) {
			g->part = parts[i].hour;
			return true;
		}
	if (is_word(word, light))
		return true;
	return read_unit(word, g) || (g->relative ? read_number(word, g) : read_clock(word, g) || read_number(word, g));
}

static void set_instant(const struct px_nlu_context *nlu, int64_t instant, struct px_reply_time *time)
{
	*time = (struct px_reply_time){ false, px_civil_ms_day(px_tz_to_local(nlu->tz, instant)), instant };
}

static void set_day(const struct px_nlu_context *nlu, int32_t day, struct px_reply_time *time)
{
	*time = (struct px_reply_time){ true, day, px_tz_to_utc(nlu->tz, day * PX_MS_DAY + MORNING * PX_MS_SECOND,
		NULL) };
}

static bool settle(const struct px_nlu_context *nlu, const struct german *g, struct px_reply_time *time)
{
	int64_t now = px_tz_to_local(nlu->tz, nlu->now);

	if (g->relative) {
		int64_t days = g->ahead / PX_MS_DAY * PX_MS_DAY; /* on the wall clock; hours as they pass */
		set_instant(nlu, px_tz_to_utc(nlu->tz, now + days, NULL) + g->ahead - days, time);
		return g->ahead > 0 && !g->has_day && g->hour < 0;
	}
	if (g->hour < 0 && g->part < 0) {
		if (g->has_day && !g->halves)
			set_day(nlu, g->day, time);
		return g->has_day && !g->halves;
	}
	int hour = g->hour < 0 ? g->part : g->hour < 12 && g->part >= 12 ? g->hour + 12 : g->hour;
	int64_t local = (g->has_day ? g->day : px_civil_ms_day(now)) * PX_MS_DAY + hour * PX_MS_HOUR + g->minute * PX_MS_MINUTE;
	if (g->halves)
		local -= 30 * PX_MS_MINUTE;
	if (!g->has_day && local <= now)
		local += PX_MS_DAY;
	set_instant(nlu, px_tz_to_utc(nlu->tz, local, NULL), time);
	return !g->halves || g->hour > 0;
}

static bool read_german(const struct px_nlu_context *nlu, struct px_str words, struct px_arena *arena,
	struct px_reply_time *time)
{
	const struct px_mail_dating dating = { nlu->now, nlu->tz, true };
	struct px_str text = px_fold(arena, words), rest, word;
	char *copy = px_arena_strn(arena, text.data, text.size);
	struct german g = { .hour = -1, .part = -1 };
	struct px_mail_date date;

	if (px_mail_date_find_day(&dating, text, arena, &date) && date.begin < date.end && date.end <= text.size) {
		g.has_day = true;
		g.day = date.day;
		memset(copy + date.begin, ' ', date.end - date.begin);
	}
	for (rest = px_str_n(copy, text.size); rest.size;) {
		word = px_str_cut(rest, ' ', &rest);
		while (word.size && strchr(",.;!", word.data[word.size - 1]))
			word.size--;
		if (word.size && !read_word(word, &g))
			return false;
	}
	return settle(nlu, &g, time);
}

/* -------------------------------------------------------------------- English */

static const char *const fillers[] = { "please", "again", "at", "on", "until", "till", "then", "instead", "maybe",
	"better", "me", "remind", "for", "another", "rather", NULL };

static bool is_light(struct px_str text)
{
	while (text.size) {
		struct px_str word = px_str_cut(text, ' ', &text);
		while (word.size && strchr(",.;!?:", word.data[word.size - 1]))
			word.size--;
		if (word.size && !is_word(word, fillers))
			return false;
	}
	return true;
}

/* Whether the words are that time and nothing else. */
static bool is_all(const struct px_nlu_context *nlu, struct px_str words)
{
	struct px_time_context time = px_tool_time_context(nlu);
	struct px_time_expr found = { 0 };

	px_time_main(&time, words, &found);
	return found.value.kind != PX_TIME_KIND_NONE && found.value.kind != PX_TIME_SET && found.end <= words.size &&
	       is_light(px_str_n(words.data, found.begin)) && is_light(px_str_n(words.data + found.end,
		words.size - found.end));
}

static bool read_english(const struct px_nlu_context *nlu, struct px_str words, struct px_reply_time *time)
{
	struct px_tool_shift shift;
	struct px_tool_time when;

	if (px_tool_shift_read(nlu, "for", words, &shift, NULL) == PX_OK) {
		if (shift.ms < 0 || shift.months < 0)
			return false;
		if (shift.months)
			set_instant(nlu, px_tz_to_utc(nlu->tz, px_tool_shifted(px_tz_to_local(nlu->tz, nlu->now),
				&shift), NULL), time);
		else
			set_instant(nlu, nlu->now + shift.ms, time);
		return true;
	}
	if (px_tool_time_read(nlu, "until", words, &when, NULL) != PX_OK)
		return false;
	if (when.kind == PX_TOOL_TIME_DAY || (when.kind == PX_TOOL_TIME_SPAN && when.whole_days))
		set_day(nlu, when.day, time);
	else
		set_instant(nlu, when.instant, time);
	return time->day_only || time->instant > nlu->now;
}

/* --------------------------------------------------------------------- both */

bool px_reply_time_read(const struct px_nlu_context *nlu, struct px_str words, bool alone, struct px_arena *arena,
			struct px_reply_time *time)
{
	const struct px_mail_dating dating = { nlu->now, nlu->tz, !nlu->locale || strcmp(nlu->locale, "en-US") != 0 };
	struct px_mail_date date;

	words = px_str_trim(words);
	while (words.size && strchr(".,;!", words.data[words.size - 1]))
		words.size--;
	if (!words.size)
		return false;
	if (read_german(nlu, words, arena, time))
		return true;
	if (!alone || is_all(nlu, px_fold(arena, words)))
		if (read_english(nlu, words, time))
			return true;
	if (alone || !px_mail_date_find(&dating, words, arena, &date))
		return false;
	if (date.second < 0)
		set_day(nlu, date.day, time);
	else
		set_instant(nlu, px_tz_to_utc(nlu->tz, date.day * PX_MS_DAY + date.second * PX_MS_SECOND, NULL), time);
	return true;
}
