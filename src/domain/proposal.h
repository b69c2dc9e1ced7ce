/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Proposals: what a model wants to do and only the person may.
 *
 *   open -> accepted | declined, or expired once its time is over
 *
 * A row says what would be done, in the tool's arguments and in words, and
 * which text may have asked for it.  This file keeps the rows and their
 * states; running what is accepted is for agent/.  Expiry is told by the clock:
 * no row is written for it.
 */
#ifndef PX_DOMAIN_PROPOSAL_H
#define PX_DOMAIN_PROPOSAL_H

#include "domain/domain.h"

enum {
	PX_PROPOSAL_DAYS = 7,       /* for which it can be accepted */
	PX_PROPOSALS_OPEN_MAX = 50, /* of one user */
	PX_PROPOSAL_QUOTE_MAX = 500, PX_PROPOSAL_TEXT_MAX = 2000,
	PX_PROPOSAL_ARGUMENTS_MAX = 131072,
};
#define PX_PROPOSAL_SEVERAL "several" /* the tool of a proposal of more than one call */

/* Fills id, user, state and times.  PX_CONFLICT if PX_PROPOSALS_OPEN_MAX are open. */
enum px_err px_proposal_create(struct px_domain *domain, struct px_proposal_row *proposal,
			       struct px_error *error) PX_MUST_CHECK;
/* With its state as it is now. */
enum px_err px_proposal_get(struct px_domain *domain, struct px_id id, struct px_proposal_row *proposal,
			    struct px_error *error) PX_MUST_CHECK;
/* Those that can be accepted now, oldest first. */
enum px_err px_proposals_open(struct px_domain *domain, struct px_proposal_row **proposals, size_t *count,
			      struct px_error *error) PX_MUST_CHECK;
/* Sets the state of rows read otherwise to what it is at `now`. */
void px_proposals_age(struct px_proposal_row *proposals, size_t count, int64_t now);
/*
 * Writes what was changed in an open one: tool, arguments, text, targets, said, edits.
 * PX_CONFLICT if it is not open or its version is not `expected` (-1: any).
 */
enum px_err px_proposal_update(struct px_domain *domain, struct px_proposal_row *proposal, int64_t expected,
			       struct px_error *error) PX_MUST_CHECK;
/*
 * Not to be shown before `until` (PX_TIME_NONE: at once), which is before it expires.  It can still be decided.
 * PX_CONFLICT if it is not open or its version is not `expected` (-1: any).
 */
enum px_err px_proposal_snooze(struct px_domain *domain, struct px_proposal_row *proposal, int64_t until,
			       int64_t expected, struct px_error *error) PX_MUST_CHECK;
/*
 * Accepted or declined, *proposal becomes the row as written.  Deciding the same twice writes nothing (*again is
 * true then); PX_CONFLICT with the reason if it was decided otherwise or has expired.
 */
enum px_err px_proposal_decide(struct px_domain *domain, struct px_id id, enum px_proposal_state state,
			       struct px_proposal_row *proposal, bool *again, struct px_error *error) PX_MUST_CHECK;
/* [maintenance] Removes those made before that instant that nobody can accept any more.  A bounded slice. */
enum px_err px_proposals_expire(struct px_store_tx *tx, int64_t before, bool *more, struct px_error *error) PX_MUST_CHECK;

/* What is left of a proposal that quoted something which was forgotten for good. */
#define PX_PROPOSAL_FORGOTTEN "Forget something for good"
/* Leaves nothing but that of the proposals, open or not, that repeat the words. */
enum px_err px_proposals_forget(struct px_domain *domain, const char *words, struct px_error *error) PX_MUST_CHECK;

#endif
