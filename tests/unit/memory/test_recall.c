/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Recall with made-up vectors: every part brings what it is for, hits say
 * why, and what was removed is found by no way.
 */
#include "memory/recall.h"

#include "base/mem.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

enum { DIMS = 8, DAY = 86400000 };

/* A user with an index in memory, and token vectors by the first byte of an id. */
struct world {
	struct px_vectors *vectors;
	struct px_vector_index *index;
	struct px_recall *recall;
	struct px_arena arena;
	int8_t tokens[256][PX_RECALL_TOKEN_DIMS];
	uint32_t token_ids[256];
	size_t asked;     /* of the cross-encoder */
	bool cross_fails;
};

static bool give_tokens(void *arg, struct px_id id, struct px_recall_tokens *tokens)
{
	struct world *world = arg;

	*tokens = (struct px_recall_tokens){ world->tokens[id.bytes[0]], &world->token_ids[id.bytes[0]], 1 };
	return world->token_ids[id.bytes[0]] != 0;
}

/* Prefers what has the lowest number, and counts whom it was asked for. */
static bool prefer_low(void *arg, struct px_str question, const struct px_id *ids, size_t count, float *scores)
{
	struct world *world = arg;

	assert_true(question.size > 0);
	assert_true(count <= PX_RECALL_CROSS);
	for (size_t i = 0; i < count; i++)
		scores[i] = -(float)ids[i].bytes[0];
	world->asked += count;
	return !world->cross_fails;
}

static int open_world(void **state)
{
	struct world *world = px_calloc(1, sizeof(*world));
	struct px_vector_scope scope = { px_id_new(), PX_STR("m"), DIMS, NULL, NULL };

	assert_int_equal(px_vectors_new(&(struct px_vectors_config){ .driver = "embedded" }, &world->vectors, NULL), PX_OK);
	assert_int_equal(px_vector_open(world->vectors, &scope, &world->index, NULL), PX_OK);
	world->recall = px_recall_new(&(struct px_recall_config){ .vectors = world->index, .tokens = give_tokens, .arg = world });
	px_arena_init(&world->arena);
	*state = world;
	return 0;
}

static int close_world(void **state)
{
	struct world *world = *state;

	px_recall_free(world->recall);
	px_vector_close(world->index);
	px_vectors_free(world->vectors);
	px_arena_release(&world->arena);
	free(world);
	return 0;
}

static struct px_id id(unsigned number)
{
	return (struct px_id){ { (uint8_t)number, 1 } };
}

static void add(struct world *world, unsigned number, const char *text)
{
	struct px_recall_item item = { .id = id(number), .text = px_str(text), .at = (int64_t)number * DAY };

	assert_int_equal(px_recall_add(world->recall, &item, NULL), PX_OK);
}

static void say(struct world *world, unsigned number, uint64_t session, const char *speaker, const char *text)
{
	struct px_recall_item item = { .id = id(number), .text = px_str(text), .speaker = px_str(speaker),
				       .at = (int64_t)number * DAY, .session = session, .turn = true };

	assert_int_equal(px_recall_add(world->recall, &item, NULL), PX_OK);
}

/* A vector that points along one axis. */
static void mean(struct world *world, unsigned number, unsigned axis)
{
	float vector[DIMS] = { 0 };
	struct px_recall_meaning meaning = { .id = id(number), .vector = vector };

	vector[axis] = 1;
	vector[(axis + 1) % DIMS] = 0.1F;
	assert_int_equal(px_recall_learn(world->recall, &meaning, 1, NULL), PX_OK);
}

static struct px_recall_evidence evidence;

static size_t ask(struct world *world, struct px_recall_question question, struct px_recall_hit *hits)
{
	size_t count;

	question.limit = question.limit ? question.limit : 10;
	question.now = question.now ? question.now : (int64_t)300 * DAY;
	assert_int_equal(px_recall_search(world->recall, &question, hits, &count, &evidence, NULL), PX_OK);
	return count;
}

