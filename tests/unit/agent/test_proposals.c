/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Plans, expiry and what is refused; and which messages are a word on what is
 * proposed.  Whole turns: tests/integration/llm/proposals.test.mjs.
 */
#include "agent/proposals.h"

#include "agent/consent.h"
#include "domain/task.h"
#include "domain/undo.h"
#include "support/world.h"
#include "sys/zoneinfo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static int setup(void **state)
{
	static struct px_world world;

	px_world_open(&world, "Europe/Berlin", "2026-01-14T09:00");
	px_world_begin(&world);
	*state = &world;
	return 0;
}

static int teardown(void **state)
{
	px_world_close(*state);
	return 0;
}

static struct px_nlu_context nlu;

static struct px_tool_context context_of(struct px_world *world)
{
	nlu = (struct px_nlu_context){ .now = world->now, .tz = world->tz, .locale = "en-GB", .find_zone = px_zoneinfo_find };
	return (struct px_tool_context){ .tx = world->tx, .user = &world->user, .nlu = &nlu, .arena = &world->arena };
}

static enum px_err run(struct px_world *world, const char *tool, const char *text, struct px_error *error)
{
	struct px_tool_context context = context_of(world);
	struct px_tool_result result;
	json_t *arguments = json_loads(text, 0, NULL);
	enum px_err err = px_tool_run(&context, tool, arguments, &result, error);

	px_tool_result_release(&result);
	json_decref(arguments);
	return err;
}

static void add_task(struct px_world *world, const char *title)
{
	struct px_task task;

	px_record_init(&px_task_record, &task);
	task.title = title;
	assert_int_equal(px_task_create(&world->domain, &task, NULL), PX_OK);
	assert_int_equal(px_domain_record(&world->domain, "create_task", NULL, NULL), PX_OK);
}

static enum px_err make(struct px_world *world, const char *tool, const char *text, struct px_proposal_row *row,
			struct px_error *error)
{
	struct px_tool_context context = context_of(world);
	json_t *arguments = json_loads(text, 0, NULL);
	enum px_err err = px_proposal_make(&context, &world->domain, PX_ID_NONE, PX_PROPOSAL_FOREIGN, tool, arguments, NULL, row,
					   error);

	if (!err)
		err = px_domain_record(&world->domain, "propose", NULL, error);
	json_decref(arguments);
	return err;
}

static int64_t open_tasks(struct px_world *world)
{
	int64_t count;

	assert_int_equal(px_store_count(world->tx, &px_task_record, NULL, 0, &count, NULL), PX_OK);
	return count;
}

static void plans_leave_nothing_behind(void **state)
{
	static const struct {
		const char *tool, *arguments, *text;
	} cases[] = {
		{ "create_task", "{\"title\":\"Call Mum\",\"due\":\"tomorrow at 5pm\"}", "Add the task “Call Mum”, due tomorrow 17:00" },
		{ "create_task", "{\"title\":\"Paint\",\"notes\":\"red\",\"tags\":[\"home\"]}", "Add the task “Paint” (notes: red; tags: [\"home\"])" },
		{ "create_event", "{\"title\":\"Dentist\",\"start\":\"2026-01-20T10:30\"}", "Put “Dentist” in the calendar, Tue 20 Jan, 10:30" },
		{ "update_task", "{\"target\":\"rent\",\"due\":\"Friday\"}", "Change “Pay the rent” (due: Friday)" },
		{ "complete_task", "{\"target\":\"rent\"}", "Tick off “Pay the rent”" },
		{ "delete_task", "{\"all\":true,\"status\":\"any\"}", "Delete the task “Pay the rent”, “Fix the tap” (status: any)" },
		{ "remember", "{\"text\":\"my locker is number 12\"}", "Remember “my locker is number 12”" },
		{ "several", "{\"calls\":[{\"tool\":\"delete_task\",\"arguments\":{\"target\":\"rent\"}},"
			     "{\"tool\":\"complete_task\",\"arguments\":{\"target\":\"tap\"}}]}",
		  "Delete the task “Pay the rent”; Tick off “Fix the tap”" },
	};
	struct px_world *world = *state;
	struct px_tool_context context;
	struct px_proposal_plan plan;
	struct px_error error = { 0 };

	add_task(world, "Pay the rent");
	add_task(world, "Fix the tap");
	context = context_of(world);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		json_t *arguments = json_loads(cases[i].arguments, 0, NULL);
		if (px_proposal_plan(&context, cases[i].tool, arguments, &plan, &error) != PX_OK)
			fail_msg("%s: %s", cases[i].text, error.message);
		assert_string_equal(plan.text, cases[i].text);
		json_decref(arguments);
		assert_int_equal(open_tasks(world), 2);
	}
}

