/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What was said last in a conversation, for a trained reader of the next
 * message: the beginning of the person's message and the end of Pixie's reply.
 */
#ifndef PX_AGENT_LAST_SAID_H
#define PX_AGENT_LAST_SAID_H

#include "domain/domain.h"
#include "nlu/nlu.h"

enum { PX_LAST_SAID_MAX = 240 }; /* bytes of either */

/* At most PX_LAST_SAID_MAX bytes of a text, whole characters, in the arena; NULL for NULL. */
const char *px_last_said_begin(struct px_arena *arena, const char *text);
const char *px_last_said_end(struct px_arena *arena, const char *text);
/* Sets said_before and replied of `nlu`, both NULL in a new conversation. */
enum px_err px_last_said(struct px_domain *domain, struct px_id conversation, struct px_nlu_context *nlu,
			 struct px_error *error) PX_MUST_CHECK;

#endif
