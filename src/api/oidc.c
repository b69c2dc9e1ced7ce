/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/auth/oidc: browser login at an external issuer (Authorization Code
 * with PKCE).  begin redirects there; the callback redeems the code on the
 * loop and opens a session on a shard.
 */
#include "api/grant.h"

#include "auth/cookie.h"

#define LOGIN_COOKIE "pixie_login"
enum { LOGIN_SECONDS = 600 };

struct oidc_state {
	struct px_auth_identity identity; /* copied into the call's arena */
	const char *return_to;
};

enum px_err px_oidc_list(struct px_call *call, struct px_error *error)
{
	struct px_json json;
	const char *name;

	(void)error;
	px_list_begin(call, &json);
	for (size_t i = 0; (name = px_auth_oidc_name(call->api->parts.auth, i)); i++) {
		px_json_open_object(&json);
		px_json_key(&json, "name");
		px_json_text(&json, name);
		px_json_close_object(&json);
	}
	px_list_end(&json);
	return PX_OK;
}

/* Where the issuer sends the browser back to: the public URL, else the Host that was asked. */
static const char *callback_url(struct px_call *call)
{
	const char *base = call->api->parts.config->public_url;

	if (base[0])
		return px_arena_printf(&call->arena, "%s/api/v1/auth/oidc/callback", base);
	return px_arena_printf(&call->arena, "%s://%.*s/api/v1/auth/oidc/callback",
			       call->secure ? "https" : "http",
			       PX_STR_ARG(px_http_header(call->request, "host")));
}

static enum px_err set_login_cookie(struct px_call *call, struct px_str value, int64_t seconds)
{
	struct px_cookie cookie = {
		.name = LOGIN_COOKIE, .value = value, .path = "/api/v1/auth/oidc", .max_age = seconds,
		.same_site = PX_SAME_SITE_LAX, .http_only = true, .secure = call->secure,
	};

	return px_cookie_set(&call->headers, &cookie);
}

enum px_err px_oidc_begin(struct px_call *call, struct px_error *error)
{
	const char *name = px_arena_str(&call->arena, call->params[0]), *url, *cookie;
	const char *return_to = px_call_query(call, "return_to");
	enum px_err err = px_auth_oidc_begin(call->api->parts.auth, name, callback_url(call),
					     px_str(return_to ? return_to : "/"), &call->arena, &url, &cookie,
					     error);

	if (!err)
		err = set_login_cookie(call, px_str(cookie), LOGIN_SECONDS);
	if (!err)
		err = px_buf_printf(&call->headers, "Location: %s\r\n", url);
	return err;
}

static const char *copy(struct px_call *call, const char *text)
{
	return text ? px_arena_str(&call->arena, px_str(text)) : NULL;
}

static void redeemed(void *arg, const struct px_auth_identity *identity, const char *return_to,
		     const struct px_error *why)
{
	struct px_call *call = arg;
	struct px_error error = { .code = PX_UNAUTHORIZED };

	if (!identity) {
		if (why)
			error = *why;
		px_call_resume(call, error.code ? error.code : PX_UNAUTHORIZED, &error);
		return;
	}
	struct oidc_state *state = PX_ARENA_NEW(&call->arena, struct oidc_state);
	state->identity = *identity;
	state->identity.issuer = copy(call, identity->issuer);
	state->identity.subject = copy(call, identity->subject);
	state->identity.email = copy(call, identity->email);
	state->identity.name = copy(call, identity->name);
	state->identity.zone = copy(call, identity->zone);
	state->identity.locale = copy(call, identity->locale);
	state->return_to = copy(call, return_to);
	call->state = state;
	px_call_resume(call, PX_OK, &error);
}

enum px_err px_oidc_redeem(struct px_call *call, struct px_error *error)
{
	struct px_str cookie;

	if (!px_cookie_get(px_http_header(call->request, "cookie"), LOGIN_COOKIE, &cookie))
		return px_fail(error, PX_UNAUTHORIZED, NULL, "this login was not begun in this browser; begin again");
	px_auth_oidc_finish(call->api->parts.auth, call->request->query, cookie, redeemed, call);
	return PX_OK;
}

enum px_err px_oidc_login(struct px_call *call, struct px_error *error)
{
	const struct oidc_state *state = call->state;
	struct px_auth_device device = px_call_device(call);
	struct px_auth_grant grant;
	enum px_err err = px_auth_oidc_login(call->api->parts.auth, call->tx, &state->identity, &device, &grant,
					     error);

	if (err)
		return err;
	px_call_grant(call, &grant, true);
	px_buf_clear(&call->body);
	err = set_login_cookie(call, PX_STR(""), 0);
	return err ? err : px_buf_printf(&call->headers, "Location: %s\r\n", state->return_to ? state->return_to : "/");
}
