/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/act/marked.h"

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
