/* SPDX-License-Identifier: Apache-2.0 */
/*
 * WebSocket framing, clause by clause of RFC 6455 section 5, each input fed
 * whole, in two pieces at every position, and byte by byte: the answer must
 * not depend on how the bytes arrive.
 */
#include "base/buf.h"
#include "base/mem.h"
#include "net/ws_frame.h"
#include "net/ws_mask.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

struct log {
	struct px_buf text; /* "T:hello;P:x;" */
	int stop_after;     /* events until the sink says stop; -1 never */
};

static bool note(struct log *log, char kind, const char *data, size_t size)
{
	px_buf_char(&log->text, kind);
	px_buf_char(&log->text, ':');
	px_buf_append(&log->text, data, size);
	px_buf_char(&log->text, ';');
	return log->stop_after < 0 || --log->stop_after > 0;
}

static bool on_message(void *owner, enum px_ws_opcode opcode, bool compressed, char *data,
		       size_t size)
{
	return note(owner, compressed ? 'Z' : opcode == PX_WS_TEXT ? 'T' : 'B', data, size);
}

static bool on_control(void *owner, enum px_ws_opcode opcode, struct px_str payload)
{
	return note(owner, opcode == PX_WS_CLOSE ? 'C' : opcode == PX_WS_PING ? 'P' : 'Q',
		    payload.data, payload.size);
}

static const struct px_ws_sink sink = { on_message, on_control };

struct setup {
	bool client, deflate;
	size_t max;
};

/* Feeds in pieces [0,cut) [cut,size), or byte by byte if cut == SIZE_MAX. */
static unsigned feed(const struct setup *setup, struct px_str bytes, size_t cut, struct log *log)
{
	struct px_ws_parser parser;
	char *copy = px_alloc(bytes.size + 1);
	unsigned code = 0;
	size_t done = 0;

	memcpy(copy, bytes.data, bytes.size);
	px_ws_parser_init(&parser, setup->client, setup->deflate, setup->max);
	while (done < bytes.size && code == 0) {
		size_t take = cut == SIZE_MAX ? 1 : done < cut ? cut - done : bytes.size - done;
		code = px_ws_parser_feed(&parser, copy + done, take, &sink, log);
		done += take;
	}
	px_ws_parser_release(&parser);
	free(copy);
	return code;
}

static void expect_setup(const struct setup *setup, struct px_str bytes, const char *events,
			 unsigned code)
{
	for (size_t cut = 1; cut <= bytes.size + 1; cut++) {
		struct log log = { PX_BUF_INIT(1 << 20), -1 };
		size_t at = cut > bytes.size ? SIZE_MAX : cut;
		unsigned got = feed(setup, bytes, at, &log);
		assert_int_equal(got, code);
		assert_string_equal(log.text.data ? log.text.data : "", events);
		px_buf_release(&log.text);
		if (bytes.size > 2000 && cut == 20)
			cut = bytes.size - 20;
	}
}

static const struct setup plain = { .client = true, .max = 1 << 20 };

/* Unmasked frames, as a client reads them: easiest to write down. */
#define EXPECT(bytes, events, code) expect_setup(&plain, PX_STR(bytes), events, code)

static void test_examples_of_the_rfc(void **state)
{
	(void)state;
	const struct setup server = { .max = 1000 };
	EXPECT("\x81\x05Hello", "T:Hello;", 0);
	expect_setup(&server, PX_STR("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58"), "T:Hello;", 0);
	EXPECT("\x01\x03Hel\x80\x02lo", "T:Hello;", 0);
	EXPECT("\x89\x05Hello\x8a\x05Hello", "P:Hello;Q:Hello;", 0);
	EXPECT("\x82\x03\x01\x02\x03", "B:\x01\x02\x03;", 0);
}

static void test_lengths(void **state)
{
	(void)state;
	static const size_t sizes[] = { 0, 1, 125, 126, 127, 65535, 65536, 70000 };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		struct px_buf frame = PX_BUF_INIT(1 << 20), events = PX_BUF_INIT(1 << 20);
		char head[PX_WS_HEAD_MAX], *where;
		size_t n = px_ws_head(head, PX_WS_BINARY, true, false, sizes[i], NULL);
		px_buf_append(&frame, head, n);
		px_buf_reserve(&frame, sizes[i] + 1, &where);
		memset(where, 'x', sizes[i]);
		px_buf_commit(&frame, sizes[i]);
		px_buf_text(&events, "B:");
		px_buf_append(&events, frame.data + n, sizes[i]);
		px_buf_char(&events, ';');
		expect_setup(&plain, px_buf_view(&frame), events.data, 0);
		px_buf_release(&frame);
		px_buf_release(&events);
	}
}

