/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/tools.h"

#include "agent/schema.h"
#include "domain/task.h"
#include "support/world.h"
#include "sys/zoneinfo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* What a test needs of one call; texts stay valid with the world. */
struct outcome {
	enum px_err err;
	struct px_error error;
	struct px_reply reply;
	struct px_nlu_outcome said;
	size_t changes;
	const char *data; /* of the rows, JSON */
};

static int setup(void **state)
{
	static struct px_world world;

	px_world_open(&world, "Europe/Berlin", "2026-01-14T09:00");
	px_world_begin(&world);
	*state = &world;
	return 0;
}

static int teardown(void **state)
{
	px_world_close(*state);
	return 0;
}

static struct outcome run(struct px_world *world, const char *tool, const char *arguments_text)
{
	struct px_nlu_context nlu = { .now = world->now, .tz = world->tz, .locale = "en-GB",
				      .find_zone = px_zoneinfo_find };
	struct px_tool_context context = { .tx = world->tx, .user = &world->user, .nlu = &nlu, .arena = &world->arena,
					   .want_data = true };
	struct outcome outcome = { 0 };
	struct px_tool_result result;
	json_t *arguments = json_loads(arguments_text, 0, NULL);

	assert_non_null(arguments);
	outcome.err = px_tool_run(&context, tool, arguments, &result, &outcome.error);
	outcome.reply = result.reply;
	outcome.said = result.outcome;
	outcome.changes = result.change_count;
	char *data = json_dumps(result.data, JSON_COMPACT);
	outcome.data = px_arena_str(&world->arena, px_str(data));
	free(data);
	json_decref(arguments);
	px_tool_result_release(&result);
	return outcome;
}

static struct outcome ok(struct px_world *world, const char *tool, const char *arguments)
{
	struct outcome outcome = run(world, tool, arguments);

	if (outcome.err)
		fail_msg("%s %s: %s %s", tool, arguments, outcome.error.field, outcome.error.message);
	return outcome;
}

static void refused(struct px_world *world, const char *tool, const char *arguments,
		    enum px_err err, const char *field)
{
	struct outcome outcome = run(world, tool, arguments);

	if (outcome.err != err || strcmp(outcome.error.field, field) != 0)
		fail_msg("%s %s: %s, field \"%s\" (%s)", tool, arguments, px_err_name(outcome.err),
			 outcome.error.field, outcome.error.message);
	assert_false(outcome.said.ok);
	assert_int_equal(outcome.changes, 0);
}

/* The title and due date of the i-th item shown. */
static void shown(struct px_world *world, const struct outcome *outcome, size_t i, const char *title,
		  const char *when)
{
	assert_true(i < outcome->reply.item_count);
	const struct px_nlu_item *item = &outcome->reply.items[i];
	char text[PX_CIVIL_TEXT] = "none";

	if (item->start != PX_TIME_NONE)
		px_civil_format_ms(item->start, text);
	else if (item->due_day != PX_DAY_NONE)
		px_civil_format_day(item->due_day, text);
	text[16] = '\0';
	assert_string_equal(item->title, title);
	assert_string_equal(text, when);
	(void)world;
}

static void test_table_is_sound(void **state)
{
	static const char *const expected[] = {
		"create_task", "list_tasks", "update_task", "complete_task", "delete_task",
		"create_event", "list_events", "update_event", "delete_event", "create_project", "list_projects",
		"update_project", "delete_project", "search_memory",
		"remember", "forget", "undo", "daily_brief",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		const struct px_tool *tool = px_tool_find(expected[i]);
		assert_non_null(tool);
		const json_t *schema = px_tool_schema(tool);
		assert_string_equal(json_string_value(json_object_get(schema, "type")), "object");
		assert_true(json_is_false(json_object_get(schema, "additionalProperties")));
		assert_true(json_is_object(json_object_get(schema, "properties")));
		assert_true(tool->description[0] != '\0');
	}
	assert_null(px_tool_find("drop_table"));
}

