/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Dialogue state: questions and their answers, references, and states that
 * are damaged or hostile.
 */
#include "unit/nlu/parse_support.h"

#include "nlu/refer/state.h"

static void step(struct world *w, const struct px_nlu_result *result, const struct px_nlu_outcome *outcomes, size_t count)
{
	w->context.state = px_nlu_next_state(&w->context, px_str(""), result, outcomes, count, &w->arena);
	assert_true(strlen(w->context.state) <= 4096);
}

static void a_question_waits_for_its_answer(void **state)
{
	struct world w;

	(void)state;
	world_open(&w);
	struct px_nlu_result asked = parse(&w, "delete the report");
	assert_int_equal(asked.call_count, 0);
	assert_non_null(asked.question);
	assert_string_equal(asked.intent, "delete_task");
	step(&w, &asked, NULL, 0);
	struct px_nlu_result answer = parse(&w, "the second one");
	assert_call(&answer, 0, "delete_task", "{\"target\":\"Sales report\"}");
	answer = parse(&w, "the marketing one");
	assert_call(&answer, 0, "delete_task", "{\"target\":\"Marketing report\"}");
	answer = parse(&w, "both");
	assert_int_equal(answer.call_count, 2);
	answer = parse(&w, "never mind");
	assert_int_equal(answer.call_count, 0);
	assert_non_null(answer.smalltalk);
	/* Something else altogether drops the question. */
	answer = parse(&w, "remind me to buy stamps tomorrow");
	assert_call(&answer, 0, "create_task", "{\"title\":\"Buy stamps\",\"due\":\"2026-01-14\"}");
	world_close(&w);
}

static void an_ambiguous_outcome_waits_too(void **state)
{
	struct world w;
	struct px_nlu_result result = { .intent = "complete_task" };
	struct px_nlu_outcome outcome = { .tool = "complete_task", .ambiguous = true, .touched_count = 2,
					  .arguments = "{\"target\":\"report\"}" };

	(void)state;
	world_open(&w);
	outcome.touched[0] = w.items[2];
	outcome.touched[1] = w.items[3];
	step(&w, &result, &outcome, 1);
	struct px_nlu_result answer = parse(&w, "2");
	assert_call(&answer, 0, "complete_task", "{\"target\":\"Sales report\"}");
	world_close(&w);
}

static void it_is_what_was_touched(void **state)
{
	struct world w;
	struct px_nlu_result result = { .intent = "create_event" };
	struct px_nlu_outcome outcome = { .tool = "create_event", .ok = true, .touched_count = 1, .arguments = "{}" };

	(void)state;
	world_open(&w);
	outcome.touched[0] = w.items[5];
	step(&w, &result, &outcome, 1);
	struct px_nlu_result r = parse(&w, "cancel it");
	assert_call(&r, 0, "delete_event", "{\"target\":\"Dentist\"}");
	r = parse(&w, "make that 5pm");
	assert_call(&r, 0, "update_event", "{\"target\":\"Dentist\",\"start\":\"2026-01-15T17:00\"}");
	r = parse(&w, "no, Friday is better");
	assert_call(&r, 0, "update_event", "{\"target\":\"Dentist\",\"start\":\"2026-01-16T16:00\"}");
	r = parse(&w, "push it back an hour");
	assert_call(&r, 0, "update_event", "{\"target\":\"Dentist\",\"shift\":\"PT1H\"}");
	world_close(&w);
}

static void the_same_question_for_another_time(void **state)
{
	struct world w;
	struct px_nlu_result result = { .intent = "list_tasks" };
	struct px_nlu_outcome outcome = { .tool = "list_tasks", .ok = true,
		.arguments = "{\"due_after\":\"2026-05-01\",\"due_before\":\"2026-06-01\"}" };

	(void)state;
	world_open(&w);
	step(&w, &result, &outcome, 1);
	struct px_nlu_result r = parse(&w, "what about June?");
	assert_call(&r, 0, "list_tasks", "{\"due_after\":\"2026-06-01\",\"due_before\":\"2026-07-01\"}");
	world_close(&w);
}

