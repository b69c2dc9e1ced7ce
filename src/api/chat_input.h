/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A chat message as REST and sockets take it, decoded into a turn.
 */
#ifndef PX_API_CHAT_INPUT_H
#define PX_API_CHAT_INPUT_H

#include "agent/turn.h"
#include "api/api.h"

/*
 * Reads {"text", "conversation_id"?, "client_id"?, "zone"?, "files"?}.  `turn` borrows
 * from `input`, which must live until the turn has run.
 */
enum px_err px_chat_input(const struct px_api_parts *parts, const json_t *input, struct px_id user,
			  struct px_arena *arena,
			  struct px_turn_input *turn, struct px_error *error) PX_MUST_CHECK;

#endif
