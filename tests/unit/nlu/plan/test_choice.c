/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/plan/choice.h"

#include "base/str.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { CALLS = 3 };

/* A reading by calls, each "tool {arguments}", and "known" behind it if the target is a thing that there is. */
struct reading {
	const char *act, *calls[CALLS];
};

static const struct {
	const char *text;
	struct reading frames, marked;
	float trust;
	bool counts; /* the marks do */
} rows[] = {
	/* what is put down may be an event; a statement without one stays what it is */
	{ "put down that the chiropodist is coming on Friday", { "memory", { "remember {\"text\":\"x\"}" } },
	  { NULL, { "create_event {\"title\":\"Chiropodist\",\"start\":\"2026-02-06\"}" } }, 0.9F, true },
	{ "put down that I like tea", { "memory", { "remember {\"text\":\"x\"}" } },
	  { NULL, { "update_task {\"target\":\"Tea\"}" } }, 0.9F, false },
	/* a list by its name is no question */
	{ "list for the co-op: drench, twine", { "list", { "list_tasks {\"query\":\"co-op: drench, twine\"}" } },
	  { NULL, { "create_task {\"title\":\"Drench\"}", "create_task {\"title\":\"Twine\"}" } }, 0.97F, true },
	{ "where's the site visit?", { "list", { "list_events {\"query\":\"site visit\"}" } },
	  { NULL, { "list_events {\"query\":\"Site visit\"}" } }, 1, false },
	{ "what have I got on the 3rd", { "list", { "list_events {\"query\":\"3rd\"}" } },
	  { NULL, { "list_events {\"start\":\"2026-06-03\",\"end\":\"2026-06-04\"}" } }, 0.98F, true },
	/* a name without what is no part of it, and never another time */
	{ "and I must post the card by the 12th", { "create", { "create_task {\"title\":\"I must post the card\",\"due\":\"2026-02-12\"}" } },
	  { NULL, { "create_task {\"title\":\"Post the card\",\"due\":\"2026-02-12\"}" } }, 1, true },
	{ "then lunch at 12:30", { "create", { "create_event {\"title\":\"Lunch\",\"start\":\"2026-03-30T12:30\"}" } },
	  { NULL, { "create_event {\"title\":\"Lunch\",\"start\":\"2026-03-28T12:30\"}" } }, 1, false },
	{ "today: wash the van, call Ann", { "listed", { "create_task {\"title\":\"Wash the van\",\"due\":\"2026-08-07\"}",
							 "create_task {\"title\":\"Call Ann\",\"due\":\"2026-08-07\"}" } },
	  { NULL, { "create_task {\"title\":\"Wash the van\"}", "create_task {\"title\":\"Call Ann\"}" } }, 1, false },
	{ "fix the door, carve pumpkins", { "listed", { "create_task {\"title\":\"Fix the door, carve pumpkins\"}" } },
	  { NULL, { "create_task {\"title\":\"Fix the door\"}", "create_task {\"title\":\"Carve pumpkins\"}" } }, 0.87F, true },
	{ "no briefing on Monday", { "create", { "create_event {\"title\":\"No briefing\",\"start\":\"2026-05-04\"}" } },
	  { NULL, { "delete_event {\"target\":\"Briefing\",\"occurrence\":\"2026-05-04\"}" } }, 0.9F, true },
	/* of two things the one that is named */
	{ "move the call to half past ten", { "change", { "update_event {\"target\":\"Tea with her\",\"start\":\"2026-03-30T10:30\"}" } },
	  { NULL, { "update_event {\"target\":\"Call Gwen\",\"start\":\"2026-03-29T10:30\"}" } }, 1, true },
	{ "cancel only the one with Mrs Cole", { "change", { "delete_event {\"target\":\"Meeting w/ Mrs Cole\"}" } },
	  { NULL, { "delete_event {\"target\":\"Meeting w/ head\"}" } }, 1, false },
	{ "and invite Bo by Sunday", { "change", { "update_event {\"target\":\"Party\",\"attendees\":[\"Bo by Sunday\"]}" } },
	  { NULL, { "create_task {\"title\":\"Invite Bo\",\"due\":\"2026-06-07\"}" } }, 0.95F, true },
	/* one time of a series */
	{ "this week only do it at two", { "continue", { "update_event {\"target\":\"Staff meeting\",\"start\":\"2026-05-10T14:00\"}" } },
	  { NULL, { "update_event {\"target\":\"Staff meeting\",\"start\":\"2026-05-13T14:00\",\"occurrence\":\"2026-05-13\"}" } },
	  0.98F, true },
	/* what is left out of many, and new names, the frames know better */
	{ "cancel everything tomorrow except lunch", { "change", { "delete_event {\"all\":true,\"start\":\"2026-01-14\"}" } },
	  { NULL, { "delete_event {\"target\":\"Lunch\"}", "delete_event {\"target\":\"Dentist\"}" } }, 1, false },
	{ "rename buy milk to buy oat milk", { "change", { "update_task {\"target\":\"Buy milk\",\"title\":\"Buy oat milk\"}" } },
	  { NULL, { "update_task {\"target\":\"Buy milk\",\"title\":\"Buy milk\"}" } }, 1, false },
	/* several things in one name; what has a time is no part of what has none */
	{ "florist Tue 2pm, headcount by 1 June", { "create", { "create_event {\"title\":\"Florist, headcount\",\"start\":\"2026-05-19T14:00\"}" } },
	  { NULL, { "create_event {\"title\":\"Florist\",\"start\":\"2026-05-19T14:00\"}",
		    "create_task {\"title\":\"Headcount\",\"due\":\"2026-06-01\"}" } }, 0.55F, true },
	{ "doctor at 1:15, ask about the rash", { "create", { "create_task {\"title\":\"Ask about the rash\"}" } },
	  { NULL, { "create_event {\"title\":\"Doctor\",\"start\":\"2026-11-03T13:15\"}",
		    "create_task {\"title\":\"Ask about the rash\"}" } }, 0.7F, true },
	/* a name that tells how a thing is that there is */
	{ "Conor's dentist is Wed not tomorrow", { "create", { "create_event {\"title\":\"Conor's dentist is not\",\"start\":\"2026-09-09\"}" } },
	  { NULL, { "update_event {\"target\":\"Conor dentist\",\"start\":\"2026-09-09T14:15\"} known" } }, 0.58F, true },
	{ "dentist Wednesday at 4", { "create", { "create_event {\"title\":\"Dentist\",\"start\":\"2026-09-09T16:00\"}" } },
	  { NULL, { "update_event {\"target\":\"Conor dentist\",\"start\":\"2026-09-09T16:00\"} known" } }, 0.58F, false },
	{ "the tea is not till 5", { "create", { "create_event {\"title\":\"The tea is not\",\"start\":\"2026-09-09T17:00\"}" } },
	  { NULL, { "update_event {\"target\":\"tea\",\"start\":\"2026-09-09T17:00\"}" } }, 0.58F, false },
	/* a question changes nothing */
	{ "with whom is the deposition?", { "continue", { "update_event {\"target\":\"Prep\",\"attendees\":[\"whom\"]} known" } },
	  { NULL, { "list_events {\"query\":\"Deposition\"}" } }, 0.75F, true },
	{ "how about tomorrow?", { "continue", { "update_event {\"target\":\"Prep\",\"start\":\"2026-05-20T09:00\"} known" } },
	  { NULL, { "list_events {\"start\":\"2026-05-20\"}" } }, 1, false },
	{ "find tasks about elephants", { "list", { "list_tasks {\"query\":\"elephants\"}" } },
	  { NULL, { "create_task {\"title\":\"Find tasks about elephants\"}" } }, 1, false },
	{ "reopen sort the photos", { "change", { "update_task {\"target\":\"sort the photos\",\"status\":\"pending\"}" } },
	  { NULL, { "create_task {\"title\":\"Sort the photos\"}" } }, 1, false },
	/* the thing that there is, where the frames' is none; a rank that is no name; a day that is no series */
	{ "emailed the school so tick that off", { "change", { "complete_task {\"target\":\"emailed the school\"}" } },
	  { NULL, { "complete_task {\"target\":\"Ring the school\"} known" } }, 0.8F, true },
	{ "Kenz has my Thursday, drop that one", { "reason", { "delete_task {\"target\":\"one\"}" } },
	  { NULL, { "delete_event {\"target\":\"Shift\"} known" } }, 0.9F, false },
	{ "make that urgent", { "continue", { "update_task {\"target\":\"Pitch\",\"title\":\"Urgent\"} known" } },
	  { NULL, { "update_task {\"target\":\"Pitch\",\"priority\":\"urgent\"} known" } }, 1, true },
	{ "Saturday's game is at 10 now", { "change", { "update_event {\"target\":\"Game\",\"start\":\"2026-04-25T10:00\",\"recurrence\":\"FREQ=WEEKLY\"} known" } },
	  { NULL, { "update_event {\"target\":\"Game\",\"start\":\"2026-04-25T10:00\"} known" } }, 1, true },
	{ "Tuesday's shift went, delete it", { "change", { "create_event {\"title\":\"Shift went\",\"start\":\"2026-08-25\"}",
							   "delete_event {\"target\":\"Shift went\"}" } },
	  { NULL, { "delete_event {\"target\":\"Late shift\"} known" } }, 1, true },
	{ "the vet can't do Monday, Tuesday same time", { "continue", { "create_event {\"title\":\"Vet can't do\",\"start\":\"2026-04-21\"}" } },
	  { NULL, { "update_event {\"target\":\"Vet\",\"start\":\"2026-04-21T08:00\"} known" } }, 1, true },
	/* what is recalled may have a namesake in the calendar */
	{ "who is my dentist?", { "recall", { "search_memory {\"query\":\"dentist\"}" } },
	  { NULL, { "list_events {\"query\":\"Dentist\"}" } }, 1, false },
	{ "where's Rufus's key", { "recall", { "search_memory {\"query\":\"key\"}" } },
	  { NULL, { "search_memory {\"query\":\"Rufus's key\"}" } }, 1, false },
	/* something new at its time, where the frames make nothing */
	{ "n oil change tmrw 2pm", { NULL, { NULL } },
	  { NULL, { "create_event {\"title\":\"Oil change\",\"start\":\"2026-07-11T14:00\"}" } }, 0.57F, true },
	{ "think about what is needed", { NULL, { NULL } }, { NULL, { "create_task {\"title\":\"What is needed\"}" } }, 0.57F, false },
	/* a reader that is less sure, one that drops a part, and acts whose forms are closed */
	{ "list for the co-op: drench, twine", { "list", { "list_tasks {\"query\":\"co-op: drench, twine\"}" } },
	  { NULL, { "create_task {\"title\":\"Drench\"}" } }, 0.9F, false },
	{ "mon 9-12 and wed 10-2", { "create", { "create_event {\"title\":\"Work\"}", "create_event {\"title\":\"Work\"}" } },
	  { NULL, { "create_event {\"title\":\"Work\"}" } }, 1, false },
	{ "undo", { "memory", { "undo {}" } }, { NULL, { "delete_event {\"target\":\"Dentist\"}" } }, 1, false },
	{ "remind me to call Ann", { "reminder", { "create_task {\"title\":\"Call Ann\"}" } },
	  { NULL, { "delete_task {\"target\":\"Call Ann\"}" } }, 1, false },
};

