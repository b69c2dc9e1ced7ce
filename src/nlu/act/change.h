/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What the files that change things share: act/change.c (targets, complete,
 * delete), act/move.c (times and lengths), act/field.c (everything else)
 * and the table of their frames.
 */
#ifndef PX_NLU_ACT_CHANGE_H
#define PX_NLU_ACT_CHANGE_H

#include "nlu/act/frames.h"

#define PX_ACT(name)                                                                          \
	bool name(const struct px_request *request, const struct px_nlu_session *session,     \
		  struct px_proposal *proposal, const struct px_frame *frame, const struct px_match *match)

/* Actions of the frames; each says in its own file what it reads. */
PX_ACT(px_change_clear);
PX_ACT(px_change_clear_list);
PX_ACT(px_change_bare);
PX_ACT(px_change_both);
PX_ACT(px_change_bare_priority);
PX_ACT(px_change_call);
PX_ACT(px_change_clear_due);
PX_ACT(px_change_complete);
PX_ACT(px_change_copy);
PX_ACT(px_change_complete_all);
PX_ACT(px_change_complete_two);
PX_ACT(px_change_ended);
PX_ACT(px_change_delete);
PX_ACT(px_change_invite);
PX_ACT(px_change_length);
PX_ACT(px_change_move);
PX_ACT(px_change_no);
PX_ACT(px_change_notes);
PX_ACT(px_change_passive);
PX_ACT(px_change_past);
PX_ACT(px_change_place);
PX_ACT(px_change_split);
PX_ACT(px_change_last);
PX_ACT(px_change_priority);
PX_ACT(px_change_project);
PX_ACT(px_change_rename);
PX_ACT(px_change_repeat);
PX_ACT(px_change_shift);
PX_ACT(px_change_starts);
PX_ACT(px_change_status);
PX_ACT(px_change_tag);
PX_ACT(px_change_told);
PX_ACT(px_change_uninvite);
PX_ACT(px_change_offered);
PX_ACT(px_change_next_week);
PX_ACT(px_change_not_done);
PX_ACT(px_change_swap);
PX_ACT(px_change_wanted);

#endif
