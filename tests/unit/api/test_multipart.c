/* SPDX-License-Identifier: Apache-2.0 */
#include "api/multipart.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define TYPE PX_STR("multipart/form-data; boundary=\"b b\"")

static enum px_err parse(struct px_arena *arena, const char *body, struct px_part *parts, size_t *count)
{
	struct px_multipart multipart;
	enum px_err err = px_multipart_init(&multipart, TYPE, px_str(body), arena, NULL);

	*count = 0;
	while (!err) {
		err = px_multipart_next(&multipart, arena, &parts[*count], NULL);
		*count += !err;
	}
	return err;
}

static void equal(struct px_str text, const char *want)
{
	assert_int_equal(text.size, strlen(want));
	assert_memory_equal(text.data, want, text.size);
}

static void parts_are_read_in_order(void **state)
{
	struct px_part parts[PX_PARTS_MAX + 1];
	struct px_arena arena;
	size_t count;

	(void)state;
	px_arena_init(&arena);
	assert_int_equal(parse(&arena,
			       "preamble\r\n--b b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nA \r\n-- b\r\n--b b\r\n"
			       "content-type: text/plain\r\nCONTENT-DISPOSITION: form-data; filename=\"a\\\"b;c.txt\"; name=file\r\n\r\n"
			       "\r\n--b\r\nbytes\r\n--b b\r\n\r\n\r\n--b b--\r\nepilogue", parts, &count), PX_NOT_FOUND);
	assert_int_equal(count, 3);
	equal(parts[0].name, "title");
	equal(parts[0].content, "A \r\n-- b");
	equal(parts[0].file_name, "");
	equal(parts[1].name, "file");
	equal(parts[1].file_name, "a\"b;c.txt");
	equal(parts[1].type, "text/plain");
	equal(parts[1].content, "\r\n--b\r\nbytes");
	equal(parts[2].name, "");
	equal(parts[2].content, "");
	px_arena_release(&arena);
}

static void what_is_malformed_is_refused(void **state)
{
	static const char *const bodies[] = {
		"", "--other--", "--b b", "--b b\r\n", "--b b\r\nContent-Type: x", "--b b\r\nA: b\r\n\r\nno end", "--b b\r\n\r\n\r\n--b ",
	};
	struct px_part parts[PX_PARTS_MAX + 1];
	struct px_multipart multipart;
	struct px_arena arena;
	size_t count;

	(void)state;
	px_arena_init(&arena);
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++)
		assert_int_equal(parse(&arena, bodies[i], parts, &count), PX_INVALID);
	assert_int_equal(px_multipart_init(&multipart, PX_STR("multipart/form-data"), PX_STR("--b"), &arena, NULL), PX_INVALID);
	assert_int_equal(px_multipart_init(&multipart, PX_STR("multipart/form-data; boundary="), PX_STR("--"), &arena, NULL), PX_INVALID);
	assert_int_equal(px_multipart_init(&multipart, PX_STR("text/plain; boundary=b"), PX_STR("--b"), &arena, NULL), PX_INVALID);
	px_arena_release(&arena);
}

static void parts_are_counted(void **state)
{
	struct px_part parts[PX_PARTS_MAX + 1];
	struct px_arena arena;
	size_t count;

	(void)state;
	px_arena_init(&arena);
	const char *body = "--b b\r\n\r\n";
	for (int i = 0; i <= PX_PARTS_MAX; i++)
		body = px_arena_printf(&arena, "%sx\r\n--b b\r\n\r\n", body);
	assert_int_equal(parse(&arena, body, parts, &count), PX_TOO_LARGE);
	assert_int_equal(count, PX_PARTS_MAX);
	px_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts_are_read_in_order),
		cmocka_unit_test(what_is_malformed_is_refused),
		cmocka_unit_test(parts_are_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
