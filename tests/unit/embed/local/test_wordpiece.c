/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tokenizer gives the ids of the reference on 10,000 texts of all scripts.
 *
 * tests/unit/embed/data/wordpiece.txt has a hash of the reference's ids for
 * each text.  To make it again: `test_wordpiece --print | tools/embed/reference_ids
 * TOKENIZER.JSON > tests/unit/embed/data/wordpiece.txt`.
 */
#include "embed/local/wordpiece.h"

#include "base/json.h"
#include "embed/static/table.h"
#include "embed/weights.h"
#include "texts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum { TOKENS = 256 };

/* The vocabulary of the built-in table, which is the same. */
static struct px_wordpiece wordpiece;
static struct px_buf pieces = PX_BUF_INIT(1 << 20), at = PX_BUF_INIT(1 << 20), slots = PX_BUF_INIT(1 << 20);

static int load(void **state)
{
	struct px_weights weights;
	struct px_str vocabulary;
	struct px_error error;

	(void)state;
	size_t size = (size_t)(px_static_table_end - px_static_table);
	if (px_weights_view(px_static_table, size, &weights, &error) ||
	    px_weights_get_any(&weights, PX_STATIC_PIECES, &vocabulary, &error) ||
	    px_wordpiece_build(vocabulary, &pieces, &at, &slots, &error) ||
	    px_wordpiece_init(&wordpiece, (uint32_t)(at.size / sizeof(uint32_t)) - 1, px_buf_view(&pieces),
			      (const uint32_t *)at.data, (const uint32_t *)slots.data, &error)) {
		fprintf(stderr, "%s\n", error.message);
		return -1;
	}
	return 0;
}

static int unload(void **state)
{
	(void)state;
	px_buf_release(&pieces);
	px_buf_release(&at);
	px_buf_release(&slots);
	return 0;
}

static uint32_t hash_ids(const uint32_t *ids, size_t count)
{
	return px_wordpiece_hash(px_str_n((const char *)ids, count * sizeof(*ids)));
}

static void same_ids_as_the_reference(void **state)
{
	struct text_maker maker = { .wordpiece = &wordpiece, .out = PX_BUF_INIT(1 << 20) };
	char path[1024], line[64];
	uint32_t ids[TOKENS];
	bool truncated;

	(void)state;
	snprintf(path, sizeof(path), "%s/tests/unit/embed/data/wordpiece.txt", getenv("TEST_SOURCE_DIR"));
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	for (uint32_t n = 0; n < TEXT_COUNT; n++) {
		assert_non_null(fgets(line, sizeof(line), file));
		struct px_str text = text_make(&maker, n);
		size_t count = px_wordpiece_encode(&wordpiece, text, ids, TOKENS, &truncated);
		if (hash_ids(ids, count) != strtoul(line, NULL, 16))
			fail_msg("text %u has other ids than the reference: %.*s", n, PX_STR_ARG(text));
	}
	fclose(file);
	px_buf_release(&maker.out);
}

static void expect(const char *text, const uint32_t *want, size_t count)
{
	uint32_t ids[TOKENS];
	bool truncated;
	size_t got = px_wordpiece_encode(&wordpiece, px_str(text), ids, TOKENS, &truncated);

	assert_int_equal(got, count);
	assert_memory_equal(ids, want, count * sizeof(*want));
	assert_false(truncated);
}

#define EXPECT(text, ...) \
	expect(text, (const uint32_t[]){ __VA_ARGS__ }, sizeof((const uint32_t[]){ __VA_ARGS__ }) / sizeof(uint32_t))

/* Ids from the model's own documentation and vocabulary. */
static void words_pieces_and_special_tokens(void **state)
{
	(void)state;
	EXPECT("", 101, 102);
	EXPECT("Hello, world!", 101, 7592, 1010, 2088, 999, 102);
	EXPECT("HÉLLO", 101, 7592, 102);
	EXPECT("[MASK]", 101, 103, 102);
	EXPECT(" \t\n\x01", 101, 102);
	EXPECT("unaffable", 101, 14477, 20961, 3468, 102);
}

