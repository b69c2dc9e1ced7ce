/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The "anthropic" driver: the Messages API (POST /v1/messages, version
 * 2026-10-21) with streaming, tools and prompt caching.
 *
 * The wire as the official SDK's types have it (@anthropic-ai/sdk,
 * resources/messages).  Tools come before the system prompt and that before
 * the messages in the provider's cache, whatever their order here.
 */
#include "llm/llm_driver.h"

#include "llm/write.h"

static void url_of(struct px_str base, struct px_buf *out)
{
	(void)px_buf_str(out, base);
	(void)px_buf_text(out, px_str_ends(base, PX_STR("/v1")) ? "/messages" : "/v1/messages");
}

static void write_headers(const char *key, struct px_buf *out)
{
	(void)px_buf_text(out, "Content-Type: application/json\nAccept: text/event-stream\nanthropic-version: 2026-10-21\n");
	if (key)
		(void)px_buf_printf(out, "x-api-key: %s\n", key);
}

/* Requests */

static void write_cache_mark(struct px_json *json, bool wanted)
{
	if (!wanted)
		return;
	px_json_key(json, "cache_control");
	px_json_raw(json, PX_STR("{\"type\":\"ephemeral\"}"));
}

static void write_image(struct px_json *json, const struct px_llm_block *block)
{
	px_json_key(json, "source");
	px_json_open_object(json);
	px_llm_write_field(json, "type", PX_STR("base64"));
	px_llm_write_field(json, "media_type", block->name);
	px_json_key(json, "data");
	px_llm_write_base64(json, "", block->text);
	px_json_close_object(json);
}

static void write_call(struct px_json *json, const struct px_llm_block *block)
{
	px_llm_write_field(json, "id", block->id);
	px_llm_write_field(json, "name", block->name);
	px_json_key(json, "input");
	px_json_raw(json, block->text);
}

static void write_result(struct px_json *json, const struct px_llm_block *block)
{
	px_llm_write_field(json, "tool_use_id", block->id);
	px_llm_write_field(json, "content", block->text);
	if (block->failed) {
		px_json_key(json, "is_error");
		px_json_bool(json, true);
	}
}

static void write_block(struct px_json *json, const struct px_llm_block *block)
{
	static const char *const types[] = { "text", "image", "tool_use", "tool_result" };

	if (block->kind == PX_LLM_OPAQUE) {
		if (px_str_eq(block->name, PX_STR("anthropic")))
			px_json_raw(json, block->text);
		return;
	}
	px_json_open_object(json);
	px_llm_write_field(json, "type", px_str(types[block->kind]));
	if (block->kind == PX_LLM_TEXT)
		px_llm_write_field(json, "text", block->text);
	else if (block->kind == PX_LLM_IMAGE)
		write_image(json, block);
	else if (block->kind == PX_LLM_TOOL_CALL)
		write_call(json, block);
	else
		write_result(json, block);
	write_cache_mark(json, block->cache);
	px_json_close_object(json);
}

/* The API wants the results of tools ahead of all else in their message. */
static void write_message(struct px_json *json, const struct px_llm_message *message)
{
	px_json_open_object(json);
	px_llm_write_field(json, "role", message->role == PX_LLM_USER ? PX_STR("user") : PX_STR("assistant"));
	px_json_key(json, "content");
	px_json_open_array(json);
	for (int results = 1; results >= 0; results--) {
		for (size_t i = 0; i < message->count; i++) {
			if ((message->blocks[i].kind == PX_LLM_TOOL_RESULT) == results)
				write_block(json, &message->blocks[i]);
		}
	}
	px_json_close_array(json);
	px_json_close_object(json);
}

static void write_tools(struct px_json *json, const struct px_llm_request *request)
{
	px_json_key(json, "tools");
	px_json_open_array(json);
	for (size_t i = 0; i < request->tool_count; i++) {
		px_json_open_object(json);
		px_llm_write_field(json, "name", request->tools[i].name);
		px_llm_write_field(json, "description", request->tools[i].description);
		px_json_key(json, "input_schema");
		px_json_raw(json, request->tools[i].schema);
		write_cache_mark(json, request->cache_tools && i + 1 == request->tool_count);
		px_json_close_object(json);
	}
	px_json_close_array(json);
}

static void write_choice(struct px_json *json, const struct px_llm_request *request)
{
	static const char *const types[] = { "auto", "any", "tool", "none" };

	px_json_key(json, "tool_choice");
	px_json_open_object(json);
	px_llm_write_field(json, "type", px_str(types[request->choice]));
	if (request->choice == PX_LLM_CHOICE_ONE)
		px_llm_write_field(json, "name", request->choice_name);
	if (request->one_call && request->choice != PX_LLM_CHOICE_NONE) {
		px_json_key(json, "disable_parallel_tool_use");
		px_json_bool(json, true);
	}
	px_json_close_object(json);
}

