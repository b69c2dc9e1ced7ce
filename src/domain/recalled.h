/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What hangs on the texts that recall finds: tasks, events, memories, passages
 * and messages.
 *
 * Whoever writes one, its vector is made by the job PX_RECALLED_INDEX
 * (memory/indexing), enqueued in the same transaction; with a row its vectors
 * go.  The records of actions see to both by themselves.
 */
#ifndef PX_DOMAIN_RECALLED_H
#define PX_DOMAIN_RECALLED_H

#include "domain/domain.h"

#define PX_RECALLED_INDEX "memory.index" /* one per user */

/*
 * Texts of the user were written: see to their vectors soon.  Not at once, so
 * that the texts of some moments share one run, and later where others wait for
 * their turns.  Words are found without it.
 */
enum { PX_RECALLED_DELAY_MS = 200, PX_RECALLED_YIELDS_MS = 2000 };
enum px_err px_recalled_request(struct px_store_tx *tx, struct px_id user, struct px_error *error) PX_MUST_CHECK;
/* A request will follow in this transaction (px_store_ahead_get). */
void px_recalled_ahead(struct px_store_tx *tx, struct px_id user);
/* For the changes that were collected since the last action: px_domain_record and undo call it. */
enum px_err px_recalled_follow(struct px_domain *domain, struct px_error *error) PX_MUST_CHECK;

#endif
