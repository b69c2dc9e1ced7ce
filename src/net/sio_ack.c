/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Acknowledgements both ways: ours to the client's events, which may be
 * answered on any thread, and the client's to our events.
 */
#include "net/sio_internal.h"

#include "base/mem.h"

#include <stdlib.h>

/* Holds a reference to the session. */
struct px_sio_ack {
	struct px_job job;
	struct px_sio_client *client;
	int64_t id;
	uint32_t serial;
	struct px_buf packet;      /* encoded elsewhere, on its way home */
	struct px_buf attachments; /* their bytes, one after another */
	size_t *sizes;
	size_t count;
	char nsp[];
};

struct px_sio_ack *px_sio_ack_new(struct px_sio_socket *socket, int64_t id)
{
	struct px_sio_nsp *nsp = socket->nsp;
	struct px_sio_ack *ack = px_alloc(sizeof(*ack) + nsp->name_size + 1);

	ack->client = socket->client;
	ack->id = id;
	ack->serial = socket->serial;
	memcpy(ack->nsp, nsp->name, nsp->name_size + 1);
	px_eio_ref(px_sio_session(socket));
	return ack;
}

void px_sio_ack_drop(struct px_sio_ack *ack)
{
	px_eio_unref(px_eio_session_of(ack->client));
	free(ack);
}

static void encode(const struct px_sio_ack *ack, struct px_buf *buf, struct px_str args,
		   size_t count)
{
	px_sio_packet_head(buf, count ? PX_SIO_BINARY_ACK : PX_SIO_ACK, count, px_str(ack->nsp),
			   ack->id);
	(void)px_buf_str(buf, args.size ? args : PX_STR("[]"));
}

/* At home. */
static void send_here(struct px_sio_ack *ack, struct px_str args, const struct px_str *attachments,
		      size_t count)
{
	struct px_sio_socket *socket = px_sio_socket_by_serial(ack->client, ack->serial);
	struct px_eio_session *session = px_eio_session_of(ack->client);

	if (socket) {
		struct px_buf *buf = &ack->client->home->scratch;
		px_buf_clear(buf);
		encode(ack, buf, args, count);
		if (count)
			px_eio_cork(session);
		px_sio_send_scratch(socket);
		for (size_t i = 0; i < count; i++)
			px_eio_send(session, true, attachments[i]);
		if (count)
			px_eio_uncork(session);
	}
	px_sio_ack_drop(ack);
}

static void release_parcel(struct px_sio_ack *ack)
{
	px_buf_release(&ack->packet);
	px_buf_release(&ack->attachments);
	free(ack->sizes);
	px_sio_ack_drop(ack);
}

static void arrive(struct px_job *job)
{
	struct px_sio_ack *ack = (struct px_sio_ack *)job;
	struct px_sio_server *server = ack->client->home->server;
	struct px_eio_session *session = px_eio_session_of(ack->client);
	const char *at = ack->attachments.data;

	if (px_sio_socket_by_serial(ack->client, ack->serial)) {
		px_eio_cork_jobs(session);
		px_eio_cork(session);
		px_eio_send(session, false, px_buf_view(&ack->packet));
		for (size_t i = 0; i < ack->count; i++) {
			px_eio_send(session, true, px_str_n(at, ack->sizes[i]));
			at += ack->sizes[i];
		}
		px_eio_uncork(session);
		atomic_fetch_add_explicit(&server->counters.packets_out, 1, memory_order_relaxed);
	}
	release_parcel(ack);
}

static void send_home(struct px_sio_ack *ack, struct px_str args, const struct px_str *attachments,
		      size_t count)
{
	px_buf_init(&ack->packet, SIZE_MAX / 4);
	px_buf_init(&ack->attachments, SIZE_MAX / 4);
	ack->count = count;
	ack->sizes = count ? px_calloc(count, sizeof(*ack->sizes)) : NULL;
	encode(ack, &ack->packet, args, count);
	for (size_t i = 0; i < count; i++) {
		(void)px_buf_str(&ack->attachments, attachments[i]);
		ack->sizes[i] = attachments[i].size;
	}
	ack->job.run = arrive;
	if (!px_loop_post(ack->client->home->loop, &ack->job))
		release_parcel(ack);
}

void px_sio_ack_send_binary(struct px_sio_ack *ack, struct px_str args,
			    const struct px_str *attachments, size_t count)
{
	if (px_loop_current() == ack->client->home->loop)
		send_here(ack, args, attachments, count);
	else
		send_home(ack, args, attachments, count);
}

void px_sio_ack_send(struct px_sio_ack *ack, struct px_str args)
{
	px_sio_ack_send_binary(ack, args, NULL, 0);
}

/* The client's acknowledgements */

void px_sio_emit_ack(struct px_sio_socket *socket, const char *event, struct px_str args,
		     void (*done)(void *arg, const struct px_sio_args *args), void *arg)
{
	struct px_sio_home *home = socket->client->home;
	struct px_sio_wait *wait;

	if (socket->state != PX_SIO_CONNECTED) {
		done(arg, NULL);
		return;
	}
	wait = px_calloc(1, sizeof(*wait));
	wait->socket = socket;
	wait->id = socket->next_ack++;
	wait->done = done;
	wait->arg = arg;
	wait->next = socket->waits;
	socket->waits = wait;
	px_eio_timer_start(&wait->timer, &home->ack_limit);
	px_buf_clear(&home->scratch);
	px_sio_packet_head(&home->scratch, PX_SIO_EVENT, 0,
			   px_str_n(socket->nsp->name, socket->nsp->name_size), wait->id);
	px_sio_packet_event(&home->scratch, px_str(event), args);
	px_sio_send_scratch(socket);
}

static void finish(struct px_sio_wait **at, const struct px_sio_args *args)
{
	struct px_sio_wait *wait = *at;

	*at = wait->next;
	px_eio_timer_stop(&wait->timer);
	wait->done(wait->arg, args);
	free(wait);
}

void px_sio_on_ack(struct px_sio_socket *socket, int64_t id, const struct px_sio_args *args)
{
	for (struct px_sio_wait **at = &socket->waits; *at; at = &(*at)->next) {
		if ((*at)->id == id) {
			finish(at, args);
			return;
		}
	}
}

void px_sio_on_ack_limit(struct px_eio_timer *timer)
{
	struct px_sio_wait *wait =
		(struct px_sio_wait *)((char *)timer - offsetof(struct px_sio_wait, timer));

	px_sio_on_ack(wait->socket, wait->id, NULL);
}

void px_sio_drop_waits(struct px_sio_socket *socket)
{
	while (socket->waits)
		finish(&socket->waits, NULL);
}
