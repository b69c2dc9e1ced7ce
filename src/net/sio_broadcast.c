/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Emitting to a room, from any thread.
 *
 * The packet is encoded once.  A job is posted to each loop, and there it sends
 * the same bytes to every member of the room.  With recovery the packet is
 * numbered, kept and posted under one lock: every loop gets packets in the order
 * of their numbers.  A packet for one socket takes the same way when others are
 * still on their way to its loop, so that it does not overtake them.
 */
#include "net/sio_internal.h"

#include "base/log.h"
#include "base/mem.h"

#include <stdlib.h>

enum flag { VOLATILE = 1 };

/* One packet, or a disconnection, for the members of a room on one loop. */
struct delivery {
	struct px_job job;
	struct px_sio_home *home;
	struct px_eio_frame *frame; /* NULL: disconnect */
	uint64_t number;            /* of recovery; 0: none */
	unsigned flags;
	const char *room;           /* in `names`; NULL: everybody */
	uint64_t sent;
	char names[];               /* the namespace, then the room */
};

static void send_to_member(struct px_sio_socket *socket, void *arg)
{
	struct delivery *delivery = arg;
	struct px_eio_session *session = px_sio_session(socket);

	if (delivery->number && delivery->number <= socket->floor)
		return;
	if ((delivery->flags & VOLATILE) && !px_eio_writable(session))
		return;
	px_eio_send_frame(session, delivery->frame);
	delivery->sent++;
}

/* Looks the room up each time, as it is freed with its last member. */
static void disconnect_all(struct px_sio_home *home, const char *nsp, const char *room)
{
	struct px_sio_room *found;

	while ((found = px_sio_room_find(home, nsp, room)) && found->first)
		px_sio_disconnect(found->first->socket, true);
}

/*
 * A room of one socket is a user with one connection, and a turn sends it several
 * packets: they are gathered into one write.  In a larger room the copy that
 * gathering takes costs more than the writes it saves, and the first members
 * would wait for the last.
 */
static void cork(struct px_eio_session *session, bool alone)
{
	if (alone)
		px_eio_cork_jobs(session);
	else
		px_eio_uncork_jobs(session);
}

static void deliver(struct px_job *job)
{
	struct delivery *delivery = (struct delivery *)job;
	struct px_sio_home *home = delivery->home;
	struct px_sio_room *room = px_sio_room_find(home, delivery->names, delivery->room);

	if (delivery->number)
		atomic_fetch_sub(&home->posted, 1);
	if (room && room->first && delivery->frame) {
		cork(px_sio_session(room->first->socket), room->first->next == NULL);
		px_sio_room_each(home, room, send_to_member, delivery);
	} else if (room && !delivery->frame) {
		disconnect_all(home, delivery->names, delivery->room);
	}
	atomic_fetch_add_explicit(&home->server->counters.packets_out, delivery->sent,
				  memory_order_relaxed);
	px_eio_frame_unref(delivery->frame);
	free(delivery);
}

static void post(struct px_sio_server *server, const char *nsp, const char *room,
		 struct px_eio_frame *frame, uint64_t number, unsigned flags)
{
	size_t nsp_size = strlen(nsp) + 1, room_size = room ? strlen(room) + 1 : 0;

	for (unsigned i = 0; i < server->config.loop_count; i++) {
		struct px_sio_home *home = &server->homes[i];
		struct delivery *delivery = px_alloc(sizeof(*delivery) + nsp_size + room_size);
		*delivery = (struct delivery){ { .run = deliver }, home,
					       frame ? px_eio_frame_ref(frame) : NULL, number, flags };
		memcpy(delivery->names, nsp, nsp_size);
		if (room)
			delivery->room = memcpy(delivery->names + nsp_size, room, room_size);
		if (number)
			atomic_fetch_add(&home->posted, 1);
		if (px_loop_post(home->loop, &delivery->job))
			continue;
		if (number)
			atomic_fetch_sub(&home->posted, 1);
		px_eio_frame_unref(delivery->frame);
		free(delivery);
	}
}

/*
 * Encodes and posts to every loop; numbers and keeps the packet first if recovery is on.  Returns the packet, and where
 * in its data the event ends but for recovery's own argument and the bracket.
 */
