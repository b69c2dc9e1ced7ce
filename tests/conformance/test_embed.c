/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every embedder must do: vectors of unit length and one size, the same
 * alone and in company; each request completed once, in any weather; bounded
 * queue; caches that keep users apart.
 *
 * "local" needs the downloaded model file and is skipped, loudly, where there
 * is none; "openai" talks to a double on loopback.
 */
#include "embed/embed.h"

#include "support/embed_double.h"
#include "sys/shard.h"

#include <math.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct px_id alice = { { 1 } }, bob = { { 2 } };
static struct embed_double endpoint;
static char model_file[1024], endpoint_url[64];

static const char *const drivers[] = { "static", "local", "openai" };
enum { DRIVERS = 3 };

static struct px_embed *open_embed(const char *driver, size_t queue)
{
	struct px_embed_config config = { .driver = driver, .threads = 2, .queue_texts = queue, .cache_bytes = 1 << 20,
					  .model_file = model_file, .url = endpoint_url, .model = "m", .dims = DOUBLE_DIMS };
	struct px_embed *embed;
	struct px_error error;

	if (px_embed_new(&config, &embed, &error) != PX_OK)
		fail_msg("%s: %s", driver, error.message);
	return embed;
}

static bool is_there(const char *driver)
{
	if (strcmp(driver, "local") != 0 || access(model_file, R_OK) == 0)
		return true;
	print_message("SKIPPED for \"local\": no %s (tools/embed/fetch gets it)\n", model_file);
	return false;
}

static void embed_one(struct px_embed *embed, struct px_id user, const char *text, bool tokens,
		      struct px_arena *arena, struct px_embedding *result)
{
	struct px_str one = px_str(text);
	struct px_error error;
	struct px_embed_request request = { .user = user, .texts = &one, .count = 1, .tokens = tokens };

	if (px_embed_now(embed, &request, arena, result, &error) != PX_OK)
		fail_msg("%s", error.message);
}

static double dot(const float *a, const float *b, size_t dims)
{
	double sum = 0;

	for (size_t i = 0; i < dims; i++)
		sum += (double)a[i] * (double)b[i];
	return sum;
}

static void vectors_are_unit_and_the_same_in_company(const char *driver)
{
	static const char *const texts[] = { "Buy milk on the way home.", "a", "", "The rent went up in April, to 1,240 euros.",
					     "\xff\xfe broken", "naïve café 東京 👍", "Buy milk on the way home." };
	enum { COUNT = sizeof(texts) / sizeof(texts[0]) };
	struct px_embed *embed = open_embed(driver, 0);
	struct px_embedding together[COUNT], alone;
	struct px_str slices[COUNT];
	struct px_embed_model model;
	struct px_arena arena;
	struct px_error error;

	px_arena_init(&arena);
	for (size_t i = 0; i < COUNT; i++)
		slices[i] = px_str(texts[i]);
	struct px_embed_request request = { .texts = slices, .count = COUNT };
	assert_int_equal(px_embed_now(embed, &request, &arena, together, &error), PX_OK);
	px_embed_model(embed, &model);
	assert_true(model.dims > 0 && strlen(model.hash) == 64 && model.id[0]);
	for (size_t i = 0; i < COUNT; i++) {
		double length = dot(together[i].vector, together[i].vector, model.dims);
		assert_true(fabs(length - 1) < 1e-4 || (texts[i][0] == '\0' && length <= 1e-9));
		embed_one(embed, PX_ID_NONE, texts[i], false, &arena, &alone);
		assert_true(length <= 1e-9 || dot(alone.vector, together[i].vector, model.dims) > 0.99999);
		assert_false(together[i].truncated);
	}
	assert_true(dot(together[0].vector, together[6].vector, model.dims) > 0.99999);
	px_arena_release(&arena);
	px_embed_free(embed);
}

