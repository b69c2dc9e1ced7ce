/* SPDX-License-Identifier: Apache-2.0 */
#include "memory/statement.h"

#include "memory/correction.h"
#include "memory/question.h"
#include "memory/secret.h"
#include "sys/zoneinfo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* Monday, 2 March 2026, 10:00 in Berlin. */
static struct px_time_context time_context(void)
{
	return (struct px_time_context){ .now_utc = INT64_C(1772442000000), .tz = px_zoneinfo_get("Europe/Berlin"),
					 .day_first = true, .country = "" };
}

struct reading {
	struct px_arena arena;
	struct px_fact facts[PX_FACTS_MAX];
	size_t count;
	enum px_statement kind;
	const char *why;
};

static struct reading read(const char *text)
{
	struct px_time_context time = time_context();
	struct px_statement_context context = { .time = &time };
	struct reading r = { 0 };

	px_arena_init(&r.arena);
	r.kind = px_statement_read(&context, px_str(text), &r.arena, r.facts, &r.count, &r.why);
	return r;
}

static void test_facts(void **state)
{
	static const struct { const char *text, *subject, *attribute, *value; bool single; } rows[] = {
		{ "My dentist is Dr Malmgren.", "me", "dentist", "Dr Malmgren", true },
		{ "I live at 12 Quarry Lane.", "me", "home", "12 Quarry Lane", true },
		{ "We've moved, the new address is 5 Harbour Row.", "me", "home", "5 Harbour Row", true },
		{ "Kerttu's dentist is still Dr Malmgren.", "Kerttu", "dentist", "Dr Malmgren", true },
		{ "My passport expires in May 2027.", "passport", "expiry", "in May 2027", true },
		{ "Mara's allergic to nuts.", "Mara", "allergy nuts", "Mara's allergic to nuts", false },
		{ "My brother Sander is 41.", "Sander", "age", "41", true },
		{ "The cleaner comes on Fridays from now on.", "cleaner", "coming", "on Fridays from now on", true },
		{ "New manager. It's Irene Valdez now.", "me", "boss", "Irene Valdez", true },
		{ "I've changed dentists, I go to Dr Eskola now.", "me", "dentist", "Dr Eskola", true },
		{ "by the way, our cat is called Miso", "cat", "name", "Miso", true },
		{ "Sunniva doesn't eat gluten.", "Sunniva", "diet", "does not eat gluten", true },
		{ "Our Kirsty turned 40 last week.", "kirsty", "age", "40", true },
		{ "I started a new post at Oakfield Dental today.", "me", "work", "at Oakfield Dental", true },
		{ "My new mobile number: 0191 496 0330", "me", "phone number", "0191 496 0330", true },
		{ "My neighbour Ansel is 80 too.", "Ansel", "age", "80", true },
		{ "My supervisor isn't called Ingrid, it's Sigrid.", "supervisor", "name", "Sigrid", true },
		{ "My brother Sander isn't 40, he's 41.", "Sander", "age", "41", true },
		{ "We've renamed the boat Petrel.", "boat", "name", "Petrel", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct reading r = read(rows[i].text);
		if (r.kind != PX_STATEMENT_FACT)
			fail_msg("%s: no fact (%s)", rows[i].text, r.why);
		const struct px_fact *fact = &r.facts[r.count - 1];
		assert_string_equal(fact->subject, rows[i].subject);
		assert_string_equal(fact->attribute, rows[i].attribute);
		if (strncmp(rows[i].value, "does not", 8) != 0) /* cut from what was typed: "doesn't" */
			assert_string_equal(fact->value, rows[i].value);
		assert_int_equal(fact->single, rows[i].single);
		px_arena_release(&r.arena);
	}
}

/* Verbs that no table knows, subjects without "my", an apostrophe or a verb of their own. */
static void test_any_voice(void **state)
{
	static const struct { const char *text, *subject; bool sure; } rows[] = {
		{ "my mum sells fabrics at the market", "mum", true }, { "van is a white vivaro", "me", true },
		{ "callout is 75 quid", "me", true }, { "callum supports man united", "callum", true },
		{ "me accountants called parveen", "accountant", true }, { "our shaz's birthday is 14th march", "shaz", true },
		{ "jakes birthday is 9th june", "jake", true }, { "right so jake's just started at castleton primary", "jake", true },
		{ "I swim on Tuesdays.", "me", true }, { "Jolanta does for me on Mondays.", "Jolanta", true },
		{ "I keep my passport in the desk drawer.", "me", true }, { "Tuppence is registered with Orchard Vets.", "Tuppence", true },
		{ "day rate 240", "me", false }, { "got a second dog, duchess", "me", false }, { "cant stand curry me", "me", false },
		{ "Beryl, my neighbour, is diabetic.", "Beryl", true }, { "My boss, Henrike, prefers calls.", "Henrike", true },
		{ "van insurance runs out 3rd november", "van insurance", true },
		{ "They have appointed Dr. Sule as my external examiner.", "me", true },
		{ "Bruno must not have chicken.", "Bruno", true }, { "Bruno the waiter cant work sundays", "Bruno", true },
		{ "Mum's hip was replaced in 2021.", "Mum's hip", true }, { "I can only walk a hundred yards.", "me", true }, { "The window cleaner comes the first Monday of the month.", "window cleaner", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct reading r = read(rows[i].text);
		if (r.kind != PX_STATEMENT_FACT)
			fail_msg("%s: no fact (%s)", rows[i].text, r.why);
		if (strcmp(r.facts[0].subject, rows[i].subject) != 0 || r.facts[0].sure != rows[i].sure)
			fail_msg("%s: of %s, %s", rows[i].text, r.facts[0].subject, r.facts[0].sure ? "sure" : "not sure");
		px_arena_release(&r.arena);
	}
}

/* Requests and news of the day that look like statements at first. */
static void test_not_sure(void **state)
{
	static const char *const rows[] = {
		"Menu photos with Dani Tuesday 2pm for an hour", "Choir practice on Friday from 6.30pm", "the sync with Bo moved to Thursday 10am",
		"rotate keys every 90 days", "Wednesday's dentist is at 4 now", "cancel book club for good", "school run at 3:15 every weekday",
		"I've called the vet", "I have rung the boiler man.", "got the milk", "toner is due Monday now", "I've started chapter 3",
		"I have two new tasks, draft the rota and buy ink", "Convert 5 miles to kilometers", "proofread Leila's abstract over the weekend",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct reading r = read(rows[i]);
		for (size_t k = 0; k < r.count; k++) {
			if (r.facts[k].sure)
				fail_msg("%s: surely a fact: %s of %s", rows[i], r.facts[k].attribute, r.facts[k].subject);
		}
		px_arena_release(&r.arena);
	}
}

static void test_no_facts(void **state)
{
	static const char *const rows[] = {
		"If one day I will have a bakery, I will call it Pipoca.", "Where works my girlfriend?", "I'm so tired today.",
		"I think my sister lives in Rome.", "They say the early bird catches the worm.", "It's raining again.",
		"I have to call the bank.", "I wish I had a house with a pool.", "Wow, how generous, two minutes of break.",
		"Maybe we move to Leipzig.", "Good morning, and how are we today?", "My meeting is on Monday at 10.",
		"Hungry again.", "", "...", "?", "Sure, I love to redo forty sheets on a Friday at six.",
		"The capital of Peru is Lima.", "Dogs can't eat chocolate.", "combi boilers usually last about 15 years", "The heating's on.",
		"The baby is asleep.", "lol my cat thinks he's the boss of me", "I've got a memory like an elephant.", "I'm on the bus.",
		"My village people are working overtime.", "I fixed the tap.", "The washing machine has finished.", "I'm working late tonight.",
		"There's a spider in the bath.", "I love it.", "Add milk to the list.", "school is a prison", "In Germany the shops are closed on Sundays.", "My phone is at 3%.",
		"My knees are not what they were.", "The price of butter is a disgrace.", "my mum is gonna kill me", "Reviewer 2 has blessed me with 61 comments.",
		"In the novel I am reading the widow is called Thora and lives at the mill.", "In that film, the uncle keeps bees.",
		"I pray that I keep the farm.", "The difference between a violin and a viola? The viola burns longer.",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct reading r = read(rows[i]);
		if (r.kind != PX_STATEMENT_NONE)
			fail_msg("%s: taken for a fact: %s", rows[i], r.count ? r.facts[0].attribute : "a secret");
		px_arena_release(&r.arena);
	}
}

/* A story's noun does not make a story of what is told. */
static void test_no_stories(void **state)
{
	static const char *const rows[] = { "In the book club I keep the cash box.", "My book is in the car.", "In the show ring my horse is called Dot." };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct reading r = read(rows[i]);
		if (strcmp(r.why, "a story") == 0)
			fail_msg("%s: taken for a story", rows[i]);
		px_arena_release(&r.arena);
	}
}

static void test_secrets(void **state)
{
	static const char *const secrets[] = {
		"The PIN of my bank card is 8093.", "my password is hunter2", "card number 4111 1111 1111 1111",
		"The door code is 4471", "wifi password: fluffy-cloud-77", "pasword of the site is Moqueca#88",
		"drug cupboard keypad is C2580Y", "The number for my cash card is 3-9-0-6",
		"keybox for the flat is two five eight oh", "the shed padlock's 1966",
		"gate code's nine oh nine one", "wifi pass is heronlake99", "log in with bgrant and Trellis77",
		"my visa is 4111 2222 3333 4444 exp 09/28", "the password's Millbrook", "my phone pins 2580",
		"alarm at the shop is 1919", "bike lock is 606", "the walk-in code's 5520",
		"safe's behind the till, 14-30-02", "my phone unlock is a Z and back",
		"wifi key 7hTq-31bba-Heron", "wlan pw: 8Rt5-finch", "the router key's Bluebell", "my account is 40871234", "my account is 4087",
		"my savings account is at Monzo, 40871234", "our account is number 40871234", "My card PIN 4821 works in every public car park",
		"My PIN isn't public, it's 4821",
	};
	static const char *const open[] = {
		"The garage code word is on the blue card in the drawer.", "My phone number is 0151 555 0170.",
		"I changed my password yesterday", "The order number is 12345",
		"the dress code is black tie, 120 guests", "the wifi network is called HOUSE5",
		"My locker is number 218", "My alarm at work goes at 6:45", "My bus pass costs 117 a month",
		"the wifi key is on the fridge", "my reg pin number (the public one) is 21C4471E", "our account is at DPD, number 77",
		"The safe at the bank costs 80 a year", "It's safe to drive 300 miles on a tank",
	};
	struct px_arena arena;

	(void)state;
	px_arena_init(&arena);
	for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++) {
		if (!px_is_secret(px_str(secrets[i]), &arena))
			fail_msg("%s", secrets[i]);
	}
	for (size_t i = 0; i < sizeof(open) / sizeof(open[0]); i++) {
		if (px_is_secret(px_str(open[i]), &arena))
			fail_msg("%s", open[i]);
	}
	px_arena_release(&arena);
}

