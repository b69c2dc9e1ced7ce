/* SPDX-License-Identifier: Apache-2.0 */
/* The redirect listener: where each request is sent. */
#include "net/http_redirect.h"

#include "unit/net/http_peer.h"

static void check_from(struct px_http_redirect redirect, const char *request, int status, const char *location)
{
	struct fixture fixture = { 0 };
	char line[256];

	assert_int_equal(px_loop_new(0, &fixture.loops[0], NULL), PX_OK);
	struct px_http_config config = { .host = "127.0.0.1", .loops = fixture.loops, .loop_count = 1,
					 .limits = px_http_limits_default,
					 .handler = px_http_redirect, .arg = &redirect };
	assert_int_equal(px_http_server_new(&config, &fixture.server, NULL), PX_OK);
	struct peer peer = dial(&fixture);
	say(&peer, request);
	struct answer answer = listen_for(&peer, false);
	snprintf(line, sizeof(line), "\r\nLocation: %s\r\n", location ? location : "");
	assert_int_equal(answer.status, status);
	assert_int_equal(strstr(answer.head, line) != NULL, location != NULL);
	free(answer.body);
	hang_up(&peer);
	px_http_server_stop(fixture.server, 0);
	px_http_server_free(fixture.server);
	px_loop_free(fixture.loops[0]);
}

static void check(uint16_t port, const char *request, int status, const char *location)
{
	check_from((struct px_http_redirect){ .port = port }, request, status, location);
}

static void sends_each_request_to_the_base_where_there_is_one(void **state)
{
	struct px_http_redirect redirect = { .port = 9101, .base = "https://pixie.example" };

	(void)state;
	check_from(redirect, "GET /a?b=1 HTTP/1.1\r\nHost: evil.example\r\n\r\n", 308, "https://pixie.example/a?b=1");
	check_from(redirect, "GET http://evil/b HTTP/1.1\r\nHost: evil\r\n\r\n", 308, "https://pixie.example/b");
	check_from(redirect, "GET //evil.example HTTP/1.1\r\nHost: a\r\n\r\n", 308, "https://pixie.example//evil.example");
}

static void sends_each_request_to_its_https_place(void **state)
{
	(void)state;
	check(443, "GET / HTTP/1.1\r\nHost: a.example\r\n\r\n", 308, "https://a.example/");
	check(443, "GET /x%20y?z=1 HTTP/1.1\r\nHost: a.example:80\r\n\r\n", 308,
	      "https://a.example/x%20y?z=1");
	check(8443, "POST /x HTTP/1.1\r\nHost: a:8080\r\nContent-Length: 0\r\n\r\n", 308,
	      "https://a:8443/x");
	check(443, "GET http://a:80?q HTTP/1.1\r\nHost: a:80\r\n\r\n", 308, "https://a/?q");
	check(443, "GET http://a/b HTTP/1.1\r\nHost: a\r\n\r\n", 308, "https://a/b");
	check(8443, "GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n", 308, "https://[::1]:8443/");
	check(443, "GET / HTTP/1.1\r\nHost: a@evil.example\r\n\r\n", 400, NULL);
	check(443, "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n", 400, NULL);
	check(443, "GET / HTTP/1.0\r\n\r\n", 400, NULL);
	check(443, "GET / HTTP/1.1\r\nHost:\r\n\r\n", 400, NULL);
	check(443, "OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n", 400, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sends_each_request_to_its_https_place),
		cmocka_unit_test(sends_each_request_to_the_base_where_there_is_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
