/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A mail as pixie-extract reads it (extract/mail.c): its headers, its text in
 * UTF-8, invitations, data of schema.org, names of attachments.  Nothing in it
 * is to be believed: it is what somebody wrote.
 */
#ifndef PX_MAIL_PARSED_H
#define PX_MAIL_PARSED_H

#include "base/arena.h"
#include "base/json.h"

struct px_mail_parsed {
	const char *from, *from_name;   /* NULL: none */
	const char *subject, *message_id, *list_id, *unsubscribe, *precedence, *automatic, *authentication;
	bool null_sender;               /* by its Return-Path no answer is wanted: programs send so */
	const char *thread;             /* the first Message-ID it refers to, else its own */
	const char *in_reply_to;
	int64_t date;                   /* UTC ms, or PX_TIME_NONE */
	struct px_str text;
	bool html;                      /* it has a part of HTML */
	const json_t *to, *references, *calendars, *data, *attachments; /* arrays */
	const json_t *report;           /* what a server says of a mail that it could not deliver, or NULL (extract/mail_report.c) */
	json_t *root;                   /* that holds them */
};

/* Of what pixie-extract wrote; texts are in the arena.  PX_CORRUPT if it is not that. */
enum px_err px_mail_parsed_read(struct px_str json, struct px_arena *arena, struct px_mail_parsed *parsed,
				struct px_error *error) PX_MUST_CHECK;
void px_mail_parsed_release(struct px_mail_parsed *parsed);

/* Whether the server that took the mail in doubts its sender (RFC 8601): then nothing is done in that sender's name. */
bool px_mail_is_doubtful(const struct px_mail_parsed *parsed);

/* Runs pixie-extract on a mail's bytes, and reads what it says.  Blocks. */
enum px_err px_mail_parse(const char *helper, struct px_str bytes, const _Atomic bool *cancel, struct px_arena *arena,
			  struct px_mail_parsed *parsed, struct px_error *error) PX_MUST_CHECK;

#endif
