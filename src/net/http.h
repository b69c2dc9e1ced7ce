/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HTTP/1.1 server: requests parsed by llhttp (strict), answered in order.
 *
 * A listener opens one socket per loop (SO_REUSEPORT).  Each complete request
 * becomes a px_http_exchange handed to the handler on the loop thread; the
 * handler answers it exactly once, now or later, on that loop thread.
 * Pipelined requests are parsed ahead up to a limit and their answers leave in
 * request order.  An exchange outlives its connection: answering after the
 * peer has gone is harmless.  Thread: the loop's, except where said.
 */
#ifndef PX_NET_HTTP_H
#define PX_NET_HTTP_H

#include "base/arena.h"
#include "base/buf.h"
#include "net/stream.h"

#include <stdatomic.h>

struct px_http_server;
struct px_http_exchange;

enum px_http_method {
	PX_HTTP_GET, PX_HTTP_HEAD, PX_HTTP_POST, PX_HTTP_PUT, PX_HTTP_PATCH, PX_HTTP_DELETE,
	PX_HTTP_OPTIONS, PX_HTTP_OTHER
};

enum { PX_HTTP_ID_MAX = 36 }; /* room for a UUID */

struct px_http_header {
	struct px_str name; /* as sent */
	struct px_str value;
};

struct px_http_request {
	enum px_http_method method;
	struct px_str method_name;
	struct px_str target; /* as sent */
	struct px_str path;   /* percent-decoded; refused with 400 if not UTF-8 or with NUL or ".." */
	struct px_str query;  /* raw, without '?' */
	const struct px_http_header *headers;
	size_t header_count;
	struct px_str body;   /* complete; empty if it is taken by px_http_body_next */
	char id[PX_HTTP_ID_MAX + 1]; /* X-Request-Id if it is sane, else a fresh one */
	int64_t received;     /* px_clock_mono of the first byte */
};

struct px_http_limits {
	size_t head_bytes;    /* request line and headers; 431 */
	size_t header_count;  /* 431 */
	size_t body_bytes;    /* 413; not of bodies that are streamed: their handler counts */
	unsigned head_ms;     /* first byte to end of headers; 408 */
	unsigned body_ms;     /* end of headers to end of body, or to the next bytes of one that is streamed; 408 */
	unsigned body_rate;   /* bytes a second that a streamed body needs past body_ms of waiting for it; 408; 0: none */
	unsigned idle_ms;     /* keep-alive */
	unsigned pipeline;    /* requests parsed ahead per connection */
	size_t connections;   /* open at once, taken streams too; 503 past it */
	size_t connections_per_address; /* 429 past it; 0: no limit */
};
extern const struct px_http_limits px_http_limits_default;

typedef void (*px_http_handler_fn)(void *arg, struct px_http_exchange *exchange);
/* Whether this request's body is streamed: the handler gets the head alone and asks for the body.  Loop thread. */
typedef bool (*px_http_streams_fn)(void *arg, const struct px_http_request *request);

struct px_tls; /* net/tls.h */

struct px_http_config {
	const char *host;     /* numeric address */
	uint16_t port;        /* 0: any free one; px_http_server_port tells */
	struct px_loop **loops;
	unsigned loop_count;
	struct px_tls *tls;   /* NULL: in clear; borrowed */
	struct px_http_limits limits;
	struct px_str headers; /* lines of every answer, also the server's own, each ending in CRLF; borrowed */
	px_http_handler_fn handler;
	px_http_streams_fn streams; /* NULL: every body is complete when the handler gets its request */
	void *arg;
};

/* Binds and listens on every loop.  From the main thread. */
enum px_err px_http_server_new(const struct px_http_config *config, struct px_http_server **server,
			       struct px_error *error) PX_MUST_CHECK;
uint16_t px_http_server_port(const struct px_http_server *server);
/*
 * Graceful end, from the main thread: stops accepting, answers what is in
 * flight with "Connection: close", closes idle connections, waits at most
 * `drain_ms`, aborts the rest.  px_http_server_free frees (after stop).
 */
void px_http_server_stop(struct px_http_server *server, unsigned drain_ms);
/* Exchanges that were never answered end here, so nothing may answer any more. */
void px_http_server_free(struct px_http_server *server);

struct px_http_counters {
	/* `open` counts connections, also those taken; `refused` what the server itself answered. */
	_Atomic uint64_t accepted, requests, open, refused, bytes_in, bytes_out;
};
const struct px_http_counters *px_http_server_counters(const struct px_http_server *server);

