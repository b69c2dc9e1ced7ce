/* SPDX-License-Identifier: Apache-2.0 */
/* Goes over the words and numbers of the value; each may give one part of the date. */
#include "proactive/fact_date.h"

#include <string.h>

static const char *const months[12][2] = { /* as English and German abbreviate them, with what may follow */
	{ "january", "januar" }, { "february", "februar" }, { "march", "märz" }, { "april", "april" }, { "may", "mai" },
	{ "june", "juni" }, { "july", "juli" }, { "august", "august" }, { "september", "september" },
	{ "october", "oktober" }, { "november", "november" }, { "december", "dezember" },
};

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool is_separator(char c)
{
	return c == ' ' || c == ',' || c == '.' || c == '-' || c == '/';
}

static int number_of(struct px_str word)
{
	int number = 0;

	for (size_t i = 0; i < word.size && is_digit(word.data[i]) && i < 5; i++)
		number = number * 10 + (word.data[i] - '0');
	return number;
}

/* A month by its name, or the first three letters of it or more. */
static int month_of(struct px_str word)
{
	for (int m = 0; m < 12; m++)
		for (int l = 0; l < 2; l++) {
			struct px_str name = px_str(months[m][l]);
			if (word.size >= 3 && word.size <= name.size && px_str_eq_case(word, px_str_n(name.data, word.size)))
				return m + 1;
		}
	return 0;
}

/* "2027-05-03", "2027-05", "--03-07", "03-07". */
static bool read_iso(struct px_str value, struct px_fact_date *date)
{
	struct px_str rest = px_str_starts(value, PX_STR("--")) ? px_str_n(value.data + 2, value.size - 2) : value, part;
	int parts[3] = { 0, 0, 0 };
	size_t sizes[3] = { 0, 0, 0 }, n = 0;

	while (rest.size && n < 3) {
		part = px_str_cut(rest, '-', &rest);
		for (size_t i = 0; i < part.size; i++)
			if (!is_digit(part.data[i]))
				return false;
		sizes[n] = part.size;
		parts[n++] = number_of(part);
	}
	if (rest.size || n < 2)
		return false;
	bool year = sizes[0] == 4;
	if ((!year && (n != 2 || sizes[0] != 2)) || sizes[1] != 2 || (n == 3 && sizes[2] != 2))
		return false;
	*date = year ? (struct px_fact_date){ parts[0], parts[1], parts[2] } : (struct px_fact_date){ 0, parts[0], parts[1] };
	return true;
}

static bool read_words(struct px_str value, struct px_fact_date *date)
{
	for (size_t at = 0; at < value.size;) {
		while (at < value.size && is_separator(value.data[at]))
			at++;
		size_t end = at;
		while (end < value.size && !is_separator(value.data[end]))
			end++;
		struct px_str word = px_str_n(value.data + at, end - at);
		int number = word.size && is_digit(word.data[0]) ? number_of(word) : 0;
		if (number >= 1000 && !date->year)
			date->year = number;
		else if (number && number <= 31 && !date->day)
			date->day = number;
		else if (!number && !date->month)
			date->month = month_of(word);
		at = end;
	}
	return date->month != 0;
}

bool px_fact_date_read(struct px_str value, struct px_fact_date *date)
{
	*date = (struct px_fact_date){ 0, 0, 0 };
	value = px_str_trim(value);
	if (!read_iso(value, date) && !read_words(value, date))
		return false;
	return date->month >= 1 && date->month <= 12 && date->day <= 31 && date->year <= 9999;
}

int32_t px_fact_date_next(const struct px_fact_date *date, bool yearly, int32_t from)
{
	int year_now, unused;

	px_civil_from_day(from, &year_now, &unused, &unused);
	if (!yearly && date->year)
		return date->day ? px_civil_day(date->year, date->month, date->day) : px_civil_day(date->year, date->month + 1, 0);
	if (!date->day)
		return PX_DAY_NONE;
	int32_t at = px_civil_day(year_now, date->month, date->day); /* 29 February is carried to 1 March */
	return at >= from ? at : px_civil_day(year_now + 1, date->month, date->day);
}
