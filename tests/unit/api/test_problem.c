/* SPDX-License-Identifier: Apache-2.0 */
/* Problem documents: a status for every code, nothing told about our own failures. */
#include "api/problem.h"

#include "base/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static json_t *write(enum px_err err, int status, const struct px_error *error, const char *request_id)
{
	struct px_buf out = PX_BUF_INIT(4096);
	json_t *json;

	px_problem_write(err, status, error, request_id, &out);
	assert_int_equal(px_json_parse(px_buf_view(&out), &json, NULL), PX_OK);
	px_buf_release(&out);
	return json;
}

static const char *text(const json_t *json, const char *key)
{
	return json_string_value(json_object_get(json, key));
}

static void every_code_has_a_status_and_a_document(void **state)
{
	(void)state;
	for (int err = PX_INVALID; err < PX_ERR_COUNT; err++) {
		int status = px_problem_status((enum px_err)err);
		json_t *json = write((enum px_err)err, 0, NULL, NULL);
		assert_in_range(status, 400, 599);
		assert_int_equal(json_integer_value(json_object_get(json, "status")), status);
		assert_string_equal(text(json, "code"), px_err_name((enum px_err)err));
		assert_non_null(text(json, "title"));
		assert_null(json_object_get(json, "detail"));
		json_decref(json);
	}
	assert_int_equal(px_problem_status((enum px_err)PX_ERR_COUNT), 500);
}

static void detail_and_field_are_told(void **state)
{
	struct px_error error;

	(void)state;
	(void)!px_fail(&error, PX_INVALID, "title", "must not be \"%s\"", "x\n");
	json_t *json = write(PX_INVALID, 0, &error, "r-1");
	assert_string_equal(text(json, "detail"), "must not be \"x\n\"");
	assert_string_equal(text(json, "field"), "title");
	assert_string_equal(text(json, "request_id"), "r-1");
	json_decref(json);
}

static void our_own_failures_keep_their_detail_to_the_log(void **state)
{
	const enum px_err ours[] = { PX_INTERNAL, PX_IO, PX_CORRUPT };
	struct px_error error;

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		(void)!px_fail(&error, ours[i], "path", "/home/someone/pixie.db is broken");
		json_t *json = write(ours[i], 0, &error, "r-2");
		assert_null(json_object_get(json, "detail"));
		assert_null(json_object_get(json, "field"));
		assert_string_equal(text(json, "request_id"), "r-2");
		json_decref(json);
	}
}

static void the_answers_own_status_wins(void **state)
{
	(void)state;
	json_t *json = write(PX_CONFLICT, 412, NULL, NULL);
	assert_int_equal(json_integer_value(json_object_get(json, "status")), 412);
	json_decref(json);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_code_has_a_status_and_a_document),
		cmocka_unit_test(detail_and_field_are_told),
		cmocka_unit_test(our_own_failures_keep_their_detail_to_the_log),
		cmocka_unit_test(the_answers_own_status_wins),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
