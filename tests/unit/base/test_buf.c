/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Growing buffers: invariants, the cap, and text made by each appender.
 */
#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static void grows_and_stays_terminated(void **state)
{
	struct px_buf buf = PX_BUF_INIT(100000);

	(void)state;
	for (int i = 0; i < 10000; i++) {
		assert_int_equal(px_buf_char(&buf, (char)('a' + i % 26)), PX_OK);
		assert_int_equal(buf.data[buf.size], '\0');
		assert_true(buf.size <= buf.capacity && buf.capacity <= buf.cap);
	}
	assert_int_equal(buf.size, 10000);
	px_buf_release(&buf);
	assert_null(buf.data);
}

static void the_cap_is_exact_and_sticky(void **state)
{
	struct px_buf buf = PX_BUF_INIT(8);

	(void)state;
	assert_int_equal(px_buf_text(&buf, "12345678"), PX_OK);
	assert_int_equal(px_buf_char(&buf, '9'), PX_TOO_LARGE);
	assert_true(buf.overflow);
	assert_string_equal(buf.data, "12345678");
	assert_int_equal(px_buf_text(&buf, ""), PX_TOO_LARGE);
	px_buf_clear(&buf);
	assert_int_equal(px_buf_text(&buf, "again"), PX_OK);
	assert_int_equal(px_buf_append(&buf, "x", SIZE_MAX), PX_TOO_LARGE);
	px_buf_release(&buf);
}

static void integers_at_the_edges(void **state)
{
	const struct { int64_t value; const char *text; } cases[] = {
		{ 0, "0" }, { -1, "-1" }, { 42, "42" },
		{ INT64_MAX, "9223372036854775807" }, { INT64_MIN, "-9223372036854775808" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct px_buf buf = PX_BUF_INIT(64);
		assert_int_equal(px_buf_int(&buf, cases[i].value), PX_OK);
		assert_string_equal(buf.data, cases[i].text);
		px_buf_release(&buf);
	}
}

static void printf_longer_than_the_stack_buffer(void **state)
{
	struct px_buf buf = PX_BUF_INIT(4096);

	(void)state;
	assert_int_equal(px_buf_printf(&buf, "%0500d|%s", 7, "end"), PX_OK);
	assert_int_equal(buf.size, 504);
	assert_string_equal(buf.data + 499, "7|end");
	assert_int_equal(px_buf_printf(&buf, "%05000d", 7), PX_TOO_LARGE);
	assert_int_equal(buf.size, 504);
	px_buf_release(&buf);
}

static void consume_and_take(void **state)
{
	struct px_buf buf = PX_BUF_INIT(64);
	char *taken;

	(void)state;
	assert_int_equal(px_buf_text(&buf, "hello world"), PX_OK);
	px_buf_consume(&buf, 6);
	assert_string_equal(buf.data, "world");
	px_buf_consume(&buf, 0);
	taken = px_buf_take(&buf);
	assert_string_equal(taken, "world");
	free(taken);
	assert_int_equal(buf.size, 0);
	taken = px_buf_take(&buf);
	assert_string_equal(taken, "");
	free(taken);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(grows_and_stays_terminated),
		cmocka_unit_test(the_cap_is_exact_and_sticky),
		cmocka_unit_test(integers_at_the_edges),
		cmocka_unit_test(printf_longer_than_the_stack_buffer),
		cmocka_unit_test(consume_and_take),
	};

	return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}
