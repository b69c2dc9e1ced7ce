/* SPDX-License-Identifier: Apache-2.0 */
/* Budgets: their days and months, in the right zone, and when they are near and used up. */
#include "agent/budget.h"

#include "domain/usage.h"
#include "support/world.h"
#include "sys/zoneinfo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static int setup(void **state)
{
	static struct px_world world;

	px_world_open(&world, "Pacific/Auckland", "2026-01-31T23:30");
	px_world_begin(&world);
	*state = &world;
	return 0;
}

static int teardown(void **state)
{
	px_world_rollback(*state);
	px_world_close(*state);
	return 0;
}

static struct px_budget *new_budget(int64_t user_day, int64_t user_month, int64_t day, int64_t month, const char *zone)
{
	const int64_t limits[PX_BUDGETS] = { user_day, user_month, day, month };

	return px_budget_new(limits, px_zoneinfo_get(zone));
}

static void spend(struct px_world *world, struct px_budget *budget, int64_t cost)
{
	struct px_usage_row row = { .id = px_id_new(), .turn_id = px_id_new(), .provider = "p", .model = "m", .cost = cost,
				    .priced = true };

	assert_int_equal(px_usage_add(&world->domain, &row, NULL), PX_OK);
	px_budget_spend(budget, world->domain.now, cost);
}

static enum px_budget_kind used_up(struct px_world *world, struct px_budget *budget)
{
	struct px_budget_state states[PX_BUDGETS];

	assert_int_equal(px_budget_look(budget, &world->domain, states, NULL), PX_OK);
	return px_budget_used_up(states);
}

static void a_person_s_day_ends_at_their_midnight(void **state)
{
	struct px_world *world = *state;
	struct px_budget *budget = new_budget(1000, 1500, 0, 0, "UTC");

	spend(world, budget, 999);
	assert_int_equal(used_up(world, budget), PX_BUDGETS);
	spend(world, budget, 1);
	assert_int_equal(used_up(world, budget), PX_BUDGET_USER_DAY);
	px_world_at(world, "2026-02-01T00:00"); /* a new month, too */
	assert_int_equal(used_up(world, budget), PX_BUDGETS);
	spend(world, budget, 900);
	px_world_at(world, "2026-02-02T00:00");
	spend(world, budget, 600);
	assert_int_equal(used_up(world, budget), PX_BUDGET_USER_MONTH);
	px_budget_free(budget);
}

/* 23:30 in Auckland is 10:30 in London: the day of the instance goes on. */
static void the_instance_s_day_is_that_of_its_own_zone(void **state)
{
	struct px_world *world = *state;
	struct px_budget *budget = new_budget(0, 0, 1000, 3000, "Europe/London");

	spend(world, budget, 1000);
	px_world_at(world, "2026-02-01T00:00");
	assert_int_equal(used_up(world, budget), PX_BUDGET_DAY);
	px_world_at(world, "2026-02-01T13:00"); /* midnight in London */
	assert_int_equal(used_up(world, budget), PX_BUDGETS);
	px_budget_free(budget);
}

static void the_instance_s_sums_are_read_at_the_start(void **state)
{
	struct px_world *world = *state;
	struct px_budget *budget = new_budget(0, 0, 500, 1000, "Pacific/Auckland");

	px_world_at(world, "2025-12-31T23:00");
	spend(world, budget, 5000); /* another month's */
	px_world_at(world, "2026-01-02T10:00");
	spend(world, budget, 400);
	px_world_commit(world);
	px_world_other_user(world);
	px_world_at(world, "2026-01-31T09:00");
	px_world_begin(world);
	spend(world, budget, 499);
	px_world_commit(world);
	px_world_begin(world);
	struct px_budget *again = new_budget(0, 0, 500, 1000, "Pacific/Auckland");
	assert_int_equal(px_budget_load(again, world->store, world->now, NULL), PX_OK);
	assert_int_equal(used_up(world, again), PX_BUDGETS);
	spend(world, again, 1);
	assert_int_equal(used_up(world, again), PX_BUDGET_DAY);
	px_world_at(world, "2026-01-31T00:00");
	spend(world, again, 100);
	px_budget_free(again);
	px_budget_free(budget);
}

static void nearness_is_told_once(void **state)
{
	struct px_budget_state states[PX_BUDGETS] = { { 1000, 799 }, { 0, 5000 } };
	char said[PX_BUDGET_SAID];

	(void)state;
	assert_int_equal(px_budget_came_near(states, 799), PX_BUDGETS);
	states[0].spent = 800;
	assert_int_equal(px_budget_came_near(states, 1), PX_BUDGET_USER_DAY);
	assert_int_equal(px_budget_came_near(states, 0), PX_BUDGETS);
	states[0].spent = 900;
	assert_int_equal(px_budget_came_near(states, 100), PX_BUDGETS);
	assert_int_equal(px_budget_came_near(states, 101), PX_BUDGET_USER_DAY);
	px_budget_say(PX_BUDGET_USER_DAY, 500000, false, said);
	assert_string_equal(said, "80% of today's budget for language models ($0.50) is used");
	px_budget_say(PX_BUDGET_MONTH, 20000000, true, said);
	assert_string_equal(said, "this month's budget of this Pixie for language models ($20.00) is used up");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_person_s_day_ends_at_their_midnight, setup, teardown),
		cmocka_unit_test_setup_teardown(the_instance_s_day_is_that_of_its_own_zone, setup, teardown),
		cmocka_unit_test_setup_teardown(the_instance_s_sums_are_read_at_the_start, setup, teardown),
		cmocka_unit_test(nearness_is_told_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
