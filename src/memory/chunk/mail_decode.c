/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Decoding.  What is no code is left as it is, or out (base64).
 */
#include "memory/chunk/mail_decode.h"

enum { WORD_MAX = 1000 /* bytes of an encoded word; the standard has 75 */ };

static int hex(char c)
{
	return c >= '0' && c <= '9' ? c - '0' : (c | 0x20) >= 'a' && (c | 0x20) <= 'f' ? (c | 0x20) - 'a' + 10 : -1;
}

/* Header words write a space as '_'. */
static size_t quoted_printable(struct px_str text, char *to, bool header)
{
	size_t size = 0;

	for (size_t at = 0; at < text.size; at++) {
		char c = text.data[at];
		if (c == '=' && at + 2 < text.size && hex(text.data[at + 1]) >= 0 && hex(text.data[at + 2]) >= 0) {
			to[size++] = (char)(hex(text.data[at + 1]) * 16 + hex(text.data[at + 2]));
			at += 2;
		} else if (c == '=' && at + 1 < text.size && text.data[at + 1] == '\n') {
			at++;
		} else if (c == '=' && at + 2 < text.size && text.data[at + 1] == '\r' && text.data[at + 2] == '\n') {
			at += 2;
		} else {
			to[size++] = header && c == '_' ? ' ' : c;
		}
	}
	return size;
}

static int base64_value(char c)
{
	return c >= 'A' && c <= 'Z' ? c - 'A'
	     : c >= 'a' && c <= 'z' ? c - 'a' + 26
	     : c >= '0' && c <= '9' ? c - '0' + 52
	     : c == '+'		    ? 62
	     : c == '/'		    ? 63
				    : -1;
}

static size_t base64(struct px_str text, char *to)
{
	size_t size = 0;
	uint32_t bits = 0;
	unsigned count = 0;

	for (size_t at = 0; at < text.size && text.data[at] != '='; at++) {
		int value = base64_value(text.data[at]);
		if (value < 0)
			continue;
		bits = bits << 6 | (uint32_t)value;
		count += 6;
		if (count >= 8) {
			count -= 8;
			to[size++] = (char)(bits >> count);
		}
	}
	return size;
}

struct px_str px_mail_decode(struct px_arena *arena, struct px_str body, struct px_str coding)
{
	bool quoted = px_str_eq_case(coding, PX_STR("quoted-printable"));

	if (!quoted && !px_str_eq_case(coding, PX_STR("base64")))
		return body;
	char *to = px_arena_alloc(arena, body.size + 1);
	return px_str_n(to, quoted ? quoted_printable(body, to, false) : base64(body, to));
}

/* One encoded word at text.data ("=?charset?Q?...?="): its length; its text goes to `to`. */
static size_t decode_word(struct px_str text, char *to, size_t *size)
{
	struct px_str rest, coding, code;
	size_t end;

	if (!px_str_starts(text, PX_STR("=?")))
		return 0;
	px_str_cut(px_str_n(text.data + 2, (text.size < WORD_MAX ? text.size : WORD_MAX) - 2), '?', &rest);
	if (!rest.data)
		return 0;
	coding = px_str_cut(rest, '?', &rest);
	if (!rest.data)
		return 0;
	if (rest.size > WORD_MAX)
		rest.size = WORD_MAX;
	if ((end = px_str_find(rest, PX_STR("?="))) == SIZE_MAX)
		return 0;
	code = px_str_n(rest.data, end);
	if (px_str_eq_case(coding, PX_STR("Q")))
		*size = quoted_printable(code, to, true);
	else if (px_str_eq_case(coding, PX_STR("B")))
		*size = base64(code, to);
	else
		return 0;
	return (size_t)(rest.data + end + 2 - text.data);
}

struct px_str px_mail_decode_words(struct px_arena *arena, struct px_str value)
{
	char *to = px_arena_alloc(arena, value.size + 1);
	size_t size = 0, last = 0, added;

	for (size_t at = 0; at < value.size;) {
		size_t used = decode_word(px_str_n(value.data + at, value.size - at), to + size, &added);
		if (!used) {
			to[size++] = value.data[at++];
			continue;
		}
		/* Space between two encoded words is none. */
		if (last && px_str_trim(px_str_n(value.data + last, at - last)).size == 0) {
			memmove(to + size - (at - last), to + size, added);
			size -= at - last;
		}
		size += added;
		at += used;
		last = at;
	}
	return px_str_n(to, size);
}
