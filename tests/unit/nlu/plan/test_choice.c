/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/plan/choice.h"

#include "base/str.h"
#include "nlu/plan/choice_parts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { CALLS = 3 };

/* A reading by calls, each "tool {arguments}", and "known" behind it if the target is a thing that there is. */
struct reading {
	const char *act, *calls[CALLS];
	float confidence; /* 0: 0.9 */
	bool greets;
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
	/* what is told is no question, and what is asked of days no memory */
	{ "kiln is booked in for monday 8am", { "model", { "list_events {\"query\":\"kiln\"}" } },
	  { NULL, { "create_event {\"title\":\"Kiln\",\"start\":\"2026-06-08T08:00\"}" } }, 0.4F, true },
	{ "who have we got tomorrow", { "recall", { "search_memory {\"query\":\"got tomorrow\"}" } },
	  { NULL, { "list_events {\"start\":\"2026-06-08\",\"end\":\"2026-06-09\"}" } }, 0.5F, true },
	{ "which hours do I have to be where", { "list", { "list_tasks {\"query\":\"hours do I have to be where\"}" } },
	  { NULL, { "list_events {\"start\":\"2026-06-08\",\"end\":\"2026-06-09\"}" } }, 0.75F, true },
	{ "what is on for Naidoo this week?", { "list", { "list_events {\"query\":\"Naidoo\",\"start\":\"2026-06-08\"}" } },
	  { NULL, { "list_events {\"start\":\"2026-06-08\",\"end\":\"2026-06-15\"}" } }, 0.9F, false },
	{ "where's the eye clinic?", { "recall", { "search_memory {\"query\":\"eye clinic\"}" } },
	  { NULL, { "list_events {\"query\":\"Eye clinic\"}" } }, 1, true },
	/* small talk is nothing new, and moves nothing */
	{ "the baby had a lovely day today", { "create", { "create_event {\"title\":\"The baby had a lovely day\",\"start\":\"2026-06-08\"}" } },
	  { "chat", { NULL } }, 0.9F, true },
	{ "she's coming friday 3pm", { "model", { "create_event {\"title\":\"She's coming\",\"start\":\"2026-06-12T15:00\"}" } },
	  { "move", { "update_task {\"target\":\"Ring the glazier\",\"due\":\"2026-06-12T15:00\"} known" } }, 0.8F, false },
	{ "they say not friday, saturday", { "model", { "create_event {\"title\":\"They say not\",\"start\":\"2026-06-12\"}" } },
	  { "move", { "update_event {\"target\":\"Site visit\",\"start\":\"2026-06-13\"} known" } }, 0.97F, true },
	{ "fitting at 4", { "create", { "create_event {\"title\":\"Fitting\",\"start\":\"2026-06-08T16:00\"}" } },
	  { "move", { "update_task {\"target\":\"Drive Jo to the fitting\",\"due\":\"2026-06-08T16:00\"} known" } }, 0.97F, false },
	/* a greeting or a sigh in front is not all that was said */
	{ "oh and put down diesel", { "memory", { NULL }, 0, true }, { NULL, { "create_task {\"title\":\"Diesel\"}" } }, 0.65F, true },
	{ "thanks for the dentist", { "memory", { NULL }, 0, true }, { NULL, { "create_task {\"title\":\"Dentist\"}" } }, 0.5F, false },
	{ "thanks, that's the dentist done", { "memory", { NULL }, 0, true },
	  { NULL, { "complete_task {\"target\":\"Dentist\"} known" } }, 0.9F, true },
	{ "good, the dentist", { "memory", { NULL }, 0, true }, { NULL, { "complete_task {\"target\":\"Dentist\"} known" } }, 0.7F, false },
	/* nobody is at two things at once, but things have times of their own */
	{ "trim and fringe Friday 2-3", { "create", { "create_event {\"title\":\"Trim and fringe\",\"start\":\"2026-06-12T14:00\"}" } },
	  { NULL, { "create_event {\"title\":\"Trim\",\"start\":\"2026-06-12T14:00\"}",
		    "create_event {\"title\":\"Fringe\",\"start\":\"2026-06-12T14:00\"}" } }, 0.98F, false },
	{ "today: paint for Mrs Ng, sand the door", { "listed", { "create_task {\"title\":\"Paint for Mrs Ng\",\"due\":\"2026-06-08\"}",
								  "create_task {\"title\":\"Sand the door\",\"due\":\"2026-06-08\"}" } },
	  { NULL, { "create_task {\"title\":\"Paint\"}", "create_task {\"title\":\"Mrs Ng\"}",
		    "create_task {\"title\":\"Sand the door\"}" } }, 0.7F, false },
	{ "early 0612 to 1020 and back on 1500 till 1910", { NULL, { NULL } },
	  { NULL, { "create_event {\"title\":\"Early\",\"start\":\"2026-06-08T06:12\",\"end\":\"2026-06-08T10:20\"}",
		    "create_event {\"title\":\"Back\",\"start\":\"2026-06-08T15:00\",\"end\":\"2026-06-08T19:10\"}" } }, 0.44F, true },
	/* a name without what is no part of it, and never another time */
	{ "then lunch at 12:30", { "create", { "create_event {\"title\":\"Lunch\",\"start\":\"2026-03-30T12:30\"}" } },
	  { NULL, { "create_event {\"title\":\"Lunch\",\"start\":\"2026-03-28T12:30\"}" } }, 1, false },
	{ "today: wash the van, call Ann", { "listed", { "create_task {\"title\":\"Wash the van\",\"due\":\"2026-08-07\"}",
							 "create_task {\"title\":\"Call Ann\",\"due\":\"2026-08-07\"}" } },
	  { NULL, { "create_task {\"title\":\"Wash the van\"}", "create_task {\"title\":\"Call Ann\"}" } }, 1, false },
	/* of two things the one that is named */
	{ "cancel only the one with Mrs Cole", { "change", { "delete_event {\"target\":\"Meeting w/ Mrs Cole\"}" } },
	  { NULL, { "delete_event {\"target\":\"Meeting w/ head\"}" } }, 1, false },
	/* what is left out of many, and new names, the frames know better */
	{ "cancel everything tomorrow except lunch", { "change", { "delete_event {\"all\":true,\"start\":\"2026-01-14\"}" } },
	  { NULL, { "delete_event {\"target\":\"Lunch\"}", "delete_event {\"target\":\"Dentist\"}" } }, 1, false },
	{ "rename buy milk to buy oat milk", { "change", { "update_task {\"target\":\"Buy milk\",\"title\":\"Buy oat milk\"}" } },
	  { NULL, { "update_task {\"target\":\"Buy milk\",\"title\":\"Buy milk\"}" } }, 1, false },
	/* a name that tells how a thing is that there is */
	{ "dentist Wednesday at 4", { "create", { "create_event {\"title\":\"Dentist\",\"start\":\"2026-09-09T16:00\"}" } },
	  { NULL, { "update_event {\"target\":\"Conor dentist\",\"start\":\"2026-09-09T16:00\"} known" } }, 0.58F, false },
	{ "the tea is not till 5", { "create", { "create_event {\"title\":\"The tea is not\",\"start\":\"2026-09-09T17:00\"}" } },
	  { NULL, { "update_event {\"target\":\"tea\",\"start\":\"2026-09-09T17:00\"}" } }, 0.58F, false },
	/* a question changes nothing */
	{ "how about tomorrow?", { "continue", { "update_event {\"target\":\"Prep\",\"start\":\"2026-05-20T09:00\"} known" } },
	  { NULL, { "list_events {\"start\":\"2026-05-20\"}" } }, 1, false },
	{ "find tasks about elephants", { "list", { "list_tasks {\"query\":\"elephants\"}" } },
	  { NULL, { "create_task {\"title\":\"Find tasks about elephants\"}" } }, 1, false },
	{ "reopen sort the photos", { "change", { "update_task {\"target\":\"sort the photos\",\"status\":\"pending\"}" } },
	  { NULL, { "create_task {\"title\":\"Sort the photos\"}" } }, 1, false },
	/* the thing that there is, where the frames' is none, but none that is known by chance */
	{ "Kenz has my Thursday, drop that one", { "reason", { "delete_task {\"target\":\"one\"}" } },
	  { NULL, { "delete_event {\"target\":\"Shift\"} known" } }, 0.9F, false },
	{ "Tuesday's shift went, delete it", { "change", { "create_event {\"title\":\"Shift went\",\"start\":\"2026-08-25\"}",
							   "delete_event {\"target\":\"Shift went\"}" } },
	  { NULL, { "delete_event {\"target\":\"Late shift\"} known" } }, 1, true },
	/* what is recalled may have a namesake in the calendar */
	{ "who is my dentist?", { "recall", { "search_memory {\"query\":\"dentist\"}" } },
	  { NULL, { "list_events {\"query\":\"Dentist\"}" } }, 1, false },
	{ "where's Rufus's key", { "recall", { "search_memory {\"query\":\"key\"}" } },
	  { NULL, { "search_memory {\"query\":\"Rufus's key\"}" } }, 1, false },
	{ "what do we still need?", { "recall", { "search_memory {\"query\":\"need\"}" } },
	  { NULL, { "list_tasks {\"project\":\"Shopping\"}" } }, 0.97F, true },
	/* the past of a task's verb, but not what others did */
	{ "emailed Bea, she is fine", { NULL, { NULL } }, { NULL, { "complete_task {\"target\":\"Email Bea\"} known" } }, 0.8F, true },
	{ "had a letter from Bea", { NULL, { NULL } }, { NULL, { "complete_task {\"target\":\"Email Bea\"} known" } }, 0.8F, false },
	/* a list's name with a full stop asks for no list beside; a sentence is no name; a date is more than a fact */
	{ "Party. Juice, crisps.", { "model", { "list_tasks {\"query\":\"Party\"}", "create_task {\"title\":\"Juice\"}",
						 "create_task {\"title\":\"Crisps\"}" } },
	  { NULL, { "create_task {\"title\":\"Juice\"}", "create_task {\"title\":\"Crisps\"}" } }, 0.97F, true },
	{ "MOT is due on May 2, kindly remind", { "create", { "create_task {\"title\":\"MOT\",\"due\":\"2026-05-02\"}" } },
	  { NULL, { "remember {\"text\":\"MOT is due on May 2\"}" } }, 0.9F, false },
	/* a reader that is less sure, one that drops a part, and acts whose forms are closed */
	{ "list for the co-op: drench, twine", { "list", { "list_tasks {\"query\":\"co-op: drench, twine\"}" } },
	  { NULL, { "create_task {\"title\":\"Drench\"}" } }, 0.9F, false },
	{ "mon 9-12 and wed 10-2", { "create", { "create_event {\"title\":\"Work\"}", "create_event {\"title\":\"Work\"}" } },
	  { NULL, { "create_event {\"title\":\"Work\"}" } }, 1, false },
	/* parts that are none by themselves */
	{ "salt and vinegar crisps", { "create", { "create_task {\"title\":\"Salt and vinegar crisps\"}" } },
	  { NULL, { "create_task {\"title\":\"Salt\"}", "create_task {\"title\":\"Vinegar\"}", "create_task {\"title\":\"Crisps\"}" } },
	  1, false },
	{ "sand, prime and paint the door", { "create", { "create_task {\"title\":\"Sand, prime and paint the door\"}" } },
	  { NULL, { "create_task {\"title\":\"Sand\"}", "create_task {\"title\":\"Prime\"}", "create_task {\"title\":\"Paint the door\"}" } },
	  1, false },
	{ "take the bins out and put them by the road", { "listed", { "create_task {\"title\":\"Take the bins out and put them by the road\"}" } },
	  { NULL, { "create_task {\"title\":\"Take the bins out\"}", "create_task {\"title\":\"Put them by the road\"}" } }, 1, false },
	{ "film night: Vertigo, Friday 8pm", { "create", { "create_event {\"title\":\"Film night: Vertigo\",\"start\":\"2026-09-11T20:00\"}" } },
	  { NULL, { "create_event {\"title\":\"Film night\",\"start\":\"2026-09-11T20:00\"}",
		    "create_event {\"title\":\"Vertigo\",\"start\":\"2026-09-11T20:00\"}" } }, 1, false },
	{ "yoga mon and wed 7-9pm", { "create", { "create_event {\"title\":\"Yoga\",\"recurrence\":\"FREQ=WEEKLY;BYDAY=MO,WE\"}" } },
	  { NULL, { "create_event {\"title\":\"Yoga\"}", "create_event {\"title\":\"Yoga\"}" } }, 1, false },
	/* nobody forgets, moves or renames by chance */
	{ "don't let me forget mum's card", { "create", { "create_task {\"title\":\"Mum's card\"}" } },
	  { NULL, { "forget {\"target\":\"mum's card\"}" } }, 1, false },
	{ "meeting at 3", { "create", { "create_event {\"title\":\"Meeting\",\"start\":\"2026-01-13T15:00\"}" } },
	  { NULL, { "update_event {\"target\":\"Board meeting\",\"start\":\"2026-01-21T15:00\"} known" } }, 1, false },
	{ "Nina is dropping in at 6", { "create", { "create_event {\"title\":\"Nina is dropping in\",\"start\":\"2026-01-16T18:00\"}" } },
	  { NULL, { "create_event {\"title\":\"Dropping in\",\"start\":\"2026-01-16T18:00\"}" } }, 1, false },
	{ "undo", { "memory", { "undo {}" } }, { NULL, { "delete_event {\"target\":\"Dentist\"}" } }, 1, false },
	{ "remind me to call Ann", { "reminder", { "create_task {\"title\":\"Call Ann\"}" } },
	  { NULL, { "delete_task {\"target\":\"Call Ann\"}" } }, 1, false },
};

