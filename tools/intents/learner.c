/* SPDX-License-Identifier: Apache-2.0 */
/* The inner loops run over LEARNER_WIDTH floats, which compilers turn into vector code. */
#include "learner.h"

#include "base/mem.h"

#include <math.h>

/* ---- numbering ---------------------------------------------------------- */

static uint32_t number_of(struct learner *learner, uint32_t feature)
{
	size_t at = (feature * 0x9e3779b1u) & learner->slot_mask;

	while (learner->slots[at]) {
		if (learner->feature[learner->slots[at] - 1] == feature)
			return learner->slots[at] - 1;
		at = (at + 1) & learner->slot_mask;
	}
	learner->feature[learner->feature_count] = feature;
	learner->slots[at] = (uint32_t)++learner->feature_count;
	return learner->slots[at] - 1;
}

void learner_init(struct learner *learner, struct corpus *corpus,
		  const struct px_intent_lexicon *lexicon, const struct learner_options *options)
{
	uint32_t found[PX_INTENT_FEATURES_MAX];
	size_t total = 0, slots = 1024;

	memset(learner, 0, sizeof *learner);
	learner->options = *options;
	for (size_t i = 0; i < corpus->count; i++) {
		struct example *example = &corpus->examples[i];
		example->feature_count =
			px_intent_features(lexicon, example->text, &example->hints, found);
		example->features = PX_ARENA_ARRAY(&corpus->arena, uint32_t, example->feature_count + 1);
		memcpy(example->features, found, example->feature_count * sizeof *found);
		total += example->feature_count;
	}
	while (slots < total)
		slots *= 2;
	learner->slot_mask = slots - 1;
	learner->slots = px_calloc(slots, sizeof *learner->slots);
	learner->feature = px_calloc(total + 1, sizeof *learner->feature);
	for (size_t i = 0; i < corpus->count; i++) {
		for (size_t j = 0; j < corpus->examples[i].feature_count; j++)
			corpus->examples[i].features[j] =
				number_of(learner, corpus->examples[i].features[j]);
	}
	learner->counts = px_calloc(learner->feature_count, sizeof *learner->counts);
	learner->active = px_calloc(learner->feature_count, 1);
	learner->weights = px_calloc(learner->feature_count, sizeof *learner->weights);
	learner->squares = px_calloc(learner->feature_count, sizeof *learner->squares);
}

void learner_release(struct learner *learner)
{
	free(learner->slots);
	free(learner->feature);
	free(learner->counts);
	free(learner->active);
	free(learner->weights);
	free(learner->squares);
}

/* ---- one step ----------------------------------------------------------- */

static float unit(uint64_t *random)
{
	*random ^= *random << 13;
	*random ^= *random >> 7;
	*random ^= *random << 17;
	return (float)(*random >> 40) / 16777216.0f;
}

static void softmax(float *scores)
{
	float highest = scores[0], total = 0;

	for (int i = 1; i < PX_INTENT_COUNT; i++)
		highest = fmaxf(highest, scores[i]);
	for (int i = 0; i < PX_INTENT_COUNT; i++)
		total += scores[i] = expf(scores[i] - highest);
	for (int i = 0; i < PX_INTENT_COUNT; i++)
		scores[i] /= total;
}

static void sum_rows(const struct learner *learner, const uint32_t *rows, size_t count, float x,
		     float scores[LEARNER_WIDTH])
{
	float sums[LEARNER_WIDTH] = { 0 };

	for (size_t i = 0; i < count; i++) {
		const float *row = learner->weights[rows[i]];
		for (int c = 0; c < LEARNER_WIDTH; c++)
			sums[c] += row[c];
	}
	for (int c = 0; c < LEARNER_WIDTH; c++)
		scores[c] = learner->bias[c] + x * sums[c];
}

