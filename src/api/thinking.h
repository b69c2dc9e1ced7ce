/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One thought of a thinker, heard on its user's shard.
 *
 * A thinker tells its events from any thread.  Here they are gathered under a
 * lock and handed over by one job on the user's shard at a time, so texts that
 * come faster than the shard works are heard as one.  Whoever listens may go
 * before the thought has ended: it is then stopped, and freed when it ends.
 */
#ifndef PX_API_THINKING_H
#define PX_API_THINKING_H

#include "agent/thinker.h"
#include "api/api_internal.h"

struct px_thinking;

/* What was told since the last time, in this order; borrowed. */
struct px_thinking_news {
	struct px_str text;                 /* may be empty */
	const struct px_think_call *calls;  /* one round, or none */
	size_t call_count;
	const struct px_think_end *end;     /* or NULL */
};

typedef void (*px_thinking_hear_fn)(void *arg, const struct px_thinking_news *news);

/* Nothing is thought yet.  `hear` is called on the user's shard.  Shard thread, as all here but the events. */
struct px_thinking *px_thinking_new(struct px_api *api, struct px_id user, px_thinking_hear_fn hear, void *arg);
/* For `start`: what the thinker calls, with the thinking as its argument, and where its thought goes. */
extern const struct px_think_events px_thinking_events;
void **px_thinking_thought(struct px_thinking *thinking);
/*
 * Listens no more.  A thought that has not ended is stopped and lives until it
 * has; one that has ended, or never began, is freed.
 */
void px_thinking_leave(struct px_thinking *thinking);

#endif
