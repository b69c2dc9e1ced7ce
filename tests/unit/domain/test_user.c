/* SPDX-License-Identifier: Apache-2.0 */
/* Users: all of them are listed, however many pages of rows that takes. */
#include "domain/user.h"

#include "support/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { MORE = 2005 }; /* rows come in pages of 1000 */

static int set_up(void **state)
{
	struct px_world *world = calloc(1, sizeof(*world));

	px_world_open(world, "Europe/Berlin", "2026-01-14T09:00");
	*state = world;
	return 0;
}

static int tear_down(void **state)
{
	px_world_close(*state);
	free(*state);
	return 0;
}

static void lists_every_user_once_and_in_order(void **state)
{
	struct px_world *world = *state;
	struct px_user *users;
	struct px_store_tx *tx;
	size_t count = 0;

	assert_int_equal(px_store_begin(world->store, PX_ID_NONE, PX_STORE_WRITE, &tx, NULL), PX_OK);
	for (int i = 0; i < MORE; i++) {
		struct px_user user = world->user;
		user.id = PX_ID_NONE;
		user.name = px_arena_printf(&world->arena, "User %d", i);
		assert_int_equal(px_user_create(tx, world->now, &user, NULL), PX_OK);
	}
	assert_int_equal(px_user_list(tx, &world->arena, &users, &count, NULL), PX_OK);
	assert_int_equal(count, MORE + 1);
	assert_string_equal(users[0].name, "Robin");
	for (int i = 0; i < MORE; i++)
		assert_string_equal(users[i + 1].name, px_arena_printf(&world->arena, "User %d", i));
	px_store_rollback(tx);
}

static void a_change_is_checked_and_counts_as_a_version(void **state)
{
	struct px_world *world = *state;
	struct px_user robin = world->user, kim, kept;
	struct px_error error = { 0 };
	struct px_store_tx *tx;

	assert_int_equal(px_store_begin(world->store, PX_ID_NONE, PX_STORE_WRITE, &tx, NULL), PX_OK);
	kim = robin;
	kim.id = PX_ID_NONE;
	kim.name = "Kim";
	kim.email = "kim@example.org";
	assert_int_equal(px_user_create(tx, world->now, &kim, NULL), PX_OK);
	robin.name = "Robin Hood";
	assert_int_equal(px_user_update(tx, world->now + 1, &robin, 2, &world->arena, &error), PX_CONFLICT);
	assert_int_equal(px_user_get(tx, robin.id, &world->arena, &kept, NULL), PX_OK);
	assert_string_equal(kept.name, "Robin");
	assert_int_equal(px_user_update(tx, world->now + 1, &robin, 1, &world->arena, &error), PX_OK);
	assert_int_equal(px_user_get(tx, robin.id, &world->arena, &kept, NULL), PX_OK);
	assert_string_equal(kept.name, "Robin Hood");
	assert_int_equal(kept.version, 2);
	assert_int_equal(kept.created, world->now);
	assert_int_equal(kept.updated, world->now + 1);
	robin.email = "kim@example.org";
	assert_int_equal(px_user_update(tx, world->now, &robin, -1, &world->arena, &error), PX_CONFLICT);
	assert_string_equal(error.field, "email");
	kim.name = "Kim Lee"; /* the address is Kim's own */
	assert_int_equal(px_user_update(tx, world->now, &kim, -1, &world->arena, &error), PX_OK);
	kim.locale = "English";
	kim.email = "nowhere";
	assert_int_not_equal(px_user_update(tx, world->now, &kim, -1, &world->arena, &error), PX_OK);
	kim.locale = robin.locale;
	kim.email = NULL;
	kim.id = px_id_new();
	assert_int_equal(px_user_update(tx, world->now, &kim, -1, &world->arena, &error), PX_NOT_FOUND);
	px_store_rollback(tx);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(lists_every_user_once_and_in_order, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_change_is_checked_and_counts_as_a_version, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
