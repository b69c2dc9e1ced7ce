/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stems, irregular forms and small misspellings decide how much two words are
 * alike; the shares are what the rankings of targets were tuned with.
 */
#include "nlu/text/likeness.h"

#include "nlu/language.h"

#include <string.h>

/* "shred" is no form of "shr". */
static bool has_vowel(const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if ((unsigned char)text[i] >= 0x80 || (text[i] && strchr("aeiouy", text[i])))
			return true;
	}
	return false;
}

static size_t stem(const char *text, size_t size)
{
	const struct px_texts *endings = px_texts(PX_TEXTS_STEM_ENDINGS);

	for (size_t i = 0; i < endings->count; i++) {
		size_t n = strlen(endings->at[i]);
		if (size >= n + 3 && memcmp(text + size - n, endings->at[i], n) == 0 && has_vowel(text, size - n))
			return size - n;
	}
	return size;
}

/* Edits between two words, neighbours that changed places counted as one; more than `limit`: limit + 1. */
static size_t distance_at_most(const char *a, size_t n, const char *b, size_t m, size_t limit)
{
	unsigned char rows[3][40];

	if (n > 38 || m > 38 || (n > m ? n - m : m - n) > limit)
		return limit + 1;
	for (size_t j = 0; j <= m; j++)
		rows[0][j] = (unsigned char)j;
	for (size_t i = 1; i <= n; i++) {
		unsigned char *row = rows[i % 3], lowest;
		const unsigned char *last = rows[(i + 2) % 3], *older = rows[(i + 1) % 3];
		row[0] = lowest = (unsigned char)i;
		for (size_t j = 1; j <= m; j++) {
			unsigned best = last[j - 1] + (a[i - 1] != b[j - 1]);
			if (last[j] + 1U < best)
				best = last[j] + 1U;
			if (row[j - 1] + 1U < best)
				best = row[j - 1] + 1U;
			if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && older[j - 2] + 1U < best)
				best = older[j - 2] + 1U;
			row[j] = (unsigned char)best;
			lowest = row[j] < lowest ? row[j] : lowest;
		}
		if (lowest > limit)
			return limit + 1;
	}
	return rows[n % 3][m];
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

enum { WORD_MOST = 48 };

/* "überweisen", "ueberweisen" and "uberweisen" as one; the size. */
static size_t without_marks(const char *text, size_t size, char *out)
{
	const struct px_pairs *letters = px_pairs(PX_PAIRS_PLAIN_LETTERS);
	size_t n = 0;

	for (size_t i = 0; i < size; n++) {
		size_t k = 0;
		while (k < letters->count && (i + 1 >= size || memcmp(text + i, letters->at[k].from, 2) != 0))
			k++;
		out[n] = k < letters->count ? letters->at[k].to[0] : text[i];
		i += k < letters->count ? 2 : 1;
	}
	return n;
}

/* "Turnier" names the "Fussballturnier", "Zahnarzttermin" the "Zahnarzt": one is the other's first part or last. */
static bool is_part(const char *part, size_t n, const char *whole, size_t m)
{
	enum { HEAD_LEAST = 4, LEAD_LEAST = 5, REST_LEAST = 3 };

	if (m < n + REST_LEAST)
		return false;
	return (n >= HEAD_LEAST && memcmp(whole + m - n, part, n) == 0) ||
	       (n >= LEAD_LEAST && memcmp(whole, part, n) == 0);
}

static float word_likeness(const char *a, size_t n, const char *b, size_t m);

/* Of a language that writes nouns together; a slip is looked for in the words as they are. */
static float compound_likeness(const char *a, size_t n, const char *b, size_t m)
{
	char x[WORD_MOST], y[WORD_MOST];
	const float score = word_likeness(a, n, b, m);

	if (score >= 0.8F || is_digit(a[0]) || is_digit(b[0]))
		return score;
	n = without_marks(a, n, x);
	m = without_marks(b, m, y);
	const size_t sx = stem(x, n), sy = stem(y, m);
	if (sx == sy && memcmp(x, y, sx) == 0)
		return 0.95F;
	bool part = is_part(x, n, y, m) || is_part(y, m, x, n) || is_part(x, sx, y, sy) || is_part(y, sy, x, sx);
	return part ? 0.8F : score;
}

float px_word_likeness(const char *a, size_t n, const char *b, size_t m)
{
	if (px_language()->compounds && n && m && n <= WORD_MOST && m <= WORD_MOST)
		return compound_likeness(a, n, b, m);
	return word_likeness(a, n, b, m);
}

static float word_likeness(const char *a, size_t n, const char *b, size_t m)
{
	size_t sa, sb, common = 0;

	if (n == m && memcmp(a, b, n) == 0)
		return 1;
	/* Of numbers each is another: 49633 is no misspelled 39633. */
	if (is_digit(a[0]) || is_digit(b[0]))
		return 0;
	/* Without the same beginning only a misspelling is left, and few are in the first two letters. */
	if (a[0] != b[0] && (n < 5 || m < 5 || (a[1] != b[1] && a[0] != b[1] && a[1] != b[0])))
		return 0;
	sa = stem(a, n);
	sb = stem(b, m);
	if (sa == sb && memcmp(a, b, sa) == 0)
		return 0.95F;
	if (sa > 1 && sb == sa - 1 && a[sa - 1] == a[sa - 2] && memcmp(a, b, sb) == 0)
		return 0.9F; /* "stopped", "stop" */
	while (common < n && common < m && a[common] == b[common])
		common++;
	if (common >= 5 && n - common <= 3 && m - common <= 3)
		return 0.85F;
	if (common == n && n >= 4 && m >= n + 3)
		return 0.8F; /* "intro", "introduction" */
	if (common == m && m >= 4 && n >= m + 5)
		return 0.45F; /* said in full what the title shortens: not enough by itself */
	if (n >= 5 && m >= 5 && distance_at_most(a, n, b, m, 1) <= 1)
		return 0.8F;
	return n >= 8 && m >= 8 && distance_at_most(a, n, b, m, 2) <= 2 ? 0.8F : 0;
}

bool px_same_name(const char *a, size_t n, const char *b, size_t m)
{
	size_t sa = stem(a, n), sb = stem(b, m);

	if (sa == sb && memcmp(a, b, sa) == 0)
		return true;
	return n >= 5 && m >= 5 && a[0] == b[0] && distance_at_most(a, n, b, m, n >= 9 ? 2 : 1) <= (n >= 9 ? 2 : 1);
}

const char *px_word_regular(const char *text, size_t size)
{
	for (size_t i = 0; i < px_pairs(PX_PAIRS_IRREGULAR)->count; i++) {
		const char *from = px_pairs(PX_PAIRS_IRREGULAR)->at[i].from;
		if (from[0] == text[0] && strlen(from) == size && memcmp(from, text, size) == 0)
			return px_pairs(PX_PAIRS_IRREGULAR)->at[i].to;
	}
	return NULL;
}

float px_word_likeness_of_forms(const char *a, size_t a_size, const char *b, size_t b_size)
{
	float score = px_word_likeness(a, a_size, b, b_size);
	const char *other = score == 0 ? px_word_regular(a, a_size) : NULL;

	return other ? px_word_likeness(other, strlen(other), b, b_size) * 0.95F : score;
}