static void long_texts_are_cut_and_say_so(const char *driver)
{
	enum { SIZE = 20000 };
	struct px_embed *embed = open_embed(driver, 0);
	struct px_embedding result;
	struct px_embed_model model;
	struct px_arena arena;
	struct px_error error;
	char *text = calloc(1, PX_EMBED_TEXT_MAX + 2);

	px_arena_init(&arena);
	for (size_t i = 0; i < SIZE; i++)
		text[i] = "word "[i % 5];
	embed_one(embed, PX_ID_NONE, text, false, &arena, &result);
	assert_true(result.truncated);
	px_embed_model(embed, &model);
	assert_int_equal(result.tokens, model.token_limit);
	memset(text, 'x', PX_EMBED_TEXT_MAX + 1);
	struct px_str over = px_str(text);
	struct px_embed_request request = { .texts = &over, .count = 1 };
	assert_int_equal(px_embed_now(embed, &request, &arena, &result, &error), PX_TOO_LARGE);
	request.count = 0;
	assert_int_equal(px_embed_now(embed, &request, &arena, &result, &error), PX_INVALID);
	free(text);
	px_arena_release(&arena);
	px_embed_free(embed);
}

static void tokens_have_vectors_or_are_refused(const char *driver)
{
	struct px_embed *embed = open_embed(driver, 0);
	struct px_str text = PX_STR("The dentist moved to Leipzig");
	struct px_embed_request request = { .texts = &text, .count = 1, .tokens = true };
	struct px_embedding with, without;
	struct px_embed_model model;
	struct px_arena arena;
	struct px_error error;

	px_arena_init(&arena);
	px_embed_model(embed, &model);
	enum px_err err = px_embed_now(embed, &request, &arena, &with, &error);
	assert_int_equal(err, model.token_dims ? PX_OK : PX_UNSUPPORTED);
	if (!err) {
		assert_int_equal(with.token_count, with.tokens - 2);
		embed_one(embed, PX_ID_NONE, text.data, false, &arena, &without);
		assert_true(dot(with.vector, without.vector, model.dims) > 0.99999);
		assert_int_equal(without.token_count, 0);
		for (size_t i = 0; i < with.token_count; i++) {
			int length = 0;
			for (size_t d = 0; d < PX_EMBED_TOKEN_DIMS; d++)
				length += with.token_vectors[i * PX_EMBED_TOKEN_DIMS + d] *
					  with.token_vectors[i * PX_EMBED_TOKEN_DIMS + d];
			assert_in_range(length, 15500, 16800); /* 127 squared, rounded 64 times */
		}
		embed_one(embed, PX_ID_NONE, "", true, &arena, &with);
		assert_int_equal(with.token_count, 0);
	}
	px_arena_release(&arena);
	px_embed_free(embed);
}

/* Requests under way, counted by their callbacks. */
struct tally {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	int done, good, cancelled;
	size_t texts;
	float first[3];
};

#define TALLY { .lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER }

static void count_result(void *arg, enum px_err err, const struct px_error *error, const struct px_embedding *results,
			 size_t count)
{
	struct tally *tally = arg;

	pthread_mutex_lock(&tally->lock);
	tally->done++;
	tally->good += err == PX_OK;
	tally->cancelled += err == PX_CANCELLED;
	tally->texts += count;
	if (!err && count == 3) {
		for (size_t i = 0; i < 3; i++)
			tally->first[i] = results[i].vector[0];
	}
	if (err && (!error || results))
		abort();
	pthread_cond_signal(&tally->changed);
	pthread_mutex_unlock(&tally->lock);
}

static void await_tally(struct tally *tally, int done)
{
	pthread_mutex_lock(&tally->lock);
	while (tally->done < done)
		pthread_cond_wait(&tally->changed, &tally->lock);
	pthread_mutex_unlock(&tally->lock);
}

static void each_request_completes_once_in_its_order(const char *driver)
{
	enum { REQUESTS = 40, MANY = 70 };
	struct px_embed *embed = open_embed(driver, 0);
	struct px_str three[] = { PX_STR("one"), PX_STR("two"), PX_STR("three") }, many[MANY];
	struct tally tally = TALLY;
	struct px_embedding alone;
	struct px_embed_stats stats;
	struct px_arena arena;
	struct px_error error;

	px_arena_init(&arena);
	for (size_t i = 0; i < MANY; i++)
		many[i] = three[i % 3];
	struct px_embed_request large = { .texts = many, .count = MANY, .done = count_result, .arg = &tally };
	assert_int_equal(px_embed_submit(embed, &large, &error), PX_OK);
	for (int i = 0; i < REQUESTS; i++) {
		struct px_embed_request request = { .texts = three, .count = 3, .urgent = i % 2, .done = count_result,
						    .arg = &tally };
		assert_int_equal(px_embed_submit(embed, &request, &error), PX_OK);
	}
	await_tally(&tally, REQUESTS + 1);
	for (size_t i = 0; i < 3; i++) {
		embed_one(embed, PX_ID_NONE, three[i].data, false, &arena, &alone);
		assert_true(fabsf(alone.vector[0] - tally.first[i]) < 1e-4F);
	}
	px_embed_get_stats(embed, &stats);
	assert_int_equal(stats.waiting, 0);
	assert_int_equal(stats.requests, REQUESTS + 1 + 3);
	assert_int_equal(stats.texts, MANY + 3 * REQUESTS + 3);
	px_embed_free(embed);
	assert_int_equal(tally.done, REQUESTS + 1);
	assert_int_equal(tally.good, REQUESTS + 1);
	assert_int_equal(tally.texts, MANY + 3 * REQUESTS);
	px_arena_release(&arena);
}

