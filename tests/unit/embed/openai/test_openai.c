/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The openai driver against an endpoint that misbehaves in every way we could
 * think of: what may pass is tried again, what may not is told, and no wrong
 * vector is ever taken.
 */
#include "embed/embed.h"

#include "base/clock.h"
#include "embed/openai/answer.h"
#include "support/embed_double.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

struct bench {
	struct embed_double server;
	struct px_embed *embed;
	struct px_arena arena;
	char url[128];
};

static void set_up(struct bench *bench, const enum double_act *acts, size_t count, size_t dims)
{
	struct px_error error;

	double_start(&bench->server, acts, count);
	snprintf(bench->url, sizeof(bench->url), "http://127.0.0.1:%u/v1/", bench->server.port);
	struct px_embed_config config = { .driver = "openai", .url = bench->url, .key = "test-key", .model = "m",
					  .dims = dims, .timeout_ms = 2000, .attempts = 3 };
	if (px_embed_new(&config, &bench->embed, &error) != PX_OK)
		fail_msg("%s", error.message);
	px_arena_init(&bench->arena);
}

static void tear_down(struct bench *bench)
{
	px_embed_free(bench->embed);
	px_arena_release(&bench->arena);
	double_stop(&bench->server);
}

static enum px_err ask(struct bench *bench, const char *text, struct px_embedding *result, struct px_error *error)
{
	struct px_str one = px_str(text);

	return px_embed_now(bench->embed, &(struct px_embed_request){ .texts = &one, .count = 1 }, &bench->arena, result,
			    error);
}

static void many_texts_go_by_the_hundred(void **state)
{
	enum { COUNT = 250 };
	struct px_embed_stats stats;
	struct px_embed_model model;
	struct px_embedding results[COUNT], alone;
	struct px_str texts[COUNT];
	struct px_error error;
	struct bench bench;
	char names[COUNT][16];

	(void)state;
	set_up(&bench, NULL, 0, 0);
	for (size_t i = 0; i < COUNT; i++) {
		snprintf(names[i], sizeof(names[i]), "text %zu", i);
		texts[i] = px_str(names[i]);
	}
	px_embed_model(bench.embed, &model);
	assert_int_equal(model.dims, 0); /* not known before the first answer */
	struct px_embed_request request = { .texts = texts, .count = COUNT };
	assert_int_equal(px_embed_now(bench.embed, &request, &bench.arena, results, &error), PX_OK);
	assert_int_equal(bench.server.requests, 3);
	assert_int_equal(bench.server.largest, 100);
	assert_true(bench.server.authorized);
	px_embed_model(bench.embed, &model);
	assert_int_equal(model.dims, DOUBLE_DIMS);
	assert_int_equal(model.token_dims, 0);
	assert_int_equal(ask(&bench, "text 207", &alone, &error), PX_OK); /* in order, though answered in reverse */
	assert_memory_equal(alone.vector, results[207].vector, DOUBLE_DIMS * sizeof(float));
	double squares = 0;
	for (size_t d = 0; d < DOUBLE_DIMS; d++)
		squares += (double)alone.vector[d] * (double)alone.vector[d];
	assert_true(fabs(squares - 1) < 1e-5);
	px_embed_get_stats(bench.embed, &stats);
	assert_int_equal(stats.tokens, 4 * 3); /* what the endpoint bills */
	tear_down(&bench);
}

static void what_may_pass_is_tried_again(void **state)
{
	static const enum double_act passing[] = { DOUBLE_429, DOUBLE_500, DOUBLE_HANG_UP, DOUBLE_CUT };
	struct px_embed_stats stats;
	struct px_embedding result;
	struct px_error error;
	struct bench bench;

	(void)state;
	for (size_t i = 0; i < sizeof(passing) / sizeof(passing[0]); i++) {
		set_up(&bench, &passing[i], 1, 0);
		assert_int_equal(ask(&bench, "hello", &result, &error), PX_OK);
		px_embed_get_stats(bench.embed, &stats);
		assert_int_equal(stats.retries, 1);
		assert_int_equal(bench.server.requests, 2);
		tear_down(&bench);
	}
}

static void what_does_not_pass_is_told(void **state)
{
	static const enum double_act always[] = { DOUBLE_500, DOUBLE_500, DOUBLE_500 };
	static const struct {
		enum double_act act;
		enum px_err err;
		const char *says;
	} cases[] = {
		{ DOUBLE_401, PX_UNAUTHORIZED, "bad key" },   { DOUBLE_400, PX_INVALID, "no such model" },
		{ DOUBLE_429_LONG, PX_RATE_LIMITED, "429" },  { DOUBLE_NO_JSON, PX_CORRUPT, "JSON" },
		{ DOUBLE_TOO_FEW, PX_CORRUPT, "0 vectors" },  { DOUBLE_OTHER_DIMS, PX_CONFLICT, "15 dimensions" },
		{ DOUBLE_NAN, PX_CORRUPT, "no direction" },   { DOUBLE_ZERO, PX_CORRUPT, "no direction" },
	};
	struct px_embedding result;
	struct px_error error;
	struct bench bench;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		set_up(&bench, &cases[i].act, 1, DOUBLE_DIMS);
		assert_int_equal(ask(&bench, "hello", &result, &error), cases[i].err);
		if (!strstr(error.message, cases[i].says))
			fail_msg("\"%s\" does not say \"%s\"", error.message, cases[i].says);
		assert_int_equal(bench.server.requests, 1);
		assert_int_equal(ask(&bench, "hello", &result, &error), PX_OK); /* and the next one is well */
		tear_down(&bench);
	}
	set_up(&bench, always, 3, 0);
	assert_int_equal(ask(&bench, "hello", &result, &error), PX_UNAVAILABLE);
	assert_int_equal(bench.server.requests, 3);
	tear_down(&bench);
}