static void test_arguments_are_checked(void **state)
{
	struct px_world *world = *state;

	refused(world, "drop_table", "{}", PX_INVALID, "tool");
	refused(world, "create_task", "{}", PX_INVALID, "title");
	refused(world, "create_task", "{\"title\":\"\"}", PX_INVALID, "title");
	refused(world, "create_task", "{\"title\":\"x\",\"colour\":\"red\"}", PX_INVALID, "colour");
	refused(world, "create_task", "{\"title\":\"x\",\"due\":5}", PX_INVALID, "due");
	refused(world, "create_task", "{\"title\":\"x\",\"due\":\"purple\"}", PX_INVALID, "due");
	refused(world, "create_task", "{\"title\":\"x\",\"due\":\"-0001-01-01\"}", PX_INVALID, "due");
	refused(world, "create_task", "{\"title\":\"x\",\"due\":\"9999-01-01\"}", PX_INVALID, "due");
	refused(world, "create_task", "{\"title\":\"x\",\"due\":\"2026-02-30\"}", PX_INVALID, "due");
	refused(world, "create_task", "{\"title\":\"x\",\"priority\":\"asap\"}", PX_INVALID, "priority");
	refused(world, "create_task", "{\"title\":\"x\",\"tags\":[\"a\",7]}", PX_INVALID, "tags.1");
	refused(world, "create_task", "{\"title\":\"x\",\"recurrence\":\"FREQ=SOMETIMES\"}",
		PX_INVALID, "recurrence");
	refused(world, "create_event", "{\"title\":\"x\"}", PX_INVALID, "start");
	refused(world, "create_event",
		"{\"title\":\"x\",\"start\":\"2026-01-15T12:00\",\"end\":\"2026-01-15T11:00\"}",
		PX_INVALID, "end");
	refused(world, "update_task", "{\"title\":\"x\"}", PX_INVALID, "target");
	refused(world, "complete_task", "{\"id\":\"not-a-uuid\"}", PX_INVALID, "id");
	refused(world, "complete_task", "{\"id\":\"0192f0c1-0000-7000-8000-000000000000\"}",
		PX_NOT_FOUND, "id");
	struct outcome missing = run(world, "complete_task", "{\"target\":\"the moon landing\"}");
	assert_int_equal(missing.err, PX_NOT_FOUND);
	assert_int_equal(missing.reply.kind, PX_REPLY_NOT_FOUND);
	assert_string_equal(missing.reply.text, "the moon landing");
}

static void test_task_life(void **state)
{
	struct px_world *world = *state;
	struct outcome o = ok(world, "create_task",
			      "{\"title\":\"Fix the auth bug\",\"project\":\"Avenue\","
			      "\"due\":\"2026-01-16\",\"tags\":[\"code\"]}");

	assert_int_equal(o.reply.kind, PX_REPLY_TASK_ADDED);
	assert_true(o.reply.created_project);
	assert_string_equal(o.reply.items[0].project, "Avenue");
	shown(world, &o, 0, "Fix the auth bug", "2026-01-16");
	o = ok(world, "create_task", "{\"title\":\"Write docs\",\"project\":\"avenue\","
				     "\"due\":\"Friday 5pm\"}");
	assert_false(o.reply.created_project);
	shown(world, &o, 0, "Write docs", "2026-01-16T17:00");
	/* A day keeps the hour; a shift keeps it too. */
	o = ok(world, "update_task", "{\"target\":\"the docs\",\"due\":\"2026-01-19\"}");
	shown(world, &o, 0, "Write docs", "2026-01-19T17:00");
	assert_string_equal(o.reply.fields[0].name, "due");
	o = ok(world, "update_task", "{\"target\":\"docs\",\"shift\":\"PT90M\",\"priority\":\"high\"}");
	shown(world, &o, 0, "Write docs", "2026-01-19T18:30");
	o = ok(world, "update_task", "{\"target\":\"docs\",\"due\":null,\"project\":null}");
	shown(world, &o, 0, "Write docs", "none");
	assert_null(o.reply.items[0].project);
	refused(world, "update_task", "{\"target\":\"docs\",\"shift\":\"P1D\"}", PX_INVALID, "shift");
	refused(world, "update_task", "{\"target\":\"docs\"}", PX_INVALID, "");
	o = ok(world, "complete_task", "{\"target\":\"auth bug\"}");
	assert_int_equal(o.reply.kind, PX_REPLY_TASK_DONE);
	o = ok(world, "list_tasks", "{}");
	assert_int_equal(o.reply.total, 1);
	/* A done task can still be meant. */
	o = ok(world, "update_task", "{\"target\":\"auth bug\",\"status\":\"pending\"}");
	o = ok(world, "list_tasks", "{\"project\":\"AVENUE\"}");
	assert_int_equal(o.reply.total, 1);
	assert_non_null(strstr(o.data, "\"title\":\"Fix the auth bug\""));
	/* A list comes into being with its first task: until then it is empty. */
	o = ok(world, "list_tasks", "{\"project\":\"Nowhere\"}");
	assert_int_equal(o.reply.kind, PX_REPLY_TASKS_LISTED);
	assert_int_equal(o.reply.total, 0);
	o = ok(world, "delete_task", "{\"target\":\"auth bug\"}");
	assert_int_equal(o.reply.kind, PX_REPLY_TASK_DELETED);
}

