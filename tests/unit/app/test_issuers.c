/* SPDX-License-Identifier: Apache-2.0 */
/* The `oidc` setting: what each key does, what is refused, and that the page of settings is up to date. */
#include "app/issuers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#define ENTRY "issuer=https://id.example,audience=api"

static struct px_auth_issuer parse(const char *text, bool create, struct px_issuers *issuers)
{
	struct px_error error = { 0 };

	if (px_issuers_parse(text, create, issuers, &error) != PX_OK)
		fail_msg("%s: %s", text, error.message);
	return issuers->list[0];
}

static void people_who_are_not_known_get_an_account_only_where_that_is_said(void **state)
{
	static const struct { const char *text; bool open, create; } cases[] = {
		{ ENTRY, false, false }, { ENTRY, true, true },
		{ ENTRY ",create=yes", false, true }, { ENTRY ",create=no", true, false },
	};
	struct px_issuers issuers;

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(parse(cases[i].text, cases[i].open, &issuers).create_users, cases[i].create);
		px_issuers_release(&issuers);
	}
}

static void every_key_is_read(void **state)
{
	struct px_issuers issuers;
	struct px_auth_issuer one = parse(ENTRY ",party=https://app.example,client=pixie,name=work,scopes=openid+email,"
					  "grant=read+admin,link=no  issuer=https://b.example,client=c", false, &issuers);

	(void)state;
	assert_string_equal(one.issuer, "https://id.example");
	assert_string_equal(one.audience, "api");
	assert_string_equal(one.authorized_party, "https://app.example");
	assert_string_equal(one.client_id, "pixie");
	assert_string_equal(one.name, "work");
	assert_string_equal(one.scopes, "openid email");
	assert_int_equal(one.granted, PX_SCOPE_READ | PX_SCOPE_ADMIN);
	assert_false(one.link_email);
	assert_int_equal(issuers.count, 2);
	assert_string_equal(issuers.list[1].name, "issuer2");
	assert_int_equal(issuers.list[1].granted, 0);
	assert_true(issuers.list[1].link_email);
	px_issuers_release(&issuers);
}

static void what_is_wrong_is_refused_with_its_reason(void **state)
{
	static const char *const bad[][2] = {
		{ ENTRY ",create=maybe", "create must be yes or no" }, { ENTRY ",link=true", "link must be yes or no" },
		{ ENTRY ",grant=root", "grant takes" }, { ENTRY ",grant=+", "grant takes" },
		{ ENTRY ",colour=red", "no \"colour\"" }, { ENTRY ",create", "not key=value" },
		{ ENTRY ",create=no,create=yes", "given twice" }, { "audience=api", "lacks issuer" },
		{ "issuer=https://id.example", "anybody's token" }, { ENTRY " " ENTRY, "twice" },
		{ ENTRY ",name=a issuer=https://b.example,client=c,name=a", "twice" },
		{ ENTRY ",secret-file=/nonexistent/x", "can't be read" },
	};
	struct px_issuers issuers;
	struct px_error error;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(px_issuers_parse(bad[i][0], true, &issuers, &error), PX_INVALID);
		if (!strstr(error.message, bad[i][1]))
			fail_msg("%s: \"%s\"", bad[i][0], error.message);
	}
}

static void the_page_of_settings_is_what_pixie_prints(void **state)
{
	char command[1024];

	(void)state;
	snprintf(command, sizeof(command), "'%s' settings | diff - '%s/docs/SETTINGS.md'", getenv("TEST_BINARY"),
		 getenv("TEST_SOURCE_DIR"));
	if (system(command) != 0)
		fail_msg("docs/SETTINGS.md is old: run `pixie settings > docs/SETTINGS.md`");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(people_who_are_not_known_get_an_account_only_where_that_is_said),
		cmocka_unit_test(every_key_is_read),
		cmocka_unit_test(what_is_wrong_is_refused_with_its_reason),
		cmocka_unit_test(the_page_of_settings_is_what_pixie_prints),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
