/* SPDX-License-Identifier: Apache-2.0 */
/* Conversations: the main one, and what a change of title does. */
#include "domain/conversation.h"

#include "support/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static int setup(void **state)
{
	static struct px_world world;

	px_world_open(&world, "Europe/Berlin", "2026-01-14T09:00");
	px_world_begin(&world);
	*state = &world;
	return 0;
}

static int teardown(void **state)
{
	px_world_close(*state);
	return 0;
}

static void the_main_one_is_made_once(void **state)
{
	struct px_world *world = *state;
	struct px_conversation first, second, other;

	assert_int_equal(px_conversation_main(&world->domain, &first, NULL), PX_OK);
	px_record_init(&px_conversation_record, &other);
	other.title = "Holidays";
	assert_int_equal(px_conversation_create(&world->domain, &other, NULL), PX_OK);
	assert_int_equal(px_conversation_main(&world->domain, &second, NULL), PX_OK);
	assert_true(px_id_eq(first.id, second.id));
	assert_false(px_id_eq(first.id, other.id));
}

/* Its id is the given text of a UUID: ids of later conversations may be lower, as clocks go back. */
static struct px_id create(struct px_world *world, const char *id)
{
	struct px_conversation conversation;

	px_record_init(&px_conversation_record, &conversation);
	assert_true(px_id_parse(px_str(id), &conversation.id));
	assert_int_equal(px_conversation_create(&world->domain, &conversation, NULL), PX_OK);
	return conversation.id;
}

static void say(struct px_world *world, struct px_id conversation)
{
	struct px_message message;

	px_record_init(&px_message_record, &message);
	message.conversation_id = conversation;
	message.text = "hello";
	assert_int_equal(px_message_append(&world->domain, &message, NULL), PX_OK);
}

static void assert_main(struct px_world *world, struct px_id id)
{
	struct px_conversation main;

	assert_int_equal(px_conversation_main(&world->domain, &main, NULL), PX_OK);
	assert_true(px_id_eq(main.id, id));
}

static void the_main_one_is_where_was_spoken_first(void **state)
{
	struct px_world *world = *state;
	struct px_id first = create(world, "01890000-0000-7000-8000-000000000002");

	say(world, first);
	struct px_id later = create(world, "01880000-0000-7000-8000-000000000001");
	say(world, later);
	assert_main(world, first);
	assert_int_equal(px_conversation_delete(&world->domain, first, -1, NULL), PX_OK);
	assert_main(world, later);
}

static void a_title_is_cleaned_and_its_change_a_version(void **state)
{
	struct px_world *world = *state;
	struct px_conversation conversation, kept;
	struct px_error error = { 0 };

	px_record_init(&px_conversation_record, &conversation);
	conversation.title = "Holidays";
	assert_int_equal(px_conversation_create(&world->domain, &conversation, &error), PX_OK);
	conversation.title = " Holidays\t in  May ";
	assert_int_equal(px_conversation_update(&world->domain, &conversation, 2, &error), PX_CONFLICT);
	assert_int_equal(px_conversation_get(&world->domain, conversation.id, &kept, &error), PX_OK);
	assert_string_equal(kept.title, "Holidays");
	px_world_at(world, "2026-01-14T10:00");
	assert_int_equal(px_conversation_update(&world->domain, &conversation, 1, &error), PX_OK);
	assert_int_equal(px_conversation_get(&world->domain, conversation.id, &kept, &error), PX_OK);
	assert_string_equal(kept.title, "Holidays in May");
	assert_int_equal(kept.version, 2);
	assert_int_equal(kept.updated, world->now);
	assert_true(kept.created < kept.updated);
	assert_int_equal(px_conversation_delete(&world->domain, kept.id, 1, &error), PX_CONFLICT);
	assert_int_equal(px_conversation_delete(&world->domain, kept.id, 2, &error), PX_OK);
	assert_int_equal(px_conversation_update(&world->domain, &kept, -1, &error), PX_NOT_FOUND);
}

static size_t vectors(struct px_world *world)
{
	struct px_store_query query = { .limit = 10 };
	size_t count;
	void *rows;

	assert_int_equal(px_store_query(world->tx, &px_embedding_record, &query, &world->arena, &rows, &count, NULL), PX_OK);
	return count;
}

/* With a conversation go its messages, and with those the vectors of what was said. */
static void nothing_is_left_of_what_was_said(void **state)
{
	struct px_world *world = *state;
	struct px_conversation main, other;
	struct px_message *messages;
	struct px_embedding_row row;

	assert_int_equal(px_conversation_main(&world->domain, &main, NULL), PX_OK);
	px_record_init(&px_conversation_record, &other);
	assert_int_equal(px_conversation_create(&world->domain, &other, NULL), PX_OK);
	say(world, main.id);
	say(world, other.id);
	struct px_store_query query = { .limit = 10, .order = "seq" };
	size_t count;
	void *rows;
	assert_int_equal(px_store_query(world->tx, &px_message_record, &query, &world->arena, &rows, &count, NULL), PX_OK);
	assert_int_equal(count, 2);
	messages = rows;
	for (size_t i = 0; i < count; i++) {
		px_record_init(&px_embedding_record, &row);
		row.id = px_id_new();
		row.user_id = world->user.id;
		row.owner_kind = "message";
		row.owner_id = messages[i].id;
		row.text_hash = "0";
		row.model = "m";
		row.created = world->now;
		assert_int_equal(px_store_insert(world->tx, &px_embedding_record, &row, NULL), PX_OK);
	}
	assert_int_equal(px_conversation_delete(&world->domain, other.id, -1, NULL), PX_OK);
	assert_int_equal(vectors(world), 1);
	assert_int_equal(px_store_query(world->tx, &px_message_record, &query, &world->arena, &rows, &count, NULL), PX_OK);
	assert_int_equal(count, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_main_one_is_made_once, setup, teardown),
		cmocka_unit_test_setup_teardown(the_main_one_is_where_was_spoken_first, setup, teardown),
		cmocka_unit_test_setup_teardown(a_title_is_cleaned_and_its_change_a_version, setup, teardown),
		cmocka_unit_test_setup_teardown(nothing_is_left_of_what_was_said, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