/* Borrowed until the exchange is answered or taken, or the handler returns, if that is later. */
const struct px_http_request *px_http_request(const struct px_http_exchange *exchange);
/* A header's value, name compared without case; NULL data if absent (the first, if several). */
struct px_str px_http_header(const struct px_http_request *request, const char *name);
/* A percent-decoded query parameter in the arena; false if absent. */
bool px_http_query(const struct px_http_request *request, struct px_arena *arena, const char *name,
		   struct px_str *value);
/* The next parameter of a raw query, percent-decoded in the arena, cut off `rest`; false at the end. */
bool px_http_query_next(struct px_str *rest, struct px_arena *arena, struct px_str *name, struct px_str *value);
/* An arena that lives as long as the exchange. */
struct px_arena *px_http_arena(struct px_http_exchange *exchange);
struct px_loop *px_http_loop(const struct px_http_exchange *exchange);
const char *px_http_peer(const struct px_http_exchange *exchange);
bool px_http_is_tls(const struct px_http_exchange *exchange);

/*
 * Streamed bodies.  Nothing of the body is read before it is asked for, so a
 * handler can answer by the head alone; an answer before the end of the body
 * ends the connection, and the rest is thrown away.
 */
struct px_http_refusal {
	int status;         /* to answer with */
	const char *detail; /* a sentence for people */
};
/*
 * Some bytes of the body, valid until it returns; no bytes: the body is
 * complete.  With a refusal the rest will never come (malformed, too late, or
 * the peer has gone); the exchange must still be answered.
 */
typedef void (*px_http_body_fn)(void *arg, struct px_str bytes, const struct px_http_refusal *refusal);
/* Calls `took` once, now or later: with the next bytes, the end, or a refusal, after which nothing more can be asked for. */
void px_http_body_next(struct px_http_exchange *exchange, px_http_body_fn took, void *arg);
/* The size of the body by its head; -1 if the head doesn't say. */
int64_t px_http_body_length(const struct px_http_exchange *exchange);

/*
 * Answers.  `headers` is ready-made lines, each ending in CRLF ("" for none);
 * Content-Length, Date, Connection and X-Request-Id are added.  `body` is
 * copied or sent before return.  HEAD sends no body.
 */
void px_http_respond(struct px_http_exchange *exchange, int status, const char *content_type,
		     struct px_str headers, struct px_str body);
/*
 * The same from any thread: copies head and body, posts to the exchange's
 * loop.  This is how shards answer.
 */
void px_http_respond_async(struct px_http_exchange *exchange, int status, const char *content_type,
			   struct px_str headers, struct px_str body);
/*
 * An answer in pieces: px_http_begin, any number of px_http_send, and px_http_finish in any case, all on the
 * loop thread.  Pieces are copied or sent before return; what comes after the peer has gone is dropped.
 * px_http_unsent tells how much waits for the peer or for earlier answers: whoever sends must heed it.
 */
void px_http_begin(struct px_http_exchange *exchange, int status, const char *content_type, struct px_str headers);
void px_http_send(struct px_http_exchange *exchange, struct px_str piece);
void px_http_finish(struct px_http_exchange *exchange);
size_t px_http_unsent(const struct px_http_exchange *exchange);
/* False while answers before it on the connection keep it from being sent, which the peer can't help. */
bool px_http_is_in_turn(const struct px_http_exchange *exchange);
/* `sent(arg)` runs whenever what waited has been sent, until px_http_finish; it may send and finish. */
void px_http_on_sent(struct px_http_exchange *exchange, void (*sent)(void *arg), void *arg);
bool px_http_has_peer(const struct px_http_exchange *exchange);
/* Ends the connection at once: its peer takes nothing any more.  The answer must be finished all the same. */
void px_http_cut(struct px_http_exchange *exchange);
/*
 * Takes the stream away for another protocol, after every earlier answer has
 * been sent; the exchange is used up.  `rest` gets the bytes that followed the
 * request (copied into the arena given).  PX_UNAVAILABLE if the connection has
 * gone, PX_CONFLICT if other requests are pipelined around this one: a request
 * with "Connection: upgrade" is handed out only when it is alone, and no later
 * one is parsed before it is answered, so for those it can't happen.  After a
 * failure the exchange must still be answered.  The stream is reading and
 * nobody's: call px_stream_own before returning to the loop.
 */
enum px_err px_http_take_stream(struct px_http_exchange *exchange, struct px_arena *arena,
				struct px_stream **stream, struct px_str *rest) PX_MUST_CHECK;
/*
 * `gone(arg)` runs once, when the peer has closed or has finished sending: a
 * long poll can stop waiting.  The exchange must be answered all the same.  At
 * once if the peer has gone already.  A NULL `gone` withdraws the notice.
 */
void px_http_on_gone(struct px_http_exchange *exchange, void (*gone)(void *arg), void *arg);
const char *px_http_status_text(int status);

#endif
