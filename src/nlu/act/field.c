/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Fields of what is there: title, priority, project, tags, notes, place,
 * people, repetition.
 */
#include "nlu/act/acts.h"
#include "nlu/act/apply.h"
#include "nlu/act/change.h"
#include "nlu/act/new_times.h"
#include "nlu/read/people.h"
#include "nlu/read/slots.h"
#include "nlu/read/title.h"
#include "nlu/read/vocabulary.h"
#include "nlu/read/when.h"
#include "nlu/refer/find.h"

/* What is opened again is closed, and items are open: of several that are equally good none is asked for. */
static void leave_to_closed(struct px_target *target)
{
	if (!target->item && !target->pronoun && !target->many && target->words[0])
		target->candidate_count = 0;
}

static bool change_field(const struct px_request *request, const struct px_nlu_session *session,
			 struct px_proposal *proposal, const struct px_frame *frame, const struct px_match *match,
			 const char *key, const char *value, const char *why)
{
	struct px_target target;
	struct px_args args = { 0 };

	px_change_target(request, session, proposal, frame, match, &target);
	if (!value || !value[0] || (!target.item && !target.words[0] && !target.candidate_count))
		return false;
	px_args_set(&args, key, value);
	if (strcmp(value, "pending") == 0)
		leave_to_closed(&target);
	if (strcmp(key, "priority") == 0 || strcmp(key, "project") == 0 || strcmp(key, "status") == 0) {
		struct px_when when = px_parse_when(request, NULL, 0);
		target.kinds = PX_TARGET_TASK;
		if (target.item && target.item->kind == PX_NLU_EVENT)
			return false;
		if (when.any && !when.duration && !when.shift && !(target.item && strstr(why, "status")))
			px_parse_set_move(request, target.item, PX_TARGET_TASK, &when, &args);
	}
	return px_parse_change_target(request, session, proposal, PX_VERB_UPDATE, &target, &args, 0.93F, why);
}

PX_ACT(px_change_rename)
{
	size_t count;
	const struct px_word *words = px_change_words(request, frame, match, 'n', &count);
	const char *title = px_parse_surface(request, words, 0, count);

	size_t times = 0;

	while (times < count && words[times].time >= 0 && !(words[times].flags & PX_WORD_QUOTED))
		times++;
	if (times && (times == count || px_word_in(&words[times], PX_WORDS_ITSELF)))
		return false; /* "change the test paper to Wednesday itself": a day, no name */
	const struct px_capture *old = px_match_get(match, 'x', 0);
	if (px_language_is_other() && old && px_word_is_number(&px_frame_words(request, frame)->at[old->from]))
		return false; /* "Karotten 4 kg statt 3": an amount, not the third of them */
	if (title[0] >= 'a' && title[0] <= 'z' && !(words[0].flags & PX_WORD_QUOTED))
		title = px_parse_title(request, words, 0, count, true);
	return change_field(request, session, proposal, frame, match, "title", title, "rule: rename");
}

/* "call the cake task \"Choose a cake\" instead": the longest run that names something is the thing. */
PX_ACT(px_change_call)
{
	size_t count, best = 0;
	const struct px_word *words = px_change_words(request, frame, match, 'z', &count);
	struct px_target target, found = { .words = "" };
	struct px_args args = { 0 };

	for (size_t k = 1; k < count; k++) {
		if (words[k - 1].flags & PX_WORD_QUOTED && !(words[0].flags & PX_WORD_QUOTED))
			break;
		px_parse_target(request, session, words, k, PX_TARGET_TASK | PX_TARGET_EVENT, &target);
		if (!target.item || target.score < 0.75F || target.score + 0.05F < found.score)
			continue;
		found = target;
		best = k;
	}
	if (!best)
		return false;
	px_proposal_name(proposal, words, best);
	px_args_set(&args, "title", px_parse_title(request, words, best, count, true));
	return px_parse_change_target(request, session, proposal, PX_VERB_UPDATE, &found, &args, 0.92F, "rule: rename");
}

