/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/act/marked_target.h"

#include "nlu/read/vocabulary.h"
#include "nlu/refer/described.h"
#include "nlu/refer/dialogue.h"
#include "nlu/refer/find.h"
#include "nlu/refer/marked.h"
#include "nlu/refer/quantity.h"

/* A clause names a thing if its words are nearly all in the title. */
static const float ALONGSIDE_SURE = 0.7F;
/* So many bytes before a request are looked at for what it speaks of. */
enum { BEFORE_MOST = 120 };

/* The byte stands in a span. */
static bool is_marked(const struct px_marked *marked, size_t at)
{
	for (size_t i = 0; i < marked->mark_count; i++) {
		if (at >= marked->marks[i].begin && at < marked->marks[i].end)
			return true;
	}
	return false;
}

/* "the nurse can't do Wednesday": how many words of the clause stand before its verb; all of them if it has none. */
static size_t subject(const struct px_words *w, size_t from, size_t to)
{
	for (size_t i = from + 1; i < to; i++) {
		if (px_word_in(&w->at[i], PX_WORDS_MARKED_NOT_COMING))
			return i - from;
	}
	return to - from;
}

typedef void (*look_fn)(const struct px_request *request, const struct px_word *words, size_t count, int kinds,
			struct px_target *target);

/*
 * "Massage: it's Saturday at 11 now", "the certificate never came, it stays open": what a clause beside the pronoun
 * names, outside of the other spans.
 */
static bool clause_names(const struct px_request *request, const struct px_marked *marked, int kinds, look_fn look,
			 struct px_target *target)
{
	const struct px_words *w = &request->words;
	size_t from = 0;

	for (size_t i = 0; i <= w->count; i++) {
		bool inside = i < w->count && is_marked(marked, w->at[i].begin);
		if (i < w->count && !inside && !(i > from && w->at[i].flags & PX_WORD_BREAK))
			continue;
		struct px_target found;
		if (i > from)
			look(request, w->at + from, subject(w, from, i), kinds, &found);
		if (i > from && found.item && found.score >= ALONGSIDE_SURE) {
			*target = found;
			return true;
		}
		from = inside ? i + 1 : i;
	}
	return false;
}

static void by_any_word(const struct px_request *request, const struct px_word *words, size_t count, int kinds,
			struct px_target *target)
{
	px_described_clause(request, words, count, kinds, false, target);
}

/*
 * By a title first, then by a place or a guest ("the vendor pulled out of Banksia, cancel that one"), then by any word
 * of those: "Kiki bailed again, take her off".
 */
static bool named_beside(const struct px_request *request, const struct px_marked *marked, int kinds,
			 struct px_target *target)
{
	return clause_names(request, marked, kinds, px_target_find, target) ||
	       clause_names(request, marked, kinds, px_described_spot, target) ||
	       clause_names(request, marked, kinds, by_any_word, target);
}

/* "The laser is broken, put it tomorrow": what the request before it in the same message names. */
static bool named_before(const struct px_request *request, int kinds, struct px_target *target)
{
	const size_t from = request->begin > BEFORE_MOST ? request->begin - BEFORE_MOST : 0;
	const struct px_words w = px_words_of(request->text, from, request->begin, request->arena);
	size_t begin = w.count;
	struct px_target found;

	while (begin && (begin == w.count || !(w.at[begin].flags & PX_WORD_BREAK)))
		begin--;
	if (begin == w.count)
		return false;
	px_target_spot(request, w.at + begin, w.count - begin, kinds, &found);
	if (!found.item)
		return false;
	*target = found;
	return true;
}

/* "the next {yoga}", "beide {Termine}": which of them, said before the span. */
static struct px_mark with_order(const struct px_request *request, const struct px_mark *mark)
{
	const struct px_words *w = &request->words;
	struct px_mark whole = *mark;

	for (size_t i = 0; i + 1 < w->count; i++) {
		const bool many = !px_language()->classifies && (px_word_in(&w->at[i], PX_WORDS_ALL_ALONE) ||
								 px_word_in(&w->at[i], PX_WORDS_DEED_BOTH) ||
								 px_word_ordinal(&w->at[i]));
		if (w->at[i + 1].begin == mark->begin && (many || px_word_in(&w->at[i], PX_WORDS_NEXT)) &&
		    w->at[i].time < 0)
			whole.begin = w->at[i].begin;
	}
	return whole;
}

/* "cancel {both jobs} {tomorrow}": of things that are counted, those of then. */
static void count_then(const struct px_request *request, const struct px_nlu_session *session,
		       const struct px_marked *marked, const struct px_mark *named, int kinds, struct px_target *target)
{
	const struct px_mark *next = named + 1 < marked->marks + marked->mark_count ? named + 1 : NULL;

	if (!next || next->tag != PX_MARK_WHEN || next->begin > named->end + 1 ||
	    (marked->intent != PX_MARK_DELETE && marked->intent != PX_MARK_SKIP && marked->intent != PX_MARK_COMPLETE))
		return;
	const struct px_mark whole = { PX_MARK_TARGET, named->begin, next->end, named->confidence };
	const struct px_request *part = px_marked_part(request, session, &whole);
	(void)px_quantity_find(part, session, part->full.at, part->full.count, kinds, target);
}

