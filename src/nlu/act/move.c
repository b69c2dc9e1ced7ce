/* SPDX-License-Identifier: Apache-2.0 */
/*
 * New times of what is there: moves, shifts and lengths.
 */
#include "nlu/act/move.h"

#include "nlu/act/apply.h"
#include "nlu/act/change.h"
#include "nlu/act/new_times.h"
#include "nlu/read/slots.h"
#include "nlu/read/title.h"
#include "nlu/read/vocabulary.h"
#include "nlu/read/when.h"
#include "nlu/refer/dialogue.h"
#include "nlu/refer/except.h"
#include "nlu/refer/find.h"

#include <stdlib.h>

/* A range said as "from 3 to 4" in a move: the first is where it was. */
static void split_from_to(const struct px_request *request, const struct px_word *word, struct px_when *when,
			  const struct px_nlu_item *item)
{
	struct px_str said = px_str_n(request->text.data + word->begin, word->end - word->begin);
	struct px_time_point old = item ? px_change_item_point(item) : (struct px_time_point){ PX_DAY_NONE, -1 };
	bool from = word > request->full.at && px_word_in(word - 1, PX_WORDS_FROM);

	if (!when->range || when->day_part || when->end.day == PX_DAY_NONE)
		return;
	from |= said.size > 5 && px_str_eq_case(px_str_n(said.data, 5), px_str(px_phrase(PX_PHRASE_FROM_LEAD)));
	if (!from || (when->start.second >= 0 && old.second >= 0 && old.second != when->start.second))
		return;
	if (when->whole_days && item && px_change_all_day(item) && old.day != when->start.day)
		return; /* "is from the 8th to the 10th instead": new days, both */
	if (when->whole_days) {
		when->end.day--;
		when->start = (struct px_time_point){ when->end.day, -1 };
	} else {
		when->start = when->end;
	}
	when->range = false;
}

/* "the call can't be at 11, make it quarter to twelve", "don't edit it on Friday, do it on Monday" */
PX_ACT(px_change_last)
{
	const struct px_words *words = px_frame_words(request, frame);
	const struct px_capture *c, *last = NULL;
	struct px_target target;
	struct px_args args = { 0 };

	for (size_t i = 0; (c = px_match_get(match, 'T', i)); i++)
		last = c;
	if (!last)
		return false;
	struct px_when when = px_parse_when(request, words->at + last->from, words->count - last->from);
	px_change_target(request, session, proposal, frame, match, &target);
	if (!when.any || when.duration || when.shift || when.rrule)
		return false;
	const struct px_capture *place = px_match_get(match, 'l', 0);
	px_parse_set_move(request, target.item, 0, &when, &args);
	if (place && target.item && target.item->kind == PX_NLU_EVENT)
		px_args_set(&args, "location", px_parse_surface(request, words->at, place->from, place->to));
	return args.count && px_parse_change_target(request, session, proposal, PX_VERB_UPDATE, &target, &args, 0.93F,
						    "rule: rather then");
}

/* Of a series that no day was said of, the next one is meant; "all of them" overrules it where days are counted. */
static void pin_next(struct px_target *target)
{
	const struct px_nlu_item *item = target->item;

	if (item && item->kind == PX_NLU_EVENT && item->recurrence && target->day == PX_DAY_NONE &&
	    item->start != PX_TIME_NONE) {
		target->day = px_civil_ms_day(item->start);
		target->day_end = target->day + 1;
	}
}

/*
 * "Brightline wants Friday at 10", "Ben wants it 15 minutes earlier": the event with them, first of all the one that
 * was spoken of.
 */
