/* SPDX-License-Identifier: Apache-2.0 */
/* The notation of marked messages: what is read, and what is refused with its reason. */
#include "nlu/report/gold.h"
#include "nlu/report/nlu.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include <string.h>

static enum px_err gold(const char *notation, struct px_arena *arena, struct px_str *text, struct px_marks *marks,
			struct px_error *error)
{
	return px_gold_read(px_str(notation), arena, text, marks, error);
}

static void requests_and_spans(void **state)
{
	struct px_arena arena;
	struct px_marks marks;
	struct px_str text;

	(void)state;
	px_arena_init(&arena);
	enum px_err err = gold("<complete>got {target:the beef} |<add_items>need {item:salt}", &arena, &text, &marks,
			       NULL);
	assert_int_equal(err, PX_OK);
	assert_string_equal(text.data, "got the beef need salt");
	assert_int_equal(marks.count, 2);
	const struct px_marked *first = &marks.requests[0], *second = &marks.requests[1];
	assert_int_equal(first->intent, PX_MARK_COMPLETE);
	assert_int_equal(first->end, 13);
	assert_int_equal(first->mark_count, 1);
	assert_int_equal(first->marks[0].tag, PX_MARK_TARGET);
	assert_int_equal(first->marks[0].begin, 4);
	assert_int_equal(first->marks[0].end, 12);
	assert_int_equal(second->intent, PX_MARK_ADD_ITEMS);
	assert_int_equal(second->begin, 13);
	assert_int_equal(second->end, text.size);
	assert_int_equal(second->marks[0].begin, 18);
	px_arena_release(&arena);
}

static void refusals(void **state)
{
	static const char *const lines[][2] = {
		{ "", "no intent" },
		{ "got it", "words before the first intent" },
		{ "<finish>got it", "no such intent" },
		{ "<complete>got {thing:it}", "no such tag" },
		{ "<complete>got {target:it", "a span does not end" },
		{ "<complete>got it}", "no span ends" },
		{ "<complete>got {target:{when:it}}", "no span may begin" },
		{ "<complete", "no intent" },
	};
	struct px_arena arena;
	struct px_marks marks;
	struct px_str text;
	struct px_error error;

	(void)state;
	px_arena_init(&arena);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		assert_int_equal(gold(lines[i][0], &arena, &text, &marks, &error), PX_INVALID);
		assert_non_null(strstr(error.message, lines[i][1]));
	}
	px_arena_release(&arena);
}

static void names_go_both_ways(void **state)
{
	(void)state;
	for (int i = 0; i < PX_MARK_INTENTS; i++)
		assert_int_equal(px_mark_intent_from_name(px_str(px_mark_intent_name((enum px_mark_intent)i))), i);
	for (int i = 0; i < PX_MARK_TAGS; i++)
		assert_int_equal(px_mark_tag_from_name(px_str(px_mark_tag_name((enum px_mark_tag)i))), i);
	assert_int_equal(px_mark_tag_from_name(PX_STR("thing")), PX_MARK_TAGS);
}

/* What marks alone come to. */
static void calls_of_marks(void **state)
{
	static const char *const lines[][3] = {
		{ "<create_task>{title:renew the passport} {when:by 1 March}, {title:pack} {when:by 10 March}",
		  "\"due\":\"2026-03-01\"", "\"title\":\"Pack\",\"due\":\"2026-03-10\"" },
		{ "<create_event>{title:Lunch} with {person:Margaret} {when:on Tuesday at 1} at {place:the Swan}",
		  "\"title\":\"Lunch with Margaret\"", "\"attendees\":[\"Margaret\"]" },
		{ "<create_event>{title:Lunch} with {person:Margaret} and {person:Sam} {when:on Tuesday at 1}",
		  "\"title\":\"Lunch with Margaret and Sam\"", "\"attendees\":[\"Margaret\",\"Sam\"]" },
		{ "<create_task>{title:grab} {item:an oil filter} and {title:wipers} {when:on Tuesday}",
		  "\"title\":\"Grab an oil filter\"", "\"title\":\"Wipers\"" },
		{ "<create_task>need to {title:buy steel caps}, {item:a thermos}", "\"title\":\"Buy steel caps\"",
		  "\"title\":\"Thermos\"" },
		{ "<add_items>out of {item:bread} and {item:loo roll}", "\"title\":\"Bread\"",
		  "\"title\":\"Loo roll\"" },
		{ "<create_task>{title:pay rent on} {when:Friday}", "\"title\":\"Pay rent\"", "2026-01-16" },
		/* called like the event before it, at its hours and its place where that is said */
		{ "<create_event>{title:band practice} {when:thu 7 to 9pm} at {place:joes} |<create_event>and another "
		  "{target:practice} {when:fri same time} same place",
		  "\"title\":\"Band practice\",\"start\":\"2026-01-16T19:00\",\"end\":\"2026-01-16T21:00\",\"location\":\"joes\"",
		  "\"start\":\"2026-01-15T19:00\"" },
		{ "<create_event>{title:open day} {when:sat 10-11am} at {place:Elm Road}, |<create_event>another one "
		  "{when:sat 12-1pm} at {place:Oak Lane}",
		  "\"title\":\"Open day\",\"start\":\"2026-01-17T12:00\"", "\"location\":\"Oak Lane\"" },
		/* not known here: handed on by its words to the caller, who knows more, and never made anew */
		{ "<move>push {target:unicorn} {when:to 5}", "update_event", "\"target\":\"unicorn\"" },
	};
	struct px_nlu_sessions *sessions = px_nlu_sessions_new();
	struct px_buf out = PX_BUF_INIT(1 << 16), line = PX_BUF_INIT(1 << 12);

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		px_buf_clear(&out);
		px_buf_clear(&line);
		(void)px_buf_printf(&line,
				    "{\"marks\":\"%s\",\"alone\":true,\"now\":\"2026-01-13T10:00\",\"tz\":\"+01:00\"}",
				    lines[i][0]);
		assert_int_equal(px_nlu_report_line(sessions, px_str(line.data), NULL, NULL, &out, NULL), PX_OK);
		if (!strstr(out.data, lines[i][1]) || !strstr(out.data, lines[i][2]))
			fail_msg("%s\n   got %s", lines[i][0], out.data);
	}
	px_buf_release(&out);
	px_buf_release(&line);
	px_nlu_sessions_free(sessions);
}

