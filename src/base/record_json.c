/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Encoding rows: the hot path of every list.  Each field is one reservation
 * in the buffer and straight stores into it; only text that needs escaping
 * takes the general writer.  Decoding is in record_decode.c, schemas in
 * record_schema.c.
 */
#include "base/record_json.h"

#include "base/utf8.h"

enum { FIXED_MAX = 48 }; /* bytes of the longest value that is not text */

static char *put(char *p, const char *data, size_t size)
{
	memcpy(p, data, size);
	return p + size;
}

static char *put_int(char *p, int64_t value)
{
	char digits[24], *d = digits + sizeof(digits);
	uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

	do
		*--d = (char)('0' + rest % 10);
	while (rest /= 10);
	if (value < 0)
		*--d = '-';
	return put(p, d, (size_t)(digits + sizeof(digits) - d));
}

static char *put_quoted(char *p, const char *text, const char *suffix)
{
	*p++ = '"';
	p = put(p, text, strlen(text));
	p = put(p, suffix, strlen(suffix));
	*p++ = '"';
	return p;
}

static char *put_id(char *p, const struct px_id *id)
{
	char text[PX_ID_TEXT + 1];

	px_id_format(*id, text);
	*p++ = '"';
	p = put(p, text, PX_ID_TEXT);
	*p++ = '"';
	return p;
}

static char *put_null(char *p)
{
	return put(p, "null", 4);
}

static char *put_instant(char *p, int64_t ms)
{
	char text[PX_CIVIL_TEXT];

	px_civil_format_ms(ms, text);
	return put_quoted(p, text, "Z");
}

static char *put_day(char *p, int32_t day)
{
	char text[PX_CIVIL_TEXT];

	px_civil_format_day(day, text);
	return put_quoted(p, text, "");
}

/* A value of at most FIXED_MAX bytes. */
static char *put_fixed(char *p, const struct px_field *field, const void *at)
{
	switch (field->kind) {
	case PX_FIELD_ID: {
		const struct px_id *id = at;
		return px_id_is_none(*id) ? put_null(p) : put_id(p, id);
	}
	case PX_FIELD_INSTANT: {
		int64_t ms = *(const int64_t *)at;
		return ms == PX_TIME_NONE ? put_null(p) : put_instant(p, ms);
	}
	case PX_FIELD_DAY: {
		int32_t day = *(const int32_t *)at;
		return day == PX_DAY_NONE ? put_null(p) : put_day(p, day);
	}
	case PX_FIELD_BOOL:
		return *(const bool *)at ? put(p, "true", 4) : put(p, "false", 5);
	case PX_FIELD_INT:
		return put_int(p, *(const int64_t *)at);
	default:
		return put_null(p);
	}
}

static void encode_text(struct px_buf *buf, const struct px_field *field, const char *text)
{
	bool raw = field->kind == PX_FIELD_TAGS || field->kind == PX_FIELD_JSON;

	if (text && !raw)
		px_json_quote(buf, px_str(text));
	else if (text)
		(void)px_buf_text(buf, text);
	else
		(void)px_buf_text(buf, field->kind == PX_FIELD_TAGS ? "[]" : "null");
}

static void encode_field(struct px_buf *buf, const struct px_field *field, const void *at, bool comma)
{
	size_t key = field->key.size ? field->key.size : strlen(field->name) + 3;
	char *start, *p;

	if (px_buf_reserve(buf, key + FIXED_MAX + 1, &start) != PX_OK)
		return;
	p = start;
	if (comma)
		*p++ = ',';
	if (field->key.size) {
		p = put(p, field->key.data, key);
	} else {
		p = put_quoted(p, field->name, "");
		*p++ = ':';
	}
	switch (field->kind) {
	case PX_FIELD_TEXT:
	case PX_FIELD_ZONE:
	case PX_FIELD_RRULE:
	case PX_FIELD_TAGS:
	case PX_FIELD_JSON:
		px_buf_commit(buf, (size_t)(p - start));
		encode_text(buf, field, *(const char *const *)at);
		break;
	case PX_FIELD_ENUM:
		px_buf_commit(buf, (size_t)(p - start));
		encode_text(buf, field, field->values[*(const int *)at]);
		break;
	case PX_FIELD_BLOB: /* bytes have no wire form */
		px_buf_commit(buf, (size_t)(p - start));
		(void)px_buf_text(buf, "null");
		break;
	default:
		p = put_fixed(p, field, at);
		px_buf_commit(buf, (size_t)(p - start));
	}
}

void px_record_encode(struct px_json *json, const struct px_record *record, const void *row)
{
	bool comma = false;

	px_json_open_object(json);
	for (size_t i = 0; i < record->field_count; i++) {
		const struct px_field *field = &record->fields[i];
		if (field->flags & (PX_FIELD_HIDDEN | PX_FIELD_WRITE_ONLY))
			continue;
		encode_field(json->buf, field, px_field_in(field, row), comma);
		comma = true;
	}
	px_json_close_object(json);
}
