/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Scores to marks: bounds, spans that are spans, intents by the mean, shares.
 */
#include "specialist/decode.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct px_specialist_temperatures plain = { 1, 1, 1 };
static struct px_specialist_input input;
static float scores[PX_SPECIALIST_TOKENS * PX_SPECIALIST_SCORES];
static struct px_marks marks;

/* `count` words of three bytes and a space each, one piece a word; no request begins but the first, nothing is tagged. */
static void words(size_t count)
{
	input.length = count + 2;
	input.word_count = count;
	memset(scores, 0, sizeof(scores));
	for (uint32_t i = 0; i < count; i++) {
		input.words[i] = (struct px_specialist_word){ i + 1, 4 * i, 4 * i + 3 };
		float *row = scores + (i + 1) * PX_SPECIALIST_SCORES;
		row[PX_SCORE_BEGIN] = -4;
		row[PX_SCORE_TAG] = 3;
	}
}

static float *score(size_t word, size_t which)
{
	return &scores[(word + 1) * PX_SPECIALIST_SCORES + which];
}

static size_t first_of(enum px_mark_tag tag)
{
	return PX_SCORE_TAG + 1 + 2 * (size_t)tag;
}

static void decode(void)
{
	px_specialist_decode(&input, scores, &plain, &marks);
}

static void test_one(void **state)
{
	(void)state;
	words(4);
	*score(1, first_of(PX_MARK_TITLE)) = 9;
	*score(2, first_of(PX_MARK_TITLE) + 1) = 9;
	*score(0, PX_SCORE_INTENT + PX_MARK_CHAT) = 2;
	for (size_t i = 0; i < 4; i++)
		*score(i, PX_SCORE_INTENT + PX_MARK_CREATE_TASK) = 1;
	decode();
	assert_int_equal(marks.count, 1);
	const struct px_marked *request = &marks.requests[0];
	assert_int_equal(request->intent, PX_MARK_CREATE_TASK); /* 1 in the mean, chat 0.5 */
	assert_true(request->confidence > 0.05F && request->confidence < 1);
	assert_int_equal(request->begin, 0);
	assert_int_equal(request->end, 15);
	assert_int_equal(request->mark_count, 1);
	assert_int_equal(request->marks[0].tag, PX_MARK_TITLE);
	assert_int_equal(request->marks[0].begin, 4);
	assert_int_equal(request->marks[0].end, 11);
	assert_true(request->marks[0].confidence > 0.9F);
}

static void test_several(void **state)
{
	(void)state;
	words(4);
	*score(2, PX_SCORE_BEGIN) = 1;
	*score(0, PX_SCORE_INTENT + PX_MARK_CHAT) = 5;
	*score(2, PX_SCORE_INTENT + PX_MARK_UNDO) = 5;
	decode();
	assert_int_equal(marks.count, 2);
	assert_int_equal(marks.requests[0].intent, PX_MARK_CHAT);
	assert_int_equal(marks.requests[0].end, 7);
	assert_int_equal(marks.requests[1].intent, PX_MARK_UNDO);
	assert_int_equal(marks.requests[1].begin, 8);
}

/* What goes on must have begun, and not in the request before. */
static void test_only_spans(void **state)
{
	(void)state;
	words(4);
	*score(0, first_of(PX_MARK_WHEN) + 1) = 9;
	*score(1, first_of(PX_MARK_WHEN) + 1) = 9;
	decode();
	assert_int_equal(marks.requests[0].mark_count, 1); /* begun at the first word, though its score speaks for going on */
	assert_int_equal(marks.requests[0].marks[0].begin, 0);
	assert_int_equal(marks.requests[0].marks[0].end, 7);
	*score(1, PX_SCORE_BEGIN) = 1;
	decode();
	assert_int_equal(marks.count, 2);
	for (size_t r = 0; r < 2; r++) {
		for (size_t i = 0; i < marks.requests[r].mark_count; i++) {
			assert_true(marks.requests[r].marks[i].begin >= marks.requests[r].begin);
			assert_true(marks.requests[r].marks[i].end <= marks.requests[r].end);
		}
	}
}

static void test_neighbours(void **state)
{
	(void)state;
	words(3);
	*score(0, first_of(PX_MARK_ITEM)) = 9;
	*score(1, first_of(PX_MARK_ITEM)) = 9;
	*score(2, first_of(PX_MARK_ITEM) + 1) = 9;
	decode();
	assert_int_equal(marks.requests[0].mark_count, 2);
	assert_int_equal(marks.requests[0].marks[0].end, 3);
	assert_int_equal(marks.requests[0].marks[1].begin, 4);
	assert_int_equal(marks.requests[0].marks[1].end, 11);
}

/* More than fit: requests run on in the last one, marks are left out. */
static void test_limits(void **state)
{
	(void)state;
	words(PX_SPECIALIST_MESSAGE);
	for (size_t i = 0; i < PX_SPECIALIST_MESSAGE; i++) {
		*score(i, PX_SCORE_BEGIN) = 1;
		*score(i, first_of(PX_MARK_ITEM)) = 9;
	}
	decode();
	assert_int_equal(marks.count, PX_MARKS_REQUESTS);
	const struct px_marked *last = &marks.requests[PX_MARKS_REQUESTS - 1];
	assert_int_equal(last->end, 4 * PX_SPECIALIST_MESSAGE - 1);
	assert_int_equal(last->mark_count, PX_MARKS_SPANS);
}

static void test_temperatures(void **state)
{
	struct px_specialist_temperatures warm = { 1, 4, 4 };

	(void)state;
	words(1);
	*score(0, PX_SCORE_INTENT + PX_MARK_UNDO) = 8;
	decode();
	float sure = marks.requests[0].confidence;
	px_specialist_decode(&input, scores, &warm, &marks);
	assert_int_equal(marks.requests[0].intent, PX_MARK_UNDO);
	assert_true(marks.requests[0].confidence < sure);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one), cmocka_unit_test(test_several), cmocka_unit_test(test_only_spans),
		cmocka_unit_test(test_neighbours), cmocka_unit_test(test_limits), cmocka_unit_test(test_temperatures),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
