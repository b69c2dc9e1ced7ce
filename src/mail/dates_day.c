/* SPDX-License-Identifier: Apache-2.0 */
/* Days that begin at a place of a sentence: by numbers, months, weekdays, "tomorrow", ends of weeks and months, terms. */
#include "mail/dates_internal.h"

#include <string.h>

enum { YEAR_FIRST = 1990, YEAR_LAST = 2099, BACK_DAYS = 60, FRIDAY = 4, MIDDLE = 15 };

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
	int year = scan_number(s, i, 4, &j), month, day;

	if (year < YEAR_FIRST || year > YEAR_LAST)
		return false;
	size_t sign = scan_starts(s, j, "年") ? 3 : strchr("-/.", scan_at(s, j)) && scan_at(s, j) ? 1 : 0;
	if (!sign || (month = scan_number(s, scan_skip(s, j + sign, " "), 2, &k)) < 1)
		return false;
	size_t next = scan_starts(s, k, "月") ? 3 : scan_at(s, k) == scan_at(s, j) ? 1 : 0;
	if (!next || (day = scan_number(s, scan_skip(s, k + next, " "), 2, &end)) < 1)
		return false;
	date->end = end + (scan_starts(s, end, "日") ? 3 : 0);
	return set_day(s, year, month, day, date);
}

/* 12月12日 */
static bool japanese(const struct scan *s, size_t i, struct px_mail_date *date)
{
	size_t j, end;
	int month = scan_number(s, i, 2, &j), day;

	if (month < 1 || !scan_starts(s, j, "月") || (day = scan_number(s, j + 3, 2, &end)) < 1 || !scan_starts(s, end, "日"))
		return false;
	date->end = end + 3;
	return set_day(s, -1, month, day, date);
}

/* "room 2.07.": the number of a thing, at the end of a sentence. */
static bool is_number_of(const struct scan *s, size_t i)
{
	static const char *const things[] = { "room", "raum", "zimmer", "salle", "sala", "aula", "lokaal", "kamer", "sal", "chapter", "section", "kapitel", "abschnitt", "version", "v", "figure", "table", "step", "punkt", "nr.", "no.", "§", NULL };

	return scan_ends(px_str_trim(px_str_n(s->text.data, i)), things);
}

/* 12.12.2026, 12.12., 12/12/26, 12-12-2026; not the 1.5 of a price, nor a telephone number */
static bool numeric(const struct scan *s, size_t i, struct px_mail_date *date)
{
	size_t j, k, end;
	int first = scan_number(s, i, 2, &j), second, year = -1;
	char sign = scan_at(s, j);

	if (first < 1 || first > 31 || !sign || !strchr("./-", sign))
		return false;
	size_t gap = sign == '.' ? scan_skip(s, j + 1, " ") : j + 1;
	second = scan_number(s, gap, 2, &k);
	if (second < 1 || second > 31)
		return false;
	size_t after = sign == '.' && scan_at(s, k) == '.' ? scan_skip(s, k + 1, " ") : k + 1;
	if (scan_at(s, k) == sign)
		year = scan_number(s, after, 4, &end);
	if (year >= 0 && after > k + 1 && end - after < 4) /* "8.12. 19 Uhr" */
		year = -1;
	if (year >= 0 && end - after != 4 && end - after != 2)
		year = -1;
	if (year < 0 && is_number_of(s, i))
		return false;
	if (year < 0 && (sign == '-' || (sign == '.' && scan_at(s, k) != '.') || (sign == '/' && scan_is_digit(scan_at(s, k)))))
		return false;
	date->end = year < 0 ? k + (scan_at(s, k) == '.') : end;
	bool swap = sign == '/' && !s->dating->day_first && first <= 12;
	if (sign != '.' && second > 12 && first <= 12)
		swap = true;
	return swap ? set_day(s, year, first, second, date) : set_day(s, year, second, first, date);
}

static size_t skip_of(const struct scan *s, size_t i)
{
	static const char *const words[] = { "de ", "do ", "th ", "st ", "nd ", "rd ", "of ", NULL };

	i = scan_skip(s, i, " .,");
	for (size_t w = 0; words[w]; w++)
		if (scan_starts(s, i, words[w]))
			return scan_skip(s, i + strlen(words[w]), " ");
	return i;
}

