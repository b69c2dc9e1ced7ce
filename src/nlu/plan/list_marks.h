/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Marks of lists in a text.
 */
#ifndef PX_NLU_PLAN_LIST_MARKS_H
#define PX_NLU_PLAN_LIST_MARKS_H

#include "base/str.h"

bool px_mark_is_space(char c);
size_t px_mark_bullet_size(struct px_str text, size_t at, size_t end);
bool px_mark_ends_sentence(struct px_str text, size_t at);
size_t px_mark_list_end(struct px_str text, size_t mark, size_t from);
size_t px_mark_head_mark(struct px_str text, size_t from, size_t at);

#endif
