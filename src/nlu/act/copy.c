/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/act/copy.h"

#include "nlu/act/change.h"
#include "nlu/act/apply.h"
#include "nlu/act/emit.h"
#include "nlu/act/new_times.h"
#include "nlu/read/when.h"
#include "nlu/refer/dialogue.h"

static struct px_time_point point_of(int64_t ms)
{
	int32_t day = px_civil_ms_day(ms);

	return (struct px_time_point){ day, (int32_t)((ms - (int64_t)day * PX_MS_DAY) / 1000) };
}

struct px_args px_copy_arguments(const struct px_request *request, const struct px_nlu_item *item)
{
	struct px_args args = { 0 };
	bool event = item->kind == PX_NLU_EVENT;
	struct px_time_point point = { item->due_day, -1 };

	if (item->start != PX_TIME_NONE)
		point = point_of(item->start);
	px_args_set(&args, "title", item->title);
	px_args_set(&args, event ? "start" : "due", px_parse_point(request, point));
	px_args_set(&args, "project", event ? NULL : item->project);
	return args;
}

bool px_copy_to(const struct px_request *request, struct px_proposal *proposal, const struct px_nlu_item *item,
		struct px_args args, const struct px_when *when, const char *why)
{
	struct px_args times = { 0 };
	bool event = item->kind == PX_NLU_EVENT;
	const char *key = event ? "start" : "due";

	px_parse_set_move(request, item, event ? PX_TARGET_EVENT : PX_TARGET_TASK, when, &times);
	const char *said = px_args_get(&times, key);
	if (!said)
		return false;
	px_args_drop(&args, key);
	px_args_set(&args, key, said);
	if (strlen(said) > 10)
		px_args_drop(&args, "all_day"); /* "again on Friday at 5" */
	const char *end = px_args_get(&times, "end");
	int64_t ms = px_dialogue_ms(said);
	if (event && !end && strlen(said) > 10 && item->start != PX_TIME_NONE && item->end > item->start &&
	    !px_change_all_day(item))
		end = px_parse_point(request, point_of(ms + item->end - item->start));
	px_args_set(&args, "end", end);
	px_parse_emit(request, proposal, event ? PX_INTENT_CREATE_EVENT : PX_INTENT_CREATE_TASK, &args, 0.93F, why);
	return true;
}

/* "copy the party to the 19th" */
PX_ACT(px_change_copy)
{
	struct px_when when = px_parse_when(request, NULL, 0);
	struct px_target target;

	px_change_target(request, session, proposal, frame, match, &target);
	if (!target.item || !when.any || when.rrule || when.shift || when.duration)
		return false;
	return px_copy_to(request, proposal, target.item, px_copy_arguments(request, target.item), &when,
		       "rule: a copy");
}

/* "the week after": counted from the day that the thing has. */
static bool following(const struct px_request *request, const struct px_nlu_item *item, struct px_when *when)
{
	int32_t day = item->start != PX_TIME_NONE ? px_civil_ms_day(item->start) : item->due_day;
	const struct px_words *w = &request->words;
	const struct px_word *period = w->count > 1 ? &w->at[w->count - 2] : NULL;

	if (!period || day == PX_DAY_NONE || !px_word_in(&w->at[w->count - 1], PX_WORDS_AFTER))
		return false;
	int days = px_word_in(period, PX_WORDS_WEEK) ? 7 : px_word_in(period, PX_WORDS_DAY) ? 1 : 0;
	*when = (struct px_when){ .start = { day + days, -1 }, .end = { PX_DAY_NONE, -1 }, .any = true };
	return days > 0;
}

bool px_copy_again(const struct px_request *request, const struct px_nlu_session *session,
		   struct px_proposal *proposal)
{
	const struct px_dialogue *d = &session->dialogue;
	const struct px_words *w = &request->words;
	struct px_when when = px_parse_when(request, NULL, 0);
	struct px_match match;
	size_t length;

	if (!d->tool || (strncmp(d->tool, "create_", 7) != 0 && strncmp(d->tool, "update_", 7) != 0) ||
	    d->touched_count != 1 || w->count > 9 || !w->count)
		return false;
	if (px_word_in(&w->at[w->count - 1], PX_WORDS_REPEATS_AT_END)) /* "am Donnerstag auch" */
		length = 0;
	else if (!px_match_prefix(PX_PATTERN_REPEATS_LAST, w->at, w->count, &match, &length))
		return false;
	const struct px_nlu_item *item = px_dialogue_current(request, &d->touched[0]);
	bool after = following(request, item, &when);
	for (size_t i = length; i < w->count; i++) {
		if (w->at[i].time < 0 && !px_word_in(&w->at[i], PX_WORDS_REPEATS_LAST_FILLER) &&
		    !(after && i + 2 >= w->count))
			return false;
	}
	if (item->kind == PX_NLU_PROJECT || when.start.day == PX_DAY_NONE || when.rrule || when.range)
		return false;
	struct px_args args = px_copy_arguments(request, item);
	if (strncmp(d->tool, "create_", 7) == 0) { /* with its place and guests */
		px_args_read(&args, d->arguments, request->arena);
		px_args_drop(&args, "recurrence");
		px_args_drop(&args, "end");
	}
	return px_copy_to(request, proposal, item, args, &when, "rule: the same again");
}
