/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Descriptors: finding fields, empty rows, owners, and the key the encoder copies.
 */
#include "base/record.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

struct thing {
	struct px_id id, user_id;
	const char *title;
	int64_t when, count;
	int32_t day;
	bool done;
	int level;
};

static const char *const levels[] = { "low", "high", NULL };
static const struct px_field fields[] = {
	PX_FIELD(struct thing, id, ID, PX_FIELD_READ_ONLY | PX_FIELD_REQUIRED, .doc = ""),
	PX_FIELD(struct thing, user_id, ID, PX_FIELD_HIDDEN, .doc = ""),
	PX_FIELD(struct thing, title, TEXT, PX_FIELD_REQUIRED, .max = 10, .doc = ""),
	PX_FIELD(struct thing, when, INSTANT, 0, .doc = ""),
	PX_FIELD(struct thing, count, INT, 0, .initial = 7, .doc = ""),
	PX_FIELD(struct thing, day, DAY, 0, .doc = ""),
	PX_FIELD(struct thing, done, BOOL, 0, .initial = true, .doc = ""),
	PX_FIELD(struct thing, level, ENUM, 0, .values = levels, .initial = 1, .doc = ""),
};
static const struct px_record record = { "thing", "things", sizeof(struct thing), fields, 8 };

static void test_empty_row(void **state)
{
	struct thing row;

	(void)state;
	memset(&row, 0xff, sizeof(row));
	px_record_init(&record, &row);
	assert_true(px_id_is_none(row.id) && px_id_is_none(row.user_id));
	assert_null(row.title);
	assert_true(row.when == PX_TIME_NONE);
	assert_int_equal(row.count, 7);
	assert_int_equal(row.day, PX_DAY_NONE);
	assert_true(row.done);
	assert_int_equal(row.level, 1);
}

static void test_lookup(void **state)
{
	(void)state;
	assert_ptr_equal(px_record_field(&record, PX_STR("day")), &fields[5]);
	assert_null(px_record_field(&record, PX_STR("da")));
	assert_null(px_record_field(&record, PX_STR("")));
	assert_ptr_equal(px_record_owner(&record), &fields[1]);
	struct px_record own = { "own", "owns", sizeof(struct thing), fields, 1 };
	assert_ptr_equal(px_record_owner(&own), &fields[0]);
}

static void test_keys(void **state)
{
	(void)state;
	assert_true(px_str_eq(fields[2].key, PX_STR("\"title\":")));
	assert_int_equal(fields[3].offset, offsetof(struct thing, when));
}

static void test_a_copy_has_its_own_texts(void **state)
{
	char title[] = "Paint";
	struct px_arena arena;
	struct thing row, copy;

	(void)state;
	px_arena_init_small(&arena, 64);
	px_record_init(&record, &row);
	row.title = title;
	px_record_copy(&record, &copy, &row, &arena);
	assert_memory_equal(&copy.id, &row.id, sizeof(row.id));
	title[0] = 'F';
	assert_string_equal(copy.title, "Paint");
	assert_true(px_arena_size(&arena) < 200);
	px_arena_release(&arena);
}

static void test_nullable(void **state)
{
	static const bool expected[] = { false, true, false, true, false, true, false, false };

	(void)state;
	for (size_t i = 0; i < 8; i++)
		assert_int_equal(px_field_nullable(&fields[i]), expected[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_empty_row), cmocka_unit_test(test_lookup),
		cmocka_unit_test(test_keys), cmocka_unit_test(test_nullable),
		cmocka_unit_test(test_a_copy_has_its_own_texts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
