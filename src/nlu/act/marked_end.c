/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Marked ends of things: done, open again after all, called off, one day of a
 * series that does not take place.
 */
#include "nlu/act/marked.h"

#include "nlu/act/all.h"
#include "nlu/act/apply.h"
#include "nlu/act/change.h"
#include "nlu/act/done.h"
#include "nlu/act/marked_group.h"
#include "nlu/act/marked_target.h"
#include "nlu/act/move.h"
#include "nlu/read/slots.h"
#include "nlu/read/time_list.h"
#include "nlu/read/times.h"
#include "nlu/read/title.h"
#include "nlu/read/when.h"
#include "nlu/refer/dialogue.h"
#include "nlu/refer/marked.h"
#include "nlu/refer/times.h"

enum { EITHER = PX_TARGET_TASK | PX_TARGET_EVENT };
/* A name has no more words. */
enum { GUEST_WORDS_MOST = 3, ROW_NAME_MOST = 4 };
/* A name of a row names a task surely (refer/find.c). */
static const float ROW_NAME_SURE = 0.7F;

/* "…, cross them off": the pronoun, where no span has it. */
static struct px_words pronoun_of(const struct px_words *w)
{
	for (size_t i = 0; i < w->count; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_PERSON_PRONOUN) || px_word_in(&w->at[i], PX_WORDS_THEM_OR_BOTH))
			return (struct px_words){ &w->at[i], 1 };
	}
	return (struct px_words){ 0 };
}

/* "order's in, all of it": all that is on a list of that name. */
static bool end_list(const struct px_request *request, const struct px_nlu_session *session,
		     struct px_proposal *proposal, const struct px_mark *named)
{
	const struct px_word all = px_word_of(PX_PHRASE_ALL_SAID);
	const struct px_words w = px_marked_words(request, named);
	const struct px_nlu_item *list = w.count ? px_slots_known_project(request, w.at, w.count) : NULL;

	if (!list || !px_words_have(&request->words, PX_WORDS_QUANTITY_ALL))
		return false;
	struct px_request *own = px_proposal_read_on(request, proposal);
	own->slots.project = list->title;
	own->slots.project_known = true;
	return px_done_all(own, session, proposal, &all, 1);
}

static bool end_one(const struct px_request *request, const struct px_nlu_session *session,
		    struct px_proposal *proposal, const struct px_marked *marked, const struct px_mark *named, int verb)
{
	const int kinds = verb == PX_VERB_COMPLETE ? PX_TARGET_TASK : EITHER;
	const char *why = verb == PX_VERB_COMPLETE ? "model: done" : "model: called off";
	struct px_target target;
	struct px_args args = { 0 };

	if (named) {
		const struct px_request *part = px_marked_part(request, session, named);
		struct px_request *all = px_proposal_read_on(part, proposal);
		all->slots = request->slots;
		all->except = request->except;
		const struct px_words *w = &part->full;
		const bool spoken_of = px_dialogue_refer(part, session, w->at, w->count, kinds, &target);
		if (!spoken_of && verb == PX_VERB_COMPLETE && !request->slots.project && !request->except.count &&
		    px_matches(PX_PATTERN_WHOLE_LOT, w->at, w->count) &&
		    px_marked_group_all(request, &target)) { /* "all bought now" */
			proposal->request = request;
			return px_parse_change_target(request, session, proposal, verb, &target, &args,
						      marked->confidence, why);
		}
		if (!spoken_of &&
		    (verb == PX_VERB_COMPLETE
			     ? px_done_all(all, session, proposal, part->full.at, part->full.count)
			     : px_change_take_all(all, proposal, part->full.at, part->full.count, kinds, verb)))
			return true;
		proposal->request = request;
	}
	bool known = px_marked_target(request, session, proposal, marked, named, kinds, &target);
	const struct px_words w = named ? px_marked_words(request, named) : pronoun_of(&request->words);
	if (known && px_change_means_other(&target, verb, w.at, w.count)) {
		px_change_ask_target(request, proposal, px_change_intent(verb, true), &args);
		return true;
	}
	if (!known && named && verb == PX_VERB_COMPLETE && end_list(request, session, proposal, named))
		return true;
	if (!known && (!named || verb == PX_VERB_COMPLETE))
		return false; /* nothing of that name is open: whatever else it says is for other rules */
	return px_parse_change_target(request, session, proposal, verb, &target, &args, marked->confidence, why);
}