static void test_control_between_fragments(void **state)
{
	(void)state;
	EXPECT("\x01\x02" "ab" "\x89\x01p" "\x00\x01" "c" "\x8a\x00" "\x80\x01" "d" "\x82\x01z",
	       "P:p;Q:;T:abcd;B:z;", 0);
	EXPECT("\x01\x00\x00\x00\x80\x00", "T:;", 0);
}

static void test_protocol_errors(void **state)
{
	(void)state;
	EXPECT("\x83\x00", "", PX_WS_PROTOCOL_ERROR);          /* reserved opcodes */
	EXPECT("\x8b\x00", "", PX_WS_PROTOCOL_ERROR);
	EXPECT("\xa1\x00", "", PX_WS_PROTOCOL_ERROR);          /* RSV2 */
	EXPECT("\x91\x00", "", PX_WS_PROTOCOL_ERROR);          /* RSV3 */
	EXPECT("\xc1\x00", "", PX_WS_PROTOCOL_ERROR);          /* RSV1, not negotiated */
	EXPECT("\x80\x01x", "", PX_WS_PROTOCOL_ERROR);         /* continuation of nothing */
	EXPECT("\x01\x01x\x81\x01y", "", PX_WS_PROTOCOL_ERROR); /* new message inside one */
	EXPECT("\x09\x01x", "", PX_WS_PROTOCOL_ERROR);         /* fragmented ping */
	EXPECT("\x89\x7e\x00\x7e", "", PX_WS_PROTOCOL_ERROR);  /* control over 125 bytes */
	EXPECT("\x81\x80\x01\x02\x03\x04", "", PX_WS_PROTOCOL_ERROR); /* masked to a client */
	const struct setup server = { .max = 100 };
	expect_setup(&server, PX_STR("\x81\x01x"), "", PX_WS_PROTOCOL_ERROR); /* unmasked to a server */
}

static void test_close_frames(void **state)
{
	(void)state;
	EXPECT("\x88\x00", "C:;", 0);
	EXPECT("\x88\x02\x03\xe8", "C:\x03\xe8;", 0);
	EXPECT("\x88\x04\x03\xe9ok", "C:\x03\xe9ok;", 0);
	EXPECT("\x88\x01\x03", "", PX_WS_PROTOCOL_ERROR);
	EXPECT("\x88\x02\x03\xed", "", PX_WS_PROTOCOL_ERROR); /* 1005 */
	EXPECT("\x88\x02\x03\xee", "", PX_WS_PROTOCOL_ERROR); /* 1006 */
	EXPECT("\x88\x02\x03\xf7", "", PX_WS_PROTOCOL_ERROR); /* 1015 */
	EXPECT("\x88\x02\x03\xe7", "", PX_WS_PROTOCOL_ERROR); /* 999 */
	EXPECT("\x88\x02\x0b\xb8", "C:\x0b\xb8;", 0);         /* 3000 */
	EXPECT("\x88\x02\x13\x88", "", PX_WS_PROTOCOL_ERROR); /* 5000 */
	EXPECT("\x88\x03\x03\xe8\xff", "", PX_WS_INVALID_DATA);
}

static void test_utf8_across_fragments(void **state)
{
	(void)state;
	EXPECT("\x81\x02\xc3\xa9", "T:\xc3\xa9;", 0);
	EXPECT("\x01\x01\xc3\x80\x01\xa9", "T:\xc3\xa9;", 0);
	EXPECT("\x01\x01\xc3\x89\x00\x80\x01\xa9", "P:;T:\xc3\xa9;", 0);
	EXPECT("\x01\x01\xc3\x80\x01\x28", "", PX_WS_INVALID_DATA);
	EXPECT("\x01\x01\xc3\x80\x00", "", PX_WS_INVALID_DATA); /* cut character at the end */
	EXPECT("\x81\x01\xc3", "", PX_WS_INVALID_DATA);
	EXPECT("\x81\x03\xed\xa0\x80", "", PX_WS_INVALID_DATA); /* surrogate */
	EXPECT("\x82\x01\xff", "B:\xff;", 0);
}

static void test_bad_text_fails_before_the_frame_ends(void **state)
{
	(void)state;
	struct px_ws_parser parser;
	struct log log = { PX_BUF_INIT(100), -1 };
	char bytes[] = "\x81\x7d" "abc\xff";

	px_ws_parser_init(&parser, true, false, 1000);
	assert_int_equal(px_ws_parser_feed(&parser, bytes, 6, &sink, &log), PX_WS_INVALID_DATA);
	px_ws_parser_release(&parser);
}

