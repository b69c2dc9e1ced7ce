/* SPDX-License-Identifier: Apache-2.0 */
#include "api/chat_socket.h"

#include "api/live_turn.h"
#include "api/room.h"
#include "base/mem.h"
#include "domain/conversation.h"

#include <stdlib.h>

enum { ACK_MAX = 4 << 20 };

/* One event on its way to the user's shard and back; its ack waits for the turn. */
struct waiting_ack {
	struct px_asker asker; /* first: the asker is the waiting ack */
	struct px_job job;
	struct px_api *api;
	struct px_id user;
	struct px_sio_ack *ack;
	json_t *input;
};

static struct waiting_ack *of_job(struct px_job *job)
{
	return (struct waiting_ack *)((char *)job - offsetof(struct waiting_ack, job));
}

static void free_waiting(struct waiting_ack *waiting)
{
	struct px_api *api = waiting->api;

	json_decref(waiting->input);
	free(waiting);
	px_api_leave(api);
}

static void begin_ack(struct px_buf *out, struct px_json *json, const char *turn)
{
	*out = PX_BUF_INIT(ACK_MAX);
	px_json_init(json, out);
	px_json_open_array(json);
	px_json_open_object(json);
	px_json_key(json, "ok");
	px_json_bool(json, true);
	px_json_key(json, "turn");
	px_json_raw(json, turn ? px_str(turn) : PX_STR("null"));
}

static void end_ack(struct px_buf *out, struct px_json *json, struct px_sio_ack *ack)
{
	px_json_close_object(json);
	px_json_close_array(json);
	if (ack)
		px_sio_ack_send(ack, px_buf_view(out));
	px_buf_release(out);
}

static void ended(struct px_asker *asker, enum px_err err, const struct px_error *error, const char *turn)
{
	struct waiting_ack *waiting = (struct waiting_ack *)asker;
	struct px_json json;
	struct px_buf out;

	if (err) {
		px_ack_error(waiting->ack, err, error);
	} else if (waiting->ack) {
		begin_ack(&out, &json, turn);
		end_ack(&out, &json, waiting->ack);
	}
	free_waiting(waiting);
}

/* The message is safe, which is what an acknowledgement says; the answer comes by events. */
static bool send_began(struct px_asker *asker, const struct px_turn_event *event, const char *turn, struct px_str text, int64_t n)
{
	struct waiting_ack *waiting = (struct waiting_ack *)asker;
	struct px_json json;
	struct px_buf out;

	(void)event;
	begin_ack(&out, &json, turn);
	px_json_key(&json, "so_far");
	px_json_open_object(&json);
	px_json_key(&json, "n");
	px_json_int(&json, n);
	px_json_key(&json, "text");
	px_json_str(&json, text);
	px_json_close_object(&json);
	end_ack(&out, &json, waiting->ack);
	free_waiting(waiting);
	return true;
}

static bool cancel_began(struct px_asker *asker, const struct px_turn_event *event, const char *turn, struct px_str text,
			 int64_t n)
{
	(void)asker;
	(void)event;
	(void)turn;
	(void)text;
	(void)n;
	return false;
}

/* A message that was taken back just before it was read is stopped as well. */
static void cancel_ended(struct px_asker *asker, enum px_err err, const struct px_error *error, const char *turn)
{
	ended(asker, err == PX_CANCELLED ? PX_OK : err, error, turn);
}

static void send_job(struct px_job *job)
{
	struct waiting_ack *waiting = of_job(job);

	px_live_say(waiting->api, waiting->user, waiting->input, NULL, &waiting->asker);
}

static enum px_err read_name(const json_t *input, struct px_live_name *name, struct px_error *error)
{
	const json_t *client = json_object_get(input, "client_id"), *turn = json_object_get(input, "turn_id");

	*name = (struct px_live_name){ .client_id = { NULL, 0 } };
	if (turn && !client)
		return px_id_parse(px_json_string(turn), &name->turn)
			? PX_OK : px_fail(error, PX_INVALID, "turn_id", "turn_id must be an id");
	name->client_id = px_json_string(client);
	return !turn && name->client_id.size && name->client_id.size <= PX_CLIENT_ID_MAX
		? PX_OK : px_fail(error, PX_INVALID, "client_id", "chat:cancel takes {\"client_id\"} or {\"turn_id\"}");
}

static void cancel_job(struct px_job *job)
{
	struct waiting_ack *waiting = of_job(job);
	struct px_live_name name;
	struct px_error error;
	enum px_err err = read_name(waiting->input, &name, &error);

	if (!err)
		err = px_live_cancel(waiting->api, waiting->user, &name, &waiting->asker, &error);
	if (err)
		ended(&waiting->asker, err, &error, NULL);
}

static enum px_err post(struct px_api *api, struct px_id user, const json_t *argument, struct px_sio_ack *ack,
			const struct px_asker *asker, void (*run)(struct px_job *job), struct px_error *error)
{
	struct waiting_ack *waiting = px_calloc(1, sizeof(*waiting));

	px_api_enter(api);
	*waiting = (struct waiting_ack){ .asker = *asker, .job = { .run = run }, .api = api, .user = user, .ack = ack };
	waiting->input = json_deep_copy(argument); /* another thread's: nothing may be shared with this one */
	if (px_shard_post(api->parts.shards, user, &waiting->job))
		return PX_OK;
	free_waiting(waiting);
	return px_fail(error, PX_UNAVAILABLE, NULL, "too busy or shutting down; try again");
}

enum px_err px_chat_socket_send(struct px_api *api, struct px_id user, const json_t *argument, struct px_sio_ack *ack,
				struct px_error *error)
{
	static const struct px_asker sender = { .began = send_began, .ended = ended };

	return post(api, user, argument, ack, &sender, send_job, error);
}

enum px_err px_chat_socket_cancel(struct px_api *api, struct px_id user, const json_t *argument, struct px_sio_ack *ack,
				  struct px_error *error)
{
	static const struct px_asker canceller = { .began = cancel_began, .ended = cancel_ended };

	return post(api, user, argument, ack, &canceller, cancel_job, error);
}
