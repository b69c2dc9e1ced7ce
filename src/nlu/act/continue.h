/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests that only make sense after earlier turns: answers to questions ("the
 * second one"), corrections ("no, Wednesday is better"), and one more of the same
 * ("a stapler as well").
 */
#ifndef PX_NLU_ACT_CONTINUE_H
#define PX_NLU_ACT_CONTINUE_H

#include "nlu/act/proposal.h"

/* An answer to Pixie's own question; true if the request was one. */
bool px_dialogue_answer(const struct px_request *request, const struct px_nlu_session *session,
			struct px_proposal *proposal);

/* "When?" was asked, and nothing but times is said. */
bool px_dialogue_answers_when(const struct px_request *request, const struct px_nlu_session *session);
/* A correction of the last call, or the same question again; true if the request was one. */
bool px_dialogue_continue(const struct px_request *request, const struct px_nlu_session *session,
			  struct px_proposal *proposal);
/* What keeps the hour or the window of the turn before (act/turns.c); true if the request was one. */
bool px_dialogue_turn(const struct px_request *request, const struct px_nlu_session *session,
		      struct px_proposal *proposal);
/* "list p1s": a question of its own; "list those" is none. */
bool px_dialogue_lists_anew(const struct px_words *w);
/* "and the day after?": the window after that of the last question (act/continue_list.c). */
bool px_dialogue_next_window(const struct px_request *request, const struct px_nlu_session *session,
			     struct px_proposal *proposal);
/* "what about June?", "only the high ones": the last question, narrowed otherwise. */
bool px_dialogue_continue_list(const struct px_request *request, const struct px_nlu_session *session,
			       struct px_proposal *proposal);
/* One more of the same: "a stapler as well", "the other one too". */
bool px_dialogue_more(const struct px_request *request, const struct px_nlu_session *session,
		      struct px_proposal *proposal);

#endif
