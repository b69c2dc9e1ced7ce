/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Structures the HTTP server's files share: server, listener (one per loop),
 * connection, exchange.  Only src/net/http_*.c include this.
 *
 * An idle connection is a px_stream and a px_http_conn, nothing else;
 * exchanges with their arenas are recycled per listener.
 */
#ifndef PX_NET_HTTP_INTERNAL_H
#define PX_NET_HTTP_INTERNAL_H

#include "base/map.h"
#include "net/http.h"
#include "net/http_chunked.h"
#include "net/http_head.h"
#include "net/stream_internal.h"

#include <pthread.h>
#include <stdatomic.h>

/* A ring of connections; the head is a link of its own. */
struct px_http_link {
	struct px_http_link *prev, *next;
};

/* What a connection waits for; each list is in order of deadline. */
enum px_http_list {
	PX_HTTP_LIST_HEAD,   /* the end of a request head, or the first byte of all */
	PX_HTTP_LIST_BODY,   /* the end of a request body */
	PX_HTTP_LIST_IDLE,   /* the next request */
	PX_HTTP_LIST_LINGER, /* the peer's end, after ours */
	PX_HTTP_LIST_BUSY,   /* the handler, or the stream's close: no deadline */
	PX_HTTP_LISTS
};

struct px_http_resume;

struct px_http_conn {
	struct px_http_link link; /* first */
	struct px_http_listener *listener;
	struct px_stream *stream;          /* NULL once taken */
	struct px_http_exchange *reading;  /* whose head or body is arriving */
	struct px_http_exchange *first, *last; /* handed out, in request order */
	struct px_str input;               /* not parsed yet; during a data callback */
	struct px_buf *held;               /* not parsed yet, the stream being paused */
	struct px_http_resume *resume;     /* posted to go on with `held` */
	uint64_t deadline;                 /* uv_now milliseconds */
	size_t pending_seen;               /* at the last idle deadline */
	unsigned in_flight;
	uint8_t list;
	bool fresh : 1;      /* nothing has arrived yet */
	bool processing : 1; /* inside the parse loop */
	bool stopped : 1;    /* no further request is read */
	bool discarded : 1;  /* the peer may still be sending: linger */
	bool lingering : 1;
	bool ended : 1;      /* the peer has finished sending */
	bool closing : 1;    /* px_stream_close or abort was called */
};

struct px_http_exchange {
	struct px_http_request request;
	struct px_http_framing framing;
	struct px_http_scan scan;
	struct px_http_chunked chunked;
	struct px_arena arena;
	struct px_http_conn *conn; /* NULL: the peer has gone */
	struct px_http_listener *listener;
	struct px_http_exchange *next; /* in request order, or in the free list */
	struct px_http_exchange *older, *newer; /* all that live, of the listener */
	struct px_buf partial; /* a head that arrives in pieces */
	struct px_buf body;
	struct px_buf answer; /* waiting for earlier ones */
	uint64_t since;       /* uv_now at its first byte, then at the end of its head */
	void (*gone)(void *arg);
	void *gone_arg;
	px_http_body_fn took; /* who waits for the next bytes of a streamed body; NULL: nobody, so none are read */
	void *took_arg;
	uint64_t waited, arrived; /* milliseconds that the sender of a streamed body was waited for, bytes that came */
	uint64_t taken;       /* bytes of a streamed body handed over so far */
	void (*sent)(void *arg); /* of an answer in pieces: nothing waits to be sent any more */
	void *sent_arg;
	bool in_body : 1;
	bool complete : 1;       /* read, but not handed out yet */
	bool wants_continue : 1; /* "100 Continue" is still to be sent */
	bool dispatching : 1;    /* inside the handler */
	bool answered : 1;
	bool in_pieces : 1;      /* its answer comes so, until it is answered */
	bool used_up : 1;        /* recycle when the handler returns */
	bool streaming : 1;      /* handed out with its head; its body has not ended */
};

struct px_http_listener {
	struct px_http_server *server;
	struct px_loop *loop;
	int fd;
	uv_tcp_t tcp;
	uv_timer_t sweep;
	struct px_http_link lists[PX_HTTP_LISTS];
	size_t conns;
	struct px_http_exchange *free, *live;
	unsigned free_count;
	struct px_buf head; /* scratch for answers */
	int64_t date_second;
	char date[32];
	int failed; /* of opening */
};