static size_t ask_words(struct world *world, const char *text, struct px_recall_hit *hits)
{
	return ask(world, (struct px_recall_question){ .text = px_str(text) }, hits);
}

static void words_alone_find(void **state)
{
	struct px_recall_hit hits[10];

	add(*state, 1, "The ferry booking reference is QX7-3310");
	add(*state, 2, "Booked the ferries to Stavanger");
	add(*state, 3, "Bought a saddle stool");
	assert_int_equal(ask_words(*state, "What's the booking reference of the ferry?", hits), 2);
	assert_true(px_id_eq(hits[0].id, id(1)) && hits[0].score > hits[1].score);
	assert_true(hits[0].parts.words > hits[1].parts.words && isnan(hits[0].parts.meaning) &&
		    isnan(hits[0].parts.late));
	assert_int_equal(hits[0].at, DAY);
	assert_true(evidence.words > 0.99F && evidence.confidence > 0.5F && evidence.sure);
	assert_int_equal(ask_words(*state, "qx73310", hits), 1);
	assert_int_equal(ask_words(*state, "Who is the landlord?", hits), 0);
	assert_false(evidence.sure);
	assert_int_equal(ask_words(*state, "", hits), 0);
}

static void meaning_finds_what_shares_no_word(void **state)
{
	struct px_recall_hit hits[10];
	float question[DIMS] = { [3] = 1 };

	add(*state, 1, "My lower back hurts");
	add(*state, 2, "The soup was cold");
	add(*state, 3, "Rain all day");
	mean(*state, 1, 3);
	mean(*state, 2, 5);
	mean(*state, 3, 0);
	size_t count = ask(*state, (struct px_recall_question){ .text = PX_STR("spine trouble"), .vector = question }, hits);
	assert_int_equal(count, 3);
	assert_true(px_id_eq(hits[0].id, id(1)));
	assert_true(hits[0].parts.meaning > 0.98F && hits[0].parts.words == 0.0F);
	assert_true(evidence.meaning > 0.98F);
}

static void the_cross_encoder_orders_the_best_few(void **state)
{
	struct world *world = *state;
	struct px_recall_config config = { .vectors = world->index, .arg = world, .cross = prefer_low };
	struct px_recall_hit plain[10], crossed[10];

	for (unsigned i = 1; i <= 7; i++) /* the later, the better by words */
		add(world, i, i < 4 ? "boat and more words that are not asked for" : i < 6 ? "the boat and jetty" : "boat jetty rope");
	assert_int_equal(ask_words(world, "boat jetty rope", plain), 7);
	px_recall_free(world->recall);
	world->recall = px_recall_new(&config);
	for (unsigned i = 1; i <= 7; i++)
		add(world, i, i < 4 ? "boat and more words that are not asked for" : i < 6 ? "the boat and jetty" : "boat jetty rope");
	assert_int_equal(ask_words(world, "boat jetty rope", crossed), 7);
	assert_int_equal(world->asked, PX_RECALL_CROSS);
	for (size_t i = 0; i < 7; i++) {
		assert_true(crossed[i].score == plain[i].score);
		assert_true(isnan(plain[i].parts.cross) && isnan(crossed[i].parts.cross) == (i >= PX_RECALL_CROSS));
	}
	for (size_t i = 1; i < PX_RECALL_CROSS; i++)
		assert_true(crossed[i - 1].id.bytes[0] < crossed[i].id.bytes[0]);
	for (size_t i = PX_RECALL_CROSS; i < 7; i++)
		assert_true(px_id_eq(crossed[i].id, plain[i].id));
	world->cross_fails = true;
	assert_int_equal(ask_words(world, "boat jetty rope", crossed), 7);
	for (size_t i = 0; i < 7; i++)
		assert_true(px_id_eq(crossed[i].id, plain[i].id) && isnan(crossed[i].parts.cross));
}

