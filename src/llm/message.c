/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Checks say what a caller did wrong before a provider would, in words of
 * ours and without a round trip.
 */
#include "llm/message.h"

#include "base/mem.h"

#include <stdatomic.h>
#include <stdlib.h>

enum { CACHE_MARKS_MAX = 4, TOOLS_MAX = 128, MESSAGES_MAX = 10000 };

struct px_llm_prompt {
	_Atomic unsigned refs;
	struct px_arena arena;
	struct px_llm_request request;
	void (*release)(void *owner); /* NULL: the arena has the request's texts */
	void *owner;
};

/* Checks */

static bool is_name(struct px_str name)
{
	if (name.size == 0 || name.size > PX_LLM_NAME_MAX)
		return false;
	for (size_t i = 0; i < name.size; i++) {
		char c = name.data[i];
		if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-'))
			return false;
	}
	return true;
}

/* What is added up over the whole request. */
struct total {
	size_t bytes, marks;
};

static enum px_err add_block(const struct px_llm_block *block, struct total *total, struct px_error *error)
{
	total->bytes += block->text.size + block->id.size + block->name.size;
	total->marks += block->cache;
	if (total->bytes > PX_LLM_PROMPT_MAX)
		return px_fail(error, PX_TOO_LARGE, "messages", "a request holds at most %d bytes", PX_LLM_PROMPT_MAX);
	if (total->marks > CACHE_MARKS_MAX)
		return px_fail(error, PX_INVALID, "cache", "at most %d places of a request are marked for the cache",
			       CACHE_MARKS_MAX);
	return PX_OK;
}

static enum px_err check_block(const struct px_llm_block *block, enum px_llm_role role, struct px_error *error)
{
	bool user = block->kind == PX_LLM_IMAGE || block->kind == PX_LLM_TOOL_RESULT;
	bool assistant = block->kind == PX_LLM_TOOL_CALL || block->kind == PX_LLM_OPAQUE;

	if ((user && role != PX_LLM_USER) || (assistant && role != PX_LLM_ASSISTANT))
		return px_fail(error, PX_INVALID, "messages", "a block stands in a message of the wrong role");
	if ((block->kind == PX_LLM_TOOL_CALL || block->kind == PX_LLM_TOOL_RESULT) && block->id.size == 0)
		return px_fail(error, PX_INVALID, "messages", "a tool call and its result need the call's id");
	if (block->kind == PX_LLM_TOOL_CALL && !is_name(block->name))
		return px_fail(error, PX_INVALID, "messages", "a tool call needs the tool's name");
	if (block->kind == PX_LLM_TEXT && block->text.size == 0)
		return px_fail(error, PX_INVALID, "messages", "a text is empty");
	if (block->kind == PX_LLM_IMAGE && !px_str_starts(block->name, PX_STR("image/")))
		return px_fail(error, PX_INVALID, "messages", "an image needs its media type");
	return PX_OK;
}

static enum px_err check_messages(const struct px_llm_request *request, struct total *total, struct px_error *error)
{
	enum px_err err = PX_OK;

	if (request->message_count == 0 || request->message_count > MESSAGES_MAX ||
	    request->messages[0].role != PX_LLM_USER)
		return px_fail(error, PX_INVALID, "messages", "from 1 to %d, the user's first", MESSAGES_MAX);
	for (size_t i = 0; !err && i < request->message_count; i++) {
		const struct px_llm_message *message = &request->messages[i];
		if (message->count == 0)
			err = px_fail(error, PX_INVALID, "messages", "message %zu is empty", i);
		for (size_t j = 0; !err && j < message->count; j++) {
			err = check_block(&message->blocks[j], message->role, error);
			if (!err)
				err = add_block(&message->blocks[j], total, error);
		}
	}
	return err;
}

static enum px_err check_tools(const struct px_llm_request *request, struct total *total, struct px_error *error)
{
	bool found = request->choice != PX_LLM_CHOICE_ONE;

	if (request->tool_count > TOOLS_MAX)
		return px_fail(error, PX_TOO_LARGE, "tools", "at most %d", TOOLS_MAX);
	for (size_t i = 0; i < request->tool_count; i++) {
		const struct px_llm_tool *tool = &request->tools[i];
		if (!is_name(tool->name))
			return px_fail(error, PX_INVALID, "tools", "\"%.*s\" is no name for a tool", PX_STR_ARG(tool->name));
		found |= px_str_eq(tool->name, request->choice_name);
		total->bytes += tool->name.size + tool->description.size + tool->schema.size;
	}
	total->marks += request->cache_tools;
	if (!found || (request->choice == PX_LLM_CHOICE_ANY && request->tool_count == 0))
		return px_fail(error, PX_INVALID, "choice", "the tool that must be called is not among the tools");
	return PX_OK;
}

static enum px_err check(const struct px_llm_request *request, struct px_error *error)
{
	struct total total = { 0 };
	enum px_err err = check_tools(request, &total, error);