static int year_at(const struct scan *s, size_t i, size_t *end)
{
	size_t j = skip_of(s, i);
	int year = scan_number(s, j, 4, end);

	if (year >= YEAR_FIRST && year <= YEAR_LAST)
		return year;
	*end = i;
	return -1;
}

/* 12. Dezember 2026, 12 de diciembre, 12th of December, 1er décembre */
static bool day_and_month(const struct scan *s, size_t i, struct px_mail_date *date)
{
	size_t j, end;
	int day = scan_number(s, i, 2, &j);

	if (day < 1 || day > 31)
		return false;
	static const char *const endings[] = { "th", "st", "nd", "rd", "er", "º", "ª", "e ", ":e", NULL };
	for (size_t w = 0; endings[w]; w++)
		if (scan_starts(s, j, endings[w])) {
			j += strlen(endings[w]);
			break;
		}
	j = skip_of(s, j);
	const struct px_mail_name *month = scan_name(s, j, px_mail_months, &end);
	if (!month)
		return false;
	int year = year_at(s, end, &date->end);
	return set_day(s, year, month->value, day, date);
}

/* December 12th, 2026 */
static bool month_and_day(const struct scan *s, size_t i, struct px_mail_date *date)
{
	size_t j, k;
	const struct px_mail_name *month = scan_name(s, i, px_mail_months, &j);
	int day = month ? scan_number(s, scan_skip(s, j, " ."), 2, &k) : -1;

	if (day < 1 || day > 31 || scan_at(s, k) == ':' || (scan_at(s, k) == '.' && scan_is_digit(scan_at(s, k + 1))))
		return false;
	for (const char *const *w = (const char *const[]){ "th", "st", "nd", "rd", NULL }; *w; w++)
		if (scan_starts(s, k, *w)) {
			k += 2;
			break;
		}
	int year = year_at(s, k, &date->end);
	return set_day(s, year, month->value, day, date);
}

/* "last Sunday", "dimanche dernier" */
static bool is_last(const struct scan *s, size_t begin, size_t end)
{
	static const char *const before[] = { "last", "past", "letzten", "letzter", "letztem", "vergangenen", "vorigen", "afgelopen", "vorige", "i förra", "förra", "zeszły", "zeszłą", "ostatni", "ostatnią", "minulý", "minulou", "прошлую", "прошлый", "先週", NULL };
	static const char *const after[] = { "dernier", "passé", "pasado", "pasada", "scorso", "scorsa", "passado", "passada", NULL };

	return scan_ends(px_str_trim(px_str_n(s->text.data, begin)), before) || scan_word(s, scan_skip(s, end, " "), after);
}

/* "29 to 31 December", "vom 29. bis 31.12.": the first, in the other's month. */
static bool shares_month(const struct scan *s, size_t i, struct px_mail_date *date)
{
	struct px_mail_date last = { .day = 0 };
	size_t j, until;
	int day = scan_number(s, i, 2, &j), year, month, last_day;

	if (day < 1 || day > 31)
		return false;
	j += scan_at(s, j) == '.';
	until = scan_past_until(s, j);
	if (!until || !scan_is_digit(scan_at(s, until)) || !(day_and_month(s, until, &last) || numeric(s, until, &last)))
		return false;
	px_civil_from_day(last.day, &year, &month, &last_day);
	date->end = j;
	return day < last_day && make_day(year, month, day, &date->day);
}

/* "the 12th", "bis zum 15.": of this month, or of the next. */
static bool day_alone(const struct scan *s, size_t i, struct px_mail_date *date)
{
	static const char *const the[] = { " the", NULL }, *const den[] = { " am", " zum", " den", " vom", NULL }, *const endings[] = { "th", "st", "nd", "rd", NULL };
	size_t j;
	int day = scan_number(s, i, 2, &j), year, month, today;
	struct px_str front = px_str_trim(px_str_n(s->text.data, i));

	if (day < 1 || day > 31)
		return false;
	static const char *const after[] = { "um ", "ab ", "bis ", "zurück", "fällig", "an ", "bei ", NULL };
	size_t k = scan_skip(s, j + 1, " ");
	bool ends = k >= s->text.size || strchr(",.;!?)", scan_at(s, k)) || scan_word(s, k, after);
	size_t n = scan_ends(front, the) ? scan_word(s, j, endings) : scan_ends(front, den) && scan_at(s, j) == '.' && ends;
	if (!n)
		return false;
	px_civil_from_day(s->today, &year, &month, &today);
	if (day < today && ++month > 12) {
		month = 1;
		year++;
	}
	date->end = j + n;
	return make_day(year, month, day, &date->day);
}

