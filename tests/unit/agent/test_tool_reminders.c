/* SPDX-License-Identifier: Apache-2.0 */
/* What tools make of "reminders" and "nagging": the list that is kept, the rows that are planned, what the reply says. */
#include "agent/tool_reminders.h"

#include "domain/event.h"
#include "domain/reminder.h"
#include "domain/task.h"
#include "support/world.h"
#include "sys/zoneinfo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct said {
	enum px_err err;
	struct px_error error;
	struct px_reply reply;
	struct px_id id; /* of the first thing that changed */
	const char *text;
};

static int setup(void **state)
{
	static struct px_world world;

	px_world_open(&world, "Europe/Berlin", "2026-01-14T09:00"); /* a Wednesday */
	px_world_begin(&world);
	*state = &world;
	return 0;
}

static int teardown(void **state)
{
	px_world_close(*state);
	return 0;
}

static struct said run(struct px_world *world, const char *tool, const char *arguments_text)
{
	struct px_nlu_context nlu = { .now = world->now, .tz = world->tz, .locale = "en-GB",
				      .find_zone = px_zoneinfo_find };
	struct px_tool_context context = { .tx = world->tx, .user = &world->user, .nlu = &nlu,
					   .arena = &world->arena };
	struct px_buf text = PX_BUF_INIT(1000);
	struct said said = { 0 };
	struct px_tool_result result;
	json_t *arguments = json_loads(arguments_text, 0, NULL);

	assert_non_null(arguments);
	said.err = px_tool_run(&context, tool, arguments, &result, &said.error);
	said.reply = result.reply;
	said.id = result.change_count ? result.changes[0].id : PX_ID_NONE;
	px_reply_write(&nlu, &result.reply, 1, &text);
	said.text = px_arena_str(&world->arena, px_buf_view(&text));
	px_buf_release(&text);
	json_decref(arguments);
	px_tool_result_release(&result);
	return said;
}

static struct said ok(struct px_world *world, const char *tool, const char *arguments)
{
	struct said said = run(world, tool, arguments);

	if (said.err)
		fail_msg("%s %s: %s %s", tool, arguments, said.error.field, said.error.message);
	return said;
}

static void says(const struct said *said, const char *part)
{
	if (!strstr(said->text, part))
		fail_msg("“%s” is not in “%s”", part, said->text);
}

static const char *leads_of_event(struct px_world *world, struct px_id id, const char *start)
{
	struct px_event event;
	char at[PX_CIVIL_TEXT];

	assert_int_equal(px_event_get(&world->domain, id, &event, NULL), PX_OK);
	px_civil_format_ms(px_tz_to_local(world->tz, event.start), at);
	at[16] = '\0';
	assert_string_equal(at, start); /* a reminder never moves the thing */
	return event.reminders ? event.reminders : "usual";
}

static const char *leads_of_task(struct px_world *world, struct px_id id)
{
	struct px_task task;

	assert_int_equal(px_task_get(&world->domain, id, &task, NULL), PX_OK);
	return task.reminders ? task.reminders : "usual";
}

/* How many reminders wait, and the instant of the first, local. */
static void waits(struct px_world *world, struct px_id id, size_t expected, const char *first)
{
	struct px_reminder *rows;
	size_t count, waiting = 0;
	int64_t soonest = INT64_MAX;
	char at[PX_CIVIL_TEXT];

	assert_int_equal(px_reminders_of(&world->domain, id, &rows, &count, NULL), PX_OK);
	for (size_t i = 0; i < count; i++) {
		waiting += rows[i].due != PX_TIME_NONE;
		if (rows[i].due != PX_TIME_NONE && rows[i].due < soonest)
			soonest = rows[i].due;
	}
	assert_int_equal(waiting, expected);
	px_civil_format_ms(px_tz_to_local(world->tz, soonest), at);
	at[16] = '\0';
	assert_string_equal(at, first);
}

static struct px_id dentist(struct px_world *world)
{
	return ok(world, "create_event", "{\"title\":\"Dentist\",\"start\":\"2026-01-16T15:00\"}").id;
}

