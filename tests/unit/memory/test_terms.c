/* SPDX-License-Identifier: Apache-2.0 */
/* What a text is found by: folded, stemmed, without stop words, compounds by part and whole. */
#include "memory/terms.h"

#include "base/buf.h"
#include "memory/terms_data.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct px_stemmers *stemmers;

static int open_stemmers(void **state)
{
	(void)state;
	stemmers = px_stemmers_new();
	return 0;
}

static int close_stemmers(void **state)
{
	(void)state;
	px_stemmers_free(stemmers);
	return 0;
}

static void collect(void *arg, struct px_str term, enum px_term_role role)
{
	(void)px_buf_printf(arg, "%s%.*s ", role == PX_TERM_EXTRA ? "+" : "", PX_STR_ARG(term));
}

static void expect(const char *text, const char *wanted)
{
	struct px_buf terms = PX_BUF_INIT(4096);

	px_terms_each(stemmers, px_str(text), collect, &terms);
	(void)px_buf_char(&terms, ' ');
	terms.data[terms.size > 1 ? terms.size - 2 : 0] = '\0';
	assert_string_equal(terms.data, wanted);
	px_buf_release(&terms);
}

static void words_are_folded_and_stemmed(void **state)
{
	(void)state;
	expect("The Ferries were RUNNING late!", "ferri run late");
	expect("Café Zoë, naïve", "cafe zoe naiv");
	expect("Ｆｕｌｌ　ｗｉｄｔｈ", "full width");
	expect("Smørrebrød in Laksevåg", "smørrebrød laksevag");
	expect("Ångström's", "angstrom");
	expect("", "");
	expect("the of and", "");
}

static void what_is_written_together_is_found_by_part_and_whole(void **state)
{
	(void)state;
	expect("foo_bar", "foo bar +foobar");
	expect("parseHTMLFile", "pars html file +parsehtmlfil");
	expect("camelCase", "camel case +camelcas");
	expect("QX7-3310", "qx7 3310 +qx73310");
	expect("1,500 kroner", "1 500 +1500 kroner");
	expect("e-mails", "e mail +email");
	expect("src/store/group.c", "src store group c +srcstoregroupc");
	expect("a@b.example", "b exampl +abexampl");
	expect("end. Next", "end next");
	expect("- list", "list");
}

static void apostrophes_end_a_word(void **state)
{
	(void)state;
	expect("Kaj's mother’s", "kaj mother");
	expect("I don't know", "know");
}

static void german_is_stemmed_as_german_besides(void **state)
{
	(void)state;
	expect("Ich habe die Wohnungen besichtigt und nicht gemietet",
	       "wohnungen +wohnung besichtigt gemietet");
	expect("Wohnung", "wohnung"); /* one word is no German text; the stem is the same */
	expect("Straße", "strass");
	expect("The war was long", "war long");
}

static void scripts_without_spaces_give_pairs(void **state)
{
	(void)state;
	expect("北京大学", "北 北京 京大 大学");
	expect("I ate 寿司", "ate 寿 寿司");
}

static void any_bytes_are_read(void **state)
{
	char bytes[300];

	(void)state;
	for (size_t i = 0; i < sizeof(bytes); i++)
		bytes[i] = (char)(i * 7);
	struct px_buf terms = PX_BUF_INIT(4096);
	px_terms_each(stemmers, px_str_n(bytes, sizeof(bytes)), collect, &terms);
	px_buf_release(&terms);
	expect("\xff\xfe caf\xc3", "caf");
	memset(bytes, 'x', sizeof(bytes));
	struct px_buf one = PX_BUF_INIT(4096);
	px_terms_each(stemmers, px_str_n(bytes, sizeof(bytes)), collect, &one);
	assert_int_equal(one.size, PX_TERM_MAX + 1); /* cut, and the space of `collect` */
	px_buf_release(&one);
}

static void the_lists_are_sorted(void **state)
{
	(void)state;
	for (size_t i = 1; i < px_term_stop_word_count; i++)
		assert_true(strcmp(px_term_stop_words[i - 1], px_term_stop_words[i]) < 0);
	for (size_t i = 1; i < px_term_german_mark_count; i++)
		assert_true(strcmp(px_term_german_marks[i - 1], px_term_german_marks[i]) < 0);
	assert_true(px_term_is_stop_word(PX_STR("the")) && px_term_is_stop_word(PX_STR("und")));
	assert_false(px_term_is_stop_word(PX_STR("war")) || px_term_is_stop_word(PX_STR("th")) ||
		     px_term_is_stop_word(PX_STR("them1")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_folded_and_stemmed),
		cmocka_unit_test(what_is_written_together_is_found_by_part_and_whole),
		cmocka_unit_test(apostrophes_end_a_word),
		cmocka_unit_test(german_is_stemmed_as_german_besides),
		cmocka_unit_test(scripts_without_spaces_give_pairs),
		cmocka_unit_test(any_bytes_are_read),
		cmocka_unit_test(the_lists_are_sorted),
	};

	return cmocka_run_group_tests_name("terms", tests, open_stemmers, close_stemmers);
}
