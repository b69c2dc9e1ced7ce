/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a request about many things leaves out: "delete all tasks except rent",
 * "move everything but the dentist to Friday".
 *
 * Pure and thread-safe; memory comes from the request's arena.
 */
#ifndef PX_NLU_REFER_EXCEPT_H
#define PX_NLU_REFER_EXCEPT_H

#include "nlu/read/request.h"

/*
 * Takes an exception out of the request's words and into request->except; true
 * if there was one, and `words` must be read again.
 */
bool px_except_take(struct px_request *request);
/* Is the thing left out? */
bool px_except_has(const struct px_request *request, const struct px_nlu_item *item);
/* Hands the exceptions on to a call with "all". */
void px_except_hand_on(const struct px_request *request, struct px_args *args);

#endif