static void what_can_not_be_done_is_not_proposed(void **state)
{
	static const struct {
		const char *tool, *arguments;
	} cases[] = {
		{ "delete_task", "{\"target\":\"the moon\"}" }, { "delete_task", "{}" }, { "create_task", "{}" }, { "undo", "{}" },
		{ "accept_proposal", "{}" }, { "list_tasks", "{}" }, { "several", "{}" }, { "several", "{\"calls\":[]}" },
		{ "several", "{\"calls\":[{\"tool\":\"several\",\"arguments\":{\"calls\":[]}}]}" }, { "nonsense", "{}" },
		{ "complete_task", "{\"target\":\"note\"}" }, /* two are called so */
	};
	struct px_world *world = *state;
	struct px_proposal_row row;
	struct px_error error;

	add_task(world, "Note one");
	add_task(world, "Note two");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_not_equal(make(world, cases[i].tool, cases[i].arguments, &row, &error), PX_OK);
	assert_int_equal(open_tasks(world), 2);
}

static void expires_after_a_week(void **state)
{
	struct px_world *world = *state;
	struct px_proposal_row row, *open;
	struct px_error error;
	size_t count;

	assert_int_equal(make(world, "create_task", "{\"title\":\"Call Mum\"}", &row, &error), PX_OK);
	px_world_commit(world);
	px_world_at(world, "2026-01-21T08:59");
	px_world_begin(world);
	assert_int_equal(px_proposals_open(&world->domain, &open, &count, &error), PX_OK);
	assert_int_equal(count, 1);
	px_world_rollback(world);
	px_world_at(world, "2026-01-21T09:00");
	px_world_begin(world);
	assert_int_equal(px_proposal_get(&world->domain, row.id, &row, &error), PX_OK);
	assert_int_equal(row.state, PX_PROPOSAL_EXPIRED);
	assert_int_equal(run(world, "accept_proposal", "{}", &error), PX_NOT_FOUND);
	char id[PX_ID_TEXT + 1];
	px_id_format(row.id, id);
	const char *by_id = px_arena_printf(&world->arena, "{\"id\":\"%s\"}", id);
	assert_int_equal(run(world, "accept_proposal", by_id, &error), PX_CONFLICT);
	assert_non_null(strstr(error.message, "expired"));
	assert_int_equal(run(world, "decline_proposal", by_id, &error), PX_CONFLICT);
	assert_int_equal(open_tasks(world), 0);
}

static void words_mean_what_they_meant(void **state)
{
	struct px_world *world = *state;
	struct px_proposal_row row;
	struct px_error error;

	assert_int_equal(make(world, "create_task", "{\"title\":\"Call Mum\",\"due\":\"tomorrow\"}", &row, &error), PX_OK);
	px_world_commit(world);
	px_world_at(world, "2026-01-17T09:00");
	px_world_begin(world);
	assert_int_equal(run(world, "accept_proposal", "{}", &error), PX_OK);
	struct px_store_query query = { .limit = 1 };
	size_t count;
	void *rows;
	assert_int_equal(px_store_query(world->tx, &px_task_record, &query, &world->arena, &rows, &count, NULL), PX_OK);
	assert_int_equal(((struct px_task *)rows)->due_day, px_civil_day(2026, 1, 15));
	assert_int_equal(((struct px_task *)rows)->created, world->now);
}

static void other_rows_are_never_touched(void **state)
{
	struct px_world *world = *state;
	struct px_proposal_row row;
	struct px_error error;

	add_task(world, "Old note");
	assert_int_equal(make(world, "delete_task", "{\"all\":true,\"query\":\"note\"}", &row, &error), PX_OK);
	add_task(world, "New note");
	assert_int_equal(run(world, "accept_proposal", "{}", &error), PX_CONFLICT);
	assert_non_null(strstr(error.message, "mean something else"));
	assert_int_equal(open_tasks(world), 2);
}

