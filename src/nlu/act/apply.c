/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A change and the thing it is meant for: one call, one per occurrence or per
 * thing of several, or the question which one is meant.
 */
#include "nlu/act/apply.h"

#include "nlu/act/emit.h"
#include "nlu/act/following.h"
#include "nlu/act/marked_group.h"
#include "nlu/read/slots.h"
#include "nlu/read/vocabulary.h"
#include "nlu/read/when.h"
#include "nlu/refer/dialogue.h"
#include "nlu/refer/except.h"
#include "nlu/refer/find.h"
#include "nlu/refer/opinion.h"
#include "nlu/text/phrase.h"

const struct px_word *px_change_words(const struct px_request *request, const struct px_frame *frame,
				      const struct px_match *match, char name, size_t *count)
{
	const struct px_capture *c = px_match_get(match, name, 0);

	*count = c ? (size_t)(c->to - c->from) : 0;
	return c ? px_frame_words(request, frame)->at + c->from : NULL;
}

int px_change_kinds(const struct px_frame *frame)
{
	return frame->flags & PX_FRAME_TASK ? PX_TARGET_TASK :
	       frame->flags & PX_FRAME_EVENT ? PX_TARGET_EVENT : PX_TARGET_TASK | PX_TARGET_EVENT;
}

void px_change_target(const struct px_request *request, const struct px_nlu_session *session,
		      struct px_proposal *proposal, const struct px_frame *frame, const struct px_match *match,
		      struct px_target *target)
{
	const struct px_word it = px_word_of(PX_PHRASE_IT);
	size_t count;
	const struct px_word *words = px_change_words(request, frame, match, 'x', &count);

	if (!words) {
		(void)px_dialogue_refer(request, session, &it, 1, px_change_kinds(frame), target);
		return;
	}
	px_parse_target(request, session, words, count, px_change_kinds(frame), target);
	if (frame->flags & (PX_FRAME_TASK | PX_FRAME_EVENT))
		target->kinds = px_change_kinds(frame);
	px_proposal_name(proposal, words, count);
}

/* Task or event, where the thing itself isn't known. */
bool px_change_means_event(const struct px_request *request, const struct px_target *target, int verb)
{
	if (target->item)
		return target->item->kind == PX_NLU_EVENT;
	if (target->candidate_count)
		return target->candidates[0]->kind == PX_NLU_EVENT;
	if (target->kinds == PX_TARGET_TASK || target->kinds == PX_TARGET_EVENT)
		return target->kinds == PX_TARGET_EVENT;
	if (verb == PX_VERB_COMPLETE)
		return false;
	const struct px_intent_result *c = px_parse_classify(request);
	float events = c->scores[PX_INTENT_UPDATE_EVENT] + c->scores[PX_INTENT_DELETE_EVENT];
	float tasks = c->scores[PX_INTENT_UPDATE_TASK] + c->scores[PX_INTENT_DELETE_TASK];
	if (events + tasks > 0.5F)
		return events > tasks;
	return px_parse_event_noun(request->words.at, request->words.count);
}

enum px_intent px_change_intent(int verb, bool event)
{
	if (verb == PX_VERB_UPDATE)
		return event ? PX_INTENT_UPDATE_EVENT : PX_INTENT_UPDATE_TASK;
	if (verb == PX_VERB_DELETE)
		return event ? PX_INTENT_DELETE_EVENT : PX_INTENT_DELETE_TASK;
	return PX_INTENT_COMPLETE_TASK;
}