static void a_full_queue_refuses_and_freeing_cancels(const char *driver)
{
	enum { TRIES = 400, COUNT = 50 };
	struct px_embed *embed = open_embed(driver, 100);
	struct px_str texts[COUNT];
	struct tally tally = TALLY;
	struct px_embed_stats stats;
	struct px_error error;
	int accepted = 0, refused = 0;

	for (size_t i = 0; i < COUNT; i++)
		texts[i] = PX_STR("The quick brown fox jumps over the lazy dog, again and again and again.");
	for (int i = 0; i < TRIES; i++) {
		struct px_embed_request request = { .texts = texts, .count = COUNT, .done = count_result, .arg = &tally };
		enum px_err err = px_embed_submit(embed, &request, &error);
		assert_true(err == PX_OK || err == PX_RATE_LIMITED);
		accepted += err == PX_OK;
		refused += err == PX_RATE_LIMITED;
	}
	px_embed_get_stats(embed, &stats);
	assert_true(refused > 0);
	assert_int_equal(stats.refused, refused);
	px_embed_free(embed);
	assert_int_equal(tally.done, accepted); /* once each, well or cancelled */
	assert_int_equal(tally.good + tally.cancelled, accepted);
}

struct held_job {
	struct px_job job;
	sem_t go;
};

static void wait_to_go(struct px_job *job)
{
	sem_wait(&((struct held_job *)job)->go);
}

static void do_nothing(struct px_job *job)
{
	(void)job;
}

/* Jobs wait on a shard all the time: the queue gives way, but goes on, and ends at once when it shall. */
static void a_crowded_process_gets_its_vectors(const char *driver)
{
	enum { MANY = 70 };
	struct px_embed *embed = open_embed(driver, 0);
	struct held_job held = { .job.run = wait_to_go };
	struct px_job behind[2] = { { .run = do_nothing }, { .run = do_nothing } };
	struct px_str texts[MANY];
	struct tally tally = TALLY;
	struct px_shards *shards;
	struct px_error error;

	sem_init(&held.go, 0, 0);
	assert_int_equal(px_shards_new(1, NULL, &shards, &error), PX_OK);
	assert_true(px_shard_post_to(shards, 0, &held.job));
	for (size_t i = 0; i < 2; i++)
		assert_true(px_shard_post_to(shards, 0, &behind[i]));
	assert_true(px_shards_crowded());
	for (size_t i = 0; i < MANY; i++)
		texts[i] = PX_STR("somebody waits");
	struct px_embed_request request = { .texts = texts, .count = MANY, .done = count_result, .arg = &tally };
	assert_int_equal(px_embed_submit(embed, &request, &error), PX_OK);
	await_tally(&tally, 1);
	assert_int_equal(tally.good, 1);
	assert_int_equal(px_embed_submit(embed, &request, &error), PX_OK);
	px_embed_free(embed);
	assert_int_equal(tally.done, 2);
	assert_true(px_shards_crowded());
	sem_post(&held.go);
	px_shards_free(shards);
	sem_destroy(&held.go);
}

