/* SPDX-License-Identifier: Apache-2.0 */
/* Routes: precedence, parameters, methods, refused tables. */
#include "net/router.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

struct row {
	struct px_route route;
	int id;
};

static const struct row rows[] = {
	{ { PX_HTTP_GET, "/" }, 1 },
	{ { PX_HTTP_GET, "/api/v1/tasks" }, 2 },
	{ { PX_HTTP_POST, "/api/v1/tasks" }, 3 },
	{ { PX_HTTP_GET, "/api/v1/tasks/{id}" }, 4 },
	{ { PX_HTTP_PATCH, "/api/v1/tasks/{id}" }, 5 },
	{ { PX_HTTP_DELETE, "/api/v1/tasks/{id}" }, 6 },
	{ { PX_HTTP_GET, "/api/v1/tasks/today" }, 7 },
	{ { PX_HTTP_GET, "/api/v1/tasks/{task}/notes/{note}" }, 8 },
	{ { PX_HTTP_POST, "/api/v1/tasks/today/notes" }, 9 },
	{ { PX_HTTP_GET, "/assets/{path*}" }, 10 },
	{ { PX_HTTP_GET, "/assets/app.js" }, 11 },
	{ { PX_HTTP_OTHER, "/dav" }, 12 },
	{ { PX_HTTP_GET, "/healthz/" }, 13 },
};

static struct px_router *new_router(void)
{
	struct px_router *router;

	assert_int_equal(px_router_new(rows, sizeof(rows) / sizeof(rows[0]), sizeof(rows[0]), &router,
				       NULL), PX_OK);
	return router;
}

static void finds_the_right_row(void **state)
{
	static const struct {
		enum px_http_method method;
		const char *path;
		int id; /* 0: 404, -1: 405 */
		const char *params[2];
	} cases[] = {
		{ PX_HTTP_GET, "/", 1, { 0 } },
		{ PX_HTTP_GET, "/api/v1/tasks", 2, { 0 } },
		{ PX_HTTP_HEAD, "/api/v1/tasks", 2, { 0 } },
		{ PX_HTTP_POST, "/api/v1/tasks", 3, { 0 } },
		{ PX_HTTP_PUT, "/api/v1/tasks", -1, { 0 } },
		{ PX_HTTP_OPTIONS, "/api/v1/tasks", -1, { 0 } },
		{ PX_HTTP_GET, "/api/v1/tasks/", 0, { 0 } },
		{ PX_HTTP_GET, "/api/v1/tasks/x", 4, { "x" } },
		{ PX_HTTP_PATCH, "/api/v1/tasks/x", 5, { "x" } },
		{ PX_HTTP_GET, "/api/v1/tasks/today", 7, { 0 } },
		{ PX_HTTP_DELETE, "/api/v1/tasks/today", 6, { "today" } },
		{ PX_HTTP_PUT, "/api/v1/tasks/today", -1, { 0 } },
		{ PX_HTTP_GET, "/api/v1/tasks/x/notes/y", 8, { "x", "y" } },
		{ PX_HTTP_GET, "/api/v1/tasks/today/notes/y", 8, { "today", "y" } },
		{ PX_HTTP_POST, "/api/v1/tasks/today/notes", 9, { 0 } },
		{ PX_HTTP_GET, "/api/v1/tasks/today/notes", -1, { 0 } },
		{ PX_HTTP_GET, "/api/v1/tasks/x/notes", 0, { 0 } },
		{ PX_HTTP_GET, "/api/v1/tasks/x/notes/y/z", 0, { 0 } },
		{ PX_HTTP_GET, "/assets/", 10, { "" } },
		{ PX_HTTP_GET, "/assets/a/b.css", 10, { "a/b.css" } },
		{ PX_HTTP_GET, "/assets/app.js", 11, { 0 } },
		{ PX_HTTP_GET, "/assets/app.js/x", 10, { "app.js/x" } },
		{ PX_HTTP_GET, "/assets", 0, { 0 } },
		{ PX_HTTP_OTHER, "/dav", 12, { 0 } },
		{ PX_HTTP_GET, "/healthz", 0, { 0 } },
		{ PX_HTTP_GET, "/healthz/", 13, { 0 } },
		{ PX_HTTP_GET, "", 0, { 0 } },
		{ PX_HTTP_OPTIONS, "*", 0, { 0 } },
		{ PX_HTTP_GET, "//", 0, { 0 } },
	};
	struct px_router *router = new_router();

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct px_route_match match;
		enum px_route_result result =
			px_router_match(router, cases[i].method, px_str(cases[i].path), &match);
		int id = result == PX_ROUTE_NO_PATH ? 0 : -1;
		if (result == PX_ROUTE_FOUND)
			id = ((const struct row *)match.route)->id;
		if (id != cases[i].id)
			print_error("%s: %d\n", cases[i].path, id);
		assert_int_equal(id, cases[i].id);
		for (unsigned p = 0; id > 0 && p < 2; p++) {
			assert_int_equal(match.param_count > p, cases[i].params[p] != NULL);
			if (cases[i].params[p])
				assert_true(px_str_eq(match.params[p], px_str(cases[i].params[p])));
		}
	}
	px_router_free(router);
}