static struct px_eio_frame *broadcast(struct px_sio_server *server, const char *nsp, const char *room,
				      const char *event, struct px_str args, int64_t seq, unsigned flags, size_t *end)
{
	struct px_sio_recovery *recovery = flags & VOLATILE ? NULL : server->recovery;
	struct px_buf buf = PX_BUF_INIT(SIZE_MAX / 4);
	char offset[PX_SIO_OFFSET];
	uint64_t number = 0;

	if (recovery) {
		px_sio_recovery_lock(recovery);
		number = px_sio_recovery_next(recovery, offset);
	}
	px_sio_encode_event(&buf, px_str(nsp), event, args, seq, recovery ? offset : NULL);
	struct px_eio_frame *frame = px_eio_frame_new(px_buf_view(&buf));
	if (recovery)
		px_sio_recovery_add(recovery, nsp, room, frame);
	post(server, nsp, room, frame, number, flags);
	if (recovery)
		px_sio_recovery_unlock(recovery);
	*end = buf.size - strlen("]") - (recovery ? strlen(",\"\"") + strlen(offset) : 0);
	px_buf_release(&buf);
	return frame;
}

static void broadcast_only(struct px_sio_server *server, const char *nsp, const char *room, const char *event,
			   struct px_str args, unsigned flags)
{
	size_t end;

	px_eio_frame_unref(broadcast(server, nsp, room, event, args, 0, flags, &end));
}

void px_sio_to_room(struct px_sio_server *server, const char *nsp, const char *room,
		    const char *event, struct px_str args)
{
	broadcast_only(server, nsp, room, event, args, 0);
}

void px_sio_to_room_volatile(struct px_sio_server *server, const char *nsp, const char *room,
			     const char *event, struct px_str args)
{
	broadcast_only(server, nsp, room, event, args, VOLATILE);
}

void px_sio_reload_all(struct px_sio_server *server, const char *nsp)
{
	px_sio_replay_doubt(server->replay);
	broadcast_only(server, nsp, NULL, server->config.reload_event, PX_STR("[]"), 0);
}

void px_sio_disconnect_room(struct px_sio_server *server, const char *nsp, const char *room)
{
	post(server, nsp, room, NULL, 0, 0);
}

/* Namespace and room as one key. */
static void write_key(struct px_buf *key, const char *nsp, const char *room)
{
	(void)px_buf_append(key, nsp, strlen(nsp) + 1);
	(void)px_buf_text(key, room);
}

int64_t px_sio_to_room_seq(struct px_sio_server *server, const char *nsp, const char *room,
			   const char *event, struct px_str args, int64_t number)
{
	struct px_buf key = PX_BUF_INIT(4096);
	size_t end;

	write_key(&key, nsp, room);
	px_sio_replay_lock(server->replay);
	int64_t seq = px_sio_replay_next(server->replay, px_buf_view(&key), number);
	struct px_eio_frame *frame = broadcast(server, nsp, room, event, args, seq, 0, &end);
	size_t begin = px_str_find(px_eio_frame_data(frame), PX_STR("[")); /* namespaces hold none */
	px_sio_replay_add(server->replay, px_buf_view(&key), frame, begin, end);
	px_sio_replay_unlock(server->replay);
	px_eio_frame_unref(frame);
	px_buf_release(&key);
	return seq;
}

void px_sio_room_since(struct px_sio_server *server, const char *nsp, const char *room,
		       int64_t since, int64_t last, struct px_buf *out)
{
	struct px_buf key = PX_BUF_INIT(4096);

	write_key(&key, nsp, room);
	px_sio_replay_since(server->replay, px_buf_view(&key), since, last, out);
	px_buf_release(&key);
}

/* A packet for one socket that must not overtake those on their way to its loop. */

struct parcel {
	struct px_job job;
	struct px_sio_client *client;
	struct px_eio_frame *frame;
	uint32_t serial;
};

static void deliver_parcel(struct px_job *job)
{
	struct parcel *parcel = (struct parcel *)job;
	struct px_eio_session *session = px_eio_session_of(parcel->client);

	atomic_fetch_sub(&parcel->client->home->posted, 1);
	if (px_sio_socket_by_serial(parcel->client, parcel->serial))
		px_eio_send_frame(session, parcel->frame);
	px_eio_frame_unref(parcel->frame);
	px_eio_unref(session);
	free(parcel);
}

void px_sio_post_to_socket(struct px_sio_socket *socket, struct px_eio_frame *frame)
{
	struct parcel *parcel = px_alloc(sizeof(*parcel));
	struct px_sio_home *home = socket->client->home;

	*parcel = (struct parcel){ { .run = deliver_parcel }, socket->client, px_eio_frame_ref(frame),
				   socket->serial };
	px_eio_ref(px_sio_session(socket));
	atomic_fetch_add(&home->posted, 1);
	if (!px_loop_post(home->loop, &parcel->job))
		deliver_parcel(&parcel->job);
}
