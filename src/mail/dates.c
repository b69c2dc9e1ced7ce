/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Goes through the folded sentence once; at each place the longest form that
 * stands there is taken (dates_day.c), and of the days the one that the
 * sentence is about.  Folding may change the length of letters, so places are
 * of the folded text, which is good enough to tell what comes first.
 */
#include "mail/dates.h"

#include "mail/dates_internal.h"

#include "base/fold.h"

#include <string.h>

/* Bytes before a day in which a word can be about it: that it was moved, that it is a deadline. */
enum { ROLE_REACH = 48, DEADLINE_REACH = 28, LATEST_REACH = 22, RANGE_GAP = 4, CLOCK_BYTES = 160, NOW_MS = 3600000 };

/* Letters that German has not: "do 10.12." is a deadline in Polish and Czech, and Thursday in German and Dutch. */
static bool has_foreign_letters(struct px_str text)
{
	static const char *const german[] = { "ä", "ö", "ü", "–", "’", "€", NULL };

	for (size_t i = 0; i < text.size; i++) {
		const char *const *letter = german;
		while ((unsigned char)text.data[i] >= 0x80 && *letter && !px_str_starts(px_str_n(text.data + i, text.size - i), px_str(*letter)))
			letter++;
		if (!*letter)
			return true;
		i += (unsigned char)text.data[i] >= 0x80 ? strlen(*letter) - 1 : 0;
	}
	return false;
}

/* "Do 10.12.": the short name before a day that is one of these belongs to it. */
static size_t begin_of_day(const struct scan *s, const struct px_mail_date *date)
{
	size_t end = date->begin, from, past;

	while (end && strchr(" .,", s->text.data[end - 1]))
		end--;
	for (from = end; from && scan_is_word((unsigned char)s->text.data[from - 1]); from--)
		;
	const struct px_mail_name *name = from < end && end < date->begin ? scan_name(s, from, px_mail_short_weekdays, &past) : NULL;
	bool same = name && past == end && name->value == px_civil_weekday(date->day);
	return same && !(strcmp(name->stem, "do") == 0 && has_foreign_letters(s->text)) ? from : date->begin;
}

/* All days of the sentence, in its order. */
static size_t find_days(const struct scan *s, struct px_mail_date found[PX_MAIL_DATES_MAX])
{
	size_t count = 0;

	for (size_t i = 0; i < s->text.size && count < PX_MAIL_DATES_MAX; i++) {
		if (((unsigned char)s->text.data[i] & 0xc0) == 0x80 || !dates_day_at(s, i, &found[count]))
			continue;
		i = found[count].end > i ? found[count].end - 1 : i;
		/* "Friday, 12 December": the date says which Friday. */
		if (count && found[count - 1].weekday && !found[count].weekday && found[count].begin - found[count - 1].end < 12) {
			found[count].begin = found[count - 1].begin;
			found[count - 1] = found[count];
			continue;
		}
		size_t begin = found[count].weekday ? found[count].begin : begin_of_day(s, &found[count]);
		if (!count || begin >= found[count - 1].end)
			found[count].begin = begin;
		count++;
	}
	return count;
}

/* What stands before the day and behind the last one, as far as it can be about this one. */
static struct px_str led_by(const struct scan *s, const struct px_mail_date found[], size_t i, size_t reach)
{
	size_t from = i ? found[i - 1].end : 0;

	if (found[i].begin > from + reach)
		from = found[i].begin - reach;
	while (from < found[i].begin && ((unsigned char)s->text.data[from] & 0xc0) == 0x80)
		from++;
	return px_str_n(s->text.data + from, found[i].begin - from);
}

/* What stands right behind the day. */
static struct px_str behind(const struct scan *s, const struct px_mail_date found[], size_t count, size_t i)
{
	size_t from = found[i].end, to = i + 1 < count ? found[i + 1].begin : s->text.size;

	if (to > from + LATEST_REACH)
		to = from + LATEST_REACH;
	while (to < s->text.size && ((unsigned char)s->text.data[to] & 0xc0) == 0x80)
		to++;
	return px_str_n(s->text.data + from, to - from);
}

/* "from Monday to Friday": of that, the other. */
static bool is_range_end(const struct scan *s, const struct px_mail_date found[], size_t i)
{
	size_t until = i ? scan_past_until(s, found[i - 1].end) : 0;

	return until && until + RANGE_GAP >= found[i].begin;
}

/* What stands behind the last number: "at 6 instead of 7 on Wednesday" is said of a time. */
static struct px_str past_digits(struct px_str text)
{
	size_t from = text.size;