static void read_calls(const struct reading *reading, struct px_arena *arena, struct px_nlu_result *result)
{
	*result = (struct px_nlu_result){ .act = reading->act, .greets = reading->greets, .smalltalk = reading->greets ? "OK." : NULL,
					     .confidence = reading->confidence > 0 ? reading->confidence : 0.9F };
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
		const struct px_readings readings = { .frames = &frames, .marked = &marked, .trust = rows[i].trust,
						      .text = px_str(rows[i].text) };
		if (px_choice_marks(&readings, &arena) == rows[i].counts)
			continue;
		print_error("row %zu, \"%s\": the %s\n", i, rows[i].text, rows[i].counts ? "frames" : "marks");
		wrong++;
	}
	px_arena_release(&arena);
	assert_int_equal(wrong, 0);
}

static float feature(const struct px_choice_features *features, const char *name)
{
	for (size_t i = 0; i < features->count; i++) {
		if (strcmp(features->at[i].name, name) == 0)
			return features->at[i].value;
	}
	return 0;
}

/* What two readings are compared by: the weights go by these names. */
static void test_features(void **state)
{
	static const struct reading said = { "create", { "create_task {\"title\":\"Move the vet to Friday at nine\"}" } };
	static const struct reading read = { "move", { "update_event {\"target\":\"Vet\",\"start\":\"2026-06-12T09:00\"} known" } };
	static const struct { const char *name; float value; } wanted[] = {
		{ "act=create", 1 }, { "marked=move", 1 }, { "create>update", 1 }, { "marked.target", 1 },
		{ "marked.unknown", 0 }, { "marked.named", 1 }, { "marked.clocked", 1 }, { "frames.timed", 0 },
		{ "timed.more", 1 }, { "times.same", 0 }, { "tools.same", 0 }, { "marked.short", 1 }, { "frames.long", 0.7F },
		{ "said.follows", 1 }, { "more", 0 }, { "frames.covered", 1 },
	};
	struct px_nlu_result frames, marked;
	struct px_choice_features features;
	struct px_arena arena;

	(void)state;
	px_arena_init(&arena);
	read_calls(&said, &arena, &frames);
	read_calls(&read, &arena, &marked);
	const struct px_readings readings = { .frames = &frames, .marked = &marked, .trust = 0.9F, .follows = true,
					      .text = PX_STR("move the vet to Friday at nine") };
	px_choice_features(&readings, &arena, &features);
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		const float value = feature(&features, wanted[i].name);
		if (value < wanted[i].value - 0.001F || value > wanted[i].value + 0.001F)
			fail_msg("%s is %g, not %g", wanted[i].name, (double)value, (double)wanted[i].value);
	}
	px_arena_release(&arena);
}

