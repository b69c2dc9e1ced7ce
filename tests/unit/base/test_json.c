/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The JSON writer against jansson's reader, the bounded parser, and log lines.
 */
#include "base/json.h"
#include "base/log.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <cmocka.h>

static void the_writer_places_commas(void **state)
{
	struct px_buf buf = PX_BUF_INIT(4096);
	struct px_json json;

	(void)state;
	px_json_init(&json, &buf);
	px_json_open_object(&json);
	px_json_key(&json, "a");
	px_json_open_array(&json);
	px_json_int(&json, 1);
	px_json_null(&json);
	px_json_open_object(&json);
	px_json_close_object(&json);
	px_json_bool(&json, true);
	px_json_close_array(&json);
	px_json_key(&json, "b");
	px_json_text(&json, NULL);
	px_json_key(&json, "c");
	px_json_raw(&json, PX_STR("[1,2]"));
	px_json_close_object(&json);
	assert_string_equal(buf.data, "{\"a\":[1,null,{},true],\"b\":null,\"c\":[1,2]}");
	px_buf_release(&buf);
}

/* What is written must be read back as the same text, invalid bytes as U+FFFD. */
static void strings_go_there_and_back(void **state)
{
	static const struct { const char *text, *back; } cases[] = {
		{ "", "" }, { "plain", "plain" }, { "q\"b\\s/", "q\"b\\s/" }, { "\b\f\n\r\t\x01\x1f", "\b\f\n\r\t\x01\x1f" },
		{ "\xe2\x82\xac \xf0\x9f\x99\x82", "\xe2\x82\xac \xf0\x9f\x99\x82" }, { "a\xff" "b", "a\xef\xbf\xbd" "b" },
		{ "\xe2\x82", "\xef\xbf\xbd\xef\xbf\xbd" }, { "\x7f", "\x7f" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct px_buf buf = PX_BUF_INIT(4096);
		json_t *value;
		px_json_quote(&buf, px_str(cases[i].text));
		assert_int_equal(px_json_parse(px_buf_view(&buf), &value, NULL), PX_OK);
		assert_string_equal(json_string_value(value), cases[i].back);
		json_decref(value);
		px_buf_release(&buf);
	}
}

static void numbers_are_shortest_and_exact(void **state)
{
	static const double values[] = { 0, 1, -1.5, 0.1, 1e300, 5e-324, 1.0 / 3, 123456789.125 };

	(void)state;
	for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
		struct px_buf buf = PX_BUF_INIT(64);
		struct px_json json;
		px_json_init(&json, &buf);
		px_json_double(&json, values[i]);
		assert_true(strtod(buf.data, NULL) == values[i]);
		px_buf_release(&buf);
	}
	struct px_buf buf = PX_BUF_INIT(64);
	struct px_json json;
	px_json_init(&json, &buf);
	px_json_double(&json, NAN);
	assert_string_equal(buf.data, "null");
	px_buf_release(&buf);
}

static void the_parser_refuses(void **state)
{
	static const char *const bad[] = { "", "{", "{}x", "{\"a\":1,\"a\":2}", "[1,]", "\"\\u0000\"", "nul", "{'a':1}", "01" };
	char deep[400];
	struct px_error error;
	json_t *value = NULL;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(px_json_parse(px_str(bad[i]), &value, &error), PX_INVALID);
		assert_true(error.message[0] != '\0');
	}
	for (int depth = PX_JSON_MAX_DEPTH; depth <= PX_JSON_MAX_DEPTH + 1; depth++) {
		memset(deep, '[', (size_t)depth);
		memset(deep + depth, ']', (size_t)depth);
		enum px_err err = px_json_parse(px_str_n(deep, (size_t)depth * 2), &value, &error);
		assert_int_equal(err, depth > PX_JSON_MAX_DEPTH ? PX_INVALID : PX_OK);
		if (!err)
			json_decref(value);
	}
	/* Brackets inside strings nest nothing. */
	snprintf(deep, sizeof(deep), "\"%0100d[[[\\\"[[[\"", 0);
	assert_int_equal(px_json_parse(px_str(deep), &value, &error), PX_OK);
	json_decref(value);
}

static void log_lines_are_json_without_secrets(void **state)
{
	char line[4096];
	int fds[2];
	json_t *value;

	(void)state;
	assert_int_equal(pipe(fds), 0);
	px_log_set_fd(fds[1]);
	px_log(PX_LOG_WARN, "test", "some event", PX_LF("path", "/a\"b\n"), PX_LI("status", 7),
	       PX_LF("access_token", "very-secret"), PX_LF("Authorization", "Bearer x"));
	px_log(PX_LOG_DEBUG, "test", "below the threshold");
	px_log_set_fd(2);
	close(fds[1]);
	ssize_t n = read(fds[0], line, sizeof(line) - 1);
	close(fds[0]);
	assert_true(n > 0);
	line[n] = '\0';
	assert_int_equal(px_json_parse(px_str_trim(px_str(line)), &value, NULL), PX_OK);
	assert_string_equal(json_string_value(json_object_get(value, "path")), "/a\"b\n");
	assert_string_equal(json_string_value(json_object_get(value, "level")), "warn");
	assert_int_equal(json_integer_value(json_object_get(value, "status")), 7);
	assert_null(strstr(line, "very-secret"));
	assert_null(strstr(line, "Bearer"));
	json_decref(value);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_writer_places_commas),
		cmocka_unit_test(strings_go_there_and_back),
		cmocka_unit_test(numbers_are_shortest_and_exact),
		cmocka_unit_test(the_parser_refuses),
		cmocka_unit_test(log_lines_are_json_without_secrets),
	};

	return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
