/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values in PostgreSQL's binary form: integers in network order, ids as uuid,
 * texts as they are.
 */
#include "store/postgres/postgres_internal.h"

#include <endian.h>
#include <stdlib.h>
#include <string.h>

/* Of the system catalog (pg_type.dat); they never change. */
enum { TYPE_BOOL = 16, TYPE_BYTES = 17, TYPE_INT8 = 20, TYPE_INT4 = 23, TYPE_TEXT = 25, TYPE_INT8_ARRAY = 1016,
       TYPE_TEXT_ARRAY = 1009, TYPE_UUID = 2950 };

static int add(struct values *values, Oid type, const char *data, size_t size)
{
	int at = values->count++;

	if (at >= VALUES_MAX)
		abort();
	values->types[at] = type;
	values->data[at] = data;
	values->sizes[at] = (int)size;
	return at;
}

/* `size` low bytes of the value. */
static void add_number(struct values *values, Oid type, int64_t value, size_t size)
{
	uint64_t big = htobe64((uint64_t)value);
	int at = add(values, type, NULL, size);

	memcpy(values->scratch[at], (const char *)&big + sizeof(big) - size, size);
	values->data[at] = values->scratch[at];
}

void pg_values_id(struct values *values, const struct px_id *id)
{
	add(values, TYPE_UUID, (const char *)id->bytes, sizeof(id->bytes));
}

void pg_values_int(struct values *values, int64_t value)
{
	add_number(values, TYPE_INT8, value, 8);
}

void pg_values_text(struct values *values, struct px_str text)
{
	add(values, TYPE_TEXT, text.data ? text.data : "", text.size);
}

static char *put32(char *at, uint32_t value)
{
	uint32_t big = htobe32(value);

	memcpy(at, &big, sizeof(big));
	return at + sizeof(big);
}

/* The head of an array of one dimension without NULLs. */
static char *put_array(char *at, uint32_t element, size_t count)
{
	at = put32(at, count ? 1 : 0);
	at = put32(at, 0);
	at = put32(at, element);
	if (!count)
		return at;
	at = put32(at, (uint32_t)count);
	return put32(at, 1);
}

void pg_values_ints(struct values *values, const int64_t *items, size_t count, struct px_arena *arena)
{
	char *data = px_arena_alloc(arena, 20 + count * 12), *at = put_array(data, TYPE_INT8, count);

	for (size_t i = 0; i < count; i++) {
		uint64_t big = htobe64((uint64_t)items[i]);
		at = put32(at, sizeof(big));
		memcpy(at, &big, sizeof(big));
		at += sizeof(big);
	}
	add(values, TYPE_INT8_ARRAY, data, (size_t)(at - data));
}

void pg_values_texts(struct values *values, const struct px_str *items, size_t count, struct px_arena *arena)
{
	size_t size = 20;

	for (size_t i = 0; i < count; i++)
		size += 4 + items[i].size;
	char *data = px_arena_alloc(arena, size), *at = put_array(data, TYPE_TEXT, count);
	for (size_t i = 0; i < count; i++) {
		at = put32(at, (uint32_t)items[i].size);
		if (items[i].size)
			memcpy(at, items[i].data, items[i].size);
		at += items[i].size;
	}
	add(values, TYPE_TEXT_ARRAY, data, (size_t)(at - data));
}

static void add_null(struct values *values, Oid type)
{
	add(values, type, NULL, 0);
}

void pg_values_field(struct values *values, const struct px_field *field, const void *value)
{
	switch (field->kind) {
	case PX_FIELD_ID:
		if (px_id_is_none(*(const struct px_id *)value))
			add_null(values, TYPE_UUID);
		else
			pg_values_id(values, value);
		break;
	case PX_FIELD_INT:
		pg_values_int(values, *(const int64_t *)value);
		break;
	case PX_FIELD_INSTANT:
		if (*(const int64_t *)value == PX_TIME_NONE)
			add_null(values, TYPE_INT8);
		else
			pg_values_int(values, *(const int64_t *)value);
		break;
	case PX_FIELD_DAY:
		if (*(const int32_t *)value == PX_DAY_NONE)
			add_null(values, TYPE_INT4);
		else
			add_number(values, TYPE_INT4, *(const int32_t *)value, 4);
		break;
	case PX_FIELD_BOOL:
		add_number(values, TYPE_BOOL, *(const bool *)value, 1);
		break;
	case PX_FIELD_ENUM:
		add_number(values, TYPE_INT4, *(const int *)value, 4);
		break;
	case PX_FIELD_BLOB: {
		const struct px_str *bytes = value;
		add(values, TYPE_BYTES, bytes->data, bytes->size);
		break;
	}
	default: {
		const char *text = *(const char *const *)value;
		add(values, TYPE_TEXT, text, text ? strlen(text) : 0);
	}
	}
}

