/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bringing in what was kept elsewhere: notes, messages, tasks and documents
 * with their own times and ids.
 *
 * An item whose id was brought in before is passed over, so the same file
 * twice is the same as once.  No item is an action of its own: an import is
 * not undone, its rows are deleted like any other.
 */
#ifndef PX_MEMORY_IMPORT_H
#define PX_MEMORY_IMPORT_H

#include "base/json.h"
#include "domain/domain.h"

enum { PX_IMPORT_ITEMS_MAX = 500 }; /* of one call */

struct px_imported {
	size_t created, known; /* items */
};

/*
 * `items`: an array of {"id", "kind": "note"|"message"|"task"|"document", "at", "text", "title"?, "speaker"?,
 * "session"?, "status"?, "due"?, "done_at"?}; times local ISO or with an
 * offset.  One wrong item fails the call (PX_INVALID, its place in the message) and nothing of it stays.
 */
enum px_err px_memory_import(struct px_domain *domain, const json_t *items, struct px_imported *imported,
			     struct px_error *error) PX_MUST_CHECK;

#endif
