/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A channel: one way by which notifications reach a person beside the app.
 *
 * Each has a kind of job, "notify.<name>"; a notification that goes by it has
 * one job, written in the transaction that makes the notification.  It is told
 * to the provider at least once; what makes that once for the person is the
 * notification's id and tag, which every provider gets as its own kind of
 * stable name (Topic, Message-ID).
 */
#ifndef PX_PROACTIVE_CHANNEL_H
#define PX_PROACTIVE_CHANNEL_H

#include "domain/notification.h"
#include "domain/notification_settings.h"
#include "domain/user.h"

/* A notification on its way; the runner's, valid until px_delivery_done. */
struct px_outgoing {
	struct px_user user;
	struct px_notification notification;
	struct px_speaking speaking;
	struct px_arena *arena;   /* for what the channel reads */
	int64_t attempt;          /* 1: the first */
	void *data;               /* the channel's own, from `ready` on; in the arena */
};

struct px_channel {
	const char *name;
	/*
	 * [tx, the user's shard] Whether the person can be reached by it.  Called when a notification is made and before
	 * each attempt, where the channel also reads what `send` needs.
	 */
	enum px_err (*ready)(void *arg, struct px_domain *domain, struct px_outgoing *out, bool *yes, struct px_error *error);
	/* [the user's shard, no transaction] Begins to send; px_delivery_done follows exactly once, from any thread. */
	void (*send)(void *arg, struct px_outgoing *out);
	/* [tx, optional] After it was sent: writes what the provider's answer means ("that subscription is gone"). */
	enum px_err (*settle)(void *arg, struct px_domain *domain, struct px_outgoing *out, struct px_error *error);
};

/* Any thread.  PX_UNAVAILABLE and PX_TIMEOUT are tried again later; errors that time can't mend are not. */
void px_delivery_done(struct px_outgoing *out, enum px_err err, const struct px_error *error);

#endif
