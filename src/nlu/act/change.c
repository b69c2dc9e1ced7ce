/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changes to what is there: update, complete and delete, of tasks and events.
 */
#include "nlu/act/change.h"

#include "nlu/act/acts.h"
#include "nlu/act/all.h"
#include "nlu/act/apply.h"
#include "nlu/act/done.h"
#include "nlu/act/emit.h"
#include "nlu/act/new_times.h"
#include "nlu/act/withheld.h"
#include "nlu/read/clause.h"
#include "nlu/read/slots.h"
#include "nlu/read/when.h"
#include "nlu/refer/dialogue.h"
#include "nlu/refer/except.h"

/* Longer requests are not looked through for what stays as it is. */
enum { MOST_WORDS = 24 };

/* "the descale task its done by the cleaners": what the first words name, if a clause of its own follows. */
static void find_head(const struct px_request *request, const struct px_word *words, size_t count, int kinds,
		      struct px_target *target)
{
	struct px_target head;

	for (size_t n = count > 8 ? 8 : count; n-- > 1; ) {
		if (!px_word_in(&words[n], PX_WORDS_CLAUSE_HEAD) &&
		    !px_word_in(&words[n - 1], PX_WORDS_NAME_TAIL))
			continue;
		px_target_find(request, words, n, kinds, &head);
		if (!head.item || head.score < 0.85F)
			continue;
		*target = head;
		return;
	}
}

/* "the gas man has cancelled, take him off", "cross them off": not what was spoken of last, nor all of a series. */
bool px_change_means_other(const struct px_target *target, int verb, const struct px_word *words, size_t count)
{
	if (verb != PX_VERB_DELETE || !target->pronoun || count != 1)
		return false;
	return px_word_in(&words[0], PX_WORDS_PERSON_PRONOUN) ||
	       (target->item && target->item->recurrence && px_word_in(&words[0], PX_WORDS_THEM_OR_BOTH));
}

static bool act_verb(const struct px_request *request, const struct px_nlu_session *session,
		     struct px_proposal *proposal,
		     const struct px_frame *frame, const struct px_match *match, int verb)
{
	struct px_target target;
	struct px_args args = { 0 };
	size_t count;
	const struct px_word *words = px_change_words(request, frame, match, 'x', &count);

	if (words && count && (request->slots.project_known ||
	    !px_dialogue_refer(request, session, words, count, px_change_kinds(frame), &target)) &&
	    px_change_take_all(request, proposal, words, count, px_change_kinds(frame), verb))
		return true;
	px_change_target(request, session, proposal, frame, match, &target);
	if (!target.item && !target.candidate_count && !target.many && words)
		find_head(request, words, count, px_change_kinds(frame), &target);
	if (!target.words[0] && !target.item && !target.candidate_count)
		return false;
	if (target.pronoun && verb == PX_VERB_DELETE && session->fresh && !target.many && session->dialogue.tool &&
	    (strncmp(session->dialogue.tool, "delete_", 7) == 0 ||
	     strncmp(session->dialogue.tool, "complete_", 9) == 0))
		return true; /* "not going to the party, delete it": it is gone */
	if (verb == PX_VERB_COMPLETE && target.item && target.item->kind == PX_NLU_EVENT)
		return false;
	if (px_change_means_other(&target, verb, words, count)) {
		px_change_ask_target(request, proposal, px_change_intent(verb, true), &args);
		return true;
	}
	return px_parse_change_target(request, session, proposal, verb, &target, &args, target.item ? 0.95F : 0.85F,
			       verb == PX_VERB_COMPLETE ? "rule: complete" : "rule: delete");
}

PX_ACT(px_change_complete)
{
	size_t count;
	const struct px_word *words = px_change_words(request, frame, match, 'x', &count);

	if (px_words_have(&request->words, PX_WORDS_NEGATION) ||
	    (px_language_is_other() && words && px_done_not_yet(words, count)) ||
	    (px_language_is_other() && px_language()->verb_last &&
	     px_done_asked(request->words.at, request->words.count)))
		return false;
	for (size_t i = 0; words && i + 1 < count; i++) {
		if (words[i].time >= 0 && px_word_in(&words[i + 1], PX_WORDS_AS))
			return false; /* "mark Friday as a day off" */
	}
	return act_verb(request, session, proposal, frame, match, PX_VERB_COMPLETE);
}

