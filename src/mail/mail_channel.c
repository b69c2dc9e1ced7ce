/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Notifications by mail, to the address that the person signs in with, if that
 * is verified.  The Message-ID is made of the notification's id.
 */
#include "mail/outbox_internal.h"

static enum px_err ready(void *arg, struct px_domain *domain, struct px_outgoing *out, bool *yes, struct px_error *error)
{
	const struct px_outbox *outbox = arg;

	*yes = false;
	if (!out->user.email)
		return PX_OK;
	return px_auth_email_verified(outbox->config.auth, domain->tx, out->user.id, yes, error);
}

static void sent(void *arg, enum px_err err, const struct px_error *error)
{
	px_delivery_done(arg, err, error);
}

static void send_one(void *arg, struct px_outgoing *out)
{
	const struct px_outbox *outbox = arg;
	const struct px_notification *row = &out->notification;
	const char *link = outbox->config.link, *domain = strchr(px_mailer_from(outbox->config.mailer), '@') + 1;
	char id[PX_ID_TEXT + 1];

	px_id_format(row->id, id);
	struct px_mail mail = {
		.to = out->user.email, .subject = row->title,
		.text = px_arena_printf(out->arena, "%s\n%s%s\n", row->text ? row->text : row->title, link[0] ? "\n" : "", link),
		.message_id = px_arena_printf(out->arena, "%s@%s", id, domain),
	};
	px_mailer_send(outbox->config.mailer, &mail, sent, out);
}

const struct px_channel px_mail_channel = { .name = "mail", .ready = ready, .send = send_one };
