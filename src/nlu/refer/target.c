/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which of the user's things do these words mean?
 *
 * Titles are ranked by the words they share with the request (stems, small
 * misspellings), a time in the request must agree with the thing's own.  One
 * clear winner is the target; several equal ones are left to a question.
 */
#include "nlu/refer/target.h"

#include "nlu/read/title.h"
#include "nlu/read/when.h"
#include "nlu/refer/described.h"
#include "nlu/refer/titles.h"
#include "nlu/text/likeness.h"

enum { PHRASE_WORDS = 24 };

struct phrase {
	const struct px_word *at[PHRASE_WORDS];
	const char *other[PHRASE_WORDS]; /* of at[i]: the verb that an irregular form belongs to, or NULL */
	float weight[PHRASE_WORDS];      /* of at[i]: less for what names a kind of thing */
	float weights;                   /* together */
	size_t count;
	struct px_when when;
};

static float phrase_word(const struct phrase *phrase, size_t i, const struct px_title_word *word)
{
	float score = px_word_likeness(phrase->at[i]->text, phrase->at[i]->size, word->text, word->size);

	if (score == 0 && phrase->other[i])
		score = px_word_likeness(phrase->other[i], strlen(phrase->other[i]), word->text, word->size) * 0.95F;
	return score;
}

/* The caller's, or read here. */
static const struct px_item_titles *read_titles(const struct px_request *request)
{
	const struct px_nlu_context *context = request->context;
	struct px_item_titles *titles = request->titles;

	if (titles->words)
		return titles;
	if (context->titles) {
		titles->words = context->titles;
		return titles;
	}
	struct px_nlu_titles *words = px_nlu_titles_new(request->arena);
	const struct px_nlu_title **own = PX_ARENA_ARRAY(request->arena, const struct px_nlu_title *,
							 context->item_count + 1);
	for (size_t i = 0; i < context->item_count; i++) {
		if (context->items[i].title)
			own[i] = px_nlu_titles_add(words, context->items[i].title);
	}
	titles->words = words;
	titles->own = own;
	return titles;
}

static const struct px_nlu_title *title_of(const struct px_item_titles *titles, const struct px_nlu_item *items,
					   size_t i)
{
	return titles->own ? titles->own[i] : items[i].words;
}

static bool near_word(const struct px_title_word *a, const struct px_word *b)
{
	return px_same_name(b->text, b->size, a->text, a->size);
}

/* Whether the words, of these numbers, stand in the title: all of it or beside another word of it. */
static bool in_title(const struct px_nlu_titles *all, const struct px_nlu_title *title, const uint32_t *numbers,
		     const struct px_word *words, size_t count, bool before, bool after)
{
	for (size_t k = 0; k + count <= title->count; k++) {
		const uint32_t *at = title->words + k;
		if (memcmp(at, numbers, count * sizeof(*at)) != 0)
			continue;
		if (count == title->count || (before && k > 0 && near_word(&all->words[at[-1]], &words[-1])) ||
		    (after && k + count < title->count && near_word(&all->words[at[count]], &words[count])))
			return true;
	}
	return false;
}

bool px_target_in_title(const struct px_request *request, const struct px_word *words, size_t count, bool before,
			bool after)
{
	const struct px_item_titles *titles = read_titles(request);
	const struct px_nlu_item *items = request->context->items;
	uint32_t numbers[PHRASE_WORDS];

	if (count > PHRASE_WORDS)
		return false;
	for (size_t i = 0; i < count; i++) {
		int64_t number = px_title_number(titles->words, px_str_n(words[i].text, words[i].size));
		if (number == PX_TITLE_NO_WORD)
			return false;
		numbers[i] = (uint32_t)number;
	}
	for (size_t i = 0; i < request->context->item_count; i++) {
		const struct px_nlu_title *title = title_of(titles, items, i);
		if (items[i].kind != PX_NLU_PROJECT && title && title->count >= 2 &&
		    in_title(titles->words, title, numbers, words, count, before, after))
			return true;
	}
	return false;
}

/* How much the words of a phrase are like each word of the titles. */
struct likeness {
	const struct px_item_titles *titles;
	float **of; /* by word number: one share per word of the phrase; NULL: like none */
};

static struct likeness compare(const struct px_request *request, const struct phrase *phrase)
{
	struct likeness likeness = { .titles = read_titles(request) };
	const struct px_nlu_titles *words = likeness.titles->words;
	float row[PHRASE_WORDS];

