/* SPDX-License-Identifier: Apache-2.0 */
/* Rounding loses next to nothing; the tail finds, replaces and removes by id; filters hold together. */
#include "vector/embedded/rows.h"

#include "base/random.h"
#include "vector/dot.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { DIMS = 70, MANY = 300 };

static void random_vector(float *vector)
{
	for (size_t i = 0; i < DIMS; i++)
		vector[i] = (float)((double)(px_random_u64() >> 11) / 9007199254740992.0) - 0.5F;
}

static void two_bytes_are_nearly_the_float(void **state)
{
	float vector[DIMS], back[DIMS];
	int8_t bytes[2 * 128];
	struct px_code code = { bytes, bytes + 128, 0 };
	double squares = 0, own = 0;

	(void)state;
	assert_int_equal(px_rows_stride(DIMS), 128);
	random_vector(vector);
	px_code_make(vector, DIMS, 128, &code);
	px_code_vector(&code, DIMS, back);
	for (size_t i = 0; i < DIMS; i++)
		squares += (double)vector[i] * (double)vector[i];
	for (size_t i = 0; i < DIMS; i++) {
		assert_true(fabs((double)vector[i] / sqrt(squares) - (double)back[i]) <= (double)code.scale / 500.0);
		own += (double)back[i] * (double)back[i];
	}
	assert_true(fabs(own - 1.0) < 1e-3);
	for (size_t i = DIMS; i < 128; i++)
		assert_true(bytes[i] == 0 && bytes[128 + i] == 0);
}

static void put(struct px_tail *tail, struct px_id id, unsigned kind)
{
	int8_t bytes[2 * 128];
	struct px_code code = { bytes, bytes + 128, 0 };
	float vector[DIMS];
	struct px_vector_item item = { .id = id, .kind = kind, .at = (int64_t)kind * 10, .tag = kind % 3 };

	random_vector(vector);
	px_code_make(vector, DIMS, 128, &code);
	px_tail_put(tail, &item, &code);
}

static void a_tail_finds_what_it_holds(void **state)
{
	struct px_tail tail = { .rows.stride = 128 };
	struct px_id ids[MANY];

	(void)state;
	for (unsigned i = 0; i < MANY; i++) {
		ids[i] = px_id_new();
		put(&tail, ids[i], i % 32);
		assert_int_equal(px_tail_find(&tail, ids[i / 2]) != SIZE_MAX, 1);
	}
	put(&tail, ids[5], 31);
	assert_int_equal(tail.rows.count, MANY);
	assert_int_equal(tail.rows.kinds[px_tail_find(&tail, ids[5])], 31);
	for (unsigned i = 0; i < MANY; i += 2)
		px_tail_remove(&tail, px_tail_find(&tail, ids[i]));
	assert_int_equal(tail.rows.count, MANY / 2);
	for (unsigned i = 0; i < MANY; i++) {
		size_t row = px_tail_find(&tail, ids[i]);
		assert_int_equal(row == SIZE_MAX, i % 2 == 0);
		if (i % 2)
			assert_true(px_id_eq(tail.rows.ids[row], ids[i]) &&
				    tail.rows.kinds[row] == (i == 5 ? 31 : i % 32));
	}
	px_tail_release(&tail);
	assert_int_equal(px_tail_find(&tail, ids[1]), SIZE_MAX);
	put(&tail, ids[1], 1);
	assert_int_equal(tail.rows.count, 1);
	px_tail_release(&tail);
}

/* Values of one byte leave nothing: no second byte is kept until a vector needs one. */
static void put_whole(struct px_tail *tail, struct px_id id, float first)
{
	int8_t bytes[2 * 128];
	struct px_code code = { bytes, bytes + 128, 0 };
	struct px_vector_item item = { .id = id };
	float vector[DIMS] = { 127.0F, first };

	px_code_make(vector, DIMS, 128, &code);
	px_tail_put(tail, &item, &code);
}

