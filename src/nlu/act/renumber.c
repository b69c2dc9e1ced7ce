/* SPDX-License-Identifier: Apache-2.0 */
/*
 * "nappies should be size 3", "that should be 8 chains, not 5": the number in a title is another one.  What
 * it should be is found in the titles word by word; a number stands where a number stands, and something
 * else is the same.
 */
#include "nlu/act/acts.h"
#include "nlu/act/apply.h"
#include "nlu/read/title.h"
#include "nlu/refer/dialogue.h"
#include "nlu/refer/find.h"
#include "nlu/text/pattern.h"

enum { WORDS_MOST = 16, SAID_MOST = 5 };

static bool is_number(const struct px_word *word)
{
	return px_word_is_number(word) || px_word_in(word, PX_WORDS_AMOUNT_COUNT);
}

/* "{the repaint} should be {flat 9}, not {6}" */
struct saying {
	const struct px_word *name;
	size_t name_count;
	struct px_words said;
	const struct px_word *denied; /* or NULL */
};

/* Where in the title the words stand but for one number, which is `denied` if that is not NULL; SIZE_MAX: nowhere. */
static size_t stands_at(const struct px_words *title, const struct px_words *said, const struct px_word *denied)
{
	for (size_t at = 0; at + said->count <= title->count; at++) {
		size_t same = 0, other = 0;
		for (size_t i = 0; i < said->count; i++) {
			const struct px_word *a = &title->at[at + i], *b = &said->at[i];
			same += strcmp(a->text, b->text) == 0;
			other += strcmp(a->text, b->text) != 0 && is_number(a) && is_number(b) &&
				 (!denied || strcmp(denied->text, a->text) == 0);
		}
		if (same && other == 1 && same + other == said->count)
			return at;
	}
	return SIZE_MAX;
}

/* Every word that says which thing is meant is in its title. */
static bool is_meant(const struct px_words *title, const struct px_word *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		size_t k = 0;
		if (px_word_in(&words[i], PX_WORDS_AMOUNT_FILLER))
			continue;
		while (k < title->count && strcmp(title->at[k].text, words[i].text) != 0)
			k++;
		if (k == title->count)
			return false;
	}
	return true;
}

/* The thing with the number that is to be another, and its new title; NULL: there is none, or it may be several. */
static const struct px_nlu_item *find(const struct px_request *request, const struct px_nlu_item *items, size_t count,
				      const struct saying *saying, const char **renamed)
{
	const struct px_nlu_item *found = NULL;

	for (size_t i = 0; i < count; i++) {
		const struct px_nlu_item *item = &items[i];
		if (item->kind == PX_NLU_PROJECT || !item->title)
			continue;
		const struct px_words title = px_words_in(item->title, request->arena);
		const size_t at = stands_at(&title, &saying->said, saying->denied);
		if (at == SIZE_MAX || !is_meant(&title, saying->name, saying->name_count))
			continue;
		if (found)
			return NULL;
		found = item;
		const char *so = px_parse_surface(request, saying->said.at, 0, saying->said.count);
		*renamed = px_arena_printf(request->arena, "%.*s%s%s", (int)title.at[at].begin, item->title, so,
					   item->title + title.at[at + saying->said.count - 1].end);
	}
	return found;
}

/* A word says which thing is meant. */
static bool names_thing(const struct saying *saying)
{
	for (size_t i = 0; i < saying->name_count; i++) {
		if (!px_word_in(&saying->name[i], PX_WORDS_AMOUNT_FILLER))
			return true;
	}
	return false;
}

bool px_parse_renumber(const struct px_request *request, const struct px_nlu_session *session,
		       struct px_proposal *proposal)
{
	const struct px_words *w = &request->full;
	const struct px_dialogue *d = &session->dialogue;
	struct px_args args = { 0 };
	struct px_match match;
	const char *renamed;

	if (w->count < 3 || w->count > WORDS_MOST || !px_match(PX_PATTERN_SHOULD_BE, w->at, w->count, &match))
		return false;
	const struct px_capture *x = px_match_get(&match, 'x', 0), *y = px_match_get(&match, 'y', 0);
	const struct px_capture *z = px_match_get(&match, 'z', 0);
	const struct saying saying = {
		.name = x ? w->at + x->from : NULL, .name_count = x ? (size_t)(x->to - x->from) : 0,
		.said = { w->at + y->from, (size_t)(y->to - y->from) }, .denied = z ? &w->at[z->from] : NULL,
	};
	if (saying.said.count < 2 || saying.said.count > SAID_MOST || (z && !is_number(saying.denied)))
		return false;
	const struct px_nlu_item *found = find(request, d->touched, d->touched_count, &saying, &renamed);
	if (found)
		found = px_dialogue_current(request, found);
	else if (z || names_thing(&saying))
		found = find(request, request->context->items, request->context->item_count, &saying, &renamed);
	if (!found)
		return false;
	struct px_target target = { .words = "", .day = PX_DAY_NONE, .day_end = PX_DAY_NONE };
	px_dialogue_take(request, &target, found);
	px_args_set(&args, "title", renamed);
	return px_parse_change_target(request, session, proposal, PX_VERB_UPDATE, &target, &args, 0.93F,
				      "rule: another number");
}
