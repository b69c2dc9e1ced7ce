/* SPDX-License-Identifier: Apache-2.0 */
/*
 * References into the dialogue, and what it remembers of this message's calls.
 */
#ifndef PX_NLU_REFER_DIALOGUE_H
#define PX_NLU_REFER_DIALOGUE_H

#include "nlu/read/session.h"
#include "nlu/refer/target.h"

/* "it", "the second one", "both": true if the words refer to the dialogue. */
bool px_dialogue_refer(const struct px_request *request, const struct px_nlu_session *session,
		       const struct px_word *words, size_t count, int kinds, struct px_target *target);
/* The item as the context knows it now; its title may have changed since. */
const struct px_nlu_item *px_dialogue_current(const struct px_request *request, const struct px_nlu_item *item);
/* One and the same thing: by its id, or by its title where there is none. */
bool px_dialogue_same(const struct px_nlu_item *a, const struct px_nlu_item *b);
bool px_dialogue_among(const struct px_nlu_item *item, const struct px_nlu_item *items, size_t count);
/* The last call was of this message, and made something new. */
bool px_dialogue_made(const struct px_nlu_session *session);
/* The target is this item of the dialogue. */
void px_dialogue_take(const struct px_request *request, struct px_target *target, const struct px_nlu_item *item);
/* Lets later requests of the same message refer to what this call will do. */
void px_session_note(struct px_nlu_session *session, const struct px_nlu_context *context, const char *tool,
		     const char *arguments, const struct px_args *args);
/* Local milliseconds of an argument's day or instant, or PX_TIME_NONE. */
int64_t px_dialogue_ms(const char *text);
bool px_dialogue_lists(const char *tool);

#endif