static void tokens_decide_among_candidates(void **state)
{
	struct world *world = *state;
	struct px_recall_hit hits[10];
	int8_t vector[PX_RECALL_TOKEN_DIMS] = { [7] = 127 };
	uint32_t token = 77;

	for (unsigned i = 1; i <= 4; i++) {
		add(world, i, "the same words in each");
		world->token_ids[i] = i;
		world->tokens[i][i == 3 ? 7 : 9] = 127;
	}
	size_t count = ask(world, (struct px_recall_question){ .text = PX_STR("same words"),
							       .tokens = { vector, &token, 1 } }, hits);
	assert_int_equal(count, 4);
	assert_true(px_id_eq(hits[0].id, id(3)));
	assert_true(fabsf(hits[0].parts.late - 1.0F) < 1e-3F && hits[1].parts.late < 0.1F);
}

static void turns_lend_their_words_to_their_neighbours(void **state)
{
	struct px_recall_hit hits[10];

	for (unsigned i = 1; i <= 7; i++)
		say(*state, i, 5, i % 2 ? "Ann" : "Ben", i == 4 ? "Did you see the lighthouse?" : "Yes, it was nice");
	add(*state, 8, "Yes, it was nice");
	size_t count = ask_words(*state, "lighthouse", hits);
	assert_int_equal(count, 4); /* the turn, the two after it and the one before */
	assert_true(px_id_eq(hits[0].id, id(4)) && px_id_eq(hits[1].id, id(5)));
	/* Without the turn, nothing is left of its words anywhere. */
	assert_int_equal(px_recall_remove(((struct world *)*state)->recall, (struct px_id[]){ id(4) }, 1, NULL), PX_OK);
	assert_int_equal(ask_words(*state, "lighthouse", hits), 0);
	/* A turn that comes late finds its place. */
	say(*state, 4, 5, "Ben", "Did you see the lighthouse?");
	assert_int_equal(ask_words(*state, "lighthouse", hits), 4);
	assert_true(px_id_eq(hits[1].id, id(5)));
}

static void windows_say_what_to_embed(void **state)
{
	struct world *world = *state;
	struct px_id ids[PX_RECALL_NEIGHBOURS];

	for (unsigned i = 1; i <= 5; i++)
		say(world, i, 5, "Ann", "hello");
	add(world, 6, "alone");
	assert_int_equal(px_recall_window(world->recall, id(3), ids), 4);
	assert_true(px_id_eq(ids[0], id(1)) && px_id_eq(ids[2], id(3)) && px_id_eq(ids[3], id(4)));
	assert_int_equal(px_recall_window(world->recall, id(1), ids), 2);
	assert_int_equal(px_recall_stale(world->recall, id(5), ids), 2); /* turn 4 now has a next one */
	assert_true(px_id_eq(ids[0], id(4)) && px_id_eq(ids[1], id(5)));
	assert_int_equal(px_recall_window(world->recall, id(6), ids), 1);
	assert_int_equal(px_recall_stale(world->recall, id(6), ids), 1);
	assert_int_equal(px_recall_window(world->recall, id(9), ids), 0);
	struct px_recall_item items[] = { { .speaker = PX_STR("Ann"), .text = PX_STR("hi") },
					  { .speaker = PX_STR("me"), .text = PX_STR("oh") },
					  { .heading = PX_STR("A > B"), .text = PX_STR("c") } };
	struct px_str text = px_recall_embed_text(items, 3, &world->arena);
	assert_true(px_str_eq(text, PX_STR("Ann: hi\noh\nA > B: c")));
}

static void speakers_that_are_named_come_first(void **state)
{
	struct px_recall_hit hits[10];

	say(*state, 1, 1, "Ben Carter", "I went to the museum");
	say(*state, 2, 2, "Ann", "I went to the museum");
	say(*state, 3, 3, "me", "I went to the museum");
	(void)ask_words(*state, "When did Ann go to the museum?", hits);
	assert_true(px_id_eq(hits[0].id, id(2)) && hits[0].parts.speaker == 1.0F && hits[1].parts.speaker == 0.0F);
	(void)ask_words(*state, "what about carter's museum visit?", hits);
	assert_true(px_id_eq(hits[0].id, id(1)));
	(void)ask_words(*state, "when did I go to the museum?", hits);
	assert_true(px_id_eq(hits[0].id, id(3)));
}