static void test_validity(void **state)
{
	struct reading r = read("From 1 to 31 August I can only be reached on 0151 555 0199.");

	(void)state;
	assert_int_equal(r.count, 1);
	assert_true(r.facts[0].lapses);
	assert_string_equal(r.facts[0].attribute, "phone number");
	assert_true(r.facts[0].valid_from < r.facts[0].valid_to);
	px_arena_release(&r.arena);
	r = read("I've been a widow since 2019.");
	assert_int_not_equal(r.facts[0].valid_from, PX_TIME_NONE);
	assert_false(r.facts[0].lapses);
	px_arena_release(&r.arena);
}

/* "She" and "it" are who was spoken of in the message before. */
static void test_spoken_of_before(void **state)
{
	struct px_time_context time = time_context();
	struct px_statement_context context = { .time = &time, .before = "Tove" };
	struct px_fact facts[PX_FACTS_MAX];
	struct px_arena arena;
	size_t count;

	(void)state;
	px_arena_init(&arena);
	assert_int_equal(px_statement_read(&context, px_str("She works as a glazier."), &arena, facts, &count, NULL), PX_STATEMENT_FACT);
	assert_string_equal(facts[0].subject, "Tove");
	assert_string_equal(facts[0].attribute, "work");
	assert_int_equal(px_statement_read(&context, px_str("Her son is called Malte."), &arena, facts, &count, NULL), PX_STATEMENT_FACT);
	assert_string_equal(facts[0].subject, "Tove's son");
	assert_true(px_statement_points_back(px_str("Her son is called Malte."), &arena));
	assert_false(px_statement_points_back(px_str("My son is called Malte."), &arena));
	px_arena_release(&arena);
}

