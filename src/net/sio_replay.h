/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sequence numbers of rooms, and their latest events for clients that ask
 * what they missed.
 *
 * A room begins at a number taken from the clock (milliseconds x 1000), above
 * any it can have used before, so that a client's number from before a
 * restart, or from before the room was forgotten, is recognised as too old.
 * Rooms are forgotten least recently used first.  Thread-safe.
 */
#ifndef PX_NET_SIO_REPLAY_H
#define PX_NET_SIO_REPLAY_H

#include "base/buf.h"

struct px_sio_replay;

struct px_sio_replay *px_sio_replay_new(size_t events_per_room, size_t rooms);
void px_sio_replay_free(struct px_sio_replay *replay); /* NULL is fine */

void px_sio_replay_lock(struct px_sio_replay *replay);
void px_sio_replay_unlock(struct px_sio_replay *replay);
/* Locked: the number the room's next event gets. */
int64_t px_sio_replay_next(struct px_sio_replay *replay, struct px_str room);
/* Locked: keeps the event (JSON, number included) under the number just told. */
void px_sio_replay_add(struct px_sio_replay *replay, struct px_str room, struct px_str json);
/*
 * Appends {"seq":N,"events":[...]} or {"seq":N,"reload":true}.  A `since` of 0
 * asks where to begin: an empty list.
 */
void px_sio_replay_since(struct px_sio_replay *replay, struct px_str room, int64_t since,
			 struct px_buf *out);

#endif
