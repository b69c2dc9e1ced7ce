/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/spoken_of.h"

#include "memory/en.h"
#include "memory/predicate.h"
#include "memory/refusal.h"

static bool is(const struct px_clause *c, size_t at, const char *list)
{
	return at < c->count && px_word_one_of(c->words[at].text, list);
}

/* Somebody's name at `at`: a day, a kin word and the name of an owner are none. */
static bool is_somebody(const struct px_clause *c, size_t at)
{
	return px_is_name(&c->words[at]) && !c->words[at].possessive && !is(c, at, px_en_time_words) && !is(c, at, px_en_kin);
}

/* The only run of names in words [from, to), with "and" between two; NULL: none, or several. */
static const char *only_names(struct px_str text, const struct px_clause *c, size_t from, size_t to, struct px_arena *arena)
{
	size_t begin = to, end = from;

	for (size_t i = from; i < to; i++) {
		if (!is_somebody(c, i))
			continue;
		bool joined = i == end || (i == end + 1 && is(c, end, "and"));
		if (begin < to && !joined)
			return NULL;
		begin = begin < to ? begin : i;
		end = i + 1;
	}
	return begin < to ? px_clause_text(text, c, begin, end, arena) : NULL;
}

static bool has_kin(const struct px_clause *c, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		if (is(c, i, px_en_kin) || is(c, i, px_en_people) || is(c, i, px_en_named_attributes))
			return true;
	}
	return false;
}

const char *px_name_introduced(struct px_str text, struct px_arena *arena)
{
	struct px_clause *c = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*c));

	if (px_sentences(text, arena, c, PX_CLAUSES_MAX) != 1 || !has_kin(c, 0, c->count))
		return NULL;
	return only_names(text, c, 0, c->count, arena);
}

const char *px_spoken_of(struct px_str text, struct px_arena *arena)
{
	struct px_clause *c = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*c));
	struct px_predicate p;

	if (!px_sentences(text, arena, c, PX_CLAUSES_MAX) || px_clause_asks(c) || !px_predicate_read(c, arena, &p) || p.dropped || !p.subject_end)
		return NULL;
	if (is(c, 0, "i we")) /* "I've a new colleague, Matthias" */
		return has_kin(c, p.main, c->count) ? only_names(text, c, p.main, c->count, arena) : NULL;
	const char *named = only_names(text, c, 0, p.subject_end, arena);
	if (named || !is(c, 0, "my our") || !has_kin(c, 1, p.subject_end))
		return named;
	return px_clause_plain(c, 1, p.subject_end, arena);
}

/* Which of them a text begins with; the count: none. */
static size_t pronoun_of(struct px_str text, struct px_arena *arena, const char *const *pronouns, size_t count)
{
	struct px_clause *c = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*c));
	size_t i = 0;

	if (!px_sentences(text, arena, c, PX_CLAUSES_MAX))
		return count;
	while (i < count && !is(c, 0, pronouns[i]))
		i++;
	return i;
}

bool px_speaks_of_another(struct px_str before, struct px_str text, struct px_arena *arena)
{
	static const char *const pronouns[] = { "he his him", "she her hers", "they their them" };
	enum { COUNT = sizeof(pronouns) / sizeof(pronouns[0]) };
	size_t was = pronoun_of(before, arena, pronouns, COUNT), is_now = pronoun_of(text, arena, pronouns, COUNT);

	return was < COUNT && is_now < COUNT && was != is_now;
}
