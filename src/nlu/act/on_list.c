/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/act/on_list.h"

#include "nlu/act/make.h"
#include "nlu/act/shopping.h"
#include "nlu/read/items.h"
#include "nlu/read/slots.h"
#include "nlu/refer/find.h"

/* "dir auch", "Anna kommt auch": small talk, that ends as what is to go on a list does. */
static bool is_talk(const struct px_word *words, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (px_word_in(&words[i], PX_WORDS_NO_LIST_ITEM))
			return true;
	}
	return count == 1 && px_word_in(&words[0], PX_WORDS_ANY_PRONOUN);
}

/*
 * The list that a frame names, or else the one that was spoken of, or the one for shopping; only the one that was
 * spoken of where the frame's value says so.
 */
static const struct px_nlu_item *list_meant(const struct px_request *request, const struct px_nlu_session *session,
					    const struct px_words *w, const struct px_frame *frame,
					    const struct px_match *match)
{
	const struct px_capture *named = px_match_get(match, 'l', 0);
	const struct px_dialogue *d = &session->dialogue;

	if (named)
		return px_slots_known_project(request, w->at + named->from, (size_t)(named->to - named->from));
	const bool spoken = d->touched_count && d->touched[0].kind == PX_NLU_TASK;
	if (spoken && d->touched[0].project)
		return px_slots_find_project(request, px_str(d->touched[0].project));
	if (frame->value[0] || (d->touched_count && !spoken))
		return NULL;
	return px_slots_find_project(request, px_str(px_shopping_list(request)));
}

/* "noch Zucker drauf", "Kerzen auch noch auf die Packliste": more of what is on a list. */
bool px_on_list_make(const struct px_request *request, const struct px_nlu_session *session,
		     struct px_proposal *proposal, const struct px_frame *frame, const struct px_match *match)
{
	const struct px_capture *c = px_match_get(match, 't', 0);
	const struct px_words *w = px_frame_words(request, frame);
	const struct px_nlu_item *list = list_meant(request, session, w, frame, match);
	struct px_item_words items[PX_ITEMS_MAX];
	struct px_target known;

	if (!c || !list || px_words_ask(request->text, &request->words) ||
	    is_talk(w->at + c->from, (size_t)(c->to - c->from)))
		return false;
	px_target_find(request, w->at + c->from, (size_t)(c->to - c->from), PX_TARGET_TASK, &known);
	if (known.item || known.candidate_count)
		return false; /* "Eier auch": of what is there already something else is said */
	struct px_request *own = px_proposal_read_on(request, proposal);
	own->slots.project = list->title;
	own->slots.project_known = true;
	const size_t count = px_items_part(own, w->at, c->from, c->to, true, items);
	for (size_t i = 0; i < count; i++)
		px_make_item(own, proposal, w->at, items[i].from, items[i].to, 0.93F, "rule: more on a list");
	return count > 0;
}