/* What is opened again is closed, so that it may be known to the dialogue alone, or only by its words. */
static bool reopen(const struct px_request *request, const struct px_nlu_session *session,
		   struct px_proposal *proposal, const struct px_marked *marked, const struct px_mark *named)
{
	struct px_target target;
	struct px_args args = { 0 };

	if (named) {
		const struct px_words w = px_marked_words(request, named);
		if (px_done_take_back(request, session, proposal, w.at, w.count))
			return true;
	}
	(void)px_marked_target(request, session, proposal, marked, named, PX_TARGET_TASK, &target);
	if (!target.item && !target.pronoun && !target.many)
		target.candidate_count = 0;
	if (!target.item && !target.many && !target.words[0])
		return false;
	target.kinds = PX_TARGET_TASK;
	px_args_set(&args, "status", "pending");
	return px_parse_change_target(request, session, proposal, PX_VERB_UPDATE, &target, &args, marked->confidence,
				      "model: open again");
}

/* "the early shift on Tuesday is off": of several the one that is then. */
static void heed_day(const struct px_request *request, struct px_target *target)
{
	const struct px_when when = px_parse_when(request, NULL, 0);
	size_t kept = 0;

	for (size_t i = 0; i < target->candidate_count && when.any && !target->item && !target->many; i++) {
		if (px_target_stands(&when, target->candidates[i]))
			target->candidates[kept++] = target->candidates[i];
	}
	target->candidate_count = kept ? kept : target->candidate_count;
	if (kept == 1)
		target->item = target->candidates[0];
}

/* One time of a series, the next one if none is said; the whole series only if it is asked about. */
static bool skip_once(const struct px_request *request, const struct px_nlu_session *session,
		      struct px_proposal *proposal, const struct px_marked *marked, const struct px_mark *named)
{
	struct px_proposal tried = *proposal;
	struct px_target target;
	struct px_args args = { 0 };

	/* "not this Friday": of what was spoken of, be it a task */
	if ((!named || !px_marked_target(request, session, &tried, marked, named, PX_TARGET_EVENT, &target)) &&
	    !px_marked_target(request, session, &tried, marked, named, EITHER, &target))
		return end_one(request, session, proposal, marked, named, PX_VERB_DELETE);
	heed_day(request, &target);
	target.next |= !request->time_count;
	if (!px_parse_change_target(request, session, &tried, PX_VERB_DELETE, &target, &args, marked->confidence,
				    "model: skipped"))
		return false;
	const struct px_nlu_result *result = &tried.result;
	bool whole = target.item && target.item->recurrence && !result->question &&
		     result->call_count > proposal->result.call_count &&
		     strncmp(result->calls[result->call_count - 1].tool, "delete_", 7) == 0 &&
		     !strstr(result->calls[result->call_count - 1].arguments, "\"occurrence\"");
	if (!whole)
		*proposal = tried;
	else
		px_change_ask_unless_then(request, proposal, &target, NULL);
	return true;
}

/* "{this Sunday} only {the spin} is at {8am}": at another hour, that once. */
static bool moves_once(const struct px_request *request, const struct px_nlu_session *session,
		       struct px_proposal *proposal, const struct px_marked *marked, const struct px_mark *named)
{
	const struct px_when when = px_parse_when(request, NULL, 0);
	struct px_proposal tried = *proposal;
	struct px_target target;

	if (!named || when.start.second < 0 || when.start.day == PX_DAY_NONE || when.range ||
	    !px_words_have(&request->words, PX_WORDS_ONLY_THEN) || px_words_have(&request->words, PX_WORDS_NEGATION) ||
	    px_words_have(&request->words, PX_WORDS_MARKED_SAYS_OFF) ||
	    !px_marked_target(request, session, &tried, marked, named, PX_TARGET_EVENT, &target) || !target.item ||
	    !target.item->recurrence || target.item->start == PX_TIME_NONE || px_target_stands(&when, target.item))
		return false;
	target.day = when.start.day;
	target.day_end = when.start.day + 1;
	if (!px_move_to(request, session, &tried, &target, when, &(struct px_args){ 0 }, marked->confidence,
			"model: once"))
		return false;
	*proposal = tried;
	return true;
}

