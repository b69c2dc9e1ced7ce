/* SPDX-License-Identifier: Apache-2.0 */
/* The answer cache: the generation rule, the budget, and many threads at once. */
#include "api/cache.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { THREADS = 4, ROUNDS = 3000, MEGABYTE = 1 << 20 };

static void put(struct px_cache *cache, struct px_id user, const char *target, const char *body)
{
	px_cached_unref(px_cache_put(cache, user, px_str(target), px_cache_generation(cache, user),
				     px_str(body), ""));
}

static bool has(struct px_cache *cache, struct px_id user, const char *target, const char *body)
{
	struct px_cached *cached = px_cache_get(cache, user, px_str(target));
	bool same = cached && cached->size == strlen(body) && memcmp(cached->body, body, cached->size) == 0;

	px_cached_unref(cached);
	return same;
}

static void an_answer_is_its_users_and_its_targets(void **state)
{
	struct px_cache *cache = px_cache_new(MEGABYTE);
	struct px_id mine = px_id_new(), theirs = px_id_new();

	(void)state;
	put(cache, mine, "/tasks", "mine");
	assert_true(has(cache, mine, "/tasks", "mine"));
	assert_null(px_cache_get(cache, theirs, PX_STR("/tasks")));
	assert_null(px_cache_get(cache, mine, PX_STR("/tasks?limit=1")));
	put(cache, mine, "/tasks", "newer");
	assert_true(has(cache, mine, "/tasks", "newer"));
	px_cache_free(cache);
}

static void a_change_forgets_what_was_read_before_it(void **state)
{
	struct px_cache *cache = px_cache_new(MEGABYTE);
	struct px_id user = px_id_new();

	(void)state;
	put(cache, user, "/a", "old");
	px_cache_bump(cache, user);
	assert_null(px_cache_get(cache, user, PX_STR("/a")));
	/* A reader that began before the change must not store what it saw. */
	uint64_t before = px_cache_generation(cache, user);
	px_cache_bump(cache, user);
	struct px_cached *late = px_cache_put(cache, user, PX_STR("/a"), before, PX_STR("stale"), "");
	assert_non_null(late);
	px_cached_unref(late);
	assert_null(px_cache_get(cache, user, PX_STR("/a")));
	px_cache_free(cache);
}

static void tags_are_the_given_one_or_the_contents(void **state)
{
	struct px_cache *cache = px_cache_new(MEGABYTE);
	struct px_id user = px_id_new();
	struct px_cached *given = px_cache_put(cache, user, PX_STR("/a"), 0, PX_STR("x"), "\"7\"");
	struct px_cached *one = px_cache_put(cache, user, PX_STR("/b"), 0, PX_STR("x"), "");
	struct px_cached *two = px_cache_put(cache, user, PX_STR("/c"), 0, PX_STR("y"), "");

	(void)state;
	assert_string_equal(given->etag, "\"7\"");
	assert_int_equal(one->etag[0], '"');
	assert_string_not_equal(one->etag, two->etag);
	px_cached_unref(given);
	px_cached_unref(one);
	px_cached_unref(two);
	px_cache_free(cache);
}

static void the_budget_holds(void **state)
{
	enum { BUDGET = 256 << 10, BODY = 1000 };
	struct px_cache *cache = px_cache_new(BUDGET);
	struct px_id user = px_id_new();
	char body[BODY + 1], target[32];
	uint64_t hits, misses;
	size_t bytes, kept = 0;

	(void)state;
	memset(body, 'x', BODY);
	body[BODY] = '\0';
	for (int i = 0; i < 2000; i++) {
		snprintf(target, sizeof(target), "/t/%d", i);
		put(cache, user, target, body);
		px_cache_stats(cache, &hits, &misses, &bytes);
		assert_true(bytes <= BUDGET);
	}
	for (int i = 0; i < 2000; i++) {
		snprintf(target, sizeof(target), "/t/%d", i);
		kept += has(cache, user, target, body);
	}
	assert_in_range(kept, 32, BUDGET / BODY);
	px_cache_free(cache);
}

