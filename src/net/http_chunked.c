/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Chunked bodies, one state per place in the grammar.
 */
#include "net/http_chunked.h"

enum { TRAILER_MAX = 8192, DIGITS_MAX = 15 };

enum state { SIZE, SIZE_LF, DATA, DATA_CR, DATA_LF, LINE, NAME, VALUE, LINE_LF, END_LF };

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static bool is_token_char(char c)
{
	return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') ||
	       (c && strchr("!#$%&'*+-.^_`|~", c));
}

/* Moves to `next` if the byte is the expected one. */
static bool expect(struct px_http_chunked *chunked, char c, char expected, enum state next)
{
	chunked->state = (uint8_t)next;
	return c == expected;
}

static bool size_byte(struct px_http_chunked *chunked, char c)
{
	int digit = hex_digit(c);

	if (digit < 0)
		return chunked->digits && expect(chunked, c, '\r', SIZE_LF);
	if (++chunked->digits > DIGITS_MAX)
		return false;
	chunked->left = chunked->left << 4 | (uint64_t)digit;
	return true;
}

/* A trailer field: its first byte (or the end), its name, its value. */
static bool trailer_byte(struct px_http_chunked *chunked, char c)
{
	if (++chunked->trailer > TRAILER_MAX)
		return false;
	switch ((enum state)chunked->state) {
	case LINE:
		if (c == '\r')
			return expect(chunked, c, '\r', END_LF);
		chunked->state = NAME;
		return is_token_char(c);
	case NAME:
		if (c == ':')
			chunked->state = VALUE;
		return c == ':' || is_token_char(c);
	default:
		if (c == '\r')
			chunked->state = LINE_LF;
		return c == '\r' || c == '\t' || ((unsigned char)c >= ' ' && c != 0x7f);
	}
}

/* One byte of framing. */
static bool frame_byte(struct px_http_chunked *chunked, char c)
{
	switch ((enum state)chunked->state) {
	case SIZE:
		return size_byte(chunked, c);
	case SIZE_LF:
		chunked->digits = 0;
		return expect(chunked, c, '\n', chunked->left ? DATA : LINE);
	case DATA_CR:
		return expect(chunked, c, '\r', DATA_LF);
	case DATA_LF:
		return expect(chunked, c, '\n', SIZE);
	case LINE_LF:
		return expect(chunked, c, '\n', LINE);
	default:
		return trailer_byte(chunked, c);
	}
}

enum px_http_chunked_result px_http_chunked_feed(struct px_http_chunked *chunked,
						 struct px_str *input, struct px_buf *body)
{
	while (input->size) {
		if (chunked->state == DATA) {
			size_t part = chunked->left < input->size ? (size_t)chunked->left : input->size;
			if (px_buf_append(body, input->data, part))
				return PX_HTTP_CHUNKED_TOO_LARGE;
			chunked->left -= part;
			*input = px_str_n(input->data + part, input->size - part);
			if (!chunked->left)
				chunked->state = DATA_CR;
			continue;
		}
		bool last = chunked->state == END_LF;
		char c = *input->data;
		*input = px_str_n(input->data + 1, input->size - 1);
		if (last)
			return c == '\n' ? PX_HTTP_CHUNKED_DONE : PX_HTTP_CHUNKED_BAD;
		if (!frame_byte(chunked, c))
			return PX_HTTP_CHUNKED_BAD;
		/* Told early: a chunk that can't fit need not be waited for. */
		if (chunked->state == DATA && chunked->left > body->cap - body->size)
			return PX_HTTP_CHUNKED_TOO_LARGE;
	}
	return PX_HTTP_CHUNKED_MORE;
}