static void times_that_are_named_come_first(void **state)
{
	struct px_tz *utc = px_tz_fixed(0);
	struct px_recall_hit hits[10];
	struct px_recall_question question = { .text = PX_STR("what did the tyres cost last year?"), .limit = 5 };

	add(*state, 10, "Tyres changed, 890");
	add(*state, 200, "Tyres changed, 910");
	question.now = (int64_t)400 * DAY; /* February 1971 */
	px_recall_read_times(&question, utc);
	assert_int_equal(question.time_count, 1);
	assert_true(question.times[0].from == 0 && question.times[0].to == (int64_t)365 * DAY);
	assert_int_equal(ask(*state, question, hits), 2);
	question.text = PX_STR("what did the tyres cost in January 1970?");
	px_recall_read_times(&question, utc);
	assert_int_equal(ask(*state, question, hits), 2);
	assert_true(px_id_eq(hits[0].id, id(10)));
	assert_true(hits[0].parts.time == 1.0F && hits[1].parts.time < 0.1F);
	question.text = PX_STR("tyres");
	px_recall_read_times(&question, utc);
	assert_int_equal(question.time_count, 0);
	px_tz_free(utc);
}

static void filters_hold_for_words_and_meaning(void **state)
{
	struct px_recall_hit hits[10];
	float question[DIMS] = { [3] = 1 };
	const uint64_t session = 6;

	for (unsigned i = 1; i <= 6; i++) {
		struct px_recall_item item = { .id = id(i), .text = PX_STR("one text"), .kind = i % 2,
					       .at = (int64_t)i * DAY, .session = i + 4 };
		assert_int_equal(px_recall_add(((struct world *)*state)->recall, &item, NULL), PX_OK);
		mean(*state, i, 3);
	}
	struct px_recall_question asked = { .text = PX_STR("text"), .vector = question };
	assert_int_equal(ask(*state, asked, hits), 6);
	asked.filter.kinds = 1U << 1;
	assert_int_equal(ask(*state, asked, hits), 3);
	asked.filter.from = 2 * DAY;
	asked.filter.to = 4 * DAY;
	assert_int_equal(ask(*state, asked, hits), 1);
	assert_true(px_id_eq(hits[0].id, id(3)));
	asked.filter = (struct px_vector_filter){ .tags = &session, .tag_count = 1 };
	assert_int_equal(ask(*state, asked, hits), 1);
	assert_true(px_id_eq(hits[0].id, id(2)));
}

static void what_was_removed_is_found_by_no_way(void **state)
{
	struct world *world = *state;
	struct px_recall_hit hits[10];
	struct px_recall_stats stats;
	float question[DIMS] = { [3] = 1 };
	uint32_t tokens[] = { 5, 9, 5 };
	struct px_id ids[40];

	for (unsigned i = 0; i < 40; i++) {
		ids[i] = id(i + 1);
		say(world, i + 1, i % 7, i % 3 ? "Ann" : "Ben", i % 2 ? "a secret harbour" : "another secret");
		mean(world, i + 1, 3);
		struct px_recall_meaning meaning = { .id = ids[i], .token_ids = tokens, .token_count = 3 };
		assert_int_equal(px_recall_learn(world->recall, &meaning, 1, NULL), PX_OK);
	}
	say(world, 1, 9, "Ann", "replaced"); /* the same id */
	px_recall_stat(world->recall, &stats);
	assert_int_equal(stats.items, 40);
	assert_int_equal(px_recall_remove(world->recall, ids, 40, NULL), PX_OK);
	assert_int_equal(px_recall_remove(world->recall, ids, 40, NULL), PX_OK);
	px_recall_stat(world->recall, &stats);
	assert_true(stats.items == 0 && stats.terms == 0 && stats.sessions == 0 && stats.learned == 0);
	struct px_recall_question asked = { .text = PX_STR("secret harbour Ann"), .vector = question };
	assert_int_equal(ask(world, asked, hits), 0);
	struct px_recall_meaning gone = { .id = ids[0], .vector = question };
	assert_int_equal(px_recall_learn(world->recall, &gone, 1, NULL), PX_NOT_FOUND);
	add(world, 3, "a new harbour");
	assert_int_equal(ask_words(world, "harbour", hits), 1);
}

