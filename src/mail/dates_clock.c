/* SPDX-License-Identifier: Apache-2.0 */
/* Times of day beside a date: by numbers with a unit, by what stands before them, in words. */
#include "mail/dates_internal.h"

#include <string.h>

enum { CLOCK_REACH = 80, EVENING_REACH = 40, NIGHT = 6 /* before that hour nobody meets: it is meant of the afternoon */, MORNING = 9 };

static bool half_day(const struct scan *s, size_t *i, int *hour)
{
	size_t j = scan_skip(s, *i, " ");
	bool pm = scan_starts(s, j, "pm") || scan_starts(s, j, "p.m"), am = scan_starts(s, j, "am") || scan_starts(s, j, "a.m");

	if ((!pm && !am) || *hour > 12 || (scan_is_word((unsigned char)scan_at(s, j + 2))))
		return false;
	*hour = *hour % 12 + (pm ? 12 : 0);
	*i = j + 2;
	return true;
}

/* "8 uhr abends", "9 de la noche": of the second half of the day. */
static bool in_the_evening(const struct scan *s, size_t i)
{
	static const char *const evening[] = { "in the evening", "in the afternoon", "at night", "tonight", "evening", "abends", "am abend", "nachmittags", "am nachmittag", "de la tarde", "de la noche", "du soir",
					       "de l'après-midi", "di sera", "del pomeriggio", "da tarde", "da noite", "'s avonds", "'s middags", "på kvällen", "wieczorem", "po południu", "вечера", "večer", "odpoledne", NULL };

	return scan_word(s, scan_skip(s, i, " ,"), evening) > 0;
}

