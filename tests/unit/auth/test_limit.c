/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Limits: buckets by the clock given to the driver, the facade with windows
 * of a day (so that nothing refills while the test runs), caps, back-off.
 */
#include "auth/backoff.h"
#include "auth/limit.h"
#include "auth/limit_driver.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define S INT64_C(1000000000)

static struct px_siphash key_of(uint64_t n)
{
	return (struct px_siphash){ n * UINT64_C(0x9e3779b97f4a7c15) + 1, n };
}

/* ------------------------------------------------------------------ driver */

static void *make_local(size_t max_keys)
{
	const struct px_limit_config config = { .max_keys = max_keys };
	void *local;

	assert_int_equal(px_limit_local.create(&config, &local, NULL), PX_OK);
	return local;
}

static void a_bucket_empties_and_refills(void **state)
{
	const struct px_bucket_rule rule = { .interval = S, .burst = 5 * S }; /* 1 a second, 5 saved up */
	void *local = make_local(64);
	int64_t now = 1000 * S, full_at;

	(void)state;
	for (int i = 0; i < 5; i++)
		assert_true(px_limit_local.take(local, key_of(1), &rule, 1, now, &full_at));
	assert_int_equal(full_at, now + 5 * S);
	assert_false(px_limit_local.take(local, key_of(1), &rule, 1, now, &full_at));
	assert_int_equal(full_at, now + 5 * S); /* a refusal costs nothing */
	assert_false(px_limit_local.take(local, key_of(1), &rule, 1, now + S - 1, &full_at));
	assert_true(px_limit_local.take(local, key_of(1), &rule, 1, now + S, &full_at));
	assert_false(px_limit_local.take(local, key_of(1), &rule, 2, now + 2 * S, &full_at));
	assert_true(px_limit_local.take(local, key_of(1), &rule, 2, now + 3 * S, &full_at));
	assert_true(px_limit_local.take(local, key_of(2), &rule, 5, now, &full_at)); /* another key */
	/* saved up to the burst, never more */
	assert_true(px_limit_local.take(local, key_of(1), &rule, 5, now + 1000 * S, &full_at));
	assert_false(px_limit_local.take(local, key_of(1), &rule, 1, now + 1000 * S, &full_at));
	px_limit_local.give(local, key_of(1), &rule, 1);
	assert_true(px_limit_local.take(local, key_of(1), &rule, 1, now + 1000 * S, &full_at));
	px_limit_local.destroy(local);
}

static void memory_is_bounded_and_the_guilty_stay(void **state)
{
	const struct px_bucket_rule rule = { .interval = S, .burst = 10 * S };
	void *local = make_local(1024);
	struct px_limit_stats stats;
	int64_t full_at;
	int remembered = 0;

	(void)state;
	for (uint64_t i = 0; i < 8; i++) /* eight that used everything up */
		assert_true(px_limit_local.take(local, key_of(i), &rule, 10, 1000 * S, &full_at));
	for (uint64_t i = 100; i < 50000; i++)
		assert_true(px_limit_local.take(local, key_of(i), &rule, 1, 1000 * S, &full_at));
	px_limit_local.stats(local, &stats);
	assert_int_equal(stats.keys, 1024);
	assert_int_equal(stats.evicted, 50000 - 100 + 8 - 1024);
	for (uint64_t i = 0; i < 8; i++)
		remembered += !px_limit_local.take(local, key_of(i), &rule, 10, 1000 * S, &full_at);
	assert_int_equal(remembered, 8);
	px_limit_local.destroy(local);
}

/* ------------------------------------------------------------------ facade */

