/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Regular upkeep: issuers' keys every ten seconds and memory that is free but
 * not given back every minute (a timer: they are this process's own), dead rows and what can't be undone any more every hour
 * (jobs: whoever runs, now or after a restart, does it once).
 */
#ifndef PX_APP_MAINTENANCE_H
#define PX_APP_MAINTENANCE_H

#include "auth/auth.h"
#include "jobs/jobs.h"

struct px_maintenance;

struct px_maintenance_config { /* all borrowed */
	struct px_store *store;
	struct px_auth *auth;
	struct px_jobs *jobs; /* not started yet */
	struct px_loop *loop; /* of the timer */
	int64_t undo_ms;      /* how long a change can be undone */
};

/* Starts the timer, gives the jobs their kinds and sees to it that they are there.  Main thread. */
enum px_err px_maintenance_new(const struct px_maintenance_config *config, struct px_maintenance **maintenance,
			       struct px_error *error) PX_MUST_CHECK;
/* After the jobs have stopped.  NULL is fine. */
void px_maintenance_free(struct px_maintenance *maintenance);

#endif