/* "Anna hat für Freitag abgesagt": an event that she comes to, and no task that has her in its name; else asks. */
static bool delete_of_guest(const struct px_request *request, const struct px_nlu_session *session,
			    struct px_proposal *proposal, const struct px_frame *frame, const struct px_match *match)
{
	struct px_frame events = *frame;
	struct px_target target;

	events.flags |= PX_FRAME_EVENT;
	px_change_target(request, session, proposal, &events, match, &target);
	if (target.item || target.candidate_count)
		return act_verb(request, session, proposal, &events, match, PX_VERB_DELETE);
	const struct px_args none = { 0 };
	px_change_ask_target(request, proposal, px_change_intent(PX_VERB_DELETE, true), &none);
	return true;
}

PX_ACT(px_change_delete)
{
	size_t count;
	const struct px_word *words = px_change_words(request, frame, match, 'x', &count);

	const struct px_words *all = px_frame_words(request, frame);
	bool more = words && count && words + count < all->at + all->count;

	if (px_language_negates(&request->words))
		return false;
	if (all->count > 1 && px_word_in(&all->at[0], PX_WORDS_CORRECTION_FILLER) &&
	    px_word_in(&all->at[1], PX_WORDS_NOT))
		return false; /* "no, not Ann" */
	if (request->words.count > 1 && px_word_in(&request->words.at[0], PX_WORDS_NO) &&
	    request->words.at[1].flags & PX_WORD_BREAK)
		return false; /* "no, 7:30 is too late for it" */
	if (more && px_word_in(&words[count], PX_WORDS_OFF) && px_word_in(&words[count - 1], PX_WORDS_PERIOD_NOUN))
		return false; /* "days off 3 to 5 June" are new */
	if (frame->value[0] == 'g' && px_words_have(&request->words, PX_WORDS_CALLS_OFF))
		return delete_of_guest(request, session, proposal, frame, match);
	return act_verb(request, session, proposal, frame, match, PX_VERB_DELETE);
}

/* "no zumba today", but not "no, Friday". */
PX_ACT(px_change_no)
{
	const struct px_words *words = px_frame_words(request, frame);

	if (words->count < 2 || px_word_in(&words->at[words->count - 1], PX_WORDS_PLANS_NOUN))
		return false; /* "no meetings" names none */
	return !(words->at[1].flags & PX_WORD_BREAK) && px_change_delete(request, session, proposal, frame, match);
}

/* "clear my calendar on Friday" */
PX_ACT(px_change_clear)
{
	size_t count;
	const struct px_word *words = px_change_words(request, frame, match, 'x', &count);

	(void)session;
	return px_change_take_all(request, proposal, words, count, PX_TARGET_EVENT, PX_VERB_DELETE);
}

/* "clear my list": every open task; "empty the shopping list": those of that project. */
PX_ACT(px_change_clear_list)
{
	size_t count;
	const struct px_word *words = px_change_words(request, frame, match, 'l', &count);
	struct px_args args = { 0 };

	(void)session;
	if (words && !(count == 1 && px_word_in(&words[0], PX_WORDS_ANY_LIST)) &&
	    !(count == 2 && px_word_in(&words[0], PX_WORDS_TO) && px_word_in(&words[1], PX_WORDS_DO))) {
		struct px_str name = px_str_n(request->text.data + words[0].begin,
					      words[count - 1].end - words[0].begin);
		const struct px_nlu_item *project = px_slots_find_project(request, name);
		if (!project)
			return false;
		px_args_set(&args, "project", project->title);
	}
	px_args_flag(&args, "all");
	px_proposal_except(request, proposal, &args);
	px_parse_emit(request, proposal, PX_INTENT_DELETE_TASK, &args, 0.85F, "rule: clear a list");
	return true;
}