PX_ACT(px_change_offered)
{
	const struct px_words *words = px_frame_words(request, frame);
	const struct px_dialogue *d = &session->dialogue;
	size_t count;
	const struct px_word *who = px_change_words(request, frame, match, 'w', &count);
	struct px_when when = px_parse_when(request, NULL, 0);
	struct px_target target;
	struct px_args args = { 0 };

	if (!who || count > 3 || !when.any || when.rrule || px_word_in(&who[0], PX_WORDS_SUBJECT_I))
		return false;
	px_target_find(request, who, count, PX_TARGET_EVENT, &target);
	if (!target.item && !target.candidate_count)
		return false;
	for (size_t i = 0; i < target.candidate_count && !target.item && d->touched_count; i++) {
		if (px_id_eq(target.candidates[i]->id, d->touched[0].id) && !px_id_is_none(d->touched[0].id))
			target.item = target.candidates[i];
	}
	px_proposal_name(proposal, who, count);
	target.day = PX_DAY_NONE;
	if (when.shift) {
		if (!request->ongoing)
			pin_next(&target);
		px_args_set(&args, "shift", px_parse_span(request, when.months, when.seconds));
	} else {
		const struct px_capture *last = px_match_get(match, 'T', 0);
		when = px_parse_when(request, words->at + last->from, words->count - last->from);
		px_change_following(request, target.item, &when);
		px_parse_set_move(request, target.item, PX_TARGET_EVENT, &when, &args);
	}
	return args.count && px_parse_change_target(request, session, proposal, PX_VERB_UPDATE, &target, &args, 0.92F,
						    "rule: they'd rather");
}

/* "move the training to the week after": as much later as the frame says. */
PX_ACT(px_change_next_week)
{
	struct px_target target;
	struct px_args args = { 0 };

	px_change_target(request, session, proposal, frame, match, &target);
	if (!target.item && !target.many && target.candidate_count < 2)
		return false;
	pin_next(&target);
	px_args_set(&args, "shift", frame->value);
	return px_parse_change_target(request, session, proposal, PX_VERB_UPDATE, &target, &args, 0.93F, "rule: shift");
}

/* "to the same time next week" */
static bool says_same_next_week(const struct px_request *request)
{
	const struct px_words *w = &request->words;

	for (size_t i = 0; i + 3 < w->count; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_SAME_OR_THIS) && px_word_in(&w->at[i + 1], PX_WORDS_TIME_OR_DAY) &&
		    px_word_in(&w->at[i + 2], PX_WORDS_NEXT_ONE) && px_word_in(&w->at[i + 3], PX_WORDS_WEEK))
			return true;
	}
	return false;
}

/* "move everything from tomorrow to Friday": what stands then. */
static bool all_from_then(const struct px_request *request, const struct px_nlu_session *session,
			  const struct px_words *words, const struct px_match *match, struct px_target *target)
{
	const struct px_capture *x = px_match_get(match, 'x', 0), *old = px_match_get(match, 'T', 0);

	if (!x || !old || !px_match_get(match, 'T', 1) || old->from < x->to ||
	    !px_word_in(&words->at[x->from], PX_WORDS_EVERYTHING) ||
	    !px_word_in(&words->at[x->to], PX_WORDS_FROM_OR_ON))
		return false;
	px_parse_target(request, session, words->at + x->from, (size_t)(old->to - x->from), PX_TARGET_TASK |
			PX_TARGET_EVENT,
			target);
	return target->many;
}

/* "choir half past seven this week": of a series the day in that week, and the rest of what was said for it. */
static void take_week(const struct px_request *request, struct px_target *target, struct px_when *when)
{
	struct px_when rest = { .start = { PX_DAY_NONE, -1 }, .end = { PX_DAY_NONE, -1 } };
	const struct px_time_value *week = NULL;

	if (!target->item || !target->item->recurrence || target->day != PX_DAY_NONE)
		return;
	for (size_t i = 0; i < request->time_count; i++) {
		const struct px_time_value *v = &request->times[i].value;
		if (v->kind == PX_TIME_RANGE && v->start.day != PX_DAY_NONE && v->start.second < 0 &&
		    v->end.day == v->start.day + 7)
			week = v;
		else
			px_parse_when_add(&rest, &request->times[i]);
	}
	if (!week || !rest.any || rest.start.day != PX_DAY_NONE)
		return;
	target->day = week->start.day;
	target->day_end = week->end.day;
	*when = rest;
}

