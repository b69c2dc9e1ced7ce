/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/conversations and /api/v1/messages: a posted message is a turn.
 */
#include "api/chat.h"

#include "api/api_internal.h"
#include "api/chat_stream.h"
#include "api/live_turn.h"
#include "api/page.h"
#include "api/resource.h"
#include "base/record_json.h"
#include "domain/conversation.h"
#include "memory/grounds.h"

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

/* The one that the path names, if it is as If-Match wants it. */
static enum px_err read_to_change(struct px_call *call, struct px_conversation *conversation, struct px_error *error)
{
	struct px_id id;
	enum px_err err = px_call_id(call, 0, &id, error);

	if (!err)
		err = px_conversation_get(&call->domain, id, conversation, error);
	return err ? err : px_call_precondition(call, conversation->version, error);
}

/* Its title; nothing else of it can be given. */
enum px_err px_conversations_patch(struct px_call *call, struct px_error *error)
{
	struct px_conversation conversation;
	enum px_err err = read_to_change(call, &conversation, error);

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
	enum px_err err = read_to_change(call, &conversation, error);

	return err ? err : px_conversation_delete(&call->domain, conversation.id, -1, error);
}

/* Messages of one conversation (404 if it isn't the user's), or of all; those with a text in them, if one is named. */
enum px_err px_messages_list(struct px_call *call, struct px_error *error)
{
	const char *text = px_call_query(call, "conversation_id"), *words = px_call_query(call, "q");
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
	if (!err && words && words[0])
		px_page_filter(&page, "text", PX_OP_CONTAINS, (struct px_store_value){ .text = px_str(words) });
	return err ? err : px_page_answer(&page, call, &px_message_record, error);
}

enum px_err px_messages_get(struct px_call *call, struct px_error *error)
{
	struct px_message message;
	struct px_id id;
	enum px_err err = px_call_id(call, 0, &id, error);

	if (!err)
		err = px_message_get(&call->domain, id, &message, error);
	if (!err)
		px_call_row(call, &px_message_record, &message);
	return err;
}

/* What the answer rests on, as it stands there now: what was forgotten since is not told. */
enum px_err px_messages_grounds(struct px_call *call, struct px_error *error)
{
	struct px_ground grounds[PX_GROUNDS_MAX];
	struct px_message message;
	struct px_json json;
	struct px_id id;
	size_t count = 0;
	enum px_err err = px_call_id(call, 0, &id, error);

	if (!err)
		err = px_message_get(&call->domain, id, &message, error);
	if (!err)
		err = px_grounds_read(&call->domain, message.grounds, grounds, &count, error);
	if (err)
		return err;
	px_json_init(&json, &call->body);
	px_json_open_object(&json);
	px_json_key(&json, "items");
	px_grounds_write(&json, &call->arena, grounds, count);
	px_json_key(&json, "next");
	px_json_null(&json);
	px_json_close_object(&json);
	return PX_OK;
}

/* A REST call that waits for its turn. */
struct waiting_call {
	struct px_asker asker; /* first: the asker is the waiting call */
	struct px_call *call;
};

/* The answer is the whole turn: a call waits on. */
static bool call_began(struct px_asker *asker, const struct px_turn_event *event, const char *turn, struct px_str text,
		       int64_t n)
{
	(void)asker;
	(void)event;
	(void)turn;
	(void)text;
	(void)n;
	return false;
}

static void call_ended(struct px_asker *asker, enum px_err err, const struct px_error *error, const char *turn)
{
	struct px_call *call = ((struct waiting_call *)asker)->call;
	struct px_error copy = { .code = err };

	if (error)
		copy = *error;
	if (turn)
		(void)px_buf_text(&call->body, turn); /* which is always shorter than a body may be */
	px_call_resume(call, err, &copy);
}

struct px_asker *px_chat_asker(struct px_call *call)
{
	struct waiting_call *waiting = PX_ARENA_NEW(&call->arena, struct waiting_call);

	*waiting = (struct waiting_call){ { .began = call_began, .ended = call_ended }, call };
	return &waiting->asker;
}

enum px_err px_messages_post(struct px_call *call, struct px_error *error)
{
	(void)error;
	px_live_say(call->api, call->principal.user, call->input, call->key,
		    px_chat_wants_events(call->request) ? px_chat_stream_asker(call) : px_chat_asker(call));
	return PX_OK;
}
