/* SPDX-License-Identifier: Apache-2.0 */
/*
 * struct px_client: outbound HTTP(S) on a loop, by libcurl's multi interface.
 *
 * Certificates are verified, redirects are not followed (they come back as
 * answers), sizes and times are bounded.  A call completes exactly once, on
 * the loop's thread, never inside px_client_send or px_client_cancel.
 * Connections are kept and reused.  A receiver that is slower than its peer
 * pauses the call; the peer is then held back by TCP.  With `public_only` the
 * addresses that names resolve to must be public (net/address.h).  Thread: the loop's, except new and free.
 */
#ifndef PX_NET_CLIENT_H
#define PX_NET_CLIENT_H

#include "base/err.h"
#include "base/str.h"
#include "sys/loop.h"

struct px_client;
struct px_client_call;

struct px_client_config {
	struct px_loop *loop;
	const char *ca_file; /* PEM roots; NULL: the system's */
	const char *proxy;   /* URL; NULL: as the environment says; "": none */
	bool allow_http;     /* https only, otherwise */
	bool public_only;    /* for URLs that people give: no proxy is used, so that the peer's own address is seen */
	unsigned connections_per_host; /* open at once, further calls wait for one; 0: 8 */
};

struct px_client_response {
	/*
	 * PX_OK: an answer came, whatever its status.  PX_TIMEOUT, PX_CANCELLED, PX_TOO_LARGE;
	 * PX_INVALID: the URL can't be called; PX_FORBIDDEN: its address is not public; PX_UNAVAILABLE: name, connection, TLS or protocol
	 * failed, and the message says which.
	 */
	enum px_err err;
	const char *message;
	int status;
	struct px_str body; /* empty if the request had `data` */
	const struct px_client_call *call;
};

struct px_client_request {
	const char *method;          /* NULL: GET, or POST if there is a body */
	const char *url;
	const char *const *headers;  /* "Name: value" lines, NULL-terminated; NULL: none */
	struct px_str body;
	bool own_connection;         /* none that was kept: a body sent on one that turns out dead is sent again by itself */
	bool body_stays;             /* until `done`: it is sent from where it is, not copied */
	unsigned timeout_ms;         /* of the whole call; 0: 30 s */
	unsigned connect_ms;         /* 0: 10 s */
	size_t max_body;             /* of the answer, all pieces together; 0: 1 MiB */
	/* Receives the body in pieces as they arrive, once the status is known; may be NULL. */
	void (*data)(void *arg, int status, struct px_str piece);
	void (*done)(void *arg, const struct px_client_response *response);
	void *arg;
};

/* From any thread but the loop's. */
enum px_err px_client_new(const struct px_client_config *config, struct px_client **client,
			  struct px_error *error) PX_MUST_CHECK;
/* Ends open calls with PX_CANCELLED.  From any thread but the loop's, while the loop runs. */
void px_client_free(struct px_client *client);
/* Copies the request, but see `body_stays`.  The call is valid until `done` returns. */
struct px_client_call *px_client_send(struct px_client *client,
				      const struct px_client_request *request);
/* `done` follows with PX_CANCELLED, unless the answer is there already.  No more `data`. */
void px_client_cancel(struct px_client_call *call);
/*
 * Holds the answer's body back: no more `data` until px_client_resume, after which
 * it comes in a later turn of the loop.  The call's time-out runs on.  Both may be
 * called within `data`, and any number of times.
 */
void px_client_pause(struct px_client_call *call);
void px_client_resume(struct px_client_call *call);
/* Within `data` and `done`: whether the whole body has been sent and is not looked at again, `body_stays` or not. */
bool px_client_body_sent(const struct px_client_call *call, size_t body_size);
/* An answer's header, during `done`; NULL if absent. */
const char *px_client_header(const struct px_client_response *response, const char *name);
/* The same during `data`. */
const char *px_client_call_header(const struct px_client_call *call, const char *name);

#endif