/* A day that was said picks one of a series: those of its days that `target` names, at most `room`. */
static size_t occurrences(const struct px_request *request, const struct px_target *target, int verb, int32_t *days,
			  size_t room)
{
	const struct px_nlu_item *item = target->item;
	int32_t from = target->day, to = target->day_end;
	size_t count = 0;

	if (!item || item->kind != PX_NLU_EVENT || !item->recurrence || verb == PX_VERB_COMPLETE)
		return 0;
	for (size_t i = 0; i < request->words.count; i++) {
		if (px_word_in(&request->words.at[i], PX_WORDS_WHOLE_SERIES))
			return 0;
	}
	if (from == PX_DAY_NONE && target->next && item->start != PX_TIME_NONE)
		from = px_civil_ms_day(item->start), to = from + 1;
	struct px_when when = px_parse_when(request, NULL, 0);
	if (from == PX_DAY_NONE && !when.rrule && when.start.day != PX_DAY_NONE && !when.shift) {
		from = when.start.day;
		to = verb == PX_VERB_DELETE && when.range && when.end.day > from ? when.end.day : from + 1;
	}
	if (from == PX_DAY_NONE)
		return 0;
	for (int32_t day = from < request->today ? request->today : from; day < to && count < room; day++) {
		if (px_parse_first_day(item->recurrence, day) == day)
			days[count++] = day;
	}
	return verb == PX_VERB_UPDATE && count > 1 ? 1 : count;
}

void px_change_emit(const struct px_request *request, struct px_proposal *proposal, int verb, bool event,
		    const struct px_nlu_item *item, const char *words, const struct px_args *args, float confidence,
		    const char *why)
{
	struct px_args all = { 0 };

	px_args_set(&all, "target", item ? item->title : words);
	for (size_t i = 0; i < args->count && all.count < PX_ARGS_MAX; i++)
		all.at[all.count++] = args->at[i];
	px_parse_emit_about(request, proposal, item ? item->id : PX_ID_NONE, px_change_intent(verb, event), &all,
			    confidence, why);
}

/* The question at hand is about a thing that is known. */
void px_change_ask_about(struct px_proposal *proposal, const struct px_nlu_item *item)
{
	proposal->question.candidate_count = item != NULL;
	if (item)
		proposal->question.candidates[0] = *item;
}

static void ask_which(const struct px_request *request, struct px_proposal *proposal, int verb,
		      const struct px_target *target, const struct px_args *args)
{
	bool event = target->candidates[0]->kind == PX_NLU_EVENT;

	for (size_t i = 0; i < target->candidate_count; i++)
		proposal->question.candidates[i] = *target->candidates[i];
	proposal->question.candidate_count = target->candidate_count;
	proposal->question.tool = px_intent_name(px_change_intent(verb, event));
	proposal->question.arguments = px_args_write(args, request->arena);
	proposal->question.slot = "target";
	px_parse_ask(request, proposal, px_phrase(PX_PHRASE_ASK_WHICH));
}

void px_change_ask_unless_then(const struct px_request *request, struct px_proposal *proposal,
			       const struct px_target *target, const struct px_args *change)
{
	struct px_args args = { 0 };

	if (change)
		args = *change;
	px_args_set(&args, "target", target->item->title);
	px_change_ask_about(proposal, target->item);
	const bool event = target->item->kind == PX_NLU_EVENT;
	proposal->question.tool = px_intent_name(px_change_intent(change ? PX_VERB_UPDATE : PX_VERB_DELETE, event));
	proposal->question.arguments = px_args_write(&args, request->arena);
	proposal->question.slot = "confirm";
	enum px_phrase question = target->item->recurrence ? PX_PHRASE_ASK_SERIES : PX_PHRASE_ASK_OTHER_DAY;
	if (change)
		question = PX_PHRASE_ASK_CHANGE_SERIES;
	else if (!event)
		question = PX_PHRASE_ASK_TASK_SERIES;
	px_parse_ask(request, proposal, px_phrase_with(request->arena, question, target->item->title));
}

/* The event takes place on that day, or goes on then. */
static bool lasts_on(const struct px_nlu_item *item, int32_t day)
{
	int64_t end = item->end > item->start ? item->end - 1 : item->start;

	return item->start == PX_TIME_NONE || (px_civil_ms_day(item->start) <= day && day <= px_civil_ms_day(end));
}

/* The call waits for its target. */
void px_change_ask_target(const struct px_request *request, struct px_proposal *proposal, enum px_intent intent,
			  const struct px_args *args)
{
	proposal->question.tool = px_intent_name(intent);
	proposal->question.arguments = px_args_write(args, request->arena);
	proposal->question.slot = "target";
	proposal->question.candidate_count = 0;
	px_parse_ask(request, proposal, px_phrase(PX_PHRASE_ASK_WHICH));
}

