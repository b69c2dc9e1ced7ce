/* SPDX-License-Identifier: Apache-2.0 */
/* First the late ones, then the others: each lot is one notification, or a few. */
#include "proactive/notice.h"

#include "base/json.h"
#include "proactive/deliver.h"

#include <stdlib.h>

enum { LINE_MAX_BYTES = 2048, BODY_MAX = 16000, LINES = 20, ITEMS_MAX_BYTES = 65000, TITLE_MAX = 500 };

static bool is_late(const struct px_domain *domain, const struct px_due *due)
{
	return domain->now - due->planned > PX_LATE_MS || due->count > 1;
}

/* "Today at 14:00, Room 3", "Was due yesterday", "" of a reminder that stands for itself. */
static void write_time(const struct px_words *words, const struct px_due *due, struct px_buf *out)
{
	struct px_buf when = PX_BUF_INIT(LINE_MAX_BYTES);
	size_t from = out->size;

	if (due->occurrence == PX_TIME_NONE || due->subject == PX_SUBJECT_REMINDER || due->subject == PX_SUBJECT_NONE)
		return;
	if (due->day)
		px_words_day(words, due->on_day, &when);
	else
		px_words_when(words, due->occurrence, false, &when);
	const struct px_filler parts[] = { { "when", px_buf_view(&when).data }, { "day", px_buf_view(&when).data }, { NULL, NULL } };
	if (due->subject == PX_SUBJECT_TASK) {
		bool past = due->day ? due->on_day < px_words_day_of(words, words->now)
				     : due->occurrence < words->now - PX_LATE_MS;
		px_words_say(words, past ? PX_SAY_WAS_DUE : PX_SAY_DUE, 1, parts, out);
	} else if (due->day) {
		px_words_say(words, PX_SAY_ALL_DAY, 1, parts, out);
	} else if (due->end != PX_TIME_NONE) {
		px_words_when_span(words, due->occurrence, due->end, out);
	} else {
		(void)px_buf_str(out, px_buf_view(&when));
	}
	if (due->location)
		(void)px_buf_printf(out, ", %s", due->location);
	px_words_capital(out, from);
	px_buf_release(&when);
}

static const char *kept(struct px_domain *domain, struct px_buf *buf)
{
	const char *text = buf->size ? px_arena_str(domain->arena, px_buf_view(buf)) : NULL;

	px_buf_release(buf);
	return text;
}

static void start(const struct px_due *due, struct px_notification *row)
{
	row->subject = due->subject;
	row->subject_id = due->subject_id;
	row->occurrence = due->occurrence;
	row->planned = due->planned;
}

static const char *tag_of(struct px_domain *domain, const struct px_due *due)
{
	char id[PX_ID_TEXT + 1];

	if (px_id_is_none(due->subject_id))
		return NULL;
	px_id_format(due->subject_id, id);
	return px_arena_str(domain->arena, px_str(id));
}

static const char *const subject_names[] = { "none", "task", "event", "reminder", "brief" };

static void write_instant(struct px_json *json, const char *key, int64_t at)
{
	char text[PX_CIVIL_TEXT];

	px_json_key(json, key);
	if (at == PX_TIME_NONE) {
		px_json_null(json);
		return;
	}
	px_civil_format_ms(at, text);
	px_json_textf(json, "%sZ", text);
}

static void write_item(struct px_json *json, const struct px_due *due)
{
	char id[PX_ID_TEXT + 1];

	px_json_open_object(json);
	px_json_key(json, "title");
	px_json_text(json, due->title);
	px_json_key(json, "subject");
	px_json_text(json, subject_names[due->subject]);
	px_json_key(json, "subject_id");
	px_id_format(due->subject_id, id);
	px_json_text(json, px_id_is_none(due->subject_id) ? NULL : id);
	write_instant(json, "occurrence", due->occurrence);
	write_instant(json, "planned", due->planned);
	px_json_key(json, "count");
	px_json_int(json, due->count);
	px_json_close_object(json);
}

/* "Take the pill (3 times)" */
static void write_title(const struct px_words *words, const struct px_due *due, struct px_buf *out)
{
	(void)px_buf_text(out, due->title);
	if (due->count < 2)
		return;
	(void)px_buf_text(out, " (");
	px_words_say(words, PX_SAY_TIMES, due->count, NULL, out);
	(void)px_buf_char(out, ')');
}

static const char *one_item(struct px_domain *domain, const struct px_due *due)
{
	struct px_buf items = PX_BUF_INIT(ITEMS_MAX_BYTES);
	struct px_json json;

	px_json_init(&json, &items);
	px_json_open_array(&json);
	write_item(&json, due);
	px_json_close_array(&json);
	return kept(domain, &items);
}

static enum px_err write_one(const struct px_proactive *proactive, struct px_proactive_run *work, const struct px_due *due,
			     struct px_error *error)
{
	struct px_buf title = PX_BUF_INIT(TITLE_MAX), text = PX_BUF_INIT(BODY_MAX), when = PX_BUF_INIT(LINE_MAX_BYTES);
	struct px_domain *domain = &work->domain;
	const struct px_words *words = &work->words;
	struct px_notification row;
	bool late = is_late(domain, due);

