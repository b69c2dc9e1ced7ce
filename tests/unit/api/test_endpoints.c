/* SPDX-License-Identifier: Apache-2.0 */
/* Rules that every row of the endpoint table must keep, and the document made from it. */
#include "api/api_internal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static bool writes(enum px_place place)
{
	return place == PX_PLACE_WRITE || place == PX_PLACE_ALL_WRITE;
}

static const struct px_step *last_step(const struct px_endpoint *endpoint)
{
	const struct px_step *last = &endpoint->steps[0];

	for (size_t i = 1; i < PX_STEPS && endpoint->steps[i].run; i++)
		last = &endpoint->steps[i];
	return last;
}

static const struct px_endpoint *current; /* for the messages */
#define RULE(condition, what) \
	do { \
		if (!(condition)) \
			fail_msg("%s: %s", current->id, what); \
	} while (0)

#define EACH_ENDPOINT \
	current = px_endpoints; current < px_endpoints + px_endpoint_count; current++

static void steps_have_handlers_and_only_the_last_writes(void **state)
{
	(void)state;
	for (EACH_ENDPOINT) {
		const struct px_step *last = last_step(current);
		RULE(current->steps[0].run, "has no handler");
		for (const struct px_step *step = current->steps; step < current->steps + PX_STEPS; step++) {
			RULE((step->run != NULL) == (step->place != PX_PLACE_NONE), "place and handler go together");
			RULE(!step->run || step <= last, "a step after a gap never runs");
			RULE(step == last || !writes(step->place), "only the last step may write");
		}
		RULE(last->place != PX_PLACE_LOOP && last->place != PX_PLACE_WORKER,
		     "the last step's answer is made on a shard");
	}
}

static void names_are_there_and_unique(void **state)
{
	(void)state;
	for (EACH_ENDPOINT) {
		RULE(current->id && current->id[0] && current->summary && current->tag, "lacks a name");
		RULE(current->status >= 200 && current->status < 400, "success is 2xx or 3xx");
		for (const struct px_endpoint *other = px_endpoints; other < current; other++)
			RULE(strcmp(other->id, current->id) != 0, "its operationId is another's too");
	}
}

static void flags_fit_the_steps(void **state)
{
	(void)state;
	for (EACH_ENDPOINT) {
		bool get = current->route.method == PX_HTTP_GET;
		enum px_place place = last_step(current)->place;
		bool is_turn = last_step(current)->run == px_messages_post; /* keeps its key as client_id */
		RULE(!(current->flags & PX_ENDPOINT_KEYED) || place == PX_PLACE_WRITE || is_turn,
		     "a key is kept with the user's write");
		RULE(!(current->flags & PX_ENDPOINT_CACHED) || (get && place == PX_PLACE_READ),
		     "only reads of the user's rows can be kept");
		RULE(!(current->flags & PX_ENDPOINT_KEEPS) || writes(place), "nothing to keep");
		RULE(!(current->flags & PX_ENDPOINT_ADMIN) || current->scope & PX_SCOPE_ADMIN || get,
		     "what administrators change needs the admin scope");
		RULE(!get || !writes(place) || last_step(current)->run == px_oidc_login, "GET must not write");
		RULE(!current->input || !get, "GET has no body");
		RULE((current->status == 204) == (!current->output && current->status < 300), "204 has no body");
	}
}

static void rights_are_asked(void **state)
{
	(void)state;
	for (EACH_ENDPOINT) {
		bool public = current->flags & PX_ENDPOINT_PUBLIC;
		enum px_place place = last_step(current)->place;
		RULE(!public || current->scope == 0, "a public endpoint asks for no scope");
		RULE(public || current->scope || last_step(current)->run == px_logout, "asks for no scope");
		RULE(!public || (place != PX_PLACE_READ && place != PX_PLACE_WRITE), "needs a user, and has none");
		RULE(!writes(place) || public || last_step(current)->run == px_logout ||
		     current->scope & ~(unsigned)PX_SCOPE_READ, "writes by a token that may only read");
	}
}

static void the_document_parses_and_holds_every_operation(void **state)
{
	struct px_buf out = PX_BUF_INIT(4 << 20);
	json_t *document, *item, *operation;
	const char *path, *method;
	size_t count = 0;

	(void)state;
	px_api_openapi(&out);
	assert_false(out.overflow);
	assert_int_equal(px_json_parse(px_buf_view(&out), &document, NULL), PX_OK);
	json_object_foreach(json_object_get(document, "paths"), path, item)
		json_object_foreach(item, method, operation)
			count += json_object_get(operation, "operationId") != NULL;
	assert_int_equal(count, px_endpoint_count);
	json_decref(document);
	px_buf_release(&out);
}

static void the_router_takes_the_table(void **state)
{
	struct px_router *router;

	(void)state;
	assert_int_equal(px_router_new(px_endpoints, px_endpoint_count, sizeof(px_endpoints[0]), &router, NULL),
			 PX_OK);
	px_router_free(router);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(steps_have_handlers_and_only_the_last_writes),
		cmocka_unit_test(names_are_there_and_unique),
		cmocka_unit_test(flags_fit_the_steps),
		cmocka_unit_test(rights_are_asked),
		cmocka_unit_test(the_document_parses_and_holds_every_operation),
		cmocka_unit_test(the_router_takes_the_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
