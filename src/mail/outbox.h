/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What leaves Pixie as mail: the letters of identity (jobs "mail.*", which
 * wait from the transaction that wanted them) and, for those who chose it,
 * notifications.
 */
#ifndef PX_MAIL_OUTBOX_H
#define PX_MAIL_OUTBOX_H

#include "auth/auth.h"
#include "mail/smtp.h"
#include "proactive/proactive.h"

struct px_outbox;

struct px_outbox_config { /* all borrowed, and outlive the jobs */
	struct px_store *store;
	struct px_auth *auth;
	struct px_jobs *jobs;
	struct px_proactive *proactive;
	struct px_mailer *mailer;
	const char *link;         /* of the web app: "https://pixie.example" */
	const uint8_t *reply_key; /* PX_REPLY_KEY bytes that codes in mails are made with; copied */
	bool replies;             /* briefs can be answered */
};

/* Registers the kinds and the channel; before px_jobs_start.  Free after the jobs have stopped. */
struct px_outbox *px_outbox_new(const struct px_outbox_config *config);
void px_outbox_free(struct px_outbox *outbox);

#endif
