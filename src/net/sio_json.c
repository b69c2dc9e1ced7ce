/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recognises JSON (RFC 8259) without building it: one pass, one byte per open
 * bracket.
 */
#include "net/sio_packet.h"

enum { MAX_DEPTH = 64 };

static const char *white(const char *p, const char *end)
{
	while (p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r'))
		p++;
	return p;
}

static bool is_digit(const char *p, const char *end)
{
	return p < end && *p >= '0' && *p <= '9';
}

/* Past the string whose quote is at p, or NULL. */
static const char *string(const char *p, const char *end)
{
	for (p++; p < end; p++) {
		unsigned char c = (unsigned char)*p;
		if (c == '"')
			return p + 1;
		if (c < 0x20)
			return NULL;
		if (c != '\\')
			continue;
		if (++p == end)
			return NULL;
		if (*p == 'u') {
			for (int i = 0; i < 4; i++) {
				if (++p == end || !memchr("0123456789abcdefABCDEF", *p, 22))
					return NULL;
			}
		} else if (!memchr("\"\\/bfnrt", *p, 8)) {
			return NULL;
		}
	}
	return NULL;
}

static const char *digits(const char *p, const char *end)
{
	if (!is_digit(p, end))
		return NULL;
	while (is_digit(p, end))
		p++;
	return p;
}

static const char *number(const char *p, const char *end)
{
	if (*p == '-')
		p++;
	if (p < end && *p == '0')
		p++;
	else
		p = digits(p, end);
	if (p && p < end && *p == '.')
		p = digits(p + 1, end);
	if (p && p < end && (*p == 'e' || *p == 'E')) {
		p++;
		if (p < end && (*p == '+' || *p == '-'))
			p++;
		p = digits(p, end);
	}
	return p;
}

static const char *scalar(const char *p, const char *end)
{
	size_t left = (size_t)(end - p);

	switch (*p) {
	case '"':
		return string(p, end);
	case 't':
		return left >= 4 && memcmp(p, "true", 4) == 0 ? p + 4 : NULL;
	case 'f':
		return left >= 5 && memcmp(p, "false", 5) == 0 ? p + 5 : NULL;
	case 'n':
		return left >= 4 && memcmp(p, "null", 4) == 0 ? p + 4 : NULL;
	default:
		return number(p, end);
	}
}

/* Past `"key" :` and white space, at the value; or NULL. */
static const char *key(const char *p, const char *end)
{
	p = white(p, end);
	if (p == end || *p != '"')
		return NULL;
	p = string(p, end);
	if (!p)
		return NULL;
	p = white(p, end);
	return p < end && *p == ':' ? p + 1 : NULL;
}

/*
 * After a value: closes what closes here.  Returns where the next value
 * starts, or the end of it all with *depth 0, or NULL.
 */
static const char *after(const char *p, const char *end, const char *open, int *depth)
{
	while (*depth > 0) {
		char bracket = open[*depth - 1];
		p = white(p, end);
		if (p == end)
			return NULL;
		if (*p == ',')
			return bracket == '{' ? key(p + 1, end) : p + 1;
		if (*p != (bracket == '{' ? '}' : ']'))
			return NULL;
		p++;
		(*depth)--;
	}
	return p;
}

static const char *value(const char *p, const char *end)
{
	char open[MAX_DEPTH];
	int depth = 0;

	do {
		p = white(p, end);
		if (p == end)
			return NULL;
		if (*p == '{' || *p == '[') {
			if (depth == MAX_DEPTH)
				return NULL;
			char bracket = open[depth++] = *p++;
			p = white(p, end);
			if (p < end && *p == (bracket == '{' ? '}' : ']')) {
				p++;
				depth--;
			} else {
				p = bracket == '{' ? key(p, end) : p;
				if (!p)
					return NULL;
				continue;
			}
		} else {
			p = scalar(p, end);
			if (!p)
				return NULL;
		}
		if (depth > 0)
			p = after(p, end, open, &depth);
	} while (p && depth > 0);
	return p;
}

size_t px_sio_json_skip(struct px_str text)
{
	if (text.size == 0)
		return 0;
	const char *end = value(text.data, text.data + text.size);
	return end ? (size_t)(end - text.data) : 0;
}

bool px_sio_json_valid(struct px_str text)
{
	size_t size = px_sio_json_skip(text);

	return size > 0 && white(text.data + size, text.data + text.size) == text.data + text.size;
}
