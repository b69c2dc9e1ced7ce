/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/title_index.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

enum { TASK, EVENT };

static struct px_id id_of(unsigned number)
{
	struct px_id id = { .bytes = { 1, 0, (uint8_t)(number >> 16), (uint8_t)(number >> 8), (uint8_t)number } };

	return id;
}

static void expect(struct px_title_index *index, const char *text, size_t max, const char *expected)
{
	struct px_title_hit hits[16];
	struct px_arena arena;
	char seen[256] = "";

	px_arena_init(&arena);
	size_t count = px_title_index_find(index, px_str(text), &arena, hits, max);
	for (size_t i = 0, at = 0; i < count; i++) {
		unsigned number = hits[i].id.bytes[2] << 16 | hits[i].id.bytes[3] << 8 | hits[i].id.bytes[4];
		at += (size_t)snprintf(seen + at, sizeof(seen) - at, "%s%u%s", i ? " " : "", number,
				       hits[i].in_full ? "!" : "");
	}
	assert_string_equal(seen, expected);
	px_arena_release(&arena);
}

static void test_said_in_full_first(void **state)
{
	struct px_title_index *index = px_title_index_new();
	char title[40];

	(void)state;
	for (unsigned i = 5000; i > 0; i--) {
		snprintf(title, sizeof(title), "Report number %u", i);
		px_title_index_add_older(index, TASK, id_of(i), title);
	}
	expect(index, "mark report number 5 as done", 3, "5!");
	expect(index, "mark REPORTS, number 4999 as done", 3, "4999!");
	/* All alike: the newest. */
	expect(index, "the number of the report", 3, "5000 4999 4998");
	expect(index, "something else", 3, "");
	expect(index, "", 3, "");
	assert_true(px_title_index_bytes(index) < 450000);
	assert_int_equal(px_title_index_bytes(NULL), 0);
	px_title_index_free(index);
	px_title_index_free(NULL);
}

static void test_changes(void **state)
{
	struct px_title_index *index = px_title_index_new();

	(void)state;
	px_title_index_add_older(index, EVENT, id_of(1), "Dentist");
	px_title_index_add_older(index, TASK, id_of(2), "Call the dentist");
	expect(index, "dentist", 3, "1! 2");
	px_title_index_put(index, TASK, id_of(3), "Pay the dentist");
	expect(index, "dentist", 3, "1! 3 2");
	px_title_index_put(index, TASK, id_of(2), "Call the doctor");
	expect(index, "dentist", 3, "1! 3");
	expect(index, "doctor", 3, "2");
	px_title_index_remove(index, id_of(3));
	px_title_index_remove(index, id_of(9));
	expect(index, "pay the dentist", 3, "1!");
	px_title_index_put(index, TASK, id_of(4), "…");
	px_title_index_put(index, TASK, id_of(5), "Größe prüfen");
	expect(index, "GRÖSSE", 3, "5");
	px_title_index_free(index);
}

/* Numbers of titles lie one, two and three bytes apart. */
static void test_far_apart(void **state)
{
	struct px_title_index *index = px_title_index_new();

	(void)state;
	for (unsigned i = 1; i <= 40000; i++)
		px_title_index_put(index, TASK, id_of(i), i % 200 == 7 ? "Water the fern" : i % 20000 == 0 ? "Repot the orchid" : "Dust");
	expect(index, "orchid", 3, "40000 20000");
	expect(index, "fern", 3, "39807 39607 39407");
	for (unsigned i = 40000; i > 30; i--)
		px_title_index_remove(index, id_of(i));
	expect(index, "fern", 3, "7");
	px_title_index_free(index);
}

/* Half of what the known words weigh is enough; the unknown ones weigh nothing. */
static void test_half_is_enough(void **state)
{
	struct px_title_index *index = px_title_index_new();

	(void)state;
	px_title_index_put(index, TASK, id_of(1), "Green paint");
	px_title_index_put(index, TASK, id_of(2), "Yellow brush");
	expect(index, "green brush, quickly", 3, "2 1");
	px_title_index_put(index, TASK, id_of(3), "Brush and comb");
	expect(index, "green brush", 3, "1");
	px_title_index_free(index);
}

/* What changes and goes leaves its place: at some point all is better read anew. */
static void test_wears_out(void **state)
{
	struct px_title_index *index = px_title_index_new();
	unsigned i;

	(void)state;
	for (i = 0; i < 1500; i++)
		px_title_index_put(index, TASK, id_of(i), "Sweep");
	assert_false(px_title_index_is_worn(index));
	for (i = 0; i < 1500; i++)
		px_title_index_put(index, TASK, id_of(i), "Mop");
	assert_false(px_title_index_is_worn(index));
	px_title_index_remove(index, id_of(0));
	assert_true(px_title_index_is_worn(index));
	px_title_index_free(index);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_said_in_full_first),
		cmocka_unit_test(test_changes),
		cmocka_unit_test(test_far_apart),
		cmocka_unit_test(test_half_is_enough),
		cmocka_unit_test(test_wears_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
