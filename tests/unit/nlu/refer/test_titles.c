/* SPDX-License-Identifier: Apache-2.0 */
/* Titles kept between parses: a text means the same with them as without. */
#include "unit/nlu/parse_support.h"

enum { MANY = 300 };

static void same_with_kept_titles(void **state)
{
	static const char *const texts[] = {
		"mark the auth bug as done", "finish the report", "move the dentist to friday", "the marketing one",
		"delete lunch with priya", "I fixed the auht bug", "reschedule the meeting with priya to 3pm",
		"remind me to fix the auth bug tomorrow", "rename the sales report to Q1 sales",
	};
	struct world w;

	(void)state;
	world_open(&w);
	struct px_nlu_titles *titles = px_nlu_titles_new(&w.arena);
	for (size_t i = 0; i < w.context.item_count; i++)
		w.items[i].words = px_nlu_titles_add(titles, w.items[i].title);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		w.context.titles = NULL;
		struct px_nlu_result plain = parse(&w, texts[i]);
		w.context.titles = titles;
		struct px_nlu_result kept = parse(&w, texts[i]);
		assert_int_equal(plain.call_count, kept.call_count);
		for (size_t k = 0; k < plain.call_count; k++)
			assert_call(&kept, k, plain.calls[k].tool, plain.calls[k].arguments);
		assert_string_equal(plain.question ? plain.question : "", kept.question ? kept.question : "");
	}
	world_close(&w);
}

/* Far more different words than the table begins with. */
static void one_among_many(void **state)
{
	struct px_nlu_item items[MANY];
	struct world w;

	(void)state;
	world_open(&w);
	struct px_nlu_titles *titles = px_nlu_titles_new(&w.arena);
	for (size_t i = 0; i < MANY; i++) {
		const char *title = px_arena_printf(&w.arena, "Chapter%zu of volume%zu", i, MANY - i);
		items[i] = item(PX_NLU_TASK, title, PX_TIME_NONE, PX_TIME_NONE);
		items[i].words = px_nlu_titles_add(titles, title);
	}
	w.context.items = items;
	w.context.item_count = MANY;
	w.context.titles = titles;
	struct px_nlu_result result = parse(&w, "mark chapter217 as done");
	assert_call(&result, 0, "complete_task", "{\"target\":\"Chapter217 of volume83\"}");
	result = parse(&w, "delete volume217");
	assert_call(&result, 0, "delete_task", "{\"target\":\"Chapter83 of volume217\"}");
	world_close(&w);
}

/* A thing without words of its own, or with none that count, is never the target. */
static void titles_of_nothing(void **state)
{
	struct world w;

	(void)state;
	world_open(&w);
	struct px_nlu_titles *titles = px_nlu_titles_new(&w.arena);
	w.items[0].title = "";
	w.items[1].title = "The thing to do!";
	w.context.item_count = 2;
	for (size_t i = 0; i < w.context.item_count; i++)
		w.items[i].words = px_nlu_titles_add(titles, w.items[i].title);
	w.context.titles = titles;
	struct px_nlu_result result = parse(&w, "mark the report as done");
	for (size_t i = 0; i < result.call_count; i++)
		assert_null(strstr(result.calls[i].arguments, "The thing"));
	world_close(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_with_kept_titles),
		cmocka_unit_test(one_among_many),
		cmocka_unit_test(titles_of_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