/* Each of several things is moved by itself: a task's day is its due date, an event's its start. */
static bool move_each(const struct px_request *request, const struct px_nlu_session *session,
		      struct px_proposal *proposal, const struct px_target *target, const struct px_when *when)
{
	size_t calls = proposal->result.call_count;

	for (size_t i = 0; i < target->candidate_count; i++) {
		const struct px_nlu_item *item = target->candidates[i];
		struct px_target one = { .item = item, .words = "", .day = target->day, .day_end = target->day_end };
		struct px_args args = { 0 };
		struct px_nlu_item room;
		if (px_proposal_excepts(request, proposal, item))
			continue;
		px_parse_set_move(request, px_change_occurrence(request, &one, &room), 0, when, &args);
		if (args.count)
			(void)px_parse_change_target(request, session, proposal, PX_VERB_UPDATE, &one, &args, 0.93F,
						     "rule: move each");
	}
	return proposal->result.call_count > calls;
}

bool px_move_to(const struct px_request *request, const struct px_nlu_session *session, struct px_proposal *proposal,
		struct px_target *target, struct px_when when, const struct px_args *more, float confidence,
		const char *why)
{
	struct px_args args = { 0 };
	struct px_nlu_item one;

	px_change_following(request, target->item, &when);
	take_week(request, target, &when);
	if (target->many && target->candidate_count && !more->count)
		return move_each(request, session, proposal, target, &when);
	bool event = px_change_means_event(request, target, PX_VERB_UPDATE);
	if (event && when.range && when.start.day == PX_DAY_NONE && when.start.second < 0 && when.end.second >= 0 &&
	    px_change_says_until(request)) {
		when.start = when.end; /* "the flight is delayed till 9" */
		when.range = false;
	}
	if (target->item && says_same_next_week(request)) {
		px_args_set(&args, "shift", "P7D");
		return px_parse_change_target(request, session, proposal, PX_VERB_UPDATE, target, &args, confidence,
					      "rule: the same next week");
	}
	px_parse_set_move(request, px_change_occurrence(request, target, &one), event ? PX_TARGET_EVENT :
			  PX_TARGET_TASK,
			  &when, &args);
	for (size_t i = 0; i < more->count && args.count < PX_ARGS_MAX; i++)
		args.at[args.count++] = more->at[i];
	if (!args.count)
		return false;
	if (!target->item && !target->many && target->candidate_count >= 2 && when.start.day == PX_DAY_NONE &&
	    when.start.second >= 0 && !when.range)
		px_args_flag(&args, "clock_only"); /* until the question is answered */
	return px_parse_change_target(request, session, proposal, PX_VERB_UPDATE, target, &args, confidence, why);
}

PX_ACT(px_change_move)
{
	const struct px_words *words = px_frame_words(request, frame);
	const struct px_capture *last = NULL, *c;
	struct px_when when = { .start = { PX_DAY_NONE, -1 }, .end = { PX_DAY_NONE, -1 } };
	struct px_target target;
	struct px_args args = { 0 };
	size_t from = 0;

	if (px_language_negates(&request->words))
		return false;
	if (px_word_in(&words->at[0], PX_WORDS_MOVER_FIRST_OR_NOUN) && words->count > 1 &&
	    px_word_in(&words->at[1], PX_WORDS_AT_OR_WITH))
		return false; /* "shift at the cafe": the noun */
	if (!all_from_then(request, session, words, match, &target))
		px_change_target(request, session, proposal, frame, match, &target);
	const struct px_when all = px_parse_when(request, NULL, 0);
	px_target_timed(&all, &target);
	for (size_t i = 0; (c = px_match_get(match, 'T', i)); i++)
		last = c;
	if (!last || (!target.words[0] && !target.item && !target.candidate_count))
		return false;
	/* "from Thursday to Friday": only what follows the last "to" is the new time. */
	for (size_t i = 0; i < last->to; i++) {
		if (words->at[i].time < 0 && px_word_in(&words->at[i], PX_WORDS_NEW_TIME_LINK))
			from = i;
		if (px_word_in(&words->at[i], PX_WORDS_UNTIL) && words->at[i].time < 0)
			break;
	}
	for (size_t i = from; i < words->count; i++) {
		if (words->at[i].time >= 0)
			px_parse_when_add(&when, &request->times[words->at[i].time]);
	}
	if (!when.any) /* one time in two places: the first has its value */
		when = px_parse_when(request, NULL, 0);
	if (!when.any || (when.duration && when.start.day == PX_DAY_NONE && when.start.second < 0) || when.shift)
		return false;
	split_from_to(request, &words->at[last->from], &when, target.item);
	if (frame->value[0] == 's' && when.range && when.end.day == PX_DAY_NONE && when.end.second < 0)
		when.range = false;
	if (!px_change_means_event(request, &target, PX_VERB_UPDATE)) {
		px_args_set(&args, "priority", request->slots.priority);
		px_args_set(&args, "project", request->slots.project);
	} else if (!target.many && !request->slots.location && words->at[words->count - 1].time < 0) {
		struct px_request *own = px_proposal_read_on(request, proposal);
		px_slots_place(own, words->at + last->to, words->count - last->to);
		px_args_set(&args, "location", own->slots.location);
	}
	return px_move_to(request, session, proposal, &target, when, &args, 0.94F, "rule: move");
}

