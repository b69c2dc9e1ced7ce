/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plain stretches are found eight bytes at a time and copied whole.
 */
#include "base/json_quote.h"

#include "base/utf8.h"

/* Whether any of 8 bytes is below 0x20, a quote or a backslash (never wrongly no, rarely wrongly yes). */
static bool word_needs_care(uint64_t w)
{
	const uint64_t ones = 0x0101010101010101u, high = ones << 7;
	uint64_t quote = w ^ ones * '"', backslash = w ^ ones * '\\';

	return (((w - ones * 0x20) & ~w) | ((quote - ones) & ~quote) |
		((backslash - ones) & ~backslash)) & high;
}

/* First byte at or after `i` that can't be copied as it is, in text that is valid UTF-8. */
static size_t plain_until(struct px_str s, size_t i)
{
	uint64_t word;

	for (; s.size - i >= 8; i += 8) {
		memcpy(&word, s.data + i, 8);
		if (word_needs_care(word))
			break;
	}
	for (; i < s.size; i++) {
		unsigned char c = (unsigned char)s.data[i];
		if (c < 0x20 || c == '"' || c == '\\')
			break;
	}
	return i;
}

static void escape(struct px_buf *buf, unsigned char c)
{
	static const char short_forms[32] = { ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f',
					      ['\r'] = 'r' };

	if (c == '"' || c == '\\')
		(void)px_buf_append(buf, (char[]){ '\\', (char)c }, 2);
	else if (short_forms[c])
		(void)px_buf_append(buf, (char[]){ '\\', short_forms[c] }, 2);
	else
		(void)px_buf_printf(buf, "\\u%04x", c);
}

/* Length of the valid UTF-8 sequence at p, or 0. */
static size_t sequence(const char *p, size_t left)
{
	unsigned char c = (unsigned char)*p;
	size_t n = c >= 0xf0 ? 4 : c >= 0xe0 ? 3 : 2;

	return c >= 0xc2 && n <= left && px_utf8_valid(px_str_n(p, n)) ? n : 0;
}

/* Escapes what is not valid UTF-8 too, one sequence at a time. */
static void quote_dirty(struct px_buf *buf, struct px_str s)
{
	for (size_t i = 0; i < s.size;) {
		unsigned char c = (unsigned char)s.data[i];
		size_t n = c < 0x80 ? 1 : sequence(s.data + i, s.size - i);
		if (c < 0x20 || c == '"' || c == '\\')
			escape(buf, c);
		else if (n)
			(void)px_buf_append(buf, s.data + i, n);
		else
			(void)px_buf_text(buf, "\xef\xbf\xbd");
		i += n ? n : 1;
	}
}

static void quote_valid(struct px_buf *buf, struct px_str s)
{
	for (size_t i = 0; i < s.size; i++) {
		size_t end = plain_until(s, i);
		(void)px_buf_append(buf, s.data + i, end - i);
		if (end < s.size)
			escape(buf, (unsigned char)s.data[end]);
		i = end;
	}
}

void px_json_quote(struct px_buf *buf, struct px_str s)
{
	(void)px_buf_char(buf, '"');
	if (px_utf8_valid(s))
		quote_valid(buf, s);
	else
		quote_dirty(buf, s);
	(void)px_buf_char(buf, '"');
}
