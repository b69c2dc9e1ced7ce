/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Request smuggling: messages whose end two parsers could see at different
 * places.  Each is refused with 400 and the connection closed, and the request
 * hidden in it never reaches the handler.
 */
#include "unit/net/http_peer.h"

#define POST "POST /hello HTTP/1.1\r\nHost: a\r\n"
#define HIDDEN "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"
#define CHUNKED "Transfer-Encoding: chunked\r\n"

static const char *const corpus[] = {
	/* both lengths, in both orders and with decoys */
	POST "Content-Length: 4\r\n" CHUNKED "\r\n0\r\n\r\n" HIDDEN,
	POST CHUNKED "Content-Length: 4\r\n\r\n0\r\n\r\n" HIDDEN,
	POST "Content-Length: 0\r\n" CHUNKED "\r\n" HIDDEN,
	POST "Content-Length: 6\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nG" HIDDEN,
	/* repeated and listed lengths, equal ones too */
	POST "Content-Length: 0\r\nContent-Length: 34\r\n\r\n" HIDDEN,
	POST "Content-Length: 34\r\nContent-Length: 0\r\n\r\n" HIDDEN,
	POST "Content-Length: 5\r\nContent-Length: 5\r\n\r\nhello" HIDDEN,
	POST "Content-Length: 0, 34\r\n\r\n" HIDDEN,
	POST "Content-Length: 5,5\r\n\r\nhello" HIDDEN,
	/* lengths that are not one number */
	POST "Content-Length: +5\r\n\r\nhello" HIDDEN,
	POST "Content-Length: -5\r\n\r\nhello" HIDDEN,
	POST "Content-Length: 0x5\r\n\r\nhello" HIDDEN,
	POST "Content-Length: 5 5\r\n\r\nhello" HIDDEN,
	POST "Content-Length: 5;\r\n\r\nhello" HIDDEN,
	POST "Content-Length: 5.0\r\n\r\nhello" HIDDEN,
	POST "Content-Length: \"5\"\r\n\r\nhello" HIDDEN,
	POST "Content-Length: 18446744073709551621\r\n\r\nhello" HIDDEN,
	POST "Content-Length:\r\n\r\nhello" HIDDEN,
	POST "Content-Length: \v5\r\n\r\nhello" HIDDEN,
	POST "Content-Length: 5\f\r\n\r\nhello" HIDDEN,
	/* hidden names of the length */
	POST "Content-Length : 34\r\n\r\n" HIDDEN,
	POST "Content-Length\t: 34\r\n\r\n" HIDDEN,
	POST " Content-Length: 34\r\n\r\n" HIDDEN,
	POST "\tContent-Length: 34\r\n\r\n" HIDDEN,
	POST "Content Length: 34\r\n\r\n" HIDDEN,
	POST "Content-Length\r\n\r\n" HIDDEN,
	POST "X: y\rContent-Length: 34\r\n\r\n" HIDDEN,
	POST "X: y\nContent-Length: 34\r\n\r\n" HIDDEN,
	POST "X: y\r\r\nContent-Length: 34\r\n\r\n" HIDDEN,
	POST "\x0b" "Content-Length: 34\r\n\r\n" HIDDEN,
	/* folded lines */
	POST "X: y\r\n Content-Length: 34\r\n\r\n" HIDDEN,
	POST "Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n" HIDDEN,
	POST "Transfer-Encoding: chunked\r\n , identity\r\n\r\n0\r\n\r\n" HIDDEN,
	POST "Content-Length: 3\r\n 4\r\n\r\n" HIDDEN,
	/* transfer codings in disguise */
	POST CHUNKED CHUNKED "\r\n0\r\n\r\n" HIDDEN,
	POST CHUNKED "Transfer-Encoding: identity\r\n\r\n0\r\n\r\n" HIDDEN,
	POST "Transfer-Encoding: identity\r\n" CHUNKED "\r\n0\r\n\r\n" HIDDEN,
	POST "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n" HIDDEN,
	POST "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" HIDDEN,
	POST " Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" HIDDEN,
	POST "Transfer-Encoding: \x0b" "chunked\r\n\r\n0\r\n\r\n" HIDDEN,
	POST "Transfer-Encoding: chunked\x0c\r\n\r\n0\r\n\r\n" HIDDEN,
	POST "Transfer-Encoding\r\n: chunked\r\n\r\n0\r\n\r\n" HIDDEN,
	"POST /hello HTTP/1.0\r\nHost: a\r\n" CHUNKED "\r\n0\r\n\r\n" HIDDEN,
	/* line ends */
	"POST /hello HTTP/1.1\nHost: a\nContent-Length: 34\n\n" HIDDEN,
	"GET /hello HTTP/1.1\r\nHost: a\n\n" HIDDEN,
	"GET /hello HTTP/1.1\r\nHost: a\r\n\n" HIDDEN,
	"GET /hello HTTP/1.1\r\nHost: a\r\r\n" HIDDEN "\r\n",
	"GET /hello HTTP/1.1\rHost: a\r\r\r\n" HIDDEN,
	/* chunk sizes and extensions */
	POST CHUNKED "\r\n0;ext=1\r\n\r\n" HIDDEN,
	POST CHUNKED "\r\n5;a\nhello\r\n0\r\n\r\n" HIDDEN,
	POST CHUNKED "\r\n0;\r\n\r\n" HIDDEN,
	POST CHUNKED "\r\n 0\r\n\r\n" HIDDEN,
	POST CHUNKED "\r\n0 \r\n\r\n" HIDDEN,
	POST CHUNKED "\r\n0x0\r\n\r\n" HIDDEN,
	POST CHUNKED "\r\n-0\r\n\r\n" HIDDEN,
	POST CHUNKED "\r\n+0\r\n\r\n" HIDDEN,
	POST CHUNKED "\r\n0\n\r\n" HIDDEN,
	POST CHUNKED "\r\n0\r\n\n" HIDDEN,
	POST CHUNKED "\r\n0\n\n" HIDDEN,
	POST CHUNKED "\r\n0\r\r\n\r\n" HIDDEN,
	POST CHUNKED "\r\n10000000000000005\r\nhello\r\n0\r\n\r\n" HIDDEN,
	POST CHUNKED "\r\n5\r\nhelloXX0\r\n\r\n" HIDDEN,
	POST CHUNKED "\r\n5\r\nhello\n0\r\n\r\n" HIDDEN,
	POST CHUNKED "\r\n5\r\nhello0\r\n\r\n" HIDDEN,
	POST CHUNKED "\r\n\r\n\r\n" HIDDEN,
	/* trailers */
	POST CHUNKED "\r\n0\r\nX : y\r\n\r\n" HIDDEN,
	POST CHUNKED "\r\n0\r\n X: y\r\n\r\n" HIDDEN,
	POST CHUNKED "\r\n0\r\nX: y\n\r\n" HIDDEN,
	POST CHUNKED "\r\n0\r\nX\r\n\r\n" HIDDEN,
	/* whose host is it */
	"GET /hello HTTP/1.1\r\n\r\n" HIDDEN,
	"GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n" HIDDEN,
	"GET /hello HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n" HIDDEN,
	"GET http://b/hello HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN,
	"GET /hello HTTP/1.1\r\nHost: a, b\r\n\r\n" HIDDEN,
	"GET /hello HTTP/1.1\r\nHost : a\r\n\r\n" HIDDEN,
	/* request lines */
	"GET /hello HTTP/1.1 HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN,
	"GET /hello\r\nHost: a\r\n\r\n" HIDDEN,
	"GET  /hello HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN,
	" GET /hello HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN,
	"\r\n\r\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN,
	"\nGET /hello HTTP/1.1\r\nHost: a\r\n\r\n" HIDDEN,
};