/* "…, because it rains" gives a reason and changes nothing. */
static size_t reason_at(const struct px_words *w)
{
	for (size_t i = 2; i < w->count; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_BECAUSE_WORD) ||
		    (w->at[i].flags & PX_WORD_BREAK && px_word_in(&w->at[i], PX_WORDS_BECAUSE_AFTER_COMMA)))
			return i;
	}
	return w->count;
}

/*
 * "staff briefing can be an hour, there's a lot to cover": where a clause of its own follows a
 * comma, without a time.
 */
static size_t aside_at(const struct px_request *request, const struct px_words *w)
{
	for (size_t i = 3; i + 1 < w->count && i < 24; i++) {
		if (!(w->at[i].flags & PX_WORD_BREAK) || w->at[i].flags & (PX_WORD_STOP | PX_WORD_QUOTED) ||
		    !px_clause_begins(w, i))
			continue;
		for (size_t k = i; k < w->count; k++) {
			if (w->at[k].time >= 0)
				return w->count;
		}
		return request->text.data[w->at[i - 1].end] == ',' ? i : w->count;
	}
	return w->count;
}

static const px_deed_fn deeds[PX_DEED_COUNT] = {
	[PX_CHANGE_STATUS] = px_change_status,
	[PX_CHANGE_COMPLETE] = px_change_complete,
	[PX_CHANGE_COMPLETE_ALL] = px_change_complete_all,
	[PX_CHANGE_COMPLETE_TWO] = px_change_complete_two,
	[PX_CHANGE_PAST] = px_change_past,
	[PX_CHANGE_PASSIVE] = px_change_passive,
	[PX_CHANGE_ENDED] = px_change_ended,
	[PX_CHANGE_CLEAR_DUE] = px_change_clear_due,
	[PX_CHANGE_DELETE] = px_change_delete,
	[PX_CHANGE_CLEAR_LIST] = px_change_clear_list,
	[PX_CHANGE_CLEAR] = px_change_clear,
	[PX_CHANGE_NO] = px_change_no,
	[PX_CHANGE_LENGTH] = px_change_length,
	[PX_CHANGE_SHIFT] = px_change_shift,
	[PX_CHANGE_RENAME] = px_change_rename,
	[PX_CHANGE_CALL] = px_change_call,
	[PX_CHANGE_SPLIT] = px_change_split,
	[PX_CHANGE_PRIORITY] = px_change_priority,
	[PX_CHANGE_BARE_PRIORITY] = px_change_bare_priority,
	[PX_CHANGE_PROJECT] = px_change_project,
	[PX_CHANGE_TAG] = px_change_tag,
	[PX_CHANGE_NOTES] = px_change_notes,
	[PX_CHANGE_PLACE] = px_change_place,
	[PX_CHANGE_MOVE] = px_change_move,
	[PX_CHANGE_INVITE] = px_change_invite,
	[PX_CHANGE_UNINVITE] = px_change_uninvite,
	[PX_CHANGE_OFFERED] = px_change_offered,
	[PX_CHANGE_NEXT_WEEK] = px_change_next_week,
	[PX_CHANGE_NOT_DONE] = px_change_not_done,
	[PX_CHANGE_SWAP] = px_change_swap,
	[PX_CHANGE_REPEAT] = px_change_repeat,
	[PX_CHANGE_LAST] = px_change_last,
	[PX_CHANGE_WANTED] = px_change_wanted,
	[PX_CHANGE_BOTH] = px_change_both,
	[PX_CHANGE_TOLD] = px_change_told,
	[PX_CHANGE_STARTS] = px_change_starts,
	[PX_CHANGE_BARE] = px_change_bare,
	[PX_CHANGE_COPY] = px_change_copy,
};

static bool run_frames(const struct px_request *request, const struct px_nlu_session *session,
		       struct px_proposal *proposal)
{
	const struct px_frames *frames = px_language()->change;

	return px_frames_try(request, session, proposal, frames->at, frames->count, deeds);
}

static bool change_up_to(const struct px_request *request, const struct px_nlu_session *session,
			 struct px_proposal *proposal, size_t end)
{
	if (end >= request->full.count)
		return false;
	struct px_request *own = px_request_copy(request);
	own->full.count = end;
	return run_frames(own, session, proposal);
}