static void test_questions(void **state)
{
	static const struct { const char *text; enum px_question_kind kind; const char *subject, *attribute; } rows[] = {
		{ "Where do I live?", PX_QUESTION_VALUE, "me", "home" },
		{ "who is my dentist", PX_QUESTION_VALUE, "me", "dentist" },
		{ "What's my number at the moment?", PX_QUESTION_VALUE, "me", "phone number" },
		{ "How old is Sander?", PX_QUESTION_VALUE, "Sander", "age" },
		{ "When does the cleaner come?", PX_QUESTION_VALUE, "cleaner", "coming" },
		{ "Does my brother like running?", PX_QUESTION_YES_NO, "brother", "taste running" },
		{ "Where does my brother Sander work?", PX_QUESTION_VALUE, "Sander", "work" },
		{ "Which bank am I with?", PX_QUESTION_VALUE, "me", "bank" },
		{ "What does Tove do for a living?", PX_QUESTION_VALUE, "Tove", "work" },
		{ "What was my old mobile number?", PX_QUESTION_VALUE, "me", "phone number" },
		{ "What do you know about Anna?", PX_QUESTION_ABOUT, "Anna", NULL },
		{ "what am I allergic to?", PX_QUESTION_VALUE, "me", "allergy" },
		{ "What is my son allergic to?", PX_QUESTION_VALUE, "son", "allergy" },
	};
	struct px_time_context time = time_context();
	struct px_statement_context context = { .time = &time };

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_question question;
		struct px_arena arena;
		px_arena_init(&arena);
		px_question_read(&context, px_str(rows[i].text), &arena, &question);
		if (question.kind != rows[i].kind)
			fail_msg("%s: kind %d", rows[i].text, question.kind);
		assert_string_equal(question.subject, rows[i].subject);
		if (rows[i].attribute)
			assert_string_equal(question.attribute, rows[i].attribute);
		else
			assert_null(question.attribute);
		px_arena_release(&arena);
	}
}

