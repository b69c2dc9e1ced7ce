/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Of what kind a thing is, whether it stands at the time that was said, and whether it is over.
 */
#include "nlu/refer/target.h"

#include "nlu/read/when.h"

bool px_target_stands(const struct px_when *when, const struct px_nlu_item *item)
{
	if (!when->any || when->duration || when->shift)
		return true;
	int32_t day = item->due_day;
	int second = -1;
	if (item->start != PX_TIME_NONE) {
		day = px_civil_ms_day(item->start);
		second = (int)((item->start - (int64_t)day * PX_MS_DAY) / 1000);
	}
	if (when->range && when->start.day != PX_DAY_NONE && when->end.day != PX_DAY_NONE) {
		if (item->recurrence && day != PX_DAY_NONE && day < when->start.day)
			day = px_parse_first_day(item->recurrence, when->start.day);
		if (day == PX_DAY_NONE || day < when->start.day ||
		    day > when->end.day - (when->end.second <= 0))
			return false;
		return when->start.second < 0 || second < 0 || when->day_part ||
		       (second >= when->start.second && second < when->end.second);
	}
	if (when->start.day != PX_DAY_NONE && day != when->start.day &&
	    (!item->recurrence || px_parse_first_day(item->recurrence, when->start.day) != when->start.day))
		return false;
	if (when->start.second < 0)
		return true;
	return second == when->start.second ||
	       (when->ambiguous && second >= 0 && second % 43200 == when->start.second % 43200);
}

int px_target_kind(const struct px_nlu_item *item)
{
	return item->kind == PX_NLU_TASK ? PX_TARGET_TASK :
	       item->kind == PX_NLU_EVENT ? PX_TARGET_EVENT : PX_TARGET_PROJECT;
}

bool px_target_over(const struct px_request *request, const struct px_nlu_item *item)
{
	return item->kind == PX_NLU_EVENT && !item->recurrence && item->end != PX_TIME_NONE &&
	       item->end <= request->now;
}
