/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Marked changes of what is there: new times and lengths, new values, the same
 * again, two things that change places.
 */
#include "nlu/act/marked.h"

#include "nlu/act/acts.h"
#include "nlu/act/apply.h"
#include "nlu/act/copy.h"
#include "nlu/act/marked_target.h"
#include "nlu/act/marked_title.h"
#include "nlu/act/move.h"
#include "nlu/act/new_times.h"
#include "nlu/act/swap.h"
#include "nlu/read/slots.h"
#include "nlu/read/times.h"
#include "nlu/read/title.h"
#include "nlu/read/when.h"
#include "nlu/refer/dialogue.h"
#include "nlu/refer/marked.h"
#include "nlu/refer/quantity.h"
#include "nlu/text/phrase.h"

enum { EITHER = PX_TARGET_TASK | PX_TARGET_EVENT, HALF_DAY = 43200 };

/* "{the meeting} on the 17th has to move to {Wednesday}": a day right behind the name, which the reader left out. */
static bool day_behind(const struct px_request *request, const struct px_marked *marked, const struct px_mark *named,
		       struct px_mark *day)
{
	enum { LINK_MOST = 8 }; /* bytes between them, as of "on the" */
	const struct px_mark *when = px_marked_span(marked, PX_MARK_WHEN, 0);
	struct px_time_expr time;

	if (!named || !when || when->begin <= named->end || px_marked_span(marked, PX_MARK_WHEN, 1) ||
	    !px_times_sure_in(request, named->end, when->begin, &time) || time.value.start.day == PX_DAY_NONE ||
	    time.value.start.second >= 0 || time.begin > named->end + LINK_MOST)
		return false;
	*day = (struct px_mark){ PX_MARK_OLD, (uint32_t)time.begin, (uint32_t)time.end, when->confidence };
	return true;
}

/* The old time tells which of several is meant, and which day of a series. */
static void heed_old(const struct px_request *request, const struct px_nlu_session *session,
		     const struct px_marked *marked, const struct px_mark *named, struct px_target *target)
{
	const struct px_mark *old = px_marked_span(marked, PX_MARK_OLD, 0);
	struct px_mark behind;
	size_t kept = 0;

	if (!old && day_behind(request, marked, named, &behind))
		old = &behind;
	if (!old)
		return;
	const struct px_request *part = px_marked_part(request, session, old);
	struct px_when when = px_parse_when(part, NULL, 0);
	if (!when.any)
		return;
	for (size_t i = 0; i < target->candidate_count && !target->item && !target->many; i++) {
		if (px_target_stands(&when, target->candidates[i]))
			target->candidates[kept++] = target->candidates[i];
	}
	if (kept == 1)
		target->item = target->candidates[0];
	target->candidate_count = kept ? kept : target->candidate_count;
	if (target->item && target->item->recurrence && when.start.day != PX_DAY_NONE) {
		target->day = when.start.day;
		target->day_end = when.start.day + 1;
	}
}

static bool ends_at(const struct px_nlu_item *item, int32_t second)
{
	return item->kind == PX_NLU_EVENT && item->end != PX_TIME_NONE &&
	       (item->end % PX_MS_DAY / 1000 - second) % HALF_DAY == 0;
}

/*
 * "we finish at {3} now, not {4}": what ended at four, of what was spoken of or else of what is to come.  False: the
 * words say when something unnamed ended, and there is no such thing or more than one.
 */
static bool find_ended(const struct px_request *request, const struct px_nlu_session *session,
		       const struct px_marked *marked, struct px_target *target)
{
	const struct px_mark *old = px_marked_span(marked, PX_MARK_OLD, 0);
	const struct px_dialogue *d = &session->dialogue;
	const struct px_nlu_item *found = NULL;

	if (!old || !px_words_have(&request->words, PX_WORDS_MARKED_EXTENDS))
		return true;
	const struct px_when when = px_parse_when(px_marked_part(request, session, old), NULL, 0);
	if (when.start.second < 0 || when.range || (target->item && ends_at(target->item, when.start.second)))
		return true;
	for (size_t i = 0; i < d->recent_count && !found; i++) {
		const struct px_nlu_item *now = px_dialogue_current(request, &d->recent[i]);
		found = ends_at(now, when.start.second) ? now : NULL;
	}
	const bool spoken_of = found != NULL;
	for (size_t i = 0; i < request->context->item_count && !spoken_of; i++) {
		const struct px_nlu_item *item = &request->context->items[i];
		if (!ends_at(item, when.start.second) || px_target_over(request, item))
			continue;
		if (found)
			return false;
		found = item;
	}
	if (found)
		px_dialogue_take(request, target, found);
	return found != NULL;
}