static void each_form_of_a_lead_is_read(void **state)
{
	static const struct { const char *said, *kept; } forms[] = {
		{ "60", "[\"-PT15M\",\"-PT1H\"]" }, { "\"60\"", "[\"-PT15M\",\"-PT1H\"]" },
		{ "\"1h before\"", "[\"-PT15M\",\"-PT1H\"]" }, { "\"-PT60M\"", "[\"-PT15M\",\"-PT1H\"]" },
		{ "\"90 minutes\"", "[\"-PT15M\",\"-PT1H30M\"]" }, { "\"2 days before\"", "[\"-PT15M\",\"-P2D\"]" },
		{ "\"2026-01-16T13:00\"", "[\"-PT15M\",\"-PT2H\"]" }, { "\"2026-01-15\"", "[\"-PT15M\",\"-P1D\"]" },
		{ "\"2026-01-15T18:00\"", "[\"-PT15M\",\"-PT21H\"]" }, { "\"Friday 2pm\"", "[\"-PT15M\",\"-PT1H\"]" },
		{ "15", "[\"-PT15M\"]" }, /* the usual one */
	};
	struct px_world *world = *state;
	char arguments[200];

	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
		struct px_id id = dentist(world);
		char text[PX_ID_TEXT + 1];
		px_id_format(id, text);
		snprintf(arguments, sizeof(arguments), "{\"id\":\"%s\",\"reminders\":[%s]}", text, forms[i].said);
		ok(world, "update_event", arguments);
		const char *kept = leads_of_event(world, id, "2026-01-16T15:00");
		if (strcmp(kept, forms[i].kept) != 0)
			fail_msg("%s is kept as %s", forms[i].said, kept);
	}
}

static void a_reminder_is_added_replaced_and_taken_away(void **state)
{
	struct px_world *world = *state;
	struct px_id id = dentist(world);

	struct said said = ok(world, "update_event", "{\"target\":\"dentist\",\"reminders\":[\"1h before\",\"1 day\"]}");
	says(&said, "I'll remind you Fri 16 Jan, 14:00 and tomorrow 15:00.");
	waits(world, id, 3, "2026-01-15T15:00");
	said = ok(world, "update_event", "{\"target\":\"dentist\",\"replace_reminders\":true,\"reminders\":[\"30 min\"]}");
	says(&said, "Fri 16 Jan, 14:30.");
	waits(world, id, 1, "2026-01-16T14:30");
	/* what is moved takes its reminders along */
	ok(world, "update_event", "{\"target\":\"dentist\",\"start\":\"2026-01-19T10:00\"}");
	waits(world, id, 1, "2026-01-19T09:30");
	said = ok(world, "update_event", "{\"target\":\"dentist\",\"reminders\":[]}");
	says(&said, "no reminders");
	assert_string_equal(leads_of_event(world, id, "2026-01-19T10:00"), "[]");
	ok(world, "update_event", "{\"target\":\"dentist\",\"reminders\":null}");
	assert_string_equal(leads_of_event(world, id, "2026-01-19T10:00"), "usual");
	waits(world, id, 1, "2026-01-19T09:45");
}

static void what_is_past_is_refused_or_left_out(void **state)
{
	struct px_world *world = *state;
	struct px_id id = dentist(world);

	struct said said = run(world, "update_event", "{\"target\":\"dentist\",\"reminders\":[\"4 days before\"]}");
	assert_int_equal(said.err, PX_INVALID);
	assert_string_equal(leads_of_event(world, id, "2026-01-16T15:00"), "usual");
	said = run(world, "update_event", "{\"target\":\"dentist\",\"reminders\":[\"2026-01-16T16:00\"]}");
	assert_int_equal(said.err, PX_INVALID); /* after it */
	said = run(world, "update_event", "{\"target\":\"dentist\",\"reminders\":[\"soonish\"]}");
	assert_int_equal(said.err, PX_INVALID);
	said = run(world, "update_event", "{\"target\":\"dentist\",\"nagging\":\"2 seconds\"}");
	assert_int_equal(said.err, PX_INVALID);
	said = ok(world, "create_event", "{\"title\":\"Call\",\"start\":\"2026-01-14T10:00\",\"reminders\":[\"2 hours\"]}");
	says(&said, "The time for the reminder is past already.");
	assert_string_equal(leads_of_event(world, said.id, "2026-01-14T10:00"), "[\"-PT15M\"]");
}

