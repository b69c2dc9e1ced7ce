/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Strict parser of RRULE values: NAME=VALUE parts separated by ";", each known
 * name once, numbers in the ranges of RFC 5545 section 3.3.10.
 */
#include "domain/rrule.h"

static enum px_err bad(struct px_error *error, struct px_str part)
{
	return px_fail(error, PX_INVALID, "recurrence", "\"%.*s\" is not a repetition rule part",
		       (int)(part.size > 60 ? 60 : part.size), part.data ? part.data : "");
}

static bool number(struct px_str text, int64_t low, int64_t high, bool negative, int64_t *value)
{
	if (text.size && text.data[0] == '+')
		text = px_str_n(text.data + 1, text.size - 1);
	if (!text.size || text.size > 6 || !px_str_to_int64(text, value))
		return false;
	if (negative && *value < 0)
		return -*value >= low && -*value <= high;
	return *value >= low && *value <= high;
}

/* A comma list of numbers into a set of bits (and one for the negative ones). */
static bool set_of(struct px_str list, int low, int high, uint64_t *set, uint64_t *back)
{
	struct px_str rest = list;
	int64_t value;

	do {
		struct px_str item = px_str_cut(rest, ',', &rest);
		if (!number(item, low, high, back != NULL, &value))
			return false;
		uint64_t *into = value < 0 ? back : set;
		int64_t bit = value < 0 ? -value : value;
		into[bit / 64] |= UINT64_C(1) << (bit % 64);
	} while (rest.data);
	return true;
}

static bool parse_freq(struct px_rrule *rule, struct px_str value)
{
	static const char *const names[] = { "HOURLY", "DAILY", "WEEKLY", "MONTHLY", "YEARLY" };

	for (int i = 0; i < 5; i++) {
		if (px_str_eq_case(value, px_str(names[i]))) {
			rule->freq = (enum px_rrule_freq)i;
			return true;
		}
	}
	return false;
}

static int weekday_of(struct px_str name)
{
	static const char *const names[] = { "MO", "TU", "WE", "TH", "FR", "SA", "SU" };

	for (int i = 0; i < 7; i++) {
		if (px_str_eq_case(name, px_str(names[i])))
			return i;
	}
	return -1;
}

static bool parse_days(struct px_rrule *rule, struct px_str list)
{
	struct px_str rest = list;

	do {
		struct px_str item = px_str_cut(rest, ',', &rest);
		if (item.size < 2)
			return false;
		int weekday = weekday_of(px_str_n(item.data + item.size - 2, 2));
		int64_t nth = 0;
		if (weekday < 0 ||
		    (item.size > 2 && !number(px_str_n(item.data, item.size - 2), 1, 53, true, &nth)))
			return false;
		if (!nth) {
			rule->weekdays |= (uint8_t)(1u << weekday);
			continue;
		}
		if (rule->nth_count == PX_RRULE_LIST)
			return false;
		rule->nths[rule->nth_count].nth = (int8_t)nth;
		rule->nths[rule->nth_count++].weekday = (int8_t)weekday;
	} while (rest.data);
	return true;
}

static bool parse_positions(struct px_rrule *rule, struct px_str list)
{
	struct px_str rest = list;
	int64_t value;

	do {
		if (rule->position_count == PX_RRULE_LIST ||
		    !number(px_str_cut(rest, ',', &rest), 1, 366, true, &value))
			return false;
		rule->positions[rule->position_count++] = (int16_t)value;
	} while (rest.data);
	return true;
}

/* "20260131", "20260131T090000" or with Z. */
static bool parse_until(struct px_rrule *rule, struct px_str value)
{
	char text[PX_CIVIL_TEXT] = { 0 };
	bool has_offset;
	int32_t day;
	const char *d = value.data;

	if (value.size != 8 && value.size != 15 && value.size != 16)
		return false;
	if (value.size == 8) {
		snprintf(text, sizeof(text), "%.4s-%.2s-%.2s", d, d + 4, d + 6);
		if (!px_civil_parse_day(px_str(text), &day))
			return false;
		rule->until = (day + 1) * PX_MS_DAY - 1;
		return true;
	}
	if (d[8] != 'T' || (value.size == 16 && d[15] != 'Z'))
		return false;
	rule->until_utc = value.size == 16;
	snprintf(text, sizeof(text), "%.4s-%.2s-%.2sT%.2s:%.2s:%.2s", d, d + 4, d + 6, d + 9, d + 11,
		 d + 13);
	return px_civil_parse_ms(px_str(text), &rule->until, &has_offset);
}

