/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Probes: how two models compare on a user's own texts.
 *
 * A probe is the second half of the words of a text.  Looked for by meaning
 * alone, it should find its text among the first ten: the share of those that
 * do is a model's recall.  What both models find in common is their overlap.
 * Shares are in thousandths.
 */
#ifndef PX_MEMORY_PROBES_H
#define PX_MEMORY_PROBES_H

#include "jobs/jobs.h"
#include "memory/index.h"

enum { PX_PROBES_MAX = 32 };

struct px_probes {
	struct px_id ids[PX_PROBES_MAX];
	struct px_str texts[PX_PROBES_MAX];
	size_t count;
	struct px_job_run *run;
	struct px_embed *next, *used;
	struct px_arena *arena;
	float *vectors[2]; /* under the new model, under the one in use; NULL: it can't be asked */
	int64_t overlap, recall_before, recall_after; /* PX_MODELS_UNKNOWN without the model in use */
};

/* Texts in the domain's arena. */
enum px_err px_probes_choose(struct px_probes *probes, struct px_memory_index *index, struct px_domain *domain,
			     struct px_error *error) PX_MUST_CHECK;
/* Embeds them under both models (`used` may be NULL), then calls px_job_prepared.  On an error it doesn't. */
enum px_err px_probes_submit(struct px_probes *probes, struct px_job_run *run, struct px_embed *next, struct px_embed *used,
			     struct px_arena *arena, struct px_error *error) PX_MUST_CHECK;
/* Sets overlap and recall. */
enum px_err px_probes_compare(struct px_probes *probes, struct px_memory_index *used, struct px_memory_index *next,
			      struct px_error *error) PX_MUST_CHECK;

#endif
