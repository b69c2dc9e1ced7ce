/* SPDX-License-Identifier: Apache-2.0 */
/*
 * When the holidays are: fixed days, nth weekdays, days before or after Easter
 * (western by the anonymous Gregorian algorithm, eastern by Meeus' Julian
 * one), days of the Hebrew calendar (arithmetic) and of the Islamic one
 * (civil, tabular: it can be a day off what is seen), and tables for those
 * that no short rule gives.
 */
#include "nlu/time/grammar.h"
#include "nlu/time/names.h"

enum how { FIXED, NTH, EASTER, ORTHODOX, HEBREW, ISLAMIC, TABLE };

struct holiday {
	enum how how;
	int month, day;   /* FIXED, HEBREW, ISLAMIC; NTH: day is the nth, -1 the last */
	int weekday;      /* NTH */
	int offset;       /* days after what the rest says */
};

enum { MON, TUE, WED, THU, FRI, SAT, SUN };

/* Months of the religious Hebrew year: Nisan is 1, Tishri 7, Adar (II) 12 or 13. */
static const struct holiday holidays[HOLIDAY_COUNT] = {
	[HOLIDAY_ADMIN] = { NTH, 4, -1, SAT, -3 }, /* Wednesday of April's last full week */
	[HOLIDAY_ADVENT] = { NTH, 12, 1, SUN, 0 }, /* refined below */
	[HOLIDAY_ALL_SAINTS] = { FIXED, 11, 1, 0, 0 },
	[HOLIDAY_ALL_SOULS] = { FIXED, 11, 2, 0, 0 },
	[HOLIDAY_ANZAC] = { FIXED, 4, 25, 0, 0 },
	[HOLIDAY_APRIL_FOOLS] = { FIXED, 4, 1, 0, 0 },
	[HOLIDAY_ASCENSION] = { EASTER, 0, 0, 0, 39 },
	[HOLIDAY_ASHURA] = { ISLAMIC, 1, 10, 0, 0 },
	[HOLIDAY_ASH_WEDNESDAY] = { EASTER, 0, 0, 0, -46 },
	[HOLIDAY_AUSTRALIA] = { FIXED, 1, 26, 0, 0 },
	[HOLIDAY_BASTILLE] = { FIXED, 7, 14, 0, 0 },
	[HOLIDAY_BLACK_FRIDAY] = { NTH, 11, 4, THU, 1 },
	[HOLIDAY_BOSS] = { FIXED, 10, 16, 0, 0 },
	[HOLIDAY_BOXING] = { FIXED, 12, 26, 0, 0 },
	[HOLIDAY_BURNS] = { FIXED, 1, 25, 0, 0 },
	[HOLIDAY_CANADA] = { FIXED, 7, 1, 0, 0 },
	[HOLIDAY_CHILDRENS] = { FIXED, 11, 20, 0, 0 },
	[HOLIDAY_CHRISTMAS] = { FIXED, 12, 25, 0, 0 },
	[HOLIDAY_CHRISTMAS_EVE] = { FIXED, 12, 24, 0, 0 },
	[HOLIDAY_CINCO] = { FIXED, 5, 5, 0, 0 },
	[HOLIDAY_CNY] = { TABLE, 0, 0, 0, 0 },
	[HOLIDAY_COLUMBUS] = { NTH, 10, 2, MON, 0 },
	[HOLIDAY_CORPUS_CHRISTI] = { EASTER, 0, 0, 0, 60 },
	[HOLIDAY_CYBER_MONDAY] = { NTH, 11, 4, THU, 4 },
	[HOLIDAY_DIWALI] = { TABLE, 1, 0, 0, 0 },
	[HOLIDAY_EARLY_MAY_BANK] = { NTH, 5, 1, MON, 0 },
	[HOLIDAY_EARTH] = { FIXED, 4, 22, 0, 0 },
	[HOLIDAY_EASTER] = { EASTER, 0, 0, 0, 0 },
	[HOLIDAY_EASTER_MONDAY] = { EASTER, 0, 0, 0, 1 },
	[HOLIDAY_EID_ADHA] = { ISLAMIC, 12, 10, 0, 0 },
	[HOLIDAY_EID_FITR] = { ISLAMIC, 10, 1, 0, 0 },
	[HOLIDAY_ELECTION] = { NTH, 11, 1, MON, 1 },
	[HOLIDAY_EPIPHANY] = { FIXED, 1, 6, 0, 0 },
	[HOLIDAY_FATHERS] = { NTH, 6, 3, SUN, 0 },
	[HOLIDAY_FLAG] = { FIXED, 6, 14, 0, 0 },
	[HOLIDAY_GIVING_TUESDAY] = { NTH, 11, 4, THU, 5 },
	[HOLIDAY_GOOD_FRIDAY] = { EASTER, 0, 0, 0, -2 },
	[HOLIDAY_GRANDPARENTS] = { NTH, 9, 1, MON, 6 },
	[HOLIDAY_GROUNDHOG] = { FIXED, 2, 2, 0, 0 },
	[HOLIDAY_GUY_FAWKES] = { FIXED, 11, 5, 0, 0 },
	[HOLIDAY_HALLOWEEN] = { FIXED, 10, 31, 0, 0 },
	[HOLIDAY_HANUKKAH] = { HEBREW, 9, 25, 0, 0 },
	[HOLIDAY_HOLI] = { TABLE, 2, 0, 0, 0 },
	[HOLIDAY_HOLY_SATURDAY] = { EASTER, 0, 0, 0, -1 },
	[HOLIDAY_IDES] = { FIXED, 3, 15, 0, 0 },
	[HOLIDAY_INAUGURATION] = { FIXED, 1, 20, 0, 0 },
	[HOLIDAY_INDEPENDENCE] = { FIXED, 7, 4, 0, 0 },
	[HOLIDAY_ISLAMIC_NEW_YEAR] = { ISLAMIC, 1, 1, 0, 0 },
	[HOLIDAY_ISRA] = { ISLAMIC, 7, 27, 0, 0 },
	[HOLIDAY_JUNETEENTH] = { FIXED, 6, 19, 0, 0 },
	[HOLIDAY_KWANZAA] = { FIXED, 12, 26, 0, 0 },
	[HOLIDAY_LABOR] = { NTH, 9, 1, MON, 0 },
	[HOLIDAY_LABOUR] = { FIXED, 5, 1, 0, 0 },
	[HOLIDAY_LAG] = { HEBREW, 2, 18, 0, 0 },
	[HOLIDAY_LAYLAT] = { ISLAMIC, 9, 27, 0, 0 },
	[HOLIDAY_MAUNDY] = { EASTER, 0, 0, 0, -3 },
	[HOLIDAY_MAWLID] = { ISLAMIC, 3, 12, 0, 0 },
	[HOLIDAY_MEMORIAL] = { NTH, 5, -1, MON, 0 },
	[HOLIDAY_MENS] = { FIXED, 11, 19, 0, 0 },
	[HOLIDAY_MLK] = { NTH, 1, 3, MON, 0 },
	[HOLIDAY_MOTHERS] = { NTH, 5, 2, SUN, 0 },
	[HOLIDAY_NEW_YEAR] = { FIXED, 1, 1, 0, 0 },
	[HOLIDAY_NEW_YEARS_EVE] = { FIXED, 12, 31, 0, 0 },
	[HOLIDAY_NIKOLAUS] = { FIXED, 12, 6, 0, 0 },
	[HOLIDAY_ORTHODOX_EASTER] = { ORTHODOX, 0, 0, 0, 0 },
	[HOLIDAY_ORTHODOX_GOOD_FRIDAY] = { ORTHODOX, 0, 0, 0, -2 },
	[HOLIDAY_PALM_SUNDAY] = { EASTER, 0, 0, 0, -7 },
	[HOLIDAY_PASSOVER] = { HEBREW, 1, 15, 0, 0 },
	[HOLIDAY_PATRIOTS] = { NTH, 4, 3, MON, 0 },
	[HOLIDAY_PENTECOST] = { EASTER, 0, 0, 0, 49 },
	[HOLIDAY_PI] = { FIXED, 3, 14, 0, 0 },
	[HOLIDAY_PRESIDENTS] = { NTH, 2, 3, MON, 0 },
	[HOLIDAY_PURIM] = { HEBREW, 13, 14, 0, 0 },
	[HOLIDAY_RAMADAN] = { ISLAMIC, 9, 1, 0, 0 },
	[HOLIDAY_REFORMATION] = { FIXED, 10, 31, 0, 0 },
	[HOLIDAY_ROSH_HASHANAH] = { HEBREW, 7, 1, 0, 0 },
	[HOLIDAY_SHAVUOT] = { HEBREW, 3, 6, 0, 0 },
	[HOLIDAY_SHEMINI] = { HEBREW, 7, 22, 0, 0 },
	[HOLIDAY_SHROVE] = { EASTER, 0, 0, 0, -47 },
	[HOLIDAY_SIMCHAT] = { HEBREW, 7, 23, 0, 0 },
	[HOLIDAY_SINGLES] = { FIXED, 11, 11, 0, 0 },
	[HOLIDAY_SPRING_BANK] = { NTH, 5, -1, MON, 0 },
	[HOLIDAY_STAR_WARS] = { FIXED, 5, 4, 0, 0 },
	[HOLIDAY_ST_ANDREW] = { FIXED, 11, 30, 0, 0 },
	[HOLIDAY_ST_DAVID] = { FIXED, 3, 1, 0, 0 },
	[HOLIDAY_ST_GEORGE] = { FIXED, 4, 23, 0, 0 },
	[HOLIDAY_ST_PATRICK] = { FIXED, 3, 17, 0, 0 },
	[HOLIDAY_SUKKOT] = { HEBREW, 7, 15, 0, 0 },
	[HOLIDAY_SUMMER_BANK] = { NTH, 8, -1, MON, 0 },
	[HOLIDAY_SUPER_BOWL] = { NTH, 2, 1, SUN, 0 }, /* refined below */
	[HOLIDAY_SYSADMIN] = { NTH, 7, -1, FRI, 0 },
	[HOLIDAY_TALK_PIRATE] = { FIXED, 9, 19, 0, 0 },
	[HOLIDAY_TAX] = { FIXED, 4, 15, 0, 0 },
	[HOLIDAY_TEACHERS] = { FIXED, 10, 5, 0, 0 },
	[HOLIDAY_THANKSGIVING] = { NTH, 11, 4, THU, 0 },
	[HOLIDAY_TISHA] = { HEBREW, 5, 9, 0, 0 },
	[HOLIDAY_TRINITY] = { EASTER, 0, 0, 0, 56 },
	[HOLIDAY_TU_BISHVAT] = { HEBREW, 11, 15, 0, 0 },
	[HOLIDAY_UNITY] = { FIXED, 10, 3, 0, 0 },
	[HOLIDAY_VALENTINE] = { FIXED, 2, 14, 0, 0 },
	[HOLIDAY_VE] = { FIXED, 5, 8, 0, 0 },
	[HOLIDAY_VETERANS] = { FIXED, 11, 11, 0, 0 },
	[HOLIDAY_VICTORIA] = { NTH, 5, -1, MON, 0 }, /* refined below */
	[HOLIDAY_WHIT_MONDAY] = { EASTER, 0, 0, 0, 50 },
	[HOLIDAY_WOMENS] = { FIXED, 3, 8, 0, 0 },
	[HOLIDAY_YOUTH] = { FIXED, 5, 4, 0, 0 },
	[HOLIDAY_WHITE] = { FIXED, 3, 14, 0, 0 },
	[HOLIDAY_TREE] = { FIXED, 3, 12, 0, 0 },
	[HOLIDAY_ARBOR] = { NTH, 4, -1, FRI, 0 },
	[HOLIDAY_BAPTISTE] = { FIXED, 6, 24, 0, 0 },
	[HOLIDAY_CANBERRA] = { NTH, 3, 2, MON, 0 },
	[HOLIDAY_EMANCIPATION] = { FIXED, 4, 16, 0, 0 },
	[HOLIDAY_KINGS] = { FIXED, 4, 27, 0, 0 },
	[HOLIDAY_SMALL_BUSINESS] = { NTH, 11, 4, THU, 2 },
	[HOLIDAY_VEGAN] = { FIXED, 11, 1, 0, 0 },
	[HOLIDAY_EARTH_HOUR] = { NTH, 3, -1, SAT, 0 },
	[HOLIDAY_SIBLINGS] = { FIXED, 4, 10, 0, 0 },
	[HOLIDAY_ROSE_MONDAY] = { EASTER, 0, 0, 0, -48 },
	[HOLIDAY_PARENTS] = { NTH, 7, 4, SUN, 0 },
	[HOLIDAY_YOM_KIPPUR] = { HEBREW, 7, 10, 0, 0 },
};

