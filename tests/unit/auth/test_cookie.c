/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Cookies read and written, CSRF tokens, and the cookies of a session.
 */
#include "auth/cookie.h"

#include "unit/auth/world.h"

static bool get(const char *header, const char *name, char out[64])
{
	struct px_str value;
	bool found = px_cookie_get(px_str(header), name, &value);

	if (found)
		snprintf(out, 64, "%.*s", PX_STR_ARG(value));
	return found;
}

static void finds_cookies(void **state)
{
	static const char *const headers[] = {
		"a=1", "b=2; a=1", "a=1; b=2", "b=2;a=1;c", " a=1 ", "b=\"x\";  a=\"1\"", "=x; a=1", "novalue; a=1",
		"b=caf\xc3\xa9; a=1", "b={\"k\":1}; a=1", "a=1; a=1", "A=2; a=1", "b=a=3; a=1", "aa=2; a=1; ",
		"b=x y; a=1",
	};
	char out[64];

	(void)state;
	for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
		assert_true(get(headers[i], "a", out));
		assert_string_equal(out, "1");
	}
	assert_true(get("a=", "a", out));
	assert_string_equal(out, "");
	assert_true(get("a=x=y=", "a", out));
	assert_string_equal(out, "x=y=");
}

static void refuses_what_is_not_clear(void **state)
{
	static const char *const headers[] = {
		"", "b=1", "A=1", "a", "a=1; a=2", "a=1\x01", "a=1; b=\x7f", "a=1\r\nb=2", "a=1,2", "a=\"1", "a=1\\2",
		"b=\"; a=1", /* a quote doesn't hide the separator, so this one is found: see below */
	};
	char out[64];

	(void)state;
	for (size_t i = 0; i + 1 < sizeof(headers) / sizeof(headers[0]); i++)
		assert_false(get(headers[i], "a", out));
	assert_true(get("b=\"; a=1; c=\"", "a", out));
}

static void bounds_header_and_pairs(void **state)
{
	char out[64];
	char *text = malloc(PX_COOKIE_HEADER_MAX + 16);
	struct px_buf pairs = PX_BUF_INIT(65536);

	(void)state;
	memset(text, 'x', PX_COOKIE_HEADER_MAX + 8);
	memcpy(text, "a=1; b=", 7);
	text[PX_COOKIE_HEADER_MAX] = '\0';
	assert_true(get(text, "a", out));
	text[PX_COOKIE_HEADER_MAX] = 'x';
	text[PX_COOKIE_HEADER_MAX + 1] = '\0';
	assert_false(get(text, "a", out));
	free(text);
	for (int i = 0; i < PX_COOKIE_PAIRS_MAX - 1; i++)
		px_buf_printf(&pairs, "c%d=1; ", i);
	px_buf_text(&pairs, "a=1");
	assert_true(get(pairs.data, "a", out));
	px_buf_text(&pairs, "; z=1");
	assert_false(get(pairs.data, "a", out));
	px_buf_release(&pairs);
}

static void writes_set_cookie(void **state)
{
	struct px_buf out = PX_BUF_INIT(1024);
	struct px_cookie cookie = { .name = "__Host-a", .value = PX_STR("v1"), .max_age = 60, .http_only = true,
				    .secure = true, .same_site = PX_SAME_SITE_LAX };

	(void)state;
	assert_int_equal(px_cookie_set(&out, &cookie), PX_OK);
	assert_string_equal(out.data, "Set-Cookie: __Host-a=v1; Path=/; Max-Age=60; HttpOnly; Secure; SameSite=Lax\r\n");
	px_buf_clear(&out);
	cookie = (struct px_cookie){ .name = "b", .value = PX_STR(""), .path = "/x", .max_age = -1,
				     .same_site = PX_SAME_SITE_STRICT };
	assert_int_equal(px_cookie_set(&out, &cookie), PX_OK);
	assert_string_equal(out.data, "Set-Cookie: b=; Path=/x; SameSite=Strict\r\n");
	px_buf_release(&out);
}

static void never_writes_what_would_break_out(void **state)
{
	const struct px_cookie bad[] = {
		{ .name = "", .value = PX_STR("v") },
		{ .name = "a b", .value = PX_STR("v") },
		{ .name = "a=", .value = PX_STR("v") },
		{ .name = "a", .value = PX_STR("v; Secure") },
		{ .name = "a", .value = PX_STR("v\r\nX: y") },
		{ .name = "a", .value = PX_STR("v"), .path = "x" },
		{ .name = "a", .value = PX_STR("v"), .path = "/;Domain=x" },
		{ .name = "a", .value = PX_STR("v"), .path = "/\r\n" },
		{ .name = "__Host-a", .value = PX_STR("v") },
		{ .name = "__Host-a", .value = PX_STR("v"), .secure = true, .path = "/x" },
		{ .name = "__Secure-a", .value = PX_STR("v") },
		{ .name = "a", .value = PX_STR("v"), .same_site = PX_SAME_SITE_NONE },
	};
	struct px_buf out = PX_BUF_INIT(1024);

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(px_cookie_set(&out, &bad[i]), PX_INVALID);
		assert_int_equal(out.size, 0);
	}
	px_buf_release(&out);
}

