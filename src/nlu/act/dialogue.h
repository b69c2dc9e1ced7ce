/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dialogue: what earlier turns left behind, and requests that only make sense
 * after them ("the second one", "no, Wednesday is better", "a stapler as
 * well").  The state is a small JSON value that travels with the conversation.
 */
#ifndef PX_NLU_ACT_DIALOGUE_H
#define PX_NLU_ACT_DIALOGUE_H

#include "nlu/read/parse.h"

/* An answer to Pixie's own question (act/answer.c); true if the request was one. */
bool px_dialogue_answer(struct px_parse *parse);
/* A correction of the last call, or the same question again; true if the request was one. */
bool px_dialogue_continue(struct px_parse *parse);
/* What keeps the hour or the window of the turn before (act/dialogue_turns.c); true if the request was one. */
bool px_dialogue_turn(struct px_parse *parse);
/* One more of the same: "a stapler as well", "the other one too". */
bool px_dialogue_more(struct px_parse *parse);
/* "it", "the second one", "both": true if the words refer to the dialogue. */
bool px_dialogue_refer(const struct px_parse *parse, const struct px_word *words, size_t count,
		       int kinds, struct px_target *target);
/* The item as the context knows it now; its title may have changed since. */
const struct px_nlu_item *px_dialogue_current(const struct px_parse *parse, const struct px_nlu_item *item);
/* Local milliseconds of an argument's day or instant, or PX_TIME_NONE. */
int64_t px_dialogue_ms(const char *text);
/* Lets later requests of the same message refer to what this call will do. */
void px_dialogue_note(struct px_parse *parse, const char *tool, const struct px_args *args);

#endif
