/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A clock that went back: what came first is told by the user's sequence.
 *
 * Ids of one process never go back, so what was done "before" is done by a
 * child process whose clock is an hour ahead.
 */
#include "agent/turn.h"
#include "base/record_json.h"
#include "support/world.h"
#include "sys/zoneinfo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

static const struct px_shard_part *const kinds[] = { &px_context_part, NULL };
static struct px_shard_parts *parts;

static void ignore(void *arg, enum px_err err)
{
	*(enum px_err *)arg = err;
}

/* Says it and gives the effects as "event deleted", or "". */
static const char *say(struct px_world *world, const char *text)
{
	struct px_turn_input input = { .user = world->user.id, .text = px_str(text), .now = world->now,
				       .parts = parts };
	struct px_buf seen = PX_BUF_INIT(1000);
	struct px_error error = { 0 };
	struct px_turn turn;
	struct px_store_tx *after;
	enum px_err durable;

	if (px_turn_run(world->store, &input, &turn, &error) != PX_OK)
		fail_msg("\"%s\": %s", text, error.message);
	for (size_t i = 0; i < turn.change_count; i++)
		(void)px_buf_printf(&seen, "%s%s %s", i ? ", " : "", turn.changes[i].entity, turn.changes[i].verb);
	px_turn_commit(&turn, ignore, &durable);
	/* A transaction that writes nothing waits for all before it; a read only for what it can see. */
	assert_int_equal(px_store_begin(world->store, world->user.id, PX_STORE_WRITE, &after, NULL), PX_OK);
	assert_int_equal(px_store_commit_wait(after, NULL), PX_OK);
	const char *effects = px_arena_str(&world->arena, px_buf_view(&seen));
	px_buf_release(&seen);
	px_turn_release(&turn);
	return effects;
}

/* The child's part, at noon. */
static void earlier_life(struct px_world *world)
{
	px_world_open(world, "Europe/Berlin", "2026-01-14T12:00");
	if (strcmp(say(world, "remind me to call Bob"), "task created") != 0 ||
	    strcmp(say(world, "hello"), "") != 0)
		_exit(1);
	px_store_close(world->store);
	_exit(0);
}

/* An hour earlier by the clock, as another process. */
static int setup(void **state)
{
	struct px_world *shared = mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE,
				       MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	struct px_world *world = calloc(1, sizeof(*world));
	int status;
	pid_t child = fork();

	if (child == 0)
		earlier_life(shared);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	*world = *shared;
	munmap(shared, sizeof(*shared));
	px_arena_init(&world->arena);
	world->tz = px_zoneinfo_get("Europe/Berlin");
	world->tx = NULL;
	world->user.zone = "Europe/Berlin";
	world->user.locale = "en-GB";
	world->user.name = "Robin";
	px_world_at(world, "2026-01-14T11:00");
	struct px_store_config config = { .driver = "sqlite", .path = world->path, .shards = 1,
					  .records = px_world_records() };
	assert_int_equal(px_store_open(&config, &world->store, NULL), PX_OK);
	parts = px_shard_parts_new(kinds, 1);
	*state = world;
	return 0;
}

static int teardown(void **state)
{
	struct px_world *world = *state;

	px_shard_parts_free(parts);
	parts = NULL;
	px_world_close(world);
	free(world);
	return 0;
}

static void test_undo_takes_back_the_last(void **state)
{
	struct px_world *world = *state;

	assert_string_equal(say(world, "lunch with Bob tomorrow at 12"), "event created");
	assert_string_equal(say(world, "undo"), "event deleted");
	assert_string_equal(say(world, "undo"), "task deleted");
}

static void test_the_context_renews(void **state)
{
	struct px_world *world = *state;
	struct px_task task;

	assert_string_equal(say(world, "remind me to water the plants"), "task created");
	px_world_begin(world);
	px_record_init(&px_task_record, &task);
	task.title = "Feed the cat";
	assert_int_equal(px_task_create(&world->domain, &task, NULL), PX_OK);
	assert_int_equal(px_domain_record(&world->domain, "rest", NULL, NULL), PX_OK);
	px_world_commit(world);
	assert_string_equal(say(world, "mark feed the cat as done"), "task completed");
}

static void test_messages_keep_their_order(void **state)
{
	static const char *const expected[] = { "remind me to call Bob", "hello", "thanks" };
	struct px_world *world = *state;
	struct px_store_query query = { .order = "seq", .limit = 10 };
	struct px_message answer;
	size_t count;
	void *rows;

	say(world, "thanks");
	px_world_begin(world);
	assert_int_equal(px_store_query(world->tx, &px_message_record, &query, &world->arena, &rows, &count,
					NULL), PX_OK);
	const struct px_message *messages = rows;
	assert_int_equal(count, 6);
	for (size_t i = 0; i < 3; i++) {
		assert_string_equal(messages[2 * i].text, expected[i]);
		assert_int_equal(px_message_answer(&world->domain, &messages[2 * i], &answer, NULL), PX_OK);
		assert_true(px_id_eq(answer.id, messages[2 * i + 1].id));
		assert_true(px_id_eq(answer.reply_to, messages[2 * i].id));
	}
	/* Which the ids would have got wrong. */
	assert_true(px_id_cmp(messages[4].id, messages[0].id) < 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_undo_takes_back_the_last, setup, teardown),
		cmocka_unit_test_setup_teardown(test_the_context_renews, setup, teardown),
		cmocka_unit_test_setup_teardown(test_messages_keep_their_order, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
