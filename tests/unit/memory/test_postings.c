/* SPDX-License-Identifier: Apache-2.0 */
/* Term lists against a plain matrix of counts, through additions and removals in any order. */
#include "memory/postings.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

enum { TERMS = 40, DOCUMENTS = 60 };

static uint32_t counts[TERMS][DOCUMENTS];

static struct px_str name(unsigned term, char room[16])
{
	snprintf(room, 16, "term%u", term);
	return px_str(room);
}

static void compare(const struct px_postings *postings)
{
	size_t terms = 0;
	char room[16];

	for (unsigned t = 0; t < TERMS; t++) {
		uint32_t documents = 0, listed = 0;
		int64_t number = px_postings_find(postings, name(t, room));
		for (unsigned d = 0; d < DOCUMENTS; d++) {
			documents += counts[t][d] > 0;
			if (number >= 0)
				assert_int_equal(px_postings_count(&postings->lists[number], d), counts[t][d]);
		}
		listed = number < 0 ? 0 : postings->lists[number].count;
		assert_int_equal(listed, documents);
		terms += documents > 0;
	}
	assert_int_equal(postings->terms, terms);
}

static void follow_a_matrix_of_counts(void **state)
{
	struct px_postings postings = { 0 };
	uint32_t seed = 1;
	char room[16];
	bool first;

	(void)state;
	for (unsigned step = 0; step < 4000; step++) {
		seed = seed * 1664525 + 1013904223;
		unsigned term = (seed >> 8) % TERMS, document = (seed >> 16) % DOCUMENTS;
		if (step % 3 == 2 && counts[term][document]) {
			px_postings_remove(&postings, (uint32_t)px_postings_find(&postings, name(term, room)), document);
			counts[term][document] = 0;
		} else if (step < 3000) {
			(void)px_postings_add(&postings, name(term, room), document, &first);
			assert_int_equal(first, counts[term][document] == 0);
			counts[term][document]++;
		}
		if (step % 100 == 0)
			compare(&postings);
	}
	for (unsigned t = 0; t < TERMS; t++) {
		for (unsigned d = 0; d < DOCUMENTS; d++) {
			if (counts[t][d])
				px_postings_remove(&postings, (uint32_t)px_postings_find(&postings, name(t, room)), d);
			counts[t][d] = 0;
		}
	}
	compare(&postings);
	assert_int_equal(postings.memory, 0);
	px_postings_release(&postings);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(follow_a_matrix_of_counts) };

	return cmocka_run_group_tests_name("postings", tests, NULL, NULL);
}
