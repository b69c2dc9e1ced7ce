/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Reading chat completions, streamed and whole; slots of the "openai" driver.
 */
#ifndef PX_LLM_OPENAI_ANSWER_H
#define PX_LLM_OPENAI_ANSWER_H

#include "base/json.h"
#include "llm/sse.h"

struct px_llm_reply;

bool px_openai_chat_event(struct px_llm_reply *reply, const struct px_sse_event *sse);
bool px_openai_chat_whole(struct px_llm_reply *reply, const json_t *answer);

#endif
