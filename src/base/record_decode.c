/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Strict decoding of JSON objects, single values and plain text into rows.
 *
 * jansson has refused invalid UTF-8, NUL and duplicate keys before any of
 * this runs; here stand the types, the limits and who may set what.
 */
#include "base/record_json.h"

#include "base/utf8.h"

#include <inttypes.h>
#include <stdlib.h>

static enum px_err fail_type(const struct px_field *field, const char *expected,
			     struct px_error *error)
{
	return px_fail(error, PX_INVALID, field->name, "%s must be %s", field->name, expected);
}

static bool is_blank(struct px_str text)
{
	return px_str_trim(text).size == 0;
}

static size_t text_limit(const struct px_field *field)
{
	switch (field->kind) {
	case PX_FIELD_ZONE:
		return PX_ZONE_MAX;
	case PX_FIELD_RRULE:
		return PX_RRULE_MAX;
	default:
		return field->max ? field->max : PX_TEXT_MAX;
	}
}

/* Zone names and rules are ASCII words; whether they mean anything is for those who read them. */
static bool is_word(const struct px_field *field, struct px_str text)
{
	const char *others = field->kind == PX_FIELD_ZONE ? "/_+-" : ";=,:+-/";

	for (size_t i = 0; i < text.size; i++) {
		char c = text.data[i];
		bool alphanumeric = (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
		if (!alphanumeric && !(c && strchr(others, c)))
			return false;
	}
	return text.size > 0;
}

static enum px_err set_text(const struct px_field *field, struct px_str text, struct px_arena *arena,
			    void *at, struct px_error *error)
{
	size_t limit = text_limit(field);

	if (text.size > limit)
		return px_fail(error, PX_TOO_LARGE, field->name,
			       "%s has %zu bytes; the most is %zu", field->name, text.size, limit);
	if ((field->flags & PX_FIELD_REQUIRED) && is_blank(text))
		return px_fail(error, PX_INVALID, field->name, "%s must not be empty", field->name);
	if (field->kind == PX_FIELD_ZONE && !is_word(field, text))
		return fail_type(field, "an IANA time zone such as \"Europe/Berlin\"", error);
	if (field->kind == PX_FIELD_RRULE && !is_word(field, text))
		return fail_type(field, "a recurrence rule such as \"FREQ=WEEKLY\"", error);
	*(const char **)at = px_arena_str(arena, text);
	return PX_OK;
}

static enum px_err set_int(const struct px_field *field, int64_t value, void *at,
			   struct px_error *error)
{
	if (field->max && (value < 0 || (uint64_t)value > field->max))
		return px_fail(error, PX_INVALID, field->name, "%s must be from 0 to %zu", field->name,
			       field->max);
	*(int64_t *)at = value;
	return PX_OK;
}

static enum px_err set_enum(const struct px_field *field, struct px_str text, void *at,
			    struct px_error *error)
{
	char list[160] = "";
	size_t used = 0;

	for (int i = 0; field->values[i]; i++) {
		if (px_str_eq(px_str(field->values[i]), text)) {
			*(int *)at = i;
			return PX_OK;
		}
		int n = snprintf(list + used, sizeof(list) - used, "%s%s", i ? ", " : "", field->values[i]);
		if (n > 0 && (size_t)n < sizeof(list) - used)
			used += (size_t)n;
	}
	return px_fail(error, PX_INVALID, field->name, "%s must be one of %s", field->name, list);
}

static enum px_err set_instant(const struct px_field *field, struct px_str text, void *at,
			       struct px_error *error)
{
	const char *expected = "an RFC 3339 instant with its offset, such as \"2026-01-16T17:00:00Z\"";
	bool has_offset = false;
	int64_t ms;

	if (!px_civil_parse_ms(text, &ms, &has_offset) || !has_offset)
		return fail_type(field, expected, error);
	/* The offset may have carried it out of the years that can be written. */
	if (ms < px_civil_day(1, 1, 1) * PX_MS_DAY || ms >= px_civil_day(10000, 1, 1) * PX_MS_DAY)
		return fail_type(field, "within the years 1 to 9999", error);
	*(int64_t *)at = ms;
	return PX_OK;
}

static enum px_err set_day(const struct px_field *field, struct px_str text, void *at,
			   struct px_error *error)
{
	if (!px_civil_parse_day(text, at))
		return fail_type(field, "a day such as \"2026-01-16\"", error);
	return PX_OK;
}

static enum px_err set_id(const struct px_field *field, struct px_str text, void *at,
			  struct px_error *error)
{
	if (!px_id_parse(text, at) || px_id_is_none(*(struct px_id *)at))
		return fail_type(field, "a UUID", error);
	return PX_OK;
}

static enum px_err check_tag(const struct px_field *field, const json_t *tag, struct px_error *error)
{
	struct px_str text = px_json_string(tag);

	if (!json_is_string(tag) || is_blank(text))
		return fail_type(field, "an array of strings that are not empty", error);
	if (text.size > PX_TAG_MAX)
		return px_fail(error, PX_TOO_LARGE, field->name, "a tag has %zu bytes; the most is %d",
			       text.size, PX_TAG_MAX);
	return PX_OK;
}

/* Keeps a JSON value as compact text. */
static enum px_err set_json(const struct px_field *field, const json_t *value, size_t limit,
			    struct px_arena *arena, void *at, struct px_error *error)
{
	struct px_buf buf = PX_BUF_INIT(limit);
	struct px_json json;
	enum px_err err = PX_OK;

	px_json_init(&json, &buf);
	px_json_value(&json, value);
	if (buf.overflow)
		err = px_fail(error, PX_TOO_LARGE, field->name, "%s is over %zu bytes", field->name, limit);
	else
		*(const char **)at = px_arena_str(arena, px_buf_view(&buf));
	px_buf_release(&buf);
	return err;
}

static enum px_err set_tags(const struct px_field *field, const json_t *value,
			    struct px_arena *arena, void *at, struct px_error *error)
{
	size_t limit = field->max ? field->max : PX_TAGS_MAX, count = json_array_size(value);

	if (!json_is_array(value))
		return fail_type(field, "an array of strings", error);
	if (count > limit)
		return px_fail(error, PX_TOO_LARGE, field->name, "%s has %zu elements; the most is %zu",
			       field->name, count, limit);
	for (size_t i = 0; i < count; i++) {
		enum px_err err = check_tag(field, json_array_get(value, i), error);
		if (err)
			return err;
	}
	*(const char **)at = NULL;
	/* Escapes may take six bytes for one. */
	return count ? set_json(field, value, count * (6 * PX_TAG_MAX + 3) + 2, arena, at, error)
		     : PX_OK;
}

/* Kinds that JSON writes as strings. */
static enum px_err set_string(const struct px_field *field, struct px_str text,
			      struct px_arena *arena, void *at, struct px_error *error)
{
	switch (field->kind) {
	case PX_FIELD_ID:
		return set_id(field, text, at, error);
	case PX_FIELD_INSTANT:
		return set_instant(field, text, at, error);
	case PX_FIELD_DAY:
		return set_day(field, text, at, error);
	case PX_FIELD_ENUM:
		return set_enum(field, text, at, error);
	default:
		return set_text(field, text, arena, at, error);
	}
}

static void clear(const struct px_field *field, void *at)
{
	switch (field->kind) {
	case PX_FIELD_ID:
		*(struct px_id *)at = PX_ID_NONE;
		break;
	case PX_FIELD_INSTANT:
		*(int64_t *)at = PX_TIME_NONE;
		break;
	case PX_FIELD_DAY:
		*(int32_t *)at = PX_DAY_NONE;
		break;
	default:
		*(const char **)at = NULL;
	}
}

enum px_err px_field_decode(const struct px_field *field, const json_t *value,
			    struct px_arena *arena, void *row, struct px_error *error)
{
	void *at = px_field_at(field, row);

	if (json_is_null(value)) {
		if (!px_field_nullable(field))
			return px_fail(error, PX_INVALID, field->name, "%s cannot be null", field->name);
		clear(field, at);
		return PX_OK;
	}
	switch (field->kind) {
	case PX_FIELD_INT:
		return json_is_integer(value) ? set_int(field, json_integer_value(value), at, error)
					      : fail_type(field, "a whole number", error);
	case PX_FIELD_BOOL:
		if (!json_is_boolean(value))
			return fail_type(field, "true or false", error);
		*(bool *)at = json_is_true(value);
		return PX_OK;
	case PX_FIELD_TAGS:
		return set_tags(field, value, arena, at, error);
	case PX_FIELD_JSON:
		return set_json(field, value, text_limit(field), arena, at, error);
	case PX_FIELD_BLOB:
		return px_fail(error, PX_UNSUPPORTED, field->name, "%s can't be given", field->name);
	default:
		return json_is_string(value) ? set_string(field, px_json_string(value), arena, at, error)
					     : fail_type(field, "a string", error);
	}
}

enum px_err px_field_parse(const struct px_field *field, struct px_str text,
			   struct px_arena *arena, void *row, struct px_error *error)
{
	void *at = px_field_at(field, row);
	int64_t number;

	if (!px_utf8_valid(text) || (text.size && memchr(text.data, '\0', text.size)))
		return fail_type(field, "valid UTF-8 without NUL", error);
	switch (field->kind) {
	case PX_FIELD_INT:
		return px_str_to_int64(text, &number) ? set_int(field, number, at, error)
						      : fail_type(field, "a whole number", error);
	case PX_FIELD_BOOL:
		*(bool *)at = px_str_eq(text, PX_STR("true"));
		return *(bool *)at || px_str_eq(text, PX_STR("false"))
			       ? PX_OK : fail_type(field, "true or false", error);
	case PX_FIELD_TAGS:
	case PX_FIELD_JSON:
	case PX_FIELD_BLOB:
		return px_fail(error, PX_UNSUPPORTED, field->name, "%s has no plain form", field->name);
	default:
		return set_string(field, text, arena, at, error);
	}
}

/* The name came from outside: cut it to what an error holds. */
static enum px_err fail_unknown(const char *name, struct px_error *error)
{
	char cut[sizeof(error->field)];
	size_t n = px_utf8_cut(px_str(name), sizeof(cut) - 1);

	snprintf(cut, sizeof(cut), "%.*s", (int)n, name);
	return px_fail(error, PX_INVALID, cut, "unknown field \"%s\"", cut);
}

/* The forbidden flags are those whose fields this input may not name; of a creation: but what it may propose. */
static bool may_name(const struct px_field *field, unsigned forbidden)
{
	bool creation = !(forbidden & PX_FIELD_CREATE_ONLY);

	return !(field->flags & forbidden) || (creation && field->flags & PX_FIELD_PROPOSED);
}

static enum px_err decode_members(const struct px_record *record, const json_t *object,
				  unsigned forbidden, struct px_arena *arena, void *row,
				  uint64_t *given, struct px_error *error)
{
	const char *name;
	json_t *value;

	*given = 0;
	if (!json_is_object(object))
		return px_fail(error, PX_INVALID, NULL, "a JSON object is expected");
	json_object_foreach((json_t *)object, name, value) {
		const struct px_field *field = px_record_field(record, px_str(name));
		if (!field || (field->flags & PX_FIELD_HIDDEN))
			return fail_unknown(name, error);
		if (!may_name(field, forbidden))
			return px_fail(error, PX_INVALID, field->name, "%s cannot be set%s", field->name,
				       field->flags & PX_FIELD_READ_ONLY ? "" : " after creation");
		enum px_err err = px_field_decode(field, value, arena, row, error);
		if (err)
			return err;
		*given |= UINT64_C(1) << (field - record->fields);
	}
	return PX_OK;
}

enum px_err px_record_decode(const struct px_record *record, const json_t *object,
			     struct px_arena *arena, void *row, uint64_t *given,
			     struct px_error *error)
{
	uint64_t named;
	enum px_err err;

	px_record_init(record, row);
	err = decode_members(record, object, PX_FIELD_READ_ONLY, arena, row, &named, error);
	if (err)
		return err;
	for (size_t i = 0; i < record->field_count; i++) {
		const struct px_field *field = &record->fields[i];
		bool needed = (field->flags & PX_FIELD_REQUIRED) &&
			      !(field->flags & (PX_FIELD_READ_ONLY | PX_FIELD_HIDDEN));
		if (needed && !(named >> i & 1))
			return px_fail(error, PX_INVALID, field->name, "%s is required", field->name);
	}
	if (given)
		*given = named;
	return PX_OK;
}

enum px_err px_record_patch(const struct px_record *record, const json_t *object,
			    struct px_arena *arena, void *row, uint64_t *given,
			    struct px_error *error)
{
	uint64_t named;
	enum px_err err = decode_members(record, object, PX_FIELD_READ_ONLY | PX_FIELD_CREATE_ONLY,
					 arena, row, &named, error);

	if (!err && given)
		*given = named;
	return err;
}
