/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Socket.IO server, protocol v5 on Engine.IO v4 (socket.io-protocol and
 * engine.io-protocol documents), over the HTTP server.
 *
 * Every session lives on one loop and its sockets with it; requests of a
 * session that arrive on another loop are moved there.  Callbacks run on the
 * socket's loop.  Emitting to a room may be called on any thread: it is
 * encoded once and posted to every loop.
 *
 * Disconnect reasons are the reference implementation's: "transport close",
 * "transport error", "ping timeout", "parse error", "client namespace
 * disconnect", "server namespace disconnect", "forced server close", "server
 * shutting down".
 */
#ifndef PX_NET_SOCKETIO_H
#define PX_NET_SOCKETIO_H

#include "base/json.h"
#include "net/http.h"

struct px_sio_server;
struct px_sio_socket;
struct px_sio_ack; /* a pending acknowledgement of the client's event; NULL if none was asked */

/*
 * Arguments of an event or acknowledgement, borrowed during the call.  They
 * are checked JSON text; a handler that only passes them on never builds a
 * tree.  Binary arguments are {"_placeholder":true,"num":N}, N an index into
 * the attachments (checked).
 */
struct px_sio_args {
	struct px_str text; /* a JSON array */
	const struct px_str *attachments;
	size_t attachment_count;
	json_t *parsed; /* px_sio_args_json's; not for others */
};
/* The arguments as a jansson array, parsed at the first call and borrowed like them; NULL if refused. */
json_t *px_sio_args_json(const struct px_sio_args *args);

enum { PX_SIO_ADDRESS = 64 }; /* room for any numeric address with its NUL, as PX_EIO_ADDRESS */

struct px_sio_handlers {
	/*
	 * CONNECT to a namespace.  `auth` is the payload (borrowed) or NULL.  Answer,
	 * now or later, with px_sio_accept, px_sio_reject or px_sio_turn_away; until
	 * then the pointer stays valid even if the client goes.
	 */
	void (*connect)(void *arg, struct px_sio_socket *socket, const char *nsp, json_t *auth);
	void (*event)(void *arg, struct px_sio_socket *socket, struct px_str name,
		      const struct px_sio_args *args, struct px_sio_ack *ack);
	/* Last callback of an accepted socket; `reason` as the documents name it. */
	void (*disconnect)(void *arg, struct px_sio_socket *socket, const char *reason);
	/*
	 * Writes the numeric address of the client behind a handshake, to count it by
	 * and for px_sio_peer.  NULL: the connection's own address.
	 */
	void (*address)(void *arg, const struct px_http_request *handshake, const char *peer,
			char address[PX_SIO_ADDRESS]);
	/*
	 * What a handshake proves of who it is (a cookie's token), for px_sio_credential; a secret, copied
	 * here.  NULL, or no data: nothing.
	 */
	struct px_str (*credential)(void *arg, const struct px_http_exchange *handshake);
};

struct px_sio_config {
	const char *path;         /* "/socket.io/" */
	unsigned ping_interval_ms, ping_timeout_ms, connect_timeout_ms;
	unsigned upgrade_timeout_ms;
	unsigned ack_timeout_ms;  /* of px_sio_emit_ack; 0: 30 s */
	unsigned open_delay_ms;   /* see px_eio_config; 0 in earnest */
	size_t max_payload;       /* bytes of a message or polling body */
	size_t max_attachments;
	size_t send_queue;        /* bytes queued per session before it is a slow consumer */
	/*
	 * A slow consumer's packets are dropped; once it reads again each of its
	 * sockets gets this event and asks for what it missed.  NULL: a slow
	 * consumer is disconnected.
	 */
	const char *reload_event;
	unsigned recovery_ms;      /* connection state recovery window, 0 = off */
	size_t recovery_bytes;     /* kept for it, of the whole server */
	size_t recovery_room_bytes; /* and for one room or socket */
	size_t replay_events;      /* kept per room of px_sio_to_room_seq */
	size_t replay_rooms;       /* rooms that have such a buffer at once */
	size_t replay_bytes;       /* of all those buffers */
	size_t replay_room_bytes;  /* of one */
	bool replay_several;       /* other processes give numbers, too */
	/*
	 * Sessions that are in no namespace, in all and of one address (IPv6: of one
	 * /64); beyond that a handshake is answered 503 or 429.  0: no limit.
	 */
	size_t idle_sessions, idle_sessions_per_address;
	bool deflate;             /* negotiate permessage-deflate; off by default */
	const char *const *origins; /* allowed, NULL-terminated; NULL: same origin and no-origin only */
	struct px_loop **loops;
	unsigned loop_count;
	struct px_sio_handlers handlers;
	void *arg;
};
/* Everything but path, loops and handlers set to what fits an application. */
extern const struct px_sio_config px_sio_config_default;

enum px_err px_sio_server_new(const struct px_sio_config *config, struct px_sio_server **server,
			      struct px_error *error) PX_MUST_CHECK;
/*
 * Disconnects everybody and waits; new sessions are refused from then on.
 * From no loop's thread, best before px_http_server_stop (whose drain would
 * wait for the polls and sockets that this ends), and before the loops go.
 * Free it when no acknowledgement is out any more and HTTP has stopped.
 */
void px_sio_server_stop(struct px_sio_server *server);
void px_sio_server_free(struct px_sio_server *server);
/* True if the path is the server's and the exchange was taken; for the HTTP handler. */
bool px_sio_handle(struct px_sio_server *server, struct px_http_exchange *exchange);

/* On the socket's loop. */

