/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Documents that come as text rather than as a file: cut into passages at
 * once, in the caller's transaction.  They have no bytes in blob/; their
 * passages are all there is of them.
 */
#ifndef PX_MEMORY_TEXT_DOCUMENT_H
#define PX_MEMORY_TEXT_DOCUMENT_H

#include "domain/domain.h"

enum { PX_TEXT_DOCUMENT_MAX = 256 << 10 }; /* bytes of text */

struct px_text_document {
	struct px_str text;      /* plain, Markdown or HTML */
	const char *title;       /* NULL: its own heading, or its first words */
	const char *name;        /* a file's name, whose ending says what the text is; may be NULL */
	const char *external_id; /* where it was imported from, or NULL */
	int source;              /* enum px_memory_source */
	int64_t learned;         /* PX_TIME_NONE: now */
};

/* Writes the rows; the caller records the action.  PX_INVALID: there is nothing in it to be found. */
enum px_err px_text_document_add(struct px_domain *domain, const struct px_text_document *text, struct px_document *row,
				 struct px_error *error) PX_MUST_CHECK;

#endif