	for (size_t i = 0; !err && i < request->system_count; i++) {
		if (request->system[i].kind != PX_LLM_TEXT || request->system[i].text.size == 0)
			err = px_fail(error, PX_INVALID, "system", "is made of texts that say something");
		else
			err = add_block(&request->system[i], &total, error);
	}
	return err ? err : check_messages(request, &total, error);
}

/* Copies */

static struct px_str copy_text(struct px_arena *arena, struct px_str text)
{
	return px_str_n(px_arena_strn(arena, text.data ? text.data : "", text.size), text.size);
}

struct px_llm_block *px_llm_blocks_copy(struct px_arena *arena, const struct px_llm_block *blocks, size_t count)
{
	struct px_llm_block *copies = PX_ARENA_ARRAY(arena, struct px_llm_block, count ? count : 1);

	for (size_t i = 0; i < count; i++) {
		copies[i] = blocks[i];
		copies[i].text = copy_text(arena, blocks[i].text);
		copies[i].id = copy_text(arena, blocks[i].id);
		copies[i].name = copy_text(arena, blocks[i].name);
	}
	return copies;
}

static const struct px_llm_tool *copy_tools(struct px_arena *arena, const struct px_llm_tool *tools, size_t count)
{
	struct px_llm_tool *copies = PX_ARENA_ARRAY(arena, struct px_llm_tool, count ? count : 1);

	for (size_t i = 0; i < count; i++) {
		copies[i].name = copy_text(arena, tools[i].name);
		copies[i].description = copy_text(arena, tools[i].description);
		copies[i].schema = copy_text(arena, tools[i].schema);
	}
	return copies;
}

static const struct px_llm_message *copy_messages(struct px_arena *arena, const struct px_llm_message *messages,
						  size_t count)
{
	struct px_llm_message *copies = PX_ARENA_ARRAY(arena, struct px_llm_message, count);

	for (size_t i = 0; i < count; i++) {
		copies[i] = messages[i];
		copies[i].blocks = px_llm_blocks_copy(arena, messages[i].blocks, messages[i].count);
	}
	return copies;
}

enum px_err px_llm_prompt_refer(const struct px_llm_request *request, void (*release)(void *owner), void *owner,
				struct px_llm_prompt **out, struct px_error *error)
{
	enum px_err err = check(request, error);

	if (err)
		return err;
	struct px_llm_prompt *prompt = px_calloc(1, sizeof(*prompt));
	atomic_init(&prompt->refs, 1);
	px_arena_init(&prompt->arena);
	prompt->request = *request;
	prompt->release = release;
	prompt->owner = owner;
	if (prompt->request.max_tokens == 0)
		prompt->request.max_tokens = PX_LLM_TOKENS_DEFAULT;
	*out = prompt;
	return PX_OK;
}

enum px_err px_llm_prompt_new(const struct px_llm_request *request, struct px_llm_prompt **out, struct px_error *error)
{
	struct px_llm_prompt *prompt;
	enum px_err err = px_llm_prompt_refer(request, NULL, NULL, &prompt, error);

	if (err)
		return err;
	prompt->request.system = px_llm_blocks_copy(&prompt->arena, request->system, request->system_count);
	prompt->request.tools = copy_tools(&prompt->arena, request->tools, request->tool_count);
	prompt->request.messages = copy_messages(&prompt->arena, request->messages, request->message_count);
	prompt->request.choice_name = copy_text(&prompt->arena, request->choice_name);
	*out = prompt;
	return PX_OK;
}

struct px_llm_prompt *px_llm_prompt_ref(struct px_llm_prompt *prompt)
{
	atomic_fetch_add_explicit(&prompt->refs, 1, memory_order_relaxed);
	return prompt;
}

void px_llm_prompt_unref(struct px_llm_prompt *prompt)
{
	if (!prompt || atomic_fetch_sub_explicit(&prompt->refs, 1, memory_order_acq_rel) != 1)
		return;
	if (prompt->release)
		prompt->release(prompt->owner);
	px_arena_release(&prompt->arena);
	free(prompt);
}

const struct px_llm_request *px_llm_prompt_request(const struct px_llm_prompt *prompt)
{
	return &prompt->request;
}

bool px_llm_prompt_has_tool(const struct px_llm_prompt *prompt, struct px_str name)
{
	for (size_t i = 0; i < prompt->request.tool_count; i++) {
		if (px_str_eq(prompt->request.tools[i].name, name))
			return true;
	}
	return false;
}

const char *px_llm_stop_name(enum px_llm_stop stop)
{
	static const char *const names[] = { "end", "tools", "tokens", "refused", "context" };

	return names[stop];
}

void px_llm_usage_add(struct px_llm_usage *sum, const struct px_llm_usage *more)
{
	sum->input += more->input;
	sum->output += more->output;
	sum->cache_read += more->cache_read;
	sum->cache_write += more->cache_write;
}
