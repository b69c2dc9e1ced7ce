/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Idempotency-Key: a repeated request gets the first one's answer.
 *
 * The answer is kept in the same transaction as the effect, for a day.  The
 * same key with another request is refused.
 */
#ifndef PX_API_IDEMPOTENCY_H
#define PX_API_IDEMPOTENCY_H

#include "net/http.h"
#include "store/store.h"

/*
 * Looks the key up.  *replayed: `status` and `body` are the kept answer.
 * PX_INVALID if the key belongs to another request.
 */
enum px_err px_idempotency_find(struct px_store_tx *tx, const char *key,
				const struct px_http_request *request, bool *replayed, int *status,
				struct px_arena *arena, struct px_buf *body,
				struct px_error *error) PX_MUST_CHECK;
enum px_err px_idempotency_keep(struct px_store_tx *tx, struct px_id user, const char *key,
				const struct px_http_request *request, int status,
				const struct px_buf *body, struct px_error *error) PX_MUST_CHECK;
/*
 * Deletes a few hundred answers that are older than a day; maintenance
 * transaction.  *more: there may be more of them.
 */
enum px_err px_idempotency_sweep(struct px_store_tx *tx, int64_t now, bool *more,
				 struct px_error *error) PX_MUST_CHECK;

#endif
