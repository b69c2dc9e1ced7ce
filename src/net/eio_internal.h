/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of the Engine.IO server share: engineio.c (server, table,
 * life of a session), eio_session.c (packets and heartbeat), eio_request.c
 * (HTTP in front), eio_polling.c and eio_upgrade.c (the transports).
 *
 * A session's memory is held by references: one while it is in its loop's
 * table, one while its WebSocket's stream exists, and whatever the layer above
 * takes.  A server waits at its end for its pins: sessions in tables, streams,
 * and requests travelling between loops.
 */
#ifndef PX_NET_EIO_INTERNAL_H
#define PX_NET_EIO_INTERNAL_H

#include "base/buf.h"
#include "net/eio_idle.h"
#include "net/eio_packet.h"
#include "net/engineio.h"
#include "net/ws.h"

#include <pthread.h>
#include <stdatomic.h>

/* Raw id: random bytes, then the loop's index. */
enum { PX_EIO_ID = 16, PX_EIO_ID_TEXT = 22 };

enum px_eio_state {
	PX_EIO_IS_OPEN,
	/*
	 * Polling: `close` was told; the queue goes with the next poll and the close
	 * packet alone with the one after, so that clients see what came before it.
	 */
	PX_EIO_IS_CLOSING,
	PX_EIO_IS_CLOSED   /* out of the table */
};

struct px_eio_polling {
	struct px_http_exchange *poll; /* the GET that waits, or NULL */
	uint64_t ticket;               /* of that GET */
	struct px_buf queue;           /* a payload under construction */
};

struct px_eio_upgrade {
	struct px_eio_session *session;
	struct px_eio_timer limit, noop;
	uint64_t ticket; /* of its request: a late stream must not take a later one's place */
};

struct px_eio_session {
	struct px_eio_session *next; /* in its bucket */
	struct px_eio_home *home;
	struct px_eio_timer beat;    /* next ping, pong limit, greeting, or end of closing */
	struct px_ws ws;             /* the transport, or the one being probed */
	struct px_eio_polling *polling; /* queue and poll; NULL when there is no use for it */
	struct px_eio_upgrade *upgrade; /* while probing */
	struct px_eio_idle_address *address; /* that it is counted under; NULL without such limits */
	_Atomic uint32_t refs;
	uint8_t id[PX_EIO_ID];
	uint8_t state;  /* enum px_eio_state */
	uint8_t corked;
	bool websocket : 1; /* the transport is `ws` */
	bool greeted : 1;   /* the open packet has gone out */
	bool pinged : 1;    /* `beat` is the limit for the pong */
	bool refreshed : 1; /* that limit was put off once */
	bool slow : 1;
	bool idle : 1;      /* the layer above has no use for it yet */
	_Alignas(16) char extra[];
};

/* A loop's share of the server. */
struct px_eio_home {
	struct px_eio_server *server;
	struct px_loop *loop;
	unsigned index;
	struct px_eio_session **buckets;
	size_t bucket_count, count;
	struct px_eio_clock clock;
	struct px_eio_timer_list interval, timeout, greeting, closing, linger, upgrade, noop;
	struct px_ws_deflate *codec;
};

struct px_eio_server {
	struct px_eio_config config;
	char *path;
	_Atomic uint64_t sessions, tickets;
	struct px_eio_idle *idle; /* NULL: no limits */
	pthread_mutex_t lock;
	pthread_cond_t unpinned;
	uint64_t pins; /* under lock */
	_Atomic bool stopping;
	struct px_eio_home homes[];
};

/* Errors of a handshake, as the reference numbers them. */
enum px_eio_error {
	PX_EIO_UNKNOWN_TRANSPORT, PX_EIO_UNKNOWN_SID, PX_EIO_BAD_METHOD, PX_EIO_BAD_REQUEST,
	PX_EIO_FORBIDDEN, PX_EIO_UNSUPPORTED_VERSION
};

/* engineio.c */
void px_eio_pin(struct px_eio_server *server);
void px_eio_unpin(struct px_eio_server *server);
/*
 * A session for the handshake; `address` is filled with the client's.  NULL if
 * there are too many: the exchange has been answered then.
 */
struct px_eio_session *px_eio_session_new(struct px_eio_home *home, struct px_http_exchange *exchange,
					  char address[PX_EIO_ADDRESS]);
struct px_eio_session *px_eio_find(struct px_eio_home *home, const uint8_t id[PX_EIO_ID]);
/* Out of the table; the caller's pointer may be gone after this. */
void px_eio_forget(struct px_eio_session *session);
struct px_eio_home *px_eio_home_here(struct px_eio_server *server);

/* eio_session.c */
void px_eio_session_lists(struct px_eio_home *home);
/* Writes the open packet's JSON. */
void px_eio_greeting(struct px_eio_session *session, struct px_buf *out);
/* Heartbeat starts with the open packet. */
void px_eio_start_beat(struct px_eio_session *session);
/* A packet from the session's transport. */
void px_eio_packet_in(struct px_eio_session *session, const struct px_eio_packet *packet);
/* Any packet out, into the queue or the WebSocket. */
void px_eio_packet_out(struct px_eio_session *session, enum px_eio_type type, bool binary,
		       struct px_str data);
/* The same into the WebSocket, whatever the session's state. */
void px_eio_websocket_out(struct px_eio_session *session, enum px_eio_type type, bool binary,
			  struct px_str data);
/* A slow consumer takes packets again: tells the layer above. */
void px_eio_ready_again(struct px_eio_session *session);

/* eio_frame.c: the whole WebSocket frame. */
struct px_str px_eio_frame_wire(const struct px_eio_frame *frame);

/* eio_request.c: answers with the CORS lines the request calls for, on the exchange's loop. */
void px_eio_answer(struct px_eio_server *server, struct px_http_exchange *exchange, int status,
		   const char *type, struct px_str body);
void px_eio_refuse(struct px_eio_server *server, struct px_http_exchange *exchange,
		   enum px_eio_error error);
/* Refuses for the moment: 429 or 503, with Retry-After. */
void px_eio_refuse_now(struct px_eio_server *server, struct px_http_exchange *exchange, int status);
bool px_eio_origin_allowed(const struct px_eio_config *config,
			   const struct px_http_request *request);

/* eio_polling.c */
struct px_eio_polling *px_eio_polling_of(struct px_eio_session *session);
void px_eio_polling_free(struct px_eio_session *session);
/* Gives the queue's memory back. */
void px_eio_empty_queue(struct px_eio_session *session);
/* Answers the waiting poll with the queue, or with the close packet of a closing session. */
void px_eio_flush(struct px_eio_session *session);
/* Answers the waiting poll, if any, with this packet alone. */
void px_eio_answer_poll(struct px_eio_session *session, enum px_eio_type type);
void px_eio_on_poll(struct px_eio_session *session, struct px_http_exchange *exchange,
		    uint64_t ticket);
void px_eio_on_post(struct px_eio_session *session, struct px_http_exchange *exchange);
void px_eio_on_poll_gone(struct px_eio_session *session, uint64_t ticket);
void px_eio_open_polling(struct px_eio_home *home, struct px_http_exchange *exchange);

/* eio_upgrade.c */
void px_eio_upgrade_lists(struct px_eio_home *home);
void px_eio_open_websocket(struct px_eio_home *home, struct px_http_exchange *exchange);
/* A WebSocket request for a session of this loop (from whatever loop the exchange is on). */
void px_eio_on_upgrade_request(struct px_eio_session *session, struct px_http_exchange *exchange);
void px_eio_drop_upgrade(struct px_eio_session *session);

#endif
