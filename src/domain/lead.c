/* SPDX-License-Identifier: Apache-2.0 */
/* The forms of a lead, read from left to right. */
#include "domain/lead.h"

#include <stdio.h>

enum { NUMBER_MAX = PX_LEAD_DAYS_MAX * 24 * 3600 };

static const struct unit {
	char letter;
	bool of_time;
	int64_t days, ms;
} units[] = { /* in the order in which they may follow */
	{ 'W', false, 7, 0 }, { 'D', false, 1, 0 }, { 'H', true, 0, PX_MS_HOUR },
	{ 'M', true, 0, PX_MS_MINUTE }, { 'S', true, 0, PX_MS_SECOND },
};
enum { UNIT_COUNT = sizeof(units) / sizeof(units[0]) };

/* Digits at *at, of which there must be some. */
static bool take_number(struct px_str text, size_t *at, int64_t *number)
{
	size_t first = *at;

	for (*number = 0; *at < text.size && text.data[*at] >= '0' && text.data[*at] <= '9'; ++*at) {
		*number = *number * 10 + (text.data[*at] - '0');
		if (*number > NUMBER_MAX)
			return false;
	}
	return *at > first;
}

bool px_duration_parse(struct px_str text, struct px_duration *duration)
{
	size_t at = 1, unit = 0;
	bool of_time = false;

	*duration = (struct px_duration){ 0, 0 };
	if (text.size < 3 || text.data[0] != 'P')
		return false;
	while (at < text.size) {
		int64_t number;
		if (text.data[at] == 'T' && !of_time) {
			of_time = true;
			at++;
		}
		if (!take_number(text, &at, &number) || at == text.size)
			return false;
		while (unit < UNIT_COUNT && (units[unit].letter != text.data[at] || units[unit].of_time != of_time))
			unit++;
		if (unit == UNIT_COUNT)
			return false;
		duration->days += number * units[unit].days;
		duration->ms += number * units[unit].ms;
		unit++;
		at++;
	}
	return duration->days * PX_MS_DAY + duration->ms <= PX_LEAD_DAYS_MAX * PX_MS_DAY;
}

bool px_duration_is_zero(const struct px_duration *duration)
{
	return duration->days == 0 && duration->ms == 0;
}

static bool parse_start(struct px_str text, struct px_lead *lead, char form[PX_LEAD_TEXT])
{
	char instant[PX_CIVIL_TEXT];
	bool has_offset, minus = text.size && text.data[0] == '-';

	lead->at = PX_TIME_NONE;
	if (!text.size || text.size >= PX_LEAD_TEXT)
		return false;
	if (px_duration_parse(px_str_n(text.data + minus, text.size - minus), &lead->before)) {
		if (!minus && !px_duration_is_zero(&lead->before))
			return false; /* after the thing: nobody asked for that yet */
		snprintf(form, PX_LEAD_TEXT, minus ? "%.*s" : "-PT0S", PX_STR_ARG(text));
		return true;
	}
	if (!px_civil_parse_ms(text, &lead->at, &has_offset) || !has_offset)
		return false;
	lead->before = (struct px_duration){ 0, 0 };
	px_civil_format_ms(lead->at, instant);
	snprintf(form, PX_LEAD_TEXT, "%sZ", instant);
	return true;
}

static bool parse(struct px_str text, struct px_lead *lead, char form[PX_LEAD_TEXT])
{
	struct px_str start, repeat;
	char inner[PX_LEAD_TEXT];

	lead->repeat = (struct px_duration){ 0, 0 };
	if (!px_str_starts(text, PX_STR("R/")))
		return parse_start(text, lead, form);
	start = px_str_cut(px_str_n(text.data + 2, text.size - 2), '/', &repeat);
	if (!parse_start(start, lead, inner) || !px_duration_parse(repeat, &lead->repeat) ||
	    lead->repeat.days * PX_MS_DAY + lead->repeat.ms < PX_MS_MINUTE)
		return false;
	return snprintf(form, PX_LEAD_TEXT, "R/%s/%.*s", inner, PX_STR_ARG(repeat)) < PX_LEAD_TEXT;
}

bool px_lead_parse(struct px_str text, struct px_lead *lead)
{
	char form[PX_LEAD_TEXT];

	return parse(text, lead, form);
}

bool px_lead_normal(struct px_str text, char form[PX_LEAD_TEXT])
{
	struct px_lead lead;

	return parse(text, &lead, form);
}
