/* SPDX-License-Identifier: Apache-2.0 */
/*
 * TZif (RFC 8536, RFC 9636): the 64-bit block if there is one, the footer's
 * POSIX rule after the last transition, and the two conversions by binary
 * search over the transitions.
 */
#include "base/tz.h"

#include "base/civil.h"
#include "base/mem.h"

#include <stdio.h>
#include <stdlib.h>

enum { MAX_TRANSITIONS = 8192, MAX_TYPES = 256, MAX_CHARS = 4096, MAX_NAME = 16 };

struct local_type {
	int32_t offset;
	char name[MAX_NAME];
};

/* When a POSIX rule changes the clock: "M3.2.0/2", "J60", "59". */
struct change {
	enum { MONTH_WEEK_DAY, JULIAN_NO_LEAP, JULIAN } form;
	int month, week, day;
	int32_t second; /* local time of day, may be negative or past a day */
};

struct px_tz {
	char *name;
	size_t transitions;
	int64_t *at;     /* UTC seconds */
	uint8_t *type;   /* in force from at[i] on */
	struct local_type *types;
	size_t type_count;
	uint8_t first_type; /* before the first transition */
	bool has_rule, has_summer;
	struct local_type standard, summer;
	struct change to_summer, to_standard;
};

struct reader {
	const uint8_t *data;
	size_t size, at;
};

static uint32_t get32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int64_t get64(const uint8_t *p)
{
	return (int64_t)((uint64_t)get32(p) << 32 | get32(p + 4));
}

struct header {
	uint8_t version;
	uint32_t isutc, isstd, leap, time, type, chars;
};

static bool read_header(struct reader *r, struct header *h)
{
	const uint8_t *p = r->data + r->at;

	if (r->size - r->at < 44 || memcmp(p, "TZif", 4) != 0)
		return false;
	h->version = p[4];
	h->isutc = get32(p + 20);
	h->isstd = get32(p + 24);
	h->leap = get32(p + 28);
	h->time = get32(p + 32);
	h->type = get32(p + 36);
	h->chars = get32(p + 40);
	r->at += 44;
	return h->time <= MAX_TRANSITIONS && h->type >= 1 && h->type <= MAX_TYPES &&
	       h->chars >= 1 && h->chars <= MAX_CHARS && h->leap <= MAX_CHARS &&
	       h->isutc <= MAX_TYPES && h->isstd <= MAX_TYPES;
}

static size_t block_size(const struct header *h, size_t width)
{
	return h->time * (width + 1) + h->type * 6 + h->chars + h->leap * (width + 4) + h->isstd +
	       h->isutc;
}

static bool read_types(struct px_tz *tz, const struct header *h, const uint8_t *types,
		       const char *chars)
{
	tz->types = px_calloc(h->type, sizeof *tz->types);
	tz->type_count = h->type;
	for (uint32_t i = 0; i < h->type; i++) {
		const uint8_t *p = types + (size_t)i * 6;
		int32_t offset = (int32_t)get32(p);
		if (p[5] >= h->chars || offset <= -26 * 3600 || offset >= 27 * 3600)
			return false;
		tz->types[i].offset = offset;
		size_t room = h->chars - p[5];
		snprintf(tz->types[i].name, MAX_NAME, "%.*s", (int)(room < MAX_NAME ? room : MAX_NAME - 1),
			 chars + p[5]);
	}
	return true;
}

static bool read_block(struct reader *r, struct px_tz *tz, const struct header *h, size_t width)
{
	if (r->size - r->at < block_size(h, width))
		return false;
	const uint8_t *times = r->data + r->at;
	const uint8_t *indexes = times + h->time * width;
	const uint8_t *types = indexes + h->time;

	tz->at = px_calloc(h->time + 1, sizeof *tz->at);
	tz->type = px_calloc(h->time + 1, 1);
	tz->transitions = h->time;
	for (uint32_t i = 0; i < h->time; i++) {
		tz->at[i] = width == 8 ? get64(times + (size_t)i * 8)
				       : (int32_t)get32(times + (size_t)i * 4);
		tz->type[i] = indexes[i];
		if (indexes[i] >= h->type || (i > 0 && tz->at[i] <= tz->at[i - 1]))
			return false;
	}
	r->at += block_size(h, width);
	return read_types(tz, h, types, (const char *)types + (size_t)h->type * 6);
}

/* ---- the POSIX rule of the footer ---- */

static bool rule_number(struct px_str s, size_t *at, int *value)
{
	size_t start = *at;

	*value = 0;
	while (*at < s.size && s.data[*at] >= '0' && s.data[*at] <= '9' && *at - start < 5)
		*value = *value * 10 + (s.data[(*at)++] - '0');
	return *at > start;
}

static bool rule_name(struct px_str s, size_t *at, char name[MAX_NAME])
{
	bool quoted = *at < s.size && s.data[*at] == '<';
	size_t n = 0;

	*at += quoted;
	while (*at < s.size) {
		char c = s.data[*at];
		bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
		bool inside = quoted && (c == '+' || c == '-' || (c >= '0' && c <= '9'));
		if ((!letter && !inside) || n + 1 >= MAX_NAME)
			break;
		name[n++] = c;
		++*at;
	}
	name[n] = '\0';
	if (quoted) {
		if (*at >= s.size || s.data[*at] != '>')
			return false;
		++*at;
	}
	return n >= 3;
}

