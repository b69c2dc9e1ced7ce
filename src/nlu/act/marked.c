/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/act/marked.h"

#include "nlu/act/apply.h"
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

void px_marked_unknown(const struct px_request *request, struct px_proposal *proposal, const struct px_marked *marked)
{
	const struct px_mark *named = px_marked_span(marked, PX_MARK_TARGET, 0);
	const bool changes = marked->intent == PX_MARK_MOVE || marked->intent == PX_MARK_UPDATE ||
			     marked->intent == PX_MARK_COPY || marked->intent == PX_MARK_SWAP;
	const bool ends = marked->intent == PX_MARK_DELETE || marked->intent == PX_MARK_SKIP;
	const bool done = marked->intent == PX_MARK_COMPLETE || marked->intent == PX_MARK_REOPEN;
	const struct px_args none = { 0 };

	if (!changes && !ends && !done)
		return;
	const struct px_words w = named ? px_marked_words(request, named) : (struct px_words){ 0 };
	const char *words = px_parse_surface(request, w.at, 0, w.count);
	if (!words[0]) {
		const int verb = done ? PX_VERB_COMPLETE : changes ? PX_VERB_UPDATE : PX_VERB_DELETE;
		px_change_ask_target(request, proposal, px_change_intent(verb, true), &none);
	} else if (changes) {
		proposal->result.smalltalk = px_phrase_with(request->arena, PX_PHRASE_UNKNOWN_NAME, words);
		proposal->result.why = "rule: nothing of that name";
	} else {
		px_change_emit(request, proposal, done ? PX_VERB_COMPLETE : PX_VERB_DELETE, ends, NULL, words, &none,
			       marked->confidence, "model: by its words");
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
