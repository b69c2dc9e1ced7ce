/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Regular upkeep: issuers' keys every ten seconds, dead rows every hour.
 */
#ifndef PX_APP_MAINTENANCE_H
#define PX_APP_MAINTENANCE_H

#include "auth/auth.h"
#include "sys/shard.h"

struct px_maintenance;

/* Starts timers on `loop`; work on rows goes to shard 0.  Everything is borrowed.  Main thread. */
enum px_err px_maintenance_new(struct px_store *store, struct px_auth *auth, struct px_shards *shards,
			       struct px_loop *loop, struct px_maintenance **maintenance,
			       struct px_error *error) PX_MUST_CHECK;
/* After the shards have stopped taking work from it; stops the timers. */
void px_maintenance_free(struct px_maintenance *maintenance);

#endif