/* "every Tuesday": no day of its own. */
static bool is_each(const struct scan *s, size_t begin)
{
	static const char *const words[] = { "every", "each", "jeden", "jedem", "immer", "chaque", "tous les", "cada", "todos los", "ogni", "todas as", "todos os", "elke", "iedere", "varje", "każdy", "każdą", "w każdy", "w każdą", "každý", "každou", "каждый", "каждую", "毎週", NULL };

	return scan_ends(px_str_trim(px_str_n(s->text.data, begin)), words);
}

/* "samedi 12", "Saturday the 12th": the number is a day of the month if that is such a day of the week. */
static bool numbered(const struct scan *s, size_t i, int weekday, struct px_mail_date *date)
{
	static const char *const units[] = { "uhr", "h ", "am", "pm", "a.m", "p.m", "o'clock", "o clock", "uur", "%", "€", "eur", NULL }, *const the[] = { "the ", "den ", "le ", "el ", "il ", "dia ", "den ", NULL };
	size_t j, from = scan_skip(s, i, " ,");
	int day, year, month, today;

	from += scan_word(s, from, the);
	day = scan_number(s, from, 2, &j);
	if (day < 1 || day > 31 || (scan_at(s, j) && strchr(":/-h", scan_at(s, j))) || (scan_at(s, j) == '.' && scan_is_digit(scan_at(s, j + 1))) || scan_word(s, scan_skip(s, j, " "), units))
		return false;
	if (scan_name(s, skip_of(s, j), px_mail_months, &from))
		return false; /* the date itself */
	px_civil_from_day(s->today, &year, &month, &today);
	if (day < today && ++month > 12) {
		month = 1;
		year++;
	}
	if (!make_day(year, month, day, &date->day) || px_civil_weekday(date->day) != weekday)
		return false;
	date->end = j + scan_word(s, j, (const char *const[]){ "th", "st", "nd", "rd", NULL });
	return true;
}

/* "Tuesday next week", "a week on Friday": what stands beside the name of a day. */
static int32_t in_week(const struct scan *s, size_t begin, size_t end, int weekday)
{
	static const char *const next[] = { "next week", "of next week", "nächste woche", "nächster woche", "kommende woche", "kommender woche", "in der nächsten woche", "der nächsten woche", "la semaine prochaine", "de la semaine prochaine",
					    "de la próxima semana", "la próxima semana", "de la semana que viene", "la semana que viene", "della prossima settimana", "la prossima settimana", "la settimana prossima", "della settimana prossima",
					    "da próxima semana", "na próxima semana", "da semana que vem", "volgende week", "nästa vecka", "w przyszłym tygodniu", "przyszłego tygodnia", "příští týden", "příštího týdne", "на следующей неделе", NULL };
	static const char *const next_on[] = { "next week on", "next week", "nächste woche am", "nächste woche", "kommende woche", "kommende woche am", "la semaine prochaine", "la semana que viene el", "la próxima semana el", "la prossima settimana",
					       "na próxima semana", "volgende week", "volgende week op", "nästa vecka på", "w przyszłym tygodniu w", "příští týden v", NULL };
	static const char *const later_on[] = { "a week on", "a week from", NULL }, *const later[] = { "week", "in einer woche", "en huit", NULL };
	const struct px_str before = px_str_trim(px_str_n(s->text.data, begin));
	const size_t behind = scan_skip(s, end, " ,");
	const int today = px_civil_weekday(s->today), ahead = (weekday - today + 7) % 7;

	if (scan_whole(s, behind, next) || scan_ends(before, next_on))
		return s->today - today + 7 + weekday;
	const size_t close = scan_skip(s, end, " "), week = scan_whole(s, close, later); /* not "Monday, week 50" */
	const bool numbered_week = week && scan_is_digit(scan_at(s, scan_skip(s, close + week, " .")));
	return s->today + (ahead ? ahead : 7) + ((week && !numbered_week) || scan_ends(before, later_on) ? 7 : 0);
}

