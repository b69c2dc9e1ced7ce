/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Server-sent events from bytes.
 *
 * The first byte chooses the size of the pieces.  Besides crashes it looks for
 * disagreement: the same bytes in one piece, in equal pieces and byte by byte
 * must give the same events and the same end; and what an event holds must be
 * UTF-8 without line ends other than those that join its lines.
 */
#include "llm/sse.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { CAP = 512, SEEN_MAX = 1 << 22 };

static void check(bool holds)
{
	if (!holds)
		abort();
}

static bool note_event(void *arg, const struct px_sse_event *event)
{
	struct px_buf *seen = arg;

	check(event->name.size > 0 && px_utf8_valid(event->name) && px_utf8_valid(event->data));
	check(!memchr(event->data.data, '\r', event->data.size));
	(void)px_buf_str(seen, event->name);
	(void)px_buf_char(seen, '\0');
	(void)px_buf_str(seen, event->data);
	(void)px_buf_char(seen, '\0');
	return !px_str_eq(event->data, PX_STR("stop"));
}

static enum px_err run(struct px_str bytes, size_t piece, struct px_buf *seen, bool *at_rest)
{
	enum px_err err = PX_OK;
	struct px_sse sse;

	px_sse_init(&sse, CAP);
	while (!err && bytes.size > 0) {
		struct px_str part = px_str_n(bytes.data, piece < bytes.size ? piece : bytes.size);
		bytes = px_str_n(bytes.data + part.size, bytes.size - part.size);
		err = px_sse_feed(&sse, part, note_event, seen);
	}
	*at_rest = px_sse_at_rest(&sse);
	px_sse_release(&sse);
	return err;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const size_t sizes[] = { 1, size ? (size_t)data[0] % 16 + 1 : 1 };
	struct px_buf whole = PX_BUF_INIT(SEEN_MAX);
	bool at_rest, same_rest;

	if (size == 0)
		return 0;
	struct px_str bytes = px_str_n((const char *)data + 1, size - 1);
	enum px_err err = run(bytes, bytes.size ? bytes.size : 1, &whole, &at_rest);
	for (size_t i = 0; i < 2; i++) {
		struct px_buf pieces = PX_BUF_INIT(SEEN_MAX);
		enum px_err same = run(bytes, sizes[i], &pieces, &same_rest);
		/* A bad byte is seen before the events of its own piece: those may be missing in larger pieces. */
		if (err != PX_INVALID && same != PX_INVALID) {
			check(same == err);
			check(px_str_eq(px_buf_view(&whole), px_buf_view(&pieces)));
			check(err || at_rest == same_rest);
		} else {
			check(same != PX_OK && px_str_starts(px_buf_view(&pieces), px_buf_view(&whole)));
		}
		px_buf_release(&pieces);
	}
	px_buf_release(&whole);
	return 0;
}
