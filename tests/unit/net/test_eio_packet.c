/* SPDX-License-Identifier: Apache-2.0 */
/* Engine.IO packets and payloads, and base64 in both alphabets. */
#include "net/eio_base64.h"
#include "net/eio_packet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void test_packets(void **state)
{
	(void)state;
	struct px_eio_packet packet;
	char text[] = "4hello", probe[] = "2probe", seven[] = "7", word[] = "abc", b[] = "bAQID";

	assert_int_equal(px_eio_packet_decode(text, 6, &packet), PX_OK);
	assert_int_equal(packet.type, PX_EIO_MESSAGE);
	assert_false(packet.binary);
	assert_true(px_str_eq(px_str_n(packet.data, packet.size), PX_STR("hello")));
	assert_int_equal(px_eio_packet_decode(probe, 6, &packet), PX_OK);
	assert_int_equal(packet.type, PX_EIO_PING);
	assert_int_equal(px_eio_packet_decode(text, 1, &packet), PX_OK);
	assert_int_equal(packet.size, 0);
	assert_int_equal(px_eio_packet_decode(seven, 1, &packet), PX_INVALID);
	assert_int_equal(px_eio_packet_decode(word, 3, &packet), PX_INVALID);
	assert_int_equal(px_eio_packet_decode(b, 5, &packet), PX_INVALID); /* no base64 in frames */
	assert_int_equal(px_eio_packet_decode(text, 0, &packet), PX_INVALID);
}

/* The payload's packets as "type:data" joined by '|'; 'E' where it is malformed. */
static void expect_payload(struct px_str bytes, const char *expected)
{
	struct px_buf copy = PX_BUF_INIT(1000), seen = PX_BUF_INIT(1000);
	struct px_eio_packet packet;
	enum px_err err;

	px_buf_str(&copy, bytes);
	struct px_eio_payload payload = px_eio_payload(copy.data, copy.size);
	while ((err = px_eio_payload_next(&payload, &packet)) == PX_OK) {
		px_buf_printf(&seen, "%d%s:", (int)packet.type, packet.binary ? "b" : "");
		px_buf_append(&seen, packet.data, packet.size);
		px_buf_char(&seen, '|');
	}
	if (err == PX_INVALID)
		px_buf_char(&seen, 'E');
	assert_string_equal(seen.data, expected);
	px_buf_release(&copy);
	px_buf_release(&seen);
}

static void test_payloads(void **state)
{
	(void)state;
	expect_payload(PX_STR("4hello"), "4:hello|");
	expect_payload(PX_STR("4test1\x1e" "4test2\x1e" "4test3"), "4:test1|4:test2|4:test3|");
	expect_payload(PX_STR("4hello\x1e" "bAQIDBA=="), "4:hello|4b:\x01\x02\x03\x04|");
	expect_payload(PX_STR("b"), "4b:|");
	expect_payload(PX_STR("3"), "3:|");
	expect_payload(PX_STR("abc"), "E");
	expect_payload(PX_STR("4a\x1e"), "4:a|E");
	expect_payload(PX_STR("4a\x1e\x1e" "4b"), "4:a|E");
	expect_payload(PX_STR("b!!!!"), "E");
	expect_payload(PX_STR("bAAAAA"), "E");
}

static void test_writing(void **state)
{
	(void)state;
	struct px_buf payload = PX_BUF_INIT(24);

	assert_int_equal(px_eio_payload_text(&payload, PX_EIO_MESSAGE, PX_STR("hello")), PX_OK);
	assert_int_equal(px_eio_payload_binary(&payload, PX_STR("\x01\x02\x03\x04")), PX_OK);
	assert_int_equal(px_eio_payload_text(&payload, PX_EIO_NOOP, PX_STR("")), PX_OK);
	assert_string_equal(payload.data, "4hello\x1e" "bAQIDBA==\x1e" "6");
	assert_int_equal(px_eio_payload_text(&payload, PX_EIO_MESSAGE, PX_STR("too long")), PX_TOO_LARGE);
	assert_string_equal(payload.data, "4hello\x1e" "bAQIDBA==\x1e" "6");
	px_buf_release(&payload);
}

static void test_base64(void **state)
{
	(void)state;
	static const char *const pairs[][2] = { { "", "" }, { "f", "Zg==" }, { "fo", "Zm8=" },
		{ "foo", "Zm9v" }, { "foob", "Zm9vYg==" }, { "fooba", "Zm9vYmE=" },
		{ "foobar", "Zm9vYmFy" } };

	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++) {
		char out[20];
		size_t size, n = strlen(pairs[i][0]);
		px_eio_base64_encode(out, pairs[i][0], n);
		assert_memory_equal(out, pairs[i][1], px_eio_base64_size(n));
		assert_true(px_eio_base64_decode(px_str(pairs[i][1]), out, &size));
		assert_int_equal(size, n);
		assert_memory_equal(out, pairs[i][0], n);
	}
	char out[20];
	size_t size;
	assert_true(px_eio_base64_decode(PX_STR("Zg"), out, &size)); /* padding left out */
	assert_int_equal(size, 1);
	assert_false(px_eio_base64_decode(PX_STR("Zg="), out, &size));
	assert_false(px_eio_base64_decode(PX_STR("Zg==Zg=="), out, &size));
	assert_false(px_eio_base64_decode(PX_STR("Z"), out, &size));
	assert_false(px_eio_base64_decode(PX_STR("Zm-v"), out, &size));
}

static void test_base64url(void **state)
{
	(void)state;
	const uint8_t raw[16] = { 0xff, 0xfe, 0xfd, 0xfb, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 };
	uint8_t again[16];
	char text[24];

	size_t n = px_eio_base64url_encode(text, raw, sizeof(raw));
	assert_int_equal(n, 22);
	assert_true(px_eio_base64url_decode(px_str_n(text, n), again, sizeof(again)));
	assert_memory_equal(raw, again, sizeof(raw));
	assert_false(px_eio_base64url_decode(px_str_n(text, n - 1), again, sizeof(again)));
	text[n - 1]++; /* spare bits: another spelling of the same bytes */
	assert_false(px_eio_base64url_decode(px_str_n(text, n), again, sizeof(again)));
	text[0] = '/';
	assert_false(px_eio_base64url_decode(px_str_n(text, n), again, sizeof(again)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_packets), cmocka_unit_test(test_payloads),
		cmocka_unit_test(test_writing), cmocka_unit_test(test_base64),
		cmocka_unit_test(test_base64url),
	};
	return cmocka_run_group_tests_name("net/eio_packet", tests, NULL, NULL);
}
