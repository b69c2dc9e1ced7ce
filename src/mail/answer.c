/* SPDX-License-Identifier: Apache-2.0 */
#include "mail/answer.h"

#include "agent/tools.h"
#include "base/clock.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "domain/event.h"
#include "domain/notification.h"
#include "domain/task.h"
#include "domain/user.h"
#include "mail/dates.h"
#include "sys/zoneinfo.h"

#include <stdlib.h>
#include <strings.h>

enum { REPLY_TEXT_MAX = 4000, ROWS_MAX = 500, TEXT_MAX = 8000, LIFE_DAYS = 7 };

/* ------------------------------------------------------------------- recognising */

static bool is_automatic(const struct px_mail_parsed *mail)
{
	return (mail->automatic && strcasecmp(mail->automatic, "no") != 0) || mail->list_id ||
	       (mail->precedence && strcasecmp(mail->precedence, "bulk") == 0);
}

bool px_mail_is_reply(const uint8_t key[PX_REPLY_KEY], const struct px_mail_parsed *mail, const char *hash, struct px_arena *arena,
		      struct px_id *user, const char **payload)
{
	struct px_id notification;
	char id[PX_ID_TEXT + 1];
	bool named = mail->in_reply_to && px_reply_id_read(key, px_str(mail->in_reply_to), user, &notification);

	for (size_t i = json_array_size(mail->references); !named && i > 0; i--)
		named = px_reply_id_read(key, px_json_string(json_array_get(mail->references, i - 1)), user, &notification);
	if (!named || is_automatic(mail) || px_mail_is_doubtful(mail) || !mail->from)
		return false;
	px_id_format(notification, id);
	size_t size = px_utf8_cut(mail->text, REPLY_TEXT_MAX);
	json_t *object = json_pack("{s:s,s:s,s:s%,s:s,s:s}", "notification", id, "from", mail->from, "text", mail->text.data, size,
				   "message_id", mail->message_id ? mail->message_id : "", "hash", hash);
	char *text = object ? json_dumps(object, JSON_COMPACT) : NULL;
	*payload = text ? px_arena_str(arena, px_str(text)) : NULL;
	free(text);
	json_decref(object);
	return *payload != NULL;
}

/* ------------------------------------------------------------------------ acting */

struct answer {
	struct px_arena arena;
	struct px_user user;
	struct px_domain domain;
	struct px_notification brief;
	struct px_nlu_context nlu;
	struct px_memory_keep memory;
	struct px_buf said;      /* what was done, a line each */
	json_t *payload;
};

/*
 * What a line of the brief is about: the row whose title it begins with, or tells after its time; the longest of several.
 * Titles that come later in the line are of others, which it only names ("only 5 minutes after Dentist, Main Street").
 */
struct meant {
	bool event;
	struct px_id id;
	size_t at, size;
};

static void consider(struct px_str line, const char *title, bool event, struct px_id id, struct meant *meant)
{
	size_t at = event ? px_str_find(line, px_str(title)) : 0, n = strlen(title);
	bool fits = event ? at != SIZE_MAX && (at == 0 || line.data[at - 1] == ' ') : px_str_starts(line, px_str(title));
	bool ends = fits && (at + n == line.size || strchr(",(", line.data[at + n]) || (line.data[at + n] == ' ' && line.data[at + n + 1] == '('));

	if (ends && (!meant->size || at < meant->at || (at == meant->at && n > meant->size)))
		*meant = (struct meant){ event, id, at, n };
}

static enum px_err find_meant(struct answer *answer, int number, struct meant *meant, struct px_error *error)
{
	struct px_str line = px_reply_line(answer->brief.text, number);
	struct px_task_filter filter;
	struct px_occurrence *events;
	struct px_task *tasks;
	size_t count = 0;

	*meant = (struct meant){ 0 };
	if (!line.size)
		return PX_OK;
	px_task_filter_init(&filter);
	enum px_err err = px_task_list(&answer->domain, &filter, ROWS_MAX, &tasks, &count, NULL, error);
	for (size_t i = 0; !err && i < count; i++)
		consider(line, tasks[i].title, false, tasks[i].id, meant);
	if (err || meant->size)
		return err;
	int64_t day = answer->brief.created;
	err = px_event_list(&answer->domain, day - PX_MS_DAY, day + 2 * PX_MS_DAY, NULL, ROWS_MAX, &events, &count, NULL, error);
	for (size_t i = 0; !err && i < count; i++)
		consider(line, events[i].event->title, true, events[i].event->id, meant);
	return err;
}