	while (from && !scan_is_digit(text.data[from - 1]))
		from--;
	return px_str_n(text.data + from, text.size - from);
}

/* "from Tuesday to Thursday": a day is the old one by such a word only if the new one follows. */
static bool leads_to_another(const struct scan *s, const struct px_mail_date found[], size_t count, size_t i)
{
	static const char *const from[] = { "from", "vom", "von", "du", "de", "del", "dal", "da", "van", "från", "z", "ze", "с", NULL };
	bool told = i + 1 < count && is_range_end(s, found, i + 1);

	for (size_t k = i + 1; k < count && !told; k++)
		told = px_mail_says(PX_CUE_NEW_DAY, past_digits(led_by(s, found, k, ROLE_REACH)));
	return told && scan_ends(px_str_trim(led_by(s, found, i, ROLE_REACH)), from);
}

/* "Today by 5", "heute bis 17 Uhr": past the word of a deadline; where none stands, the end. */
static size_t past_by(const struct scan *s, size_t end)
{
	static const char *const words[] = { "by ", "before ", "bis ", "vor ", "avant ", "antes de las ", "entro le ", "voor ", "före ", "do ", NULL };
	const size_t at = scan_skip(s, end, " "), n = scan_word(s, at, words);

	return n ? at + n : s->text.size;
}

/* The day that the sentence is about (dates.h). */
static size_t choose(const struct scan *s, struct px_mail_date found[], size_t count)
{
	static const char *const takes_place[] = { "findet statt am", "finden statt am", "stattfinden am", NULL }; /* no "statt" of "instead" */
	size_t plain = count, due = count, last = count;
	bool moves = px_mail_says(PX_CUE_MOVES, s->text), moved = false;

	for (size_t i = 0; i < count; i++) {
		struct px_mail_date *one = &found[i];
		struct px_str led = led_by(s, found, i, ROLE_REACH), close = led_by(s, found, i, DEADLINE_REACH);
		bool range = is_range_end(s, found, i);
		one->deadline |= !range && ((px_mail_says(PX_CUE_DEADLINE, close) && !px_mail_says(PX_CUE_NO_DEADLINE, close)) || px_mail_says(PX_CUE_LATEST, behind(s, found, count, i)) ||
					    scan_is_digit(scan_at(s, past_by(s, one->end))));
		one->moved_from = (px_mail_says(PX_CUE_OLD_DAY, past_digits(led)) && !scan_ends(px_str_trim(led), takes_place)) || (moves && leads_to_another(s, found, count, i));
		one->moved_to = !one->moved_from && (px_mail_says(PX_CUE_NEW_DAY, past_digits(led)) || ((moved || (i && moves)) && !one->deadline));
		moved |= one->moved_from;
		if (one->day < s->today) /* "your letter of 3 November": not that one */
			continue;
		last = i;
		if (i && one->moved_to)
			return i;
		if (due == count && one->deadline && !one->moved_from)
			due = i;
		if ((plain == count || found[plain].day == s->today) && !range && !one->moved_from)
			plain = i; /* "it was sent today and comes on Thursday" */
	}
	return due < count ? due : plain < count ? plain : last < count ? last : count - 1;
}

/* "now", "in ten minutes": what a sentence says of itself, not of a day to come. */
static bool is_about_now(const struct px_mail_dating *dating, const struct px_time_value *value)
{
	int64_t now = px_tz_to_local(dating->tz, dating->now), then = value->start.day * PX_MS_DAY + value->start.second * INT64_C(1000);

	return value->kind == PX_TIME_DATETIME && then > now - NOW_MS && then < now + NOW_MS;
}

/* "in the new year", "later this year", "call us on 030 1234": no day is meant. */
static bool is_vague(struct px_arena *arena, struct px_str sentence, const struct px_time_expr *expr)
{
	static const char *const words[] = { "in the new year", "early in the new", "next year", "this year", "on 0", "spring", "summer", "autumn", "winter", NULL };
	size_t from = expr->begin > 7 ? expr->begin - 7 : 0;

	return px_mail_holds_any(px_fold(arena, px_str_n(sentence.data + from, expr->end - from)), words);
}

static struct px_time_context engine_context(const struct px_mail_dating *dating)
{
	return (struct px_time_context){ .now_utc = dating->now, .tz = dating->tz, .day_first = dating->day_first, .country = "" };
}