/* What is taken away is gone: where the frames read something else, nothing is forgotten. */
static void test_forgets_nothing(void **state)
{
	static const struct reading said = { "memory", { "remember {\"text\":\"Anna can't eat nuts\"}" } };
	static const struct reading read = { "forget", { "forget {\"target\":\"anna\"}" } };
	struct px_nlu_result frames, marked;
	struct px_arena arena;

	(void)state;
	px_arena_init(&arena);
	read_calls(&said, &arena, &frames);
	read_calls(&read, &arena, &marked);
	const struct px_readings readings = { .frames = &frames, .marked = &marked, .trust = 1,
					      .text = PX_STR("don't forget, Anna can't eat nuts") };
	assert_false(px_choice_marks(&readings, &arena));
	px_arena_release(&arena);
}

/* Nothing and nothing are no agreement: the reader lends its trust to what is done. */
static void test_agrees(void **state)
{
	static const struct reading asks = { "ask", { NULL } }, chats = { "chat", { NULL } };
	static const struct reading done = { "change", { "complete_task {\"target\":\"Hay\"}" } };
	struct px_nlu_result frames, marked;
	struct px_arena arena;

	(void)state;
	px_arena_init(&arena);
	read_calls(&asks, &arena, &frames);
	read_calls(&chats, &arena, &marked);
	const struct px_readings readings = { .frames = &frames, .marked = &marked, .trust = 1, .text = PX_STR("hay") };
	assert_false(px_choice_agrees(&readings));
	read_calls(&done, &arena, &frames);
	read_calls(&done, &arena, &marked);
	assert_true(px_choice_agrees(&readings));
	px_arena_release(&arena);
}

/* A change of something that no word names, in whatever form, is not taken from a reader that is not sure. */
static void test_names_thing(void **state)
{
	static const struct { const char *name, *text; bool named; } of[] = {
		{ "Ring the glazier", "he's coming on Friday", false }, { "Ring the glazier", "the glazier's at ten", true },
		{ "Dentist", "dentists moved to four", true }, { "GP", "gp is at four now", true },
		{ "Zahnarzt", "den Zahnarzttermin auf vier", true }, { "Lunch with Bo", "dinner is at eight", false },
	};
	struct px_arena arena;

	(void)state;
	px_arena_init(&arena);
	for (size_t i = 0; i < sizeof(of) / sizeof(of[0]); i++) {
		if (px_choice_is_named(of[i].name, px_str(of[i].text), &arena) != of[i].named)
			fail_msg("%s: %s", of[i].name, of[i].text);
	}
	px_arena_release(&arena);
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
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_choice), cmocka_unit_test(test_features),
					    cmocka_unit_test(test_forgets_nothing), cmocka_unit_test(test_agrees),
					    cmocka_unit_test(test_names_thing), cmocka_unit_test(test_sure),
					    cmocka_unit_test(test_settled) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