static void read_calls(const struct reading *reading, struct px_arena *arena, struct px_nlu_result *result)
{
	*result = (struct px_nlu_result){ .act = reading->act, .confidence = 0.9F };
	for (size_t i = 0; i < CALLS && reading->calls[i]; i++) {
		const char *arguments = strchr(reading->calls[i], ' ') + 1;
		const size_t name = (size_t)(arguments - 1 - reading->calls[i]);
		result->calls[i].tool = px_arena_strn(arena, reading->calls[i], name);
		const char *end = strrchr(arguments, '}') + 1;
		result->calls[i].arguments = px_arena_strn(arena, arguments, (size_t)(end - arguments));
		result->calls[i].item.bytes[0] = strcmp(end, " known") == 0;
		result->call_count++;
	}
}

static void test_choice(void **state)
{
	struct px_arena arena;
	size_t wrong = 0;

	(void)state;
	px_arena_init(&arena);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_nlu_result frames, marked;
		read_calls(&rows[i].frames, &arena, &frames);
		read_calls(&rows[i].marked, &arena, &marked);
		if (px_choice_marks(&frames, &marked, rows[i].trust, px_str(rows[i].text), &arena) == rows[i].counts)
			continue;
		print_error("row %zu, \"%s\": the %s\n", i, rows[i].text, rows[i].counts ? "frames" : "marks");
		wrong++;
	}
	px_arena_release(&arena);
	assert_int_equal(wrong, 0);
}

