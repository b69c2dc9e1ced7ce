/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The built-in weights: the same marks as the reference in Python, message by
 * message (tests/golden/nlu/marks.jsonl, made by tools/specialist/same).
 * Skipped where the encoder's file is not there.
 */
#include "specialist/specialist.h"

#include "base/civil.h"
#include "base/json.h"
#include "sys/zoneinfo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

enum { ITEMS_MAX = 256, MESSAGES_LEAST = 500, DIFFERENT_MOST = 5 };

static const char *source_path(char path[1024], const char *name)
{
	snprintf(path, 1024, "%s/%s", getenv("TEST_SOURCE_DIR"), name);
	return path;
}

static void test_missing(void **state)
{
	struct px_specialist *specialist = NULL;
	struct px_error error;
	char path[1024];

	(void)state;
	assert_int_equal(px_specialist_open("/nowhere/encoder.weights", &specialist, &error), PX_NOT_FOUND);
	assert_int_equal(px_specialist_open(source_path(path, "tests/unit/embed/data/cross.weights"), &specialist, &error),
			 PX_UNSUPPORTED);
	assert_int_equal(px_specialist_open(source_path(path, "README.md"), &specialist, &error), PX_CORRUPT);
	assert_null(specialist);
	px_specialist_close(NULL);
	assert_null(px_specialist_reader(NULL));
}

static size_t read_items(const json_t *known, struct px_nlu_item *items)
{
	size_t count = 0;

	for (; count < json_array_size(known) && count < ITEMS_MAX; count++) {
		const json_t *row = json_array_get(known, count);
		const char *kind = json_string_value(json_array_get(row, 0));
		items[count] = (struct px_nlu_item){ .title = json_string_value(json_array_get(row, 1)) };
		items[count].kind = strcmp(kind, "event") == 0 ? PX_NLU_EVENT : strcmp(kind, "list") == 0 ? PX_NLU_PROJECT : PX_NLU_TASK;
		items[count].project = json_string_value(json_array_get(row, 2));
	}
	return count;
}

static bool same_request(const struct px_marked *got, const json_t *want)
{
	const json_t *spans = json_array_get(want, 3);
	bool same = strcmp(px_mark_intent_name(got->intent), json_string_value(json_array_get(want, 0))) == 0 &&
		    got->begin == json_integer_value(json_array_get(want, 1)) &&
		    got->end == json_integer_value(json_array_get(want, 2)) && got->mark_count == json_array_size(spans);

	for (size_t i = 0; same && i < got->mark_count; i++) {
		const json_t *span = json_array_get(spans, i);
		same = strcmp(px_mark_tag_name(got->marks[i].tag), json_string_value(json_array_get(span, 0))) == 0 &&
		       got->marks[i].begin == json_integer_value(json_array_get(span, 1)) &&
		       got->marks[i].end == json_integer_value(json_array_get(span, 2));
	}
	return same;
}

/* Whether a line's text is read with the marks that it has. */
static bool same_marks(struct px_specialist *specialist, const json_t *line)
{
	static struct px_nlu_item items[ITEMS_MAX];
	static struct px_marks marks;
	const json_t *want = json_object_get(line, "marks");
	struct px_nlu_context context = {
		.now = INT64_C(1768298400000), .tz = px_zoneinfo_get("UTC"), .locale = "en-GB", .items = items,
		.item_count = read_items(json_object_get(line, "known"), items), .find_zone = px_zoneinfo_find,
		.said_before = json_string_value(json_object_get(line, "before")),
		.replied = json_string_value(json_object_get(line, "reply")),
	};

	if (!px_specialist_read(specialist, &context, px_json_string(json_object_get(line, "text")), &marks))
		return json_array_size(want) == 0;
	bool same = marks.count == json_array_size(want);
	for (size_t i = 0; same && i < marks.count; i++)
		same = same_request(&marks.requests[i], json_array_get(want, i));
	return same;
}

static void test_reference(void **state)
{
	struct px_specialist *specialist = NULL;
	struct px_error error;
	char path[1024], *line = NULL;
	size_t room = 0, count = 0, different = 0;

	(void)state;
	if (access(source_path(path, "models/all-MiniLM-L6-v2.weights"), R_OK) != 0)
		skip();
	if (px_specialist_open(path, &specialist, &error) != PX_OK)
		fail_msg("%s", error.message);
	FILE *file = fopen(source_path(path, "tests/golden/nlu/marks.jsonl"), "r");
	assert_non_null(file);
	while (getline(&line, &room, file) > 0) {
		json_t *value = NULL;
		assert_int_equal(px_json_parse(px_str(line), &value, &error), PX_OK);
		count++;
		if (!same_marks(specialist, value)) {
			different++;
			fprintf(stderr, "differs: %s", line);
		}
		json_decref(value);
	}
	fclose(file);
	free(line);
	px_specialist_close(specialist);
	assert_true(count >= MESSAGES_LEAST);
	/* Kernels of other processors round otherwise in the last bit: a score may fall on the other side of a tie. */
	assert_true(different <= DIFFERENT_MOST);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_missing), cmocka_unit_test(test_reference) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
