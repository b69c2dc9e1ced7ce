/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HTTP in front of the sessions: which requests are ours, origin and CORS,
 * the checks of the handshake in the reference implementation's order and
 * with its answers, and passing a request to the loop of its session.
 */
#include "base/mem.h"
#include "net/eio_base64.h"
#include "net/eio_internal.h"
#include "net/origin.h"
#include "net/ws_handshake.h"

#include <stdlib.h>

enum kind { POLL, POST, WEBSOCKET };

/* A request on its way to its session's loop. */
struct forward {
	struct px_job job;
	struct px_eio_home *home;
	struct px_http_exchange *exchange;
	uint64_t ticket;
	uint8_t id[PX_EIO_ID];
	enum kind kind;
};

/* Watches a waiting poll's connection; lives in the exchange's arena. */
struct watch {
	struct px_eio_home *home;
	uint64_t ticket;
	uint8_t id[PX_EIO_ID];
};

bool px_eio_origin_allowed(const struct px_eio_config *config,
			   const struct px_http_request *request)
{
	struct px_str origin = px_str_trim(px_http_header(request, "Origin"));

	return origin.size == 0 || px_origin_is_host(origin, px_str_trim(px_http_header(request, "Host"))) ||
	       px_origins_find(config->origins, origin) != PX_ORIGIN_REFUSED;
}

/* The lines a browser wants to see before it shows an answer to a page of another origin. */
static void write_cors(const struct px_eio_config *config, const struct px_http_request *request,
		       struct px_buf *out)
{
	struct px_str origin = px_str_trim(px_http_header(request, "Origin"));

	if (origin.size == 0 || !px_eio_origin_allowed(config, request))
		return;
	(void)px_buf_text(out, "Access-Control-Allow-Origin: ");
	(void)px_buf_str(out, origin);
	(void)px_buf_text(out, "\r\nAccess-Control-Allow-Credentials: true\r\nVary: Origin\r\n");
}

static void answer_with(struct px_eio_server *server, struct px_http_exchange *exchange, int status,
			const char *headers, const char *type, struct px_str body)
{
	struct px_buf lines = PX_BUF_INIT(8192);

	(void)px_buf_printf(&lines, "Cache-Control: no-store\r\n%s", headers);
	write_cors(&server->config, px_http_request(exchange), &lines);
	if (px_loop_current() == px_http_loop(exchange))
		px_http_respond(exchange, status, type, px_buf_view(&lines), body);
	else
		px_http_respond_async(exchange, status, type, px_buf_view(&lines), body);
	px_buf_release(&lines);
}

void px_eio_answer(struct px_eio_server *server, struct px_http_exchange *exchange, int status,
		   const char *type, struct px_str body)
{
	answer_with(server, exchange, status, "", type, body);
}

void px_eio_refuse_now(struct px_eio_server *server, struct px_http_exchange *exchange, int status)
{
	answer_with(server, exchange, status, "Retry-After: 1\r\n", "application/json",
		    status == 429 ? PX_STR("{\"message\":\"Too many sessions of this address that joined no namespace\"}") :
				    PX_STR("{\"message\":\"Too busy or shutting down; try again\"}"));
}

void px_eio_refuse(struct px_eio_server *server, struct px_http_exchange *exchange,
		   enum px_eio_error error)
{
	static const char *const bodies[] = {
		"{\"code\":0,\"message\":\"Transport unknown\"}",
		"{\"code\":1,\"message\":\"Session ID unknown\"}",
		"{\"code\":2,\"message\":\"Bad handshake method\"}",
		"{\"code\":3,\"message\":\"Bad request\"}",
		"{\"code\":4,\"message\":\"Forbidden\"}",
		"{\"code\":5,\"message\":\"Unsupported protocol version\"}",
	};

	px_eio_answer(server, exchange, error == PX_EIO_FORBIDDEN ? 403 : 400, "application/json",
		      px_str(bodies[error]));
}

