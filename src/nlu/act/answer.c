/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers to the question that the last turn ended with.
 *
 * One rule decides whether a message is one: every word of it must be of the
 * kind that was asked for.  "When?" is answered by times, "which?" by what
 * tells the choices apart (number, name, project, date), "what?" by a title.
 * A word that is left over makes it a request of its own, and the question is
 * dropped.  Nothing of an answer is overlooked that way, and no request is
 * taken for one.
 */
#include "nlu/act/acts.h"
#include "nlu/act/continue.h"
#include "nlu/act/emit.h"
#include "nlu/act/new_times.h"
#include "nlu/read/time_list.h"
#include "nlu/read/times.h"
#include "nlu/read/when.h"
#include "nlu/refer/dialogue.h"
#include "nlu/text/likeness.h"
#include "nlu/text/phrase.h"

/* "what's on Saturday?", "cancel the dentist": asks or commands something itself. */
static bool is_own_request(const struct px_words *w)
{
	struct px_match match;
	size_t length;

	return px_match_prefix(PX_PATTERN_OWN_REQUEST,
			       w->at, w->count, &match, &length);
}

static bool is_tool(const struct px_dialogue *d, const char *verb)
{
	return strncmp(d->pending_tool, verb, strlen(verb)) == 0;
}

/* ---- going on with the call that waited ---- */

/*
 * A time alone ("to 3pm") was asked for before the thing was known: it means the thing's own day; a
 * day alone its own time.
 */
static void keep_own_day(const struct px_request *request, const struct px_nlu_session *session,
			 const struct px_nlu_item *item, struct px_args *args)
{
	const char *key = strcmp(session->dialogue.pending_tool, "update_event") == 0 ? "start" : "due";
	const char *said = px_args_get(args, key);
	bool clock_only = px_args_has(args, "clock_only");

	px_args_drop(args, "clock_only");
	if (!is_tool(&session->dialogue, "update_") || !said ||
	    (item->start == PX_TIME_NONE && item->due_day == PX_DAY_NONE))
		return;
	int32_t day = item->start != PX_TIME_NONE ? px_civil_ms_day(item->start) : item->due_day;
	int64_t ms = px_dialogue_ms(said);
	struct px_time_point point = { px_civil_ms_day(ms),
				       (int32_t)((ms - (int64_t)px_civil_ms_day(ms) * PX_MS_DAY) / 1000) };
	if (clock_only)
		point.day = day;
	else if (strlen(said) == 10 && item->start != PX_TIME_NONE && item->start % PX_MS_DAY)
		point.second = (int32_t)((item->start - (int64_t)day * PX_MS_DAY) / 1000);
	else
		return;
	px_args_set(args, key, px_parse_point(request, point));
}

static void ask_value(const struct px_request *request, const struct px_nlu_session *session,
		      struct px_proposal *proposal, const struct px_nlu_item *item, const struct px_args *args)
{
	proposal->question.tool = session->dialogue.pending_tool;
	proposal->question.arguments = px_args_write(args, request->arena);
	proposal->question.slot = strcmp(proposal->question.tool, "update_event") == 0 ? "start" : "due";
	proposal->question.candidates[0] = *item;
	proposal->question.candidate_count = 1;
	px_parse_ask(request, proposal, px_phrase_with(request->arena, PX_PHRASE_ASK_CHANGE, item->title));
}

/* Runs the call that waited for its target. */
static void resume_on(const struct px_request *request, const struct px_nlu_session *session,
		      struct px_proposal *proposal, const struct px_nlu_item *item)
{
	const struct px_dialogue *d = &session->dialogue;
	struct px_args args, ordered = { 0 };