static void csrf_tokens_belong_to_one_session(void **state)
{
	uint8_t key[PX_CSRF_KEY] = { 1 }, other[PX_CSRF_KEY] = { 2 };
	struct px_id session = px_id_new(), foreign = px_id_new();
	char text[PX_CSRF_TEXT], again[PX_CSRF_TEXT];

	(void)state;
	px_csrf_make(key, session, text);
	px_csrf_make(key, session, again);
	assert_int_equal(strlen(text), PX_CSRF_TEXT - 1);
	assert_string_not_equal(text, again);
	assert_true(px_csrf_valid(key, session, px_str(text)));
	assert_true(px_csrf_valid(key, session, px_str(again)));
	assert_false(px_csrf_valid(key, foreign, px_str(text)));
	assert_false(px_csrf_valid(other, session, px_str(text)));
	assert_false(px_csrf_valid(key, session, px_str("")));
	assert_false(px_csrf_valid(key, session, px_str_n(text, 63)));
	for (size_t i = 0; i < PX_CSRF_TEXT - 1; i++) {
		char old = text[i];
		text[i] = old == 'A' ? 'B' : 'A';
		assert_false(px_csrf_valid(key, session, px_str(text)));
		text[i] = old;
	}
}

/* "Set-Cookie: name=value; ..." lines as the Cookie header a browser would send. */
static void as_browser(const char *lines, char header[4096])
{
	size_t size = 0;

	header[0] = '\0';
	for (const char *at = lines; (at = strstr(at, "Set-Cookie: ")) != NULL; at++) {
		size_t length = strcspn(at + 12, ";");
		size += (size_t)snprintf(header + size, 4096 - size, "%s%.*s", size ? "; " : "", (int)length, at + 12);
	}
}

static void a_session_travels_in_cookies(void **state)
{
	struct world *w = world_make();
	struct px_auth_grant grant = { .access = "a.b.c", .refresh = "pxr_x",
				       .refresh_expires = WORLD_NOW + 30 * PX_MS_DAY };
	struct px_buf out = PX_BUF_INIT(8192);
	struct px_str token, csrf;
	char header[4096];

	(void)state;
	world_open(w);
	grant.principal.session = px_id_new();
	for (int secure = 0; secure < 2; secure++) {
		px_buf_clear(&out);
		px_auth_cookies_write(w->auth, &grant, secure, &out);
		as_browser(out.data, header);
		assert_true(px_auth_cookies_access(px_str(header), secure, &token));
		assert_true(px_str_eq(token, PX_STR("a.b.c")));
		assert_true(px_auth_cookies_refresh(px_str(header), secure, &token));
		assert_true(px_str_eq(token, PX_STR("pxr_x")));
		/* cookies set in clear are not looked at on a secure connection */
		assert_false(px_auth_cookies_access(px_str(header), !secure, &token));
		assert_int_equal(strstr(out.data, "Secure") != NULL, secure);
		assert_true(px_cookie_get(px_str(header), secure ? "__Host-pixie-csrf" : "pixie-csrf", &csrf));
		assert_true(px_auth_csrf_check(w->auth, grant.principal.session, px_str(header), secure, csrf));
		assert_false(px_auth_csrf_check(w->auth, px_id_new(), px_str(header), secure, csrf));
		assert_false(px_auth_csrf_check(w->auth, grant.principal.session, px_str(header), secure, px_str("")));
		assert_false(px_auth_csrf_check(w->auth, grant.principal.session, px_str(""), secure, csrf));
	}
	assert_non_null(strstr(out.data, "__Host-pixie=a.b.c; Path=/; Max-Age=900; HttpOnly; Secure; SameSite=Lax"));
	assert_non_null(strstr(out.data, "__Secure-pixie-refresh=pxr_x; Path=/api/v1/auth; Max-Age=2592000; HttpOnly; "
			       "Secure; SameSite=Strict"));
	px_buf_clear(&out);
	px_auth_cookies_write(w->auth, NULL, true, &out);
	as_browser(out.data, header);
	assert_false(px_auth_cookies_access(px_str(header), true, &token));
	assert_non_null(strstr(out.data, "__Host-pixie=; Path=/; Max-Age=0;"));
	px_buf_release(&out);
	world_close(w);
	world_free(w);
	px_clock_fix(0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_cookies),
		cmocka_unit_test(refuses_what_is_not_clear),
		cmocka_unit_test(bounds_header_and_pairs),
		cmocka_unit_test(writes_set_cookie),
		cmocka_unit_test(never_writes_what_would_break_out),
		cmocka_unit_test(csrf_tokens_belong_to_one_session),
		cmocka_unit_test(a_session_travels_in_cookies),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
