/* SPDX-License-Identifier: Apache-2.0 */
/* The weights of mail/judge, as tools/train_judge wrote them. */
#ifndef PX_MAIL_JUDGE_WEIGHTS_H
#define PX_MAIL_JUDGE_WEIGHTS_H

#include "mail/judge.h"

struct px_judge_weights {
	float bias, step;     /* step: what a whole number of the table stands for */
	const int8_t *weights; /* PX_JUDGE_BUCKETS */
};

enum { PX_JUDGE_KINDS = PX_FOUND_REQUEST + 1 };
/* By kind; an invitation is no sentence and has none. */
extern const struct px_judge_weights px_judge_weights[PX_JUDGE_KINDS];
/* Cues that there were when it was trained: where there are others, its signs stand elsewhere. */
extern const size_t px_judge_cues;

#endif
