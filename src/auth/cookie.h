/* SPDX-License-Identifier: Apache-2.0 */
/*
 * HTTP cookies (RFC 6265bis): a strict, bounded reader of Cookie and a writer
 * of Set-Cookie; and CSRF tokens bound to a session by HMAC.
 *
 * Pure functions, any thread.
 */
#ifndef PX_AUTH_COOKIE_H
#define PX_AUTH_COOKIE_H

#include "base/buf.h"
#include "base/err.h"
#include "base/id.h"

enum { PX_COOKIE_HEADER_MAX = 16384, PX_COOKIE_PAIRS_MAX = 64 };

/*
 * Gives the well-formed pairs of a Cookie header value one by one.  Start with
 * *rest = the value; false at the end or before a pair with a control
 * character.  Pairs that the grammar does not allow (other programs on the
 * same host set all sorts of things) are passed over.  A value in double
 * quotes is given without them; quotes never hide a ";".
 */
bool px_cookie_next(struct px_str *rest, struct px_str *name, struct px_str *value);
/*
 * The value of cookie `name` (case counts).  False if it is absent, stands
 * there twice with different values (somebody planted one), or the header is
 * over the limits or has a control character anywhere.
 */
bool px_cookie_get(struct px_str header, const char *name, struct px_str *value);

enum px_same_site { PX_SAME_SITE_LAX, PX_SAME_SITE_STRICT, PX_SAME_SITE_NONE };
struct px_cookie {
	const char *name;       /* an RFC 9110 token */
	struct px_str value;    /* cookie-octets only */
	const char *path;       /* NULL: "/" */
	int64_t max_age;        /* seconds; 0 deletes; -1: until the browser closes */
	enum px_same_site same_site;
	bool http_only, secure;
};
/*
 * Appends "Set-Cookie: ...\r\n".  PX_INVALID, and nothing written, if name or
 * value hold a byte that is not allowed, if a __Host- name is not Secure with
 * Path=/, if a __Secure- name is not Secure, or SameSite=None is not Secure.
 */
enum px_err px_cookie_set(struct px_buf *out, const struct px_cookie *cookie) PX_MUST_CHECK;

enum { PX_CSRF_KEY = 32, PX_CSRF_TEXT = 65 };
/* base64url(16 random bytes, HMAC-SHA-256(key, session id and those bytes)) and a NUL. */
void px_csrf_make(const uint8_t key[PX_CSRF_KEY], struct px_id session, char text[PX_CSRF_TEXT]);
/* Constant time. */
bool px_csrf_valid(const uint8_t key[PX_CSRF_KEY], struct px_id session, struct px_str text);

#endif
