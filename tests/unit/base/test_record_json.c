/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rows to JSON and back: exact output, every refusal with its field, merge
 * patches, plain text values, schemas.
 */
#include "base/record_json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <cmocka.h>

struct thing {
	struct px_id id, user_id;
	const char *title, *zone, *rule, *tags, *data, *origin;
	int64_t when, count, limited;
	int32_t day;
	bool done;
	int level;
	const char *secret, *password;
};

static const char *const levels[] = { "low", "high", NULL };
static const struct px_field fields[] = {
	PX_FIELD(struct thing, id, ID, PX_FIELD_READ_ONLY | PX_FIELD_REQUIRED, .doc = "The id."),
	PX_FIELD(struct thing, user_id, ID, PX_FIELD_READ_ONLY | PX_FIELD_HIDDEN, .doc = ""),
	PX_FIELD(struct thing, title, TEXT, PX_FIELD_REQUIRED, .max = 10, .doc = "A title."),
	PX_FIELD(struct thing, zone, ZONE, 0, .doc = NULL),
	PX_FIELD(struct thing, rule, RRULE, 0, .doc = NULL),
	PX_FIELD(struct thing, tags, TAGS, 0, .max = 2, .doc = NULL),
	PX_FIELD(struct thing, data, JSON, 0, .max = 20, .doc = NULL),
	PX_FIELD(struct thing, origin, TEXT, PX_FIELD_CREATE_ONLY, .doc = NULL),
	PX_FIELD(struct thing, when, INSTANT, 0, .doc = NULL),
	PX_FIELD(struct thing, count, INT, 0, .initial = 7, .doc = NULL),
	PX_FIELD(struct thing, limited, INT, 0, .max = 9, .doc = NULL),
	PX_FIELD(struct thing, day, DAY, 0, .doc = NULL),
	PX_FIELD(struct thing, done, BOOL, 0, .doc = NULL),
	PX_FIELD(struct thing, level, ENUM, 0, .values = levels, .initial = 1, .doc = NULL),
	/* Without PX_FIELD: the encoder makes the key itself. */
	{ .name = "secret", .kind = PX_FIELD_TEXT, .offset = offsetof(struct thing, secret),
	  .flags = PX_FIELD_HIDDEN },
	PX_FIELD(struct thing, password, TEXT, PX_FIELD_WRITE_ONLY, .doc = NULL),
};
enum { FIELDS = sizeof(fields) / sizeof(fields[0]) };
static const struct px_record record = { "thing", "things", sizeof(struct thing), fields, FIELDS };

struct world {
	struct px_arena arena;
	struct px_error error;
	struct thing row;
	uint64_t given;
};

static int set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	px_arena_init(&w->arena);
	px_record_init(&record, &w->row);
	*state = w;
	return 0;
}

static int tear_down(void **state)
{
	struct world *w = *state;

	px_arena_release(&w->arena);
	free(w);
	return 0;
}

static json_t *parse(const char *text)
{
	json_t *value = NULL;
	struct px_error error = { 0 };

	if (px_json_parse(px_str(text), &value, &error))
		fail_msg("%s: %s", text, error.message);
	return value;
}

static enum px_err create(struct world *w, const char *text)
{
	json_t *object = parse(text);
	enum px_err err = px_record_decode(&record, object, &w->arena, &w->row, &w->given, &w->error);

	json_decref(object); /* what was decoded must not point into it */
	return err;
}

static enum px_err patch(struct world *w, const char *text)
{
	json_t *object = parse(text);
	enum px_err err = px_record_patch(&record, object, &w->arena, &w->row, &w->given, &w->error);

	json_decref(object);
	return err;
}

static void assert_encodes(const struct thing *row, const char *expected)
{
	struct px_buf buf = PX_BUF_INIT(1 << 20);
	struct px_json json;

	px_json_init(&json, &buf);
	px_json_open_array(&json);
	px_record_encode(&json, &record, row);
	px_record_encode(&json, &record, row);
	px_json_close_array(&json);
	struct px_buf twice = PX_BUF_INIT(1 << 20);
	(void)px_buf_printf(&twice, "[%s,%s]", expected, expected);
	assert_string_equal(buf.data, twice.data);
	px_buf_release(&twice);
	px_buf_release(&buf);
}

