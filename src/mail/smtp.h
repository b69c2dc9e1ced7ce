/* SPDX-License-Identifier: Apache-2.0 */
/*
 * struct px_mailer: sends mails through a submission server, or SendGrid's API,
 * by libcurl, on a thread of its own.
 *
 * smtps:// is TLS from the start (465); smtp:// must go over to TLS by STARTTLS
 * (587) before anything is said.  Signs in by PLAIN or LOGIN, or by XOAUTH2
 * where a token is given.  DKIM is the relay's.
 */
#ifndef PX_MAIL_SMTP_H
#define PX_MAIL_SMTP_H

#include "mail/compose.h"

struct px_mailer;

struct px_mailer_config { /* copied */
	const char *url;        /* smtp://mail.example:587, smtps://mail.example:465, sendgrid://api.sendgrid.com */
	const char *user, *password; /* "": no sign-in; of SendGrid, the password is its key */
	const char *token;      /* of OAuth 2, instead of the password; "" if there is none */
	const char *from;       /* address, or "Name <address>" */
	const char *ca_file;    /* PEM roots; "": the system's */
};

/* PX_INVALID names the setting that is wrong. */
enum px_err px_mailer_new(const struct px_mailer_config *config, struct px_mailer **mailer,
			  struct px_error *error) PX_MUST_CHECK;
/* Mails that wait end with PX_CANCELLED; the one under way is waited for (its time-out is short).  NULL is fine. */
void px_mailer_stop(struct px_mailer *mailer);
void px_mailer_free(struct px_mailer *mailer);
/* The address of the sender. */
const char *px_mailer_from(const struct px_mailer *mailer);

/*
 * Any thread; copies the mail, of which `from` and `date` are filled in.  `done` is called once, on the mailer's thread:
 * PX_UNAVAILABLE for what may pass, PX_INVALID for what the server will never take.
 */
void px_mailer_send(struct px_mailer *mailer, const struct px_mail *mail,
		    void (*done)(void *arg, enum px_err err, const struct px_error *error), void *arg);
/* The same, waiting: for the command line. */
enum px_err px_mailer_send_now(struct px_mailer *mailer, const struct px_mail *mail, struct px_error *error) PX_MUST_CHECK;

#endif
