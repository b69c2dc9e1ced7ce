/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Who is behind each socket, and for how long.
 *
 * A peer is made at CONNECT, belongs to its socket's loop and is freed at the
 * socket's end.  Once a second each loop disconnects the peers whose identity
 * has expired, unless the client renewed it in place.  A page holds no token to
 * renew it with: for it the session is looked up instead.
 */
#ifndef PX_API_PEERS_H
#define PX_API_PEERS_H

#include "api/api_internal.h"

struct px_peer {
	struct px_peer *next, *previous; /* on its loop's list while connected */
	struct px_api *api;
	struct px_sio_socket *socket; /* NULL once it has ended */
	struct px_principal principal;
	char address[PX_ADDRESS_TEXT]; /* the client's, as its first request told */
	unsigned refs;
	bool connected, counted;
	bool by_cookie; /* a page's: it lives as long as the session, not only as long as the token */
	bool renewing;
};

struct px_peers; /* of all loops */

typedef void (*px_peer_done_fn)(struct px_peer *peer, const struct px_principal *principal, enum px_err err, void *arg);

/* `renewed` is told, on the peer's loop, what looking up an expired page's session said. */
enum px_err px_peers_new(struct px_api *api, px_peer_done_fn renewed, struct px_peers **peers,
			 struct px_error *error) PX_MUST_CHECK;
/* After every socket has ended; from no loop's thread. */
void px_peers_free(struct px_peers *peers);
struct px_peer *px_peer_new(struct px_api *api, struct px_sio_socket *socket);
/*
 * Finds out who `token` is and calls `done` once, now or later, on the
 * calling loop's thread.  The peer is kept until then; its socket may have
 * ended meanwhile.
 */
void px_peer_identify(struct px_peer *peer, struct px_str token, px_peer_done_fn done, void *arg);
/* Puts a peer on its loop's list. */
void px_peer_connected(struct px_peers *peers, struct px_peer *peer);
/* The socket has ended (its pointer is still valid): takes the peer off and drops it. */
void px_peer_ended(struct px_peers *peers, struct px_peer *peer);

#endif