	px_args_read(&args, d->pending_arguments, request->arena);
	px_args_drop(&args, "target");
	px_args_set(&ordered, "target", item->title);
	for (size_t i = 0; i < args.count && ordered.count < PX_ARGS_MAX; i++)
		ordered.at[ordered.count++] = args.at[i];
	keep_own_day(request, session, item, &ordered);
	if (is_tool(d, "update_") && ordered.count == 1) {
		ask_value(request, session, proposal, item, &ordered);
		return;
	}
	px_parse_emit_about(request, proposal, item->id, px_intent_from_name(px_str(d->pending_tool)), &ordered,
			    0.95F, "rule: answer");
}

static void resume_with(const struct px_request *request, const struct px_nlu_session *session,
			struct px_proposal *proposal, struct px_args *args)
{
	const struct px_dialogue *d = &session->dialogue;
	struct px_id about = d->candidate_count == 1 ? d->candidates[0].id : PX_ID_NONE;

	px_parse_emit_about(request, proposal, about, px_intent_from_name(px_str(d->pending_tool)), args, 0.95F,
			    "rule: answer");
}

/* ---- which one? ---- */

static bool word_in_text(const struct px_request *request, const struct px_word *word, const char *text)
{
	struct px_words w = px_words_in(text ? text : "", request->arena);

	for (size_t i = 0; i < w.count; i++) {
		if (px_word_likeness_of_forms(word->text, word->size, w.at[i].text, w.at[i].size) >= 0.75F)
			return true;
	}
	return false;
}

/*
 * The word is the month, the weekday or the number of the item's day, whatever year the time engine
 * would take it for.
 */
static bool is_of_day(const struct px_word *word, const struct px_nlu_item *item)
{
	int32_t day = item->start != PX_TIME_NONE ? px_civil_ms_day(item->start) : item->due_day;
	int year, month, month_day;

	if (day == PX_DAY_NONE)
		return false;
	px_civil_from_day(day, &year, &month, &month_day);
	int number = px_word_ordinal(word) ? px_word_ordinal(word) : px_word_number(word);
	return px_word_in_list(word, px_texts(PX_TEXTS_MONTH_NAMES)->at[month - 1]) ||
	       px_word_in_list(word, px_texts(PX_TEXTS_WEEKDAY_NAMES)->at[px_civil_weekday(day)]) ||
	       number == month_day;
}

/* The times of the answer are those of the item. */
static bool times_true_of(const struct px_request *request, const struct px_words *w, const struct px_nlu_item *item)
{
	struct px_when when = px_parse_when(request, NULL, 0);

	if (!when.any || px_target_stands(&when, item))
		return true;
	for (size_t i = 0; i < w->count; i++) {
		if (w->at[i].time >= 0 && !is_of_day(&w->at[i], item) && !px_word_in(&w->at[i], PX_WORDS_CHOICE_FILLER))
			return false;
	}
	return true;
}

/* Every word of the answer says something true of the item. */
static bool all_true_of(const struct px_request *request, const struct px_words *w, size_t from,
			const struct px_nlu_item *item)
{
	bool any = request->time_count > 0;

	if (!times_true_of(request, w, item))
		return false;
	for (size_t i = from; i < w->count; i++) {
		if (w->at[i].time >= 0)
			continue;
		if (is_of_day(&w->at[i], item)) {
			any = true;
			continue;
		}
		if (word_in_text(request, &w->at[i], item->title) || word_in_text(request, &w->at[i], item->project)) {
			any = true;
			continue;
		}
		if (!px_word_in(&w->at[i], PX_WORDS_CHOICE_FILLER))
			return false;
	}
	return any;
}

static void ask_again(const struct px_request *request, const struct px_nlu_session *session,
		      struct px_proposal *proposal, const struct px_nlu_item *const *left, size_t count)
{
	const struct px_dialogue *d = &session->dialogue;

	proposal->question.tool = d->pending_tool;
	proposal->question.arguments = d->pending_arguments;
	proposal->question.slot = "target";
	for (size_t i = 0; i < count; i++)
		proposal->question.candidates[i] = *left[i];
	proposal->question.candidate_count = count;
	px_parse_ask(request, proposal, px_phrase(PX_PHRASE_ASK_NUMBER));
}

