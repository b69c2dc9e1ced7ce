/* SPDX-License-Identifier: Apache-2.0 */
#include "api/turn_events.h"

#include "agent/turn.h"
#include "base/record_json.h"

/* Room for a message in JSON, whatever its characters. */
enum { EVENT_MAX = 6 * PX_MESSAGE_MAX + 4096 };

struct event {
	struct px_buf buf;
	struct px_json json;
};

static void write_id(struct px_json *json, const char *key, struct px_id id)
{
	char text[PX_ID_TEXT + 1];

	px_id_format(id, text);
	px_json_key(json, key);
	px_json_text(json, px_id_is_none(id) ? NULL : text);
}

static void begin(struct event *out, const struct px_turn_event *event)
{
	out->buf = PX_BUF_INIT(EVENT_MAX);
	px_json_init(&out->json, &out->buf);
	px_json_open_object(&out->json);
	write_id(&out->json, "turn_id", event->turn);
	write_id(&out->json, "conversation_id", event->conversation);
	write_id(&out->json, "message_id", event->message);
	px_json_key(&out->json, "client_id");
	if (event->client_id.size)
		px_json_str(&out->json, event->client_id);
	else
		px_json_null(&out->json);
}

/* To the room, and to those who asked for the turn and hear its events. */
static void end(struct event *out, struct px_api *api, const struct px_turn_event *event, const char *name, int64_t seq)
{
	px_json_close_object(&out->json);
	if (!out->buf.overflow)
		px_publish(api, event->user, name, out->buf.data, seq);
	for (struct px_asker *asker = event->askers; asker && !out->buf.overflow; asker = asker->next) {
		if (asker->event)
			asker->event(asker, name, px_buf_view(&out->buf));
	}
	px_buf_release(&out->buf);
}

static void write_state(struct event *out, const char *state)
{
	px_json_key(&out->json, "state");
	px_json_text(&out->json, state);
}

void px_turn_queued(struct px_api *api, const struct px_turn_event *event)
{
	struct event out;

	begin(&out, event);
	write_state(&out, "queued");
	end(&out, api, event, "chat:status", 0);
}

void px_turn_running(struct px_api *api, const struct px_turn_event *event, const struct px_message *message)
{
	struct event out;

	begin(&out, event);
	write_state(&out, "running");
	px_json_key(&out.json, "message");
	px_record_encode(&out.json, &px_message_record, message);
	end(&out, api, event, "chat:status", message->seq);
}

void px_turn_running_write(struct px_buf *out, const struct px_turn_event *event, struct px_str message)
{
	struct event one;

	begin(&one, event);
	write_state(&one, "running");
	px_json_key(&one.json, "message");
	px_json_raw(&one.json, message);
	px_json_close_object(&one.json);
	*out = one.buf;
}

void px_turn_calling(struct px_api *api, const struct px_turn_event *event, struct px_str tool)
{
	struct event out;

	begin(&out, event);
	write_state(&out, "calling");
	px_json_key(&out.json, "tool");
	px_json_str(&out.json, tool);
	end(&out, api, event, "chat:status", 0);
}

void px_turn_delta_write(struct px_buf *out, const struct px_turn_event *event, int64_t n, struct px_str text)
{
	struct event one;

	begin(&one, event);
	px_json_key(&one.json, "n");
	px_json_int(&one.json, n);
	px_json_key(&one.json, "text");
	px_json_str(&one.json, text);
	px_json_close_object(&one.json);
	*out = one.buf;
}

void px_turn_delta(struct px_api *api, const struct px_turn_event *event, int64_t n, struct px_str text)
{
	struct px_buf out;

	px_turn_delta_write(&out, event, n, text);
	if (!out.overflow)
		px_publish(api, event->user, "chat:delta", out.data, 0);
	px_buf_release(&out);
	for (struct px_asker *asker = event->askers; asker; asker = asker->next) {
		if (asker->delta)
			asker->delta(asker, event, n, text);
	}
}
