/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Answers of language models from bytes, through both drivers.
 *
 * The first byte chooses the driver and the size of the pieces.  Besides
 * crashes it looks for disagreement: what a receiver is given must not depend
 * on how the bytes were cut, text must be UTF-8, and every tool call that is
 * given out must be of a tool there is and have a JSON object for arguments.
 */
#include "base/utf8.h"
#include "llm/llm_driver.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEARD_MAX = 8 << 20, EVENT_MAX = 1 << 16 };

struct heard {
	const struct px_llm_driver *driver;
	struct px_llm_reply reply;
	struct px_buf all;
};

static void check(bool holds)
{
	if (!holds)
		abort();
}

static void hear_text(void *arg, struct px_str piece)
{
	check(piece.size > 0 && px_utf8_valid(piece));
	(void)px_buf_str(&((struct heard *)arg)->all, piece);
}

static void hear_tool(void *arg, const struct px_llm_block *call)
{
	json_t *value = NULL;

	check(px_json_parse(call->text, &value, NULL) == PX_OK && json_is_object(value));
	check(px_str_eq(call->name, PX_STR("create_task")) && call->id.size > 0);
	json_decref(value);
	(void)px_buf_str(&((struct heard *)arg)->all, call->text);
}

static bool hear_event(void *arg, const struct px_sse_event *event)
{
	struct heard *heard = arg;
	bool good = heard->driver->event(&heard->reply, event);

	check(good == !heard->reply.failure);
	return good && !heard->reply.ended;
}

static enum px_err run(struct heard *heard, struct px_str bytes, size_t piece)
{
	enum px_err err = PX_OK;
	struct px_sse sse;

	px_sse_init(&sse, EVENT_MAX);
	while (!err && bytes.size) {
		struct px_str part = px_str_n(bytes.data, piece < bytes.size ? piece : bytes.size);
		bytes = px_str_n(bytes.data + part.size, bytes.size - part.size);
		err = px_sse_feed(&sse, part, hear_event, heard);
	}
	px_sse_release(&sse);
	return err;
}

static void begin(struct heard *heard, const struct px_llm_driver *driver, const struct px_llm_prompt *prompt)
{
	const struct px_llm_events events = { .text = hear_text, .tool = hear_tool };

	*heard = (struct heard){ .driver = driver, .all = PX_BUF_INIT(HEARD_MAX) };
	px_llm_reply_init(&heard->reply, prompt, &events, heard);
}

static void end(struct heard *heard)
{
	px_llm_reply_release(&heard->reply);
	px_buf_release(&heard->all);
}

static void try_whole(const struct px_llm_driver *driver, const struct px_llm_prompt *prompt, struct px_str bytes)
{
	struct heard heard;
	json_t *answer = NULL;
	size_t count;

	if (px_json_parse(bytes, &answer, NULL) != PX_OK || !json_is_object(answer)) {
		json_decref(answer);
		return;
	}
	begin(&heard, driver, prompt);
	check(driver->whole(&heard.reply, answer) == !heard.reply.failure);
	free(px_llm_reply_blocks(&heard.reply, &count));
	end(&heard);
	json_decref(answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct px_llm_tool tool = { PX_STR("create_task"), PX_STR("x"), PX_STR("{}") };
	static const struct px_llm_block block = { .kind = PX_LLM_TEXT, .text = PX_STR("x") };
	static const struct px_llm_message message = { PX_LLM_USER, &block, 1 };
	const struct px_llm_request request = { .tools = &tool, .tool_count = 1, .messages = &message,
						.message_count = 1 };
	struct px_llm_prompt *prompt;
	struct heard whole, pieces;

	if (size < 2)
		return 0;
	const struct px_llm_driver *driver = data[0] & 1 ? &px_llm_anthropic : &px_llm_openai;
	struct px_str bytes = px_str_n((const char *)data + 1, size - 1);
	check(px_llm_prompt_new(&request, &prompt, NULL) == PX_OK);
	begin(&whole, driver, prompt);
	begin(&pieces, driver, prompt);
	enum px_err err = run(&whole, bytes, bytes.size), same = run(&pieces, bytes, (size_t)(data[0] >> 1) + 1);
	if (err != PX_INVALID && same != PX_INVALID) {
		check(err == same && whole.reply.failure == pieces.reply.failure);
		check(px_str_eq(px_buf_view(&whole.all), px_buf_view(&pieces.all)));
	}
	end(&whole);
	end(&pieces);
	try_whole(driver, prompt, bytes);
	px_llm_prompt_unref(prompt);
	return 0;
}
