/* SPDX-License-Identifier: Apache-2.0 */
/* The compiled-in model: what it must get right, and what must not change its mind. */
#include "nlu/intent/intent.h"

#include "base/json.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

static const struct {
	enum px_intent intent;
	const char *text;
} cases[] = {
	{ PX_INTENT_CREATE_TASK, "I need to fix the auth bug in the Avenue project by Friday" },
	{ PX_INTENT_CREATE_TASK, "Q1 report due Jan 30, high priority" },
	{ PX_INTENT_CREATE_TASK, "water plants every Sunday" },
	{ PX_INTENT_CREATE_TASK, "remind me to call mom at 6" },
	{ PX_INTENT_CREATE_TASK, "add eggs to the shopping list" },
	{ PX_INTENT_CREATE_EVENT, "lunch with Priya tomorrow 12:30" },
	{ PX_INTENT_CREATE_EVENT, "schedule a meeting with Bob on Monday at 3pm" },
	{ PX_INTENT_LIST_TASKS, "what's on my plate this week?" },
	{ PX_INTENT_LIST_TASKS, "show my to-do list" },
	{ PX_INTENT_LIST_EVENTS, "what's on my calendar tomorrow" },
	{ PX_INTENT_LIST_EVENTS, "when is my next meeting" },
	{ PX_INTENT_UPDATE_TASK, "change the due date of the tax return to May 1" },
	{ PX_INTENT_COMPLETE_TASK, "mark the auth bug as done" },
	{ PX_INTENT_DELETE_TASK, "delete the reminder about the rent" },
	{ PX_INTENT_UPDATE_EVENT, "move my lunch meeting to 1pm" },
	{ PX_INTENT_DELETE_EVENT, "cancel my dentist appointment" },
	{ PX_INTENT_SEARCH_MEMORY, "what's my wifi password?" },
	{ PX_INTENT_SEARCH_MEMORY, "what was the name of the hotel we stayed at in Porto" },
	{ PX_INTENT_REMEMBER, "remember that my passport expires in May" },
	{ PX_INTENT_FORGET, "forget my old address" },
	{ PX_INTENT_UNDO, "undo that" },
	{ PX_INTENT_DAILY_BRIEF, "give me my brief" },
	{ PX_INTENT_NONE, "thanks!" },
	{ PX_INTENT_NONE, "turn off the kitchen lights" },
	{ PX_INTENT_NONE, "play some jazz" },
	{ PX_INTENT_NONE, "what's the capital of Peru" },
};

static void test_names(void **state)
{
	(void)state;
	for (int i = 0; i < PX_INTENT_COUNT; i++)
		assert_int_equal(px_intent_from_name(px_str(px_intent_name((enum px_intent)i))), i);
	assert_int_equal(px_intent_from_name(PX_STR("create_tasks")), PX_INTENT_COUNT);
	assert_int_equal(px_intent_from_name((struct px_str){ 0 }), PX_INTENT_COUNT);
	assert_string_equal(px_intent_name(PX_INTENT_COUNT), "none");
}

static void test_typical_commands(void **state)
{
	struct px_intent_result result;
	(void)state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		px_intent_classify(px_str(cases[i].text), NULL, &result);
		if (result.best != cases[i].intent)
			fail_msg("\"%s\" is %s", cases[i].text, px_intent_name(result.best));
	}
}

static void test_scores_are_probabilities(void **state)
{
	struct px_intent_result result;
	(void)state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		float sum = 0;
		px_intent_classify(px_str(cases[i].text), NULL, &result);
		for (int c = 0; c < PX_INTENT_COUNT; c++) {
			assert_true(result.scores[c] >= 0 && result.scores[c] <= result.confidence);
			sum += result.scores[c];
		}
		assert_true(fabsf(sum - 1) < 1e-3f);
		assert_true(result.confidence == result.scores[result.best]);
	}
}

static void assert_same(struct px_str a, struct px_str b)
{
	struct px_intent_result x, y;

	px_intent_classify(a, NULL, &x);
	px_intent_classify(b, NULL, &y);
	if (memcmp(&x, &y, sizeof x) != 0)
		fail_msg("\"%.*s\" and \"%.*s\" differ", PX_STR_ARG(a), PX_STR_ARG(b));
}

