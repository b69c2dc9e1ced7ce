/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which reminders tasks and events have: planned with the item, moved and
 * dropped with it, one for each lead, of recurring ones the next occurrence.
 */
#include "domain/reminder.h"

#include "base/buf.h"
#include "domain/event.h"
#include "domain/notification.h"
#include "domain/reminder_plan.h"
#include "domain/task.h"
#include "domain/undo.h"
#include "jobs/record.h"
#include "support/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct px_world world;

static int setup(void **state)
{
	(void)state;
	px_world_open(&world, "Europe/Berlin", "2026-01-14T09:00"); /* a Wednesday */
	px_world_begin(&world);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	px_world_close(&world);
	return 0;
}

#define OK(call) \
	do { \
		struct px_error error = { 0 }; \
		enum px_err err_ = (call); \
		if (err_) \
			fail_msg("%s: %s: %s", #call, px_err_name(err_), error.message); \
	} while (0)

/* "2026-01-16T16:45 -PT15M, ..." of all reminders of the item, by due time. */
static const char *reminders_of(struct px_id id)
{
	struct px_reminder *rows;
	struct px_buf text = PX_BUF_INIT(4096);
	size_t count;

	OK(px_reminders_of(&world.domain, id, &rows, &count, &error));
	for (size_t n = 0; n < count; n++) {
		size_t first = n;
		for (size_t i = n + 1; i < count; i++)
			if (rows[i].due < rows[first].due)
				first = i;
		struct px_reminder row = rows[first];
		rows[first] = rows[n];
		(void)px_buf_printf(&text, "%s%s %s", text.size ? ", " : "", px_world_local(&world, row.due), row.lead);
	}
	const char *kept = px_arena_str(&world.arena, px_buf_view(&text));
	px_buf_release(&text);
	return kept;
}

static struct px_task task_at(const char *due, const char *reminders)
{
	struct px_task task;

	px_record_init(&px_task_record, &task);
	task.title = "Check the oven";
	task.reminders = reminders;
	if (due && strlen(due) == 10)
		(void)px_civil_parse_day(px_str(due), &task.due_day);
	else if (due)
		task.due = px_world_utc(&world, due);
	return task;
}

static struct px_task made(struct px_task task)
{
	OK(px_task_create(&world.domain, &task, &error));
	OK(px_domain_record(&world.domain, "create_task", NULL, &error));
	return task;
}

static void update(struct px_task *task)
{
	OK(px_task_update(&world.domain, task, -1, &error));
	OK(px_domain_record(&world.domain, "update_task", NULL, &error));
}

static struct px_event event_made(const char *start, const char *rule, const char *reminders)
{
	struct px_event event;

	px_record_init(&px_event_record, &event);
	event.title = "Dentist";
	event.start = px_world_utc(&world, start);
	event.recurrence = rule;
	event.reminders = reminders;
	OK(px_event_create(&world.domain, &event, &error));
	OK(px_domain_record(&world.domain, "create_event", NULL, &error));
	return event;
}

static void the_usual_leads_hold_where_none_are_named(void **state)
{
	(void)state;
	assert_string_equal(reminders_of(made(task_at("2026-01-16T17:00", NULL)).id), "2026-01-16T17:00 -PT0S");
	assert_string_equal(reminders_of(made(task_at("2026-01-16", NULL)).id), "");
	assert_string_equal(reminders_of(made(task_at(NULL, NULL)).id), "");
	assert_string_equal(reminders_of(event_made("2026-01-16T17:00", NULL, NULL).id), "2026-01-16T16:45 -PT15M");
	assert_string_equal(reminders_of(event_made("2026-01-16T17:00", NULL, "[]").id), "");
}

static void each_lead_is_a_reminder(void **state)
{
	(void)state;
	assert_string_equal(reminders_of(made(task_at("2026-01-16T17:00", "[\"-PT1H\",\"-P1D\",\"2026-01-15T11:00:00Z\"]")).id),
			    "2026-01-15T12:00 2026-01-15T11:00:00Z, 2026-01-15T17:00 -P1D, 2026-01-16T16:00 -PT1H");
	assert_string_equal(reminders_of(made(task_at("2026-01-16", "[\"-PT0S\",\"-P1D\",\"-PT2H\"]")).id),
			    "2026-01-15T09:00 -P1D, 2026-01-16T07:00 -PT2H, 2026-01-16T09:00 -PT0S");
}

static void what_has_passed_is_not_planned(void **state)
{
	(void)state;
	assert_string_equal(reminders_of(made(task_at("2026-01-13T17:00", NULL)).id), "");
	assert_string_equal(reminders_of(event_made("2026-01-14T09:10", NULL, NULL).id), "");
	assert_string_equal(reminders_of(made(task_at("2026-01-14T09:00", NULL)).id), "2026-01-14T09:00 -PT0S");
}

static void a_day_before_is_the_same_time_across_a_change_of_clocks(void **state)
{
	(void)state;
	assert_string_equal(reminders_of(event_made("2026-03-29T10:00", NULL, "[\"-P1D\",\"-PT24H\"]").id),
			    "2026-03-28T09:00 -PT24H, 2026-03-28T10:00 -P1D");
}

static void they_move_with_their_item_and_go_with_it(void **state)
{
	struct px_task task = made(task_at("2026-01-16T17:00", NULL));

	(void)state;
	task.due = px_world_utc(&world, "2026-01-17T08:00");
	update(&task);
	assert_string_equal(reminders_of(task.id), "2026-01-17T08:00 -PT0S");
	task.title = "Look at the oven";
	update(&task);
	assert_string_equal(reminders_of(task.id), "2026-01-17T08:00 -PT0S");
	task.reminders = "[\"-PT5M\"]";
	update(&task);
	assert_string_equal(reminders_of(task.id), "2026-01-17T07:55 -PT5M");
	OK(px_task_delete(&world.domain, task.id, -1, &error));
	OK(px_domain_record(&world.domain, "delete_task", NULL, &error));
	assert_string_equal(reminders_of(task.id), "");
}

static void undo_brings_them_back_and_takes_them_away(void **state)
{
	struct px_task task = made(task_at("2026-01-16T17:00", NULL));
	struct px_undone undone;

	(void)state;
	OK(px_task_complete(&world.domain, task.id, &task, NULL, &error));
	OK(px_domain_record(&world.domain, "complete_task", NULL, &error));
	assert_string_equal(reminders_of(task.id), "");
	OK(px_undo_last(&world.domain, &undone, &error));
	assert_string_equal(reminders_of(task.id), "2026-01-16T17:00 -PT0S");
	OK(px_undo_last(&world.domain, &undone, &error));
	assert_string_equal(reminders_of(task.id), "");
}

static void a_change_reverted_with_its_transaction_leaves_none(void **state)
{
	struct px_task task;

	(void)state;
	OK(px_store_savepoint(world.tx, &error));
	struct px_domain_mark mark = px_domain_mark(&world.domain);
	task = made(task_at("2026-01-16T17:00", NULL));
	px_store_revert(world.tx);
	px_domain_rewind(&world.domain, mark);
	assert_string_equal(reminders_of(task.id), "");
}

static void recurring_ones_stand_for_the_next_occurrence(void **state)
{
	struct px_task task = task_at("2026-01-15T07:00", NULL);
	struct px_event event;
	bool rolled;

	(void)state;
	task.recurrence = "FREQ=DAILY";
	task = made(task);
	assert_string_equal(reminders_of(task.id), "2026-01-15T07:00 -PT0S");
	OK(px_task_complete(&world.domain, task.id, &task, &rolled, &error));
	OK(px_domain_record(&world.domain, "complete_task", NULL, &error));
	assert_string_equal(reminders_of(task.id), "2026-01-16T07:00 -PT0S");
	/* Wednesday 9:10 is too near for the quarter of an hour: next week. */
	event = event_made("2026-01-14T09:10", "FREQ=WEEKLY", NULL);
	assert_string_equal(reminders_of(event.id), "2026-01-21T08:55 -PT15M");
	OK(px_event_delete_one(&world.domain, event.id, px_world_utc(&world, "2026-01-21T09:10"), &error));
	OK(px_domain_record(&world.domain, "delete_event", NULL, &error));
	assert_string_equal(reminders_of(event.id), "2026-01-28T08:55 -PT15M");
}

static void a_job_waits_for_the_soonest(void **state)
{
	const struct px_store_filter filter = { "kind", PX_OP_EQ, { .text = PX_STR(PX_JOB_RING) } };
	const struct px_store_query query = { .filters = &filter, .filter_count = 1, .limit = 10 };
	void *rows;
	size_t count;

	(void)state;
	made(task_at("2026-01-16T17:00", NULL));
	made(task_at("2026-01-15T17:00", NULL));
	made(task_at("2026-01-17T17:00", NULL));
	OK(px_store_query(world.tx, &px_job_record, &query, &world.arena, &rows, &count, &error));
	assert_int_equal(count, 1);
	assert_string_equal(px_world_local(&world, ((struct px_job_row *)rows)->due), "2026-01-15T17:00");
}

static void snoozing_and_notifications_end_with_the_item(void **state)
{
	struct px_task task = made(task_at("2026-01-14T10:00", NULL));
	struct px_notification note;

	(void)state;
	px_record_init(&px_notification_record, &note);
	note.title = task.title;
	note.subject = PX_SUBJECT_TASK;
	note.subject_id = task.id;
	note.occurrence = task.due;
	OK(px_notification_create(&world.domain, &note, &error));
	OK(px_notification_snooze(&world.domain, note.id, px_world_utc(&world, "2026-01-14T10:30"), &note, &error));
	assert_string_equal(reminders_of(task.id), "2026-01-14T10:00 -PT0S, 2026-01-14T10:30 snooze");
	/* A new title moves nothing. */
	task.title = "Look";
	update(&task);
	assert_string_equal(reminders_of(task.id), "2026-01-14T10:00 -PT0S, 2026-01-14T10:30 snooze");
	task.due = px_world_utc(&world, "2026-01-15T10:00");
	update(&task);
	assert_string_equal(reminders_of(task.id), "2026-01-15T10:00 -PT0S");
	OK(px_notification_get(&world.domain, note.id, &note, &error));
	assert_int_equal(note.state, PX_NOTIFICATION_ACKNOWLEDGED);
}

static void free_standing_ones_are_undone_like_anything(void **state)
{
	struct px_reminder reminder;
	struct px_undone undone;
	struct px_error why;

	(void)state;
	px_record_init(&px_reminder_record, &reminder);
	reminder.text = "Check the oven";
	reminder.repeat = "soon";
	assert_int_equal(px_reminder_create(&world.domain, &reminder, &why), PX_INVALID);
	assert_string_equal(why.field, "due");
	reminder.due = px_world_utc(&world, "2026-01-14T09:20");
	assert_int_equal(px_reminder_create(&world.domain, &reminder, &why), PX_INVALID);
	assert_string_equal(why.field, "repeat");
	reminder.repeat = NULL;
	OK(px_reminder_create(&world.domain, &reminder, &error));
	OK(px_domain_record(&world.domain, "create_reminder", NULL, &error));
	OK(px_undo_last(&world.domain, &undone, &error));
	assert_string_equal(undone.summary, "Added “Check the oven”");
	assert_int_equal(px_reminder_get(&world.domain, reminder.id, &reminder, NULL), PX_NOT_FOUND);
}

int main(void)
{
#define CASE(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		CASE(the_usual_leads_hold_where_none_are_named),
		CASE(each_lead_is_a_reminder),
		CASE(what_has_passed_is_not_planned),
		CASE(a_day_before_is_the_same_time_across_a_change_of_clocks),
		CASE(they_move_with_their_item_and_go_with_it),
		CASE(undo_brings_them_back_and_takes_them_away),
		CASE(a_change_reverted_with_its_transaction_leaves_none),
		CASE(recurring_ones_stand_for_the_next_occurrence),
		CASE(a_job_waits_for_the_soonest),
		CASE(snoozing_and_notifications_end_with_the_item),
		CASE(free_standing_ones_are_undone_like_anything),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
