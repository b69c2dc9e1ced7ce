/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/refer/dialogue.h"

bool px_dialogue_lists(const char *tool)
{
	return tool && strncmp(tool, "list_", 5) == 0;
}

/* The item as the context knows it now; its title may have changed since. */
const struct px_nlu_item *px_dialogue_current(const struct px_request *request, const struct px_nlu_item *item)
{
	for (size_t i = 0; i < request->context->item_count && !px_id_is_none(item->id); i++) {
		const struct px_nlu_item *now = &request->context->items[i];
		if (px_id_eq(now->id, item->id))
			return now;
	}
	return item;
}

bool px_dialogue_made(const struct px_nlu_session *session)
{
	const char *tool = session->dialogue.tool;

	return session->fresh && tool && strncmp(tool, "create_", 7) == 0;
}

void px_dialogue_take(const struct px_request *request, struct px_target *target, const struct px_nlu_item *item)
{
	target->item = px_dialogue_current(request, item);
	target->words = target->item->title;
	target->score = 1;
	target->pronoun = true;
	target->candidate_count = 0;
}

/* "the second one", "number 2", "#2", "the last one": 1-based, -1 the last; 0 none. */
static int ordinal_of(const struct px_word *words, size_t count)
{
	while (count && px_word_in(&words[0], PX_WORDS_NUMBER_LEAD))
		words++, count--;
	while (count > 1 && px_word_in(&words[count - 1], PX_WORDS_NUMBER_TAIL))
		count--;
	if (count != 1 || words[0].time >= 0)
		return 0;
	if (px_word_in(&words[0], PX_WORDS_LAST_OF_LIST))
		return -1;
	if (px_word_in(&words[0], PX_WORDS_FIRST_OF_LIST))
		return 1;
	int n = px_word_ordinal(&words[0]);
	return n ? n : px_word_number(&words[0]);
}

/* "the meeting", "all three tasks": what the noun can mean. */
static int kinds_of(const struct px_word *noun)
{
	return px_word_in(noun, PX_WORDS_DIALOGUE_REFER_IT)   ? PX_TARGET_EVENT
	       : px_word_in(noun, PX_WORDS_DIALOGUE_REFER_IT_2) ? PX_TARGET_TASK
								: ~0;
}

/* It is among what the user has now. */
static bool is_there(const struct px_request *request, const struct px_nlu_item *item)
{
	return px_id_is_none(item->id) || px_dialogue_current(request, item) != item;
}

bool px_dialogue_same(const struct px_nlu_item *a, const struct px_nlu_item *b)
{
	if (px_id_is_none(a->id) || px_id_is_none(b->id))
		return a->title && b->title && strcmp(a->title, b->title) == 0;
	return px_id_eq(a->id, b->id);
}

bool px_dialogue_among(const struct px_nlu_item *item, const struct px_nlu_item *items, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (px_dialogue_same(&items[i], item))
			return true;
	}
	return false;
}

static bool is_touched(const struct px_dialogue *d, const struct px_nlu_item *item)
{
	return !px_dialogue_lists(d->tool) && px_dialogue_among(item, d->touched, d->touched_count);
}

/* "the rest": what was listed or made one after the other, without what was dealt with since. */
static bool refer_rest(const struct px_request *request, const struct px_nlu_session *session, int kinds,
		       struct px_target *target)
{
	const struct px_dialogue *d = &session->dialogue;
	const struct px_nlu_item *from = d->listed_count > 1 ? d->listed : d->recent;
	size_t count = d->listed_count > 1 ? d->listed_count : d->run >= 2 ? d->run : d->recent_count;

	for (size_t i = 0; i < count; i++) {
		if (px_target_kind(&from[i]) & kinds && !is_touched(d, &from[i]) && is_there(request, &from[i]))
			target->candidates[target->candidate_count++] = px_dialogue_current(request, &from[i]);
	}
	target->pronoun = target->many = target->candidate_count > 0;
	target->words = px_phrase(PX_PHRASE_SOME_OF_THEM);
	return target->many;
}

static bool refer_other(const struct px_request *request, const struct px_nlu_session *session,
			struct px_target *target)
{
	const struct px_dialogue *d = &session->dialogue;

	if (d->candidate_count >= 1) {
		px_dialogue_take(request, target, &d->candidates[0]);
		target->many = d->candidate_count > 1;
		for (size_t i = 0; i < d->candidate_count; i++)
			target->candidates[target->candidate_count++] = px_dialogue_current(request, &d->candidates[i]);
		return true;
	}
	/* of two that were listed, the one that was not touched since */
	if (d->listed_count == 2 && d->touched_count == 1) {
		bool first = d->touched[0].title && d->listed[0].title &&
			     strcmp(d->touched[0].title, d->listed[0].title) == 0;
		px_dialogue_take(request, target, &d->listed[first]);
		return true;
	}
	if (d->touched_count >= 2 || d->recent_count >= 2) {
		px_dialogue_take(request, target, d->touched_count >= 2 ? &d->touched[1] : &d->recent[1]);
		return true;
	}
	return false;
}