/* "-30m" */
static bool minus_said(const struct px_request *request, const struct px_marked *marked)
{
	const struct px_mark *when = px_marked_span(marked, PX_MARK_WHEN, 0);

	return when && request->text.data[when->begin] == '-';
}

/* "everything an hour later tonight": all that is then.  "both" and "them" are what was spoken of. */
static bool says_everything(const struct px_request *request, const struct px_marked *marked)
{
	const struct px_mark *named = px_marked_span(marked, PX_MARK_TARGET, 0);
	const struct px_words w = named ? px_marked_words(request, named) : request->words;
	bool all = false;

	for (size_t i = 0; i < w.count; i++) {
		const struct px_word *word = &w.at[i];
		if (word->time >= 0)
			continue;
		if (px_word_in(word, PX_WORDS_THEM_OR_BOTH) || px_word_in(word, PX_WORDS_BOTH) ||
		    px_word_number(word) > 0)
			return false;
		all |= px_word_in(word, PX_WORDS_QUANTITY_ALL) || px_word_in(word, PX_WORDS_ALL_ALONE);
	}
	return all;
}

/* "an hour earlier", "back by 10 minutes" */
static bool shift(const struct px_request *request, const struct px_nlu_session *session, struct px_proposal *proposal,
		  const struct px_marked *marked, struct px_target *target, const struct px_when *when)
{
	int sign = px_move_direction(&request->words);
	int64_t seconds = sign && when->seconds < 0 ? -when->seconds : when->seconds;
	int32_t months = sign && when->months < 0 ? -when->months : when->months;
	struct px_args args = { 0 };

	if (sign < 0 || (!sign && minus_said(request, marked)))
		seconds = -seconds, months = -months;
	if (target->many && target->pronoun && when->start.day != PX_DAY_NONE && says_everything(request, marked))
		px_quantity_then(request, when, target);
	px_args_set(&args, "shift", px_parse_span(request, months, seconds));
	return px_parse_change_target(request, session, proposal, PX_VERB_UPDATE, target, &args, marked->confidence,
				      "model: shift");
}

/* A new length, or a new end, and no new start. */
static bool lengthen(const struct px_request *request, const struct px_nlu_session *session,
		     struct px_proposal *proposal, const struct px_marked *marked, struct px_target *target)
{
	int sign = px_parse_length_sign(request);
	char how = sign > 0 ? '+' : sign < 0 ? '-' : '=';

	return px_move_length(request, session, proposal, target, how, marked->confidence, "model: length");
}

static bool says_only_end(const struct px_when *when)
{
	return when->range && when->start.second < 0 && when->end.second >= 0 && when->start.day == PX_DAY_NONE;
}

/* "can wait until the end of the week": what has no length goes to the last day. */
static void take_last_day(const struct px_request *request, struct px_when *when)
{
	if (!when->range || when->start.day != PX_DAY_NONE || when->end.day == PX_DAY_NONE || when->end.second >= 0)
		return;
	when->start = (struct px_time_point){ px_parse_last_day(request, when), -1 };
	when->range = false;
}

/* Of two times the first is the one that the thing has: the day, or the hour of the day. */
static bool begins_with_own(const struct px_request *request, struct px_time_point own)
{
	const struct px_time_value *first = &request->times[0].value;
	const struct px_time_value *last = &request->times[request->time_count - 1].value;

	if (first->kind == PX_TIME_CLOCK && last->kind == PX_TIME_CLOCK)
		return own.second >= 0 && first->start.second % HALF_DAY == own.second % HALF_DAY &&
		       last->start.second % HALF_DAY != own.second % HALF_DAY;
	return first->kind == PX_TIME_DATE && last->kind != PX_TIME_RANGE && last->start.day != PX_DAY_NONE &&
	       px_civil_weekday(first->start.day) == px_civil_weekday(own.day) &&
	       px_civil_weekday(last->start.day) != px_civil_weekday(own.day);
}

/* "she can't do {Wednesday}, it's {Thursday} now", "{7:15} is too early, better {8:30}" */
static const struct px_request *without_own_time(const struct px_request *request, struct px_proposal *proposal,
						 const struct px_nlu_item *item)
{
	if (request->time_count < 2 || !item || px_change_item_point(item).day == PX_DAY_NONE ||
	    !begins_with_own(request, px_change_item_point(item)))
		return request;
	struct px_request *later = px_proposal_read_on(request, proposal);
	memmove(later->times, later->times + 1, --later->time_count * sizeof(later->times[0]));
	px_parse_streams(later);
	return later;
}