static bool choose(const struct px_request *request, const struct px_nlu_session *session, struct px_proposal *proposal,
		   size_t from)
{
	const struct px_dialogue *d = &session->dialogue;
	const struct px_nlu_item *left[PX_STATE_ITEMS];
	size_t count = 0;

	for (size_t i = 0; i < d->candidate_count; i++) {
		const struct px_nlu_item *item = px_dialogue_current(request, &d->candidates[i]);
		if (all_true_of(request, &request->words, from, item))
			left[count++] = item;
	}
	if (count == 1)
		resume_on(request, session, proposal, left[0]);
	else if (count)
		ask_again(request, session, proposal, left, count);
	return count > 0;
}

/* Nothing was offered: any known thing whose name was said, and no more than its name. */
static bool name_one(const struct px_request *request, const struct px_nlu_session *session,
		     struct px_proposal *proposal, size_t from)
{
	const struct px_words *w = &request->full;
	struct px_target target;
	int kinds = strstr(session->dialogue.pending_tool, "_event") ? PX_TARGET_EVENT : PX_TARGET_TASK;

	px_target_find(request, w->at + from, w->count - from, kinds, &target);
	if (!target.item || !all_true_of(request, &request->words, 0, target.item))
		return false;
	resume_on(request, session, proposal, target.item);
	return true;
}

static bool answer_which(const struct px_request *request, const struct px_nlu_session *session,
			 struct px_proposal *proposal)
{
	const struct px_dialogue *d = &session->dialogue;
	const struct px_words *w = &request->full;
	struct px_target target;
	size_t from = 0;

	if (px_matches(PX_PATTERN_NOT_THAT_ONE, w->at, w->count) && d->candidate_count == 2) {
		resume_on(request, session, proposal, px_dialogue_current(request, &d->candidates[1]));
		return true;
	}
	while (from + 1 < w->count && px_word_in(&w->at[from], PX_WORDS_ANSWER_LEAD))
		from++;
	if (w->count > from + 8)
		return false;
	if (px_dialogue_refer(request, session, w->at + from, w->count - from, ~0, &target) &&
	    (target.many || target.item)) {
		for (size_t i = 0; target.many && i < target.candidate_count; i++)
			resume_on(request, session, proposal, target.candidates[i]);
		if (!target.many)
			resume_on(request, session, proposal, target.item);
		return !target.many || target.candidate_count;
	}
	return d->candidate_count ? choose(request, session, proposal, 0) : name_one(request, session, proposal, from);
}

/* ---- when? ---- */

/* Nothing was said but times, their fillers, and the name of what was asked about. */
static bool in_time(const struct px_request *request, const struct px_word *word)
{
	for (size_t i = 0; i < request->time_count; i++) {
		if (word->begin >= request->times[i].begin && word->end <= request->times[i].end)
			return true;
	}
	return word->time >= 0;
}

static bool only_times(const struct px_request *request, const struct px_words *w, const struct px_args *args)
{
	const char *name = px_args_get(args, "title") ? px_args_get(args, "title") : px_args_get(args, "target");

	for (size_t i = 0; i < w->count; i++) {
		const struct px_word *word = &w->at[i];
		if (!in_time(request, word) && !px_word_in(word, PX_WORDS_TIME_ANSWER_FILLER) &&
		    !word_in_text(request, word, name))
			return false;
	}
	return true;
}