	likeness.of = PX_ARENA_ARRAY(request->arena, float *, words->count + 1);
	for (size_t k = 0; k < words->count; k++) {
		bool any = false;
		for (size_t i = 0; i < phrase->count; i++) {
			row[i] = phrase_word(phrase, i, &words->words[k]);
			any |= row[i] > 0;
		}
		if (!any)
			continue;
		likeness.of[k] = px_arena_alloc(request->arena, phrase->count * sizeof(row[0]));
		memcpy(likeness.of[k], row, phrase->count * sizeof(row[0]));
	}
	return likeness;
}

/* The words of the i-th item's title; NULL if none of them is like any of the phrase. */
static const struct px_nlu_title *like_title(const struct likeness *likeness, const struct px_nlu_item *items,
					     size_t i)
{
	const struct px_nlu_title *title = title_of(likeness->titles, items, i);

	for (size_t k = 0; title && k < title->count; k++) {
		if (likeness->of[title->words[k]])
			return title;
	}
	return NULL;
}

/* Share of the phrase found in the title, with a little for how much of the title that is. */
static float score_item(const struct phrase *phrase, const struct likeness *likeness,
			const struct px_nlu_title *title)
{
	float found[PHRASE_WORDS] = { 0 }, sum = 0;
	size_t matched = 0;

	for (size_t k = 0; k < title->count; k++) {
		const float *row = likeness->of[title->words[k]];
		for (size_t i = 0; row && i < phrase->count; i++)
			found[i] = row[i] > found[i] ? row[i] : found[i];
		matched += row != NULL;
	}
	for (size_t i = 0; i < phrase->count; i++)
		sum += found[i] * phrase->weight[i];
	return sum / phrase->weights * 0.9F + 0.1F * (float)matched / (float)title->count;
}

static bool names_kind(const struct px_word *words, size_t count, enum px_word_set list)
{
	for (size_t i = 0; i < count; i++) {
		if (words[i].time < 0 && px_word_in(&words[i], list))
			return true;
	}
	return false;
}

static void read_phrase(const struct px_request *request, const struct px_word *words, size_t count,
			struct phrase *phrase)
{
	phrase->count = 0;
	phrase->when = px_parse_when(request, words, count);
	for (size_t i = 0; i < count && phrase->count < PHRASE_WORDS; i++) {
		if (words[i].time >= 0 || px_title_filler(&words[i]) || words[i].flags & PX_WORD_MARK)
			continue;
		phrase->at[phrase->count++] = &words[i];
	}
	bool named = false; /* "the next meeting" is whatever comes next, "the next tutorial" one of that name */
	for (size_t i = 0; i < phrase->count; i++)
		named |= !px_word_in(phrase->at[i], PX_WORDS_KIND_EVENT_OR_NEXT);
	for (size_t i = 0; i < phrase->count && phrase->count > 1; i++) {
		if (px_word_in(phrase->at[i], PX_WORDS_PROJECT) ||
		    (named && px_word_in(phrase->at[i], PX_WORDS_NEXT)))
			phrase->at[i] = phrase->at[--phrase->count];
	}
	phrase->weights = 0;
	for (size_t i = 0; i < phrase->count; i++) {
		bool weak = px_word_in(phrase->at[i], PX_WORDS_WEAK_EVENT_NOUN) ||
			    px_word_in(phrase->at[i], PX_WORDS_REQUEST_NOUN);
		phrase->other[i] = px_word_regular(phrase->at[i]->text, phrase->at[i]->size);
		phrase->weight[i] = weak ? 0.3F : 1;
		phrase->weights += phrase->weight[i];
	}
}

/* Without ids (scripts), title and time tell things apart. */
static bool same_thing(const struct px_nlu_item *a, const struct px_nlu_item *b)
{
	if (!px_id_is_none(a->id) || !px_id_is_none(b->id))
		return px_id_eq(a->id, b->id);
	return a->kind == b->kind && a->start == b->start && a->due_day == b->due_day &&
	       strcmp(a->title, b->title) == 0;
}

static void offer(struct px_target *target, const struct px_nlu_item *item, float score)
{
	if (score > target->score + 0.06F) {
		target->candidate_count = 0;
		target->score = score;
	} else if (score < target->score - 0.06F) {
		return;
	}
	if (score > target->score)
		target->score = score;
	for (size_t i = 0; i < target->candidate_count; i++) {
		if (same_thing(target->candidates[i], item))
			return;
	}
	if (target->candidate_count < PX_STATE_ITEMS) /* more are no choice */
		target->candidates[target->candidate_count++] = item;
}

