/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/act/marked_target.h"

#include "nlu/refer/dialogue.h"
#include "nlu/refer/find.h"
#include "nlu/refer/marked.h"

bool px_marked_target(const struct px_request *request, const struct px_nlu_session *session,
		      struct px_proposal *proposal, const struct px_mark *mark, int kinds, struct px_target *target)
{
	const struct px_word it = px_word_of(PX_PHRASE_IT);

	if (!mark) {
		*target = (struct px_target){ .words = "", .day = PX_DAY_NONE, .day_end = PX_DAY_NONE };
		return px_dialogue_refer(request, session, &it, 1, kinds, target);
	}
	const struct px_request *part = px_marked_part(request, session, mark);
	px_parse_target(part, session, part->full.at, part->full.count, kinds, target);
	if (!target->item && !target->many && !target->candidate_count && part->time_count) {
		const struct px_words w = px_marked_words(request, mark); /* "the quarterly": a name, no time */
		px_parse_target(request, session, w.at, w.count, kinds, target);
	}
	px_proposal_name(proposal, part->words.at, part->words.count);
	return target->item || target->many || target->candidate_count;
}
