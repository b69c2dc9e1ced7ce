/* SPDX-License-Identifier: Apache-2.0 */
/* Which sentences are requests, which are said to be kept, and which ask: each with the tool it must come to. */
#include "agent/hear.h"

#include "base/tz.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

/* Friday, 27 November 2026, 09:00 UTC. */
static const int64_t now = INT64_C(1795770000000);

static const struct {
	const char *text, *tools; /* of all calls, in order; "": none */
} rows[] = {
	/* What takes place at a clock time of a named day goes into the calendar. */
	{ "I have a dentist appointment next Tuesday at 10:30", "create_event" },
	{ "I have a dentist appointment next Tuesday at 10:30 for an hour", "create_event" },
	{ "I've got a call with Bob tomorrow at 3 for half an hour", "create_event" },
	{ "we have a parents' evening on 3 December at 19:00 for two hours", "create_event" },
	{ "my mother is having an operation on Thursday at 8", "create_event" },
	{ "the plumber is coming on Monday at 9 for an hour or so", "create_event" },
	{ "every monday and wednesday i have english course from 18 to 19:30", "create_event" },
	{ "I have choir every Thursday from 7pm to 9pm", "create_event" },
	{ "we have band practice on Tuesdays from 18:00 to 20:00", "create_event" },
	{ "I've got physio every Friday from 8 to 8:45", "create_event" },
	{ "on Mondays we have yoga from 17:00 to 18:30", "create_event" },
	{ "Choir practice is every Thursday at 7 in the evening at St Mary's, until the end of June.", "create_event" },
	/* What is so, or is so again and again, is kept. */
	{ "the bakery opens at 7", "remember" },
	{ "Jolanta comes on Mondays", "remember" },
	{ "the bakery is open from 7 to 6", "remember" },
	{ "my sister Lena is allergic to nuts", "remember" },
	{ "my passport expires in May 2027", "remember" },
	{ "my car needs an oil change in January", "remember" },
	/* What is asked is looked for. */
	{ "what is Lena allergic to?", "search_memory" },
	{ "when does my passport expire?", "search_memory" },
	{ "where did I put the spare key?", "search_memory" },
	/* A sure request is one. */
	{ "remind me to call mum tomorrow at 6pm", "create_task" },
	{ "lunch with Tom on Tuesday at 12:30", "create_event" },
	{ "what's on next week?", "list_events" },
};

static void test_tools(void **state)
{
	struct px_tz *utc = px_tz_fixed(0);
	struct px_nlu_context context = { .now = now, .tz = utc, .locale = "en-GB" };
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_nlu_result parsed;
		struct px_arena arena;
		char tools[256] = "";

		px_arena_init(&arena);
		px_nlu_parse(&context, px_str(rows[i].text), &arena, &parsed);
		px_hear(&context, px_str(rows[i].text), PX_MEMORY_AUTO_ON, &arena, &parsed);
		for (size_t k = 0, at = 0; k < parsed.call_count && at < sizeof(tools); k++)
			at += (size_t)snprintf(tools + at, sizeof(tools) - at, "%s%s", k ? " " : "", parsed.calls[k].tool);
		if (strcmp(tools, rows[i].tools) != 0) {
			print_error("\"%s\": %s instead of %s (%s)\n", rows[i].text, tools, rows[i].tools,
				    parsed.question ? parsed.question : parsed.why);
			wrong++;
		}
		px_arena_release(&arena);
	}
	px_tz_free(utc);
	assert_int_equal(wrong, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_tools) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
