/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Grants on the wire.
 */
#include "api/grant.h"

#include "base/clock.h"

enum { FIELD_MAX_BYTES = 4096 };

enum px_err px_input_text(const struct px_call *call, const char *name, struct px_str *text,
			  struct px_error *error)
{
	*text = px_json_string(json_object_get(call->input, name));
	if (text->size == 0)
		return px_fail(error, PX_INVALID, name, "%s must be a string that isn't empty", name);
	if (text->size > FIELD_MAX_BYTES)
		return px_fail(error, PX_TOO_LARGE, name, "%s has at most %d bytes", name, FIELD_MAX_BYTES);
	return PX_OK;
}

const char *px_input_optional(const struct px_call *call, const char *name)
{
	struct px_str text = px_json_string(json_object_get(call->input, name));

	return text.data ? px_arena_str((struct px_arena *)&call->arena, text) : NULL;
}

struct px_auth_device px_call_device(const struct px_call *call)
{
	struct px_str agent = px_http_header(call->request, "user-agent");
	struct px_arena *arena = (struct px_arena *)&call->arena;

	return (struct px_auth_device){
		.address = call->address,
		.user_agent = agent.data ? px_arena_str(arena, agent) : NULL,
	};
}

void px_call_grant(struct px_call *call, struct px_auth_grant *grant, bool cookies)
{
	struct px_json json;

	px_json_init(&json, &call->body);
	px_json_open_object(&json);
	if (cookies) {
		px_auth_cookies_write(call->api->parts.auth, grant, call->secure, &call->headers);
	} else {
		px_json_key(&json, "access_token");
		px_json_text(&json, grant->access);
		px_json_key(&json, "refresh_token");
		px_json_text(&json, grant->refresh);
	}
	px_json_key(&json, "token_type");
	px_json_text(&json, cookies ? "Cookie" : "Bearer");
	px_json_key(&json, "expires_in");
	px_json_int(&json, (grant->principal.expires - px_clock_now()) / 1000);
	px_json_close_object(&json);
	px_auth_grant_wipe(grant);
}

void px_call_ok(struct px_call *call)
{
	(void)px_buf_text(&call->body, "{\"status\":\"ok\"}");
}
