/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counts the sessions that have not been put to use (they joined no namespace
 * yet, or left the last one), in all and by address, and says when there are
 * too many.
 *
 * A handshake costs memory and asks for no token, so anybody could make
 * sessions without end; those in use are bounded by the limits of their users.
 * An IPv6 address counts by its /64, as one host may use all of that.
 * Thread-safe.
 */
#ifndef PX_NET_EIO_IDLE_H
#define PX_NET_EIO_IDLE_H

#include <stdbool.h>
#include <stddef.h>

struct px_eio_idle;
struct px_eio_idle_address; /* exists while the address has sessions, idle or not */

/* 0: no limit. */
struct px_eio_idle *px_eio_idle_new(size_t max, size_t max_per_address);
void px_eio_idle_free(struct px_eio_idle *idle); /* every session must have left; NULL is fine */

/*
 * A new session, which is idle.  0 and its address, or the HTTP status to
 * refuse it with: 503 if there are too many in all, 429 of its address.
 */
int px_eio_idle_enter(struct px_eio_idle *idle, const char *address,
		      struct px_eio_idle_address **entry);
/* The session was put to use, or is idle again (which is never refused). */
void px_eio_idle_set(struct px_eio_idle *idle, struct px_eio_idle_address *entry, bool is_idle);
/* The session's memory is given back. */
void px_eio_idle_leave(struct px_eio_idle *idle, struct px_eio_idle_address *entry, bool is_idle);
/* Idle sessions now. */
size_t px_eio_idle_count(struct px_eio_idle *idle);

#endif
