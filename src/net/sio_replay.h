/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Sequence numbers of rooms, and their latest events for clients that ask
 * what they missed.
 *
 * Numbers are given by whoever counts, and then last beyond a restart.  A room
 * that counts by itself begins at a number taken from the clock (milliseconds
 * x 1000), above any it can have used before, so that a client's number from
 * before a restart, or from before the room was forgotten, is recognised as
 * too old.
 *
 * Numbers of several processes may come out of their order: one that is behind the
 * last keeps its own and is not kept, and clients that ask from before it or from
 * where the room was then reload.
 *
 * Bounds: events and bytes of a room, whose oldest events go; rooms and bytes
 * of all, for which the least recently used room is forgotten.  Thread-safe.
 */
#ifndef PX_NET_SIO_REPLAY_H
#define PX_NET_SIO_REPLAY_H

#include "base/buf.h"
#include "net/engineio.h"

struct px_sio_replay;

struct px_sio_replay_limits {
	size_t rooms, bytes;            /* in all; bytes with what it takes to keep them */
	size_t room_events, room_bytes; /* of one room; an event over its bytes is not kept */
	bool several;                   /* processes give the numbers */
};
struct px_sio_replay *px_sio_replay_new(const struct px_sio_replay_limits *limits);
void px_sio_replay_free(struct px_sio_replay *replay); /* NULL is fine */

void px_sio_replay_lock(struct px_sio_replay *replay);
void px_sio_replay_unlock(struct px_sio_replay *replay);
/*
 * Locked: the number the room's next event gets: `number`, if one is given and
 * larger than the last, else the one after the last (of several processes: the number itself).  Where numbers are left
 * out, a client that has not seen the last before them is told to reload.
 */
int64_t px_sio_replay_next(struct px_sio_replay *replay, struct px_str room, int64_t number);
/*
 * Locked: keeps the event under the number just told.  Its JSON, number included, is what lies at [begin, end) of the
 * frame's data, and a bracket: the frame that went to sockets, which recovery keeps too, is not kept twice.
 */
void px_sio_replay_add(struct px_sio_replay *replay, struct px_str room, struct px_eio_frame *frame, size_t begin,
		       size_t end);
/* Every room may lack events: who has seen its last reloads. */
void px_sio_replay_doubt(struct px_sio_replay *replay);
/* Bytes of rooms and events kept now. */
size_t px_sio_replay_bytes(struct px_sio_replay *replay);
/*
 * Appends {"seq":N,"events":[...]}, or {"seq":N,"reload":true} if that is not
 * kept or too much for the buffer.  A `since` of 0 asks where to begin: an
 * empty list.  A room that is not known has had `last` as its last number (-1:
 * it counts by itself); one that is known knows better, unless several processes give numbers.
 */
void px_sio_replay_since(struct px_sio_replay *replay, struct px_str room, int64_t since, int64_t last,
			 struct px_buf *out);

#endif