/* The same name means another day in these countries. */
static const struct {
	char country[3];
	uint8_t holiday;
	struct holiday rule;
} local_rules[] = {
	{ "CA", HOLIDAY_THANKSGIVING, { NTH, 10, 2, MON, 0 } },
	{ "GB", HOLIDAY_LABOR, { FIXED, 5, 1, 0, 0 } },
	{ "DE", HOLIDAY_LABOR, { FIXED, 5, 1, 0, 0 } },
	{ "FR", HOLIDAY_LABOR, { FIXED, 5, 1, 0, 0 } },
	{ "ES", HOLIDAY_LABOR, { FIXED, 5, 1, 0, 0 } },
	{ "IT", HOLIDAY_LABOR, { FIXED, 5, 1, 0, 0 } },
	{ "IN", HOLIDAY_LABOR, { FIXED, 5, 1, 0, 0 } },
	{ "AU", HOLIDAY_FATHERS, { NTH, 9, 1, SUN, 0 } },
	{ "NZ", HOLIDAY_FATHERS, { NTH, 9, 1, SUN, 0 } },
	{ "DE", HOLIDAY_FATHERS, { EASTER, 0, 0, 0, 39 } },
	{ "GB", HOLIDAY_MOTHERS, { EASTER, 0, 0, 0, -21 } },
	{ "IE", HOLIDAY_MOTHERS, { EASTER, 0, 0, 0, -21 } },
	{ "IN", HOLIDAY_INDEPENDENCE, { FIXED, 8, 15, 0, 0 } },
	{ "IN", HOLIDAY_TEACHERS, { FIXED, 9, 5, 0, 0 } },
	{ "IN", HOLIDAY_CHILDRENS, { FIXED, 11, 14, 0, 0 } },
};