/* "this week and next", "Thursday and Friday": each of the times. */
static bool skip(const struct px_request *request, const struct px_nlu_session *session, struct px_proposal *proposal,
		 const struct px_marked *marked, const struct px_mark *named)
{
	struct px_time_list list;

	if (moves_once(request, session, proposal, marked, named))
		return true;
	if (request->time_count < 2 && !px_time_list_find(request, &list))
		return skip_once(request, session, proposal, marked, named);
	bool listed = px_time_list_find(request, &list), any = false;
	for (size_t i = 0; i < (listed ? list.count : request->time_count); i++) {
		struct px_request *one = px_request_anew(request);
		if (listed) {
			px_time_list_use(one, &list, i);
		} else {
			one->times[0] = request->times[i];
			one->time_count = 1;
		}
		px_parse_streams(one);
		any |= skip_once(one, session, proposal, marked, named);
	}
	return any;
}

/* "take {Priya} off {it}": somebody goes, the event stays. */
static bool take_guest_off(const struct px_request *request, const struct px_nlu_session *session,
			   struct px_proposal *proposal, const struct px_marked *marked)
{
	const struct px_mark *guest = px_marked_span(marked, PX_MARK_TARGET, 0);
	const struct px_mark *event = px_marked_span(marked, PX_MARK_TARGET, 1);
	struct px_target target;
	struct px_args args = { 0 };

	if (!guest || !event || px_marked_span(marked, PX_MARK_TARGET, 2) ||
	    px_marked_target(request, session, proposal, marked, guest, EITHER, &target))
		return false;
	const struct px_words it = px_marked_words(request, event), name = px_marked_words(request, guest);
	if (!px_matches(PX_PATTERN_PRONOUN, it.at, it.count) || name.count > GUEST_WORDS_MOST ||
	    !px_dialogue_refer(request, session, it.at, it.count, PX_TARGET_EVENT, &target))
		return false;
	const char *gone = px_parse_surface(request, name.at, 0, name.count);
	px_args_list(&args, "not_attending", &gone, 1, request->arena);
	return px_parse_change_target(request, session, proposal, PX_VERB_UPDATE, &target, &args, marked->confidence,
				      "model: a guest goes");
}

/*
 * "swapped {thursdays} with Mel so delete {that shift}", "he's taking my {thursday}, drop {that one}": a day that
 * stands alone names no thing of its own, it says which of them is meant.
 */
static bool end_that_day(const struct px_request *request, const struct px_nlu_session *session,
			 struct px_proposal *proposal, const struct px_marked *marked)
{
	const struct px_mark *day = px_marked_span(marked, PX_MARK_TARGET, 0);
	const struct px_mark *thing = px_marked_span(marked, PX_MARK_TARGET, 1);
	struct px_target target;
	struct px_args args = { 0 };
	size_t kept = 0;

	if (!day || !thing || px_marked_span(marked, PX_MARK_TARGET, 2))
		return false;
	struct px_request *then = px_proposal_read_on(px_marked_part(request, session, day), proposal);
	proposal->request = request;
	if (then->time_count != 1 || px_times_word_count(then, &then->times[0]) != then->words.count)
		return false;
	(void)px_times_one_day(then);
	const struct px_when when = px_parse_when(then, NULL, 0);
	const struct px_words w = px_marked_words(request, thing);
	if (px_matches(PX_PATTERN_PRONOUN, w.at, w.count)) {
		const bool spoken_of = px_dialogue_refer(request, session, w.at, w.count, PX_TARGET_EVENT, &target) &&
				       target.item && px_target_stands(&when, target.item);
		if (!spoken_of)
			px_target_find(then, then->full.at, then->full.count, PX_TARGET_EVENT, &target);
	} else
		(void)px_marked_target(request, session, proposal, marked, thing, PX_TARGET_EVENT, &target);
	if (target.item)
		target.candidates[0] = target.item, target.candidate_count = 1;
	for (size_t i = 0; i < target.candidate_count; i++) {
		if (when.start.day != PX_DAY_NONE && px_target_stands(&when, target.candidates[i]))
			target.candidates[kept++] = target.candidates[i];
	}
	if (!kept)
		return false;
	target.candidate_count = kept;
	target.item = kept == 1 ? target.candidates[0] : NULL;
	target.day = when.start.day;
	target.day_end = target.day + 1;
	return px_parse_change_target(request, session, proposal, PX_VERB_DELETE, &target, &args, marked->confidence,
				      "model: called off that day");
}