void learner_score(const struct learner *learner, const struct example *example, float temperature,
		   float scores[LEARNER_WIDTH])
{
	uint32_t rows[PX_INTENT_FEATURES_MAX];
	size_t count = 0;

	memset(scores, 0, LEARNER_WIDTH * sizeof *scores);
	if (example->feature_count == 0) {
		scores[PX_INTENT_NONE] = 1;
		return;
	}
	for (size_t i = 0; i < example->feature_count; i++) {
		if (learner->active[example->features[i]])
			rows[count++] = example->features[i];
	}
	sum_rows(learner, rows, count, 1.0f / sqrtf((float)example->feature_count), scores);
	for (int c = 0; c < PX_INTENT_COUNT; c++)
		scores[c] /= temperature;
	softmax(scores);
}

/* The active features of the example that survive dropping. */
static size_t pick(const struct learner *learner, const struct example *example, uint64_t *random,
		   uint32_t *rows)
{
	bool blackout = unit(random) < learner->options.blackout;
	size_t count = 0;

	for (size_t i = 0; i < example->feature_count; i++) {
		uint32_t row = example->features[i];
		if (!learner->active[row] || unit(random) < learner->options.drop ||
		    (blackout && px_intent_feature_is_lexical(learner->feature[row])))
			continue;
		rows[count++] = row;
	}
	return count;
}

/* Half of the goal is the label itself, half whatever the model likes best among the right ones. */
static void goal(const struct example *example, const float *scores, float *wanted)
{
	float accepted = 0;

	for (int c = 0; c < PX_INTENT_COUNT; c++)
		accepted += example->accepted >> c & 1 ? scores[c] : 0;
	for (int c = 0; c < LEARNER_WIDTH; c++)
		wanted[c] = 0;
	for (int c = 0; c < PX_INTENT_COUNT; c++) {
		if (example->accepted >> c & 1)
			wanted[c] = 0.5f * scores[c] / fmaxf(accepted, 1e-9f);
	}
	wanted[example->intent] += 0.5f;
}

static void step(struct learner *learner, const struct example *example, float rate, uint64_t *random)
{
	uint32_t rows[PX_INTENT_FEATURES_MAX];
	float scores[LEARNER_WIDTH], slope[LEARNER_WIDTH] = { 0 }, wanted[LEARNER_WIDTH];
	size_t count = pick(learner, example, random, rows);
	float x = 1.0f / (sqrtf((float)example->feature_count) * (1.0f - learner->options.drop));
	float decay = learner->options.decay;

	sum_rows(learner, rows, count, x, scores);
	softmax(scores);
	goal(example, scores, wanted);
	for (int c = 0; c < PX_INTENT_COUNT; c++)
		slope[c] = (scores[c] - wanted[c]) * example->weight;
	for (int c = 0; c < PX_INTENT_COUNT; c++) {
		learner->bias_squares[c] += slope[c] * slope[c];
		learner->bias[c] -= 0.1f * rate * slope[c] / sqrtf(learner->bias_squares[c] + 1e-6f);
	}
	for (size_t i = 0; i < count; i++) {
		float *row = learner->weights[rows[i]], *squares = learner->squares[rows[i]];
		for (int c = 0; c < LEARNER_WIDTH; c++) {
			float g = slope[c] * x + decay * row[c];
			squares[c] += g * g;
			row[c] -= rate * g / sqrtf(squares[c] + 1e-6f);
		}
	}
}

/* ---- training ----------------------------------------------------------- */

static void learn(struct learner *learner, const struct corpus *corpus, const size_t *order, size_t count)
{
	size_t *shuffled = px_alloc((count + 1) * sizeof *shuffled);
	uint64_t random = 0x9e3779b97f4a7c15u;

	memset(learner->weights, 0, learner->feature_count * sizeof *learner->weights);
	memset(learner->squares, 0, learner->feature_count * sizeof *learner->squares);
	memset(learner->bias, 0, sizeof learner->bias);
	memset(learner->bias_squares, 0, sizeof learner->bias_squares);
	memcpy(shuffled, order, count * sizeof *shuffled);
	for (int epoch = 0; epoch < learner->options.epochs; epoch++) {
		float rate = learner->options.rate * (1.0f - (float)epoch / (float)learner->options.epochs);
		for (size_t i = count; i > 1; i--) {
			size_t j = (size_t)(unit(&random) * (float)i) % i, swap = shuffled[i - 1];
			shuffled[i - 1] = shuffled[j];
			shuffled[j] = swap;
		}
		for (size_t i = 0; i < count; i++) {
			const struct example *example = &corpus->examples[shuffled[i]];
			if (example->feature_count > 0)
				step(learner, example, rate, &random);
		}
	}
	free(shuffled);
}