static void write_body(const struct px_llm_ask *ask, struct px_buf *out)
{
	const struct px_llm_request *request = ask->request;
	struct px_json json;

	px_json_init(&json, out);
	px_json_open_object(&json);
	px_llm_write_field(&json, "model", px_str(ask->model));
	px_json_key(&json, "max_tokens");
	px_json_int(&json, request->max_tokens);
	px_json_key(&json, "stream");
	px_json_bool(&json, true);
	if (request->tool_count) {
		write_tools(&json, request);
		write_choice(&json, request);
	}
	if (request->system_count) {
		px_json_key(&json, "system");
		px_json_open_array(&json);
		for (size_t i = 0; i < request->system_count; i++)
			write_block(&json, &request->system[i]);
		px_json_close_array(&json);
	}
	px_json_key(&json, "messages");
	px_json_open_array(&json);
	for (size_t i = 0; i < request->message_count; i++)
		write_message(&json, &request->messages[i]);
	px_json_close_array(&json);
	px_json_close_object(&json);
}

/* Answers */

static void read_count(const json_t *usage, const char *key, uint64_t *count)
{
	const json_t *value = json_object_get(usage, key);

	/* Counts are cumulative; one that is null or left out has not changed. */
	if (json_is_integer(value) && json_integer_value(value) >= 0)
		*count = (uint64_t)json_integer_value(value);
}

static void read_usage(struct px_llm_reply *reply, const json_t *usage)
{
	read_count(usage, "input_tokens", &reply->usage.input);
	read_count(usage, "output_tokens", &reply->usage.output);
	read_count(usage, "cache_read_input_tokens", &reply->usage.cache_read);
	read_count(usage, "cache_creation_input_tokens", &reply->usage.cache_write);
}

static struct px_str text_of(const json_t *object, const char *key)
{
	return px_json_string(json_object_get(object, key));
}

static bool begin_call(struct px_llm_reply *reply, int64_t index, const json_t *block)
{
	const json_t *input = json_object_get(block, "input");

	if (!px_llm_reply_call(reply, index, text_of(block, "id"), text_of(block, "name")))
		return false;
	if (json_object_size(input) == 0)
		return true;
	/* A proxy may send the arguments at once. */
	char *text = json_dumps(input, JSON_COMPACT);
	bool good = px_llm_reply_arguments(reply, index, px_str(text));
	free(text);
	return good;
}

/* Thoughts are kept in an opaque part: text and signature (or data) until its end, when they become JSON again. */
static bool begin_thoughts(struct px_llm_reply *reply, int64_t index, struct px_str type, const json_t *block)
{
	struct px_llm_part *part;

	return px_llm_reply_opaque(reply, index, &part) && px_llm_reply_grow(reply, &part->name, type) &&
	       px_llm_reply_grow(reply, &part->text, text_of(block, "thinking")) &&
	       px_llm_reply_grow(reply, &part->id, text_of(block, "signature")) &&
	       px_llm_reply_grow(reply, &part->id, text_of(block, "data"));
}

static bool begin_block(struct px_llm_reply *reply, int64_t index, const json_t *event)
{
	const json_t *block = json_object_get(event, "content_block");
	struct px_str type = text_of(block, "type");

	if (px_str_eq(type, PX_STR("text")))
		return px_llm_reply_text(reply, index, text_of(block, "text"));
	if (px_str_eq(type, PX_STR("tool_use")))
		return begin_call(reply, index, block);
	/* Kinds we don't know become an opaque part, too, which its end then drops. */
	return begin_thoughts(reply, index, type, block);
}

static bool grow_block(struct px_llm_reply *reply, int64_t index, const json_t *event)
{
	const json_t *delta = json_object_get(event, "delta");
	struct px_llm_part *part = px_llm_reply_part(reply, index);
	struct px_str type = text_of(delta, "type");

	if (!part || part->closed)
		return px_llm_reply_fail(reply, PX_LLM_BROKEN, "a piece of a block that is not open");
	if (px_str_eq(type, PX_STR("text_delta")))
		return px_llm_reply_text(reply, index, text_of(delta, "text"));
	if (px_str_eq(type, PX_STR("input_json_delta")) && part->kind == PX_LLM_TOOL_CALL)
		return px_llm_reply_arguments(reply, index, text_of(delta, "partial_json"));
	if (part->kind != PX_LLM_OPAQUE)
		return true; /* citations, and what may come one day */
	if (px_str_eq(type, PX_STR("thinking_delta")))
		return px_llm_reply_grow(reply, &part->text, text_of(delta, "thinking"));
	if (px_str_eq(type, PX_STR("signature_delta")))
		return px_llm_reply_grow(reply, &part->id, text_of(delta, "signature"));
	return true;
}

