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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(lists_every_user_once_and_in_order, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
