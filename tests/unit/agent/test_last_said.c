/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A reader is told what was said last, whether the text is read before the
 * transaction (what a shard keeps) or in it.
 */
#include "agent/last_said.h"

#include "agent/turn.h"
#include "support/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* What the double was asked last. */
struct asked {
	unsigned times;
	char before[PX_LAST_SAID_MAX + 1], replied[PX_LAST_SAID_MAX + 1];
};

static const struct px_shard_part *const kinds[] = { &px_context_part, NULL };
static struct px_world world;

/* Marks nothing; only listens. */
static bool listen(void *arg, const struct px_nlu_context *context, struct px_str text, struct px_marks *marks)
{
	struct asked *asked = arg;

	(void)text;
	(void)marks;
	asked->times++;
	snprintf(asked->before, sizeof(asked->before), "%s", context->said_before ? context->said_before : "none");
	snprintf(asked->replied, sizeof(asked->replied), "%s", context->replied ? context->replied : "none");
	return false;
}

/* Says a sentence; its reply, in the world's arena. */
static const char *say(struct asked *asked, struct px_shard_parts *parts, const char *text)
{
	struct px_turn_input input = { .user = world.user.id, .text = px_str(text), .now = world.now, .parts = parts,
				       .reader = { listen, asked } };
	struct px_error error = { 0 };
	struct px_turn turn;

	if (px_turn_run(world.store, &input, &turn, &error) != PX_OK)
		fail_msg("\"%s\": %s %s", text, error.field, error.message);
	const char *reply = px_arena_str(&world.arena, px_str(turn.reply));
	struct px_store_tx *tx = turn.tx;
	turn.tx = NULL;
	assert_int_equal(px_store_commit_wait(tx, NULL), PX_OK);
	px_turn_release(&turn);
	return reply;
}

static void talk(struct px_shard_parts *parts)
{
	struct asked asked = { 0 };

	px_world_open(&world, "Europe/Berlin", "2026-01-14T09:00");
	say(&asked, parts, "the purple wobble of mine flurbs again");
	assert_true(asked.times > 0);
	assert_string_equal(asked.before, "none");
	assert_string_equal(asked.replied, "none");
	const char *reply = say(&asked, parts, "remind me to call the plumber at 17:00");
	unsigned times = asked.times;
	say(&asked, parts, "the green wobble of mine flurbs again");
	assert_true(asked.times > times);
	assert_string_equal(asked.before, "remind me to call the plumber at 17:00");
	assert_string_equal(asked.replied, reply);
	px_world_close(&world);
}

static void in_the_transaction(void **state)
{
	(void)state;
	talk(NULL);
}

static void before_the_transaction(void **state)
{
	struct px_shard_parts *parts = px_shard_parts_new(kinds, 1);

	(void)state;
	talk(parts);
	px_shard_parts_free(parts);
}

static void parts_of_long_texts(void **state)
{
	struct px_arena arena;
	char text[2 * PX_LAST_SAID_MAX + 1];

	(void)state;
	px_arena_init(&arena);
	for (size_t i = 0; i < PX_LAST_SAID_MAX; i++)
		memcpy(text + 2 * i, "é", 3);
	memcpy(text, "a.", 2);
	text[2 * PX_LAST_SAID_MAX - 1] = 'z'; /* no whole character is the last one now */
	text[2 * PX_LAST_SAID_MAX - 2] = 'z';
	const char *begin = px_last_said_begin(&arena, text), *end = px_last_said_end(&arena, text + 1);
	assert_int_equal(strlen(begin), PX_LAST_SAID_MAX);
	assert_memory_equal(begin, "a.é", 4);
	assert_true(strlen(end) <= PX_LAST_SAID_MAX);
	assert_memory_equal(end, "é", 2);
	assert_string_equal(end + strlen(end) - 2, "zz");
	assert_null(px_last_said_begin(&arena, NULL));
	assert_null(px_last_said_end(&arena, NULL));
	px_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_the_transaction), cmocka_unit_test(before_the_transaction), cmocka_unit_test(parts_of_long_texts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
