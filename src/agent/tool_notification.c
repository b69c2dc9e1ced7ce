/* SPDX-License-Identifier: Apache-2.0 */
/*
 * snooze_notification and acknowledge_notification: what a person does about
 * what Pixie said by itself.  Without an id the latest one that is open is
 * meant.
 */
#include "agent/tool_call.h"
#include "domain/notification.h"
#include "domain/task.h"

#define OPEN_FOR_MS (INT64_C(7) * PX_MS_DAY)
#define SNOOZE_USUAL_MS (INT64_C(10) * PX_MS_MINUTE)

static enum px_err find(struct px_tool_call *call, bool put_off, struct px_notification *row)
{
	struct px_id id;

	if (!px_arg_given(call, "id"))
		return px_notification_latest(&call->domain, call->domain.now - OPEN_FOR_MS, put_off, row, call->error);
	if (!px_id_parse(px_arg_text(call, "id"), &id))
		return px_fail(call->error, PX_INVALID, "id", "is not a UUID");
	return px_notification_get(&call->domain, id, row, call->error);
}

static void say(struct px_tool_call *call, const char *text)
{
	call->result->reply = (struct px_reply){ .kind = PX_REPLY_KNOWN, .text = text };
	call->worded = true;
}

/* The item is what is spoken of from now on. */
static void show_subject(struct px_tool_call *call, const struct px_notification *row)
{
	struct px_task task;

	if (row->subject == PX_SUBJECT_TASK && px_task_get(&call->domain, row->subject_id, &task, NULL) == PX_OK)
		px_tool_show_task(call, &task);
}

/* A change that is no action takes its number here. */
static enum px_err number(struct px_tool_call *call)
{
	return px_domain_number_rest(&call->domain, call->error);
}

static enum px_err read_until(struct px_tool_call *call, int64_t *until)
{
	const struct px_tz *tz = call->domain.tz;
	struct px_tool_shift shift;
	struct px_tool_time when;
	enum px_err err = PX_OK;

	*until = call->domain.now + SNOOZE_USUAL_MS;
	if (px_arg_given(call, "until")) {
		err = px_arg_when(call, "until", &when);
		if (!err)
			*until = when.kind == PX_TOOL_TIME_TIME ? when.instant : px_tz_to_utc(tz, when.local, NULL);
		if (!err && when.kind == PX_TOOL_TIME_DAY) /* "tomorrow": not at midnight */
			*until = px_tz_to_utc(tz, when.local + 9 * PX_MS_HOUR, NULL);
	} else if (px_arg_given(call, "for")) {
		err = px_tool_shift_read(&call->nlu, "for", px_arg_text(call, "for"), &shift, call->error);
		if (!err && !shift.months)
			*until = call->domain.now + shift.ms;
		else if (!err)
			*until = px_tz_to_utc(tz, px_tool_shifted(px_tz_to_local(tz, call->domain.now), &shift), NULL);
	}
	return err;
}

enum px_err px_tool_snooze_notification(struct px_tool_call *call)
{
	struct px_buf when = PX_BUF_INIT(200);
	struct px_notification row;
	int64_t until;
	enum px_err err = find(call, true, &row);

	if (!err)
		err = read_until(call, &until);
	if (!err)
		err = px_notification_snooze(&call->domain, row.id, until, &row, call->error);
	if (!err)
		err = number(call);
	if (err)
		return err;
	int64_t local = px_tz_to_local(call->domain.tz, until);
	int32_t day = px_civil_ms_day(local);
	px_reply_when(&call->nlu, day, (int32_t)((local - day * PX_MS_DAY) / PX_MS_SECOND), &when);
	say(call, px_arena_printf(call->domain.arena, "Put off until %s.", when.size ? when.data : "later"));
	px_buf_release(&when);
	show_subject(call, &row);
	return PX_OK;
}

/* As if the person had named the task. */
static enum px_err complete(struct px_tool_call *call, const struct px_notification *row)
{
	const json_t *given = call->arguments;
	char id[PX_ID_TEXT + 1];

	px_id_format(row->subject_id, id);
	json_t *arguments = json_pack("{s:s}", "id", id);
	call->arguments = arguments;
	enum px_err err = px_tool_handle("complete_task", call);
	call->arguments = given;
	json_decref(arguments);
	return err;
}

enum px_err px_tool_acknowledge_notification(struct px_tool_call *call)
{
	struct px_notification row;
	struct px_task task;
	enum px_err err = find(call, false, &row);

	if (err)
		return err;
	bool open = row.subject == PX_SUBJECT_TASK && px_task_get(&call->domain, row.subject_id, &task, NULL) == PX_OK &&
		    task.status <= PX_TASK_IN_PROGRESS;
	bool completes = px_arg_true(call, "done") && open;
	if (completes)
		err = complete(call, &row);
	if (!err)
		err = px_notification_acknowledge(&call->domain, row.id, &row, call->error);
	if (err || completes) /* the action numbers its changes, and its tool has worded it */
		return err;
	say(call, "OK.");
	show_subject(call, &row);
	return number(call);
}