/* "at 8, 12 and 20", of a task of every day: hours, each after the one before; false if anything else is said. */
static bool hours_of_day(const struct px_request *request, const struct px_nlu_session *session,
			 const struct px_args *asked, struct px_time_list *list)
{
	const char *rule = px_args_get(asked, "recurrence");
	int32_t last = -1;
	bool bare = false;

	list->count = 0;
	if (!is_tool(&session->dialogue, "create_") || !rule || strcmp(rule, "FREQ=DAILY") != 0)
		return false;
	for (size_t i = 0; i < request->full.count; i++) {
		const struct px_word *word = &request->full.at[i];
		const struct px_time_value *clock = word->time >= 0 ? &request->times[word->time].value : NULL;
		int32_t hour = clock ? clock->start.second / 3600 : px_word_number(word);
		if (px_word_in(word, PX_WORDS_TIME_ANSWER_FILLER))
			continue;
		if (clock ? clock->kind != PX_TIME_CLOCK || clock->start.second % 3600 : !px_times_clock_number(word))
			return false;
		if (list->count == PX_TIME_LIST_MAX)
			return false;
		bare |= !clock;
		if (hour <= last && hour <= 12)
			hour += 12; /* "8, 12 and 4" */
		if (hour <= last || hour > 23)
			return false;
		last = hour;
		list->at[list->count++] = (struct px_time_value){ .start = { PX_DAY_NONE, hour * 3600 } };
	}
	return bare && list->count > 1;
}

bool px_dialogue_answers_when(const struct px_request *request, const struct px_nlu_session *session)
{
	const struct px_dialogue *d = &session->dialogue;
	struct px_args args;

	if (!d->pending_slot || session->fresh ||
	    (strcmp(d->pending_slot, "start") != 0 && strcmp(d->pending_slot, "due") != 0))
		return false;
	px_args_read(&args, d->pending_arguments, request->arena);
	struct px_time_list list;
	return only_times(request, &request->words, &args) || hours_of_day(request, session, &args, &list);
}

/* "What should change about …?" "To Monday at 9." */
static bool answer_update(const struct px_request *request, const struct px_nlu_session *session,
			  struct px_proposal *proposal, struct px_args *args, const struct px_when *when)
{
	const struct px_dialogue *d = &session->dialogue;
	bool event = strcmp(d->pending_tool, "update_event") == 0;
	const struct px_nlu_item *item = d->candidate_count == 1 ? px_dialogue_current(request, &d->candidates[0])
								 : NULL;
	size_t before = args->count;

	if (when->shift)
		px_args_set(args, "shift", px_parse_span(request, when->months, when->seconds));
	else
		px_parse_set_move(request, item, event ? PX_TARGET_EVENT : PX_TARGET_TASK, when, args);
	if (args->count == before)
		return false;
	resume_with(request, session, proposal, args);
	return true;
}

/* The day that was said along with the question's own request: "tomorrow before lunch", then "at 11". */
static int32_t day_said(const struct px_args *args, const char *slot)
{
	const char *said = px_args_get(args, slot) ? px_args_get(args, slot) : px_args_get(args, "end");
	int64_t ms = px_dialogue_ms(said);

	return ms == PX_TIME_NONE ? PX_DAY_NONE : px_civil_ms_day(ms);
}

/* "at 8 and at 20": one for each. */
static bool answer_times(const struct px_request *request, const struct px_nlu_session *session,
			 struct px_proposal *proposal, const struct px_args *asked)
{
	const struct px_dialogue *d = &session->dialogue;
	const char *slot = d->pending_slot;
	struct px_time_list list;

	if (!is_tool(d, "create_") ||
	    !(hours_of_day(request, session, asked, &list) || px_time_list_find(request, &list)))
		return false;
	for (size_t i = 0; i < list.count; i++) {
		struct px_args args = *asked;
		struct px_time_point point = px_parse_next(request, list.at[i].start);
		px_args_drop(&args, "end");
		px_args_set(&args, slot, px_parse_point(request, point));
		px_parse_emit(request, proposal, px_intent_from_name(px_str(d->pending_tool)), &args, 0.95F,
			      "rule: answer");
	}
	return true;
}

static bool answer_when(const struct px_request *request, const struct px_nlu_session *session,
			struct px_proposal *proposal)
{
	const struct px_dialogue *d = &session->dialogue;
	struct px_when when = px_parse_when(request, NULL, 0);
	bool start = strcmp(d->pending_slot, "start") == 0;
	struct px_args args;