/* 14:30, 14.30 uhr, 14h30, 14時30分, 2:30 pm, 3pm, kl. 14 */
static bool clock_from(const struct scan *s, size_t i, int32_t *second, size_t *end)
{
	static const char *const hours[] = { "o'clock", "o clock", "oclock", "uhr", "h", "時", "uur", "час", "hod", "hrs", NULL };
	size_t j, k;
	int hour = scan_number(s, i, 2, &j), minute = 0;

	if (hour < 0 || hour > 23)
		return false;
	bool told = false;
	if ((scan_at(s, j) == ':' || scan_at(s, j) == '.' || scan_at(s, j) == 'h') && (minute = scan_number(s, j + 1, 2, &k)) >= 0 && k == j + 3 && minute < 60) {
		told = scan_at(s, j) != '.';
		if (scan_at(s, k) == '.' && scan_is_digit(scan_at(s, k + 1)))
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
	size_t unit = scan_skip(s, j, " ");
	for (size_t w = 0; !told && hours[w]; w++) {
		size_t n = strlen(hours[w]);
		told = scan_starts(s, unit, hours[w]) && (!scan_is_word((unsigned char)scan_at(s, unit + n)) || (unsigned char)hours[w][0] >= 0x80);
		if (told)
			*end = unit + n;
	}
	if (!told)
		return false;
	size_t more = scan_skip(s, *end, " "), past; /* "16 h 15" */
	int minutes = told && *end > j ? scan_number(s, more, 2, &past) : -1;
	if (minutes >= 0 && minutes < 60 && past == more + 2 && !(scan_at(s, past) && strchr(":.-/", scan_at(s, past)) && scan_is_digit(scan_at(s, past + 1)))) {
		minute = minutes;
		*end = past;
	}
	if (scan_starts(s, *end, "30分") || scan_starts(s, *end, "半"))
		minute = 30;
	bool english = scan_starts(s, unit, "o'clock") || scan_starts(s, unit, "o clock") || scan_starts(s, unit, "oclock");
	if (hour < 12 && (in_the_evening(s, *end) || (english && hour > 0 && hour < EARLY)))
		hour += 12;
	*second = hour * 3600 + minute * 60;
	return true;
}

/* The same, unless it goes on what stands before: "12.12.", "3/14". */
static bool clock_at(const struct scan *s, size_t i, int32_t *second, size_t *end)
{
	return !(i && (scan_is_digit(scan_at(s, i - 1)) || strchr(".,/-:", scan_at(s, i - 1)))) && clock_from(s, i, second, end);
}

/* "between 9 and 11.": hours by these words alone, if nothing follows that they could count. */
static bool between_hours(const struct scan *s, size_t i, int first, size_t after, struct px_mail_date *date)
{
	static const char *const between[] = { "between ", "zwischen ", "entre ", "tra le ", "tussen ", "mellan ", "między ", "mezi ", NULL };
	static const char *const and[] = { "and ", "und ", "et ", "y las ", "y ", "e le ", "e as ", "e ", "en ", "och ", "a ", NULL };
	size_t from = 0, j = scan_skip(s, after, " "), end;

	for (size_t w = 0; between[w] && !from; w++) {
		size_t n = strlen(between[w]);
		from = i >= n && scan_starts(s, i - n, between[w]) ? n : 0;
	}
	size_t n = from ? scan_word(s, j, and) : 0;
	if (!n)
		return false;
	date->second = first * 3600;
	if (clock_from(s, scan_skip(s, j + n, " "), &date->end_second, &end) && date->end_second > date->second)
		return true;
	int last = scan_number(s, scan_skip(s, j + n, " "), 2, &end);
	if (last <= first || last > 23 || (scan_at(s, end) && !strchr(".,;!?)", scan_at(s, end))) || scan_is_digit(scan_at(s, end + 1))) {
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
	int hour = scan_number(s, i, 2, &after);
	size_t k = hour >= 0 && hour < 24 && !(i && strchr(".,/-:", scan_at(s, i - 1))) ? scan_past_until(s, after) : 0;

	if (k && clock_from(s, k, &date->end_second, &end)) {
		bool afternoon = hour < 12 && date->end_second >= (hour + 12) * 3600 && strchr("pa", scan_at(s, scan_skip(s, end - 2, " ")));
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

	return !(i && scan_at(s, i - 1) == '-') && scan_name(s, i, names, &end) != NULL;
}

/* Where noon is told; `to`: nowhere. */
static size_t noon_between(const struct scan *s, size_t from, size_t to)
{
	while (from < to && !noon_at(s, from))
		from++;
	return from;
}

/* Nothing, or a word that leads from a day to its time of day. */
static bool leads_to_clock(struct px_str gap)
{
	static const char *const leads[] = { "", ",", "at", "um", "@", "-", "a las", "alle", "à", "kl", "kl.", "klockan", "om", "o", "v", "w", "von", "van", NULL };

	for (size_t w = 0; leads[w]; w++)
		if (px_str_eq(gap, px_str(leads[w])))
			return true;
	return false;
}

/* "by tomorrow noon, I fly at three": the noon is the day's, the time of another clause; "noon, at 12:30" is one. */
static bool is_before_clause(const struct scan *s, size_t day_end, size_t noon, size_t clock)
{
	const char *comma = noon >= day_end && noon < clock ? memchr(s->text.data + noon, ',', clock - noon) : NULL;

	return comma && !leads_to_clock(px_str_trim(px_str_n(comma + 1, (size_t)(s->text.data + clock - comma) - 1)));
}

/* Whether one of the words, written with a space before and behind, leads to the place. */
static bool led_by_any(const struct scan *s, size_t i, const char *const *words)
{
	for (const char *const *w = words; *w; w++)
		if (i + 1 == strlen(*w) && scan_starts(s, 0, *w + 1))
			return true;
	return scan_ends(px_str_n(s->text.data, i), words);
}

/* "11 instead of 10", "18 statt 19 Uhr" */
static bool takes_turns(const struct scan *s, size_t end)
{
	static const char *const instead[] = { "instead of ", "rather than ", "not ", "statt ", "anstatt ", "au lieu de ", "en vez de las ", "en lugar de las ", "invece delle ", "em vez das ", "in plaats van ", "istället för ", "zamiast ", "místo ", NULL };
	size_t i = scan_skip(s, end, " "), n = scan_word(s, i, instead), unused;

	return n && scan_number(s, i + n, 2, &unused) >= 0;
}

/* "kl 14", "a las 9": the word says that it is a time; "at 7", "um 9": if nothing follows that the number could count. */
static bool bare_hour_at(const struct scan *s, size_t i, struct px_mail_date *date)
{
	static const char *const sure[] = { " a las ", " a la ", " dalle ", " desde las ", " a partir de las ", " dès ", " dalle ore ", " vanaf ", " från ", " alle ", " alle ore ", " às ", " kl ", " kl. ", " klockan ", " godz. ", " godzinie ", NULL };
	static const char *const before[] = { " at ", " by ", " before ", " until ", " till ", " um ", " om ", " @ ", " à ", " o ", " ab ", " gegen ", NULL };
	static const char *const after[] = { "ish", "instead", "statt", "au lieu", "en vez", "anstatt", "am ", "vorbei", "o'",  "on ", "in the ", "for ", "at ", "am ", "im ", "bei ", "en ", "in ", "op ", "på ", "w ", "as ", "with ", "mit ", "avec ", "con ", "met ", "med ", "z ", "u ", "today", "tomorrow", "tonight", "or so", "sharp", "if", "?", NULL };
	size_t j, k;
	int hour = scan_number(s, i, 2, &j);
	struct px_str front = px_str_n(s->text.data, i);
	bool told = led_by_any(s, i, sure) || takes_turns(s, j) || (!i && scan_word(s, scan_skip(s, j, " "), (const char *const[]){ "at ", "bei ", "ish", NULL }));

	if (hour < 0 || hour > 23 || (scan_at(s, j) && strchr("%:/.-", scan_at(s, j)) && scan_is_digit(scan_at(s, j + 1))))
		return false;
	if (!told && !led_by_any(s, i, before))
		return false;
	k = scan_skip(s, j, " ");
	if (!told && k < s->text.size && !strchr(",.;!?)", scan_at(s, k)) && !scan_word(s, k, after) && !in_the_evening(s, k))
		return false;
	bool english = px_str_ends(front, PX_STR("at ")) || px_str_ends(front, PX_STR("@ ")) || px_str_ends(front, PX_STR("by ")) ||
		       px_str_ends(front, PX_STR("before ")) || px_str_ends(front, PX_STR("til ")) || px_str_ends(front, PX_STR("till "));
	bool early = hour > 0 && hour < (english ? EARLY + 1 : NIGHT);
	date->second = (hour + (hour < 12 && (early || in_the_evening(s, k)) ? 12 : 0)) * 3600;
	return true;
}

/* "12.30", "1430", "10": what is a time only right behind a day.  Its second, *end past it; -1: none. */
static int32_t short_clock(const struct scan *s, size_t i, size_t *end)
{
	size_t j, k;
	int hour = scan_number(s, i, 2, &j), minute = scan_at(s, j) == '.' || scan_at(s, j) == ':' ? scan_number(s, j + 1, 2, &k) : -1;

	bool dotted = scan_at(s, j) == '.' && j == i + 1; /* "5.15", not "05.15" nor "5:15" */
	*end = j;
	if (hour >= 0 && hour < 24 && minute >= 0 && minute < 60 && k == j + 3) {
		*end = k;
		return scan_at(s, k) && strchr("%.€", scan_at(s, k)) && scan_is_digit(scan_at(s, k + 1)) ? -1 : (hour + (dotted && hour > 0 && hour < NIGHT ? 12 : 0)) * 3600 + minute * 60;
	}
	int four = scan_number(s, i, 4, &k);
	if (four >= MORNING * 100 / 2 && four < 2000 && k == i + 4 && four % 100 < 60 && four % 5 == 0) {
		*end = k;
		return (four / 100 * 60 + four % 100) * 60;
	}
	return hour > 0 && hour < 22 ? (hour + (hour < EARLY + 1 ? 12 : 0)) * 3600 : -1;
}

/* Nothing follows that a bare number could count. */
static bool ends_clause(const struct scan *s, size_t i)
{
	char c = scan_at(s, i);

	return !c || (strchr(",;!?)", c) != NULL) || (c == '.' && !scan_is_digit(scan_at(s, i + 1)));
}

bool dates_is_clock(const struct scan *s, size_t i)
{
	struct px_mail_date date = { .second = -1 };
	size_t end;

	if (clock_at(s, i, &date.second, &end) || hours_at(s, i, &date))
		return true;
	int32_t first = short_clock(s, i, &end);
	if (first >= 0 && end == i + 4)
		return true;
	size_t until = first >= 0 ? scan_past_until(s, end) : 0;
	return until && short_clock(s, until, &end) > first && ends_clause(s, end);
}

/* "Wednesday 12.30", "Friday at 9.45", "Sat 1430", "Weds 11-11.30", "Wednesday 10?" */
static bool short_at(const struct scan *s, size_t i, struct px_mail_date *date)
{
	size_t from = scan_skip(s, date->end, " ,"), end, last_end;
	struct px_str gap = px_str_trim(px_str_n(s->text.data + from, i > from ? i - from : 0));
	int32_t second = i >= from && leads_to_clock(gap) ? short_clock(s, i, &end) : -1, last = -1;
	if (second < 0)
		return false;
	size_t until = scan_past_until(s, end);
	if (until)
		last = short_clock(s, until, &last_end);
	bool range = last > second && (ends_clause(s, last_end) || px_str_eq(gap, PX_STR("von")) || px_str_eq(gap, PX_STR("van"))), bare = end <= i + 2;
	if (bare && !range && (!date->weekday || !ends_clause(s, end)))
		return false;
	date->second = second;
	date->end_second = range ? last : -1;
	return true;
}

/* A time of day that begins there, and one that it lasts until. */
static bool time_at(const struct scan *s, size_t i, struct px_mail_date *date)
{
	size_t end;

	if (!scan_is_digit(scan_at(s, i)) || (i && scan_is_digit(scan_at(s, i - 1))))
		return false;
	if (clock_at(s, i, &date->second, &end)) {
		size_t k = scan_past_until(s, end);
		if (!k || !clock_from(s, k, &date->end_second, &end) || date->end_second <= date->second)
			date->end_second = -1;
		return true;
	}
	date->second = -1;
	return hours_at(s, i, date) || bare_hour_at(s, i, date);
}

/* What takes place in the evening is told before the time, or behind it in the same clause. */
static bool is_of_evening(const struct scan *s, size_t begin, size_t end)
{
	const size_t from = begin > EVENING_REACH ? begin - EVENING_REACH : 0;
	size_t to = end;

	while (to < s->text.size && to < end + EVENING_REACH && !strchr(",;", s->text.data[to]))
		to++;
	return px_mail_says(PX_CUE_EVENING, px_str_n(s->text.data + from, to - from));
}

/* The hour in words behind what leads to it: the minutes of the day, -1: none; *end past it. */
static int worded_hour(const struct scan *s, size_t i, size_t *end)
{
	static const char *const units[] = { "uhr", "heures", "heure", "uur", NULL };
	const struct px_mail_clock *clock = px_mail_clocks;
	const struct px_mail_name *before = NULL, *hour = NULL;
	static const char *const halves[] = { "y media", "e mezza", "e mezzo", "et demie", "e meia", NULL };
	size_t j;

	for (; clock->leads; clock++) {
		before = scan_name(s, i, clock->leads, &j);
		hour = before ? scan_name(s, j, clock->hours, end) : NULL;
		if (hour)
			break;
	}
	if (!hour)
		return -1;
	const size_t behind = scan_skip(s, *end, " "), told = scan_whole(s, behind, units);
	*end = told ? behind + told : *end;
	const size_t unit = scan_skip(s, *end, " "), half = scan_whole(s, unit, halves);
	*end = half ? unit + half : *end;
	if (!told && !half && clock->proof == PX_MAIL_BY_UNIT)
		return -1; /* "dîner à deux" */
	if (!told && !half && clock->proof == PX_MAIL_BY_END && !ends_clause(s, *end) && !in_the_evening(s, *end))
		return -1; /* "at one point" */
	return hour->value * 60 + before->value + (half ? 30 : 0);
}

/* "halb acht", "viertel nach sieben", "um neun", "a las nueve": before eight, or at dinner, it is the evening. */
static bool worded_at(const struct scan *s, size_t i, struct px_mail_date *date)
{
	size_t end;
	int minutes = worded_hour(s, i, &end);

	if (minutes < 0)
		return false;
	const bool late = minutes < (EARLY + 1) * 60 || in_the_evening(s, end) || (minutes < 12 * 60 && is_of_evening(s, i, end));
	const int second = (minutes + (late ? 12 * 60 : 0)) * 60;
	if (second >= 24 * 3600)
		return false; /* "um zwölf abends" */
	date->second = second;
	return true;
}

/* "moved to 15:15": of what has a new time on the same day, that one. */
static void take_moved(const struct scan *s, size_t from, size_t to, struct px_mail_date *date)
{
	static const char *const before[] = { "to", "auf", "à", "al", "alle", "a las", "para as", "naar", "till", "na", "на", NULL };
	struct px_mail_date moved = { .second = -1 };

	for (size_t i = from; i < to; i++)
		if (scan_is_digit(scan_at(s, i)) && scan_ends(px_str_trim(px_str_n(s->text.data, i)), before) && time_at(s, i, &moved)) {
			date->second = moved.second;
			date->end_second = moved.end_second;
			return;
		}
}

/* "Dinner, 7.30": in the evening, unless a morning is told, or an end. */
static void take_evening(const struct scan *s, struct px_mail_date *date)
{
	static const char *const morning[] = { "am", "a.m", "morning", "morgens", "früh", "uhr", "h", NULL };
	const int32_t hour = date->second / 3600;
	bool evening = false;

	if (date->second < 3600 || hour >= MORNING || date->end_second >= 0 || !px_mail_says(PX_CUE_EVENING, s->text))
		return;
	for (size_t i = 0, end; i < s->text.size; i++) {
		bool begins = scan_is_digit(scan_at(s, i)) && !(i && scan_is_digit(scan_at(s, i - 1)));
		if (begins && scan_number(s, i, 2, &end) == hour) {
			end = scan_at(s, end) == ':' || scan_at(s, end) == '.' ? scan_skip(s, end + 1, "0123456789") : end;
			if (scan_at(s, i) == '0' || scan_whole(s, scan_skip(s, end, " "), morning))
				return;
			evening |= is_of_evening(s, i, end);
		}
	}
	if (evening)
		date->second += 12 * 3600;
}

/* Behind the date before the next one, or before it behind the last one. */
void dates_clock_near(const struct scan *s, size_t left, size_t right, struct px_mail_date *date)
{
	size_t from = date->begin > left + CLOCK_REACH ? date->begin - CLOCK_REACH : left;
	size_t to = date->end + CLOCK_REACH < right ? date->end + CLOCK_REACH : right, behind, before;
	struct px_mail_date early = *date;

	date->second = date->end_second = early.second = early.end_second = -1;
	for (behind = date->end; behind < to; behind++)
		if (time_at(s, behind, date) || (date->second < 0 && short_at(s, behind, date)) || worded_at(s, behind, date))
			break;
	for (before = from; before < date->begin; before++)
		if (time_at(s, before, &early) || worded_at(s, before, &early))
			break;
	const bool earlier = before < date->begin && (behind >= to || date->begin - before < behind - date->end);
	if (earlier) {
		date->second = early.second;
		date->end_second = early.end_second;
	}
	const size_t noon = noon_between(s, from, to);
	if (noon < to && (date->second < 0 || (!earlier && behind < to && is_before_clause(s, date->end, noon, behind)))) {
		date->second = 12 * 3600;
		date->end_second = -1;
	}
	if (date->second >= 0 && px_mail_says(PX_CUE_MOVES, s->text))
		take_moved(s, date->end, to, date);
	take_evening(s, date);
}
