/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Goes through the folded sentence once; at each place the longest form that
 * stands there is taken.  Folding may change the length of letters, so places
 * are of the folded text, which is good enough to tell what comes first.
 */
#include "mail/dates.h"

#include "base/fold.h"
#include "mail/words.h"

#include <string.h>

enum { FOUND_MAX = 8, CLOCK_REACH = 40, YEAR_FIRST = 1990, YEAR_LAST = 2099, BACK_DAYS = 60 };

struct scan {
	const struct px_mail_dating *dating;
	struct px_str text;
	int32_t today;
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_word(unsigned char c)
{
	return c >= 0x80 || (c >= 'a' && c <= 'z');
}

static char at(const struct scan *s, size_t i)
{
	return i < s->text.size ? s->text.data[i] : '\0';
}

static bool starts(const struct scan *s, size_t i, const char *word)
{
	size_t n = strlen(word);

	return i + n <= s->text.size && memcmp(s->text.data + i, word, n) == 0;
}

static size_t skip(const struct scan *s, size_t i, const char *set)
{
	while (i < s->text.size && strchr(set, s->text.data[i]))
		i++;
	return i;
}

/* Up to `most` digits; *end past them.  -1: there is none, or another digit follows. */
static int number(const struct scan *s, size_t i, int most, size_t *end)
{
	int value = 0, n = 0;

	while (n < most && is_digit(at(s, i + (size_t)n)))
		value = value * 10 + at(s, i + (size_t)n++) - '0';
	*end = i + (size_t)n;
	return !n || is_digit(at(s, *end)) ? -1 : value;
}

/* The name that begins there and ends with its word; *end past it. */
static const struct px_mail_name *name_at(const struct scan *s, size_t i, const struct px_mail_name *names, size_t *end)
{
	if (i && is_word((unsigned char)at(s, i - 1)) && (unsigned char)at(s, i) < 0xe3)
		return NULL;
	for (; names->stem; names++) {
		if (!starts(s, i, names->stem))
			continue;
		size_t j = i + strlen(names->stem), letters = 0;
		*end = j;
		if (names->more < 0)
			return names;
		for (; is_word((unsigned char)at(s, j)); j++)
			letters += ((unsigned char)at(s, j) & 0xc0) != 0x80;
		*end = j;
		if (letters <= (size_t)names->more)
			return names;
	}
	return NULL;
}

static bool make_day(int year, int month, int day, int32_t *out)
{
	if (month < 1 || month > 12 || day < 1 || day > px_civil_month_days(year, month))
		return false;
	*out = px_civil_day(year, month, day);
	return true;
}

/* A day without its year: the next one, or one just gone. */
static bool guess_year(const struct scan *s, int month, int day, int32_t *out)
{
	int year, unused;

	px_civil_from_day(s->today, &year, &unused, &unused);
	if (!make_day(year, month, day, out))
		return make_day(year + 1, month, day, out);
	return *out >= s->today - BACK_DAYS || make_day(year + 1, month, day, out);
}

static bool set_day(const struct scan *s, int year, int month, int day, struct px_mail_date *date)
{
	if (year < 0)
		return guess_year(s, month, day, &date->day);
	if (year < 100)
		year += 2000;
	return year >= YEAR_FIRST && year <= YEAR_LAST && make_day(year, month, day, &date->day);
}

/* 2026-12-12, 2026/12/12, 2026年12月12日 */
static bool year_first(const struct scan *s, size_t i, struct px_mail_date *date)
{
	size_t j, k, end;
	int year = number(s, i, 4, &j), month, day;

	if (year < YEAR_FIRST || year > YEAR_LAST)
		return false;
	size_t sign = starts(s, j, "年") ? 3 : strchr("-/.", at(s, j)) && at(s, j) ? 1 : 0;
	if (!sign || (month = number(s, skip(s, j + sign, " "), 2, &k)) < 1)
		return false;
	size_t next = starts(s, k, "月") ? 3 : at(s, k) == at(s, j) ? 1 : 0;
	if (!next || (day = number(s, skip(s, k + next, " "), 2, &end)) < 1)
		return false;
	date->end = end + (starts(s, end, "日") ? 3 : 0);
	return set_day(s, year, month, day, date);
}

/* 12月12日 */
static bool japanese(const struct scan *s, size_t i, struct px_mail_date *date)
{
	size_t j, end;
	int month = number(s, i, 2, &j), day;

	if (month < 1 || !starts(s, j, "月") || (day = number(s, j + 3, 2, &end)) < 1 || !starts(s, end, "日"))
		return false;
	date->end = end + 3;
	return set_day(s, -1, month, day, date);
}

/* 12.12.2026, 12.12., 12/12/26, 12-12-2026; not the 1.5 of a price, nor a telephone number */
static bool numeric(const struct scan *s, size_t i, struct px_mail_date *date)
{
	size_t j, k, end;
	int first = number(s, i, 2, &j), second, year = -1;
	char sign = at(s, j);

	if (first < 1 || first > 31 || !sign || !strchr("./-", sign))
		return false;
	size_t gap = sign == '.' ? skip(s, j + 1, " ") : j + 1;
	second = number(s, gap, 2, &k);
	if (second < 1 || second > 31)
		return false;
	size_t after = sign == '.' && at(s, k) == '.' ? skip(s, k + 1, " ") : k + 1;
	if (at(s, k) == sign)
		year = number(s, after, 4, &end);
	if (year >= 0 && end - after != 4 && end - after != 2)
		year = -1;
	if (year < 0 && (sign == '-' || (sign == '.' && at(s, k) != '.') || (sign == '/' && is_digit(at(s, k)))))
		return false;
	date->end = year < 0 ? k + (at(s, k) == '.') : end;
	bool swap = sign == '/' && !s->dating->day_first && first <= 12;
	if (second > 12 && first <= 12)
		swap = true;
	return swap ? set_day(s, year, first, second, date) : set_day(s, year, second, first, date);
}

static size_t skip_of(const struct scan *s, size_t i)
{
	static const char *const words[] = { "de ", "do ", "th ", "st ", "nd ", "rd ", "of ", NULL };

	i = skip(s, i, " .,");
	for (size_t w = 0; words[w]; w++)
		if (starts(s, i, words[w]))
			return skip(s, i + strlen(words[w]), " ");
	return i;
}

static int year_at(const struct scan *s, size_t i, size_t *end)
{
	size_t j = skip_of(s, i);
	int year = number(s, j, 4, end);

	if (year >= YEAR_FIRST && year <= YEAR_LAST)
		return year;
	*end = i;
	return -1;
}

/* 12. Dezember 2026, 12 de diciembre, 12th of December, 1er décembre */
static bool day_and_month(const struct scan *s, size_t i, struct px_mail_date *date)
{
	size_t j, end;
	int day = number(s, i, 2, &j);

	if (day < 1 || day > 31)
		return false;
	static const char *const endings[] = { "th", "st", "nd", "rd", "er", "º", "ª", "e ", ":e", NULL };
	for (size_t w = 0; endings[w]; w++)
		if (starts(s, j, endings[w])) {
			j += strlen(endings[w]);
			break;
		}
	j = skip_of(s, j);
	const struct px_mail_name *month = name_at(s, j, px_mail_months, &end);
	if (!month)
		return false;
	int year = year_at(s, end, &date->end);
	return set_day(s, year, month->value, day, date);
}

/* December 12th, 2026 */
static bool month_and_day(const struct scan *s, size_t i, struct px_mail_date *date)
{
	size_t j, k;
	const struct px_mail_name *month = name_at(s, i, px_mail_months, &j);
	int day = month ? number(s, skip(s, j, " ."), 2, &k) : -1;

	if (day < 1 || day > 31 || at(s, k) == ':' || (at(s, k) == '.' && is_digit(at(s, k + 1))))
		return false;
	for (const char *const *w = (const char *const[]){ "th", "st", "nd", "rd", NULL }; *w; w++)
		if (starts(s, k, *w)) {
			k += 2;
			break;
		}
	int year = year_at(s, k, &date->end);
	return set_day(s, year, month->value, day, date);
}

/* The next day of that name, a week later for "next"; not "good morning" for tomorrow. */
static bool named(const struct scan *s, size_t i, struct px_mail_date *date)
{
	const struct px_mail_name *name = name_at(s, i, px_mail_weekdays, &date->end);

	if (name) {
		int ahead = (name->value - px_civil_weekday(s->today) + 7) % 7;
		date->day = s->today + (ahead ? ahead : 7);
		date->weekday = true;
		return true;
	}
	name = name_at(s, i, px_mail_days, &date->end);
	if (!name || (i >= 6 && (starts(s, i - 6, "guten ") || starts(s, i - 6, "goeden"))) || (i >= 3 && starts(s, i - 3, "am ")) ||
	    (i >= 3 && starts(s, i - 3, "la ")) || (i >= 7 && starts(s, i - 7, "por la ")))
		return false;
	date->day = s->today + name->value;
	return true;
}

/* -------------------------------------------------------------------- the clock */

static bool half_day(const struct scan *s, size_t *i, int *hour)
{
	size_t j = skip(s, *i, " ");
	bool pm = starts(s, j, "pm") || starts(s, j, "p.m"), am = starts(s, j, "am") || starts(s, j, "a.m");

	if ((!pm && !am) || *hour > 12 || (is_word((unsigned char)at(s, j + 2))))
		return false;
	*hour = *hour % 12 + (pm ? 12 : 0);
	*i = j + 2;
	return true;
}

/* 14:30, 14.30 uhr, 14h30, 14時30分, 2:30 pm, 3pm, kl. 14 */
static bool clock_from(const struct scan *s, size_t i, int32_t *second, size_t *end)
{
	static const char *const hours[] = { "uhr", "h", "時", "uur", "час", "hod", "hrs", NULL };
	size_t j, k;
	int hour = number(s, i, 2, &j), minute = 0;

	if (hour < 0 || hour > 23)
		return false;
	bool told = false;
	if ((at(s, j) == ':' || at(s, j) == '.' || at(s, j) == 'h') && (minute = number(s, j + 1, 2, &k)) >= 0 && k == j + 3 && minute < 60) {
		told = at(s, j) != '.';
		if (at(s, k) == '.' && is_digit(at(s, k + 1)))
			return false;
		j = k;
	} else {
		minute = 0;
	}
	*end = j;
	if (half_day(s, end, &hour)) {
		*second = hour * 3600 + minute * 60;
		return true;
	}
	size_t unit = skip(s, j, " ");
	for (size_t w = 0; !told && hours[w]; w++) {
		size_t n = strlen(hours[w]);
		told = starts(s, unit, hours[w]) && (!is_word((unsigned char)at(s, unit + n)) || (unsigned char)hours[w][0] >= 0x80);
		if (told)
			*end = unit + n;
	}
	if (!told)
		return false;
	if (starts(s, *end, "30分") || starts(s, *end, "半"))
		minute = 30;
	*second = hour * 3600 + minute * 60;
	return true;
}

/* The same, unless it goes on what stands before: "12.12.", "3/14". */
static bool clock_at(const struct scan *s, size_t i, int32_t *second, size_t *end)
{
	return !(i && (is_digit(at(s, i - 1)) || strchr(".,/-:", at(s, i - 1)))) && clock_from(s, i, second, end);
}

static size_t word_at(const struct scan *s, size_t i, const char *const *words)
{
	for (; *words; words++)
		if (starts(s, i, *words))
			return strlen(*words);
	return 0;
}

/* Past the words that lead from one time to another; 0: they don't stand there. */
static size_t past_until(const struct scan *s, size_t i)
{
	static const char *const until[] = { "-", "–", "bis ", "to ", "until ", "till ", "à ", "a las ", "alle ", "tot ", "do ", "às ", "~", "до ", NULL };
	size_t j = skip(s, i, " "), n = word_at(s, j, until);

	return n ? skip(s, j + n, " ") : 0;
}

/* "between 9 and 11.": hours by these words alone, if nothing follows that they could count. */
static bool between_hours(const struct scan *s, size_t i, int first, size_t after, struct px_mail_date *date)
{
	static const char *const between[] = { "between ", "zwischen ", "entre ", "tra le ", "tussen ", "mellan ", "między ", "mezi ", NULL };
	static const char *const and[] = { "and ", "und ", "et ", "y las ", "y ", "e le ", "e as ", "e ", "en ", "och ", "a ", NULL };
	size_t from = 0, j = skip(s, after, " "), end;

	for (size_t w = 0; between[w] && !from; w++) {
		size_t n = strlen(between[w]);
		from = i >= n && starts(s, i - n, between[w]) ? n : 0;
	}
	size_t n = from ? word_at(s, j, and) : 0;
	if (!n)
		return false;
	date->second = first * 3600;
	if (clock_from(s, skip(s, j + n, " "), &date->end_second, &end) && date->end_second > date->second)
		return true;
	int last = number(s, skip(s, j + n, " "), 2, &end);
	if (last <= first || last > 23 || (at(s, end) && !strchr(".,;!?)", at(s, end))) || is_digit(at(s, end + 1))) {
		date->second = date->end_second = -1;
		return false;
	}
	date->second = first * 3600;
	date->end_second = last * 3600;
	return true;
}

/* "8 bis 12 Uhr", "2-4 pm": the first is what the second is. */
static bool hours_at(const struct scan *s, size_t i, struct px_mail_date *date)
{
	size_t after, end;
	int hour = number(s, i, 2, &after);
	size_t k = hour >= 0 && hour < 24 && !(i && strchr(".,/-:", at(s, i - 1))) ? past_until(s, after) : 0;

	if (k && clock_from(s, k, &date->end_second, &end)) {
		bool afternoon = hour < 12 && date->end_second >= (hour + 12) * 3600 && strchr("pa", at(s, skip(s, end - 2, " ")));
		date->second = (hour + (afternoon ? 12 : 0)) * 3600;
		if (date->end_second > date->second)
			return true;
	}
	date->second = date->end_second = -1;
	return hour >= 0 && hour < 24 && between_hours(s, i, hour, after, date);
}

/* "by noon on Thursday" */
static bool noon_at(const struct scan *s, size_t i)
{
	static const struct px_mail_name names[] = { { "noon", 12, 0 }, { "midday", 12, 0 }, { "mittags", 12, 0 }, { "mittag", 12, 0 }, { "midi", 12, 0 },
						     { "mediodía", 12, 0 }, { "mezzogiorno", 12, 0 }, { "meio-dia", 12, 0 }, { NULL, 0, 0 } };
	size_t end;

	return !(i && at(s, i - 1) == '-') && name_at(s, i, names, &end) != NULL;
}

/* The first time of day that is near the date, and one that it lasts until. */
static void find_clock(const struct scan *s, struct px_mail_date *date)
{
	size_t from = date->begin > CLOCK_REACH ? date->begin - CLOCK_REACH : 0, end;
	size_t to = date->end + CLOCK_REACH < s->text.size ? date->end + CLOCK_REACH : s->text.size;

	date->second = date->end_second = -1;
	for (size_t i = from; i < to; i++) {
		if (i == date->begin)
			i = date->end;
		if (!is_digit(at(s, i)) || (i && is_digit(at(s, i - 1))))
			continue;
		if (clock_at(s, i, &date->second, &end)) {
			size_t k = past_until(s, end);
			if (!k || !clock_from(s, k, &date->end_second, &end) || date->end_second <= date->second)
				date->end_second = -1;
			return;
		}
		date->second = -1;
		if (hours_at(s, i, date))
			return;
	}
	for (size_t i = from; i < to && date->second < 0; i++)
		if (noon_at(s, i))
			date->second = 12 * 3600;
}

/* --------------------------------------------------------------------- all of it */

static bool date_at(const struct scan *s, size_t i, struct px_mail_date *date)
{
	bool digit = is_digit(at(s, i));

	*date = (struct px_mail_date){ .begin = i, .end = i, .second = -1, .end_second = -1 };
	if (digit && i && (is_digit(at(s, i - 1)) || (strchr(".,/-", at(s, i - 1)) && i > 1 && is_digit(at(s, i - 2)))))
		return false;
	if (digit)
		return year_first(s, i, date) || japanese(s, i, date) || day_and_month(s, i, date) || numeric(s, i, date);
	return month_and_day(s, i, date) || named(s, i, date);
}

/* What only the time engine reads: "the 12th", "in two weeks", "end of the month". */
static bool ask_engine(const struct px_mail_dating *dating, struct px_str sentence, struct px_mail_date *date)
{
	struct px_time_expr found[PX_TIME_MAX];
	struct px_time_context context = { .now_utc = dating->now, .tz = dating->tz, .day_first = dating->day_first, .country = "" };
	size_t count = px_time_find(&context, sentence, found, PX_TIME_MAX);

	for (size_t i = 0; i < count; i++) {
		const struct px_time_value *value = &found[i].value;
		bool usable = value->kind == PX_TIME_DATE || value->kind == PX_TIME_DATETIME;
		if (value->kind == PX_TIME_RANGE && value->whole_days && value->end.day != PX_DAY_NONE && found[i].role == PX_TIME_DEADLINE) {
			*date = (struct px_mail_date){ value->end.day - 1, -1, -1, false, found[i].begin, found[i].end };
			return true;
		}
		if (!usable || found[i].score < 0.5F || value->start.day == PX_DAY_NONE)
			continue;
		*date = (struct px_mail_date){ value->start.day, value->kind == PX_TIME_DATETIME ? value->start.second : -1, -1, false,
					       found[i].begin, found[i].end };
		return true;
	}
	return false;
}

bool px_mail_date_find_day(const struct px_mail_dating *dating, struct px_str sentence, struct px_arena *arena,
			   struct px_mail_date *date)
{
	struct scan s = { dating, px_fold(arena, sentence), px_civil_ms_day(px_tz_to_local(dating->tz, dating->now)) };
	struct px_mail_date found[FOUND_MAX];
	size_t count = 0;

