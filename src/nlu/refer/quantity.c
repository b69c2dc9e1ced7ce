/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/refer/quantity.h"

#include "nlu/read/vocabulary.h"
#include "nlu/read/when.h"
#include "nlu/refer/dialogue.h"
#include "nlu/refer/except.h"

/* What the words say of how many and of what kind. */
struct quantity {
	int kinds;
	size_t number; /* 0: not said */
	bool all;      /* of what stands then */
	bool rest;     /* what is to come, or was not dealt with */
	bool noun;
};

/* False: a word names something. */
static bool read_words(const struct px_word *words, size_t count, struct quantity *said)
{
	for (size_t i = 0; i < count; i++) {
		const struct px_word *word = &words[i];
		if (word->time >= 0)
			continue;
		const int number = px_word_ordinal(word) ? 0 : px_word_number(word);
		if (px_word_in(word, PX_WORDS_BOTH))
			said->number = 2;
		else if (number > 1 && number <= PX_STATE_ITEMS)
			said->number = (size_t)number;
		else if (px_word_in(word, PX_WORDS_QUANTITY_ALL))
			said->all = true;
		else if (px_word_in(word, PX_WORDS_QUANTITY_REST))
			said->rest = true;
		else if (px_word_in(word, PX_WORDS_QUANTITY_EVENTS))
			said->noun = true, said->kinds &= PX_TARGET_EVENT;
		else if (px_word_in(word, PX_WORDS_QUANTITY_TASKS))
			said->noun = true, said->kinds &= PX_TARGET_TASK;
		else if (px_word_in(word, PX_WORDS_QUANTITY_EITHER))
			said->noun = true;
		else if (!px_word_in(word, PX_WORDS_QUANTITY_FILLER))
			return false;
	}
	return said->kinds && (said->all || said->rest || said->number);
}

int px_quantity_kinds(const struct px_request *request, int kinds)
{
	for (size_t i = 0; i < request->time_count; i++) {
		if (request->times[i].value.kind == PX_TIME_DURATION && request->times[i].value.seconds % 86400)
			kinds &= PX_TARGET_EVENT;
	}
	return kinds;
}

static void add(const struct px_request *request, const struct quantity *said, const struct px_nlu_item *item,
		struct px_target *found)
{
	const bool begun = said->rest && item->kind == PX_NLU_EVENT && item->start != PX_TIME_NONE &&
			   item->start <= request->now;

	if (px_target_kind(item) & said->kinds && !begun && !px_except_has(request, item) &&
	    found->candidate_count < PX_TARGET_MANY)
		found->candidates[found->candidate_count++] = item;
}

/* What stands then and is not over. */
static void find_then(const struct px_request *request, const struct quantity *said, const struct px_when *when,
		      struct px_target *found)
{
	struct quantity own = *said;
	struct px_when left = *when; /* a series has days left in it */

	if (left.range && left.end.day != PX_DAY_NONE && left.start.day < request->today)
		left.start.day = request->today;
	own.kinds = px_quantity_kinds(request, said->kinds);
	for (size_t i = 0; i < request->context->item_count; i++) {
		const struct px_nlu_item *item = &request->context->items[i];
		if ((item->start != PX_TIME_NONE || item->due_day != PX_DAY_NONE) &&
		    px_target_stands(item->recurrence ? &left : when, item) && !px_target_over(request, item))
			add(request, &own, item, found);
	}
	found->day = when->start.day;
	found->day_end = when->range && when->end.day != PX_DAY_NONE ? when->end.day : found->day + 1;
}

/*
 * Of what was spoken of last: "the other two" are not what was just dealt with, and of its kind where there are any.
 */
static void find_spoken_of(const struct px_request *request, const struct px_dialogue *d, const struct quantity *said,
			   struct px_target *found)
{
	const bool touched = !said->rest && d->touched_count >= said->number;
	const struct px_nlu_item *from = touched ? d->touched : d->recent, *chosen[PX_STATE_ITEMS];
	const size_t count = touched ? d->touched_count : d->recent_count;
	struct quantity own = *said;
	size_t kept = 0;

	if (said->rest && d->touched_count && !said->noun)
		own.kinds &= px_target_kind(&d->touched[0]);
	for (size_t i = 0; i < count && (touched || kept < said->number); i++) {
		const struct px_nlu_item *now = px_dialogue_current(request, &from[i]);
		const bool gone = !px_id_is_none(from[i].id) && now == &from[i];
		const bool dealt_with = said->rest && px_dialogue_among(&from[i], d->touched, d->touched_count);
		if (!gone && !dealt_with && px_target_kind(now) & own.kinds)
			chosen[kept++] = now;
	}
	found->pronoun = true;
	for (size_t i = 0; i < kept; i++) /* the newest stands first, but in a list */
		add(request, &own, px_dialogue_lists(d->tool) ? chosen[i] : chosen[kept - 1 - i], found);
}

static bool find(const struct px_request *request, const struct px_nlu_session *session, const struct px_when *when,
		 const struct quantity *said, struct px_target *target)
{
	struct px_target found = { .words = px_phrase(PX_PHRASE_SOME_OF_THEM), .many = true, .day = PX_DAY_NONE,
				   .day_end = PX_DAY_NONE };

	if (when->any && when->start.day != PX_DAY_NONE && !when->rrule)
		find_then(request, said, when, &found);
	else if (!when->any && said->number > 1)
		find_spoken_of(request, &session->dialogue, said, &found);
	if (!found.candidate_count || (said->number && found.candidate_count != said->number))
		return false;
	*target = found;
	return true;
}

bool px_quantity_find(const struct px_request *request, const struct px_nlu_session *session,
		      const struct px_word *words, size_t count, int kinds, struct px_target *target)
{
	struct quantity said = { .kinds = kinds & (PX_TARGET_TASK | PX_TARGET_EVENT) };
	const struct px_when when = px_parse_when(request, words, count);

	if (!count || !read_words(words, count, &said))
		return false;
	/* "both" and "everything on Friday" are known to others (refer/dialogue, all_of_then) */
	const bool plain = !said.noun && !said.rest && !said.number && px_word_in(&words[0], PX_WORDS_EVERYTHING);
	if (plain || px_matches(PX_PATTERN_PLURAL_PRONOUN, words, count))
		return false;
	if (find(request, session, &when, &said, target))
		return true;
	said.kinds &= PX_TARGET_EVENT; /* "all three jobs tomorrow": what takes place then, and no task beside it */
	return said.kinds && said.number && find(request, session, &when, &said, target);
}

void px_quantity_then(const struct px_request *request, const struct px_when *when, struct px_target *target)
{
	const struct quantity all = { .kinds = when->seconds % 86400 ? PX_TARGET_EVENT
									: PX_TARGET_TASK | PX_TARGET_EVENT,
				      .all = true };
	struct px_target found = { .words = px_phrase(PX_PHRASE_SOME_OF_THEM), .many = true };
	struct px_when then = *when;

	then.shift = then.duration = false;
	find_then(request, &all, &then, &found);
	if (found.candidate_count)
		*target = found;
}
