/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dialling: an outbound px_stream to a host and port, on a loop.
 *
 * The name is resolved off the loop; its addresses are tried one after the
 * other.  Addresses that are not public are refused, unless they are allowed
 * (net/address.h).  TLS begins by px_stream_start_tls, at once or after the
 * protocol's own STARTTLS.
 */
#ifndef PX_NET_DIAL_H
#define PX_NET_DIAL_H

#include "net/stream.h"
#include "net/tls.h"

struct px_dial;

struct px_dial_config {
	struct px_loop *loop;
	const char *host;       /* name or numeric address; copied */
	uint16_t port;
	bool private_addresses; /* may it be an address that is not public? */
	unsigned timeout_ms;    /* for all of it; 0: 15 s */
	/*
	 * Once, later, on the loop.  PX_OK: `stream` is connected, paused and without an owner: px_stream_own, then
	 * px_stream_resume.  PX_UNAVAILABLE, PX_TIMEOUT, PX_FORBIDDEN (the address is refused): `why` says it for people.
	 */
	void (*done)(void *arg, struct px_stream *stream, enum px_err err, const char *why);
	void *arg;
};

/* [loop] */
struct px_dial *px_dial(const struct px_dial_config *config);
/* [loop] Before `done`: `done` is not called any more. */
void px_dial_cancel(struct px_dial *dial);

/*
 * [loop] Goes over to TLS as its client, checking the peer's certificate for `host`.  What is written must wait for the
 * owner's `secured`; a handshake that fails is told by `end`, and px_stream_tls_problem says why.
 */
void px_stream_start_tls(struct px_stream *stream, struct px_tls *tls, const char *host);
/* Why the peer's certificate was refused, or NULL if that is not what happened. */
const char *px_stream_tls_problem(const struct px_stream *stream);

#endif