static void preflight(struct px_eio_server *server, struct px_http_exchange *exchange)
{
	const struct px_http_request *request = px_http_request(exchange);
	struct px_str wanted = px_http_header(request, "Access-Control-Request-Headers");
	struct px_buf lines = PX_BUF_INIT(8192);

	write_cors(&server->config, request, &lines);
	(void)px_buf_text(&lines, "Access-Control-Allow-Methods: GET, POST, OPTIONS\r\n"
				  "Access-Control-Max-Age: 600\r\nAccess-Control-Allow-Headers: ");
	(void)px_buf_str(&lines, wanted.size ? wanted : PX_STR("content-type"));
	(void)px_buf_text(&lines, "\r\n");
	px_http_respond(exchange, 204, "text/plain", px_buf_view(&lines), PX_STR(""));
	px_buf_release(&lines);
}

/* On the session's loop. */
static void serve(struct px_eio_home *home, const struct forward *forward)
{
	px_eio_clock_run(&home->clock); /* no request outlives the deadline it came after */
	struct px_eio_session *session = px_eio_find(home, forward->id);

	if (!session)
		px_eio_refuse(home->server, forward->exchange, PX_EIO_UNKNOWN_SID);
	else if (forward->kind == WEBSOCKET)
		px_eio_on_upgrade_request(session, forward->exchange);
	else if (session->websocket)
		px_eio_refuse(home->server, forward->exchange, PX_EIO_BAD_REQUEST);
	else if (forward->kind == POLL)
		px_eio_on_poll(session, forward->exchange, forward->ticket);
	else
		px_eio_on_post(session, forward->exchange);
}

static void serve_forward(struct px_job *job)
{
	struct forward *forward = (struct forward *)job;
	struct px_eio_server *server = forward->home->server;

	serve(forward->home, forward);
	free(forward);
	px_eio_unpin(server);
}

/* The connection of a waiting poll was lost: noticed on the exchange's loop, handled on the session's. */

struct gone {
	struct px_job job;
	struct watch watch;
};

static void end_poll(const struct watch *watch)
{
	struct px_eio_session *session = px_eio_find(watch->home, watch->id);

	if (session)
		px_eio_on_poll_gone(session, watch->ticket);
}

static void on_gone_job(struct px_job *job)
{
	struct gone *gone = (struct gone *)job;
	struct px_eio_server *server = gone->watch.home->server;

	end_poll(&gone->watch);
	free(gone);
	px_eio_unpin(server);
}

static void on_gone(void *arg)
{
	struct watch *watch = arg;
	struct px_eio_home *home = watch->home;

	if (px_loop_current() == home->loop) {
		end_poll(watch);
		return;
	}
	struct gone *gone = px_alloc(sizeof(*gone));
	*gone = (struct gone){ { .run = on_gone_job }, *watch };
	px_eio_pin(home->server);
	if (!px_loop_post(home->loop, &gone->job)) {
		free(gone);
		px_eio_unpin(home->server);
	}
}

/* Once the session has the poll; if the connection is gone already, on_gone is called at once. */
static void watch_poll(const struct forward *forward)
{
	struct watch *watch = PX_ARENA_NEW(px_http_arena(forward->exchange), struct watch);

	watch->home = forward->home;
	watch->ticket = forward->ticket;
	memcpy(watch->id, forward->id, PX_EIO_ID);
	px_http_on_gone(forward->exchange, on_gone, watch);
}

static void serve_here(const struct forward *forward)
{
	serve(forward->home, forward);
	if (forward->kind != POLL)
		return;
	struct px_eio_session *session = px_eio_find(forward->home, forward->id);
	struct px_eio_polling *polling = session ? session->polling : NULL;
	if (polling && polling->poll == forward->exchange && polling->ticket == forward->ticket)
		watch_poll(forward);
}

