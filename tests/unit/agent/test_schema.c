/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/schema.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const char schema_text[] =
	"{\"type\":\"object\",\"additionalProperties\":false,\"required\":[\"title\"],"
	"\"properties\":{"
	"\"title\":{\"type\":\"string\",\"minLength\":1,\"maxLength\":5},"
	"\"kind\":{\"type\":[\"string\",\"null\"],\"enum\":[\"low\",\"high\",null]},"
	"\"count\":{\"type\":\"integer\",\"minimum\":1,\"maximum\":9},"
	"\"tags\":{\"type\":\"array\",\"maxItems\":2,\"items\":{\"type\":\"string\",\"minLength\":2}},"
	"\"in\":{\"type\":\"object\",\"required\":[\"a\"],\"properties\":{\"a\":{\"type\":\"boolean\"}}}}}";

static void expect(const char *value_text, const char *field, const char *message)
{
	struct px_error error = { 0 };
	json_t *schema = json_loads(schema_text, 0, NULL);
	json_t *value = json_loads(value_text, JSON_DECODE_ANY, NULL);

	assert_non_null(schema);
	assert_non_null(value);
	enum px_err err = px_schema_check(schema, value, &error);
	assert_int_equal(err, field ? PX_INVALID : PX_OK);
	if (field) {
		assert_string_equal(error.field, field);
		assert_string_equal(error.message, message);
	}
	json_decref(schema);
	json_decref(value);
}

static void test_accepts(void **state)
{
	(void)state;
	expect("{\"title\":\"x\"}", NULL, NULL);
	expect("{\"title\":\"äöüßé\",\"kind\":null,\"count\":9,\"tags\":[\"ab\"],\"in\":{\"a\":true,\"b\":1}}",
	       NULL, NULL);
	expect("{\"title\":\"x\",\"kind\":\"high\",\"tags\":[]}", NULL, NULL);
}

static void test_refuses(void **state)
{
	(void)state;
	expect("[]", "", "must be of type object");
	expect("{}", "title", "must be given");
	expect("{\"title\":3}", "title", "must be of type string");
	expect("{\"title\":null}", "title", "must be of type string");
	expect("{\"title\":\"\"}", "title", "must not be empty");
	expect("{\"title\":\"sixsix\"}", "title", "must have at most 5 characters");
	expect("{\"title\":\"x\",\"kind\":3}", "kind", "must be of type string or null");
	expect("{\"title\":\"x\",\"kind\":\"mid\"}", "kind", "must be one of: low, high, null");
	expect("{\"title\":\"x\",\"count\":1.5}", "count", "must be of type integer");
	expect("{\"title\":\"x\",\"count\":0}", "count", "must be at least 1");
	expect("{\"title\":\"x\",\"count\":10}", "count", "must be at most 9");
	expect("{\"title\":\"x\",\"tags\":[\"ab\",\"c\"]}", "tags.1",
	       "must have at least 2 characters");
	expect("{\"title\":\"x\",\"tags\":[\"ab\",\"cd\",\"ef\"]}", "tags",
	       "must have at most 2 elements");
	expect("{\"title\":\"x\",\"in\":{}}", "in.a", "must be given");
	expect("{\"title\":\"x\",\"in\":{\"a\":1}}", "in.a", "must be of type boolean");
	expect("{\"title\":\"x\",\"nope\":1}", "nope", "is not a known field");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_accepts), cmocka_unit_test(test_refuses),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
