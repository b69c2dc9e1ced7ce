/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Tickets: secrets that are mailed or handed over and good for one use, until a time.  The row keeps the hash.
 *
 * All need the caller's transaction over all users.
 */
#ifndef PX_AUTH_TICKET_H
#define PX_AUTH_TICKET_H

#include "auth/auth.h"
#include "auth/records.h"

/* `text` is the secret; it is never stored. */
enum px_err px_ticket_make(struct px_store_tx *tx, struct px_id user, enum px_ticket_kind kind, const char *email,
			   int64_t lives, char text[PX_TOKEN_TEXT], struct px_id *id,
			   struct px_error *error) PX_MUST_CHECK;
/* The live ticket of that text; PX_UNAUTHORIZED if there is none. */
enum px_err px_ticket_find(struct px_store_tx *tx, enum px_ticket_kind kind, struct px_str text,
			   struct px_arena *arena, struct px_ticket_row *ticket, struct px_error *error) PX_MUST_CHECK;
enum px_err px_ticket_spend(struct px_store_tx *tx, struct px_ticket_row *ticket, struct px_error *error) PX_MUST_CHECK;
/* Every one of that kind that is still out. */
enum px_err px_ticket_spend_all(struct px_store_tx *tx, struct px_id user, enum px_ticket_kind kind,
				struct px_arena *arena, struct px_error *error) PX_MUST_CHECK;
/* PX_UNAUTHORIZED, in the words that px_ticket_find has. */
enum px_err px_ticket_refuse(struct px_error *error) PX_MUST_CHECK;

#endif
