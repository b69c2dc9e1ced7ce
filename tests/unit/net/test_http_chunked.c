/* SPDX-License-Identifier: Apache-2.0 */
/* Chunked bodies: every legal shape in every split, every illegal byte. */
#include "net/http_chunked.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/* Feeds `text` in pieces of `piece` bytes; *left is what was not taken after the end. */
static enum px_http_chunked_result feed(const char *text, size_t piece, struct px_buf *body,
					size_t *left)
{
	struct px_http_chunked chunked = { 0 };
	enum px_http_chunked_result result = PX_HTTP_CHUNKED_MORE;
	size_t size = strlen(text), at = 0;

	while (at < size && result == PX_HTTP_CHUNKED_MORE) {
		struct px_str input = px_str_n(text + at, size - at < piece ? size - at : piece);
		size_t before = input.size;
		result = px_http_chunked_feed(&chunked, &input, body);
		at += before - input.size;
	}
	*left = size - at;
	return result;
}

static void decodes_in_any_split(void **state)
{
	static const char text[] = "5\r\nhello\r\n00a\r\n, world...\r\n1\r\n\n\r\n000\r\n"
				   "Trailer: some value\t\r\nX:\r\n\r\nGET /";

	(void)state;
	for (size_t piece = 1; piece < sizeof(text); piece++) {
		struct px_buf body = PX_BUF_INIT(100);
		size_t left;
		assert_int_equal(feed(text, piece, &body, &left), PX_HTTP_CHUNKED_DONE);
		assert_int_equal(left, 5);
		assert_string_equal(body.data, "hello, world...\n");
		px_buf_release(&body);
	}
}

static void refuses_everything_else(void **state)
{
	static const char *const bad[] = {
		"\r\n", " 5\r\n", "5 \r\n", "+5\r\n", "-1\r\n", "0x5\r\n", "5;a=b\r\n", "5;\r\n", "5\n",
		"5\r\r\n", "g\r\n", "5\r\nhelloX", "5\r\nhello\n", "5\r\nhello\rX", "5\r\nhello\r\n\r\n",
		"1234567890123456\r\n", "0\r\n\n", "0\r\n\rX", "0\r\n X: y\r\n", "0\r\n:x\r\n", "0\r\nX\r\n",
		"0\r\nX y: z\r\n", "0\r\nX: \x01\r\n", "0\r\nX: y\n", "0\r\nX: y\r\r\n", "0\r\nX: y\r\n z\r\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct px_buf body = PX_BUF_INIT(100);
		size_t left;
		assert_int_equal(feed(bad[i], 1000, &body, &left), PX_HTTP_CHUNKED_BAD);
		assert_int_equal(feed(bad[i], 1, &body, &left), PX_HTTP_CHUNKED_BAD);
		px_buf_release(&body);
	}
}

static void keeps_to_the_cap_and_says_so_early(void **state)
{
	struct px_buf body = PX_BUF_INIT(5);
	size_t left;

	(void)state;
	assert_int_equal(feed("5\r\nhello\r\n0\r\n\r\n", 1, &body, &left), PX_HTTP_CHUNKED_DONE);
	px_buf_clear(&body);
	assert_int_equal(feed("6\r\n", 1, &body, &left), PX_HTTP_CHUNKED_TOO_LARGE);
	assert_int_equal(feed("4\r\nhell\r\n2\r\n", 9, &body, &left), PX_HTTP_CHUNKED_TOO_LARGE);
	assert_int_equal(feed("fffffffffffffff\r\n", 99, &body, &left), PX_HTTP_CHUNKED_TOO_LARGE);
	px_buf_release(&body);
}

static void limits_trailers(void **state)
{
	struct px_http_chunked chunked = { 0 };
	struct px_buf body = PX_BUF_INIT(5);
	enum px_http_chunked_result result = PX_HTTP_CHUNKED_MORE;
	struct px_str input = PX_STR("0\r\n");
	int fields = 0;

	(void)state;
	result = px_http_chunked_feed(&chunked, &input, &body);
	while (result == PX_HTTP_CHUNKED_MORE && fields++ < 100000) {
		input = PX_STR("Trailer: value\r\n");
		result = px_http_chunked_feed(&chunked, &input, &body);
	}
	assert_int_equal(result, PX_HTTP_CHUNKED_BAD);
	assert_true(fields > 100 && fields < 10000);
	px_buf_release(&body);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decodes_in_any_split),
		cmocka_unit_test(refuses_everything_else),
		cmocka_unit_test(keeps_to_the_cap_and_says_so_early),
		cmocka_unit_test(limits_trailers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
