/* SPDX-License-Identifier: Apache-2.0 */
#include "api/multipart.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#define TYPE PX_STR("multipart/form-data; boundary=\"b b\"")

struct seen {
	struct px_buf text; /* "name|file|type:content;" of each part */
	size_t parts, largest;
	bool refuse;
};

static enum px_err see_part(void *arg, const struct px_part *part, struct px_error *error)
{
	struct seen *seen = arg;

	(void)px_buf_printf(&seen->text, "%s%.*s|%.*s|%.*s:", seen->parts++ ? ";" : "", PX_STR_ARG(part->name),
			    PX_STR_ARG(part->file_name), PX_STR_ARG(part->type));
	return seen->refuse ? px_fail(error, PX_CONFLICT, NULL, "no") : PX_OK;
}

static enum px_err see_content(void *arg, struct px_str bytes, struct px_error *error)
{
	struct seen *seen = arg;

	(void)error;
	assert_true(bytes.size > 0);
	seen->largest = bytes.size > seen->largest ? bytes.size : seen->largest;
	return px_buf_str(&seen->text, bytes);
}

static const struct px_multipart_events events = { see_part, see_content };

/* Feeds the body in pieces of `step` bytes. */
static enum px_err parse(const char *body, size_t step, struct seen *seen)
{
	struct px_multipart multipart;
	struct px_arena arena;
	size_t size = strlen(body);

	*seen = (struct seen){ .text = PX_BUF_INIT(1 << 20), .refuse = seen->refuse };
	px_arena_init(&arena);
	enum px_err err = px_multipart_init(&multipart, TYPE, &events, seen, &arena, NULL);
	for (size_t at = 0; !err && at < size; at += step)
		err = px_multipart_feed(&multipart, px_str_n(body + at, size - at < step ? size - at : step), NULL);
	if (!err)
		err = px_multipart_end(&multipart, NULL);
	px_multipart_release(&multipart);
	px_arena_release(&arena);
	return err;
}

static void parts_are_read_however_they_come(void **state)
{
	static const char body[] =
		"preamble\r\n--b b\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nA \r\n-- b\r\n--b b\r\n"
		"content-type: text/plain\r\nCONTENT-DISPOSITION: form-data; filename=\"a\\\"b;c.txt\"; name=file\r\n\r\n"
		"\r\n--b\r\nbytes\r\n--b b\r\n\r\n\r\n--b b--\r\nepilogue\r\n--b b\r\n";
	struct seen seen = { 0 };

	(void)state;
	for (size_t step = 1; step <= sizeof(body); step++) {
		assert_int_equal(parse(body, step, &seen), PX_OK);
		assert_int_equal(seen.parts, 3);
		assert_string_equal(px_buf_view(&seen.text).data,
				    "title||:A \r\n-- b;file|a\"b;c.txt|text/plain:\r\n--b\r\nbytes;||:");
		px_buf_release(&seen.text);
	}
}

static void the_first_delimiter_may_come_first(void **state)
{
	struct seen seen = { 0 };

	(void)state;
	assert_int_equal(parse("--b b\r\nA: b\r\n\r\nx\r\n--b b--", 3, &seen), PX_OK);
	assert_string_equal(px_buf_view(&seen.text).data, "||:x");
	px_buf_release(&seen.text);
}

static void what_is_malformed_is_refused(void **state)
{
	static const char *const bodies[] = {
		"", "--other--", "--b b", "--b b\r\n", "--b b\r\nContent-Type: x", "--b b\r\nA: b\r\n\r\nno end", "--b b\r\n\r\n\r\n--b ",
		"--b bx", "x--b b--",
	};
	struct px_multipart multipart;
	struct px_arena arena;
	struct seen seen = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++) {
		for (size_t step = 1; step < 40; step += 38) {
			assert_int_equal(parse(bodies[i], step, &seen), PX_INVALID);
			px_buf_release(&seen.text);
		}
	}
	px_arena_init(&arena);
	static const char *const types[] = { "multipart/form-data", "multipart/form-data; boundary=", "text/plain; boundary=b" };
	for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++) {
		assert_int_equal(px_multipart_init(&multipart, px_str(types[i]), &events, &seen, &arena, NULL), PX_INVALID);
		px_multipart_release(&multipart);
	}
	px_arena_release(&arena);
}

