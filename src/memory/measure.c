/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/measure.h"

#include "memory/en.h"

#include <ctype.h>

int px_measure_asked(const struct px_clause *question)
{
	for (int i = 0; px_en_measures[i].asks; i++) {
		if (px_clause_has(question, px_en_measures[i].asks, NULL, NULL))
			return i;
	}
	return PX_MEASURE_NONE;
}

/* "412g", "6ft": a unit may stand at its number. */
static bool is_unit(const char *word, const char *units)
{
	const char *unit = word + strspn(word, "0123456789.,");

	return px_word_one_of(*unit ? unit : word, units);
}

/* "Sander is 41", "she turned six": an age needs no unit, but for the number of something else ("her size is 38"). */
static bool gives_bare_age(const struct px_clause *c)
{
	for (size_t i = 0; i + 1 < c->count; i++) {
		const char *word = c->words[i].text, *next = c->words[i + 1].text;
		bool number = isdigit((unsigned char)next[0]) || px_word_one_of(next, px_en_numbers);
		if (px_word_one_of(word, px_en_attribute_nouns))
			return false;
		if (number && px_word_one_of(word, px_en_ageing) && (i + 2 == c->count || px_word_one_of(c->words[i + 2].text, px_en_after_age)))
			return true;
	}
	return false;
}

bool px_measure_given(int measure, const struct px_clause *clauses, size_t count)
{
	const struct px_en_measure *m = &px_en_measures[measure];

	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < clauses[i].count; k++) {
			if (is_unit(clauses[i].words[k].text, m->units))
				return true;
		}
		if (m->age && gives_bare_age(&clauses[i]))
			return true;
	}
	return false;
}
