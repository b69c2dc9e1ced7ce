/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/plan/marked.h"

#include "nlu/act/marked.h"
#include "nlu/plan/joins.h"
#include "nlu/plan/parse.h"
#include "nlu/plan/spans.h"

/* The stretch of the request without blanks and joints at its ends. */
static struct px_marked trimmed(struct px_str text, const struct px_marked *marked)
{
	struct px_marked one = *marked;

	while (one.begin < one.end && strchr(" ,;", text.data[one.begin]))
		one.begin++;
	while (one.end > one.begin && strchr(" ,;", text.data[one.end - 1]))
		one.end--;
	return one;
}

/* "dentist tomorrow at 9, physio at 11": on the day of the event before it. */
static int32_t day_before(const struct px_request *source, const struct px_marks *marks, size_t i,
			  struct px_proposal *proposal)
{
	if (!i || marks->requests[i].intent != PX_MARK_CREATE_EVENT ||
	    marks->requests[i - 1].intent != PX_MARK_CREATE_EVENT)
		return PX_DAY_NONE;
	return px_joins_day_of_last(source, proposal);
}

/* "work Fri 4 to 9 and Sat 12 to 6": what has a time and no name is called like the event before it. */
static void name_as_before(const struct px_marks *marks, size_t i, struct px_marked *marked)
{
	static const enum px_mark_tag names[] = { PX_MARK_TITLE, PX_MARK_PERSON, PX_MARK_PLACE };
	const size_t room = sizeof(marked->marks) / sizeof(marked->marks[0]);

	if (!i || marked->intent != PX_MARK_CREATE_EVENT || marks->requests[i - 1].intent != PX_MARK_CREATE_EVENT ||
	    !px_marked_span(marked, PX_MARK_WHEN, 0) || marked->mark_count == room)
		return;
	for (size_t k = 0; k < sizeof(names) / sizeof(names[0]); k++) {
		if (px_marked_span(marked, names[k], 0))
			return;
	}
	const struct px_mark *name = NULL;
	for (size_t k = i; k > 0 && !name && marks->requests[k - 1].intent == PX_MARK_CREATE_EVENT; k--)
		name = px_marked_span(&marks->requests[k - 1], PX_MARK_TITLE, 0);
	if (!name)
		return;
	memmove(marked->marks + 1, marked->marks, marked->mark_count++ * sizeof(marked->marks[0]));
	marked->marks[0] = *name;
}

/* What the frames made of a request is of the kind that the reader sees in it. */
static bool is_of_kind(enum px_mark_intent intent, const char *tool)
{
	static const char *const kinds[PX_MARK_INTENTS] = {
		[PX_MARK_COMPLETE] = "complete_",
		[PX_MARK_DELETE] = "delete_",
		[PX_MARK_SKIP] = "delete_",
		[PX_MARK_MOVE] = "update_",
		[PX_MARK_UPDATE] = "update_",
		[PX_MARK_SWAP] = "update_",
		[PX_MARK_COPY] = "create_",
		[PX_MARK_REOPEN] = "update_",
		[PX_MARK_REMEMBER] = "remember",
		[PX_MARK_FORGET] = "forget",
		[PX_MARK_SETTINGS] = "update_settings",
		[PX_MARK_ASK_AGENDA] = "list_",
		[PX_MARK_ASK_TASKS] = "list_",
		[PX_MARK_ASK_FREE] = "list_",
	};

	if (intent == PX_MARK_ASK_ITEM)
		return px_str_starts(px_str(tool), PX_STR("list_")) || px_str_eq(px_str(tool), PX_STR("search_memory"));
	return !kinds[intent] || px_str_starts(px_str(tool), px_str(kinds[intent]));
}

/* By the frames, if they see the same in it; else what it is about is asked. */
static void read_by_frames(const struct px_request *source, const struct px_request *one,
			   const struct px_nlu_session *session, struct px_proposal *proposal,
			   const struct px_marked *marked)
{
	struct px_proposal tried = *proposal;
	bool same = true;

	tried.text = source->text;
	px_plan_stretch(source, marked->begin, marked->end, &tried);
	for (size_t i = proposal->result.call_count; i < tried.result.call_count; i++)
		same &= is_of_kind(marked->intent, tried.result.calls[i].tool);
	bool silent = tried.result.call_count == proposal->result.call_count;
	if (same && silent && tried.result.question && tried.result.intent)
		same = is_of_kind(marked->intent, tried.result.intent);
	if (same && !(silent && !tried.result.question && !tried.result.smalltalk))
		*proposal = tried;
	else
		px_marked_unknown(one, session, proposal, marked);
}

float px_plan_marks(const struct px_request *source, const struct px_marks *marks, struct px_proposal *proposal)
{
	float least = 0;

	for (size_t i = 0; i < marks->count; i++) {
		struct px_marked marked = trimmed(source->text, &marks->requests[i]);
		const struct px_nlu_session session = proposal->next;
		if (marked.begin == marked.end)
			continue;
		name_as_before(marks, i, &marked);
		struct px_request *one = px_marked_request(source, &session, &marked);
		one->same_day = day_before(source, marks, i, proposal);
		if (one->same_day == PX_DAY_NONE)
			one->same_day = px_joins_day_then(source, marked.begin, marked.end, proposal);
		if (px_marked_act(one, &session, proposal, &marked)) {
			px_spans_finish(proposal);
			least = !least || marked.confidence < least ? marked.confidence : least;
		} else {
			read_by_frames(source, one, &session, proposal, &marked);
		}
	}
	return least;
}