/* "the long day is on Tuesday": only of a thing whose whole name was said. */
PX_ACT(px_change_told)
{
	size_t count;
	const struct px_word *words = px_change_words(request, frame, match, 'x', &count);
	struct px_target target;

	px_target_find(request, words, count,
		       frame->flags & PX_FRAME_EVENT ? PX_TARGET_EVENT : PX_TARGET_TASK | PX_TARGET_EVENT, &target);
	return target.item && target.score >= 0.85F && px_change_move(request, session, proposal, frame, match);
}

/* "the standup starts at 9:15" */
PX_ACT(px_change_starts)
{
	const struct px_capture *c = px_match_get(match, 'T', 0);
	const struct px_time_expr *t = &request->times[px_frame_words(request, frame)->at[c->from].time];
	const char *text = request->text.data + t->begin;

	const struct px_words *words = px_frame_words(request, frame);
	size_t end = c->from;
	while (end > 1 && px_word_in(&words->at[end - 1], PX_WORDS_AT_OR_ON))
		end--;
	const struct px_word *before = end ? &words->at[end - 1] : words->at;
	struct px_target target = { .score = 0 };
	bool is = end > 0 && before->time < 0 && px_word_ends(before, PX_PHRASE_OWNER_ENDING);
	if (is)
		px_parse_target(request, session, words->at, end, PX_TARGET_EVENT, &target);
	is &= target.item && target.score >= 0.9F;

	/* "from now on", "study group's at 4", "it starts at 9" */
	if (!request->ongoing && !is && (t->role != PX_TIME_START || strncasecmp(text, "start", 5) != 0))
		return false;
	return px_change_move(request, session, proposal, frame, match);
}

/* "dentist tomorrow 12:45" is an appointment, not the task "Call the dentist": a clock time wants the title whole. */
static bool is_an_appointment(const struct px_when *when, const struct px_nlu_item *item, size_t said)
{
	struct px_str rest = px_str(item->title);
	size_t count = 0;

	while (rest.size)
		count += px_str_cut(rest, ' ', &rest).size > 0;
	return item->kind == PX_NLU_TASK && when->start.second >= 0 && !when->deadline && count > said;
}

/* "postmortem by tonight": nothing but a task's own words and a time. */
PX_ACT(px_change_bare)
{
	struct px_target target;
	size_t count;
	const struct px_word *words = px_change_words(request, frame, match, 'x', &count);

	px_change_target(request, session, proposal, frame, match, &target);
	struct px_when when = px_parse_when(request, NULL, 0);
	if (when.range && when.start.second >= 0 && when.end.second >= 0 && !when.day_part)
		return false; /* a task has no end: "budget review 2 to 3" is an event */
	if (!target.item || target.pronoun || target.score < 0.9F || count > 3 || px_parse_task_verb(&words[0]) ||
	    px_word_in(&words[0], PX_WORDS_NO_BARE_MOVE) || request->slots.project ||
	    is_an_appointment(&when, target.item, count))
		return false;
	return px_change_move(request, session, proposal, frame, match);
}

