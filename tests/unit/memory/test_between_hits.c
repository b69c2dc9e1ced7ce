/* SPDX-License-Identifier: Apache-2.0 */
/* What bears on whether a text answers: its time, the form of what is asked for, and what two texts say together. */
#include "memory/between_hits.h"

#include "base/civil.h"
#include "sys/zoneinfo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const int64_t now = INT64_C(1772445600000), day_ms = INT64_C(86400000); /* 2 March 2026 */

static void read_question(const char *text, struct px_arena *arena, struct px_time_context *time, struct px_asked_for *asked)
{
	struct px_said_times times;

	*time = px_said_context(now, px_zoneinfo_find(NULL, "Europe/Berlin"), NULL, NULL);
	time->prefer_past = true;
	px_said_find(time, px_str(text), &times);
	px_asked_for_read(&times, px_str(text), 0, arena, NULL, 0, asked);
}

/* Another kind of the thing that is asked for is not that thing. */
static void test_another_kind(void **state)
{
	static const struct { const char *asked, *said; bool another; } rows[] = {
		{ "What's the number of the car insurance?", "The house insurance policy is HA-40771", true },
		{ "What's the number of the car insurance?", "The car insurance policy is KV-88213", false },
		{ "What's the number of the car insurance?", "The insurance is KV-88213", false },
		{ "What size are Nils's shoes?", "Nils's jacket size is 50", true },
		{ "What size are Nils's shoes?", "Nils wears size 43 shoes", false },
		{ "What size are Nils's shoes?", "Nils takes size 43", false },
		{ "When do I put the green bin out?", "the blue bin goes out on Tuesdays", true },
		{ "When do I put the green bin out?", "my new bin goes out on Tuesdays", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_asked_for asked;
		struct px_time_context time;
		struct px_arena arena;
		px_arena_init(&arena);
		read_question(rows[i].asked, &arena, &time, &asked);
		if (px_evidence_of_another_kind(&asked, rows[i].said, NULL) != rows[i].another)
			fail_msg("%s %s", rows[i].asked, rows[i].said);
		px_arena_release(&arena);
	}
}

static void test_form(void **state)
{
	static const struct { const char *asked, *said; bool typed; } rows[] = {
		{ "What is Ines Kolar's phone number?", "The new technician is called Ines Kolar, 55 pounds for the visit.", false },
		{ "What is Ines Kolar's phone number?", "Ines Kolar, 0161 496 0122, only after four", true },
		{ "What is Ines Kolar's email address?", "Ines Kolar lives at 5 Elm Road.", false },
		{ "What is Ines Kolar's email address?", "Ines Kolar: ines@kolar.example", true },
		/* A number in letters is an hour only where hours are said. */
		{ "When is Oskar's birthday?", "Oskar counts to nine and starts again, a born singer.", false },
		{ "When does Oskar's club begin?", "Oskar's club begins at nine.", true },
		/* What is named and said to be open is no answer. */
		{ "What is the black kitten called?", "Bramble has a friend now, a black kitten, name undecided.", false },
		{ "What is the black kitten called?", "The black kitten is called Soot.", true },
		{ "Who is Tabitha's grandfather?", "Baptism of Jonah: mother Tabitha, grandfather unknown.", false },
		{ "Who is our plumber?", "Our plumber is Anton Marsh, not sure of his number.", true },
		{ "What did I get for Tilda?", "I got Tilda a scarf.", true },
		{ "Who is Selma married to?", "Selma is married, she is moving out.", false },
		{ "Who is Selma married to?", "Selma is married to Henrik.", true },
		/* What was got for a thing is its price; for Christmas it is a present. */
		{ "What did Olga get for the caravan?", "Olga has sold the caravan, good riddance.", false },
		{ "What did Olga get for the caravan?", "Olga got 2,300 euros for the caravan.", true },
		{ "What did Olga get for Christmas?", "Olga got a sewing machine for Christmas.", true },
		{ "Why is it dark when the choir sings?", "The choir sings by candle light.", true },
		{ "What time was the funeral of Osric?", "The funeral of Osric is on Friday in Selby.", false },
		{ "What time was the funeral of Osric?", "The funeral of Osric is on Friday at 11.", true },
		{ "What time does the pool close?", "The pool closes at half past nine.", true },
		{ "What's the name of the school hamster?", "Ruth is knitting a coat for the school hamster.", false },
		{ "What's the name of the school hamster?", "The school hamster is called Biscuit.", true },
		{ "How old is Malte?", "Malte is 9.", true },
		{ "How heavy is Malte?", "Malte is 9.", false },
		{ "Where is Ines Kolar from?", "Ines Kolar pays me 620 a month from now on.", false },
		{ "Where is Ines Kolar from?", "Ines Kolar comes from Maribor.", true },
		{ "Where does Ines Kolar live?", "Ines Kolar earns 1200 a month.", false },
		{ "Where does Ines Kolar live?", "Ines Kolar: 12 Mill Lane", true },
		{ "What is the engine number of the tractor?", "The tractor was built in 1978, 34 horse power, asking price 6,200.", false },
		{ "What is the engine number of the tractor?", "engine of the tractor: DX-77142", true },
		{ "What is the policy number of the tractor?", "tractor policy 5531 0092", true },
		/* A day, a sum and the number of an order are no telephone's. */
		{ "What is Ines Kolar's phone number?", "Ines Kolar was here on 2026-03-02.", false },
		{ "What is Ines Kolar's phone number?", "Ines Kolar was born on 02.03.1986.", false },
		{ "What is Ines Kolar's phone number?", "Ines Kolar's order number is 4455667.", false },
		{ "What is Ines Kolar's phone number?", "Ines Kolar has policy 20817734", false },
		{ "What is Ines Kolar's phone number?", "Ines Kolar sold it for 1,250,000 euros.", false },
		{ "What is Ines Kolar's phone number?", "Ines Kolar sold it for 125000 euros.", false },
		{ "What is Ines Kolar's phone number?", "Ines Kolar's order number is 4455667, her phone 0161-496-0122.", true },
		{ "What is Ines Kolar's phone number?", "Ines Kolar: +44 (0)161 496 0122", true },
		{ "What is Ines Kolar's phone number?", "Since 2026-03-02 Ines Kolar has 496 0122.", true },
		/* "am" is a verb, "half" a share. */
		{ "What time does the pool close?", "I'm at the pool.", false },
		{ "What time does the pool close?", "I drank half a pint at the pool.", false },
		{ "What time does the pool close?", "A quarter of the pool is closed.", false },
		{ "What time does the pool close?", "The pool closes at quarter to 9.", true },
		{ "What time does the pool close?", "The pool closes half nine.", true },
		{ "What time does the pool close?", "The pool closes 9 pm.", true },
		{ "What time does the pool close?", "The pool closes nine p.m. on Sundays.", true },
		{ "What time does the pool close?", "I was nine, am I right?", false },
		/* Nor is each number behind a preposition an hour. */
		{ "What time does the pool close?", "The pool costs £7.50.", false },
		{ "What time does the pool close?", "The pool costs 7.50.", false },
		{ "What time does the pool close?", "The pool is 7.50 each.", false },
		{ "What time does the pool close?", "The pool has 7.75 lanes.", false },
		{ "What time does the pool close?", "The pool costs 4 quid and closes at 7.50.", true },
		{ "What time does the pool close?", "The pool closes 7.30.", true },
		{ "What time does the pool close?", "The pool is closed from 12 March.", false },
		{ "What time does the pool close?", "The pool is closed from 12th of June.", false },
		{ "What time does the pool close?", "The pool is at 5 Elm Road.", false },
		{ "What time does the pool close?", "the pool is at 5 elm road", false },
		{ "What time does the pool close?", "The pool is closed for 2 weeks.", false },
		{ "What time does the pool close?", "The pool closes at 9 Friday.", true },
		{ "What time does the pool close?", "The pool closes at 9 on Elm Road.", true },
		{ "What time does the pool close?", "The pool closes at 9, Ruth says.", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_time_context time;
		struct px_asked_for asked;
		struct px_arena arena;
		px_arena_init(&arena);
		read_question(rows[i].asked, &arena, &time, &asked);
		if (px_evidence_of(&asked, rows[i].said, NULL, NULL).typed != rows[i].typed)
			fail_msg("%s %s: not %d", rows[i].asked, rows[i].said, rows[i].typed);
		px_arena_release(&arena);
	}
}

static void test_time(void **state)
{
	static const struct { const char *asked, *said; int days_ago; float least, most; } rows[] = {
		{ "What did we read in January?", "Book group read The Glass Orchard.", 45, 1, 1 },
		{ "What did we read in January?", "Book group read The Glass Orchard.", 170, 0, 0.1F },
		{ "What did we read in January?", "In January the book group read Salt.", 3, 1, 1 },
		{ "Where was I living in January?", "I live in Graz.", 170, 0.6F, 0.6F },
		{ "Where was I living in January?", "I live in Linz now.", 1, 0, 0.2F },
		{ "Where do I live now?", "I live in Graz.", 170, 1, 1 },
		/* A change holds from the day it is told, whatever its verb. */
		{ "What was my hourly rate in January?", "hourly rate up to 64", 170, 0.6F, 0.6F },
		{ "Which bank was I with in January?", "switched our account over to Nordbank", 170, 0.6F, 0.6F },
		{ "Which bank was I with in January?", "switched our account over to Nordbank", 1, 0, 0.2F },
		{ "What is my boat called?", "The boat is called Petrel.", 900, 1, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_time_context time;
		struct px_asked_for asked;
		struct px_arena arena;
		px_arena_init(&arena);
		read_question(rows[i].asked, &arena, &time, &asked);
		float of_time = px_text_of_time(&asked, rows[i].said, now - rows[i].days_ago * day_ms);
		if (of_time < rows[i].least || of_time > rows[i].most)
			fail_msg("%s %s: %.2f", rows[i].asked, rows[i].said, (double)of_time);
		px_arena_release(&arena);
	}
}

static int64_t local_time(const struct px_tz *tz, const char *text)
{
	int64_t ms;
	int32_t day;
	bool offset;

	if (px_civil_parse_day(px_str(text), &day))
		return px_tz_to_utc(tz, day * day_ms, NULL);
	assert_true(px_civil_parse_ms(px_str(text), &ms, &offset));
	return px_tz_to_utc(tz, ms, NULL);
}

/* The days that a question names; today is none, however long it is. */
static void test_days(void **state)
{
	static const struct { const char *now, *asked, *from, *to; } rows[] = {
		{ "2026-10-25T12:00", "Where am I working today?", NULL, NULL }, /* 25 hours */
		{ "2026-03-29T12:00", "Where am I working today?", NULL, NULL }, /* 23 hours */
		{ "2026-03-02T12:00", "Where am I working today?", NULL, NULL },
		{ "2026-10-26T12:00", "Where was I working yesterday?", "2026-10-25", "2026-10-26" },
		{ "2026-10-25T12:00", "Where am I working this week?", "2026-10-19", "2026-10-26" },
		{ "2026-03-03T12:00", "Where was I yesterday between 2 and 4 pm?", "2026-03-02", "2026-03-03" },
		{ "2026-03-03T12:00", "Where was I yesterday from 10pm to 2am?", "2026-03-02", "2026-03-04" },
		{ "2026-03-03T12:00", "Where was I yesterday from 10pm to midnight?", "2026-03-02", "2026-03-03" },
	};
	const struct px_tz *tz = px_zoneinfo_find(NULL, "Europe/Berlin");

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct px_time_context time = px_said_context(local_time(tz, rows[i].now), tz, NULL, NULL);
		struct px_asked_for asked;
		struct px_said_times times;
		struct px_arena arena;
		px_arena_init(&arena);
		px_said_find(&time, px_str(rows[i].asked), &times);
		px_asked_for_read(&times, px_str(rows[i].asked), 0, &arena, NULL, 0, &asked);
		if (asked.from != (rows[i].from ? local_time(tz, rows[i].from) : PX_TIME_NONE) ||
		    asked.to != (rows[i].to ? local_time(tz, rows[i].to) : PX_TIME_NONE))
			fail_msg("%s, %s: from %lld to %lld", rows[i].now, rows[i].asked, (long long)asked.from, (long long)asked.to);
		px_arena_release(&arena);
	}
}

/* Whether a text is somebody else's, or leaves a word unmet. */
static void test_whose(void **state)
{
	static const struct { const char *asked, *said; bool foreign; } rows[] = {
		{ "What was I rowing in last summer?", "my club mate Ottilie rows in a Hudson", true },
		{ "What was I rowing in last summer?", "I row in an Empacher", false },
		{ "Do I still swim at the lido?", "Casper swims at the lido on Mondays.", true },
		{ "Do I still swim at the lido?", "Casper swims with me at the lido.", false },
		{ "What does Ottilie row in?", "my club mate Ottilie rows in a Hudson", false },
		{ "Where do we buy our flour?", "The mill in Frome sells us our flour.", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_time_context time;
		struct px_asked_for asked;
		struct px_arena arena;
		px_arena_init(&arena);
		read_question(rows[i].asked, &arena, &time, &asked);
		if (px_evidence_of(&asked, rows[i].said, NULL, NULL).foreign != rows[i].foreign)
			fail_msg("%s %s", rows[i].asked, rows[i].said);
		px_arena_release(&arena);
	}
}

static void test_joined(void **state)
{
	static const char *const texts[] = {
		"Lent the long ladder to Idris from the choir.", "Idris drives the hospice van on Tuesdays.", "Berta drives the school bus on Mondays.",
	};
	struct px_memory_hit hits[3] = { 0 };
	struct px_time_context time;
	struct px_asked_for asked;
	struct px_arena arena;
	float joined[3];

	(void)state;
	px_arena_init(&arena);
	for (size_t i = 0; i < 3; i++)
		hits[i].row.text = texts[i];
	read_question("What does the man I lent the long ladder to do on Tuesdays?", &arena, &time, &asked);
	px_hits_joined(&asked, hits, 3, joined);
	assert_true(joined[0] > 0.99F && joined[1] > 0.99F); /* lent, ladder, Tuesdays: by Idris */
	assert_true(joined[2] == 0);
	read_question("Who has the long ladder?", &arena, &time, &asked);
	px_hits_joined(&asked, hits, 3, joined);
	assert_true(joined[0] == 0 && joined[1] == 0); /* one says it all */
	px_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_another_kind), cmocka_unit_test(test_form), cmocka_unit_test(test_time), cmocka_unit_test(test_days), cmocka_unit_test(test_whose), cmocka_unit_test(test_joined) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
