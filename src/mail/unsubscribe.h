/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One-click unsubscribing from what comes by mail (RFC 8058): the token in the
 * address that each such mail names, which holds the person and the kind of
 * notification and was made with the instance's key.  Pure.
 */
#ifndef PX_MAIL_UNSUBSCRIBE_H
#define PX_MAIL_UNSUBSCRIBE_H

#include "mail/reply.h"

#define PX_UNSUBSCRIBE_PATH "/api/v1/mail/unsubscribe/"
enum { PX_UNSUBSCRIBE_KIND_MAX = 16 };

/* Appends "<user>.<kind>.<code>". */
void px_unsubscribe_write(const uint8_t key[PX_REPLY_KEY], struct px_id user, const char *kind, struct px_buf *out);
bool px_unsubscribe_read(const uint8_t key[PX_REPLY_KEY], struct px_str token, struct px_id *user,
			 char kind[PX_UNSUBSCRIBE_KIND_MAX]);

#endif
