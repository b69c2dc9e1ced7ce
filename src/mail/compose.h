/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A mail as it goes over the wire: headers of RFC 5322 with encoded words
 * (RFC 2047), text and HTML as alternatives (RFC 2046), one-click unsubscribing
 * (RFC 8058).  Pure.  A provider that takes mails in a form of its own
 * (sendgrid.h) asks here for what they hold.
 */
#ifndef PX_MAIL_COMPOSE_H
#define PX_MAIL_COMPOSE_H

#include "base/buf.h"

enum { PX_MAIL_MAX = 1 << 20 };

struct px_mail {
	const char *from_name, *from;   /* the name may be NULL */
	const char *to;
	const char *subject;
	const char *text;               /* plain; lines end in \n */
	const char *message_id;         /* without brackets; stable, so that a repetition is the same mail */
	const char *unsubscribe;        /* https URL, or NULL */
	const char *in_reply_to;        /* the Message-ID that it answers, or NULL */
	const char *thread;             /* of such one, the Message-ID of the mail of ours that began it, or NULL */
	int64_t date;                   /* UTC milliseconds */
};

/* Whether it is one address and nothing else: no line end or bracket can get into a header by it. */
bool px_mail_address_ok(const char *address);
/* PX_INVALID: sender or receiver is none. */
enum px_err px_mail_check(const struct px_mail *mail, struct px_error *error) PX_MUST_CHECK;
/*
 * Tells each header besides From, To, Subject, Date and those of MIME: what names the mail, says that a program wrote it (RFC 3834),
 * puts it into its thread, and how to unsubscribe.
 */
typedef void (*px_mail_header_fn)(void *arg, const char *name, const char *value);
void px_mail_headers(const struct px_mail *mail, px_mail_header_fn tell, void *arg);
/* The text as a page: paragraphs, lists of the lines that begin with a bullet, links. */
void px_mail_write_html(const char *text, struct px_buf *out);
/* Appends the mail, lines ending in CRLF.  PX_INVALID for an address that is none. */
enum px_err px_mail_compose(const struct px_mail *mail, struct px_buf *out, struct px_error *error) PX_MUST_CHECK;

#endif
