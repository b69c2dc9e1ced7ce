/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A task in steps: "break the essay down into outline, draft and final
 * version", "add steps to the essay: …".  Only a task that there is has steps;
 * without one the words are somebody else's.
 */
#include "nlu/act/steps.h"

#include "nlu/act/emit.h"
#include "nlu/read/items.h"
#include "nlu/read/title.h"
#include "nlu/refer/find.h"

/* Where the colon parts words [from, to) of the stream; `from` if nowhere. */
static size_t after_colon(const struct px_request *request, const struct px_words *w, size_t from, size_t to)
{
	for (size_t i = from + 1; i < to; i++) {
		const char *gap = request->text.data + w->at[i - 1].end;
		if (w->at[i].flags & PX_WORD_BREAK && memchr(gap, ':', w->at[i].begin - w->at[i - 1].end))
			return i;
	}
	return from;
}

static void emit_step(const struct px_request *request, struct px_proposal *proposal, const struct px_words *w,
		      const struct px_item_words *item, const struct px_nlu_item *whole)
{
	struct px_args args = { 0 };
	size_t from = item->from;

	while (from + 1 < item->to && px_word_in(&w->at[from], PX_WORDS_STEP_ARTICLE) &&
	       !(w->at[from].flags & PX_WORD_QUOTED))
		from++;
	px_args_set(&args, "title", px_parse_title(request, w->at, from, item->to, true));
	px_args_set(&args, "parent", whole->title);
	px_parse_emit(request, proposal, PX_INTENT_CREATE_TASK, &args, 0.93F, "rule: steps");
}

bool px_steps_make(const struct px_request *request, const struct px_nlu_session *session, struct px_proposal *proposal,
		   const struct px_frame *frame, const struct px_match *match)
{
	const struct px_capture *x = px_match_get(match, 'x', 0), *t = px_match_get(match, 't', 0);
	const struct px_capture *z = px_match_get(match, 'z', 0);
	const struct px_words *w = px_frame_words(request, frame);
	struct px_item_words items[PX_ITEMS_MAX];
	struct px_target target;

	size_t from = z ? after_colon(request, w, z->from, z->to) : t->from, to = z ? z->to : t->to;
	size_t whole = z ? z->from : x->from, whole_end = z ? from : x->to;
	if (whole_end <= whole || (z && from == z->from))
		return false;
	px_parse_target(request, session, w->at + whole, whole_end - whole, PX_TARGET_TASK, &target);
	if (!target.item || target.item->kind != PX_NLU_TASK)
		return false;
	size_t count = px_items_split(request, w->at, from, to, items);
	if (count < 2 && frame->value[0] == '2')
		return false; /* "the tap needs a new washer" */
	for (size_t i = 0; i < count; i++)
		emit_step(request, proposal, w, &items[i], target.item);
	return true;
}
