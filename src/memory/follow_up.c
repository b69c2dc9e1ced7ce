/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/follow_up.h"

#include "memory/en.h"
#include "memory/evidence.h"
#include "memory/phrase.h"

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

struct px_str px_follow_up_whole(struct px_str question, struct px_str earlier, struct px_arena *arena)
{
	struct px_clause *now = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*now));
	struct px_clause *before = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*before));
	size_t count = earlier.size ? px_sentences(question, arena, now, PX_CLAUSES_MAX) : 0;
	size_t asked = count ? px_sentences(earlier, arena, before, PX_CLAUSES_MAX) : 0;
	const char *whole = "";

	/* "And …" is dropped as a filler by px_sentences: the text itself tells. */
	bool and = question.size > 4 && strncasecmp(question.data, px_en_and, strlen(px_en_and)) == 0;
	if (!asked || (!and && !goes_on(&now[count - 1])) || stands_alone(&now[count - 1]))
		return question;
	const struct px_clause *c = &before[asked - 1];
	bool other = has_name(&now[count - 1]) || (and && px_is_name(&now[count - 1].words[0]));
	for (size_t i = 0; i < c->count; i++) {
		if (!other || !is_named(c, i))
			whole = px_arena_printf(arena, "%s%s ", whole, px_clause_text(earlier, c, i, i + 1, arena));
	}
	return px_str(px_arena_printf(arena, "%s%.*s", whole, (int)question.size, question.data));
}
