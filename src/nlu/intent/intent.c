/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Scores features against the compiled-in rows and turns the sums into
 * calibrated probabilities (the trainer's temperature is part of the scale).
 */
#include "nlu/intent/intent.h"

#include "nlu/intent/model.h"

#include <math.h>

static const char *const names[PX_INTENT_COUNT] = {
	[PX_INTENT_NONE] = "none",
	[PX_INTENT_CREATE_TASK] = "create_task",
	[PX_INTENT_LIST_TASKS] = "list_tasks",
	[PX_INTENT_UPDATE_TASK] = "update_task",
	[PX_INTENT_COMPLETE_TASK] = "complete_task",
	[PX_INTENT_DELETE_TASK] = "delete_task",
	[PX_INTENT_CREATE_EVENT] = "create_event",
	[PX_INTENT_LIST_EVENTS] = "list_events",
	[PX_INTENT_UPDATE_EVENT] = "update_event",
	[PX_INTENT_DELETE_EVENT] = "delete_event",
	[PX_INTENT_SEARCH_MEMORY] = "search_memory",
	[PX_INTENT_REMEMBER] = "remember",
	[PX_INTENT_FORGET] = "forget",
	[PX_INTENT_UNDO] = "undo",
	[PX_INTENT_DAILY_BRIEF] = "daily_brief",
};

const char *px_intent_name(enum px_intent intent)
{
	return intent < PX_INTENT_COUNT ? names[intent] : "none";
}

enum px_intent px_intent_from_name(struct px_str name)
{
	size_t i = 0;

	while (i < PX_INTENT_COUNT && !px_str_eq(name, px_str(names[i])))
		i++;
	return (enum px_intent)i;
}

static void add_row(const struct px_intent_model *model, uint32_t feature, int32_t *sums)
{
	uint32_t spread = px_intent_spread(feature);
	uint32_t bucket = px_intent_bucket(spread);
	uint16_t fingerprint = (uint16_t)spread;

	for (size_t row = model->starts[bucket]; row < model->starts[bucket + 1]; row++) {
		if (model->fingerprints[row] != fingerprint)
			continue;
		for (size_t i = 0; i < PX_INTENT_COUNT; i++)
			sums[i] += model->weights[row][i];
		return;
	}
}

static void softmax(float *scores)
{
	float highest = scores[0], total = 0;

	for (size_t i = 1; i < PX_INTENT_COUNT; i++)
		highest = scores[i] > highest ? scores[i] : highest;
	for (size_t i = 0; i < PX_INTENT_COUNT; i++) {
		scores[i] = expf(scores[i] - highest);
		total += scores[i];
	}
	for (size_t i = 0; i < PX_INTENT_COUNT; i++)
		scores[i] /= total;
}

void px_intent_classify_with(const struct px_intent_model *model, struct px_str text,
			     const struct px_intent_hints *hints, struct px_intent_result *result)
{
	uint32_t features[PX_INTENT_FEATURES_MAX];
	int32_t sums[PX_INTENT_COUNT] = { 0 };
	size_t count = px_intent_features(&model->lexicon, text, hints, features);

	memset(result, 0, sizeof *result);
	result->best = PX_INTENT_NONE;
	if (count == 0) {
		result->scores[PX_INTENT_NONE] = result->confidence = 1;
		return;
	}
	for (size_t i = 0; i < count; i++)
		add_row(model, features[i], sums);
	float norm = 1.0f / sqrtf((float)count);
	for (size_t i = 0; i < PX_INTENT_COUNT; i++)
		result->scores[i] = model->bias[i] + model->scale[i] * norm * (float)sums[i];
	softmax(result->scores);
	for (size_t i = 1; i < PX_INTENT_COUNT; i++) {
		if (result->scores[i] > result->scores[result->best])
			result->best = (enum px_intent)i;
	}
	result->confidence = result->scores[result->best];
}

void px_intent_classify(struct px_str text, const struct px_intent_hints *hints,
			struct px_intent_result *result)
{
	px_intent_classify_with(&px_intent_model_builtin, text, hints, result);
}