static void say(struct answer *answer, const char *format, ...) PX_PRINTF(2, 3);
static void say(struct answer *answer, const char *format, ...)
{
	va_list args;
	char line[600];

	va_start(args, format);
	vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	size_t size = strlen(line);
	while (size && !px_utf8_valid(px_str_n(line, size))) /* a message that was cut in a character */
		size--;
	(void)px_buf_printf(&answer->said, "%.*s\n", (int)size, line);
}

/* The words of a time as the tools take them; the person's own words where we can't read them better. */
static const char *when_of(struct answer *answer, const char *words)
{
	const struct px_mail_dating dating = { answer->domain.now, answer->domain.tz, strcasecmp(answer->user.locale, "en-US") != 0 };
	struct px_mail_date date;

	if (!px_mail_date_find(&dating, px_str(words), &answer->arena, &date))
		return words;
	return px_mail_date_text(date.day, date.second, &answer->arena);
}

static enum px_err run_tool(struct answer *answer, const char *tool, const json_t *arguments, int number, struct px_error *error)
{
	struct px_tool_context context = { .tx = answer->domain.tx, .user = &answer->user, .nlu = &answer->nlu, .memory = &answer->memory,
					   .arena = &answer->arena };
	struct px_buf reply = PX_BUF_INIT(TEXT_MAX);
	struct px_tool_result result = { 0 };
	struct px_error why = { 0 };
	enum px_err err = px_tool_run(&context, tool, arguments, &result, &why);

	for (size_t i = 0; !err && i < result.change_count; i++)
		px_domain_adopt(&answer->domain, &result.changes[i]);
	if (!err) {
		px_reply_write(&answer->nlu, &result.reply, 0, &reply);
		say(answer, "%d. %.*s", number, (int)px_utf8_cut(px_buf_view(&reply), 500), px_buf_view(&reply).data);
	} else if (err == PX_INVALID || err == PX_NOT_FOUND || err == PX_CONFLICT || err == PX_UNSUPPORTED || err == PX_TOO_LARGE) {
		say(answer, "%d. %s: %s", number, "Not done", why.message);
		err = PX_OK;
	} else {
		err = px_fail(error, err, why.field, "%s", why.message);
	}
	px_buf_release(&reply);
	px_tool_result_release(&result);
	return err;
}

static enum px_err obey(struct answer *answer, const struct px_reply_command *command, int number, struct px_error *error)
{
	struct meant meant;
	char id[PX_ID_TEXT + 1];
	enum px_err err = find_meant(answer, number, &meant, error);

	if (err)
		return err;
	if (!meant.size || (command->done && meant.event)) {
		say(answer, "%d. %s", number, meant.size ? "Not done: it is an event, which ends by itself." : "Not done: there is no open task or event under that number.");
		return PX_OK;
	}
	px_id_format(meant.id, id);
	json_t *arguments = json_pack("{s:s}", "id", id);
	if (!command->done)
		json_object_set_new(arguments, meant.event ? "start" : "due", json_string(when_of(answer, command->when)));
	err = run_tool(answer, command->done ? "complete_task" : meant.event ? "update_event" : "update_task", arguments, number, error);
	json_decref(arguments);
	return err;
}

static enum px_err obey_all(struct answer *answer, struct px_error *error)
{
	struct px_reply_command commands[PX_REPLY_COMMANDS_MAX];
	const char *unread = NULL;
	size_t count = px_reply_read(px_json_string(json_object_get(answer->payload, "text")), &answer->arena, commands, &unread);
	enum px_err err = PX_OK;

	for (size_t i = 0; !err && i < count; i++)
		for (size_t k = 0; !err && k < commands[i].count; k++)
			err = obey(answer, &commands[i], commands[i].numbers[k], error);
	if (!count)
		say(answer, "I could not read that. Write “done 2” or “move 1 to Friday”, with the numbers of the mail.");
	else if (unread)
		say(answer, "I could not read: “%.*s”", (int)px_utf8_cut(px_str(unread), 200), unread);
	return err;
}

