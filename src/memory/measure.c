/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/measure.h"

#include "memory/en.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

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

bool px_measure_kind(int measure)
{
	return measure != PX_MEASURE_NONE && px_en_measures[measure].form >= PX_MEASURE_PHONE;
}

static const char figures[] = "0123456789";

/* "2026-03-02", "2/3/2026", "02.03.26". */
static bool is_date(const char *word)
{
	size_t sizes[3] = { 0 }, groups = 0;

	while (*word) {
		size_t n = strspn(word, figures);
		if (!n || groups == 3)
			return false;
		sizes[groups++] = n;
		word += n;
		word += *word && strchr("-./", *word) != NULL;
	}
	bool year_first = sizes[0] == 4 && sizes[1] <= 2 && sizes[2] <= 2;
	bool year_last = sizes[0] <= 2 && sizes[1] <= 2 && (sizes[2] == 2 || sizes[2] == 4);
	return groups == 3 && (year_first || year_last);
}

/* "order number 4455667", "the account is 12345678": what the number at `at` is of has numbers of its own. */
static bool is_reference(const struct px_clause *c, size_t at)
{
	while (at > 0 && px_word_one_of(c->words[at - 1].text, px_en_before_references))
		at--;
	return at > 0 && px_word_one_of(c->words[at - 1].text, px_en_referred);
}

/* Six digits at least, side by side: "0161 496 0122"; but no day, no sum of money and no number of an order. */
static bool gives_phone(const struct px_clause *c)
{
	enum { DIGITS_MIN = 6 };
	size_t digits = 0, first = 0;

	for (size_t i = 0; i < c->count; i++) {
		const char *word = c->words[i].text;
		bool part = word[strspn(word, "0123456789+-./()")] == '\0' && strpbrk(word, figures) && !is_date(word);
		if (!part || c->words[i].comma)
			digits = 0;
		if (!part)
			continue;
		first = digits ? first : i;
		for (const char *at = word; *at; at++)
			digits += isdigit((unsigned char)*at) != 0;
		bool money = i + 1 < c->count && px_word_one_of(c->words[i + 1].text, px_en_money);
		if (digits >= DIGITS_MIN && !money && !is_reference(c, first))
			return true;
	}
	return false;
}

/* "GK-5520-81", "0042 7715": four letters and figures at least, side by side; but no year, no sum and nothing that is counted. */
static bool gives_reference(const struct px_clause *c)
{
	enum { SIGNS_MIN = 4 };
	size_t signs = 0;

	for (size_t i = 0; i < c->count; i++) {
		const char *word = c->words[i].text, *next = i + 1 < c->count ? c->words[i + 1].text : "";
		bool figured = strpbrk(word, figures) && !strchr(word, ',') && !is_date(word);
		if (!figured || c->words[i].comma)
			signs = 0;
		if (!figured)
			continue;
		bool year = strlen(word) == 4 && strspn(word, figures) == 4 && (word[0] == '1' || word[0] == '2') && !signs && !is_reference(c, i);
		bool counted = px_word_one_of(next, px_en_counted) || px_word_one_of(next, px_en_money);
		for (const char *at = word; *at; at++)
			signs += isalnum((unsigned char)*at) != 0;
		if (signs >= SIGNS_MIN && !year && !counted)
			return true;
	}
	return false;
}

static const char *word_at(const struct px_clause *c, size_t at)
{
	return at < c->count ? c->words[at].text : "";
}

/* Two figures or one, up to `most`; the rest of the word in *rest. */
static bool read_figures(const char *word, int most, const char **rest)
{
	size_t n = strspn(word, figures);

	*rest = word + n;
	return (n == 1 && word[0] - '0' <= most) || (n == 2 && 10 * (word[0] - '0') + word[1] - '0' <= most);
}

static bool is_hour(const char *word)
{
	const char *rest;

	return (read_figures(word, 24, &rest) && !*rest) || px_word_one_of(word, px_en_hours);
}

static bool is_weekday(const char *word)
{
	for (size_t i = 0; i < 7; i++) {
		if (strcasecmp(word, px_en_weekdays[i]) == 0)
			return true;
	}
	return false;
}

