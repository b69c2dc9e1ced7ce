/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents: files and texts that were brought in, their passages (chunks) and
 * what is derived from them.
 *
 * A document with a hash has its bytes in blob/, and its passages can be made
 * from them again by the job PX_DOCUMENT_READ, so undoing its deletion reads it
 * anew.  One without a hash consists of its passages alone.  Reading a file
 * is memory/reading's business; files go by its job PX_DOCUMENT_CLEAN.
 */
#ifndef PX_DOMAIN_DOCUMENT_H
#define PX_DOMAIN_DOCUMENT_H

#include "domain/domain.h"

enum { PX_DOCUMENT_TITLE_MAX = 500, PX_DOCUMENT_PROBLEM_MAX = 500 };
#define PX_DOCUMENT_UNTITLED "Untitled document"
#define PX_DOCUMENT_READ "document.read"   /* payload {"id"}; key: the id */
#define PX_DOCUMENT_CLEAN "document.clean" /* one per user */
/* When a deleted document's file is looked at first: it stays for as long as the deletion can be undone. */
#define PX_DOCUMENT_KEEP_MS (INT64_C(30) * 24 * 3600 * 1000)

/* Fills id, user, times and version; with a hash it waits to be read, for which the job is enqueued. */
enum px_err px_document_create(struct px_domain *domain, struct px_document *document,
			       struct px_error *error) PX_MUST_CHECK;
enum px_err px_document_get(struct px_domain *domain, struct px_id id, struct px_document *document,
			    struct px_error *error) PX_MUST_CHECK;
/* The one with these bytes; PX_NOT_FOUND. */
enum px_err px_document_by_hash(struct px_domain *domain, const char *hash, struct px_document *document,
				struct px_error *error) PX_MUST_CHECK;
/* The title; the rest stays as it is. */
enum px_err px_document_update(struct px_domain *domain, struct px_document *document, int64_t expected,
			       struct px_error *error) PX_MUST_CHECK;
/* [job] How reading went.  `problem` and `title` may be NULL: none, as before.  Not undone: noted for publishing only. */
enum px_err px_document_read(struct px_domain *domain, struct px_document *document, int status, const char *problem,
			     const char *title, struct px_error *error) PX_MUST_CHECK;

/*
 * Deletes a document with its passages and their vectors and records the
 * action, so that it can be undone; its file goes later.  With `for_good`, or
 * for a text too long for the record, it can't be undone, and nothing of it
 * stays in the records of actions.
 */
enum px_err px_document_delete(struct px_domain *domain, struct px_id id, bool for_good,
			       struct px_error *error) PX_MUST_CHECK;
/* Deletes passages and vectors alone. */
enum px_err px_document_drop_chunks(struct px_domain *domain, struct px_id id, struct px_error *error) PX_MUST_CHECK;
/* Enqueues the reading of a document that has a file. */
enum px_err px_document_request_reading(struct px_domain *domain, struct px_id id, struct px_error *error) PX_MUST_CHECK;
/* Enqueues the job that removes files that nothing needs; `due`: UTC milliseconds, 0: at once. */
enum px_err px_document_request_cleaning(struct px_domain *domain, int64_t due, struct px_error *error) PX_MUST_CHECK;
/* Records of actions that name a document or file say nothing of it any more, and can't be undone. */
enum px_err px_document_empty_actions(struct px_domain *domain, struct px_id id, struct px_error *error) PX_MUST_CHECK;

#endif