/* What is the whole name of a day, ends its clause, or has a time of day behind it, is no word of another thing. */
static bool stands_for_day(struct px_str text, struct px_str before, struct px_str rest)
{
	static const char *const days[] = { "day", "eve", "sunday", "monday", "friday", NULL };
	static const char *const no_day[] = { "about", "of", "merry", "happy", "the", "a", NULL };

	rest = px_str_trim(rest);
	if (scan_ends(text, days))
		return true;
	return !scan_ends(before, no_day) && (!rest.size || strchr(",.;!?)", rest.data[0]) || scan_is_digit(rest.data[0]) || px_str_starts(rest, PX_STR("at ")));
}

/* "about the christmas goose": of a feast, not on it. */
static bool is_of_feast(struct px_arena *arena, struct px_str sentence, const struct px_time_expr *expr)
{
	static const char *const feasts[] = { "christmas", "xmas", "easter", "halloween", "thanksgiving", NULL };
	static const char *const leads[] = { "at", "by", "before", "for", "on", "until", "till", "over", "after", "this", "next", NULL };
	struct px_str before = px_str_trim(px_fold(arena, px_str_n(sentence.data, expr->begin)));

	struct px_str text = px_fold(arena, px_str_n(sentence.data + expr->begin, expr->end - expr->begin));
	struct px_str rest = px_fold(arena, px_str_n(sentence.data + expr->end, sentence.size - expr->end));

	return px_mail_holds_any(text, feasts) && !scan_ends(before, leads) && !stands_for_day(text, before, rest);
}

/* "for the second time": the second of something, not of the month. */
static bool is_ordinal_of(struct px_arena *arena, struct px_str sentence, const struct px_time_expr *expr)
{
	static const char *const ordinals[] = { "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", NULL };
	static const char *const goes_on[] = { "at", "or", "and", "if", "in", "is", "was", "for", "from", "until", "to", "with", "would", "works", "please", "as", "by", "not", "then", "instead", "because", "so", "but", "we", "i", "you",
						"around", "about", "there", "here", "before", "after", "when", "where", "which", "he", "she", "they", "it", "this", "that", "the", "are", "were", "will", "can", "could", "should", "has", "have", "only", "also", "too", "again", "till", "between", "of", "on", NULL };
	struct px_str text = px_fold(arena, px_str_n(sentence.data + expr->begin, expr->end - expr->begin));
	struct px_str rest = px_fold(arena, px_str_n(sentence.data + expr->end, sentence.size - expr->end)), next = px_str_cut(px_str_trim(rest), ' ', &(struct px_str){ 0 });
	bool noun = rest.size && rest.data[0] == ' ' && next.size && next.data[0] >= 'a' && next.data[0] <= 'z';

	for (size_t i = 0; goes_on[i] && noun; i++)
		noun = !px_str_eq(next, px_str(goes_on[i]));
	return noun && scan_ends(text, ordinals);
}

/* "24 hours ahead", "two days before": of something else. */
static bool is_ahead(struct px_arena *arena, struct px_str sentence, const struct px_time_expr *expr)
{
	static const char *const words[] = { "ahead", "before", "prior", "in advance", "beforehand", NULL };
	const struct scan s = { .text = px_fold(arena, px_str_n(sentence.data + expr->begin, sentence.size - expr->begin)) };
	const size_t size = expr->end - expr->begin;

	return scan_whole(&s, scan_skip(&s, size, " "), words) || scan_ends(px_str_n(s.text.data, size < s.text.size ? size : s.text.size), words);
}

/* What only the time engine reads: "the 12th", "in two weeks", "end of the month". */
static bool ask_engine(const struct px_mail_dating *dating, struct px_str sentence, struct px_arena *arena, struct px_mail_date *date)
{
	struct px_time_expr found[PX_TIME_MAX];
	const struct px_time_context context = engine_context(dating);
	size_t count = px_time_find(&context, sentence, found, PX_TIME_MAX);

	for (size_t i = 0; i < count; i++) {
		const struct px_time_value *value = &found[i].value;
		bool usable = value->kind == PX_TIME_DATE || value->kind == PX_TIME_DATETIME, deadline = found[i].role == PX_TIME_DEADLINE;
		*date = (struct px_mail_date){ .second = -1, .end_second = -1, .deadline = deadline, .begin = found[i].begin, .end = found[i].end };
		if (is_vague(arena, sentence, &found[i]) || is_of_feast(arena, sentence, &found[i]) || is_ordinal_of(arena, sentence, &found[i]) || is_ahead(arena, sentence, &found[i]))
			continue;
		if (value->kind == PX_TIME_RANGE && value->whole_days && value->end.day != PX_DAY_NONE && deadline) {
			date->day = value->end.day - 1;
			return true;
		}
		if (!usable || found[i].score < 0.5F || value->start.day == PX_DAY_NONE || is_about_now(dating, value))
			continue;
		date->day = value->start.day;
		date->second = value->kind == PX_TIME_DATETIME ? value->start.second : -1;
		date->part = value->day_part;
		return true;
	}
	*date = (struct px_mail_date){ .second = -1, .end_second = -1 };
	return false;
}

