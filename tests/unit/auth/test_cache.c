/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cache of verified tokens: expiry, eviction, revocation, tombstones, threads.
 */
#include "auth/cache.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#define NOW INT64_C(1000000000)

static struct px_principal principal(void)
{
	return (struct px_principal){ .user = px_id_new(), .session = px_id_new(), .scopes = 3,
				      .kind = PX_TOKEN_PERSONAL, .expires = PX_TIME_NONE };
}

static void keeps_until_its_time_is_up(void **state)
{
	struct px_token_cache *cache = px_token_cache_new(64, 0);
	struct px_principal in = principal(), out;

	(void)state;
	assert_false(px_token_cache_get(cache, PX_STR("a"), NOW, &out));
	assert_true(px_token_cache_put(cache, PX_STR("a"), NOW, &in));
	assert_true(px_token_cache_get(cache, PX_STR("a"), NOW, &out));
	assert_memory_equal(&in, &out, sizeof(in));
	assert_false(px_token_cache_get(cache, PX_STR("b"), NOW, &out));
	assert_true(px_token_cache_get(cache, PX_STR("a"), NOW + PX_CACHE_TTL_MS - 1, &out));
	assert_false(px_token_cache_get(cache, PX_STR("a"), NOW + PX_CACHE_TTL_MS, &out));
	in.expires = NOW + 10;
	assert_true(px_token_cache_put(cache, PX_STR("a"), NOW, &in));
	assert_true(px_token_cache_get(cache, PX_STR("a"), NOW + 9, &out));
	assert_false(px_token_cache_get(cache, PX_STR("a"), NOW + 10, &out));
	px_token_cache_free(cache);
}

static void forgets_the_least_used_when_full(void **state)
{
	struct px_token_cache *cache = px_token_cache_new(8, 0); /* one set */
	struct px_principal in = principal(), out;
	uint64_t hits, misses, entries;
	char name[16];

	(void)state;
	for (int i = 0; i < 8; i++) {
		snprintf(name, sizeof(name), "t%d", i);
		assert_true(px_token_cache_put(cache, px_str(name), NOW, &in));
	}
	assert_true(px_token_cache_get(cache, PX_STR("t0"), NOW, &out));
	assert_true(px_token_cache_put(cache, PX_STR("new"), NOW, &in));
	assert_true(px_token_cache_get(cache, PX_STR("t0"), NOW, &out));
	assert_false(px_token_cache_get(cache, PX_STR("t1"), NOW, &out));
	assert_true(px_token_cache_get(cache, PX_STR("t2"), NOW, &out));
	px_token_cache_stats(cache, &hits, &misses, &entries);
	assert_int_equal(hits, 3);
	assert_int_equal(misses, 1);
	assert_int_equal(entries, 8);
	px_token_cache_free(cache);
}

static void revocation_drops_every_token_of_the_session(void **state)
{
	struct px_token_cache *cache = px_token_cache_new(4096, 0);
	struct px_principal in = principal(), other = principal(), out;
	char name[16];

	(void)state;
	for (int i = 0; i < 100; i++) {
		snprintf(name, sizeof(name), "t%d", i);
		assert_true(px_token_cache_put(cache, px_str(name), NOW, i % 2 ? &other : &in));
	}
	px_token_cache_revoke(cache, NOW, in.session);
	for (int i = 0; i < 100; i++) {
		snprintf(name, sizeof(name), "t%d", i);
		assert_int_equal(px_token_cache_get(cache, px_str(name), NOW, &out), i % 2);
	}
	/* a look-up that began before can't bring it back */
	assert_false(px_token_cache_put(cache, PX_STR("t0"), NOW, &in));
	assert_true(px_token_cache_is_revoked(cache, NOW + PX_TOMBSTONE_MS - 1, in.session));
	assert_false(px_token_cache_is_revoked(cache, NOW + PX_TOMBSTONE_MS, in.session));
	assert_false(px_token_cache_is_revoked(cache, NOW, other.session));
	px_token_cache_drop_user(cache, other.user);
	assert_false(px_token_cache_get(cache, PX_STR("t1"), NOW, &out));
	assert_true(px_token_cache_put(cache, PX_STR("t1"), NOW, &other));
	px_token_cache_free(cache);
}