/* "rename lunch: Lunch with Jean", "add a note to the leak task: only on arm": the colon parts {z}. */
PX_ACT(px_change_split)
{
	size_t count, at = 1;
	const struct px_word *words = px_change_words(request, frame, match, 'z', &count);
	struct px_target target;
	struct px_args args = { 0 };

	while (at < count && !(words[at].flags & PX_WORD_BREAK))
		at++;
	if (at >= count)
		return false;
	px_parse_target(request, session, words, at, PX_TARGET_TASK | PX_TARGET_EVENT, &target);
	if (!target.item && !target.pronoun)
		return false;
	px_proposal_name(proposal, words, at);
	const char *text = px_parse_surface(request, words, at, count);
	px_args_set(&args, frame->value, text);
	return text[0] && px_parse_change_target(request, session, proposal, PX_VERB_UPDATE, &target, &args, 0.93F,
						 "rule: after the colon");
}

/* "remove the due date from the expenses" */
PX_ACT(px_change_clear_due)
{
	struct px_target target;
	struct px_args args = { 0 };

	px_change_target(request, session, proposal, frame, match, &target);
	bool repeats = strcmp(frame->value, "recurrence") == 0,
	     event = target.item && target.item->kind == PX_NLU_EVENT;
	if ((!target.item && !target.many) || (event && strcmp(frame->value, "due") == 0) ||
	    (repeats && target.item && !target.item->recurrence))
		return false;
	target.kinds = event ? PX_TARGET_EVENT : PX_TARGET_TASK;
	px_args_null(&args, frame->value);
	return px_parse_change_target(request, session, proposal, PX_VERB_UPDATE, &target, &args, 0.93F,
				      repeats ? "rule: once only" : "rule: no date");
}

static const char *said_priority(const struct px_request *request, const struct px_word *words, size_t count)
{
	const struct px_pairs *table = px_pairs(PX_PAIRS_PRIORITY_NAMES);

	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < table->count; k++) {
			if (px_word_is(&words[i], table->at[k].from))
				return table->at[k].to;
		}
	}
	return request->slots.priority;
}

/* {n} says it, or the frame, or the slot phrase. */
PX_ACT(px_change_priority)
{
	size_t count;
	const struct px_word *words = px_change_words(request, frame, match, 'n', &count);
	const struct px_words *all = &request->full;
	const char *value = words ? said_priority(request, words, count) :
			    request->slots.priority ? request->slots.priority :
			    frame->value[0] ? frame->value : said_priority(request, all->at + all->count - 1, 1);

	return change_field(request, session, proposal, frame, match, "priority", value, "rule: priority");
}

/* "login test: p1": nothing but the title of a task, and a priority */
PX_ACT(px_change_bare_priority)
{
	struct px_target target;

	px_change_target(request, session, proposal, frame, match, &target);
	bool stated = false; /* "the deposit is high priority" */
	for (size_t i = 0; i < request->words.count; i++)
		stated |= px_word_in(&request->words.at[i], PX_WORDS_COPULA);
	if (!target.item || target.pronoun || target.score < (stated ? 0.85F : 0.95F) || request->slots.project ||
	    request->slots.tag_count)
		return false;
	size_t count;
	const struct px_word *words = px_change_words(request, frame, match, 'x', &count);
	if (!stated && px_change_other_verb(target.item, &words[0]))
		return false;
	return change_field(request, session, proposal, frame, match, "priority", request->slots.priority,
			    "rule: priority");
}

PX_ACT(px_change_project)
{
	return change_field(request, session, proposal, frame, match, "project", request->slots.project,
			    "rule: project");
}

PX_ACT(px_change_status)
{
	return change_field(request, session, proposal, frame, match, "status", frame->value, "rule: status");
}

PX_ACT(px_change_notes)
{
	size_t count;
	const struct px_word *words = px_change_words(request, frame, match, 'n', &count);

	if (frame->value[0] == ':' && !(words[0].flags & PX_WORD_BREAK && request->text.data[words[-1].end] == ':'))
		return false;
	return change_field(request, session, proposal, frame, match, "add_notes",
			    px_parse_surface(request, words, 0, count), "rule: notes");
}