/* Parts that are one call of set_of. */
static bool parse_sets(struct px_rrule *rule, int part, struct px_str value)
{
	uint64_t set[7] = { 0 }, back[7] = { 0 };
	static const struct { int low, high; bool negative; } ranges[] = {
		{ 0, 59, false }, { 0, 59, false }, { 0, 23, false }, { 1, 12, false },
		{ 1, 31, true }, { 1, 366, true }, { 1, 53, true },
	};

	if (!set_of(value, ranges[part].low, ranges[part].high, set,
		    ranges[part].negative ? back : NULL))
		return false;
	switch (part) {
	case 0: rule->seconds = set[0]; break;
	case 1: rule->minutes = set[0]; break;
	case 2: rule->hours = (uint32_t)set[0]; break;
	case 3: rule->months = (uint16_t)set[0]; break;
	case 4:
		rule->month_days = (uint32_t)set[0];
		rule->month_days_back = (uint32_t)back[0];
		break;
	case 5:
		memcpy(rule->year_days, set, sizeof(rule->year_days));
		memcpy(rule->year_days_back, back, sizeof(rule->year_days_back));
		rule->has_year_days = true;
		break;
	case 6:
		rule->weeks = set[0];
		rule->weeks_back = back[0];
		break;
	}
	return true;
}

static bool parse_value(struct px_rrule *rule, int part, struct px_str value)
{
	int64_t parsed = 0;

	if (part < 7)
		return parse_sets(rule, part, value);
	switch (part) {
	case 7: return parse_freq(rule, value);
	case 8: return parse_days(rule, value);
	case 9: return parse_positions(rule, value);
	case 10: return parse_until(rule, value);
	case 11:
		if (!number(value, 1, PX_RRULE_COUNT_MAX, false, &parsed))
			return false;
		rule->count = parsed;
		return true;
	case 12:
		if (!number(value, 1, PX_RRULE_INTERVAL_MAX, false, &parsed))
			return false;
		rule->interval = (int)parsed;
		return true;
	default:
		rule->week_start = weekday_of(value);
		return rule->week_start >= 0;
	}
}

static int bits(uint64_t set)
{
	return __builtin_popcountll(set);
}

static enum px_err check_whole(const struct px_rrule *rule, unsigned seen, struct px_error *error)
{
	if (!(seen >> 7 & 1))
		return px_fail(error, PX_INVALID, "recurrence", "a repetition rule needs FREQ");
	if (rule->count && rule->until != PX_TIME_NONE)
		return px_fail(error, PX_INVALID, "recurrence", "COUNT and UNTIL exclude each other");
	if ((rule->weeks | rule->weeks_back) && rule->freq != PX_RRULE_YEARLY)
		return px_fail(error, PX_INVALID, "recurrence", "BYWEEKNO goes with FREQ=YEARLY only");
	if (rule->nth_count && rule->freq < PX_RRULE_MONTHLY)
		return px_fail(error, PX_INVALID, "recurrence",
			       "numbered weekdays go with FREQ=MONTHLY or YEARLY only");
	if (rule->position_count && !(seen & 0x17f))
		return px_fail(error, PX_INVALID, "recurrence", "BYSETPOS needs another BY part");
	if (bits(rule->hours) * bits(rule->minutes | !rule->minutes) *
		    bits(rule->seconds | !rule->seconds) > 8 ||
	    (rule->freq == PX_RRULE_HOURLY && bits(rule->minutes) * bits(rule->seconds) > 8))
		return px_fail(error, PX_INVALID, "recurrence", "more than 8 times per day or hour");
	return PX_OK;
}

enum px_err px_rrule_parse(const char *text, struct px_rrule *rule, struct px_error *error)
{
	static const char *const names[] = {
		"BYSECOND", "BYMINUTE", "BYHOUR", "BYMONTH", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO",
		"FREQ", "BYDAY", "BYSETPOS", "UNTIL", "COUNT", "INTERVAL", "WKST", NULL
	};
	struct px_str rest = px_str(text);
	unsigned seen = 0;

	*rule = (struct px_rrule){ .interval = 1, .until = PX_TIME_NONE };
	do {
		struct px_str value, part = px_str_cut(rest, ';', &rest);
		struct px_str name = px_str_cut(part, '=', &value);
		int which = 0;
		while (names[which] && !px_str_eq_case(name, px_str(names[which])))
			which++;
		if (!names[which] || !value.data || seen >> which & 1 ||
		    !parse_value(rule, which, value))
			return bad(error, part);
		seen |= 1u << which;
	} while (rest.data);
	return check_whole(rule, seen, error);
}