static void test_question(void **state)
{
	struct px_world *world = *state;

	ok(world, "create_task", "{\"title\":\"Write the Q1 report\"}");
	ok(world, "create_task", "{\"title\":\"Write the Q2 report\"}");
	struct outcome o = ok(world, "complete_task", "{\"target\":\"the report\"}");
	assert_int_equal(o.reply.kind, PX_REPLY_WHICH);
	assert_true(o.said.ambiguous);
	assert_int_equal(o.said.touched_count, 2);
	assert_int_equal(o.changes, 0);
	o = ok(world, "complete_task", "{\"target\":\"Q2 report\"}");
	shown(world, &o, 0, "Write the Q2 report", "none");
	o = ok(world, "complete_task", "{\"target\":\"report\"}");
	shown(world, &o, 0, "Write the Q1 report", "none");
}

static void test_subtasks_and_all(void **state)
{
	struct px_world *world = *state;

	ok(world, "create_task", "{\"title\":\"Move house\",\"due\":\"2026-01-13\"}");
	struct outcome o = ok(world, "create_task",
			      "{\"title\":\"Pack books\",\"parent\":\"move house\"}");
	assert_non_null(strstr(o.data, "\"parent_id\":\""));
	ok(world, "create_task", "{\"title\":\"Call Bob\",\"due\":\"yesterday\"}");
	o = ok(world, "complete_task", "{\"all\":true,\"overdue\":true}");
	assert_int_equal(o.reply.item_count, 2);
	o = ok(world, "list_tasks", "{}");
	assert_int_equal(o.reply.total, 1);
	ok(world, "undo", "{}");
	o = ok(world, "list_tasks", "{}");
	assert_int_equal(o.reply.total, 3);
	o = ok(world, "delete_task", "{\"all\":true}");
	assert_int_equal(o.reply.item_count, 3);
	refused(world, "delete_task", "{\"all\":true}", PX_NOT_FOUND, "");
	ok(world, "undo", "{}");
	o = ok(world, "list_tasks", "{\"due_before\":\"2026-01-14\"}");
	assert_int_equal(o.reply.total, 2);
}

static void test_event_life(void **state)
{
	struct px_world *world = *state;
	struct outcome o = ok(world, "create_event",
			      "{\"title\":\"Lunch with Priya\",\"start\":\"2026-01-15T12:30\","
			      "\"attendees\":[\"Priya\"]}");

	assert_int_equal(o.reply.kind, PX_REPLY_EVENT_ADDED);
	assert_int_equal(o.reply.conflict_count, 0);
	o = ok(world, "update_event", "{\"target\":\"lunch with Priya\",\"start\":\"1pm\"}");
	shown(world, &o, 0, "Lunch with Priya", "2026-01-15T13:00");
	assert_true(o.reply.items[0].end - o.reply.items[0].start == PX_MS_HOUR);
	o = ok(world, "create_event", "{\"title\":\"Dentist\",\"start\":\"2026-01-15T12:45\"}");
	assert_int_equal(o.reply.conflict_count, 1);
	assert_string_equal(o.reply.conflicts[0].title, "Lunch with Priya");
	o = ok(world, "update_event", "{\"target\":\"dentist\",\"start\":\"2026-01-16\"}");
	shown(world, &o, 0, "Dentist", "2026-01-16T12:45");
	assert_int_equal(o.reply.conflict_count, 0);
	o = ok(world, "update_event", "{\"target\":\"dentist\",\"shift\":\"-PT45M\",\"duration\":\"PT30M\"}");
	shown(world, &o, 0, "Dentist", "2026-01-16T12:00");
	assert_true(o.reply.items[0].end - o.reply.items[0].start == 30 * PX_MS_MINUTE);
	/* What is added stands beside the notes that there are. */
	ok(world, "update_event", "{\"target\":\"dentist\",\"notes\":\"Bring the x-rays\"}");
	o = ok(world, "update_event", "{\"target\":\"dentist\",\"add_notes\":\"Nothing to eat\"}");
	assert_int_equal(o.reply.field_count, 1);
	assert_string_equal(o.reply.fields[0].name, "add_notes"); /* the reply tells what is new */
	assert_string_equal(o.reply.fields[0].value, "Nothing to eat");
	assert_non_null(strstr(o.data, "Bring the x-rays\\nNothing to eat"));
	/* The same end, another start: both were said. */
	o = ok(world, "update_event",
	       "{\"target\":\"dentist\",\"start\":\"2026-01-16T11:00\",\"end\":\"2026-01-16T12:30\"}");
	assert_true(o.reply.items[0].end - o.reply.items[0].start == 90 * PX_MS_MINUTE);
	o = ok(world, "list_events", "{\"start\":\"2026-01-15\",\"end\":\"2026-01-16\"}");
	assert_int_equal(o.reply.total, 1);
	o = ok(world, "list_events", "{\"query\":\"priya\"}");
	assert_int_equal(o.reply.total, 1);
	/* The target by its hour. */
	o = ok(world, "delete_event", "{\"target\":\"my 11 o'clock\"}");
	shown(world, &o, 0, "Dentist", "2026-01-16T11:00");
	ok(world, "undo", "{}");
	o = ok(world, "delete_event", "{\"all\":true,\"start\":\"2026-01-15\",\"end\":\"2026-01-17\"}");
	assert_int_equal(o.reply.item_count, 2);
}

