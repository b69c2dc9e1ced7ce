/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A letter's token is sealed in its job and opened only while it is written.
 * The Message-ID is made of the job's id: sent twice, it is the same mail; and
 * it holds whose it is (reply.h), so that a server that gives it back is heard.
 */
#include "mail/outbox.h"

#include "base/json.h"
#include "base/mem.h"
#include "domain/user.h"
#include "mail/answer.h"
#include "mail/letters.h"
#include "mail/outbox_internal.h"

#include <stdlib.h>

enum { CONCURRENCY = 4, ATTEMPTS = 40, LEASE_MS = 300000, TOKEN_MAX = 4096 };

struct sending {
	struct px_arena arena;
	struct px_buf token;
};

/* PX_NOT_FOUND is fine: the person is gone, the letter reads English. */
static const char *locale_of(struct px_outbox *outbox, struct px_id user, struct px_arena *arena)
{
	struct px_store_tx *tx;
	struct px_user row;
	const char *locale = "en";

	if (px_id_is_none(user) || px_store_begin(outbox->config.store, user, PX_STORE_READ, &tx, NULL) != PX_OK)
		return locale;
	if (px_user_get(tx, user, arena, &row, NULL) == PX_OK)
		locale = row.locale;
	px_store_rollback(tx);
	return locale;
}

typedef void (*id_write_fn)(const uint8_t *key, struct px_id user, struct px_id id, const char *domain, struct px_buf *out);

/* `write`: one of a notification (px_reply_id_write) or of a letter. */
static const char *make_id(struct px_outbox *outbox, id_write_fn write, struct px_id user, struct px_id id,
			   struct px_arena *arena)
{
	const char *domain = strchr(px_mailer_from(outbox->config.mailer), '@') + 1;
	struct px_buf text = PX_BUF_INIT(1000);

	write(outbox->reply_key, user, id, domain, &text);
	const char *kept = px_arena_str(arena, px_buf_view(&text));
	px_buf_release(&text);
	return kept;
}

static const char *plain_id(struct px_outbox *outbox, struct px_id id, struct px_arena *arena)
{
	char text[PX_ID_TEXT + 1];

	px_id_format(id, text);
	return px_arena_printf(arena, "%s@%s", text, strchr(px_mailer_from(outbox->config.mailer), '@') + 1);
}

static enum px_err write_letter(struct px_outbox *outbox, struct px_job_run *run, struct sending *sending, struct px_mail *mail,
				struct px_error *error)
{
	json_t *payload = NULL;
	struct px_letter letter;
	enum px_err err = px_json_parse(px_str(run->payload), &payload, error);
	const json_t *sealed = json_object_get(payload, "sealed");

	if (!err && json_is_string(sealed))
		err = px_auth_open_job_token(outbox->config.auth, run->kind, px_json_string(sealed), &sending->token);
	if (!err) {
		const char *link = px_arena_printf(&sending->arena, "%s%s%s", outbox->config.link, px_letter_path(run->kind),
						   sending->token.size ? sending->token.data : "");
		mail->to = px_arena_str(&sending->arena, px_json_string(json_object_get(payload, "to")));
		/* who gets an invitation is not who it is from: a report of its return says nothing of that one's address */
		if (strcmp(run->kind, "mail.invite") == 0)
			mail->message_id = plain_id(outbox, run->id, &sending->arena);
		else
			mail->message_id = make_id(outbox, px_letter_id_write, run->user, run->id, &sending->arena);
		if (!px_letter_write(&sending->arena, run->kind, locale_of(outbox, run->user, &sending->arena), link, &letter))
			err = px_fail(error, PX_UNSUPPORTED, NULL, "there is no such letter");
		mail->subject = letter.subject;
		mail->text = letter.text;
	}
	json_decref(payload);
	return err;
}

/* What came of a reply: to who wrote it, in their thread. */
static enum px_err write_answer(struct px_outbox *outbox, struct px_job_run *run, struct sending *sending, struct px_mail *mail,
				struct px_error *error)
{
	struct px_id notification;
	json_t *payload = NULL;
	enum px_err err = px_json_parse(px_str(run->payload), &payload, error);

	mail->to = px_arena_str(&sending->arena, px_json_string(json_object_get(payload, "to")));
	mail->subject = px_arena_str(&sending->arena, px_json_string(json_object_get(payload, "subject")));
	mail->text = px_arena_str(&sending->arena, px_json_string(json_object_get(payload, "text")));
	mail->in_reply_to = px_arena_str(&sending->arena, px_json_string(json_object_get(payload, "in_reply_to")));
	if (!mail->in_reply_to[0])
		mail->in_reply_to = NULL;
	if (px_id_parse(px_json_string(json_object_get(payload, "notification")), &notification))
		mail->thread = make_id(outbox, px_reply_id_write, run->user, notification, &sending->arena);
	mail->message_id = make_id(outbox, px_letter_id_write, run->user, run->id, &sending->arena);
	json_decref(payload);
	return err;
}

static void sent(void *arg, enum px_err err, const struct px_error *error)
{
	px_job_prepared(arg, err, error);
}

static void prepare(void *arg, struct px_job_run *run)
{
	struct px_outbox *outbox = arg;
	struct sending *sending = px_calloc(1, sizeof(*sending));
	struct px_error error = { 0 };
	struct px_mail mail = { 0 };

	px_arena_init(&sending->arena);
	px_buf_init(&sending->token, TOKEN_MAX);
	run->data = sending;
	enum px_err err = strcmp(run->kind, PX_JOB_MAIL_ANSWER) == 0 ? write_answer(outbox, run, sending, &mail, &error)
								     : write_letter(outbox, run, sending, &mail, &error);
	if (err)
		px_job_prepared(run, err, &error);
	else
		px_mailer_send(outbox->config.mailer, &mail, sent, run);
}

static enum px_err apply(void *arg, struct px_store_tx *tx, struct px_job_run *run, struct px_error *error)
{
	(void)arg;
	(void)tx;
	(void)run;
	(void)error;
	return PX_OK; /* that it is sent is all there is to know */
}

static void ended(void *arg, struct px_job_run *run, enum px_err err)
{
	struct sending *sending = run->data;

	(void)arg;
	(void)err;
	if (!sending)
		return;
	if (sending->token.data)
		explicit_bzero(sending->token.data, sending->token.capacity);
	px_buf_release(&sending->token);
	px_arena_release(&sending->arena);
	free(sending);
	run->data = NULL;
}

#define LETTER(kind) \
	{ .name = (kind), .concurrency = CONCURRENCY, .attempts = ATTEMPTS, .lease_ms = LEASE_MS, .prepare = prepare, \
	  .apply = apply, .ended = ended }
static const struct px_job_kind letters[] = {
	LETTER("mail.verify_email"), LETTER("mail.reset_password"), LETTER("mail.invite"), LETTER("mail.account_exists"),
	LETTER(PX_JOB_MAIL_ANSWER),
};

struct px_outbox *px_outbox_new(const struct px_outbox_config *config)
{
	struct px_outbox *outbox = px_calloc(1, sizeof(*outbox));

	outbox->config = *config;
	memcpy(outbox->reply_key, config->reply_key, sizeof(outbox->reply_key));
	for (size_t i = 0; i < sizeof(letters) / sizeof(letters[0]); i++)
		px_jobs_add(config->jobs, &letters[i], outbox);
	px_proactive_add_channel(config->proactive, &px_mail_channel, outbox);
	return outbox;
}

void px_outbox_free(struct px_outbox *outbox)
{
	free(outbox);
}
