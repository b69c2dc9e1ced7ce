/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Regular upkeep: issuers' keys every ten seconds (a timer: they are this
 * process's own), dead rows every hour (jobs: whoever runs, now or after a
 * restart, does it once).
 */
#ifndef PX_APP_MAINTENANCE_H
#define PX_APP_MAINTENANCE_H

#include "auth/auth.h"
#include "jobs/jobs.h"

struct px_maintenance;

/*
 * Starts the timer on `loop`, gives `jobs` (not started yet) its kinds and
 * sees to it that their jobs are there.  Everything is borrowed.  Main thread.
 */
enum px_err px_maintenance_new(struct px_store *store, struct px_auth *auth, struct px_jobs *jobs,
			       struct px_loop *loop, struct px_maintenance **maintenance,
			       struct px_error *error) PX_MUST_CHECK;
/* After the jobs have stopped.  NULL is fine. */
void px_maintenance_free(struct px_maintenance *maintenance);

#endif