static void test_all_day(void **state)
{
	struct px_world *world = *state;
	struct outcome o = ok(world, "create_event",
			      "{\"title\":\"Holiday\",\"start\":\"2026-03-28\",\"end\":\"2026-03-31\"}");

	assert_true(o.reply.all_day);
	assert_true(o.reply.items[0].end - o.reply.items[0].start == 3 * PX_MS_DAY);
	o = ok(world, "create_event", "{\"title\":\"Fair\",\"start\":\"2026-02-02\",\"end\":\"2026-02-02\"}");
	assert_true(o.reply.items[0].end - o.reply.items[0].start == PX_MS_DAY);
	o = ok(world, "update_event", "{\"target\":\"holiday\",\"start\":\"2026-04-10\"}");
	shown(world, &o, 0, "Holiday", "2026-04-10T00:00");
	assert_true(o.reply.items[0].end - o.reply.items[0].start == 3 * PX_MS_DAY);
}

static void test_series(void **state)
{
	struct px_world *world = *state;
	struct outcome o = ok(world, "create_event",
			      "{\"title\":\"Standup\",\"start\":\"2026-01-12T09:30\","
			      "\"recurrence\":\"FREQ=DAILY\"}");

	o = ok(world, "delete_event", "{\"target\":\"standup\",\"occurrence\":\"2026-01-16\"}");
	o = ok(world, "list_events", "{\"start\":\"2026-01-15\",\"end\":\"2026-01-18\"}");
	assert_int_equal(o.reply.total, 2);
	/* The day named in the words: only that one moves. */
	o = ok(world, "update_event", "{\"target\":\"tomorrow's standup\",\"start\":\"2026-01-15T11:00\"}");
	shown(world, &o, 0, "Standup", "2026-01-15T11:00");
	o = ok(world, "update_event",
	       "{\"target\":\"standup\",\"occurrence\":\"2026-01-17\",\"start\":\"10am\"}");
	shown(world, &o, 0, "Standup", "2026-01-17T10:00");
	o = ok(world, "list_events", "{\"start\":\"2026-01-15\",\"end\":\"2026-01-19\"}");
	assert_int_equal(o.reply.total, 3);
	shown(world, &o, 0, "Standup", "2026-01-15T11:00");
	shown(world, &o, 1, "Standup", "2026-01-17T10:00");
	shown(world, &o, 2, "Standup", "2026-01-18T09:30");
	refused(world, "delete_event", "{\"target\":\"standup\",\"occurrence\":\"2026-01-01\"}",
		PX_NOT_FOUND, "occurrence");
}

/* Moving a series by what its next occurrence was moved. */
static void test_moving_a_series(void **state)
{
	struct px_world *world = *state;
	struct outcome o;

	ok(world, "create_event", "{\"title\":\"Standup\",\"start\":\"2026-01-12T09:30\","
				  "\"recurrence\":\"FREQ=DAILY\"}");
	o = ok(world, "update_event", "{\"target\":\"standup\",\"start\":\"10am\"}");
	shown(world, &o, 0, "Standup", "2026-01-14T10:00");
	o = ok(world, "list_events", "{\"start\":\"2026-01-12\",\"end\":\"2026-01-14\"}");
	assert_int_equal(o.reply.total, 2);
	shown(world, &o, 0, "Standup", "2026-01-12T10:00");
}

static void test_recurring_task(void **state)
{
	struct px_world *world = *state;
	struct outcome o = ok(world, "create_task",
			      "{\"title\":\"Water the plants\",\"recurrence\":\"every Sunday\"}");

	shown(world, &o, 0, "Water the plants", "2026-01-18");
	o = ok(world, "complete_task", "{\"target\":\"plants\"}");
	assert_int_equal(o.reply.kind, PX_REPLY_TASK_ROLLED);
	shown(world, &o, 0, "Water the plants", "2026-01-25");
	o = ok(world, "list_tasks", "{\"status\":\"completed\"}");
	assert_int_equal(o.reply.total, 1);
}