static enum px_err tell(struct answer *answer, struct px_error *error)
{
	const char *message_id = json_string_value(json_object_get(answer->payload, "message_id"));
	json_t *object = json_pack("{s:s,s:s,s:s,s:s}", "to", answer->user.email, "subject",
				   px_arena_printf(&answer->arena, "Re: %s", answer->brief.title), "text", px_buf_view(&answer->said).data,
				   "in_reply_to", message_id ? message_id : "");
	char *text = object ? json_dumps(object, JSON_COMPACT) : NULL;
	struct px_job_spec job = { .kind = PX_JOB_MAIL_ANSWER, .user = answer->user.id, .payload = text };
	enum px_err err = text ? px_jobs_enqueue(answer->domain.tx, &job, error) : px_fail(error, PX_NO_MEMORY, NULL, "out of memory");

	free(text);
	json_decref(object);
	return err;
}

/* Whether it may act: the person's verified address, a brief, a few days old.  Else it is as if it had not come. */
static enum px_err may_act(const struct px_answering *answering, struct answer *answer, bool *may, struct px_error *error)
{
	const char *from = json_string_value(json_object_get(answer->payload, "from"));
	struct px_id id;

	*may = false;
	if (!from || !answer->user.email || strcasecmp(from, answer->user.email) != 0 ||
	    !px_id_parse(px_json_string(json_object_get(answer->payload, "notification")), &id))
		return PX_OK;
	enum px_err err = px_auth_email_verified(answering->auth, answer->domain.tx, answer->user.id, may, error);
	if (err || !*may)
		return err;
	err = px_notification_get(&answer->domain, id, &answer->brief, error);
	*may = !err && answer->brief.kind == PX_NOTIFY_BRIEF && answer->brief.created > answer->domain.now - LIFE_DAYS * PX_MS_DAY;
	return err == PX_NOT_FOUND ? PX_OK : err;
}

static enum px_err apply(void *arg, struct px_store_tx *tx, struct px_job_run *run, struct px_error *error)
{
	const struct px_answering *answering = arg;
	struct answer *answer = px_calloc(1, sizeof(*answer));
	bool may = false;

	run->data = answer;
	px_arena_init(&answer->arena);
	px_buf_init(&answer->said, TEXT_MAX);
	enum px_err err = px_json_parse(px_str(run->payload), &answer->payload, error);
	if (!err)
		err = px_user_get(tx, run->user, &answer->arena, &answer->user, error);
	if (err)
		return err == PX_NOT_FOUND ? PX_OK : err;
	const struct px_tz *tz = px_zoneinfo_get(answer->user.zone);
	px_domain_init(&answer->domain, tx, run->user, px_clock_now(), tz ? tz : px_zoneinfo_get("UTC"), &answer->arena);
	answer->domain.find_zone = px_zoneinfo_find;
	answer->nlu = (struct px_nlu_context){ .now = answer->domain.now, .tz = answer->domain.tz, .locale = answer->user.locale,
					       .find_zone = px_zoneinfo_find };
	answer->memory = (struct px_memory_keep){ answering->memory, px_shard_data(), px_store_epoch(answering->store), NULL };
	err = may_act(answering, answer, &may, error);
	if (!err && may)
		err = obey_all(answer, error);
	return err || !may ? err : tell(answer, error);
}

static void ended(void *arg, struct px_job_run *run, enum px_err err)
{
	const struct px_answering *answering = arg;
	struct answer *answer = run->data;

	run->data = NULL;
	if (!answer)
		return;
	if (!err && answer->domain.change_count && answering->changed)
		answering->changed(answering->changed_arg, run->user, answer->domain.changes, answer->domain.change_count);
	json_decref(answer->payload);
	px_buf_release(&answer->said);
	px_arena_release(&answer->arena);
	free(answer);
}

static const struct px_job_kind reply_kind = { .name = PX_JOB_MAIL_REPLY, .apply = apply, .ended = ended };

void px_answering_add(struct px_answering *answering, struct px_jobs *jobs)
{
	px_jobs_add(jobs, &reply_kind, answering);
}