/* "the other one", "it", where nothing was spoken of. */
static bool ask_what(const struct px_request *request, struct px_proposal *proposal, int verb,
		     const struct px_target *target, const struct px_args *args)
{
	const struct px_texts *nothing = px_texts(PX_TEXTS_NOTHING_NAMED);
	bool empty = false;

	if (target->item || target->many || target->candidate_count)
		return false;
	for (size_t i = 0; i < nothing->count; i++)
		empty |= px_str_eq_case(px_str(target->words), px_str(nothing->at[i]));
	if (!empty)
		return false;
	px_change_ask_target(request, proposal, px_change_intent(verb, px_change_means_event(request, target, verb)),
			     args);
	return true;
}

/* "not this Friday" of a repeating task: it is due the next time then; a later day of it can't be left out alone. */
static void leave_out(const struct px_request *request, struct px_proposal *proposal, const struct px_target *target,
		      int32_t day, float confidence)
{
	const struct px_nlu_item *item = target->item;
	const bool timed = item->start != PX_TIME_NONE;
	struct px_args args = { 0 };

	/* the rule's next day is known of plain rules only */
	bool plain = !strstr(item->recurrence, "INTERVAL=") && !strstr(item->recurrence, "UNTIL=") &&
		     !strstr(item->recurrence, "COUNT=") &&
		     (strstr(item->recurrence, ";BY") || strstr(item->recurrence, "FREQ=DAILY"));
	if (!plain || day != (timed ? px_civil_ms_day(item->start) : item->due_day)) {
		px_change_ask_unless_then(request, proposal, target, NULL);
		return;
	}
	struct px_time_point next = { px_parse_first_day(item->recurrence, day + 1),
				      timed ? (int32_t)(item->start % PX_MS_DAY / 1000) : -1 };
	px_args_set(&args, "due", px_parse_point(request, next));
	px_change_emit(request, proposal, PX_VERB_UPDATE, false, item, NULL, &args, confidence, "rule: left out once");
}

static bool is_timed(const struct px_nlu_item *item)
{
	return item->start != PX_TIME_NONE || item->due_day != PX_DAY_NONE;
}

/* "everything an hour later": what has no time is not meant, unless nothing has one. */
static bool any_timed(const struct px_target *target)
{
	for (size_t i = 0; i < target->candidate_count; i++) {
		if (is_timed(target->candidates[i]))
			return true;
	}
	return false;
}

bool px_parse_change_target(const struct px_request *request, const struct px_nlu_session *session,
			    struct px_proposal *proposal, int verb, const struct px_target *target,
			    struct px_args *args, float confidence, const char *why)
{
	bool event = px_change_means_event(request, target, verb);
	struct px_target group = *target;

