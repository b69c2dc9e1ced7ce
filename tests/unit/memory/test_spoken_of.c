/* SPDX-License-Identifier: Apache-2.0 */
/* Of whom a sentence tells, for what the next one says of "her" and "them". */
#include "memory/spoken_of.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void one_is_spoken_of(void **state)
{
	static const struct { const char *text, *who; } rows[] = {
		{ "Elif is my physio.", "Elif" },
		{ "I've a new colleague, Matthias.", "Matthias" },
		{ "Birgit and Henk are our friends from the sailing club.", "Birgit and Henk" },
		{ "My sister moved to Leeds", "sister" },
		{ "My sister Ana moved to Leeds", "Ana" },
		{ "Priyanka is doing the catering", "Priyanka" },
		{ "I live in Graz", NULL },
		{ "I met Ana and saw Tom", NULL },
		{ "My bike is red", NULL },
		{ "Is Ana my sister?", NULL },
		{ "It is raining", NULL },
		{ "", NULL },
	};
	struct px_arena arena;

	(void)state;
	px_arena_init(&arena);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *who = px_spoken_of(px_str(rows[i].text), &arena);
		if ((who != NULL) != (rows[i].who != NULL) || (who && strcmp(who, rows[i].who) != 0))
			fail_msg("\"%s\": %s", rows[i].text, who ? who : "-");
	}
	px_arena_release(&arena);
}

static void one_is_introduced(void **state)
{
	static const struct { const char *text, *who; } rows[] = {
		{ "a new colleague, Matthias", "Matthias" }, { "two brothers, Emil and Anton", NULL }, { "in Graz", NULL }, { "a neighbour", NULL },
	};
	struct px_arena arena;

	(void)state;
	px_arena_init(&arena);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *who = px_name_introduced(px_str(rows[i].text), &arena);
		if ((who != NULL) != (rows[i].who != NULL) || (who && strcmp(who, rows[i].who) != 0))
			fail_msg("\"%s\": %s", rows[i].text, who ? who : "-");
	}
	px_arena_release(&arena);
}

static void she_is_not_he(void **state)
{
	static const struct { const char *before, *text; bool another; } rows[] = {
		{ "He is the boss of the bakery", "she hates cats", true },     { "Her brother is Tom", "she hates cats", false },
		{ "They moved to Leeds", "he works there", true },              { "Elif is my physio", "she's from Izmir", false },
		{ "He is the boss of the bakery", "his wife is Anna", false }, { "he hates cats", "I hate dogs", false },
	};
	struct px_arena arena;

	(void)state;
	px_arena_init(&arena);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(px_speaks_of_another(px_str(rows[i].before), px_str(rows[i].text), &arena), rows[i].another);
	px_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(one_is_spoken_of), cmocka_unit_test(one_is_introduced),
					    cmocka_unit_test(she_is_not_he) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