/* "Mon-Thu 8-12, Fri 8-11": hours that are every week. */
static bool tells_hours(const struct scan *s)
{
	for (size_t i = 0, end; i < s->text.size; i++) {
		if (!scan_is_word((unsigned char)scan_at(s, i)) || !(scan_name(s, i, px_mail_short_weekdays, &end) || scan_name(s, i, px_mail_weekdays, &end)))
			continue;
		end = scan_skip(s, end, ". ");
		size_t dash = scan_starts(s, end, "-") ? 1 : scan_starts(s, end, "–") ? strlen("–") : 0, unused;
		end = scan_skip(s, end + dash, " ");
		if (dash && (scan_name(s, end, px_mail_short_weekdays, &unused) || scan_name(s, end, px_mail_weekdays, &unused)))
			return true;
	}
	return false;
}

/* "Do 17 Uhr", "am Sa", "vr 15:30": short for a day where a time of day follows, or what stands before days only. */
static const struct px_mail_name *short_weekday(const struct scan *s, size_t i, size_t *end)
{
	static const char *const before[] = { " am", " bis", " ab", " on", " by", " until", NULL };
	static const char *const doing[] = { "you", "i", "we", "they", "can", "could", "to", "would", "i'll", "we'll", "he", "she", "and", "not", "please", "or", "also", NULL };
	const struct px_mail_name *name = scan_name(s, i, px_mail_short_weekdays, end);

	if (!name || tells_hours(s))
		return NULL;
	*end += scan_at(s, *end) == '.';
	const struct px_str front = px_str_trim(px_str_n(s->text.data, i));
	const size_t next = scan_skip(s, *end, " ,");
	static const char *const at[] = { "um ", "gegen ", "ab ", "at ", "om ", "kl ", "kl. ", NULL };
	const size_t n = strcmp(name->stem, "so") != 0 ? scan_word(s, next, at) : 0; /* "so um 6" is about six */
	if (next > *end && (dates_is_clock(s, next) || (n && scan_is_digit(scan_at(s, next + n)))) && !scan_ends(front, doing))
		return name;
	return (scan_ends(front, before) || px_str_eq(front, PX_STR("am")) || px_str_eq(front, PX_STR("bis"))) && (next > *end || next >= s->text.size || strchr(".!?;)", scan_at(s, next))) ? name : NULL;
}

/* "Weds 9th", "Sat 12": the 12th is one. */
static bool short_and_numbered(const struct scan *s, size_t i, struct px_mail_date *date)
{
	size_t end;
	const struct px_mail_name *name = scan_name(s, i, px_mail_short_weekdays, &end);

	return name && strlen(name->stem) > 2 && numbered(s, end + (scan_at(s, end) == '.'), name->value, date);
}

/* "Mittwoch", "Mittwochabend" */
static const struct px_mail_name *weekday_at(const struct scan *s, size_t i, size_t *end)
{
	static const char *const parts[] = { "abend", "morgen", "mittag", "vormittag", "nachmittag", "nacht", "kväll", NULL };
	const struct px_mail_name *name = scan_name(s, i, px_mail_weekdays, end);

	if (name && name->more > 0 && *end == i + strlen(name->stem) + 1 && scan_at(s, *end - 1) == 's')
		return NULL; /* "mittwochs": each; Swedish "i lördags": the last one */
	for (size_t w = 0; !name && px_mail_weekdays[w].stem; w++) {
		size_t n = strlen(px_mail_weekdays[w].stem), part = scan_starts(s, i, px_mail_weekdays[w].stem) ? scan_word(s, i + n, parts) : 0;
		bool alone = part && !(i && scan_is_word((unsigned char)scan_at(s, i - 1))) && !scan_is_word((unsigned char)scan_at(s, i + n + part));
		if (alone) {
			name = &px_mail_weekdays[w];
			*end = i + n + part;
		}
	}
	return name;
}

/* The next day of that name, a week later for "next"; not "good morning" for tomorrow. */
static bool named(const struct scan *s, size_t i, struct px_mail_date *date)
{
	const struct px_mail_name *name = weekday_at(s, i, &date->end);

	if (name && is_each(s, i))
		return false;
	if (name && numbered(s, date->end, name->value, date))
		return true;
	if (!name && short_and_numbered(s, i, date))
		return true;
	if (!name)
		name = short_weekday(s, i, &date->end);
	if (name) {
		int ahead = (name->value - px_civil_weekday(s->today) + 7) % 7;
		date->day = is_last(s, i, date->end) ? s->today + ahead - 7 : in_week(s, i, date->end, name->value);
		date->weekday = true;
		return true;
	}
	name = scan_name(s, i, px_mail_days, &date->end);
	if (!name || (i >= 6 && (scan_starts(s, i - 6, "guten ") || scan_starts(s, i - 6, "goeden"))) || (i >= 3 && scan_starts(s, i - 3, "am ")) ||
	    (i >= 3 && scan_starts(s, i - 3, "la ")) || (i >= 7 && scan_starts(s, i - 7, "por la ")))
		return false;
	date->day = s->today + name->value;
	return true;
}

