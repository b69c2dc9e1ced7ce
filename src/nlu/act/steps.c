/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A task in steps: "break the essay down into outline, draft and final
 * version", "add steps to the essay: …".  Only a task that there is has steps;
 * without one the words are somebody else's.
 */
#include "nlu/act/steps.h"

#include "nlu/act/emit.h"
#include "nlu/act/make.h"
#include "nlu/read/items.h"
#include "nlu/read/times.h"
#include "nlu/read/title.h"
#include "nlu/refer/dialogue.h"
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

/* "7A", "9C": the time is all of an item, so that it is a name. */
static bool is_item(const struct px_words *w, size_t i)
{
	bool begins = w->at[i].flags & PX_WORD_BREAK || (i && px_word_in(&w->at[i - 1], PX_WORDS_AND));
	bool ends = i + 1 == w->count || w->at[i + 1].flags & PX_WORD_BREAK || px_word_in(&w->at[i + 1], PX_WORDS_AND);

	return begins && ends;
}

/* What stands behind the colon, as it was said, if its times are names ("into subtasks: 7A and 9C"); else nothing. */
static struct px_words names_after_colon(const struct px_request *request, const struct px_word *whole)
{
	const struct px_words none = { 0 };
	const char *colon = memchr(request->text.data + whole->end, ':', request->end - whole->end);
	bool any = false;

	if (!colon)
		return none;
	const size_t from = (size_t)(colon - request->text.data);
	struct px_words w = px_words_of(request->text, from, request->end, request->arena);
	for (size_t t = 0; t < request->time_count; t++) {
		for (size_t i = 0; i < w.count; i++) {
			if (!px_time_covers(&request->times[t], &w.at[i]))
				continue;
			bool amount = request->times[t].value.kind == PX_TIME_DURATION; /* "gather 1099s" */
			if (!amount && (px_times_word_count(request, &request->times[t]) != 1 || !is_item(&w, i)))
				return none;
			any = true;
		}
	}
	return any ? w : none;
}

static void emit_step(const struct px_request *request, struct px_proposal *proposal, const struct px_words *w,
		      const struct px_item_words *item, const struct px_nlu_item *whole, bool as_said)
{
	struct px_args args = { 0 };
	size_t from = item->from;

	while (from + 1 < item->to && px_word_in(&w->at[from], PX_WORDS_STEP_ARTICLE) &&
	       !(w->at[from].flags & PX_WORD_QUOTED))
		from++;
	const char *title = as_said ? px_parse_title_case(request, px_parse_surface(request, w->at, from, item->to))
				    : px_parse_title(request, w->at, from, item->to, true);
	px_args_set(&args, "title", title);
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

	const bool last = frame->value[0] == 'i'; /* of what was spoken of last */
	size_t from = z ? after_colon(request, w, z->from, z->to) : t->from, to = z ? z->to : t->to;
	size_t whole = z ? z->from : last ? t->from : x->from, whole_end = z ? from : last ? t->from : x->to;
	if ((whole_end <= whole && !last) || (z && from == z->from))
		return false;
	struct px_nlu_item fresh = { .kind = PX_NLU_TASK };
	if (last) {
		const struct px_word it = px_word_of(PX_PHRASE_IT);
		if (!whole || !(w->at[whole].flags & PX_WORD_BREAK) ||
		    !px_dialogue_refer(request, session, &it, 1, PX_TARGET_TASK, &target))
			return false; /* "steps of the porch" */
	} else if (frame->value[0] == 'n') {
		if (!px_make_task(request, proposal, w->at, whole, whole_end, 0.95F, "rule: a task with steps"))
			return false;
		fresh.title = px_parse_title(request, w->at, whole, whole_end, true);
		target.item = &fresh;
	} else {
		px_parse_target(request, session, w->at + whole, whole_end - whole, PX_TARGET_TASK, &target);
	}
	if (!target.item || target.item->kind != PX_NLU_TASK)
		return false;
	const struct px_words names = names_after_colon(request, &w->at[whole_end - (whole_end > 0)]);
	if (names.count)
		w = &names, from = 0, to = names.count;
	size_t count = px_items_split(request, w->at, from, to, items);
	if (count < 2 && frame->value[0] == '2')
		return false; /* "the tap needs a new washer" */
	for (size_t i = 0; i < count; i++)
		emit_step(request, proposal, w, &items[i], target.item, names.count > 0);
	return true;
}