/* Whether what stands at `at`, behind a number, is what the number counts or is of: "12 March", "5 Elm Road", "2 weeks". */
static bool is_numbered(const struct px_clause *c, size_t at)
{
	if (at >= c->count || c->words[at].comma || px_word_one_of(c->words[at].text, px_en_day_halves))
		return false;
	bool named = c->words[at].capital && !is_weekday(c->words[at].text) && !px_word_one_of(c->words[at].text, px_en_behind_hours);
	if (named || px_word_one_of(c->words[at].text, px_en_counted))
		return true;
	return px_word_one_of(word_at(c, at + 1), px_en_streets) && !px_word_one_of(c->words[at].text, px_en_prepositions) &&
	       !px_word_one_of(c->words[at].text, px_en_determiners);
}

/* "Tickets are 7.50", "7.50 each": figures with a point are as often a price. */
static bool is_price(const struct px_clause *c, size_t at)
{
	if (px_word_one_of(word_at(c, at + 1), px_en_money) || px_word_one_of(word_at(c, at + 1), px_en_behind_prices) || is_numbered(c, at + 1))
		return true;
	if (at && px_word_one_of(c->words[at - 1].text, px_en_before_clocks))
		return false;
	for (size_t i = 0; i < c->count; i++) {
		if (px_word_one_of(c->words[i].text, px_en_money))
			return true;
	}
	return px_clause_has(c, px_en_asks_money, NULL, NULL);
}

/* "10:15", "7.30", "7pm", "18h". */
static bool is_clock(const struct px_clause *c, size_t at)
{
	const char *rest, *minutes;

	if (!read_figures(c->words[at].text, 24, &rest))
		return false;
	if (px_word_one_of(rest, px_en_day_halves) || strcmp(rest, "h") == 0)
		return true;
	if ((*rest != ':' && *rest != '.') || strspn(rest + 1, figures) != 2 || !read_figures(rest + 1, 59, &minutes))
		return false;
	if (*rest == ':' || px_word_one_of(minutes, px_en_day_halves))
		return true;
	return (!*minutes || *minutes == '-') && !is_price(c, at);
}

/* "at 7", "10:15", "7.30pm", "half past six": an hour, not a day, a price or the number of a house. */
static bool gives_hour(const struct px_clause *c, const char *units)
{
	for (size_t i = 0; i < c->count; i++) {
		const char *word = c->words[i].text, *next = word_at(c, i + 1);
		bool beside = i + 1 < c->count && !c->words[i + 1].comma;
		if (px_word_one_of(word, units) || is_clock(c, i))
			return true;
		if (px_word_one_of(word, "half quarter") && px_word_one_of(next, "past to") && is_hour(word_at(c, i + 2)) && !is_numbered(c, i + 3))
			return true;
		bool half = i && strcmp(c->words[i - 1].text, "half") == 0; /* "half six" */
		if (!is_hour(word))
			continue;
		if (beside && px_word_one_of(next, px_en_day_halves))
			return true;
		if (i && (half || px_word_one_of(c->words[i - 1].text, px_en_before_hours)) && !is_numbered(c, i + 1))
			return true;
	}
	return false;
}

/* "is three years", "6 months old", but not "one year's rent": years that are an age. */
static bool is_age(const struct px_clause *c, size_t unit)
{
	const char *next = word_at(c, unit + 1);

	if (!px_word_one_of(c->words[unit].text, "year years month months week weeks"))
		return true;
	if (px_word_one_of(next, "old"))
		return true;
	return unit >= 2 && px_word_one_of(c->words[unit - 2].text, px_en_ageing) && (!*next || c->words[unit + 1].comma || px_word_one_of(next, px_en_after_age));
}

static bool gives_units(const struct px_en_measure *m, const struct px_clause *c)
{
	for (size_t k = 0; k < c->count; k++) {
		if (is_unit(c->words[k].text, m->units) && (m->form != PX_MEASURE_AGE || is_age(c, k)))
			return true;
	}
	return m->form == PX_MEASURE_AGE && gives_bare_age(c);
}

static bool gives(const struct px_en_measure *m, const struct px_clause *c)
{
	switch (m->form) {
	case PX_MEASURE_PHONE:
		return gives_phone(c);
	case PX_MEASURE_REFERENCE:
		return gives_reference(c);
	case PX_MEASURE_CLOCK:
		return gives_hour(c, m->units);
	default:
		return gives_units(m, c);
	}
}

bool px_measure_given(int measure, const char *text, const struct px_clause *clauses, size_t count)
{
	if (px_en_measures[measure].form == PX_MEASURE_MAIL)
		return strchr(text, '@') != NULL;
	for (size_t i = 0; i < count; i++) {
		if (gives(&px_en_measures[measure], &clauses[i]))
			return true;
	}
	return false;
}
