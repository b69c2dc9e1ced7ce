/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The API object: routes a request to sockets, an endpoint, the fixed pages
 * (health, metrics, OpenAPI, keys) or a file of the web app.
 */
#include "api/api.h"

#include "api/api_internal.h"
#include "api/cors.h"
#include "api/problem.h"
#include "api/turn_place.h"
#include "api/welcome.h"
#include "base/log.h"
#include "base/mem.h"
#include "net/origin.h"

#include <stdlib.h>

enum { PAGE_MAX = 4 << 20 };

static void revoked(void *arg, struct px_id user, struct px_id session)
{
	struct px_api *api = arg;
	char id[PX_ID_TEXT + 1], topic[64];

	(void)user;
	px_id_format(session, id);
	snprintf(topic, sizeof(topic), "session:%s", id);
	struct px_bus_event event = { px_str(topic), PX_STR("revoked"), PX_STR("null"), 0 };
	(void)!px_bus_publish(api->parts.bus, &event);
}

enum px_err px_api_new(const struct px_api_parts *parts, struct px_api **out, struct px_error *error)
{
	struct px_api *api = px_calloc(1, sizeof(*api));
	struct px_buf openapi = PX_BUF_INIT(PAGE_MAX);

	api->parts = *parts;
	atomic_init(&api->under_way, 1);
	sem_init(&api->idle, 0, 0);
	px_arena_init(&api->arena);
	api->caching = parts->config->cache_mb > 0 &&
		       px_store_capabilities(parts->store) & PX_STORE_EXCLUSIVE;
	api->cache = px_cache_new(api->caching ? (size_t)parts->config->cache_mb << 20 : 0);
	api->latency = px_calloc(px_endpoint_count, sizeof(*api->latency));
	api->assets = px_assets_new(parts->config->web[0] ? parts->config->web : NULL);
	api->inputs = px_openapi_inputs();
	px_api_openapi(&openapi);
	api->openapi_size = openapi.size;
	api->openapi = px_buf_take(&openapi);
	px_auth_on_revoked(parts->auth, revoked, api);
	if (parts->reading)
		px_reading_on_changed(parts->reading, px_job_changed, api);
	if (parts->proactive)
		px_proactive_on_changed(parts->proactive, px_job_changed, api);
	if (parts->mailboxes)
		px_mailboxes_on_changed(parts->mailboxes, px_job_changed, api);
	enum px_err err = px_origins_parse(&api->arena, parts->config->origins, parts->config->public_url,
					   &api->origins, error);
	if (!err)
		err = px_origins_parse(&api->arena, "", parts->config->public_url, &api->own_origins, error);
	if (!err)
		err = px_proxies_parse(&api->arena, parts->config->trusted_proxies, &api->proxies, error);
	if (!err)
		err = px_router_new(px_endpoints, px_endpoint_count, sizeof(px_endpoints[0]), &api->router,
				    error);
	if (!err)
		err = px_sockets_new(api, error);
	if (err) {
		px_api_free(api);
		return err;
	}
	px_turn_place_new(api);
	*out = api;
	return PX_OK;
}

void px_api_drain_begin(struct px_api *api)
{
	atomic_store(&api->draining, true);
}

void px_api_stop(struct px_api *api)
{
	if (!api->stopped) {
		px_turn_place_stop(api); /* first: who waits for a turn is told how it ended */
		px_sio_server_stop(api->sockets);
	}
	api->stopped = true;
}

void px_api_free(struct px_api *api)
{
	if (!api)
		return;
	sem_destroy(&api->idle);
	px_turn_place_free(api);
	px_sockets_free(api);
	px_router_free(api->router);
	px_assets_free(api->assets);
	px_cache_free(api->cache);
	for (size_t i = 0; i < px_endpoint_count; i++)
		json_decref(api->inputs[i]);
	free(api->inputs);
	free(api->latency);
	free(api->openapi);
	px_arena_release(&api->arena);
	free(api);
}

void px_api_set_http(struct px_api *api, const struct px_http_server *server)
{
	api->http = server;
}

static void respond_problem(struct px_http_exchange *exchange, enum px_err err, const char *field,
			    const char *why, const char *headers, int status)
{
	struct px_buf body = PX_BUF_INIT(4096);
	struct px_error error;

	(void)!px_fail(&error, err, field, "%s", why);
	px_problem_write(err, status, &error, px_http_request(exchange)->id, &body);
	px_http_respond(exchange, status ? status : px_problem_status(err), PX_PROBLEM_TYPE, px_str(headers),
			px_buf_view(&body));
	px_buf_release(&body);
}

struct ready_job {
	struct px_job job;
	struct px_api *api;
	struct px_http_exchange *exchange;
};

