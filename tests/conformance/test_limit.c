/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Rate limits that nodes share by way of a Redis server: one budget, also when it comes and goes.
 */
#include "auth/limit.h"
#include "redis/link.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <time.h>

#include <cmocka.h>

#include "support/redis.h"

/* What docs/SCALE.md says that the ACL user needs, and no more. */
static const char *const rights[] = { "~test:*", "&test#*", "-@all", "+auth", "+ping", "+publish", "+psubscribe", "+script|load", "+evalsha",
				      "+time", "+get", "+set", NULL };
static struct redis_server redis;

/* One node; windows of a day, so that nothing refills meanwhile. */
static struct px_limiter *open_node_of(const char *driver, const char *key)
{
	const struct px_redis_config server = { redis.url, "pixie", "redis-secret", NULL };
	const struct px_limit_config config = {
		.driver = driver, .hash_key = (const uint8_t *)key, .redis = &server, .redis_prefix = "test", .max_keys = 1024,
		.rules = { [PX_LIMIT_CHAT] = { [PX_LIMIT_BY_USER] = { 10, 86400, 0 }, [PX_LIMIT_BY_TOKEN] = { 4, 86400, 0 } },
			   [PX_LIMIT_READ] = { [PX_LIMIT_BY_USER] = { 1000000, 86400, 0 } } },
	};
	struct px_limiter *limiter;

	assert_int_equal(px_limiter_new(&config, &limiter, NULL), PX_OK);
	return limiter;
}

static struct px_limit_stats stats_of(struct px_limiter *limiter)
{
	struct px_limit_stats stats;

	px_limit_get_stats(limiter, &stats);
	return stats;
}

/* Half a minute is for machines that do much else. */
static void wait_until_shared(struct px_limiter *limiter, bool shared)
{
	for (int i = 0; i < 3000 && stats_of(limiter).shared != shared; i++)
		usleep(10000);
	assert_int_equal(stats_of(limiter).shared, shared);
}

static void wait_until_heard(struct px_limiter *limiter, uint64_t answers)
{
	for (int i = 0; i < 3000 && stats_of(limiter).heard < answers; i++)
		usleep(10000);
	assert_int_equal(stats_of(limiter).heard, answers);
}

static struct px_limiter *open_node(void)
{
	struct px_limiter *limiter = open_node_of("redis", "0123456789abcdef");

	wait_until_shared(limiter, true);
	return limiter;
}

static bool take(struct px_limiter *limiter, struct px_id user, uint32_t cost)
{
	const struct px_limit_caller caller = { .user = user };
	struct px_limit_result result;

	px_limit_take(limiter, PX_LIMIT_CHAT, &caller, cost, &result);
	return result.allowed;
}

static void nodes_have_one_budget(void **state)
{
	struct px_limiter *nodes[3];
	struct px_id ann = px_id_new(), ben = px_id_new();

	(void)state;
	for (int i = 0; i < 3; i++)
		nodes[i] = open_node();
	assert_true(take(nodes[0], ann, 3));
	wait_until_heard(nodes[0], 1);
	assert_true(take(nodes[1], ann, 3));
	wait_until_heard(nodes[1], 1);
	assert_true(take(nodes[2], ann, 3));
	wait_until_heard(nodes[2], 1);
	assert_false(take(nodes[2], ann, 2)); /* 9 of 10 are gone, of which it gave 3 */
	assert_true(take(nodes[2], ann, 1));
	wait_until_heard(nodes[2], 2);
	assert_false(take(nodes[2], ann, 1));
	assert_true(take(nodes[1], ben, 10)); /* another's is whole */
	for (int i = 0; i < 3; i++)
		px_limiter_free(nodes[i]);
	/* A node that has just started knows after its first request. */
	nodes[0] = open_node();
	assert_true(take(nodes[0], ann, 1));
	wait_until_heard(nodes[0], 1);
	assert_false(take(nodes[0], ann, 1));
	/* Other installations on the same Redis have keys of their own. */
	nodes[1] = open_node_of("redis", "another instance");
	wait_until_shared(nodes[1], true);
	assert_true(take(nodes[1], ann, 1));
	wait_until_heard(nodes[1], 1);
	assert_true(take(nodes[1], ann, 9));
	px_limiter_free(nodes[0]);
	px_limiter_free(nodes[1]);
}

