/* SPDX-License-Identifier: Apache-2.0 */
/*
 * After downtime there is one brief, that of the day it is by now; yesterday's
 * is of no use.  One that would come in the evening is left out.
 */
#include "proactive/morning.h"

#include "domain/conversation.h"
#include "domain/reminder.h"
#include "domain/reminder_plan.h"
#include "proactive/brief.h"
#include "proactive/deliver.h"

enum { LAST_HOUR = 18 };

static enum px_err say(const struct px_proactive *proactive, struct px_proactive_run *work, int32_t day, int64_t planned,
		       struct px_error *error)
{
	struct px_buf text = PX_BUF_INIT(PX_BRIEF_TEXT_MAX), title = PX_BUF_INIT(500);
	struct px_conversation room;
	struct px_notification row;
	struct px_message message;
	struct px_brief brief;
	enum px_err err = px_brief_gather(&work->domain, work->user.name, day, &brief, error);

	if (err)
		return err;
	px_brief_text(&work->domain, &work->words, &brief, &text);
	px_brief_short(&work->words, &brief, &title);
	px_record_init(&px_notification_record, &row);
	row.kind = PX_NOTIFY_BRIEF;
	row.subject = PX_SUBJECT_BRIEF;
	row.planned = planned;
	row.title = px_arena_str(&work->arena, px_buf_view(&title));
	row.text = px_arena_str(&work->arena, px_buf_view(&text));
	row.tag = "brief";
	px_buf_release(&text);
	px_buf_release(&title);
	err = px_speak(proactive, work, &row, error);
	if (!err)
		err = px_conversation_main(&work->domain, &room, error);
	if (err)
		return err;
	px_record_init(&px_message_record, &message);
	message.conversation_id = room.id;
	message.role = PX_ROLE_ASSISTANT;
	message.text = row.text;
	err = px_message_append(&work->domain, &message, error);
	if (!err)
		px_domain_told(&work->domain, &px_message_record, "created", &message);
	return err;
}

enum px_err px_morning_say(const struct px_proactive *proactive, struct px_proactive_run *work, struct px_reminder *row,
			   struct px_error *error)
{
	const struct px_domain *domain = &work->domain;
	int32_t today = px_domain_today(domain);
	int64_t local = px_tz_to_local(domain->tz, domain->now), planned = row->planned, next = planned;
	bool in_time = local - today * PX_MS_DAY < LAST_HOUR * PX_MS_HOUR;

	/* The last brief that was to come by now is the one that is said, and remembered. */
	while (next != PX_TIME_NONE && next <= domain->now) {
		row->told = planned = next;
		row->said = px_civil_ms_day(px_tz_to_local(domain->tz, next)) * PX_MS_DAY;
		next = px_brief_next(&work->speaking, domain->tz, row->told, row->said);
	}
	int32_t planned_day = px_civil_ms_day(px_tz_to_local(domain->tz, planned));
	row->due = row->planned = row->occurrence = next;
	enum px_err err = px_reminder_save(&work->domain, row, error);
	if (err || planned_day != today || !in_time || !work->speaking.brief)
		return err;
	return say(proactive, work, today, planned, error);
}
