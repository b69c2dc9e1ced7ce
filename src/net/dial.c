/* SPDX-License-Identifier: Apache-2.0 */
/*
 * resolve -> connect to one address after the other -> done.  A dial is freed
 * when no callback of libuv refers to it any more.
 */
#include "net/dial.h"

#include "base/mem.h"
#include "net/address.h"
#include "net/stream_state_internal.h"

#include <stdio.h>
#include <stdlib.h>

enum { TIMEOUT_MS = 15000 };

struct px_dial {
	uv_getaddrinfo_t resolving;
	uv_timer_t timer;
	struct px_loop *loop;
	struct addrinfo *found, *next;
	struct px_stream *stream; /* being connected */
	uv_connect_t *connecting;
	bool private_addresses, refused;
	bool asked;    /* the resolver has not answered yet */
	bool finished; /* `done` was called, or is not wanted */
	bool closed;   /* the timer is */
	int failure;   /* of libuv, the last */
	void (*done)(void *arg, struct px_stream *stream, enum px_err err, const char *why);
	void *arg;
};

static void free_dial(struct px_dial *dial)
{
	uv_freeaddrinfo(dial->found);
	free(dial);
}

static void on_closed(uv_handle_t *timer)
{
	struct px_dial *dial = timer->data;

	dial->closed = true;
	if (!dial->asked)
		free_dial(dial);
}

/*
 * The timer is closed once, and here: what a loop that stops finds open it closes without a word.  A resolver
 * that is still at work keeps the dial until it answers.
 */
static void end(struct px_dial *dial)
{
	dial->finished = true;
	if (dial->stream)
		px_stream_abort(dial->stream);
	dial->stream = NULL;
	if (dial->connecting)
		dial->connecting->data = NULL;
	dial->connecting = NULL;
	if (!uv_is_closing((uv_handle_t *)&dial->timer))
		uv_close((uv_handle_t *)&dial->timer, on_closed);
}

static void fail(struct px_dial *dial, enum px_err err, const char *why)
{
	if (dial->finished)
		return;
	dial->finished = true;
	dial->done(dial->arg, NULL, err, why);
	end(dial);
}

static void try_next(struct px_dial *dial);

static void on_connected(uv_connect_t *request, int status)
{
	struct px_dial *dial = request->data;

	free(request);
	if (!dial)
		return;
	dial->connecting = NULL;
	if (status) {
		dial->failure = status;
		px_stream_abort(dial->stream);
		dial->stream = NULL;
		try_next(dial);
		return;
	}
	struct px_stream *stream = dial->stream;
	dial->stream = NULL;
	px_stream_connected(stream);
	dial->finished = true;
	dial->done(dial->arg, stream, PX_OK, NULL);
	end(dial);
}

static void try_next(struct px_dial *dial)
{
	while (dial->next) {
		const struct addrinfo *address = dial->next;
		dial->next = address->ai_next;
		if (!dial->private_addresses && !px_address_is_public(address->ai_addr)) {
			dial->refused = true;
			continue;
		}
		dial->stream = px_stream_outbound(dial->loop);
		dial->connecting = px_calloc(1, sizeof(*dial->connecting));
		dial->connecting->data = dial;
		int failed = uv_tcp_connect(dial->connecting, px_stream_tcp(dial->stream), address->ai_addr, on_connected);
		if (!failed)
			return;
		free(dial->connecting);
		dial->connecting = NULL;
		dial->failure = failed;
		px_stream_abort(dial->stream);
		dial->stream = NULL;
	}
	if (dial->refused && !dial->failure)
		fail(dial, PX_FORBIDDEN, PX_ADDRESS_REFUSED);
	else
		fail(dial, PX_UNAVAILABLE, uv_strerror(dial->failure ? dial->failure : UV_EADDRNOTAVAIL));
}

static void on_resolved(uv_getaddrinfo_t *request, int status, struct addrinfo *found)
{
	struct px_dial *dial = request->data;

	dial->asked = false;
	dial->found = found;
	if (dial->finished) {
		if (dial->closed)
			free_dial(dial);
		return;
	}
	dial->next = found;
	if (status)
		fail(dial, PX_UNAVAILABLE, status == UV_EAI_NONAME || status == UV_EAI_NODATA ? "there is no server of that name"
											       : uv_strerror(status));
	else
		try_next(dial);
}

static void on_timeout(uv_timer_t *timer)
{
	fail(timer->data, PX_TIMEOUT, "it does not answer");
}

struct px_dial *px_dial(const struct px_dial_config *config)
{
	struct px_dial *dial = px_calloc(1, sizeof(*dial));
	const struct addrinfo hints = { .ai_socktype = SOCK_STREAM, .ai_flags = AI_ADDRCONFIG };
	char port[8];

	dial->loop = config->loop;
	dial->private_addresses = config->private_addresses;
	dial->done = config->done;
	dial->arg = config->arg;
	snprintf(port, sizeof(port), "%u", (unsigned)config->port);
	uv_timer_init(px_loop_uv(dial->loop), &dial->timer);
	dial->timer.data = dial;
	dial->resolving.data = dial;
	int failed = uv_getaddrinfo(px_loop_uv(dial->loop), &dial->resolving, on_resolved, config->host, port, &hints);
	dial->asked = !failed;
	dial->failure = failed;
	/* What fails at once is told by the timer: never from within this call. */
	uv_timer_start(&dial->timer, on_timeout, failed ? 0 : config->timeout_ms ? config->timeout_ms : TIMEOUT_MS, 0);
	return dial;
}

void px_dial_cancel(struct px_dial *dial)
{
	end(dial);
}
