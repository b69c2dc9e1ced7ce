/* SPDX-License-Identifier: Apache-2.0 */
/*
 * New times of what is there: moves, shifts and lengths.
 */
#include "nlu/act/change.h"

#include <stdlib.h>

/* From midnight to a later midnight: dates without times. */
static bool is_all_day(const struct px_nlu_item *item)
{
	return item->kind == PX_NLU_EVENT && item->end != PX_TIME_NONE && item->end > item->start &&
	       item->start % PX_MS_DAY == 0 && item->end % PX_MS_DAY == 0;
}

struct px_time_point px_change_item_point(const struct px_nlu_item *item)
{
	struct px_time_point point = { item->due_day, -1 };

	if (item->start != PX_TIME_NONE && is_all_day(item)) {
		point.day = px_civil_ms_day(item->start);
	} else if (item->start != PX_TIME_NONE) {
		point.day = px_civil_ms_day(item->start);
		point.second = (int32_t)((item->start - (int64_t)point.day * PX_MS_DAY) / 1000);
	}
	return point;
}

/* A bare weekday means the week in which the thing is. */
static int32_t same_week(const struct px_parse *parse, int32_t old, int32_t said)
{
	bool weekday = false;
	size_t from = 0;

	for (size_t i = 0; i < parse->words.count; i++)
		from = px_word_in(&parse->words.at[i], "to until till onto") ? i : from;
	for (size_t i = from; i < parse->words.count; i++) {
		const struct px_word *w = &parse->words.at[i];
		if (w->time < 0)
			continue;
		if (px_word_in(w, "next last week weeks tomorrow today month in"))
			return said;
		weekday |= px_word_in(w, "monday tuesday wednesday thursday friday saturday sunday mon tue tues wed "
					 "thu thur thurs fri sat sun");
		if (w->text[0] >= '0' && w->text[0] <= '9' && w->size > 2 && !strchr(w->text, ':') && !strstr(w->text, "pm") && !strstr(w->text, "am"))
			return said;
	}
	int32_t day = old - px_civil_weekday(old) + px_civil_weekday(said);
	return weekday && day > parse->today && old > parse->today ? day : said;
}

static bool says_until(const struct px_parse *parse)
{
	for (size_t i = 0; i < parse->words.count; i++) {
		if (px_word_in(&parse->words.at[i], "until till til"))
			return true;
	}
	return false;
}

/* "to the week after next": a week as the target keeps the weekday of an event. */
static bool is_week(const struct px_when *when)
{
	return when->range && when->whole_days && when->start.day != PX_DAY_NONE && when->end.day == when->start.day + 7;
}

static struct px_time_point moved(const struct px_parse *parse, const struct px_nlu_item *item,
				  const struct px_when *when)
{
	struct px_time_point point = when->start, old = { PX_DAY_NONE, -1 };

	if (item)
		old = px_change_item_point(item);
	if (old.second == 0 && when->ambiguous && item->title) {
		struct px_words title = px_words_of(px_str(item->title), 0, strlen(item->title), parse->arena);
		struct px_when half = *when;
		px_parse_choose_half(title.at, title.count, &half);
		point.second = half.start.second;
	}
	if (when->range && when->whole_days && point.day == PX_DAY_NONE) /* "by Friday", "until Friday" */
		point.day = when->end.day - !says_until(parse);
	if (is_week(when) && item && item->kind == PX_NLU_EVENT && old.day != PX_DAY_NONE)
		point.day = when->start.day + (px_civil_weekday(old.day) - px_civil_weekday(when->start.day) + 7) % 7;
	if (point.second >= 0 && old.second > 0 && when->ambiguous && !when->range) { /* 0: a whole day has no half */
		int32_t other = point.second + (point.second < 43200 ? 43200 : -43200);
		bool by_day = point.second >= 7 * 3600 && point.second < 20 * 3600, other_by_day = other >= 7 * 3600 && other < 20 * 3600;
		bool near = abs(point.second - old.second) <= 2 * 3600 || abs(other - old.second) <= 2 * 3600;
		if (!near && by_day != other_by_day && old.second >= 7 * 3600 && old.second < 18 * 3600)
			point.second = by_day ? point.second : other; /* what is by day stays by day */
		else if (abs(other - old.second) < abs(point.second - old.second))
			point.second = other;
	}
	if (point.second < 0 && old.second >= 0)
		point.second = old.second;
	if (point.day != PX_DAY_NONE && item && old.day != PX_DAY_NONE)
		point.day = item->kind == PX_NLU_EVENT ? same_week(parse, old.day, point.day) : point.day;
	if (point.day == PX_DAY_NONE)
		point.day = old.day;
	return px_parse_next(parse, point);
}