static const struct px_limit_config strict = {
	.max_keys = 1024,
	.rules = {
		[PX_LIMIT_CHAT] = { [PX_LIMIT_BY_USER] = { 4, 86400, 0 }, [PX_LIMIT_BY_TOKEN] = { 3, 86400, 0 },
				    [PX_LIMIT_BY_ADDRESS] = { 10, 86400, 0 } },
		[PX_LIMIT_READ] = { [PX_LIMIT_BY_USER] = { 100, 86400, 5 } },
		[PX_LIMIT_AUTH] = { [PX_LIMIT_BY_ADDRESS] = { 2, 86400, 0 } },
	},
	.connections_per_user = 2, .connections_per_address = 3,
	.login_free = 2, .login_base_ms = 3600000, .login_max_ms = 86400000,
};

static struct px_limiter *make(void)
{
	struct px_limiter *limiter;

	assert_int_equal(px_limiter_new(&strict, &limiter, NULL), PX_OK);
	return limiter;
}

static bool take(struct px_limiter *limiter, enum px_limit_class class, struct px_id user, struct px_id token,
		 const char *address, struct px_limit_result *result)
{
	const struct px_limit_caller caller = { user, token, address };

	px_limit_take(limiter, class, &caller, 1, result);
	return result->allowed;
}

static void the_tightest_bucket_counts(void **state)
{
	struct px_limiter *limiter = make();
	struct px_id user = px_id_new(), laptop = px_id_new(), phone = px_id_new();
	struct px_limit_result result;

	(void)state;
	for (uint32_t i = 0; i < 3; i++) {
		assert_true(take(limiter, PX_LIMIT_CHAT, user, laptop, "192.0.2.1", &result));
		assert_true(result.limited);
		assert_int_equal(result.limit, 3);
		assert_int_equal(result.remaining, 2 - i);
		assert_int_equal(result.retry_after, 0);
	}
	assert_false(take(limiter, PX_LIMIT_CHAT, user, laptop, "192.0.2.1", &result));
	assert_int_equal(result.remaining, 0);
	assert_in_range(result.retry_after, 86400 / 3 - 5, 86400 / 3);
	assert_in_range(result.reset, 86395, 86400);
	/* the refused one took nothing from the user: one is left, on the other device */
	assert_true(take(limiter, PX_LIMIT_CHAT, user, phone, "192.0.2.1", &result));
	assert_int_equal(result.limit, 4);
	assert_int_equal(result.remaining, 0);
	assert_false(take(limiter, PX_LIMIT_CHAT, user, phone, "192.0.2.1", &result));
	/* other classes and people are not touched */
	assert_true(take(limiter, PX_LIMIT_READ, user, laptop, "192.0.2.1", &result));
	assert_int_equal(result.remaining, 4);
	assert_true(take(limiter, PX_LIMIT_CHAT, px_id_new(), px_id_new(), "192.0.2.1", &result));
	/* no rule, no limit */
	assert_true(take(limiter, PX_LIMIT_EVENT, user, laptop, "192.0.2.1", &result));
	assert_false(result.limited);
	px_limiter_free(limiter);
}

static void addresses_count_by_customer(void **state)
{
	struct px_limiter *limiter = make();
	struct px_limit_result result;

	(void)state;
	assert_true(take(limiter, PX_LIMIT_AUTH, PX_ID_NONE, PX_ID_NONE, "2001:db8:1:2::1", &result));
	assert_true(take(limiter, PX_LIMIT_AUTH, PX_ID_NONE, PX_ID_NONE, "2001:db8:1:2:ffff::9", &result));
	assert_false(take(limiter, PX_LIMIT_AUTH, PX_ID_NONE, PX_ID_NONE, "2001:db8:1:2:1:2:3:4", &result));
	assert_true(take(limiter, PX_LIMIT_AUTH, PX_ID_NONE, PX_ID_NONE, "2001:db8:1:3::1", &result));
	assert_true(take(limiter, PX_LIMIT_AUTH, PX_ID_NONE, PX_ID_NONE, "192.0.2.1", &result));
	assert_true(take(limiter, PX_LIMIT_AUTH, PX_ID_NONE, PX_ID_NONE, "::ffff:192.0.2.1", &result));
	assert_false(take(limiter, PX_LIMIT_AUTH, PX_ID_NONE, PX_ID_NONE, "192.0.2.1", &result));
	assert_true(take(limiter, PX_LIMIT_AUTH, PX_ID_NONE, PX_ID_NONE, "192.0.2.2", &result));
	assert_true(take(limiter, PX_LIMIT_AUTH, PX_ID_NONE, PX_ID_NONE, NULL, &result));
	assert_false(result.limited);
	px_limiter_free(limiter);
}

