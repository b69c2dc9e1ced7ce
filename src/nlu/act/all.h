/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Changes of all things of a kind, a day or a project.
 */
#ifndef PX_NLU_ACT_ALL_H
#define PX_NLU_ACT_ALL_H

#include "nlu/act/apply.h"

/* Takes the words for a filter; false if they are none. */
bool px_change_take_all(const struct px_request *request, struct px_proposal *proposal, const struct px_word *words,
			size_t count, int kinds, int verb);

#endif
