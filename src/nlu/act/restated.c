/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/act/restated.h"

#include "nlu/act/apply.h"
#include "nlu/act/move.h"
#include "nlu/act/new_times.h"
#include "nlu/read/slots.h"
#include "nlu/read/times.h"
#include "nlu/read/when.h"
#include "nlu/refer/described.h"
#include "nlu/refer/dialogue.h"
#include "nlu/refer/times.h"

#include <stdlib.h>

enum { EITHER = PX_TARGET_TASK | PX_TARGET_EVENT };
static const float CONFIDENCE = 0.93F;

/* A value as it may be meant: a time, a number, or either. */
struct value {
	const struct px_request *part; /* its words, with the times in them; NULL: not said */
	struct px_when when;           /* `any` false: no time */
	const struct px_word *number;  /* or NULL */
};

/* The things that may be meant: a row of copies, so that names are looked for among them alone. */
struct choice {
	struct px_nlu_item *items;
	size_t count;
};

static struct value read_value(const struct px_request *source, const struct px_nlu_session *session,
			       const struct px_cut *at)
{
	struct value value = { 0 };

	if (at->begin == at->end)
		return value;
	struct px_request *part = px_times_part(source, session, at->begin, at->end);
	const struct px_words *w = &part->full;
	for (size_t i = 0; i < w->count && !value.number; i++) {
		if (w->at[i].time < 0 && px_word_is_number(&w->at[i]))
			value.number = &w->at[i];
	}
	value.when = px_parse_when(part, NULL, 0);
	if (!value.when.any && value.number && px_parse_bare_clock(part, value.number)) {
		px_parse_streams(part);
		value.when = px_parse_when(part, NULL, 0);
	}
	value.part = part;
	return value;
}

/* Of "10kg": 10; of "ten": 10; 0 if it is none. */
static long number_of(const struct px_word *word)
{
	const long figures = strtol(word->text, NULL, 10);

	return figures > 0 ? figures : px_word_number(word);
}

/* The word of the title with that number, or with any: NULL if there is none, or another one. */
static const struct px_word *number_in(const struct px_request *request, const char *title, const struct px_word *said)
{
	const struct px_words w = px_words_in(title, request->arena);
	const struct px_word *found = NULL;

	for (size_t i = 0; i < w.count; i++) {
		if (!px_word_is_number(&w.at[i]) || (said && number_of(&w.at[i]) != number_of(said)))
			continue;
		if (found)
			return NULL;
		found = &w.at[i];
	}
	return found;
}

static bool has_time(const struct px_nlu_item *item)
{
	return item->start != PX_TIME_NONE || item->due_day != PX_DAY_NONE;
}

/* "Tuesday", said of what is next week, may be today's as well: any Tuesday that is near. */
static bool is_near_weekday(const struct value *old, const struct px_nlu_item *item)
{
	enum { NEAR_DAYS = 14 };
	const int32_t day = px_change_item_point(item).day, today = old->part->today;

	return old->when.start.day != PX_DAY_NONE && old->when.start.second < 0 && !old->when.range &&
	       px_words_have(&old->part->words, PX_WORDS_WEEKDAY) && day >= today && day <= today + NEAR_DAYS &&
	       px_civil_weekday(day) == px_civil_weekday(old->when.start.day);
}

/* The thing has the old time, and the new one is a time; or it could have one. */
static bool fits_time(const struct px_nlu_item *item, const struct value *old, const struct value *now)
{
	if (!now->when.any && now->part)
		return false;
	return has_time(item) && (!old->part || (old->when.any && (px_target_stands(&old->when, item) ||
								  is_near_weekday(old, item))));
}

static bool fits_number(const struct px_request *request, const struct px_nlu_item *item, const struct value *old,
			const struct value *now)
{
	return now->number && old->number && number_in(request, item->title, old->number);
}

static struct choice fitting(const struct px_request *request, const struct value *old, const struct value *now)
{
	const struct px_nlu_context *context = request->context;
	struct choice choice = { PX_ARENA_ARRAY(request->arena, struct px_nlu_item, context->item_count + 1), 0 };

