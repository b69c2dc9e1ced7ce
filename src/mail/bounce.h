/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bounces: a mail server says that a notification of ours, a letter of identity
 * or an answer could not be delivered, and never will be (RFC 3464).
 *
 * It is believed only if it names the Message-ID of that mail with its code
 * (reply.h), which only the servers on its way have seen.  Pure.
 */
#ifndef PX_MAIL_BOUNCE_H
#define PX_MAIL_BOUNCE_H

#include "mail/parsed.h"
#include "mail/reply.h"

/* Whether it is one: then whose mail it was, and the payload of the job PX_JOB_BOUNCED, in the arena. */
bool px_mail_is_bounce(const uint8_t key[PX_REPLY_KEY], const struct px_mail_parsed *mail, const char *hash,
		       struct px_arena *arena, struct px_id *user, const char **payload);

#endif
