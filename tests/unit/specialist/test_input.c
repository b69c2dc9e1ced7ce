/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the trained reader is given: the order of pieces, the places of words,
 * and the bits of words by time engine, titles and writing.
 */
#include "specialist/input.h"

#include "base/civil.h"
#include "sys/zoneinfo.h"
#include "support/vocabulary.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

#define BIT(feature) (UINT32_C(1) << (feature))

static struct test_vocabulary vocabulary;
static struct px_specialist_input input;

static int load(void **state)
{
	(void)state;
	return test_vocabulary_load(&vocabulary) ? -1 : 0;
}

static int unload(void **state)
{
	(void)state;
	test_vocabulary_release(&vocabulary);
	return 0;
}

/* 2026-01-13T10:00Z, a Tuesday. */
static struct px_nlu_context empty_context(void)
{
	return (struct px_nlu_context){ .now = INT64_C(1768298400000), .tz = px_zoneinfo_get("UTC"), .locale = "en-GB" };
}

static bool read_with(const struct px_nlu_context *context, const char *text)
{
	struct px_arena arena;

	px_arena_init(&arena);
	bool read = px_specialist_input(&vocabulary.wordpiece, context, px_str(text), &arena, &input);
	px_arena_release(&arena);
	return read;
}

/* Bits of the first piece of the word at which `word` first stands in `text`. */
static uint32_t bits_at(const char *text, const char *word)
{
	uint32_t begin = (uint32_t)(strstr(text, word) - text);

	for (size_t i = 0; i < input.word_count; i++) {
		if (input.words[i].begin == begin)
			return input.features[input.words[i].token];
	}
	fail_msg("no word begins at \"%s\"", word);
	return 0;
}

static void test_order(void **state)
{
	struct px_nlu_context context = empty_context();

	(void)state;
	assert_true(read_with(&context, "milk"));
	assert_int_equal(input.length, 3);
	context.replied = "Done.";
	context.said_before = "bread";
	assert_true(read_with(&context, "milk"));
	/* [CLS] milk [SEP] done . [SEP] bread [SEP] */
	static const uint32_t parts[] = { PX_FEATURE_MESSAGE, PX_FEATURE_MESSAGE, PX_FEATURE_MESSAGE, PX_FEATURE_REPLY,
					  PX_FEATURE_REPLY, PX_FEATURE_REPLY, PX_FEATURE_BEFORE, PX_FEATURE_BEFORE };
	assert_int_equal(input.length, 8);
	for (size_t i = 0; i < 8; i++)
		assert_true(input.features[i] & BIT(parts[i]));
	assert_int_equal(input.ids[0], vocabulary.wordpiece.start);
	assert_int_equal(input.ids[2], vocabulary.wordpiece.end);
	assert_int_equal(input.ids[7], vocabulary.wordpiece.end);
	assert_int_equal(input.word_count, 1);
}

/* Of what was said before a part is kept; the end of a reply, as a question stands there. */
static void test_long_context(void **state)
{
	struct px_nlu_context context = empty_context();
	struct px_buf reply = PX_BUF_INIT(4000), before = PX_BUF_INIT(4000);

	(void)state;
	for (size_t i = 0; i < 100; i++) {
		assert_int_equal(px_buf_text(&reply, "apples and é "), PX_OK);
		assert_int_equal(px_buf_text(&before, "pears and so "), PX_OK);
	}
	assert_int_equal(px_buf_text(&reply, "which one?"), PX_OK);
	context.replied = reply.data;
	context.said_before = before.data;
	assert_true(read_with(&context, "milk"));
	assert_int_equal(input.length, 3 + PX_SPECIALIST_REPLY + 1 + PX_SPECIALIST_BEFORE + 1);
	assert_true(input.features[1] & BIT(PX_FEATURE_ASKED));
	uint32_t last = input.ids[3 + PX_SPECIALIST_REPLY - 1];
	assert_true(px_str_eq(px_wordpiece_piece(&vocabulary.wordpiece, last), PX_STR("?")));
	px_buf_release(&reply);
	px_buf_release(&before);
}

