/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Requests that only make sense after earlier turns: answers to questions ("the
 * second one"), corrections ("no, Wednesday is better"), and one more of the same
 * ("a stapler as well").
 */
#ifndef PX_NLU_ACT_CONTINUE_H
#define PX_NLU_ACT_CONTINUE_H

#include "nlu/read/parse.h"

/* An answer to Pixie's own question; true if the request was one. */
bool px_dialogue_answer(struct px_parse *parse);

/* "When?" was asked, and nothing but times is said. */
bool px_dialogue_answers_when(const struct px_parse *parse);
/* A correction of the last call, or the same question again; true if the request was one. */
bool px_dialogue_continue(struct px_parse *parse);
/* What keeps the hour or the window of the turn before (act/turns.c); true if the request was one. */
bool px_dialogue_turn(struct px_parse *parse);
/* One more of the same: "a stapler as well", "the other one too". */
bool px_dialogue_more(struct px_parse *parse);

#endif
