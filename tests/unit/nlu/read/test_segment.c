/* SPDX-License-Identifier: Apache-2.0 */
/* Where a message is cut into requests, and where it must not be. */
#include "nlu/read/segment.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

/* Each row: the text, then the requests with bars between them. */
static const char *const cases[][2] = {
	{ "add milk to my list and move lunch to 1pm", "add milk to my list|move lunch to 1pm" },
	{ "Schedule lunch tomorrow, then remind me to book a table.",
	  "Schedule lunch tomorrow|remind me to book a table." },
	{ "I finished the report. Add a task to send it to Ann",
	  "I finished the report.|Add a task to send it to Ann" },
	{ "cancel the dentist and what's on my calendar tomorrow?",
	  "cancel the dentist|what's on my calendar tomorrow?" },
	{ "undo that and add eggs; delete the tax task", "undo that|add eggs|delete the tax task" },
	{ "buy milk\ncall Bob\n\n mark rent done ", "buy milk|call Bob|mark rent done" },
	{ "mark it done and remind me to deploy, and show my tasks",
	  "mark it done|remind me to deploy|show my tasks" },
	{ "Create an event. It starts at 5 p.m. tomorrow", "Create an event.|It starts at 5 p.m. tomorrow" },
	{ "oat milk is ordered. next thing is to clean", "oat milk is ordered.|next thing is to clean" },
	{ "pay rent, stick it in Home", "pay rent|stick it in Home" },
	{ "Thanks! Also water the plants", "Thanks!|water the plants" },
	/* one request */
	{ "remind me to buy milk and call mum", "remind me to buy milk and call mum" },
	{ "add milk, eggs and bread to the list", "add milk, eggs and bread to the list" },
	{ "add \"undo and cancel the show\" to my list", "add \"undo and cancel the show\" to my list" },
	{ "remind me to add salt and to cancel the show", "remind me to add salt and to cancel the show" },
	{ "meet Dr. Add at 5 p.m. on Monday", "meet Dr. Add at 5 p.m. on Monday" },
	{ "tell me what to add and when to add it", "tell me what to add and when to add it" },
	{ ", and add milk", "and add milk" },
	{ "?!", "?!" },
	{ "  \n ", "" },
	{ "", "" },
};

static void test_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct px_segment found[PX_SEGMENT_MAX];
		char got[512] = "";
		size_t n = 0, count = px_segment_split(px_str(cases[i][0]), found, PX_SEGMENT_MAX);
		for (size_t j = 0; j < count; j++) {
			n += (size_t)snprintf(got + n, sizeof got - n, "%s%.*s", j ? "|" : "",
					      (int)(found[j].end - found[j].begin),
					      cases[i][0] + found[j].begin);
		}
		assert_string_equal(got, cases[i][1]);
	}
}

static void test_the_rest_stays_in_the_last(void **state)
{
	const char *text = "add a; add b; add c; add d";
	struct px_segment found[2];
	(void)state;

	assert_int_equal(px_segment_split(px_str(text), found, 2), 2);
	assert_int_equal(found[0].end, 5);
	assert_string_equal(text + found[1].begin, "add b; add c; add d");
	assert_int_equal(px_segment_split(px_str(text), found, 0), 0);
}

/* Texts made to be slow; the test's own time limit is the assertion. */
static void test_hostile_texts(void **state)
{
	static const char *const pieces[] = { " ", ",", "and ", "\xe2\x80\x9c", "\"", ". add ", ";\n", "a" };
	const size_t size = 100000; /* three times the longest message */
	char *text = malloc(size);
	struct px_segment found[PX_SEGMENT_MAX];
	(void)state;

	for (size_t p = 0; p < sizeof pieces / sizeof *pieces; p++) {
		for (size_t i = 0; i < size; i++)
			text[i] = pieces[p][i % strlen(pieces[p])];
		size_t count = px_segment_split(px_str_n(text, size), found, PX_SEGMENT_MAX);
		assert_true(count <= PX_SEGMENT_MAX);
		for (size_t i = 0; i < count; i++)
			assert_true(found[i].begin < found[i].end && found[i].end <= size);
	}
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cases),
		cmocka_unit_test(test_the_rest_stays_in_the_last),
		cmocka_unit_test(test_hostile_texts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
