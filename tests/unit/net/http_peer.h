/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The other side of the HTTP tests: a server whose handler does what the path
 * says, and blocking sockets that talk to it from the test's thread.
 *
 * Waiting is on conditions or on the socket, whose 20 s timeout only ends a
 * test that has failed.  Header-only, since unit tests are one program each.
 */
#ifndef PX_TESTS_NET_HTTP_PEER_H
#define PX_TESTS_NET_HTTP_PEER_H

#include "base/mem.h"
#include "net/http.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

enum { HELD_MAX = 32, LOOPS = 2, BIG_SIZE = 8 * 1024 * 1024 };

struct fixture {
	struct px_loop *loops[LOOPS];
	struct px_http_server *server;
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	/* Under the mutex. */
	struct px_http_exchange *held[HELD_MAX];
	int held_count, gone_count, closed_count, arrived_count, refused_count;
	struct px_stream *taken;
};

/* Answers and what a blocking reader needs. */
struct peer {
	int fd;
	struct px_buf in;
};

struct answer {
	int status;
	char head[4096];
	char *body; /* owned; NUL-terminated */
	size_t size;
};

static inline void note(struct fixture *fixture, int *counter)
{
	pthread_mutex_lock(&fixture->mutex);
	++*counter;
	pthread_cond_broadcast(&fixture->changed);
	pthread_mutex_unlock(&fixture->mutex);
}

static inline void await(struct fixture *fixture, const int *counter, int value)
{
	pthread_mutex_lock(&fixture->mutex);
	while (*counter < value)
		pthread_cond_wait(&fixture->changed, &fixture->mutex);
	pthread_mutex_unlock(&fixture->mutex);
}

static inline int count_of(struct fixture *fixture, const int *counter)
{
	pthread_mutex_lock(&fixture->mutex);
	int value = *counter;
	pthread_mutex_unlock(&fixture->mutex);
	return value;
}

static inline void hold_exchange(struct fixture *fixture, struct px_http_exchange *exchange)
{
	pthread_mutex_lock(&fixture->mutex);
	if (fixture->held_count == HELD_MAX)
		abort();
	fixture->held[fixture->held_count++] = exchange;
	pthread_cond_broadcast(&fixture->changed);
	pthread_mutex_unlock(&fixture->mutex);
}

/* The taken stream: echoes, and ends with the peer. */

static inline void echo_data(void *owner, struct px_str bytes)
{
	struct fixture *fixture = owner;

	if (px_stream_write(fixture->taken, bytes))
		px_stream_abort(fixture->taken);
}

static inline void echo_end(void *owner, enum px_err err)
{
	(void)err;
	px_stream_close(((struct fixture *)owner)->taken);
}

static inline void echo_closed(void *owner)
{
	struct fixture *fixture = owner;

	note(fixture, &fixture->closed_count);
}

static const struct px_stream_events echo_events = { .data = echo_data, .end = echo_end,
						     .closed = echo_closed };

static inline void take(struct fixture *fixture, struct px_http_exchange *exchange)
{
	struct px_str rest;

	if (px_http_take_stream(exchange, px_http_arena(exchange), &fixture->taken, &rest)) {
		px_http_respond(exchange, 409, "text/plain", PX_STR(""), PX_STR("not alone"));
		return;
	}
	px_stream_own(fixture->taken, &echo_events, fixture);
	(void)px_stream_write(fixture->taken, PX_STR("HTTP/1.1 101 Switching Protocols\r\n\r\n"));
	(void)px_stream_write(fixture->taken, rest);
}

static inline void arrived(struct px_stream *stream, void *arg)
{
	struct fixture *fixture = arg;
	bool there = px_loop_current() == px_stream_loop(stream);

	px_stream_own(stream, &echo_events, fixture);
	px_stream_resume(stream);
	(void)px_stream_write(stream, there ? PX_STR("moved;") : PX_STR("wrong loop;"));
	note(fixture, &fixture->arrived_count);
}

static inline void take_and_move(struct fixture *fixture, struct px_http_exchange *exchange)
{
	struct px_loop *here = px_http_loop(exchange);
	struct px_loop *there = fixture->loops[here == fixture->loops[0] ? 1 : 0];

	take(fixture, exchange);
	px_stream_move(fixture->taken, there, arrived, fixture);
}

static inline void on_gone(void *arg)
{
	struct fixture *fixture = arg;

	note(fixture, &fixture->gone_count);
}

static inline void answer_big(struct px_http_exchange *exchange)
{
	char *body = px_alloc(BIG_SIZE);

	for (size_t i = 0; i < BIG_SIZE; i++)
		body[i] = (char)('a' + i % 23);
	px_http_respond(exchange, 200, "text/plain", PX_STR(""), px_str_n(body, BIG_SIZE));
	free(body);
}

