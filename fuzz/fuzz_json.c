/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON from outside: parsing, writing again, and decoding into every entity.
 *
 * Besides crashes it looks for disagreement: what is parsed and written must
 * parse to the same value; a row that was decoded must encode to JSON whose
 * given fields decode to the same row; any bytes quoted as a string must parse
 * back, to the same bytes if they were UTF-8.
 */
#include "base/record_json.h"
#include "base/utf8.h"
#include "domain/entities.h"

#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { OUTPUT_MAX = 64 << 20, ROW_MAX = 512 };

static void check(bool holds)
{
	if (!holds)
		abort();
}

static json_t *parse(const struct px_buf *buf)
{
	json_t *value = NULL;

	check(!buf->overflow);
	check(px_json_parse(px_buf_view(buf), &value, NULL) == PX_OK);
	return value;
}

static bool same(const json_t *a, const json_t *b);

static bool same_objects(const json_t *a, const json_t *b)
{
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)a, key, value)
		if (!same(value, json_object_get(b, key)))
			return false;
	return json_object_size(a) == json_object_size(b);
}

static bool same_arrays(const json_t *a, const json_t *b)
{
	for (size_t i = 0; i < json_array_size(a); i++)
		if (!same(json_array_get(a, i), json_array_get(b, i)))
			return false;
	return json_array_size(a) == json_array_size(b);
}

/* Numbers by value: 2.0 is written as 2. */
static bool same(const json_t *a, const json_t *b)
{
	if (json_is_number(a) && json_is_number(b))
		return json_number_value(a) == json_number_value(b);
	if (json_is_object(a) && json_is_object(b))
		return same_objects(a, b);
	if (json_is_array(a) && json_is_array(b))
		return same_arrays(a, b);
	return json_equal(a, b);
}

static void check_written(const json_t *value)
{
	struct px_buf buf = PX_BUF_INIT(OUTPUT_MAX);
	struct px_json json;

	px_json_init(&json, &buf);
	px_json_value(&json, value);
	json_t *again = parse(&buf);
	check(same(again, value));
	json_decref(again);
	px_buf_release(&buf);
}

static void check_quoted(struct px_str text)
{
	struct px_buf buf = PX_BUF_INIT(OUTPUT_MAX);
	json_t *value = NULL;

	px_json_quote(&buf, text);
	bool has_nul = text.size && memchr(text.data, '\0', text.size);
	enum px_err err = px_json_parse(px_buf_view(&buf), &value, NULL);
	check(has_nul ? err == PX_INVALID : err == PX_OK); /* NUL is written, and refused when read */
	if (!err && px_utf8_valid(text))
		check(px_str_eq(px_json_string(value), text));
	json_decref(value);
	px_buf_release(&buf);
}

static json_t *encode(const struct px_record *record, const void *row)
{
	struct px_buf buf = PX_BUF_INIT(OUTPUT_MAX);
	struct px_json json;

	px_json_init(&json, &buf);
	px_record_encode(&json, record, row);
	json_t *object = parse(&buf);
	px_buf_release(&buf);
	return object;
}

/* What was decoded encodes to something that decodes to the same. */
static void check_row(const struct px_record *record, const void *row, uint64_t given,
		      struct px_arena *arena)
{
	_Alignas(16) unsigned char again[ROW_MAX];
	json_t *shown = encode(record, row), *input = json_object();
	uint64_t given_again;

	for (size_t i = 0; i < record->field_count; i++)
		if (given >> i & 1)
			json_object_set(input, record->fields[i].name,
					json_object_get(shown, record->fields[i].name));
	check(px_record_decode(record, input, arena, again, &given_again, NULL) == PX_OK);
	check(given_again == given);
	json_t *shown_again = encode(record, again);
	check(json_equal(shown, shown_again));
	json_decref(shown_again);
	json_decref(input);
	json_decref(shown);
}

static void check_error(enum px_err err, const struct px_error *error)
{
	check(err == PX_INVALID || err == PX_TOO_LARGE);
	check(error->code == err && error->message[0]);
	check(px_utf8_valid(px_str(error->message)) && px_utf8_valid(px_str(error->field)));
}

static void check_record(const struct px_record *record, const json_t *value, struct px_arena *arena)
{
	_Alignas(16) unsigned char row[ROW_MAX];
	struct px_error error = { 0 };
	uint64_t given = 0;

	check(record->size <= sizeof(row));
	enum px_err err = px_record_decode(record, value, arena, row, &given, &error);
	if (err)
		check_error(err, &error);
	else
		check_row(record, row, given, arena);
	px_record_init(record, row);
	memset(&error, 0, sizeof(error));
	err = px_record_patch(record, value, arena, row, &given, &error);
	if (err)
		check_error(err, &error);
	else
		json_decref(encode(record, row));
}

static void check_plain(const struct px_record *record, struct px_str text, struct px_arena *arena)
{
	_Alignas(16) unsigned char row[ROW_MAX];
	struct px_error error;

	for (size_t i = 0; i < record->field_count; i++) {
		px_record_init(record, row);
		if (px_field_parse(&record->fields[i], text, arena, row, &error) == PX_OK)
			json_decref(encode(record, row));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct px_str text = px_str_n((const char *)data, size);
	struct px_error error = { 0 };
	struct px_arena arena;
	json_t *value = NULL;

	px_arena_init(&arena);
	check_quoted(text);
	check_plain(&px_task_record, text, &arena);
	enum px_err err = px_json_parse(text, &value, &error);
	if (err)
		check_error(err, &error);
	if (!err)
		check_written(value);
	for (size_t i = 0; !err && px_records[i]; i++)
		check_record(px_records[i], value, &arena);
	json_decref(value);
	px_arena_release(&arena);
	return 0;
}
