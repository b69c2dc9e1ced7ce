/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What one turn may take of language models: tokens of an answer, tokens and
 * money over all of its requests.
 *
 * A request is asked only if one as large as the last fits into what is left,
 * and its answer may be as long as fits.  What a request costs is known when
 * it has ended, so a turn may pass the limit of money by what its last request
 * costs more than the one before.  Pure.
 */
#ifndef PX_AGENT_MODEL_LIMITS_H
#define PX_AGENT_MODEL_LIMITS_H

#include "base/arena.h"
#include "base/err.h"
#include "llm/message.h"

/* 0: no limit, but for `answer`. */
struct px_model_limits {
	unsigned answer;  /* tokens that one request may be answered with; 0: PX_MODEL_ANSWER_TOKENS */
	uint64_t tokens;  /* of all requests, in and out, from caches too */
	uint64_t cost;    /* micro-dollars of all requests to models whose price is known */
};

enum { PX_MODEL_ANSWER_TOKENS = 4096, PX_MODEL_ANSWER_LEAST = 64 /* of fewer nothing comes */ };

/* By a turn so far. */
struct px_model_taken {
	uint64_t tokens, cost;
	uint64_t last_tokens, last_cost; /* by its last request */
	unsigned allowed;                /* tokens that the last request may be answered with */
};

/* One more request took this. */
void px_model_taken_add(struct px_model_taken *taken, const struct px_llm_usage *usage, uint64_t cost);
/*
 * Whether one more may be asked; then *allowed is how long its answer may be.  `expected`: tokens that the first
 * takes.  PX_TOO_LARGE names the limit.
 */
enum px_err px_model_limits_ask(const struct px_model_limits *limits, struct px_model_taken *taken, uint64_t expected,
				struct px_error *error) PX_MUST_CHECK;
/* Why an answer broke off that may be no longer. */
const char *px_model_limits_cut(const struct px_model_limits *limits, const struct px_model_taken *taken, struct px_arena *arena);

#endif