/* "seven o'clock", "half past six": times that English says in words. */
static void ask_clock(const struct px_mail_dating *dating, struct px_str sentence, struct px_mail_date *date)
{
	struct px_time_expr found[PX_TIME_MAX];
	const struct px_time_context context = engine_context(dating);
	size_t count = px_time_find(&context, sentence, found, PX_TIME_MAX);

	for (size_t i = 0; i < count; i++) {
		const struct px_time_value *value = &found[i].value;
		bool same = (value->kind == PX_TIME_DATETIME && value->start.day == date->day) || value->kind == PX_TIME_CLOCK;
		if (same && !value->day_part && found[i].score >= 0.5F && value->start.second >= 0) {
			date->second = value->start.second + (value->ambiguous_half && value->start.second < (EARLY + 1) * 3600 ? 12 * 3600 : 0);
			return;
		}
	}
}

size_t px_mail_date_all(const struct px_mail_dating *dating, struct px_str sentence, struct px_arena *arena, struct px_mail_date all[PX_MAIL_DATES_MAX])
{
	struct scan s = { dating, px_fold(arena, sentence), px_civil_ms_day(px_tz_to_local(dating->tz, dating->now)) };
	size_t count = find_days(&s, all), kept = 0;

	if (count)
		(void)choose(&s, all, count);
	for (size_t i = 0; i < count; i++) {
		size_t left = i ? all[i - 1].end : 0, right = i + 1 < count ? all[i + 1].begin : s.text.size;
		bool range = is_range_end(&s, all, i);
		dates_clock_near(&s, left, right, &all[i]);
		all[i].range_end = range;
	}
	for (size_t i = 0; i < count; i++)
		if (!all[i].range_end)
			all[kept++] = all[i];
	return kept;
}

bool px_mail_date_find_day(const struct px_mail_dating *dating, struct px_str sentence, struct px_arena *arena,
			   struct px_mail_date *date)
{
	struct scan s = { dating, px_fold(arena, sentence), px_civil_ms_day(px_tz_to_local(dating->tz, dating->now)) };
	struct px_mail_date found[PX_MAIL_DATES_MAX];
	size_t count = find_days(&s, found);

	if (!count)
		return false;
	size_t best = choose(&s, found, count), next = best + 1;
	while (next < count && is_range_end(&s, found, next))
		next++;
	*date = found[best];
	dates_clock_near(&s, best ? found[best - 1].end : 0, next < count ? found[next].begin : s.text.size, date);
	return true;
}

bool px_mail_clock_find(const struct px_mail_dating *dating, struct px_str sentence, struct px_arena *arena, int32_t *second, int32_t *end_second)
{
	struct scan s = { dating, px_fold(arena, sentence), 0 };
	struct px_mail_date date = { .day = PX_DAY_NONE };

	dates_clock_near(&s, 0, s.text.size < CLOCK_BYTES ? s.text.size : CLOCK_BYTES, &date);
	if (date.second < 0)
		ask_clock(dating, sentence, &date);
	*second = date.second;
	*end_second = date.end_second;
	return date.second >= 0;
}

/* "before 6 tonight", "this afternoon": the day alone, or with the time that is said. */
static bool is_today(const struct px_mail_dating *dating, struct px_str sentence, struct px_arena *arena, struct px_mail_date *date)
{
	static const char *const words[] = { "tonight", "this afternoon", "this evening", NULL };

	if (!px_mail_holds_any(px_fold(arena, sentence), words))
		return false;
	date->day = px_civil_ms_day(px_tz_to_local(dating->tz, dating->now));
	date->end = 1;
	(void)px_mail_clock_find(dating, sentence, arena, &date->second, &date->end_second);
	return true;
}

bool px_mail_date_find(const struct px_mail_dating *dating, struct px_str sentence, struct px_arena *arena,
		       struct px_mail_date *date)
{
	if (!px_mail_date_find_day(dating, sentence, arena, date))
		return ask_engine(dating, sentence, arena, date) || is_today(dating, sentence, arena, date);
	if (date->second < 0)
		ask_clock(dating, sentence, date);
	return true;
}

bool px_mail_begins_with_day(struct px_str line)
{
	const struct px_mail_dating dating = { 0 };
	const struct scan s = { &dating, line, 0 };

	return line.size && dates_begin_with_day(&s);
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
