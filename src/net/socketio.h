/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Socket.IO server, protocol v5 on Engine.IO v4 (socket.io-protocol and
 * engine.io-protocol documents), over the HTTP server.
 *
 * Every session lives on one loop and its sockets with it; requests of a
 * session that arrive on another loop are moved there.  Callbacks run on the
 * socket's loop.  Emitting to a room may be called on any thread: it is
 * encoded once and posted to every loop.
 */
#ifndef PX_NET_SOCKETIO_H
#define PX_NET_SOCKETIO_H

#include "base/json.h"
#include "net/http.h"

struct px_sio_server;
struct px_sio_socket;
struct px_sio_ack; /* a pending acknowledgement of the client's event; may be NULL if none was asked */

/* One binary attachment; borrowed during the call. */
struct px_sio_args {
	json_t *values;              /* JSON array of the arguments; placeholders stand for attachments */
	const struct px_str *attachments;
	size_t attachment_count;
};

struct px_sio_handlers {
	/*
	 * CONNECT to a namespace.  `auth` is the payload or NULL.  Answer, now or
	 * later, with px_sio_accept or px_sio_reject.
	 */
	void (*connect)(void *arg, struct px_sio_socket *socket, const char *nsp, json_t *auth,
			const struct px_http_request *handshake);
	void (*event)(void *arg, struct px_sio_socket *socket, struct px_str name,
		      const struct px_sio_args *args, struct px_sio_ack *ack);
	/* Last callback of an accepted socket; `reason` as the documents name it. */
	void (*disconnect)(void *arg, struct px_sio_socket *socket, const char *reason);
};

struct px_sio_config {
	const char *path;         /* "/socket.io/" */
	unsigned ping_interval_ms, ping_timeout_ms, connect_timeout_ms;
	size_t max_payload;       /* bytes of a message or polling body */
	size_t max_attachments;
	size_t send_queue;        /* bytes queued per session before it is a slow consumer */
	unsigned recovery_ms;     /* connection state recovery window, 0 = off */
	size_t recovery_packets;  /* kept per room for replay */
	bool deflate;             /* negotiate permessage-deflate; off by default */
	const char *const *origins; /* allowed, NULL-terminated; NULL: same origin and no-origin only */
	struct px_loop **loops;
	unsigned loop_count;
	struct px_sio_handlers handlers;
	void *arg;
};

enum px_err px_sio_server_new(const struct px_sio_config *config, struct px_sio_server **server,
			      struct px_error *error) PX_MUST_CHECK;
/* Disconnects everybody and waits; before the HTTP server's free. */
void px_sio_server_stop(struct px_sio_server *server);
void px_sio_server_free(struct px_sio_server *server);
/* True if the path is the server's and the exchange was taken; for the HTTP handler. */
bool px_sio_handle(struct px_sio_server *server, struct px_http_exchange *exchange);

/* On the socket's loop. */
void px_sio_accept(struct px_sio_socket *socket);
void px_sio_reject(struct px_sio_socket *socket, const char *message, const char *data_json);
void px_sio_join(struct px_sio_socket *socket, const char *room);
void px_sio_leave(struct px_sio_socket *socket, const char *room);
void px_sio_emit(struct px_sio_socket *socket, const char *event, struct px_str args_json_array);
void px_sio_disconnect(struct px_sio_socket *socket, bool close_session);
void px_sio_set_data(struct px_sio_socket *socket, void *data);
void *px_sio_data(const struct px_sio_socket *socket);
const char *px_sio_id(const struct px_sio_socket *socket);

/*
 * Acknowledgements outlive the socket: take one along to another thread and
 * answer there; it is posted home and dropped if the socket has gone.  Each
 * ack is answered exactly once, or dropped with px_sio_ack_drop.
 */
void px_sio_ack_send(struct px_sio_ack *ack, struct px_str args_json_array);
void px_sio_ack_drop(struct px_sio_ack *ack);

/* Any thread.  `args_json_array` such as ["x",1]. Encoded once for all receivers. */
void px_sio_to_room(struct px_sio_server *server, const char *nsp, const char *room,
		    const char *event, struct px_str args_json_array);
/* Any thread: disconnects every socket of a room (a revoked login). */
void px_sio_disconnect_room(struct px_sio_server *server, const char *nsp, const char *room);

struct px_sio_counters {
	_Atomic uint64_t sessions, sockets, rooms, packets_in, packets_out, slow_consumers;
};
const struct px_sio_counters *px_sio_server_counters(const struct px_sio_server *server);

#endif