PX_ACT(px_change_place)
{
	size_t count;
	const struct px_word *words = px_change_words(request, frame, match, 'l', &count);

	if (!words)
		return false;
	for (size_t i = 0; i < count; i++) {
		if (words[i].time >= 0 || px_word_in(&words[i], PX_WORDS_NO_PART_OF_PLACE))
			return false; /* "to the week after, same time" */
		if (i && words[i].flags & PX_WORD_BREAK && px_parse_task_verb(&words[i]))
			return false; /* "Ann is back in hospital, take her off" */
		bool ends = i + 1 == count || (i + 2 == count && px_word_in(&words[i + 1], PX_WORDS_PLACE_TAIL));
		if (ends && !(words[i].flags & PX_WORD_CAPITAL) && px_word_in(&words[i], PX_WORDS_IN_NO_PLACE_NOUN))
			return false; /* "that's in the post", "it's in my calendar already"; "in Bath" is a place */
	}
	struct px_target named;
	px_target_find(request, words, count, PX_TARGET_EVENT, &named);
	const char *last = session->dialogue.touched_count ? session->dialogue.touched[0].title : NULL;
	if (named.item && named.score >= 0.9F && last && strcmp(named.item->title, last) == 0)
		return false; /* "put that in the hike", of the hike itself */
	if (px_word_in(&words[0], PX_WORDS_NO_PLACE) ||
	    (frame->value[0] == '@' && !px_word_in(&words[0], PX_WORDS_ONLINE_SERVICE)))
		return false;
	if (px_word_in(&request->words.at[0], PX_WORDS_FIELD_PLACE) && px_parse_event_noun(words, count))
		return false; /* "change the dentist to physio": another name */
	px_proposal_span(proposal, "place", words[0].begin, words[count - 1].end);
	return change_field(request, session, proposal, frame, match, "location",
			    px_parse_surface(request, words, 0, count), "rule: place");
}

/* "Sam's coming": Sam. */
static const char *without_is(const struct px_request *request, const char *name)
{
	size_t n = strlen(name);

	return n > 3 && memcmp(name + n - 2, px_phrase(PX_PHRASE_OWNER_ENDING), 2) == 0
		       ? px_arena_strn(request->arena, name, n - 2)
		       : name;
}

/* "Susi will come with me, please add her": who was spoken of before this request. */
static const char *spoken_of(const struct px_request *request)
{
	struct px_words w = px_words_of(request->text, 0, request->begin, request->arena);
	struct px_match match;
	size_t length;

	/* "Megan's bringing her boss Rick, add him" */
	bool brought = px_match(PX_PATTERN_BRINGS_SPOKEN_OF, w.at, w.count, &match);
	if (!brought && !px_match_prefix(PX_PATTERN_SUBJECT_SPOKEN_OF, w.at, w.count, &match, &length))
		return NULL;
	const struct px_capture *c = px_match_get(&match, 'w', 0);
	return c->to - c->from <= 3 ? px_parse_surface(request, w.at, c->from, c->to) : NULL;
}

size_t px_parse_people(const struct px_request *request, const struct px_word *words, size_t count, const char **names)
{
	size_t found = 0, from = 0;

	for (size_t i = 0; i <= count && found < PX_SLOT_LIST; i++) {
		bool end = i == count || px_word_in(&words[i], PX_WORDS_AND) ||
			   (i > from && words[i].flags & PX_WORD_BREAK);
		if (!end)
			continue;
		bool pronoun = i == from + 1 && px_word_in(&words[from], PX_WORDS_PERSON_PRONOUN);
		const char *name = i == from ? NULL : pronoun ? spoken_of(request) :
				   without_is(request, px_parse_surface(request, words, from, i));
		for (size_t k = from; k < i; k++) {
			if (px_word_in(&words[k], PX_WORDS_NO_GUEST))
				return 0;
		}
		if (name)
			names[found++] = name;
		from = i + (i < count && px_word_in(&words[i], PX_WORDS_AND));
	}
	return found;
}

