/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Admission of a call, on the loop thread: who is calling, may they, how
 * often, and is the answer ready already.
 *
 * A token that is not in the cache is looked up on a shard (or its issuer's
 * keys are fetched), after which the call comes back here.
 */
#include "api/api_internal.h"

#include "api/browser.h"
#include "api/cors.h"
#include "api/query.h"
#include "base/clock.h"
#include "base/mem.h"

#include <stdlib.h>

enum { BODY_MAX = 64 << 20, HEADERS_MAX = 16384, KEY_MAX = 255 };

#define KEYS_MISSING "the keys of the token's issuer can't be fetched now; try again"

static void admit(struct px_call *call);

/* The token of the Authorization header, else of the cookie. */
static bool find_token(struct px_call *call)
{
	struct px_str header = px_http_header(call->request, "authorization");

	if (header.data)
		return px_auth_bearer(header, &call->token);
	header = px_http_header(call->request, "cookie");
	call->by_cookie = header.data && px_auth_cookies_access(header, call->secure, &call->token);
	return call->by_cookie;
}

static void enter(struct px_call *call);

static void back_home(struct px_job *job)
{
	enter((struct px_call *)job);
}

static void resolve_job(struct px_job *job)
{
	struct px_call *call = (struct px_call *)job;
	struct px_error error;
	enum px_err err = px_auth_resolve(call->api->parts.auth, call->token, &call->principal, &error);

	if (err) {
		px_call_refuse(call, err, NULL,
			       err == PX_UNAUTHORIZED ? "this token is not valid" : "identity can't be checked now");
		return;
	}
	call->job.run = back_home;
	if (!px_loop_post(px_http_loop(call->exchange), &call->job))
		px_call_refuse(call, PX_UNAVAILABLE, NULL, "shutting down");
}

static void keys_arrived(void *arg)
{
	struct px_call *call = arg;

	call->key_rounds++;
	admit(call);
}

static void look_up(struct px_call *call)
{
	unsigned shard = (unsigned)(px_str_hash(call->token) % px_shards_count(call->api->parts.shards));

	call->job.run = resolve_job;
	if (px_shard_depth(call->api->parts.shards, shard) >= PX_SHARD_QUEUE_MAX)
		px_call_refuse(call, PX_UNAVAILABLE, NULL, "too busy; try again");
	else if (!px_shard_post_to(call->api->parts.shards, shard, &call->job))
		px_call_refuse(call, PX_UNAVAILABLE, NULL, "shutting down");
}

static bool is_safe(enum px_http_method method)
{
	return method == PX_HTTP_GET || method == PX_HTTP_HEAD || method == PX_HTTP_OPTIONS;
}

/* A cookie alone must not change anything: the page has to prove that it can read our cookies. */
static bool passes_csrf(const struct px_call *call)
{
	return px_auth_csrf_check(call->api->parts.auth, call->principal.session,
				  px_http_header(call->request, "cookie"), call->secure,
				  px_http_header(call->request, "x-csrf-token"));
}

/* True if allowed; else the call has been answered. */
static bool take_limit(struct px_call *call)
{
	struct px_limit_caller caller = { call->principal.user, call->principal.session,
					  call->address };
	struct px_limit_result result;

	px_limit_take(call->api->parts.limiter, call->endpoint->limit, &caller, 1, &result);
	px_limit_headers(&result, &call->headers);
	if (!result.allowed)
		px_call_refuse(call, PX_RATE_LIMITED, NULL, "too many requests; see Retry-After");
	return result.allowed;
}

/* True if the answer was ready. */
static bool answer_from_cache(struct px_call *call)
{
	if (!(call->endpoint->flags & PX_ENDPOINT_CACHED) || !call->api->caching)
		return false;
	struct px_cached *cached =
		px_cache_get(call->api->cache, call->principal.user, call->request->target);
	if (!cached)
		return false;
	bool same = px_has_etag(call->request, cached->etag);
	(void)px_buf_printf(&call->headers, "ETag: %s\r\n", cached->etag);
	px_call_policy(call);
	px_histogram_add(&call->api->latency[call->endpoint - px_endpoints], px_clock_mono() - call->started);
	px_http_respond(call->exchange, same ? 304 : 200, "application/json", px_buf_view(&call->headers),
			same ? PX_STR("") : px_str_n(cached->body, cached->size));
	px_cached_unref(cached);
	px_call_free(call);
	return true;
}

static bool read_key(struct px_call *call)
{
	struct px_str key = px_http_header(call->request, "idempotency-key");

	if (!key.data || !(call->endpoint->flags & PX_ENDPOINT_KEYED))
		return true;
	if (key.size == 0 || key.size > KEY_MAX) {
		px_call_refuse(call, PX_INVALID, "Idempotency-Key", "an idempotency key has 1 to 255 characters");
		return false;
	}
	call->key = px_arena_str(&call->arena, key);
	return true;
}

