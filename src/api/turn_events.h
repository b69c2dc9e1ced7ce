/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What clients are told of a turn while it waits, in room user:<id>:
 *
 *   chat:status  {turn_id, conversation_id, message_id, client_id, state, ...}
 *                state "queued": another turn of the conversation is before it;
 *                "running": the message is kept ("message"), a thinker has it;
 *                "calling": it calls the tool "tool"
 *   chat:delta   {turn_id, conversation_id, message_id, client_id, n, text}
 *                n counts from 1; the texts in order are the answer so far
 *
 * Only "running" has a number of the user's sequence, for the message that it
 * brings; nothing else of these is kept anywhere.
 */
#ifndef PX_API_TURN_EVENTS_H
#define PX_API_TURN_EVENTS_H

#include "api/api_internal.h"
#include "api/asker.h"

void px_turn_queued(struct px_api *api, const struct px_turn_event *event);
void px_turn_running(struct px_api *api, const struct px_turn_event *event, const struct px_message *message);
void px_turn_calling(struct px_api *api, const struct px_turn_event *event, struct px_str tool);
void px_turn_delta(struct px_api *api, const struct px_turn_event *event, int64_t n, struct px_str text);

/* The event alone: appended to a buffer that this makes and the caller releases.  `message` is in JSON. */
void px_turn_running_write(struct px_buf *out, const struct px_turn_event *event, struct px_str message);
void px_turn_delta_write(struct px_buf *out, const struct px_turn_event *event, int64_t n, struct px_str text);

#endif
