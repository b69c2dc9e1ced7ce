/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cache gives back what was put, to the same user only, for as long as it
 * may, within its bytes; what is forgotten is gone.
 */
#include "embed/embed_cache.h"

#include "base/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

enum { DIMS = 4, MINUTE = 60000 };

static const int64_t noon = INT64_C(1790000000000);
static const struct px_id alice = { { 1 } }, bob = { { 2 } };

static void put(struct px_embed_cache *cache, struct px_id user, const char *text, float first, bool tokens)
{
	float vector[DIMS] = { first, 2, 3, 4 };
	uint32_t ids[2] = { 7, 9 };
	int8_t token_vectors[2 * PX_EMBED_TOKEN_DIMS] = { 5 };
	struct px_embedding result = { .vector = vector, .tokens = 4, .token_count = tokens ? 2 : 0,
				       .token_ids = ids, .token_vectors = token_vectors };

	px_embed_cache_put(cache, user, px_str(text), tokens, DIMS, &result);
}

static bool has(struct px_embed_cache *cache, struct px_id user, const char *text, bool tokens, float first)
{
	struct px_embedding result;
	struct px_arena arena;

	px_arena_init(&arena);
	bool found = px_embed_cache_get(cache, user, px_str(text), tokens, &arena, &result);
	if (found) {
		assert_true(result.vector[0] == first && result.vector[3] == 4);
		assert_int_equal(result.tokens, 4);
		assert_int_equal(result.token_count, tokens ? 2 : 0);
		if (tokens) {
			assert_int_equal(result.token_ids[1], 9);
			assert_int_equal(result.token_vectors[0], 5);
		}
	}
	px_arena_release(&arena);
	return found;
}

static void gives_back_to_the_same_user_only(void **state)
{
	struct px_embed_cache *cache = px_embed_cache_new(1 << 20, MINUTE);

	(void)state;
	put(cache, alice, "a secret", 1, false);
	assert_true(has(cache, alice, "a secret", false, 1));
	assert_false(has(cache, bob, "a secret", false, 1));
	assert_false(has(cache, PX_ID_NONE, "a secret", false, 1));
	assert_false(has(cache, alice, "a secret", true, 1)); /* it has no tokens */
	put(cache, alice, "a secret", 1, true);
	assert_true(has(cache, alice, "a secret", true, 1));
	put(cache, PX_ID_NONE, "nobody's", 1, false);
	assert_false(has(cache, PX_ID_NONE, "nobody's", false, 1));
	px_embed_cache_free(cache);
}

static void an_entry_with_tokens_serves_without(void **state)
{
	struct px_embed_cache *cache = px_embed_cache_new(1 << 20, MINUTE);

	(void)state;
	put(cache, alice, "t", 8, true);
	assert_true(has(cache, alice, "t", false, 8));
	px_embed_cache_free(cache);
}

static void lapses(void **state)
{
	struct px_embed_cache *cache = px_embed_cache_new(1 << 20, MINUTE);
	size_t bytes, entries;

	(void)state;
	px_clock_fix(noon);
	put(cache, alice, "t", 1, false);
	px_clock_fix(noon + MINUTE - 1);
	assert_true(has(cache, alice, "t", false, 1));
	px_clock_fix(noon + MINUTE);
	assert_false(has(cache, alice, "t", false, 1));
	px_embed_cache_size(cache, &bytes, &entries);
	assert_int_equal(bytes, 0);
	assert_int_equal(entries, 0);
	px_clock_fix(0);
	px_embed_cache_free(cache);
}

static void keeps_to_its_bytes_and_drops_the_longest_unused(void **state)
{
	enum { LIMIT = 8000 };
	struct px_embed_cache *cache = px_embed_cache_new(LIMIT, MINUTE);
	size_t bytes, entries;
	char text[32];

	(void)state;
	put(cache, alice, "kept", 1, false);
	for (int i = 0; i < 500; i++) {
		snprintf(text, sizeof(text), "text %d", i);
		put(cache, i % 2 ? alice : bob, text, 1, i % 3 == 0);
		px_embed_cache_size(cache, &bytes, &entries);
		assert_in_range(bytes, 1, LIMIT);
		assert_true(has(cache, alice, "kept", false, 1));
	}
	assert_false(has(cache, bob, "text 0", false, 1));
	assert_true(has(cache, alice, "text 499", false, 1));
	px_embed_cache_free(cache);
}

static void forgets(void **state)
{
	struct px_embed_cache *cache = px_embed_cache_new(1 << 20, MINUTE);
	size_t bytes, entries;

	(void)state;
	put(cache, alice, "one", 1, false);
	put(cache, alice, "one", 1, true);
	put(cache, alice, "two", 2, false);
	put(cache, bob, "one", 3, false);
	px_embed_cache_forget(cache, alice, PX_STR("one"));
	assert_false(has(cache, alice, "one", false, 1));
	assert_true(has(cache, alice, "two", false, 2));
	px_embed_cache_forget_user(cache, alice);
	assert_false(has(cache, alice, "two", false, 2));
	assert_true(has(cache, bob, "one", false, 3));
	px_embed_cache_size(cache, &bytes, &entries);
	assert_int_equal(entries, 1);
	px_embed_cache_free(cache);
}

static void of_no_bytes_keeps_nothing(void **state)
{
	struct px_embed_cache *cache = px_embed_cache_new(0, MINUTE);

	(void)state;
	put(cache, alice, "t", 1, false);
	assert_false(has(cache, alice, "t", false, 1));
	px_embed_cache_free(cache);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_back_to_the_same_user_only),
		cmocka_unit_test(an_entry_with_tokens_serves_without),
		cmocka_unit_test(lapses),
		cmocka_unit_test(keeps_to_its_bytes_and_drops_the_longest_unused),
		cmocka_unit_test(forgets),
		cmocka_unit_test(of_no_bytes_keeps_nothing),
	};

	return cmocka_run_group_tests_name("embedding cache", tests, NULL, NULL);
}
