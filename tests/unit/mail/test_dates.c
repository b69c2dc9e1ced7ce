/* SPDX-License-Identifier: Apache-2.0 */
/* Times of day beside a date, and how long they last; the rest of what mails say of dates is in the corpus (tests/integration/mail). */
#include "mail/dates.h"

#include "sys/zoneinfo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define NOW INT64_C(1796025600000) /* Monday, 2026-11-30T08:00Z */

/* "08:00-12:00", "12:00", "day" */
static const char *read_clock(const char *sentence)
{
	static char text[32];
	const struct px_mail_dating dating = { NOW, px_zoneinfo_get("Europe/Berlin"), true };
	struct px_mail_date date;
	struct px_arena arena;

	px_arena_init(&arena);
	bool found = px_mail_date_find_day(&dating, px_str(sentence), &arena, &date);
	px_arena_release(&arena);
	if (!found)
		return "none";
	if (date.second < 0)
		return "day";
	int n = snprintf(text, sizeof(text), "%02d:%02d", date.second / 3600, date.second / 60 % 60);
	if (date.end_second >= 0)
		snprintf(text + n, sizeof(text) - (size_t)n, "-%02d:%02d", date.end_second / 3600, date.end_second / 60 % 60);
	return text;
}

static void hours_and_how_long(void **state)
{
	static const struct { const char *sentence, *clock; } cases[] = {
		{ "It is on 9 December at 14:30.", "14:30" },
		{ "On 9 December from 14:30 to 16:00", "14:30-16:00" },
		{ "On 9 December, 14:30-16:00, room 3", "14:30-16:00" },
		{ "Die Ablesung findet am 9. Dezember von 8 bis 12 Uhr statt.", "08:00-12:00" },
		{ "am 8.12., zwischen 9 und 11 Uhr", "09:00-11:00" },
		{ "tomorrow between 9 and 11.", "09:00-11:00" },
		{ "between 9 and 11 people come tomorrow", "day" },
		{ "on Saturday, 12 December, 2-5 pm", "14:00-17:00" },
		{ "on Saturday, 12 December, 9-5 pm", "09:00-17:00" },
		{ "on Saturday, 12 December, 11 to 1 pm", "11:00-13:00" },
		{ "by noon on Thursday", "12:00" },
		{ "Donnerstag mittag", "12:00" },
		{ "jeudi après-midi", "day" },
		{ "the 12 December edition, pages 3 to 5", "day" },
		{ "on 9 December, 3 to 5 days later", "day" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (strcmp(read_clock(cases[i].sentence), cases[i].clock) != 0)
			fail_msg("%s: %s, not %s", cases[i].sentence, read_clock(cases[i].sentence), cases[i].clock);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(hours_and_how_long) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
