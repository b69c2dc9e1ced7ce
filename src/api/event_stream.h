/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An answer as a stream of events (text/event-stream; WHATWG HTML, section 9.2):
 *
 *   event: chat:delta
 *   data: {"turn_id": ..., "n": 3, "text": "..."}
 *
 * Events are told from any thread, one at a time, and sent on the loop of the
 * exchange.  A client that reads slowly holds nobody up: what it has not taken
 * is kept, texts that follow each other become one event, and one that takes
 * nothing for two beats, though it could, is let go.  A comment every beat keeps
 * proxies from closing a connection on which nothing happens.
 */
#ifndef PX_API_EVENT_STREAM_H
#define PX_API_EVENT_STREAM_H

#include "api/turn_events.h"

struct px_event_stream;

/*
 * Begins the answer, with status 200 and these header lines, and a beat every `beat_ms`.  `done(arg)` runs
 * on the loop after the last event, just before the exchange is finished.
 */
struct px_event_stream *px_event_stream_new(struct px_http_exchange *exchange, struct px_str headers, int64_t beat_ms,
					    void (*done)(void *arg), void *arg);
/* `json` in one line. */
void px_event_stream_event(struct px_event_stream *stream, const char *name, struct px_str json);
/* More of a turn's text; a client that is behind gets several as one, with the number of the last. */
void px_event_stream_delta(struct px_event_stream *stream, const struct px_turn_event *turn, int64_t n, struct px_str text);
/* No more events; the stream is gone for its teller. */
void px_event_stream_end(struct px_event_stream *stream);

#endif
