/* SPDX-License-Identifier: Apache-2.0 */
/* How phrases of cues.def stand in a text: alone, as a part of a longer word, with words between, at a clause's beginning. */
#include "mail/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void phrases_stand_as_they_are_written(void **state)
{
	static const struct { enum px_mail_cue cue; const char *text; bool says; } cases[] = {
		{ PX_CUE_APPOINTMENT, "der elterntermin ist am montag", true },  /* "*termin" */
		{ PX_CUE_APPOINTMENT, "die terminologie", false },
		{ PX_CUE_CANCELLED, "l'appuntamento è annullato.", true },        /* "annullat*" */
		{ PX_CUE_NO_NEED, "there's nothing more you need to do", true },  /* "nothing ~ to do" */
		{ PX_CUE_NO_NEED, "nothing could be finer", false },
		{ PX_CUE_ORDER, "tell me by noon", true },                        /* "^tell" */
		{ PX_CUE_ORDER, "it's your call - tell me", true },
		{ PX_CUE_ORDER, "thanks, and send my love", true },
		{ PX_CUE_ORDER, "the tale i tell", false },
		{ PX_CUE_ORDER, "we noticed a sign-in", false },
		{ PX_CUE_CONDITION, "if you have questions", true },
		{ PX_CUE_CONDITION, "i wonder if you do", false },
		{ PX_CUE_REQUEST, "金曜日までに送ってください。", true },
		{ PX_CUE_REQUEST, "", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		if (px_mail_says(cases[i].cue, px_str(cases[i].text)) != cases[i].says)
			fail_msg("%s: %s", cases[i].text, cases[i].says ? "not found" : "found");
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(phrases_stand_as_they_are_written) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
