/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The answer of a model while it comes: parts grow, are checked when they
 * close, and go out to the receiver of the call.
 *
 * Text goes out as it comes; a tool call only when it is whole and good, as
 * nobody can act on half of one.
 */
#include "llm/llm_driver.h"

#include "base/mem.h"
#include "base/utf8.h"

#include <stdlib.h>

void px_llm_reply_init(struct px_llm_reply *reply, const struct px_llm_prompt *prompt,
		       const struct px_llm_events *events, void *arg)
{
	*reply = (struct px_llm_reply){ .prompt = prompt, .events = *events, .arg = arg };
}

void px_llm_reply_release(struct px_llm_reply *reply)
{
	for (size_t i = 0; i < reply->part_count; i++) {
		px_buf_release(&reply->parts[i].text);
		px_buf_release(&reply->parts[i].id);
		px_buf_release(&reply->parts[i].name);
	}
	free(reply->parts);
	reply->parts = NULL;
	reply->part_count = 0;
}

bool px_llm_reply_fail(struct px_llm_reply *reply, enum px_llm_failure failure, const char *format, ...)
{
	va_list arguments;
	char text[512];

	if (reply->failure)
		return false;
	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	reply->failure = failure;
	px_llm_plain(px_str(text), reply->message, sizeof(reply->message));
	return false;
}

struct px_llm_part *px_llm_reply_part(struct px_llm_reply *reply, int64_t index)
{
	for (size_t i = reply->part_count; i > 0; i--) {
		if (reply->parts[i - 1].index == index)
			return &reply->parts[i - 1];
	}
	return NULL;
}

static struct px_llm_part *open_part(struct px_llm_reply *reply, int64_t index, enum px_llm_block_kind kind)
{
	struct px_llm_part *part = px_llm_reply_part(reply, index);

	if (reply->failure)
		return NULL;
	if (part && (part->kind != kind || part->closed)) {
		px_llm_reply_fail(reply, PX_LLM_BROKEN, "block %lld of the answer goes on after its end, or as another kind",
				  (long long)index);
		return NULL;
	}
	if (part)
		return part;
	if (reply->part_count == PX_LLM_BLOCKS_MAX) {
		px_llm_reply_fail(reply, PX_LLM_TOO_LONG, "the answer has more than %d blocks", PX_LLM_BLOCKS_MAX);
		return NULL;
	}
	/* 1, 2, 4, ... of them: most answers are one or two. */
	if ((reply->part_count & (reply->part_count - 1)) == 0)
		reply->parts = px_realloc(reply->parts, (reply->part_count ? reply->part_count * 2 : 1) * sizeof(*part));
	part = &reply->parts[reply->part_count++];
	*part = (struct px_llm_part){ .index = index, .kind = kind, .text = PX_BUF_INIT(PX_LLM_ANSWER_MAX),
				      .id = PX_BUF_INIT(PX_LLM_ANSWER_MAX), .name = PX_BUF_INIT(PX_LLM_ANSWER_MAX) };
	return part;
}

bool px_llm_reply_grow(struct px_llm_reply *reply, struct px_buf *buf, struct px_str piece)
{
	reply->active = true;
	reply->bytes += piece.size;
	if (reply->bytes > PX_LLM_ANSWER_MAX || px_buf_str(buf, piece))
		return px_llm_reply_fail(reply, PX_LLM_TOO_LONG, "the answer is longer than %d bytes", PX_LLM_ANSWER_MAX);
	return true;
}

bool px_llm_reply_text(struct px_llm_reply *reply, int64_t index, struct px_str piece)
{
	struct px_llm_part *part = open_part(reply, index, PX_LLM_TEXT);

	if (!part || !px_llm_reply_grow(reply, &part->text, piece))
		return false;
	if (piece.size) {
		reply->shown = true;
		reply->events.text(reply->arg, piece);
	}
	return true;
}

bool px_llm_reply_call(struct px_llm_reply *reply, int64_t index, struct px_str id, struct px_str name)
{
	struct px_llm_part *part = open_part(reply, index, PX_LLM_TOOL_CALL);

	return part && px_llm_reply_grow(reply, &part->id, id) && px_llm_reply_grow(reply, &part->name, name);
}