/* "the audit on Tuesday rather than Wednesday, and bump it up to high": what is ranked with "it" is there already. */
PX_ACT(px_change_both)
{
	const struct px_words *w = &request->words;
	struct px_match found;
	size_t length;

	for (size_t i = 1; i + 2 < w->count; i++) {
		if (px_match_prefix(PX_PATTERN_RANKS_IT, w->at + i, w->count - i, &found, &length))
			return px_change_told(request, session, proposal, frame, match);
	}
	return false;
}

int px_move_direction(const struct px_words *words)
{
	int sign = 0;

	for (size_t i = 0; i < words->count; i++) {
		if (px_word_in(&words->at[i], PX_WORDS_EARLIER))
			return -1;
		if (px_word_in(&words->at[i], PX_WORDS_LATER))
			sign = 1;
	}
	return sign;
}

/* "Marina Bay now": the words of {l} without what only says that it changed. */
static const char *place_of(const struct px_request *request, const struct px_words *words,
			    const struct px_capture *place)
{
	size_t to = place->to;

	while (to > place->from + 1u && px_word_in(&words->at[to - 1], PX_WORDS_PLACE_TAIL))
		to--;
	return px_parse_surface(request, words->at, place->from, to);
}

PX_ACT(px_change_shift)
{
	const struct px_words *words = px_frame_words(request, frame);
	struct px_when when = px_parse_when(request, NULL, 0);
	struct px_target target;
	struct px_args args = { 0 };
	int sign = px_move_direction(&request->words);

	px_change_target(request, session, proposal, frame, match, &target);
	if (frame->value[0] && !when.shift)
		return false;
	if (frame->value[0] == 'e' && target.item) { /* "ends an hour later" */
		px_parse_set_length(request, target.item, &when, when.seconds < 0 ? -1 : 1, &args);
		return args.count && target.item->kind == PX_NLU_EVENT &&
		       px_parse_change_target(request, session, proposal, PX_VERB_UPDATE, &target, &args, 0.93F,
					      "rule: length");
	}
	int length = px_parse_length_sign(request);
	if (length && when.seconds && (!target.item || target.item->kind == PX_NLU_EVENT)) {
		px_parse_set_length(request, target.item, &when, length, &args);
		target.kinds = PX_TARGET_EVENT;
		return args.count &&
		       px_parse_change_target(request, session, proposal, PX_VERB_UPDATE, &target, &args, 0.93F,
					      "rule: length");
	}
	if (!(when.shift || when.duration) || (!target.words[0] && !target.item && !target.candidate_count))
		return false;
	if (!sign && !when.shift && target.item && target.item->kind == PX_NLU_EVENT && when.seconds > 0 &&
	    px_word_in(&request->words.at[0], PX_WORDS_MAKE_OR_HAVE)) {
		px_parse_set_length(request, target.item, &when, 0, &args); /* "make the call 30 minutes" */
		return args.count &&
		       px_parse_change_target(request, session, proposal, PX_VERB_UPDATE, &target, &args, 0.93F,
					      "rule: length");
	}
	if (frame->flags & PX_FRAME_EARLIER && sign >= 0 && !when.shift)
		sign = -1;
	if (!sign && !when.shift)
		sign = 1;
	int64_t seconds = sign && when.seconds < 0 ? -when.seconds : when.seconds;
	int32_t months = sign && when.months < 0 ? -when.months : when.months;
	if (sign < 0)
		seconds = -seconds, months = -months;
	px_args_set(&args, "shift", px_parse_span(request, months, seconds));
	const struct px_capture *place = px_match_get(match, 'l', 0);
	if (place)
		px_args_set(&args, "location", place_of(request, words, place));
	return px_parse_change_target(request, session, proposal, PX_VERB_UPDATE, &target, &args, 0.94F, "rule: shift");
}

