/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The dialogue state as JSON.
 */
#ifndef PX_NLU_REFER_STATE_H
#define PX_NLU_REFER_STATE_H

#include "nlu/read/session.h"

void px_state_read(const char *json, struct px_arena *arena, struct px_dialogue *state);
const char *px_state_write(const struct px_dialogue *state, struct px_arena *arena);

#endif
