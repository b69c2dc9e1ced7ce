/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reminders of tasks and events, as they are kept: when, not how; nothing here delivers them.
 *
 * Each is a trigger of RFC 5545 (section 3.8.6.3): a duration before the due time or start, or an instant.
 */
#include "domain/rules.h"

#include "base/json.h"
#include "domain/text.h"

enum { BEFORE_MAX = 28 * 24 * 3600 };

/* The seconds that a digit's unit stands for, in the order in which units may follow; 0: it is none here. */
static int64_t unit_seconds(char unit, bool of_time)
{
	if (of_time)
		return unit == 'H' ? 3600 : unit == 'M' ? 60 : unit == 'S' ? 1 : 0;
	return unit == 'W' ? 7 * 24 * 3600 : unit == 'D' ? 24 * 3600 : 0;
}

/* "PT1H30M" without its sign; false if it is none or longer than allowed. */
static bool parse_duration(struct px_str text, int64_t *seconds)
{
	int64_t last = INT64_MAX, number = -1;
	bool of_time = false;

	*seconds = 0;
	if (text.size < 3 || text.data[0] != 'P')
		return false;
	for (size_t i = 1; i < text.size; i++) {
		char c = text.data[i];
		if (c >= '0' && c <= '9' && number < BEFORE_MAX) {
			number = (number < 0 ? 0 : number) * 10 + (c - '0');
			continue;
		}
		if (c == 'T' && !of_time && number < 0 && i + 1 < text.size) {
			of_time = true;
			continue;
		}
		int64_t unit = unit_seconds(c, of_time);
		if (!unit || number < 0 || unit >= last)
			return false;
		*seconds += number * unit;
		last = unit;
		number = -1;
	}
	return number < 0 && last != INT64_MAX && *seconds <= BEFORE_MAX;
}

static enum px_err refuse(struct px_error *error)
{
	return px_fail(error, PX_INVALID, "reminders", "each must be a duration before it, up to four weeks, such as "
		       "-PT15M or -P1D, or an instant such as 2026-01-16T09:00:00Z");
}

/* Appends the one form of a reminder, unless it is there. */
static enum px_err add(struct px_arena *arena, json_t *list, const json_t *value, struct px_error *error)
{
	struct px_str text = px_json_string(value);
	char form[64];
	int64_t ms, seconds;
	bool has_offset;
	size_t i;
	json_t *other;

	(void)arena;
	if (text.size && text.size < sizeof(form) && text.data[0] == '-' &&
	    parse_duration(px_str_n(text.data + 1, text.size - 1), &seconds)) {
		snprintf(form, sizeof(form), "%.*s", PX_STR_ARG(text));
	} else if (parse_duration(text, &seconds) && seconds == 0) {
		snprintf(form, sizeof(form), "-PT0S");
	} else if (px_civil_parse_ms(text, &ms, &has_offset) && has_offset &&
		   px_rule_instant("reminders", ms, NULL) == PX_OK) {
		char instant[PX_CIVIL_TEXT];
		px_civil_format_ms(ms, instant);
		snprintf(form, sizeof(form), "%sZ", instant);
	} else {
		return refuse(error);
	}
	json_array_foreach(list, i, other)
		if (strcmp(json_string_value(other), form) == 0)
			return PX_OK;
	return json_array_append_new(list, json_string(form)) == 0 ? PX_OK : PX_NO_MEMORY;
}

enum px_err px_rule_reminders(struct px_domain *domain, const char **reminders, struct px_error *error)
{
	static const struct px_text_list_rule rule = { add, refuse };

	return px_text_list(domain->arena, &rule, reminders, error);
}
