/* SPDX-License-Identifier: Apache-2.0 */
#include "nlu/say/rule_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void says(const char *rule, bool month_first, const char *wanted)
{
	struct px_buf out = PX_BUF_INIT(1 << 12);

	px_rule_words(rule, month_first, &out);
	struct px_str said = px_buf_view(&out);
	if (!px_str_eq(said, px_str(wanted)))
		fail_msg("%s: \"%.*s\", not \"%s\"", rule, (int)said.size, said.data, wanted);
	px_buf_release(&out);
}

static void test_wording(void **state)
{
	static const char *const pairs[][2] = {
		{ "FREQ=DAILY", "every day" },
		{ "FREQ=DAILY;INTERVAL=2", "every other day" },
		{ "FREQ=DAILY;INTERVAL=10;COUNT=10", "every 10 days, 10 times" },
		{ "FREQ=WEEKLY", "every week" },
		{ "FREQ=WEEKLY;BYDAY=SU", "every Sunday" },
		{ "FREQ=WEEKLY;BYDAY=MO,WE", "every Monday and Wednesday" },
		{ "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every weekday" },
		{ "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", "every other Thursday" },
		{ "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,FR", "every 3 weeks on Monday and Friday" },
		{ "FREQ=MONTHLY", "every month" },
		{ "FREQ=MONTHLY;BYMONTHDAY=1,15", "on the 1st and 15th of every month" },
		{ "FREQ=MONTHLY;BYMONTHDAY=-1", "on the last day of every month" },
		{ "FREQ=MONTHLY;BYDAY=3TU", "on the 3rd Tuesday of every month" },
		{ "FREQ=MONTHLY;BYDAY=1MO,3MO", "on the 1st and 3rd Monday of every month" },
		{ "FREQ=MONTHLY;BYDAY=-1FR", "on the last Friday of every month" },
		{ "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "on the last weekday of every month" },
		{ "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=22", "on the 22nd of every 3 months" },
		{ "FREQ=YEARLY", "every year" },
		{ "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=14", "every year on 14 Jan" },
		{ "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "every year on the 4th Thursday of Nov" },
		{ "FREQ=HOURLY;INTERVAL=4", "every 4 hours" },
		{ "FREQ=WEEKLY;BYDAY=SU;UNTIL=20260601T000000Z", "every Sunday until 1 Jun 2026" },
		{ "", "" },
		{ "BYDAY=MO", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		says(pairs[i][0], false, pairs[i][1]);
	says("FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=14;UNTIL=20300101", true, "every year on Jan 14 until Jan 1, 2030");
}

/* Rules come from outside too: whatever they hold, nothing is read past their end. */
static void test_odd_rules(void **state)
{
	static const char *const rules[] = {
		";", "=", "FREQ=", "FREQ=M", "FREQ=MONTHLY;BYDAY=", "FREQ=MONTHLY;BYDAY=,,,", "FREQ=MONTHLY;BYMONTHDAY=",
		"FREQ=YEARLY;BYMONTH=99", "FREQ=WEEKLY;BYDAY=XX,MO,", "FREQ=DAILY;UNTIL=2026", "FREQ=DAILY;INTERVAL=-1",
		"FREQ=MONTHLY;BYMONTHDAY=1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++) {
		struct px_buf out = PX_BUF_INIT(1 << 12);
		px_rule_words(rules[i], false, &out);
		assert_true(out.size < 200);
		px_buf_release(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_wording), cmocka_unit_test(test_odd_rules) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
