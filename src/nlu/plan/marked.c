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

float px_plan_marks(const struct px_request *source, const struct px_marks *marks, struct px_proposal *proposal)
{
	float least = 0;

	for (size_t i = 0; i < marks->count; i++) {
		const struct px_marked marked = trimmed(source->text, &marks->requests[i]);
		const struct px_nlu_session session = proposal->next;
		if (marked.begin == marked.end)
			continue;
		struct px_request *one = px_marked_request(source, &session, &marked);
		one->same_day = day_before(source, marks, i, proposal);
		if (px_marked_act(one, &session, proposal, &marked)) {
			px_spans_finish(proposal);
			least = !least || marked.confidence < least ? marked.confidence : least;
		} else {
			proposal->text = source->text;
			px_plan_stretch(source, marked.begin, marked.end, proposal);
		}
	}
	return least;
}
