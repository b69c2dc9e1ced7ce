/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/act/following.h"

#include "nlu/read/when.h"
#include "nlu/refer/dialogue.h"
#include "nlu/refer/times.h"

/* "from June on", "starting June", and not "from Monday to Tuesday", "from 2 June to 16 June". */
static bool begins_then(const struct px_request *request, const struct px_time_expr *t)
{
	const struct px_words behind = px_words_of(request->text, t->end, request->text.size, request->arena);
	const struct px_words within = px_words_of(request->text, t->begin, t->end, request->arena);
	if (px_words_have(&within, PX_WORDS_MOVED_TO))
		return false;
	const bool open = t->role == PX_TIME_START && t->value.kind == PX_TIME_RANGE && t->value.end.day == PX_DAY_NONE;

	return (open || (t->role != PX_TIME_START && px_times_from_then(request, t->begin))) &&
	       !(behind.count && px_word_in(&behind.at[0], PX_WORDS_MOVED_TO));
}

/*
 * "from the 20th Marco wants 6:30", "starting in June": the first day of the series that is meant.  PX_DAY_NONE if none
 * is, or if a second day, an end or a length is said, as "from the 8th to the 22nd" and "from January on it is on
 * Thursday" say more than that.
 */
static int32_t day_from(const struct px_request *request, const struct px_nlu_item *item)
{
	int32_t from = PX_DAY_NONE;

	for (size_t i = 0; i < request->time_count; i++) {
		const struct px_time_value *v = &request->times[i].value;
		const bool clock = v->kind == PX_TIME_CLOCK ||
				   (v->kind == PX_TIME_RANGE && v->start.day == PX_DAY_NONE);
		if (clock || v->kind == PX_TIME_KIND_NONE)
			continue;
		if (from != PX_DAY_NONE || v->start.day == PX_DAY_NONE || v->start.second >= 0 ||
		    !begins_then(request, &request->times[i]))
			return PX_DAY_NONE;
		from = v->start.day;
	}
	if (from == PX_DAY_NONE)
		return from;
	return px_parse_first_day(item->recurrence, from < request->today ? request->today : from);
}

static void set_on_day(const struct px_request *request, struct px_args *args, const char *key, int64_t by)
{
	const char *said = px_args_get(args, key);
	const int64_t ms = said ? px_dialogue_ms(said) + by : 0;

	if (said)
		px_args_set(args, key, px_parse_point(request, (struct px_time_point){ px_civil_ms_day(ms),
								(int32_t)(ms % PX_MS_DAY / 1000) }));
}

bool px_following_set(const struct px_request *request, const struct px_target *target, struct px_args *args)
{
	const struct px_nlu_item *item = target->item;
	const char *start = px_args_get(args, "start");

	if (!request->context->read || !item || item->kind != PX_NLU_EVENT || !item->recurrence ||
	    px_args_has(args, "recurrence") || px_args_has(args, "all_day") || (start && !strchr(start, 'T')))
		return false;
	const int32_t day = day_from(request, item);
	if (day == PX_DAY_NONE)
		return false;
	const int64_t by = start ? (int64_t)day * PX_MS_DAY - px_dialogue_ms(start) / PX_MS_DAY * PX_MS_DAY : 0;
	set_on_day(request, args, "start", by);
	set_on_day(request, args, "end", by);
	px_args_set(args, "occurrence", px_parse_point(request, (struct px_time_point){ day, -1 }));
	px_args_flag(args, "following");
	return true;
}