	px_args_read(&args, d->pending_arguments, request->arena);
	struct px_time_list hours;
	if (hours_of_day(request, session, &args, &hours))
		return answer_times(request, session, proposal, &args);
	bool moves = is_tool(d, "update_") && px_word_in(&request->full.at[0], PX_WORDS_MOVES_IN_ANSWER);
	if (!when.any || !only_times(request, &request->full, &args) || (is_own_request(&request->full) && !moves))
		return false;
	if (is_tool(d, "update_"))
		return answer_update(request, session, proposal, &args, &when);
	if (answer_times(request, session, proposal, &args))
		return true;
	if (when.start.day == PX_DAY_NONE && when.start.second >= 0)
		when.start.day = day_said(&args, d->pending_slot);
	struct px_time_point point = px_parse_next(request, when.start);
	if (point.day == PX_DAY_NONE)
		return false;
	px_args_drop(&args, "all_day");
	px_args_drop(&args, "end");
	px_args_set(&args, d->pending_slot, px_parse_point(request, point));
	if (when.range && start && when.end.second >= 0 && when.end.day == PX_DAY_NONE)
		when.end.day = point.day;
	if (when.range && start)
		px_args_set(&args, "end", px_parse_point(request, when.end));
	if (point.second < 0 && start)
		px_args_flag(&args, "all_day");
	if (start)
		px_args_set(&args, "recurrence", when.rrule);
	resume_with(request, session, proposal, &args);
	return true;
}

/* ---- what? ---- */

/* The title, with whatever else was said: "call mum on Friday". */
static bool answer_title(const struct px_request *request, const struct px_nlu_session *session,
			 struct px_proposal *proposal)
{
	const struct px_dialogue *d = &session->dialogue;
	struct px_nlu_result *result = &proposal->result;
	struct px_args asked, made;
	bool event = strcmp(d->pending_tool, "create_event") == 0;

	if (is_own_request(&request->full))
		return false;
	px_args_read(&asked, d->pending_arguments, request->arena);
	size_t before = result->call_count;
	if (!px_parse_create_listed(request, session, proposal, event, true) || result->call_count == before)
		return result->question != NULL;
	struct px_nlu_call *call = &result->calls[before];
	px_args_read(&made, call->arguments, request->arena);
	for (size_t i = 0; i < asked.count; i++) {
		if (!px_args_has(&made, asked.at[i].key) && made.count < PX_ARGS_MAX)
			made.at[made.count++] = asked.at[i];
	}
	call->arguments = px_args_write(&made, request->arena);
	result->why = "rule: answer";
	return true;
}

/* "yes", "yes, on Friday": the times said along count. */
static bool answer_confirm(const struct px_request *request, const struct px_nlu_session *session,
			   struct px_proposal *proposal)
{
	const struct px_dialogue *d = &session->dialogue;
	const struct px_words *w = &request->full;
	struct px_args args;

	if (!px_matches(PX_PATTERN_CONSENT, w->at, w->count))
		return false;
	px_args_read(&args, d->pending_arguments, request->arena);
	resume_with(request, session, proposal, &args);
	return true;
}

bool px_dialogue_answer(const struct px_request *request, const struct px_nlu_session *session,
			struct px_proposal *proposal)
{
	const struct px_dialogue *d = &session->dialogue;
	const struct px_words *w = &request->full;

	if (!d->pending_tool || !d->pending_slot || session->fresh || !w->count)
		return false;
	if (px_matches(PX_PATTERN_REFUSAL, w->at, w->count)) {
		proposal->result.smalltalk = px_phrase(PX_PHRASE_LEFT_AS_IT_WAS);
		proposal->result.why = "rule: refusal";
		return true;
	}
	if (strcmp(d->pending_slot, "confirm") == 0)
		return answer_confirm(request, session, proposal);
	if (strcmp(d->pending_slot, "target") == 0)
		return answer_which(request, session, proposal);
	return strcmp(d->pending_slot, "title") == 0 ? answer_title(request, session, proposal)
						     : answer_when(request, session, proposal);
}