	px_record_init(&px_notification_record, &row);
	row.kind = late ? PX_NOTIFY_MISSED : PX_NOTIFY_REMINDER;
	if (late) {
		struct px_buf name = PX_BUF_INIT(LINE_MAX_BYTES);
		write_title(words, due, &name);
		px_words_say(words, PX_SAY_MISSED_ONE, 1, (struct px_filler[]){ { "title", name.data }, { NULL, NULL } }, &title);
		px_buf_release(&name);
		row.items = one_item(domain, due);
	}
	/* A title that leaves no room for more stands alone. */
	bool whole = late && !title.overflow;
	write_time(words, due, &text);
	if (late && !(text.size && due->planned == due->occurrence)) {
		px_words_when(words, due->planned, false, &when);
		const struct px_filler parts[] = { { "when", px_buf_view(&when).data }, { NULL, NULL } };
		if (text.size)
			(void)px_buf_text(&text, ". ");
		px_words_say(words, PX_SAY_PLANNED_FOR, 1, parts, &text);
	}
	px_buf_release(&when);
	start(due, &row);
	row.title = whole ? kept(domain, &title) : due->title;
	px_buf_release(&title);
	row.text = kept(domain, &text);
	row.tag = tag_of(domain, due);
	return px_speak(proactive, work, &row, error);
}

/* ------------------------------------------------------------------ several */

static void write_line(const struct px_words *words, const struct px_due *due, struct px_buf *out)
{
	struct px_buf time = PX_BUF_INIT(LINE_MAX_BYTES);

	write_time(words, due, &time);
	(void)px_buf_printf(out, "%s• %s", out->size ? "\n" : "", due->title);
	if (time.size)
		(void)px_buf_printf(out, ": %s", time.data);
	if (due->count > 1) {
		(void)px_buf_text(out, " (");
		px_words_say(words, PX_SAY_TIMES, due->count, NULL, out);
		(void)px_buf_char(out, ')');
	}
	px_buf_release(&time);
}

static enum px_err write_together(const struct px_proactive *proactive, struct px_proactive_run *work, const struct px_due **due,
				  size_t count, bool late, struct px_error *error)
{
	struct px_buf title = PX_BUF_INIT(TITLE_MAX), text = PX_BUF_INIT(BODY_MAX), items = PX_BUF_INIT(ITEMS_MAX_BYTES);
	struct px_domain *domain = &work->domain;
	const struct px_words *words = &work->words;
	struct px_notification row;
	struct px_json json;

	px_record_init(&px_notification_record, &row);
	px_words_say(words, late ? PX_SAY_MISSED : PX_SAY_REMINDERS, (int64_t)count, NULL, &title);
	px_json_init(&json, &items);
	px_json_open_array(&json);
	for (size_t i = 0; i < count; i++) {
		if (i < LINES)
			write_line(words, due[i], &text);
		write_item(&json, due[i]);
	}
	px_json_close_array(&json);
	if (count > LINES) {
		(void)px_buf_char(&text, '\n');
		px_words_say(words, PX_SAY_MORE, (int64_t)(count - LINES), NULL, &text);
	}
	bool fits = !items.overflow;
	row.kind = late ? PX_NOTIFY_MISSED : PX_NOTIFY_REMINDER;
	row.planned = due[0]->planned;
	row.title = kept(domain, &title);
	row.text = kept(domain, &text);
	row.items = kept(domain, &items);
	return fits ? px_speak(proactive, work, &row, error)
		    : px_fail(error, PX_TOO_LARGE, NULL, "too many reminders for one notification");
}

static enum px_err write_lot(const struct px_proactive *proactive, struct px_proactive_run *work, const struct px_due **due,
			     size_t count, bool late, struct px_error *error)
{
	enum px_err err = PX_OK;

	if (count > (late ? 1 : PX_TOGETHER_MAX))
		return write_together(proactive, work, due, count, late, error);
	for (size_t i = 0; !err && i < count; i++)
		err = write_one(proactive, work, due[i], error);
	return err;
}

enum { LOT_MAX = 50 /* of titles of 500 bytes, each escaped to two, still less than `items` may hold */ };

enum px_err px_notice_write(const struct px_proactive *proactive, struct px_proactive_run *work, const struct px_due *due,
			    size_t count, struct px_error *error)
{
	const struct px_due *lot[LOT_MAX];
	enum px_err err = PX_OK;

	for (int late = 1; late >= 0; late--) {
		size_t n = 0;
		for (size_t i = 0; !err && i < count; i++) {
			if (is_late(&work->domain, &due[i]) != (late == 1))
				continue;
			lot[n++] = &due[i];
			if (n == LOT_MAX) {
				err = write_lot(proactive, work, lot, n, late == 1, error);
				n = 0;
			}
		}
		if (!err && n)
			err = write_lot(proactive, work, lot, n, late == 1, error);
	}
	return err;
}
