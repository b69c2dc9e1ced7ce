/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The "openai" driver: chat completions (POST <base>/chat/completions) of
 * OpenAI and of all who speak its wire: Ollama, llama.cpp, vLLM, LiteLLM.
 *
 * This file writes requests; answer.c reads what comes.  The wire as the
 * official SDK's types have it (npm openai, resources/chat/completions), and
 * where compatible servers differ, what they all take.
 */
#include "llm/llm_driver.h"

#include "llm/openai/answer.h"
#include "llm/write.h"

static void url_of(struct px_str base, struct px_buf *out)
{
	(void)px_buf_str(out, base);
	(void)px_buf_text(out, "/chat/completions");
}

static void write_headers(const char *key, struct px_buf *out)
{
	(void)px_buf_text(out, "Content-Type: application/json\nAccept: text/event-stream, application/json\n");
	if (key)
		(void)px_buf_printf(out, "Authorization: Bearer %s\n", key);
}

/* Texts as one string, a paragraph each: not every server takes a list. */
static void write_texts(struct px_json *json, const struct px_llm_block *blocks, size_t count)
{
	struct px_buf joined = PX_BUF_INIT(PX_LLM_PROMPT_MAX);

	for (size_t i = 0; i < count; i++) {
		if (blocks[i].kind != PX_LLM_TEXT)
			continue;
		if (joined.size)
			(void)px_buf_text(&joined, "\n\n");
		(void)px_buf_str(&joined, blocks[i].text);
	}
	px_json_str(json, px_buf_view(&joined));
	px_buf_release(&joined);
}

static size_t count_kind(const struct px_llm_message *message, enum px_llm_block_kind kind)
{
	size_t count = 0;

	for (size_t i = 0; i < message->count; i++)
		count += message->blocks[i].kind == kind;
	return count;
}

static void write_role(struct px_json *json, const char *role)
{
	px_json_open_object(json);
	px_llm_write_field(json, "role", px_str(role));
}

static void write_result(struct px_json *json, const struct px_llm_block *block)
{
	struct px_buf text = PX_BUF_INIT(PX_LLM_PROMPT_MAX);

	/* There is no mark for a failure on this wire. */
	(void)px_buf_text(&text, block->failed ? "Error: " : "");
	(void)px_buf_str(&text, block->text);
	write_role(json, "tool");
	px_llm_write_field(json, "tool_call_id", block->id);
	px_llm_write_field(json, "content", px_buf_view(&text));
	px_json_close_object(json);
	px_buf_release(&text);
}

static void write_image(struct px_json *json, const struct px_llm_block *block)
{
	char lead[128];

	snprintf(lead, sizeof(lead), "data:%.*s;base64,", PX_STR_ARG(block->name));
	px_json_open_object(json);
	px_llm_write_field(json, "type", PX_STR("image_url"));
	px_json_key(json, "image_url");
	px_json_open_object(json);
	px_json_key(json, "url");
	px_llm_write_base64(json, lead, block->text);
	px_json_close_object(json);
	px_json_close_object(json);
}

static void write_parts(struct px_json *json, const struct px_llm_message *message)
{
	px_json_open_array(json);
	for (size_t i = 0; i < message->count; i++) {
		const struct px_llm_block *block = &message->blocks[i];
		if (block->kind == PX_LLM_IMAGE)
			write_image(json, block);
		if (block->kind != PX_LLM_TEXT)
			continue;
		px_json_open_object(json);
		px_llm_write_field(json, "type", PX_STR("text"));
		px_llm_write_field(json, "text", block->text);
		px_json_close_object(json);
	}
	px_json_close_array(json);
}

/* Each result is a message of its own, ahead of what else the user says. */
static void write_user(struct px_json *json, const struct px_llm_message *message)
{
	size_t images = count_kind(message, PX_LLM_IMAGE);

	for (size_t i = 0; i < message->count; i++) {
		if (message->blocks[i].kind == PX_LLM_TOOL_RESULT)
			write_result(json, &message->blocks[i]);
	}
	if (images == 0 && count_kind(message, PX_LLM_TEXT) == 0)
		return;
	write_role(json, "user");
	px_json_key(json, "content");
	if (images)
		write_parts(json, message);
	else
		write_texts(json, message->blocks, message->count);
	px_json_close_object(json);
}

