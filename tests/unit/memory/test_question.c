/* SPDX-License-Identifier: Apache-2.0 */
/* What of a text is asked, and whom it can be asked of. */
#include "memory/evidence.h"
#include "memory/follow_up.h"
#include "memory/question.h"
#include "sys/zoneinfo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* What is shouted before a question, and what is told behind it, is no part of it. */
static void test_cut_round(void **state)
{
	static const struct { const char *text, *asked; } rows[] = {
		{ "WATER EVERYWHERE what is the plumbers number", "what is the plumbers number" },
		{ "where are the passports, taxi's in 20 min", "where are the passports" },
		{ "where are the passports, I'm at the door", "where are the passports" },
		{ "who is the plumber, the one from Leeds", "who is the plumber the one from leeds" },
		{ "what does NASA pay", "what does nasa pay" },
	};
	struct px_arena arena;

	(void)state;
	px_arena_init(&arena);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_clause *c = px_arena_zero(&arena, PX_CLAUSES_MAX, sizeof(*c));
		assert_int_equal(px_sentences(px_str(rows[i].text), &arena, c, PX_CLAUSES_MAX), 1);
		px_question_cut_round(c, px_str(rows[i].text));
		const char *asked = px_clause_plain(c, 0, c->count, &arena);
		if (strcmp(asked, rows[i].asked) != 0)
			fail_msg("%s: %s", rows[i].text, asked);
	}
	px_arena_release(&arena);
}

static void test_deal_and_bare(void **state)
{
	static const struct { const char *text; bool deal, bare; } rows[] = {
		{ "Do I owe Klaas anything?", true, false },   { "What have I lent my brother?", true, false }, { "Do I have anything to do?", false, false },
		{ "Have I to call Klaas?", false, false },     { "And in October?", false, true },              { "And at work?", false, true },
		{ "What about Yusra?", false, true },          { "And what did she say?", false, false },       { "In October?", false, false },
	};
	struct px_arena arena;

	(void)state;
	px_arena_init(&arena);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (px_question_of_deal(px_str(rows[i].text), &arena) != rows[i].deal || px_follow_up_is_bare(px_str(rows[i].text), &arena) != rows[i].bare)
			fail_msg("%s", rows[i].text);
	}
	px_arena_release(&arena);
}

/* "What size are Nils's shoes?" asks of the shoes, not of Nils. */
static void test_of_what(void **state)
{
	static const struct { const char *text, *subject, *attribute; } rows[] = {
		{ "What size are Nils's shoes?", "Nils's shoes", "size" }, { "What colour is my car?", "car", "colour" }, { "Who is my dentist?", "me", "dentist" },
	};
	struct px_time_context time = px_said_context(INT64_C(1772445600000), px_zoneinfo_find(NULL, "Europe/Berlin"), NULL, NULL);
	struct px_statement_context context = { &time };
	struct px_arena arena;

	(void)state;
	px_arena_init(&arena);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_question q;
		px_question_read(&context, px_str(rows[i].text), &arena, &q);
		if (!q.subject || !q.attribute || strcmp(q.subject, rows[i].subject) != 0 || strcmp(q.attribute, rows[i].attribute) != 0)
			fail_msg("%s: %s, %s", rows[i].text, q.subject ? q.subject : "-", q.attribute ? q.attribute : "-");
	}
	px_arena_release(&arena);
}

/* Without a question mark, too; what is without one of a price, no entry tells. */
/* What no to-do list answers. */
static void test_of_life(void **state)
{
	static const struct { const char *text; bool life, person; } rows[] = {
		{ "where do I work?", true, false }, { "What did Matthias do before?", true, true }, { "and what does the other one do?", true, false },
		{ "what does my sister do?", true, false }, { "Whose bike is it?", true, false }, { "what do I have to do?", false, false },
		{ "where do I have to be at 5?", false, false }, { "what does my list say?", false, false }, { "What must I know when I cook for Ana?", false, true },
		{ "what is due on Friday?", false, false },
	};
	struct px_arena arena;

	(void)state;
	px_arena_init(&arena);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (px_question_of_life(px_str(rows[i].text), &arena) != rows[i].life || px_question_names_person(px_str(rows[i].text), &arena) != rows[i].person)
			fail_msg("%s", rows[i].text);
	}
	px_arena_release(&arena);
}

static void test_is_question(void **state)
{
	static const struct { const char *text; bool question, price; } rows[] = {
		{ "is mum working nights", true, false },		  { "does jez still owe me anything", true, false },
		{ "can Benita approve seventy thousand on her own", true, false }, { "is isha allergic to penicillin", true, false },
		{ "how much is nursery a month", true, true },		  { "how much is planned for Friday", true, false },
		{ "is closed on Sundays", false, false },		  { "does Renate close early", true, false },
		{ "was late for work today", false, false },
	};
	struct px_arena arena;

	(void)state;
	px_arena_init(&arena);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (px_question_is(px_str(rows[i].text), &arena) != rows[i].question || px_question_of_price(px_str(rows[i].text), &arena) != rows[i].price)
			fail_msg("%s", rows[i].text);
	}
	px_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_cut_round), cmocka_unit_test(test_deal_and_bare), cmocka_unit_test(test_of_what),
					     cmocka_unit_test(test_of_life),
					     cmocka_unit_test(test_is_question) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
