/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Finding words of time: exactly, or, for long names, with bounded spelling
 * repair.
 */
#include "nlu/language.h"
#include "nlu/time/grammar.h"

const char *px_time_place(int place)
{
	return px_language()->time->places[place];
}

/* Compares a token with the first word of a row. */
static int compare(const char *word, const char *row)
{
	while (*word && *word == *row) {
		word++;
		row++;
	}
	unsigned char a = (unsigned char)*word, b = (unsigned char)(*row == ' ' ? 0 : *row);
	return a < b ? -1 : a > b;
}

const struct px_time_word *px_time_lookup(const struct px_token *token)
{
	const struct px_time_word *words = px_language()->time->words;
	size_t low = 0, high = px_language()->time->word_count;

	while (low < high) {
		size_t middle = (low + high) / 2;
		if (compare(token->text, words[middle].text) > 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low < px_language()->time->word_count && compare(token->text, words[low].text) == 0)
		return &words[low];
	return NULL;
}

/* Whether one edit (insert, delete, replace, swap of neighbours) or none turns a into b. */
static bool within_one(const char *a, size_t an, const char *b, size_t bn)
{
	size_t i = 0;

	while (i < an && i < bn && a[i] == b[i])
		i++;
	if (i == an && i == bn)
		return true;
	size_t ra = an - i, rb = bn - i;
	if (ra == rb && memcmp(a + i + 1, b + i + 1, ra - 1) == 0)
		return true;
	if (ra == rb && ra >= 2 && a[i] == b[i + 1] && a[i + 1] == b[i])
		return memcmp(a + i + 2, b + i + 2, ra - 2) == 0;
	if (ra + 1 == rb)
		return memcmp(a + i, b + i + 1, ra) == 0;
	return rb + 1 == ra && memcmp(a + i + 1, b + i, rb) == 0;
}

/* Two edits, the first of them a delete, insert, replace or swap at the first difference. */
static bool within_two(const char *a, size_t an, const char *b, size_t bn)
{
	size_t i = 0;

	while (i < an && i < bn && a[i] == b[i])
		i++;
	const char *x = a + i, *y = b + i;
	size_t xn = an - i, yn = bn - i;
	if (xn == 0 || yn == 0)
		return xn + yn <= 2;
	return within_one(x + 1, xn - 1, y + 1, yn - 1) || within_one(x + 1, xn - 1, y, yn) ||
	       within_one(x, xn, y + 1, yn - 1) ||
	       (xn > 1 && yn > 1 && x[0] == y[1] && x[1] == y[0] &&
		within_one(x + 2, xn - 2, y + 2, yn - 2));
}

const struct px_time_word *px_time_guess(const struct px_token *token)
{
	const struct px_time_lexicon *lexicon = px_language()->time;

	if (token->size < 6 || token->size > 14)
		return NULL;
	for (size_t i = 0; i < lexicon->other_word_count; i++)
		if (strcmp(lexicon->other_words[i], token->text) == 0)
			return NULL;
	for (size_t i = 0; i < lexicon->guessable_count; i++) {
		const char *name = lexicon->guessable[i].text;
		size_t n = strlen(name);
		if (name[0] != token->text[0] || n + 2 < token->size || token->size + 2u < n)
			continue;
		bool near = n >= 8 ? within_two(token->text, token->size, name, n)
				   : within_one(token->text, token->size, name, n);
		if (near)
			return &lexicon->guessable[i];
	}
	return NULL;
}
