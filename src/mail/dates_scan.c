/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/dates_internal.h"

#include <string.h>

bool scan_starts(const struct scan *s, size_t i, const char *word)
{
	size_t n = strlen(word);

	return i + n <= s->text.size && memcmp(s->text.data + i, word, n) == 0;
}

size_t scan_skip(const struct scan *s, size_t i, const char *set)
{
	while (i < s->text.size && strchr(set, s->text.data[i]))
		i++;
	return i;
}

size_t scan_word(const struct scan *s, size_t i, const char *const *words)
{
	for (; *words; words++)
		if (scan_starts(s, i, *words))
			return strlen(*words);
	return 0;
}

size_t scan_whole(const struct scan *s, size_t i, const char *const *words)
{
	for (; *words; words++)
		if (scan_starts(s, i, *words) && !scan_is_word((unsigned char)scan_at(s, i + strlen(*words))))
			return strlen(*words);
	return 0;
}

/* A letter or figure: "beach" does not end in "each". Writing without blanks has no such border. */
static bool goes_before(struct px_str text, size_t i, const char *word)
{
	const unsigned char c = i ? (unsigned char)text.data[i - 1] : ' ';

	return word[0] != ' ' && (unsigned char)word[0] < 0xe3 && (c >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
}

bool scan_ends(struct px_str text, const char *const *words)
{
	for (; *words; words++)
		if (px_str_ends(text, px_str(*words)) && !goes_before(text, text.size - strlen(*words), *words))
			return true;
	return false;
}

int scan_number(const struct scan *s, size_t i, int most, size_t *end)
{
	int value = 0, n = 0;

	while (n < most && scan_is_digit(scan_at(s, i + (size_t)n)))
		value = value * 10 + scan_at(s, i + (size_t)n++) - '0';
	*end = i + (size_t)n;
	return !n || scan_is_digit(scan_at(s, *end)) ? -1 : value;
}

const struct px_mail_name *scan_name(const struct scan *s, size_t i, const struct px_mail_name *names, size_t *end)
{
	if (i && scan_is_word((unsigned char)scan_at(s, i - 1)) && (unsigned char)scan_at(s, i) < 0xe3)
		return NULL;
	for (; names->stem; names++) {
		if (!scan_starts(s, i, names->stem))
			continue;
		size_t j = i + strlen(names->stem), letters = 0;
		*end = j;
		if (names->more < 0)
			return names;
		for (; scan_is_word((unsigned char)scan_at(s, j)); j++)
			letters += ((unsigned char)scan_at(s, j) & 0xc0) != 0x80;
		*end = j;
		if (letters <= (size_t)names->more)
			return names;
	}
	return NULL;
}

size_t scan_past_until(const struct scan *s, size_t i)
{
	static const char *const until[] = { "-", "–", "bis ", "to ", "until ", "till ", "à ", "au ", "al ", "t/m ", "tot en met ", "through ", "a las ", "alle ", "tot ", "do ", "às ", "~", "до ", NULL };
	size_t j = scan_skip(s, i, " "), n = scan_word(s, j, until);

	return n ? scan_skip(s, j + n, " ") : 0;
}
