/* SPDX-License-Identifier: Apache-2.0 */
/* What the channels of this folder share. */
#ifndef PX_PUSH_INTERNAL_H
#define PX_PUSH_INTERNAL_H

#include "proactive/channel.h"
#include "push/channel_web.h"

struct px_push {
	struct px_poster *poster;
	struct px_vapid *vapid;
	const char *subject, *link;
	struct px_arena arena;
};

extern const struct px_channel px_webpush_channel, px_ntfy_channel, px_webhook_channel; /* `arg`: struct px_push */

#endif