/* What is right, and what is not; a statement of its own is no correction. */
static void test_corrections(void **state)
{
	static const struct { const char *text, *value, *old; } rows[] = {
		{ "no, it's 77", "77", NULL }, { "actually Thursday", "Thursday", NULL }, { "its parveen ahmed not aziz", "parveen ahmed", "aziz" },
		{ "soz meant fiasp", "fiasp", NULL }, { "Sorry, 6th June", "6th June", NULL }, { "Not Kirsten", NULL, NULL },
		{ "Sorry, I meant Dan", "Dan", NULL }, { "wait it's 77 not 67", "77", "67" }, { "scratch that, Thursday", "Thursday", NULL },
		{ "wait no, massey", "massey", NULL }, { "sorry 1.250 i confuse with Bruno", "1.250", NULL }, { "no, it's green", "green", NULL },
		{ "Forgive me, I misread his letter, it is the ninth.", "the ninth", NULL }, { "oops 3170, i cant read", "3170", NULL },
		{ "Sorry, I have mistyped, it must be 660281.", "660281", NULL }, { "no dogs", NULL, NULL }, { "tea not coffee please", NULL, NULL }, { "no problem", NULL, NULL },
		{ "well done", NULL, NULL }, { "sorry about that", NULL, NULL }, { "sorry, it's raining", NULL, NULL }, { "oh dear", NULL, NULL },
		{ "wait a minute", NULL, NULL }, { "actually my sister's doctor is Dr Bo", NULL, NULL }, { "oh no, disaster", NULL, NULL },
		{ "sorry, call Dan", NULL, NULL }, { "Actually Dan moved to Leeds", NULL, NULL },
		{ "and eggs", NULL, NULL }, { "also adapters", NULL, NULL }, { "My boiler is a Vaillant.", NULL, NULL }, { "is it 77?", NULL, NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_correction correction;
		struct px_arena arena;
		px_arena_init(&arena);
		bool read = px_correction_read(px_str(rows[i].text), &arena, &correction);
		if (read != (rows[i].value != NULL))
			fail_msg("%s: %s", rows[i].text, read ? correction.value : "not read");
		if (read)
			assert_string_equal(correction.value, rows[i].value);
		if (rows[i].old)
			assert_string_equal(correction.old, rows[i].old);
		px_arena_release(&arena);
	}
	assert_true(px_correction_fits("77", "75 quid"));
	assert_true(px_correction_fits("Thursday", "on Tuesdays") == px_correction_fits("Thursday", "Tuesday"));
	assert_false(px_correction_fits("77", "a white vivaro"));
}

/* A text as long as a message may be is read in bounded work, whatever it holds. */
static void test_hostile(void **state)
{
	static const char *const units[] = { "my ", "is ", "my dog's ", ", and I ", ".", "?!", "a. ", "\xf0\x9f\x90\x9b", "1 " };
	char text[32768];

	(void)state;
	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++) {
		size_t n = strlen(units[i]), at = 0;
		for (; at + n < sizeof(text); at += n)
			memcpy(text + at, units[i], n);
		text[at] = '\0';
		struct reading r = read(text);
		struct px_arena arena;
		px_arena_init(&arena);
		(void)px_question_is(px_str(text), &arena);
		(void)px_is_secret(px_str(text), &arena);
		px_arena_release(&arena);
		px_arena_release(&r.arena);
	}
}

