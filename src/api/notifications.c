/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/notifications: what was said, and what the person does about it;
 * /api/v1/reminders: what is still to be said; /me/notification-settings.
 */
#include "domain/notification.h"

#include "api/api_internal.h"
#include "api/page.h"
#include "api/resource.h"
#include "base/record_json.h"
#include "domain/lead.h"
#include "domain/notification_settings.h"
#include "domain/reminder.h"
#include "domain/task.h"

#define SNOOZE_USUAL_MS (INT64_C(10) * PX_MS_MINUTE)

PX_RESOURCE_PLAIN(reminder, NULL);

/* Changes that are no action take their numbers here. */
static enum px_err answer_row(struct px_call *call, const struct px_notification *row, struct px_error *error)
{
	enum px_err err = px_domain_number_rest(&call->domain, error);

	if (!err)
		px_call_row(call, &px_notification_record, row);
	return err;
}

static void answer_unread(struct px_call *call, int64_t unread)
{
	(void)px_buf_printf(&call->body, "{\"unread\":%lld}", (long long)unread);
}

enum px_err px_notifications_list(struct px_call *call, struct px_error *error)
{
	const char *state = px_call_query(call, "state");
	struct px_page page;
	enum px_err err = px_page_init(&page, call, error);

	if (!err && state && strcmp(state, "open") == 0)
		px_page_filter(&page, "state", PX_OP_LE, (struct px_store_value){ .integer = PX_NOTIFICATION_READ });
	else if (!err)
		err = px_page_filter_query(&page, call, &px_notification_record, "state", error);
	if (!err)
		err = px_page_filter_query(&page, call, &px_notification_record, "kind", error);
	if (!err)
		err = px_page_filter_query(&page, call, &px_notification_record, "subject_id", error);
	return err ? err : px_page_answer(&page, call, &px_notification_record, error);
}

enum px_err px_notifications_unread(struct px_call *call, struct px_error *error)
{
	int64_t unread = 0;
	enum px_err err = px_notification_unread(&call->domain, &unread, error);

	if (!err)
		answer_unread(call, unread);
	return err;
}

enum px_err px_notifications_get(struct px_call *call, struct px_error *error)
{
	struct px_notification row;
	struct px_id id;
	enum px_err err = px_call_id(call, 0, &id, error);

	if (!err)
		err = px_notification_get(&call->domain, id, &row, error);
	if (!err)
		px_call_row(call, &px_notification_record, &row);
	return err;
}

enum px_err px_notifications_read_one(struct px_call *call, struct px_error *error)
{
	struct px_notification row;
	struct px_id id;
	enum px_err err = px_call_id(call, 0, &id, error);

	if (!err)
		err = px_notification_read(&call->domain, id, &row, error);
	return err ? err : answer_row(call, &row, error);
}

enum px_err px_notifications_read_every(struct px_call *call, struct px_error *error)
{
	int64_t count, unread = 0, last;
	enum px_err err = px_notification_read_all(&call->domain, &count, error);

	if (!err && count)
		err = px_domain_number(&call->domain, &last, error);
	if (!err)
		err = px_notification_unread(&call->domain, &unread, error);
	if (!err)
		answer_unread(call, unread);
	return err;
}

/* A recurring task that came round since then is not done by dealing with the old notification. */
static enum px_err complete(struct px_call *call, const struct px_notification *row, struct px_error *error)
{
	struct px_task task;

	if (row->subject != PX_SUBJECT_TASK)
		return px_fail(error, PX_INVALID, "done", "the notification is not about a task");
	if (row->state == PX_NOTIFICATION_ACKNOWLEDGED)
		return PX_OK; /* dealt with already: what is open now is the next one */
	enum px_err err = px_task_get(&call->domain, row->subject_id, &task, error);
	if (err == PX_NOT_FOUND || (!err && task.status > PX_TASK_IN_PROGRESS))
		return PX_OK; /* done already */
	if (!err)
		err = px_task_complete(&call->domain, row->subject_id, &task, NULL, error);
	return err ? err : px_domain_record(&call->domain, "complete_task", NULL, error);
}

enum px_err px_notifications_acknowledge(struct px_call *call, struct px_error *error)
{
	struct px_notification row;
	struct px_id id;
	enum px_err err = px_call_id(call, 0, &id, error);

