/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reads an answer's bytes through a driver, in pieces, and writes down what a
 * receiver would be given, for tests and fuzzing.
 */
#ifndef PX_TESTS_SUPPORT_LLM_REPLY_H
#define PX_TESTS_SUPPORT_LLM_REPLY_H

#include "llm/llm_driver.h"

#include <stdlib.h>

struct heard {
	struct px_buf text, tools;
	const struct px_llm_driver *driver;
	struct px_llm_reply reply;
};

static inline void heard_text(void *arg, struct px_str piece)
{
	(void)px_buf_str(&((struct heard *)arg)->text, piece);
}

static inline void heard_tool(void *arg, const struct px_llm_block *call)
{
	(void)px_buf_printf(&((struct heard *)arg)->tools, "%.*s#%.*s%.*s;", PX_STR_ARG(call->name), PX_STR_ARG(call->id),
			    PX_STR_ARG(call->text));
}

static inline bool heard_event(void *arg, const struct px_sse_event *event)
{
	struct heard *heard = arg;

	return heard->driver->event(&heard->reply, event) && !heard->reply.ended;
}

/* "text|tools|end stop input/output/read/write", or "...|failure"; the caller frees it. */
static inline char *hear_answer(const struct px_llm_driver *driver, const struct px_llm_prompt *prompt,
				struct px_str bytes, size_t piece)
{
	struct heard heard = { .text = PX_BUF_INIT(1 << 24), .tools = PX_BUF_INIT(1 << 24), .driver = driver };
	const struct px_llm_events events = { .text = heard_text, .tool = heard_tool };
	struct px_buf out = PX_BUF_INIT(1 << 25);
	enum px_err err = PX_OK;
	struct px_sse sse;

	px_sse_init(&sse, 1 << 20);
	px_llm_reply_init(&heard.reply, prompt, &events, &heard);
	while (!err && bytes.size && !heard.reply.failure && !heard.reply.ended) {
		struct px_str part = px_str_n(bytes.data, piece < bytes.size ? piece : bytes.size);
		bytes = px_str_n(bytes.data + part.size, bytes.size - part.size);
		err = px_sse_feed(&sse, part, heard_event, &heard);
	}
	if (err == PX_INVALID)
		px_llm_reply_fail(&heard.reply, PX_LLM_BROKEN, "the answer is not UTF-8");
	else if (err == PX_TOO_LARGE)
		px_llm_reply_fail(&heard.reply, PX_LLM_TOO_LONG, "an event is too long");
	else if (!heard.reply.ended && !heard.reply.stopped)
		px_llm_reply_fail(&heard.reply, PX_LLM_BROKEN, "the answer ends in the middle");
	(void)px_buf_printf(&out, "%.*s|%.*s|", PX_STR_ARG(px_buf_view(&heard.text)), PX_STR_ARG(px_buf_view(&heard.tools)));
	if (heard.reply.failure)
		(void)px_buf_text(&out, px_llm_failure_name(heard.reply.failure));
	else
		(void)px_buf_printf(&out, "%s %d/%d/%d/%d", px_llm_stop_name(heard.reply.stop), (int)heard.reply.usage.input,
				    (int)heard.reply.usage.output, (int)heard.reply.usage.cache_read,
				    (int)heard.reply.usage.cache_write);
	px_sse_release(&sse);
	px_llm_reply_release(&heard.reply);
	px_buf_release(&heard.text);
	px_buf_release(&heard.tools);
	return px_buf_take(&out);
}

/* A prompt with one message and the tools create_task and list_tasks. */
static inline struct px_llm_prompt *small_prompt(void)
{
	static const struct px_llm_tool tools[] = {
		{ PX_STR("create_task"), PX_STR("Makes a task."), PX_STR("{\"type\":\"object\"}") },
		{ PX_STR("list_tasks"), PX_STR("Lists tasks."), PX_STR("{\"type\":\"object\"}") },
	};
	static const struct px_llm_block hello = { .kind = PX_LLM_TEXT, .text = PX_STR("hello") };
	static const struct px_llm_message message = { PX_LLM_USER, &hello, 1 };
	const struct px_llm_request request = { .tools = tools, .tool_count = 2, .messages = &message, .message_count = 1 };
	struct px_llm_prompt *prompt;

	if (px_llm_prompt_new(&request, &prompt, NULL) != PX_OK)
		abort();
	return prompt;
}

/* An answer's bytes and what must be heard of them, in pieces of whatever size. */
struct answer_case {
	const char *bytes, *heard;
};

/* What was heard wrongly, for the caller to free; NULL: all was right. */
static inline char *mishear_answer(const struct px_llm_driver *driver, const struct answer_case *answer)
{
	struct px_llm_prompt *prompt = small_prompt();
	struct px_str bytes = px_str(answer->bytes);
	char *heard = NULL;

	for (size_t piece = 1; !heard && piece <= bytes.size; piece += piece < 20 ? 1 : 97) {
		heard = hear_answer(driver, prompt, bytes, piece);
		if (strcmp(heard, answer->heard) == 0) {
			free(heard);
			heard = NULL;
		}
	}
	px_llm_prompt_unref(prompt);
	return heard;
}

#endif
