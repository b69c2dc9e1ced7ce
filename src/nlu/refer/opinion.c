/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/refer/opinion.h"

#include "nlu/refer/target.h"

const struct px_intent_result *px_parse_classify(struct px_parse *parse)
{
	if (!parse->classified) {
		struct px_intent_hints hints = { 0 };
		struct px_target target;
		px_target_find(parse, parse->full.at, parse->full.count, PX_TARGET_TASK | PX_TARGET_EVENT, &target);
		hints.mentions_task = target.item && target.item->kind == PX_NLU_TASK;
		hints.mentions_event = target.item && target.item->kind == PX_NLU_EVENT;
		hints.mentions_project = parse->slots.project_known;
		size_t begin = parse->begin, end = parse->end;
		if (parse->words.count) { /* without politeness, so that it can't tip the scale */
			begin = parse->words.at[0].begin;
			end = parse->words.at[parse->words.count - 1].end;
		}
		px_intent_classify(px_str_n(parse->text.data + begin, end - begin), &hints, &parse->intent);
		parse->classified = true;
	}
	return &parse->intent;
}

bool px_parse_allows(struct px_parse *parse, enum px_intent intent)
{
	if (parse->led || parse->sure)
		return true;
	const struct px_intent_result *c = px_parse_classify(parse);
	return c->scores[intent] >= 0.2F * c->confidence || c->confidence < 0.65F;
}