	if (!err)
		err = px_notification_get(&call->domain, id, &row, error);
	if (!err && json_is_true(json_object_get(call->input, "done")))
		err = complete(call, &row, error);
	if (!err)
		err = px_notification_acknowledge(&call->domain, id, &row, error);
	return err ? err : answer_row(call, &row, error);
}

/* From `until`, an instant or a local time, or from `for`. */
static enum px_err read_until(const struct px_call *call, int64_t *until, struct px_error *error)
{
	const json_t *at = json_object_get(call->input, "until"), *span = json_object_get(call->input, "for");
	const struct px_domain *domain = &call->domain;
	struct px_duration duration;
	bool has_offset;

	*until = domain->now + SNOOZE_USUAL_MS;
	if (json_is_string(at) && json_is_string(span))
		return px_fail(error, PX_INVALID, "until", "give until or for, not both");
	if (json_is_string(at)) {
		if (!px_civil_parse_ms(px_json_string(at), until, &has_offset))
			return px_fail(error, PX_INVALID, "until", "must be a time such as 2026-01-16T09:00");
		if (!has_offset)
			*until = px_tz_to_utc(domain->tz, *until, NULL);
	} else if (json_is_string(span)) {
		if (!px_duration_parse(px_json_string(span), &duration) || px_duration_is_zero(&duration))
			return px_fail(error, PX_INVALID, "for", "must be a duration up to four weeks such as PT10M, PT2H or P1D");
		*until = px_tz_to_utc(domain->tz, px_tz_to_local(domain->tz, domain->now) + duration.days * PX_MS_DAY, NULL) +
			 duration.ms;
		if (!duration.days) /* not by way of the wall clock, which may stand still */
			*until = domain->now + duration.ms;
	}
	return PX_OK;
}

enum px_err px_notifications_snooze(struct px_call *call, struct px_error *error)
{
	struct px_notification row;
	struct px_id id;
	int64_t until;
	enum px_err err = px_call_id(call, 0, &id, error);

	if (!err)
		err = read_until(call, &until, error);
	if (!err)
		err = px_notification_snooze(&call->domain, id, until, &row, error);
	return err ? err : answer_row(call, &row, error);
}

/* -------------------------------------------------------------------- settings */

enum px_err px_notification_settings_get_mine(struct px_call *call, struct px_error *error)
{
	struct px_notification_settings row;
	enum px_err err = px_notification_settings_get(&call->domain, &row, error);

	if (!err)
		px_call_row(call, &px_notification_settings_record, &row);
	return err;
}

enum px_err px_notification_settings_patch_mine(struct px_call *call, struct px_error *error)
{
	struct px_notification_settings row;
	uint64_t given = 0;
	enum px_err err = px_notification_settings_get(&call->domain, &row, error);

	if (!err)
		err = px_call_precondition(call, row.version, error);
	if (!err)
		err = px_record_patch(&px_notification_settings_record, call->input, &call->arena, &row, &given, error);
	if (!err)
		err = px_notification_settings_update(&call->domain, &row, -1, error);
	if (!err)
		px_call_row(call, &px_notification_settings_record, &row);
	return err;
}

/* -------------------------------------------------------------------- reminders */

enum px_err px_reminders_list(struct px_call *call, struct px_error *error)
{
	struct px_page page;
	enum px_err err = px_page_init_by(&page, call, "due", error);

	px_page_filter(&page, "due", PX_OP_NOT_NULL, (struct px_store_value){ .integer = 0 });
	if (!err)
		err = px_page_filter_query(&page, call, &px_reminder_record, "subject_id", error);
	if (!err)
		err = px_page_filter_query(&page, call, &px_reminder_record, "subject", error);
	return err ? err : px_page_answer(&page, call, &px_reminder_record, error);
}

enum px_err px_reminders_create(struct px_call *call, struct px_error *error)
{
	return px_resource_create(call, &px_reminder_resource, error);
}

enum px_err px_reminders_get(struct px_call *call, struct px_error *error)
{
	return px_resource_get(call, &px_reminder_resource, error);
}

enum px_err px_reminders_patch(struct px_call *call, struct px_error *error)
{
	return px_resource_patch(call, &px_reminder_resource, error);
}

enum px_err px_reminders_delete(struct px_call *call, struct px_error *error)
{
	return px_resource_delete(call, &px_reminder_resource, error);
}
