/* SPDX-License-Identifier: Apache-2.0 */
/*
 * struct px_upstream: an HTTP server that Pixie stands on (vectors, files), called by threads that wait for the answer.
 *
 * A call that failed in a way that may pass is made again: no connection, a
 * time-out, or the statuses 429, 500, 502, 503 and 504, with growing pauses
 * (net/retry.h).  So every request must be one that may be made twice.  While a
 * server is away, no call waits for it: after one that could not reach it, or got
 * no answer in time, calls fail at once for 1 s, then for 2 s, up to 30 s.  The
 * connections live on a loop of the upstream's own.  What an answer means is the
 * caller's matter, whatever its status.
 */
#ifndef PX_NET_UPSTREAM_H
#define PX_NET_UPSTREAM_H

#include "base/buf.h"

struct px_upstream;

struct px_upstream_config {
	const char *ca_file;   /* PEM roots; NULL or "": the system's */
	unsigned attempts;     /* in all; 0: 4 */
	unsigned timeout_ms;   /* of each attempt; 0: 30 s */
	unsigned connections;  /* open at once; 0: 8 */
};

enum px_err px_upstream_new(const struct px_upstream_config *config, struct px_upstream **upstream,
			    struct px_error *error) PX_MUST_CHECK;
/* No call may be under way.  NULL is nothing. */
void px_upstream_free(struct px_upstream *upstream);

struct px_upstream_request {
	const char *method;
	const char *url;
	const char *const *headers; /* "Name: value" lines, NULL-terminated; NULL: none */
	struct px_str body;
	const char *header; /* of the answer, to be told; NULL: none */
};

enum { PX_UPSTREAM_HEADER = 256 };

struct px_upstream_answer {
	int status;
	char header[PX_UPSTREAM_HEADER]; /* the one that was asked for; "" if it is absent */
	struct px_buf body; /* PX_BUF_INIT with the cap by the caller, who releases it */
};

/*
 * Any thread but a loop's; blocks.  PX_OK: an answer came.  Otherwise the message names the server's host and the
 * reason.
 */
enum px_err px_upstream_call(struct px_upstream *upstream, const struct px_upstream_request *request,
			     struct px_upstream_answer *answer, struct px_error *error) PX_MUST_CHECK;
/*
 * PX_OK for 2xx; 404 is PX_NOT_FOUND, 409 and 412 PX_CONFLICT, 507 PX_NO_SPACE, all else PX_UNAVAILABLE, with the
 * beginning of the body as its reason.
 */
enum px_err px_upstream_check(const struct px_upstream_answer *answer, const char *what,
			      struct px_error *error) PX_MUST_CHECK;

#endif
