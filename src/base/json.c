/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The JSON writer, and jansson behind limits.
 */
#include "base/json.h"

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