static void parts_and_headers_are_bounded(void **state)
{
	struct px_buf body = PX_BUF_INIT(1 << 20);
	struct seen seen = { 0 };

	(void)state;
	(void)px_buf_text(&body, "--b b\r\n\r\n");
	for (int i = 0; i <= PX_PARTS_MAX; i++)
		(void)px_buf_text(&body, "x\r\n--b b\r\n\r\n");
	(void)px_buf_char(&body, '\0');
	assert_int_equal(parse(body.data, 7, &seen), PX_TOO_LARGE);
	assert_int_equal(seen.parts, PX_PARTS_MAX);
	px_buf_release(&seen.text);
	px_buf_clear(&body);
	(void)px_buf_text(&body, "--b b\r\nA: ");
	for (int i = 0; i <= PX_PART_HEADERS_MAX; i++)
		(void)px_buf_char(&body, 'x');
	size_t without_end = body.size;
	(void)px_buf_text(&body, "\r\n\r\nx\r\n--b b--");
	(void)px_buf_char(&body, '\0');
	assert_int_equal(parse(body.data, 1000, &seen), PX_INVALID);
	assert_int_equal(seen.parts, 0);
	px_buf_release(&seen.text);
	body.data[without_end] = '\0';
	assert_int_equal(parse(body.data, 1000, &seen), PX_INVALID);
	px_buf_release(&seen.text);
	px_buf_release(&body);
}

/* No part is held: what is fed comes out, but for what may be a delimiter. */
static void little_is_held(void **state)
{
	struct px_multipart multipart;
	struct px_arena arena;
	struct seen seen = { .text = PX_BUF_INIT(8 << 20) };
	static char piece[50000];

	(void)state;
	px_arena_init(&arena);
	memset(piece, '\r', sizeof(piece));
	assert_int_equal(px_multipart_init(&multipart, TYPE, &events, &seen, &arena, NULL), PX_OK);
	assert_int_equal(px_multipart_feed(&multipart, PX_STR("--b b\r\n\r\n"), NULL), PX_OK);
	for (int i = 0; i < 100; i++) {
		assert_int_equal(px_multipart_feed(&multipart, px_str_n(piece, sizeof(piece)), NULL), PX_OK);
		assert_true(multipart.held.size < 10);
		assert_true(multipart.held.capacity < 4 * sizeof(piece));
	}
	assert_int_equal(px_multipart_feed(&multipart, PX_STR("\r\n--b b--"), NULL), PX_OK);
	assert_int_equal(px_multipart_end(&multipart, NULL), PX_OK);
	assert_int_equal(seen.text.size, 3 + 100 * sizeof(piece));
	px_multipart_release(&multipart);
	px_buf_release(&seen.text);
	px_arena_release(&arena);
}

/* Bytes that belong to no part would go on for ever. */
static void what_is_outside_of_parts_is_bounded(void **state)
{
	static const char *const begins[] = { "", "--b b\r\n\r\nx\r\n--b b--" };
	char piece[1024];

	(void)state;
	memset(piece, 'x', sizeof(piece));
	for (size_t i = 0; i < 2; i++) {
		struct seen seen = { .text = PX_BUF_INIT(1 << 20) };
		struct px_multipart multipart;
		struct px_arena arena;
		int fed = 0;
		px_arena_init(&arena);
		assert_int_equal(px_multipart_init(&multipart, TYPE, &events, &seen, &arena, NULL), PX_OK);
		assert_int_equal(px_multipart_feed(&multipart, px_str(begins[i]), NULL), PX_OK);
		while (px_multipart_feed(&multipart, px_str_n(piece, sizeof(piece)), NULL) == PX_OK && fed < 100)
			fed++;
		assert_in_range(fed, 7, 8);
		px_multipart_release(&multipart);
		px_buf_release(&seen.text);
		px_arena_release(&arena);
	}
}

static void who_takes_a_part_may_refuse_it(void **state)
{
	struct seen seen = { .refuse = true };

	(void)state;
	assert_int_equal(parse("--b b\r\n\r\nx\r\n--b b--", 100, &seen), PX_CONFLICT);
	assert_string_equal(px_buf_view(&seen.text).data, "||:");
	px_buf_release(&seen.text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parts_are_read_however_they_come),
		cmocka_unit_test(the_first_delimiter_may_come_first),
		cmocka_unit_test(what_is_malformed_is_refused),
		cmocka_unit_test(parts_and_headers_are_bounded),
		cmocka_unit_test(little_is_held),
		cmocka_unit_test(what_is_outside_of_parts_is_bounded),
		cmocka_unit_test(who_takes_a_part_may_refuse_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
