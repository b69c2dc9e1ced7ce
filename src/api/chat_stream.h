/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A REST call that hears a turn's events while it waits for it:
 *
 *   chat:status, chat:delta   as in room user:<id> (api/turn_events.h)
 *   chat:message              the whole turn; the last event
 *   error                     a problem (RFC 9457), in its place
 *
 * What fails before there is any event is answered as by any other call.  If
 * the client goes, the turn goes on.
 */
#ifndef PX_API_CHAT_STREAM_H
#define PX_API_CHAT_STREAM_H

#include "api/live_turn.h"

/* Whether its Accept header asks for text/event-stream rather than application/json. */
bool px_chat_wants_events(const struct px_http_request *request);
/* The call as an asker; in its arena. */
struct px_asker *px_chat_stream_asker(struct px_call *call);

#endif
