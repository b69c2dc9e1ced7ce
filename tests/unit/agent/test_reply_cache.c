/* SPDX-License-Identifier: Apache-2.0 */
/* Answers that are given again: to whom, how long, and to which questions. */
#include "agent/reply_cache.h"

#include "domain/task.h"
#include "support/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static struct px_embed *embed;

static struct px_embed *find(void *arg, const char *driver, const char *model)
{
	(void)arg;
	(void)model;
	return strcmp(driver, "static") == 0 ? embed : NULL;
}

static const struct px_memory_engine engine = { .find = find };
static const struct px_shard_part *const parts_list[] = { &px_reply_part, NULL };

static int open_embedder(void **state)
{
	(void)state;
	return px_embed_new(&(struct px_embed_config){ .driver = "static" }, &embed, NULL);
}

static int close_embedder(void **state)
{
	(void)state;
	px_embed_free(embed);
	return 0;
}

struct fixture {
	struct px_world world;
	struct px_shard_parts *parts;
};

static int setup(void **state)
{
	static struct fixture fixture;

	px_world_open(&fixture.world, "Europe/Berlin", "2026-01-14T09:00");
	px_world_begin(&fixture.world);
	fixture.parts = px_shard_parts_new(parts_list, 1);
	*state = &fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;

	px_shard_parts_free(fixture->parts);
	px_world_rollback(&fixture->world);
	px_world_close(&fixture->world);
	return 0;
}

static struct px_reply_question asked(struct fixture *fixture, const char *text, uint64_t context)
{
	struct px_reply_question question = { px_str(text), context, { 0 } };

	assert_int_equal(px_reply_state_read(&fixture->world.domain, NULL, &fixture->world.user, PX_ID_NONE, question.text, &question.state, NULL), PX_OK);
	return question;
}

static void keep(struct fixture *fixture, const char *text, uint64_t context, const char *answer)
{
	struct px_reply_question question = asked(fixture, text, context);

	px_reply_keep(fixture->parts, 1, fixture->world.user.id, &question, px_str(answer), true);
}

/* The answer, or NULL. */
static const char *find_for(struct fixture *fixture, struct px_id user, const char *text, uint64_t context)
{
	const struct px_memory_keep memory = { .engine = &engine, .parts = fixture->parts, .epoch = 1 };
	struct px_reply_question question = asked(fixture, text, context);
	struct px_reply_found found;

	if (!px_reply_find(&memory, user, &question, &fixture->world.arena, &found))
		return NULL;
	assert_true(found.foreign);
	assert_int_equal(found.exact, context < 1000);
	return found.text;
}

static const char *found(struct fixture *fixture, const char *text, uint64_t context)
{
	return find_for(fixture, fixture->world.user.id, text, context);
}

static void the_same_context_gets_the_same_answer(void **state)
{
	struct fixture *fixture = *state;

	keep(fixture, "why is it so?", 1, "Because.");
	keep(fixture, "and the other one?", 2, "As well.");
	assert_string_equal(found(fixture, "why is it so?", 1), "Because.");
	assert_string_equal(found(fixture, "and the other one?", 2), "As well.");
	assert_null(found(fixture, "why is it so?", 1000)); /* "it" was something else */
}

static void the_same_question_in_other_words_gets_it_too(void **state)
{
	struct fixture *fixture = *state;

	keep(fixture, "What does the lease say about pets?", 1, "No dogs.");
	assert_string_equal(found(fixture, "Please tell me what the lease says about pets", 1000), "No dogs.");
	assert_string_equal(found(fixture, "Tell me, what does the lease say about pets", 1000), "No dogs.");
	assert_null(found(fixture, "What does the lease say about parking?", 1000));
}

static void nobody_gets_another_person_s(void **state)
{
	struct fixture *fixture = *state;

	keep(fixture, "What does the lease say about pets?", 1, "No dogs.");
	assert_null(find_for(fixture, px_id_new(), "What does the lease say about pets?", 1));
	assert_null(find_for(fixture, px_id_new(), "What does the lease say about pets?", 1000));
	assert_non_null(found(fixture, "What does the lease say about pets?", 1));
}

static void a_change_of_anything_ends_it(void **state)
{
	struct fixture *fixture = *state;
	struct px_task task;

	keep(fixture, "What does the lease say about pets?", 1, "No dogs.");
	px_record_init(&px_task_record, &task);
	task.title = "Buy milk";
	assert_int_equal(px_task_create(&fixture->world.domain, &task, NULL), PX_OK);
	assert_int_equal(px_domain_record(&fixture->world.domain, "create_task", NULL, NULL), PX_OK);
	assert_null(found(fixture, "What does the lease say about pets?", 1));
	keep(fixture, "What does the lease say about pets?", 1, "No dogs, still.");
	assert_string_equal(found(fixture, "What does the lease say about pets?", 1), "No dogs, still.");
	fixture->world.user.version++; /* another name, zone or locale */
	assert_null(found(fixture, "What does the lease say about pets?", 1));
}

