/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/value_kind.h"

#include "memory/en.h"
#include "memory/phrase.h"

#include <ctype.h>

enum { PHONE_DIGITS = 3 /* of an extension, the shortest that people give */ };

static bool is(const struct px_clause *c, size_t at, const char *list)
{
	return at < c->count && px_word_one_of(c->words[at].text, list);
}

static size_t digits(const char *value)
{
	size_t count = 0;

	for (; *value; value++)
		count += isdigit((unsigned char)*value) != 0;
	return count;
}

static bool has_number(const struct px_clause *c, const char *value)
{
	bool number = digits(value) > 0;

	for (size_t i = 0; i < c->count; i++)
		number |= is(c, i, px_en_numbers);
	return number;
}

/* A name, or a description that may stand for one ("the woman at number 5"); not "German", "from Leeds", "41", "a vegetarian". */
static bool may_be_person(const struct px_clause *c, const char *value)
{
	size_t first = 0;

	while (is(c, first, px_en_adverbs) || is(c, first, px_en_degrees) || is(c, first, "a an"))
		first++;
	if (isdigit((unsigned char)value[0]) || is(c, first, "from in on") || first >= c->count)
		return false;
	if (is(c, first, px_en_fresh))
		return false;
	bool trait = is(c, first, px_en_traits) && !(first + 1 < c->count && px_is_name(&c->words[first + 1])); /* "Christian Vogel" */
	return !trait && !is(c, first, px_en_moment_states) && !is(c, first, px_en_judgements);
}

/* "a Skoda", "at 5 Harbour Row": which one or where, and not what it is like ("red", "too small"). */
static bool may_be_thing(const struct px_clause *c, const char *value)
{
	if (digits(value) > 0 || is(c, 0, px_en_determiners) || is(c, 0, px_en_places) || is(c, 0, px_en_prepositions))
		return true;
	for (size_t i = 0; i < c->count; i++) {
		if (px_is_name(&c->words[i]))
			return true;
	}
	return false;
}

bool px_attribute_takes(const char *canonical, const char *value, struct px_arena *arena)
{
	struct px_clause *c = px_arena_zero(arena, PX_CLAUSES_MAX, sizeof(*c));

	if (!px_sentences(px_str(value), arena, c, PX_CLAUSES_MAX))
		return true;
	if (px_word_one_of(canonical, px_en_named_attributes))
		return may_be_person(c, value);
	if (strcmp(canonical, "phone number") == 0)
		return digits(value) >= PHONE_DIGITS || has_number(c, value);
	if (px_word_one_of(canonical, px_en_dated_attributes))
		return has_number(c, value) || px_is_name(&c->words[c->count - 1]) || is(c, c->count - 1, px_en_time_words);
	return !px_word_one_of(canonical, px_en_thing_attributes) || may_be_thing(c, value);
}
