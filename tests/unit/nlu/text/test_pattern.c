/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pattern language, and that all patterns of English have their programs.
 */
#include "unit/nlu/parse_support.h"

#include "nlu/act/frames.h"
#include "nlu/text/pattern.h"
#include "nlu/text/program.h"

static bool fits(struct world *w, const char *pattern, const char *text, struct px_match *match)
{
	struct px_words words = px_words_of(px_str(text), 0, strlen(text), &w->arena);

	return px_match_text(pattern, words.at, words.count, match);
}

static void patterns(void **state)
{
	static const struct { const char *pattern, *text; bool fits; } cases[] = {
		{ "remind me (to|about)? {t}", "Remind me to call Mum", true },
		{ "remind me (to|about)? {t}", "remind me", false },
		{ "done|finished", "finished", true },
		{ "done|finished", "finished it", false },
		{ "mark {x} (as)? done", "mark the auth bug done", true },
		{ "mark {x} (as)? done", "mark done", false },
		{ "(a|b c|d)? e", "b c e", true },
		{ "(a|b c|d)? e", "b e", false },
		{ "undo <num> things", "undo three things", true },
		{ "undo <num> things", "undo some things", false },
		{ "$add {t}", "jot it", true },
		{ "what's {q?}", "whats", true },
		{ "{x} (is|are)? (now)? done", "the report done", true },
		{ "{x} (is|are)? (now)? done", "the report is now done", true },
		{ "{x} (is|are)? (now)? done", "the report is now sent", false },
		{ "{x} (a|b|) c", "x y c", true },
		{ "{x} ((a|b) c|d e)? f", "x b c f", true },
		{ "{x} $done", "the report dealt with", true },
		{ "{x} ('s|@)? 5 {y?}", "it 's 5", true },
		{ "{x} {y} z", "a b z", true },
		{ "{x?} z", "z", true },
		{ "a ({x} b|c) d", "a q r b d", true },
		{ "a ({x} b|c) d", "a q r c d", false },
		{ "don't {x}", "don’t do that", true },
		/* what the first word may be */
		{ "2 {x}|b", "2 weeks", true },
		{ "2 {x}|b", "3 weeks", false },
		{ "é {x}", "é voilà", true },
		{ "a b|i c", "i c", true },
		{ "a b|i c", "it c", false },
		{ "(please)? (now|)? (stop|go)", "go", true },
		{ "(please)? (now|)? (stop|go)", "gone", false },
		{ "(x|) y|z", "y", true },
		{ "(<num>|few) days", "three days", true },
		{ "(<num>|few) days", "few days", true },
		{ "$nosuch x", "x", true },
		{ "($done|$the)? it", "all my it", true },
		{ "($done|$the)? it", "ever it", false },
	};
	struct world w;
	struct px_match match;

	(void)state;
	world_open(&w);
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (fits(&w, cases[i].pattern, cases[i].text, &match) != cases[i].fits)
			fail_msg("%s / %s", cases[i].pattern, cases[i].text);
	}
	assert_true(fits(&w, "move {x} to {n}", "move a to b to c", &match));
	assert_int_equal(px_match_get(&match, 'x', 0)->to, 2);
	assert_true(fits(&w, "move {x+} to {n}", "move a to b to c", &match));
	assert_int_equal(px_match_get(&match, 'x', 0)->to, 4);
	assert_null(px_match_get(&match, 'q', 0));
	world_close(&w);
}

static void work_is_bounded(void **state)
{
	static char text[20000];
	struct world w;
	struct px_match match;

	(void)state;
	world_open(&w);
	for (size_t i = 0; i + 2 < sizeof(text); i += 2)
		memcpy(text + i, "a ", 2);
	assert_false(fits(&w, "{x} {y} {z} {x} {y} b", text, &match));
	world_close(&w);
}

static void check_rows(const struct px_frames *frames)
{
	for (size_t i = 0; i < frames->count; i++)
		assert_non_null(px_program_of(frames->at[i].pattern));
}

/* Programs are made when they are needed: those of English and as many of tests must fit. */
static void all_patterns_have_room(void **state)
{
	(void)state;
	for (int name = 0; name < PX_PATTERN_COUNT; name++)
		assert_non_null(px_program_of(px_english.patterns[name]));
	check_rows(px_english.change);
	check_rows(px_english.create);
	check_rows(px_english.memory);
	check_rows(px_english.recall);
	for (size_t i = 0; i < px_english.slot_rules->count; i++)
		assert_non_null(px_program_of(px_english.slot_rules->at[i].pattern));
	assert_in_range(px_program_steps(), 1, px_program_room() * 9 / 10);
	assert_ptr_equal(px_program_of(px_english.patterns[0]), px_program_of(px_english.patterns[0]));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(patterns), cmocka_unit_test(work_is_bounded),
		cmocka_unit_test(all_patterns_have_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
