/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The reader checks a text once and then walks it without checking again.
 */
#include "nlu/text/json.h"

#include "base/utf8.h"

#include <stdio.h>

struct scan {
	const char *p, *end;
};

static void skip_space(struct scan *s)
{
	while (s->p < s->end && (*s->p == ' ' || *s->p == '\n' || *s->p == '\r' || *s->p == '\t'))
		s->p++;
}

static bool is_hex(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool scan_escape(struct scan *s)
{
	if (s->p >= s->end)
		return false;
	char c = *s->p++;
	if (c != 'u')
		return c && strchr("\"\\/bfnrt", c);
	if (s->end - s->p < 4)
		return false;
	for (int i = 0; i < 4; i++) {
		if (!is_hex(*s->p++))
			return false;
	}
	return true;
}

static bool scan_string(struct scan *s)
{
	for (s->p++; s->p < s->end; ) {
		unsigned char c = (unsigned char)*s->p++;
		if (c == '"')
			return true;
		if (c < 0x20 || (c == '\\' && !scan_escape(s)))
			return false;
	}
	return false;
}

static bool scan_digits(struct scan *s)
{
	const char *start = s->p;

	while (s->p < s->end && *s->p >= '0' && *s->p <= '9')
		s->p++;
	return s->p > start;
}

static bool scan_number(struct scan *s)
{
	s->p += *s->p == '-';
	if (s->p < s->end && *s->p == '0')
		s->p++;
	else if (!scan_digits(s))
		return false;
	if (s->p < s->end && *s->p == '.' && (s->p++, !scan_digits(s)))
		return false;
	if (s->p < s->end && (*s->p == 'e' || *s->p == 'E')) {
		s->p++;
		s->p += s->p < s->end && (*s->p == '+' || *s->p == '-');
		return scan_digits(s);
	}
	return true;
}

static bool scan_literal(struct scan *s, const char *word)
{
	size_t n = strlen(word);

	if ((size_t)(s->end - s->p) < n || memcmp(s->p, word, n) != 0)
		return false;
	s->p += n;
	return true;
}

static bool scan_value(struct scan *s, int depth);

static bool scan_container(struct scan *s, char close, int depth)
{
	s->p++;
	skip_space(s);
	if (s->p < s->end && *s->p == close)
		return s->p++, true;
	for (;;) {
		skip_space(s);
		if (close == '}') {
			if (s->p >= s->end || *s->p != '"' || !scan_string(s))
				return false;
			skip_space(s);
			if (s->p >= s->end || *s->p++ != ':')
				return false;
		}
		if (!scan_value(s, depth + 1))
			return false;
		skip_space(s);
		if (s->p >= s->end)
			return false;
		char c = *s->p++;
		if (c == close)
			return true;
		if (c != ',')
			return false;
	}
}

static bool scan_value(struct scan *s, int depth)
{
	skip_space(s);
	if (s->p >= s->end || depth > PX_READ_DEPTH)
		return false;
	switch (*s->p) {
	case '{': return scan_container(s, '}', depth);
	case '[': return scan_container(s, ']', depth);
	case '"': return scan_string(s);
	case 't': return scan_literal(s, "true");
	case 'f': return scan_literal(s, "false");
	case 'n': return scan_literal(s, "null");
	default: return (*s->p == '-' || (*s->p >= '0' && *s->p <= '9')) && scan_number(s);
	}
}

bool px_read_check(struct px_str text, struct px_value *value)
{
	struct scan s = { text.data, text.data + text.size };

	skip_space(&s);
	const char *start = s.p;
	if (!text.size || !px_utf8_valid(text) || !scan_value(&s, 0))
		return false;
	value->raw = px_str_n(start, (size_t)(s.p - start));
	skip_space(&s);
	return s.p == s.end;
}

/* Moves past a separator to the next value; false at the closing bracket. */
static bool next_start(struct scan *s)
{
	skip_space(s);
	while (s->p < s->end && *s->p == ',') {
		s->p++;
		skip_space(s);
	}
	return s->p < s->end && *s->p != ']' && *s->p != '}';
}

/* Past a string of a checked text: to the first quote that no odd number of backslashes stands before. */
static void skip_string(struct scan *s)
{
	const char *start = ++s->p;

	for (;;) {
		const char *quote = memchr(s->p, '"', (size_t)(s->end - s->p)), *back = quote;
		while (back > start && back[-1] == '\\')
			back--;
		s->p = quote + 1;
		if ((quote - back) % 2 == 0)
			return;
	}
}

/* Past a value of a checked text, which need not be looked at again: only strings and brackets count. */
static void skip_value(struct scan *s)
{
	int depth = 0;

	do {
		char c = *s->p;
		if (c == '"') {
			skip_string(s);
			continue;
		}
		if ((c == ',' || c == '}' || c == ']') && depth == 0)
			return; /* behind a number or a word */
		depth += (c == '{' || c == '[') - (c == '}' || c == ']');
		s->p++;
		if (depth == 0 && (c == '}' || c == ']'))
			return;
	} while (s->p < s->end && (depth > 0 || !strchr(" \n\r\t", *s->p)));
}

static struct px_value take_value(struct scan *s)
{
	skip_space(s);
	const char *start = s->p;
	skip_value(s);
	return (struct px_value){ px_str_n(start, (size_t)(s->p - start)) };
}

bool px_read_next(struct px_value object, size_t *at, struct px_str *key, struct px_value *value)
{
	if (!px_read_is(object, '{'))
		return false;
	struct scan s = { object.raw.data + (*at ? *at : 1), object.raw.data + object.raw.size };
	if (!next_start(&s))
		return false;
	const char *start = s.p + 1;
	skip_string(&s);
	*key = px_str_n(start, (size_t)(s.p - 1 - start));
	skip_space(&s);
	s.p++;
	*value = take_value(&s);
	*at = (size_t)(s.p - object.raw.data);
	return true;
}

bool px_read_member(struct px_value object, const char *key, struct px_value *value)
{
	struct px_str name;
	size_t at = 0;

	while (px_read_next(object, &at, &name, value)) {
		if (px_str_eq(name, px_str(key)))
			return true;
	}
	return false;
}

void px_read_members(struct px_value object, const char *const *keys, size_t count, struct px_value *values)
{
	struct px_value value;
	struct px_str name;
	size_t at = 0;

	for (size_t i = 0; i < count; i++)
		values[i] = (struct px_value){ { NULL, 0 } };
	while (px_read_next(object, &at, &name, &value)) {
		size_t i = 0;
		while (i < count && !px_str_eq(name, px_str(keys[i])))
			i++;
		if (i < count && !values[i].raw.size)
			values[i] = value;
	}
}

bool px_read_element(struct px_value array, size_t *at, struct px_value *value)
{
	if (!px_read_is(array, '['))
		return false;
	struct scan s = { array.raw.data + (*at ? *at : 1), array.raw.data + array.raw.size };
	if (!next_start(&s))
		return false;
	*value = take_value(&s);
	*at = (size_t)(s.p - array.raw.data);
	return true;
}

static uint32_t hex4(const char *p)
{
	uint32_t code = 0;

	for (int i = 0; i < 4; i++)
		code = code * 16 + (uint32_t)(p[i] <= '9' ? p[i] - '0' : (p[i] | 32) - 'a' + 10);
	return code;
}

/* Decodes \uXXXX at p (past the u), a surrogate pair as one; returns where it ends. */
static const char *decode_unicode(const char *p, const char *end, char **out)
{
	uint32_t code = hex4(p);

	p += 4;
	if (code >= 0xd800 && code < 0xdc00 && end - p >= 6 && p[0] == '\\' && p[1] == 'u') {
		uint32_t low = hex4(p + 2);
		if (low >= 0xdc00 && low < 0xe000) {
			code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
			p += 6;
		}
	}
	if (code == 0 || (code >= 0xd800 && code < 0xe000))
		code = 0xfffd;
	*out += px_utf8_encode(code, *out);
	return p;
}

const char *px_read_string(struct px_value value, struct px_arena *arena)
{
	if (!px_read_is(value, '"'))
		return NULL;
	const char *p = value.raw.data + 1, *end = value.raw.data + value.raw.size - 1;
	char *text = px_arena_alloc(arena, value.raw.size), *out = text;
	while (p < end) {
		static const char from[] = "bfnrt", to[] = "\b\f\n\r\t";
		if (*p != '\\') {
			*out++ = *p++;
			continue;
		}
		char c = p[1];
		p += 2;
		const char *known = strchr(from, c);
		if (c == 'u')
			p = decode_unicode(p, end, &out);
		else
			*out++ = known ? to[known - from] : c;
	}
	*out = '\0';
	return text;
}

bool px_read_int(struct px_value value, int64_t *number)
{
	return px_str_to_int64(value.raw, number);
}

void px_text_add(struct px_text *text, const char *data, size_t size)
{
	if (text->size + size + 1 > text->room) {
		size_t room = (text->size + size + 1) * 2 + 62;
		char *grown = px_arena_alloc(text->arena, room);
		if (text->size)
			memcpy(grown, text->data, text->size);
		text->data = grown;
		text->room = room;
	}
	if (size)
		memcpy(text->data + text->size, data, size);
	text->size += size;
	text->data[text->size] = '\0';
}

void px_text_str(struct px_text *text, const char *s)
{
	px_text_add(text, s, strlen(s));
}

void px_text_quote(struct px_text *text, struct px_str s)
{
	size_t from = 0;
	bool valid = px_utf8_valid(s);

	px_text_add(text, "\"", 1);
	for (size_t i = 0; i < s.size; i++) {
		unsigned char c = (unsigned char)s.data[i];
		if (c >= 0x20 && c != '"' && c != '\\' && (c < 0x80 || valid))
			continue;
		px_text_add(text, s.data + from, i - from);
		from = i + 1;
		char escape[8] = { '\\', (char)c, 0 };
		if (c == '\n')
			escape[1] = 'n';
		else if (c < 0x20 || c >= 0x80)
			snprintf(escape, sizeof(escape), "\\u%04x", c < 0x20 ? c : 0xfffd);
		px_text_str(text, escape);
	}
	px_text_add(text, s.data + from, s.size - from);
	px_text_add(text, "\"", 1);
}

void px_text_int(struct px_text *text, int64_t value)
{
	char digits[24];
	size_t at = sizeof(digits);
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

	do
		digits[--at] = (char)('0' + rest % 10);
	while ((rest /= 10) != 0);
	if (value < 0)
		digits[--at] = '-';
	px_text_add(text, digits + at, sizeof(digits) - at);
}

const char *px_text_end(struct px_text *text)
{
	px_text_add(text, "", 0);
	return text->data;
}