static void says_so_in_headers(void **state)
{
	struct px_limit_result result = { .allowed = true, .limited = true, .class = PX_LIMIT_CHAT, .limit = 60,
					  .window = 60, .remaining = 12, .reset = 48 };
	struct px_buf out = PX_BUF_INIT(1024);

	(void)state;
	px_limit_headers(&result, &out);
	assert_string_equal(out.data, "RateLimit-Limit: 60\r\nRateLimit-Remaining: 12\r\nRateLimit-Reset: 48\r\n"
			    "RateLimit-Policy: \"chat\";q=60;w=60\r\nRateLimit: \"chat\";r=12;t=48\r\n");
	px_buf_clear(&out);
	result.allowed = false;
	result.retry_after = 7;
	px_limit_headers(&result, &out);
	assert_non_null(strstr(out.data, "\r\nRetry-After: 7\r\n"));
	px_buf_clear(&out);
	result.limited = false;
	px_limit_headers(&result, &out);
	assert_int_equal(out.size, 0);
	px_buf_release(&out);
}

static void connections_are_capped(void **state)
{
	struct px_limiter *limiter = make();
	struct px_id ann = px_id_new(), bob = px_id_new(), zoe = px_id_new();

	(void)state;
	assert_true(px_limit_connect(limiter, ann, "192.0.2.1"));
	assert_true(px_limit_connect(limiter, ann, "192.0.2.1"));
	assert_false(px_limit_connect(limiter, ann, "192.0.2.9"));
	assert_true(px_limit_connect(limiter, bob, "192.0.2.1"));
	assert_false(px_limit_connect(limiter, bob, "192.0.2.1")); /* the address is full */
	assert_true(px_limit_connect(limiter, bob, "192.0.2.2"));  /* and nothing was counted for that */
	px_limit_disconnect(limiter, ann, "192.0.2.1");
	assert_true(px_limit_connect(limiter, zoe, "192.0.2.1"));
	assert_true(px_limit_connect(limiter, PX_ID_NONE, NULL)); /* nothing known, nothing counted */
	px_limit_disconnect(limiter, PX_ID_NONE, NULL);
	px_limiter_free(limiter);
}

static void refuses_absurd_configurations(void **state)
{
	struct px_limit_config config = strict;
	struct px_limiter *limiter;

	(void)state;
	config.driver = "nosuch";
	assert_int_equal(px_limiter_new(&config, &limiter, NULL), PX_UNSUPPORTED);
	config = strict;
	config.rules[PX_LIMIT_READ][PX_LIMIT_BY_USER].window = 0;
	assert_int_equal(px_limiter_new(&config, &limiter, NULL), PX_INVALID);
	assert_int_equal(px_limiter_new(&px_limit_config_default, &limiter, NULL), PX_OK);
	px_limiter_free(limiter);
}

/* ---------------------------------------------------------------- back-off */

