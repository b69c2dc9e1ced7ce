/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What asks memory to forget, what of it is named, and what is said of tasks; where sentences end.
 */
#include "memory/clause.h"
#include "memory/forget_wish.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

static void last_of_tasks_is_none_of_memory(void **state)
{
	static const struct { const char *text; bool asked; } rows[] = {
		{ "delete the last thing I said", true },
		{ "erase what I just told you", true },
		{ "forget the last thing", true },
		{ "delete the last thing I added", false },
		{ "remove the last thing on my shopping list", false },
		{ "delete what I just put in the calendar", false },
		{ "remove that last bit, please", true },
		{ "Actually forget what I told you a minute ago, that's private.", true },
		{ "erase what I told you about the lease", true },
		{ "remove what I told the caterer from the list", false },
		{ "don't forget the last thing", false },
		{ "forget I said it", true },
		{ "forget that I ever told you that", true },
		{ "I don't want my weight in here any more. erase it", true },
		{ "we don't want milk any more", false },
		{ "I don't want it stored", false },
		{ "I don't want the plot number in here any more", true },
		{ "I don't want the car stored outside over winter", false },
		{ "we don't want the wine stored in the kitchen", false },
		{ "I don't want Ben's allergy written down anywhere but the list", false },
		{ "I don't want to forget the citalopram thing in here any more than you do", false },
		{ "I don't want the dog in here any more than you do", false },
		{ "if I move, forget the plot number", false },
		{ "if you can, forget my old address", true },
		{ "when you get a chance, forget my old address", true },
		{ "after all, forget my old address", true },
		{ "time to forget my old address", true },
		{ "before you forget the plot number, note it", false },
		{ "It's easy to forget the plot number", false },
		{ "Ben told me to forget the plot number", false },
		{ "Tom wants you to forget the plot number", false },
		{ "I want you to forget the plot number", true },
		{ "I'd like you to forget the plot number", true },
		{ "I'd never tell you to forget the plot number", false },
	};
	struct px_arena arena;

	(void)state;
	px_arena_init(&arena);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *target;
		if (px_forget_asked(px_str(rows[i].text), &arena, &target) != rows[i].asked)
			fail_msg("\"%s\"", rows[i].text);
	}
	px_arena_release(&arena);
}

/* What is asked to be forgotten, of how much and of when. */
static void target_is_read(void **state)
{
	static const struct { const char *text, *plain; bool all, anybodys, former, pointed; } rows[] = {
		{ "forget my passport date", "my passport date", false, false, false, false },
		{ "forget everything I ever told you about the move", "the move", true, false, false, false },
		{ "please to erase what I have told about my brother in law", "my brother in law", true, false, false, false },
		{ "erase the surgery thing", "the surgery", true, false, false, false },
		{ "forget everything to do with the kitchen", "the kitchen", true, false, false, false },
		{ "unlearn what you know of Ivo", "ivo", true, false, false, false },
		{ "forget all the phone numbers I've given you", "phone numbers", false, true, false, false },
		{ "forget everybody's birthday", "birthday", false, true, false, false },
		{ "forget all my addresses", "my addresses", false, false, false, false },
		{ "forget my old address", "my address", false, false, true, false },
		{ "forget Nils's former job", "nils job", false, false, true, false },
		{ "Squared up with Klaas. You can forget that debt.", "debt klaas", false, false, false, true },
		{ "forget that Klaas owes me money", "klaas owes me money", false, false, false, false },
		{ "forget the address you have for me", "the address", false, false, false, false },
	};
	struct px_arena arena;

	(void)state;
	px_arena_init(&arena);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_forget_wish wish;
		const char *target;
		if (!px_forget_asked(px_str(rows[i].text), &arena, &target))
			fail_msg("\"%s\"", rows[i].text);
		px_forget_wish_read(px_str(target), true, &arena, &wish);
		if (strcmp(wish.plain, rows[i].plain) != 0 || wish.all != rows[i].all || wish.anybodys != rows[i].anybodys || wish.former != rows[i].former ||
		    wish.pointed != rows[i].pointed)
			fail_msg("\"%s\": %s%s%s%s%s", rows[i].text, wish.plain, wish.all ? ", all" : "", wish.anybodys ? ", anybody's" : "",
				 wish.former ? ", former" : "", wish.pointed ? ", pointed" : "");
	}
	px_arena_release(&arena);
}

