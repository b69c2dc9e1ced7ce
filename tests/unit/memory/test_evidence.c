/* SPDX-License-Identifier: Apache-2.0 */
/* What is near and answers nothing: another's doing, a gift that went the other way, the place that was asked in, years that are no age. */
#include "memory/evidence.h"

#include "sys/zoneinfo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const int64_t now = INT64_C(1772445600000); /* 2 March 2026 */

static void test_near_misses(void **state)
{
	static const struct { const char *asked, *said; bool foreign, typed; } rows[] = {
		{ "How many lessons did Audra take?", "We take the Toyota, it has 60 horses", true, true },
		{ "How many lessons did Audra take?", "Audra took 20 lessons", false, true },
		{ "How many lessons did Audra take?", "She takes two lessons a week", false, true },
		{ "What did Audra give me for my birthday?", "bought a present for Audra's birthday, earrings", true, false },
		{ "What did Audra give me for my birthday?", "bought earrings for Audra, it was her birthday", true, false },
		{ "What did Audra give me for my birthday?", "Audra gave me a drill for my birthday", false, false },
		{ "Where in Hobart does Zoe live?", "Zoe is moving out, her mum is sick in Hobart", false, false },
		{ "Where in Hobart does Zoe live?", "Zoe lives in Battery Point in Hobart", false, true },
		{ "How old is Chief Adeyanju?", "Chief Adeyanju has agreed to one year rent in advance", false, false },
		{ "How old is Chief Adeyanju?", "Chief Adeyanju is sixty years old", false, true },
		{ "Who is my dentist?", "My dentist is in Elm Road", false, false },
		{ "Who sold me the dinghy?", "Bought the dinghy from Tadhg Linnane", false, true },
		{ "Who is my boss?", "The boss is German", false, false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_time_context time = px_said_context(now, px_zoneinfo_find(NULL, "Europe/Berlin"), NULL, NULL);
		struct px_asked_for asked;
		struct px_said_times times;
		struct px_arena arena;
		px_arena_init(&arena);
		px_said_find(&time, px_str(rows[i].asked), &times);
		px_asked_for_read(&times, px_str(rows[i].asked), 0, &arena, NULL, 0, &asked);
		struct px_evidence e = px_evidence_of(&asked, rows[i].said, NULL, NULL);
		if (e.foreign != rows[i].foreign || e.typed != rows[i].typed)
			fail_msg("%s %s:%s%s", rows[i].asked, rows[i].said, e.foreign ? " foreign" : "", e.typed ? " typed" : "");
		px_arena_release(&arena);
	}
}

static void test_several(void **state)
{
	static const struct { const char *asked; bool several; } rows[] = {
		{ "Who is allergic to what?", true }, { "Who is allergic to nuts?", false }, { "Who owns which?", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_time_context time = px_said_context(now, px_zoneinfo_find(NULL, "Europe/Berlin"), NULL, NULL);
		struct px_asked_for asked;
		struct px_said_times times;
		struct px_arena arena;
		px_arena_init(&arena);
		px_said_find(&time, px_str(rows[i].asked), &times);
		px_asked_for_read(&times, px_str(rows[i].asked), 0, &arena, NULL, 0, &asked);
		if (asked.several != rows[i].several)
			fail_msg("%s", rows[i].asked);
		px_arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_near_misses), cmocka_unit_test(test_several) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
