/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/told.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

/* Says the answer word by word; what is told is cut at "|", what is checked stands in <>, refused parts hold a "#". */
static const char *follow(const char *answer)
{
	static char out[1000];
	struct px_told told = { 0 };
	size_t from, to, n = 0;

	out[0] = '\0';
	for (size_t size = 1; size <= strlen(answer); size++) {
		struct px_str text = px_str_n(answer, size);
		if (answer[size] && answer[size] != ' ')
			continue;
		enum px_told_step step;
		while ((step = px_told_next(&told, text, &from, &to)) != PX_TOLD_WAIT) {
			if (step == PX_TOLD_CHECK)
				n += (size_t)snprintf(out + n, sizeof(out) - n, "<%.*s>", (int)(to - from), answer + from);
			if (step == PX_TOLD_CHECK && memchr(answer + from, '#', to - from)) {
				told.held = true;
				break;
			}
			n += (size_t)snprintf(out + n, sizeof(out) - n, "%.*s", (int)(to - told.told), answer + told.told);
			px_told_advance(&told, text, to);
		}
	}
	return out;
}

static void harmless_words_are_told_at_once(void **state)
{
	(void)state;
	assert_string_equal(follow("Heat pumps cost more"), "Heat pumps cost more");
	assert_string_equal(follow("Heat pumps cost more. Boilers cost less"), "Heat pumps cost more. Boilers cost less");
}

static void sentences_that_may_claim_are_checked_first(void **state)
{
	(void)state;
	assert_string_equal(follow("Hello. I've added milk. Bye"), "Hello. <I've added milk. >I've added milk. Bye");
	assert_string_equal(follow("Hello. I've added # milk. Bye now. Really"), "Hello. <I've added # milk. >");
	assert_string_equal(follow("Milk is due on Friday"), "Milk is ");
	assert_int_equal(px_told_next(&(struct px_told){ 0 }, PX_STR("Yo"), &(size_t){ 0 }, &(size_t){ 0 }), PX_TOLD_WAIT); /* "You"? */
	assert_int_equal(px_told_next(&(struct px_told){ 0 }, PX_STR("Yogu"), &(size_t){ 0 }, &(size_t){ 0 }), PX_TOLD_TELL); /* its end may still come */
	assert_string_equal(follow("Tasks:\n- Milk\n- Bread\nYes"), "<Tasks:\n>Tasks:\n-<Tasks:\n- Milk\n> Milk\n-<Tasks:\n- Milk\n- Bread\n> Bread\n");
	/* No word of an entry goes out before it is checked, and numbers mark entries, too. */
	assert_string_equal(follow("Tasks:\n- Milk and # bread\n- Eggs"), "<Tasks:\n>Tasks:\n-<Tasks:\n- Milk and # bread\n>");
	assert_string_equal(follow("Pumps:\n1. Milk # bread\n2. Eggs"), "Pumps:\n<Pumps:\n1. Milk # bread\n>");
	assert_string_equal(follow("Look ![x](https://evil.example/#) here. Yes"), "Look <Look ![x](https://evil.example/#) here. >");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(harmless_words_are_told_at_once),
		cmocka_unit_test(sentences_that_may_claim_are_checked_first),
	};

	return cmocka_run_group_tests_name("told", tests, NULL, NULL);
}