static void no_more_than_fifty_wait(void **state)
{
	struct px_world *world = *state;
	struct px_proposal_row row;
	struct px_error error;

	for (int i = 0; i < PX_PROPOSALS_OPEN_MAX; i++)
		assert_int_equal(make(world, "create_task", "{\"title\":\"Again\"}", &row, &error), PX_OK);
	assert_int_equal(make(world, "create_task", "{\"title\":\"Again\"}", &row, &error), PX_CONFLICT);
	assert_int_equal(run(world, "accept_proposal", "{\"number\":51}", &error), PX_INVALID);
	assert_int_equal(run(world, "accept_proposal", "{\"number\":-1}", &error), PX_OK);
	assert_int_equal(run(world, "accept_proposal", "{\"all\":true}", &error), PX_OK);
	assert_int_equal(open_tasks(world), 50);
}

static void reads_a_word_of_consent(void **state)
{
	static const struct {
		const char *text, *means; /* a: accept, d: decline; b: bare; *: all; a number; NULL: something else */
	} cases[] = {
		{ "yes", "ab" }, { "Yes, do that", "ab" }, { "yes please", "ab" }, { "go ahead", "ab" }, { "do it", "ab" },
		{ "no", "db" }, { "no, thanks", "db" }, { "don't do that", "db" }, { "do not", "db" }, { "yes to all", NULL },
		{ "yes, all of them", "ab*" }, { "accept", "a" }, { "accept it", "a" }, { "accept the first", "a1" },
		{ "Accept the second one, please.", "a2" }, { "approve proposal 3", "a3" }, { "accept #2", "a2" },
		{ "accept the last", "a-1" }, { "accept all", "a*" }, { "approve everything", "a*" }, { "decline all", "d*" },
		{ "reject both", "d*" }, { "decline the third", "d3" }, { "don't accept that", "d" }, { "do not accept it", "d" },
		{ "dismiss the suggestion", "d" }, { "don't decline it", NULL }, { "accept or decline", NULL },
		{ "ok", NULL }, { "OK thanks", NULL }, { "thanks", NULL }, { "yes, no", NULL }, { "accept the first and the second", NULL },
		{ "accept the invitation of Anna", NULL }, { "confirm the dentist appointment", NULL }, { "do the dishes", NULL },
		{ "decline the meeting tomorrow", NULL }, { "yes, at 5", NULL }, { "all", NULL }, { "the first", NULL }, { "", NULL },
		{ "do you", NULL }, { "do I", NULL }, { "accept all, not number 2", NULL }, { "accept it, no changes", NULL },
		{ "not all", NULL }, { "don't do all of them", NULL },
		{ "buy milk", NULL }, { "approve 99", NULL }, { "is that accepted?", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct px_consent consent = { 0 };
		char means[16] = "";
		bool read = px_consent_read(px_str(cases[i].text), &consent);
		if (read)
			snprintf(means, sizeof(means), "%s%s%s", consent.accepts ? "a" : "d", consent.bare ? "b" : "",
				 consent.all ? "*" : "");
		if (read && consent.number)
			snprintf(means + strlen(means), sizeof(means) - strlen(means), "%d", consent.number);
		if (strcmp(means, cases[i].means ? cases[i].means : "") != 0)
			fail_msg("%s: %s", cases[i].text, means);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(plans_leave_nothing_behind, setup, teardown),
		cmocka_unit_test_setup_teardown(what_can_not_be_done_is_not_proposed, setup, teardown),
		cmocka_unit_test_setup_teardown(expires_after_a_week, setup, teardown),
		cmocka_unit_test_setup_teardown(words_mean_what_they_meant, setup, teardown),
		cmocka_unit_test_setup_teardown(other_rows_are_never_touched, setup, teardown),
		cmocka_unit_test_setup_teardown(no_more_than_fifty_wait, setup, teardown),
		cmocka_unit_test(reads_a_word_of_consent),
	};

	return cmocka_run_group_tests_name("proposals", tests, NULL, NULL);
}
