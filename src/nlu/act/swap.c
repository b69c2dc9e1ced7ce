/* SPDX-License-Identifier: Apache-2.0 */
/*
 * "swap the two interviews": two events, each at the time of the other.  How
 * long they are stays.
 */
#include "nlu/act/swap.h"

#include "nlu/act/apply.h"
#include "nlu/act/change.h"
#include "nlu/act/new_times.h"
#include "nlu/read/when.h"
#include "nlu/refer/find.h"

/* The two events that the frame names, {x} both of them or {x} and {y}; false if they are not two. */
static bool find_two(const struct px_request *request, const struct px_nlu_session *session,
		     const struct px_frame *frame, const struct px_match *match, const struct px_nlu_item *two[2])
{
	size_t count;
	const struct px_word *words = px_change_words(request, frame, match, 'x', &count);
	struct px_target target;

	px_parse_target(request, session, words, count, PX_TARGET_EVENT, &target);
	two[0] = target.item ? target.item : target.candidate_count == 2 ? target.candidates[0] : NULL;
	two[1] = target.item ? NULL : target.candidate_count == 2 ? target.candidates[1] : NULL;
	words = px_change_words(request, frame, match, 'y', &count);
	if (words) {
		px_parse_target(request, session, words, count, PX_TARGET_EVENT, &target);
		two[1] = target.item;
	}
	return two[0] && two[1] && two[0] != two[1] && two[0]->kind == PX_NLU_EVENT && two[1]->kind == PX_NLU_EVENT;
}

bool px_swap_two(const struct px_request *request, struct px_proposal *proposal, const struct px_nlu_item *const two[2])
{
	for (int i = 0; i < 2; i++) {
		if (two[i]->recurrence || px_change_all_day(two[i]) || two[i]->start == PX_TIME_NONE)
			return false;
	}
	for (int i = 0; i < 2; i++) {
		struct px_args args = { 0 };
		px_args_set(&args, "start", px_parse_point(request, px_change_item_point(two[1 - i])));
		px_change_emit(request, proposal, PX_VERB_UPDATE, true, two[i], NULL, &args, 0.92F, "rule: swapped");
	}
	return true;
}

PX_ACT(px_change_swap)
{
	const struct px_nlu_item *two[2];

	return find_two(request, session, frame, match, two) && px_swap_two(request, proposal, two);
}
