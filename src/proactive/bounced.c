/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A mail to the person came back for good.  Their address is marked, so that
 * no notification is sent there any more, and they are told once, with the
 * server's reason.  The mark goes by the address: another one has none.
 */
#include "proactive/bounced.h"

#include "base/json.h"
#include "base/utf8.h"
#include "proactive/deliver.h"

#include <strings.h>

enum { LINE_MAX_BYTES = 1000, REASON_MAX = 300 };

static enum px_err tell(const struct px_proactive *proactive, struct px_proactive_run *work, const char *reason,
			struct px_error *error)
{
	struct px_buf title = PX_BUF_INIT(LINE_MAX_BYTES), text = PX_BUF_INIT(LINE_MAX_BYTES);
	const struct px_filler parts[] = { { "address", work->user.email }, { "reason", reason }, { NULL, NULL } };
	struct px_notification row;

	px_words_say(&work->words, PX_SAY_BOUNCED, 1, parts, &title);
	px_words_say(&work->words, *reason ? PX_SAY_BOUNCED_WHY : PX_SAY_BOUNCED_SO, 1, parts, &text);
	px_record_init(&px_notification_record, &row);
	row.kind = PX_NOTIFY_PROBLEM;
	row.planned = work->domain.now;
	row.title = px_arena_str(&work->arena, px_buf_view(&title));
	row.text = px_arena_str(&work->arena, px_buf_view(&text));
	row.tag = "bounced";
	px_buf_release(&title);
	px_buf_release(&text);
	return px_speak(proactive, work, &row, error);
}

/* What the server said, on one line. */
static const char *read_reason(struct px_arena *arena, const json_t *payload)
{
	struct px_str text = px_json_string(json_object_get(payload, "reason"));
	char *copy = px_arena_strn(arena, text.data ? text.data : "", px_utf8_cut(text, REASON_MAX));

	for (char *c = copy; *c; c++)
		if ((unsigned char)*c < ' ' || *c == 0x7f)
			*c = ' ';
	return copy;
}

static enum px_err apply(void *arg, struct px_store_tx *tx, struct px_job_run *run, struct px_error *error)
{
	struct px_proactive_run *work;
	json_t *payload = NULL;
	bool news = false;
	enum px_err err = px_proactive_begin(tx, run, &work, error);

	if (err)
		return err == PX_NOT_FOUND ? PX_OK : err;
	err = px_json_parse(px_str(run->payload), &payload, error);
	const char *address = json_string_value(json_object_get(payload, "address"));
	bool theirs = address && work->user.email && strcasecmp(address, work->user.email) == 0;
	if (!err && theirs)
		err = px_notification_settings_bounced(&work->domain, work->user.email, &news, error);
	if (!err && news) {
		work->speaking.bounced = work->user.email;
		err = tell(arg, work, read_reason(&work->arena, payload), error);
	}
	json_decref(payload);
	return err ? err : px_proactive_close(work, error);
}

const struct px_job_kind px_bounced_kind = { .name = PX_JOB_BOUNCED, .apply = apply, .ended = px_proactive_ended };
