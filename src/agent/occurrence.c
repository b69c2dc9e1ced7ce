/* SPDX-License-Identifier: Apache-2.0 */
/* Looks the days of the text up with the time engine. */
#include "agent/occurrence.h"

#include "domain/recurrence.h"
#include "agent/tool_time.h"

static const struct px_nlu_item *find_series(const struct px_nlu_context *context,
					     struct px_str target)
{
	for (size_t i = 0; i < context->item_count; i++) {
		const struct px_nlu_item *item = &context->items[i];
		if (item->kind == PX_NLU_EVENT && item->recurrence && item->title &&
		    px_str_eq_case(px_str(item->title), target))
			return item;
	}
	return NULL;
}

/* "tomorrow's", "Friday’s": the ending belongs to the expression or follows it. */
static bool is_possessive(struct px_str text, const struct px_time_expr *found)
{
	struct px_str said = px_str_n(text.data + found->begin, found->end - found->begin);
	struct px_str rest = px_str_n(text.data + found->end, text.size - found->end);

	return px_str_ends(said, PX_STR("'s")) || px_str_ends(said, PX_STR("’s")) ||
	       px_str_starts(rest, PX_STR("'s")) || px_str_starts(rest, PX_STR("’s"));
}

/* The day an expression names, or PX_DAY_NONE; "Friday's" reads like "Fridays" to the time engine. */
static int32_t named_day(const struct px_nlu_context *context, const struct px_time_value *value)
{
	int64_t now = px_tz_to_local(context->tz, context->now);
	int64_t first;

	if (value->kind == PX_TIME_DATE || value->kind == PX_TIME_DATETIME)
		return value->start.day;
	if (value->kind != PX_TIME_SET || !strstr(value->rrule, "BYDAY="))
		return PX_DAY_NONE;
	first = px_recurrence_first(value->rrule, context->tz,
				    px_civil_ms_day(now) * PX_MS_DAY);
	return first == PX_TIME_NONE ? PX_DAY_NONE : px_civil_ms_day(first);
}

/* A new time without a day was put on the day of the series' next occurrence: it belongs to `day`. */
static void move_start(json_t *arguments, const struct px_nlu_item *series, int32_t day)
{
	struct px_str text = px_json_string(json_object_get(arguments, "start"));
	char moved[2 * PX_CIVIL_TEXT], date[PX_CIVIL_TEXT];
	bool has_offset;
	int64_t local;

	if (text.size < 16 || text.size > PX_CIVIL_TEXT ||
	    !px_civil_parse_ms(text, &local, &has_offset) || has_offset ||
	    px_civil_ms_day(local) != px_civil_ms_day(series->start))
		return;
	px_civil_format_day(day, date);
	snprintf(moved, sizeof(moved), "%s%.*s", date, (int)(text.size - 10), text.data + 10);
	json_object_set_new(arguments, "start", json_string(moved));
}

void px_occurrence_name(const struct px_nlu_context *context, const char *tool, struct px_str text,
			bool alone, json_t *arguments)
{
	bool deletion = strcmp(tool, "delete_event") == 0;
	struct px_time_context time = px_tool_time_context(context);
	struct px_time_expr found[PX_TIME_MAX];
	char date[PX_CIVIL_TEXT];

	if ((!deletion && strcmp(tool, "update_event") != 0) ||
	    json_object_get(arguments, "occurrence"))
		return;
	const struct px_nlu_item *series =
		find_series(context, px_json_string(json_object_get(arguments, "target")));
	size_t count = series ? px_time_find(&time, text, found, PX_TIME_MAX) : 0;
	for (size_t i = 0; i < count; i++) {
		bool possessive = is_possessive(text, &found[i]);
		bool plain = deletion && alone && found[i].value.kind != PX_TIME_SET;
		int32_t day = named_day(context, &found[i].value);
		if (day == PX_DAY_NONE || !(possessive || plain))
			continue;
		px_civil_format_day(day, date);
		json_object_set_new(arguments, "occurrence", json_string(date));
		move_start(arguments, series, day);
		return;
	}
}