static void names_parameters(void **state)
{
	struct px_router *router = new_router();
	struct px_route_match match;

	(void)state;
	assert_int_equal(px_router_match(router, PX_HTTP_GET, PX_STR("/api/v1/tasks/x/notes/y"), &match),
			 PX_ROUTE_FOUND);
	assert_true(px_str_eq(px_route_param(&match, "task"), PX_STR("x")));
	assert_true(px_str_eq(px_route_param(&match, "note"), PX_STR("y")));
	assert_null(px_route_param(&match, "id").data);
	assert_null(px_route_param(&match, "not").data);
	assert_int_equal(px_router_match(router, PX_HTTP_GET, PX_STR("/assets/a"), &match),
			 PX_ROUTE_FOUND);
	assert_true(px_str_eq(px_route_param(&match, "path"), PX_STR("a")));
	px_router_free(router);
}

static void says_what_is_allowed(void **state)
{
	struct px_router *router = new_router();
	struct px_route_match match;

	(void)state;
	assert_int_equal(px_router_match(router, PX_HTTP_PUT, PX_STR("/api/v1/tasks/x"), &match),
			 PX_ROUTE_NO_METHOD);
	assert_string_equal(match.allow, "GET, HEAD, PATCH, DELETE");
	assert_int_equal(px_router_match(router, PX_HTTP_PUT, PX_STR("/api/v1/tasks"), &match),
			 PX_ROUTE_NO_METHOD);
	assert_string_equal(match.allow, "GET, HEAD, POST");
	/* Both patterns that fit the path count. */
	assert_int_equal(px_router_match(router, PX_HTTP_PUT, PX_STR("/api/v1/tasks/today"), &match),
			 PX_ROUTE_NO_METHOD);
	assert_string_equal(match.allow, "GET, HEAD, PATCH, DELETE");
	px_router_free(router);
}

static void refuses_bad_tables(void **state)
{
	static const char *const bad[] = { "", "x", "/{", "/}", "/{}", "/{*}", "/a{b}", "/{a}b",
					   "/{a*}/b", "/{a{b}}", "/{a}/{b}/{c}/{d}/{e}/{f}/{g}/{h}/{i}" };
	static const struct px_route twice[] = { { PX_HTTP_GET, "/a/{b}" }, { PX_HTTP_GET, "/a/{c}" } };
	struct px_router *router = NULL;
	struct px_error error = { 0 };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct px_route route = { PX_HTTP_GET, bad[i] };
		assert_int_equal(px_router_new(&route, 1, sizeof(route), &router, &error), PX_INVALID);
	}
	assert_int_equal(px_router_new(twice, 2, sizeof(twice[0]), &router, &error), PX_CONFLICT);
	assert_non_null(strstr(error.message, "/a/{c}"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_the_right_row),
		cmocka_unit_test(names_parameters),
		cmocka_unit_test(says_what_is_allowed),
		cmocka_unit_test(refuses_bad_tables),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
