/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is said to a language model and what it says back, in one form for all
 * providers: messages of blocks, tools by JSON Schema, stop reasons, tokens.
 *
 * A px_llm_request is a view of the caller's memory; a px_llm_prompt is a
 * checked copy of it that several threads and attempts may share.  How a
 * provider writes either is its driver's matter.
 */
#ifndef PX_LLM_MESSAGE_H
#define PX_LLM_MESSAGE_H

#include "base/arena.h"
#include "base/err.h"

enum {
	PX_LLM_PROMPT_MAX = 16 << 20,    /* bytes of all texts of a request, images included */
	PX_LLM_ARGUMENTS_MAX = 64 << 10, /* bytes of one tool call's arguments */
	PX_LLM_ANSWER_MAX = 1 << 20,     /* bytes of all blocks of an answer */
	PX_LLM_BLOCKS_MAX = 128,         /* blocks of an answer */
	PX_LLM_NAME_MAX = 64,            /* of a tool: A-Z a-z 0-9 _ - */
	PX_LLM_TOKENS_DEFAULT = 2048,    /* of an answer, if the request names no limit */
};

enum px_llm_role { PX_LLM_USER, PX_LLM_ASSISTANT };

/*
 *                       text                     id           name
 *   PX_LLM_TEXT         the text                 -            -
 *   PX_LLM_IMAGE        its bytes                -            media type, such as image/png
 *   PX_LLM_TOOL_CALL    arguments, a JSON object of the call  of the tool
 *   PX_LLM_TOOL_RESULT  what the tool answered   of the call  -
 *   PX_LLM_OPAQUE       JSON of a block that only its provider understands, such as signed
 *                       thoughts; sent back as it came  -     of the provider
 *
 * Images and results are the user's, calls and opaque blocks the assistant's.
 */
enum px_llm_block_kind { PX_LLM_TEXT, PX_LLM_IMAGE, PX_LLM_TOOL_CALL, PX_LLM_TOOL_RESULT, PX_LLM_OPAQUE };

struct px_llm_block {
	enum px_llm_block_kind kind;
	struct px_str text, id, name;
	bool failed; /* tool result: the tool could not do it, and `text` says why */
	/* The next requests begin with the same up to here: worth the provider's cache.  At most 4 of a request. */
	bool cache;
};

struct px_llm_message {
	enum px_llm_role role;
	const struct px_llm_block *blocks;
	size_t count; /* at least 1 */
};

struct px_llm_tool {
	struct px_str name, description;
	struct px_str schema; /* JSON Schema of an object */
};

enum px_llm_choice {
	PX_LLM_CHOICE_AUTO, /* the model decides whether to call a tool */
	PX_LLM_CHOICE_ANY,  /* it must call one */
	PX_LLM_CHOICE_ONE,  /* it must call `choice_name` */
	PX_LLM_CHOICE_NONE, /* it must not */
};

struct px_llm_request {
	const struct px_llm_block *system; /* texts */
	size_t system_count;
	const struct px_llm_tool *tools;
	size_t tool_count;
	bool cache_tools;                  /* the tools, which stand first, are worth the provider's cache */
	const struct px_llm_message *messages; /* the first is the user's */
	size_t message_count;
	enum px_llm_choice choice;
	struct px_str choice_name;
	bool one_call;                     /* no more than one tool call in an answer */
	unsigned max_tokens;               /* of the answer; 0: PX_LLM_TOKENS_DEFAULT */
};

enum px_llm_stop {
	PX_LLM_STOP_END,     /* it has said all */
	PX_LLM_STOP_TOOLS,   /* it waits for the results of its tool calls */
	PX_LLM_STOP_TOKENS,  /* max_tokens reached: the answer is cut off */
	PX_LLM_STOP_REFUSED, /* it, or the provider's filter, declines */
	PX_LLM_STOP_CONTEXT, /* the model's context window is full */
};

/* Tokens, each counted once: what was read from or written to the provider's cache is not in `input`. */
struct px_llm_usage {
	uint64_t input, output, cache_read, cache_write;
};

struct px_llm_prompt;

/* Checks and copies.  PX_INVALID or PX_TOO_LARGE with the field's name; a prompt has one reference at first. */
enum px_err px_llm_prompt_new(const struct px_llm_request *request, struct px_llm_prompt **prompt,
			      struct px_error *error) PX_MUST_CHECK;
/*
 * Checks only: the request's texts and arrays stay the owner's and unchanged until `release`, which comes
 * with the last reference, on whatever thread that is let go; it is not called after an error.
 */
enum px_err px_llm_prompt_refer(const struct px_llm_request *request, void (*release)(void *owner), void *owner,
				struct px_llm_prompt **prompt, struct px_error *error) PX_MUST_CHECK;
struct px_llm_prompt *px_llm_prompt_ref(struct px_llm_prompt *prompt);
void px_llm_prompt_unref(struct px_llm_prompt *prompt); /* NULL is fine */
const struct px_llm_request *px_llm_prompt_request(const struct px_llm_prompt *prompt);
/* Whether the prompt offers a tool of this name. */
bool px_llm_prompt_has_tool(const struct px_llm_prompt *prompt, struct px_str name);
/* Copies of blocks in the arena, text and all; for an answer that goes into the next request. */
struct px_llm_block *px_llm_blocks_copy(struct px_arena *arena, const struct px_llm_block *blocks, size_t count);

/* Lower-case identifiers, such as "end"; never NULL. */
const char *px_llm_stop_name(enum px_llm_stop stop);
void px_llm_usage_add(struct px_llm_usage *sum, const struct px_llm_usage *more);

#endif
