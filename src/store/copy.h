/* SPDX-License-Identifier: Apache-2.0 */
/*
 * From one store to another, whatever drivers they have: every row of every
 * record, the users' sequences and the spans of events.  Then everything is
 * read from both and compared, field by field.
 *
 * Both stores are open, so where a driver allows one process (PX_STORE_EXCLUSIVE)
 * nobody else changes either.
 */
#ifndef PX_STORE_COPY_H
#define PX_STORE_COPY_H

#include "store/store.h"

struct px_store_copied {
	uint64_t users, rows;
	uint64_t found; /* of the rows, those that were there already, and the same (resume) */
};

/*
 * Copies all of `from` to `to`, which must be empty (PX_CONFLICT) unless
 * `resume` goes on with a copy that was interrupted: then what is there must be
 * the same.  PX_CORRUPT if what is read back differs.  Both were opened with `records`.
 */
enum px_err px_store_copy(struct px_store *from, struct px_store *to, const struct px_record *const *records,
			  bool resume, struct px_store_copied *copied, struct px_error *error) PX_MUST_CHECK;

#endif
