/* SPDX-License-Identifier: Apache-2.0 */
/* Lanes: one head each, order within, nothing left behind, and users apart. */
#include "api/lane.h"
#include "base/random.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static struct px_id id(uint8_t n)
{
	struct px_id made = PX_ID_NONE;

	made.bytes[0] = n;
	return made;
}

static struct px_lane_place place(uint8_t user, uint8_t conversation, const char *client_id)
{
	return (struct px_lane_place){ .user = id(user), .conversation = id(conversation), .turn = id(conversation),
				       .client_id = px_str(client_id) };
}

static void test_order_within_a_conversation(void **state)
{
	struct px_lanes *lanes = px_lanes_new();
	struct px_lane_place a = place(1, 1, "a"), b = place(1, 1, "b"), c = place(1, 1, "c"), other = place(1, 2, "d");
	bool busy;

	(void)state;
	assert_false(px_lanes_busy(lanes, id(1)));
	assert_true(px_lanes_enter(lanes, &a));
	assert_false(px_lanes_enter(lanes, &b));
	assert_false(px_lanes_enter(lanes, &c));
	assert_true(px_lanes_enter(lanes, &other));
	assert_int_equal(px_lanes_queued(lanes, id(1), id(1), &busy), 2);
	assert_true(busy);
	assert_int_equal(px_lanes_heads(lanes, id(1)), 2);
	assert_ptr_equal(px_lanes_leave(lanes, &a), &b);
	assert_null(a.lane);
	assert_null(px_lanes_leave(lanes, &c)); /* from behind: nobody moves up */
	assert_null(px_lanes_leave(lanes, &b));
	assert_int_equal(px_lanes_queued(lanes, id(1), id(1), &busy), 0);
	assert_false(busy);
	assert_true(px_lanes_enter(lanes, &b)); /* the lane is made anew */
	assert_null(px_lanes_leave(lanes, &b));
	assert_null(px_lanes_leave(lanes, &other));
	assert_int_equal(px_lanes_count(lanes), 0);
	assert_false(px_lanes_busy(lanes, id(1)));
	px_lanes_free(lanes);
}

static void test_found_among_the_users_own(void **state)
{
	struct px_lanes *lanes = px_lanes_new();
	struct px_lane_place mine = place(1, 1, "same"), queued = place(1, 1, "next"), theirs = place(2, 3, "same");
	struct px_lane_place unnamed = place(2, 4, "");

	(void)state;
	px_lanes_enter(lanes, &mine);
	px_lanes_enter(lanes, &queued);
	px_lanes_enter(lanes, &theirs);
	unnamed.turn = PX_ID_NONE;
	px_lanes_enter(lanes, &unnamed);
	assert_ptr_equal(px_lanes_find_client(lanes, id(1), PX_STR("same")), &mine);
	assert_ptr_equal(px_lanes_find_client(lanes, id(1), PX_STR("next")), &queued);
	assert_ptr_equal(px_lanes_find_client(lanes, id(2), PX_STR("same")), &theirs);
	assert_null(px_lanes_find_client(lanes, id(2), PX_STR("")));
	assert_null(px_lanes_find_client(lanes, id(3), PX_STR("same")));
	assert_ptr_equal(px_lanes_find_turn(lanes, id(2), id(3)), &theirs);
	assert_null(px_lanes_find_turn(lanes, id(1), id(3)));
	assert_null(px_lanes_find_turn(lanes, id(2), PX_ID_NONE));
	px_lanes_leave(lanes, &mine);
	px_lanes_leave(lanes, &queued);
	px_lanes_leave(lanes, &theirs);
	px_lanes_leave(lanes, &unnamed);
	px_lanes_free(lanes);
}

struct visits {
	struct px_lanes *lanes;
	size_t count;
};

static void leave(void *arg, struct px_lane_place *visited)
{
	struct visits *visits = arg;

	visits->count++;
	(void)px_lanes_leave(visits->lanes, visited);
}

static void test_all_may_leave_while_visited(void **state)
{
	enum { PLACES = 500 };
	static struct px_lane_place places[PLACES];
	struct visits visits = { px_lanes_new(), 0 };

	(void)state;
	for (size_t i = 0; i < PLACES; i++) {
		places[i] = place((uint8_t)(i % 40), (uint8_t)(i % 7), "");
		px_lanes_enter(visits.lanes, &places[i]);
	}
	assert_int_equal(px_lanes_count(visits.lanes), PLACES);
	px_lanes_each(visits.lanes, leave, &visits);
	assert_int_equal(visits.count, PLACES);
	assert_int_equal(px_lanes_count(visits.lanes), 0);
	px_lanes_free(visits.lanes);
}

/* Any order of coming and going: each lane has one head, the one that is there for longest. */
static void test_any_order(void **state)
{
	enum { PLACES = 60, STEPS = 20000 };
	static struct px_lane_place places[PLACES];
	static size_t came[PLACES]; /* 0: not there */
	struct px_lanes *lanes = px_lanes_new();

	(void)state;
	for (size_t step = 1; step <= STEPS; step++) {
		size_t i = px_random_u64() % PLACES, next = PLACES;
		if (!came[i]) {
			places[i] = place((uint8_t)(i % 3), (uint8_t)(i % 4), "");
			bool head = px_lanes_enter(lanes, &places[i]);
			for (size_t other = i % 12; other < PLACES; other += 12)
				assert_true(!head || other == i || !came[other]);
			came[i] = step;
			continue;
		}
		bool was_head = true;
		for (size_t other = i % 12; other < PLACES; other += 12) {
			if (other == i || !came[other])
				continue;
			was_head &= came[other] > came[i];
			if (next == PLACES || came[other] < came[next])
				next = other;
		}
		struct px_lane_place *head = px_lanes_leave(lanes, &places[i]);
		assert_ptr_equal(head, was_head && next < PLACES ? &places[next] : NULL);
		came[i] = 0;
	}
	for (size_t i = 0; i < PLACES; i++) {
		if (came[i])
			px_lanes_leave(lanes, &places[i]);
	}
	assert_int_equal(px_lanes_count(lanes), 0);
	px_lanes_free(lanes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order_within_a_conversation),
		cmocka_unit_test(test_found_among_the_users_own),
		cmocka_unit_test(test_all_may_leave_while_visited),
		cmocka_unit_test(test_any_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