	for (size_t i = 0; i < context->item_count; i++) {
		const struct px_nlu_item *item = &context->items[i];
		if (item->kind != PX_NLU_PROJECT && item->title && !px_target_over(request, item) &&
		    (fits_time(item, old, now) || fits_number(request, item, old, now)))
			choice.items[choice.count++] = *item;
	}
	return choice;
}

/* "hv" of "Health visitor". */
static bool are_initials(const struct px_request *request, const struct px_word *word, const char *title)
{
	const struct px_words w = px_words_in(title, request->arena);

	if (word->size < 2 || word->size > w.count || word->time >= 0)
		return false;
	for (size_t i = 0; i < word->size; i++) {
		if (w.at[i].text[0] != word->text[i])
			return false;
	}
	return true;
}

/* Those of the things that the words name, by most words; else by initials. */
static void find_named(const struct px_request *said, const struct choice *among, struct px_target *target)
{
	struct px_nlu_context context = *said->context;
	struct px_request own;

	px_request_take(&own, said);
	context.items = among->items;
	context.item_count = among->count;
	own.context = &context;
	px_described_clause(&own, said->full.at, said->full.count, EITHER, false, target);
	for (size_t i = 0; i < said->full.count && !target->candidate_count; i++) {
		for (size_t k = 0; k < among->count && target->candidate_count < PX_STATE_ITEMS; k++) {
			if (are_initials(said, &said->full.at[i], among->items[k].title))
				target->candidates[target->candidate_count++] = &among->items[k];
		}
	}
}

/* Some word may name a thing that is not known: nothing else is changed for it. */
static bool names_other(const struct px_request *said)
{
	for (size_t i = 0; i < said->full.count; i++) {
		const struct px_word *word = &said->full.at[i];
		if (word->time < 0 && word->size > 2 && !px_word_is_number(word) &&
		    !px_word_in(word, PX_WORDS_RESTATED_LIGHT) && !px_word_in(word, PX_WORDS_RESTATED_SUBJECT) &&
		    !px_word_in(word, PX_WORDS_TITLE_FILLER) && !px_word_in(word, PX_WORDS_WEEKDAY) &&
		    !px_word_in(word, PX_WORDS_AMOUNT_UNIT) && !px_word_in(word, PX_WORDS_AMOUNT_COUNT))
			return true;
	}
	return false;
}

/* Of several the one that was just spoken of. */
static const struct px_nlu_item *in_focus(const struct px_dialogue *d, const struct px_nlu_item *const *items,
					  size_t count)
{
	for (size_t i = 0; i < count && d->touched_count; i++) {
		if (px_dialogue_same(items[i], &d->touched[0]))
			return items[i];
	}
	return NULL;
}

static void take_all(const struct choice *among, struct px_target *target)
{
	target->candidate_count = among->count < PX_STATE_ITEMS ? among->count : PX_STATE_ITEMS;
	for (size_t i = 0; i < target->candidate_count; i++)
		target->candidates[i] = &among->items[i];
}

/* Which thing is meant; false if that can't be told. */
static bool choose(const struct px_request *said, const struct px_nlu_session *session,
		   const struct px_contrast *contrast, const struct choice *among, struct px_target *target)
{
	const bool both = px_words_have(&said->full, PX_WORDS_BOTH);

	find_named(said, among, target);
	const bool named = target->candidate_count > 0;
	if (!named && contrast->old.end && (contrast->leans || !names_other(said) || (both && among->count == 2)))
		take_all(among, target);
	if (!named && !contrast->old.end && contrast->leans && session->dialogue.touched_count) {
		take_all(among, target);
		const struct px_nlu_item *last = in_focus(&session->dialogue, target->candidates,
							  target->candidate_count);
		target->candidate_count = last != NULL;
		target->candidates[0] = last;
	}
	target->many = both && target->candidate_count == 2;
	if (target->candidate_count == 1)
		target->item = target->candidates[0];
	else if (!target->many)
		target->item = in_focus(&session->dialogue, target->candidates, target->candidate_count);
	target->words = target->item ? target->item->title : "";
	return target->candidate_count > 0;
}