static void test_politeness_and_case_change_nothing(void **state)
{
	static const char *const frames[] = {
		"%s.", "%s!", "please %s", "%s please", "could you %s?", "Hey Pixie, %s", "%s, thanks",
		"can you please %s for me", "Would you kindly %s, thank you!",
	};
	char text[512];
	(void)state;

	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct px_str plain = px_str(cases[i].text);
		for (size_t f = 0; f < sizeof frames / sizeof *frames; f++) {
			const char *hole = strstr(frames[f], "%s");
			snprintf(text, sizeof text, "%.*s%s%s", (int)(hole - frames[f]), frames[f],
				 cases[i].text, hole + 2);
			assert_same(plain, px_str(text));
		}
		snprintf(text, sizeof text, "%s", cases[i].text);
		for (char *c = text; *c; c++)
			*c = *c >= 'a' && *c <= 'z' ? (char)(*c - 32) : *c;
		assert_same(plain, px_str(text));
	}
}

/* The same words about a task and about an event of the user's. */
static void test_hints_decide(void **state)
{
	const struct px_intent_hints task = { .mentions_task = true }, event = { .mentions_event = true };
	struct px_intent_result result;
	(void)state;

	px_intent_classify(PX_STR("move it to Friday"), &task, &result);
	assert_int_equal(result.best, PX_INTENT_UPDATE_TASK);
	px_intent_classify(PX_STR("move it to Friday"), &event, &result);
	assert_int_equal(result.best, PX_INTENT_UPDATE_EVENT);
	px_intent_classify(PX_STR("delete it"), &task, &result);
	assert_int_equal(result.best, PX_INTENT_DELETE_TASK);
	px_intent_classify(PX_STR("cancel it"), &event, &result);
	assert_int_equal(result.best, PX_INTENT_DELETE_EVENT);
}

static void test_empty_and_huge(void **state)
{
	struct px_intent_result result;
	char *text = malloc(100000);
	(void)state;

	px_intent_classify((struct px_str){ 0 }, NULL, &result);
	assert_int_equal(result.best, PX_INTENT_NONE);
	assert_true(result.confidence == 1);
	for (size_t i = 0; i < 100000; i++)
		text[i] = (char)(i * 7919 % 251);
	px_intent_classify(px_str_n(text, 100000), NULL, &result);
	assert_true(result.best < PX_INTENT_COUNT);
	free(text);
}

/* Sentences that the model was not trained on; a drop shows weights that don't fit the features. */
static void test_held_out_examples(void **state)
{
	const char *root = getenv("TEST_SOURCE_DIR");
	char path[1024], line[4096];
	size_t count = 0, right = 0;
	(void)state;

	if (!root)
		skip();
	snprintf(path, sizeof path, "%s/src/nlu/intent/examples/heldout.jsonl", root);
	FILE *file = fopen(path, "r");
	assert_non_null(file);
	while (fgets(line, sizeof line, file)) {
		struct px_intent_hints hints = { 0 };
		struct px_intent_result result;
		json_t *row = NULL, *hint;
		size_t i;
		assert_int_equal(px_json_parse(px_str(line), &row, NULL), PX_OK);
		json_array_foreach(json_object_get(row, "hints"), i, hint) {
			hints.mentions_task |= px_str_eq(px_json_string(hint), PX_STR("task"));
			hints.mentions_event |= px_str_eq(px_json_string(hint), PX_STR("event"));
			hints.mentions_project |= px_str_eq(px_json_string(hint), PX_STR("project"));
		}
		px_intent_classify(px_json_string(json_object_get(row, "text")), &hints, &result);
		right += px_str_eq(px_json_string(json_object_get(row, "intent")),
				   px_str(px_intent_name(result.best)));
		count++;
		json_decref(row);
	}
	fclose(file);
	assert_true(count > 150);
	if (right * 100 < count * 92)
		fail_msg("only %zu of %zu right", right, count);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_typical_commands),
		cmocka_unit_test(test_scores_are_probabilities),
		cmocka_unit_test(test_politeness_and_case_change_nothing),
		cmocka_unit_test(test_hints_decide),
		cmocka_unit_test(test_empty_and_huge),
		cmocka_unit_test(test_held_out_examples),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