/*
 * "Everything but the turkey", where what was spoken of last has no turkey: all that is on its list, or what was
 * spoken of together with it.  False if neither has it.
 */
static bool refer_around(const struct px_request *request, const struct px_nlu_session *session, int kinds,
			 struct px_target *target)
{
	const struct px_dialogue *d = &session->dialogue;
	const struct px_nlu_item *out = request->except.count ? request->except.items[0] : NULL;
	const bool lately = out && px_dialogue_among(out, d->recent, d->recent_count);

	if (!out || px_dialogue_lists(d->tool) || (!out->project && !lately) ||
	    (!d->touched_count && kinds != PX_TARGET_TASK)) /* what is only bought or done may be of any list */
		return false;
	for (size_t i = 0; i < request->except.count; i++) { /* of one list: no day's, no kind's */
		const struct px_nlu_item *other = request->except.items[i];
		if (px_dialogue_among(other, d->touched, d->touched_count) || !other->project != !out->project ||
		    (out->project && strcmp(other->project, out->project) != 0))
			return false;
	}
	for (size_t i = 0; i < request->context->item_count && target->candidate_count < PX_TARGET_MANY; i++) {
		const struct px_nlu_item *item = &request->context->items[i];
		bool with = out->project ? item->project && strcmp(item->project, out->project) == 0
					 : px_dialogue_among(item, d->recent, d->recent_count);
		if (px_target_kind(item) & kinds && item->kind == out->kind && with)
			target->candidates[target->candidate_count++] = item;
	}
	if (target->candidate_count == PX_TARGET_MANY) /* there may be more of them */
		return false;
	target->pronoun = target->many = target->candidate_count > 1;
	target->words = px_phrase(PX_PHRASE_SOME_OF_THEM);
	return target->many;
}

/* `both`: two of them; `all`: not less than two. */
static bool refer_many(const struct px_request *request, const struct px_nlu_session *session, struct px_target *target,
		       int kinds, bool both, bool all)
{
	const struct px_dialogue *d = &session->dialogue;
	const struct px_nlu_item *from = d->touched;
	size_t count = d->touched_count;

	if (refer_around(request, session, kinds, target))
		return true;
	target->candidate_count = 0;
	if (!px_dialogue_made(session) && /* the last of several */
	    d->touched_count == 1 && !both && !all && px_target_kind(&d->touched[0]) & kinds) {
		px_dialogue_take(request, target, &d->touched[0]); /* "we have gloves, scratch those" */
		return true;
	}
	if (d->pending_tool && d->candidate_count) {
		from = d->candidates;
		count = d->candidate_count;
	} else if (px_dialogue_made(session) && session->made_count >= 2) { /* "A, B, C. All by Friday" */
		from = session->made;
		count = session->made_count;
	} else if (count < 2 && !all && !px_dialogue_lists(d->tool) &&
		   d->recent_count >= 2) { /* things of several turns */
		from = d->recent;
		count = d->run >= 2 && !both ? d->run : 2;
	}
	if ((!count || (count < 2 && all)) && !px_dialogue_lists(d->tool))
		return false;
	target->pronoun = target->many = true;
	target->words = px_phrase(PX_PHRASE_ALL_OF_THEM);
	size_t most = from == d->recent ? d->recent_count : count; /* what is done with is not meant */
	for (size_t i = 0; i < most && target->candidate_count < count; i++) {
		if (px_target_kind(&from[i]) & kinds && (from != d->recent || is_there(request, &from[i])))
			target->candidates[target->candidate_count++] = px_dialogue_current(request, &from[i]);
	}
	return true;
}