/* Month * 100 + day, from FIRST_YEAR on. */
enum { FIRST_YEAR = 2010 };
static const int16_t chinese_new_year[] = {
	214, 203, 123, 210, 131, 219, 208, 128, 216, 205, 125, 212, 201, 122, 210, 129,
	217, 206, 126, 213, 203, 123, 211, 131, 219, 208, 128, 215, 204, 124, 212,
};
static const int16_t diwali[] = {
	1105, 1026, 1113, 1103, 1023, 1111, 1030, 1019, 1107, 1027, 1114, 1104, 1024, 1112, 1031,
	1020, 1108, 1029, 1017, 1105, 1026,
};
static const int16_t holi[] = {
	301, 320, 308, 327, 317, 306, 324, 313, 302, 321, 310, 329, 318, 308, 325, 314, 304, 322, 311,
	301, 320,
};
static const struct {
	const int16_t *days;
	int count;
} tables[] = {
	{ chinese_new_year, sizeof chinese_new_year / sizeof *chinese_new_year },
	{ diwali, sizeof diwali / sizeof *diwali },
	{ holi, sizeof holi / sizeof *holi },
};

static int32_t western_easter(int year)
{
	int a = year % 19, b = year / 100, c = year % 100;
	int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
	int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
	int m = (a + 11 * h + 22 * l) / 451;
	int n = h + l - 7 * m + 114;

	return px_civil_day(year, n / 31, n % 31 + 1);
}

