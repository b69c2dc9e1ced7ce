/* SPDX-License-Identifier: Apache-2.0 */
/* What is left of a sentence when case, politeness, spelling and times are unified. */
#include "nlu/intent/tokens.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void assert_tokens(const char *text, const char *expected)
{
	struct px_intent_token tokens[PX_INTENT_TOKENS_MAX];
	size_t count = px_intent_tokens(px_str(text), tokens), n = 0;
	char got[4096] = "";

	for (size_t i = 0; i < count; i++) {
		if (i > 0)
			got[n++] = ' ';
		memcpy(got + n, tokens[i].word, tokens[i].size);
		n += tokens[i].size;
	}
	got[n] = '\0';
	assert_string_equal(got, expected);
}

static void test_unifies_spelling(void **state)
{
	(void)state;
	assert_tokens("What's on MY calender?", "what is on my calendar");
	assert_tokens("don\xe2\x80\x99t remind me", "do not remind me");
	assert_tokens("my to-do list", "my todo list");
	assert_tokens("add it to my to do list", "add it to my todo list");
	assert_tokens("what do I have to do", "what do i have to do");
	assert_tokens("Caf\xc3\xa9 with Zo\xc3\xab", "cafe with zoe");
	assert_tokens("show my meetings and parties", "show my meeting and party");
	assert_tokens("Mom's birthday", "mom birthday");
}

static void test_replaces_numbers_and_times(void **state)
{
	(void)state;
	assert_tokens("at 5pm", "at <clock>");
	assert_tokens("at 5 p.m.", "at <clock>");
	assert_tokens("at 6 p m", "at <clock>");
	assert_tokens("at 17:30", "at <clock>");
	assert_tokens("7 o'clock", "<clock>");
	assert_tokens("on 12/24", "on <date>");
	assert_tokens("the 3rd", "the <ord>");
	assert_tokens("for 30min", "for <num> minute");
	assert_tokens("in 2027", "in <year>");
	assert_tokens("i am here", "i am here");
}

static void test_drops_politeness(void **state)
{
	static const char *const forms[] = {
		"add milk", "Add milk.", "ADD MILK!!!", "please add milk", "Add milk please",
		"Could you add milk?", "hey Pixie, can you please add milk", "add milk, thanks",
		"Add milk. Thank you so much!", "would you kindly add milk for me",
		"I would like you to add milk", "Hi there! Add milk, if you don't mind",
		"um, so, add milk okay?",
	};
	(void)state;
	for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
		assert_tokens(forms[i], "add milk");
	assert_tokens("thanks!", "");
	assert_tokens("hello", "");
}

static void test_keeps_quick_add_marks(void **state)
{
	(void)state;
	assert_tokens("pay rent #home !high @desk", "pay rent <hash> home <bang> high <at> desk");
	assert_tokens("todo: pay rent", "todo <colon> pay rent");
	assert_tokens("todo:", "todo");
	assert_tokens("a@b #1 ! # @", "a b <num>");
}

static void test_survives_odd_input(void **state)
{
	struct px_intent_token tokens[PX_INTENT_TOKENS_MAX];
	char text[10000];
	(void)state;

	assert_int_equal(px_intent_tokens((struct px_str){ 0 }, tokens), 0);
	assert_int_equal(px_intent_tokens(PX_STR("\xff\xc3\xe2\x80"), tokens), 0);
	memset(text, 'a', sizeof text);
	assert_int_equal(px_intent_tokens(px_str_n(text, sizeof text), tokens), 1);
	assert_int_equal(tokens[0].size, PX_INTENT_WORD_MAX);
	for (size_t i = 0; i < sizeof text; i++)
		text[i] = i % 2 ? ' ' : '7';
	assert_int_equal(px_intent_tokens(px_str_n(text, sizeof text), tokens), PX_INTENT_TOKENS_MAX);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_unifies_spelling),
		cmocka_unit_test(test_replaces_numbers_and_times),
		cmocka_unit_test(test_drops_politeness),
		cmocka_unit_test(test_keeps_quick_add_marks),
		cmocka_unit_test(test_survives_odd_input),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