void px_parse_set_move(const struct px_parse *parse, const struct px_nlu_item *item, int kind,
		       const struct px_when *when, struct px_args *args)
{
	bool event = item ? item->kind == PX_NLU_EVENT : kind == PX_TARGET_EVENT;
	struct px_time_point point = moved(parse, item, when);

	if (!event && item && item->due_day != PX_DAY_NONE && when->rrule && when->start.day == PX_DAY_NONE && when->start.second < 0 && !strstr(when->rrule, "BY")) {
		px_args_set(args, "recurrence", when->rrule); /* "every 3 months instead": from the day it has */
		return;
	}
	if (!event) {
		struct px_when due = *when;
		if (when->range && when->whole_days && when->start.day == PX_DAY_NONE && says_until(parse)) {
			due.range = false; /* "wait until Friday" is Friday, not the day before */
			due.start.day = when->end.day;
			px_parse_set_due(parse, args, &due);
			return;
		}
		if (!when->rrule && (!when->range || when->day_part)) {
			due.start = point;
			due.range = false;
		}
		px_parse_set_due(parse, args, &due);
		return;
	}
	if (when->rrule) {
		px_args_set(args, "recurrence", when->rrule);
		if (when->start.second < 0 && when->start.day == PX_DAY_NONE)
			return;
		if (when->start.day == PX_DAY_NONE && strstr(when->rrule, "BYDAY") && point.day != PX_DAY_NONE)
			point.day = px_parse_first_day(when->rrule, point.day); /* "to Wednesdays at 7" */
	}
	px_args_set(args, "start", px_parse_point(parse, point));
	if (when->range && !when->day_part && when->end.second >= 0) {
		struct px_time_point end = when->end;
		if (end.day == PX_DAY_NONE)
			end.day = point.day;
		px_args_set(args, "end", px_parse_point(parse, end));
	} else if (when->range && when->whole_days && item && is_all_day(item) && !is_week(when) && when->start.day != PX_DAY_NONE &&
		   when->end.day > point.day + 1) {
		px_args_set(args, "end", px_parse_point(parse, when->end));
	} else if (when->duration && point.second >= 0) {
		px_args_set(args, "duration", px_parse_span(parse, when->months, when->seconds));
	}
}

void px_parse_set_length(const struct px_parse *parse, const struct px_nlu_item *item,
			 const struct px_when *when, int sign, struct px_args *args)
{
	int64_t seconds = when->seconds < 0 ? -when->seconds : when->seconds;

	if (sign) {
		int64_t old = item && item->end != PX_TIME_NONE && item->start != PX_TIME_NONE ?
			      (item->end - item->start) / 1000 : 3600;
		seconds = old + sign * seconds;
		if (seconds <= 0)
			return;
	}
	px_args_set(args, "duration", px_parse_span(parse, when->months, seconds));
}

/* A range said as "from 3 to 4" in a move: the first is where it was. */
static void split_from_to(const struct px_parse *parse, const struct px_word *word, struct px_when *when,
			  const struct px_nlu_item *item)
{
	struct px_str said = px_str_n(parse->text.data + word->begin, word->end - word->begin);
	struct px_time_point old = item ? px_change_item_point(item) : (struct px_time_point){ PX_DAY_NONE, -1 };
	bool from = word > parse->full.at && px_word_is(word - 1, "from");

	if (!when->range || when->day_part || when->end.day == PX_DAY_NONE)
		return;
	from |= said.size > 5 && px_str_eq_case(px_str_n(said.data, 5), PX_STR("from "));
	if (!from || (when->start.second >= 0 && old.second >= 0 && old.second != when->start.second))
		return;
	if (when->whole_days && item && is_all_day(item) && old.day != when->start.day)
		return; /* "is from the 8th to the 10th instead": new days, both */
	if (when->whole_days) {
		when->end.day--;
		when->start = (struct px_time_point){ when->end.day, -1 };
	} else {
		when->start = when->end;
	}
	when->range = false;
}

const struct px_nlu_item *px_change_occurrence(const struct px_parse *parse, const struct px_target *target,
						struct px_nlu_item *room)
{
	const struct px_nlu_item *item = target->item;

	if (!item || !item->recurrence || target->day == PX_DAY_NONE || item->start == PX_TIME_NONE)
		return item;
	int32_t from = target->day < parse->today ? parse->today : target->day;
	int32_t day = px_parse_first_day(item->recurrence, from);
	if (day >= target->day_end)
		return item;
	int64_t by = (int64_t)(day - px_civil_ms_day(item->start)) * PX_MS_DAY;
	*room = *item;
	room->start += by;
	room->end = item->end == PX_TIME_NONE ? PX_TIME_NONE : item->end + by;
	return room;
}

