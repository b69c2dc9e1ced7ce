/* SPDX-License-Identifier: Apache-2.0 */
/* The HTTP server over real sockets: answers, order, arrival, limits, ends. */
#include "unit/net/http_peer.h"

#include <fcntl.h>

#define GET(path) "GET " path " HTTP/1.1\r\nHost: a\r\n\r\n"

static void answers_with_the_headers_it_promises(void **state)
{
	struct fixture *fixture = start(NULL, 1, NULL);
	struct peer peer = dial(fixture);
	int year;

	(void)state;
	say(&peer, "GET /hello?x=1 HTTP/1.1\r\nHost: a\r\nX-Request-Id: my-id.1\r\n\r\n");
	struct answer answer = listen_for(&peer, false);
	assert_int_equal(answer.status, 200);
	assert_string_equal(answer.body, "hello");
	assert_memory_equal(answer.head, "HTTP/1.1 200 OK\r\n", 17);
	assert_non_null(strstr(answer.head, "\r\nContent-Type: text/plain\r\n"));
	assert_non_null(strstr(answer.head, "\r\nContent-Length: 5\r\n"));
	assert_non_null(strstr(answer.head, "\r\nX-Request-Id: my-id.1\r\n"));
	assert_non_null(strstr(answer.head, "\r\nX-Extra: 1\r\n"));
	assert_null(strstr(answer.head, "\r\nConnection:"));
	const char *date = strstr(answer.head, "\r\nDate: ");
	assert_non_null(date);
	assert_int_equal(sscanf(date + 8, "%*3c, %*2d %*3c %d %*2d:%*2d:%*2d GMT", &year), 1);
	assert_true(year > 2000);
	free(answer.body);

	say(&peer, "GET /empty HTTP/1.1\r\nHost: a\r\nX-Request-Id: bad id\r\n\r\n");
	answer = listen_for(&peer, false);
	assert_int_equal(answer.status, 204);
	assert_null(strstr(answer.head, "Content-Length"));
	assert_null(strstr(answer.head, "bad id"));
	assert_non_null(strstr(answer.head, "\r\nX-Request-Id: "));
	free(answer.body);
	hang_up(&peer);
	finish(fixture);
}

static void head_gets_the_length_and_no_body(void **state)
{
	struct fixture *fixture = start(NULL, 1, NULL);
	struct peer peer = dial(fixture);

	(void)state;
	say(&peer, "HEAD /hello HTTP/1.1\r\nHost: a\r\n\r\n" GET("/hello"));
	struct answer answer = listen_for(&peer, true);
	assert_int_equal(answer.status, 200);
	assert_int_equal(length_in(answer.head), 5);
	free(answer.body);
	expect_answer(&peer, 200, "hello");
	hang_up(&peer);
	finish(fixture);
}

static void say_in_pieces(struct peer *peer, const char *text, size_t piece)
{
	for (size_t at = 0, size = strlen(text); at < size; at += piece)
		say_n(peer, text + at, size - at < piece ? size - at : piece);
}

static void takes_requests_in_pieces_of_any_size(void **state)
{
	static const char requests[] =
		"\r\nPOST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\nhello world"
		"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: Chunked\r\n\r\n"
		"5\r\nhello\r\n0006\r\n world\r\n0\r\nTrailer: x\r\nOther:\r\n\r\n"
		"POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n"
		"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" GET("/hello");
	struct fixture *fixture = start(NULL, 1, NULL);

	(void)state;
	for (size_t piece = 1; piece < sizeof(requests); piece = piece < 20 ? piece + 1 : piece * 2) {
		struct peer peer = dial(fixture);
		int one = 1;
		setsockopt(peer.fd, IPPROTO_TCP, 1 /* TCP_NODELAY */, &one, sizeof(one));
		say_in_pieces(&peer, requests, piece);
		expect_answer(&peer, 200, "hello world");
		expect_answer(&peer, 200, "hello world");
		expect_answer(&peer, 200, "");
		expect_answer(&peer, 200, "");
		expect_answer(&peer, 200, "hello");
		hang_up(&peer);
	}
	finish(fixture);
}