/* The reader costs a thousand times what the frames do: it is not run for what they can't be wrong about. */
static void test_sure(void **state)
{
	static const struct { struct reading frames; bool sure; } sure[] = {
		{ { "memory", { "undo {}" } }, true },
		{ { "reminder", { "create_task {\"title\":\"Call Ann\"}" } }, true },
		{ { "list", { "list_tasks {}" } }, true },
		{ { "settings", { "update_settings {}" } }, true },
		{ { "memory", { "remember {\"text\":\"x\"}" } }, false },
		{ { "list", { "list_tasks {\"query\":\"co-op\"}" } }, false },
		{ { "change", { "delete_event {\"target\":\"Lunch\"}" } }, false },
		{ { "model", { "create_task {\"title\":\"x\"}" } }, false },
	};
	struct px_nlu_result result;
	struct px_arena arena;

	(void)state;
	px_arena_init(&arena);
	for (size_t i = 0; i < sizeof(sure) / sizeof(sure[0]); i++) {
		read_calls(&sure[i].frames, &arena, &result);
		if (px_choice_sure(&result) != sure[i].sure)
			fail_msg("row %zu: %s", i, sure[i].frames.calls[0]);
	}
	px_arena_release(&arena);
}

/* Where nothing that the reader can say counts, it isn't run either: what px_choice_marks says of anything there. */
static void test_settled(void **state)
{
	static const struct { const char *text; struct reading frames; int item; bool settled; } of[] = {
		/* by its whole name; not a series, one that isn't there, a part of a name, or a short one */
		{ "mark fix the gate as done", { "change", { "complete_task {\"target\":\"Fix the gate\"}" } }, 1, true },
		{ "move Choir at Ann's to 5", { "change", { "update_event {\"target\":\"Choir at Ann's\"}" } }, 2, false },
		{ "mark fix the gate as done", { "change", { "complete_task {\"target\":\"Fix the gate\"}" } }, 0, false },
		{ "mark the gate as done", { "change", { "complete_task {\"target\":\"Fix the gate\"}" } }, 1, false },
		{ "fix the old gate is done", { "change", { "complete_task {\"target\":\"Fix the gate\"}" } }, 1, false },
		{ "move lunch to 1", { "change", { "update_event {\"target\":\"Lunch\"}" } }, 3, false },
		/* several things, or none by name */
		{ "same time", { "continue", { "list_tasks {\"due_after\":\"2026-05-10\"}" } }, 0, true },
		{ "clear them", { "change", { "delete_task {\"target\":\"A\"}", "delete_task {\"target\":\"B\"}" } }, 0, true },
		/* nothing was read, or something of which the reader may know better */
		{ "the gate", { "change", { NULL } }, 0, false },
		{ "buy fix the gate", { "create", { "create_task {\"title\":\"Fix the gate\"}" } }, 1, false },
	};
	static const struct px_nlu_item items[] = {
		{ .id = { { 1 } }, .title = "Fix the gate" },
		{ .id = { { 2 } }, .title = "Choir at Ann's", .recurrence = "FREQ=WEEKLY" },
		{ .id = { { 3 } }, .title = "Lunch" },
	};
	const struct px_nlu_context context = { .items = items, .item_count = 3 };
	struct px_arena arena;

	(void)state;
	px_arena_init(&arena);
	for (size_t i = 0; i < sizeof(of) / sizeof(of[0]); i++) {
		struct px_nlu_result frames;
		read_calls(&of[i].frames, &arena, &frames);
		if (of[i].item)
			frames.calls[0].item = items[of[i].item - 1].id;
		if (px_choice_settled(&context, &frames, px_str(of[i].text), &arena) != of[i].settled)
			fail_msg("row %zu: %s", i, of[i].text);
	}
	px_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_choice), cmocka_unit_test(test_sure),
					    cmocka_unit_test(test_settled) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