static void bad_input_is_refused(void **state)
{
	struct world *world = *state;
	struct px_recall_item item = { .text = PX_STR("x") };
	struct px_recall_question question = { .text = PX_STR("x"), .limit = PX_RECALL_HITS_MAX + 1 };
	struct px_recall_hit hits[1];
	struct px_error error;
	size_t count;

	assert_int_equal(px_recall_add(world->recall, &item, &error), PX_INVALID);
	item.id = id(1);
	item.kind = PX_VECTOR_KINDS;
	assert_int_equal(px_recall_add(world->recall, &item, &error), PX_INVALID);
	item.kind = 0;
	item.text.size = PX_RECALL_TEXT_MAX + 1;
	assert_int_equal(px_recall_add(world->recall, &item, &error), PX_TOO_LARGE);
	assert_int_equal(px_recall_search(world->recall, &question, hits, &count, &evidence, &error), PX_INVALID);
	assert_string_equal(error.field, "limit");
}

/* Vectors on a server that can't be reached: words go on, and the index knows what it owes. */
static void words_go_on_without_the_server_of_vectors(void **state)
{
	struct world *world = *state;
	struct px_vectors_config config = { .driver = "qdrant", .url = "http://127.0.0.1:1" };
	struct px_vector_scope scope = { px_id_new(), PX_STR("m"), DIMS, NULL, NULL };
	struct px_recall_hit hits[PX_RECALL_HITS_MAX];
	float question[DIMS] = { 1 };

	px_recall_free(world->recall);
	px_vector_close(world->index);
	px_vectors_free(world->vectors);
	assert_int_equal(px_vectors_new(&config, &world->vectors, NULL), PX_OK);
	assert_int_equal(px_vector_open(world->vectors, &scope, &world->index, NULL), PX_OK);
	world->recall = px_recall_new(&(struct px_recall_config){ .vectors = world->index });
	add(world, 1, "the harbour");
	add(world, 2, "the mountain");
	assert_int_equal(px_recall_behind(world->recall), 0);
	mean(world, 1, 0);
	assert_true(px_recall_behind(world->recall) > 0);
	struct px_recall_question asked = { .text = PX_STR("harbour"), .vector = question };
	assert_int_equal(ask(world, asked, hits), 1);
	assert_true(px_id_eq(hits[0].id, id(1)));
	assert_int_equal(px_recall_remove(world->recall, (struct px_id[]){ id(1) }, 1, NULL), PX_OK);
	assert_int_equal(ask_words(world, "harbour", hits), 0);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, open_world, close_world)
	const struct CMUnitTest tests[] = {
		TEST(words_alone_find),
		TEST(meaning_finds_what_shares_no_word),
		TEST(the_cross_encoder_orders_the_best_few),
		TEST(tokens_decide_among_candidates),
		TEST(turns_lend_their_words_to_their_neighbours),
		TEST(windows_say_what_to_embed),
		TEST(speakers_that_are_named_come_first),
		TEST(times_that_are_named_come_first),
		TEST(filters_hold_for_words_and_meaning),
		TEST(what_was_removed_is_found_by_no_way),
		TEST(bad_input_is_refused),
		TEST(words_go_on_without_the_server_of_vectors),
	};

	return cmocka_run_group_tests_name("recall", tests, NULL, NULL);
}
