/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/telling.h"

#include "embed/embed_driver.h"
#include "memory/statement.h"
#include "memory/telling_weights.h"
#include "sys/zoneinfo.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

/* An embedder that is called like the model of the weights, and counts what it embeds. */
struct counting {
	size_t texts;
	float vector[512];
};

static struct counting counted;

static enum px_err counting_open(const struct px_embed_config *config, void **self, struct px_error *error)
{
	(void)config, (void)error;
	*self = &counted;
	return PX_OK;
}

static void counting_nothing(void *self)
{
	(void)self;
}

static void *counting_workspace(void *self)
{
	return self;
}

static void counting_model(void *self, struct px_embed_model *model)
{
	(void)self;
	*model = (struct px_embed_model){ .id = px_telling_model_id, .dims = px_telling_by_model.dims };
}

static enum px_err counting_embed(void *self, void *workspace, const struct px_str *texts, size_t count, bool tokens, struct px_arena *arena,
				  struct px_embedding *results, struct px_embed_usage *usage, struct px_error *error)
{
	struct counting *c = self;

	(void)workspace, (void)texts, (void)tokens, (void)arena, (void)usage, (void)error;
	for (size_t i = 0; i < count; i++)
		results[i] = (struct px_embedding){ .vector = c->vector };
	c->texts += count;
	return PX_OK;
}

static float score(const char *text)
{
	struct px_time_context time = px_said_context(INT64_C(1772445600000), px_zoneinfo_find(NULL, "Europe/Berlin"), NULL, NULL);
	struct px_statement_context context = { .time = &time };
	struct px_telling_features features;
	enum px_grammar grammar;
	struct px_arena arena;

	px_arena_init(&arena);
	px_statement_features(&context, px_str(text), &arena, &features, &grammar);
	float telling = px_telling_score(&features, px_str(text), NULL, NULL, &arena);
	px_arena_release(&arena);
	return telling;
}

/* Sentences that no set and no list of the trainer holds. */
static void test_what_lasts(void **state)
{
	static const char *const rows[] = {
		"Our letting agent is a Mrs Oduya, on the high street", "gran keeps her teeth in the blue beaker",
		"My nephew Piotr teaches maths in Gdynia.", "the good drill is at Hamish's", "I take two tramadol at night",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (score(rows[i]) <= 0)
			fail_msg("%s: %.2f", rows[i], (double)score(rows[i]));
	}
}

static void test_what_passes(void **state)
{
	static const char *const rows[] = {
		"absolutely knackered, that walk nearly killed me", "perhaps the vicar will sing, who knows",
		"If I were a bird I'd live on a lamp post.", "add sardines and vinegar to the list", "the lift is stuck again, marvellous",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (score(rows[i]) >= 0)
			fail_msg("%s: %.2f", rows[i], (double)score(rows[i]));
	}
}

/* A turn reads its text before its transaction and once more in it: each sentence is embedded once. */
static void test_embedded_once(void **state)
{
	static const struct px_embed_driver driver = {
		.name = "counting", .batch = 8, .batch_bytes = 4096, .open = counting_open, .close = counting_nothing, .interrupt = counting_nothing,
		.model = counting_model, .workspace_new = counting_workspace, .workspace_free = counting_nothing, .embed = counting_embed,
	};
	const struct px_embed_config config = { .driver = "counting" };
	const struct px_str text = PX_STR("My sister lives in Graz. Her van is a white Vivaro.");
	struct px_time_context time = px_said_context(INT64_C(1772445600000), px_zoneinfo_find(NULL, "Europe/Berlin"), NULL, NULL);
	struct px_meanings meanings = { .count = 0 };
	struct px_statement_context context = { .time = &time, .meanings = &meanings };
	struct px_fact first[PX_FACTS_MAX], again[PX_FACTS_MAX];
	struct px_arena arena;
	size_t count, repeated;

	(void)state;
	assert_true(px_telling_by_model.dims <= sizeof(counted.vector) / sizeof(counted.vector[0]));
	counted = (struct counting){ .vector[0] = 1 };
	assert_int_equal(px_embed_new_driver(&driver, &config, &context.embed, NULL), PX_OK);
	px_arena_init(&arena);
	assert_int_equal(px_statement_read(&context, text, &arena, first, &count, NULL), PX_STATEMENT_FACT);
	assert_int_equal(counted.texts, 2);
	assert_int_equal(px_statement_read(&context, text, &arena, again, &repeated, NULL), PX_STATEMENT_FACT);
	assert_int_equal(counted.texts, 2);
	assert_int_equal(repeated, count);
	for (size_t i = 0; i < count; i++)
		assert_true(first[i].telling == again[i].telling);
	context.meanings = NULL;
	assert_int_equal(px_statement_read(&context, text, &arena, again, &repeated, NULL), PX_STATEMENT_FACT);
	assert_int_equal(counted.texts, 4);
	px_arena_release(&arena);
	px_embed_free(context.embed);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_what_lasts), cmocka_unit_test(test_what_passes), cmocka_unit_test(test_embedded_once) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