/* "the call can't be at 11, make it quarter to twelve", "don't edit it on Friday, do it on Monday" */
PX_ACT(px_change_last)
{
	const struct px_words *words = px_frame_words(parse, frame);
	const struct px_capture *c, *last = NULL;
	struct px_target target;
	struct px_args args = { 0 };

	for (size_t i = 0; (c = px_match_get(match, 'T', i)); i++)
		last = c;
	if (!last)
		return false;
	struct px_when when = px_parse_when(parse, words->at + last->from, words->count - last->from);
	px_change_target(parse, frame, match, &target);
	if (!when.any || when.duration || when.shift || when.rrule)
		return false;
	const struct px_capture *place = px_match_get(match, 'l', 0);
	px_parse_set_move(parse, target.item, 0, &when, &args);
	if (place && target.item && target.item->kind == PX_NLU_EVENT)
		px_args_set(&args, "location", px_parse_surface(parse, words->at, place->from, place->to));
	return args.count && px_parse_change_target(parse, PX_VERB_UPDATE, &target, &args, 0.93F, "rule: rather then");
}

/* "to the same time next week" */
static bool says_same_next_week(const struct px_parse *parse)
{
	const struct px_words *w = &parse->words;

	for (size_t i = 0; i + 3 < w->count; i++) {
		if (px_word_in(&w->at[i], "same this") && px_word_in(&w->at[i + 1], "time day") && px_word_is(&w->at[i + 2], "next") &&
		    px_word_is(&w->at[i + 3], "week"))
			return true;
	}
	return false;
}

PX_ACT(px_change_move)
{
	const struct px_words *words = px_frame_words(parse, frame);
	const struct px_capture *last = NULL, *c;
	struct px_when when = { .start = { PX_DAY_NONE, -1 }, .end = { PX_DAY_NONE, -1 } };
	struct px_target target;
	struct px_args args = { 0 };
	size_t from = 0;

	if (px_word_in(&words->at[0], "shift change switch swap") && words->count > 1 && px_word_in(&words->at[1], "at with"))
		return false; /* "shift at the cafe": the noun */
	px_change_target(parse, frame, match, &target);
	for (size_t i = 0; (c = px_match_get(match, 'T', i)); i++)
		last = c;
	if (!last || (!target.words[0] && !target.item && !target.candidate_count))
		return false;
	/* "from Thursday to Friday": only what follows the last "to" is the new time. */
	for (size_t i = 0; i < last->to; i++) {
		if (words->at[i].time < 0 && px_word_in(&words->at[i], "to until till for onto on at by"))
			from = i;
		if (px_word_in(&words->at[i], "to until till") && words->at[i].time < 0)
			break;
	}
	for (size_t i = from; i < words->count; i++) {
		if (words->at[i].time >= 0)
			px_parse_when_add(parse, &when, &parse->times[words->at[i].time]);
	}
	if (!when.any) /* one time in two places: the first has its value */
		when = px_parse_when(parse, NULL, 0);
	if (!when.any || (when.duration && when.start.day == PX_DAY_NONE && when.start.second < 0) || when.shift)
		return false;
	split_from_to(parse, &words->at[last->from], &when, target.item);
	if (frame->value[0] == 's' && when.range && when.end.day == PX_DAY_NONE && when.end.second < 0)
		when.range = false;
	bool event = px_change_means_event(parse, &target, PX_VERB_UPDATE);
	if (event && when.range && when.start.day == PX_DAY_NONE && when.start.second < 0 && when.end.second >= 0 && says_until(parse)) {
		when.start = when.end; /* "the flight is delayed till 9" */
		when.range = false;
	}
	if (target.item && says_same_next_week(parse)) {
		px_args_set(&args, "shift", "P7D");
		return px_parse_change_target(parse, PX_VERB_UPDATE, &target, &args, 0.94F, "rule: the same next week");
	}
	struct px_nlu_item one;
	px_parse_set_move(parse, px_change_occurrence(parse, &target, &one), event ? PX_TARGET_EVENT : PX_TARGET_TASK,
			  &when, &args);
	if (!event) {
		px_args_set(&args, "priority", parse->slots.priority);
		px_args_set(&args, "project", parse->slots.project);
	} else if (!parse->slots.location && words->at[words->count - 1].time < 0) {
		px_slots_place(parse, words->at + last->to, words->count - last->to);
		px_args_set(&args, "location", parse->slots.location);
	}
	if (!args.count)
		return false;
	if (!target.item && !target.many && target.candidate_count >= 2 && when.start.day == PX_DAY_NONE && when.start.second >= 0 && !when.range)
		px_args_flag(&args, "clock_only"); /* until the question is answered */
	return px_parse_change_target(parse, PX_VERB_UPDATE, &target, &args, 0.94F, "rule: move");
}

