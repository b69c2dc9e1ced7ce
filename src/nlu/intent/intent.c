/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Scores features against the compiled-in rows and turns the sums into
 * calibrated probabilities (the trainer's temperature is part of the scale).
 * Logits are integers and the exponential comes from tables, so that every
 * machine and the WebAssembly build give the same bits.
 */
#include "nlu/intent/intent.h"

#include "nlu/intent/model.h"

#include <math.h>

/* exp(-i) */
static const float exp_whole[] = {
	1.0f, 0.367879441f, 0.135335283f, 0.0497870684f, 0.0183156389f, 0.006737947f,
	0.00247875218f, 0.000911881966f, 0.000335462628f, 0.000123409804f, 4.53999298e-05f,
	1.67017008e-05f, 6.14421235e-06f, 2.26032941e-06f, 8.31528719e-07f, 3.05902321e-07f,
	1.12535175e-07f, 4.13993772e-08f, 1.52299797e-08f, 5.60279644e-09f, 2.06115362e-09f,
	7.58256043e-10f, 2.78946809e-10f, 1.02618796e-10f,
};

/* exp(-i / 64) */
static const float exp_64th[] = {
	1.0f, 0.984496437f, 0.969233234f, 0.954206666f, 0.939413063f, 0.924848813f, 0.910510361f,
	0.896394207f, 0.882496903f, 0.868815056f, 0.855345327f, 0.842084427f, 0.829029118f,
	0.816176213f, 0.803522574f, 0.791065111f, 0.778800783f, 0.766726596f, 0.754839602f,
	0.743136899f, 0.731615629f, 0.72027298f, 0.709106182f, 0.69811251f, 0.687289279f,
	0.676633846f, 0.666143611f, 0.655816011f, 0.645648526f, 0.635638674f, 0.62578401f,
	0.616082128f, 0.60653066f, 0.597127273f, 0.587869673f, 0.578755599f, 0.569782825f,
	0.560949161f, 0.55225245f, 0.54369057f, 0.535261429f, 0.526962969f, 0.518793166f,
	0.510750023f, 0.502831578f, 0.495035897f, 0.487361077f, 0.479805244f, 0.472366553f,
	0.465043188f, 0.457833362f, 0.450735313f, 0.44374731f, 0.436867646f, 0.430094641f,
	0.423426641f, 0.41686202f, 0.410399173f, 0.404036524f, 0.397772518f, 0.391605627f,
	0.385534344f, 0.379557188f, 0.373672699f,
};

/* exp(-i / 4096) */
static const float exp_4096th[] = {
	1.0f, 0.999755889f, 0.999511838f, 0.999267846f, 0.999023914f, 0.998780042f, 0.998536229f,
	0.998292475f, 0.998048781f, 0.997805147f, 0.997561572f, 0.997318056f, 0.9970746f,
	0.996831203f, 0.996587866f, 0.996344588f, 0.996101369f, 0.99585821f, 0.995615111f,
	0.99537207f, 0.995129089f, 0.994886167f, 0.994643305f, 0.994400502f, 0.994157758f,
	0.993915073f, 0.993672448f, 0.993429881f, 0.993187374f, 0.992944927f, 0.992702538f,
	0.992460209f, 0.992217938f, 0.991975727f, 0.991733575f, 0.991491482f, 0.991249448f,
	0.991007474f, 0.990765558f, 0.990523701f, 0.990281904f, 0.990040165f, 0.989798486f,
	0.989556865f, 0.989315304f, 0.989073801f, 0.988832358f, 0.988590973f, 0.988349647f,
	0.98810838f, 0.987867172f, 0.987626023f, 0.987384933f, 0.987143902f, 0.986902929f,
	0.986662015f, 0.986421161f, 0.986180365f, 0.985939627f, 0.985698949f, 0.985458329f,
	0.985217768f, 0.984977266f, 0.984736822f,
};

/* A row, and where its weights begin. */
struct place {
	size_t row, weight;
};

/* How many bits are set, by byte: processors that count them are not all that there are. */
#define BITS_2(n) (n), (n) + 1, (n) + 1, (n) + 2
#define BITS_4(n) BITS_2(n), BITS_2((n) + 1), BITS_2((n) + 1), BITS_2((n) + 2)
#define BITS_6(n) BITS_4(n), BITS_4((n) + 1), BITS_4((n) + 1), BITS_4((n) + 2)
static const uint8_t bits_of[256] = { BITS_6(0), BITS_6(1), BITS_6(1), BITS_6(2) };

static inline void pass_rows(const struct px_intent_model *model, struct place *place, size_t count)
{
	for (size_t end = place->row + count; place->row < end; place->row++)
		place->weight += (size_t)bits_of[model->marks[place->row]] + bits_of[model->high_marks[place->row]];
}

/* Of the first `count` of 16 bytes; without a branch, which compilers turn into vector code. */
static inline uint32_t sum(const uint8_t *bytes, uint32_t count)
{
	uint32_t sum = 0;

	for (uint32_t i = 0; i < 16; i++)
		sum += i < count ? bytes[i] : 0;
	return sum;
}

static struct place bucket_place(const struct px_intent_model *model, uint32_t bucket)
{
	uint32_t group = bucket / PX_INTENT_GROUP, base = group / PX_INTENT_GROUP;
	uint32_t first = base * PX_INTENT_GROUP;
	struct place place = {
		model->row_bases[base] + sum(model->group_rows + first, group - first),
		model->weight_bases[base] + sum(model->group_weights + first, group - first),
	};

	first = group * PX_INTENT_GROUP;
	pass_rows(model, &place, sum(model->sizes + first, bucket - first));
	return place;
}

static int32_t weight_at(const struct px_intent_model *model, size_t index)
{
	unsigned bits = model->weights[index / 2] >> index % 2 * 4 & 15;

	if (bits != PX_INTENT_LARGE)
		return px_intent_weight(bits);
	for (size_t i = 0; i < model->large_count; i++) {
		if (model->large[i].index == index)
			return model->large[i].weight;
	}
	return 0;
}

static void add_weights(const struct px_intent_model *model, struct place place, int32_t *sums)
{
	unsigned marks = model->marks[place.row] | (unsigned)model->high_marks[place.row] << 8;

	for (; marks; marks &= marks - 1)
		sums[__builtin_ctz(marks)] += weight_at(model, place.weight++);
}

static void add_row(const struct px_intent_model *model, uint32_t feature, int32_t *sums)
{
	uint32_t spread = px_intent_spread(feature), bucket = spread >> 16;

	if (!model->sizes[bucket])
		return;
	struct place place = bucket_place(model, bucket);
	for (size_t end = place.row + model->sizes[bucket]; place.row < end; pass_rows(model, &place, 1)) {
		if (model->fingerprints[place.row] == (uint8_t)(spread >> 8)) {
			add_weights(model, place, sums);
			return;
		}
	}
}

/* exp(-x / 65536) for x >= 0, good to 1 in 4,000. */
static float fall(int64_t x)
{
	if (x >> 16 >= (int64_t)(sizeof exp_whole / sizeof *exp_whole))
		return 0;
	return exp_whole[x >> 16] * exp_64th[x >> 10 & 63] * exp_4096th[x >> 4 & 63];
}

static void softmax(const int64_t *logits, struct px_intent_result *result)
{
	float total = 0;

	result->best = PX_INTENT_NONE;
	for (size_t i = 1; i < PX_INTENT_COUNT; i++) {
		if (logits[i] > logits[result->best])
			result->best = (enum px_intent)i;
	}
	for (size_t i = 0; i < PX_INTENT_COUNT; i++) {
		result->scores[i] = fall(logits[result->best] - logits[i]);
		total += result->scores[i];
	}
	for (size_t i = 0; i < PX_INTENT_COUNT; i++)
		result->scores[i] /= total;
	result->confidence = result->scores[result->best];
}

void px_intent_classify_with(const struct px_intent_model *model, struct px_str text,
			     const struct px_intent_hints *hints, struct px_intent_result *result)
{
	uint32_t features[PX_INTENT_FEATURES_MAX];
	int32_t sums[PX_INTENT_COUNT] = { 0 };
	int64_t logits[PX_INTENT_COUNT];
	size_t count = px_intent_features(&model->lexicon, text, hints, features);

	memset(result, 0, sizeof *result);
	if (count == 0) {
		result->scores[PX_INTENT_NONE] = result->confidence = 1;
		return;
	}
	for (size_t i = 0; i < count; i++)
		add_row(model, features[i], sums);
	int64_t factor = (int64_t)((float)model->scale / sqrtf((float)count));
	for (size_t i = 0; i < PX_INTENT_COUNT; i++)
		logits[i] = model->bias[i] + sums[i] * factor;
	softmax(logits, result);
}

void px_intent_classify(struct px_str text, const struct px_intent_hints *hints,
			struct px_intent_result *result)
{
	px_intent_classify_with(&px_intent_model_builtin, text, hints, result);
}