	for (size_t i = 0; i < s.text.size && count < FOUND_MAX; i++) {
		if (((unsigned char)s.text.data[i] & 0xc0) == 0x80 || !date_at(&s, i, &found[count]))
			continue;
		i = found[count].end > i ? found[count].end - 1 : i;
		/* "Friday, 12 December": the date says which Friday. */
		if (count && found[count - 1].weekday && !found[count].weekday && found[count].begin - found[count - 1].end < 12)
			found[count - 1] = found[count];
		else
			count++;
	}
	if (!count)
		return false;
	size_t best = 0;
	while (best + 1 < count && found[best].day < s.today) /* "your letter of 3 November": not that one */
		best++;
	for (size_t i = best; i < count; i++) {
		size_t from = i ? found[i - 1].end : 0;
		if (found[i].day >= s.today && px_mail_says(PX_CUE_DEADLINE, px_str_n(s.text.data + from, found[i].begin - from))) {
			best = i;
			break;
		}
	}
	*date = found[best];
	find_clock(&s, date);
	return true;
}

bool px_mail_date_find(const struct px_mail_dating *dating, struct px_str sentence, struct px_arena *arena,
		       struct px_mail_date *date)
{
	return px_mail_date_find_day(dating, sentence, arena, date) || ask_engine(dating, sentence, date);
}

const char *px_mail_date_text(int32_t day, int32_t second, struct px_arena *arena)
{
	char text[PX_CIVIL_TEXT];

	if (second < 0)
		px_civil_format_day(day, text);
	else
		px_civil_format_ms(day * PX_MS_DAY + second * INT64_C(1000), text);
	return px_arena_str(arena, px_str(text));
}
