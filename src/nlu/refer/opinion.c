/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/refer/opinion.h"

#include "nlu/refer/target.h"

const struct px_intent_result *px_parse_classify(const struct px_request *request)
{
	if (!request->lookups->classified) {
		struct px_intent_hints hints = { 0 };
		struct px_target target;
		px_target_find(request, request->full.at, request->full.count, PX_TARGET_TASK | PX_TARGET_EVENT,
			       &target);
		hints.mentions_task = target.item && target.item->kind == PX_NLU_TASK;
		hints.mentions_event = target.item && target.item->kind == PX_NLU_EVENT;
		hints.mentions_project = request->slots.project_known;
		size_t begin = request->begin, end = request->end;
		if (request->words.count) { /* without politeness, so that it can't tip the scale */
			begin = request->words.at[0].begin;
			end = request->words.at[request->words.count - 1].end;
		}
		px_intent_classify(px_str_n(request->text.data + begin, end - begin), &hints,
				   &request->lookups->intent);
		request->lookups->classified = true;
	}
	return &request->lookups->intent;
}