/* What a sentence must not be read as: an attribute with the value of something else. */
static void test_misread(void **state)
{
	static const struct { const char *text, *attribute, *value; } rows[] = {
		{ "My daughter doesn't live in Leeds, she's a nurse.", "home", "a nurse" },
		{ "My daughter turned three cartwheels.", "age", "three" },
		{ "My daughter has a role in the Christmas play.", "work", "in the" },
		{ "I have got a role in the Christmas play.", "work", "in the" },
		{ "My daughter has a placement for you.", "work", "for you" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct reading r = read(rows[i].text);
		if (r.count && strcmp(r.facts[0].attribute, rows[i].attribute) == 0 &&
		    strcmp(r.facts[0].value, rows[i].value) == 0)
			fail_msg("%s: %s is %s", rows[i].text, rows[i].attribute, rows[i].value);
		px_arena_release(&r.arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_facts), cmocka_unit_test(test_any_voice), cmocka_unit_test(test_not_sure),
		cmocka_unit_test(test_no_facts), cmocka_unit_test(test_no_stories), cmocka_unit_test(test_secrets),
		cmocka_unit_test(test_validity), cmocka_unit_test(test_corrections), cmocka_unit_test(test_questions), cmocka_unit_test(test_spoken_of_before),
		cmocka_unit_test(test_hostile), cmocka_unit_test(test_misread),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
