/* SPDX-License-Identifier: Apache-2.0 */
/*
 * "make it 25 bags of cement", "make the butter 8kg", "actually three pints":
 * how much of a thing that is on a list.  The amount in its title is replaced;
 * a title without one gets it in front.  Words that are neither amount nor
 * filler name the thing; without any it is the one just spoken of.
 */
#include "nlu/act/acts.h"
#include "nlu/act/apply.h"
#include "nlu/read/title.h"
#include "nlu/refer/dialogue.h"
#include "nlu/refer/find.h"
#include "nlu/text/phrase.h"

enum { WORDS_MOST = 14 };

/* Words [from, to) of a text say how many, and of which unit; the "of" behind them ends at `of`. */
struct amount {
	size_t from, to, of;
	const char *unit;    /* as it was said: "bags", the "kg" of "8kg"; NULL if there is none */
	size_t unit_size;
};

static bool is_number(const struct px_word *word)
{
	return word->time < 0 && !(word->flags & (PX_WORD_QUOTED | PX_WORD_MARK)) &&
	       (px_word_is_number(word) || px_word_in(word, PX_WORDS_AMOUNT_COUNT));
}

/* "8kg": where its unit begins, 0 if it has none. */
static size_t glued_unit(const struct px_word *word)
{
	size_t n = strspn(word->text, "0123456789.,");

	return n && n < word->size && px_word_listed(word->text + n, word->size - n, PX_WORDS_AMOUNT_UNIT) ? n : 0;
}

/* The first amount among the words; false if there is none, or more than one. */
static bool find_amount(const struct px_words *w, struct amount *found)
{
	size_t i = 0;

	while (i < w->count && !is_number(&w->at[i]))
		i++;
	if (i == w->count)
		return false;
	*found = (struct amount){ .from = i, .to = i + 1 };
	size_t glued = glued_unit(&w->at[i]);
	bool figures = strspn(w->at[i].text, "0123456789.,") == w->at[i].size;
	if (!glued && !figures && w->at[i].text[0] <= '9')
		return false; /* "2nd", "4x4" */
	if (glued) {
		found->unit = w->at[i].text + glued;
		found->unit_size = w->at[i].size - glued;
	}
	if (i && px_word_in(&w->at[i - 1], PX_WORDS_AMOUNT_ARTICLE))
		found->from--;
	if (found->to < w->count && px_word_in(&w->at[found->to], PX_WORDS_AMOUNT_COUNT)) /* "two dozen" */
		found->to++;
	if (!glued && found->to < w->count && px_word_in(&w->at[found->to], PX_WORDS_AMOUNT_UNIT)) {
		found->unit = w->at[found->to].text;
		found->unit_size = w->at[found->to].size;
		found->to++;
	}
	found->of = found->to + (found->to < w->count && px_word_in(&w->at[found->to], PX_WORDS_OF));
	for (size_t k = found->of; k < w->count; k++) {
		if (is_number(&w->at[k]))
			return false;
	}
	return true;
}

/* "bag" and "bags". */
static bool same_unit(const struct amount *a, const struct amount *b)
{
	size_t n = a->unit_size < b->unit_size ? a->unit_size : b->unit_size;

	if (!a->unit || !b->unit || !n)
		return a->unit == b->unit;
	size_t more = (a->unit_size > n ? a->unit_size : b->unit_size) - n;
	return more <= 2 && memcmp(a->unit, b->unit, n) == 0;
}

/* The words that name the thing, into `name`; false if more is said, or nothing says that this is a change. */
static bool read_name(const struct px_words *w, const struct amount *amount, struct px_words *name)
{
	bool cue = false;

	for (size_t i = 0; i < w->count; i++) {
		const struct px_word *word = &w->at[i];
		cue |= px_word_in(word, PX_WORDS_AMOUNT_CUE);
		if ((i >= amount->from && i < amount->of) || px_word_in(word, PX_WORDS_AMOUNT_FILLER))
			continue;
		if (word->time >= 0 || word->flags & PX_WORD_MARK)
			return false;
		name->at[name->count++] = *word;
	}
	return cue;
}

/* How many the title of a task says; false for other things. */
static bool amount_of(const struct px_request *request, const struct px_nlu_item *item, struct amount *own)
{
	if (item->kind != PX_NLU_TASK || !item->title)
		return false;
	struct px_words w = px_words_in(item->title, request->arena);
	return find_amount(&w, own);
}

static bool on_list(const struct px_nlu_item *item, const char *project)
{
	return item->kind == PX_NLU_TASK && item->title && item->project && px_str_eq_case(px_str(item->project),
											   px_str(project));
}

/* The only one on the list just spoken of that is counted so. */
static const struct px_nlu_item *listed_so(const struct px_request *request, const struct px_nlu_session *session,
					   const struct amount *said)
{
	const struct px_dialogue *d = &session->dialogue;
	const struct px_nlu_item *found = NULL;

	if (!d->touched_count || !d->touched[0].project || !said->unit)
		return NULL;
	for (size_t i = 0; i < request->context->item_count; i++) {
		const struct px_nlu_item *item = &request->context->items[i];
		struct amount own;
		if (!on_list(item, d->touched[0].project))
			continue;
		if (!amount_of(request, item, &own) || !same_unit(said, &own))
			continue;
		if (found)
			return NULL;
		found = item;
	}
	return found;
}

