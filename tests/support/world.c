/* SPDX-License-Identifier: Apache-2.0 */
#include "support/world.h"

#include "jobs/record.h"

#include "base/clock.h"
#include "sys/zoneinfo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

int64_t px_world_utc(const struct px_world *world, const char *local)
{
	int64_t ms = 0;
	bool offset;

	assert_true(px_civil_parse_ms(px_str(local), &ms, &offset));
	return px_tz_to_utc(world->tz, ms, NULL);
}

const char *px_world_local(struct px_world *world, int64_t utc)
{
	char text[PX_CIVIL_TEXT];

	if (utc == PX_TIME_NONE)
		return "none";
	px_civil_format_ms(px_tz_to_local(world->tz, utc), text);
	return px_arena_printf(&world->arena, "%.16s", text);
}

void px_world_at(struct px_world *world, const char *now)
{
	world->now = px_world_utc(world, now);
	px_clock_fix(world->now);
	world->domain.now = world->now;
}

static void add_user(struct px_world *world, const char *name)
{
	struct px_store_tx *tx;

	px_record_init(&px_user_record, &world->user);
	world->user.name = name;
	world->user.zone = px_tz_name(world->tz);
	world->user.locale = "en-GB";
	assert_int_equal(px_store_begin(world->store, PX_ID_NONE, PX_STORE_WRITE, &tx, NULL), PX_OK);
	assert_int_equal(px_user_create(tx, world->now, &world->user, NULL), PX_OK);
	assert_int_equal(px_store_commit_wait(tx, NULL), PX_OK);
}

/* The entities, and jobs: what is written may want work afterwards. */
const struct px_record *const *px_world_records(void)
{
	static const struct px_record *all[32];
	size_t n = 0;

	for (; px_records[n]; n++)
		all[n] = px_records[n];
	all[n] = &px_job_record;
	return all;
}

static void open_store(struct px_world *world)
{
	struct px_store_config config = { .driver = "sqlite", .path = world->path, .shards = 1,
					  .records = px_world_records() };
	struct px_error error = { 0 };

	if (px_store_open(&config, &world->store, &error) != PX_OK)
		fail_msg("%s", error.message);
}

void px_world_open(struct px_world *world, const char *zone, const char *now)
{
	setenv("CMOCKA_TEST_ABORT", "1", 1); /* a test that fails with a transaction of its own open can't close the store */
	*world = (struct px_world){ .tz = px_zoneinfo_get(zone) };
	assert_non_null(world->tz);
	px_arena_init(&world->arena);
	px_world_at(world, now);
	temp_dir_make(&world->dir);
	temp_dir_file(&world->dir, "pixie.db", world->path);
	open_store(world);
	add_user(world, "Robin");
}

void px_world_reopen(struct px_world *world)
{
	px_store_close(world->store);
	open_store(world);
}

void px_world_other_user(struct px_world *world)
{
	add_user(world, "Kim");
}

void px_world_begin(struct px_world *world)
{
	assert_int_equal(px_store_begin(world->store, world->user.id, PX_STORE_WRITE, &world->tx,
					NULL), PX_OK);
	px_domain_init(&world->domain, world->tx, world->user.id, world->now, world->tz,
		       &world->arena);
	world->domain.find_zone = px_zoneinfo_find;
}

void px_world_commit(struct px_world *world)
{
	assert_int_equal(px_store_commit_wait(world->tx, NULL), PX_OK);
	world->tx = NULL;
}

void px_world_rollback(struct px_world *world)
{
	px_store_rollback(world->tx);
	world->tx = NULL;
}

void px_world_close(struct px_world *world)
{
	if (world->tx)
		px_store_rollback(world->tx);
	px_store_close(world->store);
	px_arena_release(&world->arena);
	temp_dir_remove(&world->dir);
	px_clock_fix(0);
}
