/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Notifications by mail, to the address that the person signs in with, if that
 * is verified and mail to it has not come back.  The Message-ID is made of the
 * notification's id.
 */
#include "mail/outbox_internal.h"

#include "mail/unsubscribe.h"
#include "proactive/words.h"

#include <strings.h>

static enum px_err ready(void *arg, struct px_domain *domain, struct px_outgoing *out, bool *yes, struct px_error *error)
{
	const struct px_outbox *outbox = arg;

	*yes = false;
	if (!out->user.email || (out->speaking.bounced && strcasecmp(out->speaking.bounced, out->user.email) == 0))
		return PX_OK;
	return px_auth_email_verified(outbox->config.auth, domain->tx, out->user.id, yes, error);
}

static void sent(void *arg, enum px_err err, const struct px_error *error)
{
	px_delivery_done(arg, err, error);
}

static const char *number_lines(const struct px_outgoing *out)
{
	struct px_buf text = PX_BUF_INIT(PX_MAIL_MAX);

	px_reply_number_lines(out->notification.text ? out->notification.text : out->notification.title, &text);
	const char *kept = px_arena_str(out->arena, px_buf_view(&text));
	px_buf_release(&text);
	return kept;
}

/* What can be answered; a list is told by its numbers. */
static const char *reply_words(const struct px_outgoing *out)
{
	struct px_words words;

	px_words_init(&words, out->user.locale, NULL, 0);
	return px_words_name(&words, px_reply_line(out->notification.text, 1).size ? PX_SAY_REPLY_LIST : PX_SAY_REPLY_ONE);
}

static bool is_answerable(const struct px_notification *row)
{
	return row->kind == PX_NOTIFY_BRIEF || row->kind == PX_NOTIFY_REMINDER || row->kind == PX_NOTIFY_MISSED;
}

/* Known by its code in replies, and in what a server says that could not deliver it. */
static const char *message_id(const struct px_outbox *outbox, const struct px_outgoing *out, const char *domain)
{
	struct px_buf id = PX_BUF_INIT(1000);

	px_reply_id_write(outbox->reply_key, out->user.id, out->notification.id, domain, &id);
	const char *kept = px_arena_str(out->arena, px_buf_view(&id));
	px_buf_release(&id);
	return kept;
}

/* For mail programs' own button; a click on it needs no signing in. */
static const char *unsubscribe_url(const struct px_outbox *outbox, const struct px_outgoing *out)
{
	const struct px_field *kind = px_record_field(&px_notification_record, PX_STR("kind"));
	struct px_buf url = PX_BUF_INIT(2048);

	(void)px_buf_printf(&url, "%s" PX_UNSUBSCRIBE_PATH, outbox->config.link);
	px_unsubscribe_write(outbox->reply_key, out->user.id, kind->values[out->notification.kind], &url);
	const char *kept = px_arena_str(out->arena, px_buf_view(&url));
	px_buf_release(&url);
	return kept;
}

static void send_one(void *arg, struct px_outgoing *out)
{
	const struct px_outbox *outbox = arg;
	const struct px_notification *row = &out->notification;
	const char *link = outbox->config.link, *domain = strchr(px_mailer_from(outbox->config.mailer), '@') + 1;

	bool answerable = outbox->config.replies && is_answerable(row);
	struct px_mail mail = {
		.to = out->user.email, .subject = row->title,
		.text = px_arena_printf(out->arena, "%s\n%s%s\n", row->text ? row->text : row->title, link[0] ? "\n" : "", link),
		.message_id = message_id(outbox, out, domain),
	};
	if (strncmp(link, "https://", 8) == 0)
		mail.unsubscribe = unsubscribe_url(outbox, out);
	if (answerable)
		mail.text = px_arena_printf(out->arena, "%s\n\n%s\n%s%s\n", number_lines(out), reply_words(out), link[0] ? "\n" : "", link);
	px_mailer_send(outbox->config.mailer, &mail, sent, out);
}

const struct px_channel px_mail_channel = { .name = "mail", .ready = ready, .send = send_one };
