/* SPDX-License-Identifier: Apache-2.0 */
/* What is kept about texts: never of another text or user, and the same as without it. */
#include "agent/text_marks.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct px_shard_part *const parts_list[] = { &px_text_marks_part, NULL };
static const struct px_id ann = { { 1 } }, bob = { { 2 } }, row = { { 3 } };

struct fixture {
	struct px_shard_parts *parts;
	struct px_memory_keep keep;
	struct px_arena arena;
};

static int setup(void **state)
{
	static struct fixture fixture;

	fixture.parts = px_shard_parts_new(parts_list, 1);
	fixture.keep = (struct px_memory_keep){ .parts = fixture.parts, .epoch = 1 };
	px_arena_init(&fixture.arena);
	*state = &fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;

	px_arena_release(&fixture->arena);
	px_shard_parts_free(fixture->parts);
	return 0;
}

static bool is_secret(struct fixture *f, struct px_id user, const char *text)
{
	return px_text_marks_secret(px_text_marks_open(&f->keep, user), row, px_str(text), &f->arena);
}

static bool is_question(struct fixture *f, struct px_id user, const char *text)
{
	return px_text_marks_question(px_text_marks_open(&f->keep, user), row, px_str(text), &f->arena);
}

static void test_asked_again(void **state)
{
	for (int i = 0; i < 2; i++) {
		assert_true(is_secret(*state, ann, "my password is hunter2"));
		assert_false(is_question(*state, ann, "my password is hunter2"));
		assert_true(is_secret(*state, ann, "my password is hunter2"));
	}
}

/* A row that was changed, by its text alone. */
static void test_changed(void **state)
{
	assert_true(is_secret(*state, ann, "my password is hunter2"));
	assert_false(is_secret(*state, ann, "(forgotten)"));
	assert_false(is_question(*state, ann, "I fly on Friday."));
	assert_true(is_question(*state, ann, "When do I fly?"));
	assert_true(is_secret(*state, ann, "my password is hunter2"));
}

static void test_of_each_user(void **state)
{
	struct fixture *f = *state;

	assert_true(is_secret(f, ann, "my password is hunter2"));
	assert_false(is_secret(f, bob, "I like tea"));
	assert_true(is_secret(f, ann, "my password is hunter2"));
	assert_ptr_not_equal(px_text_marks_open(&f->keep, ann), px_text_marks_open(&f->keep, bob));
}

/* More rows than entries: they push each other out, and none is taken for another. */
static void test_many(void **state)
{
	struct fixture *f = *state;

	for (unsigned round = 0; round < 2; round++) {
		for (unsigned i = 0; i < 3000; i++) {
			struct px_id id = { { 9, (uint8_t)i, (uint8_t)(i >> 8) } };
			const char *text = i % 3 ? "I like tea" : "my password is hunter2";
			assert_int_equal(px_text_marks_secret(px_text_marks_open(&f->keep, ann), id, px_str(text), &f->arena), i % 3 == 0);
		}
	}
}

static void test_nothing_is_kept(void **state)
{
	struct fixture *f = *state;
	const struct px_memory_keep none = { .epoch = 1 };

	assert_null(px_text_marks_open(NULL, ann));
	assert_null(px_text_marks_open(&none, ann));
	assert_true(px_text_marks_secret(NULL, row, PX_STR("my password is hunter2"), &f->arena));
	assert_true(px_text_marks_question(NULL, row, PX_STR("When do I fly?"), &f->arena));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_asked_again, setup, teardown),
		cmocka_unit_test_setup_teardown(test_changed, setup, teardown),
		cmocka_unit_test_setup_teardown(test_of_each_user, setup, teardown),
		cmocka_unit_test_setup_teardown(test_many, setup, teardown),
		cmocka_unit_test_setup_teardown(test_nothing_is_kept, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
