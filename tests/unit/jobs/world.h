/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A store of jobs in a temporary folder, for the tests of this folder.
 */
#ifndef PX_TESTS_UNIT_JOBS_WORLD_H
#define PX_TESTS_UNIT_JOBS_WORLD_H

#include "base/clock.h"
#include "base/log.h"
#include "jobs/jobs.h"
#include "store/fault.h"
#include "support/ok.h"
#include "support/temp.h"
#include "support/watchdog.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <unistd.h>
#include <cmocka.h>

#define WORLD_NOW INT64_C(1768471200000) /* 2026-01-15T10:00:00Z */

static const struct px_record *const world_records[] = { &px_job_record, NULL };

struct world {
	struct temp_dir dir;
	char path[256];
	struct px_store *store;
	struct px_store_fault fault;
	struct px_arena arena;
	struct px_error error;
	struct px_id user;
};

static inline void world_open(struct world *w)
{
	struct px_store_config config = { "sqlite", w->path, 1, world_records };

	OK(px_store_open_faulty(&config, &w->fault, &w->store, &w->error));
}

static inline int world_set_up(void **state)
{
	struct world *w = calloc(1, sizeof(*w));

	watchdog_start();
	px_log_set_level(PX_LOG_NONE);
	temp_dir_make(&w->dir);
	temp_dir_file(&w->dir, "pixie.db", w->path);
	px_arena_init(&w->arena);
	w->user = px_id_new();
	world_open(w);
	*state = w;
	return 0;
}

static inline int world_tear_down(void **state)
{
	struct world *w = *state;

	px_store_close(w->store);
	px_arena_release(&w->arena);
	temp_dir_remove(&w->dir);
	px_clock_fix(0);
	free(w);
	watchdog_stop();
	return 0;
}

static inline struct px_store_tx *world_begin(struct world *w, struct px_id user)
{
	struct px_store_tx *tx = NULL;

	OK(px_store_begin(w->store, user, PX_STORE_WRITE, &tx, &w->error));
	return tx;
}

static inline void world_enqueue(struct world *w, const struct px_job_spec *spec)
{
	struct px_store_tx *tx = world_begin(w, spec->user);

	OK(px_jobs_enqueue(tx, spec, &w->error));
	OK(px_store_commit_wait(tx, &w->error));
}

/* Every job there is, by id. */
static inline size_t world_jobs(struct world *w, struct px_job_row **rows)
{
	const struct px_store_query query = { .limit = 1000 };
	struct px_store_tx *tx;
	void *found = NULL;
	size_t count = 0;

	OK(px_store_begin(w->store, PX_ID_NONE, PX_STORE_READ, &tx, &w->error));
	OK(px_store_query(tx, &px_job_record, &query, &w->arena, &found, &count, &w->error));
	px_store_rollback(tx);
	*rows = found;
	return count;
}

/* The only job. */
static inline struct px_job_row world_job(struct world *w)
{
	struct px_job_row *rows;

	assert_int_equal(world_jobs(w, &rows), 1);
	return rows[0];
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, world_set_up, world_tear_down)

#endif
