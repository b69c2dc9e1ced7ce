/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files of the Socket.IO server share: socketio.c (server and what
 * any thread may call), sio_client.c (packets of a session), sio_socket.c (a
 * socket's life and its emits), sio_room.c (namespaces and rooms of a loop).
 *
 * A client is the session's upper half and lives in its extra bytes, with its
 * first socket inline: most sessions have one.  A namespace exists on a loop
 * while sockets there use it; "everybody" is a room like others.
 */
#ifndef PX_NET_SIO_INTERNAL_H
#define PX_NET_SIO_INTERNAL_H

#include "base/map.h"
#include "net/engineio.h"
#include "net/sio_packet.h"
#include "net/sio_recovery.h"
#include "net/sio_replay.h"
#include "net/socketio.h"

#include <stdatomic.h>

enum {
	PX_SIO_SID = 15,       /* random bytes of a socket id */
	PX_SIO_SID_TEXT = 20,
	PX_SIO_NSP_MAX = 128,  /* bytes of a namespace's name */
	PX_SIO_SOCKETS_MAX = 64, /* of a session, connecting ones too */
	PX_SIO_REFUSED_MAX = 16  /* CONNECTs of a session that is in no namespace; then it is closed */
};

enum px_sio_state { PX_SIO_UNUSED, PX_SIO_CONNECTING, PX_SIO_CONNECTED, PX_SIO_GONE };

struct px_sio_room;

/* A socket in a room; in two lists. */
struct px_sio_membership {
	struct px_sio_socket *socket;
	struct px_sio_room *room;
	struct px_sio_membership *prev, *next; /* of the room */
	struct px_sio_membership *other;       /* of the socket */
};

struct px_sio_room {
	struct px_sio_nsp *nsp;
	struct px_sio_membership *first;
	char name[];
};

struct px_sio_nsp {
	struct px_sio_home *home;
	struct px_sio_room *everybody;
	struct px_map rooms;
	size_t users; /* sockets, connecting ones too */
	size_t name_size;
	char name[];
};

/* An acknowledgement we wait for. */
struct px_sio_wait {
	struct px_eio_timer timer;
	struct px_sio_wait *next;
	struct px_sio_socket *socket;
	int64_t id;
	void (*done)(void *arg, const struct px_sio_args *args);
	void *arg;
};

struct px_sio_socket {
	struct px_sio_client *client;
	struct px_sio_nsp *nsp;
	struct px_sio_socket *next;      /* of the client */
	struct px_sio_membership *rooms; /* "everybody" apart */
	struct px_sio_membership everybody;
	struct px_sio_wait *waits;
	void *data;
	uint64_t floor;   /* of recovery: what was numbered up to here was replayed */
	int64_t next_ack;
	uint32_t serial;  /* tells this socket from earlier ones in the same memory */
	uint8_t state;    /* enum px_sio_state */
	bool recovered;
	bool client_gone; /* while connecting */
	char id[PX_SIO_SID_TEXT + 1];
	char pid[PX_SIO_SID_TEXT + 1]; /* "" without recovery */
	char *identity;                /* NULL: it can't be recovered */
	struct px_sio_offer *offer;    /* while connecting: what the client wants to recover */
};

/* pid and offset of a CONNECT. */
struct px_sio_offer {
	char pid[PX_SIO_SID_TEXT + 1];
	char offset[PX_SIO_OFFSET];
};

/* A binary packet whose attachments are still arriving. */
struct px_sio_pending {
	struct px_sio_packet packet; /* slices point into `text` */
	char *text;
	size_t total;                /* bytes of attachments so far */
	size_t count;
	struct px_str attachments[];
};

struct px_sio_client {
	struct px_sio_home *home;
	struct px_eio_timer connect_limit;
	struct px_sio_socket first;
	struct px_sio_socket *sockets; /* those in use, `first` among them */
	struct px_sio_pending *pending;
	char peer[46]; /* INET6_ADDRSTRLEN */
	char *credential; /* NULL: none; wiped with the first socket that is accepted, or the session */
	uint32_t serials;
	uint16_t socket_count; /* connecting ones too */
	uint16_t refused;      /* CONNECTs since it was last in a namespace */
};

/* Places in room lists that are being walked, moved when their membership goes. */
struct px_sio_cursor {
	struct px_sio_membership *next;
	struct px_sio_cursor *outer;
};

struct px_sio_home {
	struct px_sio_server *server;
	struct px_loop *loop;
	struct px_map nsps;
	struct px_sio_cursor *cursors;
	struct px_eio_timer_list connect_limit, ack_limit;
	struct px_buf scratch; /* a packet being encoded */
	_Atomic uint32_t posted; /* numbered packets on their way to this loop */
};

struct px_sio_server {
	struct px_sio_config config;
	struct px_eio_server *eio;
	struct px_sio_counters counters;
	struct px_sio_recovery *recovery; /* NULL: off */
	struct px_sio_replay *replay;
	struct px_sio_home homes[];
};

/* sio_client.c */
extern const struct px_eio_handlers px_sio_eio_handlers;
void px_sio_on_connect_limit(struct px_eio_timer *timer);
struct px_eio_session *px_sio_session(const struct px_sio_socket *socket);
/* Closes the session, which ends its sockets. */
void px_sio_close_client(struct px_sio_client *client, const char *reason);
/* Any of its connected sockets, or NULL. */
struct px_sio_socket *px_sio_first_connected(const struct px_sio_client *client);
/* A socket has ended: a session without one has to join a namespace again in time. */
void px_sio_when_left(struct px_sio_client *client);
/* Wipes what the handshake proved. */
void px_sio_drop_credential(struct px_sio_client *client);
/* A CONNECT was refused: a session that only collects refusals is closed. */
void px_sio_note_refusal(struct px_sio_client *client);

/* sio_socket.c */
struct px_sio_socket *px_sio_socket_new(struct px_sio_client *client, struct px_str nsp);
struct px_sio_socket *px_sio_socket_find(const struct px_sio_client *client, struct px_str nsp);
/* Without a word to the client: leaves its rooms, tells the application if it was connected. */
void px_sio_socket_end(struct px_sio_socket *socket, const char *reason);
/* The socket of that serial, if it is connected. */
struct px_sio_socket *px_sio_socket_by_serial(struct px_sio_client *client, uint32_t serial);
/* Encodes an event; `number` (0: none) and `offset` (NULL: none) become its last arguments. */
void px_sio_encode_event(struct px_buf *buf, struct px_str nsp, const char *event,
			 struct px_str args, int64_t number, const char *offset);
/* Sends what is in the home's scratch buffer. */
void px_sio_send_scratch(struct px_sio_socket *socket);

/* sio_ack.c */
void px_sio_on_ack_limit(struct px_eio_timer *timer);
void px_sio_on_ack(struct px_sio_socket *socket, int64_t id, const struct px_sio_args *args);
void px_sio_drop_waits(struct px_sio_socket *socket);
struct px_sio_ack *px_sio_ack_new(struct px_sio_socket *socket, int64_t id);

/* sio_room.c */
struct px_sio_nsp *px_sio_nsp_use(struct px_sio_home *home, struct px_str name);
void px_sio_nsp_release(struct px_sio_nsp *nsp);
void px_sio_enter_everybody(struct px_sio_socket *socket);
void px_sio_leave_all(struct px_sio_socket *socket);
/* NULL if nobody of this loop is in it; a NULL name is everybody. */
struct px_sio_room *px_sio_room_find(struct px_sio_home *home, const char *nsp, const char *room);
/* Calls `each` for every member; members may come and go meanwhile. */
void px_sio_room_each(struct px_sio_home *home, struct px_sio_room *room,
		      void (*each)(struct px_sio_socket *socket, void *arg), void *arg);

/* sio_broadcast.c: posts a packet to its socket's own loop, behind those on their way there. */
void px_sio_post_to_socket(struct px_sio_socket *socket, struct px_eio_frame *frame);

#endif