PX_ACT(px_change_invite)
{
	size_t count;
	const struct px_word *words = px_change_words(request, frame, match, 'w', &count);
	const char *names[PX_SLOT_LIST];
	struct px_target target;
	struct px_args args = { 0 };

	px_change_target(request, session, proposal, frame, match, &target);
	if (!target.item && !(target.kinds & PX_TARGET_EVENT) &&
	    !px_parse_event_noun(request->words.at, request->words.count) && !target.candidate_count)
		return false;
	if (target.item && target.item->kind != PX_NLU_EVENT)
		return false;
	bool pronoun = count == 1 && px_word_in(&words[0], PX_WORDS_PERSON_PRONOUN);
	if (px_word_in(&request->words.at[0], PX_WORDS_ADD_OR_BRING) && !px_people_named(request, words, count) &&
	    !(pronoun && spoken_of(request)))
		return false; /* "add beer": a thing */
	struct px_target guest;
	px_target_find(request, words, count, PX_TARGET_EVENT, &guest);
	if (count > 1 && guest.item && guest.score >= 0.85F)
		return false; /* "the fish delivery is coming on Friday": an event comes to none */
	size_t to;
	const struct px_word *what = px_change_words(request, frame, match, 'x', &to);
	for (size_t k = 1; k < count && !what; k++) {
		if (px_word_in(&words[k], PX_WORDS_INVITED_FOR))
			return false; /* "invite the Bergs for dinner next weekend": something of its own */
	}
	if (what && what[to - 1].time >= 0 && (to == 1 || (to == 2 && px_word_in(&what[0], PX_WORDS_INVITED_TO))))
		return false; /* "Tom is coming on Saturday": not to whatever is then */
	size_t found = px_parse_people(request, words, count, names);
	px_args_list(&args, "attendees", names, found, request->arena);
	target.kinds = PX_TARGET_EVENT;
	return found > 0 && px_parse_change_target(request, session, proposal, PX_VERB_UPDATE, &target, &args, 0.9F,
						   "rule: invite");
}

/*
 * "Tom can't come", "take Ben off the dinner": out of the event that is named, or that was spoken of, or whose
 * title has the name.
 */
PX_ACT(px_change_uninvite)
{
	size_t count, named;
	const struct px_word *words = px_change_words(request, frame, match, 'w', &count);
	const char *names[PX_SLOT_LIST];
	struct px_target target;
	struct px_args args = { 0 };

	if (!words || count > 4 || !px_people_named(request, words, count) || px_word_in(&words[0], PX_WORDS_SUBJECT_I))
		return false;
	for (size_t i = 0; i < count; i++) { /* "the text mum one" is no guest */
		if (px_word_in(&words[i], PX_WORDS_NO_GUEST_NAME))
			return false;
	}
	px_change_target(request, session, proposal, frame, match, &target);
	bool known = target.item && target.item->kind == PX_NLU_EVENT;
	if (!px_change_words(request, frame, match, 'x', &named) && !known)
		px_target_find(request, words, count, PX_TARGET_EVENT, &target);
	if (!target.item || target.item->kind != PX_NLU_EVENT)
		return false;
	size_t found = px_parse_people(request, words, count, names);
	px_args_list(&args, "not_attending", names, found, request->arena);
	return found > 0 && px_parse_change_target(request, session, proposal, PX_VERB_UPDATE, &target, &args, 0.9F,
						   "rule: no longer invited");
}

PX_ACT(px_change_tag)
{
	struct px_target target;
	struct px_args args = { 0 };
	size_t count;
	const struct px_word *words = px_change_words(request, frame, match, 'g', &count);
	const char *tag = words && count == 1 ? px_parse_surface(request, words, 0, 1) : NULL;

	if (words || request->slots.tag_count) {
		px_change_target(request, session, proposal, frame, match, &target);
	} else { /* "tag the soap task shopping" */
		words = px_change_words(request, frame, match, 'z', &count);
		if (!words || count < 2)
			return false;
		px_parse_target(request, session, words, count - 1, PX_TARGET_TASK, &target);
		tag = px_parse_surface(request, words, count - 1, count);
		if (!target.item && !target.many)
			return false;
		count = 1;
	}
	if (tag && count == 1)
		px_args_list(&args, "tags", &tag, 1, request->arena);
	else
		px_args_list(&args, "tags", request->slots.tags, request->slots.tag_count, request->arena);
	if (!args.count)
		return false;
	target.kinds = PX_TARGET_TASK;
	return px_parse_change_target(request, session, proposal, PX_VERB_UPDATE, &target, &args, 0.92F, "rule: tag");
}

/* A new repetition. */
PX_ACT(px_change_repeat)
{
	struct px_when when = px_parse_when(request, NULL, 0);
	struct px_target target;
	struct px_args args = { 0 };

	px_change_target(request, session, proposal, frame, match, &target);
	if (!when.rrule || (frame->value[0] && target.score < 0.85F))
		return false;
	bool event = px_change_means_event(request, &target, PX_VERB_UPDATE);
	px_parse_set_move(request, target.item, event ? PX_TARGET_EVENT : PX_TARGET_TASK, &when, &args);
	return px_parse_change_target(request, session, proposal, PX_VERB_UPDATE, &target, &args, 0.92F,
				      "rule: repeat");
}
