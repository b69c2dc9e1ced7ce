/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What asks memory to forget, and what is said of tasks; where sentences end.
 */
#include "memory/clause.h"
#include "memory/forget.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void last_of_tasks_is_none_of_memory(void **state)
{
	static const struct { const char *text; bool asked; } rows[] = {
		{ "delete the last thing I said", true },
		{ "erase what I just told you", true },
		{ "forget the last thing", true },
		{ "delete the last thing I added", false },
		{ "remove the last thing on my shopping list", false },
		{ "delete what I just put in the calendar", false },
	};
	struct px_arena arena;

	(void)state;
	px_arena_init(&arena);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *target;
		if (px_forget_asked(px_str(rows[i].text), &arena, &target) != rows[i].asked)
			fail_msg("\"%s\"", rows[i].text);
	}
	px_arena_release(&arena);
}

static void numbers_end_sentences(void **state)
{
	static const struct { const char *text; size_t count; } rows[] = {
		{ "Collar size 16. Shoe size 9.", 2 },
		{ "Emil ist 6. Freya ist 9.", 2 },
		{ "I am 6. My brother is 9.", 2 },
		{ "Die Prüfung ist am 14. Mai in der Aula", 1 },
		{ "Ich wohne im 2. Stock und du nicht", 1 },
	};
	struct px_arena arena;

	(void)state;
	px_arena_init(&arena);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_clause *clauses = px_arena_alloc(&arena, PX_CLAUSES_MAX * sizeof(*clauses));
		size_t count = px_sentences(px_str(rows[i].text), &arena, clauses, PX_CLAUSES_MAX);
		if (count != rows[i].count)
			fail_msg("\"%s\": %zu", rows[i].text, count);
	}
	px_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(last_of_tasks_is_none_of_memory), cmocka_unit_test(numbers_end_sentences) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