/* "12 sheets of plasterboard" with 14: "14 sheets of plasterboard". */
static bool renumber(const struct px_request *request, const struct px_nlu_session *session,
		     struct px_proposal *proposal, const struct px_target *target, const struct value *old,
		     const struct value *now)
{
	const char *title = target->item->title;
	const struct px_word *number = number_in(request, title, old->number);
	struct px_args args = { 0 };

	if (!number)
		return false;
	const size_t figures = strspn(number->text, "0123456789.,");
	const char *rest = title + number->begin + (figures ? figures : number->size);
	px_args_set(&args, "title", px_arena_printf(request->arena, "%.*s%ld%s", (int)number->begin, title,
						     number_of(now->number), rest));
	return px_parse_change_target(request, session, proposal, PX_VERB_UPDATE, target, &args, CONFIDENCE,
				      "rule: another number");
}

/* Of a series that somebody can't come to once, that day. */
static void pin(const struct px_contrast *contrast, const struct value *old, struct px_target *target)
{
	const struct px_nlu_item *item = target->item;

	target->day = target->day_end = PX_DAY_NONE;
	if (!item || !item->recurrence || item->start == PX_TIME_NONE)
		return;
	if (old->when.any && old->when.start.day != PX_DAY_NONE)
		target->day = old->when.start.day;
	else if (contrast->once)
		target->day = px_civil_ms_day(item->start);
	target->day_end = target->day == PX_DAY_NONE ? PX_DAY_NONE : target->day + 1;
}

static bool change(const struct px_request *said, const struct px_nlu_session *session, struct px_proposal *proposal,
		   const struct px_contrast *contrast, struct px_target *target, const struct value *old,
		   const struct value *now)
{
	struct px_args args = { 0 };

	pin(contrast, old, target);
	if (contrast->off)
		return px_parse_change_target(old->part, session, proposal, PX_VERB_DELETE, target, &args, CONFIDENCE,
					      "rule: swapped");
	if (contrast->added) {
		px_args_set(&args, "shift", px_parse_span(said, now->when.months, now->when.seconds));
		return px_parse_change_target(now->part, session, proposal, PX_VERB_UPDATE, target, &args, CONFIDENCE,
					      "rule: an extension");
	}
	if (target->item && fits_number(said, target->item, old, now))
		return renumber(said, session, proposal, target, old, now);
	struct px_when when = now->when;
	if (target->item && old->part && is_near_weekday(old, target->item) && when.start.day != PX_DAY_NONE &&
	    !px_target_stands(&old->when, target->item)) /* both days are of its week */
		when.start.day += px_change_item_point(target->item).day - old->when.start.day;
	return when.any && px_move_to(now->part, session, proposal, target, when, &args, CONFIDENCE,
				      "rule: said to be otherwise");
}

bool px_restated_act(const struct px_request *source, const struct px_nlu_session *session,
		     struct px_proposal *proposal, const struct px_contrast *contrast)
{
	const struct px_cut whole = { (uint32_t)contrast->begin, (uint32_t)contrast->end };
	const struct value old = read_value(source, session, &contrast->old);
	const struct value now = read_value(source, session, &contrast->now);
	const struct value all = read_value(source, session, &whole);
	struct px_proposal tried = *proposal;
	struct px_target target = { .words = "" };

	if ((!contrast->off && !now.part) || contrast->added != now.when.duration)
		return false;
	const struct choice among = fitting(source, &old, &now);
	if (!choose(all.part, session, contrast, &among, &target))
		return false;
	tried.request = all.part;
	tried.sure = true;
	if (!change(all.part, session, &tried, contrast, &target, &old, &now))
		return false;
	tried.result.act = "restated";
	tried.sure = false;
	*proposal = tried;
	return true;
}