static void test_limit(void **state)
{
	(void)state;
	const struct setup small = { .client = true, .max = 4 };
	expect_setup(&small, PX_STR("\x81\x04" "abcd"), "T:abcd;", 0);
	expect_setup(&small, PX_STR("\x81\x05" "abcde"), "", PX_WS_TOO_BIG);
	expect_setup(&small, PX_STR("\x01\x03" "abc" "\x80\x02" "de"), "", PX_WS_TOO_BIG);
	expect_setup(&small, PX_STR("\x81\x7f\xff\xff\xff\xff\xff\xff\xff\xff"), "", PX_WS_TOO_BIG);
}

static void test_compressed_mark(void **state)
{
	(void)state;
	const struct setup deflate = { .client = true, .deflate = true, .max = 100 };
	expect_setup(&deflate, PX_STR("\xc1\x02\xff\xff"), "Z:\xff\xff;", 0);
	expect_setup(&deflate, PX_STR("\x41\x01\xff\x80\x01\xfe"), "Z:\xff\xfe;", 0);
	expect_setup(&deflate, PX_STR("\x41\x01\xff\xc0\x01\xfe"), "", PX_WS_PROTOCOL_ERROR);
	expect_setup(&deflate, PX_STR("\xc9\x00"), "", PX_WS_PROTOCOL_ERROR);
}

static void test_stop(void **state)
{
	(void)state;
	struct log log = { PX_BUF_INIT(100), 1 };
	assert_int_equal(feed(&plain, PX_STR("\x81\x01" "a" "\x81\x01" "b"), 6, &log), 0);
	assert_string_equal(log.text.data, "T:a;");
	px_buf_release(&log.text);
}

static void test_idle_parser_owns_nothing(void **state)
{
	(void)state;
	struct px_ws_parser parser;
	struct log log = { PX_BUF_INIT(100), -1 };
	char bytes[] = "\x01\x01" "a" "\x80\x01" "b" "\x89\x00";

	px_ws_parser_init(&parser, true, false, 1000);
	assert_int_equal(px_ws_parser_feed(&parser, bytes, 4, &sink, &log), 0);
	assert_non_null(parser.partial);
	assert_int_equal(px_ws_parser_feed(&parser, bytes + 4, 4, &sink, &log), 0);
	assert_null(parser.partial);
	px_buf_release(&log.text);
}

static void test_mask(void **state)
{
	(void)state;
	const uint8_t key[4] = { 0x12, 0x34, 0x56, 0x78 };
	char data[200], pieces[200];

	for (size_t size = 0; size <= 200; size++) {
		for (size_t i = 0; i < size; i++)
			data[i] = pieces[i] = (char)(i * 7);
		px_ws_mask(data, size, key, 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal((uint8_t)data[i], (uint8_t)(i * 7) ^ key[i & 3]);
		size_t cut = size / 3;
		px_ws_mask(pieces, cut, key, 0);
		px_ws_mask(pieces + cut, size - cut, key, cut);
		assert_memory_equal(pieces, data, size);
	}
}

static void test_masked_head(void **state)
{
	(void)state;
	const uint8_t key[4] = { 1, 2, 3, 4 };
	const struct setup server = { .max = 1000 };
	char bytes[300];
	size_t n = px_ws_head(bytes, PX_WS_TEXT, true, false, 200, key);

	assert_int_equal(n, 8);
	memset(bytes + n, 'q', 200);
	px_ws_mask(bytes + n, 200, key, 0);
	struct log log = { PX_BUF_INIT(1000), -1 };
	assert_int_equal(feed(&server, px_str_n(bytes, n + 200), SIZE_MAX, &log), 0);
	assert_int_equal(log.text.size, 203);
	px_buf_release(&log.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_examples_of_the_rfc),
		cmocka_unit_test(test_lengths),
		cmocka_unit_test(test_control_between_fragments),
		cmocka_unit_test(test_protocol_errors),
		cmocka_unit_test(test_close_frames),
		cmocka_unit_test(test_utf8_across_fragments),
		cmocka_unit_test(test_bad_text_fails_before_the_frame_ends),
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_compressed_mark),
		cmocka_unit_test(test_stop),
		cmocka_unit_test(test_idle_parser_owns_nothing),
		cmocka_unit_test(test_mask),
		cmocka_unit_test(test_masked_head),
	};
	return cmocka_run_group_tests_name("net/ws_frame", tests, NULL, NULL);
}