static bool move(const struct px_request *request, const struct px_nlu_session *session, struct px_proposal *proposal,
		 const struct px_marked *marked, struct px_target *target, const struct px_args *more)
{
	struct px_when when = px_parse_when(without_own_time(request, proposal, target->item), NULL, 0);

	if (!when.any)
		return false;
	if (target->item && target->item->kind == PX_NLU_TASK)
		take_last_day(request, &when);
	bool lasting = when.duration && when.start.day == PX_DAY_NONE && when.start.second < 0;
	if (lasting && (px_marked_span(marked, PX_MARK_DUR, 0) || px_parse_length_sign(request)))
		return lengthen(request, session, proposal, marked, target);
	if (target->item && target->item->kind == PX_NLU_EVENT && when.start.second >= 0 && !when.range &&
	    when.start.day == PX_DAY_NONE && px_words_have(&request->words, PX_WORDS_MARKED_EXTENDS))
		return px_move_length(request, session, proposal, target, '+', marked->confidence, "model: end");
	if (when.shift && px_parse_length_sign(request))
		return lengthen(request, session, proposal, marked, target); /* "half an hour longer" */
	if (when.shift || lasting)
		return shift(request, session, proposal, marked, target, &when);
	if (target->item && target->item->kind == PX_NLU_EVENT && says_only_end(&when) &&
	    px_move_length(request, session, proposal, target, 'u', marked->confidence, "model: end"))
		return true;
	return px_move_to(request, session, proposal, target, when, more, marked->confidence, "model: move");
}

static bool says_goes(const struct px_request *request)
{
	return px_words_have(&request->words, PX_WORDS_MARKED_NOT_COMING);
}

/* A task has neither place nor guests: they are noted with it. */
static const char *as_note(const struct px_request *request)
{
	const struct px_slots *slots = &request->slots;

	if (slots->note && slots->note[0])
		return slots->note;
	if (slots->location)
		return px_phrase_with(request->arena, PX_PHRASE_NOTE_AT, slots->location);
	return slots->people_count ? px_phrase_with(request->arena, PX_PHRASE_NOTE_WITH, slots->people[0]) : NULL;
}

static const char *said_of(const struct px_request *request, const struct px_mark *mark)
{
	const struct px_words w = px_marked_words(request, mark);

	return px_parse_title_case(request, px_parse_surface(request, w.at, 0, w.count));
}

/* "Karotten 4 kg statt 3": an amount is no name, unless it is said that it is called so. */
static bool is_amount(const struct px_request *request, const struct px_words *w)
{
	return !px_language()->classifies && w->count && px_word_is_number(&w->at[0]) &&
	       !px_words_have(&request->words, PX_WORDS_MARKED_RENAMES);
}

/* The new values other than times. */
static void read_values(const struct px_request *request, const struct px_marked *marked, bool event,
			struct px_args *args)
{
	const struct px_slots *slots = &request->slots;
	const struct px_mark *name = px_marked_span(marked, PX_MARK_NEW, 0);

	const struct px_mark *title = px_marked_span(marked, PX_MARK_TITLE, 0);
	if (!name && px_words_have(&request->words, PX_WORDS_MARKED_RENAMES))
		name = title;
	else if (!name && title && !px_language()->classifies && marked->intent == PX_MARK_UPDATE && !slots->note &&
		 !px_marked_names_nothing(request, title))
		px_args_set(args, "add_notes", said_of(request, title)); /* the reader knows few new names there */
	if (slots->tag_count)
		px_args_list(args, "tags", slots->tags, slots->tag_count, request->arena);
	if (name) {
		const struct px_words w = px_marked_words(request, name);
		/* "low prio", "#thesis" */
		const bool none = w.count == 1 && px_word_in(&w.at[0], PX_WORDS_MARKED_NO_NAME);
		if (w.count && !none && !is_amount(request, &w))
			px_args_set(args, "title", px_parse_title(request, w.at, 0, w.count, true));
	}
	if (!event) {
		px_args_set(args, "priority", slots->priority);
		px_args_set(args, "project", slots->project);
		px_args_set(args, "add_notes", as_note(request));
		return;
	}
	px_args_set(args, "location", slots->location);
	if (slots->people_count)
		px_args_list(args, says_goes(request) ? "not_attending" : "attendees", slots->people,
			     slots->people_count, request->arena);
	/* "ask about his heel, put that with the nurse": no other name for her */
	const bool notes = title && title != name && marked->intent == PX_MARK_UPDATE &&
			   !px_marked_names_nothing(request, title);
	const char *note = slots->note && slots->note[0] ? slots->note : NULL;
	px_args_set(args, "add_notes", !note && notes ? said_of(request, title) : note);
}

