/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A word on a notification.  "Done" and "got it" mean one only if it was the
 * last thing said; "snooze" names what it means, and takes the latest that is
 * open.  A message about something else pays for one look at its words.
 */
#include "agent/turn_internal.h"

#include "agent/notice_word.h"
#include "agent/tool_time.h"
#include "domain/notification.h"

#define OPEN_FOR_MS PX_MS_DAY

static const char why[] = "a word on a notification";

static enum px_err last_said(struct px_turn_work *work, int64_t *at)
{
	const struct px_store_filter filter = { "conversation_id", PX_OP_EQ, { .id = work->conversation.id } };
	const struct px_store_query query = { .filters = &filter, .filter_count = 1, .order = "seq", .descending = true, .limit = 1 };
	size_t count;
	void *rows;
	enum px_err err = px_store_query(work->turn->tx, &px_message_record, &query, &work->turn->arena, &rows, &count, work->error);

	*at = !err && count ? ((const struct px_message *)rows)->created : 0;
	return err;
}

static const char *delay_arguments(struct px_turn_work *work, const char *id, struct px_str when)
{
	struct px_tool_shift shift;
	json_t *arguments = json_pack("{s:s}", "id", id);
	struct px_tool_time time;

	if (when.size && px_tool_shift_read(&work->nlu, "for", when, &shift, NULL) == PX_OK)
		json_object_set_new(arguments, "for", json_stringn(when.data, when.size));
	else if (when.size && px_tool_time_read(&work->nlu, "until", when, &time, NULL) == PX_OK)
		json_object_set_new(arguments, "until", json_stringn(when.data, when.size));
	else if (when.size) { /* "later today I'll cook" is about something else */
		json_decref(arguments);
		return NULL;
	}
	char *text = json_dumps(arguments, JSON_COMPACT);
	const char *kept = text ? px_arena_str(&work->turn->arena, px_str(text)) : NULL;
	free(text);
	json_decref(arguments);
	return kept;
}

enum px_err px_turn_hear_notified(struct px_turn_work *work)
{
	struct px_notification row;
	struct px_str when;
	char id[PX_ID_TEXT + 1];
	int64_t said = 0;
	enum px_notice_word word = px_notice_word_read(work->input->text, &when);

	if (word == PX_NOTICE_NONE)
		return PX_OK;
	enum px_err err = px_notification_latest(&work->domain, work->domain.now - OPEN_FOR_MS, word == PX_NOTICE_SNOOZE, &row, NULL);
	if (err)
		return err == PX_NOT_FOUND ? PX_OK : err;
	if (word != PX_NOTICE_SNOOZE)
		err = last_said(work, &said);
	if (err || row.created < said)
		return err;
	px_id_format(row.id, id);
	if (word == PX_NOTICE_SNOOZE) {
		const char *arguments = delay_arguments(work, id, when);
		if (arguments)
			px_turn_call_instead(work, "snooze_notification", arguments, why);
		return PX_OK;
	}
	const char *done = word == PX_NOTICE_DONE ? "true" : "false";
	px_turn_call_instead(work, "acknowledge_notification",
			     px_arena_printf(&work->turn->arena, "{\"id\":\"%s\",\"done\":%s}", id, done), why);
	return PX_OK;
}
