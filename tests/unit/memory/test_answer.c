/* SPDX-License-Identifier: Apache-2.0 */
/* Whether something is so: by the newest that was told, in the clause that is asked about. */
#include "memory/answer.h"

#include "memory/evidence.h"
#include "sys/zoneinfo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>

static const int64_t now = INT64_C(1772445600000), day_ms = INT64_C(86400000);

/* Answers a question from sentences that were told one day after the other; the newest stands last. */
static const char *answer_of(const char *const *told, const char *asked, struct px_arena *arena)
{
	const struct px_tz *tz = px_zoneinfo_find(NULL, "Europe/Berlin");
	struct px_time_context time = px_said_context(now, tz, NULL, NULL);
	struct px_statement_context context = { .time = &time };
	struct px_answer_context answering = { now, tz, arena };
	struct px_memory rows[8];
	struct px_asked_for asked_for;
	struct px_question question;
	struct px_said_times times;
	struct px_answer answer;
	size_t count = 0;

	for (size_t i = 0; told[i]; i++) {
		struct px_fact facts[PX_FACTS_MAX];
		size_t found;
		assert_int_equal(px_statement_read(&context, px_str(told[i]), arena, facts, &found, NULL), PX_STATEMENT_FACT);
		px_record_init(&px_memory_record, &rows[count]);
		rows[count].kind = PX_MEMORY_FACT;
		rows[count].text = px_arena_str(arena, px_str(told[i]));
		rows[count].subject = facts[0].subject;
		rows[count].attribute = facts[0].attribute;
		rows[count].value = facts[0].value;
		rows[count].learned = now - (8 - (int64_t)i) * day_ms;
		rows[count].id.bytes[0] = (uint8_t)(count + 1);
		count++;
	}
	px_said_find(&time, px_str(asked), &times);
	px_question_read(&context, px_str(asked), arena, &question);
	px_asked_for_read(&times, px_str(asked), 0, arena, rows, count, &asked_for);
	px_answer_from_facts(&answering, &question, &asked_for, rows, count, &answer);
	return answer.text ? answer.text : "";
}

static void test_verdicts(void **state)
{
	static const struct { const char *told[4], *asked, *verdict; } rows[] = {
		{ { "I eat meat again, I gave up being a vegetarian." }, "Am I a vegetarian?", "No." },
		{ { "I eat prawns now. Still no meat." }, "Do I eat meat?", "No." },
		{ { "I eat prawns now. Still no meat." }, "Do I eat prawns?", "Yes." },
		{ { "I eat meat again, I gave up being a vegetarian." }, "Do I eat meat?", "Yes." },
		{ { "I don't like olives.", "I've come round to olives, I love them now." }, "Do I like olives?", "Yes." },
		{ { "I like olives.", "I can't stand olives any more." }, "Do I like olives?", "No." },
		{ { "I've left the chess club, too many Thursdays." }, "Am I still in the chess club?", "No." },
		{ { "I've closed my account at Halden Savings, I'm with Nordmark Bank now." }, "Do I have an account at Halden Savings?", "No." },
		{ { "I take ramipril every morning." }, "Do I take ramipril?", "Yes." },
		{ { "I live in Odense." }, "Do I live in Denmark?", "You told me" }, /* nor "No." */
		{ { "I work at Oakfield Dental." }, "Do I work in London?", "You told me" },
		{ { "My passport expires in May 2027." }, "Has my passport expired?", "No." },
		{ { "My passport expires in May 2027." }, "Is my passport still valid?", "Yes." },
		{ { "My passport expires in May 2027." }, "Is my passport out of date?", "No." },
		{ { "My passport expires on 12 February 2026." }, "Has my passport expired?", "Yes." },
		{ { "My passport expires on 12 February 2026." }, "Is my passport still in date?", "No." },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_arena arena;
		px_arena_init(&arena);
		const char *answer = answer_of(rows[i].told, rows[i].asked, &arena);
		if (strncmp(answer, rows[i].verdict, strlen(rows[i].verdict)) != 0)
			fail_msg("%s: %s", rows[i].asked, answer);
		px_arena_release(&arena);
	}
}