/* Of events of one title, those that are over are hardly meant if one is to come. */
static void drop_past(const struct px_request *request, struct px_target *target)
{
	size_t kept = 0;
	bool ahead = false;

	for (size_t i = 0; i < target->candidate_count; i++) {
		const struct px_nlu_item *item = target->candidates[i];
		if (item->kind != PX_NLU_EVENT || strcmp(item->title, target->candidates[0]->title) != 0)
			return;
		ahead |= item->end != PX_TIME_NONE && item->end > request->now;
	}
	for (size_t i = 0; i < target->candidate_count && ahead; i++) {
		if (target->candidates[i]->end == PX_TIME_NONE || target->candidates[i]->end > request->now)
			target->candidates[kept++] = target->candidates[i];
	}
	target->candidate_count = ahead ? kept : target->candidate_count;
}

/* A series and what was taken out of it are one thing: the next one stands for them. */
static void fold_series(const struct px_request *request, struct px_target *target)
{
	bool series = false, known = true;

	for (size_t i = 0; i < target->candidate_count; i++) {
		if (strcmp(target->candidates[i]->title, target->candidates[0]->title) != 0 ||
		    target->candidates[i]->kind != PX_NLU_EVENT)
			return;
		series |= target->candidates[i]->recurrence != NULL;
		known &= !px_id_is_none(target->candidates[i]->id);
	}
	drop_past(request, target);
	if (known && !series)
		return;
	for (size_t i = 0; i < target->candidate_count; i++) {
		if (target->candidates[i]->start == PX_TIME_NONE || target->candidates[i]->start < request->now)
			continue;
		if (target->candidates[0]->start < request->now ||
		    target->candidates[i]->start < target->candidates[0]->start)
			target->candidates[0] = target->candidates[i];
	}
	target->candidate_count = target->candidate_count ? 1 : 0;
}

/* "my 9 o'clock", "tomorrow's meeting": found by the time alone. */
static void find_by_time(const struct px_request *request, const struct phrase *phrase, int kinds,
			 struct px_target *target)
{
	const struct px_nlu_context *context = request->context;

	if (!phrase->when.any || phrase->when.duration || phrase->when.shift)
		return;
	for (size_t i = 0; i < context->item_count; i++) {
		const struct px_nlu_item *item = &context->items[i];
		if (px_target_kind(item) & kinds & PX_TARGET_EVENT && px_target_stands(&phrase->when, item))
			offer(target, item, 0.9F);
	}
	/* A time alone names an event; a task only if the words say that it is one. */
	if (target->candidate_count || kinds != PX_TARGET_TASK)
		return;
	for (size_t i = 0; i < context->item_count; i++) {
		const struct px_nlu_item *item = &context->items[i];
		if (px_target_kind(item) & kinds && px_target_stands(&phrase->when, item))
			offer(target, item, 0.9F);
	}
}

/* All of the title was said; a filler at its end tells it from others ("Note one"): nothing is sure of such a one. */
static bool is_whole(const struct px_request *request, const struct phrase *phrase, const struct px_nlu_item *item,
		     float score)
{
	if (score < 0.995F || (!phrase->when.any && px_target_over(request, item)) ||
	    !px_target_stands(&phrase->when, item))
		return false;
	const struct px_str title = px_str(item->title);
	const struct px_words words = px_words_of(title, 0, title.size, request->arena);
	return words.count && !px_title_filler(&words.at[words.count - 1]);
}

static void find_by_words(const struct px_request *request, const struct phrase *phrase, int kinds,
			  struct px_target *target)
{
	const struct px_nlu_context *context = request->context;
	const struct likeness likeness = compare(request, phrase);

	for (size_t i = 0; i < context->item_count; i++) {
		const struct px_nlu_item *item = &context->items[i];
		const struct px_nlu_title *title = like_title(&likeness, context->items, i);
		if (!title || !(px_target_kind(item) & kinds))
			continue;
		float score = score_item(phrase, &likeness, title);
		if (score < 0.5F)
			continue;
		const bool exact = is_whole(request, phrase, item, score);
		if (target->exact && !exact)
			continue; /* "the outline" is "Outline" rather than "Write outline" */
		if (exact && !target->exact)
			target->candidate_count = 0, target->score = 0;
		target->exact |= exact;
		score += px_target_stands(&phrase->when, item) ? (phrase->when.any ? 0.08F : 0) : -0.3F;
		if (score >= 0.5F)
			offer(target, item, score);
	}
}

/* "the last meeting", "my next appointment", "the first reminder" */
static bool find_by_order(const struct px_request *request, const struct px_word *words, size_t count, int kinds,
			  struct px_target *target)
{
	const struct px_nlu_item *best = NULL;

	if (!names_kind(words, count, PX_WORDS_NEXT) || !(kinds & PX_TARGET_EVENT))
		return false;
	for (size_t i = 0; i < request->context->item_count; i++) {
		const struct px_nlu_item *item = &request->context->items[i];
		if (item->kind == PX_NLU_EVENT && item->start != PX_TIME_NONE && item->start >= request->now &&
		    (!best || item->start < best->start))
			best = item;
	}
	if (!best)
		return false;
	offer(target, best, 0.9F);
	return true;
}