enum { CORPUS = sizeof(corpus) / sizeof(corpus[0]) };

static void check(struct fixture *fixture, size_t n, bool in_pieces)
{
	struct peer peer = dial(fixture);
	struct answer answer;

	for (const char *at = corpus[n]; in_pieces && *at; at++)
		say_n(&peer, at, 1);
	if (!in_pieces)
		say(&peer, corpus[n]);
	answer = listen_for(&peer, false);
	if (answer.status != 400)
		print_error("answered %d:\n%s\n", answer.status, corpus[n]);
	assert_int_equal(answer.status, 400);
	assert_non_null(strstr(answer.head, "\r\nConnection: close\r\n"));
	free(answer.body);
	expect_end(&peer);
	hang_up(&peer);
}

static void each_is_refused_and_the_connection_closed(void **state)
{
	struct fixture *fixture = start(NULL, 1, NULL);

	(void)state;
	for (size_t i = 0; i < CORPUS; i++) {
		check(fixture, i, false);
		check(fixture, i, true);
	}
	const struct px_http_counters *counters = px_http_server_counters(fixture->server);
	assert_int_equal(atomic_load(&counters->refused), 2 * CORPUS);
	assert_int_equal(atomic_load(&counters->requests), 2 * CORPUS);
	finish(fixture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_is_refused_and_the_connection_closed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
