/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Strict in what is shown and done, lenient where servers are known to differ:
 * tool calls without index or id, arguments as an object, "stop" where
 * "tool_calls" is meant, no [DONE] at the end.
 *
 * Of the parts of the reply, 0 is the text and 1 + i the tool call of index i.
 */
#include "llm/openai/answer.h"

#include "llm/llm_driver.h"

enum { TEXT = 0, FIRST_CALL = 1, INDEX_MAX = 100000 };

static struct px_str text_of(const json_t *object, const char *key)
{
	return px_json_string(json_object_get(object, key));
}

static uint64_t count_of(const json_t *usage, const char *key)
{
	json_int_t value = json_integer_value(json_object_get(usage, key));

	return value > 0 ? (uint64_t)value : 0;
}

/* prompt_tokens counts what came from the cache and what went into it, too. */
static void read_usage(struct px_llm_reply *reply, const json_t *usage)
{
	const json_t *details = json_object_get(usage, "prompt_tokens_details");
	uint64_t prompt = count_of(usage, "prompt_tokens");

	if (!json_is_object(usage))
		return;
	uint64_t read = count_of(details, "cached_tokens"), written = count_of(details, "cache_write_tokens");
	if (read > prompt)
		read = prompt;
	if (written > prompt - read)
		written = prompt - read;
	reply->usage = (struct px_llm_usage){ .input = prompt - read - written, .cache_read = read,
					      .cache_write = written, .output = count_of(usage, "completion_tokens") };
}

static int64_t last_call(const struct px_llm_reply *reply)
{
	int64_t last = TEXT;

	for (size_t i = 0; i < reply->part_count; i++) {
		if (reply->parts[i].index > last)
			last = reply->parts[i].index;
	}
	return last;
}

/* Without an index, an id begins the next call and its absence goes on with the last.  -1: it is numbered wrongly. */
static int64_t index_of(const struct px_llm_reply *reply, const json_t *call, struct px_str id, struct px_str name)
{
	const json_t *index = json_object_get(call, "index");

	if (json_is_integer(index)) {
		json_int_t value = json_integer_value(index);
		return value >= 0 && value <= INDEX_MAX ? FIRST_CALL + value : -1;
	}
	int64_t last = last_call(reply);
	return last == TEXT || id.size || name.size ? last + 1 : last;
}

static bool begin_call(struct px_llm_reply *reply, int64_t index, struct px_str id, struct px_str name)
{
	char made[32];

	if (id.size == 0) {
		snprintf(made, sizeof(made), "call_%lld", (long long)index);
		id = px_str(made);
	}
	return px_llm_reply_call(reply, index, id, name);
}

static bool read_arguments(struct px_llm_reply *reply, int64_t index, const json_t *arguments)
{
	if (!json_is_object(arguments))
		return px_llm_reply_arguments(reply, index, px_json_string(arguments));
	char *text = json_dumps(arguments, JSON_COMPACT);
	bool good = px_llm_reply_arguments(reply, index, px_str(text));
	free(text);
	return good;
}

static bool read_call(struct px_llm_reply *reply, const json_t *call)
{
	const json_t *function = json_object_get(call, "function");
	struct px_str id = text_of(call, "id"), name = text_of(function, "name");
	int64_t index = index_of(reply, call, id, name);

	if (index < FIRST_CALL)
		return px_llm_reply_fail(reply, PX_LLM_BROKEN, "a tool call of the answer is numbered wrongly");
	/* Some repeat id and name with every piece; only the first counts. */
	if (!px_llm_reply_part(reply, index) && !begin_call(reply, index, id, name))
		return false;
	return read_arguments(reply, index, json_object_get(function, "arguments"));
}

static bool read_message(struct px_llm_reply *reply, const json_t *message)
{
	struct px_str content = text_of(message, "content"), refusal = text_of(message, "refusal");
	const json_t *calls = json_object_get(message, "tool_calls");

	if (content.size && !px_llm_reply_text(reply, TEXT, content))
		return false;
	if (refusal.size) {
		reply->stopped = true;
		reply->stop = PX_LLM_STOP_REFUSED;
		if (!px_llm_reply_text(reply, TEXT, refusal))
			return false;
	}
	/* Thoughts that some servers show are a sign of life, no part of the answer. */
	if (text_of(message, "reasoning_content").size || text_of(message, "reasoning").size)
		reply->active = true;
	for (size_t i = 0; i < json_array_size(calls); i++) {
		if (!read_call(reply, json_array_get(calls, i)))
			return false;
	}
	return true;
}

static bool read_finish(struct px_llm_reply *reply, struct px_str reason)
{
	if (reason.size == 0)
		return true;
	if (!px_llm_reply_close_all(reply))
		return false;
	if (reply->stopped)
		return true; /* a refusal ends by "stop" */
	reply->stopped = true;
	if (px_str_eq(reason, PX_STR("length")))
		reply->stop = PX_LLM_STOP_TOKENS;
	else if (px_str_eq(reason, PX_STR("content_filter")))
		reply->stop = PX_LLM_STOP_REFUSED;
	else
		reply->stop = last_call(reply) == TEXT ? PX_LLM_STOP_END : PX_LLM_STOP_TOOLS;
	return true;
}

static bool read_chunk(struct px_llm_reply *reply, const json_t *chunk, const char *message_key)
{
	const json_t *choice = json_array_get(json_object_get(chunk, "choices"), 0);
	const json_t *error = json_object_get(chunk, "error");

	if (error && !json_is_null(error))
		return px_llm_reply_trouble(reply, chunk);
	read_usage(reply, json_object_get(chunk, "usage"));
	return read_message(reply, json_object_get(choice, message_key)) &&
	       read_finish(reply, text_of(choice, "finish_reason"));
}

bool px_openai_chat_event(struct px_llm_reply *reply, const struct px_sse_event *sse)
{
	json_t *chunk = NULL;

	if (px_str_eq(px_str_trim(sse->data), PX_STR("[DONE]"))) {
		reply->ended = true;
		return reply->stopped || px_llm_reply_fail(reply, PX_LLM_BROKEN, "the answer ends without a reason");
	}
	if (px_json_parse(sse->data, &chunk, NULL) != PX_OK || !json_is_object(chunk)) {
		json_decref(chunk);
		return px_llm_reply_fail(reply, PX_LLM_BROKEN, "an event of the answer is no JSON object");
	}
	bool good = read_chunk(reply, chunk, "delta");
	json_decref(chunk);
	return good;
}

bool px_openai_chat_whole(struct px_llm_reply *reply, const json_t *answer)
{
	if (!read_chunk(reply, answer, "message"))
		return false;
	reply->ended = true;
	return reply->stopped || px_llm_reply_fail(reply, PX_LLM_BROKEN, "the answer has no reason for its end");
}