struct px_http_server {
	struct px_http_config config;
	struct px_http_counters counters;
	struct px_stream_guard guard;
	_Atomic bool stopping;
	_Atomic size_t refs; /* ours and one per stream */
	uint16_t port;
	pthread_mutex_t mutex;
	pthread_cond_t changed;
	size_t live;             /* connections, open listeners and timers; under the mutex */
	struct px_map addresses; /* connections of each; under the mutex */
	struct px_http_listener listeners[];
};

/* http_server.c */
void px_http_live_add(struct px_http_server *server, int delta);
void px_http_sweep_on(struct px_http_listener *listener);

/* http_conn.c */
void px_http_conn_new(struct px_http_listener *listener, struct px_stream *stream);
/* Like conn_new, but the connection is answered `status` at once. */
void px_http_conn_refuse(struct px_http_listener *listener, struct px_stream *stream, int status,
			 const char *detail);
/* Acts on a deadline that has passed. */
void px_http_conn_expire(struct px_http_conn *conn);
/* Closes it now if it is idle; otherwise after its answers. */
void px_http_conn_drain(struct px_http_conn *conn);
void px_http_conn_abort(struct px_http_conn *conn);
/* An exchange has been answered: sends what may leave now. */
void px_http_conn_answered(struct px_http_conn *conn);
/* Answers a refusal after everything before it, and ends the connection. */
void px_http_conn_fail(struct px_http_conn *conn, int status, const char *detail);
/* Adds to those that are to be answered. */
void px_http_conn_append(struct px_http_conn *conn, struct px_http_exchange *exchange);
/* After anything happened: closes a connection that is done, else sets the deadline of what it waits for. */
void px_http_conn_close_or_wait(struct px_http_conn *conn);
/* uv_now of its loop. */
uint64_t px_http_conn_now(const struct px_http_conn *conn);

/* http_read.c */
/* Parses conn->input as far as may be and holds the rest.  May free a connection that is taken. */
void px_http_read(struct px_http_conn *conn);
/* Goes on with what was held, from the loop's next turn. */
void px_http_resume_later(struct px_http_conn *conn);
/* Forgets what was posted and held. */
void px_http_read_release(struct px_http_conn *conn);
struct px_http_exchange *px_http_start_exchange(struct px_http_conn *conn);
/* All of the request that is being read has arrived. */
void px_http_end_request(struct px_http_conn *conn, struct px_http_exchange *exchange);
/* Sends "100 Continue" if it is awaited and its turn. */
void px_http_send_continue(struct px_http_conn *conn);

/* http_body.c: bodies that the handler takes as they arrive */
#define PX_HTTP_BODY_GONE "The client went away before the body was complete."
/* Hands over what conn->input holds of the body of conn->reading, whose handler waits for it. */
void px_http_body_read(struct px_http_conn *conn);
/* The rest will never come: tells the handler.  The connection reads no more. */
void px_http_body_refuse(struct px_http_conn *conn, struct px_http_exchange *exchange, int status, const char *detail);
/* Refuses a body whose peer has finished sending before its end. */
void px_http_body_check_end(struct px_http_conn *conn);
/* It is answered before its body has ended: the connection ends with the answer. */
void px_http_body_abandon(struct px_http_exchange *exchange);

/* http_exchange.c */
struct px_http_exchange *px_http_exchange_new(struct px_http_listener *listener);
/* Back to the free list, or later if its handler is still running. */
void px_http_exchange_recycle(struct px_http_exchange *exchange);
void px_http_exchange_free(struct px_http_exchange *exchange);
/* Tells the handler, once, that the peer has gone. */
void px_http_exchange_gone(struct px_http_exchange *exchange);
/* Hands over a connection's stream: its exchange is alone.  In http_conn.c. */
struct px_stream *px_http_conn_take(struct px_http_conn *conn, struct px_arena *arena,
				    struct px_str *rest);

/* http_answer.c */
#define PX_HTTP_CHUNKED SIZE_MAX /* in place of a size: the answer comes in pieces */
/* Appends the head of an answer. */
void px_http_answer_head(struct px_buf *buf, struct px_http_exchange *exchange, int status,
			 const char *content_type, struct px_str headers, size_t body_size,
			 bool close);

#endif