/* Bodies are taken as they are; one that was packed would be read as something else. */
static bool passes_coding(struct px_call *call)
{
	struct px_str coding = px_str_trim(px_http_header(call->request, "content-encoding"));

	if (!coding.size || px_str_eq_case(coding, PX_STR("identity")))
		return true;
	(void)px_buf_text(&call->headers, "Accept-Encoding: identity\r\n");
	px_call_refuse(call, PX_INVALID, "Content-Encoding", "send the body as it is, without a content coding");
	return false;
}

static bool passes_query(struct px_call *call)
{
	struct px_error error;
	enum px_err err = px_query_check(call->endpoint, call->request, &call->arena, &error);

	if (err)
		px_call_refuse(call, err, error.field, error.message);
	return !err;
}

/* Whom the client believes it is, if it says so: an edit that waited may come with the cookie of another login. */
static bool passes_user(struct px_call *call)
{
	struct px_str said = px_http_header(call->request, "x-user-id");
	struct px_id user;

	if (!said.data || is_safe(call->request->method))
		return true;
	if (!px_id_parse(said, &user))
		px_call_refuse(call, PX_INVALID, "X-User-Id", "X-User-Id takes the id of a user, or leave it out");
	else if (!px_id_eq(user, call->principal.user))
		px_call_refuse(call, PX_CONFLICT, "X-User-Id", "you are logged in as another user than the one this is for");
	else
		return true;
	return false;
}

/* Identity is known: scopes, limits, cache, then the first step. */
static void enter(struct px_call *call)
{
	const struct px_endpoint *endpoint = call->endpoint;

	if (!(endpoint->flags & PX_ENDPOINT_PUBLIC)) {
		if ((call->principal.scopes & endpoint->scope) != endpoint->scope) {
			px_call_refuse(call, PX_FORBIDDEN, NULL, "this token lacks the scope that this needs");
			return;
		}
		if (endpoint->flags & PX_ENDPOINT_ADMIN && !call->principal.admin) {
			px_call_refuse(call, PX_FORBIDDEN, NULL, "only an administrator may do this");
			return;
		}
		if (call->by_cookie && !is_safe(call->request->method) && !passes_csrf(call)) {
			px_call_refuse(call, PX_FORBIDDEN, "X-CSRF-Token",
				       "send the X-CSRF-Token header with the value of the CSRF cookie");
			return;
		}
		if (!passes_user(call))
			return;
	}
	if (!take_limit(call) || !passes_coding(call) || answer_from_cache(call) || !read_key(call) ||
	    !passes_query(call))
		return;
	call->generation = px_cache_generation(call->api->cache, call->principal.user);
	px_call_run(call);
}

static void admit(struct px_call *call)
{
	if (call->endpoint->flags & PX_ENDPOINT_PUBLIC) {
		enter(call);
		return;
	}
	if (!find_token(call)) {
		px_call_refuse(call, PX_UNAUTHORIZED, NULL, "send a token: Authorization: Bearer ...");
		return;
	}
	switch (px_auth_check(call->api->parts.auth, call->token, &call->principal)) {
	case PX_AUTH_OK:
		enter(call);
		break;
	case PX_AUTH_NEEDS_STORE:
		look_up(call);
		break;
	case PX_AUTH_NEEDS_KEYS:
		if (call->key_rounds == 0)
			px_auth_await_keys(call->api->parts.auth, call->token, keys_arrived, call);
		else
			px_call_refuse(call, PX_UNAVAILABLE, NULL, KEYS_MISSING);
		break;
	case PX_AUTH_UNAVAILABLE:
		px_call_refuse(call, PX_UNAVAILABLE, NULL, KEYS_MISSING);
		break;
	case PX_AUTH_UNAUTHORIZED:
		px_call_refuse(call, PX_UNAUTHORIZED, NULL, "this token is not valid");
		break;
	}
}

void px_call_start(struct px_api *api, struct px_http_exchange *exchange,
		   const struct px_endpoint *endpoint, const struct px_str *params)
{
	struct px_call *call = px_calloc(1, sizeof(*call));

	px_api_enter(api);
	call->api = api;
	call->exchange = exchange;
	call->request = px_http_request(exchange);
	call->endpoint = endpoint;
	for (size_t i = 0; i < PX_ROUTE_PARAMS; i++)
		call->params[i] = params[i];
	px_proxies_client(api->proxies, call->request, px_http_peer(exchange), call->address);
	call->secure = px_browser_is_secure(api, exchange);
	px_arena_init(&call->arena);
	px_buf_init(&call->body, BODY_MAX);
	px_buf_init(&call->headers, HEADERS_MAX);
	px_cors_headers(api->origins, call->request, &call->headers);
	call->status = endpoint->status;
	call->started = call->request->received;
	admit(call);
}
