/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Memories: what the person told Pixie to keep, and facts read from what was said.
 *
 * A fact names a subject, an attribute and a value.  px_memory_supersede closes
 * the facts that a new one replaces; nothing is overwritten, so that "where did
 * I live in February?" has an answer.  Finding a memory by its words or meaning
 * is memory/'s business, not done here.
 */
#ifndef PX_DOMAIN_MEMORY_H
#define PX_DOMAIN_MEMORY_H

#include "domain/domain.h"

enum { PX_MEMORY_TEXT_MAX = 8000, PX_MEMORY_NAME_MAX = 200, PX_MEMORY_VALUE_MAX = 2000 };

/*
 * Fills id, user, times and version; `learned` becomes now if absent.
 * PX_INVALID for a text that is empty, a fact without subject and attribute,
 * or a validity that ends before it begins; PX_CONFLICT ("external_id") if that was
 * brought in before.
 */
enum px_err px_memory_create(struct px_domain *domain, struct px_memory *memory,
			     struct px_error *error) PX_MUST_CHECK;
enum px_err px_memory_get(struct px_domain *domain, struct px_id id, struct px_memory *memory,
			  struct px_error *error) PX_MUST_CHECK;
/* Text, the fact's parts, validity, pinned, secret; the rest stays as it is. */
enum px_err px_memory_update(struct px_domain *domain, struct px_memory *memory, int64_t expected,
			     struct px_error *error) PX_MUST_CHECK;
enum px_err px_memory_delete(struct px_domain *domain, struct px_id id, int64_t expected,
			     struct px_error *error) PX_MUST_CHECK;
/* Removes the vectors of a row, of whatever kind: they are made again if it comes back. */
enum px_err px_embedding_drop(struct px_domain *domain, struct px_id owner, struct px_error *error) PX_MUST_CHECK;
/* Closes `old` at `at`: `by` took its place (or none: it just ended). */
enum px_err px_memory_supersede(struct px_domain *domain, struct px_id old, struct px_id by, int64_t at,
				struct px_error *error) PX_MUST_CHECK;
/* Since when a row is known to hold: valid_from, else when it was said. */
int64_t px_memory_begins(const struct px_memory *row);
/* Whether it was corrected rather than changed: it ends before it begins, so that it never held. */
bool px_memory_was_wrong(const struct px_memory *row);
/* Those of one subject, without case, oldest first, closed ones too; rows in the arena. */
enum px_err px_memory_of_subject(struct px_domain *domain, struct px_str subject,
				 struct px_memory **rows, size_t *count, struct px_error *error) PX_MUST_CHECK;
/* Everything kept, oldest first; rows in the arena. */
enum px_err px_memory_all(struct px_domain *domain, struct px_memory **rows, size_t *count,
			  struct px_error *error) PX_MUST_CHECK;
/* Those that are marked as secrets, oldest first; rows in the arena. */
enum px_err px_memory_secrets(struct px_domain *domain, struct px_memory **rows, size_t *count,
			      struct px_error *error) PX_MUST_CHECK;
/* Every fact, oldest first, closed ones too; rows in the arena. */
enum px_err px_memory_facts(struct px_domain *domain, struct px_memory **rows, size_t *count,
			    struct px_error *error) PX_MUST_CHECK;
/* The one with this external id; PX_NOT_FOUND. */
enum px_err px_memory_by_external(struct px_domain *domain, struct px_str external_id,
				  struct px_memory *memory, struct px_error *error) PX_MUST_CHECK;

#endif