static float importance(const struct learner *learner, size_t feature)
{
	float low = 0, high = 0;

	for (int c = 0; c < PX_INTENT_COUNT; c++) {
		low = fminf(low, learner->weights[feature][c]);
		high = fmaxf(high, learner->weights[feature][c]);
	}
	return (high - low) * powf((float)learner->counts[feature], 0.4f);
}

static int by_falling(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;
	return (x < y) - (x > y);
}

static void prune(struct learner *learner)
{
	float *values = px_calloc(learner->feature_count + 1, sizeof *values);
	size_t count = 0;

	for (size_t i = 0; i < learner->feature_count; i++) {
		if (learner->active[i])
			values[count++] = importance(learner, i);
	}
	if (count > learner->options.keep) {
		qsort(values, count, sizeof *values, by_falling);
		float limit = values[learner->options.keep];
		for (size_t i = 0; i < learner->feature_count; i++) {
			if (learner->active[i] && importance(learner, i) <= limit)
				learner->active[i] = 0;
		}
	}
	free(values);
}

static int by_rising(const void *a, const void *b)
{
	return by_falling(b, a);
}

static float rounded(float weight, float step)
{
	return fmaxf(-127, fminf(127, rintf(weight / step))) * step;
}

/* What rounding costs after `shift` is taken off, with a small fee for each weight that remains. */
static float rounding_cost(const float *row, float shift, float step)
{
	float cost = 0;

	for (int c = 0; c < PX_INTENT_COUNT; c++) {
		float kept = rounded(row[c] - shift, step), off = (row[c] - shift - kept) / step;
		cost += off * off + (kept != 0 ? 0.01f : 0);
	}
	return cost;
}

/* A constant taken off a row changes no probability: take the one, near the median, that rounds best. */
static void round_row(float *row, float step)
{
	float sorted[PX_INTENT_COUNT], best = 0, lowest = INFINITY;

	memcpy(sorted, row, sizeof sorted);
	qsort(sorted, PX_INTENT_COUNT, sizeof *sorted, by_rising);
	for (int k = -8; k <= 8; k++) {
		float shift = sorted[PX_INTENT_COUNT / 2] + (float)k * step / 16;
		float cost = rounding_cost(row, shift, step);
		if (cost < lowest) {
			lowest = cost;
			best = shift;
		}
	}
	for (int c = 0; c < PX_INTENT_COUNT; c++)
		row[c] = rounded(row[c] - best, step);
}

/* What the runtime will see, so that every figure is that of the quantised model. */
static void quantise(struct learner *learner)
{
	for (size_t i = 0; i < learner->feature_count; i++)
		round_row(learner->weights[i], learner->options.step);
}

void learner_train(struct learner *learner, const struct corpus *corpus, const bool *use)
{
	size_t *order = px_alloc((corpus->count + 1) * sizeof *order), count = 0;

	memset(learner->counts, 0, learner->feature_count * sizeof *learner->counts);
	for (size_t i = 0; i < corpus->count; i++) {
		if (!use[i])
			continue;
		order[count++] = i;
		for (size_t j = 0; j < corpus->examples[i].feature_count; j++)
			learner->counts[corpus->examples[i].features[j]]++;
	}
	for (size_t i = 0; i < learner->feature_count; i++)
		learner->active[i] = learner->counts[i] >= (uint32_t)learner->options.min_count;
	learn(learner, corpus, order, count);
	if (learner->options.keep > 0) {
		prune(learner);
		learn(learner, corpus, order, count);
	}
	if (learner->options.step > 0)
		quantise(learner);
	free(order);
}
