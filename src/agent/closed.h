/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Closed tasks that words mean: "reopen the auth bug".
 *
 * However many there are, none is too old to be named: the store finds by
 * words those that may be meant, and the engine's matcher decides among them.
 */
#ifndef PX_AGENT_CLOSED_H
#define PX_AGENT_CLOSED_H

#include "domain/domain.h"
#include "nlu/nlu.h"

/* Completed tasks come before cancelled ones, those closed last first; nothing found leaves found->count 0. */
enum px_err px_closed_find(struct px_domain *domain, const struct px_nlu_context *nlu, struct px_str words,
			   struct px_nlu_found *found, struct px_error *error) PX_MUST_CHECK;

#endif