static void tombstones_are_bounded(void **state)
{
	struct px_token_cache *cache = px_token_cache_new(8, 0);
	struct px_id first = px_id_new(), twice = px_id_new(), last;

	(void)state;
	px_token_cache_revoke(cache, NOW, first);
	px_token_cache_revoke(cache, NOW, twice);
	px_token_cache_revoke(cache, NOW, twice);
	for (int i = 0; i < 65536; i++)
		px_token_cache_revoke(cache, NOW + 1, last = px_id_new());
	assert_true(px_token_cache_is_revoked(cache, NOW + 2, last));
	assert_false(px_token_cache_is_revoked(cache, NOW + 2, first));
	assert_false(px_token_cache_is_revoked(cache, NOW + 2, twice));
	px_token_cache_free(cache);
}

static void a_second_tombstone_outlives_the_first(void **state)
{
	struct px_token_cache *cache = px_token_cache_new(8, 0);
	struct px_id session = px_id_new();

	(void)state;
	px_token_cache_revoke(cache, NOW, session);
	px_token_cache_revoke(cache, NOW + 1000, session);
	px_token_cache_revoke(cache, NOW + PX_TOMBSTONE_MS, px_id_new()); /* sweeps the first */
	assert_true(px_token_cache_is_revoked(cache, NOW + PX_TOMBSTONE_MS, session));
	px_token_cache_free(cache);
}

static void a_proof_is_for_one_token_and_a_moment(void **state)
{
	struct px_token_cache *cache = px_token_cache_new(64, 0);
	struct px_principal out;

	(void)state;
	assert_false(px_token_cache_has_proof(cache, PX_STR("a"), NOW));
	px_token_cache_note_proof(cache, PX_STR("a"), NOW);
	assert_true(px_token_cache_has_proof(cache, PX_STR("a"), NOW + PX_PROOF_MS - 1));
	assert_false(px_token_cache_has_proof(cache, PX_STR("a"), NOW + PX_PROOF_MS));
	assert_false(px_token_cache_has_proof(cache, PX_STR("b"), NOW));
	assert_false(px_token_cache_get(cache, PX_STR("a"), NOW, &out)); /* it lets nobody in */
	px_token_cache_free(cache);
}

static void used_tokens_are_told_once(void **state)
{
	struct px_token_cache *cache = px_token_cache_new(64, 0);
	struct px_principal in = principal(), access = principal(), out;
	struct px_id ids[4];

	(void)state;
	access.kind = PX_TOKEN_ACCESS;
	assert_true(px_token_cache_put(cache, PX_STR("a"), NOW, &in));
	assert_true(px_token_cache_put(cache, PX_STR("b"), NOW, &access));
	assert_int_equal(px_token_cache_take_used(cache, ids, 4), 1);
	assert_true(px_id_eq(ids[0], in.session));
	assert_int_equal(px_token_cache_take_used(cache, ids, 4), 0);
	assert_true(px_token_cache_get(cache, PX_STR("a"), NOW, &out));
	assert_int_equal(px_token_cache_take_used(cache, ids, 4), 1);
	px_token_cache_free(cache);
}

struct shared {
	struct px_token_cache *cache;
	struct px_principal who;
	_Atomic bool revoked;
	_Atomic int seen_after;
};

static void *reader(void *arg)
{
	struct shared *shared = arg;

	for (int i = 0; i < 20000; i++) {
		struct px_principal out;
		bool revoked = atomic_load(&shared->revoked);
		if (px_token_cache_get(shared->cache, PX_STR("token"), NOW, &out)) {
			/* whole, never torn */
			if (!px_id_eq(out.user, shared->who.user) || revoked)
				atomic_fetch_add(&shared->seen_after, 1);
		} else {
			(void)px_token_cache_put(shared->cache, PX_STR("token"), NOW, &shared->who);
		}
	}
	return NULL;
}

static void nobody_sees_a_session_after_its_revocation(void **state)
{
	struct shared shared = { .cache = px_token_cache_new(64, 0), .who = principal() };
	pthread_t threads[4];

	(void)state;
	for (int i = 0; i < 4; i++)
		pthread_create(&threads[i], NULL, reader, &shared);
	px_token_cache_revoke(shared.cache, NOW, shared.who.session);
	atomic_store(&shared.revoked, true);
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	assert_int_equal(shared.seen_after, 0);
	px_token_cache_free(shared.cache);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keeps_until_its_time_is_up),
		cmocka_unit_test(forgets_the_least_used_when_full),
		cmocka_unit_test(revocation_drops_every_token_of_the_session),
		cmocka_unit_test(tombstones_are_bounded),
		cmocka_unit_test(a_second_tombstone_outlives_the_first),
		cmocka_unit_test(a_proof_is_for_one_token_and_a_moment),
		cmocka_unit_test(used_tokens_are_told_once),
		cmocka_unit_test(nobody_sees_a_session_after_its_revocation),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
