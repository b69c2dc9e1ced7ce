/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Chat over sockets: chat:send and chat:cancel on the user's shard, and their
 * acknowledgements.
 *
 *   chat:send    {"ok":true,"turn":{…}}  the whole turn if it was answered at once.  If a
 *                thinker has it, its message is durable: state "running", and in
 *                "so_far" {"n","text"} what deltas have told; the answer comes as
 *                chat:message.  Sent again with its client_id it joins the turn.
 *   chat:cancel  {"ok":true,"turn":{…}}  as it ended; "turn" null: it had not begun
 */
#ifndef PX_API_CHAT_SOCKET_H
#define PX_API_CHAT_SOCKET_H

#include "api/api_internal.h"

/* PX_OK: the ack is taken along. */
enum px_err px_chat_socket_send(struct px_api *api, struct px_id user, const json_t *argument, struct px_sio_ack *ack,
				struct px_error *error) PX_MUST_CHECK;
enum px_err px_chat_socket_cancel(struct px_api *api, struct px_id user, const json_t *argument, struct px_sio_ack *ack,
				  struct px_error *error) PX_MUST_CHECK;

#endif
