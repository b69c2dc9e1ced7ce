/* SPDX-License-Identifier: Apache-2.0 */
/* Life cycle of the three channels. */
#include "push/channel_web.h"

#include "base/mem.h"
#include "push/push_internal.h"

#include <stdlib.h>

enum px_err px_push_new(struct px_proactive *proactive, const struct px_push_config *config, struct px_push **out,
			struct px_error *error)
{
	struct px_push *push = px_calloc(1, sizeof(*push));

	px_arena_init(&push->arena);
	push->subject = px_arena_str(&push->arena, px_str(config->subject));
	push->link = px_arena_str(&push->arena, px_str(config->link));
	enum px_err err = px_vapid_open(config->key_path, &push->vapid, error);
	if (!err)
		err = px_poster_new(config->loop, config->allow_http, config->allow_private, &push->poster, error);
	if (err) {
		px_push_free(push);
		return err;
	}
	px_proactive_add_channel(proactive, &px_webpush_channel, push);
	px_proactive_add_channel(proactive, &px_ntfy_channel, push);
	px_proactive_add_channel(proactive, &px_webhook_channel, push);
	*out = push;
	return PX_OK;
}

void px_push_stop(struct px_push *push)
{
	if (push)
		px_poster_stop(push->poster);
}

void px_push_free(struct px_push *push)
{
	if (!push)
		return;
	px_poster_free(push->poster);
	px_vapid_free(push->vapid);
	px_arena_release(&push->arena);
	free(push);
}

const char *px_push_key(const struct px_push *push)
{
	return push ? px_vapid_public(push->vapid) : "";
}
