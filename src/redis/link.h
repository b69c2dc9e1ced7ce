/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A connection to a Redis server that comes back by itself: dialling, TLS, who
 * we are, a look whether the other end lives, growing pauses between attempts.
 *
 * What is asked on it and what answers mean is its owner's matter.  hiredis writes
 * commands and reads replies; bytes go by our streams.  Everything of a link
 * happens on its loop.
 */
#ifndef PX_REDIS_LINK_H
#define PX_REDIS_LINK_H

#include "base/buf.h"
#include "base/err.h"
#include "base/str.h"

#include <hiredis/hiredis.h>

struct px_loop;
struct px_redis_server;
struct px_redis_link;

struct px_redis_config {
	const char *url;             /* redis://host:port, rediss:// for TLS */
	const char *user, *password; /* NULL or "": none */
	const char *ca_file;         /* PEM roots; NULL or "": the system's */
};

/* Where the server is and who we are to it: for any number of links.  PX_INVALID if the URL is none. */
enum px_err px_redis_server_new(const struct px_redis_config *config, struct px_redis_server **server,
				struct px_error *error) PX_MUST_CHECK;
void px_redis_server_free(struct px_redis_server *server);
/* "host:port" */
const char *px_redis_server_name(const struct px_redis_server *server);

/* All are called on the loop. */
struct px_redis_events {
	/* It is connected: send what tells, by its answer, that we were let in (px_redis_link_let_in). */
	void (*greet)(void *owner);
	/* Each answer but errors, which end the connection, and OK. */
	void (*reply)(void *owner, const redisReply *reply);
	/* It was let in; or there is none for now, also after each attempt that failed. */
	void (*live)(void *owner, bool live, const char *reason);
};

struct px_redis_link_config {
	struct px_redis_server *server; /* outlives the link */
	struct px_loop *loop;
	const char *name;     /* for the log: what it is for */
	const char *without;  /* for the log: how things are without it */
	size_t pending_max;   /* bytes that may wait for the server; past them it is too slow, and the connection ends */
	const struct px_redis_events *events;
	void *owner;
};

/* Connects from now on, in the background.  Not from the loop. */
enum px_err px_redis_link_new(const struct px_redis_link_config *config, struct px_redis_link **link,
			      struct px_error *error) PX_MUST_CHECK;
/* Not from the loop, before it is freed: no more attempts; what was written goes out.  NULL is fine. */
void px_redis_link_end(struct px_redis_link *link);
/* After px_redis_link_end, and after the loop was freed. */
void px_redis_link_free(struct px_redis_link *link);

/* Appends a command of up to 8 words to `out`; false if it does not fit. */
bool px_redis_command(struct px_buf *out, int count, const struct px_str *words);
/* [loop] A command, while connected; nothing without a connection. */
void px_redis_link_send(struct px_redis_link *link, int count, const struct px_str *words);
/* [loop] Commands made by px_redis_command.  False, and nothing of it was taken, unless it is live and fast enough. */
bool px_redis_link_write(struct px_redis_link *link, struct px_str commands);
/* [loop] What was greeted has been answered. */
void px_redis_link_let_in(struct px_redis_link *link);

#endif