static void it_holds_for_the_day_and_as_long_as_its_batch(void **state)
{
	struct fixture *fixture = *state;
	const struct px_memory_keep later = { .engine = &engine, .parts = fixture->parts, .epoch = 2 };
	struct px_reply_found ignored;

	keep(fixture, "What does the lease say about pets?", 1, "No dogs.");
	px_world_at(&fixture->world, "2026-01-14T23:59");
	assert_non_null(found(fixture, "What does the lease say about pets?", 1));
	px_world_at(&fixture->world, "2026-01-15T00:00");
	assert_null(found(fixture, "What does the lease say about pets?", 1));
	keep(fixture, "What does the lease say about pets?", 1, "No dogs.");
	struct px_reply_question question = asked(fixture, "What does the lease say about pets?", 1);
	assert_false(px_reply_find(&later, fixture->world.user.id, &question, &fixture->world.arena, &ignored));
}

static void what_is_fleeting_is_not_kept(void **state)
{
	static const char *const texts[] = { "what should I do next?", "tell me a joke about boats", "what's left for today, right now?",
					     "write a poem about rain", "pick a random restaurant for us" };
	struct fixture *fixture = *state;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		keep(fixture, texts[i], i, "Something.");
		assert_null(found(fixture, texts[i], i));
	}
}

static void many_answers_stay_within_bounds(void **state)
{
	struct fixture *fixture = *state;
	struct px_shard_part_stats stats;
	char long_text[8000];

	memset(long_text, 'x', sizeof(long_text) - 1);
	long_text[sizeof(long_text) - 1] = '\0';
	for (uint64_t i = 0; i < 100; i++)
		keep(fixture, "What does the lease say about pets?", i, long_text);
	assert_null(found(fixture, "whatever it is", 10));
	assert_non_null(found(fixture, "whatever it is", 99));
	px_shard_part_get_stats(fixture->parts, &px_reply_part, &stats);
	assert_true(stats.bytes > 100000 && stats.bytes < 300000);
}

/* The threshold's ground: see PX_REPLY_ALIKE. */
static void labelled_pairs_are_told_apart(void **state)
{
	struct fixture *fixture = *state;
	char path[1024], line[1024];
	size_t same = 0, differ = 0, hits = 0, wrong = 0, vector_only = 0;

	snprintf(path, sizeof(path), "%s/tests/golden/llm/alike.tsv", getenv("TEST_SOURCE_DIR"));
	FILE *file = fopen(path, "re");
	assert_non_null(file);
	while (fgets(line, sizeof(line), file)) {
		struct px_str rest, b, label = px_str_cut(px_str_trim(px_str(line)), '\t', &rest), a = px_str_cut(rest, '\t', &b);
		if (line[0] == '#')
			continue;
		float likeness = px_reply_likeness(embed, a, b, &fixture->world.arena);
		bool words = px_reply_stands_alone(a) && px_reply_stands_alone(b) && px_reply_same_words(a, b);
		bool hit = words && likeness >= PX_REPLY_ALIKE, is_same = px_str_eq(label, PX_STR("same"));
		same += is_same;
		differ += !is_same;
		hits += is_same && hit;
		wrong += !is_same && hit;
		vector_only += !is_same && likeness >= PX_REPLY_ALIKE;
		if (is_same || hit || words)
			printf("%s %.2f %d  %.*s | %.*s\n", is_same ? "same  " : "differ", (double)likeness, hit, PX_STR_ARG(a), PX_STR_ARG(b));
	}
	fclose(file);
	printf("%zu of %zu the same found, %zu of %zu different taken for the same (by vectors alone: %zu)\n", hits, same, wrong, differ,
	       vector_only);
	fflush(stdout);
	assert_int_equal(wrong, 0);
	assert_true(hits * 5 >= same * 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(labelled_pairs_are_told_apart, setup, teardown),
		cmocka_unit_test_setup_teardown(the_same_context_gets_the_same_answer, setup, teardown),
		cmocka_unit_test_setup_teardown(the_same_question_in_other_words_gets_it_too, setup, teardown),
		cmocka_unit_test_setup_teardown(nobody_gets_another_person_s, setup, teardown),
		cmocka_unit_test_setup_teardown(a_change_of_anything_ends_it, setup, teardown),
		cmocka_unit_test_setup_teardown(it_holds_for_the_day_and_as_long_as_its_batch, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_fleeting_is_not_kept, setup, teardown),
		cmocka_unit_test_setup_teardown(many_answers_stay_within_bounds, setup, teardown),
	};

	return cmocka_run_group_tests(tests, open_embedder, close_embedder);
}
