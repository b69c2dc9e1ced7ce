/* SPDX-License-Identifier: Apache-2.0 */
/* Rows were encoded when they changed; here they are only put together. */
#include "agent/turn_wire.h"

#include "base/record_json.h"

/* A turn holds its effects twice, and the acknowledgement that it is sent in has room for 4 MiB. */
enum { WIRE_MAX = 4 << 20, ROWS_MAX = 1 << 20 };

static bool fits(const struct px_change *changes, size_t count)
{
	size_t size = 0;

	for (size_t i = 0; i < count && size <= ROWS_MAX; i++)
		size += strlen(changes[i].json);
	return size <= ROWS_MAX;
}

/* What was forgotten must not go on living in the conversation. */
static bool is_forgotten(const struct px_change *change)
{
	if (strcmp(change->entity, "proposal") == 0) /* to forget for good: it quotes what is to go */
		return ((const struct px_proposal_row *)change->row)->reason == PX_PROPOSAL_FOR_GOOD;
	return strcmp(change->entity, "memory") == 0 && strcmp(change->verb, "deleted") == 0;
}

static void write_effect(struct px_buf *buf, const struct px_change *change, bool whole)
{
	char id[PX_ID_TEXT + 1];

	px_id_format(change->action, id);
	(void)px_buf_printf(buf, "{\"entity\":\"%s\",\"verb\":\"%s\",\"action_id\":\"%s\",", change->entity,
			    change->verb, id);
	if (whole) {
		(void)px_buf_text(buf, change->json + 1); /* its own opening brace gives way to ours */
		return;
	}
	px_id_format(change->id, id);
	(void)px_buf_printf(buf, "\"id\":\"%s\"}", id);
}

const char *px_turn_effects(struct px_arena *arena, const struct px_change *changes, size_t count)
{
	struct px_buf buf = PX_BUF_INIT(WIRE_MAX / 2);
	bool whole = fits(changes, count);

	for (size_t i = 0; i < count; i++) {
		if (strcmp(changes[i].entity, "notification") == 0) /* follows from the others, and is told by its own event */
			continue;
		(void)px_buf_char(&buf, buf.size ? ',' : '[');
		write_effect(&buf, &changes[i], whole && !is_forgotten(&changes[i]));
	}
	if (buf.size)
		(void)px_buf_char(&buf, ']');
	const char *text = buf.overflow || !buf.size ? NULL : px_arena_str(arena, px_buf_view(&buf));
	px_buf_release(&buf);
	return text;
}

static void write_message(struct px_json *json, const char *key, const struct px_message *message)
{
	px_json_key(json, key);
	px_record_encode(json, &px_message_record, message);
}

/* The answer, or null, and how far the turn is. */
static void write_reply(struct px_json *json, const struct px_turn *turn, const struct px_message *reply)
{
	static const char *const endings[] = { "done", "failed", "cancelled", "interrupted" };
	char id[PX_ID_TEXT + 1];

	if (reply) {
		write_message(json, "reply", reply);
	} else {
		px_json_key(json, "reply");
		px_json_null(json);
	}
	px_json_key(json, "state");
	px_json_text(json, reply ? endings[reply->ending] : "running");
	if (px_id_is_none(turn->row))
		return;
	px_id_format(turn->row, id);
	px_json_key(json, "turn_id");
	px_json_text(json, id);
}

const char *px_turn_wire(struct px_arena *arena, const struct px_turn *turn,
			 const struct px_message *message, const struct px_message *reply,
			 bool can_undo)
{
	struct px_buf buf = PX_BUF_INIT(WIRE_MAX);
	char id[PX_ID_TEXT + 1];
	struct px_json json;

	px_json_init(&json, &buf);
	px_json_open_object(&json);
	px_id_format(turn->conversation, id);
	px_json_key(&json, "conversation_id");
	px_json_text(&json, id);
	write_message(&json, "message", message);
	write_reply(&json, turn, reply);
	px_json_key(&json, "effects");
	px_json_raw(&json, reply && reply->effects ? px_str(reply->effects) : PX_STR("[]"));
	px_json_key(&json, "grounds");
	px_grounds_write(&json, arena, turn->grounds, turn->ground_count);
	px_json_key(&json, "intent");
	px_json_text(&json, turn->intent);
	px_json_key(&json, "confidence");
	px_json_double(&json, (double)(int)(turn->confidence * 1000.0f + 0.5f) / 1000.0);
	px_json_key(&json, "can_undo");
	px_json_bool(&json, can_undo);
	px_json_close_object(&json);
	const char *text = px_arena_str(arena, px_buf_view(&buf));
	px_buf_release(&buf);
	return text;
}
