/* SPDX-License-Identifier: Apache-2.0 */
/* Where the pieces of a request go: marks, projects, priorities, tags, places, people, titles. */
#include "unit/nlu/parse_support.h"

static const struct { const char *text, *tool, *arguments; } cases[] = {
	{ "Fix login #Avenue p1 @web tomorrow", "create_task",
	  "{\"title\":\"Fix login\",\"project\":\"Avenue\",\"due\":\"2026-01-14\",\"priority\":\"urgent\",\"tags\":[\"web\"]}" },
	{ "submit the form !high", "create_task", "{\"title\":\"Submit the form\",\"priority\":\"high\"}" },
	{ "write the docs *every Friday", "create_task",
	  "{\"title\":\"Write the docs\",\"due\":\"2026-01-16\",\"recurrence\":\"FREQ=WEEKLY;BYDAY=FR\"}" },
	{ "write tests in the avenue project", "create_task", "{\"title\":\"Write tests\",\"project\":\"Avenue\"}" },
	{ "write tests for project Bluebird", "create_task", "{\"title\":\"Write tests\",\"project\":\"Bluebird\"}" },
	{ "add milk to the shopping list", "create_task", "{\"title\":\"Milk\",\"project\":\"Shopping\"}" },
	{ "put milk on my list", "create_task", "{\"title\":\"Milk\"}" },
	{ "remind me to email re: invoice #42", "create_task", "{\"title\":\"Email re: invoice #42\"}" },
	{ "create a task called \"Buy milk tomorrow\"", "create_task", "{\"title\":\"Buy milk tomorrow\"}" },
	{ "remind me to water my plants", "create_task", "{\"title\":\"Water my plants\"}" },
	{ "dinner with Ana and Bo at Luigi's on Friday at 7", "create_event",
	  "{\"title\":\"Dinner with Ana and Bo\",\"start\":\"2026-01-16T19:00\",\"location\":\"Luigi's\",\"attendees\":[\"Ana\",\"Bo\"]}" },
	{ "sync with Kim tomorrow from 2 to 3 in room 4B", "create_event",
	  "{\"title\":\"Sync with Kim\",\"start\":\"2026-01-14T14:00\",\"end\":\"2026-01-14T15:00\",\"location\":\"room 4B\",\"attendees\":[\"Kim\"]}" },
	{ "study group @ the library tomorrow at 4", "create_event",
	  "{\"title\":\"Study group\",\"start\":\"2026-01-14T16:00\",\"location\":\"the library\"}" },
	{ "remind me an hour before the dentist to brush my teeth", "create_task",
	  "{\"title\":\"Brush my teeth\",\"due\":\"2026-01-15T15:00\"}" },
	{ "list everything in Avenue that is overdue", "list_tasks", "{\"project\":\"Avenue\",\"overdue\":true}" },
	{ "show my urgent tasks for this week", "list_tasks",
	  "{\"priority\":\"urgent\",\"due_after\":\"2026-01-12\",\"due_before\":\"2026-01-19\"}" },
	{ "what's due before Friday?", "list_tasks", "{\"due_before\":\"2026-01-16\"}" },
	{ "what's due by Friday?", "list_tasks", "{\"due_before\":\"2026-01-17\"}" },
	{ "make the auth bug urgent", "update_task", "{\"target\":\"Fix the auth bug\",\"priority\":\"urgent\"}" },
	{ "move lunch with Priya to 1pm", "update_event", "{\"target\":\"Lunch with Priya\",\"start\":\"2026-01-14T13:00\"}" },
	{ "make lunch with Priya half an hour shorter", "update_event", "{\"target\":\"Lunch with Priya\",\"duration\":\"PT30M\"}" },
	{ "move the dentist a day earlier", "update_event", "{\"target\":\"Dentist\",\"shift\":\"-P1D\"}" },
	{ "remember that the door code is 4471", "remember", "{\"text\":\"The door code is 4471\"}" },
};

static void pieces(void **state)
{
	struct world w;

	(void)state;
	world_open(&w);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct px_nlu_result r = parse(&w, cases[i].text);
		if (r.call_count != 1 || strcmp(r.calls[0].tool, cases[i].tool) != 0 ||
		    strcmp(r.calls[0].arguments, cases[i].arguments) != 0)
			fail_msg("%s\n  got %s %s", cases[i].text, r.call_count ? r.calls[0].tool : r.why,
				 r.call_count ? r.calls[0].arguments : "");
	}
	world_close(&w);
}

static void unread_words_are_named(void **state)
{
	struct world w;

	(void)state;
	world_open(&w);
	struct px_nlu_result r = parse(&w, "remind me to call Bob after the game");
	assert_call(&r, 0, "create_task", "{\"title\":\"Call Bob after the game\"}");
	assert_string_equal(r.unread, "after the game");
	world_close(&w);
}

static void spans_are_of_the_text(void **state)
{
	const char *text = "remind me to call Mum tomorrow";
	struct world w;
	bool date = false;

	(void)state;
	world_open(&w);
	struct px_nlu_result r = parse(&w, text);
	for (size_t i = 0; i < r.span_count; i++) {
		assert_true(r.spans[i].begin < r.spans[i].end && r.spans[i].end <= strlen(text));
		date |= strcmp(r.spans[i].slot, "date") == 0 && strncmp(text + r.spans[i].begin, "tomorrow", 8) == 0;
	}
	assert_true(date);
	world_close(&w);
}

static void anything_goes_in(void **state)
{
	static const char *const texts[] = { "", " ", "?", "\"", "\"\"\"", "#", "@", "!!!", "* * *", "\xff\xfe", "a\xe2\x80",
		"“", "to", "the", "remind me", "add", "move", "move it", "delete", "my", "at 5", "12345678901234567890",
		"((((((((((", "1 2 3 4 5 6 7 8 9 10 11 12", "and", "and and and", "p1", "in the project", "\xe2\x80\x99s" };
	static char big[33000];
	struct world w;

	(void)state;
	world_open(&w);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct px_nlu_result r = parse(&w, texts[i]);
		assert_non_null(r.intent);
		assert_non_null(r.why);
	}
	memset(big, 'a', sizeof(big) - 1);
	parse(&w, big);
	for (size_t i = 0; i + 8 < sizeof(big); i += 8)
		memcpy(big + i, "move to ", 8);
	parse(&w, big);
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pieces), cmocka_unit_test(unread_words_are_named),
		cmocka_unit_test(spans_are_of_the_text), cmocka_unit_test(anything_goes_in),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
