/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Late interaction (ColBERT's MaxSim) on the embedder's own token vectors:
 * every token of the question looks for its nearest token in the item, rare
 * tokens count more.  It stands in for a cross-encoder at no second pass.
 */
#include "memory/recall_internal.h"
#include "vector/dot.h"

#include <math.h>

_Static_assert((int)PX_RECALL_TOKEN_DIMS == (int)PX_DOT_ALIGN, "a token vector is one row of the dot kernel");

static int32_t nearest(const struct px_dot_kernel *kernel, const int8_t *token, const struct px_recall_tokens *item,
		       size_t count, int32_t *dots)
{
	int32_t best = -127 * 127;

	kernel->gather(token, item->vectors, PX_RECALL_TOKEN_DIMS, NULL, count, dots);
	for (size_t i = 0; i < count; i++)
		best = dots[i] > best ? dots[i] : best;
	return best;
}

float px_recall_late(const struct px_recall *recall, const struct px_recall_tokens *question,
		     const struct px_recall_tokens *item, struct px_arena *arena, float *weakest)
{
	const struct px_dot_kernel *kernel = px_dot_best();
	size_t asked = question->count < PX_RECALL_TOKENS_MAX ? question->count : PX_RECALL_TOKENS_MAX;
	size_t count = item->count < PX_RECALL_TOKENS_MAX ? item->count : PX_RECALL_TOKENS_MAX;
	int32_t *dots = PX_ARENA_ARRAY(arena, int32_t, PX_RECALL_TOKENS_MAX);
	double all = (double)recall->live, sum = 0, weights = 0, rarest = 0;
	double *rarities = PX_ARENA_ARRAY(arena, double, PX_RECALL_TOKENS_MAX);
	int32_t *found = PX_ARENA_ARRAY(arena, int32_t, PX_RECALL_TOKENS_MAX), least = 127 * 127;

	*weakest = 0;
	if (!count)
		return 0;
	for (size_t i = 0; i < asked; i++) {
		double items = question->ids ? px_recall_token_items(recall, question->ids[i]) : 0;
		double rarity = log(1.0 + (all - items + 0.5) / (items + 0.5));
		found[i] = nearest(kernel, question->vectors + i * PX_RECALL_TOKEN_DIMS, item, count, dots);
		rarities[i] = rarity;
		rarest = fmax(rarest, rarity);
		sum += rarity * found[i];
		weights += rarity;
	}
	for (size_t i = 0; i < asked; i++) {
		if (rarities[i] >= rarest / 2 && found[i] < least)
			least = found[i];
	}
	*weakest = (float)least / (127.0F * 127.0F);
	return weights > 0 ? (float)(sum / weights / (127.0 * 127.0)) : 0;
}
