/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a reply to a brief or a reminder does: the job "mail.reply" of the
 * person who was written to.
 *
 * It acts only for mail that names our own Message-ID with its code, comes from
 * the person's own verified address, and is not doubted by the server that
 * took it; once for each mail, and for so many mails of a person in a day.  Then
 * the calls run as actions that can be undone, and a mail tells what was done,
 * or why not.  Mail of programs (RFC 3834) is not answered.
 */
#ifndef PX_MAIL_ANSWER_H
#define PX_MAIL_ANSWER_H

#include "auth/auth.h"
#include "jobs/jobs.h"
#include "mail/parsed.h"
#include "mail/reply.h"
#include "memory/index.h"

#define PX_JOB_MAIL_REPLY "mail.reply"
#define PX_JOB_MAIL_ANSWER "mail.answer" /* payload {"to", "subject", "text", "in_reply_to", "notification"}: outbox.c sends it */

/* Whether the mail answers one of ours: then whose, and the payload of the job (its key is the hash), in the arena. */
bool px_mail_is_reply(const uint8_t key[PX_REPLY_KEY], const struct px_mail_parsed *mail, const char *hash, struct px_arena *arena,
		      struct px_id *user, const char **payload);

struct px_answering {
	struct px_store *store;
	struct px_auth *auth;
	const struct px_memory_engine *memory;
	void (*changed)(void *arg, struct px_id user, const struct px_change *changes, size_t count);
	void *changed_arg;
};
/* Main thread, before px_jobs_start; `answering` outlives the jobs. */
void px_answering_add(struct px_answering *answering, struct px_jobs *jobs);

#endif
