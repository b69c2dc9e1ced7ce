/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looking up descriptors and making empty rows.
 */
#include "base/record.h"

const struct px_field *px_record_field(const struct px_record *record, struct px_str name)
{
	for (size_t i = 0; i < record->field_count; i++) {
		const char *other = record->fields[i].name;
		/* Nearly all differ in their first letter, and this is asked some hundred times a turn. */
		if (name.size && other[0] == name.data[0] && px_str_eq(px_str(other), name))
			return &record->fields[i];
	}
	return NULL;
}

const struct px_field *px_record_owner(const struct px_record *record)
{
	const struct px_field *owner = px_record_field(record, PX_STR("user_id"));

	return owner ? owner : &record->fields[0];
}

static void init_field(const struct px_field *field, void *at)
{
	switch (field->kind) {
	case PX_FIELD_INT:
		*(int64_t *)at = field->initial;
		break;
	case PX_FIELD_BOOL:
		*(bool *)at = field->initial != 0;
		break;
	case PX_FIELD_ENUM:
		*(int *)at = field->initial;
		break;
	case PX_FIELD_INSTANT:
		*(int64_t *)at = PX_TIME_NONE;
		break;
	case PX_FIELD_DAY:
		*(int32_t *)at = PX_DAY_NONE;
		break;
	case PX_FIELD_ID:
	case PX_FIELD_TEXT:
	case PX_FIELD_ZONE:
	case PX_FIELD_RRULE:
	case PX_FIELD_TAGS:
	case PX_FIELD_JSON:
	case PX_FIELD_BLOB:
		break; /* all zero bits already */
	}
}

void px_record_init(const struct px_record *record, void *row)
{
	memset(row, 0, record->size);
	for (size_t i = 0; i < record->field_count; i++)
		init_field(&record->fields[i], px_field_at(&record->fields[i], row));
}

static void copy_text(const struct px_field *field, void *row, struct px_arena *arena)
{
	void *at = px_field_at(field, row);

	switch (field->kind) {
	case PX_FIELD_TEXT:
	case PX_FIELD_ZONE:
	case PX_FIELD_RRULE:
	case PX_FIELD_TAGS:
	case PX_FIELD_JSON:
		if (*(const char **)at)
			*(const char **)at = px_arena_str(arena, px_str(*(const char **)at));
		break;
	case PX_FIELD_BLOB: {
		struct px_str *bytes = at;
		if (bytes->data)
			bytes->data = px_arena_str(arena, *bytes);
		break;
	}
	case PX_FIELD_ID:
	case PX_FIELD_INT:
	case PX_FIELD_BOOL:
	case PX_FIELD_INSTANT:
	case PX_FIELD_DAY:
	case PX_FIELD_ENUM:
		break; /* they hold their values themselves */
	}
}

void px_record_copy(const struct px_record *record, void *row, const void *from, struct px_arena *arena)
{
	memcpy(row, from, record->size);
	for (size_t i = 0; i < record->field_count; i++)
		copy_text(&record->fields[i], row, arena);
}

bool px_record_given(const struct px_record *record, uint64_t given, const char *field)
{
	return given >> (px_record_field(record, px_str(field)) - record->fields) & 1;
}

bool px_field_nullable(const struct px_field *field)
{
	return !(field->flags & PX_FIELD_REQUIRED) && field->kind != PX_FIELD_INT &&
	       field->kind != PX_FIELD_BOOL && field->kind != PX_FIELD_ENUM;
}
