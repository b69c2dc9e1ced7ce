/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What providers say when they refuse, and what it means for us.
 *
 * Both have {"error": {"type", "message"}}; compatible servers also answer
 * with a bare text.  Sources: platform.claude.com "Errors", the error types of
 * the official SDKs.
 */
#include "llm/llm_driver.h"

#include <stdio.h>

static void copy(const json_t *value, char *out, size_t room)
{
	px_llm_plain(px_json_string(value), out, room);
}

void px_llm_read_trouble(const json_t *answer, struct px_llm_trouble *trouble)
{
	const json_t *error = json_object_get(answer, "error");

	*trouble = (struct px_llm_trouble){ 0 };
	if (json_is_string(error)) {
		copy(error, trouble->message, sizeof(trouble->message));
		return;
	}
	/* vLLM answers with the fields of the error at the top. */
	if (!json_is_object(error))
		error = answer;
	copy(json_object_get(error, "type"), trouble->type, sizeof(trouble->type));
	copy(json_object_get(error, "code"), trouble->code, sizeof(trouble->code));
	copy(json_object_get(error, "message"), trouble->message, sizeof(trouble->message));
}

static const struct {
	const char *word; /* type or code */
	enum px_llm_failure failure;
} words[] = {
	{ "overloaded_error", PX_LLM_OVERLOADED },
	{ "api_error", PX_LLM_OVERLOADED },
	{ "timeout_error", PX_LLM_OVERLOADED },
	{ "server_error", PX_LLM_OVERLOADED },
	{ "internal_server_error", PX_LLM_OVERLOADED },
	{ "insufficient_quota", PX_LLM_UNAUTHORIZED }, /* OpenAI's 429 that no waiting helps */
	{ "billing_error", PX_LLM_UNAUTHORIZED },
	{ "authentication_error", PX_LLM_UNAUTHORIZED },
	{ "permission_error", PX_LLM_UNAUTHORIZED },
	{ "invalid_api_key", PX_LLM_UNAUTHORIZED },
	{ "rate_limit_error", PX_LLM_LIMITED },
	{ "rate_limit_exceeded", PX_LLM_LIMITED },
	{ "context_length_exceeded", PX_LLM_TOO_LONG },
	{ "exceed_context_size_error", PX_LLM_TOO_LONG }, /* llama.cpp */
	{ "request_too_large", PX_LLM_TOO_LONG },
	{ "invalid_request_error", PX_LLM_REFUSED },
	{ "not_found_error", PX_LLM_REFUSED },
};

static enum px_llm_failure of_word(const char *word)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(words[i].word, word) == 0)
			return words[i].failure;
	}
	return PX_LLM_FINE;
}

static enum px_llm_failure of_status(int status)
{
	switch (status) {
	case 0: /* told in the stream, of a kind we don't know: it ended half-way at their side */
		return PX_LLM_OVERLOADED;
	case 401: case 402: case 403:
		return PX_LLM_UNAUTHORIZED;
	case 408:
		return PX_LLM_OVERLOADED;
	case 413:
		return PX_LLM_TOO_LONG;
	case 429:
		return PX_LLM_LIMITED;
	default:
		return status >= 500 ? PX_LLM_OVERLOADED : PX_LLM_REFUSED;
	}
}

enum px_llm_failure px_llm_failure_of(int status, const struct px_llm_trouble *trouble)
{
	enum px_llm_failure by_code = of_word(trouble->code), by_type = of_word(trouble->type);

	/* The finer word wins: OpenAI's code says more than its type, and both more than the status. */
	if (by_code)
		return by_code;
	if (by_type && (by_type != PX_LLM_REFUSED || status < 500))
		return by_type == PX_LLM_REFUSED && status ? of_status(status) : by_type;
	return of_status(status);
}

bool px_llm_reply_trouble(struct px_llm_reply *reply, const json_t *answer)
{
	struct px_llm_trouble trouble;

	px_llm_read_trouble(answer, &trouble);
	enum px_llm_failure failure = px_llm_failure_of(0, &trouble);
	if (failure == PX_LLM_UNAUTHORIZED)
		trouble.message[0] = '\0'; /* what a provider says of a key may hold a part of it */
	return px_llm_reply_fail(reply, failure, "it tells of an error: %s%s%s", trouble.type,
				 trouble.type[0] && trouble.message[0] ? ": " : "", trouble.message);
}