/* /upload: takes the body piece by piece and answers with its size and sum. */
struct upload {
	struct fixture *fixture;
	struct px_http_exchange *exchange;
	uint64_t size, sum;
	size_t largest;
	bool late; /* a refusal is answered later, by whoever releases it */
};

static inline void take_piece(void *arg, struct px_str bytes, const struct px_http_refusal *refusal)
{
	struct upload *upload = arg;
	char text[100];

	upload->size += bytes.size;
	upload->largest = bytes.size > upload->largest ? bytes.size : upload->largest;
	for (size_t i = 0; i < bytes.size; i++)
		upload->sum = upload->sum * 31 + (unsigned char)bytes.data[i];
	if (bytes.size) {
		px_http_body_next(upload->exchange, take_piece, upload);
		return;
	}
	snprintf(text, sizeof(text), "%llu %llu%s", (unsigned long long)upload->size, (unsigned long long)upload->sum,
		 upload->largest > 256 * 1024 ? " in pieces that are too large" : "");
	if (refusal)
		note(upload->fixture, &upload->fixture->refused_count);
	if (refusal && upload->late)
		hold_exchange(upload->fixture, upload->exchange);
	else
		px_http_respond(upload->exchange, refusal ? refusal->status : 200, "text/plain", PX_STR(""),
				px_str(refusal ? refusal->detail : text));
	free(upload);
}

static inline void take_upload(struct fixture *fixture, struct px_http_exchange *exchange, bool late)
{
	struct upload *upload = px_calloc(1, sizeof(*upload));

	upload->fixture = fixture;
	upload->exchange = exchange;
	upload->late = late;
	px_http_body_next(exchange, take_piece, upload);
}

static inline void handle(void *arg, struct px_http_exchange *exchange)
{
	struct fixture *fixture = arg;
	const struct px_http_request *request = px_http_request(exchange);
	struct px_str path = request->path, none = PX_STR("");

	if (px_str_eq(path, PX_STR("/hello")))
		px_http_respond(exchange, 200, "text/plain", PX_STR("X-Extra: 1\r\n"), PX_STR("hello"));
	else if (px_str_eq(path, PX_STR("/echo")))
		px_http_respond(exchange, 200, "text/plain", none, request->body);
	else if (px_str_eq(path, PX_STR("/big")))
		answer_big(exchange);
	else if (px_str_eq(path, PX_STR("/empty")))
		px_http_respond(exchange, 204, NULL, none, none);
	else if (px_str_eq(path, PX_STR("/upload")))
		take_upload(fixture, exchange, false);
	else if (px_str_eq(path, PX_STR("/upload/late")))
		take_upload(fixture, exchange, true);
	else if (px_str_eq(path, PX_STR("/upload/no")))
		px_http_respond(exchange, 401, "text/plain", none, PX_STR("who?"));
	else if (px_str_eq(path, PX_STR("/hold")) || px_str_eq(path, PX_STR("/upload/later")))
		hold_exchange(fixture, exchange);
	else if (px_str_eq(path, PX_STR("/gone"))) {
		px_http_on_gone(exchange, on_gone, fixture);
		hold_exchange(fixture, exchange);
	} else if (px_str_eq(path, PX_STR("/take")))
		take(fixture, exchange);
	else if (px_str_eq(path, PX_STR("/move")))
		take_and_move(fixture, exchange);
	else
		px_http_respond(exchange, 404, "text/plain", none, path);
}

static inline struct fixture *start_with(const struct px_http_limits *limits, unsigned loops,
					 struct px_tls *tls, px_http_streams_fn streams)
{
	struct fixture *fixture = px_calloc(1, sizeof(*fixture));
	struct px_error error = { 0 };

	pthread_mutex_init(&fixture->mutex, NULL);
	pthread_cond_init(&fixture->changed, NULL);
	for (unsigned i = 0; i < LOOPS; i++)
		assert_int_equal(px_loop_new(i, &fixture->loops[i], &error), PX_OK);
	struct px_http_config config = { .host = "127.0.0.1", .loops = fixture->loops,
					 .loop_count = loops, .tls = tls, .handler = handle,
					 .arg = fixture, .streams = streams,
					 .limits = limits ? *limits : px_http_limits_default };
	assert_int_equal(px_http_server_new(&config, &fixture->server, &error), PX_OK);
	return fixture;
}

static inline struct fixture *start(const struct px_http_limits *limits, unsigned loops, struct px_tls *tls)
{
	return start_with(limits, loops, tls, NULL);
}

static inline void finish(struct fixture *fixture)
{
	px_http_server_stop(fixture->server, 0);
	px_http_server_free(fixture->server);
	for (unsigned i = 0; i < LOOPS; i++)
		px_loop_free(fixture->loops[i]);
	pthread_cond_destroy(&fixture->changed);
	pthread_mutex_destroy(&fixture->mutex);
	free(fixture);
}