#define EMPTY_TAIL "\"zone\":null,\"rule\":null,\"tags\":[],\"data\":null,\"origin\":null," \
	"\"when\":null,\"count\":7,\"limited\":0,\"day\":null,\"done\":false,\"level\":\"high\"}"

static void test_encode_absent(void **state)
{
	struct world *w = *state;

	assert_encodes(&w->row, "{\"id\":null,\"title\":null," EMPTY_TAIL);
}

static void test_encode_full(void **state)
{
	struct world *w = *state;
	struct thing row = {
		.title = "a\"b\\c\n\x01\xc3\xa9\xff", .zone = "Europe/Berlin", .rule = "FREQ=DAILY",
		.tags = "[\"x\"]", .data = "{\"a\":1}", .origin = "", .when = 1768582800123,
		.count = INT64_MIN, .limited = 9, .day = 20469, .done = true, .level = 0,
		.secret = "never shown", .password = "nor is this",
	};

	assert_true(px_id_parse(PX_STR("01234567-89ab-7def-8123-456789abcdef"), &row.id));
	row.user_id = row.id;
	(void)w;
	assert_encodes(&row, "{\"id\":\"01234567-89ab-7def-8123-456789abcdef\","
		"\"title\":\"a\\\"b\\\\c\\n\\u0001\xc3\xa9\xef\xbf\xbd\",\"zone\":\"Europe/Berlin\","
		"\"rule\":\"FREQ=DAILY\",\"tags\":[\"x\"],\"data\":{\"a\":1},\"origin\":\"\","
		"\"when\":\"2026-01-16T17:00:00.123Z\",\"count\":-9223372036854775808,\"limited\":9,"
		"\"day\":\"2026-01-16\",\"done\":true,\"level\":\"low\"}");
}

static void test_encode_is_capped(void **state)
{
	struct world *w = *state;

	for (size_t cap = 0; cap < 150; cap++) {
		struct px_buf buf = PX_BUF_INIT(cap);
		struct px_json json;
		px_json_init(&json, &buf);
		px_record_encode(&json, &record, &w->row);
		assert_true(buf.size <= cap);
		assert_true(buf.overflow);
		px_buf_release(&buf);
	}
}

static void test_create_minimal(void **state)
{
	struct world *w = *state;

	assert_int_equal(create(w, "{\"title\":\"x\"}"), PX_OK);
	assert_true(w->given == 1u << 2);
	assert_encodes(&w->row, "{\"id\":null,\"title\":\"x\"," EMPTY_TAIL);
}

static void test_create_full(void **state)
{
	struct world *w = *state;

	assert_int_equal(create(w, "{\"title\":\"\xc3\xa9\",\"zone\":\"Etc/GMT+1\",\"rule\":\"FREQ=WEEKLY;BYDAY=SU\","
		"\"tags\":[\"a b\",\"\\\"\"],\"data\":[1, {\"b\": null}],\"origin\":\"o\","
		"\"when\":\"2026-01-16T18:00:00+01:00\",\"count\":-3,\"limited\":9,"
		"\"day\":\"2026-02-28\",\"done\":true,\"level\":\"low\"}"), PX_OK);
	assert_encodes(&w->row, "{\"id\":null,\"title\":\"\xc3\xa9\",\"zone\":\"Etc/GMT+1\","
		"\"rule\":\"FREQ=WEEKLY;BYDAY=SU\",\"tags\":[\"a b\",\"\\\"\"],\"data\":[1,{\"b\":null}],"
		"\"origin\":\"o\",\"when\":\"2026-01-16T17:00:00Z\",\"count\":-3,\"limited\":9,"
		"\"day\":\"2026-02-28\",\"done\":true,\"level\":\"low\"}");
}