/* Only events have a place and guests, only tasks a list and a priority: which kind the words rather mean. */
static int likely_kinds(const struct px_request *request)
{
	const struct px_slots *slots = &request->slots;

	return slots->priority || slots->project		     ? PX_TARGET_TASK
	       : slots->location || slots->people_count ? PX_TARGET_EVENT
							     : EITHER;
}

static bool change(const struct px_request *request, const struct px_nlu_session *session,
		   struct px_proposal *proposal, const struct px_marked *marked, const struct px_mark *named)
{
	struct px_target target;
	struct px_args args = { 0 };

	int kinds = likely_kinds(request);
	bool known = px_marked_target(request, session, proposal, marked, named, kinds, &target);
	if (!known && kinds != EITHER)
		known = px_marked_target(request, session, proposal, marked, named, EITHER, &target);
	if (!known && !target.item && !target.words[0])
		return false;
	if (!target.item && !target.candidate_count && !target.many && marked->intent == PX_MARK_MOVE)
		target.kinds = PX_TARGET_EVENT; /* what is moved takes place; the caller says that it knows none */
	heed_old(request, session, marked, named, &target);
	if (!named && marked->intent == PX_MARK_MOVE && !find_ended(request, session, marked, &target)) {
		px_change_ask_target(request, proposal, px_change_intent(PX_VERB_UPDATE, true), &args);
		return true;
	}
	if (marked->intent == PX_MARK_MOVE) {
		const struct px_when when = px_parse_when(request, NULL, 0);
		px_target_timed(&when, &target);
	}
	bool event = px_change_means_event(request, &target, PX_VERB_UPDATE);
	read_values(request, marked, event, &args);
	if (event && request->slots.priority && !args.count && target.item) {
		proposal->result.smalltalk = px_phrase_with(request->arena, PX_PHRASE_EVENT_HAS_NO_PRIORITY,
							    target.item->title);
		proposal->result.why = "rule: nothing is to change";
		return true;
	}
	if (request->time_count && move(request, session, proposal, marked, &target, &args))
		return true;
	return args.count && px_parse_change_target(request, session, proposal, PX_VERB_UPDATE, &target, &args,
						    marked->confidence, "model: change");
}

/* "… except {the broadband}, do {that} {tomorrow}": what was left out. */
static void name_exception(const struct px_request *request, const struct px_marked *marked, struct px_marked *share)
{
	const struct px_words w = px_marked_words(request, &share->marks[0]);
	const struct px_mark *out = NULL;

	for (size_t i = 0; i < marked->mark_count && marked->marks[i].begin < share->begin; i++)
		out = marked->marks[i].tag == PX_MARK_EXCEPT ? &marked->marks[i] : out;
	if (!out || !px_matches(PX_PATTERN_PRONOUN, w.at, w.count))
		return;
	share->marks[0] = *out;
	share->marks[0].tag = PX_MARK_TARGET;
}

/* "move {the trampolines} {to the Friday} and {the optician} {to a week later}": each has its own time behind it. */
static bool each_to_its_time(const struct px_request *request, const struct px_nlu_session *session,
			     struct px_proposal *proposal, const struct px_marked *marked)
{
	struct px_proposal tried = *proposal;
	size_t targets = 0;

	while (px_marked_span(marked, PX_MARK_TARGET, targets))
		targets++;
	if (targets < 2 || marked->marks[0].tag != PX_MARK_TARGET)
		return false;
	for (size_t i = 0; i < targets; i++) {
		struct px_marked share = px_marked_share(marked, PX_MARK_TARGET, i, false);
		if (!px_marked_span(&share, PX_MARK_WHEN, 0))
			return false;
		const struct px_request *one = px_marked_request(request, session, &share);
		name_exception(request, marked, &share);
		if (!change(one, session, &tried, &share, &share.marks[0]) || tried.result.question)
			return false;
	}
	*proposal = tried;
	return true;
}

static bool copy(const struct px_request *request, const struct px_nlu_session *session, struct px_proposal *proposal,
		 const struct px_marked *marked)
{
	const struct px_when when = px_parse_when(request, NULL, 0);
	struct px_target target;

	if (px_copy_again(request, session, proposal))
		return true;
	const struct px_mark *named = px_marked_span(marked, PX_MARK_TARGET, 0);
	if ((!px_marked_target(request, session, proposal, marked, named, EITHER, &target) &&
	     !px_marked_target(request, session, proposal, marked, NULL, EITHER, &target)) || /* "the same", "mine" */
	    !target.item || !when.any || when.rrule || when.shift)
		return false;
	return px_copy_to(request, proposal, target.item, px_copy_arguments(request, target.item), &when,
			  "model: the same again");
}

