/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The jobs of a world, run by the real runner while its clock is pinned: a test
 * moves the clock, and waits until everything that is due then has been done.
 */
#ifndef PX_TESTS_RUNNER_H
#define PX_TESTS_RUNNER_H

#include "jobs/jobs.h"
#include "proactive/proactive.h"
#include "support/world.h"

struct px_test_runner {
	struct px_store *store;
	struct px_loop *loop;
	struct px_shards *shards;
	struct px_jobs *jobs;
	struct px_proactive *proactive;
};

void px_test_runner_start(struct px_test_runner *runner, struct px_store *store);
/* Has it look, and returns when no job is due or under way any more. */
void px_test_runner_settle(struct px_test_runner *runner);
void px_test_runner_stop(struct px_test_runner *runner);

#endif
