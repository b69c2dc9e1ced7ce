/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Connection state recovery: the packets of the last while, numbered across
 * the server, and the sockets that were lost in it.
 *
 * A packet's number is its offset as the client sees it, and its place among
 * all packets.  Thread-safe.  px_sio_recovery_lock keeps the order of numbers
 * and of what is posted under it the same.
 */
#ifndef PX_NET_SIO_RECOVERY_H
#define PX_NET_SIO_RECOVERY_H

#include "base/buf.h"
#include "net/engineio.h"

struct px_sio_recovery;

enum { PX_SIO_OFFSET = 16 }; /* characters of an offset at most, with the NUL */

struct px_sio_recovery *px_sio_recovery_new(unsigned window_ms, size_t packets);
void px_sio_recovery_free(struct px_sio_recovery *recovery); /* NULL is fine */

void px_sio_recovery_lock(struct px_sio_recovery *recovery);
void px_sio_recovery_unlock(struct px_sio_recovery *recovery);
/* Locked: the number the next packet gets, as text that is never a JSON number. */
uint64_t px_sio_recovery_next(struct px_sio_recovery *recovery, char offset[PX_SIO_OFFSET]);
/* Locked: keeps the packet under the number just told.  `target` is a room, a socket id, or NULL. */
void px_sio_recovery_add(struct px_sio_recovery *recovery, const char *nsp, const char *target,
			 struct px_eio_frame *frame);

/* A lost socket: rooms is a list of NUL-terminated names, back to back, closed by an empty one. */
void px_sio_recovery_save(struct px_sio_recovery *recovery, const char *pid, const char *sid,
			  const char *nsp, const char *rooms, size_t rooms_size);

struct px_sio_recovered {
	char sid[24];
	char *rooms;                  /* as saved; the caller's to free */
	struct px_eio_frame **frames; /* with references; the caller's to free */
	size_t frame_count;
	uint64_t upto; /* every packet up to this number is among them, or not for this socket */
};
/* False if that socket or that offset is not known any more.  A saved socket is used up. */
bool px_sio_recovery_take(struct px_sio_recovery *recovery, const char *pid, const char *nsp,
			  const char *offset, struct px_sio_recovered *recovered);
void px_sio_recovered_release(struct px_sio_recovered *recovered);

#endif