/* Taken on creation and in a patch, never given back. */
static void test_write_only(void **state)
{
	struct world *w = *state;

	assert_int_equal(create(w, "{\"title\":\"x\",\"password\":\"p1\"}"), PX_OK);
	assert_string_equal(w->row.password, "p1");
	assert_encodes(&w->row, "{\"id\":null,\"title\":\"x\"," EMPTY_TAIL);
	assert_int_equal(patch(w, "{\"password\":\"p2\"}"), PX_OK);
	assert_string_equal(w->row.password, "p2");
	assert_int_equal(patch(w, "{\"title\":\"y\"}"), PX_OK);
	assert_string_equal(w->row.password, "p2");
	assert_encodes(&w->row, "{\"id\":null,\"title\":\"y\"," EMPTY_TAIL);
	assert_int_equal(patch(w, "{\"password\":null}"), PX_OK);
	assert_null(w->row.password);
}

static void test_nulls_and_empty_tags_on_create(void **state)
{
	struct world *w = *state;

	assert_int_equal(create(w, "{\"title\":\"x\",\"zone\":null,\"when\":null,\"day\":null,"
		"\"tags\":[],\"data\":null}"), PX_OK);
	assert_null(w->row.tags);
	assert_null(w->row.data);
	assert_true(w->row.when == PX_TIME_NONE);
}

static void test_create_refusals(void **state)
{
	static const struct { const char *text, *field; enum px_err err; } cases[] = {
		{ "[]", "", PX_INVALID },
		{ "\"x\"", "", PX_INVALID },
		{ "{}", "title", PX_INVALID },
		{ "{\"title\":null}", "title", PX_INVALID },
		{ "{\"title\":\" \\t\"}", "title", PX_INVALID },
		{ "{\"title\":7}", "title", PX_INVALID },
		{ "{\"title\":\"12345678901\"}", "title", PX_TOO_LARGE },
		{ "{\"title\":\"x\",\"nope\":1}", "nope", PX_INVALID },
		{ "{\"title\":\"x\",\"\":1}", "", PX_INVALID },
		{ "{\"title\":\"x\",\"secret\":\"s\"}", "secret", PX_INVALID },
		{ "{\"title\":\"x\",\"user_id\":\"01234567-89ab-7def-8123-456789abcdef\"}", "user_id", PX_INVALID },
		{ "{\"title\":\"x\",\"id\":\"01234567-89ab-7def-8123-456789abcdef\"}", "id", PX_INVALID },
		{ "{\"title\":\"x\",\"zone\":\"Europe Berlin\"}", "zone", PX_INVALID },
		{ "{\"title\":\"x\",\"zone\":\"\"}", "zone", PX_INVALID },
		{ "{\"title\":\"x\",\"zone\":\"../etc\"}", "zone", PX_INVALID },
		{ "{\"title\":\"x\",\"rule\":\"FREQ=DAILY\\n\"}", "rule", PX_INVALID },
		{ "{\"title\":\"x\",\"tags\":\"a\"}", "tags", PX_INVALID },
		{ "{\"title\":\"x\",\"tags\":[1]}", "tags", PX_INVALID },
		{ "{\"title\":\"x\",\"tags\":[\" \"]}", "tags", PX_INVALID },
		{ "{\"title\":\"x\",\"tags\":[\"a\",\"b\",\"c\"]}", "tags", PX_TOO_LARGE },
		{ "{\"title\":\"x\",\"data\":\"twenty and more characters\"}", "data", PX_TOO_LARGE },
		{ "{\"title\":\"x\",\"when\":\"2026-01-16\"}", "when", PX_INVALID },
		{ "{\"title\":\"x\",\"when\":\"2026-01-16T17:00:00\"}", "when", PX_INVALID },
		{ "{\"title\":\"x\",\"when\":\"2026-02-30T17:00:00Z\"}", "when", PX_INVALID },
		{ "{\"title\":\"x\",\"when\":\"-001-01-01T00:00:00Z\"}", "when", PX_INVALID },
		{ "{\"title\":\"x\",\"when\":\"0001-01-01T00:00:00+00:01\"}", "when", PX_INVALID },
		{ "{\"title\":\"x\",\"when\":\"9999-12-31T23:59:00-00:01\"}", "when", PX_INVALID },
		{ "{\"title\":\"x\",\"when\":1768582800}", "when", PX_INVALID },
		{ "{\"title\":\"x\",\"day\":\"2026-13-01\"}", "day", PX_INVALID },
		{ "{\"title\":\"x\",\"day\":\"2026-01-01T00:00Z\"}", "day", PX_INVALID },
		{ "{\"title\":\"x\",\"count\":1.5}", "count", PX_INVALID },
		{ "{\"title\":\"x\",\"count\":\"1\"}", "count", PX_INVALID },
		{ "{\"title\":\"x\",\"count\":null}", "count", PX_INVALID },
		{ "{\"title\":\"x\",\"limited\":10}", "limited", PX_INVALID },
		{ "{\"title\":\"x\",\"limited\":-1}", "limited", PX_INVALID },
		{ "{\"title\":\"x\",\"done\":1}", "done", PX_INVALID },
		{ "{\"title\":\"x\",\"level\":\"HIGH\"}", "level", PX_INVALID },
		{ "{\"title\":\"x\",\"level\":1}", "level", PX_INVALID },
	};
	struct world *w = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		memset(&w->error, 0, sizeof(w->error));
		enum px_err err = create(w, cases[i].text);
		if (err != cases[i].err || strcmp(w->error.field, cases[i].field))
			fail_msg("%s: got %s for \"%s\": %s", cases[i].text, px_err_name(err), w->error.field,
				 w->error.message);
		assert_int_equal(w->error.code, err);
		assert_true(w->error.message[0]);
	}
}