void pg_values_compared(struct values *values, const struct px_field *field, const struct px_store_value *value)
{
	switch (field->kind) {
	case PX_FIELD_ID:
		pg_values_id(values, &value->id);
		break;
	case PX_FIELD_BOOL:
		add_number(values, TYPE_BOOL, value->integer != 0, 1);
		break;
	case PX_FIELD_INT:
	case PX_FIELD_INSTANT:
	case PX_FIELD_DAY:
	case PX_FIELD_ENUM:
		pg_values_int(values, value->integer); /* a wider one compares with int4, too */
		break;
	default:
		pg_values_text(values, value->text);
	}
}

const char *pg_values_column_type(const struct px_field *field)
{
	switch (field->kind) {
	case PX_FIELD_ID:
		return "uuid";
	case PX_FIELD_INT:
	case PX_FIELD_INSTANT:
		return "bigint";
	case PX_FIELD_DAY:
	case PX_FIELD_ENUM:
		return "integer";
	case PX_FIELD_BOOL:
		return "boolean";
	case PX_FIELD_BLOB:
		return "bytea";
	default:
		return "text COLLATE \"C\""; /* compared by bytes, as everywhere else */
	}
}

struct px_str pg_values_keep(const struct values *values, struct px_arena *arena)
{
	size_t size = 0;

	for (int i = 0; i < values->count; i++)
		size += sizeof(values->sizes[i]) + 1 + (size_t)values->sizes[i];
	char *data = px_arena_alloc(arena, size + 1), *at = data;
	for (int i = 0; i < values->count; i++) {
		memcpy(at, &values->sizes[i], sizeof(values->sizes[i]));
		at += sizeof(values->sizes[i]);
		*at++ = values->data[i] != NULL;
		if (values->sizes[i])
			memcpy(at, values->data[i], (size_t)values->sizes[i]);
		at += values->sizes[i];
	}
	return px_str_n(data, size);
}

bool pg_values_are(const struct values *values, struct px_str kept)
{
	const char *at = kept.data, *end = kept.data + kept.size;

	for (int i = 0; i < values->count; i++) {
		size_t size = (size_t)values->sizes[i], head = sizeof(values->sizes[i]) + 1;
		if ((size_t)(end - at) < head + size || memcmp(at, &values->sizes[i], head - 1) != 0 ||
		    at[head - 1] != (values->data[i] != NULL) || (size && memcmp(at + head, values->data[i], size) != 0))
			return false;
		at += head + size;
	}
	return at == end;
}

int64_t pg_values_read_int(const PGresult *result, int row, int column)
{
	uint64_t big = 0;
	int size = PQgetlength(result, row, column);

	if (PQgetisnull(result, row, column) || size < 1 || size > 8)
		return 0;
	const char *data = PQgetvalue(result, row, column);
	if (data[0] & 0x80 && size > 1)
		big = UINT64_MAX;
	memcpy((char *)&big + 8 - size, data, (size_t)size);
	return (int64_t)be64toh(big);
}

struct px_id pg_values_read_id(const PGresult *result, int row, int column)
{
	struct px_id id = PX_ID_NONE;

	if (!PQgetisnull(result, row, column) && PQgetlength(result, row, column) == (int)sizeof(id.bytes))
		memcpy(id.bytes, PQgetvalue(result, row, column), sizeof(id.bytes));
	return id;
}

static bool read_enum(const struct px_field *field, int64_t index, int *out)
{
	for (int i = 0; field->values[i]; i++)
		if (i == index) {
			*out = i;
			return true;
		}
	return false;
}

static bool read_field(const PGresult *result, int row, int column, const struct px_field *field,
		       struct px_arena *arena, void *at)
{
	const char *data = PQgetvalue(result, row, column);
	size_t size = (size_t)PQgetlength(result, row, column);

	switch (field->kind) {
	case PX_FIELD_ID:
		*(struct px_id *)at = pg_values_read_id(result, row, column);
		return size == sizeof(struct px_id);
	case PX_FIELD_INT:
	case PX_FIELD_INSTANT:
		*(int64_t *)at = pg_values_read_int(result, row, column);
		return size == 8;
	case PX_FIELD_DAY:
		*(int32_t *)at = (int32_t)pg_values_read_int(result, row, column);
		return size == 4;
	case PX_FIELD_BOOL:
		*(bool *)at = data[0] != 0;
		return size == 1;
	case PX_FIELD_ENUM:
		return read_enum(field, pg_values_read_int(result, row, column), at);
	case PX_FIELD_BLOB:
		*(struct px_str *)at = px_str_n(px_arena_strn(arena, data, size), size);
		return true;
	default:
		*(const char **)at = px_arena_strn(arena, data, size);
		return true;
	}
}

enum px_err pg_values_read(const PGresult *result, int at, const struct px_record *record, struct px_arena *arena,
			void *row, struct px_error *error)
{
	for (size_t i = 0; i < record->field_count; i++) {
		const struct px_field *field = &record->fields[i];
		if (!PQgetisnull(result, at, (int)i) &&
		    !read_field(result, at, (int)i, field, arena, px_field_at(field, row)))
			return px_fail(error, PX_CORRUPT, field->name, "a %s in the database has a damaged %s",
				       record->name, field->name);
	}
	return PX_OK;
}