/* "the party is at 8 now, till midnight": a clock time, and another that it lasts until. */
static bool says_start_and_end(const struct px_request *request, struct px_when *start, struct px_time_point *end)
{
	const struct px_time_value *first = NULL, *last = NULL;

	for (size_t i = 0; i < request->time_count; i++) {
		const struct px_time_value *v = &request->times[i].value;
		if (v->kind == PX_TIME_CLOCK && v->start.second >= 0 && !first)
			first = v;
		else if (first && v->kind == PX_TIME_RANGE && v->start.second < 0 && v->start.day == PX_DAY_NONE &&
			 v->end.second >= 0)
			last = v;
	}
	if (!first || !last)
		return false;
	*start = (struct px_when){ .start = first->start, .end = { PX_DAY_NONE, -1 }, .any = true,
				   .ambiguous = first->ambiguous_half };
	*end = last->end;
	return true;
}

/* The clock time that follows a start: what begins at 19:00 lasts "until nine" in the evening, or until midnight. */
static struct px_time_point end_after(int64_t start, int32_t second)
{
	int32_t day = px_civil_ms_day(start), from = (int32_t)((start - (int64_t)day * PX_MS_DAY) / 1000);

	if (second > 0 && second < 43200 && second <= from && second + 43200 > from)
		second += 43200;
	return (struct px_time_point){ day + (second <= from), second };
}

bool px_move_length(const struct px_request *request, const struct px_nlu_session *session,
		    struct px_proposal *proposal, struct px_target *target, char how, float confidence, const char *why)
{
	struct px_when when = px_parse_when(request, NULL, 0), start;
	struct px_args args = { 0 };
	struct px_time_point last;

	if (how == 'u' && target->item && target->item->kind == PX_NLU_EVENT &&
	    says_start_and_end(request, &start, &last)) {
		px_parse_set_move(request, target->item, PX_TARGET_EVENT, &start, &args);
		int64_t ms = px_dialogue_ms(px_args_get(&args, "start"));
		if (ms == PX_TIME_NONE)
			return false;
		px_args_set(&args, "end", px_parse_point(request, end_after(ms, last.second)));
		return px_parse_change_target(request, session, proposal, PX_VERB_UPDATE, target, &args, confidence,
					      "rule: from then until then");
	}
	if (!when.seconds && !when.months) {
		bool until = when.range && when.end.second >= 0 && when.start.second < 0;
		bool ends = until || px_words_have(&request->words, PX_WORDS_ENDS);
		if (how == 'u' && (!ends || px_words_have(&request->words, PX_WORDS_MOVED)))
			return false; /* "delayed till 9" is a new start, no end */
		if ((how != '+' && how != 'u') || (when.start.second < 0 && !until))
			return false;
		struct px_time_point end = until ? when.end : when.start;
		if (end.day == PX_DAY_NONE && target->item)
			end.day = px_change_item_point(target->item).day;
		if (target->item && target->item->start != PX_TIME_NONE &&
		    end.day == px_civil_ms_day(target->item->start))
			end = end_after(target->item->start, end.second);
		px_args_set(&args, "end", px_parse_point(request, px_parse_next(request, end)));
	} else {
		px_parse_set_length(request, target->item, &when, how == '+' ? 1 : how == '-' ? -1 : 0, &args);
	}
	if (!args.count || (target->item && target->item->kind != PX_NLU_EVENT))
		return false;
	target->kinds |= PX_TARGET_EVENT;
	return px_parse_change_target(request, session, proposal, PX_VERB_UPDATE, target, &args, confidence, why);
}

/* value: "u" until then, "+" longer, "-" shorter, "=" exactly */
PX_ACT(px_change_length)
{
	struct px_when when = px_parse_when(request, NULL, 0);
	struct px_target target;

	if (when.shift && strchr("=u", frame->value[0]))
		return px_change_shift(request, session, proposal, frame, match); /* "is an hour later" */
	px_change_target(request, session, proposal, frame, match, &target);
	return px_move_length(request, session, proposal, &target, frame->value[0], 0.93F, "rule: length");
}
