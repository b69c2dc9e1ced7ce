/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A small pretended world for `pixie nlu --jsonl`: the items of a dialogue,
 * changed by each call as if it had succeeded.
 */
#ifndef PX_NLU_REPORT_WORLD_H
#define PX_NLU_REPORT_WORLD_H

#include "base/civil.h"
#include "nlu/nlu.h"
#include "nlu/text/json.h"

enum { PX_WORLD_ITEMS = 1024, PX_WORLD_UNDO = 8 };

struct px_world_items {
	struct px_nlu_item *at;
	size_t count, room;
};

struct px_world {
	struct px_arena arena; /* texts of the items; lives as long as the dialogue */
	struct px_world_items items;
	struct px_world_items seen; /* all that a context ever brought, as it was */
	struct px_world_items undo[PX_WORLD_UNDO];
	size_t undo_count;
};

void px_world_init(struct px_world *world);
void px_world_release(struct px_world *world);
/* Takes over items of a "context" object that are not known yet. */
void px_world_learn(struct px_world *world, struct px_value context);
/* Plays one call and says what it touched; texts of the outcome live in the world. */
void px_world_play(struct px_world *world, const struct px_nlu_call *call, int64_t now,
		   struct px_nlu_outcome *outcome);

#endif