/* "the long day is on Tuesday": only of a thing whose whole name was said. */
PX_ACT(px_change_told)
{
	size_t count;
	const struct px_word *words = px_change_words(parse, frame, match, 'x', &count);
	struct px_target target;

	px_target_find(parse, words, count, frame->flags & PX_FRAME_EVENT ? PX_TARGET_EVENT : PX_TARGET_TASK | PX_TARGET_EVENT, &target);
	return target.item && target.score >= 0.85F && px_change_move(parse, frame, match);
}

/* "the standup starts at 9:15" */
PX_ACT(px_change_starts)
{
	const struct px_capture *c = px_match_get(match, 'T', 0);
	const struct px_time_expr *t = &parse->times[px_frame_words(parse, frame)->at[c->from].time];
	const char *text = parse->text.data + t->begin;

	const struct px_words *words = px_frame_words(parse, frame);
	size_t end = c->from;
	while (end > 1 && px_word_in(&words->at[end - 1], "at on"))
		end--;
	const struct px_word *before = end ? &words->at[end - 1] : words->at;
	struct px_target target = { .score = 0 };
	bool is = end > 0 && before->time < 0 && before->size > 2 && strcmp(before->text + before->size - 2, "'s") == 0;
	if (is)
		px_parse_target(parse, words->at, end, PX_TARGET_EVENT, &target);
	is &= target.item && target.score >= 0.9F;

	/* "from now on", "study group's at 4", "it starts at 9" */
	if (!parse->ongoing && !is && (t->role != PX_TIME_START || strncasecmp(text, "start", 5) != 0))
		return false;
	return px_change_move(parse, frame, match);
}

/* "postmortem by tonight": nothing but a task's own words and a time. */
PX_ACT(px_change_bare)
{
	struct px_target target;
	size_t count;
	const struct px_word *words = px_change_words(parse, frame, match, 'x', &count);

	px_change_target(parse, frame, match, &target);
	struct px_when when = px_parse_when(parse, NULL, 0);
	if (when.range && when.start.second >= 0 && when.end.second >= 0 && !when.day_part)
		return false; /* a task has no end: "budget review 2 to 3" is an event */
	if (!target.item || target.pronoun || target.score < 0.9F || count > 3 || px_parse_task_verb(&words[0]) ||
	    px_word_in(&words[0], "for on a an and what how") || parse->slots.project)
		return false;
	return px_change_move(parse, frame, match);
}

/* "the audit on Tuesday rather than Wednesday, and bump it up to high": what is ranked with "it" is there already. */
PX_ACT(px_change_both)
{
	static const char ranks[] = "and (bump|make|mark|set|put|raise|lower|drop|push|flag|treat|knock|give) (it|that|this|them|the priority)";
	const struct px_words *w = &parse->words;
	struct px_match found;
	size_t length;

	for (size_t i = 1; i + 2 < w->count; i++) {
		if (px_match_prefix(ranks, w->at + i, w->count - i, &found, &length))
			return px_change_told(parse, frame, match);
	}
	return false;
}

static int direction_of(const struct px_words *words)
{
	int sign = 0;

	for (size_t i = 0; i < words->count; i++) {
		if (px_word_in(&words->at[i], "earlier forward forwards up sooner advance prepone"))
			return -1;
		if (px_word_in(&words->at[i], "later back out off delay postpone defer push snooze backwards"))
			sign = 1;
	}
	return sign;
}

int px_parse_length_sign(const struct px_parse *parse)
{
	for (size_t i = 0; i < parse->words.count; i++) {
		if (px_word_in(&parse->words.at[i], "longer shorter"))
			return parse->words.at[i].text[0] == 'l' ? 1 : -1;
	}
	return 0;
}

/* "Marina Bay now": the words of {l} without what only says that it changed. */
static const char *place_of(const struct px_parse *parse, const struct px_words *words, const struct px_capture *place)
{
	size_t to = place->to;

	while (to > place->from + 1u && px_word_in(&words->at[to - 1], "now instead too"))
		to--;
	return px_parse_surface(parse, words->at, place->from, to);
}

