/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HTTP from bytes: the head and chunk parsers as pure functions, then a whole
 * connection through a real server.
 *
 * The first byte chooses how the rest is cut into pieces, so that every state
 * meets every boundary.  Besides crashes it looks for disagreement: a head or
 * body that parses differently in pieces, an accepted request with a path or
 * length that the contract rules out, a server that answers something that is
 * no HTTP or leaves a connection open after the peer has finished.
 */
#include "base/utf8.h"
#include "net/http.h"
#include "net/http_chunked.h"
#include "net/http_head.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool holds)
{
	if (!holds)
		abort();
}

static void check_request(const struct px_http_request *request)
{
	struct px_str path = request->path;

	check(path.size > 0 && px_utf8_valid(path) && !memchr(path.data, '\0', path.size));
	check(path.data[0] == '/' || px_str_eq(path, PX_STR("*")));
	check(px_str_find(path, PX_STR("/../")) == SIZE_MAX && !px_str_ends(path, PX_STR("/..")));
	check(request->id[0] != '\0');
	for (size_t i = 0; i < request->header_count; i++) {
		const struct px_http_header *header = &request->headers[i];
		check(header->name.size > 0);
		check(!memchr(header->value.data, '\r', header->value.size) &&
		      !memchr(header->value.data, '\n', header->value.size));
	}
}

static void try_head(const char *text, size_t size, size_t piece)
{
	struct px_http_scan whole = { 0 }, pieces = { 0 };
	enum px_http_scan_result expected = px_http_head_scan(&whole, text, size);
	enum px_http_scan_result result = PX_HTTP_SCAN_MORE;
	struct px_http_request request = { 0 };
	struct px_http_framing framing;
	struct px_http_refusal refusal;
	struct px_arena arena;

	for (size_t n = piece; result == PX_HTTP_SCAN_MORE && n < size + piece; n += piece)
		result = px_http_head_scan(&pieces, text, n < size ? n : size);
	check(size == 0 || result == expected);
	if (expected != PX_HTTP_SCAN_DONE)
		return;
	check(pieces.at == whole.at && pieces.lines == whole.lines);
	px_arena_init(&arena);
	if (px_http_head_parse(px_str_n(text, whole.at), whole.lines, &arena, &request, &framing,
			       &refusal)) {
		check_request(&request);
		check(!framing.chunked || framing.length == 0);
	} else {
		check(refusal.status >= 400 && refusal.status < 600 && refusal.detail);
	}
	px_arena_release(&arena);
}

static enum px_http_chunked_result decode(struct px_str text, size_t piece, struct px_buf *body)
{
	struct px_http_chunked chunked = { 0 };
	enum px_http_chunked_result result = PX_HTTP_CHUNKED_MORE;

	while (text.size && result == PX_HTTP_CHUNKED_MORE) {
		struct px_str input = px_str_n(text.data, text.size < piece ? text.size : piece);
		text = px_str_n(text.data + input.size, text.size - input.size);
		result = px_http_chunked_feed(&chunked, &input, body);
	}
	return result;
}

static void try_chunked(struct px_str text, size_t piece)
{
	struct px_buf whole = PX_BUF_INIT(256), pieces = PX_BUF_INIT(256);
	enum px_http_chunked_result result = decode(text, text.size, &whole);

	check(decode(text, piece, &pieces) == result);
	if (result == PX_HTTP_CHUNKED_DONE)
		check(px_str_eq(px_buf_view(&whole), px_buf_view(&pieces)));
	px_buf_release(&whole);
	px_buf_release(&pieces);
}

/* The server: answers at once, later, or by taking the stream, as the path's length says. */

static struct px_loop *loop;
static struct px_http_server *server;

static void taken_data(void *owner, struct px_str bytes)
{
	(void)owner;
	(void)bytes;
}

static void taken_end(void *owner, enum px_err err)
{
	(void)err;
	px_stream_close(owner);
}

static void taken_closed(void *owner)
{
	(void)owner;
}

static const struct px_stream_events taken = { .data = taken_data, .end = taken_end,
					       .closed = taken_closed };

static void handle(void *arg, struct px_http_exchange *exchange)
{
	const struct px_http_request *request = px_http_request(exchange);
	struct px_stream *stream;
	struct px_str rest;

	(void)arg;
	check_request(request);
	if (request->path.size % 3 == 0) {
		px_http_respond_async(exchange, 200, "text/plain", PX_STR(""), request->body);
	} else if (request->path.size % 3 == 1 &&
		   !px_http_take_stream(exchange, px_http_arena(exchange), &stream, &rest)) {
		px_stream_own(stream, &taken, stream);
		(void)px_stream_write(stream, PX_STR("HTTP/1.1 101 Switching Protocols\r\n\r\n"));
	} else {
		px_http_respond(exchange, 200, NULL, PX_STR(""), request->path);
	}
}

static void stop(void)
{
	px_http_server_stop(server, 0);
	px_http_server_free(server);
	px_loop_free(loop);
}

static void start(void)
{
	struct px_http_config config = { .host = "127.0.0.1", .loops = &loop, .loop_count = 1,
					 .handler = handle, .limits = px_http_limits_default };

	config.limits.head_bytes = 1024;
	config.limits.header_count = 12;
	config.limits.body_bytes = 512;
	config.limits.pipeline = 3;
	if (px_loop_new(0, &loop, NULL) || px_http_server_new(&config, &server, NULL))
		abort();
	atexit(stop);
}

static int dial(void)
{
	struct sockaddr_in address = { .sin_family = AF_INET,
				       .sin_port = htons(px_http_server_port(server)),
				       .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct timeval patience = { .tv_sec = 10 };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	check(fd >= 0);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	check(connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0);
	return fd;
}

static void try_connection(const char *text, size_t size, size_t piece)
{
	int fd = dial();
	char room[4096];
	ssize_t got;
	bool first = true;

	for (size_t at = 0; at < size; at += piece)
		if (send(fd, text + at, size - at < piece ? size - at : piece, MSG_NOSIGNAL) < 0)
			break;
	shutdown(fd, SHUT_WR);
	while ((got = recv(fd, room, sizeof(room), 0)) > 0) {
		check(!first || memcmp(room, "HTTP/1.1 ", got < 9 ? (size_t)got : 9) == 0);
		first = false;
	}
	/* The end or a reset, but never silence. */
	check(got == 0 || errno == ECONNRESET);
	close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const size_t pieces[] = { 1, 2, 3, 7, 64, 100000 };

	if (!size)
		return 0;
	if (!server)
		start();
	const char *text = (const char *)data + 1;
	size_t piece = pieces[data[0] % (sizeof(pieces) / sizeof(pieces[0]))];
	size--;
	try_head(text, size, piece);
	try_chunked(px_str_n(text, size), piece);
	try_connection(text, size, piece < 3 && size > 200 ? 64 : piece);
	return 0;
}
