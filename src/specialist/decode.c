/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Labels of a word: 0 outside, 1 + 2 t the first word of tag t, 2 + 2 t its
 * next ones.  Of equal paths the one with the lower label wins, as in
 * tools/specialist/reference.py.
 */
#include "specialist/decode.h"

#include <math.h>

enum { LABELS = PX_SCORE_TAGS };

struct decoder {
	const struct px_specialist_input *input;
	const float *scores;
	const struct px_specialist_temperatures *temperatures;
	bool begins[PX_SPECIALIST_MESSAGE];
	uint8_t label[PX_SPECIALIST_MESSAGE];
};

static const float *word_scores(const struct decoder *decoder, size_t word)
{
	return decoder->scores + decoder->input->words[word].token * PX_SPECIALIST_SCORES;
}

static bool goes_on(size_t label)
{
	return label > 0 && label % 2 == 0;
}

/* The best label before one: that of its own tag if it goes on, else any. */
static size_t best_before(const float best[LABELS], size_t label)
{
	size_t found = 0;

	if (goes_on(label))
		return best[label - 1] >= best[label] ? label - 1 : label;
	for (size_t i = 1; i < LABELS; i++) {
		if (best[i] > best[found])
			found = i;
	}
	return found;
}

static void find_labels(struct decoder *decoder)
{
	static const float never = -1e30F;
	uint8_t from[PX_SPECIALIST_MESSAGE][LABELS];
	float best[LABELS], next[LABELS];
	size_t count = decoder->input->word_count, last = 0;

	for (size_t word = 0; word < count; word++) {
		const float *scores = word_scores(decoder, word) + PX_SCORE_TAG;
		for (size_t label = 0; label < LABELS; label++) {
			size_t before = word ? best_before(best, label) : 0;
			bool possible = !(goes_on(label) && decoder->begins[word]);
			from[word][label] = (uint8_t)before;
			next[label] = !possible ? never : scores[label] + (word ? best[before] : 0);
		}
		memcpy(best, next, sizeof(best));
	}
	for (size_t i = 1; i < LABELS; i++)
		last = best[i] > best[last] ? i : last;
	for (size_t word = count; word-- > 0; last = from[word][last])
		decoder->label[word] = (uint8_t)last;
}

/* exp(score / temperature) of `count` scores, made to sum to 1. */
static void shares(const float *scores, size_t count, float temperature, float *out)
{
	float largest = scores[0], sum = 0;

	for (size_t i = 1; i < count; i++)
		largest = fmaxf(largest, scores[i]);
	for (size_t i = 0; i < count; i++)
		sum += out[i] = expf((scores[i] - largest) / temperature);
	for (size_t i = 0; i < count; i++)
		out[i] /= sum;
}

/* The lowest share that the tag has of one of its words. */
static float mark_confidence(const struct decoder *decoder, size_t begin, size_t end)
{
	size_t first = decoder->label[begin];
	float share[LABELS], least = 1;

	for (size_t word = begin; word < end; word++) {
		shares(word_scores(decoder, word) + PX_SCORE_TAG, LABELS, decoder->temperatures->tag, share);
		least = fminf(least, share[first] + share[first + 1]);
	}
	return least;
}

static void find_marks(const struct decoder *decoder, size_t begin, size_t end, struct px_marked *request)
{
	const struct px_specialist_word *words = decoder->input->words;

	for (size_t word = begin, next; word < end; word = next) {
		next = word + 1;
		if (decoder->label[word] == 0)
			continue;
		while (next < end && goes_on(decoder->label[next]))
			next++;
		if (request->mark_count == PX_MARKS_SPANS)
			return;
		request->marks[request->mark_count++] = (struct px_mark){
			.tag = (enum px_mark_tag)((decoder->label[word] - 1) / 2), .begin = words[word].begin,
			.end = words[next - 1].end, .confidence = mark_confidence(decoder, word, next),
		};
	}
}

static void find_intent(const struct decoder *decoder, size_t begin, size_t end, struct px_marked *request)
{
	float mean[PX_MARK_INTENTS] = { 0 }, share[PX_MARK_INTENTS];
	size_t best = 0;

	for (size_t word = begin; word < end; word++) {
		const float *scores = word_scores(decoder, word) + PX_SCORE_INTENT;
		for (size_t i = 0; i < PX_MARK_INTENTS; i++)
			mean[i] += scores[i];
	}
	for (size_t i = 0; i < PX_MARK_INTENTS; i++) {
		mean[i] /= (float)(end - begin);
		best = mean[i] > mean[best] ? i : best;
	}
	shares(mean, PX_MARK_INTENTS, decoder->temperatures->intent, share);
	request->intent = (enum px_mark_intent)best;
	request->confidence = share[best];
}

static void read_request(const struct decoder *decoder, size_t begin, size_t end, struct px_marked *request)
{
	*request = (struct px_marked){ .begin = decoder->input->words[begin].begin,
				       .end = decoder->input->words[end - 1].end };
	find_intent(decoder, begin, end, request);
	find_marks(decoder, begin, end, request);
}

void px_specialist_decode(const struct px_specialist_input *input, const float *scores,
			  const struct px_specialist_temperatures *temperatures, struct px_marks *marks)
{
	struct decoder decoder = { .input = input, .scores = scores, .temperatures = temperatures };
	size_t begin = 0, found = 1;

	decoder.begins[0] = true;
	for (size_t word = 1; word < input->word_count; word++) {
		decoder.begins[word] = found < PX_MARKS_REQUESTS && word_scores(&decoder, word)[PX_SCORE_BEGIN] > 0;
		found += decoder.begins[word];
	}
	find_labels(&decoder);
	marks->count = 0;
	for (size_t word = 1; word <= input->word_count; word++) {
		if (word < input->word_count && !decoder.begins[word])
			continue;
		read_request(&decoder, begin, word, &marks->requests[marks->count++]);
		begin = word;
	}
}
