/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Pairs are split at ";" and nowhere else (never inside quotes), so that we
 * see the same pairs as the browser that wrote them.
 */
#include "auth/cookie.h"

#include "auth/base64url.h"
#include "base/random.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

enum { CSRF_NONCE = 16, CSRF_MAC = 32 };

/* RFC 9110 tchar */
static bool is_token_char(unsigned char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
	       (c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL);
}

/* RFC 6265 cookie-octet */
static bool is_value_char(unsigned char c)
{
	return c == 0x21 || (c >= 0x23 && c <= 0x2b) || (c >= 0x2d && c <= 0x3a) || (c >= 0x3c && c <= 0x5b) ||
	       (c >= 0x5d && c <= 0x7e);
}

static bool all(struct px_str text, bool (*is)(unsigned char))
{
	for (size_t i = 0; i < text.size; i++) {
		if (!is((unsigned char)text.data[i]))
			return false;
	}
	return true;
}

static bool has_control(struct px_str text)
{
	for (size_t i = 0; i < text.size; i++) {
		unsigned char c = (unsigned char)text.data[i];
		if ((c < 0x20 && c != '\t') || c == 0x7f)
			return true;
	}
	return false;
}

static struct px_str trim(struct px_str text)
{
	while (text.size > 0 && (text.data[0] == ' ' || text.data[0] == '\t'))
		text = px_str_n(text.data + 1, text.size - 1);
	while (text.size > 0 && (text.data[text.size - 1] == ' ' || text.data[text.size - 1] == '\t'))
		text.size--;
	return text;
}

static bool read_pair(struct px_str pair, struct px_str *name, struct px_str *value)
{
	const char *equals = pair.size > 0 ? memchr(pair.data, '=', pair.size) : NULL;

	if (equals == NULL)
		return false;
	*name = trim(px_str_n(pair.data, (size_t)(equals - pair.data)));
	*value = trim(px_str_n(equals + 1, pair.size - (size_t)(equals - pair.data) - 1));
	if (value->size >= 2 && value->data[0] == '"' && value->data[value->size - 1] == '"')
		*value = px_str_n(value->data + 1, value->size - 2);
	return name->size > 0 && all(*name, is_token_char) && all(*value, is_value_char);
}

bool px_cookie_next(struct px_str *rest, struct px_str *name, struct px_str *value)
{
	while (rest->data != NULL) {
		struct px_str pair = px_str_cut(*rest, ';', rest);
		if (has_control(pair)) {
			*rest = (struct px_str){ NULL, 0 };
			return false;
		}
		if (read_pair(pair, name, value))
			return true;
	}
	return false;
}

bool px_cookie_get(struct px_str header, const char *name, struct px_str *value)
{
	struct px_str rest = header, at_name, at_value, wanted = px_str(name);
	bool found = false;

	if (header.size > PX_COOKIE_HEADER_MAX || has_control(header))
		return false;
	for (int pairs = 0; px_cookie_next(&rest, &at_name, &at_value); pairs++) {
		if (pairs == PX_COOKIE_PAIRS_MAX)
			return false;
		if (!px_str_eq(at_name, wanted))
			continue;
		if (found && !px_str_eq(at_value, *value))
			return false;
		*value = at_value;
		found = true;
	}
	return found;
}

static bool may_be_set(const struct px_cookie *cookie)
{
	struct px_str name = px_str(cookie->name);
	const char *path = cookie->path;
	bool root = path == NULL || px_str_eq(px_str(path), PX_STR("/"));

	if (name.size == 0 || !all(name, is_token_char) || !all(cookie->value, is_value_char))
		return false;
	if (path != NULL && (path[0] != '/' || strchr(path, ';') != NULL || has_control(px_str(path))))
		return false;
	if (px_str_starts(name, PX_STR("__Host-")) && !(cookie->secure && root))
		return false;
	if (px_str_starts(name, PX_STR("__Secure-")) && !cookie->secure)
		return false;
	return cookie->same_site != PX_SAME_SITE_NONE || cookie->secure;
}

enum px_err px_cookie_set(struct px_buf *out, const struct px_cookie *cookie)
{
	static const char *const same_site[] = {
		[PX_SAME_SITE_LAX] = "Lax", [PX_SAME_SITE_STRICT] = "Strict", [PX_SAME_SITE_NONE] = "None",
	};

	if (!may_be_set(cookie))
		return PX_INVALID;
	px_buf_printf(out, "Set-Cookie: %s=%.*s; Path=%s", cookie->name, PX_STR_ARG(cookie->value),
		      cookie->path ? cookie->path : "/");
	if (cookie->max_age >= 0)
		px_buf_printf(out, "; Max-Age=%lld", (long long)cookie->max_age);
	if (cookie->http_only)
		px_buf_text(out, "; HttpOnly");
	if (cookie->secure)
		px_buf_text(out, "; Secure");
	px_buf_printf(out, "; SameSite=%s\r\n", same_site[cookie->same_site]);
	return out->overflow ? PX_TOO_LARGE : PX_OK;
}

/* ------------------------------------------------------------------- CSRF */

static void csrf_mac(const uint8_t key[PX_CSRF_KEY], struct px_id session, const uint8_t nonce[CSRF_NONCE],
		     uint8_t mac[CSRF_MAC])
{
	uint8_t input[sizeof(session.bytes) + CSRF_NONCE];

	memcpy(input, session.bytes, sizeof(session.bytes));
	memcpy(input + sizeof(session.bytes), nonce, CSRF_NONCE);
	if (HMAC(EVP_sha256(), key, PX_CSRF_KEY, input, sizeof(input), mac, NULL) == NULL)
		abort();
}

void px_csrf_make(const uint8_t key[PX_CSRF_KEY], struct px_id session, char text[PX_CSRF_TEXT])
{
	uint8_t bytes[CSRF_NONCE + CSRF_MAC];

	px_random_bytes(bytes, CSRF_NONCE);
	csrf_mac(key, session, bytes, bytes + CSRF_NONCE);
	text[px_base64url_encode(bytes, sizeof(bytes), text)] = '\0';
}

bool px_csrf_valid(const uint8_t key[PX_CSRF_KEY], struct px_id session, struct px_str text)
{
	uint8_t bytes[CSRF_NONCE + CSRF_MAC], mac[CSRF_MAC];
	size_t size = sizeof(bytes);

	if (!px_base64url_decode(text, bytes, &size) || size != sizeof(bytes))
		return false;
	csrf_mac(key, session, bytes, mac);
	return CRYPTO_memcmp(mac, bytes + CSRF_NONCE, CSRF_MAC) == 0;
}
