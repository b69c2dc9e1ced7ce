/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Conversations and their messages.
 *
 * Each user has a main conversation, the oldest, made on first use.  Messages
 * are appended and never changed.  Neither is part of undo: what was said was
 * said.
 */
#ifndef PX_DOMAIN_CONVERSATION_H
#define PX_DOMAIN_CONVERSATION_H

#include "domain/domain.h"

#define PX_MESSAGE_FORGOTTEN "(forgotten)" /* stands where words were that had to be forgotten */

enum { PX_CLIENT_ID_MAX = 255, PX_DIALOGUE_STATE_MAX = 4096 };

enum px_err px_conversation_create(struct px_domain *domain, struct px_conversation *conversation,
				   struct px_error *error) PX_MUST_CHECK;
enum px_err px_conversation_get(struct px_domain *domain, struct px_id id,
				struct px_conversation *conversation,
				struct px_error *error) PX_MUST_CHECK;
/* The user's main one: that of the first message that there is. Made if there is none. */
enum px_err px_conversation_main(struct px_domain *domain, struct px_conversation *conversation,
				 struct px_error *error) PX_MUST_CHECK;
/* Its id, PX_ID_NONE if it is not made yet. */
enum px_err px_conversation_main_id(struct px_domain *domain, struct px_id *id, struct px_error *error) PX_MUST_CHECK;
/* Title and state. */
enum px_err px_conversation_update(struct px_domain *domain, struct px_conversation *conversation,
				   int64_t expected, struct px_error *error) PX_MUST_CHECK;
/* Keeps a new dialogue state in a row just read in this transaction. */
enum px_err px_conversation_keep(struct px_domain *domain, struct px_conversation *conversation,
				 const char *state, struct px_error *error) PX_MUST_CHECK;
/* With its messages; the main one too (a new one is made on next use). */
enum px_err px_conversation_delete(struct px_domain *domain, struct px_id id, int64_t expected,
				   struct px_error *error) PX_MUST_CHECK;

/* Fills id and seq (unless given), user, time and version. */
enum px_err px_message_append(struct px_domain *domain, struct px_message *message,
			      struct px_error *error) PX_MUST_CHECK;
enum px_err px_message_get(struct px_domain *domain, struct px_id id, struct px_message *message,
			   struct px_error *error) PX_MUST_CHECK;
/* It will be asked for in this transaction (px_store_ahead_query). */
void px_message_ahead(struct px_store_tx *tx, struct px_str client_id);
/* The message that carries this idempotency key; PX_NOT_FOUND. */
enum px_err px_message_by_client_id(struct px_domain *domain, struct px_str client_id,
				    struct px_message *message,
				    struct px_error *error) PX_MUST_CHECK;
/* What was answered to this message (reply_to); PX_NOT_FOUND if nothing was yet. */
enum px_err px_message_answer(struct px_domain *domain, const struct px_message *message,
			      struct px_message *answer, struct px_error *error) PX_MUST_CHECK;

#endif