static int32_t eastern_easter(int year)
{
	int d = (19 * (year % 19) + 15) % 30;
	int e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7;
	int n = d + e + 114;
	int julian_lag = year / 100 - year / 400 - 2;

	return px_civil_day(year, n / 31, n % 31 + 1) + julian_lag;
}

/* The calendar of Reingold and Dershowitz: days before the Hebrew year, then its months. */
static int32_t hebrew_new_year(int hebrew_year)
{
	int64_t months = (235 * (int64_t)hebrew_year - 234) / 19;
	int64_t parts = 12084 + 13753 * months;
	int64_t day = 29 * months + parts / 25920;

	if (3 * (day + 1) % 7 < 3)
		day++;
	return (int32_t)(day - 2092591 + 1); /* from the Hebrew epoch to 1970 */
}

static int32_t hebrew_start(int year)
{
	int32_t before = hebrew_new_year(year - 1), this = hebrew_new_year(year);
	int32_t after = hebrew_new_year(year + 1);

	return this + (after - this == 356 ? 2 : this - before == 382 ? 1 : 0);
}

static bool hebrew_leap(int year)
{
	return (7 * year + 1) % 19 < 7;
}

static int hebrew_month_days(int year, int month)
{
	int length = hebrew_start(year + 1) - hebrew_start(year);

	if (month == 8)
		return length % 10 == 5 ? 30 : 29;
	if (month == 9)
		return length % 10 == 3 ? 29 : 30;
	if (month == 12)
		return hebrew_leap(year) ? 30 : 29;
	return month == 2 || month == 4 || month == 6 || month == 10 || month == 13 ? 29 : 30;
}

