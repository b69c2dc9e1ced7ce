/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The trained reader around its net: any message, reply and message before
 * (separated by NUL bytes) become an input within its limits, and any scores
 * become marks that are within the text, in order, apart, and in their requests.
 */
#include "specialist/decode.h"

#include "../tests/support/vocabulary.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds)
		abort();
}

static void check_input(const struct px_specialist_input *input, const struct px_wordpiece *wordpiece, struct px_str text)
{
	uint32_t end = 0;

	require(input->length >= 3 && input->length <= PX_SPECIALIST_TOKENS && input->word_count > 0);
	for (size_t i = 0; i < input->length; i++)
		require(input->ids[i] < wordpiece->count && input->features[i] >> PX_FEATURES == 0);
	for (size_t i = 0; i < input->word_count; i++) {
		const struct px_specialist_word *word = &input->words[i];
		require(word->begin >= end && word->end > word->begin && word->end <= text.size && word->token < input->length);
		end = word->end;
	}
}

static void check_marks(const struct px_marks *marks, struct px_str text)
{
	uint32_t end = 0;

	require(marks->count > 0 && marks->count <= PX_MARKS_REQUESTS);
	for (size_t r = 0; r < marks->count; r++) {
		const struct px_marked *request = &marks->requests[r];
		uint32_t at = request->begin;
		require(request->begin >= end && request->end > request->begin && request->end <= text.size);
		require(request->intent < PX_MARK_INTENTS && request->confidence >= 0 && request->confidence <= 1.001F);
		for (size_t i = 0; i < request->mark_count; i++) {
			const struct px_mark *mark = &request->marks[i];
			require(mark->tag < PX_MARK_TAGS && mark->begin >= at && mark->end > mark->begin && mark->end <= request->end);
			require(mark->confidence >= 0 && mark->confidence <= 1.001F);
			at = mark->end;
		}
		end = request->end;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct test_vocabulary vocabulary;
	static struct px_specialist_input input;
	static float scores[PX_SPECIALIST_TOKENS * PX_SPECIALIST_SCORES];
	static const struct px_specialist_temperatures temperatures = { 1, 1, 1 };
	static struct px_marks marks;
	struct px_nlu_item item = { .kind = PX_NLU_EVENT, .title = "Dinner with Ana" };
	struct px_nlu_context context = { .now = INT64_C(1768298400000), .items = &item, .item_count = 1 };
	struct px_arena arena;

	if (size > PX_NLU_TEXT_MAX)
		return 0;
	if (!vocabulary.wordpiece.count)
		require(test_vocabulary_load(&vocabulary) == PX_OK);
	px_arena_init(&arena);
	struct px_tz *utc = px_tz_fixed(0);
	context.tz = utc;
	char *copy = px_arena_strn(&arena, (const char *)data, size);
	struct px_str text = px_str(copy);
	if (text.size < size)
		context.replied = copy + text.size + 1;
	if (context.replied && text.size + 1 + strlen(context.replied) < size)
		context.said_before = context.replied + strlen(context.replied) + 1;
	if (px_specialist_input(&vocabulary.wordpiece, &context, text, &arena, &input)) {
		uint32_t state = 1;
		check_input(&input, &vocabulary.wordpiece, text);
		for (size_t i = 0; i < input.length * PX_SPECIALIST_SCORES; i++) {
			state = (state ^ data[i % size]) * 16777619u;
			scores[i] = (float)(int32_t)state / 2e8F;
		}
		px_specialist_decode(&input, scores, &temperatures, &marks);
		check_marks(&marks, text);
	}
	px_tz_free(utc);
	px_arena_release(&arena);
	return 0;
}