/* As whom a socket is let in. */
struct px_sio_admission {
	/*
	 * Whatever decides what the socket may be told, as text (user, login, scopes).
	 * A lost socket is recovered only under an equal identity; NULL: never.
	 */
	const char *identity;
	const char *const *rooms; /* joined at once, NULL-terminated; NULL: none */
};
/*
 * Connects the socket; missed packets of its rooms follow if it is recovered.
 * `admission` NULL: no identity, no rooms.  False if the client went meanwhile:
 * then the socket is gone with this call, and no disconnect follows.
 */
bool px_sio_accept(struct px_sio_socket *socket, const struct px_sio_admission *admission);
/* The identity has changed (a renewed login with other rights): only this one recovers the socket from now on. */
void px_sio_set_identity(struct px_sio_socket *socket, const char *identity);
/*
 * Answers CONNECT_ERROR {message[, data]}, which is final for the client: it
 * won't try again by itself.  The socket is gone with this call.
 */
void px_sio_reject(struct px_sio_socket *socket, const char *message, const char *data_json);
/*
 * Refuses for now: closes the whole session, so that the client comes back by
 * itself after its usual delay.  The socket is gone with this call.
 */
void px_sio_turn_away(struct px_sio_socket *socket);
void px_sio_join(struct px_sio_socket *socket, const char *room);
void px_sio_leave(struct px_sio_socket *socket, const char *room);
void px_sio_emit(struct px_sio_socket *socket, const char *event, struct px_str args_json_array);
/* Dropped if it can't leave at once. */
void px_sio_emit_volatile(struct px_sio_socket *socket, const char *event,
			  struct px_str args_json_array);
/* Arguments with placeholders 0..count-1 for the attachments. */
void px_sio_emit_binary(struct px_sio_socket *socket, const char *event,
			struct px_str args_json_array, const struct px_str *attachments,
			size_t count);
/*
 * Asks the client to acknowledge.  `done` is called once: with the client's
 * arguments, or with NULL when it did not answer in time or has gone.
 */
void px_sio_emit_ack(struct px_sio_socket *socket, const char *event,
		     struct px_str args_json_array,
		     void (*done)(void *arg, const struct px_sio_args *args), void *arg);
void px_sio_disconnect(struct px_sio_socket *socket, bool close_session);
void px_sio_set_data(struct px_sio_socket *socket, void *data);
void *px_sio_data(const struct px_sio_socket *socket);
/* A recovered socket has its old id again, from px_sio_accept on. */
const char *px_sio_id(const struct px_sio_socket *socket);
const char *px_sio_nsp(const struct px_sio_socket *socket);
/* After px_sio_accept: whether it has its old id and was given the packets it missed. */
bool px_sio_recovered(const struct px_sio_socket *socket);
/* The client's numeric address at the session's first request, as the `address` handler told. */
const char *px_sio_peer(const struct px_sio_socket *socket);
/* What the session's first request proved; no data once one of its sockets was accepted, or if it proved nothing. */
struct px_str px_sio_credential(const struct px_sio_socket *socket);
struct px_loop *px_sio_loop(const struct px_sio_socket *socket);

/*
 * Acknowledgements outlive the socket: take one along to another thread and
 * answer there; it is posted home and dropped if the socket has gone.  Each
 * ack is answered exactly once, or dropped with px_sio_ack_drop.
 */
void px_sio_ack_send(struct px_sio_ack *ack, struct px_str args_json_array);
void px_sio_ack_send_binary(struct px_sio_ack *ack, struct px_str args_json_array,
			    const struct px_str *attachments, size_t count);
void px_sio_ack_drop(struct px_sio_ack *ack);

/*
 * Any thread.  `args_json_array` such as ["x",1].  Encoded once for all
 * receivers.  A NULL room is everybody in the namespace.
 */
void px_sio_to_room(struct px_sio_server *server, const char *nsp, const char *room,
		    const char *event, struct px_str args_json_array);
/* Not kept for recovery, and dropped for those to whom it can't leave at once. */
void px_sio_to_room_volatile(struct px_sio_server *server, const char *nsp, const char *room,
			     const char *event, struct px_str args_json_array);
/*
 * Any thread: events of other processes may be missing here.  Every client of the namespace is told to reload, and so is
 * whoever asks later (px_sio_room_since) from where the rooms are now.
 */
void px_sio_reload_all(struct px_sio_server *server, const char *nsp);
/* Any thread: disconnects every socket of a room (a revoked login). */
void px_sio_disconnect_room(struct px_sio_server *server, const char *nsp, const char *room);

/*
 * Numbered events.  The event's number is appended as the last argument, and
 * the event is kept for px_sio_room_since.  `number` comes from whoever counts
 * the room's events and grows from one to the next, mostly by one; 0 lets the
 * room count by itself: by one, and after a restart or a forgotten room from
 * above all that were used before.  Any thread.  Returns the number.
 */
int64_t px_sio_to_room_seq(struct px_sio_server *server, const char *nsp, const char *room,
			   const char *event, struct px_str args_json_array, int64_t number);
/*
 * The answer to a client's `sync {since}`, appended as a JSON object: either
 * {"seq":N,"events":[["task",{...},7],...]} with everything after `since` in
 * order, or {"seq":N,"reload":true} if that is not kept any more.  N is the
 * number to ask from next time.  `last` is the number of the room's last event
 * as its counter knows it, for a room that is new to us; -1 if the room counts
 * by itself.  Any thread.
 */
void px_sio_room_since(struct px_sio_server *server, const char *nsp, const char *room,
		       int64_t since, int64_t last, struct px_buf *out);

struct px_sio_counters {
	_Atomic uint64_t sessions, sockets, rooms, packets_in, packets_out, slow_consumers;
};
const struct px_sio_counters *px_sio_server_counters(const struct px_sio_server *server);

#endif