static void waits_double_up_to_a_cap(void **state)
{
	const struct px_backoff_rule rule = { .free = 2, .base_ms = 1000, .max_ms = 10000 };
	static const uint32_t expected[] = { 0, 0, 1000, 2000, 4000, 8000, 10000, 10000 };
	struct px_backoff *backoff = px_backoff_new(64);
	int64_t now = 5000000;

	(void)state;
	assert_int_equal(px_backoff_wait(backoff, key_of(1), now), 0);
	for (size_t i = 0; i < sizeof(expected) / sizeof(expected[0]); i++) {
		px_backoff_fail(backoff, key_of(1), &rule, now);
		assert_int_equal(px_backoff_wait(backoff, key_of(1), now), expected[i]);
		assert_int_equal(px_backoff_wait(backoff, key_of(1), now + expected[i]), 0);
	}
	assert_int_equal(px_backoff_wait(backoff, key_of(2), now), 0);
	for (int i = 0; i < 100; i++) /* no overflow however long it goes on */
		px_backoff_fail(backoff, key_of(1), &rule, now);
	assert_int_equal(px_backoff_wait(backoff, key_of(1), now), 10000);
	px_backoff_clear(backoff, key_of(1));
	assert_int_equal(px_backoff_wait(backoff, key_of(1), now), 0);
	px_backoff_free(backoff);
}

static void failures_are_forgotten_in_an_hour(void **state)
{
	const struct px_backoff_rule rule = { .free = 0, .base_ms = 7200000, .max_ms = 7200000 };
	struct px_backoff *backoff = px_backoff_new(64);

	(void)state;
	px_backoff_fail(backoff, key_of(1), &rule, 5000000);
	assert_int_equal(px_backoff_wait(backoff, key_of(1), 5000000 + 3599999), 7200000 - 3599999);
	assert_int_equal(px_backoff_wait(backoff, key_of(1), 5000000 + 3600000), 0);
	px_backoff_free(backoff);
}

static void the_table_keeps_the_worst(void **state)
{
	const struct px_backoff_rule rule = { .free = 0, .base_ms = 1000, .max_ms = 60000 };
	struct px_backoff *backoff = px_backoff_new(64);

	(void)state;
	for (int i = 0; i < 5; i++)
		px_backoff_fail(backoff, key_of(1), &rule, 5000000);
	for (uint64_t i = 2; i < 10000; i++)
		px_backoff_fail(backoff, key_of(i), &rule, 5000000);
	assert_int_equal(px_backoff_wait(backoff, key_of(1), 5000000), 16000);
	px_backoff_free(backoff);
}

/* As on a node that hears of a login, its own or another's. */
static void login_went(struct px_limiter *limiter, bool failed, struct px_str account, const char *address)
{
	struct px_buf json = PX_BUF_INIT(256);

	px_limit_login_write(limiter, account, address, failed, &json);
	assert_int_equal(px_limit_login_hear(limiter, px_buf_view(&json)), PX_OK);
	px_buf_release(&json);
}

static void what_is_said_of_a_login_names_nobody_and_is_checked(void **state)
{
	static const char *const bad[] = { "", "null", "{}", "{\"failed\":true}", "{\"failed\":1,\"keys\":\"\"}", "{\"failed\":true,\"keys\":\"abc\"}",
					   "{\"failed\":true,\"keys\":\"zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz\"}" };
	struct px_limiter *limiter = make();
	struct px_buf json = PX_BUF_INIT(256);

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_int_equal(px_limit_login_hear(limiter, px_str(bad[i])), PX_INVALID);
	px_limit_login_write(limiter, PX_STR("ann@example.org"), "192.0.2.1", true, &json);
	assert_null(strstr(json.data, "ann"));
	assert_null(strstr(json.data, "192.0.2.1")); /* "192" alone may be of a hash */
	px_buf_release(&json);
	px_limiter_free(limiter);
}