static void test_long_unknown_name_is_cut_at_a_character(void **state)
{
	struct world *w = *state;
	char text[300];

	snprintf(text, sizeof(text), "{\"%062d\xc3\xa9\xc3\xa9\xc3\xa9\":1}", 0);
	assert_int_equal(create(w, text), PX_INVALID);
	assert_int_equal(strlen(w->error.field), 62);
}

static void test_patch(void **state)
{
	struct world *w = *state;

	assert_int_equal(create(w, "{\"title\":\"x\",\"when\":\"2026-01-16T17:00Z\",\"tags\":[\"a\"],"
		"\"zone\":\"UTC\",\"data\":{\"a\":1},\"origin\":\"o\",\"level\":\"low\",\"day\":\"2026-01-01\"}"), PX_OK);
	assert_int_equal(patch(w, "{}"), PX_OK);
	assert_true(w->given == 0);
	assert_int_equal(patch(w, "{\"when\":null,\"tags\":null,\"zone\":null,\"day\":null,\"title\":\"y\"}"), PX_OK);
	assert_true(w->given == (1u << 8 | 1u << 5 | 1u << 3 | 1u << 11 | 1u << 2));
	assert_encodes(&w->row, "{\"id\":null,\"title\":\"y\",\"zone\":null,\"rule\":null,\"tags\":[],"
		"\"data\":{\"a\":1},\"origin\":\"o\",\"when\":null,\"count\":7,\"limited\":0,\"day\":null,"
		"\"done\":false,\"level\":\"low\"}");
	assert_int_equal(patch(w, "{\"origin\":\"p\"}"), PX_INVALID);
	assert_string_equal(w->error.field, "origin");
	assert_int_equal(patch(w, "{\"title\":null}"), PX_INVALID);
	assert_int_equal(patch(w, "{\"level\":null}"), PX_INVALID);
	assert_int_equal(patch(w, "{\"id\":null}"), PX_INVALID);
}

static void test_plain_values(void **state)
{
	static const struct { int field; const char *text; enum px_err err; } cases[] = {
		{ 0, "01234567-89ab-7def-8123-456789abcdef", PX_OK }, { 0, "01234567", PX_INVALID },
		{ 0, "00000000-0000-0000-0000-000000000000", PX_INVALID },
		{ 2, "short", PX_OK }, { 2, "", PX_INVALID }, { 2, "bad \xff", PX_INVALID },
		{ 8, "2026-01-16T17:00:00Z", PX_OK }, { 8, "tomorrow", PX_INVALID },
		{ 9, "-42", PX_OK }, { 9, "4x", PX_INVALID }, { 10, "10", PX_INVALID },
		{ 11, "2026-01-16", PX_OK }, { 12, "true", PX_OK }, { 12, "yes", PX_INVALID },
		{ 13, "low", PX_OK }, { 13, "lowest", PX_INVALID }, { 5, "[]", PX_UNSUPPORTED },
	};
	struct world *w = *state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		enum px_err err = px_field_parse(&fields[cases[i].field], px_str(cases[i].text), &w->arena,
						 &w->row, &w->error);
		if (err != cases[i].err)
			fail_msg("%s: %s", cases[i].text, px_err_name(err));
	}
	assert_int_equal(w->row.count, -42);
	assert_int_equal(w->row.level, 0);
	assert_string_equal(w->row.title, "short");
	assert_int_equal(px_field_parse(&fields[2], px_str_n("a\0b", 3), &w->arena, &w->row, &w->error),
			 PX_INVALID);
}

