/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the outbox share. */
#ifndef PX_MAIL_OUTBOX_INTERNAL_H
#define PX_MAIL_OUTBOX_INTERNAL_H

#include "mail/outbox.h"
#include "mail/reply.h"
#include "proactive/channel.h"

struct px_outbox {
	struct px_outbox_config config;
	uint8_t reply_key[PX_REPLY_KEY];
};

extern const struct px_channel px_mail_channel; /* `arg`: struct px_outbox */

#endif
