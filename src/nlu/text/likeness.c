/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Stems, irregular forms and small misspellings decide how much two words are
 * alike; the shares are what the rankings of targets were tuned with.
 */
#include "nlu/text/likeness.h"

#include <string.h>

static size_t stem(const char *text, size_t size)
{
	static const char *const endings[] = { "'s", "ing", "ed", "ies", "es", "s", "e", "y" };

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++) {
		size_t n = strlen(endings[i]);
		if (size >= n + 3 && memcmp(text + size - n, endings[i], n) == 0)
			return size - n;
	}
	return size;
}

/* Past forms that share no beginning with the verb in the title. */
static const char *const irregular[][2] = {
	{ "paid", "pay" }, { "bought", "buy" }, { "sent", "send" }, { "wrote", "write" },
	{ "written", "write" }, { "did", "do" }, { "made", "make" }, { "got", "get" },
	{ "took", "take" }, { "found", "find" }, { "fed", "feed" }, { "met", "meet" },
	{ "built", "build" }, { "spoke", "speak" }, { "told", "tell" }, { "gave", "give" },
	{ "went", "go" }, { "ran", "run" }, { "began", "begin" }, { "swept", "sweep" },
	{ "brought", "bring" }, { "thought", "think" }, { "sold", "sell" }, { "taught", "teach" },
	{ "picked", "pick" }, { "hung", "hang" }, { "drew", "draw" }, { "chose", "choose" },
	{ "tax", "taxes" }, { "mum", "mom" }, { "pr", "pull" }, { "doc", "document" },
	{ "docs", "document" }, { "prs", "pull" }, { "dentist", "dental" }, { "rang", "ring" },
	{ "left", "leave" }, { "held", "hold" }, { "spent", "spend" }, { "read", "read" },
	{ "taken", "take" }, { "done", "do" }, { "given", "give" }, { "gone", "go" }, { "eaten", "eat" },
	{ "ate", "eat" }, { "drunk", "drink" }, { "drank", "drink" }, { "driven", "drive" }, { "drove", "drive" },
	{ "chosen", "choose" }, { "spoken", "speak" }, { "drawn", "draw" }, { "thrown", "throw" }, { "threw", "throw" },
	{ "shown", "show" }, { "frozen", "freeze" }, { "froze", "freeze" }, { "broken", "break" }, { "worn", "wear" },
	{ "rung", "ring" }, { "sung", "sing" }, { "sang", "sing" }, { "swum", "swim" }, { "swam", "swim" },
	{ "begun", "begin" }, { "dug", "dig" }, { "stuck", "stick" }, { "hidden", "hide" }, { "hid", "hide" },
	{ "kept", "keep" }, { "slept", "sleep" }, { "caught", "catch" }, { "lent", "lend" }, { "bent", "bend" },
	{ "won", "win" }, { "lost", "lose" }, { "shot", "shoot" }, { "lit", "light" }, { "laid", "lay" },
	{ "said", "say" }, { "sewn", "sew" }, { "mown", "mow" }, { "sown", "sow" }, { "grown", "grow" },
	{ "ridden", "ride" }, { "flown", "fly" }, { "stolen", "steal" }, { "woken", "wake" }, { "saw", "see" },
	{ "seen", "see" }, { "knew", "know" }, { "known", "know" }, { "forgotten", "forget" }, { "gotten", "get" },
	{ "understood", "understand" }, { "stood", "stand" }, { "led", "lead" }, { "fought", "fight" }, { "wound", "wind" },
};

static size_t distance_at_most(const char *a, size_t n, const char *b, size_t m, size_t limit)
{
	unsigned char row[40], diagonal, above;

	if (n > 38 || m > 38 || (n > m ? n - m : m - n) > limit)
		return limit + 1;
	for (size_t j = 0; j <= m; j++)
		row[j] = (unsigned char)j;
	for (size_t i = 1; i <= n; i++) {
		diagonal = row[0];
		row[0] = (unsigned char)i;
		for (size_t j = 1; j <= m; j++) {
			above = row[j];
			unsigned char best = (unsigned char)(diagonal + (a[i - 1] != b[j - 1]));
			if (above + 1 < best)
				best = (unsigned char)(above + 1);
			if (row[j - 1] + 1 < best)
				best = (unsigned char)(row[j - 1] + 1);
			row[j] = best;
			diagonal = above;
		}
	}
	return row[m];
}

float px_word_likeness(const char *a, size_t n, const char *b, size_t m)
{
	size_t sa, sb, common = 0;

	if (n == m && memcmp(a, b, n) == 0)
		return 1;
	/* Without the same beginning only a misspelling is left, and few are in the first two letters. */
	if (a[0] != b[0] && (n < 5 || m < 5 || (a[1] != b[1] && a[0] != b[1] && a[1] != b[0])))
		return 0;
	sa = stem(a, n);
	sb = stem(b, m);
	if (sa == sb && memcmp(a, b, sa) == 0)
		return 0.95F;
	if (sa > 1 && sb == sa - 1 && a[sa - 1] == a[sa - 2] && memcmp(a, b, sb) == 0)
		return 0.9F; /* "stopped", "stop" */
	while (common < n && common < m && a[common] == b[common])
		common++;
	if (common >= 5 && n - common <= 3 && m - common <= 3)
		return 0.85F;
	if (common == n && n >= 4 && m >= n + 3)
		return 0.8F; /* "intro", "introduction" */
	if (n >= 5 && m >= 5 && distance_at_most(a, n, b, m, 1) <= 1)
		return 0.8F;
	return n >= 8 && m >= 8 && distance_at_most(a, n, b, m, 2) <= 2 ? 0.8F : 0;
}

bool px_same_name(const char *a, size_t n, const char *b, size_t m)
{
	size_t sa = stem(a, n), sb = stem(b, m);

	if (sa == sb && memcmp(a, b, sa) == 0)
		return true;
	return n >= 5 && m >= 5 && a[0] == b[0] && distance_at_most(a, n, b, m, n >= 9 ? 2 : 1) <= (n >= 9 ? 2 : 1);
}

const char *px_word_regular(const char *text, size_t size)
{
	for (size_t i = 0; i < sizeof(irregular) / sizeof(irregular[0]); i++) {
		const char *from = irregular[i][0];
		if (from[0] == text[0] && strlen(from) == size && memcmp(from, text, size) == 0)
			return irregular[i][1];
	}
	return NULL;
}

float px_word_likeness_of_forms(const char *a, size_t a_size, const char *b, size_t b_size)
{
	float score = px_word_likeness(a, a_size, b, b_size);
	const char *other = score == 0 ? px_word_regular(a, a_size) : NULL;

	return other ? px_word_likeness(other, strlen(other), b, b_size) * 0.95F : score;
}
