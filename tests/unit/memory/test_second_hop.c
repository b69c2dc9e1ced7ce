/* SPDX-License-Identifier: Apache-2.0 */
/* Somebody who is described: which sentence says who that is, and what is asked of them then. */
#include "memory/second_hop.h"

#include "sys/zoneinfo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const int64_t now = INT64_C(1772445600000); /* 2 March 2026 */

static void read_question(const char *text, struct px_arena *arena, struct px_asked_for *asked)
{
	struct px_time_context time = px_said_context(now, px_zoneinfo_find(NULL, "Europe/Berlin"), NULL, NULL);
	struct px_said_times times;

	px_said_find(&time, px_str(text), &times);
	px_asked_for_read(&times, px_str(text), 0, arena, NULL, 0, asked);
}

static void test_described(void **state)
{
	static const struct { const char *asked; bool described; } rows[] = {
		{ "Where does the man who mended our gate live now?", true },
		{ "What has the girl I lent the tuba to bought?", true },
		{ "How old is the neighbour with the spare key?", true },
		{ "Where does Ruben live now?", false },
		{ "Which man did I ask?", false },
		{ "What is the company called?", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_arena arena;
		px_arena_init(&arena);
		if (px_hop_described(px_str(rows[i].asked), &arena) != rows[i].described)
			fail_msg("%s", rows[i].asked);
		px_arena_release(&arena);
	}
}

static void test_read(void **state)
{
	static const struct { const char *asked, *said, *question; } rows[] = {
		{ "Where does the woman who borrowed my telescope work now?", "Lent the telescope to Ruth Adeyemi.", "Where does Ruth Adeyemi work now?" },
		{ "What has the man who sold me the loom opened?", "Bought the old loom from Iwan, 300 pounds.", "What has Iwan opened?" },
		{ "How old is the girl I gave the tuba to?", "Gave the tuba to Nele at the Lindau fair.", "How old is Nele ?" },
		/* It says nothing of the description, or names nobody. */
		{ "Where does the woman who borrowed my telescope work now?", "Ruth Adeyemi bakes bread.", NULL },
		{ "Where does the woman who borrowed my telescope work now?", "Lent the telescope to a woman at the fair.", NULL },
		{ "Where does Ruth work now?", "Lent the telescope to Ruth.", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_second_hop hop;
		struct px_asked_for asked;
		struct px_arena arena;
		px_arena_init(&arena);
		read_question(rows[i].asked, &arena, &asked);
		bool read = px_hop_read(&asked, px_str(rows[i].asked), rows[i].said, &hop);
		if (read != (rows[i].question != NULL) || (read && strcmp(hop.question, rows[i].question) != 0))
			fail_msg("%s %s: %s", rows[i].asked, rows[i].said, read ? hop.question : "(nothing)");
		px_arena_release(&arena);
	}
}

static void test_names(void **state)
{
	static const char asked_text[] = "Where does the woman who borrowed my telescope work now?";
	struct px_second_hop hop;
	struct px_asked_for asked;
	struct px_arena arena;

	(void)state;
	px_arena_init(&arena);
	read_question(asked_text, &arena, &asked);
	assert_true(px_hop_read(&asked, px_str(asked_text), "Lent the telescope to Ruth Adeyemi.", &hop));
	assert_true(px_hop_names(&asked, &hop, "Ruth runs the planetarium in Graz."));
	assert_false(px_hop_names(&asked, &hop, "Rita runs the planetarium in Graz."));
	px_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_described), cmocka_unit_test(test_read), cmocka_unit_test(test_names) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
