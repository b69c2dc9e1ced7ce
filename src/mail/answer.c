/* SPDX-License-Identifier: Apache-2.0 */
/* Recognising replies, the job's run around what they do (answer_do.c), and the mail that tells what came of it. */
#include "mail/answer.h"

#include "base/clock.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/utf8.h"
#include "mail/answer_internal.h"
#include "sys/zoneinfo.h"

#include <stdlib.h>
#include <strings.h>

enum { REPLY_TEXT_MAX = 4000, TEXT_MAX = 8000, LIFE_DAYS = 7, A_DAY = 50 /* replies: far more than a person writes */ };

/* ------------------------------------------------------------------- recognising */

/* RFC 3834, and what programs say that are older. */
static bool is_automatic(const struct px_mail_parsed *mail)
{
	static const char *const kinds[] = { "bulk", "junk", "list", "auto_reply" };

	for (size_t i = 0; mail->precedence && i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (strcasecmp(mail->precedence, kinds[i]) == 0)
			return true;
	return (mail->automatic && strcasecmp(mail->automatic, "no") != 0) || mail->list_id || mail->null_sender;
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
	json_t *object = json_pack("{s:s,s:s,s:s*,s:s%,s:s,s:s}", "notification", id, "from", mail->from, "name", mail->from_name,
				   "text", mail->text.data, size, "message_id", mail->message_id ? mail->message_id : "", "hash", hash);
	char *text = object ? json_dumps(object, JSON_COMPACT) : NULL;
	*payload = text ? px_arena_str(arena, px_str(text)) : NULL;
	free(text);
	json_decref(object);
	return *payload != NULL;
}

static enum px_err tell(struct answer *answer, struct px_error *error)
{
	const char *message_id = json_string_value(json_object_get(answer->payload, "message_id"));
	char id[PX_ID_TEXT + 1];

	px_id_format(answer->about.id, id);
	json_t *object = json_pack("{s:s,s:s,s:s,s:s,s:s}", "to", answer->user.email, "subject",
				   px_arena_printf(&answer->arena, "Re: %s", answer->about.title), "text", px_buf_view(&answer->said).data,
				   "in_reply_to", message_id ? message_id : "", "notification", id);
	char *text = object ? json_dumps(object, JSON_COMPACT) : NULL;
	const char *hash = json_string_value(json_object_get(answer->payload, "hash"));
	struct px_job_spec job = { .kind = PX_JOB_MAIL_ANSWER, .user = answer->user.id, .payload = text, .once = true,
				   .key = px_arena_printf(&answer->arena, "answer:%.64s", hash ? hash : message_id ? message_id : "") };
	enum px_err err = text ? px_jobs_enqueue(answer->domain.tx, &job, error) : px_fail(error, PX_NO_MEMORY, NULL, "out of memory");

	free(text);
	json_decref(object);
	return err;
}

/* Whether it may act: from the person's verified address, about a mail that is still known.  Else it is as if it had not come. */
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
	err = px_notification_get(&answer->domain, id, &answer->about, error);
	*may = !err;
	return err == PX_NOT_FOUND ? PX_OK : err;
}

/* What is a week old was about another time. */
static enum px_err act(struct answer *answer, struct px_error *error)
{
	int kind = answer->about.kind;

	if (kind != PX_NOTIFY_REMINDER && kind != PX_NOTIFY_MISSED && kind != PX_NOTIFY_BRIEF) {
		answer_say(answer, 0, PX_SAY_ANSWER_NOTHING, 1, NULL);
	} else if (answer->about.created < answer->domain.now - LIFE_DAYS * PX_MS_DAY) {
		answer_say(answer, 0, PX_SAY_ANSWER_OLD, LIFE_DAYS, NULL);
	} else {
		enum px_err err = answer_obey(answer, px_json_string(json_object_get(answer->payload, "text")), error);
		return err ? err : px_domain_number_rest(&answer->domain, error);
	}
	return PX_OK;
}

/*
 * A robot that answers each of our answers, and does not say that it is one, would go on for ever.  Counted is what
 * was answered: what others send in the same thread takes nothing from the person.
 */
static enum px_err act_within_limit(struct answer *answer, bool *tells, struct px_error *error)
{
	int64_t before = 0;
	enum px_err err = px_jobs_once_since(answer->domain.tx, PX_JOB_MAIL_ANSWER, answer->domain.now - PX_MS_DAY, &before, error);

	*tells = before <= A_DAY;
	if (err || before > A_DAY)
		return err;
	if (before < A_DAY)
		return act(answer, error);
	answer_say(answer, 0, PX_SAY_ANSWER_MANY, A_DAY, NULL);
	return PX_OK;
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
	px_words_init(&answer->words, answer->user.locale, answer->domain.tz, answer->domain.now);
	answer->memory = (struct px_memory_keep){ answering->memory, px_shard_data(), px_store_epoch(answering->store), NULL };
	err = may_act(answering, answer, &may, error);
	if (!err && may)
		err = act_within_limit(answer, &may, error);
	return err || !may ? err : tell(answer, error);
}

static void ended(void *arg, struct px_job_run *run, enum px_err err)
{
	const struct px_answering *answering = arg;
	struct answer *answer = run->data;

	run->data = NULL;
	if (!answer)
		return;
	if (!err && answering->changed) /* reminders may have changed where nothing else did */
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
