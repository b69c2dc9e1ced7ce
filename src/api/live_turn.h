/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A turn on the heap, from a message to the last one who waits for its answer.
 *
 *   queued -> [open] -> done at once: one transaction, as ever
 *                    -> thinking <-> calling -> ending
 *
 * `open`, each call and the end are jobs on the user's shard and transactions
 * of their own; between them the turn only has a place in its conversation's
 * lane (api/lane.h).  Whoever asked waits as an asker: a REST call, a socket's
 * acknowledgement, a client that came back.  Askers may all go; the turn goes
 * on, as its message is durable.  Shard thread, but where said.
 */
#ifndef PX_API_LIVE_TURN_H
#define PX_API_LIVE_TURN_H

#include "api/turn_events.h"

/* A message of the user: `input` as px_chat_input reads it, `key` an Idempotency-Key or NULL. */
void px_live_say(struct px_api *api, struct px_id user, json_t *input, const char *key, struct px_asker *asker);

/* Which turn of the user is meant. */
struct px_live_name {
	struct px_str client_id; /* empty: by turn */
	struct px_id turn;
};
/* Stops a turn, or takes a queued message back; the asker hears the end.  PX_NOT_FOUND (and no end): there is none. */
enum px_err px_live_cancel(struct px_api *api, struct px_id user, const struct px_live_name *name,
			   struct px_asker *asker, struct px_error *error) PX_MUST_CHECK;

/* Ends what has taken too long by `now` (px_clock_mono), on this shard. */
void px_live_expire(struct px_api *api, int64_t now);
/* Ends all on this shard as interrupted; from then on nothing waits any more. */
void px_live_stop(struct px_api *api);

struct px_live_stats {
	size_t waiting;          /* now, queued ones too */
	uint64_t ended[4];       /* by enum px_ending */
	uint64_t refused;        /* for a limit of this module */
};
/* The figures of turns, for /metrics; any thread. */
void px_live_write_figures(const struct px_api *api, struct px_buf *out);
/* Any thread. */
void px_live_get_stats(const struct px_api *api, struct px_live_stats *stats);

#endif