static void test_undo_and_the_rest(void **state)
{
	struct px_world *world = *state;
	struct outcome o = ok(world, "undo", "{}");

	assert_int_equal(o.reply.kind, PX_REPLY_NOTHING_TO_UNDO);
	ok(world, "create_task", "{\"title\":\"x\"}");
	o = ok(world, "undo", "{}");
	assert_int_equal(o.reply.kind, PX_REPLY_UNDONE);
	assert_string_equal(o.reply.text, "Added “x”");
	o = ok(world, "remember", "{\"text\":\"My passport expires in May 2027.\"}");
	assert_int_equal(o.reply.kind, PX_REPLY_KEPT);
	o = ok(world, "search_memory", "{\"query\":\"When does my passport expire?\"}");
	assert_string_equal(o.reply.text, "In May 2027. You told me on 14 Jan: “My passport expires in May 2027”.");
	o = ok(world, "remember", "{\"text\":\"The PIN of my card is 1234\",\"heard\":true}");
	assert_int_equal(o.reply.kind, PX_REPLY_KNOWN);
	o = ok(world, "forget", "{\"target\":\"my passport date\"}");
	assert_string_equal(o.reply.text, "Forgotten: 1 thing about passport date.");
	o = ok(world, "search_memory", "{\"query\":\"When does my passport expire?\"}");
	assert_string_equal(o.reply.text, "I don't know that yet.");
	ok(world, "undo", "{}");
	o = ok(world, "search_memory", "{\"query\":\"When does my passport expire?\"}");
	assert_non_null(strstr(o.reply.text, "May 2027"));
	refused(world, "search_memory", "{}", PX_INVALID, "query");
}

static void test_daily_brief(void **state)
{
	struct px_world *world = *state;
	struct outcome o = ok(world, "daily_brief", "{}");

	assert_string_equal(o.reply.text, "Nothing is due and nothing is planned today.");
	ok(world, "create_task", "{\"title\":\"Old\",\"due\":\"2026-01-12\"}");
	ok(world, "create_task", "{\"title\":\"Now\",\"due\":\"2026-01-14T15:00\",\"priority\":\"urgent\"}");
	ok(world, "create_event", "{\"title\":\"Lunch\",\"start\":\"2026-01-14T12:30\"}");
	ok(world, "create_event", "{\"title\":\"Dentist\",\"start\":\"2026-01-14T13:00\"}");
	ok(world, "create_event", "{\"title\":\"Walk\",\"start\":\"2026-01-15T13:00\"}");
	o = ok(world, "daily_brief", "{}");
	static const char *const in_order[] = { "Overdue:", "Old", "Today:", "12:30–13:30 Lunch ⚠",
						"Dentist ⚠", "Due today:", "Now", "urgent",
						"Coming up:", "Walk" };
	const char *at = o.reply.text;
	for (size_t i = 0; i < sizeof(in_order) / sizeof(in_order[0]); i++) {
		at = strstr(at, in_order[i]);
		if (!at)
			fail_msg("\"%s\" is missing in: %s", in_order[i], o.reply.text);
	}
}

/* An empty window names what comes after it, task or event, whichever is first. */
static void test_next_after_empty_window(void **state)
{
	static const char week[] = "{\"due_after\":\"2026-01-12\",\"due_before\":\"2026-01-19\"}";
	struct px_world *world = *state;

	assert_null(ok(world, "list_tasks", week).reply.next);
	ok(world, "create_task", "{\"title\":\"Fix the auth bug\",\"due\":\"2026-01-23\"}");
	ok(world, "create_task", "{\"title\":\"Far away\",\"due\":\"2026-03-23\"}");
	struct outcome o = ok(world, "list_tasks", week);
	assert_int_equal(o.reply.total, 0);
	assert_string_equal(o.reply.next->title, "Fix the auth bug");
	ok(world, "create_event", "{\"title\":\"Dentist\",\"start\":\"2026-01-20T09:00\"}");
	assert_string_equal(ok(world, "list_tasks", week).reply.next->title, "Dentist");
	ok(world, "create_task", "{\"title\":\"Call Mum\",\"due\":\"2026-01-16\"}");
	o = ok(world, "list_tasks", week);
	assert_int_equal(o.reply.total, 1);
	assert_null(o.reply.next);
}

/* Words of one user never reach a row of another. */
static void test_isolation(void **state)
{
	struct px_world *world = *state;
	struct outcome o = ok(world, "create_task", "{\"title\":\"Secret plan\"}");
	char call[128];

	snprintf(call, sizeof(call), "{\"id\":\"%.36s\"}", strstr(o.data, "\"id\":\"") + 6);
	ok(world, "create_event", "{\"title\":\"Secret meeting\",\"start\":\"2026-01-15T12:30\"}");
	px_world_commit(world);
	px_world_other_user(world);
	px_world_begin(world);
	refused(world, "complete_task", call, PX_NOT_FOUND, "id");
	refused(world, "delete_task", call, PX_NOT_FOUND, "id");
	refused(world, "complete_task", "{\"target\":\"secret plan\"}", PX_NOT_FOUND, "target");
	o = ok(world, "list_tasks", "{\"status\":\"any\"}");
	assert_int_equal(o.reply.total, 0);
	o = ok(world, "list_events", "{}");
	assert_int_equal(o.reply.total, 0);
	o = ok(world, "create_event", "{\"title\":\"Lunch\",\"start\":\"2026-01-15T12:30\"}");
	assert_int_equal(o.reply.conflict_count, 0);
}