static void answers_leave_in_request_order(void **state)
{
	struct fixture *fixture = start(NULL, 1, NULL);
	struct peer peer = dial(fixture);

	(void)state;
	say(&peer, GET("/hold") GET("/hello") GET("/hold") "HEAD /hold HTTP/1.1\r\nHost: a\r\n\r\n"
		   GET("/hello"));
	await(fixture, &fixture->held_count, 3);
	release_held(fixture, 2, "third");
	release_held(fixture, 1, "second");
	flush_loops(fixture);
	assert_int_equal(recv(peer.fd, (char[1]){ 0 }, 1, MSG_DONTWAIT | MSG_PEEK), -1);
	release_held(fixture, 0, "first");
	expect_answer(&peer, 200, "first");
	expect_answer(&peer, 200, "hello");
	expect_answer(&peer, 200, "second");
	struct answer answer = listen_for(&peer, true);
	assert_int_equal(length_in(answer.head), 5);
	free(answer.body);
	expect_answer(&peer, 200, "hello");
	hang_up(&peer);
	finish(fixture);
}

static void parses_ahead_only_so_far(void **state)
{
	struct px_http_limits limits = px_http_limits_default;
	limits.pipeline = 2;
	struct fixture *fixture = start(&limits, 1, NULL);
	struct peer peer = dial(fixture);

	(void)state;
	for (int i = 0; i < 6; i++)
		say(&peer, GET("/hold"));
	for (int i = 0; i < 6; i++) {
		int most = i + 2 < 6 ? i + 2 : 6;
		await(fixture, &fixture->held_count, most);
		flush_loops(fixture);
		assert_int_equal(count_of(fixture, &fixture->held_count), most);
		release_held(fixture, i, "x");
		expect_answer(&peer, 200, "x");
	}
	hang_up(&peer);
	finish(fixture);
}

static void keeps_connections_as_the_version_and_header_say(void **state)
{
	static const struct {
		const char *request;
		bool kept;
	} cases[] = {
		{ "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n", true },
		{ "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", false },
		{ "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: foo, Close\r\n\r\n", false },
		{ "GET /hello HTTP/1.0\r\n\r\n", false },
		{ "GET /hello HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n", true },
	};
	struct fixture *fixture = start(NULL, 1, NULL);

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct peer peer = dial(fixture);
		say(&peer, cases[i].request);
		struct answer answer = listen_for(&peer, false);
		assert_int_equal(answer.status, 200);
		assert_int_equal(strstr(answer.head, "Connection: close") == NULL, cases[i].kept);
		free(answer.body);
		if (cases[i].kept) {
			say(&peer, GET("/hello"));
			expect_answer(&peer, 200, "hello");
		} else {
			expect_end(&peer);
		}
		hang_up(&peer);
	}
	finish(fixture);
}

static void ignores_what_follows_a_last_request(void **state)
{
	struct fixture *fixture = start(NULL, 1, NULL);
	struct peer peer = dial(fixture);

	(void)state;
	say(&peer, "GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" GET("/hello"));
	expect_answer(&peer, 200, "hello");
	expect_end(&peer);
	hang_up(&peer);
	finish(fixture);
}

static void send_and_expect_refusal(const struct px_http_limits *limits, const char *request,
				    int status)
{
	struct fixture *fixture = start(limits, 1, NULL);
	struct peer peer = dial(fixture);

	say(&peer, request);
	expect_refusal(&peer, status);
	hang_up(&peer);
	finish(fixture);
}

static void refuses_what_is_over_its_limits(void **state)
{
	struct px_http_limits limits = px_http_limits_default;
	limits.head_bytes = 200;
	limits.header_count = 3;
	limits.body_bytes = 10;
	char long_head[512] = "GET /hello HTTP/1.1\r\nHost: a\r\nX: ";

	(void)state;
	memset(long_head + strlen(long_head), 'x', 300);
	send_and_expect_refusal(&limits, long_head, 431);
	memcpy(long_head + strlen(long_head), "\r\n\r\n", 5);
	send_and_expect_refusal(&limits, long_head, 431);
	send_and_expect_refusal(&limits, "GET / HTTP/1.1\r\nHost: a\r\nA: 1\r\nB: 2\r\nC: 3\r\n\r\n", 431);
	send_and_expect_refusal(&limits, "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n",
				413);
	send_and_expect_refusal(&limits,
				"POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
				"5\r\nhello\r\n6\r\n", 413);
	send_and_expect_refusal(&limits,
				"POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
				"Content-Length: 99999999999\r\n\r\n", 413);
}

static bool streams_uploads(void *arg, const struct px_http_request *request)
{
	(void)arg;
	return px_str_starts(request->path, PX_STR("/upload"));
}

static struct fixture *start_streaming(void)
{
	struct px_http_limits limits = px_http_limits_default;

	limits.body_bytes = 10; /* holds for the others */
	limits.body_ms = 1000;
	return start_with(&limits, 1, NULL, streams_uploads);
}