static int32_t hebrew_day(int gregorian_year, int month, int mday)
{
	/* Tishri to December lie in the Hebrew year that begins in this one. */
	int year = gregorian_year + (month >= 7 && month <= 9 ? 3761 : 3760);
	int last = hebrew_leap(year) ? 13 : 12;

	if (month > last)
		month = last;
	int32_t day = hebrew_start(year);
	for (int m = 7; m != month; m = m == last ? 1 : m + 1)
		day += hebrew_month_days(year, m);
	return day + mday - 1;
}

/* Tabular Islamic calendar, 16-based; the first such day in the Gregorian year. */
static int32_t islamic_day(int gregorian_year, int month, int mday)
{
	int32_t first = px_civil_day(gregorian_year, 1, 1);
	int year = (int)((gregorian_year - 622) * 33 / 32) - 1;

	for (;; year++) {
		int32_t day = (int32_t)(-492148 + 1 + (year - 1) * 354 + (3 + 11 * year) / 30 +
					29 * (month - 1) + month / 2 + mday - 2);
		if (day >= first)
			return day;
	}
}

static int32_t from_table(int table, int year)
{
	int index = year - FIRST_YEAR;

	if (index < 0 || index >= tables[table].count)
		return PX_DAY_NONE;
	return px_civil_day(year, tables[table].days[index] / 100, tables[table].days[index] % 100);
}

static int32_t nth(const struct holiday *h, int year)
{
	return px_time_nth_weekday(px_civil_day(year, h->month, 1), px_civil_day(year, h->month + 1, 1),
				   h->weekday, h->day);
}

static int32_t by_rule(const struct holiday *h, int year)
{
	switch (h->how) {
	case FIXED:
		return px_civil_day(year, h->month, h->day);
	case NTH:
		return nth(h, year) + h->offset;
	case EASTER:
		return western_easter(year) + h->offset;
	case ORTHODOX:
		return eastern_easter(year) + h->offset;
	case HEBREW:
		return hebrew_day(year, h->month, h->day) + h->offset;
	case ISLAMIC:
		return islamic_day(year, h->month, h->day);
	default:
		return from_table(h->month, year);
	}
}

static const struct holiday *rule_of(int holiday, const char *country)
{
	for (size_t i = 0; country && i < sizeof(local_rules) / sizeof(*local_rules); i++)
		if (local_rules[i].holiday == holiday && strcmp(local_rules[i].country, country) == 0)
			return &local_rules[i].rule;
	return &holidays[holiday];
}

enum px_time_holiday_kind px_time_holiday_recurrence(int holiday, const char *country, int *nth)
{
	const struct holiday *rule = rule_of(holiday, country);

	if (rule->how == FIXED)
		return HOLIDAY_KIND_FIXED;
	if (rule->how != NTH || rule->offset || holiday == HOLIDAY_SUPER_BOWL || holiday == HOLIDAY_VICTORIA ||
	    holiday == HOLIDAY_ADVENT)
		return HOLIDAY_KIND_MOVING;
	*nth = rule->day;
	return HOLIDAY_KIND_NTH;
}

int32_t px_time_holiday(int holiday, int year, const char *country)
{
	const struct holiday *rule = rule_of(holiday, country);

	if (holiday == HOLIDAY_SUPER_BOWL && year >= 2022)
		return by_rule(rule, year) + 7;
	if (holiday == HOLIDAY_ADVENT) /* the fourth Sunday before Christmas */
		return px_time_nth_weekday(px_civil_day(year, 11, 27), px_civil_day(year, 12, 4), SUN, 1);
	if (holiday == HOLIDAY_VICTORIA) /* the Monday before the 25th of May */
		return px_time_nth_weekday(px_civil_day(year, 5, 18), px_civil_day(year, 5, 25), MON, 1);
	return by_rule(rule, year);
}
