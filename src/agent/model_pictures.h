/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a language model is shown of the files that were sent with a message: of
 * a picture a small JPEG made when it came (memory/extract), of another file
 * its name.  What is written in a picture may be anybody's words: it taints.
 */
#ifndef PX_AGENT_MODEL_PICTURES_H
#define PX_AGENT_MODEL_PICTURES_H

#include "agent/thinker.h"
#include "domain/file.h"
#include "llm/message.h"

enum {
	PX_MODEL_PICTURES_MAX = 4,      /* of one request */
	PX_MODEL_PICTURE_TOKENS = 3300, /* the most that one of 1568 by 1568 pixels takes: a token for 750 of them (Anthropic) */
	PX_MODEL_FILE_BLOCKS = 2 * PX_MESSAGE_FILES_MAX,
};

struct px_model_files {
	struct px_llm_block *blocks; /* room for PX_MODEL_FILE_BLOCKS more */
	size_t count;
	size_t left;                 /* pictures that may still be shown; counted down */
	struct px_think_source sources[PX_MODEL_PICTURES_MAX]; /* of those that are shown */
	size_t source_count;
};

/*
 * Appends a text for each file that `json`, as a message keeps it, names, and behind that of a picture the picture, as
 * long as some may be shown.  Texts and bytes live in `arena`.
 */
enum px_err px_model_files_add(const struct px_think_request *request, const char *json, struct px_arena *arena,
			       struct px_model_files *files, struct px_error *error) PX_MUST_CHECK;

#endif