static void the_cache_keeps_users_apart(const char *driver)
{
	struct px_embed *embed = open_embed(driver, 0);
	struct px_embed_stats stats;
	struct px_embedding a, b;
	struct px_embed_model model;
	struct px_arena arena;

	px_arena_init(&arena);
	embed_one(embed, alice, "the test came back positive", false, &arena, &a);
	embed_one(embed, bob, "the test came back positive", false, &arena, &b);
	px_embed_get_stats(embed, &stats);
	assert_int_equal(stats.texts, 2); /* bob's was embedded, not looked up: nothing to be seen in the time */
	assert_int_equal(stats.cache_hits, 0);
	embed_one(embed, alice, "the test came back positive", false, &arena, &b);
	px_embed_get_stats(embed, &stats);
	assert_int_equal(stats.texts, 2);
	assert_int_equal(stats.cache_hits, 1);
	px_embed_model(embed, &model);
	assert_memory_equal(a.vector, b.vector, model.dims * sizeof(float));
	px_embed_forget(embed, alice, PX_STR("the test came back positive"));
	embed_one(embed, alice, "the test came back positive", false, &arena, &b);
	px_embed_forget_user(embed, alice);
	embed_one(embed, alice, "the test came back positive", false, &arena, &b);
	px_embed_get_stats(embed, &stats);
	assert_int_equal(stats.texts, 4);
	assert_int_equal(stats.cache_entries, 2);
	px_arena_release(&arena);
	px_embed_free(embed);
}

/* The last text of a conversation about cats is nearer to another one about cats than to the tax return. */
static void near_in_meaning_is_near(const char *driver)
{
	struct px_embed *embed;
	struct px_embedding cat, kitten, tax;
	struct px_embed_model model;
	struct px_arena arena;

	if (strcmp(driver, "openai") == 0)
		return; /* the double knows no meaning */
	embed = open_embed(driver, 0);
	px_arena_init(&arena);
	px_embed_model(embed, &model);
	embed_one(embed, PX_ID_NONE, "The cat sleeps on the sofa.", false, &arena, &cat);
	embed_one(embed, PX_ID_NONE, "A kitten is napping on the couch.", false, &arena, &kitten);
	embed_one(embed, PX_ID_NONE, "The tax return is due at the end of July.", false, &arena, &tax);
	assert_true(dot(cat.vector, kitten.vector, model.dims) > dot(cat.vector, tax.vector, model.dims) + 0.3);
	px_arena_release(&arena);
	px_embed_free(embed);
}

static void over_all(void (*test)(const char *driver))
{
	for (size_t i = 0; i < DRIVERS; i++) {
		if (is_there(drivers[i]))
			test(drivers[i]);
	}
}

#define OVER_ALL(name)                    \
	static void all_##name(void **state) \
	{                                 \
		(void)state;              \
		over_all(name);           \
	}

OVER_ALL(vectors_are_unit_and_the_same_in_company)
OVER_ALL(long_texts_are_cut_and_say_so)
OVER_ALL(tokens_have_vectors_or_are_refused)
OVER_ALL(each_request_completes_once_in_its_order)
OVER_ALL(a_full_queue_refuses_and_freeing_cancels)
OVER_ALL(a_crowded_process_gets_its_vectors)
OVER_ALL(the_cache_keeps_users_apart)
OVER_ALL(near_in_meaning_is_near)

static void unknown_driver_is_named(void **state)
{
	struct px_embed *embed;
	struct px_error error;

	(void)state;
	assert_int_equal(px_embed_new(&(struct px_embed_config){ .driver = "oracle" }, &embed, &error), PX_INVALID);
	assert_non_null(strstr(error.message, "oracle"));
	assert_int_equal(px_embed_new(&(struct px_embed_config){ .driver = "local", .model_file = "/nonexistent" }, &embed,
				      &error), PX_NOT_FOUND);
}

static int start(void **state)
{
	(void)state;
	const char *source = getenv("TEST_SOURCE_DIR");
	snprintf(model_file, sizeof(model_file), "%s/models/all-MiniLM-L6-v2.weights", source ? source : ".");
	double_start(&endpoint, NULL, 0);
	snprintf(endpoint_url, sizeof(endpoint_url), "http://127.0.0.1:%u/v1", endpoint.port);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	double_stop(&endpoint);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_vectors_are_unit_and_the_same_in_company),
		cmocka_unit_test(all_long_texts_are_cut_and_say_so),
		cmocka_unit_test(all_tokens_have_vectors_or_are_refused),
		cmocka_unit_test(all_each_request_completes_once_in_its_order),
		cmocka_unit_test(all_a_full_queue_refuses_and_freeing_cancels),
		cmocka_unit_test(all_a_crowded_process_gets_its_vectors),
		cmocka_unit_test(all_the_cache_keeps_users_apart),
		cmocka_unit_test(all_near_in_meaning_is_near),
		cmocka_unit_test(unknown_driver_is_named),
	};

	return cmocka_run_group_tests_name("embed conformance", tests, start, stop);
}