/* "mid-December", "Mitte Dezember" */
static bool middle(const struct scan *s, size_t i, struct px_mail_date *date)
{
	static const char *const words[] = { "mid-", "mid ", "middle of ", "mitte ", "mi-", "mediados de ", "metà ", "meados de ", "half ", "mitten av ", "połowy ", "poloviny ", NULL };
	size_t n = i && scan_is_word((unsigned char)scan_at(s, i - 1)) ? 0 : scan_word(s, i, words);
	const struct px_mail_name *month = n ? scan_name(s, i + n, px_mail_months, &date->end) : NULL;

	return month && set_day(s, -1, month->value, MIDDLE, date);
}

/* Christmas Eve, the end of the week (its Friday), of the month that has more than a day left, of the year. */
static bool special(const struct scan *s, size_t i, struct px_mail_date *date)
{
	const struct px_mail_name *name = scan_name(s, i, px_mail_feasts, &date->end);
	int year, month, day;

	if (name)
		return set_day(s, -1, name->value / 100, name->value % 100, date);
	name = scan_name(s, i, px_mail_ends, &date->end);
	if (!name)
		return false;
	px_civil_from_day(name->value == PX_MAIL_END_MONTH ? s->today + 2 : s->today, &year, &month, &day);
	if (name->value == PX_MAIL_END_WEEK)
		date->day = s->today + (FRIDAY - px_civil_weekday(s->today) + 7) % 7;
	else if (name->value == PX_MAIL_END_NEXT_WEEK)
		date->day = s->today - px_civil_weekday(s->today) + 7 + FRIDAY;
	else if (name->value == PX_MAIL_END_MONTH)
		date->day = px_civil_day(year, month, px_civil_month_days(year, month));
	else
		date->day = px_civil_day(year, 12, 31);
	return true;
}

/* "within 14 days", "innerhalb einer Woche" */
static bool term(const struct scan *s, size_t i, struct px_mail_date *date)
{
	static const char *const until[] = { "do", NULL }; /* "do 14 dni", but "can you do 3 days" */
	static const char *const slavic[] = { "dn", "tyg", "týd", "miesi", "měs", NULL };
	size_t j;
	int count = scan_number(s, i, 3, &j);
	const size_t named = count > 0 ? scan_skip(s, j, " ") : i;
	const struct px_mail_name *unit = scan_name(s, named, count > 0 ? px_mail_units : px_mail_terms, &date->end);
	const struct px_str before = px_str_trim(px_str_n(s->text.data, i));

	if (!unit || !(scan_ends(before, px_mail_within) || (scan_ends(before, until) && scan_word(s, named, slavic))))
		return false;
	date->day = s->today + unit->value * (count > 0 ? count : 1);
	date->deadline = true;
	return true;
}

bool dates_day_at(const struct scan *s, size_t i, struct px_mail_date *date)
{
	bool digit = scan_is_digit(scan_at(s, i));

	*date = (struct px_mail_date){ .begin = i, .end = i, .second = -1, .end_second = -1 };
	if (digit && i && (scan_is_digit(scan_at(s, i - 1)) || scan_at(s, i - 1) == '/' || (strchr(".,-", scan_at(s, i - 1)) && i > 1 && scan_is_digit(scan_at(s, i - 2)))))
		return false; /* of a longer number, or of a link */
	if (digit)
		return year_first(s, i, date) || japanese(s, i, date) || shares_month(s, i, date) || day_and_month(s, i, date) || numeric(s, i, date) || term(s, i, date) || day_alone(s, i, date);
	return middle(s, i, date) || month_and_day(s, i, date) || special(s, i, date) || term(s, i, date) || named(s, i, date);
}

bool dates_begin_with_day(const struct scan *s)
{
	struct px_mail_date date;

	if (scan_is_digit(scan_at(s, 0)))
		return numeric(s, 0, &date) || year_first(s, 0, &date) || day_and_month(s, 0, &date);
	return scan_name(s, 0, px_mail_weekdays, &date.end) != NULL;
}