/* [+-]hh[:mm[:ss]] */
static bool rule_time(struct px_str s, size_t *at, int32_t *seconds)
{
	int sign = 1, part;

	if (*at < s.size && (s.data[*at] == '+' || s.data[*at] == '-'))
		sign = s.data[(*at)++] == '-' ? -1 : 1;
	if (!rule_number(s, at, &part) || part > 167)
		return false;
	*seconds = part * 3600;
	for (int32_t unit = 60; unit >= 1 && *at < s.size && s.data[*at] == ':'; unit /= 60) {
		++*at;
		if (!rule_number(s, at, &part) || part > 59)
			return false;
		*seconds += part * unit;
	}
	*seconds *= sign;
	return true;
}

static bool rule_char(struct px_str s, size_t *at, char c)
{
	if (*at >= s.size || s.data[*at] != c)
		return false;
	++*at;
	return true;
}

static bool rule_change(struct px_str s, size_t *at, struct change *change)
{
	if (!rule_char(s, at, ','))
		return false;
	if (rule_char(s, at, 'M')) {
		change->form = MONTH_WEEK_DAY;
		if (!rule_number(s, at, &change->month) || !rule_char(s, at, '.') ||
		    !rule_number(s, at, &change->week) || !rule_char(s, at, '.') ||
		    !rule_number(s, at, &change->day))
			return false;
		if (change->month < 1 || change->month > 12 || change->week < 1 || change->week > 5 ||
		    change->day > 6)
			return false;
	} else {
		change->form = rule_char(s, at, 'J') ? JULIAN_NO_LEAP : JULIAN;
		if (!rule_number(s, at, &change->day) || change->day > 365 ||
		    (change->form == JULIAN_NO_LEAP && change->day < 1))
			return false;
	}
	change->second = 2 * 3600;
	return !rule_char(s, at, '/') || rule_time(s, at, &change->second);
}

static bool rule_parse(struct px_tz *tz, struct px_str s)
{
	size_t at = 0;
	int32_t west;

	if (!rule_name(s, &at, tz->standard.name) || !rule_time(s, &at, &west))
		return false;
	tz->standard.offset = -west;
	if (at < s.size) {
		if (!rule_name(s, &at, tz->summer.name))
			return false;
		tz->summer.offset = tz->standard.offset + 3600;
		if (at < s.size && s.data[at] != ',') {
			if (!rule_time(s, &at, &west))
				return false;
			tz->summer.offset = -west;
		}
		if (!rule_change(s, &at, &tz->to_summer) || !rule_change(s, &at, &tz->to_standard))
			return false;
		tz->has_summer = true;
	}
	tz->has_rule = at == s.size;
	return tz->has_rule;
}

static bool read_footer(struct reader *r, struct px_tz *tz)
{
	if (r->at >= r->size || r->data[r->at] != '\n')
		return false;
	const uint8_t *start = r->data + r->at + 1;
	const uint8_t *end = memchr(start, '\n', r->size - r->at - 1);
	if (!end)
		return false;
	struct px_str rule = px_str_n((const char *)start, (size_t)(end - start));
	return rule.size == 0 || rule_parse(tz, rule);
}

static bool parse(struct reader *r, struct px_tz *tz)
{
	struct header h;

	if (!read_header(r, &h))
		return false;
	if (h.version == 0)
		return read_block(r, tz, &h, 4);
	size_t skip = block_size(&h, 4);
	if (r->size - r->at < skip)
		return false;
	r->at += skip;
	return read_header(r, &h) && read_block(r, tz, &h, 8) && read_footer(r, tz);
}

enum px_err px_tz_parse(const char *name, const void *tzif, size_t size, struct px_tz **out)
{
	struct px_tz *tz = px_calloc(1, sizeof *tz);
	struct reader r = { tzif, size, 0 };

	tz->name = px_strdup(name);
	if (!parse(&r, tz)) {
		px_tz_free(tz);
		return PX_CORRUPT;
	}
	*out = tz;
	return PX_OK;
}

struct px_tz *px_tz_fixed(int32_t offset)
{
	struct px_tz *tz = px_calloc(1, sizeof *tz);
	int32_t minutes = (offset < 0 ? -offset : offset) / 60;
	char name[MAX_NAME] = "UTC";

	if (offset != 0)
		snprintf(name, sizeof name, "%c%02d:%02d", offset < 0 ? '-' : '+', minutes / 60 % 100,
			 minutes % 60);
	tz->name = px_strdup(name);
	tz->has_rule = true;
	tz->standard.offset = offset;
	memcpy(tz->standard.name, name, sizeof name);
	return tz;
}

