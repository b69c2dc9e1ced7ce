/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The wire form of POST /v1/embeddings: the request's JSON, and reading the
 * answer without trusting it.
 */
#ifndef PX_EMBED_OPENAI_ANSWER_H
#define PX_EMBED_OPENAI_ANSWER_H

#include "embed/embed_driver.h"

/* {"model":…,"input":[…],"encoding_format":"float"} */
void px_openai_write(struct px_buf *out, const char *model, const struct px_str *texts, size_t count);
/*
 * `count` vectors of *dims numbers, brought to unit length.  With *dims 0 the
 * first one sets it.  PX_CONFLICT if a vector has other dimensions; PX_CORRUPT
 * for anything else that is not what was asked for: no JSON, too few or too
 * many vectors, an index twice or out of range, no finite numbers, all zero.
 */
enum px_err px_openai_read(struct px_str body, size_t count, size_t *dims, struct px_arena *arena,
			   const float **vectors, uint64_t *tokens, struct px_error *error) PX_MUST_CHECK;
/* What an error answer says (error.message, or error), for people; "" if it says nothing. */
void px_openai_reason(struct px_str body, char *out, size_t room);

#endif