static void what_a_sibling_refused_costs_nothing_anywhere(void **state)
{
	struct px_limiter *near = open_node(), *far = open_node();
	const struct px_limit_caller caller = { .user = px_id_new(), .token = px_id_new() };
	struct px_limit_result result;

	(void)state;
	px_limit_take(near, PX_LIMIT_CHAT, &caller, 4, &result);
	assert_true(result.allowed);
	wait_until_heard(near, 2); /* of the user and of the token */
	for (int i = 0; i < 20; i++) {
		px_limit_take(near, PX_LIMIT_CHAT, &caller, 1, &result);
		assert_false(result.allowed);
	}
	assert_true(take(far, caller.user, 1));
	wait_until_heard(far, 1);
	assert_true(take(far, caller.user, 5));
	assert_int_equal(stats_of(near).heard, 2);
	px_limiter_free(near);
	px_limiter_free(far);
}

static void what_was_too_much_is_owed_up_to_a_burst(void **state)
{
	struct px_limiter *nodes[4];
	struct px_id ann = px_id_new();
	const struct px_limit_caller caller = { .user = ann };
	struct px_limit_result result;

	(void)state;
	for (int i = 0; i < 4; i++)
		nodes[i] = open_node();
	for (int i = 0; i < 3; i++) /* at once, so that none has heard of the others */
		assert_true(take(nodes[i], ann, 10));
	for (int i = 0; i < 3; i++)
		wait_until_heard(nodes[i], 1);
	assert_true(take(nodes[3], ann, 1));
	wait_until_heard(nodes[3], 1);
	px_limit_take(nodes[3], PX_LIMIT_CHAT, &caller, 1, &result);
	assert_false(result.allowed);
	/* Three bursts were taken, of which two count. */
	assert_in_range(result.retry_after, 86400 + 8000, 86400 + 8640);
	for (int i = 0; i < 4; i++)
		px_limiter_free(nodes[i]);
}

static void without_redis_each_goes_on_alone_until_it_is_back(void **state)
{
	struct px_limiter *near = open_node(), *far = open_node();
	struct px_id ann = px_id_new(), ben = px_id_new();

	(void)state;
	assert_true(take(near, ann, 6));
	wait_until_heard(near, 1);
	child_kill(&redis.child);
	wait_until_shared(near, false);
	wait_until_shared(far, false);
	assert_false(take(near, ann, 5)); /* what it knows, it knows */
	assert_true(take(near, ann, 4));
	assert_true(take(far, ann, 10));
	assert_false(take(far, ann, 1));
	redis_launch(&redis); /* which has forgotten everything */
	wait_until_shared(near, true);
	wait_until_shared(far, true);
	assert_false(take(near, ann, 1));
	assert_true(take(near, ben, 10));
	wait_until_heard(near, 2);
	assert_true(take(far, ben, 1));
	wait_until_heard(far, 1);
	assert_false(take(far, ben, 1));
	px_limiter_free(near);
	px_limiter_free(far);
}

static void a_crowd_is_counted(void **state)
{
	enum { REQUESTS = 100000 };
	struct px_limiter *near = open_node();
	const struct px_limit_caller caller = { .user = px_id_new() };
	struct px_limit_result result;

	(void)state;
	for (int i = 0; i < REQUESTS; i++) { /* faster than Redis answers: none waits */
		px_limit_take(near, PX_LIMIT_READ, &caller, 1, &result);
		assert_true(result.allowed);
	}
	assert_in_range(result.remaining, 1000000 - REQUESTS - 1000, 1000000 - REQUESTS + 1000);
	px_limiter_free(near);
}

static void settings_that_will_not_do_are_refused(void **state)
{
	const struct px_redis_config server = { "http://127.0.0.1", NULL, NULL, NULL };
	const struct px_limit_config config = { .driver = "redis", .redis = &server };
	struct px_limiter *limiter;
	struct px_error error;

	(void)state;
	assert_int_equal(px_limiter_new(&config, &limiter, &error), PX_INVALID);
	assert_string_equal(error.field, "redis-url");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nodes_have_one_budget),
		cmocka_unit_test(what_a_sibling_refused_costs_nothing_anywhere),
		cmocka_unit_test(what_was_too_much_is_owed_up_to_a_burst),
		cmocka_unit_test(without_redis_each_goes_on_alone_until_it_is_back),
		cmocka_unit_test(a_crowd_is_counted),
		cmocka_unit_test(settings_that_will_not_do_are_refused),
	};

	if (!redis_start(&redis, rights, "shared limits are"))
		return 0;
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	child_kill(&redis.child);
	return failed;
}
