/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The pattern language, and that the table column `first` says what the
 * patterns say.
 */
#include "unit/nlu/parse_support.h"

#include "nlu/act/frames.h"
#include "nlu/text/pattern.h"

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

struct letters {
	bool seen[256];
	bool any; /* anything can come first */
};

static bool first_of(const char **p, struct letters *letters);

/* One sequence up to '|', ')' or the end: true if it can match nothing. */
static bool first_of_sequence(const char **p, struct letters *letters)
{
	bool open = true; /* everything so far may be missing */

	for (;;) {
		struct letters here = { 0 };
		bool empty = false;
		while (**p == ' ')
			(*p)++;
		if (!**p || **p == '|' || **p == ')')
			return open;
		if (**p == '(') {
			(*p)++;
			empty = first_of(p, &here);
			(*p)++;
		} else if (**p == '$') {
			size_t n = strspn(++*p, "abcdefghijklmnopqrstuvwxyz");
			const char *set = px_match_set(*p, n);
			assert_true(*set != '\0');
			empty = first_of(&set, &here);
			*p += n;
		} else if (**p == '{') {
			here.any = true;
			empty = memchr(*p, '?', strcspn(*p, "}")) != NULL;
			*p += strcspn(*p, "}") + 1;
		} else if (**p == '<') {
			const char *all = strncmp(*p, "<time", 5) == 0 ? "<" : "0123456789otfsen";
			for (; *all; all++)
				here.seen[(unsigned char)*all] = true;
			*p += strcspn(*p, ">") + 1;
		} else {
			here.seen[(unsigned char)**p] = true;
			*p += strcspn(*p, " |)?");
		}
		if (**p == '?') {
			empty = true;
			(*p)++;
		}
		for (int c = 0; open && c < 256; c++)
			letters->seen[c] |= here.seen[c];
		letters->any |= open && here.any;
		open &= empty;
	}
}

static bool first_of(const char **p, struct letters *letters)
{
	bool empty = first_of_sequence(p, letters);

	while (**p == '|') {
		(*p)++;
		empty |= first_of_sequence(p, letters);
	}
	return empty;
}

static void check_rows(const struct px_frame *rows, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct letters letters = { 0 };
		const char *p = rows[i].pattern, *said = rows[i].first;
		bool any = first_of(&p, &letters) || letters.any;
		assert_int_equal(*p, '\0');
		if (!said || !said[0])
			continue;
		if (any)
			fail_msg("must not name letters: %s", rows[i].pattern);
		for (int c = 1; c < 256; c++) {
			if (letters.seen[c] && !strchr(said, c))
				fail_msg("'%c' is missing: %s", c, rows[i].pattern);
		}
	}
}

static void first_letters_are_right(void **state)
{
	(void)state;
	check_rows(px_english.change->at, px_english.change->count);
	check_rows(px_english.create->at, px_english.create->count);
	check_rows(px_english.memory->at, px_english.memory->count);
	check_rows(px_english.recall->at, px_english.recall->count);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(patterns), cmocka_unit_test(work_is_bounded),
		cmocka_unit_test(first_letters_are_right),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