static void check_ready(struct px_job *job)
{
	struct ready_job *ready = (struct ready_job *)job;
	struct px_buf body = PX_BUF_INIT(1024);
	struct px_error error;
	struct px_json json;
	bool ok = px_store_check(ready->api->parts.store, &error) == PX_OK;

	px_json_init(&json, &body);
	px_json_open_object(&json);
	px_json_key(&json, "status");
	px_json_text(&json, ok ? "ready" : "not ready");
	if (!ok) {
		px_json_key(&json, "reason");
		px_json_text(&json, error.code == PX_NO_SPACE ? error.message : "the database cannot be used");
	}
	px_json_close_object(&json);
	px_http_respond_async(ready->exchange, ok ? 200 : 503, "application/json",
			      ok ? PX_STR("") : PX_STR("Retry-After: 5\r\n"), px_buf_view(&body));
	px_buf_release(&body);
	free(ready);
}

static void answer_ready(struct px_api *api, struct px_http_exchange *exchange)
{
	if (atomic_load(&api->draining)) {
		respond_problem(exchange, PX_UNAVAILABLE, NULL, "shutting down", "Retry-After: 1\r\n", 0);
		return;
	}
	struct ready_job *ready = px_calloc(1, sizeof(*ready));
	ready->job.run = check_ready;
	ready->api = api;
	ready->exchange = exchange;
	if (!px_shard_post_to(api->parts.shards, 0, &ready->job)) {
		free(ready);
		respond_problem(exchange, PX_UNAVAILABLE, NULL, "shutting down", "Retry-After: 1\r\n", 0);
	}
}

static void answer_health(struct px_api *api, struct px_http_exchange *exchange)
{
	(void)api;
	px_http_respond(exchange, 200, "application/json", PX_STR(""),
			PX_STR("{\"status\":\"ok\",\"version\":\"" PIXIE_VERSION "\"}"));
}

static void answer_keys(struct px_api *api, struct px_http_exchange *exchange)
{
	struct px_buf body = PX_BUF_INIT(PAGE_MAX);

	px_auth_jwks(api->parts.auth, &body);
	px_http_respond(exchange, 200, "application/jwk-set+json",
			PX_STR("Cache-Control: public, max-age=300\r\n"), px_buf_view(&body));
	px_buf_release(&body);
}

/* The only pages, besides the web app's files, that need no token. */
static const struct {
	const char *path;
	void (*answer)(struct px_api *api, struct px_http_exchange *exchange);
} pages[] = {
	{ "/healthz", answer_health },
	{ "/readyz", answer_ready },
	{ "/.well-known/jwks.json", answer_keys },
};

static bool answer_page(struct px_api *api, struct px_http_exchange *exchange)
{
	const struct px_http_request *request = px_http_request(exchange);

	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		if (!px_str_eq(request->path, px_str(pages[i].path)))
			continue;
		if (request->method == PX_HTTP_GET || request->method == PX_HTTP_HEAD)
			pages[i].answer(api, exchange);
		else
			respond_problem(exchange, PX_INVALID, NULL, "only GET is possible here",
					"Allow: GET, HEAD\r\n", 405);
		return true;
	}
	return false;
}

bool px_api_streams(void *arg, const struct px_http_request *request)
{
	struct px_api *api = arg;
	struct px_route_match match;

	return px_router_match(api->router, request->method, request->path, &match) == PX_ROUTE_FOUND &&
	       ((const struct px_endpoint *)match.route)->flags & PX_ENDPOINT_FILE;
}

void px_api_handle(void *arg, struct px_http_exchange *exchange)
{
	struct px_api *api = arg;
	const struct px_http_request *request = px_http_request(exchange);
	struct px_route_match match;

	if (px_sio_handle(api->sockets, exchange))
		return;
	enum px_route_result found = px_router_match(api->router, request->method, request->path, &match);
	if (found == PX_ROUTE_FOUND) {
		px_call_start(api, exchange, (const struct px_endpoint *)match.route, match.params);
	} else if (found == PX_ROUTE_NO_METHOD) {
		char headers[128];
		if (px_cors_preflight(api->origins, exchange, match.allow))
			return;
		snprintf(headers, sizeof(headers), "Allow: %s\r\n", match.allow);
		respond_problem(exchange, PX_INVALID, NULL, "this address knows other methods only", headers, 405);
	} else if (!answer_page(api, exchange) && !px_assets_serve(api->assets, exchange) &&
		   !px_welcome_serve(exchange)) {
		respond_problem(exchange, PX_NOT_FOUND, NULL, "there is nothing at this address", "", 0);
	}
}
