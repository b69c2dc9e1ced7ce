/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a document of the person's says: a question that names one by its title
 * is looked for in its passages alone, and answered in their words.
 */
#ifndef PX_MEMORY_DOCUMENT_ANSWER_H
#define PX_MEMORY_DOCUMENT_ANSWER_H

#include "memory/ask.h"

/*
 * *found is false if the question names no document that there is, or a place that is no document's; what `asked` has
 * then means nothing.  A document that is still read, or couldn't be, is told as that.
 */
enum px_err px_document_answer(const struct px_memory_keep *keep, struct px_domain *domain, const struct px_memory_query *query,
			       struct px_asked *asked, bool *found, struct px_error *error) PX_MUST_CHECK;

#endif