/* However many tasks were done since, a closed one is found by its words. */
static void test_old_closed_tasks_can_be_named(void **state)
{
	struct px_world *world = *state;
	struct px_task task;

	for (int n = 0; n < 300; n++) {
		px_record_init(&px_task_record, &task);
		task.title = n ? px_arena_printf(&world->arena, "Errand %d", n) : "Sweep the chimney";
		assert_int_equal(px_task_create(&world->domain, &task, NULL), PX_OK);
		assert_int_equal(px_task_complete(&world->domain, task.id, &task, NULL, NULL), PX_OK);
	}
	ok(world, "update_task", "{\"target\":\"sweep the chimney\",\"status\":\"pending\"}");
	ok(world, "update_task", "{\"target\":\"errand 1\",\"status\":\"pending\"}");
	struct outcome o = run(world, "update_task", "{\"target\":\"the moon\",\"status\":\"pending\"}");
	assert_int_equal(o.err, PX_NOT_FOUND);
}

/* Of several closed tasks that are meant as well, none is taken unasked; of words the longest tell. */
static void test_several_closed_tasks_are_asked_for(void **state)
{
	struct px_world *world = *state;
	struct px_task task;
	static const char *const titles[] = { "Call the bank", "Call the bank about the loan", "Water the ferns" };

	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++) {
		px_record_init(&px_task_record, &task);
		task.title = titles[i];
		assert_int_equal(px_task_create(&world->domain, &task, NULL), PX_OK);
		assert_int_equal(px_task_complete(&world->domain, task.id, &task, NULL, NULL), PX_OK);
	}
	struct outcome o = run(world, "update_task", "{\"target\":\"the bank\",\"status\":\"pending\"}");
	assert_true(o.said.ambiguous);
	assert_int_equal(o.said.touched_count, 2);
	assert_int_equal(o.changes, 0);
	ok(world, "update_task", "{\"target\":\"the task about ferns\",\"status\":\"pending\"}");
}

/* All but some, by words of their titles or by their ids. */
static void test_all_except(void **state)
{
	struct px_world *world = *state;
	struct outcome o = ok(world, "create_task", "{\"title\":\"Call Bob\"}");
	char call[160];

	snprintf(call, sizeof(call), "{\"all\":true,\"except\":[\"RENT\",\"%.36s\"]}", strstr(o.data, "\"id\":\"") + 6);
	ok(world, "create_task", "{\"title\":\"Pay the rent\"}");
	ok(world, "create_task", "{\"title\":\"Water the ferns\"}");
	o = ok(world, "complete_task", call);
	assert_int_equal(o.reply.item_count, 1);
	shown(world, &o, 0, "Water the ferns", "none");
	o = ok(world, "list_tasks", "{}");
	assert_int_equal(o.reply.total, 2);
}

/* Whatever is to be done: of two that are meant none is touched. */
static void test_every_change_asks(void **state)
{
	static const char *const calls[][2] = {
		{ "update_task", "{\"target\":\"the report\",\"priority\":\"high\"}" },
		{ "complete_task", "{\"target\":\"the report\"}" },
		{ "delete_task", "{\"target\":\"the report\"}" },
		{ "update_event", "{\"target\":\"the review\",\"location\":\"Room 5\"}" },
		{ "delete_event", "{\"target\":\"the review\"}" },
	};
	struct px_world *world = *state;

	ok(world, "create_task", "{\"title\":\"Write the Q1 report\"}");
	ok(world, "create_task", "{\"title\":\"Write the Q2 report\"}");
	ok(world, "create_event", "{\"title\":\"Spring review\",\"start\":\"2026-01-15T10:00\"}");
	ok(world, "create_event", "{\"title\":\"Autumn review\",\"start\":\"2026-01-16T10:00\"}");
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		struct outcome o = ok(world, calls[i][0], calls[i][1]);
		assert_int_equal(o.reply.kind, PX_REPLY_WHICH);
		assert_true(o.said.ambiguous);
		assert_int_equal(o.said.touched_count, 2);
		assert_int_equal(o.changes, 0);
	}
}

static void answers(struct px_world *world, const char *locale, const char *arguments, const char *expected)
{
	struct px_nlu_context nlu = { .now = world->now, .tz = world->tz, .locale = locale, .find_zone = px_zoneinfo_find };
	struct px_tool_context context = { .tx = world->tx, .user = &world->user, .nlu = &nlu, .arena = &world->arena };
	json_t *call = json_loads(arguments, 0, NULL);
	struct px_tool_result result;

	assert_int_equal(px_tool_run(&context, "list_events", call, &result, NULL), PX_OK);
	assert_non_null(result.reply.text);
	assert_string_equal(result.reply.text, expected);
	json_decref(call);
	px_tool_result_release(&result);
}

