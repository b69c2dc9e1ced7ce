/* SPDX-License-Identifier: Apache-2.0 */
/* Requests and their sums by a person's day and model. */
#include "domain/usage.h"

#include "support/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static int setup(void **state)
{
	static struct px_world world;

	px_world_open(&world, "Pacific/Auckland", "2026-01-31T09:00");
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

static struct px_usage_row spend(struct px_world *world, const char *model, int64_t cost, bool priced)
{
	struct px_usage_row row = { .id = px_id_new(), .turn_id = px_id_new(), .provider = "openai", .model = model,
				    .tokens_in = 100, .tokens_out = 10, .tokens_cached = 50, .tokens_written = 5, .cost = cost,
				    .priced = priced };

	assert_int_equal(px_usage_add(&world->domain, &row, NULL), PX_OK);
	return row;
}

static int32_t day(const char *text)
{
	int32_t day;

	assert_true(px_civil_parse_day(px_str(text), &day));
	return day;
}

static void requests_are_summed_by_day_and_model(void **state)
{
	struct px_world *world = *state;
	struct px_usage_day *days;
	size_t count;

	spend(world, "gpt-4o", 1000, true);
	spend(world, "gpt-4o", 500, true);
	struct px_usage_row row = spend(world, "local", 0, false);
	assert_int_equal(px_usage_add(&world->domain, &row, NULL), PX_OK); /* known: nothing is done */
	px_world_at(world, "2026-02-01T00:30");
	spend(world, "gpt-4o", 7, true);
	assert_int_equal(px_usage_days(&world->domain, day("2026-01-01"), day("2026-02-28"), &days, &count, NULL), PX_OK);
	assert_int_equal(count, 3);
	assert_int_equal(days[0].day, day("2026-01-31"));
	assert_int_equal(days[2].day, day("2026-02-01")); /* in Auckland; it is still January in London */
	for (size_t i = 0; i < 2; i++) {
		bool local = strcmp(days[i].model, "local") == 0;
		assert_int_equal(days[i].calls, local ? 1 : 2);
		assert_int_equal(days[i].cost, local ? 0 : 1500);
		assert_int_equal(days[i].unpriced, local ? 1 : 0);
		assert_int_equal(days[i].tokens_in, local ? 100 : 200);
		assert_int_equal(days[i].tokens_out, local ? 10 : 20);
		assert_int_equal(days[i].tokens_cached, local ? 50 : 100);
		assert_int_equal(days[i].tokens_written, local ? 5 : 10);
	}
}

static void what_is_spent_counts_by_day_and_month(void **state)
{
	struct px_world *world = *state;
	struct px_usage_spent spent;

	spend(world, "a", 1000, true);
	px_world_at(world, "2026-02-01T00:30");
	spend(world, "a", 10, true);
	px_world_at(world, "2026-02-28T23:59");
	spend(world, "b", 1, true);
	assert_int_equal(px_usage_spent(&world->domain, &spent, NULL), PX_OK);
	assert_int_equal(spent.day, 1);
	assert_int_equal(spent.month, 11);
	px_world_at(world, "2026-03-01T00:00");
	assert_int_equal(px_usage_spent(&world->domain, &spent, NULL), PX_OK);
	assert_int_equal(spent.day + spent.month, 0);
}

static void nobody_sees_another_person_s(void **state)
{
	struct px_world *world = *state;
	struct px_usage_spent spent;

	spend(world, "a", 1000, true);
	px_world_commit(world);
	px_world_other_user(world);
	px_world_begin(world);
	assert_int_equal(px_usage_spent(&world->domain, &spent, NULL), PX_OK);
	assert_int_equal(spent.month, 0);
}

struct all {
	int64_t cost, rows;
};

static void take(void *arg, int64_t created, int64_t cost)
{
	struct all *all = arg;

	(void)created;
	all->rows++;
	all->cost += cost;
}

static void all_people_s_costs_are_read_page_by_page(void **state)
{
	struct px_world *world = *state;
	struct all all = { 0 };
	struct px_store_tx *tx;

	for (int i = 0; i < 2500; i++)
		spend(world, "a", 2, true);
	px_world_commit(world);
	px_world_other_user(world);
	px_world_begin(world);
	spend(world, "a", 5, true);
	px_world_commit(world);
	assert_int_equal(px_store_begin(world->store, PX_ID_NONE, PX_STORE_READ, &tx, NULL), PX_OK);
	assert_int_equal(px_usage_since(tx, world->now, take, &all, NULL), PX_OK);
	assert_int_equal(all.rows, 2501);
	assert_int_equal(all.cost, 5005);
	all = (struct all){ 0 };
	assert_int_equal(px_usage_since(tx, world->now + 1, take, &all, NULL), PX_OK);
	assert_int_equal(all.rows, 0);
	px_store_rollback(tx);
	px_world_begin(world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(requests_are_summed_by_day_and_model, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_spent_counts_by_day_and_month, setup, teardown),
		cmocka_unit_test_setup_teardown(nobody_sees_another_person_s, setup, teardown),
		cmocka_unit_test_setup_teardown(all_people_s_costs_are_read_page_by_page, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
