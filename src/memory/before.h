/* SPDX-License-Identifier: Apache-2.0 */
/* What the person said just before: what a correction or a short question goes on from. */
#ifndef PX_MEMORY_BEFORE_H
#define PX_MEMORY_BEFORE_H

#include "domain/domain.h"

/*
 * The last message of the person's in a conversation but `message`, the one of
 * this turn, which may not be stored yet; if it is no older than `within_ms`.
 * Texts in the domain's arena.  PX_NOT_FOUND if there is none.
 */
enum px_err px_message_before(struct px_domain *domain, struct px_id conversation, struct px_id message, int64_t within_ms, struct px_message *before,
			      struct px_error *error) PX_MUST_CHECK;

#endif
