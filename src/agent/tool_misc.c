/* SPDX-License-Identifier: Apache-2.0 */
/* undo and daily_brief. */
#include "agent/brief.h"
#include "agent/tool_call.h"
#include "domain/undo.h"

static void show_row(struct px_tool_call *call, const struct px_change *change)
{
	struct px_str entity = px_str(change->entity);

	if (px_str_eq(entity, PX_STR("task"))) {
		px_tool_show_task(call, change->row);
	} else if (px_str_eq(entity, PX_STR("event"))) {
		struct px_occurrence next = px_context_next_occurrence(&call->domain, change->row);
		px_tool_show_event(call, &next);
	}
}

enum px_err px_tool_undo(struct px_tool_call *call)
{
	struct px_undone undone;

	enum px_err err = px_undo_last(&call->domain, &undone, call->error);
	if (err == PX_NOT_FOUND) {
		call->result->reply.kind = PX_REPLY_NOTHING_TO_UNDO;
		return PX_OK;
	}
	if (err)
		return err;
	for (size_t i = 0; i < call->domain.change_count && i < 8; i++)
		show_row(call, &call->domain.changes[i]);
	call->result->reply.kind = PX_REPLY_UNDONE;
	call->result->reply.text = undone.summary;
	call->result->undo_left = undone.more;
	return PX_OK;
}

enum px_err px_tool_daily_brief(struct px_tool_call *call)
{
	int32_t day = px_domain_today(&call->domain);
	struct px_tool_time when;
	enum px_err err = PX_OK;

	if (px_arg_given(call, "date")) {
		err = px_arg_when(call, "date", &when);
		day = when.day;
	}
	return err ? err : px_brief_write(call, day);
}
