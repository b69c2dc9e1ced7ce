/* SPDX-License-Identifier: Apache-2.0 */
/* permessage-deflate: the RFC's examples, round trips, limits, negotiation. */
#include "net/ws_deflate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

static void expect_inflate(struct px_str packed, size_t cap, enum px_err err, struct px_str text)
{
	struct px_ws_deflate *codec = px_ws_deflate_new();
	struct px_buf out = PX_BUF_INIT(cap);

	assert_int_equal(px_ws_inflate_message(codec, packed, &out), err);
	if (err == PX_OK)
		assert_true(px_str_eq(px_buf_view(&out), text));
	px_buf_release(&out);
	px_ws_deflate_free(codec);
}

/* RFC 7692 section 7.2.3: one block, no compression, BFINAL, two blocks. */
static void test_examples_of_the_rfc(void **state)
{
	(void)state;
	expect_inflate(PX_STR("\xf2\x48\xcd\xc9\xc9\x07\x00"), 100, PX_OK, PX_STR("Hello"));
	expect_inflate(PX_STR("\x00\x05\x00\xfa\xff\x48\x65\x6c\x6c\x6f\x00"), 100, PX_OK,
		       PX_STR("Hello"));
	expect_inflate(PX_STR("\xf3\x48\xcd\xc9\xc9\x07\x00\x00"), 100, PX_OK, PX_STR("Hello"));
	expect_inflate(PX_STR("\xf2\x48\x05\x00\x00\x00\xff\xff\xca\xc9\xc9\x07\x00"), 100, PX_OK,
		       PX_STR("Hello"));
}

static void test_limits_and_rubbish(void **state)
{
	(void)state;
	expect_inflate(PX_STR("\xf2\x48\xcd\xc9\xc9\x07\x00"), 5, PX_OK, PX_STR("Hello"));
	expect_inflate(PX_STR("\xf2\x48\xcd\xc9\xc9\x07\x00"), 4, PX_TOO_LARGE, PX_STR(""));
	expect_inflate(PX_STR("\xff\xff\xff\xff"), 100, PX_INVALID, PX_STR(""));
	expect_inflate(PX_STR(""), 100, PX_OK, PX_STR(""));
}

static void test_round_trips(void **state)
{
	(void)state;
	struct px_ws_deflate *codec = px_ws_deflate_new();
	static const size_t sizes[] = { 0, 1, 100, 4096, 100000 };

	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		struct px_buf text = PX_BUF_INIT(1 << 20), packed = PX_BUF_INIT(1 << 20),
			      again = PX_BUF_INIT(sizes[i]);
		for (size_t k = 0; k < sizes[i]; k++)
			px_buf_char(&text, (char)((k * k) >> 3));
		assert_int_equal(px_ws_deflate_message(codec, px_buf_view(&text), &packed), PX_OK);
		assert_int_equal(px_ws_inflate_message(codec, px_buf_view(&packed), &again), PX_OK);
		assert_true(px_str_eq(px_buf_view(&text), px_buf_view(&again)));
		px_buf_release(&text);
		px_buf_release(&packed);
		px_buf_release(&again);
	}
	px_ws_deflate_free(codec);
}

static void test_a_bomb_stops_at_the_cap(void **state)
{
	(void)state;
	struct px_ws_deflate *codec = px_ws_deflate_new();
	struct px_buf text = PX_BUF_INIT(4 << 20), packed = PX_BUF_INIT(1 << 20),
		      out = PX_BUF_INIT(1 << 20);
	char *where;

	px_buf_reserve(&text, 4 << 20, &where);
	memset(where, 0, 4 << 20);
	px_buf_commit(&text, 4 << 20);
	assert_int_equal(px_ws_deflate_message(codec, px_buf_view(&text), &packed), PX_OK);
	assert_int_equal(px_ws_inflate_message(codec, px_buf_view(&packed), &out), PX_TOO_LARGE);
	assert_true(out.capacity <= 1 << 20);
	px_buf_release(&text);
	px_buf_release(&packed);
	px_buf_release(&out);
	px_ws_deflate_free(codec);
}

static void expect_offer(const char *offers, const char *answer)
{
	char got[PX_WS_DEFLATE_ANSWER] = "";

	assert_int_equal(px_ws_deflate_negotiate(px_str(offers), got), answer != NULL);
	if (answer)
		assert_string_equal(got, answer);
}

#define BASE "permessage-deflate; server_no_context_takeover; client_no_context_takeover"

static void test_negotiation(void **state)
{
	(void)state;
	expect_offer("permessage-deflate", BASE);
	expect_offer("permessage-deflate; client_max_window_bits", BASE);
	expect_offer("permessage-deflate;client_max_window_bits=10 ; server_no_context_takeover", BASE);
	expect_offer("permessage-deflate; server_max_window_bits=15", BASE "; server_max_window_bits=15");
	expect_offer("permessage-deflate; server_max_window_bits=\"15\"",
		     BASE "; server_max_window_bits=15");
	expect_offer("permessage-deflate; server_max_window_bits=10, permessage-deflate", BASE);
	expect_offer("x-webkit-deflate-frame, permessage-deflate", BASE);
	expect_offer("permessage-deflate; server_max_window_bits=10", NULL);
	expect_offer("permessage-deflate; server_max_window_bits", NULL);
	expect_offer("permessage-deflate; client_max_window_bits=16", NULL);
	expect_offer("permessage-deflate; server_no_context_takeover=1", NULL);
	expect_offer("permessage-deflate; something", NULL);
	expect_offer("permessage-bzip2", NULL);
	expect_offer("", NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_examples_of_the_rfc),
		cmocka_unit_test(test_limits_and_rubbish),
		cmocka_unit_test(test_round_trips),
		cmocka_unit_test(test_a_bomb_stops_at_the_cap),
		cmocka_unit_test(test_negotiation),
	};
	return cmocka_run_group_tests_name("net/ws_deflate", tests, NULL, NULL);
}