static void second_bytes_are_kept_where_there_are_some(void **state)
{
	struct px_tail tail = { .rows.stride = 128 };
	struct px_id ids[100], odd = px_id_new();
	float back[DIMS];

	(void)state;
	for (int i = 0; i < 100; i++) {
		ids[i] = px_id_new();
		put_whole(&tail, ids[i], (float)i);
	}
	assert_null(tail.rows.residuals);
	size_t small = px_tail_memory(&tail);
	put_whole(&tail, odd, 0.5F);
	assert_non_null(tail.rows.residuals);
	assert_true(px_tail_memory(&tail) > small);
	for (int i = 0; i < 50; i++)
		px_tail_remove(&tail, px_tail_find(&tail, ids[i]));
	for (int i = 50; i < 100; i++) {
		struct px_code code = px_rows_code(&tail.rows, px_tail_find(&tail, ids[i]));
		px_code_vector(&code, DIMS, back);
		assert_true(fabsf(back[1] / back[0] - (float)i / 127.0F) < 1e-6F);
	}
	struct px_code code = px_rows_code(&tail.rows, px_tail_find(&tail, odd));
	px_code_vector(&code, DIMS, back);
	assert_true(fabsf(back[1] / back[0] - 0.5F / 127.0F) < 1e-6F);
	px_tail_release(&tail);
}

/* The estimate by signs is what it says: twice the query's four bits less 15, summed where the sign is set. */
static void sketches_are_the_signs(void **state)
{
	struct px_tail tail = { .rows.stride = 128 };
	uint64_t query[2 * PX_SKETCH_PLANES];
	int32_t scores[PX_SKETCH_ROWS * 4];
	uint32_t which[PX_SKETCH_ROWS * 4];
	int8_t asked[128] = { 0 };
	struct px_id ids[20];

	(void)state;
	for (int i = 0; i < 20; i++) {
		ids[i] = px_id_new();
		put(&tail, ids[i], 0);
	}
	px_tail_remove(&tail, px_tail_find(&tail, ids[3])); /* the last row takes its place */
	for (unsigned i = 0; i < DIMS; i++)
		asked[i] = (int8_t)(i * 37 % 255 - 127);
	px_sketch_query(asked, DIMS, 128, query);
	assert_int_equal(px_dot_plain.sketch(query, tail.rows.signs, 2, tail.rows.count, INT32_MIN, which, scores), tail.rows.count);
	for (size_t row = 0; row < tail.rows.count; row++) {
		int32_t wanted = 0;
		for (unsigned i = 0; i < DIMS; i++) {
			int value = (int)((double)(asked[i] + 127) * 15.0 / 254.0 + 0.5);
			wanted += tail.rows.codes[row * 128 + i] >= 0 ? 2 * value - 15 : 0;
		}
		assert_int_equal(scores[row], wanted);
	}
	px_tail_release(&tail);
}

static void filters_that_are_set_must_all_hold(void **state)
{
	struct px_tail tail = { .rows.stride = 128 };
	const uint64_t tags[] = { 1, 2 };
	struct px_vector_filter filter = { 0 };

	(void)state;
	put(&tail, px_id_new(), 4); /* at 40, tag 1 */
	assert_false(px_filter_is_set(&filter));
	assert_true(px_filter_passes(&filter, &tail.rows, 0));
	filter.kinds = 1U << 4;
	assert_true(px_filter_is_set(&filter) && px_filter_passes(&filter, &tail.rows, 0));
	filter.kinds = 1U << 31;
	assert_false(px_filter_passes(&filter, &tail.rows, 0));
	filter = (struct px_vector_filter){ .from = 40, .to = 41 };
	assert_true(px_filter_passes(&filter, &tail.rows, 0));
	filter = (struct px_vector_filter){ .from = 39, .to = 40 };
	assert_false(px_filter_passes(&filter, &tail.rows, 0));
	filter = (struct px_vector_filter){ .from = 40, .to = 41, .tags = tags + 1, .tag_count = 1 };
	assert_false(px_filter_passes(&filter, &tail.rows, 0));
	filter.tags = tags;
	filter.tag_count = 2;
	assert_true(px_filter_passes(&filter, &tail.rows, 0));
	px_tail_release(&tail);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_bytes_are_nearly_the_float),
		cmocka_unit_test(a_tail_finds_what_it_holds),
		cmocka_unit_test(second_bytes_are_kept_where_there_are_some),
		cmocka_unit_test(sketches_are_the_signs),
		cmocka_unit_test(filters_that_are_set_must_all_hold),
	};

	return cmocka_run_group_tests_name("rows", tests, NULL, NULL);
}
