/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/act/apart.h"

#include "nlu/act/apply.h"
#include "nlu/act/copy.h"
#include "nlu/act/emit.h"
#include "nlu/read/items.h"
#include "nlu/read/title.h"
#include "nlu/refer/find.h"

/* The part of the title before `word` stands in it ("Finish " of "Finish plots and tables"); false if it doesn't. */
static bool lead_of(const struct px_request *request, const char *title, const struct px_word *word,
		    struct px_str *lead)
{
	const struct px_words w = px_words_in(title, request->arena);

	for (size_t i = 0; i < w.count; i++) {
		if (w.at[i].size == word->size && memcmp(w.at[i].text, word->text, word->size) == 0) {
			*lead = px_str_n(title, w.at[i].begin);
			return true;
		}
	}
	return false;
}

bool px_steps_apart(const struct px_request *request, const struct px_nlu_session *session,
		    struct px_proposal *proposal, const struct px_frame *frame, const struct px_match *match)
{
	const struct px_capture *x = px_match_get(match, 'x', 0);
	const struct px_words *w = px_frame_words(request, frame);
	struct px_item_words items[PX_ITEMS_MAX];
	struct px_target target;
	struct px_str lead, other;

	px_parse_target(request, session, w->at + x->from, (size_t)(x->to - x->from), PX_TARGET_TASK, &target);
	size_t count = px_items_split(request, w->at, x->from, x->to, items);
	if (!target.item || target.item->kind != PX_NLU_TASK || count < 2 ||
	    !lead_of(request, target.item->title, &w->at[items[0].from], &lead))
		return false;
	for (size_t i = 1; i < count; i++) {
		if (!lead_of(request, target.item->title, &w->at[items[i].from], &other))
			return false;
	}
	for (size_t i = 0; i < count; i++) {
		const char *name = px_parse_title(request, w->at, items[i].from, items[i].to, lead.size == 0);
		const char *title = px_arena_printf(request->arena, "%.*s%s", (int)lead.size, lead.data, name);
		struct px_args args = { 0 };
		if (i == 0) {
			px_args_set(&args, "title", title);
			px_change_emit(request, proposal, PX_VERB_UPDATE, false, target.item, NULL, &args, 0.93F,
				       "rule: apart");
			continue;
		}
		args = px_copy_arguments(request, target.item);
		px_args_drop(&args, "title");
		px_args_set(&args, "title", title);
		px_parse_emit(request, proposal, PX_INTENT_CREATE_TASK, &args, 0.93F, "rule: apart");
	}
	return true;
}