/* "the meeting", whatever it is called: what lies ahead in the next two weeks. */
static void offer_ahead(const struct px_request *request, struct px_target *target)
{
	for (size_t i = 0; i < request->context->item_count; i++) {
		const struct px_nlu_item *item = &request->context->items[i];
		if (item->kind == PX_NLU_EVENT && item->start != PX_TIME_NONE && item->start >= request->now &&
		    item->start < request->now + 14 * PX_MS_DAY)
			offer(target, item, 0.8F);
	}
}

void px_target_timed(const struct px_when *when, struct px_target *target)
{
	const struct px_nlu_item *timed = NULL;
	size_t count = 0;

	for (size_t i = 0; i < target->candidate_count; i++) {
		const struct px_nlu_item *item = target->candidates[i];
		bool has = item->start != PX_TIME_NONE || item->due_day != PX_DAY_NONE;
		timed = has ? item : timed;
		count += has;
	}
	if (count != 1 || target->item || target->many || (when->start.second < 0 && !when->shift))
		return;
	target->item = timed;
	target->candidate_count = 0;
}

void px_target_find(const struct px_request *request, const struct px_word *words, size_t count, int kinds,
		    struct px_target *target)
{
	struct phrase phrase;
	size_t strong = 0;

	*target = (struct px_target){ .words = "", .day = PX_DAY_NONE, .day_end = PX_DAY_NONE };
	while (count && px_word_in(&words[0], PX_WORDS_TARGET_LEAD))
		words++, count--;
	read_phrase(request, words, count, &phrase);
	target->day = phrase.when.start.day;
	target->day_end = target->day == PX_DAY_NONE				   ? PX_DAY_NONE
			  : phrase.when.range && phrase.when.end.day > target->day ? phrase.when.end.day
										   : target->day + 1;
	target->next = names_kind(words, count, PX_WORDS_NEXT);
	if (names_kind(words, count, PX_WORDS_KIND_TASK))
		target->kinds |= PX_TARGET_TASK;
	if (names_kind(words, count, PX_WORDS_KIND_EVENT))
		target->kinds |= PX_TARGET_EVENT;
	if (target->kinds & kinds)
		kinds &= target->kinds;
	target->words = px_parse_surface(request, words, 0, count);
	for (size_t i = 0; i < phrase.count; i++)
		strong += !px_word_in(phrase.at[i], PX_WORDS_KIND_EVENT_OR_NEXT);
	if (phrase.count)
		find_by_words(request, &phrase, kinds, target);
	if (!strong && !target->candidate_count && !find_by_order(request, words, count, kinds, target))
		find_by_time(request, &phrase, kinds, target);
	if (strong && !target->candidate_count)
		px_described_find(request, words, count, kinds, &phrase.when, target);
	if (!strong && phrase.count && !target->candidate_count && target->kinds == PX_TARGET_EVENT && !phrase.when.any)
		offer_ahead(request, target);
	fold_series(request, target);
	if (target->candidate_count == 1)
		target->item = target->candidates[0];
}

/* Share of the title's words that stand in the phrase. */
static float cover_item(const struct phrase *phrase, const struct likeness *likeness,
			const struct px_nlu_title *title)
{
	float sum = 0;

	for (size_t k = 0; k < title->count; k++) {
		const float *row = likeness->of[title->words[k]];
		float best = 0;
		for (size_t i = 0; row && i < phrase->count; i++)
			best = row[i] > best ? row[i] : best;
		sum += best;
	}
	return sum / (float)title->count;
}

void px_target_spot(const struct px_request *request, const struct px_word *words, size_t count, int kinds,
		    struct px_target *target)
{
	const struct px_nlu_context *context = request->context;
	struct phrase phrase;

	*target = (struct px_target){ .words = "", .day = PX_DAY_NONE, .day_end = PX_DAY_NONE };
	read_phrase(request, words, count, &phrase);
	const struct likeness likeness = compare(request, &phrase);
	for (size_t i = 0; i < context->item_count; i++) {
		const struct px_nlu_item *item = &context->items[i];
		const struct px_nlu_title *title = like_title(&likeness, context->items, i);
		if (!title || !(px_target_kind(item) & kinds))
			continue;
		float score = cover_item(&phrase, &likeness, title);
		if (score >= 0.6F)
			offer(target, item, score);
	}
	fold_series(request, target);
	if (target->candidate_count == 1)
		target->item = target->candidates[0];
}