/* What slips the mind is not to be forgotten. */
static void laments_ask_for_nothing(void **state)
{
	static const struct { const char *text, *what; } rows[] = {
		{ "ugh I always forget where the spare key is", "where the spare key is" }, { "don't let me forget mum's tablets", "mum's tablets" },
		{ "we keep forget bin day", "bin day" }, { "forget where the spare key is", NULL }, { "I want you to forget my address", NULL },
		{ "I told you my weight, forget that", NULL },
		{ "Never forget where the bike key is", "where the bike key is" }, { "My wife forgets the postcode all the time", "the postcode all the time" },
		{ "I forgot where I parked", "where I parked" }, { "the kids always forget their lunch", "their lunch" },
		{ "please forget my address", NULL }, { "you can forget Dad's address", NULL }, { "I'd like you to forget my weight", NULL },
		{ "People forget the plot number", "the plot number" }, { "if I move, forget the plot number", "the plot number" },
		{ "It's easy to forget the plot number", "the plot number" }, { "Ben told me to forget the plot number", "the plot number" },
	};
	struct px_arena arena;

	(void)state;
	px_arena_init(&arena);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *what = NULL;
		bool laments = px_forget_laments(px_str(rows[i].text), &arena, &what);
		if (laments != (rows[i].what != NULL) || (laments && strcmp(what, rows[i].what) != 0))
			fail_msg("\"%s\": %s", rows[i].text, what ? what : "-");
	}
	px_arena_release(&arena);
}

static void only_that_is_pointed_at(void **state)
{
	static const struct { const char *text; bool points; } rows[] = {
		{ "Please delete that again.", true }, { "erase this from your memory", true }, { "Remove that last bit, would you", true }, { "scrap that", true },
		{ "delete that meeting", false },      { "delete the milk", false },         { "don't delete that", false },         { "what is that?", false },
		{ "oh no I wasn't supposed to tell anyone, forget that", true },     { "that last one was mean, please forget it", true },
		{ "forget I said anything", true },    { "forget the last thing I said", false },
		{ "nah, forget it", false },           { "Book a table, no wait, forget it", false },
		{ "Remind me to stretch at 5, actually forget that", false },        { "Bob said he can't come, forget it", false },
		{ "I told Jo I'd cook on Sunday, whatever, forget it", false },      { "I shouldn't have told you that, forget it", true },
	};
	struct px_arena arena;

	(void)state;
	px_arena_init(&arena);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (px_forget_points(px_str(rows[i].text), &arena) != rows[i].points)
			fail_msg("\"%s\"", rows[i].text);
	}
	px_arena_release(&arena);
}

static void numbers_end_sentences(void **state)
{
	static const struct { const char *text; size_t count; } rows[] = {
		{ "Collar size 16. Shoe size 9.", 2 },
		{ "Emil ist 6. Freya ist 9.", 2 },
		{ "I am 6. My brother is 9.", 2 },
		{ "Die Prüfung ist am 14. Mai in der Aula", 1 },
		{ "Ich wohne im 2. Stock und du nicht", 1 },
	};
	struct px_arena arena;

	(void)state;
	px_arena_init(&arena);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_clause *clauses = px_arena_alloc(&arena, PX_CLAUSES_MAX * sizeof(*clauses));
		size_t count = px_sentences(px_str(rows[i].text), &arena, clauses, PX_CLAUSES_MAX);
		if (count != rows[i].count)
			fail_msg("\"%s\": %zu", rows[i].text, count);
	}
	px_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(last_of_tasks_is_none_of_memory), cmocka_unit_test(target_is_read),
					    cmocka_unit_test(only_that_is_pointed_at),
		cmocka_unit_test(laments_ask_for_nothing), cmocka_unit_test(numbers_end_sentences) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
