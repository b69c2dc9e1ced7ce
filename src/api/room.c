/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A room that this process has not published to since it started knows no
 * number yet.  Then the store does: the user's shard reads it, and a client
 * that has seen that number has missed nothing.
 */
#include "api/room.h"

#include "api/problem.h"
#include "base/mem.h"

#include <stdlib.h>

enum { ACK_MAX = 4 << 20 };

void px_room_name(char room[PX_ROOM_MAX], const char *kind, struct px_id id)
{
	char text[PX_ID_TEXT + 1];

	px_id_format(id, text);
	snprintf(room, PX_ROOM_MAX, "%s:%s", kind, text);
}

void px_ack_error(struct px_sio_ack *ack, enum px_err err, const struct px_error *error)
{
	struct px_buf out = PX_BUF_INIT(4096);

	if (!ack)
		return;
	(void)px_buf_text(&out, "[{\"ok\":false,\"error\":");
	px_problem_write(err, 0, error, NULL, &out);
	(void)px_buf_text(&out, "}]");
	px_sio_ack_send(ack, px_buf_view(&out));
	px_buf_release(&out);
}

struct sync_job {
	struct px_job job;
	struct px_api *api;
	struct px_id user;
	int64_t since, last;
	struct px_sio_ack *ack;
};

static void write_answer(const struct sync_job *sync)
{
	struct px_buf out = PX_BUF_INIT(ACK_MAX);
	char room[PX_ROOM_MAX];

	px_room_name(room, "user", sync->user);
	(void)px_buf_text(&out, "[{\"ok\":true,\"sync\":");
	px_sio_room_since(sync->api->sockets, "/", room, sync->since, sync->last, &out);
	(void)px_buf_text(&out, "}]");
	px_sio_ack_send(sync->ack, px_buf_view(&out));
	px_buf_release(&out);
}

/* What the read saw is durable now, so whoever wrote it has published it before. */
static void answer(void *arg, enum px_err err)
{
	struct sync_job *sync = arg;
	struct px_api *api = sync->api;
	struct px_error error;

	if (err) {
		(void)!px_fail(&error, err, NULL, "the events can't be told now");
		px_ack_error(sync->ack, err, &error);
	} else {
		write_answer(sync);
	}
	free(sync);
	px_api_leave(api);
}

static void read_last(struct px_job *job)
{
	struct sync_job *sync = (struct sync_job *)job;
	struct px_store_tx *tx;
	enum px_err err = px_store_begin(sync->api->parts.store, sync->user, PX_STORE_READ, &tx, NULL);

	if (err) {
		answer(sync, err);
		return;
	}
	err = px_store_seq(tx, &sync->last, NULL);
	if (!err) {
		px_store_commit(tx, answer, sync);
		return;
	}
	px_store_rollback(tx);
	answer(sync, err);
}

enum px_err px_room_sync(struct px_api *api, struct px_id user, int64_t since, struct px_sio_ack *ack,
			 struct px_error *error)
{
	if (!ack)
		return PX_OK;
	struct sync_job *sync = px_calloc(1, sizeof(*sync));
	*sync = (struct sync_job){ { .run = read_last }, api, user, since, 0, ack };
	px_api_enter(api);
	if (px_shard_post(api->parts.shards, user, &sync->job))
		return PX_OK;
	free(sync);
	px_api_leave(api);
	return px_fail(error, PX_UNAVAILABLE, NULL, "too busy or shutting down; try again");
}
