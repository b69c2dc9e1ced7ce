/* SPDX-License-Identifier: Apache-2.0 */
/* Turns that a crash left running: closed once, with what was done, and undone as one. */
#include "agent/interrupted.h"
#include "domain/conversation.h"
#include "domain/task.h"
#include "domain/turn_row.h"
#include "domain/undo.h"
#include "support/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static int setup(void **state)
{
	static struct px_world world;

	px_world_open(&world, "Europe/Berlin", "2026-01-14T09:00");
	*state = &world;
	return 0;
}

static int teardown(void **state)
{
	px_world_close(*state);
	return 0;
}

/* What is committed before a turn waits. */
static struct px_turn_row begin(struct px_world *world, const char *text)
{
	struct px_conversation conversation;
	struct px_message message;
	struct px_turn_row turn;

	px_world_begin(world);
	assert_int_equal(px_conversation_main(&world->domain, &conversation, NULL), PX_OK);
	px_record_init(&px_message_record, &message);
	message.conversation_id = conversation.id;
	message.text = text;
	assert_int_equal(px_message_append(&world->domain, &message, NULL), PX_OK);
	assert_int_equal(px_turn_row_begin(&world->domain, &message, &turn, NULL), PX_OK);
	px_world_commit(world);
	return turn;
}

/* One step of it. */
static void step(struct px_world *world, const struct px_turn_row *turn, const char *title)
{
	struct px_task task;

	px_world_begin(world);
	world->domain.message = turn->message_id;
	px_record_init(&px_task_record, &task);
	task.title = title;
	assert_int_equal(px_task_create(&world->domain, &task, NULL), PX_OK);
	assert_int_equal(px_domain_record(&world->domain, "create_task", NULL, NULL), PX_OK);
	px_world_commit(world);
}

static struct px_turn_row read_turn(struct px_world *world, struct px_id message, struct px_message *answer)
{
	struct px_message said;
	struct px_turn_row turn;

	px_world_begin(world);
	assert_int_equal(px_turn_row_of(&world->domain, message, &turn, NULL), PX_OK);
	assert_int_equal(px_store_get(world->tx, &px_message_record, message, &world->arena, &said, NULL), PX_OK);
	assert_int_equal(px_message_answer(&world->domain, &said, answer, NULL), PX_OK);
	px_world_rollback(world);
	assert_true(px_id_eq(turn.answer_id, answer->id));
	return turn;
}

static void interrupt(struct px_world *world, size_t expected)
{
	size_t closed;

	assert_int_equal(px_turns_interrupt(world->store, world->now, world->now, &closed, NULL), PX_OK);
	assert_int_equal(closed, 0); /* none that began before now */
	assert_int_equal(px_turns_interrupt(world->store, world->now, world->now + 1, &closed, NULL), PX_OK);
	assert_int_equal(closed, expected);
}

static void test_the_truth_is_told(void **state)
{
	struct px_world *world = *state;
	struct px_turn_row first = begin(world, "plan my party"), second = begin(world, "and the cake");
	struct px_message answer;
	struct px_undone undone;
	struct px_turn_row turn;

	step(world, &first, "Buy balloons");
	step(world, &first, "Invite Bob");
	interrupt(world, 2);
	turn = read_turn(world, first.message_id, &answer);
	assert_int_equal(turn.state, PX_TURN_INTERRUPTED);
	assert_string_equal(answer.text, "I was stopped before I had finished this. Done so far: Added “Buy balloons”; "
					 "Added “Invite Bob”. “Undo” takes it back.");
	turn = read_turn(world, second.message_id, &answer);
	assert_string_equal(answer.text, "I was stopped before I had finished this. Nothing was changed.");
	interrupt(world, 0);
	/* One undo takes the whole turn back. */
	px_world_begin(world);
	assert_int_equal(px_undo_last(&world->domain, &undone, NULL), PX_OK);
	assert_int_equal(undone.action_count, 2);
	px_world_commit(world);
}

static void test_an_ended_turn_stays(void **state)
{
	struct px_world *world = *state;
	struct px_turn_row turn = begin(world, "plan my party");
	struct px_message answer;

	step(world, &turn, "Buy balloons");
	px_world_begin(world);
	px_record_init(&px_message_record, &answer);
	answer.text = "All planned.";
	assert_int_equal(px_turn_row_end(&world->domain, &turn, PX_TURN_DONE, &answer, NULL), PX_OK);
	assert_int_equal(px_turn_row_end(&world->domain, &turn, PX_TURN_CANCELLED, &answer, NULL), PX_CONFLICT);
	px_world_commit(world);
	interrupt(world, 0);
	turn = read_turn(world, turn.message_id, &answer);
	assert_int_equal(turn.state, PX_TURN_DONE);
	assert_string_equal(answer.text, "All planned.");
}

static void test_a_deleted_conversation(void **state)
{
	struct px_world *world = *state;
	struct px_turn_row turn = begin(world, "plan my party");

	px_world_begin(world);
	assert_int_equal(px_conversation_delete(&world->domain, turn.conversation_id, -1, NULL), PX_OK);
	px_world_commit(world);
	interrupt(world, 1);
	interrupt(world, 0);
}

/* Everybody's turns are closed, each with its own user's actions. */
static void test_many_users(void **state)
{
	struct px_world *world = *state;
	struct px_turn_row mine = begin(world, "plan my party"), theirs;
	struct px_message answer;

	step(world, &mine, "Buy balloons");
	px_world_other_user(world);
	theirs = begin(world, "clean up");
	for (int i = 0; i < 250; i++)
		begin(world, "more");
	interrupt(world, 252);
	read_turn(world, theirs.message_id, &answer);
	assert_non_null(strstr(answer.text, "Nothing was changed."));
	px_world_begin(world);
	assert_int_equal(px_turn_row_of(&world->domain, mine.message_id, &mine, NULL), PX_NOT_FOUND);
	px_world_rollback(world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_the_truth_is_told, setup, teardown),
		cmocka_unit_test_setup_teardown(test_an_ended_turn_stays, setup, teardown),
		cmocka_unit_test_setup_teardown(test_a_deleted_conversation, setup, teardown),
		cmocka_unit_test_setup_teardown(test_many_users, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
