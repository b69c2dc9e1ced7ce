/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/follow_up.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static void test_whole(void **state)
{
	static const struct { const char *earlier, *question, *whole; } rows[] = {
		{ "What did the nursery cost in September?", "And in October?", "What did the nursery cost And in October?" },
		{ "What did I spend in September on groceries?", "And in October?", "What did I spend on groceries And in October?" },
		{ "Which locker do I have at the pool?", "And at work?", "Which locker do I have And at work?" },
		{ "How many people fit in the Eldoret hall?", "And in the Nakuru one?", "How many people fit in the hall And in the Nakuru one?" },
		{ "What year is Leo in?", "And Ida?", "What year is in And Ida?" },
		{ "where do our eggs come from?", "and the cheese?", "where do our eggs come from and the cheese?" },
		{ "who is my student?", "who did I have before?", "who is my student who did I have before?" },
		{ "where do I park the rig?", "and where's Denise put the Buick?", "and where's Denise put the Buick?" },
		{ "where do I live?", "when does the passport of my brother expire?", "when does the passport of my brother expire?" },
		{ "what collar size does gran's terrier take?", "and dad?", "what collar size does terrier take and dad?" },
		{ "", "and moqueca?", "and moqueca?" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_arena arena;
		px_arena_init(&arena);
		struct px_str whole = px_follow_up_whole(px_str(rows[i].question), px_str(rows[i].earlier), &arena);
		if (!px_str_eq(whole, px_str(rows[i].whole)))
			fail_msg("%s: %.*s", rows[i].question, (int)whole.size, whole.data);
		px_arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_whole) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
