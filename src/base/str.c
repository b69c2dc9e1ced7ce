/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Slices: comparing, trimming, cutting and reading numbers without copying.
 */
#include "base/str.h"

static unsigned char lower(unsigned char c)
{
	return c >= 'A' && c <= 'Z' ? (unsigned char)(c + 32) : c;
}

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

bool px_str_eq_case(struct px_str a, struct px_str b)
{
	if (a.size != b.size)
		return false;
	for (size_t i = 0; i < a.size; i++)
		if (lower((unsigned char)a.data[i]) != lower((unsigned char)b.data[i]))
			return false;
	return true;
}

bool px_str_starts(struct px_str s, struct px_str prefix)
{
	return s.size >= prefix.size && px_str_eq(px_str_n(s.data, prefix.size), prefix);
}

bool px_str_ends(struct px_str s, struct px_str suffix)
{
	if (s.size < suffix.size)
		return false;
	return suffix.size == 0 ||
	       px_str_eq(px_str_n(s.data + s.size - suffix.size, suffix.size), suffix);
}

struct px_str px_str_trim(struct px_str s)
{
	while (s.size > 0 && is_space(s.data[0])) {
		s.data++;
		s.size--;
	}
	while (s.size > 0 && is_space(s.data[s.size - 1]))
		s.size--;
	return s;
}

struct px_str px_str_cut(struct px_str s, char sep, struct px_str *rest)
{
	const char *at = s.size ? memchr(s.data, sep, s.size) : NULL;

	if (!at) {
		*rest = (struct px_str){ NULL, 0 };
		return s;
	}
	size_t head = (size_t)(at - s.data);
	*rest = px_str_n(at + 1, s.size - head - 1);
	return px_str_n(s.data, head);
}

size_t px_str_find(struct px_str s, struct px_str needle)
{
	if (needle.size == 0)
		return 0;
	const char *at = s.size ? memmem(s.data, s.size, needle.data, needle.size) : NULL;
	return at ? (size_t)(at - s.data) : SIZE_MAX;
}

bool px_str_to_int64(struct px_str s, int64_t *value)
{
	bool negative = s.size > 0 && s.data[0] == '-';
	int64_t sum = 0;

	if (s.size == (size_t)negative)
		return false;
	for (size_t i = negative; i < s.size; i++) {
		int digit = s.data[i] - '0';
		if (digit < 0 || digit > 9 || __builtin_mul_overflow(sum, 10, &sum) ||
		    __builtin_sub_overflow(sum, digit, &sum))
			return false;
	}
	if (!negative && sum == INT64_MIN)
		return false;
	*value = negative ? sum : -sum;
	return true;
}

uint64_t px_str_hash(struct px_str s)
{
	uint64_t hash = 0xcbf29ce484222325u;

	for (size_t i = 0; i < s.size; i++)
		hash = (hash ^ (unsigned char)s.data[i]) * 0x100000001b3u;
	return hash;
}
