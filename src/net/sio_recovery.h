/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Connection state recovery: which sockets were lost lately, and the packets
 * that they may have missed.
 *
 * Packets are numbered across the server, and a number is the offset that a
 * client names when it comes back.  Packets are kept by target (a room, a
 * socket, everybody) within a time window and within bytes, of each target and
 * of all.  A target remembers the newest packet that it had to drop: so a
 * socket is refused exactly when something for it is missing, however busy or
 * quiet the others were.
 *
 * A lost socket is kept with the identity it had and comes back only under the
 * same one.  Its rooms are not kept: they follow from the identity.  Thread-safe.
 */
#ifndef PX_NET_SIO_RECOVERY_H
#define PX_NET_SIO_RECOVERY_H

#include "base/buf.h"
#include "net/engineio.h"

struct px_sio_recovery;

enum { PX_SIO_OFFSET = 20 }; /* characters of an offset at most, with the NUL */

/* `bytes`: of all packets with what it takes to keep them; `target_bytes`: of one target's. */
struct px_sio_recovery *px_sio_recovery_new(unsigned window_ms, size_t bytes, size_t target_bytes);
void px_sio_recovery_free(struct px_sio_recovery *recovery); /* NULL is fine */

/* What is numbered and posted under one lock is posted in the order of the numbers. */
void px_sio_recovery_lock(struct px_sio_recovery *recovery);
void px_sio_recovery_unlock(struct px_sio_recovery *recovery);
/* Locked: the number the next packet gets, as text that is never a JSON number. */
uint64_t px_sio_recovery_next(struct px_sio_recovery *recovery, char offset[PX_SIO_OFFSET]);
/* Locked: keeps the packet under the number just told.  `target` is a room, a socket id, or NULL. */
void px_sio_recovery_add(struct px_sio_recovery *recovery, const char *nsp, const char *target,
			 struct px_eio_frame *frame);
/* Bytes of packets and targets kept now. */
size_t px_sio_recovery_bytes(struct px_sio_recovery *recovery);

/* A socket was lost: `pid` is what its client comes back with. */
void px_sio_recovery_save(struct px_sio_recovery *recovery, const char *pid, const char *sid,
			  const char *nsp, const char *identity);

/* What a socket asks for that comes back. */
struct px_sio_claim {
	const char *pid, *offset, *nsp, *identity;
	const char *const *rooms; /* those it joins now, NULL-terminated; NULL: none */
};

struct px_sio_recovered {
	char sid[24];
	struct px_eio_frame **frames; /* in order, with references; px_sio_recovered_release drops them */
	size_t frame_count;
	uint64_t upto; /* every packet up to this number is among them, or not for this socket */
};
/*
 * False if that socket is not known any more, had another namespace or
 * identity, or missed something that isn't kept.  A saved socket is used up
 * when it is recovered.
 */
bool px_sio_recovery_take(struct px_sio_recovery *recovery, const struct px_sio_claim *claim,
			  struct px_sio_recovered *recovered);
void px_sio_recovered_release(struct px_sio_recovered *recovered);

#endif