/* The next thing after the n-th that is named; "she can't come on {Wednesday}, cancel {that one}" names one. */
static const struct px_mark *next_named(const struct px_request *request, const struct px_marked *marked, size_t *n)
{
	const struct px_mark *named;

	while ((named = px_marked_span(marked, PX_MARK_TARGET, ++*n))) {
		const struct px_words w = px_marked_words(request, named);
		if (!px_matches(PX_PATTERN_PRONOUN, w.at, w.count) &&
		    !px_matches(PX_PATTERN_PLURAL_PRONOUN, w.at, w.count)) /* "{that}'s {both} paid" */
			return named;
	}
	return NULL;
}

/* "{ladder}, {lens} and both bodies are in the car": the last of a row that is done is done as well. */
static void end_last_of_row(const struct px_request *request, const struct px_nlu_session *session,
			    struct px_proposal *proposal, const struct px_marked *marked, uint32_t row_end)
{
	const struct px_words *w = &request->words;
	struct px_target target;
	size_t from = 0, to;

	const struct px_mark *first = px_marked_span(marked, PX_MARK_TARGET, 0);
	while (from < w->count && w->at[from].begin < first->begin)
		from++;
	if (from && !(from == 1 && px_word_in(&w->at[0], PX_WORDS_JOINS_NEXT_NAME)))
		return; /* "got {milk}, {bread} and the eggs are gone" */
	while (from < w->count && w->at[from].begin < row_end)
		from++;
	if (from == w->count || !px_word_in(&w->at[from], PX_WORDS_JOINS_NAMES))
		return;
	while (from < w->count && (px_word_in(&w->at[from], PX_WORDS_JOINS_NEXT_NAME) ||
				   px_word_in(&w->at[from], PX_WORDS_BOTH)))
		from++;
	for (to = from; to < w->count && !px_word_in(&w->at[to], PX_WORDS_CLAUSE_VERB); )
		to++;
	if (to == from || to == w->count || to > from + ROW_NAME_MOST)
		return;
	px_target_find(request, w->at + from, to - from, PX_TARGET_TASK, &target);
	if (target.item && target.score >= ROW_NAME_SURE)
		(void)px_parse_change_target(request, session, proposal, PX_VERB_COMPLETE, &target,
					     &(struct px_args){ 0 }, marked->confidence, "model: done");
}

/* "{that} with {the cake}" is the cake: the number of the span that names something. */
static size_t says_which(const struct px_request *request, const struct px_marked *marked)
{
	const struct px_mark *first = px_marked_span(marked, PX_MARK_TARGET, 0);
	const struct px_mark *second = px_marked_span(marked, PX_MARK_TARGET, 1);

	if (!first || !second)
		return 0;
	const struct px_words it = px_marked_words(request, first);
	const struct px_words w = px_words_of(request->text, first->end, second->begin, request->arena);
	return px_matches(PX_PATTERN_PRONOUN, it.at, it.count) && w.count == 1 && px_word_in(&w.at[0], PX_WORDS_WITH);
}

bool px_marked_end(const struct px_request *request, const struct px_nlu_session *session, struct px_proposal *proposal,
		   const struct px_marked *marked)
{
	const int verb = marked->intent == PX_MARK_COMPLETE ? PX_VERB_COMPLETE : PX_VERB_DELETE;
	size_t n = says_which(request, marked);
	const struct px_mark *named = px_marked_span(marked, PX_MARK_TARGET, n);

	if (px_words_have(&request->words, PX_WORDS_SAYS_MEANT))
		return false; /* "nicht die Hauptprobe, die Generalprobe meinte ich" ends neither */
	if (marked->intent == PX_MARK_DELETE && (take_guest_off(request, session, proposal, marked) ||
						 end_that_day(request, session, proposal, marked)))
		return true;
	uint32_t row_end = 0;
	do {
		row_end = named && n ? named->end : 0;
		bool done = marked->intent == PX_MARK_REOPEN
				    ? reopen(request, session, proposal, marked, named)
			    : marked->intent == PX_MARK_SKIP
				    ? skip(request, session, proposal, marked, named)
				    : end_one(request, session, proposal, marked, named, verb);
		if (!done)
			return false;
		named = next_named(request, marked, &n);
	} while (named);
	if (marked->intent == PX_MARK_COMPLETE && row_end)
		end_last_of_row(request, session, proposal, marked, row_end);
	return true;
}
