/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A question to memory: facts first, then recall by words and meaning, and an
 * answer in the words that were kept, or none.
 */
#ifndef PX_MEMORY_ASK_H
#define PX_MEMORY_ASK_H

#include "memory/answer.h"
#include "memory/index.h"
#include "memory/likelihood.h"

struct px_asked {
	struct px_memory_hit *hits;  /* the best first; in the domain's arena */
	struct px_likelihood *likelihoods; /* of each hit, that it answers */
	size_t count;
	size_t pending;              /* texts that can't be found by meaning yet */
	struct px_answer answer;     /* text NULL: not known */
	struct px_recall_evidence evidence; /* how sure it is that the first hit answers */
};

/* `query` with its text as it was asked; `keep` may have no engine: facts alone are asked then. */
enum px_err px_memory_ask(const struct px_memory_keep *keep, struct px_domain *domain, const struct px_memory_query *query,
			  struct px_asked *asked, struct px_error *error) PX_MUST_CHECK;

#endif
