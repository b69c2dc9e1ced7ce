/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Settings: every default is valid, later sources win, bad values are named.
 */
#include "config/config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

static void every_default_is_valid(void **state)
{
	(void)state;
	for (const struct px_setting *s = px_settings; s->name; s++) {
		struct px_config config;
		struct px_error error = { 0 };
		px_config_init(&config);
		if (px_config_set(&config, s->name, s->fallback, &error) != PX_OK)
			fail_msg("%s: %s", s->name, error.message);
		assert_non_null(s->doc);
		assert_non_null(s->group);
		px_config_release(&config);
	}
}

static void defaults_are_set(void **state)
{
	struct px_config config;

	(void)state;
	px_config_init(&config);
	assert_string_equal(config.host, "127.0.0.1");
	assert_int_equal(config.port, 8787);
	assert_false(config.insecure_bind);
	px_config_release(&config);
}

static void expect_refused(const char *name, const char *value, const char *part)
{
	struct px_config config;
	struct px_error error;

	px_config_init(&config);
	assert_int_equal(px_config_set(&config, name, value, &error), PX_INVALID);
	if (!strstr(error.message, part))
		fail_msg("\"%s\" does not say \"%s\"", error.message, part);
	px_config_release(&config);
}

static void bad_values_are_named(void **state)
{
	(void)state;
	expect_refused("port", "65536", "0 to 65535");
	expect_refused("port", "", "0 to 65535");
	expect_refused("port", "80x", "80x");
	expect_refused("port", "99999999999999999999", "0 to 65535");
	expect_refused("log-level", "loud", "debug|info|warn|error|none");
	expect_refused("insecure-bind", "maybe", "true or false");
	expect_refused("prot", "1", "no setting \"prot\"");
	expect_refused("host", "localhost", "numeric address");
	expect_refused("host", "", "numeric address");
	expect_refused("host", "127.0.0.1:80", "numeric address");
	expect_refused("host", "[::1]", "numeric address");
	static const char *const urls[] = { "pixie.example", "ftp://pixie.example", "https://", "https:///", "http:///x",
					    "https://a@b", "https://a?x", "https://a#x", "https://a b" };
	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++)
		expect_refused("public-url", urls[i], "must be a URL");
}

static void a_url_is_kept_without_slashes_at_its_end(void **state)
{
	static const char *const cases[][2] = {
		{ "https://pixie.example/", "https://pixie.example" }, { "https://pixie.example//", "https://pixie.example" },
		{ "http://[::1]:8787/p/", "http://[::1]:8787/p" }, { "https://pixie.example", "https://pixie.example" },
		{ "", "" },
	};
	struct px_config config;

	(void)state;
	px_config_init(&config);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(px_config_set(&config, "public-url", cases[i][0], NULL), PX_OK);
		assert_string_equal(config.public_url, cases[i][1]);
	}
	px_config_release(&config);
}

static void environment_names_follow_settings(void **state)
{
	const char *const good[] = { "PATH=/bin", "PIXIE_PORT=99", "PIXIE_HTTP_BODY_BYTES=2048", NULL };
	const char *const bad[] = { "PIXIE_PROT=99", NULL };
	struct px_config config;
	struct px_error error;

	(void)state;
	px_config_init(&config);
	assert_int_equal(px_config_read_environment(&config, good, &error), PX_OK);
	assert_int_equal(config.port, 99);
	assert_int_equal(config.http_body_bytes, 2048);
	assert_int_equal(px_config_read_environment(&config, bad, &error), PX_INVALID);
	assert_non_null(strstr(error.message, "PIXIE_PROT"));
	px_config_release(&config);
}

static void file_errors_name_the_line(void **state)
{
	char path[] = "/tmp/pixie-config-XXXXXX";
	int fd = mkstemp(path);
	const char text[] = "# comment\n\nport = 1234\n host=::1 \nnonsense\n";
	struct px_config config;
	struct px_error error;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(write(fd, text, sizeof(text) - 1), sizeof(text) - 1);
	close(fd);
	px_config_init(&config);
	assert_int_equal(px_config_read_file(&config, path, &error), PX_INVALID);
	assert_non_null(strstr(error.message, ":5:"));
	assert_int_equal(config.port, 1234);
	assert_string_equal(config.host, "::1");
	unlink(path);
	assert_int_equal(px_config_read_file(&config, path, &error), PX_NOT_FOUND);
	px_config_release(&config);
}

static void help_and_markdown_list_every_setting(void **state)
{
	struct px_buf help = PX_BUF_INIT(1 << 20), markdown = PX_BUF_INIT(1 << 20);

	(void)state;
	px_config_help(&help);
	px_config_markdown(&markdown);
	for (const struct px_setting *s = px_settings; s->name; s++) {
		char option[80];
		snprintf(option, sizeof(option), "--%s ", s->name);
		assert_int_equal(strstr(help.data, option) != NULL, s->kind != PX_SETTING_SECRET);
		snprintf(option, sizeof(option), "| `%s` |", s->name);
		assert_non_null(strstr(markdown.data, option));
	}
	assert_non_null(strstr(help.data, "  PIXIE_OPENAI_KEY=SECRET\n"));
	px_buf_release(&help);
	px_buf_release(&markdown);
}

static void secrets_are_one_line_and_never_repeated_in_errors(void **state)
{
	struct px_config config;
	struct px_error error;

	(void)state;
	px_config_init(&config);
	assert_int_equal(px_config_set(&config, "openai-key", "sk-canary", &error), PX_OK);
	assert_string_equal(config.openai_key, "sk-canary");
	assert_int_equal(px_config_set(&config, "openai-key", "sk-canary\r\nX: y", &error), PX_INVALID);
	assert_null(strstr(error.message, "canary"));
	assert_string_equal(config.openai_key, "sk-canary");
	px_config_release(&config);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_default_is_valid),
		cmocka_unit_test(defaults_are_set),
		cmocka_unit_test(bad_values_are_named),
		cmocka_unit_test(a_url_is_kept_without_slashes_at_its_end),
		cmocka_unit_test(environment_names_follow_settings),
		cmocka_unit_test(file_errors_name_the_line),
		cmocka_unit_test(help_and_markdown_list_every_setting),
		cmocka_unit_test(secrets_are_one_line_and_never_repeated_in_errors),
	};

	return cmocka_run_group_tests_name("config", tests, NULL, NULL);
}
