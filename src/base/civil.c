/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Days from civil and back by Howard Hinnant's algorithms
 * ("chrono-Compatible Low-Level Date Algorithms"), ISO 8601 text in and out.
 */
#include "base/civil.h"

#include <stdio.h>

const char px_civil_weekday_names[7][4] = { "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun" };
const char px_civil_month_names[12][4] = { "Jan", "Feb", "Mar", "Apr", "May", "Jun",
					   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec" };

static int64_t floor_div(int64_t a, int64_t b)
{
	return a / b - (a % b != 0 && (a < 0) != (b < 0));
}

bool px_civil_is_leap(int year)
{
	return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int px_civil_month_days(int year, int month)
{
	static const uint8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

	return month == 2 && px_civil_is_leap(year) ? 29 : days[(month - 1) % 12];
}

int32_t px_civil_day(int year, int month, int day)
{
	int64_t months = (int64_t)month - 1;
	int64_t y = year + floor_div(months, 12);
	int m = (int)(months - 12 * floor_div(months, 12)) + 1;

	y -= m <= 2;
	int64_t era = floor_div(y, 400);
	int64_t year_of_era = y - era * 400;
	int64_t day_of_year = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5;
	int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return (int32_t)(era * 146097 + day_of_era - 719468 + day - 1);
}

void px_civil_from_day(int32_t day, int *year, int *month, int *month_day)
{
	int64_t z = (int64_t)day + 719468;
	int64_t era = floor_div(z, 146097);
	int64_t day_of_era = z - era * 146097;
	int64_t year_of_era =
		(day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int64_t shifted = (5 * day_of_year + 2) / 153;

	*month_day = (int)(day_of_year - (153 * shifted + 2) / 5 + 1);
	*month = (int)(shifted < 10 ? shifted + 3 : shifted - 9);
	*year = (int)(year_of_era + era * 400 + (*month <= 2));
}

int px_civil_weekday(int32_t day)
{
	int64_t n = ((int64_t)day + 3) % 7; /* 1970-01-01 was a Thursday */

	return (int)(n < 0 ? n + 7 : n);
}

int32_t px_civil_add_months(int32_t day, int months)
{
	int year, month, month_day;

	px_civil_from_day(day, &year, &month, &month_day);
	int64_t total = (int64_t)year * 12 + month - 1 + months;
	year = (int)floor_div(total, 12);
	month = (int)(total - 12 * floor_div(total, 12)) + 1;
	int last = px_civil_month_days(year, month);
	return px_civil_day(year, month, month_day < last ? month_day : last);
}

int64_t px_civil_ms(const struct px_civil *c)
{
	return px_civil_day(c->year, c->month, c->day) * PX_MS_DAY + c->hour * PX_MS_HOUR +
	       c->minute * PX_MS_MINUTE + c->second * PX_MS_SECOND + c->milli;
}

int32_t px_civil_ms_day(int64_t local_ms)
{
	return (int32_t)floor_div(local_ms, PX_MS_DAY);
}

struct px_civil px_civil_from_ms(int64_t local_ms)
{
	int32_t day = px_civil_ms_day(local_ms);
	int64_t rest = local_ms - day * PX_MS_DAY;
	struct px_civil c;

	px_civil_from_day(day, &c.year, &c.month, &c.day);
	c.hour = (int)(rest / PX_MS_HOUR);
	c.minute = (int)(rest / PX_MS_MINUTE % 60);
	c.second = (int)(rest / PX_MS_SECOND % 60);
	c.milli = (int)(rest % 1000);
	return c;
}

int px_civil_iso_week(int32_t day, int *iso_year)
{
	int32_t thursday = day - px_civil_weekday(day) + 3;
	int month, month_day;

	px_civil_from_day(thursday, iso_year, &month, &month_day);
	return (thursday - px_civil_day(*iso_year, 1, 1)) / 7 + 1;
}

/* By hand rather than snprintf: lists of rows format thousands of these. */
static char *put_digits(char *p, unsigned value, int width)
{
	for (int i = width; i-- > 0; value /= 10)
		p[i] = (char)('0' + value % 10);
	return p + width;
}

static char *put_day(char *p, int32_t day)
{
	int year, month, month_day;

	px_civil_from_day(day, &year, &month, &month_day);
	if (year < 0 || year > 9999) /* outside what the parsers take; shown, never read back */
		return p + snprintf(p, PX_CIVIL_TEXT - 16, "%d-%02d-%02d", year, month, month_day);
	p = put_digits(p, (unsigned)year, 4);
	*p++ = '-';
	p = put_digits(p, (unsigned)month, 2);
	*p++ = '-';
	return put_digits(p, (unsigned)month_day, 2);
}

void px_civil_format_day(int32_t day, char text[PX_CIVIL_TEXT])
{
	*put_day(text, day) = '\0';
}

void px_civil_format_ms(int64_t local_ms, char text[PX_CIVIL_TEXT])
{
	int32_t day = px_civil_ms_day(local_ms);
	unsigned rest = (unsigned)(local_ms - day * PX_MS_DAY), milli = rest % 1000;
	char *p = put_day(text, day);

	*p++ = 'T';
	p = put_digits(p, rest / 3600000, 2);
	*p++ = ':';
	p = put_digits(p, rest / 60000 % 60, 2);
	*p++ = ':';
	p = put_digits(p, rest / 1000 % 60, 2);
	if (milli) {
		*p++ = '.';
		p = put_digits(p, milli, 3);
	}
	*p = '\0';
}

/* Exactly `width` digits at *at; -1 and *at unmoved otherwise. */
static int digits(struct px_str s, size_t *at, size_t width)
{
	int value = 0;

	if (s.size - *at < width)
		return -1;
	for (size_t i = 0; i < width; i++) {
		char c = s.data[*at + i];
		if (c < '0' || c > '9')
			return -1;
		value = value * 10 + (c - '0');
	}
	*at += width;
	return value;
}

static bool take(struct px_str s, size_t *at, char c)
{
	if (*at >= s.size || s.data[*at] != c)
		return false;
	++*at;
	return true;
}

static bool parse_day_at(struct px_str s, size_t *at, int32_t *day)
{
	int year = digits(s, at, 4);
	if (year < 1 || !take(s, at, '-'))
		return false;
	int month = digits(s, at, 2);
	if (month < 1 || month > 12 || !take(s, at, '-'))
		return false;
	int month_day = digits(s, at, 2);
	if (month_day < 1 || month_day > px_civil_month_days(year, month))
		return false;
	*day = px_civil_day(year, month, month_day);
	return true;
}

bool px_civil_parse_day(struct px_str text, int32_t *day)
{
	size_t at = 0;
	int32_t value;

	if (!parse_day_at(text, &at, &value) || at != text.size)
		return false;
	*day = value;
	return true;
}

static bool parse_clock_at(struct px_str s, size_t *at, int64_t *ms)
{
	int hour = digits(s, at, 2);
	if (hour < 0 || hour > 23 || !take(s, at, ':'))
		return false;
	int minute = digits(s, at, 2), second = 0, milli = 0;
	if (minute < 0 || minute > 59)
		return false;
	if (take(s, at, ':')) {
		second = digits(s, at, 2);
		if (second < 0 || second > 59)
			return false;
		if (take(s, at, '.')) {
			size_t first = *at;
			for (int scale = 100; *at < s.size && s.data[*at] >= '0' && s.data[*at] <= '9'; ++*at) {
				milli += (s.data[*at] - '0') * scale;
				scale /= 10;
			}
			if (*at == first || *at - first > 9)
				return false;
		}
	}
	*ms = hour * PX_MS_HOUR + minute * PX_MS_MINUTE + second * PX_MS_SECOND + milli;
	return true;
}

static bool parse_offset_at(struct px_str s, size_t *at, int64_t *offset_ms, bool *has_offset)
{
	*offset_ms = 0;
	*has_offset = *at < s.size;
	if (!*has_offset || take(s, at, 'Z') || take(s, at, 'z'))
		return true;
	int sign = take(s, at, '-') ? -1 : take(s, at, '+') ? 1 : 0;
	int hour = sign ? digits(s, at, 2) : -1;
	if (hour < 0 || hour > 23)
		return false;
	take(s, at, ':');
	int minute = digits(s, at, 2);
	if (minute < 0 || minute > 59)
		return false;
	*offset_ms = sign * (hour * PX_MS_HOUR + minute * PX_MS_MINUTE);
	return true;
}

bool px_civil_parse_ms(struct px_str text, int64_t *local_ms, bool *has_offset)
{
	size_t at = 0;
	int32_t day;
	int64_t clock, offset;

	if (!parse_day_at(text, &at, &day) || !(take(text, &at, 'T') || take(text, &at, ' ')))
		return false;
	if (!parse_clock_at(text, &at, &clock) || !parse_offset_at(text, &at, &offset, has_offset))
		return false;
	if (at != text.size)
		return false;
	*local_ms = day * PX_MS_DAY + clock - offset;
	return true;
}
