/* SPDX-License-Identifier: Apache-2.0 */
/* What the files of the outbox share. */
#ifndef PX_MAIL_OUTBOX_INTERNAL_H
#define PX_MAIL_OUTBOX_INTERNAL_H

#include "mail/outbox.h"
#include "proactive/channel.h"

struct px_outbox {
	struct px_outbox_config config;
};

extern const struct px_channel px_mail_channel; /* `arg`: struct px_outbox */

#endif
