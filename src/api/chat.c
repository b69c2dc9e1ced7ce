/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/conversations and /api/v1/messages: a posted message is a turn.
 */
#include "api/chat.h"

#include "api/api_internal.h"
#include "api/page.h"
#include "api/resource.h"
#include "base/clock.h"
#include "base/mem.h"
#include "base/record_json.h"
#include "base/utf8.h"
#include "domain/conversation.h"
#include "sys/shard.h"

enum px_err px_conversations_list(struct px_call *call, struct px_error *error)
{
	struct px_page page;
	enum px_err err = px_page_init(&page, call, error);

	return err ? err : px_page_answer(&page, call, &px_conversation_record, error);
}

enum px_err px_conversations_create(struct px_call *call, struct px_error *error)
{
	struct px_conversation conversation;
	uint64_t given = 0;
	enum px_err err = px_record_decode(&px_conversation_record, call->input, &call->arena,
					   &conversation, &given, error);

	if (!err)
		err = px_resource_check_id(call, &px_conversation_record, &conversation, given, error);
	if (!err)
		err = px_conversation_create(&call->domain, &conversation, error);
	if (!err)
		px_call_row(call, &px_conversation_record, &conversation);
	return err;
}

enum px_err px_conversations_get(struct px_call *call, struct px_error *error)
{
	struct px_conversation conversation;
	struct px_id id;
	enum px_err err = px_call_id(call, 0, &id, error);

	if (!err)
		err = px_conversation_get(&call->domain, id, &conversation, error);
	if (!err)
		px_call_row(call, &px_conversation_record, &conversation);
	return err;
}

/* Its title; nothing else of it can be given. */
enum px_err px_conversations_patch(struct px_call *call, struct px_error *error)
{
	struct px_conversation conversation;
	struct px_id id;
	enum px_err err = px_call_id(call, 0, &id, error);

	if (!err)
		err = px_conversation_get(&call->domain, id, &conversation, error);
	if (!err)
		err = px_call_precondition(call, conversation.version, error);
	if (!err)
		err = px_record_patch(&px_conversation_record, call->input, &call->arena, &conversation, NULL, error);
	if (!err)
		err = px_conversation_update(&call->domain, &conversation, -1, error);
	if (!err)
		px_call_row(call, &px_conversation_record, &conversation);
	return err;
}

enum px_err px_conversations_delete(struct px_call *call, struct px_error *error)
{
	struct px_conversation conversation;
	struct px_id id;
	enum px_err err = px_call_id(call, 0, &id, error);

	if (!err)
		err = px_conversation_get(&call->domain, id, &conversation, error);
	if (!err)
		err = px_call_precondition(call, conversation.version, error);
	return err ? err : px_conversation_delete(&call->domain, id, -1, error);
}

/* Messages of one conversation (404 if it isn't the user's), or of all. */
enum px_err px_messages_list(struct px_call *call, struct px_error *error)
{
	const char *text = px_call_query(call, "conversation_id");
	struct px_conversation conversation;
	struct px_page page;
	enum px_err err = px_page_init_by(&page, call, "seq", error);

	if (!err && text) {
		struct px_id id;
		if (!px_id_parse(px_str(text), &id))
			return px_fail(error, PX_INVALID, "conversation_id", "conversation_id must be an id");
		err = px_conversation_get(&call->domain, id, &conversation, error);
		px_page_filter(&page, "conversation_id", PX_OP_EQ, (struct px_store_value){ .id = id });
	}
	return err ? err : px_page_answer(&page, call, &px_message_record, error);
}

static enum px_err read_text(const json_t *input, struct px_turn_input *turn, struct px_error *error)
{
	turn->text = px_json_string(json_object_get(input, "text"));
	if (!turn->text.data || px_str_trim(turn->text).size == 0)
		return px_fail(error, PX_INVALID, "text", "text must be a string that isn't empty");
	if (turn->text.size > PX_MESSAGE_MAX)
		return px_fail(error, PX_TOO_LARGE, "text", "a message has at most %d bytes", PX_MESSAGE_MAX);
	return PX_OK;
}

static enum px_err read_optional(const json_t *input, struct px_turn_input *turn, struct px_arena *arena,
				 struct px_error *error)
{
	const json_t *conversation = json_object_get(input, "conversation_id");
	const json_t *client = json_object_get(input, "client_id"), *zone = json_object_get(input, "zone");

	if (conversation && !json_is_null(conversation) &&
	    !px_id_parse(px_json_string(conversation), &turn->conversation))
		return px_fail(error, PX_INVALID, "conversation_id", "conversation_id must be an id");
	if (client && !json_is_null(client)) {
		turn->client_id = px_json_string(client);
		if (turn->client_id.size == 0 || turn->client_id.size > PX_CLIENT_ID_MAX)
			return px_fail(error, PX_INVALID, "client_id", "client_id must have 1 to %d bytes",
				       PX_CLIENT_ID_MAX);
	}
	if (zone && !json_is_null(zone)) {
		if (!json_is_string(zone))
			return px_fail(error, PX_INVALID, "zone", "zone must be an IANA time zone");
		turn->zone = px_arena_str(arena, px_json_string(zone));
	}
	return PX_OK;
}

/* "on", "ask", "off", as the settings table has checked. */
static enum px_memory_auto memory_auto(const struct px_config *config)
{
	return config->memory_auto[0] == 'a' ? PX_MEMORY_AUTO_ASK :
	       strcmp(config->memory_auto, "off") == 0 ? PX_MEMORY_AUTO_OFF : PX_MEMORY_AUTO_ON;
}

enum px_err px_chat_input(const struct px_api_parts *parts, const json_t *input, struct px_id user, struct px_arena *arena,
			  struct px_turn_input *turn, struct px_error *error)
{
	static const char *const known[] = { "text", "conversation_id", "client_id", "zone" };
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)input, key, value) {
		size_t i = 0;
		while (i < 4 && strcmp(known[i], key) != 0)
			i++;
		if (i == 4)
			return px_fail(error, PX_INVALID, key, "there is no field \"%.40s\" here", key);
	}
	*turn = (struct px_turn_input){ .user = user, .memory_auto = memory_auto(parts->config), .memory = parts->memory, .now = px_clock_now(),
					.parts = px_shard_data() };
	enum px_err err = read_text(input, turn, error);
	return err ? err : read_optional(input, turn, arena, error);
}

enum px_err px_messages_post(struct px_call *call, struct px_error *error)
{
	struct px_turn_input input;
	enum px_err err = px_chat_input(&call->api->parts, call->input, call->principal.user, &call->arena, &input, error);

	if (err)
		return err;
	bool by_key = call->key && !input.client_id.data;
	if (by_key)
		input.client_id = px_str(call->key);
	call->turn = px_calloc(1, sizeof(*call->turn));
	int64_t started = px_clock_mono();
	err = px_turn_run(call->api->parts.store, &input, call->turn, error);
	if (err == PX_INVALID && by_key && strcmp(error->field, "client_id") == 0)
		err = px_fail(error, err, "Idempotency-Key", "this idempotency key was used for another message");
	px_histogram_add(&call->api->turns, px_clock_mono() - started);
	return err; /* the body comes with the commit, when others write already */
}
