/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the calls of tasks and events say of reminders: "reminders" (leads in any of the forms below, or minutes),
 * "replace_reminders" and "nagging".
 *
 *   60, "60"                    minutes before it
 *   "1h before", "-PT1H"        so long before it; it follows the thing where that is moved
 *   "2026-01-16T09:00", words   at that time: kept as how long before the thing that is, of a series as that instant
 *   "R/-PT1H/PT10M"             as the record keeps it (domain/lead.h)
 *
 * What is said is added to the reminders that there are: the thing's own, or the person's usual ones.
 */
#ifndef PX_AGENT_TOOL_REMINDERS_H
#define PX_AGENT_TOOL_REMINDERS_H

#include "agent/tool_call.h"

/*
 * Sets the thing's `reminders`, once its times are as they will be written, and what the reply tells of them.  A time that
 * is past is PX_INVALID; of a thing that is new it is left out, and the reply says so.
 */
enum px_err px_tool_remind_of_task(struct px_tool_call *call, struct px_task *task, bool created) PX_MUST_CHECK;
enum px_err px_tool_remind_of_event(struct px_tool_call *call, struct px_event *event, bool created) PX_MUST_CHECK;

#endif