/* A short form of several guests means none of them; somebody new with that name is somebody else. */
static void test_guests_of_one_name(void **state)
{
	struct px_world *world = *state;

	ok(world, "create_event", "{\"title\":\"Dinner\",\"start\":\"2026-01-15T19:00\",\"attendees\":[\"Tom Brown\",\"Tom Smith\"]}");
	refused(world, "update_event", "{\"target\":\"dinner\",\"not_attending\":[\"Tom\"]}", PX_INVALID, "not_attending");
	ok(world, "update_event", "{\"target\":\"dinner\",\"attendees\":[\"Tom\"]}");
	answers(world, "en-GB", "{\"asks\":\"people\",\"query\":\"dinner\"}", "“Dinner” (tomorrow 19:00), with Tom Brown, Tom Smith, Tom.");
	ok(world, "update_event", "{\"target\":\"dinner\",\"not_attending\":[\"Tom\"]}");
	ok(world, "update_event", "{\"target\":\"dinner\",\"not_attending\":[\"Tom Smith\"]}");
	ok(world, "update_event", "{\"target\":\"dinner\",\"attendees\":[\"Ann\"],\"not_attending\":[\"Tom\"]}");
	answers(world, "en-GB", "{\"asks\":\"people\",\"query\":\"dinner\"}", "“Dinner” (tomorrow 19:00), with Ann.");
}

/* The time after more events than a list shows is no free time by that. */
static void test_free_time_counts_each_event(void **state)
{
	struct px_world *world = *state;
	char event[160];

	for (int i = 0; i < 30; i++) {
		snprintf(event, sizeof(event), "{\"title\":\"Slot %d\",\"start\":\"2026-01-15T%02d:%02d\",\"end\":\"2026-01-15T%02d:%02d\"}",
			 i, 9 + i / 6, i % 6 * 10, 9 + (i + 1) / 6, (i + 1) % 6 * 10);
		ok(world, "create_event", event);
	}
	struct outcome o = ok(world, "list_events", "{\"asks\":\"free\",\"start\":\"2026-01-15\"}");
	assert_non_null(strstr(o.reply.text, ": 08:00–09:00 (1 h), 14:00–20:00 (6 h)."));
}

/* Questions about the calendar are answered, not listed. */
static void test_questions_of_the_calendar(void **state)
{
	static const char morning[] = "{\"asks\":\"free\",\"start\":\"2026-01-15T09:00\",\"end\":\"2026-01-15T11:00\"}";
	struct px_world *world = *state;

	answers(world, "en-GB", morning, "Yes, you're free then.");
	ok(world, "create_event", "{\"title\":\"Dentist\",\"start\":\"2026-01-15T10:00\",\"end\":\"2026-01-15T10:45\","
				  "\"attendees\":[\"Ann\"]}");
	answers(world, "en-GB", morning, "No, there is something then:\n1. tomorrow 10:00–10:45  Dentist");
	answers(world, "en-US", morning, "No, there is something then:\n1. tomorrow 10 am–10:45 am  Dentist");
	answers(world, "en-GB", "{\"asks\":\"people\",\"query\":\"dentist\"}", "“Dentist” (tomorrow 10:00), with Ann.");
	answers(world, "en-GB", "{\"asks\":\"place\",\"query\":\"dentist\"}", "“Dentist” (tomorrow 10:00) has no place yet.");
	ok(world, "update_event", "{\"target\":\"dentist\",\"attendees\":null,\"location\":\"14 Mill Lane\"}");
	answers(world, "en-GB", "{\"asks\":\"people\",\"query\":\"dentist\"}", "“Dentist” (tomorrow 10:00) has no guests noted.");
	answers(world, "en-GB", "{\"asks\":\"place\",\"query\":\"dentist\"}", "“Dentist” (tomorrow 10:00) is at 14 Mill Lane.");
}

static void says(struct px_world *world, const char *tool, const char *arguments, const char *expected)
{
	struct outcome o = ok(world, tool, arguments);

	assert_non_null(o.reply.text);
	assert_string_equal(o.reply.text, expected);
}

