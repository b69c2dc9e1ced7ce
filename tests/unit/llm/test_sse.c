/* SPDX-License-Identifier: Apache-2.0 */
/* Server-sent events in pieces of every size. */
#include "llm/sse.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static bool note_event(void *arg, const struct px_sse_event *event)
{
	struct px_buf *seen = arg;

	(void)px_buf_printf(seen, "%.*s=%.*s|", PX_STR_ARG(event->name), PX_STR_ARG(event->data));
	return !px_str_eq(event->data, PX_STR("stop"));
}

static enum px_err feed(struct px_str bytes, size_t piece, size_t cap, struct px_buf *seen, bool *at_rest)
{
	enum px_err err = PX_OK;
	struct px_sse sse;

	px_sse_init(&sse, cap);
	px_buf_clear(seen);
	while (!err && bytes.size) {
		struct px_str part = px_str_n(bytes.data, piece < bytes.size ? piece : bytes.size);
		bytes = px_str_n(bytes.data + part.size, bytes.size - part.size);
		err = px_sse_feed(&sse, part, note_event, seen);
	}
	*at_rest = px_sse_at_rest(&sse);
	px_sse_release(&sse);
	return err;
}

static const struct {
	const char *bytes, *events;
	bool at_rest;
} good[] = {
	{ "data: one\n\n", "message=one|", true },
	{ "data:one\n\ndata:  two\n\n", "message=one|message= two|", true },
	{ "event: ping\ndata: {}\n\nevent: x\n\ndata: y\n\n", "ping={}|message=y|", true },
	{ "data: a\ndata\ndata: b\n\n", "message=a\n\nb|", true },
	{ "data: a\r\n\r\ndata: b\r\rdata: c\n\n", "message=a|message=b|message=c|", true },
	{ ": comment\nid: 7\nretry: 3\nother: x\ndata: a\n\n", "message=a|", true },
	{ "\xef\xbb\xbf" "data: a\n\n", "message=a|", true },
	{ "data: caf\xc3\xa9 \xf0\x9f\x98\x80\n\n", "message=caf\xc3\xa9 \xf0\x9f\x98\x80|", true },
	{ "data: whole\n\ndata: no empty line\n", "message=whole|", false },
	{ "data: whole\n\nda", "message=whole|", false },
	{ "data: whole\n\ndata: \xc3", "message=whole|", false },
	{ "data:\n\n", "message=|", true },
	{ "", "", true },
};

static void reads_the_same_in_pieces_of_every_size(void **state)
{
	struct px_buf seen = PX_BUF_INIT(65536);
	bool at_rest;

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		struct px_str bytes = px_str(good[i].bytes);
		for (size_t piece = 1; piece <= bytes.size + 1; piece++) {
			assert_int_equal(feed(bytes, piece, 1024, &seen, &at_rest), PX_OK);
			assert_string_equal(seen.data ? seen.data : "", good[i].events);
			assert_int_equal(at_rest, good[i].at_rest);
		}
	}
	px_buf_release(&seen);
}

static void refuses_what_is_no_utf8_also_across_pieces(void **state)
{
	static const char *const bad[] = { "data: \xc3(\n\n", "data: \xff\n\n", "data: \xed\xa0\x80\n\n",
					   "data: \xf0\x9f\n\n" };
	struct px_buf seen = PX_BUF_INIT(65536);
	bool at_rest;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		for (size_t piece = 1; piece < 12; piece++)
			assert_int_equal(feed(px_str(bad[i]), piece, 1024, &seen, &at_rest), PX_INVALID);
	px_buf_release(&seen);
}

static void keeps_to_its_cap(void **state)
{
	struct px_buf seen = PX_BUF_INIT(65536);
	bool at_rest;

	(void)state;
	assert_int_equal(feed(PX_STR("data: 12345\n\n"), 3, 11, &seen, &at_rest), PX_OK);
	assert_int_equal(feed(PX_STR("data: 123456\n\n"), 3, 11, &seen, &at_rest), PX_TOO_LARGE);
	/* Lines that fit, an event that does not. */
	assert_int_equal(feed(PX_STR("data: 12345\ndata: 1234\n\n"), 3, 11, &seen, &at_rest), PX_OK);
	assert_int_equal(feed(PX_STR("data: 12345\ndata: 12345\ndata: 1\n\n"), 3, 11, &seen, &at_rest), PX_TOO_LARGE);
	px_buf_release(&seen);
}

static void stops_when_the_receiver_has_enough(void **state)
{
	struct px_buf seen = PX_BUF_INIT(65536);
	bool at_rest;

	(void)state;
	assert_int_equal(feed(PX_STR("data: stop\n\ndata: more\n\n"), 64, 64, &seen, &at_rest), PX_CANCELLED);
	assert_string_equal(seen.data, "message=stop|");
	px_buf_release(&seen);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_the_same_in_pieces_of_every_size),
		cmocka_unit_test(refuses_what_is_no_utf8_also_across_pieces),
		cmocka_unit_test(keeps_to_its_cap),
		cmocka_unit_test(stops_when_the_receiver_has_enough),
	};

	return cmocka_run_group_tests_name("sse", tests, NULL, NULL);
}
