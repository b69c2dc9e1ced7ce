/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pieces of request bodies that the drivers share.
 */
#ifndef PX_LLM_WRITE_H
#define PX_LLM_WRITE_H

#include "base/json.h"

/* Base64 as a JSON string, after `lead` ("data:image/png;base64," or ""). */
void px_llm_write_base64(struct px_json *json, const char *lead, struct px_str bytes);
/* "key": "value" */
void px_llm_write_field(struct px_json *json, const char *key, struct px_str value);

#endif
