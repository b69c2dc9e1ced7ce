/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Turns that a process began and did not live to end are closed (agent/interrupted).
 *
 * One process alone does that at its start.  Of several each may have turns under
 * way, so they close those that have run for longer than any may, and go on doing so
 * by one job for all.
 */
#ifndef PX_APP_DEAD_TURNS_H
#define PX_APP_DEAD_TURNS_H

#include "config/config.h"
#include "jobs/jobs.h"

struct px_dead_turns {
	struct px_store *store;
	const struct px_config *config;
};

/* At the start and by the job; *closed tells how many. */
enum px_err px_dead_turns_close(const struct px_dead_turns *turns, size_t *closed, struct px_error *error) PX_MUST_CHECK;
/* Several processes: registers the job, before px_jobs_start; `turns` outlives the runner. */
void px_dead_turns_add(struct px_dead_turns *turns, struct px_jobs *jobs);
/* Plans it, unless it is. */
enum px_err px_dead_turns_plan(struct px_dead_turns *turns, struct px_error *error) PX_MUST_CHECK;

#endif
