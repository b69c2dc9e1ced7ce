/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What is kept of a user between turns holds for its day and zone only, and
 * not beyond a lost batch.
 */
#include "agent/context.h"

#include "store/store.h"
#include "support/world.h"
#include "sys/zoneinfo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { SEQ = 7 };

static const struct px_shard_part *const kinds[] = { &px_context_part, NULL };

struct kept {
	struct px_world world;
	struct px_shard_parts *parts;
	struct px_context_keep keep;
};

static int set_up(void **state)
{
	struct kept *kept = calloc(1, sizeof(*kept));

	px_world_open(&kept->world, "Europe/Berlin", "2026-01-14T09:00");
	kept->parts = px_shard_parts_new(kinds, 1);
	kept->keep = (struct px_context_keep){ kept->parts, px_store_epoch(kept->world.store) };
	*state = kept;
	return 0;
}

static int tear_down(void **state)
{
	struct kept *kept = *state;

	px_shard_parts_free(kept->parts);
	px_world_close(&kept->world);
	free(kept);
	return 0;
}

/* Opens and closes it; how many things a text may refer to. */
static size_t open_context(struct kept *kept, bool *was_kept)
{
	struct px_nlu_context nlu = { 0 };
	struct px_context *context;

	px_world_begin(&kept->world);
	assert_int_equal(px_context_open(&kept->keep, &kept->world.domain, SEQ, &context, NULL), PX_OK);
	*was_kept = px_context_was_kept(context);
	px_context_fill(context, &nlu);
	size_t count = nlu.item_count;
	px_context_close(&kept->keep, context, SEQ);
	px_world_rollback(&kept->world);
	return count;
}

static void add_event(struct kept *kept, const char *title, const char *start)
{
	struct px_event event;

	px_record_init(&px_event_record, &event);
	event.title = title;
	event.start = px_world_utc(&kept->world, start);
	px_world_begin(&kept->world);
	assert_int_equal(px_event_create(&kept->world.domain, &event, NULL), PX_OK);
	px_world_commit(&kept->world);
}

/* The window of events moves on with the days. */
static void a_new_day_is_read_anew(void **state)
{
	struct kept *kept = *state;
	bool was_kept;

	add_event(kept, "Regatta", "2026-07-20T10:00"); /* beyond the window for some days yet */
	assert_int_equal(open_context(kept, &was_kept), 0);
	assert_false(was_kept);
	assert_int_equal(open_context(kept, &was_kept), 0);
	assert_true(was_kept);
	px_world_at(&kept->world, "2026-01-14T23:59");
	(void)open_context(kept, &was_kept);
	assert_true(was_kept);
	px_world_at(&kept->world, "2026-01-15T00:00");
	(void)open_context(kept, &was_kept);
	assert_false(was_kept);
	px_world_at(&kept->world, "2026-01-30T09:00");
	assert_int_equal(open_context(kept, &was_kept), 1);
	assert_false(was_kept);
}

static void another_zone_is_read_anew(void **state)
{
	struct kept *kept = *state;
	bool was_kept;

	(void)open_context(kept, &was_kept);
	kept->world.tz = px_zoneinfo_get("Europe/Paris"); /* the same hour, another zone */
	(void)open_context(kept, &was_kept);
	assert_false(was_kept);
	(void)open_context(kept, &was_kept);
	assert_true(was_kept);
}

static void a_lost_batch_is_read_anew(void **state)
{
	struct kept *kept = *state;
	bool was_kept;

	(void)open_context(kept, &was_kept);
	kept->keep.epoch++;
	(void)open_context(kept, &was_kept);
	assert_false(was_kept);
}

/* Reading anew takes the place of what was read, and leaves nothing behind. */
static void reading_anew_takes_no_more_memory(void **state)
{
	struct kept *kept = *state;
	struct px_shard_part_stats once, often;
	bool was_kept;

	for (int i = 0; i < 60; i++)
		add_event(kept, "Regatta on the lake, with all boats that are there", "2026-01-20T10:00");
	for (int round = 0; round < 40; round++) {
		kept->world.tz = px_zoneinfo_get(round % 2 ? "Europe/Paris" : "Europe/Berlin");
		(void)open_context(kept, &was_kept);
		assert_false(was_kept);
		px_shard_part_get_stats(kept->parts, &px_context_part, round ? &often : &once);
	}
	assert_int_equal(often.bytes, once.bytes);
}

/* What is remembered of a turn is of a turn: a context that was only opened and closed holds no memo. */
static void only_a_turn_is_remembered(void **state)
{
	struct kept *kept = *state;
	const struct px_context_memo memo = { .conversation_version = 4, .tz = kept->world.tz, .locale = "en-GB" };
	struct px_context_memo peeked;
	struct px_context *context;
	bool was_kept;

	(void)open_context(kept, &was_kept);
	px_world_begin(&kept->world);
	assert_int_equal(px_context_open(&kept->keep, &kept->world.domain, SEQ, &context, NULL), PX_OK);
	assert_true(px_context_was_kept(context));
	assert_null(px_context_memo(context));
	assert_null(px_context_peek(&kept->keep, kept->world.user.id, kept->world.now, &peeked));
	px_context_remember(context, &memo);
	assert_int_equal(px_context_memo(context)->conversation_version, 4);
	px_context_close(&kept->keep, context, SEQ);
	assert_non_null(px_context_peek(&kept->keep, kept->world.user.id, kept->world.now, &peeked));
	assert_string_equal(peeked.locale, "en-GB");
	assert_null(peeked.state);
	/* Something has changed since, so it is no longer true. */
	assert_int_equal(px_context_open(&kept->keep, &kept->world.domain, SEQ + 1, &context, NULL), PX_OK);
	assert_null(px_context_memo(context));
	px_context_close(&kept->keep, context, SEQ + 1);
	px_world_rollback(&kept->world);
}

static size_t count_items(const struct px_context *context)
{
	struct px_nlu_context nlu = { 0 };

	px_context_fill(context, &nlu);
	return nlu.item_count;
}

/* Things come and go one by one, up to what fills its room exactly. */
static void changes_are_followed(void **state)
{
	enum { TASKS = 64 };
	struct kept *kept = *state;
	struct px_task tasks[TASKS];
	struct px_context *context;

	px_world_begin(&kept->world);
	assert_int_equal(px_context_open(&kept->keep, &kept->world.domain, SEQ, &context, NULL), PX_OK);
	for (int i = 0; i < TASKS; i++) {
		px_record_init(&px_task_record, &tasks[i]);
		tasks[i].id = px_id_new();
		tasks[i].title = "Dust";
		struct px_change change = { .entity = "task", .verb = "created", .id = tasks[i].id, .row = &tasks[i] };
		px_context_apply(context, &kept->world.domain, &change, 1);
	}
	assert_int_equal(count_items(context), TASKS);
	for (int i = 0; i < TASKS; i++) {
		tasks[i].status = i % 2 ? PX_TASK_COMPLETED : PX_TASK_PENDING;
		struct px_change change = { .entity = "task", .verb = i % 2 ? "updated" : "deleted", .id = tasks[i].id,
					    .row = &tasks[i] };
		px_context_apply(context, &kept->world.domain, &change, 1);
		assert_int_equal(count_items(context), TASKS - 1 - i);
	}
	px_context_close(&kept->keep, context, SEQ);
	px_world_rollback(&kept->world);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_new_day_is_read_anew), TEST(another_zone_is_read_anew), TEST(a_lost_batch_is_read_anew),
		TEST(reading_anew_takes_no_more_memory), TEST(only_a_turn_is_remembered), TEST(changes_are_followed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
