/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The JSON writer, and jansson behind limits.
 */
#include "base/json.h"

#include "base/utf8.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void px_json_init(struct px_json *json, struct px_buf *buf)
{
	json->buf = buf;
	json->comma = false;
}

static void separate(struct px_json *json)
{
	if (json->comma)
		(void)px_buf_char(json->buf, ',');
	json->comma = true;
}

static void open_with(struct px_json *json, char c)
{
	separate(json);
	(void)px_buf_char(json->buf, c);
	json->comma = false;
}

static void close_with(struct px_json *json, char c)
{
	(void)px_buf_char(json->buf, c);
	json->comma = true;
}

void px_json_open_object(struct px_json *json) { open_with(json, '{'); }
void px_json_close_object(struct px_json *json) { close_with(json, '}'); }
void px_json_open_array(struct px_json *json) { open_with(json, '['); }
void px_json_close_array(struct px_json *json) { close_with(json, ']'); }

void px_json_key(struct px_json *json, const char *key)
{
	char *out;
	size_t n = strlen(key);

	separate(json);
	if (px_buf_reserve(json->buf, n + 3, &out) == PX_OK) {
		out[0] = '"';
		memcpy(out + 1, key, n);
		out[n + 1] = '"';
		out[n + 2] = ':';
		px_buf_commit(json->buf, n + 3);
	}
	json->comma = false;
}

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

void px_json_str(struct px_json *json, struct px_str value)
{
	separate(json);
	px_json_quote(json->buf, value);
}

void px_json_text(struct px_json *json, const char *value)
{
	if (value)
		px_json_str(json, px_str(value));
	else
		px_json_null(json);
}

void px_json_textf(struct px_json *json, const char *format, ...)
{
	char text[512];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	px_json_text(json, text);
}

void px_json_int(struct px_json *json, int64_t value)
{
	separate(json);
	(void)px_buf_int(json->buf, value);
}

void px_json_double(struct px_json *json, double value)
{
	char text[40];

	if (!isfinite(value)) {
		px_json_null(json);
		return;
	}
	for (int precision = 1; precision <= 17; precision++) {
		snprintf(text, sizeof(text), "%.*g", precision, value);
		if (strtod(text, NULL) == value)
			break;
	}
	px_json_raw(json, px_str(text));
}

void px_json_bool(struct px_json *json, bool value)
{
	px_json_raw(json, value ? PX_STR("true") : PX_STR("false"));
}

void px_json_null(struct px_json *json)
{
	px_json_raw(json, PX_STR("null"));
}

void px_json_raw(struct px_json *json, struct px_str value)
{
	separate(json);
	(void)px_buf_str(json->buf, value);
}

static void write_object(struct px_json *json, const json_t *object)
{
	const char *key;
	json_t *value;

	px_json_open_object(json);
	json_object_foreach((json_t *)object, key, value) {
		px_json_str(json, px_str(key));
		(void)px_buf_char(json->buf, ':');
		json->comma = false;
		px_json_value(json, value);
	}
	px_json_close_object(json);
}

void px_json_value(struct px_json *json, const json_t *value)
{
	switch (json_typeof(value)) {
	case JSON_OBJECT:
		write_object(json, value);
		break;
	case JSON_ARRAY:
		px_json_open_array(json);
		for (size_t i = 0; i < json_array_size(value); i++)
			px_json_value(json, json_array_get(value, i));
		px_json_close_array(json);
		break;
	case JSON_STRING:
		px_json_str(json, px_json_string(value));
		break;
	case JSON_INTEGER:
		px_json_int(json, json_integer_value(value));
		break;
	case JSON_REAL:
		px_json_double(json, json_real_value(value));
		break;
	case JSON_TRUE:
	case JSON_FALSE:
		px_json_bool(json, json_is_true(value));
		break;
	case JSON_NULL:
		px_json_null(json);
		break;
	}
}

/* jansson allows 2,048 levels; we look ahead so that recursion stays shallow. */
static bool too_deep(struct px_str text)
{
	int depth = 0;
	bool in_string = false;

	for (size_t i = 0; i < text.size; i++) {
		char c = text.data[i];
		if (in_string && c == '\\')
			i++;
		else if (c == '"')
			in_string = !in_string;
		else if (!in_string && (c == '{' || c == '[') && ++depth > PX_JSON_MAX_DEPTH)
			return true;
		else if (!in_string && (c == '}' || c == ']'))
			depth--;
	}
	return false;
}

enum px_err px_json_parse(struct px_str text, json_t **value, struct px_error *error)
{
	json_error_t why;

	if (too_deep(text))
		return px_fail(error, PX_INVALID, NULL, "JSON nested deeper than %d levels",
			       PX_JSON_MAX_DEPTH);
	*value = json_loadb(text.data ? text.data : "", text.size,
			    JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &why);
	if (!*value)
		return px_fail(error, PX_INVALID, NULL, "not valid JSON: %s (line %d, column %d)",
			       why.text, why.line, why.column);
	return PX_OK;
}

struct px_str px_json_string(const json_t *value)
{
	if (!json_is_string(value))
		return (struct px_str){ NULL, 0 };
	return px_str_n(json_string_value(value), json_string_length(value));
}