bool px_tz_parse_offset(const char *name, int32_t *offset)
{
	int digits[4] = { 0 };
	size_t count = 0;

	if (name[0] != '+' && name[0] != '-')
		return false;
	for (const char *c = name + 1; *c; c++) {
		if (*c == ':' && (count == 1 || count == 2) && c[1] && c[-1] != ':')
			continue;
		if (*c < '0' || *c > '9' || count >= 4)
			return false;
		digits[count++] = *c - '0';
	}
	if (count == 0 || count == 3)
		return false;
	int hours = count == 1 ? digits[0] : digits[0] * 10 + digits[1];
	int minutes = digits[2] * 10 + digits[3];
	*offset = (name[0] == '-' ? -1 : 1) * (hours * 3600 + minutes * 60);
	return hours <= 23 && minutes <= 59;
}

void px_tz_free(struct px_tz *tz)
{
	if (!tz)
		return;
	free(tz->name);
	free(tz->at);
	free(tz->type);
	free(tz->types);
	free(tz);
}

const char *px_tz_name(const struct px_tz *tz)
{
	return tz->name;
}

/* Local seconds since 1970 at which the change happens in a year. */
static int64_t change_at(const struct change *c, int year)
{
	int32_t day;

	if (c->form == MONTH_WEEK_DAY) {
		int32_t first = px_civil_day(year, c->month, 1);
		int wanted = (c->day + 6) % 7; /* POSIX counts from Sunday */
		day = first + (wanted - px_civil_weekday(first) + 7) % 7 + 7 * (c->week - 1);
		while (day >= first + px_civil_month_days(year, c->month))
			day -= 7;
	} else {
		day = px_civil_day(year, 1, 1) + c->day;
		if (c->form == JULIAN_NO_LEAP)
			day += (px_civil_is_leap(year) && c->day >= 60 ? 1 : 0) - 1;
	}
	return day * INT64_C(86400) + c->second;
}

static int64_t floor_seconds(int64_t ms)
{
	return ms / 1000 - (ms % 1000 < 0);
}

static int year_of(int64_t seconds)
{
	int year, month, day;
	int64_t days = seconds / 86400 - (seconds % 86400 < 0);

	if (days > 3000000)
		days = 3000000;
	if (days < -1000000)
		days = -1000000;
	px_civil_from_day((int32_t)days, &year, &month, &day);
	return year;
}

static const struct local_type *by_rule(const struct px_tz *tz, int64_t utc)
{
	if (!tz->has_summer)
		return &tz->standard;
	int year = year_of(utc + tz->standard.offset);
	int64_t summer = change_at(&tz->to_summer, year) - tz->standard.offset;
	int64_t standard = change_at(&tz->to_standard, year) - tz->summer.offset;
	bool in_summer = summer < standard ? utc >= summer && utc < standard
					   : !(utc >= standard && utc < summer);
	return in_summer ? &tz->summer : &tz->standard;
}

/* The local time type in force at a UTC second. */
static const struct local_type *type_at(const struct px_tz *tz, int64_t utc)
{
	size_t low = 0, high = tz->transitions;

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (tz->at[middle] <= utc)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == tz->transitions && tz->has_rule)
		return by_rule(tz, utc);
	return &tz->types[low == 0 ? tz->first_type : tz->type[low - 1]];
}

int32_t px_tz_offset(const struct px_tz *tz, int64_t utc_ms)
{
	return type_at(tz, floor_seconds(utc_ms))->offset;
}

const char *px_tz_abbreviation(const struct px_tz *tz, int64_t utc_ms)
{
	return type_at(tz, floor_seconds(utc_ms))->name;
}

int64_t px_tz_to_local(const struct px_tz *tz, int64_t utc_ms)
{
	return utc_ms + px_tz_offset(tz, utc_ms) * PX_MS_SECOND;
}

int64_t px_tz_to_utc(const struct px_tz *tz, int64_t local_ms, enum px_tz_kind *kind)
{
	enum px_tz_kind ignored;

	if (!kind)
		kind = &ignored;
	/*
	 * The offsets a day before and a day after bracket any one change.  A
	 * zone that changes twice within that is met by trying the offset at
	 * the first guess as well.
	 */
	int64_t before = px_tz_offset(tz, local_ms - PX_MS_DAY) * PX_MS_SECOND;
	int64_t after = px_tz_offset(tz, local_ms + PX_MS_DAY) * PX_MS_SECOND;
	bool fits_before = px_tz_to_local(tz, local_ms - before) == local_ms;
	bool fits_after = px_tz_to_local(tz, local_ms - after) == local_ms;

	*kind = fits_before && fits_after && before != after ? PX_TZ_OVERLAP : PX_TZ_UNIQUE;
	if (fits_before && fits_after)
		return local_ms - (before > after ? before : after);
	if (fits_before)
		return local_ms - before;
	if (fits_after)
		return local_ms - after;
	int64_t guess = px_tz_offset(tz, local_ms - before) * PX_MS_SECOND;
	if (px_tz_to_local(tz, local_ms - guess) == local_ms)
		return local_ms - guess;
	*kind = PX_TZ_GAP;
	return local_ms - before;
}
