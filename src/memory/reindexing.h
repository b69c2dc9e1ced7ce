/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The job that brings a user to another model, PX_MODELS_REINDEX (memory/models).
 *
 * Each run makes some vectors of the target beside those in use; it begins anew
 * until none is missing, also after a restart.  Then probes made from the
 * user's own texts are looked for under both models.  If the new one finds them
 * as well, about, it is switched to; if not, it is held until somebody decides.
 * A week after a switch the old vectors go.
 */
#ifndef PX_MEMORY_REINDEXING_H
#define PX_MEMORY_REINDEXING_H

#include "jobs/jobs.h"
#include "memory/index.h"

struct px_reindexing;

/* Registers the kind; before px_jobs_start.  `engine` outlives the runner; free after it. */
struct px_reindexing *px_reindexing_new(struct px_jobs *jobs, struct px_store *store, const struct px_memory_engine *engine);
void px_reindexing_free(struct px_reindexing *reindexing);

#endif
