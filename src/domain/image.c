/* SPDX-License-Identifier: Apache-2.0 */
/* Descriptor-driven images; one switch over the kinds per direction. */
#include "domain/image.h"

#include "domain/entities.h"

enum { ROW_MAX = 1 << 20 };

const struct px_record *px_image_record(struct px_str name)
{
	static const struct px_record *const known[] = {
		&px_task_record, &px_event_record, &px_project_record, &px_memory_record,
		&px_document_record, &px_chunk_record, &px_message_record, &px_proposal_record,
		&px_reminder_record, &px_file_record, &px_user_record, &px_notification_settings_record,
	};

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (px_str_eq(name, px_str(known[i]->name)))
			return known[i];
	}
	return NULL;
}

static const void *at(const struct px_field *field, const void *row)
{
	return (const char *)row + field->offset;
}

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

bool px_image_field_equal(const struct px_field *field, const void *a, const void *b)
{
	const void *left = at(field, a), *right = at(field, b);

	switch (field->kind) {
	case PX_FIELD_ID: return memcmp(left, right, sizeof(struct px_id)) == 0;
	case PX_FIELD_INT:
	case PX_FIELD_INSTANT: return *(const int64_t *)left == *(const int64_t *)right;
	case PX_FIELD_BOOL: return *(const bool *)left == *(const bool *)right;
	case PX_FIELD_DAY: return *(const int32_t *)left == *(const int32_t *)right;
	case PX_FIELD_ENUM: return *(const int *)left == *(const int *)right;
	case PX_FIELD_BLOB: return px_str_eq(*(const struct px_str *)left, *(const struct px_str *)right);
	default: return same_text(*(const char *const *)left, *(const char *const *)right);
	}
}

static void write_field(struct px_json *json, const struct px_field *field, const void *row)
{
	const void *value = at(field, row);
	char id[PX_ID_TEXT + 1];

	px_json_key(json, field->name);
	switch (field->kind) {
	case PX_FIELD_ID:
		px_id_format(*(const struct px_id *)value, id);
		px_json_text(json, id);
		break;
	case PX_FIELD_INT:
	case PX_FIELD_INSTANT: px_json_int(json, *(const int64_t *)value); break;
	case PX_FIELD_BOOL: px_json_bool(json, *(const bool *)value); break;
	case PX_FIELD_DAY: px_json_int(json, *(const int32_t *)value); break;
	case PX_FIELD_ENUM: px_json_int(json, *(const int *)value); break;
	default: px_json_text(json, *(const char *const *)value); break;
	}
}

/* What every change touches and undoing never puts back. */
static bool is_bookkeeping(const struct px_field *field)
{
	return strcmp(field->name, "version") == 0 || strcmp(field->name, "updated") == 0;
}

/* All of `row`, or with `other` only what differs from it. */
static void write_row(struct px_json *json, const struct px_record *record, const void *row,
		      const void *other)
{
	px_json_open_object(json);
	for (size_t i = 0; i < record->field_count; i++) {
		const struct px_field *field = &record->fields[i];
		if (!other ||
		    (!is_bookkeeping(field) && !px_image_field_equal(field, row, other)))
			write_field(json, field, row);
	}
	px_json_close_object(json);
}

void px_image_write(struct px_json *json, const struct px_image *image)
{
	char id[PX_ID_TEXT + 1];

	px_id_format(image->id, id);
	px_json_open_object(json);
	px_json_key(json, "entity");
	px_json_text(json, image->record->name);
	px_json_key(json, "id");
	px_json_text(json, id);
	if (image->before) {
		px_json_key(json, "before");
		write_row(json, image->record, image->before, image->after);
	}
	/* A creation's row is not kept: undoing it only needs to know that it was none. */
	if (image->after) {
		px_json_key(json, "after");
		if (image->before)
			write_row(json, image->record, image->after, image->before);
		else
			px_json_raw(json, PX_STR("{}"));
	}
	px_json_close_object(json);
}

json_t *px_image_row(const struct px_record *record, const void *row)
{
	struct px_buf text = PX_BUF_INIT(ROW_MAX);
	struct px_json json;
	json_t *object = NULL;

	px_json_init(&json, &text);
	write_row(&json, record, row, NULL);
	if (!text.overflow && px_json_parse(px_buf_view(&text), &object, NULL) != PX_OK)
		object = NULL;
	px_buf_release(&text);
	return object;
}

static bool read_field(const struct px_field *field, const json_t *value, struct px_arena *arena,
		       void *row)
{
	char *into = (char *)row + field->offset;

	switch (field->kind) {
	case PX_FIELD_ID:
		return px_id_parse(px_json_string(value), (struct px_id *)(void *)into);
	case PX_FIELD_BOOL:
		*(bool *)into = json_is_true(value);
		return json_is_boolean(value);
	case PX_FIELD_INT:
	case PX_FIELD_INSTANT: *(int64_t *)(void *)into = json_integer_value(value); break;
	case PX_FIELD_DAY: *(int32_t *)(void *)into = (int32_t)json_integer_value(value); break;
	case PX_FIELD_ENUM: *(int *)(void *)into = (int)json_integer_value(value); break;
	default:
		*(const char **)(void *)into = json_is_string(value)
			? px_arena_str(arena, px_json_string(value)) : NULL;
		return json_is_string(value) || json_is_null(value);
	}
	return json_is_integer(value);
}

enum px_err px_image_apply(const struct px_record *record, const json_t *object,
			   struct px_arena *arena, void *row, struct px_error *error)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)object, key, value) {
		const struct px_field *field = px_record_field(record, px_str(key));
		/* A field of a newer version that this one doesn't know is left alone. */
		if (field && !read_field(field, value, arena, row))
			return px_fail(error, PX_CORRUPT, key, "an undo record can't be read");
	}
	return PX_OK;
}