static void write_calls(struct px_json *json, const struct px_llm_message *message)
{
	px_json_key(json, "tool_calls");
	px_json_open_array(json);
	for (size_t i = 0; i < message->count; i++) {
		const struct px_llm_block *block = &message->blocks[i];
		if (block->kind != PX_LLM_TOOL_CALL)
			continue;
		px_json_open_object(json);
		px_llm_write_field(json, "id", block->id);
		px_llm_write_field(json, "type", PX_STR("function"));
		px_json_key(json, "function");
		px_json_open_object(json);
		px_llm_write_field(json, "name", block->name);
		px_llm_write_field(json, "arguments", block->text);
		px_json_close_object(json);
		px_json_close_object(json);
	}
	px_json_close_array(json);
}

static void write_assistant(struct px_json *json, const struct px_llm_message *message)
{
	bool texts = count_kind(message, PX_LLM_TEXT) > 0, calls = count_kind(message, PX_LLM_TOOL_CALL) > 0;

	if (!texts && !calls)
		return; /* nothing but another provider's own blocks */
	write_role(json, "assistant");
	px_json_key(json, "content");
	if (texts)
		write_texts(json, message->blocks, message->count);
	else
		px_json_null(json);
	if (calls)
		write_calls(json, message);
	px_json_close_object(json);
}

static void write_messages(struct px_json *json, const struct px_llm_request *request)
{
	px_json_key(json, "messages");
	px_json_open_array(json);
	if (request->system_count) {
		write_role(json, "system");
		px_json_key(json, "content");
		write_texts(json, request->system, request->system_count);
		px_json_close_object(json);
	}
	for (size_t i = 0; i < request->message_count; i++) {
		if (request->messages[i].role == PX_LLM_USER)
			write_user(json, &request->messages[i]);
		else
			write_assistant(json, &request->messages[i]);
	}
	px_json_close_array(json);
}

static void write_choice(struct px_json *json, const struct px_llm_request *request)
{
	static const char *const words[] = { "auto", "required", "", "none" };

	px_json_key(json, "tool_choice");
	if (request->choice != PX_LLM_CHOICE_ONE) {
		px_json_text(json, words[request->choice]);
		return;
	}
	px_json_open_object(json);
	px_llm_write_field(json, "type", PX_STR("function"));
	px_json_key(json, "function");
	px_json_open_object(json);
	px_llm_write_field(json, "name", request->choice_name);
	px_json_close_object(json);
	px_json_close_object(json);
}

static void write_tools(struct px_json *json, const struct px_llm_request *request)
{
	px_json_key(json, "tools");
	px_json_open_array(json);
	for (size_t i = 0; i < request->tool_count; i++) {
		px_json_open_object(json);
		px_llm_write_field(json, "type", PX_STR("function"));
		px_json_key(json, "function");
		px_json_open_object(json);
		px_llm_write_field(json, "name", request->tools[i].name);
		px_llm_write_field(json, "description", request->tools[i].description);
		px_json_key(json, "parameters");
		px_json_raw(json, request->tools[i].schema);
		px_json_close_object(json);
		px_json_close_object(json);
	}
	px_json_close_array(json);
	if (request->choice != PX_LLM_CHOICE_AUTO)
		write_choice(json, request);
	if (request->one_call) {
		px_json_key(json, "parallel_tool_calls");
		px_json_bool(json, false);
	}
}

/* OpenAI's newer models refuse max_tokens, which is the one that every other server knows. */
static const char *limit_key(const char *url)
{
	return px_str_find(px_str(url), PX_STR("://api.openai.com")) != SIZE_MAX ? "max_completion_tokens" : "max_tokens";
}

static void write_body(const struct px_llm_ask *ask, struct px_buf *out)
{
	const struct px_llm_request *request = ask->request;
	struct px_json json;

	px_json_init(&json, out);
	px_json_open_object(&json);
	px_llm_write_field(&json, "model", px_str(ask->model));
	write_messages(&json, request);
	if (request->tool_count)
		write_tools(&json, request);
	px_json_key(&json, limit_key(ask->url));
	px_json_int(&json, request->max_tokens);
	px_json_key(&json, "stream");
	px_json_bool(&json, !(ask->lacks & PX_LLM_NO_STREAM));
	if (!(ask->lacks & (PX_LLM_NO_STREAM | PX_LLM_NO_USAGE))) {
		px_json_key(&json, "stream_options");
		px_json_raw(&json, PX_STR("{\"include_usage\":true}"));
	}
	px_json_close_object(&json);
}

const struct px_llm_driver px_llm_openai = {
	.name = "openai",
	.url = url_of,
	.headers = write_headers,
	.write = write_body,
	.event = px_openai_chat_event,
	.whole = px_openai_chat_whole,
};
