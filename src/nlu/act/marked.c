/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/act/marked.h"

#include "nlu/act/apply.h"
#include "nlu/act/marked_target.h"
#include "nlu/read/title.h"
#include "nlu/refer/marked.h"
#include "nlu/text/phrase.h"

typedef bool (*act_fn)(const struct px_request *request, const struct px_nlu_session *session,
		       struct px_proposal *proposal, const struct px_marked *marked);

static const act_fn acts[PX_MARK_INTENTS] = {
	[PX_MARK_CREATE_EVENT] = px_marked_make,
	[PX_MARK_CREATE_TASK] = px_marked_make,
	[PX_MARK_ADD_ITEMS] = px_marked_make,
	[PX_MARK_REMIND] = px_marked_remind,
	[PX_MARK_COMPLETE] = px_marked_end,
	[PX_MARK_REOPEN] = px_marked_end,
	[PX_MARK_DELETE] = px_marked_end,
	[PX_MARK_SKIP] = px_marked_end,
	[PX_MARK_MOVE] = px_marked_change,
	[PX_MARK_UPDATE] = px_marked_change,
	[PX_MARK_COPY] = px_marked_change,
	[PX_MARK_SWAP] = px_marked_change,
	[PX_MARK_ASK_AGENDA] = px_marked_ask,
	[PX_MARK_ASK_TASKS] = px_marked_ask,
	[PX_MARK_ASK_FREE] = px_marked_ask,
	[PX_MARK_ASK_ITEM] = px_marked_ask,
	[PX_MARK_ASK_MEMORY] = px_marked_talk,
	[PX_MARK_REMEMBER] = px_marked_talk,
	[PX_MARK_FORGET] = px_marked_talk,
	[PX_MARK_CORRECT] = px_marked_talk,
	[PX_MARK_ANSWER] = px_marked_talk,
	[PX_MARK_UNDO] = px_marked_talk,
	[PX_MARK_SETTINGS] = px_marked_talk,
	[PX_MARK_CHAT] = px_marked_talk,
	[PX_MARK_NONE] = px_marked_talk,
};

/* What it does to what it is about; -1 if it is about nothing that is there. */
static int verb_of(enum px_mark_intent intent)
{
	switch (intent) {
	case PX_MARK_MOVE: case PX_MARK_UPDATE: case PX_MARK_COPY: case PX_MARK_SWAP: case PX_MARK_REMIND:
		return PX_VERB_UPDATE;
	case PX_MARK_DELETE: case PX_MARK_SKIP:
		return PX_VERB_DELETE;
	case PX_MARK_COMPLETE: case PX_MARK_REOPEN:
		return PX_VERB_COMPLETE;
	default:
		return -1;
	}
}

void px_marked_unknown(const struct px_request *request, const struct px_nlu_session *session,
		       struct px_proposal *proposal, const struct px_marked *marked)
{
	const struct px_mark *named = px_marked_span(marked, PX_MARK_TARGET, 0);
	const int verb = verb_of(marked->intent);
	const struct px_args none = { 0 };
	struct px_target target;

	if (verb < 0)
		return;
	(void)px_marked_target(request, session, proposal, marked, named, PX_TARGET_TASK | PX_TARGET_EVENT, &target);
	const struct px_words w = named ? px_marked_words(request, named) : (struct px_words){ 0 };
	const char *words = px_parse_surface(request, w.at, 0, w.count);
	if (target.item && verb == PX_VERB_UPDATE) {
		const bool event = target.item->kind == PX_NLU_EVENT;
		px_change_ask_change(request, proposal, px_change_intent(verb, event), &target);
	} else if (!words[0]) {
		px_change_ask_target(request, proposal, px_change_intent(verb, true), &none);
	} else if (verb == PX_VERB_UPDATE) {
		proposal->result.smalltalk = px_phrase_with(request->arena, PX_PHRASE_UNKNOWN_NAME, words);
		proposal->result.why = "rule: nothing of that name";
	} else {
		px_change_emit(request, proposal, verb, verb == PX_VERB_DELETE, NULL, words, &none, marked->confidence,
			       "model: by its words");
	}
}

bool px_marked_act(const struct px_request *request, const struct px_nlu_session *session, struct px_proposal *proposal,
		   const struct px_marked *marked)
{
	struct px_proposal tried = *proposal;

	tried.name_begin = tried.name_end = 0;
	tried.sure = false;
	tried.led = true; /* the reader has decided: the classifier need not be asked */
	tried.request = request;
	px_proposal_spans(&tried, &request->spans);
	if (!acts[marked->intent](request, session, &tried, marked))
		return false;
	tried.result.act = px_mark_intent_name(marked->intent);
	*proposal = tried;
	return true;
}