static json_t *schema(enum px_record_shape shape)
{
	struct px_buf buf = PX_BUF_INIT(1 << 20);
	struct px_json json;

	px_json_init(&json, &buf);
	px_record_schema(&json, &record, shape);
	json_t *value = parse(buf.data);
	px_buf_release(&buf);
	return value;
}

static void assert_member(json_t *root, const char *path, const char *expected)
{
	json_t *at = root;
	char text[200], *rest = text;

	snprintf(text, sizeof(text), "%s", path);
	for (char *part = strsep(&rest, "/"); part && at; part = strsep(&rest, "/"))
		at = json_object_get(at, part);
	char *dump = at ? json_dumps(at, JSON_COMPACT | JSON_ENCODE_ANY) : NULL;
	if (!dump || strcmp(dump, expected))
		fail_msg("%s is %s, not %s", path, dump ? dump : "missing", expected);
	free(dump);
}

static void test_schema_row(void **state)
{
	json_t *s = schema(PX_SHAPE_ROW);

	(void)state;
	assert_member(s, "type", "\"object\"");
	assert_null(json_object_get(s, "additionalProperties")); /* an answer holds a row and more */
	assert_int_equal(json_object_size(json_object_get(s, "properties")), FIELDS - 3);
	assert_int_equal(json_array_size(json_object_get(s, "required")), FIELDS - 3);
	assert_member(s, "properties/id",
		      "{\"type\":\"string\",\"format\":\"uuid\",\"description\":\"The id.\",\"readOnly\":true}");
	assert_member(s, "properties/when", "{\"type\":[\"string\",\"null\"],\"format\":\"date-time\"}");
	assert_member(s, "properties/tags/type", "\"array\"");
	assert_member(s, "properties/data", "{}");
	json_decref(s);
}

static void test_schema_input(void **state)
{
	json_t *c = schema(PX_SHAPE_CREATE), *p = schema(PX_SHAPE_PATCH);

	(void)state;
	assert_member(c, "additionalProperties", "false");
	assert_member(p, "additionalProperties", "false");
	assert_member(c, "required", "[\"title\"]");
	assert_member(c, "properties/title",
		      "{\"type\":\"string\",\"minLength\":1,\"maxLength\":10,\"x-maxBytes\":10,\"description\":\"A title.\"}");
	assert_member(c, "properties/level",
		      "{\"type\":\"string\",\"enum\":[\"low\",\"high\"],\"default\":\"high\"}");
	assert_member(c, "properties/count/default", "7");
	assert_member(c, "properties/limited/maximum", "9");
	assert_null(json_object_get(json_object_get(c, "properties"), "id"));
	assert_non_null(json_object_get(json_object_get(c, "properties"), "origin"));
	assert_member(c, "properties/password/writeOnly", "true");
	assert_member(p, "properties/password/writeOnly", "true");
	assert_null(json_object_get(p, "required"));
	assert_null(json_object_get(json_object_get(p, "properties"), "origin"));
	assert_member(p, "properties/tags/type", "[\"array\",\"null\"]");
	assert_member(p, "properties/level", "{\"type\":\"string\",\"enum\":[\"low\",\"high\"]}");
	json_decref(c);
	json_decref(p);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(test_encode_absent), TEST(test_encode_full), TEST(test_encode_is_capped),
		TEST(test_create_minimal), TEST(test_create_full),
		TEST(test_nulls_and_empty_tags_on_create), TEST(test_create_refusals),
		TEST(test_long_unknown_name_is_cut_at_a_character), TEST(test_patch),
		TEST(test_plain_values), TEST(test_write_only), TEST(test_schema_row), TEST(test_schema_input),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
