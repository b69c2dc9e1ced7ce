/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON Schema 2020-12 of records and fields.
 */
#include "base/record_json.h"

/* Tags are never null on the wire, though null clears them in a patch. */
static bool null_allowed(const struct px_field *field, enum px_record_shape shape)
{
	return px_field_nullable(field) && !(field->kind == PX_FIELD_TAGS && shape == PX_SHAPE_ROW);
}

static void write_type(struct px_json *json, const char *type, bool nullable)
{
	px_json_key(json, "type");
	if (!nullable) {
		px_json_text(json, type);
		return;
	}
	px_json_open_array(json);
	px_json_text(json, type);
	px_json_text(json, "null");
	px_json_close_array(json);
}

static void write_string(struct px_json *json, bool nullable, const char *format, size_t least,
			 size_t most)
{
	write_type(json, "string", nullable);
	if (format) {
		px_json_key(json, "format");
		px_json_text(json, format);
	}
	if (least) {
		px_json_key(json, "minLength");
		px_json_int(json, (int64_t)least);
	}
	if (most) {
		px_json_key(json, "maxLength");
		px_json_int(json, (int64_t)most);
		px_json_key(json, "x-maxBytes"); /* characters are what the standard counts, bytes what the limit is */
		px_json_int(json, (int64_t)most);
	}
}

static void write_enum(struct px_json *json, const struct px_field *field, bool with_default)
{
	write_type(json, "string", false);
	px_json_key(json, "enum");
	px_json_open_array(json);
	for (int i = 0; field->values[i]; i++)
		px_json_text(json, field->values[i]);
	px_json_close_array(json);
	if (with_default) {
		px_json_key(json, "default");
		px_json_text(json, field->values[field->initial]);
	}
}

static void write_tags(struct px_json *json, const struct px_field *field, bool nullable)
{
	write_type(json, "array", nullable);
	px_json_key(json, "items");
	px_json_open_object(json);
	write_string(json, false, NULL, 1, PX_TAG_MAX);
	px_json_close_object(json);
	px_json_key(json, "maxItems");
	px_json_int(json, (int64_t)(field->max ? field->max : PX_TAGS_MAX));
}

static void write_number(struct px_json *json, const struct px_field *field, bool with_default)
{
	write_type(json, field->kind == PX_FIELD_BOOL ? "boolean" : "integer", false);
	if (field->kind == PX_FIELD_INT) {
		px_json_key(json, "format");
		px_json_text(json, "int64");
	}
	if (field->kind == PX_FIELD_INT && field->max) {
		px_json_key(json, "minimum");
		px_json_int(json, 0);
		px_json_key(json, "maximum");
		px_json_int(json, (int64_t)field->max);
	}
	if (!with_default)
		return;
	px_json_key(json, "default");
	if (field->kind == PX_FIELD_BOOL)
		px_json_bool(json, field->initial != 0);
	else
		px_json_int(json, field->initial);
}

static void write_kind(struct px_json *json, const struct px_field *field, enum px_record_shape shape)
{
	bool nullable = null_allowed(field, shape);
	bool with_default = shape == PX_SHAPE_CREATE && !(field->flags & PX_FIELD_REQUIRED);
	bool input = shape != PX_SHAPE_ROW; /* what is read back may be older than a limit */

	switch (field->kind) {
	case PX_FIELD_ID:
		write_string(json, nullable, "uuid", 0, 0);
		break;
	case PX_FIELD_INSTANT:
		write_string(json, nullable, "date-time", 0, 0);
		break;
	case PX_FIELD_DAY:
		write_string(json, nullable, "date", 0, 0);
		break;
	case PX_FIELD_TEXT:
		write_string(json, nullable, NULL, input && (field->flags & PX_FIELD_REQUIRED) ? 1 : 0,
			     input ? field->max : 0);
		break;
	case PX_FIELD_ZONE:
		write_string(json, nullable, NULL, 0, input ? PX_ZONE_MAX : 0);
		break;
	case PX_FIELD_RRULE:
		write_string(json, nullable, NULL, 0, input ? PX_RRULE_MAX : 0);
		break;
	case PX_FIELD_ENUM:
		write_enum(json, field, with_default);
		break;
	case PX_FIELD_TAGS:
		write_tags(json, field, nullable);
		break;
	case PX_FIELD_INT:
	case PX_FIELD_BOOL:
		write_number(json, field, with_default);
		break;
	case PX_FIELD_JSON:
		break; /* any value */
	case PX_FIELD_BLOB:
		break; /* hidden: never described */
	}
}

void px_field_schema(struct px_json *json, const struct px_field *field, enum px_record_shape shape)
{
	px_json_open_object(json);
	write_kind(json, field, shape);
	if (field->doc) {
		px_json_key(json, "description");
		px_json_text(json, field->doc);
	}
	if (shape == PX_SHAPE_ROW && (field->flags & PX_FIELD_READ_ONLY)) {
		px_json_key(json, "readOnly");
		px_json_bool(json, true);
	}
	if (field->flags & PX_FIELD_WRITE_ONLY) {
		px_json_key(json, "writeOnly");
		px_json_bool(json, true);
	}
	px_json_close_object(json);
}

static bool in_shape(const struct px_field *field, enum px_record_shape shape)
{
	static const unsigned excluded[] = {
		[PX_SHAPE_ROW] = PX_FIELD_HIDDEN | PX_FIELD_WRITE_ONLY,
		[PX_SHAPE_CREATE] = PX_FIELD_HIDDEN | PX_FIELD_READ_ONLY,
		[PX_SHAPE_PATCH] = PX_FIELD_HIDDEN | PX_FIELD_READ_ONLY | PX_FIELD_CREATE_ONLY,
	};

	return !(field->flags & excluded[shape]) || (shape == PX_SHAPE_CREATE && field->flags & PX_FIELD_PROPOSED);
}

static void write_required(struct px_json *json, const struct px_record *record,
			   enum px_record_shape shape)
{
	px_json_key(json, "required");
	px_json_open_array(json);
	for (size_t i = 0; i < record->field_count; i++) {
		const struct px_field *field = &record->fields[i];
		bool must = shape == PX_SHAPE_ROW ||
			    (field->flags & PX_FIELD_REQUIRED && !(field->flags & PX_FIELD_PROPOSED));
		if (must && in_shape(field, shape))
			px_json_text(json, field->name);
	}
	px_json_close_array(json);
}

void px_record_schema(struct px_json *json, const struct px_record *record,
		      enum px_record_shape shape)
{
	px_json_open_object(json);
	write_type(json, "object", false);
	px_json_key(json, "properties");
	px_json_open_object(json);
	for (size_t i = 0; i < record->field_count; i++) {
		if (!in_shape(&record->fields[i], shape))
			continue;
		px_json_key(json, record->fields[i].name);
		px_field_schema(json, &record->fields[i], shape);
	}
	px_json_close_object(json);
	if (shape != PX_SHAPE_PATCH)
		write_required(json, record, shape);
	if (shape != PX_SHAPE_ROW) { /* an answer may hold a row and more */
		px_json_key(json, "additionalProperties");
		px_json_bool(json, false);
	}
	px_json_close_object(json);
}
