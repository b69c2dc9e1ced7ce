/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was spoken of before a request: in earlier turns, and by the requests
 * before it in the same message.  Const while a request is read and acted on.
 */
#ifndef PX_NLU_READ_SESSION_H
#define PX_NLU_READ_SESSION_H

#include "nlu/read/request.h"

/* What a dialogue remembers between turns. */
struct px_dialogue {
	struct px_nlu_item touched[PX_STATE_ITEMS]; /* by the last call, in shown order */
	size_t touched_count;
	struct px_nlu_item listed[PX_STATE_ITEMS]; /* by the last list, numbered as shown */
	size_t listed_count;
	struct px_nlu_item candidates[PX_STATE_ITEMS]; /* of a question, or what is left of them */
	size_t candidate_count;
	struct px_nlu_item recent[PX_STATE_ITEMS]; /* spoken of in the last turns, newest first, each once */
	size_t recent_count;
	size_t run;                /* how many of them came one after the other by the same tool */
	const char *tool;          /* of the last call, or NULL */
	const char *arguments;
	const char *list_tool;     /* the last question, also if something was done since */
	const char *list_arguments;
	const char *pending_tool;  /* waits for an answer, or NULL */
	const char *pending_arguments;
	const char *pending_slot;  /* "target", "start", "title", "due", "confirm" */
};

struct px_nlu_session {
	struct px_dialogue dialogue;
	bool fresh;                /* an earlier request of this message made `dialogue` */
	struct px_nlu_item made[PX_STATE_ITEMS]; /* by earlier requests of this message, in their order */
	size_t made_count;
};

#endif