/* "{7A} done": what looks like a time is the whole name of something. */
static bool named_by_time(const struct px_request *request, const struct px_marked *marked, int kinds,
			  struct px_target *target)
{
	const struct px_mark *when;

	for (size_t n = 0; (when = px_marked_span(marked, PX_MARK_WHEN, n)); n++) {
		const struct px_words w = px_marked_words(request, when);
		struct px_target found;
		px_target_find(request, w.at, w.count, kinds, &found);
		if (found.item && found.exact) {
			*target = found;
			return true;
		}
	}
	return false;
}

/* "alles bis Mittwoch": as a new value of several; nothing is over because "alles gut" is said. */
static bool says_all(const struct px_words *w, size_t i, const struct px_marked *marked)
{
	return px_word_in(&w->at[i], PX_WORDS_ALL_ALONE) && (!i || !px_language()->classifies) &&
	       (marked->intent == PX_MARK_MOVE || marked->intent == PX_MARK_UPDATE);
}

/* "both at nine", "all due 30 Sept": a word for several of those spoken of, which no span has. */
static bool several_said(const struct px_request *request, const struct px_nlu_session *session,
			 const struct px_marked *marked, int kinds, struct px_target *target)
{
	const struct px_words *w = &request->words;

	for (size_t i = 0; i < w->count; i++) {
		if (!is_marked(marked, w->at[i].begin) &&
		    (px_word_in(&w->at[i], PX_WORDS_BOTH) || says_all(w, i, marked)) &&
		    px_dialogue_refer(request, session, &w->at[i], 1, kinds, target))
			return true;
	}
	return false;
}

/*
 * Nothing is named: a new value is of what was spoken of last.  An end of something is so only where the reader knows
 * the language well, or a word says it ("sag das ab").
 */
static bool may_mean_last(const struct px_request *request, const struct px_marked *marked)
{
	if (px_language()->classifies || (marked->intent != PX_MARK_COMPLETE && marked->intent != PX_MARK_DELETE &&
					  marked->intent != PX_MARK_SKIP))
		return true;
	if (px_words_have(&request->words, PX_WORDS_PAST_AUXILIARY))
		return false; /* "früher war das besser organisiert" */
	for (size_t i = 0; i < request->words.count; i++) {
		const struct px_word *word = &request->words.at[i];
		const bool article = i + 1 < request->words.count && !(word[1].flags & PX_WORD_BREAK) &&
				     px_parse_is_capital(request->text, word[1].begin); /* "das Kind ist da" */
		if (px_word_in(word, PX_WORDS_ANY_PRONOUN) && !px_word_in(word, PX_WORDS_ALL_ALONE) && !article)
			return true;
	}
	return false;
}

bool px_marked_target(const struct px_request *request, const struct px_nlu_session *session,
		      struct px_proposal *proposal, const struct px_marked *marked, const struct px_mark *mark,
		      int kinds, struct px_target *target)
{
	const struct px_word it = px_word_of(PX_PHRASE_IT);

	*target = (struct px_target){ .words = "", .day = PX_DAY_NONE, .day_end = PX_DAY_NONE };
	if (!mark)
		return named_by_time(request, marked, kinds, target) ||
		       named_beside(request, marked, kinds, target) || named_before(request, kinds, target) ||
		       several_said(request, session, marked, kinds, target) ||
		       (may_mean_last(request, marked) && px_dialogue_refer(request, session, &it, 1, kinds, target));
	const struct px_mark whole = with_order(request, mark);
	const struct px_request *part = px_marked_part(request, session, &whole);
	if (px_matches(PX_PATTERN_PRONOUN, part->full.at, part->full.count) &&
	    (named_beside(request, marked, kinds, target) || named_before(request, kinds, target))) {
		if (part->full.count == 1 && !session->fresh)
			(void)px_target_is_weak(request, &session->dialogue, request->words.at, request->words.count,
						kinds, target);
		return true;
	}
	px_parse_target(part, session, part->full.at, part->full.count, kinds, target);
	if (!target->item && !target->many && !target->candidate_count && part->time_count) {
		const struct px_words w = px_marked_words(request, mark); /* "the quarterly": a name, no time */
		px_parse_target(request, session, w.at, w.count, kinds, target);
	}
	count_then(request, session, marked, mark, kinds, target);
	px_proposal_name(proposal, part->words.at, part->words.count);
	return target->item || target->many || target->candidate_count;
}
