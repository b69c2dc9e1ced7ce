/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a request about many things leaves out: "delete all tasks except rent",
 * "move everything but the dentist to Friday".
 *
 * Pure and thread-safe; memory comes from the parse's arena.
 */
#ifndef PX_NLU_REFER_EXCEPT_H
#define PX_NLU_REFER_EXCEPT_H

#include "nlu/read/parse.h"

/*
 * Takes an exception out of the request's words and into parse->except; true
 * if there was one, and `words` must be read again.
 */
bool px_except_take(struct px_parse *parse);
/* Was the thing left out?  Notes that the exception was heeded. */
bool px_except_has(struct px_parse *parse, const struct px_nlu_item *item);
/* Hands the exceptions on to a call with "all". */
void px_except_hand_on(struct px_parse *parse, struct px_args *args);

#endif
