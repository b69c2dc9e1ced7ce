/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What REST and sockets share of a chat message: decoding it into a turn.
 */
#ifndef PX_API_CHAT_H
#define PX_API_CHAT_H

#include "agent/turn.h"
#include "config/config.h"

/*
 * Reads {"text", "conversation_id"?, "client_id"?, "zone"?}.  `turn` borrows
 * from `input`, which must live until the turn has run.
 */
enum px_err px_chat_input(const struct px_config *config, const json_t *input, struct px_id user,
			  struct px_arena *arena,
			  struct px_turn_input *turn, struct px_error *error) PX_MUST_CHECK;

/*
 * A client_id that came before repeats its turn; PX_INVALID, naming `field`,
 * if it came with another text or for another conversation.  Between
 * px_turn_run and px_turn_commit.
 */
enum px_err px_chat_same(struct px_turn *turn, const struct px_turn_input *input, const char *field,
			 struct px_error *error) PX_MUST_CHECK;

#endif
