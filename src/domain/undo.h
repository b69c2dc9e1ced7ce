/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Undo: takes back recorded actions by their before and after images; redo does them again.
 *
 * Field by field: what the action changed goes back to what it was, and what
 * was changed since by something else stays.  If the same field was changed
 * since, or the row is gone, undoing is refused with PX_CONFLICT and nothing
 * is touched.  Undone actions are marked and not undone again, so undoing
 * twice takes back the action before; undoing itself leaves an action too (tool
 * "undo", marked undone), for the record.  Row versions only ever grow.
 */
#ifndef PX_DOMAIN_UNDO_H
#define PX_DOMAIN_UNDO_H

#include "domain/domain.h"

struct px_undone {
	const char *summary;    /* of the action, or of several joined by "; " */
	size_t action_count;
	const struct px_id *actions; /* their ids, newest first; in the domain's arena */
	struct px_action first; /* the newest of them */
	bool more;              /* px_undo_last: there is something else to undo */
};

/*
 * The last action, by its place in the user's sequence, that is not yet undone; when it came from a message, all actions of
 * that message, so that one "undo" takes back one request.  The rows that
 * changed are noted in domain->changes.  PX_NOT_FOUND: nothing to undo.
 */
enum px_err px_undo_last(struct px_domain *domain, struct px_undone *undone,
			 struct px_error *error) PX_MUST_CHECK;
/* All that a message did, whatever was done since by others.  PX_NOT_FOUND: nothing. */
enum px_err px_undo_message(struct px_domain *domain, struct px_id message, struct px_undone *undone,
			    struct px_error *error) PX_MUST_CHECK;
/* One action by id; PX_CONFLICT if it was undone already. */
enum px_err px_undo_action(struct px_domain *domain, struct px_id action, struct px_undone *undone,
			   struct px_error *error) PX_MUST_CHECK;
/*
 * Does an undone action again, by the same merge: what it changed must be as undoing left it.  It can be undone
 * again.  PX_CONFLICT if it was not undone, was changed since, or can't be done again (undoing itself, forgetting).
 */
enum px_err px_redo_action(struct px_domain *domain, struct px_id action, struct px_undone *redone,
			   struct px_error *error) PX_MUST_CHECK;
/*
 * [maintenance] Ends the undo of what was done before that instant: the records
 * of it go, and with them the last copy of what was deleted.  A bounded slice;
 * *more: there may be more of them.
 */
enum px_err px_undo_expire(struct px_store_tx *tx, int64_t before, bool *more, struct px_error *error) PX_MUST_CHECK;
/* Whether there is something to undo. */
enum px_err px_undo_available(struct px_domain *domain, bool *available,
			      struct px_error *error) PX_MUST_CHECK;

#endif
