/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pieces first, then bits: those of nlu's words are given to all pieces of the
 * tokenizer's words inside them ("1:1" is one word there and three here).
 */
#include "specialist/input.h"

#include "base/utf8.h"
#include "specialist/known.h"
#include "nlu/text/words.h"
#include "nlu/time/time.h"

enum {
	CONTEXT_BYTES = 160, /* of a reply or message before: more than the pieces kept of it ever take, words of 10 letters */
	CONTEXT_PIECES = 96,
};

#define BIT(feature) (UINT32_C(1) << (feature))

/* ------------------------------------------------------------------ pieces */

static void add_message(struct px_specialist_input *input, const struct px_wordpiece_place *places, size_t count,
			uint32_t bits)
{
	for (size_t i = 1; i + 1 < count; i++) {
		bool first = i == 1 || places[i].begin != places[i - 1].begin;
		input->features[i] = bits | (first ? BIT(PX_FEATURE_WORD) : 0);
		if (first)
			input->words[input->word_count++] = (struct px_specialist_word){ (uint32_t)i, places[i].begin,
											 places[i].end };
	}
	input->features[0] = input->features[count - 1] = bits;
	input->length = input->message = count;
}

/* Pieces [begin, begin + count) of what was said before, and the mark that ends them. */
static void add_context(struct px_specialist_input *input, const uint32_t *pieces, size_t count, uint32_t end,
			uint32_t bits)
{
	for (size_t i = 0; i <= count; i++) {
		input->ids[input->length] = i < count ? pieces[i] : end;
		input->features[input->length++] = bits;
	}
}

static void add_reply(const struct px_wordpiece *wordpiece, struct px_str reply, struct px_specialist_input *input)
{
	uint32_t ids[CONTEXT_PIECES];
	bool truncated;
	size_t from = reply.size > CONTEXT_BYTES ? reply.size - CONTEXT_BYTES : 0;

	while (from < reply.size && ((uint8_t)reply.data[from] & 0xc0) == 0x80)
		from++;
	size_t count = px_wordpiece_encode(wordpiece, px_str_n(reply.data + from, reply.size - from), ids, CONTEXT_PIECES,
					   &truncated) - 2;
	size_t kept = count < PX_SPECIALIST_REPLY ? count : PX_SPECIALIST_REPLY;
	add_context(input, ids + 1 + count - kept, kept, wordpiece->end, BIT(PX_FEATURE_REPLY));
}

static void add_before(const struct px_wordpiece *wordpiece, struct px_str before, struct px_specialist_input *input)
{
	uint32_t ids[PX_SPECIALIST_BEFORE + 2];
	bool truncated;
	size_t count = px_wordpiece_encode(wordpiece, before, ids, PX_SPECIALIST_BEFORE + 2, &truncated) - 2;

	add_context(input, ids + 1, count, wordpiece->end, BIT(PX_FEATURE_BEFORE));
}

/* -------------------------------------------------------------------- bits */

/* Gives bits to all pieces of the words that begin within [begin, end). */
static void give(struct px_specialist_input *input, size_t begin, size_t end, uint32_t bits)
{
	for (size_t i = 0; i < input->word_count; i++) {
		const struct px_specialist_word *word = &input->words[i];
		uint32_t next = i + 1 < input->word_count ? word[1].token : word->token + 1;
		if (word->begin < begin || word->begin >= end)
			continue;
		for (uint32_t token = word->token; token < next; token++)
			input->features[token] |= bits;
	}
}

static uint32_t bits_of_time(const struct px_time_expr *found)
{
	static const uint32_t kinds[] = {
		[PX_TIME_CLOCK] = BIT(PX_FEATURE_TIME_CLOCK), [PX_TIME_RANGE] = BIT(PX_FEATURE_TIME_RANGE),
		[PX_TIME_DURATION] = BIT(PX_FEATURE_TIME_LENGTH), [PX_TIME_SET] = BIT(PX_FEATURE_TIME_SET),
	};

	return BIT(PX_FEATURE_TIME) | kinds[found->value.kind] |
	       (found->role == PX_TIME_AT || found->role == PX_TIME_FOR ? 0 : BIT(PX_FEATURE_TIME_ROLE));
}

static void give_times(const struct px_nlu_context *context, struct px_str text, struct px_specialist_input *input)
{
	struct px_time_context time = {
		.now_utc = context->now, .tz = context->tz, .country = "",
		.day_first = !context->locale || strcmp(context->locale, "en-US") != 0,
		.find_zone = context->find_zone, .find_zone_arg = context->find_zone_arg,
	};
	struct px_time_expr found[PX_TIME_MAX];
	size_t count = px_time_find(&time, text, found, PX_TIME_MAX);

	for (size_t i = 0; i < count; i++) {
		give(input, found[i].begin, found[i].end, bits_of_time(&found[i]));
		give(input, found[i].begin, found[i].begin + 1, BIT(PX_FEATURE_TIME_BEGIN));
	}
}

static bool line_before(struct px_str text, size_t begin)
{
	while (begin > 0 && (text.data[begin - 1] == ' ' || text.data[begin - 1] == '\t'))
		begin--;
	return begin == 0 || text.data[begin - 1] == '\n';
}

static uint32_t bits_of_word(const struct px_word *word)
{
	return (word->flags & PX_WORD_CAPITAL ? BIT(PX_FEATURE_CAPITAL) : 0) |
	       (word->flags & PX_WORD_QUOTED ? BIT(PX_FEATURE_QUOTED) : 0) |
	       (word->flags & PX_WORD_BREAK ? BIT(PX_FEATURE_BREAK) : 0) |
	       (word->flags & PX_WORD_STOP ? BIT(PX_FEATURE_SENTENCE) : 0);
}

static void give_words(const struct px_nlu_context *context, struct px_str text, struct px_arena *arena,
		       struct px_specialist_input *input)
{
	struct px_words words = px_words_of(text, 0, text.size, arena);
	uint32_t *known = PX_ARENA_ARRAY(arena, uint32_t, words.count + 1);

	px_specialist_known(context, &words, arena, known);
	for (size_t i = 0; i < words.count; i++)
		give(input, words.at[i].begin, words.at[i].end, known[i] | bits_of_word(&words.at[i]));
	for (size_t i = 0; i < input->word_count; i++) {
		if (line_before(text, input->words[i].begin))
			input->features[input->words[i].token] |= BIT(PX_FEATURE_LINE);
	}
}

static bool asks(struct px_str reply)
{
	struct px_str said = px_str_trim(reply);

	return said.size > 0 && said.data[said.size - 1] == '?';
}

bool px_specialist_input(const struct px_wordpiece *wordpiece, const struct px_nlu_context *context, struct px_str text,
			 struct px_arena *arena, struct px_specialist_input *input)
{
	struct px_wordpiece_place places[PX_SPECIALIST_MESSAGE + 2];
	struct px_str reply = px_str(context->replied), before = px_str(context->said_before);
	bool truncated;

	input->length = input->word_count = 0;
	size_t count = px_wordpiece_encode_places(wordpiece, text, input->ids, places, PX_SPECIALIST_MESSAGE + 2, &truncated);
	if (truncated || count == 2)
		return false;
	add_message(input, places, count, BIT(PX_FEATURE_MESSAGE) | (asks(reply) ? BIT(PX_FEATURE_ASKED) : 0));
	if (reply.size || before.size) {
		add_reply(wordpiece, reply, input);
		add_before(wordpiece, before, input);
	}
	give_times(context, text, input);
	give_words(context, text, arena, input);
	return true;
}
