/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Times that a question names, by the time engine: "last spring", "in March
 * 2026", "on Friday" become ranges of instants.
 */
#include "memory/recall.h"

#include "nlu/time/time.h"

#define DAY 86400000LL

static int64_t instant(const struct px_tz *tz, struct px_time_point point, int64_t otherwise)
{
	int64_t second = point.second < 0 ? 0 : point.second;

	return point.day == PX_DAY_NONE ? otherwise
					: px_tz_to_utc(tz, point.day * DAY + second * 1000, NULL);
}

static bool read_value(const struct px_tz *tz, const struct px_time_value *value, enum px_time_role role, int64_t now,
		       struct px_recall_time *time)
{
	switch (value->kind) {
	case PX_TIME_DATE:
	case PX_TIME_DATETIME:
		time->from = instant(tz, (struct px_time_point){ value->start.day, 0 }, INT64_MIN);
		time->to = instant(tz, (struct px_time_point){ value->start.day + 1, 0 }, INT64_MAX);
		break;
	case PX_TIME_RANGE:
		time->from = instant(tz, value->start, INT64_MIN);
		time->to = instant(tz, value->end, INT64_MAX);
		break;
	default:
		return false;
	}
	if (role == PX_TIME_START) /* "since March" */
		time->to = now;
	return time->from < time->to && !(time->from == INT64_MIN && time->to == INT64_MAX);
}

void px_recall_read_times(struct px_recall_question *question, const struct px_tz *tz)
{
	struct px_time_context context = { .now_utc = question->now, .tz = tz, .day_first = true, .prefer_past = true,
					   .country = "" };
	struct px_time_expr found[PX_RECALL_TIMES_MAX];
	size_t count = px_time_find(&context, question->text, found, PX_RECALL_TIMES_MAX);

	question->time_count = 0;
	for (size_t i = 0; i < count; i++) {
		struct px_recall_time *time = &question->times[question->time_count];
		question->time_count += read_value(tz, &found[i].value, found[i].role, question->now, time);
	}
}
