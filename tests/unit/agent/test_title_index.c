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

static void expect(const struct px_title_index *index, const char *text, size_t max, const char *expected)
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
	assert_true(px_title_index_bytes(index) < 1500000);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_said_in_full_first),
		cmocka_unit_test(test_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