/* Sends `size` bytes, all at once or in parts, and expects their size and sum. */
static void upload(struct peer *peer, size_t size, size_t step, bool chunked)
{
	char *bytes = px_alloc(size + 1), text[128];
	uint64_t sum = 0;

	for (size_t i = 0; i < size; i++) {
		bytes[i] = (char)(i * 7 + i / 256);
		sum = sum * 31 + (unsigned char)bytes[i];
	}
	if (chunked)
		say(peer, "POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
	else
		snprintf(text, sizeof(text), "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: %zu\r\n\r\n", size);
	if (!chunked)
		say(peer, text);
	for (size_t at = 0; at < size; at += step) {
		size_t part = size - at < step ? size - at : step;
		snprintf(text, sizeof(text), "%zx\r\n", part);
		if (chunked)
			say(peer, text);
		say_n(peer, bytes + at, part);
		if (chunked)
			say(peer, "\r\n");
	}
	if (chunked)
		say(peer, "0\r\n\r\n");
	snprintf(text, sizeof(text), "%zu %llu", size, (unsigned long long)sum);
	expect_answer(peer, 200, text);
	free(bytes);
}

static void streams_bodies_to_those_who_ask(void **state)
{
	struct fixture *fixture = start_streaming();
	struct peer peer = dial(fixture);

	(void)state;
	for (int chunked = 0; chunked < 2; chunked++) {
		upload(&peer, 0, 1, chunked);
		upload(&peer, 1, 1, chunked);
		upload(&peer, 300, 1, chunked);
		upload(&peer, 3 << 20, 3 << 20, chunked);
		upload(&peer, 3 << 20, 70001, chunked);
	}
	/* Others are as before, in the order of their requests. */
	say(&peer, GET("/hello") "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n\1\1" GET("/hello"));
	expect_answer(&peer, 200, "hello");
	expect_answer(&peer, 200, "2 32");
	expect_answer(&peer, 200, "hello");
	say(&peer, "POST /upload HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 2\r\n\r\n");
	say(&peer, "\1\1");
	expect_answer(&peer, 200, "2 32");
	expect_end(&peer);
	hang_up(&peer);
	finish(fixture);
}

/* The answer comes by the head, whatever is said of the body; then the connection ends. */
static void answers_before_a_streamed_body(void **state)
{
	static const char *const heads[] = { "Content-Length: 99999999999", "Transfer-Encoding: chunked",
					     "Expect: 100-continue\r\nContent-Length: 1000" };
	struct fixture *fixture = start_streaming();
	char text[200];

	(void)state;
	for (size_t i = 0; i < sizeof(heads) / sizeof(heads[0]); i++) {
		struct peer peer = dial(fixture);
		snprintf(text, sizeof(text), "POST /upload/no HTTP/1.1\r\nHost: a\r\n%s\r\n\r\n", heads[i]);
		say(&peer, text);
		expect_answer(&peer, 401, "who?");
		expect_end(&peer);
		hang_up(&peer);
	}
	/* Also with much of the body sent already, and nothing of it is taken for a request. */
	struct peer peer = dial(fixture);
	say(&peer, "POST /upload/no HTTP/1.1\r\nHost: a\r\nContent-Length: 9999\r\n\r\n" GET("/hello"));
	expect_answer(&peer, 401, "who?");
	expect_end(&peer);
	hang_up(&peer);
	finish(fixture);
}

static void reads_no_body_that_nobody_asks_for(void **state)
{
	struct fixture *fixture = start_streaming();
	struct peer peer = dial(fixture);
	static char bytes[1 << 20];

	(void)state;
	say(&peer, "POST /upload/later HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 99999999\r\n\r\n");
	await(fixture, &fixture->held_count, 1);
	fcntl(peer.fd, F_SETFL, O_NONBLOCK);
	size_t sent = 0;
	ssize_t put;
	while ((put = send(peer.fd, bytes, sizeof(bytes), MSG_NOSIGNAL)) > 0)
		sent += (size_t)put;
	assert_true(sent < 64 << 20); /* the kernel's buffers; then it waits */
	assert_true(px_http_server_counters(fixture->server)->bytes_in < 1 << 20);
	fcntl(peer.fd, F_SETFL, 0);
	release_held(fixture, 0, "enough");
	expect_answer(&peer, 200, "enough"); /* and no "100 Continue" before it */
	hang_up(&peer);
	finish(fixture);
}

static void tells_when_a_streamed_body_will_not_come(void **state)
{
	static const struct {
		const char *text;
		int status; /* 0: hangs up */
	} cases[] = {
		{ "Content-Length: 100\r\n\r\nabc", 408 },
		{ "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nx", 400 },
		{ "Transfer-Encoding: chunked\r\n\r\n3\r\nabcde", 400 },
		{ "Content-Length: 100\r\n\r\nabc", 0 },
		{ "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n", 0 },
	};
	struct fixture *fixture = start_streaming();
	int count = sizeof(cases) / sizeof(cases[0]);

	(void)state;
	for (int i = 0; i < count; i++) {
		struct peer peer = dial(fixture);
		say(&peer, "POST /upload HTTP/1.1\r\nHost: a\r\n");
		say(&peer, cases[i].text);
		if (!cases[i].status)
			shutdown(peer.fd, SHUT_WR);
		struct answer answer = listen_for(&peer, false);
		assert_int_equal(answer.status, cases[i].status ? cases[i].status : 400);
		free(answer.body);
		expect_end(&peer);
		hang_up(&peer);
	}
	assert_int_equal(count_of(fixture, &fixture->refused_count), count);
	struct peer peer = dial(fixture);
	say(&peer, "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc");
	hang_up(&peer); /* nobody is there to be answered */
	await(fixture, &fixture->refused_count, count + 1);
	finish(fixture);
}

/* Its handler takes its time with the answer: the deadline that has passed must not pass again. */
static void refuses_a_streamed_body_that_is_late_once(void **state)
{
	struct px_http_limits limits = px_http_limits_default;
	limits.body_ms = 40;
	struct fixture *fixture = start_with(&limits, 1, NULL, streams_uploads);
	struct peer peer = dial(fixture);

	(void)state;
	say(&peer, "POST /upload/late HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc");
	await(fixture, &fixture->held_count, 1);
	usleep(200000); /* several sweeps */
	assert_int_equal(count_of(fixture, &fixture->refused_count), 1);
	assert_int_equal(px_http_server_counters(fixture->server)->refused, 0);
	assert_int_equal(px_http_server_counters(fixture->server)->requests, 1);
	release_held(fixture, 0, "late");
	expect_answer(&peer, 200, "late");
	expect_end(&peer);
	hang_up(&peer);
	finish(fixture);
}

/* Bytes keep coming, each in its time; all together they are too slow, or fast enough. */
static void sheds_streamed_bodies_that_trickle(void **state)
{
	struct px_http_limits limits = px_http_limits_default;
	limits.body_ms = 300;
	limits.body_rate = 2000; /* a tenth of what the fast one sends, many times what the slow ones do */
	struct fixture *fixture = start_with(&limits, 1, NULL, streams_uploads);
	struct peer slow = dial(fixture), fast = dial(fixture);
	char piece[1000];
	int sent = 0;

	(void)state;
	memset(piece, 0, sizeof(piece));
	for (int chunked = 0; chunked < 2; chunked++) {
		slow = chunked ? dial(fixture) : slow;
		say(&slow, chunked ? "POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
				   : "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n");
		for (sent = 0; count_of(fixture, &fixture->refused_count) == chunked && sent < 100; sent++) {
			say(&slow, chunked ? "1\r\nx\r\n" : "x");
			usleep(50000);
		}
		assert_true(sent < 40);
		struct answer answer = listen_for(&slow, false);
		assert_int_equal(answer.status, 408);
		free(answer.body);
		hang_up(&slow);
	}
	say(&fast, "POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 20000\r\n\r\n");
	for (int i = 0; i < 20; i++) { /* 1 s in all, more than body_ms */
		usleep(50000);
		say_n(&fast, piece, sizeof(piece));
	}
	expect_answer(&fast, 200, "20000 0");
	hang_up(&fast);
	finish(fixture);
}

static void continues_when_a_streamed_body_is_asked_for(void **state)
{
	struct fixture *fixture = start_streaming();
	struct peer peer = dial(fixture);

	(void)state;
	say(&peer, GET("/hold") "POST /upload HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
	await(fixture, &fixture->held_count, 1);
	release_held(fixture, 0, "first");
	expect_answer(&peer, 200, "first");
	expect_bytes(&peer, "HTTP/1.1 100 Continue\r\n\r\n");
	say(&peer, "\1\1");
	expect_answer(&peer, 200, "2 32");
	hang_up(&peer);
	finish(fixture);
}

/* Not answered yet, its body not read: the server ends all the same. */
static void streamed_bodies_end_with_the_server(void **state)
{
	struct fixture *fixture = start_streaming();
	struct peer peers[2] = { dial(fixture), dial(fixture) };

	(void)state;
	say(&peers[0], "POST /upload/later HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\nabc");
	say(&peers[1], "POST /upload HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 99\r\n\r\n");
	await(fixture, &fixture->held_count, 1);
	expect_bytes(&peers[1], "HTTP/1.1 100 Continue\r\n\r\n"); /* its handler waits for the body */
	px_http_server_stop(fixture->server, 0);
	await(fixture, &fixture->refused_count, 1);
	finish(fixture);
	hang_up(&peers[0]);
	hang_up(&peers[1]);
}

static void accepts_what_is_just_within_its_limits(void **state)
{
	static const char request[] =
		"POST /echo HTTP/1.1\r\nHost: a\r\nX: 1\r\nContent-Length: 10\r\n\r\n0123456789";
	struct px_http_limits limits = px_http_limits_default;
	limits.head_bytes = sizeof(request) - 1 - 10;
	limits.header_count = 3;
	limits.body_bytes = 10;
	struct fixture *fixture = start(&limits, 1, NULL);
	struct peer peer = dial(fixture);

	(void)state;
	say(&peer, request);
	expect_answer(&peer, 200, "0123456789");
	hang_up(&peer);
	finish(fixture);
}

static void sheds_the_slow(void **state)
{
	struct px_http_limits limits = px_http_limits_default;
	limits.head_ms = limits.body_ms = limits.idle_ms = 40;
	struct fixture *fixture = start(&limits, 1, NULL);
	static const struct {
		const char *sent;
		int status; /* 0: closed without a word */
	} cases[] = {
		{ "", 0 },
		{ "GET /hel", 408 },
		{ "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhell", 408 },
		{ "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n", 408 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct peer peer = dial(fixture);
		say(&peer, cases[i].sent);
		if (cases[i].status)
			expect_refusal(&peer, cases[i].status);
		else
			expect_end(&peer);
		hang_up(&peer);
	}
	/* An idle connection ends too, but one whose handler takes its time does not. */
	struct peer idle = dial(fixture), busy = dial(fixture);
	say(&busy, GET("/hold"));
	await(fixture, &fixture->held_count, 1);
	say(&idle, GET("/hello"));
	expect_answer(&idle, 200, "hello");
	expect_end(&idle);
	release_held(fixture, 0, "late");
	expect_answer(&busy, 200, "late");
	hang_up(&idle);
	hang_up(&busy);
	finish(fixture);
}

static void sheds_peers_that_do_not_read(void **state)
{
	struct px_http_limits limits = px_http_limits_default;
	limits.idle_ms = 40;
	struct fixture *fixture = start(&limits, 1, NULL);
	struct peer peer = dial(fixture);
	size_t got = 0;

	(void)state;
	/* More than the kernel's buffers hold; the server gives up on it, we find it cut. */
	say(&peer, GET("/big") GET("/big"));
	while (!atomic_load(&px_http_server_counters(fixture->server)->requests))
		flush_loops(fixture);
	while (atomic_load(&px_http_server_counters(fixture->server)->open))
		flush_loops(fixture);
	for (; hear(&peer); px_buf_clear(&peer.in))
		got += peer.in.size;
	assert_true(got < 2 * (size_t)BIG_SIZE);
	hang_up(&peer);
	finish(fixture);
}

static void holds_large_answers_for_a_slow_reader(void **state)
{
	struct fixture *fixture = start(NULL, 1, NULL);
	struct peer peer = dial(fixture);

	(void)state;
	for (int i = 0; i < 4; i++)
		say(&peer, GET("/big"));
	say(&peer, GET("/hello"));
	for (int i = 0; i < 4; i++) {
		struct answer answer = listen_for(&peer, false);
		assert_int_equal(answer.size, BIG_SIZE);
		for (size_t at = 0; at < answer.size; at += 4093)
			assert_int_equal(answer.body[at], 'a' + at % 23);
		free(answer.body);
	}
	expect_answer(&peer, 200, "hello");
	hang_up(&peer);
	finish(fixture);
}

static void continues_when_expected_to(void **state)
{
	struct fixture *fixture = start(NULL, 1, NULL);
	struct peer peer = dial(fixture);

	(void)state;
	say(&peer, "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n");
	expect_bytes(&peer, "HTTP/1.1 100 Continue\r\n\r\n");
	say(&peer, "hi");
	expect_answer(&peer, 200, "hi");

	/* Not before the answers to earlier requests. */
	say(&peer, GET("/hold") "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
				"Content-Length: 2\r\n\r\n");
	await(fixture, &fixture->held_count, 1);
	release_held(fixture, 0, "first");
	expect_answer(&peer, 200, "first");
	expect_bytes(&peer, "HTTP/1.1 100 Continue\r\n\r\n");
	say(&peer, "ho");
	expect_answer(&peer, 200, "ho");

	/* Not when the body is there already. */
	say(&peer, "POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n"
		   "Content-Length: 2\r\n\r\nhe");
	expect_answer(&peer, 200, "he");
	hang_up(&peer);
	finish(fixture);
}

static void answers_a_peer_that_has_finished_sending(void **state)
{
	struct fixture *fixture = start(NULL, 1, NULL);
	struct peer peer = dial(fixture);

	(void)state;
	say(&peer, GET("/gone") GET("/hello"));
	shutdown(peer.fd, SHUT_WR);
	await(fixture, &fixture->gone_count, 1);
	release_held(fixture, 0, "still there");
	expect_answer(&peer, 200, "still there");
	expect_answer(&peer, 200, "hello");
	expect_end(&peer);
	hang_up(&peer);
	finish(fixture);
}

static void an_exchange_outlives_its_connection(void **state)
{
	struct fixture *fixture = start(NULL, 1, NULL);
	struct peer peer = dial(fixture);
	struct linger reset = { 1, 0 };

	(void)state;
	say(&peer, GET("/gone") GET("/gone"));
	await(fixture, &fixture->held_count, 2);
	setsockopt(peer.fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
	hang_up(&peer);
	await(fixture, &fixture->gone_count, 2);
	release_held(fixture, 1, "too late");
	release_held(fixture, 0, "too late");
	flush_loops(fixture);
	finish(fixture);
}

static void exchanges_never_answered_end_with_the_server(void **state)
{
	struct fixture *fixture = start(NULL, 1, NULL);
	struct peer peer = dial(fixture);

	(void)state;
	say(&peer, GET("/gone"));
	await(fixture, &fixture->held_count, 1);
	finish(fixture); /* the leak checker is the judge */
	hang_up(&peer);
}

struct stopper {
	struct fixture *fixture;
	unsigned drain_ms;
};

static void *stop_server(void *arg)
{
	struct stopper *stopper = arg;

	px_http_server_stop(stopper->fixture->server, stopper->drain_ms);
	return NULL;
}

static void drains_before_it_stops(void **state)
{
	struct fixture *fixture = start(NULL, 2, NULL);
	struct peer idle = dial(fixture), busy = dial(fixture), partial = dial(fixture);
	struct stopper stopper = { fixture, 20 * 1000 };
	pthread_t thread;

	(void)state;
	say(&idle, GET("/hello"));
	expect_answer(&idle, 200, "hello");
	say(&busy, GET("/hold") GET("/hold"));
	await(fixture, &fixture->held_count, 2);
	say(&partial, GET("/hello") "GET /hel");
	expect_answer(&partial, 200, "hello");

	assert_int_equal(pthread_create(&thread, NULL, stop_server, &stopper), 0);
	expect_end(&idle);
	/* The loops stop listening one after the other. */
	for (int fd; (fd = try_connect(fixture)) >= 0;)
		close(fd);
	release_held(fixture, 0, "first");
	release_held(fixture, 1, "second");
	struct answer answer = listen_for(&busy, false);
	assert_null(strstr(answer.head, "Connection: close"));
	free(answer.body);
	answer = listen_for(&busy, false);
	assert_non_null(strstr(answer.head, "Connection: close"));
	assert_string_equal(answer.body, "second");
	free(answer.body);
	expect_end(&busy);
	say(&partial, "lo HTTP/1.1\r\nHost: a\r\n\r\n");
	expect_answer(&partial, 200, "hello");
	expect_end(&partial);
	pthread_join(thread, NULL);
	hang_up(&idle);
	hang_up(&busy);
	hang_up(&partial);
	finish(fixture);
}

static void gives_up_on_those_who_do_not_drain(void **state)
{
	struct fixture *fixture = start(NULL, 1, NULL);
	struct peer peer = dial(fixture);

	(void)state;
	say(&peer, GET("/hold"));
	await(fixture, &fixture->held_count, 1);
	px_http_server_stop(fixture->server, 10);
	expect_end(&peer);
	release_held(fixture, 0, "nobody hears this");
	flush_loops(fixture);
	hang_up(&peer);
	finish(fixture);
}

static void limits_connections(void **state)
{
	struct px_http_limits limits = px_http_limits_default;
	limits.connections = 2;
	struct fixture *fixture = start(&limits, 2, NULL);
	struct peer first = dial(fixture), second = dial(fixture);

	(void)state;
	say(&first, GET("/hello"));
	expect_answer(&first, 200, "hello");
	say(&second, GET("/hello"));
	expect_answer(&second, 200, "hello");
	struct peer third = dial(fixture);
	say(&third, GET("/hello"));
	expect_refusal(&third, 503);
	hang_up(&first);
	hang_up(&third);
	while (atomic_load(&px_http_server_counters(fixture->server)->open) > 1)
		flush_loops(fixture);
	third = dial(fixture);
	say(&third, GET("/hello"));
	expect_answer(&third, 200, "hello");
	hang_up(&second);
	hang_up(&third);
	finish(fixture);
}

static void limits_connections_of_an_address(void **state)
{
	struct px_http_limits limits = px_http_limits_default;
	limits.connections_per_address = 1;
	struct fixture *fixture = start(&limits, 1, NULL);
	struct peer first = dial(fixture);

	(void)state;
	say(&first, "GET /take HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n");
	expect_bytes(&first, "HTTP/1.1 101 Switching Protocols\r\n\r\n");
	/* A taken stream still counts. */
	struct peer second = dial(fixture);
	expect_refusal(&second, 429);
	hang_up(&second);
	hang_up(&first);
	await(fixture, &fixture->closed_count, 1);
	while (atomic_load(&px_http_server_counters(fixture->server)->open))
		flush_loops(fixture);
	second = dial(fixture);
	say(&second, GET("/hello"));
	expect_answer(&second, 200, "hello");
	hang_up(&second);
	finish(fixture);
}

#define UPGRADE(path) \
	"GET " path " HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n"

static void hands_streams_over_with_what_followed(void **state)
{
	struct fixture *fixture = start(NULL, 1, NULL);
	struct peer peer = dial(fixture);

	(void)state;
	/* Taken only after the earlier answer; what follows is not parsed as HTTP. */
	say(&peer, GET("/hold") UPGRADE("/take") "rest\r\n\r\n");
	await(fixture, &fixture->held_count, 1);
	flush_loops(fixture);
	assert_null(fixture->taken);
	release_held(fixture, 0, "first");
	expect_answer(&peer, 200, "first");
	expect_bytes(&peer, "HTTP/1.1 101 Switching Protocols\r\n\r\nrest\r\n\r\n");
	say(&peer, "more");
	expect_bytes(&peer, "more");
	shutdown(peer.fd, SHUT_WR);
	expect_end(&peer);
	await(fixture, &fixture->closed_count, 1);
	hang_up(&peer);
	finish(fixture);
}

static void goes_on_after_an_upgrade_it_answered(void **state)
{
	struct fixture *fixture = start(NULL, 1, NULL);
	struct peer peer = dial(fixture);

	(void)state;
	say(&peer, UPGRADE("/hold") GET("/hello") UPGRADE("/hello") GET("/hello"));
	await(fixture, &fixture->held_count, 1);
	release_held(fixture, 0, "no");
	expect_answer(&peer, 200, "no");
	expect_answer(&peer, 200, "hello");
	expect_answer(&peer, 200, "hello");
	expect_answer(&peer, 200, "hello");
	hang_up(&peer);
	finish(fixture);
}

static void does_not_hand_over_a_shared_connection(void **state)
{
	struct fixture *fixture = start(NULL, 1, NULL);
	struct peer peer = dial(fixture);

	(void)state;
	say(&peer, GET("/hold") GET("/take"));
	await(fixture, &fixture->held_count, 1);
	release_held(fixture, 0, "first");
	expect_answer(&peer, 200, "first");
	expect_answer(&peer, 409, "not alone");
	hang_up(&peer);
	finish(fixture);
}

static void moves_streams_between_loops(void **state)
{
	struct fixture *fixture = start(NULL, 1, NULL);
	struct peer peer = dial(fixture);

	(void)state;
	say(&peer, UPGRADE("/move") "rest;");
	expect_bytes(&peer, "HTTP/1.1 101 Switching Protocols\r\n\r\nrest;moved;");
	say(&peer, "echo");
	expect_bytes(&peer, "echo");
	hang_up(&peer);
	await(fixture, &fixture->closed_count, 1);
	finish(fixture);
}

static void aborts_what_moves_to_a_stopped_loop(void **state)
{
	struct fixture *fixture = start(NULL, 1, NULL);
	struct peer peer = dial(fixture);
	struct px_loop *second = fixture->loops[1];

	(void)state;
	say(&peer, UPGRADE("/take"));
	expect_bytes(&peer, "HTTP/1.1 101 Switching Protocols\r\n\r\n");
	finish(fixture); /* frees both loops with the stream still open */
	(void)second;
	expect_end(&peer);
	hang_up(&peer);
}

static void refuses_addresses_it_cannot_listen_on(void **state)
{
	struct fixture *fixture = start(NULL, 2, NULL);
	struct px_http_config config = { .host = "127.0.0.1", .loops = fixture->loops,
					 .port = px_http_server_port(fixture->server),
					 .handler = handle, .limits = px_http_limits_default };
	struct px_http_server *server = NULL;
	struct px_error error = { 0 };

	(void)state;
	for (unsigned loops = 1; loops <= 2; loops++) {
		config.loop_count = loops;
		assert_int_equal(px_http_server_new(&config, &server, &error), PX_IO);
		assert_non_null(strstr(error.message, "in use"));
	}
	config.host = "not an address";
	assert_int_equal(px_http_server_new(&config, &server, &error), PX_INVALID);
	finish(fixture);
}

static void spreads_over_loops(void **state)
{
	struct fixture *fixture = start(NULL, 2, NULL);
	bool used[2] = { false };

	(void)state;
	for (int i = 0; i < 200 && !(used[0] && used[1]); i++) {
		struct peer peer = dial(fixture);
		int before = count_of(fixture, &fixture->held_count) % HELD_MAX;
		say(&peer, GET("/hold"));
		await(fixture, &fixture->held_count, before + 1);
		used[px_loop_index(px_http_loop(fixture->held[before]))] = true;
		release_held(fixture, before, "x");
		expect_answer(&peer, 200, "x");
		pthread_mutex_lock(&fixture->mutex);
		fixture->held_count = 0;
		pthread_mutex_unlock(&fixture->mutex);
		hang_up(&peer);
	}
	assert_true(used[0] && used[1]);
	finish(fixture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_with_the_headers_it_promises),
		cmocka_unit_test(head_gets_the_length_and_no_body),
		cmocka_unit_test(takes_requests_in_pieces_of_any_size),
		cmocka_unit_test(answers_leave_in_request_order),
		cmocka_unit_test(parses_ahead_only_so_far),
		cmocka_unit_test(keeps_connections_as_the_version_and_header_say),
		cmocka_unit_test(ignores_what_follows_a_last_request),
		cmocka_unit_test(refuses_what_is_over_its_limits),
		cmocka_unit_test(streams_bodies_to_those_who_ask),
		cmocka_unit_test(answers_before_a_streamed_body),
		cmocka_unit_test(reads_no_body_that_nobody_asks_for),
		cmocka_unit_test(tells_when_a_streamed_body_will_not_come),
		cmocka_unit_test(refuses_a_streamed_body_that_is_late_once),
		cmocka_unit_test(sheds_streamed_bodies_that_trickle),
		cmocka_unit_test(continues_when_a_streamed_body_is_asked_for),
		cmocka_unit_test(streamed_bodies_end_with_the_server),
		cmocka_unit_test(accepts_what_is_just_within_its_limits),
		cmocka_unit_test(sheds_the_slow),
		cmocka_unit_test(sheds_peers_that_do_not_read),
		cmocka_unit_test(holds_large_answers_for_a_slow_reader),
		cmocka_unit_test(continues_when_expected_to),
		cmocka_unit_test(answers_a_peer_that_has_finished_sending),
		cmocka_unit_test(an_exchange_outlives_its_connection),
		cmocka_unit_test(exchanges_never_answered_end_with_the_server),
		cmocka_unit_test(drains_before_it_stops),
		cmocka_unit_test(gives_up_on_those_who_do_not_drain),
		cmocka_unit_test(limits_connections),
		cmocka_unit_test(limits_connections_of_an_address),
		cmocka_unit_test(hands_streams_over_with_what_followed),
		cmocka_unit_test(goes_on_after_an_upgrade_it_answered),
		cmocka_unit_test(does_not_hand_over_a_shared_connection),
		cmocka_unit_test(moves_streams_between_loops),
		cmocka_unit_test(aborts_what_moves_to_a_stopped_loop),
		cmocka_unit_test(refuses_addresses_it_cannot_listen_on),
		cmocka_unit_test(spreads_over_loops),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