/* Says "after" or "just" of a time, which act/new_times.c and the occurrences look for themselves. */
static bool only_bounds_time(const struct px_words *w, size_t i)
{
	bool before = i > 0 && w->at[i - 1].time >= 0, behind = i + 1 < w->count && w->at[i + 1].time >= 0;
	bool ends = i + 1 == w->count || w->at[i + 1].flags & PX_WORD_BREAK;

	return (before && ends && px_word_in(&w->at[i], PX_WORDS_AFTER)) ||
	       (behind && px_word_in(&w->at[i], PX_WORDS_ONLY_THEN));
}

/*
 * "tea to Sunday, same time", "the drill to Thursday that week": without the words that only say that all else
 * stays as it is; NULL if there are none.
 */
static struct px_request *without_what_stays(const struct px_request *request)
{
	const struct px_words *w = &request->full;
	struct px_word *kept = PX_ARENA_ARRAY(request->arena, struct px_word, w->count + 1);
	struct px_match match;
	size_t count = 0, length;

	for (size_t i = 0; i < w->count; i++) {
		if (i > 0 && px_match_prefix(PX_PATTERN_WHAT_STAYS, w->at + i, w->count - i, &match, &length))
			i += length - 1;
		else if (!only_bounds_time(w, i))
			kept[count++] = w->at[i];
	}
	if (count == w->count || !count)
		return NULL;
	struct px_request *own = px_request_copy(request);
	own->full = (struct px_words){ kept, count };
	px_request_forget_found(own);
	return own;
}

/* "move that to 9" where nothing was spoken of: which one is asked, and nothing called "Move" is made. */
static bool without_referent(const struct px_request *request, const struct px_nlu_session *session,
			     struct px_proposal *proposal)
{
	const struct px_words *w = &request->full;
	struct px_target target = { .words = px_phrase(PX_PHRASE_IT), .day = PX_DAY_NONE, .day_end = PX_DAY_NONE };
	struct px_args args = { 0 };
	struct px_match match;
	size_t length;

	if (session->dialogue.touched_count || proposal->result.call_count || w->count > 6 ||
	    !px_match_prefix(PX_PATTERN_MOVES_PRONOUN, w->at, w->count, &match, &length))
		return false;
	struct px_when when = px_parse_when(request, NULL, 0);
	if (when.shift)
		px_args_set(&args, "shift", px_parse_span(request, when.months, when.seconds));
	else if (when.any)
		px_parse_set_move(request, NULL, PX_TARGET_EVENT, &when, &args);
	if (when.any && !when.shift && when.start.day == PX_DAY_NONE && when.start.second >= 0 && !when.range)
		px_args_flag(&args, "clock_only"); /* until the question is answered */
	return px_parse_change_target(request, session, proposal, PX_VERB_UPDATE, &target, &args, 0.8F,
				      "rule: of what?");
}

bool px_parse_change(const struct px_request *request, const struct px_nlu_session *session,
		     struct px_proposal *proposal)
{
	struct px_match match;
	size_t length, count = request->full.count;

	if (px_match_prefix(PX_PATTERN_ASKS_OF_THING, request->full.at, count, &match, &length))
		return false;
	/* "drop the invoice off to Mrs Lee on Thursday" is something to do, it takes nothing off a list */
	if (px_match_prefix(PX_PATTERN_HANDS_OVER, request->full.at, count, &match, &length) &&
	    length < count)
		return false;
	if (px_match_prefix(PX_PATTERN_BEGINS_AS_NOUN, request->full.at, count, &match, &length) &&
	    (px_word_in(&request->full.at[1], PX_WORDS_BEGINS_THEN) ||
	     !px_words_have(&request->full, PX_WORDS_NEW_TIME_LINK)))
		return false; /* "shift starts at 7", but "shift tomorrow's call to 11" */
	if (run_frames(request, session, proposal))
		return true;
	const struct px_request *rest = count <= MOST_WORDS ? without_what_stays(request) : NULL;
	if (rest && run_frames(rest, session, proposal))
		return true;
	return change_up_to(request, session, proposal, reason_at(&request->full)) ||
	       change_up_to(request, session, proposal, aside_at(request, &request->full)) ||
	       without_referent(request, session, proposal);
}