static void test_places(void **state)
{
	struct px_nlu_context context = empty_context();
	static const char text[] = "Café: parsnips, 7am-7pm";

	(void)state;
	assert_true(read_with(&context, text));
	static const char *const words[] = { "Café", ":", "parsnips", ",", "7am", "-", "7pm" };
	assert_int_equal(input.word_count, 7);
	for (size_t i = 0; i < 7; i++) {
		assert_int_equal(input.words[i].end - input.words[i].begin, strlen(words[i]));
		assert_memory_equal(text + input.words[i].begin, words[i], strlen(words[i]));
	}
	assert_true(bits_at(text, "Caf") & BIT(PX_FEATURE_CAPITAL));
	assert_true(bits_at(text, "Caf") & BIT(PX_FEATURE_LINE));
	assert_true(bits_at(text, "parsnips") & BIT(PX_FEATURE_BREAK));
	assert_false(bits_at(text, "parsnips") & BIT(PX_FEATURE_CAPITAL));
}

static void test_times(void **state)
{
	struct px_nlu_context context = empty_context();
	static const char text[] = "call Sam tomorrow at 5 for an hour, every Monday from March";

	(void)state;
	assert_true(read_with(&context, text));
	assert_false(bits_at(text, "Sam") & BIT(PX_FEATURE_TIME));
	assert_true(bits_at(text, "tomorrow") & BIT(PX_FEATURE_TIME));
	assert_true(bits_at(text, "tomorrow") & BIT(PX_FEATURE_TIME_BEGIN));
	assert_true(bits_at(text, "5") & BIT(PX_FEATURE_TIME));
	assert_false(bits_at(text, "5") & BIT(PX_FEATURE_TIME_BEGIN));
	assert_true(bits_at(text, "every") & BIT(PX_FEATURE_TIME_SET));
}

static void test_known(void **state)
{
	struct px_nlu_item items[] = {
		{ .kind = PX_NLU_EVENT, .title = "Dentist appointment" }, { .kind = PX_NLU_TASK, .title = "Pay the gas bill" },
		{ .kind = PX_NLU_TASK, .title = "Parsnips", .project = "Shopping" }, { .kind = PX_NLU_PROJECT, .title = "Shopping" },
	};
	struct px_nlu_context context = empty_context();
	static const char text[] = "the dentist rang, paid the gas, parsnip is on the shopping, for the bill";

	(void)state;
	context.items = items;
	context.item_count = 4;
	assert_true(read_with(&context, text));
	assert_true(bits_at(text, "dentist") & BIT(PX_FEATURE_EVENT));
	assert_true(bits_at(text, "paid") & BIT(PX_FEATURE_TASK));
	assert_true(bits_at(text, "gas") & BIT(PX_FEATURE_TASK_SURE));
	assert_true(bits_at(text, "parsnip") & BIT(PX_FEATURE_ITEM_SURE));
	assert_true(bits_at(text, "shopping") & BIT(PX_FEATURE_LIST_SURE));
	assert_false(bits_at(text, "rang") & BIT(PX_FEATURE_EVENT));
	assert_false(bits_at(text, "the") & (BIT(PX_FEATURE_TASK) | BIT(PX_FEATURE_EVENT)));
}

static void test_kept_titles(void **state)
{
	struct px_nlu_context context = empty_context();
	struct px_arena arena;

	(void)state;
	px_arena_init(&arena);
	struct px_nlu_titles *titles = px_nlu_titles_new(&arena);
	struct px_nlu_item item = { .kind = PX_NLU_EVENT, .title = "Choir", .words = px_nlu_titles_add(titles, "Choir") };
	context.titles = titles;
	context.items = &item;
	context.item_count = 1;
	assert_true(read_with(&context, "no choir"));
	assert_true(bits_at("no choir", "choir") & BIT(PX_FEATURE_EVENT_SURE));
	px_arena_release(&arena);
}

static void test_unreadable(void **state)
{
	struct px_nlu_context context = empty_context();
	static char text[4 * PX_SPECIALIST_MESSAGE + 1];

	(void)state;
	assert_false(read_with(&context, ""));
	assert_false(read_with(&context, " \n\t "));
	for (size_t i = 0; i < PX_SPECIALIST_MESSAGE; i++)
		memcpy(text + 3 * i, "so ", 4);
	assert_true(read_with(&context, text));
	assert_int_equal(input.word_count, PX_SPECIALIST_MESSAGE);
	memcpy(text + 3 * PX_SPECIALIST_MESSAGE, "so", 3);
	assert_false(read_with(&context, text));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_order), cmocka_unit_test(test_long_context), cmocka_unit_test(test_places),
		cmocka_unit_test(test_times), cmocka_unit_test(test_known), cmocka_unit_test(test_kept_titles),
		cmocka_unit_test(test_unreadable),
	};

	return cmocka_run_group_tests(tests, load, unload);
}