static void cuts_at_the_limit(void **state)
{
	uint32_t ids[4];
	bool truncated;

	(void)state;
	assert_int_equal(px_wordpiece_encode(&wordpiece, PX_STR("hello world"), ids, 4, &truncated), 4);
	assert_false(truncated);
	assert_int_equal(px_wordpiece_encode(&wordpiece, PX_STR("hello world hello"), ids, 4, &truncated), 4);
	assert_true(truncated);
	assert_int_equal(ids[3], 102);
	assert_int_equal(px_wordpiece_encode(&wordpiece, PX_STR("hello"), ids, 2, &truncated), 2);
	assert_true(truncated);
}

static void places_are_those_of_words(void **state)
{
	static const char text[] = "Café unaffable [MASK]";
	struct px_wordpiece_place places[TOKENS];
	uint32_t ids[TOKENS];
	bool truncated;

	(void)state;
	size_t count = px_wordpiece_encode_places(&wordpiece, px_str(text), ids, places, TOKENS, &truncated);
	static const uint32_t want[][2] = { { 0, 0 }, { 0, 5 }, { 6, 15 }, { 6, 15 }, { 6, 15 }, { 16, 22 }, { 22, 22 } };
	assert_int_equal(count, sizeof(want) / sizeof(want[0]));
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(places[i].begin, want[i][0]);
		assert_int_equal(places[i].end, want[i][1]);
	}
}

static void broken_text_stays_inside(void **state)
{
	char text[300];
	uint32_t ids[TOKENS];
	bool truncated;

	(void)state;
	for (unsigned seed = 1; seed < 2000; seed++) {
		for (size_t i = 0; i < sizeof(text); i++)
			text[i] = (char)(seed * 2654435761u >> (i % 24) ^ i * seed);
		char *exact = malloc(seed % sizeof(text) + 1); /* so that a read past the end is seen */
		memcpy(exact, text, seed % sizeof(text));
		size_t count = px_wordpiece_encode(&wordpiece, px_str_n(exact, seed % sizeof(text)), ids, TOKENS, &truncated);
		assert_in_range(count, 2, TOKENS);
		for (size_t i = 0; i < count; i++)
			assert_in_range(ids[i], 0, wordpiece.count - 1);
		free(exact);
	}
}

static void damaged_tables_are_refused(void **state)
{
	struct px_wordpiece other;
	struct px_error error;
	uint32_t *slot_copy = malloc(slots.size), *at_copy = malloc(at.size);

	(void)state;
	memcpy(slot_copy, slots.data, slots.size);
	memcpy(at_copy, at.data, at.size);
	slot_copy[77] = wordpiece.count + 1;
	assert_int_equal(px_wordpiece_init(&other, wordpiece.count, px_buf_view(&pieces), at_copy, slot_copy, &error), PX_CORRUPT);
	memset(slot_copy, 1, slots.size); /* no empty slot: a search would never end */
	assert_int_equal(px_wordpiece_init(&other, wordpiece.count, px_buf_view(&pieces), at_copy, slot_copy, &error), PX_CORRUPT);
	memcpy(slot_copy, slots.data, slots.size);
	at_copy[100] = UINT32_MAX;
	assert_int_equal(px_wordpiece_init(&other, wordpiece.count, px_buf_view(&pieces), at_copy, slot_copy, &error), PX_CORRUPT);
	free(slot_copy);
	free(at_copy);
}

static int print_texts(void)
{
	struct text_maker maker = { .wordpiece = &wordpiece, .out = PX_BUF_INIT(1 << 20) };
	struct px_buf line = PX_BUF_INIT(1 << 22);

	if (load(NULL))
		return 1;
	for (uint32_t n = 0; n < TEXT_COUNT; n++) {
		px_buf_clear(&line);
		px_json_quote(&line, text_make(&maker, n));
		puts(line.data);
	}
	px_buf_release(&line);
	px_buf_release(&maker.out);
	return unload(NULL);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_ids_as_the_reference),
		cmocka_unit_test(words_pieces_and_special_tokens),
		cmocka_unit_test(cuts_at_the_limit),
		cmocka_unit_test(places_are_those_of_words),
		cmocka_unit_test(broken_text_stays_inside),
		cmocka_unit_test(damaged_tables_are_refused),
	};

	if (argc > 1 && strcmp(argv[1], "--print") == 0)
		return print_texts();
	return cmocka_run_group_tests_name("wordpiece", tests, load, unload);
}