static void test_projects(void **state)
{
	struct px_world *world = *state;

	says(world, "list_projects", "{}", "There are no projects yet. Say “make a project called …” for one.");
	says(world, "create_project", "{\"name\":\"Kitchen\"}", "Made the project “Kitchen”.");
	says(world, "create_project", "{\"name\":\"KITCHEN\"}", "There is a project “Kitchen” already.");
	ok(world, "create_task", "{\"title\":\"Choose tiles\",\"project\":\"kitchen\"}");
	ok(world, "create_task", "{\"title\":\"Get three quotes\",\"project\":\"kitchen\"}");
	ok(world, "complete_task", "{\"target\":\"choose tiles\"}");
	says(world, "list_projects", "{}", "1 project:\n1. Kitchen, 1 open");
	says(world, "update_project", "{\"target\":\"kitchen\",\"name\":\"New kitchen\"}", "Renamed the project “Kitchen” to “New kitchen”.");
	says(world, "update_project", "{\"target\":\"new kitchen\",\"archived\":true}", "Archived the project “New kitchen”.");
	says(world, "update_project", "{\"target\":\"new kitchen\",\"archived\":true}", "The project “New kitchen” is so already.");
	says(world, "list_projects", "{\"archived\":true}", "1 project:\n1. New kitchen, 1 open (archived)");
	/* One that was put away comes back when it is made anew, as it was. */
	ok(world, "create_project", "{\"name\":\"new kitchen\"}");
	says(world, "delete_project", "{\"target\":\"new kitchen\"}", "Deleted the project “New kitchen”. Its 2 tasks stay.");
	assert_int_equal(ok(world, "list_tasks", "{}").reply.total, 1);
	ok(world, "undo", "{}");
	says(world, "list_projects", "{}", "1 project:\n1. New kitchen, 1 open");
	assert_int_equal(ok(world, "list_tasks", "{\"project\":\"new kitchen\"}").reply.total, 1);
	refused(world, "delete_project", "{\"target\":\"boiler\"}", PX_NOT_FOUND, "project");
	refused(world, "update_project", "{\"name\":\"x\"}", PX_INVALID, "target");
	refused(world, "update_project", "{\"id\":\"x\"}", PX_INVALID, "id");
}

static void test_settings(void **state)
{
	struct px_world *world = *state;

	says(world, "update_settings", "{}",
	     "I call you Robin. Your time zone is Europe/Berlin; dates and times are written as in en-GB. Daily brief: 07:00. Usual "
	     "reminders: of events 15 minutes before, of tasks with a time at the time. Quiet time: 22:00 to 07:00.");
	says(world, "update_settings", "{\"zone\":\"America/New_York\"}",
	     "Your time zone is America/New_York now; before it was Europe/Berlin. It is 03:00 there.");
	says(world, "undo", "{}", "Changed your time zone");
	says(world, "update_settings", "{\"zone\":\"Asia/Tokyo\",\"until\":\"2026-01-16\"}",
	     "Your time zone is Asia/Tokyo now; before it was Europe/Berlin. It is 17:00 there. After Fri 16 Jan it is Europe/Berlin "
	     "again.");
	says(world, "undo", "{}", "Changed your time zone");
	refused(world, "update_settings", "{\"zone\":\"Europe/Mordor\"}", PX_INVALID, "zone");
	refused(world, "update_settings", "{\"until\":\"2026-01-16\"}", PX_INVALID, "until");
	refused(world, "update_settings", "{\"zone\":\"Asia/Tokyo\",\"until\":\"2026-01-10\"}", PX_INVALID, "until");
	says(world, "update_settings", "{\"name\":\"Sam\",\"brief_time\":\"06:30\"}",
	     "Your name is Sam now; before it was Robin. Your time of the daily brief is 06:30 now; before it was 07:00.");
	refused(world, "update_settings", "{\"brief_time\":\"25:00\"}", PX_INVALID, "brief_time");
	refused(world, "update_settings", "{\"event_leads\":[\"soon\"]}", PX_INVALID, "event_leads");
	says(world, "update_settings", "{\"brief\":\"off\"}", "Your daily brief is off now; before it was on.");
	says(world, "update_settings", "{\"event_leads\":[\"-PT1H\",\"-P1D\"]}",
	     "Your usual reminder of events is 1 hour before, 1 day before now; before it was 15 minutes before.");
	says(world, "update_settings", "{\"quiet_from\":\"23:00\"}", "Your quiet time is 23:00 to 07:00 now; before it was 22:00 to 07:00.");
	for (int i = 0; i < 4; i++)
		ok(world, "undo", "{}");
	says(world, "update_settings", "{}",
	     "I call you Robin. Your time zone is Europe/Berlin; dates and times are written as in en-GB. Daily brief: 07:00. Usual "
	     "reminders: of events 15 minutes before, of tasks with a time at the time. Quiet time: 22:00 to 07:00.");
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table_is_sound), T(test_arguments_are_checked), T(test_task_life),
		T(test_question), T(test_subtasks_and_all), T(test_event_life), T(test_all_day),
		T(test_series), T(test_moving_a_series), T(test_recurring_task),
		T(test_undo_and_the_rest), T(test_daily_brief), T(test_next_after_empty_window),
		T(test_old_closed_tasks_can_be_named), T(test_several_closed_tasks_are_asked_for),
		T(test_isolation), T(test_all_except), T(test_every_change_asks), T(test_guests_of_one_name),
		T(test_free_time_counts_each_event),
		T(test_questions_of_the_calendar),
		T(test_projects), T(test_settings),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