static bool swap(const struct px_request *request, const struct px_nlu_session *session, struct px_proposal *proposal,
		 const struct px_marked *marked)
{
	const struct px_mark *first = px_marked_span(marked, PX_MARK_TARGET, 0);
	const struct px_mark *second = px_marked_span(marked, PX_MARK_TARGET, 1);
	const struct px_nlu_item *two[2] = { NULL, NULL };
	struct px_target target;

	if (first && px_marked_target(request, session, proposal, marked, first, PX_TARGET_EVENT, &target)) {
		two[0] = target.item ? target.item : target.candidate_count == 2 ? target.candidates[0] : NULL;
		two[1] = target.item || target.candidate_count != 2 ? NULL : target.candidates[1];
	}
	if (second && px_marked_target(request, session, proposal, marked, second, PX_TARGET_EVENT, &target))
		two[1] = target.item;
	return two[0] && two[1] && two[0] != two[1] && px_swap_two(request, proposal, two);
}

/* "{the plumber} can come then, put {him} down for two": somebody new, and nothing that was spoken of before. */
static bool names_newcomer(const struct px_request *request, const struct px_marked *marked)
{
	const struct px_mark *named = px_marked_span(marked, PX_MARK_TARGET, 0);

	if (!named || marked->intent != PX_MARK_MOVE || !px_marked_span(marked, PX_MARK_TITLE, 0))
		return false;
	const struct px_words w = px_marked_words(request, named);
	return w.count == 1 && px_word_in(&w.at[0], PX_WORDS_PERSON_PRONOUN);
}

/* "{clams} are in, no {samphire} till Friday, put {that one} {to Friday}": what the pronoun means is changed, alone. */
static bool pronoun_behind(const struct px_request *request, const struct px_marked *marked, struct px_marked *last)
{
	const struct px_mark *named;

	for (size_t i = 1; (named = px_marked_span(marked, PX_MARK_TARGET, i)) != NULL; i++) {
		const struct px_words w = px_marked_words(request, named);
		*last = px_marked_share(marked, PX_MARK_TARGET, i, false);
		if (px_matches(PX_PATTERN_PRONOUN, w.at, w.count) && px_marked_span(last, PX_MARK_WHEN, 0))
			return true;
	}
	return false;
}

static bool has_day(const struct px_request *request, const struct px_nlu_session *session, const struct px_mark *when)
{
	const struct px_when said = px_parse_when(px_marked_part(request, session, when), NULL, 0);

	return said.start.day != PX_DAY_NONE && !said.rrule && !said.shift;
}

/* "{saturday} it's closed, so {the samples} go {to monday}": of two days the one behind the name is where it goes. */
static bool day_in_reason(const struct px_request *request, const struct px_nlu_session *session,
			  const struct px_marked *marked, struct px_marked *share)
{
	const struct px_mark *before = px_marked_span(marked, PX_MARK_WHEN, 0);
	const struct px_mark *behind = px_marked_span(marked, PX_MARK_WHEN, 1);
	const struct px_mark *named = px_marked_span(marked, PX_MARK_TARGET, 0);

	if (marked->intent != PX_MARK_MOVE || !named || !behind || px_marked_span(marked, PX_MARK_TARGET, 1) ||
	    px_marked_span(marked, PX_MARK_WHEN, 2) || before->begin > named->begin || behind->begin < named->begin)
		return false;
	*share = px_marked_share(marked, PX_MARK_TARGET, 0, false);
	return has_day(request, session, before) && has_day(request, session, behind);
}

bool px_marked_change(const struct px_request *request, const struct px_nlu_session *session,
		      struct px_proposal *proposal, const struct px_marked *marked)
{
	const struct px_mark *named = px_marked_span(marked, PX_MARK_TARGET, 0);
	struct px_marked last;
	size_t n = 0;

	if (request->impossible || names_newcomer(request, marked))
		return false;
	if (marked->intent == PX_MARK_COPY)
		return copy(request, session, proposal, marked);
	if (marked->intent == PX_MARK_SWAP)
		return swap(request, session, proposal, marked);
	if (each_to_its_time(request, session, proposal, marked))
		return true;
	if (pronoun_behind(request, marked, &last) || day_in_reason(request, session, marked, &last))
		return change(px_marked_request(request, session, &last), session, proposal, &last, &last.marks[0]);
	do {
		if (!change(request, session, proposal, marked, named))
			return false;
		named = px_marked_span(marked, PX_MARK_TARGET, ++n);
	} while (named);
	return true;
}