bool px_llm_reply_arguments(struct px_llm_reply *reply, int64_t index, struct px_str piece)
{
	struct px_llm_part *part = open_part(reply, index, PX_LLM_TOOL_CALL);

	if (!part)
		return false;
	if (part->text.size + piece.size > PX_LLM_ARGUMENTS_MAX)
		return px_llm_reply_fail(reply, PX_LLM_BAD_CALL, "the arguments of a tool call are longer than %d bytes",
					 PX_LLM_ARGUMENTS_MAX);
	return px_llm_reply_grow(reply, &part->text, piece);
}

bool px_llm_reply_opaque(struct px_llm_reply *reply, int64_t index, struct px_llm_part **part)
{
	*part = open_part(reply, index, PX_LLM_OPAQUE);
	return *part != NULL;
}

static struct px_llm_block block_of(const struct px_llm_part *part)
{
	return (struct px_llm_block){ .kind = part->kind, .text = px_buf_view(&part->text), .id = px_buf_view(&part->id),
				      .name = px_buf_view(&part->name) };
}

/* A call without arguments may come with none at all. */
static bool check_call(struct px_llm_reply *reply, struct px_llm_part *part)
{
	struct px_str name = px_buf_view(&part->name), text = px_str_trim(px_buf_view(&part->text));
	json_t *value = NULL;

	if (!px_llm_prompt_has_tool(reply->prompt, name))
		return px_llm_reply_fail(reply, PX_LLM_BAD_CALL, "the model calls a tool \"%.*s\", which there is not",
					 PX_STR_ARG(name));
	if (part->id.size == 0)
		return px_llm_reply_fail(reply, PX_LLM_BAD_CALL, "the model's call of %.*s has no id", PX_STR_ARG(name));
	if (text.size == 0)
		return px_llm_reply_grow(reply, &part->text, PX_STR("{}"));
	bool object = px_json_parse(text, &value, NULL) == PX_OK && json_is_object(value);
	json_decref(value);
	return object || px_llm_reply_fail(reply, PX_LLM_BAD_CALL, "the arguments for %.*s are no JSON object",
					   PX_STR_ARG(name));
}

bool px_llm_reply_close(struct px_llm_reply *reply, int64_t index)
{
	struct px_llm_part *part = px_llm_reply_part(reply, index);

	if (reply->failure)
		return false;
	if (!part || part->closed)
		return px_llm_reply_fail(reply, PX_LLM_BROKEN, "block %lld of the answer ends without having begun",
					 (long long)index);
	if (part->kind == PX_LLM_TOOL_CALL && !check_call(reply, part))
		return false;
	part->closed = true;
	reply->active = true;
	if (part->kind == PX_LLM_TOOL_CALL) {
		struct px_llm_block block = block_of(part);
		reply->shown = true;
		reply->events.tool(reply->arg, &block);
	}
	return true;
}

bool px_llm_reply_close_all(struct px_llm_reply *reply)
{
	for (size_t i = 0; i < reply->part_count; i++) {
		if (!reply->parts[i].closed && !px_llm_reply_close(reply, reply->parts[i].index))
			return false;
	}
	return true;
}

struct px_llm_block *px_llm_reply_blocks(const struct px_llm_reply *reply, size_t *count)
{
	struct px_llm_block *blocks = px_calloc(reply->part_count + 1, sizeof(*blocks));

	*count = 0;
	for (size_t i = 0; i < reply->part_count; i++) {
		const struct px_llm_part *part = &reply->parts[i];
		/* Text that was cut off was shown, so it is told; half a call is not. */
		if (part->text.size && (part->closed || part->kind == PX_LLM_TEXT))
			blocks[(*count)++] = block_of(part);
	}
	return blocks;
}

void px_llm_plain(struct px_str text, char *out, size_t room)
{
	size_t size = px_utf8_cut(text, room - 1);

	for (size_t i = 0; i < size; i++)
		out[i] = (unsigned char)text.data[i] < ' ' || text.data[i] == 0x7f ? ' ' : text.data[i];
	out[size] = '\0';
}
