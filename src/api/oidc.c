/* SPDX-License-Identifier: Apache-2.0 */
/*
 * /api/v1/auth/oidc: browser login at an external issuer (Authorization Code
 * with PKCE).  begin redirects there; the callback redeems the code on the
 * loop and opens a session on a shard.
 */
#include "api/grant.h"

#include "auth/cookie.h"

/* Each attempt has a cookie of its own, named by its state, so that two tabs don't take each other's. */
#define LOGIN_COOKIE "pixie_login_"
enum { LOGIN_SECONDS = 600, STATE_CHARS = 16, ATTEMPTS_MAX = 4 /* a browser's, of some 1 KiB each */ };

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

static enum px_err set_login_cookie(struct px_call *call, const char *name, struct px_str value, int64_t seconds)
{
	struct px_cookie cookie = {
		.name = name, .value = value, .path = "/api/v1/auth/oidc", .max_age = seconds,
		.same_site = PX_SAME_SITE_LAX, .http_only = true, .secure = call->secure,
	};

	return px_cookie_set(&call->headers, &cookie);
}

/* The name of an attempt's cookie; NULL if the state, which anybody may have written, is none of ours. */
static const char *cookie_name(struct px_call *call, struct px_str state)
{
	for (size_t i = 0; i < STATE_CHARS; i++) {
		char c = i < state.size ? state.data[i] : '\0';
		if (!((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z') || c == '-' || c == '_'))
			return NULL;
	}
	return px_arena_printf(&call->arena, LOGIN_COOKIE "%.*s", STATE_CHARS, state.data);
}

/* Makes room for one more attempt, or the cookies would outgrow a request's head.  Browsers send the oldest first. */
static enum px_err drop_old_attempts(struct px_call *call)
{
	struct px_str names[PX_COOKIE_PAIRS_MAX], rest = px_http_header(call->request, "cookie"), name, value;
	enum px_err err = PX_OK;
	size_t count = 0;

	while (count < PX_COOKIE_PAIRS_MAX && px_cookie_next(&rest, &name, &value))
		if (px_str_starts(name, PX_STR(LOGIN_COOKIE)))
			names[count++] = name;
	for (size_t i = 0; !err && i + ATTEMPTS_MAX <= count; i++)
		err = set_login_cookie(call, px_arena_str(&call->arena, names[i]), PX_STR(""), 0);
	return err;
}

enum px_err px_oidc_begin(struct px_call *call, struct px_error *error)
{
	const char *name = px_arena_str(&call->arena, call->params[0]);
	const char *return_to = px_call_query(call, "return_to");
	struct px_auth_oidc_attempt attempt;
	enum px_err err = px_auth_oidc_begin(call->api->parts.auth, name, callback_url(call),
					     px_str(return_to ? return_to : "/"), &call->arena, &attempt, error);

	if (!err)
		err = drop_old_attempts(call);
	if (!err)
		err = set_login_cookie(call, cookie_name(call, px_str(attempt.state)), px_str(attempt.cookie),
				       LOGIN_SECONDS);
	if (!err)
		err = px_buf_printf(&call->headers, "Location: %s\r\n", attempt.url);
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
	const char *state = px_call_query(call, "state");
	const char *name = state ? cookie_name(call, px_str(state)) : NULL;
	struct px_str cookie;

	if (!name || !px_cookie_get(px_http_header(call->request, "cookie"), name, &cookie))
		return px_fail(error, PX_UNAUTHORIZED, NULL,
			       "this login is over or was not begun in this browser; begin again");
	enum px_err err = set_login_cookie(call, name, PX_STR(""), 0); /* it is good for one answer */
	if (err)
		return err;
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
	return px_buf_printf(&call->headers, "Location: %s\r\n", state->return_to ? state->return_to : "/");
}