/* What is of somebody else, or a number of something else, answers nothing. */
static void test_no_answer(void **state)
{
	static const struct { const char *told[2], *asked; } rows[] = {
		{ { "Lena's passport expires in August 2027." }, "When does my passport expire?" },
		{ { "Amara's favourite colour is green." }, "What's my favourite colour?" },
		{ { "My brother has a cat called Tiger." }, "What is my cat called?" },
		{ { "Tom's shoe size is 38." }, "How old is Tom?" },
		{ { "On Sundays I take an iron tablet." }, "What do I take for anxiety?" },
		{ { "Frau Lenz has a parrot." }, "What is the parrot called?" },
		{ { "The prototype weighs 412 grams." }, "How long is the prototype?" },
		{ { "I speak Danish quite well." }, "Do I speak Czech?" },
		{ { "My flatmate Wiebke is a vegetarian." }, "Am I a vegetarian?" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_arena arena;
		px_arena_init(&arena);
		const char *answer = answer_of(rows[i].told, rows[i].asked, &arena);
		if (answer[0])
			fail_msg("%s: %s", rows[i].asked, answer);
		px_arena_release(&arena);
	}
}

static void test_measures(void **state)
{
	static const struct { const char *told[3], *asked, *answer; } rows[] = {
		{ { "Sander is 41." }, "How old is Sander?", "41" },
		{ { "My aunt is allergic to celery." }, "Who is allergic to celery?", "aunt" },
		{ { "My cousin's birthday is 9 May." }, "Whose birthday is on 9 May?", "cousin" },
		{ { "I take sertraline for my anxiety." }, "What do I take for anxiety?", "sertraline" },
		{ { "My brother has a cat called Tiger." }, "What is my brother's cat called?", "Tiger" },
		{ { "My niece Ada turned six in March." }, "How old is Ada?", "six" },
		{ { "The table is 180 cm long." }, "How long is the table?", "180" },
		{ { "The rug weighs 12kg." }, "How heavy is the rug?", "12kg" },
		{ { "I weigh 84 kg.", "I weigh 82 kg." }, "What was my last weight?", "82" },
		{ { "My boss is not in on Fridays, she is in Leeds then." }, "Where is my boss on Fridays?",
		  "You told me on" },
		{ { "My supervisor isn't called Ingrid, it's Sigrid." }, "What is my supervisor called?",
		  "You corrected it" },
		{ { "My brother Sander isn't 40, he's 41." }, "How old is Sander?", "You corrected it" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_arena arena;
		px_arena_init(&arena);
		const char *answer = answer_of(rows[i].told, rows[i].asked, &arena);
		if (!strstr(answer, rows[i].answer))
			fail_msg("%s: %s", rows[i].asked, answer);
		px_arena_release(&arena);
	}
}

/* Whether what held before what holds now is asked for: "my last weight" is the newest. */
static void test_before(void **state)
{
	static const struct { const char *asked; bool before; } rows[] = {
		{ "What was my last weight?", false }, { "What was my old weight?", true },
		{ "What was my last job?", true }, { "Where was my last home?", true },
	};
	const struct px_time_context time = px_said_context(now, px_zoneinfo_find(NULL, "Europe/Berlin"), NULL, NULL);

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_asked_for asked_for;
		struct px_said_times times;
		struct px_arena arena;
		px_arena_init(&arena);
		px_said_find(&time, px_str(rows[i].asked), &times);
		px_asked_for_read(&times, px_str(rows[i].asked), 0, &arena, NULL, 0, &asked_for);
		if (asked_for.before != rows[i].before)
			fail_msg("%s: %d", rows[i].asked, asked_for.before);
		px_arena_release(&arena);
	}
}

/* "My nephew is called Emil": what is told of the one is of the other, if there is one. */
static void test_namesakes(void **state)
{
	static const struct { const char *told[4], *asked, *says; bool not; } rows[] = {
		{ { "My nephew is called Emil.", "Emil is 7." }, "How old is my nephew?", "7" },
		{ { "My nephew is called Emil.", "My nephew is called Jonas.", "Emil is 7." }, "How old is Jonas?", "7", true },
	};
	struct px_arena arena;

	(void)state;
	px_arena_init(&arena);
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *answer = answer_of(rows[i].told, rows[i].asked, &arena);
		if (!strstr(answer, rows[i].says) != rows[i].not)
			fail_msg("\"%s\": %s", rows[i].asked, answer);
	}
	px_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verdicts), cmocka_unit_test(test_no_answer), cmocka_unit_test(test_measures),
		cmocka_unit_test(test_before), cmocka_unit_test(test_namesakes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