/* Serves here, or posts to where the session lives; an answer from there comes after we return. */
static void dispatch(const struct forward *forward)
{
	struct px_eio_home *home = forward->home;

	if (px_loop_current() == home->loop) {
		serve_here(forward);
		return;
	}
	struct forward *copy = px_alloc(sizeof(*copy));
	*copy = *forward;
	copy->job.run = serve_forward;
	px_eio_pin(home->server);
	if (!px_loop_post(home->loop, &copy->job)) {
		free(copy);
		px_eio_refuse_now(home->server, forward->exchange, 503);
		px_eio_unpin(home->server);
	} else if (forward->kind == POLL) {
		watch_poll(forward);
	}
}

static void for_session(struct px_eio_server *server, struct px_http_exchange *exchange,
			struct px_str sid, enum kind kind)
{
	const struct px_http_request *request = px_http_request(exchange);
	struct forward forward = { .exchange = exchange, .kind = kind };

	if (!px_eio_base64url_decode(sid, forward.id, PX_EIO_ID) ||
	    forward.id[PX_EIO_ID - 1] >= server->config.loop_count) {
		px_eio_refuse(server, exchange, PX_EIO_UNKNOWN_SID);
		return;
	}
	if (kind != WEBSOCKET) {
		if (request->method != PX_HTTP_GET && request->method != PX_HTTP_POST) {
			px_eio_refuse(server, exchange, PX_EIO_BAD_REQUEST);
			return;
		}
		forward.kind = request->method == PX_HTTP_GET ? POLL : POST;
	}
	forward.home = &server->homes[forward.id[PX_EIO_ID - 1]];
	forward.ticket = atomic_fetch_add(&server->tickets, 1);
	dispatch(&forward);
}

static void handshake(struct px_eio_server *server, struct px_http_exchange *exchange,
		      bool websocket, struct px_str version)
{
	struct px_eio_home *home = px_eio_home_here(server);

	if (px_http_request(exchange)->method != PX_HTTP_GET)
		px_eio_refuse(server, exchange, PX_EIO_BAD_METHOD);
	else if (websocket && !px_ws_wanted(px_http_request(exchange)))
		px_eio_refuse(server, exchange, PX_EIO_BAD_REQUEST);
	else if (!px_str_eq(version, PX_STR("4")))
		px_eio_refuse(server, exchange, PX_EIO_UNSUPPORTED_VERSION);
	else if (!home || atomic_load(&server->stopping))
		px_eio_refuse_now(server, exchange, 503);
	else if (websocket)
		px_eio_open_websocket(home, exchange);
	else
		px_eio_open_polling(home, exchange);
}

static void route(struct px_eio_server *server, struct px_http_exchange *exchange)
{
	const struct px_http_request *request = px_http_request(exchange);
	struct px_arena *arena = px_http_arena(exchange);
	struct px_str transport = { 0 }, version = { 0 }, sid = { 0 };

	(void)px_http_query(request, arena, "transport", &transport);
	(void)px_http_query(request, arena, "EIO", &version);
	(void)px_http_query(request, arena, "sid", &sid);
	bool websocket = px_str_eq(transport, PX_STR("websocket"));
	if (!websocket && !px_str_eq(transport, PX_STR("polling")))
		px_eio_refuse(server, exchange, PX_EIO_UNKNOWN_TRANSPORT);
	else if (sid.size == 0)
		handshake(server, exchange, websocket, version);
	else if (!px_str_eq(version, PX_STR("4")) || (websocket && !px_ws_wanted(request)))
		px_eio_refuse(server, exchange, PX_EIO_BAD_REQUEST);
	else
		for_session(server, exchange, sid, websocket ? WEBSOCKET : POLL);
}

bool px_eio_handle(struct px_eio_server *server, struct px_http_exchange *exchange)
{
	const struct px_http_request *request = px_http_request(exchange);

	if (!px_str_starts(request->path, px_str(server->path)))
		return false;
	if (!px_eio_origin_allowed(&server->config, request))
		px_eio_refuse(server, exchange, PX_EIO_FORBIDDEN);
	else if (request->method == PX_HTTP_OPTIONS && px_http_header(request, "Origin").size)
		preflight(server, exchange);
	else
		route(server, exchange);
	return true;
}