/* "the first and the third", "1 and 2", "the first two" */
static bool refer_numbers(const struct px_request *request, const struct px_word *words, size_t count,
			  const struct px_nlu_item *list, size_t length, struct px_target *target)
{
	struct px_target found = { .words = px_phrase(PX_PHRASE_SOME_OF_THEM),
				   .many = true,
				   .pronoun = true,
				   .day = PX_DAY_NONE,
				   .day_end = PX_DAY_NONE };
	size_t numbers = 0;

	for (size_t i = 0; i < count; i++) {
		if (words[i].time >= 0)
			return false;
		if (px_word_in(&words[i], PX_WORDS_NUMBERS_FILLER))
			continue;
		bool two = i + 1 < count && px_word_in(&words[i], PX_WORDS_FIRST_OR_LAST) &&
			   px_word_number(&words[i + 1]) > 1 && !px_word_ordinal(&words[i + 1]);
		int n = px_word_ordinal(&words[i])	       ? px_word_ordinal(&words[i])
			: px_word_in(&words[i], PX_WORDS_LAST) ? (int)length
							       : px_word_number(&words[i]);
		if (two) {
			size_t many = (size_t)px_word_number(&words[i + 1]);
			size_t from = px_word_in(&words[i], PX_WORDS_LAST) && many <= length ? length - many : 0;
			for (size_t k = from; k < from + many && k < length && found.candidate_count < PX_STATE_ITEMS;
			     k++)
				found.candidates[found.candidate_count++] = px_dialogue_current(request, &list[k]);
			numbers += 2;
			i++;
		} else if (n > 0) {
			if ((size_t)n > length || found.candidate_count == PX_STATE_ITEMS)
				return false;
			found.candidates[found.candidate_count++] = px_dialogue_current(request, &list[n - 1]);
			numbers++;
		} else {
			return false;
		}
	}
	if (numbers < 2 || !found.candidate_count)
		return false;
	*target = found;
	return true;
}

/*
 * "9 instead of 8": of the things spoken of, and then of what is to come, the one that stands at eight.  NULL: none, or
 * several.
 */
static const struct px_nlu_item *stood_then(const struct px_request *request, const struct px_dialogue *d, int kinds)
{
	const struct px_nlu_item *found = NULL;
	const struct px_nlu_context *c = request->context;

	for (size_t i = 0; i < d->touched_count + d->recent_count; i++) {
		const bool touched = i < d->touched_count;
		const struct px_nlu_item *item = touched ? &d->touched[i] : &d->recent[i - d->touched_count];
		item = px_dialogue_current(request, item);
		if (px_target_kind(item) & kinds && is_there(request, item) && px_target_stands(&request->stood, item))
			return item;
	}
	if (request->stood_perhaps && d->touched_count)
		return NULL;
	for (size_t i = 0; i < c->item_count; i++) {
		const struct px_nlu_item *item = &c->items[i];
		if (!(px_target_kind(item) & kinds) || item->recurrence || !px_target_stands(&request->stood, item) ||
		    px_target_over(request, item))
			continue;
		if (found)
			return NULL;
		found = item;
	}
	return found;
}

/* "it" is what was last touched; "the meeting" only if that is one, or the only one spoken of lately. */
static bool refer_it(const struct px_request *request, const struct px_nlu_session *session, const struct px_word *noun,
		     int kinds, struct px_target *target)
{
	const struct px_dialogue *d = &session->dialogue;
	const struct px_nlu_item *found = NULL;
	size_t lately = 0;

	kinds &= kinds_of(noun);
	bool deleted = d->tool && strncmp(d->tool, "delete_", 7) == 0; /* of what is gone nothing more is said */
	/* nor is what is done put off: "rang Ann and Bo, no answer from Cy" "I'll try tomorrow, move it to then" */
	bool done = d->tool && strcmp(d->tool, "complete_task") == 0 && request->time_count;
	for (size_t i = 0; i < d->touched_count && !found; i++) {
		const struct px_nlu_item *item = &d->touched[i];
		found = px_target_kind(item) & kinds && (!(deleted || done) || is_there(request, item)) ? item : NULL;
	}
	for (size_t i = 0; i < d->recent_count && !found; i++)
		lately += px_target_kind(&d->recent[i]) & kinds && is_there(request, &d->recent[i]);
	for (size_t i = 0; i < d->recent_count && !found && lately == 1; i++)
		found = px_target_kind(&d->recent[i]) & kinds && is_there(request, &d->recent[i]) ? &d->recent[i]
												 : NULL;
	if (!found && done && px_target_kind(&d->touched[0]) & kinds)
		found = &d->touched[0];
	if (found)
		px_dialogue_take(request, target, found);
	return found != NULL;
}