/* What marks come to beside things that are there: what must be in the answer, and what must not. */
static void calls_on_known(void **state)
{
	static const char *const lines[][3] = {
		/* named beside the pronoun, or before it in the message: not what was spoken of last */
		{ "<chat>the laser is broken, |<move>put {target:it} {when:tomorrow from 9 to 13}", "\"target\":\"Laser\"",
		  "\"target\":\"Clean" },
		{ "<move>choir is {when:at 8} now, they rang", "\"target\":\"Choir\"", "\"target\":\"Clean" },
		/* one title with nothing between its parts; a heading is none */
		{ "<create_event>{title:meeting w/} {title:head} {when:thursday 8.15am}", "\"title\":\"Meeting w/ head\"",
		  "\"title\":\"Head\"" },
		{ "<create_event>{title:visits} {when:tomorrow}: {title:ann} {when:8am}, {title:ben} {when:10.30}",
		  "\"title\":\"Ben\",\"start\":\"2026-01-14T10:30\"", "\"title\":\"Visits\"" },
		/* figures with a dot are hours, whatever day they could be */
		{ "<create_event>{title:mr hughes} {when:10.30}", "T10:30", "-10-30" },
		/* what is somewhere that is no list is no question for the tasks */
		{ "<ask_tasks>what is in the fridge?", "\"calls\":[]", "list_tasks" },
		{ "<ask_tasks>what is left to do?", "list_tasks", "\"calls\":[]" },
		/* one day of a repeating task: the next time, never the whole */
		{ "<skip>no {target:timesheets} {when:this friday}", "\"due\":\"2026-01-23\"", "delete_task\",\"arg" },
		{ "<skip>no {target:timesheets} {when:on the 23rd}", "\"question\":\"I can only leave out the next", "\"tool\"" },
		/* what stands in front of a lead is the new thing */
		{ "<remind>load-in {lead:three hours before} {target:choir}", "create_event\",\"arguments\":{\"title\":\"Load-in\","
		  "\"start\":\"2026-01-14T16:00\"", "\"title\":\"Choir\"" },
		{ "<remind>{title:cab to the hall} {when:two} and {lead:a half hours before} the {target:choir}",
		  "\"title\":\"Cab to the hall\",\"start\":\"2026-01-14T16:30\"", "\"title\":\"Choir\"" },
		{ "<remind>{title:pack} the scores {lead:an hour before} {target:choir}",
		  "create_task\",\"arguments\":{\"title\":\"Pack the scores\"", "\"title\":\"Choir\"" },
		{ "<remind>ping me {lead:an hour before} {target:choir}", "update_event\",\"arguments\":{\"target\":\"Choir\"",
		  "Ping" },
		/* by a place or a guest, where no title has the word */
		{ "<delete>{target:Priory Street} just cancelled on me", "\"target\":\"Tour\"", "\"target\":\"Priory" },
		{ "<delete>Imogen just cancelled on me", "\"target\":\"Tour\"", "\"target\":\"Clean" },
		{ "<delete>they pulled out of priory street, cancel {target:that one}", "\"target\":\"Tour\"",
		  "\"question\"" },
		/* a day that stands alone says which of them is meant */
		{ "<delete>swapped {target:thursdays} with Mel so delete {target:that shift}", "delete_event", "\"question\"" },
		{ "<delete>Kay takes my {target:saturday} so drop {target:that one}", "delete_event", "\"question\"" },
		{ "<create_event>{title:tea with} {person:jo} {when:tmrw at 11} |<create_event>and {title:tea with} {person:di} "
		  "{when:sat same time}", "\"start\":\"2026-01-17T11:00\"", "\"question\"" },
		{ "<move>the guide can't do {when:monday}, it's {when:tuesday} now", "\"calls\":[", "\"Clean" },
		{ "<move>{target:sats} {target:shift} is {when:at 10} now", "\"start\":\"2026-01-17T10:00\"", "\"recurrence\"" },
		{ "<move>the tour can't do {when:monday}, it's {when:tuesday} now", "\"start\":\"2026-01-20T11:00\"", "\"Clean" },
		/* each with the time behind it; of two days the first is the one it has */
		{ "<move>move the {target:tour} {when:to the friday} and {target:choir} {when:a week later}",
		  "\"target\":\"Tour\",\"start\":\"2026-01-23T11:00\"", "\"target\":\"Choir\",\"start\"" },
		{ "<move>the guide can't do {when:monday} for the {target:tour}, it's {when:tuesday} now",
		  "\"start\":\"2026-01-20T11:00\"", "\"start\":\"2026-01-19" },
		{ "<move>{target:choir} stays {when:on Friday}", "\"start\":\"2026-01-16T19:00\"", "\"question\"" },
		/* an exception, though it was taken for a target; and "that" behind it */
		{ "<complete>got {target:everything} but {target:the jam}", "\"target\":\"Flour\"", "\"target\":\"Jam\"" },
		{ "<complete>{target:1099s} are in", "\"target\":\"File 1099s\"", "\"question\"" },
		/* what looks like a time is a name */
		{ "<complete>{when:7A} done", "\"target\":\"7A\"", "\"target\":\"Clean" },
		/* a correction of what it names; a place that was taken back; no new name without a word for it */
		{ "<correct>correction: {target:choir} begins {when:at 8}", "\"target\":\"Choir\"", "\"target\":\"Clean" },
		{ "<update>{target:choir} is at {place:the annexe} no wait at {place:St Mary's}", "\"location\":\"St Mary's\"",
		  "annexe" },
		{ "<update>{title:ask about the heel}, put that with {target:choir}", "\"add_notes\":\"Ask about the heel\"",
		  "\"title\":\"" },
		{ "<move>{title:the plumber} can come then, put {target:him} down {when:for 2 pm}", "\"calls\":[", "\"Choir\"" },
		/* one day of a series is not all of it */
		{ "<skip>skip {when:fridays} {target:standup}", "\"occurrence\":\"2026-01-16\"", "\"question\"" },
		{ "<move>this {target:fridays} {target:standup} is at {when:8am} tho", "\"occurrence\":\"2026-01-16\"",
		  "\"recurrence\"" },
	};
	static const char context[] =
		"{\"tasks\":[{\"title\":\"Clean the flat\"},{\"title\":\"Flour\",\"project\":\"Baking\"},{\"title\":\"Jam\","
		"\"project\":\"Baking\"},{\"title\":\"Yeast\",\"project\":\"Baking\"},{\"title\":\"7A\"},{\"title\":\"File 1099s\"},{\"title\":\"Timesheets\",\"due\":\"2026-01-16\","
		"\"recurrence\":\"FREQ=WEEKLY;BYDAY=FR\"}],\"events\":[{\"title\":\"Laser\",\"start\":"
		"\"2026-01-13T13:00\",\"end\":\"2026-01-13T17:00\"},{\"title\":\"Choir\",\"start\":"
		"\"2026-01-14T19:00\",\"end\":\"2026-01-14T20:00\"},"
		"{\"title\":\"Tour\",\"start\":\"2026-01-19T11:00\",\"end\":\"2026-01-19T12:00\",\"beside\":\"4 Priory Street, "
		"Imogen\"},{\"title\":\"Shift\",\"start\":\"2026-01-15T08:00\",\"end\":\"2026-01-15T16:00\"},"
		"{\"title\":\"Shift\",\"start\":\"2026-01-17T08:00\",\"end\":\"2026-01-17T16:00\"},{\"title\":\"Standup\","
		"\"start\":\"2026-01-13T10:30\",\"end\":\"2026-01-13T10:45\",\"recurrence\":"
		"\"FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR\"}]}";
	struct px_nlu_sessions *sessions = px_nlu_sessions_new();
	struct px_buf out = PX_BUF_INIT(1 << 16), line = PX_BUF_INIT(1 << 13);

	(void)state;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		px_buf_clear(&out);
		px_buf_clear(&line);
		(void)px_buf_printf(&line,
				    "{\"marks\":\"%s\",\"alone\":true,\"now\":\"2026-01-13T10:00\",\"tz\":\"+01:00\","
				    "\"context\":%s}",
				    lines[i][0], context);
		assert_int_equal(px_nlu_report_line(sessions, px_str(line.data), NULL, NULL, &out, NULL), PX_OK);
		if (!strstr(out.data, lines[i][1]) || strstr(out.data, lines[i][2]))
			fail_msg("%s\n   got %s", lines[i][0], out.data);
	}
	px_buf_release(&out);
	px_buf_release(&line);
	px_nlu_sessions_free(sessions);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(requests_and_spans),
		cmocka_unit_test(refusals),
		cmocka_unit_test(names_go_both_ways),
		cmocka_unit_test(calls_of_marks),
		cmocka_unit_test(calls_on_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
