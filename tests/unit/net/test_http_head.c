/* SPDX-License-Identifier: Apache-2.0 */
/* Request heads as pure functions: what is accepted, what is refused and how. */
#include "net/http_head.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

struct parsed {
	struct px_arena arena;
	struct px_http_request request;
	struct px_http_framing framing;
	struct px_http_refusal refusal;
};

/* The status it would be refused with; 0: accepted; -1: not complete. */
static int parse_n(struct parsed *parsed, const char *head, size_t size)
{
	struct px_http_scan scan = { 0 };

	*parsed = (struct parsed){ 0 };
	switch (px_http_head_scan(&scan, head, size)) {
	case PX_HTTP_SCAN_MORE:
		return -1;
	case PX_HTTP_SCAN_BAD:
		return 400;
	case PX_HTTP_SCAN_DONE:
		break;
	}
	if (px_http_head_parse(px_str_n(head, scan.at), scan.lines, &parsed->arena, &parsed->request,
			       &parsed->framing, &parsed->refusal))
		return 0;
	assert_non_null(parsed->refusal.detail);
	return parsed->refusal.status;
}

static int parse(struct parsed *parsed, const char *head)
{
	return parse_n(parsed, head, strlen(head));
}

static void done(struct parsed *parsed)
{
	px_arena_release(&parsed->arena);
}

static void assert_str(struct px_str actual, const char *expected)
{
	assert_int_equal(actual.size, strlen(expected));
	assert_memory_equal(actual.data, expected, actual.size);
}

static void reads_a_request(void **state)
{
	struct parsed parsed;

	(void)state;
	assert_int_equal(parse(&parsed, "PATCH /a%20b/c?x=1&y=?z HTTP/1.1\r\nHost: a.example:80\r\n"
					"X-One:  two words \t\r\nEmpty:\r\nContent-Length: 7\r\n\r\nbody"), 0);
	assert_int_equal(parsed.request.method, PX_HTTP_PATCH);
	assert_str(parsed.request.method_name, "PATCH");
	assert_str(parsed.request.target, "/a%20b/c?x=1&y=?z");
	assert_str(parsed.request.path, "/a b/c");
	assert_str(parsed.request.query, "x=1&y=?z");
	assert_int_equal(parsed.request.header_count, 4);
	assert_str(px_http_header(&parsed.request, "HOST"), "a.example:80");
	assert_str(px_http_header(&parsed.request, "x-one"), "two words");
	assert_str(px_http_header(&parsed.request, "empty"), "");
	assert_non_null(px_http_header(&parsed.request, "empty").data);
	assert_null(px_http_header(&parsed.request, "absent").data);
	assert_int_equal(parsed.framing.length, 7);
	assert_true(parsed.framing.keep_alive);
	assert_false(parsed.framing.chunked || parsed.framing.http10 || parsed.framing.upgrade);
	done(&parsed);
}

static void the_scan_says_the_same_however_bytes_arrive(void **state)
{
	static const struct {
		const char *head;
		enum px_http_scan_result result;
	} cases[] = {
		{ "GET / HTTP/1.1\r\nHost: a\r\n\r\nrest", PX_HTTP_SCAN_DONE },
		{ "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n\r\n", PX_HTTP_SCAN_DONE },
		{ "GET / HTTP/1.1\r\nHost: a\r\n", PX_HTTP_SCAN_MORE },
		{ "GET / HTTP/1.1\r\nHost: a\n\r\n", PX_HTTP_SCAN_BAD },
		{ "GET / HTTP/1.1\r\nHost: a\r\n b\r\n\r\n", PX_HTTP_SCAN_BAD },
		{ "GET / HTTP/1.1\r\nHost: a\r\n\tb\r\n\r\n", PX_HTTP_SCAN_BAD },
		{ "\r\n\r\nGET / HTTP/1.1\r\n\r\n", PX_HTTP_SCAN_BAD },
		{ "GET / HTTP/1.1\rHost: a\r\n\r\n", PX_HTTP_SCAN_BAD },
		{ "\x16\x03\x01", PX_HTTP_SCAN_BAD },
		{ "GET / HTTP/1.1\r\n\r\r\n", PX_HTTP_SCAN_BAD },
		{ " GET / HTTP/1.1\r\n\r\n", PX_HTTP_SCAN_BAD },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct px_http_scan whole = { 0 }, bytes = { 0 };
		size_t size = strlen(cases[i].head);
		assert_int_equal(px_http_head_scan(&whole, cases[i].head, size), cases[i].result);
		enum px_http_scan_result result = PX_HTTP_SCAN_MORE;
		for (size_t n = 1; n <= size && result == PX_HTTP_SCAN_MORE; n++)
			result = px_http_head_scan(&bytes, cases[i].head, n);
		assert_int_equal(result, cases[i].result);
		if (result == PX_HTTP_SCAN_DONE) {
			assert_int_equal(bytes.at, whole.at);
			assert_int_equal(bytes.lines, whole.lines);
		}
	}
}