PX_ACT(px_change_shift)
{
	const struct px_words *words = px_frame_words(parse, frame);
	struct px_when when = px_parse_when(parse, NULL, 0);
	struct px_target target;
	struct px_args args = { 0 };
	int sign = direction_of(&parse->words);

	px_change_target(parse, frame, match, &target);
	if (frame->value[0] && !when.shift)
		return false;
	if (frame->value[0] == 'e' && target.item) { /* "ends an hour later" */
		px_parse_set_length(parse, target.item, &when, when.seconds < 0 ? -1 : 1, &args);
		return args.count && target.item->kind == PX_NLU_EVENT &&
		       px_parse_change_target(parse, PX_VERB_UPDATE, &target, &args, 0.93F, "rule: length");
	}
	int length = px_parse_length_sign(parse);
	if (length && when.seconds && (!target.item || target.item->kind == PX_NLU_EVENT)) {
		px_parse_set_length(parse, target.item, &when, length, &args);
		target.kinds = PX_TARGET_EVENT;
		return args.count && px_parse_change_target(parse, PX_VERB_UPDATE, &target, &args, 0.93F, "rule: length");
	}
	if (!(when.shift || when.duration) || (!target.words[0] && !target.item && !target.candidate_count))
		return false;
	if (!sign && !when.shift && target.item && target.item->kind == PX_NLU_EVENT && when.seconds > 0 &&
	    px_word_in(&parse->words.at[0], "make have")) {
		px_parse_set_length(parse, target.item, &when, 0, &args); /* "make the call 30 minutes" */
		return args.count && px_parse_change_target(parse, PX_VERB_UPDATE, &target, &args, 0.93F, "rule: length");
	}
	if (frame->flags & PX_FRAME_EARLIER && sign >= 0 && !when.shift)
		sign = -1;
	if (!sign && !when.shift)
		sign = 1;
	int64_t seconds = sign && when.seconds < 0 ? -when.seconds : when.seconds;
	int32_t months = sign && when.months < 0 ? -when.months : when.months;
	if (sign < 0)
		seconds = -seconds, months = -months;
	px_args_set(&args, "shift", px_parse_span(parse, months, seconds));
	const struct px_capture *place = px_match_get(match, 'l', 0);
	if (place)
		px_args_set(&args, "location", place_of(parse, words, place));
	return px_parse_change_target(parse, PX_VERB_UPDATE, &target, &args, 0.94F, "rule: shift");
}

/* "delayed till 9" is a new start, no end. */
static bool says_moved(const struct px_parse *parse)
{
	for (size_t i = 0; i < parse->words.count; i++) {
		if (px_word_in(&parse->words.at[i], "delayed postponed pushed moved deferred bumped shifted put"))
			return true;
	}
	return false;
}

static bool says_end(const struct px_parse *parse)
{
	for (size_t i = 0; i < parse->words.count; i++) {
		if (px_word_in(&parse->words.at[i], "ends end finishes finish until till"))
			return true;
	}
	return false;
}

/* value: "u" until then, "+" longer, "-" shorter, "=" exactly */
PX_ACT(px_change_length)
{
	struct px_when when = px_parse_when(parse, NULL, 0);
	struct px_target target;
	struct px_args args = { 0 };

	px_change_target(parse, frame, match, &target);
	if (!when.seconds && !when.months) {
		bool until = when.range && when.end.second >= 0 && when.start.second < 0;
		if (frame->value[0] == 'u' && ((!until && !says_end(parse)) || says_moved(parse)))
			return false;
		if ((frame->value[0] != '+' && frame->value[0] != 'u') || (when.start.second < 0 && !until))
			return false;
		struct px_time_point end = until ? when.end : when.start;
		if (end.day == PX_DAY_NONE && target.item)
			end.day = px_change_item_point(target.item).day;
		if (target.item && target.item->start != PX_TIME_NONE && end.second < 43200 &&
		    end.day == px_civil_ms_day(target.item->start) && end.second <= (int32_t)(target.item->start % PX_MS_DAY / 1000))
			end.second += 43200; /* what begins at 19:00 lasts "until nine" in the evening */
		px_args_set(&args, "end", px_parse_point(parse, px_parse_next(parse, end)));
	} else {
		px_parse_set_length(parse, target.item, &when,
				    frame->value[0] == '+' ? 1 : frame->value[0] == '-' ? -1 : 0, &args);
	}
	if (!args.count || (target.item && target.item->kind != PX_NLU_EVENT))
		return false;
	target.kinds |= PX_TARGET_EVENT;
	return px_parse_change_target(parse, PX_VERB_UPDATE, &target, &args, 0.93F, "rule: length");
}