static void logins_are_slowed_per_account_and_address(void **state)
{
	struct px_limiter *limiter = make();
	char address[32];

	(void)state;
	for (int i = 0; i < 2; i++) {
		login_went(limiter, true, PX_STR("Ann@example.org"), "192.0.2.1");
		assert_int_equal(px_limit_login(limiter, PX_STR("ann@example.org"), "192.0.2.1"), 0);
	}
	login_went(limiter, true, PX_STR("ann@example.org"), "192.0.2.1");
	assert_true(px_limit_login(limiter, PX_STR("ann@example.org"), "192.0.2.1") > 3000000);
	assert_int_equal(px_limit_login(limiter, PX_STR("ann@example.org"), "192.0.2.2"), 0);
	assert_int_equal(px_limit_login(limiter, PX_STR("bob@example.org"), "192.0.2.1"), 0);
	login_went(limiter, false, PX_STR("ann@example.org"), "192.0.2.1");
	assert_int_equal(px_limit_login(limiter, PX_STR("ann@example.org"), "192.0.2.1"), 0);
	/* many addresses at one account: the wait is short, so that its owner gets in */
	for (int i = 0; i < 9; i++) {
		snprintf(address, sizeof(address), "198.51.100.%d", i);
		login_went(limiter, true, PX_STR("ann@example.org"), address);
	}
	assert_in_range(px_limit_login(limiter, PX_STR("ann@example.org"), "203.0.113.1"), 20000, 30000);
	/* one address at many accounts */
	for (int i = 0; i < 21; i++) {
		snprintf(address, sizeof(address), "user%d@example.org", i);
		login_went(limiter, true, px_str(address), "203.0.113.7");
	}
	assert_true(px_limit_login(limiter, PX_STR("fresh@example.org"), "203.0.113.7") > 3000000);
	px_limiter_free(limiter);
}

/* ----------------------------------------------------------------- threads */

struct race {
	struct px_limiter *limiter;
	struct px_id user;
	int allowed;
};

static void *hammer(void *arg)
{
	struct race *race = arg;
	const struct px_limit_caller caller = { .user = race->user };

	for (int i = 0; i < 2000; i++) {
		struct px_limit_result result;
		px_limit_take(race->limiter, PX_LIMIT_CHAT, &caller, 1, &result);
		race->allowed += result.allowed;
		if (px_limit_connect(race->limiter, race->user, "192.0.2.1"))
			px_limit_disconnect(race->limiter, race->user, "192.0.2.1");
		login_went(race->limiter, true, PX_STR("x"), "192.0.2.1");
		(void)px_limit_login(race->limiter, PX_STR("x"), "192.0.2.1");
	}
	return NULL;
}

static void threads_share_one_allowance(void **state)
{
	struct px_limiter *limiter = make();
	struct px_id user = px_id_new();
	struct race races[4];
	pthread_t threads[4];
	int allowed = 0;

	(void)state;
	for (int i = 0; i < 4; i++) {
		races[i] = (struct race){ limiter, user, 0 };
		pthread_create(&threads[i], NULL, hammer, &races[i]);
	}
	for (int i = 0; i < 4; i++) {
		pthread_join(threads[i], NULL);
		allowed += races[i].allowed;
	}
	assert_int_equal(allowed, 4);
	/* all connections were given back */
	assert_true(px_limit_connect(limiter, user, "192.0.2.1"));
	assert_true(px_limit_connect(limiter, user, "192.0.2.1"));
	assert_false(px_limit_connect(limiter, user, "192.0.2.1"));
	px_limiter_free(limiter);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_bucket_empties_and_refills),
		cmocka_unit_test(memory_is_bounded_and_the_guilty_stay),
		cmocka_unit_test(the_tightest_bucket_counts),
		cmocka_unit_test(addresses_count_by_customer),
		cmocka_unit_test(says_so_in_headers),
		cmocka_unit_test(connections_are_capped),
		cmocka_unit_test(refuses_absurd_configurations),
		cmocka_unit_test(waits_double_up_to_a_cap),
		cmocka_unit_test(failures_are_forgotten_in_an_hour),
		cmocka_unit_test(the_table_keeps_the_worst),
		cmocka_unit_test(what_is_said_of_a_login_names_nobody_and_is_checked),
		cmocka_unit_test(logins_are_slowed_per_account_and_address),
		cmocka_unit_test(threads_share_one_allowance),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