#define HOST "Host: a\r\n"

static void refuses_with_the_right_status(void **state)
{
	static const struct {
		const char *head;
		int status;
	} cases[] = {
		/* request line */
		{ "GET  / HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "GET /  HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "GET / HTTP/1.1 \r\n" HOST "\r\n", 400 },
		{ "GET\t/ HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "GET /a b HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "GET /\r\n" HOST "\r\n", 400 },
		{ "GET\r\n" HOST "\r\n", 400 },
		{ "G@T / HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "get / HTTP/1.1\r\n" HOST "\r\n", 501 },
		{ "BREW / HTTP/1.1\r\n" HOST "\r\n", 501 },
		{ "GETX / HTTP/1.1\r\n" HOST "\r\n", 501 },
		{ "GET / HTTP/1.2\r\n" HOST "\r\n", 505 },
		{ "GET / HTTP/0.9\r\n" HOST "\r\n", 505 },
		{ "GET / HTTP/2.0\r\n" HOST "\r\n", 505 },
		{ "PRI * HTTP/2.0\r\n\r\n", 505 },
		{ "GET / HTTP/11\r\n" HOST "\r\n", 400 },
		{ "GET / http/1.1\r\n" HOST "\r\n", 400 },
		{ "GET / RTSP/1.0\r\n" HOST "\r\n", 400 },
		{ "SOURCE / ICE/1.0\r\n" HOST "\r\n", 400 },
		/* targets */
		{ "GET a HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "GET * HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "CONNECT a:443 HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "GET /a#b HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "GET /%zz HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "GET /% HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "GET /%1 HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "GET /%00 HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "GET /%ff HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "GET /%c0%af HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "GET /\xff HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "GET /.. HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "GET /a/../b HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "GET /a/%2e%2E/b HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "GET /a%2f..%2fb HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "GET /api/v1%2Fme HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "GET /api%2fv1/me HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "GET /api%5Cv1/me HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "GET http://b/ HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "GET http:///x HTTP/1.1\r\n" HOST "\r\n", 400 },
		{ "GET ftp://a/ HTTP/1.1\r\n" HOST "\r\n", 400 },
		/* Host */
		{ "GET / HTTP/1.1\r\n\r\n", 400 },
		{ "GET / HTTP/1.1\r\n" HOST HOST "\r\n", 400 },
		{ "GET / HTTP/1.1\r\n" HOST "host: b\r\n\r\n", 400 },
		{ "GET / HTTP/1.0\r\n" HOST HOST "\r\n", 400 },
		{ "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400 },
		{ "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400 },
		{ "GET / HTTP/1.1\r\nHost: u@a\r\n\r\n", 400 },
		{ "GET / HTTP/1.1\r\nHost: a, b\r\n\r\n", 400 },
		/* fields */
		{ "GET / HTTP/1.1\r\n" HOST "X : y\r\n\r\n", 400 },
		{ "GET / HTTP/1.1\r\n" HOST "X\t: y\r\n\r\n", 400 },
		{ "GET / HTTP/1.1\r\n" HOST ": y\r\n\r\n", 400 },
		{ "GET / HTTP/1.1\r\n" HOST "X\r\n\r\n", 400 },
		{ "GET / HTTP/1.1\r\n" HOST "X\xe4: y\r\n\r\n", 400 },
		{ "GET / HTTP/1.1\r\n" HOST "X(: y\r\n\r\n", 400 },
		{ "GET / HTTP/1.1\r\n" HOST "X: a\x01\r\n\r\n", 400 },
		{ "GET / HTTP/1.1\r\n" HOST "X: a\x7f\r\n\r\n", 400 },
		{ "GET / HTTP/1.1\r\n" HOST "X: a\rb\r\n\r\n", 400 },
		{ "GET / HTTP/1.1\r\n " HOST "\r\n", 400 },
		/* framing */
		{ "POST / HTTP/1.1\r\n" HOST "Content-Length: -1\r\n\r\n", 400 },
		{ "POST / HTTP/1.1\r\n" HOST "Content-Length: +1\r\n\r\n", 400 },
		{ "POST / HTTP/1.1\r\n" HOST "Content-Length: 0x1\r\n\r\n", 400 },
		{ "POST / HTTP/1.1\r\n" HOST "Content-Length: 1 1\r\n\r\n", 400 },
		{ "POST / HTTP/1.1\r\n" HOST "Content-Length: 1, 1\r\n\r\n", 400 },
		{ "POST / HTTP/1.1\r\n" HOST "Content-Length:\r\n\r\n", 400 },
		{ "POST / HTTP/1.1\r\n" HOST "Content-Length: 99999999999999999999\r\n\r\n", 400 },
		{ "POST / HTTP/1.1\r\n" HOST "Transfer-Encoding: identity\r\n\r\n", 501 },
		{ "POST / HTTP/1.0\r\n" HOST "Transfer-Encoding: chunked\r\n\r\n", 400 },
		{ "POST / HTTP/1.1\r\n" HOST "Expect: magic\r\nContent-Length: 1\r\n\r\n", 417 },
	};
	struct parsed parsed;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		int status = parse(&parsed, cases[i].head);
		if (status != cases[i].status)
			print_error("%s: %d, expected %d\n", cases[i].head, status, cases[i].status);
		assert_int_equal(status, cases[i].status);
		done(&parsed);
	}
	assert_int_equal(parse_n(&parsed, "GET / HTTP/1.1\r\n" HOST "X: a\0b\r\n\r\n", 35), 400);
	done(&parsed);
	assert_int_equal(parse_n(&parsed, "GET /\0 HTTP/1.1\r\n" HOST "\r\n", 28), 400);
	done(&parsed);
}

static void accepts_every_form_of_target(void **state)
{
	static const struct {
		const char *head, *path, *query;
	} cases[] = {
		{ "OPTIONS * HTTP/1.1\r\n" HOST "\r\n", "*", "" },
		{ "GET http://a/x?y HTTP/1.1\r\n" HOST "\r\n", "/x", "y" },
		{ "GET HTTPS://A/x HTTP/1.1\r\n" HOST "\r\n", "/x", "" },
		{ "GET http://a HTTP/1.1\r\n" HOST "\r\n", "/", "" },
		{ "GET http://a?q HTTP/1.1\r\n" HOST "\r\n", "/", "q" },
		{ "GET //x HTTP/1.1\r\n" HOST "\r\n", "//x", "" },
		{ "GET /? HTTP/1.1\r\n" HOST "\r\n", "/", "" },
		{ "GET /a..b/...//.c HTTP/1.1\r\n" HOST "\r\n", "/a..b/...//.c", "" },
		{ "GET /?../%zz HTTP/1.1\r\n" HOST "\r\n", "/", "../%zz" },
		{ "GET /%C3%A4%2e%41 HTTP/1.0\r\n\r\n", "/\xc3\xa4.A", "" },
		{ "GET / HTTP/1.1\r\nHost: [::1]:8787\r\n\r\n", "/", "" },
		{ "GET / HTTP/1.1\r\nHost:\r\n\r\n", "/", "" },
	};
	struct parsed parsed;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(parse(&parsed, cases[i].head), 0);
		assert_str(parsed.request.path, cases[i].path);
		assert_str(parsed.request.query, cases[i].query);
		done(&parsed);
	}
}

static void knows_what_follows_from_headers(void **state)
{
	struct parsed parsed;

	(void)state;
	assert_int_equal(parse(&parsed, "GET / HTTP/1.1\r\n" HOST "Connection: keep-alive, Upgrade\r\n"
					"Upgrade: websocket\r\n\r\n"), 0);
	assert_true(parsed.framing.upgrade && parsed.framing.keep_alive);
	done(&parsed);
	assert_int_equal(parse(&parsed, "GET / HTTP/1.1\r\n" HOST "Upgrade: websocket\r\n\r\n"), 0);
	assert_false(parsed.framing.upgrade);
	done(&parsed);
	assert_int_equal(parse(&parsed, "PUT / HTTP/1.1\r\n" HOST "Transfer-Encoding: CHUNKED\r\n"
					"Expect: 100-continue\r\n\r\n"), 0);
	assert_true(parsed.framing.chunked && parsed.framing.expect_continue);
	done(&parsed);
	assert_int_equal(parse(&parsed, "PUT / HTTP/1.0\r\nExpect: 100-continue\r\n"
					"Content-Length: 9223372036854775807\r\n\r\n"), 0);
	assert_false(parsed.framing.expect_continue || parsed.framing.keep_alive);
	assert_true(parsed.framing.http10);
	assert_true(parsed.framing.length == INT64_MAX);
	done(&parsed);
}

static void ids_are_the_clients_if_sane(void **state)
{
	static const struct {
		const char *id;
		bool kept;
	} cases[] = {
		{ "0190b8a4-7c3e-7d5a-b1c2-3d4e5f607182", true }, { "a", true }, { "a.b_c-D9", true },
		{ "0190b8a4-7c3e-7d5a-b1c2-3d4e5f6071823", false }, { "", false }, { "a b", false },
		{ "a\"b", false }, { "\xc3\xa4", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct px_http_request request = { 0 }, other = { 0 };
		px_http_set_id(&request, px_str(cases[i].id));
		px_http_set_id(&other, px_str(cases[i].id));
		assert_int_equal(strcmp(request.id, cases[i].id) == 0, cases[i].kept);
		assert_int_equal(strcmp(request.id, other.id) == 0, cases[i].kept);
		assert_true(strlen(request.id) >= 1);
	}
}

static void reads_query_parameters(void **state)
{
	struct px_http_request request = { .query = PX_STR("a=1&b=%41+b%2&&c&a=2&d==&%65=x") };
	struct px_arena arena;
	struct px_str value;

	(void)state;
	px_arena_init(&arena);
	assert_true(px_http_query(&request, &arena, "a", &value));
	assert_str(value, "1");
	assert_true(px_http_query(&request, &arena, "b", &value));
	assert_str(value, "A b%2");
	assert_true(px_http_query(&request, &arena, "c", &value));
	assert_str(value, "");
	assert_true(px_http_query(&request, &arena, "d", &value));
	assert_str(value, "=");
	assert_true(px_http_query(&request, &arena, "e", &value));
	assert_str(value, "x");
	assert_false(px_http_query(&request, &arena, "f", &value));
	px_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_a_request),
		cmocka_unit_test(the_scan_says_the_same_however_bytes_arrive),
		cmocka_unit_test(refuses_with_the_right_status),
		cmocka_unit_test(accepts_every_form_of_target),
		cmocka_unit_test(knows_what_follows_from_headers),
		cmocka_unit_test(ids_are_the_clients_if_sane),
		cmocka_unit_test(reads_query_parameters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
