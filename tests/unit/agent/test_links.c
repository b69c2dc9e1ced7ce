/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/links.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

static void addresses_become_text(void **state)
{
	static const struct {
		const char *text, *tamed;
	} cases[] = {
		/* what only looks like code is none */
		{ "see ` this\n\n![a](https://evil.example/?d=1)\n\nand ` that",
		  "see ` this\n\n[a] (`https://evil.example/?d=1`)\n\nand ` that" },
		{ "\\`![a](https://evil.example/?d=1)\\`", "\\`[a] (`https://evil.example/?d=1`)\\`" },
		{ "See https://evil.example/?q=secret.", "See `https://evil.example/?q=secret`." },
		{ "HTTPS://EVIL.EXAMPLE/x and www.evil.example/y", "`HTTPS://EVIL.EXAMPLE/x` and `www.evil.example/y`" },
		{ "[here](https://evil.example/a)", "[here] (`https://evil.example/a`)" },
		{ "![pixel](https://evil.example/p.png?d=1)", "[pixel] (`https://evil.example/p.png?d=1`)" },
		{ "![pixel](//evil.example/p.png)", "[pixel] (`//evil.example/p.png`)" },
		{ "[a](&#104;ttps://evil.example)", "[a] (`&#104;ttps://evil.example`)" },
		{ "[a]( <https://evil.example/x y> \"t\")", "[a] (`<https://evil.example/x`)" },
		{ "[a][b]\n\n[b]: https://evil.example/z", "[a][b]\n\n\\[b]: `https://evil.example/z`" },
		{ "> [b]: https://evil.example/z", "> \\[b]: `https://evil.example/z`" },
		{ "<https://evil.example/q>", "`<https://evil.example/q>`" },
		{ "<img src=\"https://evil.example/i\">", "`<img src=\"https://evil.example/i\">`" },
		{ "<a href='https://evil.example'>click</a>", "`<a href='https://evil.example'>`click`</a>`" },
		{ "[m](mailto:eve@evil.example?body=secret)", "[m] (`mailto:eve@evil.example?body=secret`)" },
		{ "[j](javascript:alert(1))", "[j] (`javascript:alert(1)`)" },
		{ "data:text/html;base64,AAAA", "`data:text/html;base64,AAAA`" },
		{ "https://evil.example/`x", "`https://evil.example/``x" },
		{ "[x](/api/v1/me)", "[x] (`/api/v1/me`)" },
		{ "![a [b] c](https://evil.example)", "[a [b] c] (`https://evil.example`)" },
		{ "[![in](https://evil.example/a)](https://evil.example/b)", "[[in] (`https://evil.example/a`)] (`https://evil.example/b`)" },
		{ "ftp://evil.example/x", "`ftp://evil.example/x`" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct px_arena arena;
		size_t count;
		px_arena_init(&arena);
		struct px_str tamed = px_links_tame(px_str(cases[i].text), NULL, 0, &arena, &count);
		if (!px_str_eq(tamed, px_str(cases[i].tamed)))
			fail_msg("%s\n%s", cases[i].text, tamed.data);
		assert_true(count > 0);
		px_arena_release(&arena);
	}
}

static void all_else_stays(void **state)
{
	static const char *const cases[] = {
		"Plain words.", "1 < 2 and 3 > 2", "`https://evil.example` is text", "```\n<img src=x> https://a.b\n```", "a [note] (aside)",
		"see https://mine.example/page", "[mine](https://mine.example/page)", "Note: the data: 5 of 6", "- [ ] a box", "x*y*z", "wow!",
		"[1]", "", "www. is short for world wide web",
	};
	const struct px_str own = PX_STR("what is on https://mine.example/page?");

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct px_arena arena;
		size_t count;
		px_arena_init(&arena);
		struct px_str text = px_str(cases[i]), tamed = px_links_tame(text, &own, 1, &arena, &count);
		if (!px_str_eq(tamed, text) || count)
			fail_msg("%s\n%s", cases[i], tamed.data);
		px_arena_release(&arena);
	}
}

/* What is one's own must be all of it: more behind it may carry data. */
static void more_than_the_persons_own_is_not_theirs(void **state)
{
	const struct px_str own = PX_STR("look at https://mine.example/page");
	struct px_arena arena;
	size_t count;

	(void)state;
	px_arena_init(&arena);
	struct px_str tamed = px_links_tame(PX_STR("https://mine.example/page?d=secret"), &own, 1, &arena, &count);
	assert_true(px_str_eq(tamed, PX_STR("`https://mine.example/page?d=secret`")));
	tamed = px_links_tame(PX_STR("![x](https://mine.example/page)"), &own, 1, &arena, &count);
	assert_true(px_str_eq(tamed, PX_STR("[x](https://mine.example/page)")));
	px_arena_release(&arena);
}

/* Texts that begin what never ends: were each beginning looked for its end, this would take minutes. */
static void hostile_texts_take_no_longer_than_others(void **state)
{
	static const char *const units[] = { "](", "[x](", "a", "a.", "a+", "www.", "x://", "https://a.b ", "`", "``` ", "\n```", "<a", "<", "[", ">[",
					     "\\", "![", "](( ", "(", "mailto:", "data:a](" };
	enum { SIZE = 200000 };
	char *text = malloc(SIZE + 1);
	const struct px_str own = px_str_n(text, SIZE / 2);

	(void)state;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		struct px_arena arena;
		struct timespec from, to;
		size_t count, n = strlen(units[i]);
		for (size_t at = 0; at < SIZE; at++)
			text[at] = units[i][at % n];
		px_arena_init(&arena);
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &from);
		(void)px_links_tame(px_str_n(text, SIZE), &own, 1, &arena, &count);
		clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &to);
		double seconds = (double)(to.tv_sec - from.tv_sec) + (double)(to.tv_nsec - from.tv_nsec) / 1e9;
		if (seconds > 1.0)
			fail_msg("%s: %.1f s for %d bytes", units[i], seconds, SIZE);
		px_arena_release(&arena);
	}
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_become_text),
		cmocka_unit_test(all_else_stays),
		cmocka_unit_test(more_than_the_persons_own_is_not_theirs),
		cmocka_unit_test(hostile_texts_take_no_longer_than_others),
	};

	return cmocka_run_group_tests_name("links", tests, NULL, NULL);
}
