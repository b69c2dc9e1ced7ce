/* SPDX-License-Identifier: Apache-2.0 */
#include "api/attempts.h"

#include "base/log.h"

enum px_err px_attempt_begin(struct px_call *call, struct px_str account, struct px_error *error)
{
	uint32_t wait = px_limit_login(call->api->parts.limiter, account, call->address);

	if (!wait)
		return PX_OK;
	wait = (wait + 999) / 1000;
	(void)px_buf_printf(&call->headers, "Retry-After: %u\r\n", wait);
	return px_fail(error, PX_RATE_LIMITED, NULL, "too many wrong passwords or codes; try again in %u s", wait);
}

/* Every node counts it, this one, too, when it hears of it: what is published is heard here at once. */
static void tell(const struct px_call *call, struct px_str account, bool failed)
{
	struct px_buf json = PX_BUF_INIT(256);
	struct px_bus_event event = { PX_STR(PX_BUS_NODES), PX_STR(PX_BUS_LOGIN), { 0 }, 0 };

	px_limit_login_write(call->api->parts.limiter, account, call->address, failed, &json);
	event.json = px_buf_view(&json);
	if (px_bus_publish(call->api->parts.bus, &event) != PX_OK)
		px_log(PX_LOG_WARN, "api", "the outcome of a login was not told to other nodes");
	px_buf_release(&json);
}

void px_attempt_failed(struct px_call *call, struct px_str account)
{
	tell(call, account, true);
}

void px_attempt_succeeded(struct px_call *call, struct px_str account)
{
	tell(call, account, false);
}

enum px_err px_attempt_account(struct px_call *call, struct px_str *account, const char **email,
			       struct px_error *error)
{
	struct px_auth_user user;
	char *id = px_arena_alloc(&call->arena, PX_ID_TEXT + 1);

	px_id_format(call->principal.user, id);
	enum px_err err = px_auth_user_find(call->api->parts.auth, call->tx, px_str(id), &call->arena, &user, error);
	if (err)
		return err;
	*email = user.email;
	*account = px_str(user.email ? user.email : id);
	return PX_OK;
}
