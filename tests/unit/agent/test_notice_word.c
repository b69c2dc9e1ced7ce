/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/notice_word.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static void whole_messages_of_the_kind_are_read(void **state)
{
	static const struct { const char *text; enum px_notice_word word; const char *when; } rows[] = {
		{ "done", PX_NOTICE_DONE, "" }, { "Done!", PX_NOTICE_DONE, "" }, { "I did it already, thanks", PX_NOTICE_DONE, "" },
		{ "it's done", PX_NOTICE_DONE, "" }, { "I've finished that", PX_NOTICE_DONE, "" }, { "all done", PX_NOTICE_DONE, "" },
		{ "got it", PX_NOTICE_GOT, "" }, { "OK", PX_NOTICE_GOT, "" }, { "ok thanks", PX_NOTICE_GOT, "" }, { "dismiss", PX_NOTICE_GOT, "" },
		{ "snooze", PX_NOTICE_SNOOZE, "" }, { "Snooze 10 minutes", PX_NOTICE_SNOOZE, "10 minutes" },
		{ "snooze it for 2 hours.", PX_NOTICE_SNOOZE, "2 hours" }, { "snooze until tomorrow morning", PX_NOTICE_SNOOZE, "tomorrow morning" },
		{ "remind me again in 10 minutes", PX_NOTICE_SNOOZE, "in 10 minutes" }, { "remind me later", PX_NOTICE_SNOOZE, "" },
		{ "not now", PX_NOTICE_SNOOZE, "" }, { "later, please", PX_NOTICE_SNOOZE, "" }, { "again tomorrow at 9", PX_NOTICE_SNOOZE, "tomorrow at 9" },
		{ "not done", PX_NOTICE_NONE, "" }, { "I'm done with the report", PX_NOTICE_NONE, "" }, { "thanks", PX_NOTICE_NONE, "" },
		{ "yes", PX_NOTICE_NONE, "" }, { "remind me to call Bob", PX_NOTICE_NONE, "" }, { "", PX_NOTICE_NONE, "" },
		{ "snoozes are nice", PX_NOTICE_NONE, "" }, { "did you do it?", PX_NOTICE_NONE, "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_str when;
		enum px_notice_word word = px_notice_word_read(px_str(rows[i].text), &when);
		if (word != rows[i].word || !px_str_eq(when, px_str(rows[i].when)))
			fail_msg("%s: %d, \"%.*s\"", rows[i].text, word, PX_STR_ARG(when));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(whole_messages_of_the_kind_are_read) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
