/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The cookies of a browser session, and the check against forged requests.
 */
#include "auth/auth_internal.h"

#include "auth/cookie.h"

#define REFRESH_PATH "/api/v1/auth"

static const struct names {
	const char *access, *refresh, *csrf;
} plain = { "pixie", "pixie-refresh", "pixie-csrf" },
  guarded = { "__Host-pixie", "__Secure-pixie-refresh", "__Host-pixie-csrf" };

static const struct names *names_for(bool secure)
{
	return secure ? &guarded : &plain;
}

static void write_cookie(struct px_buf *out, struct px_cookie cookie)
{
	/* names, paths and values are ours, so the only way to fail is a full buffer, which shows there */
	if (px_cookie_set(out, &cookie) == PX_INVALID)
		abort();
}

void px_auth_cookies_write(struct px_auth *auth, const struct px_auth_grant *grant, bool secure,
			   struct px_buf *out)
{
	const struct names *names = names_for(secure);
	int64_t lives = grant ? (grant->refresh_expires - px_clock_now()) / 1000 : 0;
	char csrf[PX_CSRF_TEXT] = "";

	if (grant)
		px_csrf_make(auth->csrf_key, grant->principal.session, csrf);
	if (lives < 0)
		lives = 0;
	write_cookie(out, (struct px_cookie){ .name = names->access, .value = px_str(grant ? grant->access : ""),
					      .max_age = grant ? PX_ACCESS_MS / 1000 : 0, .http_only = true,
					      .secure = secure, .same_site = PX_SAME_SITE_LAX });
	write_cookie(out, (struct px_cookie){ .name = names->refresh, .value = px_str(grant ? grant->refresh : ""),
					      .max_age = lives, .http_only = true, .secure = secure,
					      .path = REFRESH_PATH, .same_site = PX_SAME_SITE_STRICT });
	write_cookie(out, (struct px_cookie){ .name = names->csrf, .value = px_str(csrf), .max_age = lives,
					      .secure = secure, .same_site = PX_SAME_SITE_STRICT });
}

bool px_auth_cookies_access(struct px_str header, bool secure, struct px_str *token)
{
	return px_cookie_get(header, names_for(secure)->access, token) && token->size > 0;
}

bool px_auth_cookies_refresh(struct px_str header, bool secure, struct px_str *token)
{
	return px_cookie_get(header, names_for(secure)->refresh, token) && token->size > 0;
}

bool px_auth_csrf_check(struct px_auth *auth, struct px_id session, struct px_str cookie_header, bool secure,
			struct px_str csrf_header)
{
	struct px_str cookie;

	return px_cookie_get(cookie_header, names_for(secure)->csrf, &cookie) &&
	       px_secret_eq(cookie, csrf_header) && px_csrf_valid(auth->csrf_key, session, csrf_header);
}