/* Of what was just spoken of: the only task, or the only one that is counted so. */
static const struct px_nlu_item *counted_so(const struct px_request *request, const struct px_nlu_session *session,
					    const struct amount *said)
{
	const struct px_dialogue *d = &session->dialogue;
	const struct px_nlu_item *found = NULL;

	for (size_t i = 0; i < d->touched_count; i++) {
		struct amount own;
		if (d->touched[i].kind != PX_NLU_TASK || !d->touched[i].title)
			continue;
		bool has_amount = amount_of(request, &d->touched[i], &own);
		bool counted = has_amount && (!said->unit || same_unit(said, &own));
		if (!counted && (d->touched_count > 1 || has_amount))
			continue; /* counted in other units */
		if (!counted && !said->unit)
			continue; /* "make it 3" is no amount of "Call Bob" */
		if (counted && found)
			return NULL;
		found = px_dialogue_current(request, &d->touched[i]);
	}
	return found ? found : listed_so(request, session, said);
}

/* "20 bags cement" with "25 bags": "25 bags cement". */
static const char *with_amount(const struct px_request *request, const char *title, const char *said,
			       const struct amount *amount)
{
	struct px_words w = px_words_in(title, request->arena);
	struct amount own;

	if (!find_amount(&w, &own))
		return amount->unit ? px_phrase_with_two(request->arena, PX_PHRASE_AMOUNT_OF, said, title)
				    : px_arena_printf(request->arena, "%s %s", said, title);
	bool keeps_unit = !amount->unit && own.unit && own.to > own.from + 1;
	size_t end = w.at[own.to - 1 - keeps_unit].end;
	if (!amount->unit && own.unit && own.to == own.from + 1) /* "8" for "5kg" */
		said = px_arena_printf(request->arena, "%s%.*s", said, (int)own.unit_size, own.unit);
	const char *text = px_arena_printf(request->arena, "%.*s%s%s", (int)w.at[own.from].begin, title, said,
					   title + end);
	return px_parse_title_case(request, text);
}

/* Several of what was just spoken of are counted: "make it 6" may be any of them. */
static bool counted_several(const struct px_request *request, const struct px_nlu_session *session)
{
	const struct px_dialogue *d = &session->dialogue;
	size_t counted = 0;

	for (size_t i = 0; i < d->touched_count; i++) {
		struct amount own;
		counted += amount_of(request, &d->touched[i], &own);
	}
	return counted > 1;
}

static bool has_time(const struct px_nlu_item *item)
{
	return item->start != PX_TIME_NONE || item->due_day != PX_DAY_NONE;
}

/* What was just spoken of is a task without a time: a number can only be an amount of it. */
static bool is_dateless(const struct px_nlu_session *session)
{
	const struct px_nlu_item *last = session->dialogue.touched_count ? &session->dialogue.touched[0] : NULL;

	return last && last->kind == PX_NLU_TASK && !has_time(last);
}

bool px_parse_amount(const struct px_request *request, const struct px_nlu_session *session,
		     struct px_proposal *proposal)
{
	const struct px_words *w = &request->words;
	struct px_words name = { 0 }, all;
	struct amount amount;
	struct px_target target = { .words = "", .day = PX_DAY_NONE, .day_end = PX_DAY_NONE };
	struct px_args args = { 0 };

	if (w->count < 1 || w->count > WORDS_MOST ||
	    !(px_word_in(&w->at[0], PX_WORDS_AMOUNT_LEAD) || px_word_number(&w->at[0]) || w->at[0].text[0] <= '9'))
		return false;
	/* with what politeness took away ("actually three pints"), and "make it 4" of pints is no time */
	all = px_words_of(request->text, request->begin, w->at[w->count - 1].end, request->arena);
	w = is_dateless(session) ? &all : w;
	if (w->count > WORDS_MOST || !find_amount(w, &amount))
		return false;
	name.at = PX_ARENA_ARRAY(request->arena, struct px_word, w->count);
	if (!read_name(w, &amount, &name))
		return false;
	if (name.count) {
		px_target_find(request, name.at, name.count, PX_TARGET_TASK, &target);
	} else {
		if (!amount.unit && is_dateless(session) && counted_several(request, session)) {
			proposal->result.smalltalk = px_phrase(PX_PHRASE_ASK_WHICH);
			proposal->result.why = "rule: an amount of which";
			return true;
		}
		const struct px_nlu_item *item = counted_so(request, session, &amount);
		if (!item)
			return false;
		px_dialogue_take(request, &target, item);
	}
	if (!target.item || target.item->kind != PX_NLU_TASK || (!amount.unit && has_time(target.item)))
		return false;
	const char *said = px_parse_surface(request, w->at, amount.from, amount.to);
	px_args_set(&args, "title", with_amount(request, target.item->title, said, &amount));
	proposal->sure = true;
	bool taken = px_parse_change_target(request, session, proposal, PX_VERB_UPDATE, &target, &args, 0.93F,
					    "rule: an amount");
	proposal->sure = false;
	return taken;
}
