/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Server-sent events (WHATWG HTML, section 9.2.6), from bytes that arrive in
 * any pieces to whole events.
 *
 * It keeps the name and the data of an event and drops `id`, `retry`,
 * comments and fields it does not know, as no model provider uses them.  The
 * stream must be UTF-8; a byte that is not ends it, also when a character is
 * cut by a piece's end and goes on wrongly in the next.  Pure, no I/O.
 */
#ifndef PX_LLM_SSE_H
#define PX_LLM_SSE_H

#include "base/buf.h"
#include "base/utf8.h"

struct px_sse_event {
	struct px_str name; /* "message" if the stream names none */
	struct px_str data; /* lines joined by \n */
};

/* Both slices are valid during the call.  False: the receiver wants no more, and px_sse_feed returns PX_CANCELLED. */
typedef bool (*px_sse_fn)(void *arg, const struct px_sse_event *event);

struct px_sse {
	struct px_buf line, name, data;
	struct px_utf8_state utf8;
	size_t cap;
	bool after_cr;  /* a \n that follows belongs to the line end before it */
	bool begun;     /* the first line, which may have a byte order mark, is over */
	bool has_data;
};

/* `cap`: bytes of one line and of one event at most. */
void px_sse_init(struct px_sse *sse, size_t cap);
void px_sse_release(struct px_sse *sse);
/* PX_TOO_LARGE over the cap, PX_INVALID for bytes that are not UTF-8.  After an error the parser is of no more use. */
enum px_err px_sse_feed(struct px_sse *sse, struct px_str bytes, px_sse_fn event, void *arg) PX_MUST_CHECK;
/* Whether the stream may end here: not within a character, a line or an event. */
bool px_sse_at_rest(const struct px_sse *sse);

#endif