	if (verb == PX_VERB_COMPLETE && target->pronoun) {
		if (!px_marked_group(request, session, &group)) {
			px_change_ask_target(request, proposal, px_change_intent(verb, event), args);
			return true;
		}
		target = &group;
	}
	if (ask_what(request, proposal, verb, target, args))
		return true;
	if (!target->item && !target->many && target->candidate_count < 2 &&
	    (!target->words[0] || strcmp(target->words, px_phrase(PX_PHRASE_ONE)) == 0 ||
	     !px_proposal_allows(request, proposal, px_change_intent(verb, event))))
		return false;
	if (target->many && strcmp(target->words, px_phrase(PX_PHRASE_ALL_OF_THEM)) == 0 &&
	    (verb != PX_VERB_UPDATE || !target->candidate_count) &&
	    strncmp(session->dialogue.tool ? session->dialogue.tool : "", "list_",
		    5) == 0 && session->dialogue.arguments &&
	    strlen(session->dialogue.arguments) > 2 && !target->item) {
		struct px_args filters;
		px_args_read(&filters, session->dialogue.arguments, request->arena);
		px_args_flag(&filters, "all");
		px_proposal_except(request, proposal, &filters);
		for (size_t i = 0; i < args->count; i++)
			px_args_set(&filters, args->at[i].key, args->at[i].text);
		px_parse_emit(request, proposal,
			      px_change_intent(verb, strcmp(session->dialogue.tool, "list_events") == 0), &filters,
			      confidence, why);
		return true;
	}
	if (target->many) {
		const bool timed = target->pronoun && px_args_has(args, "shift") && any_timed(target);
		for (size_t i = 0; i < target->candidate_count; i++) {
			if (px_proposal_excepts(request, proposal, target->candidates[i]) ||
			    (timed && !is_timed(target->candidates[i])))
				continue;
			struct px_target one = { .item = target->candidates[i],
						 .words = "",
						 .day = target->day,
						 .day_end = target->day_end };
			struct px_args own = *args;
			(void)px_parse_change_target(request, session, proposal, verb, &one, &own, confidence, why);
		}
		return target->candidate_count > 0;
	}
	if (verb == PX_VERB_UPDATE && px_following_set(request, target, args)) {
		px_change_emit(request, proposal, verb, event, target->item, NULL, args, confidence, why);
		return true;
	}
	int32_t days[PX_SLOT_LIST];
	size_t count = occurrences(request, target, verb, days, PX_SLOT_LIST);
	for (size_t i = 0; i < count; i++) {
		px_args_set(args, "occurrence", px_parse_point(request, (struct px_time_point){ days[i], -1 }));
		px_change_emit(request, proposal, verb, event, target->item, NULL, args, confidence, why);
	}
	if (count)
		return true;
	struct px_when said = px_parse_when(request, NULL, 0);
	bool day_said = target->day != PX_DAY_NONE ? target->day_end == target->day + 1 :
			!target->pronoun && said.start.day != PX_DAY_NONE && !said.range && !said.rrule;
	int32_t said_day = target->day != PX_DAY_NONE ? target->day : said.start.day;
	/* "move choir to half past seven this week", when this week's is over: not all the others instead */
	bool whole = px_words_have(&request->words, PX_WORDS_WHOLE_SERIES);
	bool none_left = (verb == PX_VERB_UPDATE || (verb == PX_VERB_DELETE && !whole)) && target->item && event &&
			 target->item->recurrence && target->day != PX_DAY_NONE;
	if (none_left || (verb == PX_VERB_DELETE && target->item && event && day_said &&
			  (target->item->recurrence || !lasts_on(target->item, said_day)))) {
		px_change_ask_unless_then(request, proposal, target,
					  none_left && verb == PX_VERB_UPDATE ? args : NULL);
		return true;
	}
	if (verb == PX_VERB_DELETE && target->item && event && target->item->recurrence && said.rrule && !whole) {
		px_change_ask_unless_then(request, proposal, target, NULL); /* "fridays standup": not all of them */
		return true;
	}
	if (verb == PX_VERB_DELETE && target->item && !event && target->item->recurrence && day_said && !whole) {
		leave_out(request, proposal, target, said_day, confidence);
		return true;
	}
	if (target->item)
		px_change_emit(request, proposal, verb, event, target->item, NULL, args, confidence, why);
	else if (target->candidate_count >= 2)
		ask_which(request, proposal, verb, target, args);
	else
		px_change_emit(request, proposal, verb, event, NULL, target->words, args, confidence * 0.8F, why);
	return true;
}

bool px_change_other_verb(const struct px_nlu_item *item, const struct px_word *word)
{
	struct px_str first = px_str_n(item->title, strcspn(item->title, " "));

	return px_parse_task_verb(word) && !px_str_eq_case(first, px_str_n(word->text, word->size));
}

const struct px_nlu_item *px_change_occurrence(const struct px_request *request, const struct px_target *target,
					       struct px_nlu_item *room)
{
	const struct px_nlu_item *item = target->item;

	if (!item || !item->recurrence || target->day == PX_DAY_NONE || item->start == PX_TIME_NONE)
		return item;
	int32_t from = target->day < request->today ? request->today : target->day;
	int32_t day = px_parse_first_day(item->recurrence, from);
	if (day >= target->day_end)
		return item;
	int64_t by = (int64_t)(day - px_civil_ms_day(item->start)) * PX_MS_DAY;
	*room = *item;
	room->start += by;
	room->end = item->end == PX_TIME_NONE ? PX_TIME_NONE : item->end + by;
	return room;
}
