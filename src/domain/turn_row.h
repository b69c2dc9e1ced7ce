/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The rows of turns that do not end in the transaction they begin in.
 *
 * A turn of the built-in engine is one transaction and has no row.  One that
 * waits for something writes the person's message and a row "running" first;
 * its steps commit one by one, their actions naming the message; its end
 * writes the answer and one of the other states.  So whatever ends it, the
 * database says how far it came.
 *
 *   running -> done | failed | cancelled | interrupted
 */
#ifndef PX_DOMAIN_TURN_ROW_H
#define PX_DOMAIN_TURN_ROW_H

#include "domain/domain.h"

/* The turn that answers `message`, which has been appended in this transaction. */
enum px_err px_turn_row_begin(struct px_domain *domain, const struct px_message *message,
			      struct px_turn_row *turn, struct px_error *error) PX_MUST_CHECK;
/* The turn that a message began; PX_NOT_FOUND for one that was answered at once. */
enum px_err px_turn_row_of(struct px_domain *domain, struct px_id message, struct px_turn_row *turn,
			   struct px_error *error) PX_MUST_CHECK;
/*
 * Ends it with `answer`, whose text and effects the caller has set and which is
 * appended here as the reply to its message.  PX_CONFLICT if it has ended already.
 */
enum px_err px_turn_row_end(struct px_domain *domain, struct px_turn_row *turn, enum px_turn_state state,
			    struct px_message *answer, struct px_error *error) PX_MUST_CHECK;
/*
 * What its steps have done and nobody has undone: the actions of its message,
 * first to last, at most PX_TURN_ACTIONS_MAX.  PX_NOT_FOUND if the message is gone with its conversation.
 */
enum { PX_TURN_ACTIONS_MAX = 1000 };
enum px_err px_turn_row_actions(struct px_domain *domain, const struct px_turn_row *turn,
				struct px_action **actions, size_t *count, struct px_error *error) PX_MUST_CHECK;
/*
 * What has become of the rows that these actions changed, each once and as it
 * is now, in the order in which they were first touched.  What was made and is
 * gone again is left out.
 */
enum px_err px_turn_row_changes(struct px_domain *domain, const struct px_action *actions, size_t count,
				struct px_change **changes, size_t *change_count,
				struct px_error *error) PX_MUST_CHECK;

#endif
