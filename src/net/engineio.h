/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Engine.IO server, protocol v4 (engine.io-protocol): sessions over polling
 * and WebSocket, with upgrade, heartbeat and limits.  Socket.IO is built on
 * it; it serves by itself too.
 *
 * A session lives on the loop where its first request arrived, and its id says
 * which that is; requests of it that arrive on another loop are passed there.
 * Callbacks and calls are on the session's loop, except where said.  Close
 * reasons are those of the reference implementation: "transport close",
 * "transport error", "ping timeout", "parse error", "forced close".
 */
#ifndef PX_NET_ENGINEIO_H
#define PX_NET_ENGINEIO_H

#include "net/eio_timer.h"
#include "net/http.h"

struct px_eio_server;
struct px_eio_session;

enum { PX_EIO_ADDRESS = 64 }; /* room for any numeric address with its NUL */

struct px_eio_handlers {
	/*
	 * A session begins, of the client at that numeric address, by that request, which
	 * is borrowed during the call.  What is sent from here follows the open packet.
	 */
	void (*open)(void *arg, struct px_eio_session *session, const char *address,
		     const struct px_http_exchange *handshake);
	/* A message; its bytes are valid during the call, which may overwrite them. */
	void (*message)(void *arg, struct px_eio_session *session, bool binary, char *data,
			size_t size);
	/* Told once for each session that was opened.  Nothing can be sent any more. */
	void (*close)(void *arg, struct px_eio_session *session, const char *reason);
	/*
	 * A slow consumer: its queue was full, and packets were dropped until now,
	 * when it takes packets again.  NULL: such a session is closed instead
	 * ("transport error").
	 */
	void (*caught_up)(void *arg, struct px_eio_session *session);
	/*
	 * Writes the address of the client behind a handshake that came from `peer`
	 * (a proxy's, perhaps).  NULL: the peer's.
	 */
	void (*address)(void *arg, const struct px_http_request *handshake, const char *peer,
			char address[PX_EIO_ADDRESS]);
};

struct px_eio_config {
	const char *path; /* "/engine.io/"; what it prefixes is ours */
	unsigned ping_interval_ms, ping_timeout_ms, upgrade_timeout_ms;
	/*
	 * Waits this long between the WebSocket handshake and the open packet, so
	 * that a client program that looks for messages only once it is "open" finds
	 * them in separate reads.  0 in earnest; protocol test suites need it.
	 */
	unsigned open_delay_ms;
	size_t max_payload;         /* of a message or polling body */
	size_t send_queue;          /* bytes waiting for one session */
	/*
	 * Idle sessions (px_eio_set_idle), in all and of one address; beyond that a
	 * handshake is answered 503 or 429.  With either limit, a WebSocket message of
	 * an idle session has at most 16 KiB.  0: no limit.
	 */
	size_t idle_sessions, idle_sessions_per_address;
	bool deflate;               /* negotiate permessage-deflate */
	const char *const *origins; /* allowed, NULL-terminated, "*" for any; NULL: same origin only */
	size_t session_extra;       /* bytes the layer above keeps in each session, zeroed */
	struct px_loop **loops;
	unsigned loop_count;
	struct px_eio_handlers handlers;
	void *arg;
};

enum px_err px_eio_server_new(const struct px_eio_config *config, struct px_eio_server **server,
			      struct px_error *error) PX_MUST_CHECK;
/*
 * Closes every session ("server shutting down") and waits until nothing of
 * them is left on the loops; new ones are refused from then on.  From no
 * loop's thread, best before px_http_server_stop, and before the loops go.
 */
void px_eio_server_stop(struct px_eio_server *server);
void px_eio_server_free(struct px_eio_server *server);
/* For the HTTP handler: true if the path is ours; then the exchange is taken. */
bool px_eio_handle(struct px_eio_server *server, struct px_http_exchange *exchange);
/* Sessions that exist now.  Any thread. */
uint64_t px_eio_session_count(const struct px_eio_server *server);

/* The session's extra bytes, and back. */
void *px_eio_extra(struct px_eio_session *session);
struct px_eio_session *px_eio_session_of(void *extra);
struct px_eio_server *px_eio_server_of(const struct px_eio_session *session);
struct px_loop *px_eio_loop(const struct px_eio_session *session);
/* The index of its loop among the server's. */
unsigned px_eio_loop_index(const struct px_eio_session *session);
/* The clock of the session's loop, for timers of the layer above. */
struct px_eio_clock *px_eio_clock_of(struct px_eio_server *server, unsigned loop_index);

/*
 * References keep a session's memory (and extra bytes) after its close, for
 * answers that are on their way.  Any thread.
 */
void px_eio_ref(struct px_eio_session *session);
void px_eio_unref(struct px_eio_session *session);

bool px_eio_is_open(const struct px_eio_session *session);
/* Whether a packet would leave at once; volatile packets are dropped otherwise. */
bool px_eio_writable(const struct px_eio_session *session);
/* Sends a message.  Dropped if the session is closed or slow. */
void px_eio_send(struct px_eio_session *session, bool binary, struct px_str data);
/* Several sends that should leave in one write, or one poll answer. */
void px_eio_cork(struct px_eio_session *session);
void px_eio_uncork(struct px_eio_session *session);
/*
 * From a posted job: what this and the jobs after it send over a WebSocket
 * leaves in one write (px_stream_cork_jobs); and the end of that, whichever
 * session of the loop it is.
 */
void px_eio_cork_jobs(struct px_eio_session *session);
void px_eio_uncork_jobs(struct px_eio_session *session);
/*
 * Whether the layer above has put the session to use.  A new one is idle, and
 * counted by the limits of idle sessions.
 */
void px_eio_set_idle(struct px_eio_session *session, bool idle);
/* Closes after what is queued has been sent.  `reason` is a constant string. */
void px_eio_close(struct px_eio_session *session, const char *reason);
/* Closes at once: what waits for the client's next poll is lost.  Idempotent. */
void px_eio_end(struct px_eio_session *session, const char *reason);

/*
 * A text message encoded once for many sessions.  References count; any
 * thread may hold one.
 */
struct px_eio_frame;
struct px_eio_frame *px_eio_frame_new(struct px_str data);
struct px_eio_frame *px_eio_frame_ref(struct px_eio_frame *frame);
void px_eio_frame_unref(struct px_eio_frame *frame); /* NULL is fine */
struct px_str px_eio_frame_data(const struct px_eio_frame *frame);
/*
 * A hint during many sends in a row: the session comes after the next one or (`next`) next.
 * Sessions lie far apart in memory; the kernel's work on one send hides the wait for the others.
 */
void px_eio_expect(const struct px_eio_session *session, bool next);
void px_eio_send_frame(struct px_eio_session *session, struct px_eio_frame *frame);

#endif