static void tasks_have_them_as_well(void **state)
{
	struct px_world *world = *state;

	struct said said = ok(world, "create_task",
			      "{\"title\":\"Rent\",\"due\":\"2026-01-16T17:00\",\"reminders\":[\"1 day before\"]}");
	says(&said, "I'll remind you tomorrow 17:00.");
	assert_string_equal(leads_of_task(world, said.id), "[\"-PT0S\",\"-P1D\"]");
	waits(world, said.id, 2, "2026-01-15T17:00");
	/* of a day they are said when things of a day are */
	said = ok(world, "create_task", "{\"title\":\"Tax\",\"due\":\"2026-01-20\",\"reminders\":[\"2 days before\"]}");
	says(&said, "I'll remind you Sun 18 Jan, 09:00.");
	waits(world, said.id, 1, "2026-01-18T09:00");
	said = run(world, "create_task", "{\"title\":\"Plants\",\"reminders\":[\"1h before\"]}");
	assert_int_equal(said.err, PX_INVALID);
	assert_string_equal(said.error.field, "reminders");
}

static void what_nags_is_said_once_each_time(void **state)
{
	struct px_world *world = *state;

	struct said said = ok(world, "create_task",
			      "{\"title\":\"Form\",\"due\":\"2026-01-15T08:00\",\"nagging\":\"1 day\"}");
	says(&said, "I'll remind you tomorrow 08:00 and then every day until it's done.");
	assert_string_equal(leads_of_task(world, said.id), "[\"R/-PT0S/P1D\"]");
	waits(world, said.id, 1, "2026-01-15T08:00");
	ok(world, "complete_task", "{\"target\":\"form\"}");
	struct px_reminder *rows;
	size_t count;
	assert_int_equal(px_reminders_of(&world->domain, said.id, &rows, &count, NULL), PX_OK);
	assert_int_equal(count, 0);
}

static void of_a_series_one_day_or_all(void **state)
{
	struct px_world *world = *state;
	struct px_id id = ok(world, "create_event", "{\"title\":\"Yoga\",\"start\":\"2026-01-15T18:00\","
						    "\"recurrence\":\"FREQ=WEEKLY\"}").id;

	struct said said = ok(world, "update_event", "{\"target\":\"yoga\",\"reminders\":[\"2026-01-15T16:00\"]}");
	says(&said, "I'll remind you tomorrow 16:00.");
	assert_string_equal(leads_of_event(world, id, "2026-01-15T18:00"), "[\"-PT15M\",\"2026-01-15T15:00:00Z\"]");
	said = ok(world, "update_event", "{\"target\":\"yoga\",\"replace_reminders\":true,\"reminders\":[\"1h\"]}");
	says(&said, "I'll remind you tomorrow 17:00 and so each time.");
	waits(world, id, 1, "2026-01-15T17:00");
}

/* What falls into quiet hours is said after them, and so says the reply. */
static void quiet_hours_are_told(void **state)
{
	struct px_world *world = *state;
	struct px_id id = ok(world, "create_event", "{\"title\":\"Flight\",\"start\":\"2026-01-17T11:00\"}").id;

	struct said said = ok(world, "update_event", "{\"target\":\"flight\",\"reminders\":[\"12 hours before\"]}");
	says(&said, "I'll remind you Sat 17 Jan, 07:00.");
	waits(world, id, 2, "2026-01-16T23:00");
}

static void two_that_fit_are_asked_about(void **state)
{
	struct px_world *world = *state;
	struct px_id first = dentist(world);
	struct px_id second = ok(world, "create_event", "{\"title\":\"Dentist\",\"start\":\"2026-01-23T15:00\"}").id;

	struct said said = ok(world, "update_event", "{\"target\":\"dentist\",\"reminders\":[\"1h\"]}");
	assert_int_equal(said.reply.kind, PX_REPLY_WHICH);
	assert_string_equal(leads_of_event(world, first, "2026-01-16T15:00"), "usual");
	assert_string_equal(leads_of_event(world, second, "2026-01-23T15:00"), "usual");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_form_of_a_lead_is_read, setup, teardown),
		cmocka_unit_test_setup_teardown(a_reminder_is_added_replaced_and_taken_away, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_past_is_refused_or_left_out, setup, teardown),
		cmocka_unit_test_setup_teardown(tasks_have_them_as_well, setup, teardown),
		cmocka_unit_test_setup_teardown(what_nags_is_said_once_each_time, setup, teardown),
		cmocka_unit_test_setup_teardown(of_a_series_one_day_or_all, setup, teardown),
		cmocka_unit_test_setup_teardown(quiet_hours_are_told, setup, teardown),
		cmocka_unit_test_setup_teardown(two_that_fit_are_asked_about, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
