/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A throw-away store with one user and a fixed clock, for tests of the domain
 * and above.
 */
#ifndef PX_TESTS_WORLD_H
#define PX_TESTS_WORLD_H

#include "domain/domain.h"
#include "domain/user.h"
#include "support/temp.h"

struct px_world {
	struct temp_dir dir;
	char path[256];
	struct px_store *store;
	struct px_store_tx *tx;
	struct px_arena arena;
	struct px_user user;
	int64_t now;
	const struct px_tz *tz;
	struct px_domain domain; /* of the open transaction */
};

/* What its store is opened with. */
const struct px_record *const *px_world_records(void);
/* Opens a fresh store and makes the user; `now` is local ("2026-01-14T09:00") in `zone`. */
void px_world_open(struct px_world *world, const char *zone, const char *now);
/* Another user in the same store becomes the current one. */
void px_world_other_user(struct px_world *world);
/* Begins a transaction and readies world->domain. */
void px_world_begin(struct px_world *world);
void px_world_commit(struct px_world *world);
void px_world_rollback(struct px_world *world);
/* Moves the clock to another local time. */
void px_world_at(struct px_world *world, const char *now);
/* Local text to UTC milliseconds. */
int64_t px_world_utc(const struct px_world *world, const char *local);
/* UTC to "2026-01-14T09:00" in the arena. */
const char *px_world_local(struct px_world *world, int64_t utc);
/* Closes the store and opens it again, as a restart does. */
void px_world_reopen(struct px_world *world);
void px_world_close(struct px_world *world);

#endif