bool px_dialogue_refer(const struct px_request *request, const struct px_nlu_session *session,
		       const struct px_word *words, size_t count, int kinds, struct px_target *target)
{
	const struct px_dialogue *d = &session->dialogue;
	const struct px_nlu_item *list = d->touched;
	size_t length = d->touched_count;

	if (d->pending_tool && d->candidate_count) {
		list = d->candidates;
		length = d->candidate_count;
	} else if (d->listed_count) {
		list = d->listed;
		length = d->listed_count;
	}

	*target = (struct px_target){ .words = "", .day = PX_DAY_NONE, .day_end = PX_DAY_NONE };
	while (count > 1 && px_word_in(&words[count - 1], PX_WORDS_REFERENCE_TAIL))
		count--;
	if (!count || count > 7)
		return false;
	if (length && refer_numbers(request, words, count, list, length, target))
		return true;
	int n = length ? ordinal_of(words, count) : 0;
	if (n < 0 && length == 1 && d->touched_count)
		n = 0; /* "the last one" of one is what was last touched */
	if (n) {
		size_t index = n < 0 ? length - 1 : (size_t)n - 1;
		if (index >= length)
			return false;
		px_dialogue_take(request, target, &list[index]);
		return true;
	}
	if (!(d->pending_tool && d->candidate_count) && px_matches(PX_PATTERN_OTHER_ONES, words, count) &&
	    refer_rest(request, session, kinds, target))
		return true;
	if (px_matches(PX_PATTERN_OTHER_ONE, words, count))
		return refer_other(request, session, target);
	if (px_matches(PX_PATTERN_PLURAL_PRONOUN, words, count))
		return refer_many(request, session, target, kinds & kinds_of(&words[count - 1]),
				  px_word_in(&words[count - 1], PX_WORDS_BOTH_OR_TWO) ||
					  px_word_in(&words[0], PX_WORDS_BOTH),
				  px_matches(PX_PATTERN_WHOLE_LOT, words, count));
	if (!px_matches(PX_PATTERN_PRONOUN, words, count))
		return false;
	const struct px_nlu_item *stood = request->stood.any ? stood_then(request, d, kinds) : NULL;
	if (stood)
		px_dialogue_take(request, target, stood);
	if (stood || !d->touched_count)
		return stood != NULL;
	if (d->touched_count > 1 && px_dialogue_lists(d->tool)) {
		for (size_t i = 0; i < d->touched_count; i++)
			target->candidates[target->candidate_count++] = px_dialogue_current(request, &d->touched[i]);
		target->pronoun = true;
		target->words = px_phrase(PX_PHRASE_IT);
		return true;
	}
	return refer_it(request, session, words + count - 1, kinds, target);
}

int64_t px_dialogue_ms(const char *text)
{
	int64_t ms;
	int32_t day;
	bool offset;

	if (!text)
		return PX_TIME_NONE;
	if (px_civil_parse_day(px_str(text), &day))
		return (int64_t)day * PX_MS_DAY;
	return px_civil_parse_ms(px_str(text), &ms, &offset) ? ms : PX_TIME_NONE;
}

/* What an update of this message touches: the known thing, or one of that name. */
static void note_target(const struct px_nlu_context *context, struct px_dialogue *d, const char *target, bool event)
{
	enum px_nlu_kind kind = event ? PX_NLU_EVENT : PX_NLU_TASK;

	if (!target || (d->touched_count && d->touched[0].title && strcmp(d->touched[0].title, target) == 0))
		return;
	d->touched[0] = (struct px_nlu_item){ .kind = kind, .title = target, .start = PX_TIME_NONE, .end = PX_TIME_NONE,
					      .due_day = PX_DAY_NONE, .priority = 1 };
	d->touched_count = 1;
	for (size_t i = 0; i < context->item_count; i++) {
		const struct px_nlu_item *item = &context->items[i];
		if (item->kind == kind && item->title && strcmp(item->title, target) == 0)
			d->touched[0] = *item;
	}
}

void px_session_note(struct px_nlu_session *session, const struct px_nlu_context *context, const char *tool,
		     const char *arguments, const struct px_args *args)
{
	struct px_dialogue *d = &session->dialogue;
	struct px_nlu_item item = { .start = PX_TIME_NONE, .end = PX_TIME_NONE, .due_day = PX_DAY_NONE, .priority = 1 };
	const char *due = px_args_get(args, "due"), *start = px_args_get(args, "start");

	d->tool = tool;
	d->arguments = arguments;
	session->fresh = true;
	if (px_dialogue_lists(tool)) {
		d->list_tool = tool;
		d->list_arguments = d->arguments;
	}
	if (strncmp(tool, "create_", 7) != 0 && px_args_get(args, "target") && !px_args_has(args, "all"))
		note_target(context, d, px_args_get(args, "target"), strstr(tool, "_event") != NULL);
	if (strncmp(tool, "create_", 7) != 0)
		return;
	item.title = px_args_get(args, "title");
	item.project = px_args_get(args, "project");
	item.recurrence = px_args_get(args, "recurrence");
	item.kind = strcmp(tool, "create_event") == 0 ? PX_NLU_EVENT : PX_NLU_TASK;
	if (due && strlen(due) == 10)
		(void)px_civil_parse_day(px_str(due), &item.due_day);
	else
		item.start = px_dialogue_ms(due ? due : start);
	item.end = px_dialogue_ms(px_args_get(args, "end"));
	if (item.end == PX_TIME_NONE && item.start != PX_TIME_NONE && px_args_has(args, "all_day"))
		item.end = item.start + PX_MS_DAY;
	d->touched[0] = item;
	d->touched_count = item.title ? 1 : 0;
	if (item.title && session->made_count < PX_STATE_ITEMS)
		session->made[session->made_count++] = item;
}