static void what_is_too_large_or_not_wanted_is_answered_but_not_kept(void **state)
{
	struct px_cache *small = px_cache_new(1024), *none = px_cache_new(0);
	struct px_id user = px_id_new();
	char body[512], target[600];

	(void)state;
	memset(body, 'x', sizeof(body));
	memset(target, 't', sizeof(target));
	struct px_cached *cached =
		px_cache_put(small, user, PX_STR("/a"), 0, px_str_n(body, sizeof(body)), "");
	assert_int_equal(cached->size, sizeof(body));
	px_cached_unref(cached);
	assert_null(px_cache_get(small, user, PX_STR("/a")));
	px_cached_unref(px_cache_put(small, user, px_str_n(target, sizeof(target)), 0, PX_STR("y"), ""));
	assert_null(px_cache_get(small, user, px_str_n(target, sizeof(target))));
	px_cached_unref(px_cache_put(none, user, PX_STR("/a"), 0, PX_STR("y"), ""));
	assert_null(px_cache_get(none, user, PX_STR("/a")));
	px_cache_free(small);
	px_cache_free(none);
}

/* A part is a 16th of the cache; no answer takes more than a quarter of it, and no target more than 512 bytes. */
static void the_largest_is_kept_and_nothing_larger(void **state)
{
	enum { BUDGET = 64 << 10, LARGEST = BUDGET / 16 / 4, TARGET = 512 };
	static const struct { size_t target, body; bool kept; } cases[] = {
		{ TARGET, LARGEST, true }, { TARGET + 1, 1, false }, { 1, LARGEST + 1, false },
	};
	char body[LARGEST + 1], target[TARGET + 1];

	(void)state;
	memset(body, 'x', sizeof(body));
	memset(target, 't', sizeof(target));
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct px_cache *cache = px_cache_new(BUDGET);
		struct px_id user = px_id_new();
		struct px_str key = px_str_n(target, cases[i].target);
		px_cached_unref(px_cache_put(cache, user, key, 0, px_str_n(body, cases[i].body), ""));
		struct px_cached *cached = px_cache_get(cache, user, key);
		assert_int_equal(cached != NULL, cases[i].kept);
		px_cached_unref(cached);
		px_cache_free(cache);
	}
}

/* A store of one number that is "committed" before the generation is bumped, as calls do it. */
struct race {
	struct px_cache *cache;
	struct px_id user;
	_Atomic int committed, acknowledged;
};

static void *write_numbers(void *arg)
{
	struct race *race = arg;

	for (int i = 1; i <= ROUNDS; i++) {
		atomic_store(&race->committed, i);
		px_cache_bump(race->cache, race->user);
		atomic_store(&race->acknowledged, i);
	}
	return NULL;
}

/* Returns how many answers were older than a change acknowledged before the question. */
static void *read_numbers(void *arg)
{
	struct race *race = arg;
	uintptr_t stale = 0;

	for (int i = 0; i < ROUNDS; i++) {
		int expected = atomic_load(&race->acknowledged), seen;
		struct px_cached *cached = px_cache_get(race->cache, race->user, PX_STR("/n"));
		if (cached) {
			memcpy(&seen, cached->body, sizeof(seen));
		} else {
			uint64_t generation = px_cache_generation(race->cache, race->user);
			seen = atomic_load(&race->committed);
			cached = px_cache_put(race->cache, race->user, PX_STR("/n"), generation,
					      px_str_n((const char *)&seen, sizeof(seen)), "");
		}
		px_cached_unref(cached);
		stale += seen < expected;
	}
	return (void *)stale;
}

static void no_answer_is_older_than_an_acknowledged_change(void **state)
{
	struct race race = { .cache = px_cache_new(MEGABYTE), .user = px_id_new() };
	pthread_t writer, readers[THREADS];

	(void)state;
	assert_int_equal(pthread_create(&writer, NULL, write_numbers, &race), 0);
	for (int i = 0; i < THREADS; i++)
		assert_int_equal(pthread_create(&readers[i], NULL, read_numbers, &race), 0);
	pthread_join(writer, NULL);
	for (int i = 0; i < THREADS; i++) {
		void *stale;
		pthread_join(readers[i], &stale);
		assert_int_equal((uintptr_t)stale, 0);
	}
	px_cache_free(race.cache);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_is_its_users_and_its_targets),
		cmocka_unit_test(a_change_forgets_what_was_read_before_it),
		cmocka_unit_test(tags_are_the_given_one_or_the_contents),
		cmocka_unit_test(the_budget_holds),
		cmocka_unit_test(what_is_too_large_or_not_wanted_is_answered_but_not_kept),
		cmocka_unit_test(the_largest_is_kept_and_nothing_larger),
		cmocka_unit_test(no_answer_is_older_than_an_acknowledged_change),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