static inline int try_connect(const struct fixture *fixture)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_port = htons(px_http_server_port(fixture->server)),
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct timeval patience = { .tv_sec = 20 };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	if (connect(fd, (struct sockaddr *)&address, sizeof(address))) {
		close(fd);
		return -1;
	}
	return fd;
}

static inline struct peer dial(const struct fixture *fixture)
{
	struct peer peer = { try_connect(fixture), PX_BUF_INIT(SIZE_MAX / 2) };

	assert_true(peer.fd >= 0);
	return peer;
}

static inline void hang_up(struct peer *peer)
{
	close(peer->fd);
	px_buf_release(&peer->in);
}

/* The server may have refused and closed already: that is for the reader to find out. */
static inline void say_n(struct peer *peer, const char *data, size_t size)
{
	while (size) {
		ssize_t sent = send(peer->fd, data, size, MSG_NOSIGNAL);
		if (sent <= 0) {
			assert_true(errno == EPIPE || errno == ECONNRESET);
			return;
		}
		data += sent;
		size -= (size_t)sent;
	}
}

static inline void say(struct peer *peer, const char *text)
{
	say_n(peer, text, strlen(text));
}

/* False at the end of the connection. */
static inline bool hear(struct peer *peer)
{
	char *room;

	assert_int_equal(px_buf_reserve(&peer->in, 65536, &room), PX_OK);
	ssize_t got = recv(peer->fd, room, 65536, 0);
	if (got < 0)
		assert_int_equal(errno, ECONNRESET);
	if (got <= 0)
		return false;
	px_buf_commit(&peer->in, (size_t)got);
	return true;
}

/* Bytes that are not an HTTP answer. */
static inline void expect_bytes(struct peer *peer, const char *text)
{
	size_t size = strlen(text);

	while (peer->in.size < size)
		assert_true(hear(peer));
	assert_memory_equal(peer->in.data, text, size);
	px_buf_consume(&peer->in, size);
}

static inline size_t length_in(const char *head)
{
	const char *at = strcasestr(head, "\r\nContent-Length: ");

	return at ? strtoul(at + 18, NULL, 10) : 0;
}

/* Reads one answer; `bodiless` for answers to HEAD. */
static inline struct answer listen_for(struct peer *peer, bool bodiless)
{
	struct answer answer = { 0 };
	const char *end;

	while (!(end = peer->in.size ? memmem(peer->in.data, peer->in.size, "\r\n\r\n", 4) : NULL))
		assert_true(hear(peer));
	size_t head = (size_t)(end - peer->in.data) + 4;
	assert_true(head < sizeof(answer.head));
	memcpy(answer.head, peer->in.data, head);
	assert_memory_equal(answer.head, "HTTP/1.1 ", 9);
	answer.status = (int)strtol(answer.head + 9, NULL, 10);
	answer.size = bodiless ? 0 : length_in(answer.head);
	while (peer->in.size < head + answer.size)
		assert_true(hear(peer));
	answer.body = px_strndup(peer->in.data + head, answer.size);
	px_buf_consume(&peer->in, head + answer.size);
	return answer;
}

static inline void expect_answer(struct peer *peer, int status, const char *body)
{
	struct answer answer = listen_for(peer, false);

	assert_int_equal(answer.status, status);
	assert_string_equal(answer.body, body);
	free(answer.body);
}

static inline void expect_end(struct peer *peer)
{
	while (hear(peer))
		;
	assert_int_equal(peer->in.size, 0);
}

/* A refusal as every one must be: problem+json with the status, close, and the end. */
static inline void expect_refusal(struct peer *peer, int status)
{
	struct answer answer = listen_for(peer, false);
	char member[32];

	snprintf(member, sizeof(member), "\"status\":%d", status);
	assert_int_equal(answer.status, status);
	assert_non_null(strstr(answer.head, "\r\nContent-Type: application/problem+json\r\n"));
	assert_non_null(strstr(answer.head, "\r\nConnection: close\r\n"));
	assert_non_null(strstr(answer.body, member));
	free(answer.body);
	expect_end(peer);
}

/* Answers the n-th held exchange with `text`, from this thread. */
static inline void release_held(struct fixture *fixture, int n, const char *text)
{
	pthread_mutex_lock(&fixture->mutex);
	struct px_http_exchange *exchange = fixture->held[n];
	pthread_mutex_unlock(&fixture->mutex);
	px_http_respond_async(exchange, 200, "text/plain", PX_STR(""), px_str(text));
}

static inline void nothing(void *arg)
{
	(void)arg;
}

/* Returns when the loops have done all that was queued before. */
static inline void flush_loops(struct fixture *fixture)
{
	for (unsigned i = 0; i < LOOPS; i++)
		px_loop_run_sync(fixture->loops[i], nothing, NULL);
}

#endif
