/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The truth of a model's answer: what it says was done is held against what the
 * turn did, and what it says of the person's tasks, events, dates and counts
 * against the rows.
 *
 * Sentence by sentence, by the engine's words and the time engine.  A sentence
 * that is not so is put right where the rows say how it is, and left out where
 * they don't; the answer says that it was corrected.  What can't be checked, such
 * as knowledge of the world, passes.  English only: answers in other languages
 * are held to links alone.
 */
#ifndef PX_AGENT_TRUTH_H
#define PX_AGENT_TRUTH_H

#include "domain/domain.h"
#include "nlu/nlu.h"

struct px_truth_input {
	const char *locale;
	struct px_str said;              /* the person's message */
	const struct px_action *actions; /* what the turn did and nobody has undone */
	size_t action_count;
	const struct px_str *seen;       /* data that the model was shown */
	size_t seen_count;
	int64_t now;                     /* of the turn, which its times count from */
};

/* Why sentences were corrected. */
enum px_truth_kind { PX_TRUTH_DEED, PX_TRUTH_OUTSIDE, PX_TRUTH_TIME, PX_TRUTH_COUNT, PX_TRUTH_UNKNOWN, PX_TRUTH_KINDS };

struct px_truth_result {
	const char *text;                /* in the domain's arena */
	size_t corrected[PX_TRUTH_KINDS];
	size_t total;
};

enum px_err px_truth_check(const struct px_truth_input *input, struct px_domain *domain, struct px_str text,
			   struct px_truth_result *result, struct px_error *error) PX_MUST_CHECK;

#endif
