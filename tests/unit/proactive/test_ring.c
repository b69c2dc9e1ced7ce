/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is said when: one reminder, many, late ones, quiet hours, repetitions,
 * recurring items, travel, clocks that are set.
 */
#include "proactive/ring.h"

#include "base/buf.h"
#include "domain/event.h"
#include "domain/notification.h"
#include "domain/notification_settings.h"
#include "domain/reminder.h"
#include "domain/task.h"
#include "support/runner.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define OK(call) \
	do { \
		struct px_error error = { 0 }; \
		enum px_err err_ = (call); \
		if (err_) \
			fail_msg("%s: %s: %s", #call, px_err_name(err_), error.message); \
	} while (0)

static struct px_world world;
static struct px_test_runner runner;

static int setup(void **state)
{
	(void)state;
	px_world_open(&world, "Europe/Berlin", "2026-01-14T09:00"); /* a Wednesday */
	px_test_runner_start(&runner, world.store);
	px_test_runner_settle(&runner);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	px_test_runner_stop(&runner);
	px_world_close(&world);
	return 0;
}

static void at(const char *local)
{
	px_world_at(&world, local);
	px_test_runner_settle(&runner);
}

/* Everything said, oldest first: "kind|title|text" a line, with the local time in front. */
static const char *said(void)
{
	static const char *const kinds[] = { "reminder", "missed", "brief", "review", "test" };
	const struct px_store_query query = { .limit = 100 };
	struct px_buf text = PX_BUF_INIT(65536);
	void *found;
	size_t count;

	px_world_begin(&world);
	OK(px_store_query(world.tx, &px_notification_record, &query, &world.arena, &found, &count, &error));
	const struct px_notification *rows = found;
	for (size_t i = 0; i < count; i++) {
		if (rows[i].kind == PX_NOTIFY_BRIEF)
			continue;
		(void)px_buf_printf(&text, "%s%s %s|%s|%s", text.size ? "\n" : "", px_world_local(&world, rows[i].created),
				    kinds[rows[i].kind], rows[i].title, rows[i].text ? rows[i].text : "");
	}
	px_world_rollback(&world);
	const char *kept = px_arena_str(&world.arena, px_buf_view(&text));
	px_buf_release(&text);
	return kept;
}

static struct px_id make_task(const char *title, const char *due, const char *rule, const char *reminders)
{
	struct px_task task;

	px_world_begin(&world);
	px_record_init(&px_task_record, &task);
	task.title = title;
	task.recurrence = rule;
	task.reminders = reminders;
	if (strlen(due) == 10)
		(void)px_civil_parse_day(px_str(due), &task.due_day);
	else
		task.due = px_world_utc(&world, due);
	OK(px_task_create(&world.domain, &task, &error));
	OK(px_domain_record(&world.domain, "create_task", NULL, &error));
	px_world_commit(&world);
	return task.id;
}

static struct px_id make_event(const char *title, const char *start, const char *rule)
{
	struct px_event event;

	px_world_begin(&world);
	px_record_init(&px_event_record, &event);
	event.title = title;
	event.start = px_world_utc(&world, start);
	event.recurrence = rule;
	event.location = "Room 3";
	OK(px_event_create(&world.domain, &event, &error));
	OK(px_domain_record(&world.domain, "create_event", NULL, &error));
	px_world_commit(&world);
	return event.id;
}

static struct px_id make_reminder(const char *text, const char *due, const char *rule, const char *repeat)
{
	struct px_reminder reminder;

	px_world_begin(&world);
	px_record_init(&px_reminder_record, &reminder);
	reminder.text = text;
	reminder.due = px_world_utc(&world, due);
	reminder.recurrence = rule;
	reminder.repeat = repeat;
	OK(px_reminder_create(&world.domain, &reminder, &error));
	OK(px_domain_record(&world.domain, "create_reminder", NULL, &error));
	px_world_commit(&world);
	return reminder.id;
}

static struct px_notification last(void)
{
	struct px_notification row;

	px_world_begin(&world);
	OK(px_notification_latest(&world.domain, 0, false, &row, &error));
	px_world_rollback(&world);
	return row;
}

static void each_is_said_when_it_is_due(void **state)
{
	(void)state;
	make_task("Check the oven", "2026-01-14T09:20", NULL, NULL);
	make_event("Dentist", "2026-01-14T10:00", NULL);
	make_reminder("Drink water", "2026-01-14T09:30", NULL, NULL);
	at("2026-01-14T09:19");
	assert_string_equal(said(), "");
	at("2026-01-14T09:20");
	at("2026-01-14T09:30");
	at("2026-01-14T09:45");
	at("2026-01-14T12:00");
	assert_string_equal(said(), "2026-01-14T09:20 reminder|Check the oven|Due today at 09:20\n"
			    "2026-01-14T09:30 reminder|Drink water|\n"
			    "2026-01-14T09:45 reminder|Dentist|Today at 10:00–11:00, Room 3");
}

static void what_was_missed_is_told_once(void **state)
{
	(void)state;
	make_task("Check the oven", "2026-01-14T09:20", NULL, NULL);
	make_task("Take the pill", "2026-01-15T08:00", "FREQ=DAILY", NULL);
	px_test_runner_stop(&runner);
	px_world_reopen(&world);
	px_world_at(&world, "2026-01-17T12:00");
	px_test_runner_start(&runner, world.store);
	px_test_runner_settle(&runner);
	assert_string_equal(said(), "2026-01-17T12:00 missed|While I was away: 2 reminders|"
			    "• Check the oven: Was due Wed 14 Jan at 09:20\n• Take the pill: Was due today at 08:00 (3 times)");
	at("2026-01-18T08:00");
	assert_string_equal(last().title, "Take the pill");
}

static void one_thing_missed_several_times_says_how_often(void **state)
{
	(void)state;
	make_task("Take the pill", "2026-01-15T08:00", "FREQ=DAILY", NULL);
	at("2026-01-17T12:00");
	assert_string_equal(said(), "2026-01-17T12:00 missed|While I was away: Take the pill (3 times)|"
			    "Was due today at 08:00");
	assert_non_null(strstr(last().items, "\"count\":3"));
}

static void a_series_years_behind_is_one(void **state)
{
	(void)state;
	make_reminder("Stretch", "2026-01-14T10:00", "FREQ=HOURLY", NULL);
	make_reminder("Blink", "2026-01-14T10:00", "FREQ=HOURLY", NULL);
	px_test_runner_stop(&runner);
	px_world_reopen(&world);
	px_world_at(&world, "2029-01-14T12:30");
	px_test_runner_start(&runner, world.store);
	px_test_runner_settle(&runner);
	const char *text = said();
	assert_non_null(strstr(text, "2029-01-14T12:30 missed|While I was away: 2 reminders|"));
	assert_null(strstr(strstr(text, " missed|") + 1, " missed|"));
	at("2029-01-14T13:00");
	assert_int_equal(last().kind, PX_NOTIFY_REMINDER);
}

/* "Later" and "done" of one that tells many mean each of them. */
static void many_are_put_off_and_ended_one_by_one(void **state)
{
	static const char *const titles[] = { "One", "Two", "Three", "Four" };
	struct px_notification row;

	(void)state;
	for (int i = 0; i < 4; i++)
		make_reminder(titles[i], "2026-01-14T09:30", NULL, "PT10M");
	at("2026-01-14T09:30");
	row = last();
	px_world_begin(&world);
	OK(px_notification_snooze(&world.domain, row.id, px_world_utc(&world, "2026-01-14T11:00"), &row, &error));
	px_world_commit(&world);
	at("2026-01-14T10:59");
	assert_string_equal(said(), "2026-01-14T09:30 reminder|4 reminders|• One\n• Two\n• Three\n• Four");
	at("2026-01-14T11:00");
	assert_string_equal(last().title, "4 reminders");
	row = last();
	px_world_begin(&world);
	OK(px_notification_acknowledge(&world.domain, row.id, &row, &error));
	px_world_commit(&world);
	const char *before = said();
	at("2026-01-14T15:00");
	assert_string_equal(said(), before);
}

static void one_that_is_late_says_so(void **state)
{
	(void)state;
	make_reminder("Drink water", "2026-01-14T09:30", NULL, NULL);
	at("2026-01-14T11:00");
	assert_string_equal(said(), "2026-01-14T11:00 missed|While I was away: Drink water|This was planned for today at 09:30.");
}

static void many_at_once_are_one(void **state)
{
	static const char *const titles[] = { "One", "Two", "Three", "Four" };

	(void)state;
	for (int i = 0; i < 4; i++)
		make_reminder(titles[i], "2026-01-14T09:30", NULL, NULL);
	at("2026-01-14T09:30");
	assert_string_equal(said(), "2026-01-14T09:30 reminder|4 reminders|• One\n• Two\n• Three\n• Four");
}

static void a_recurring_task_reminds_though_the_last_one_is_open(void **state)
{
	(void)state;
	make_task("Take the pill", "2026-01-15T08:00", "FREQ=DAILY;COUNT=3", NULL);
	for (int day = 15; day <= 19; day++) {
		char local[32];
		snprintf(local, sizeof(local), "2026-01-%dT08:00", day);
		at(local);
	}
	assert_string_equal(said(), "2026-01-15T08:00 reminder|Take the pill|Due today at 08:00\n"
			    "2026-01-16T08:00 reminder|Take the pill|Due today at 08:00\n"
			    "2026-01-17T08:00 reminder|Take the pill|Due today at 08:00");
}

static void quiet_hours_hold_back_what_was_not_asked_for_then(void **state)
{
	(void)state;
	make_event("Breakfast with Priya", "2026-01-15T07:10", NULL); /* 6:55 would be in the quiet hours */
	make_event("Train", "2026-01-15T05:00", NULL);                /* 4:45; 7:00 would be too late */
	make_reminder("Look at the moon", "2026-01-15T02:00", NULL, NULL);
	at("2026-01-15T02:00");
	at("2026-01-15T04:45");
	at("2026-01-15T06:55");
	at("2026-01-15T07:00");
	assert_string_equal(said(), "2026-01-15T02:00 reminder|Look at the moon|\n"
			    "2026-01-15T04:45 reminder|Train|Today at 05:00–06:00, Room 3\n"
			    "2026-01-15T07:00 reminder|Breakfast with Priya|Today at 07:10–08:10, Room 3");
}

static void nags_until_it_is_dealt_with(void **state)
{
	struct px_notification row;
	struct px_id task = make_task("Check the oven", "2026-01-14T09:20", NULL, "[\"R/-PT0S/PT10M\"]");

	(void)state;
	at("2026-01-14T09:20");
	at("2026-01-14T09:30");
	at("2026-01-14T09:40");
	row = last();
	px_world_begin(&world);
	OK(px_notification_snooze(&world.domain, row.id, px_world_utc(&world, "2026-01-14T10:15"), &row, &error));
	px_world_commit(&world);
	at("2026-01-14T09:50");
	at("2026-01-14T10:15");
	at("2026-01-14T10:25");
	px_world_begin(&world);
	OK(px_task_complete(&world.domain, task, &(struct px_task){ 0 }, NULL, &error));
	OK(px_domain_record(&world.domain, "complete_task", NULL, &error));
	px_world_commit(&world);
	at("2026-01-14T10:35");
	assert_string_equal(said(), "2026-01-14T09:20 reminder|Check the oven|Due today at 09:20\n"
			    "2026-01-14T09:30 reminder|Check the oven|Due today at 09:20\n"
			    "2026-01-14T09:40 reminder|Check the oven|Was due today at 09:20\n"
			    "2026-01-14T10:15 reminder|Check the oven|Was due today at 09:20\n"
			    "2026-01-14T10:25 reminder|Check the oven|Was due today at 09:20");
	row = (struct px_notification){ 0 };
	px_world_begin(&world);
	assert_int_equal(px_notification_latest(&world.domain, 0, false, &row, NULL), PX_NOT_FOUND); /* all settled with the task */
	px_world_rollback(&world);
}

static void every_morning_until_done_is_the_same_time_across_the_change_of_clocks(void **state)
{
	struct px_notification row;

	(void)state;
	px_world_at(&world, "2026-03-27T12:00");
	make_reminder("Taxes", "2026-03-28T09:00", NULL, "P1D");
	at("2026-03-28T09:00");
	at("2026-03-29T09:00");
	at("2026-03-30T09:00");
	row = last();
	px_world_begin(&world);
	OK(px_notification_acknowledge(&world.domain, row.id, &row, &error));
	px_world_commit(&world);
	at("2026-03-31T09:00");
	assert_string_equal(said(), "2026-03-28T09:00 reminder|Taxes|\n2026-03-29T09:00 reminder|Taxes|\n"
			    "2026-03-30T09:00 reminder|Taxes|");
}

static void a_clock_that_goes_back_says_nothing_twice(void **state)
{
	(void)state;
	make_task("Take the pill", "2026-01-15T08:00", "FREQ=DAILY", NULL);
	at("2026-01-15T08:00");
	at("2026-01-15T06:00");
	at("2026-01-15T08:00");
	at("2026-01-15T09:00");
	assert_string_equal(said(), "2026-01-15T08:00 reminder|Take the pill|Due today at 08:00");
	at("2026-01-16T08:00");
	assert_string_equal(last().text, "Due today at 08:00");
}

static void move_to(const char *zone)
{
	struct px_store_tx *tx;
	struct px_user user;

	OK(px_store_begin(world.store, PX_ID_NONE, PX_STORE_WRITE, &tx, &error));
	OK(px_user_get(tx, world.user.id, &world.arena, &user, &error));
	user.zone = zone;
	OK(px_user_update(tx, world.now, &user, -1, &world.arena, &error));
	OK(px_store_commit_wait(tx, &error));
	px_test_runner_settle(&runner);
}

static void things_of_a_day_are_said_by_the_clock_of_where_one_is(void **state)
{
	(void)state;
	make_task("Pay the rent", "2026-01-15", NULL, "[\"-PT0S\"]");
	make_task("Vote", "2026-01-16", NULL, "[\"-PT0S\"]");
	at("2026-01-15T09:00");
	move_to("America/New_York");
	at("2026-01-15T15:00"); /* 9:00 in New York: said already that day */
	at("2026-01-16T09:00"); /* 3:00 there */
	at("2026-01-16T15:00");
	assert_string_equal(said(), "2026-01-15T09:00 reminder|Pay the rent|Due today\n2026-01-16T15:00 reminder|Vote|Due today");
}

/* The days on which a brief came, by their dates, oldest first. */
static const char *briefs(void)
{
	const struct px_store_query query = { .limit = 100 };
	struct px_buf text = PX_BUF_INIT(4096);
	void *found;
	size_t count;

	px_world_begin(&world);
	OK(px_store_query(world.tx, &px_notification_record, &query, &world.arena, &found, &count, &error));
	const struct px_notification *rows = found;
	for (size_t i = 0; i < count; i++)
		if (rows[i].kind == PX_NOTIFY_BRIEF)
			(void)px_buf_printf(&text, "%s%.10s", text.size ? " " : "", px_world_local(&world, rows[i].created));
	px_world_rollback(&world);
	const char *kept = px_arena_str(&world.arena, px_buf_view(&text));
	px_buf_release(&text);
	return kept;
}

static void the_brief_comes_on_the_days_that_were_chosen(void **state)
{
	struct px_notification_settings row;

	(void)state;
	px_world_begin(&world);
	OK(px_notification_settings_get(&world.domain, &row, &error));
	row.brief = true;
	row.brief_days = "[\"mo\",\"th\",\"su\"]";
	OK(px_notification_settings_update(&world.domain, &row, -1, &error));
	px_world_commit(&world);
	px_test_runner_settle(&runner);
	for (int day = 14; day <= 27; day++)
		at(px_arena_printf(&world.arena, "2026-01-%02dT07:00", day));
	assert_string_equal(briefs(), "2026-01-15 2026-01-18 2026-01-19 2026-01-22 2026-01-25 2026-01-26");
	px_world_begin(&world);
	OK(px_notification_settings_get(&world.domain, &row, &error));
	row.brief_days = NULL; /* every day again */
	OK(px_notification_settings_update(&world.domain, &row, -1, &error));
	px_world_commit(&world);
	px_test_runner_settle(&runner);
	at("2026-01-28T07:00");
	assert_string_equal(strrchr(briefs(), ' '), " 2026-01-28");
}

static void another_language_and_another_clock(void **state)
{
	struct px_store_tx *tx;
	struct px_user user;

	(void)state;
	make_event("Zahnarzt", "2026-01-16T14:30", NULL);
	OK(px_store_begin(world.store, PX_ID_NONE, PX_STORE_WRITE, &tx, &error));
	OK(px_user_get(tx, world.user.id, &world.arena, &user, &error));
	user.locale = "de-AT";
	OK(px_user_update(tx, world.now, &user, -1, &world.arena, &error));
	OK(px_store_commit_wait(tx, &error));
	at("2026-01-16T14:15");
	OK(px_store_begin(world.store, PX_ID_NONE, PX_STORE_WRITE, &tx, &error));
	OK(px_user_get(tx, world.user.id, &world.arena, &user, &error));
	user.locale = "en-US";
	OK(px_user_update(tx, world.now, &user, -1, &world.arena, &error));
	OK(px_store_commit_wait(tx, &error));
	make_event("Dentist", "2026-01-16T15:00", NULL);
	at("2026-01-16T14:45");
	assert_string_equal(said(), "2026-01-16T14:15 reminder|Zahnarzt|Heute um 14:30–15:30, Room 3\n"
			    "2026-01-16T14:45 reminder|Dentist|Today at 3–4 pm, Room 3");
}

static void what_is_gone_is_not_spoken_of(void **state)
{
	struct px_id task = make_task("Check the oven", "2026-01-14T09:20", NULL, NULL);

	(void)state;
	px_world_begin(&world);
	OK(px_task_delete(&world.domain, task, -1, &error));
	OK(px_domain_record(&world.domain, "delete_task", NULL, &error));
	px_world_commit(&world);
	at("2026-01-14T09:30");
	assert_string_equal(said(), "");
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(each_is_said_when_it_is_due),
		CASE(what_was_missed_is_told_once),
		CASE(one_thing_missed_several_times_says_how_often),
		CASE(a_series_years_behind_is_one),
		CASE(many_are_put_off_and_ended_one_by_one),
		CASE(one_that_is_late_says_so),
		CASE(many_at_once_are_one),
		CASE(a_recurring_task_reminds_though_the_last_one_is_open),
		CASE(quiet_hours_hold_back_what_was_not_asked_for_then),
		CASE(nags_until_it_is_dealt_with),
		CASE(every_morning_until_done_is_the_same_time_across_the_change_of_clocks),
		CASE(a_clock_that_goes_back_says_nothing_twice),
		CASE(things_of_a_day_are_said_by_the_clock_of_where_one_is),
		CASE(the_brief_comes_on_the_days_that_were_chosen),
		CASE(another_language_and_another_clock),
		CASE(what_is_gone_is_not_spoken_of),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
