/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What an answer rests on, kept with the answer.
 *
 * Kept are kind and id of each row, not its words: a row that was forgotten or
 * deleted leaves no copy behind, and one that was changed is read as it is now.
 */
#ifndef PX_MEMORY_GROUNDS_H
#define PX_MEMORY_GROUNDS_H

#include "memory/answer.h"

/* [{"kind", "id"}] for px_message.grounds, in the arena; NULL for none. */
const char *px_grounds_refs(struct px_arena *arena, const struct px_ground *grounds, size_t count);
/* The rows behind px_message.grounds as they are now, in that order; those that are gone are left out. */
enum px_err px_grounds_read(struct px_domain *domain, const char *refs, struct px_ground *grounds, size_t *count,
			    struct px_error *error) PX_MUST_CHECK;

#endif
