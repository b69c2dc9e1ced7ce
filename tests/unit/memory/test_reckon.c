/* SPDX-License-Identifier: Apache-2.0 */
/* What follows from a day that was told: ages, how long something has been so, until when something is valid. */
#include "memory/reckon.h"

#include "sys/zoneinfo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const int64_t now = INT64_C(1772445600000); /* 2 March 2026 */
static const int64_t told = INT64_C(1769940000000); /* 1 February 2026 */

/* `first`: how the answer begins; NULL: it stays what it was. */
static void test_reckoned(void **state)
{
	static const struct { const char *asked, *said; bool unsure; const char *first; } rows[] = {
		{ "How old is my son?", "My son was born on 3 May 2019", false, "6. " },
		{ "How old am I?", "I was born on 12 June 1984", true, "41. " },
		{ "How old is Anna?", "Anna's birthday is 10 April", false, NULL },
		{ "How old is Anna?", "Ruben was born on 12 June 1984", true, NULL },
		{ "How long have we lived here?", "We moved here in August 2020", true, "5 years. " },
		{ "How long have we been married?", "We got married on 9 September 2024", false, "17 months. " },
		{ "How long have I had the cold?", "I've had the cold since 20 January", false, "41 days. " },
		{ "Until when is my certificate valid?", "I renewed my certificate yesterday, it's valid for two years", false, "31 Jan 2028. " },
		{ "When does my passport expire?", "My passport is valid for ten years, issued in March 2019", false, "1 Mar 2029. " },
		{ "When does my passport expire?", "My passport expires on 3 May 2027", false, NULL },
		{ "When does the film start?", "The film lasts two hours", false, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct px_tz *tz = px_zoneinfo_find(NULL, "Europe/Berlin");
		struct px_time_context time = px_said_context(now, tz, NULL, NULL);
		struct px_answer answer = { .text = "as it was", .unsure = rows[i].unsure };
		struct px_asked_for asked;
		struct px_said_times times;
		struct px_arena arena;
		px_arena_init(&arena);
		struct px_answer_context context = { now, tz, &arena, NULL };
		px_answer_add_ground(&answer, "memory", PX_ID_NONE, rows[i].said, told, true);
		px_said_find(&time, px_str(rows[i].asked), &times);
		px_asked_for_read(&times, px_str(rows[i].asked), 0, &arena, NULL, 0, &asked);
		px_reckon(&context, &asked, px_str(rows[i].asked), &answer);
		bool right = rows[i].first ? px_str_starts(px_str(answer.text), px_str(rows[i].first)) && !answer.unsure
					   : strcmp(answer.text, "as it was") == 0 && answer.unsure == rows[i].unsure;
		if (!right)
			fail_msg("%s %s: %s", rows[i].asked, rows[i].said, answer.text);
		px_arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_reckoned) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
