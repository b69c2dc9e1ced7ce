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
	/* A thing that is called like an order is no order. */
	{ "Bin day is Friday.", "remember" },
	{ "bin day is Tuesday now", "remember" },
	{ "Scrap metal is collected on Fridays", "remember" },
	{ "Drop off is at nine", "remember" },
	{ "drop the dentist on Friday", "delete_task" },
	{ "cancel what is on Friday", "delete_event" },
	{ "the dentist on Friday is cancelled", "delete_event" },
	/* "Now" is no day, and a change is kept. */
	{ "Waffle has a different vet now, Dr Ruane", "remember" },
	{ "Bramble has a new groomer now, Kelly", "remember" },
	{ "my brother lives in Trier now", "remember" },
	/* What is so for some days is in the calendar and is known. */
	{ "From 2 March until 13 March I am staying at my sister's house in Lavington", "create_event remember" },
	{ "From 6 July to 28 August we have summer hours, the office closes at four.", "create_event remember" },
	/* What is asked is looked for. */
	{ "what is Lena allergic to?", "search_memory" },
	{ "when does my passport expire?", "search_memory" },
	{ "where did I put the spare key?", "search_memory" },
	{ "what's my number plate?", "search_memory" },
	{ "what's my blood group?", "search_memory" },
	{ "is Lena allergic to penicillin", "search_memory" },
	{ "And the key for the attic, where is it?", "search_memory" },
	/* An order to remember, or an appointment with a question behind it, is none. */
	{ "remember that Lena is allergic to nuts, ok?", "remember" },
	{ "Lunch with Lena on Friday at 1, where should we go?", "create_event" },
	{ "what have I got left?", "list_tasks" },
	{ "have I got anything due?", "list_tasks" },
	/* What isn't to be remembered is forgotten. */
	{ "forget everything about my car", "forget" },
	{ "please delete everything you know about Piers", "forget" },
	{ "I don't want you to remember my weight any more, delete it.", "forget" },
	{ "stop remembering my old address", "forget" },
	{ "please stop remembering my medicine", "forget" },
	{ "don't stop remembering my weight", "" },
	{ "don't ever stop remembering what I say", "" },
	{ "Actually, forget that.", "forget" },
	{ "Book a table for Friday, no wait, forget it", "" },
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
		px_hear(&context, px_str(rows[i].text), &(struct px_hear_with){ PX_MEMORY_AUTO_ON, NULL, NULL }, &arena, &parsed);
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

/* A reader that takes every text for one request, of one intent, about its first word. */
struct certain {
	enum px_mark_intent intent;
	float confidence;
};

static bool read_certainly(void *arg, const struct px_nlu_context *nlu, struct px_str text, struct px_marks *marks)
{
	const struct certain *certain = arg;
	uint32_t first = 0;

	(void)nlu;
	while (first < text.size && text.data[first] != ' ')
		first++;
	*marks = (struct px_marks){ .count = 1 };
	marks->requests[0] = (struct px_marked){ .intent = certain->intent, .confidence = certain->confidence, .end = (uint32_t)text.size,
						 .mark_count = 1 };
	marks->requests[0].marks[0] = (struct px_mark){ certain->intent == PX_MARK_ADD_ITEMS ? PX_MARK_ITEM : PX_MARK_TARGET, 0, first, 1 };
	return true;
}

/* What the turn does with a text that such a reader alone has read. */
static void hear_certainly(const char *text, struct certain *certain, const struct px_tz *tz, struct px_arena *arena,
			   struct px_nlu_result *parsed)
{
	const struct px_nlu_context context = { .now = now, .tz = tz, .locale = "en-GB", .read = read_certainly, .read_arg = certain,
						.read_alone = true };

	px_nlu_parse(&context, px_str(text), arena, parsed);
	px_hear(&context, px_str(text), &(struct px_hear_with){ PX_MEMORY_AUTO_ON, NULL, NULL }, arena, parsed);
}

/* What tells how things are is no change of things that aren't there, nor a list, unless the reader is sure of it. */
static void test_against_the_reader(void **state)
{
	static const struct { const char *text; struct certain certain; const char *tool; } lines[] = {
		{ "Jolanta has left, Rashid is my team lead now.", { PX_MARK_UPDATE, 0.92F }, "remember" },
		{ "Sjoerd lives with my sister Anouk now.", { PX_MARK_UPDATE, 0.95F }, "remember" },
		{ "The doctor took me off ramipril, I don't take it any more.", { PX_MARK_DELETE, 0.9F }, "remember" },
		{ "We have two rabbits, Hazel and Clover.", { PX_MARK_ADD_ITEMS, 0.77F }, "remember" },
		{ "We have two rabbits, Hazel and Clover.", { PX_MARK_ADD_ITEMS, 0.99F }, "create_task" },
	};
	struct px_tz *utc = px_tz_fixed(0);

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct certain certain = lines[i].certain;
		struct px_nlu_result parsed;
		struct px_arena arena;
		px_arena_init(&arena);
		hear_certainly(lines[i].text, &certain, utc, &arena, &parsed);
		const char *tool = parsed.call_count ? parsed.calls[0].tool : "none";
		if (strcmp(tool, lines[i].tool) != 0)
			fail_msg("\"%s\": %s instead of %s (%s)", lines[i].text, tool, lines[i].tool, parsed.why);
		px_arena_release(&arena);
	}
	px_tz_free(utc);
}

/* Whoever says "remember" asks for it; else it was only heard, and is kept if it is a fact. */
static void test_asked_or_heard(void **state)
{
	static const struct { const char *text; bool asked; } lines[] = {
		{ "remember that the alarm is in the hall", true },
		{ "please remember: the meter is under the stairs", true },
		{ "Pixie, remember my locker is number 88", true },
		{ "my sister Lena is allergic to nuts", false },
	};
	struct px_tz *utc = px_tz_fixed(0);

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		struct certain certain = { PX_MARK_REMEMBER, 0.97F };
		struct px_nlu_result parsed;
		struct px_arena arena;
		px_arena_init(&arena);
		hear_certainly(lines[i].text, &certain, utc, &arena, &parsed);
		if (parsed.call_count != 1 || strcmp(parsed.calls[0].tool, "remember") != 0 ||
		    (strstr(parsed.calls[0].arguments, "\"heard\"") == NULL) != lines[i].asked)
			fail_msg("\"%s\": %s", lines[i].text, parsed.call_count ? parsed.calls[0].arguments : parsed.why);
		px_arena_release(&arena);
	}
	px_tz_free(utc);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_tools), cmocka_unit_test(test_against_the_reader),
					    cmocka_unit_test(test_asked_or_heard) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