/* What can't be given back as it was is not kept: the API refuses thoughts without their signature. */
static void end_thoughts(struct px_llm_part *part)
{
	bool redacted = px_str_eq(px_buf_view(&part->name), PX_STR("redacted_thinking"));
	bool thinking = px_str_eq(px_buf_view(&part->name), PX_STR("thinking"));
	struct px_buf whole = PX_BUF_INIT(2 * PX_LLM_ANSWER_MAX);
	struct px_json json;

	px_json_init(&json, &whole);
	px_json_open_object(&json);
	px_llm_write_field(&json, "type", px_buf_view(&part->name));
	if (thinking)
		px_llm_write_field(&json, "thinking", px_buf_view(&part->text));
	px_llm_write_field(&json, redacted ? "data" : "signature", px_buf_view(&part->id));
	px_json_close_object(&json);
	px_buf_release(&part->text);
	part->text = PX_BUF_INIT(2 * PX_LLM_ANSWER_MAX);
	if ((thinking || redacted) && part->id.size && !whole.overflow)
		(void)px_buf_str(&part->text, px_buf_view(&whole));
	px_buf_clear(&part->id);
	px_buf_clear(&part->name);
	(void)px_buf_text(&part->name, "anthropic");
	px_buf_release(&whole);
}

static bool end_block(struct px_llm_reply *reply, int64_t index)
{
	struct px_llm_part *part = px_llm_reply_part(reply, index);

	if (part && part->kind == PX_LLM_OPAQUE && !part->closed)
		end_thoughts(part);
	return px_llm_reply_close(reply, index);
}

static void read_stop(struct px_llm_reply *reply, struct px_str reason)
{
	static const struct {
		const char *word;
		enum px_llm_stop stop;
	} stops[] = {
		{ "tool_use", PX_LLM_STOP_TOOLS },
		{ "max_tokens", PX_LLM_STOP_TOKENS },
		{ "refusal", PX_LLM_STOP_REFUSED },
		{ "model_context_window_exceeded", PX_LLM_STOP_CONTEXT },
	};

	if (reason.size == 0)
		return;
	reply->stopped = true;
	reply->stop = PX_LLM_STOP_END;
	for (size_t i = 0; i < sizeof(stops) / sizeof(stops[0]); i++) {
		if (px_str_eq(px_str(stops[i].word), reason))
			reply->stop = stops[i].stop;
	}
}

static bool take(struct px_llm_reply *reply, struct px_str type, const json_t *event)
{
	int64_t index = json_integer_value(json_object_get(event, "index"));

	if (px_str_eq(type, PX_STR("content_block_delta")))
		return grow_block(reply, index, event);
	if (px_str_eq(type, PX_STR("content_block_start")))
		return begin_block(reply, index, event);
	if (px_str_eq(type, PX_STR("content_block_stop")))
		return end_block(reply, index);
	if (px_str_eq(type, PX_STR("message_start"))) {
		read_usage(reply, json_object_get(json_object_get(event, "message"), "usage"));
	} else if (px_str_eq(type, PX_STR("message_delta"))) {
		read_usage(reply, json_object_get(event, "usage"));
		read_stop(reply, text_of(json_object_get(event, "delta"), "stop_reason"));
	} else if (px_str_eq(type, PX_STR("message_stop"))) {
		reply->ended = true;
		if (!reply->stopped)
			return px_llm_reply_fail(reply, PX_LLM_BROKEN, "the answer ends without a reason");
		return px_llm_reply_close_all(reply);
	} else if (px_str_eq(type, PX_STR("error"))) {
		return px_llm_reply_trouble(reply, event);
	}
	return true; /* ping, and events of kinds we don't know */
}

static bool read_event(struct px_llm_reply *reply, const struct px_sse_event *sse)
{
	json_t *value = NULL;

	if (px_json_parse(sse->data, &value, NULL) != PX_OK || !json_is_object(value)) {
		json_decref(value);
		return px_llm_reply_fail(reply, PX_LLM_BROKEN, "an event of the answer is no JSON object");
	}
	bool good = take(reply, text_of(value, "type"), value);
	json_decref(value);
	return good;
}

/* A message as it comes without streaming: its parts told as the events that would have made it. */
static bool read_whole(struct px_llm_reply *reply, const json_t *answer)
{
	const json_t *content = json_object_get(answer, "content");

	read_usage(reply, json_object_get(answer, "usage"));
	for (size_t i = 0; i < json_array_size(content); i++) {
		json_t *start = json_pack("{s:O}", "content_block", json_array_get((json_t *)content, i));
		bool good = start && begin_block(reply, (int64_t)i, start) && end_block(reply, (int64_t)i);
		json_decref(start);
		if (!good)
			return px_llm_reply_fail(reply, PX_LLM_BROKEN, "a block of the answer can't be read");
	}
	read_stop(reply, text_of(answer, "stop_reason"));
	reply->ended = true;
	return reply->stopped || px_llm_reply_fail(reply, PX_LLM_BROKEN, "the answer has no reason for its end");
}

const struct px_llm_driver px_llm_anthropic = {
	.name = "anthropic",
	.url = url_of,
	.headers = write_headers,
	.write = write_body,
	.event = read_event,
	.whole = read_whole,
};