static void two_vectors_of_one_number_are_refused(void **state)
{
	static const enum double_act act = DOUBLE_SAME_INDEX;
	struct px_str texts[] = { PX_STR("one"), PX_STR("two") };
	struct px_embedding results[2];
	struct px_error error;
	struct bench bench;

	(void)state;
	set_up(&bench, &act, 1, 0);
	struct px_embed_request request = { .texts = texts, .count = 2 };
	assert_int_equal(px_embed_now(bench.embed, &request, &bench.arena, results, &error), PX_CORRUPT);
	tear_down(&bench);
}

static void the_dimension_is_checked_against_what_is_stored(void **state)
{
	struct px_embedding result;
	struct px_error error;
	struct bench bench;

	(void)state;
	set_up(&bench, NULL, 0, 1536);
	assert_int_equal(ask(&bench, "hello", &result, &error), PX_CONFLICT);
	assert_non_null(strstr(error.message, "1536"));
	tear_down(&bench);
}

static void silence_times_out(void **state)
{
	static const enum double_act acts[] = { DOUBLE_SILENCE, DOUBLE_SILENCE, DOUBLE_SILENCE };
	struct px_embedding result;
	struct px_error error;
	struct bench bench;

	(void)state;
	double_start(&bench.server, acts, 3);
	snprintf(bench.url, sizeof(bench.url), "http://127.0.0.1:%u/v1/embeddings", bench.server.port);
	struct px_embed_config config = { .driver = "openai", .url = bench.url, .model = "m", .timeout_ms = 100,
					  .attempts = 1 };
	assert_int_equal(px_embed_new(&config, &bench.embed, &error), PX_OK);
	px_arena_init(&bench.arena);
	assert_int_equal(ask(&bench, "hello", &result, &error), PX_TIMEOUT);
	tear_down(&bench);
}

struct outcome {
	pthread_mutex_t lock;
	pthread_cond_t changed;
	int calls;
	enum px_err err;
};

static void note_outcome(void *arg, enum px_err err, const struct px_error *error, const struct px_embedding *results,
			 size_t count)
{
	struct outcome *outcome = arg;

	(void)error;
	(void)results;
	(void)count;
	pthread_mutex_lock(&outcome->lock);
	outcome->calls++;
	outcome->err = err;
	pthread_cond_signal(&outcome->changed);
	pthread_mutex_unlock(&outcome->lock);
}

/* Freed in the middle of an exchange and in the middle of a pause: at once, and completed once. */
static void freeing_interrupts(void **state)
{
	static const enum double_act acts[][3] = { { DOUBLE_SILENCE }, { DOUBLE_500, DOUBLE_500, DOUBLE_500 } };
	struct px_str text = PX_STR("hello");
	struct px_error error;
	struct bench bench;

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		struct outcome outcome = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, PX_OK };
		double_start(&bench.server, acts[i], i ? 3 : 1);
		snprintf(bench.url, sizeof(bench.url), "http://127.0.0.1:%u", bench.server.port);
		struct px_embed_config config = { .driver = "openai", .url = bench.url, .model = "m" };
		assert_int_equal(px_embed_new(&config, &bench.embed, &error), PX_OK);
		px_arena_init(&bench.arena);
		struct px_embed_request request = { .texts = &text, .count = 1, .done = note_outcome, .arg = &outcome };
		assert_int_equal(px_embed_submit(bench.embed, &request, &error), PX_OK);
		while (bench.server.requests == 0)
			usleep(1000);
		int64_t started = px_clock_mono();
		tear_down(&bench);
		assert_int_equal(outcome.calls, 1);
		assert_int_equal(outcome.err, PX_CANCELLED);
		assert_true(px_clock_mono() - started < INT64_C(10000000000));
	}
}

static void settings_are_checked(void **state)
{
	static const struct px_embed_config bad[] = {
		{ .driver = "openai", .url = "ftp://x", .model = "m" },
		{ .driver = "openai", .url = "", .model = "m" },
		{ .driver = "openai", .url = "http://x", .model = "" },
		{ .driver = "openai", .url = "http://x", .model = "m", .key = "two\r\nlines" },
		{ .driver = "openai", .url = "http://x", .model = "m", .dims = PX_EMBED_DIMS_MAX + 1 },
	};
	struct px_embed *embed;
	struct px_error error;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(px_embed_new(&bad[i], &embed, &error), PX_INVALID);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(many_texts_go_by_the_hundred),
		cmocka_unit_test(what_may_pass_is_tried_again),
		cmocka_unit_test(what_does_not_pass_is_told),
		cmocka_unit_test(two_vectors_of_one_number_are_refused),
		cmocka_unit_test(the_dimension_is_checked_against_what_is_stored),
		cmocka_unit_test(silence_times_out),
		cmocka_unit_test(freeing_interrupts),
		cmocka_unit_test(settings_are_checked),
	};

	return cmocka_run_group_tests_name("openai embedder", tests, NULL, NULL);
}
