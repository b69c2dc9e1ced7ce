/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A REST call that waits for a turn.
 */
#ifndef PX_API_CHAT_H
#define PX_API_CHAT_H

#include "api/live_turn.h"

/* The call as an asker: answered with the whole turn, by px_call_resume; in the call's arena. */
struct px_asker *px_chat_asker(struct px_call *call);

#endif
