/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/follow_up.h"

#include "memory/en.h"
#include "memory/evidence.h"
#include "memory/phrase.h"
#include "memory/predicate.h"

/* Names begin with a capital behind the first word, or own something; "dad" stands for one. */
static bool is_named(const struct px_clause *c, size_t at)
{
	return px_word_one_of(c->words[at].text, px_en_kin) || (at > 0 && px_is_name(&c->words[at]) && !px_asked_is_light(c->words[at].text)) ||
	       (c->words[at].possessive && !px_asked_is_light(c->words[at].text));
}

static bool has_name(const struct px_clause *c)
{
	for (size_t i = 0; i < c->count; i++) {
		if (is_named(c, i))
			return true;
	}
	return false;
}

static bool goes_on(const struct px_clause *c)
{
	size_t says = 0, back = 0;

	for (size_t i = 0; i < c->count; i++) {
		says += !px_asked_is_light(c->words[i].text);
		back += px_word_one_of(c->words[i].text, px_en_back_words) ||
			(i + 1 == c->count && px_word_one_of(c->words[i].text, px_en_back_at_end));
	}
	return !says || (back && !has_name(c)) || px_clause_starts(c, px_en_goes_on, NULL);
}

/* "And where's Denise put the Buick?": says all there is to say. */
static bool stands_alone(const struct px_clause *c)
{
	size_t says = 0;

	for (size_t i = 0; i < c->count; i++)
		says += !px_asked_is_light(c->words[i].text);
	return says > 1 && has_name(c);
}

/* "And …" is dropped as a filler by px_sentences: the text itself tells. */
static bool begins_with_and(struct px_str question)
{
	return question.size > 4 && strncasecmp(question.data, px_en_and, strlen(px_en_and)) == 0;
}

bool px_follow_up_is_bare(struct px_str question, struct px_arena *arena)
{
	struct px_clause *c = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*c));

	if (px_sentences(question, arena, c, PX_CLAUSES_MAX) != 1 || !c->question || (!begins_with_and(question) && !px_clause_starts(c, px_en_goes_on, NULL)))
		return false;
	for (size_t i = 0; i < c->count; i++) {
		bool noun = i > 0 && (px_word_one_of(c->words[i - 1].text, px_en_prepositions) || px_word_one_of(c->words[i - 1].text, px_en_determiners));
		if (px_is_verb(c->words[i].text) && !noun) /* "and at work?" */
			return false;
	}
	return true;
}

/* Where the part of the earlier question begins in whose place a bare one comes: "in September" for "and in October?"; c->count: nowhere. */
static size_t replaced(const struct px_clause *c, const struct px_clause *now, size_t *to)
{
	size_t at = c->count;

	if (!now->count || !px_word_one_of(now->words[0].text, px_en_prepositions) || px_word_one_of(now->words[now->count - 1].text, px_en_back_at_end))
		return at; /* "in the Nakuru one" says no more than which */
	bool place = px_word_one_of(now->words[0].text, px_en_places_at);
	for (size_t i = 1; i < c->count; i++)
		at = strcmp(c->words[i].text, now->words[0].text) == 0 ? i : at;
	for (size_t i = 1; i < c->count && place && at == c->count; i++)
		at = px_word_one_of(c->words[i].text, px_en_places_at) ? i : at; /* "at work" for "in October" */
	for (*to = at + 1; *to < c->count && !px_word_one_of(c->words[*to].text, px_en_prepositions) && !px_is_verb(c->words[*to].text); (*to)++)
		;
	return at;
}

struct px_str px_follow_up_whole(struct px_str question, struct px_str earlier, struct px_arena *arena)
{
	struct px_clause *now = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*now));
	struct px_clause *before = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*before));
	size_t count = earlier.size ? px_sentences(question, arena, now, PX_CLAUSES_MAX) : 0;
	size_t asked = count ? px_sentences(earlier, arena, before, PX_CLAUSES_MAX) : 0;
	const char *whole = "";

	bool and = begins_with_and(question);
	if (!asked || (!and && !goes_on(&now[count - 1])) || stands_alone(&now[count - 1]))
		return question;
	const struct px_clause *c = &before[asked - 1];
	bool other = has_name(&now[count - 1]) || (and && px_is_name(&now[count - 1].words[0]));
	size_t to = 0, from = px_follow_up_is_bare(question, arena) ? replaced(c, &now[count - 1], &to) : c->count;
	for (size_t i = 0; i < c->count; i++) {
		if ((!other || !is_named(c, i)) && (i < from || i >= to))
			whole = px_arena_printf(arena, "%s%s ", whole, px_clause_text(earlier, c, i, i + 1, arena));
	}
	return px_str(px_arena_printf(arena, "%s%.*s", whole, (int)question.size, question.data));
}
