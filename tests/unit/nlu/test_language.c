/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The tables of English: every name has its words, patterns are well formed,
 * and each word of a set is found in it.
 */
#include "nlu/language.h"
#include "nlu/text/phrase.h"
#include "nlu/text/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

static void every_word_of_a_set_is_in_it(void **state)
{
	(void)state;
	for (int set = 0; set < PX_WORDS_COUNT; set++) {
		const char *list = px_english.words[set];
		assert_non_null(list);
		for (const char *p = list; *p;) {
			size_t n = strcspn(p, " ");
			char text[64];
			if (!n || n >= sizeof(text))
				fail_msg("two spaces or a long word in \"%s\"", list);
			memcpy(text, p, n);
			text[n] = '\0';
			const struct px_word word = { .text = text, .size = (uint32_t)n, .time = -1 };
			if (!px_word_in(&word, (enum px_word_set)set))
				fail_msg("\"%s\" is not found in \"%s\"", text, list);
			for (size_t i = 0; i < n; i++) {
				if (text[i] >= 'A' && text[i] <= 'Z')
					fail_msg("\"%s\" can't match: words are folded", text);
			}
			p += n + (p[n] == ' ' && p[n + 1] != '\0');
			if (*p == ' ')
				fail_msg("a space at the end of \"%s\"", list);
		}
	}
}

static void no_other_word_is_in_a_set(void **state)
{
	const struct px_word word = { .text = "zzyzx", .size = 5, .time = -1 };

	(void)state;
	for (int set = 0; set < PX_WORDS_COUNT; set++)
		assert_false(px_word_in(&word, (enum px_word_set)set));
}

static void patterns_are_well_formed(void **state)
{
	(void)state;
	for (int name = 0; name < PX_PATTERN_COUNT; name++) {
		const char *pattern = px_english.patterns[name];
		int depth = 0;
		assert_non_null(pattern);
		for (const char *p = pattern; *p && depth >= 0; p++)
			depth += (*p == '(') - (*p == ')');
		if (depth)
			fail_msg("parentheses don't match: %s", pattern);
	}
}

static void every_name_has_its_texts(void **state)
{
	(void)state;
	for (int name = 0; name < PX_PHRASE_COUNT; name++)
		assert_non_null(px_english.phrases[name]);
	for (int name = 0; name < PX_TEXTS_COUNT; name++)
		assert_true(px_english.texts[name].count > 0);
	for (int name = 0; name < PX_PAIRS_COUNT; name++)
		assert_true(px_english.pairs[name].count > 0);
}

static void values_go_into_phrases(void **state)
{
	struct px_arena arena;

	(void)state;
	px_arena_init(&arena);
	assert_string_equal(px_phrase_with(&arena, PX_PHRASE_ASK_WHEN, "Lunch"), "When is “Lunch”?");
	assert_string_equal(px_phrase_with_two(&arena, PX_PHRASE_FROM_TO, "9", "12"), "from 9 to 12");
	assert_string_equal(px_phrase_with(&arena, PX_PHRASE_FROM_TO, "9"), "from 9 to ");
	assert_string_equal(px_phrase_with(&arena, PX_PHRASE_ASK_WHICH, "x"), px_phrase(PX_PHRASE_ASK_WHICH));
	px_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_word_of_a_set_is_in_it), cmocka_unit_test(no_other_word_is_in_a_set),
		cmocka_unit_test(patterns_are_well_formed),     cmocka_unit_test(every_name_has_its_texts),
		cmocka_unit_test(values_go_into_phrases),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