static void damaged_states_are_no_state(void **state)
{
	static const char *const states[] = {
		"", "{", "null", "[]", "{\"v\":2}", "{\"v\":1,\"touched\":7}", "{\"v\":1,\"touched\":[{}]}",
		"{\"v\":1,\"tool\":\"list_tasks\",\"arguments\":\"[1\"}",
		"{\"v\":1,\"ask\":\"no_such_tool\",\"ask_slot\":\"target\",\"ask_arguments\":\"{}\"}",
		"{\"v\":1,\"touched\":[{\"k\":99,\"t\":\"x\",\"s\":9223372036854775807,\"d\":999999999999}]}",
	};
	struct world w;

	(void)state;
	world_open(&w);
	for (size_t i = 0; i < sizeof(states) / sizeof(states[0]); i++) {
		w.context.state = states[i];
		struct px_nlu_result r = parse(&w, "the second one");
		assert_true(r.call_count <= PX_NLU_MAX_CALLS);
		r = parse(&w, "make that 4pm");
		r = parse(&w, "and tomorrow?");
		step(&w, &r, NULL, 0);
	}
	world_close(&w);
}

static void long_titles_keep_the_state_small(void **state)
{
	struct world w;
	static char title[5000];
	struct px_nlu_result result = { .intent = "list_tasks" };
	struct px_nlu_outcome outcome = { .tool = "list_tasks", .ok = true, .touched_count = 8, .arguments = "{}" };

	(void)state;
	world_open(&w);
	memset(title, '"', sizeof(title) - 1);
	for (size_t i = 0; i < 8; i++) {
		outcome.touched[i] = w.items[1];
		outcome.touched[i].title = title;
	}
	step(&w, &result, &outcome, 1);
	outcome.ambiguous = true;
	step(&w, &result, &outcome, 1);
	struct px_dialogue read;
	px_state_read(w.context.state, &w.arena, &read);
	assert_true(read.touched_count > 0);
	world_close(&w);
}

/* Two things of one title: asked, shown with what tells them apart, chosen by id. */
static void one_title_two_things(void **state)
{
	static const struct { const char *said; size_t item; } answers[] = {
		{ "the second one", 3 }, { "2", 3 }, { "number 2", 3 }, { "the first", 2 }, { "the one in February", 3 },
		{ "the January one", 2 }, { "the one due on the 20th of January", 2 }, { "the Avenue one", 2 }, { "not that one", 3 },
		{ "I meant the one in February", 3 }, { "the last one", 3 },
	};
	struct world w;

	(void)state;
	world_open(&w);
	w.items[2].title = w.items[3].title = "Tax form";
	w.items[2].due_day = px_civil_day(2026, 1, 20);
	w.items[2].project = "Avenue";
	w.items[3].due_day = px_civil_day(2026, 2, 20);
	struct px_nlu_result asked = parse(&w, "delete the tax form");
	assert_int_equal(asked.call_count, 0);
	assert_int_equal(asked.choice_count, 2);
	assert_true(asked.choices[1].due_day == w.items[3].due_day);
	step(&w, &asked, NULL, 0);
	for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
		struct px_nlu_result r = parse(&w, answers[i].said);
		print_message("%s\n", answers[i].said);
		assert_call(&r, 0, "delete_task", "{\"target\":\"Tax form\"}");
		assert_true(px_id_eq(r.calls[0].item, w.items[answers[i].item].id));
	}
	struct px_nlu_result again = parse(&w, "the tax form");
	assert_int_equal(again.call_count, 0);
	assert_int_equal(again.choice_count, 2);
	struct px_nlu_result both = parse(&w, "both of them");
	assert_int_equal(both.call_count, 2);
	/* The question can be left: what has words of its own is a request of its own. */
	struct px_nlu_result other = parse(&w, "remind me to post the tax form tomorrow");
	assert_string_equal(other.calls[0].tool, "create_task");
	other = parse(&w, "what's due this week?");
	assert_string_equal(other.calls[0].tool, "list_tasks");
	world_close(&w);
}

/* Every call about a known thing carries its id. */
static void calls_carry_ids(void **state)
{
	struct world w;

	(void)state;
	world_open(&w);
	struct px_nlu_result r = parse(&w, "move the dentist to Friday");
	assert_true(px_id_eq(r.calls[0].item, w.items[5].id));
	r = parse(&w, "the auth bug is fixed");
	assert_true(px_id_eq(r.calls[0].item, w.items[1].id));
	r = parse(&w, "lunch tomorrow at 1");
	assert_true(px_id_is_none(r.calls[0].item));
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_question_waits_for_its_answer),
		cmocka_unit_test(an_ambiguous_outcome_waits_too),
		cmocka_unit_test(it_is_what_was_touched),
		cmocka_unit_test(the_same_question_for_another_time),
		cmocka_unit_test(damaged_states_are_no_state),
		cmocka_unit_test(long_titles_keep_the_state_small),
		cmocka_unit_test(one_title_two_things),
		cmocka_unit_test(calls_carry_ids),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
