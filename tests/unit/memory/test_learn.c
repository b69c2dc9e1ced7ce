/* SPDX-License-Identifier: Apache-2.0 */
/* What messages told in a row leave known: who died, whom "it" and "she" are, and what "forget that" takes away. */
#include "memory/learn.h"

#include "domain/conversation.h"
#include "domain/memory.h"
#include "memory/ask.h"
#include "memory/forget.h"
#include "memory/passages.h"
#include "memory/question.h"
#include "support/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define OK(call) assert_int_equal((call), PX_OK)

struct fixture {
	struct px_world world;
	struct px_conversation conversation;
	struct px_time_context time;
	struct px_statement_context context;
};

static void open_talk(struct fixture *f)
{
	memset(f, 0, sizeof(*f));
	px_world_open(&f->world, "Europe/Berlin", "2026-01-14T09:00");
	px_world_begin(&f->world);
	px_record_init(&px_conversation_record, &f->conversation);
	OK(px_conversation_create(&f->world.domain, &f->conversation, NULL));
	f->time = px_said_context(f->world.domain.now, f->world.domain.tz, NULL, NULL);
	f->context.time = &f->time;
}

static void close_talk(struct fixture *f)
{
	px_world_rollback(&f->world);
	px_world_close(&f->world);
}

static void say(struct fixture *f, const char *text)
{
	struct px_message said;

	px_record_init(&px_message_record, &said);
	said.conversation_id = f->conversation.id;
	said.text = text;
	OK(px_message_append(&f->world.domain, &said, NULL));
	f->world.domain.message = said.id;
}

static void tell(struct fixture *f, const char *text)
{
	struct px_learned learned;

	say(f, text);
	struct px_learn learn = { .text = px_str(text), .source = PX_SOURCE_CHAT, .source_id = f->world.domain.message,
				  .conversation = f->conversation.id };
	OK(px_memory_learn(&f->world.domain, &learn, &f->context, &learned, NULL));
}

/* Whether such a row is there and holds; "" for any value. */
static bool holds(struct fixture *f, const char *subject, const char *attribute, const char *value)
{
	struct px_memory *rows;
	size_t count;

	OK(px_memory_all(&f->world.domain, &rows, &count, NULL));
	for (size_t i = 0; i < count; i++) {
		if (px_id_is_none(rows[i].superseded_by) && rows[i].subject && rows[i].attribute && rows[i].value &&
		    strcasecmp(rows[i].subject, subject) == 0 && strcmp(rows[i].attribute, attribute) == 0 &&
		    (!value[0] || strcmp(rows[i].value, value) == 0))
			return true;
	}
	return false;
}

static void test_told_in_a_row(void **state)
{
	static const struct { const char *told[3], *subject, *attribute, *value; bool held; } rows[] = {
		{ { "My sister is Anna.", "Joanna died last night." }, "me", "sister", "Anna", true },
		{ { "My sister is Anna.", "Anna's father died last night." }, "me", "sister", "Anna", true },
		{ { "My sister is Anna.", "Her father died last night." }, "me", "sister", "Anna", true },
		{ { "My sister is Anna.", "Anna died last night." }, "me", "sister", "Anna", false },
		{ { "My brother takes ramipril.", "My brother doesn't take ramipril any more, he's on bisoprolol." },
		  "brother", "taking", "ramipril", false },
		{ { "My son Malte has a dog.", "It is 3 years old." }, "Malte", "age", "", false },
		{ { "My son Malte has a dog.", "He is 3 years old." }, "Malte", "age", "3 years old", true },
		{ { "My sister Tove lives in Aarhus.", "She works as a glazier." },
		  "Tove", "work", "as a glazier", true },
		{ { "Our Kirsty lives in Aarhus.", "She works as a glazier." }, "Kirsty", "work", "as a glazier", true },
		{ { "I've a new colleague, Matthias.", "He works as a glazier." }, "Matthias", "work", "as a glazier", true },
		{ { "My dentist is Dr Malmgren.", "It costs 40 a visit." }, "Dr Malmgren", "price", "", false },
		{ { "Kaia goes to Elm Park Primary.", "Kaia has started at Thornhill Academy." }, "Kaia", "school", "Elm Park Primary", false },
		{ { "Kaia goes to Elm Park Primary.", "Kaia has started at Thornhill Academy." }, "Kaia", "school", "Thornhill Academy", true },
		{ { "Kaia goes to Elm Park Primary.", "Kaia goes to school by tram." }, "Kaia", "school", "Elm Park Primary", true },
		{ { "I take the 9 tram to the works.", "I take the 14 bus to the works now." }, "me", "taking", "the 9 tram to the works", false },
		{ { "I take ramipril every morning.", "I take vitamin D every morning now." }, "me", "taking", "ramipril every morning", true },
		{ { "My blood group is A negative.", "Sorry, I misread the donor card. It's O negative." }, "me", "blood group", "O negative", true },
		{ { "My blood group is A negative.", "Sorry, I misread the donor card. It's O negative." }, "me", "misread", "", false },
		{ { "Our studio rent is 480 a month.", "The studio rent is 510 a month now." }, "me", "studio rent", "480 a month", false },
		{ { "Our studio rent is 480 a month.", "The studio rent is 510 a month now." }, "studio rent", "being", "", false },
		{ { "Our band is called Wet Carpet.", "We renamed the band, its Goose Tribunal now." }, "band", "name", "Wet Carpet", false },
		{ { "Our band is called Wet Carpet.", "We renamed the band, its Goose Tribunal now." }, "band", "name", "Goose Tribunal", true },
		{ { "Our boat is called Kestrel.", "We never renamed the boat Petrel." }, "boat", "name", "Kestrel", true },
		{ { "I'm a trainee at the signal box in Selby.", "I'm a qualified signaller now." }, "me", "work", "a qualified signaller", true },
		{ { "My boss is Ingrid Vahl.", "The boss is German." }, "me", "boss", "Ingrid Vahl", true },
		{ { "My boss is Ingrid Vahl.", "The boss is German." }, "boss", "being", "German", true },
		{ { "My boss is Ingrid Vahl.", "My boss is Christian Vogel." }, "me", "boss", "Ingrid Vahl", false },
		{ { "My phone number is 0151 555 0170.", "My new phone is a Pixel." }, "me", "phone number", "0151 555 0170", true },
		{ { "Our wifi network is called Alpaca.", "We renamed the wifi to Llama." }, "wifi network", "name", "Alpaca", false },
		{ { "Our wifi network is called Alpaca.", "We renamed the wifi to Llama." }, "wifi network", "name", "Llama", true },
		{ { "Our black cat is called Ink.", "Our white cat is called Salt.", "We renamed the cat Soot." }, "black cat", "name", "Ink", true },
		{ { "My dentist is Dr Malmgren.", "My dentist is in Elm Road." }, "me", "dentist", "Dr Malmgren", true },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct fixture f;
		open_talk(&f);
		for (size_t k = 0; k < 3 && rows[i].told[k]; k++)
			tell(&f, rows[i].told[k]);
		if (holds(&f, rows[i].subject, rows[i].attribute, rows[i].value) != rows[i].held)
			fail_msg("%s %s: %s %s held", rows[i].told[0], rows[i].told[1], rows[i].attribute,
				 rows[i].held ? "isn't" : "is");
		close_talk(&f);
	}
}

/* What no fact was read in is kept beside the fact before it, but no question and no order. */
static void test_rest(void **state)
{
	static const struct { const char *told, *said; bool kept; } rows[] = {
		{ "Cody got a raise. $21.", "$21", true },
		{ "Cody's licence is suspended till August. He don't drive the flatbed.", "flatbed", true },
		{ "My dentist is Dr Malmgren. 40 quid a visit.", "40 quid a visit", true },
		{ "My dentist is Dr Malmgren. Who is yours?", "yours", false },
		{ "My dentist is Dr Malmgren. Remind me to call her.", "call her", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_memory *kept;
		struct fixture f;
		size_t count;
		open_talk(&f);
		tell(&f, rows[i].told);
		OK(px_memory_all(&f.world.domain, &kept, &count, NULL));
		bool said = false;
		for (size_t k = 0; k < count; k++)
			said |= strstr(kept[k].text, rows[i].said) != NULL;
		if (said != rows[i].kept)
			fail_msg("%s: %s", rows[i].told, count ? kept[0].text : "-");
		close_talk(&f);
	}
}

/* "That" is what the message before told; "it" is nothing that is kept. */
static void test_forget_that(void **state)
{
	static const struct { const char *between, *target; size_t gone; } rows[] = {
		{ NULL, "that", 1 }, { NULL, "it", 0 }, { NULL, "them", 0 }, { "Book a table for Friday.", "that", 0 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_forgotten gone;
		struct fixture f;
		open_talk(&f);
		tell(&f, "My landlord's number is 0161 496 0322.");
		if (rows[i].between)
			say(&f, rows[i].between);
		say(&f, "Forget that.");
		OK(px_memory_forget(&f.world.domain, f.conversation.id, px_str(rows[i].target), &f.context, &gone, NULL));
		if (gone.count != rows[i].gone)
			fail_msg("%s: %zu forgotten", rows[i].target, gone.count);
		close_talk(&f);
	}
}

/* What goes of several things that were told, and of what was only said: by a word of what goes and of what stays. */
static void test_forget_named(void **state)
{
	static const struct { const char *told[3], *said, *target; size_t gone; const char *stays; } rows[] = {
		{ { "I owe Klaas 300 euros.", "I owe Yusra 45 euros." }, NULL, "that debt klaas", 1, "Yusra" },
		{ { "I owe Klaas 300 euros.", "I owe Yusra 45 euros." }, NULL, "that debt", 1, "Klaas" },
		{ { "Odile's phone number is 0612 555 018.", "Ivo's phone number is 0698 555 077.", "Odile's birthday is 3 May." }, NULL, "all the phone numbers I've given you",
		  2, "birthday" },
		{ { "I live at 3 Larch Close.", "I've moved, I live at 71 Elm Rise now." }, NULL, "my old address, bad memories", 1, "Elm" },
		{ { "I live at 3 Larch Close." }, NULL, "my address, I never liked it", 1, NULL },
		{ { "I take my tea with two sugars.", "My sister Odile takes her tea with honey." }, NULL, "how I take my tea", 1, "Odile" },
		{ { "I take sertraline for anxiety.", "On Sundays I take an iron tablet." }, NULL, "what I told you about sertraline", 1, "iron" },
		{ { "The bathroom tiles come from Keramos." }, "The kitchen worktop will be slate.", "everything to do with the kitchen", 1, "Keramos" },
		{ { "The bathroom tiles come from Keramos." }, "Shall the kitchen worktop be slate?", "everything to do with the kitchen", 0, "Keramos" },
		{ { "Barkly is the kennel for our dog, he charges 30 a night." }, NULL, "what I pay for the kennel", 2, NULL },
		{ { "My optician is Vision Nord." }, "My cholesterol is far too high.", "that", 1, "Nord" },
		{ { "My optician is Vision Nord." }, "What is far too high?", "that", 0, "Nord" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		struct px_forgotten gone;
		struct px_memory *left;
		struct fixture f;
		size_t count;
		open_talk(&f);
		for (size_t k = 0; k < 3 && rows[i].told[k]; k++) {
			tell(&f, rows[i].told[k]);
			f.world.domain.now += 60000;
			f.time.now_utc = f.world.domain.now;
		}
		if (rows[i].said)
			say(&f, rows[i].said);
		say(&f, "Forget it all.");
		OK(px_memory_forget(&f.world.domain, f.conversation.id, px_str(rows[i].target), &f.context, &gone, NULL));
		if (gone.count != rows[i].gone)
			fail_msg("%s: %zu forgotten", rows[i].target, gone.count);
		OK(px_memory_all(&f.world.domain, &left, &count, NULL));
		bool stays = !rows[i].stays;
		for (size_t k = 0; k < count; k++)
			stays |= rows[i].stays && strstr(left[k].text, rows[i].stays);
		if (!stays)
			fail_msg("%s: %s is gone, too", rows[i].target, rows[i].stays);
		close_talk(&f);
	}
}

/* The row that holds a value. */
static struct px_memory row_of(struct fixture *f, const char *value)
{
	struct px_memory *rows;
	size_t count;

	OK(px_memory_all(&f->world.domain, &rows, &count, NULL));
	for (size_t i = 0; i < count; i++) {
		if (rows[i].value && strcmp(rows[i].value, value) == 0)
			return rows[i];
	}
	fail_msg("no %s", value);
	return (struct px_memory){ 0 };
}

static bool was_wrong(struct fixture *f, const char *value)
{
	struct px_memory row = row_of(f, value);

	return px_memory_was_wrong(&row);
}

static void at(struct fixture *f, const char *when)
{
	px_world_at(&f->world, when);
	f->time.now_utc = f->world.now;
}

/* Whether the row of a value is what is told first: from the facts, and from what recall finds if that is as likely of each. */
static void answers(struct fixture *f, const char *asked, const char *value, const char *const *values)
{
	enum { ROWS = 3 };
	struct px_domain *domain = &f->world.domain;
	const struct px_answer_context context = { domain->now, domain->tz, domain->arena };
	struct px_time_context time = px_said_context(domain->now, domain->tz, NULL, NULL);
	const struct px_statement_context reading = { &time };
	const struct px_memory_query query = { .text = px_str(asked), .limit = 5 };
	struct px_memory_hit hits[ROWS] = { 0 };
	struct px_likelihood likelihoods[ROWS] = { 0 };
	struct px_asked facts, found = { .hits = hits, .likelihoods = likelihoods };
	struct px_id meant = row_of(f, value).id;
	struct px_asked_for asked_for;
	struct px_question question;
	struct px_said_times times;

	OK(px_memory_ask(NULL, domain, &query, &facts, NULL));
	if (!facts.answer.ground_count || !px_id_eq(facts.answer.grounds[0].id, meant))
		fail_msg("%s %s", asked, facts.answer.text ? facts.answer.text : "not known");
	for (; found.count < ROWS && values[found.count]; found.count++) {
		OK(px_source_read(domain, PX_RECALLED_MEMORY, row_of(f, values[found.count]).id, &hits[found.count].row, NULL));
		likelihoods[found.count].answers = 0.9F;
	}
	time.prefer_past = true;
	px_said_find(&time, px_str(asked), &times);
	px_question_read(&reading, px_str(asked), domain->arena, &question);
	px_asked_for_read(&times, px_str(asked), 0, domain->arena, NULL, 0, &asked_for);
	px_passages_tell(&context, &time, &question, &asked_for, &found);
	if (!found.answer.ground_count || !px_id_eq(found.answer.grounds[0].id, meant))
		fail_msg("%s Found: %s", asked, found.answer.text ? found.answer.text : "nothing");
}

/* What was corrected was never so; what changed was, until then. */
static void test_correction_and_change(void **state)
{
	static const struct { const char *first, *wrong, *correction, *right, *change, *changed, *in_march, *in_may; } rows[] = {
		{ "My dentist is Dr Malm.", "Dr Malm", "No, Dr Palm", "Dr Palm", "My dentist is Dr Eskola now.", "Dr Eskola",
		  "Who was my dentist in March?", "Who was my dentist in May?" },
		{ "My dentist is Dr Malm.", "Dr Malm", "Sorry, my dentist is Dr Palm.", "Dr Palm", "My dentist is Dr Eskola now.", "Dr Eskola",
		  "Who was my dentist in March?", "Who was my dentist in May?" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const char *const values[] = { rows[i].wrong, rows[i].changed, rows[i].right };
		const char *const before[] = { rows[i].wrong, rows[i].right, NULL };
		struct fixture f;
		open_talk(&f);
		at(&f, "2026-03-10T09:00");
		tell(&f, rows[i].first);
		at(&f, "2026-03-10T09:05");
		tell(&f, rows[i].correction);
		assert_true(was_wrong(&f, rows[i].wrong));
		at(&f, "2026-04-20T09:00");
		answers(&f, rows[i].in_march, rows[i].right, before);
		tell(&f, rows[i].change);
		assert_false(was_wrong(&f, rows[i].right));
		at(&f, "2026-06-02T09:00");
		answers(&f, rows[i].in_march, rows[i].right, values);
		answers(&f, rows[i].in_may, rows[i].changed, values);
		close_talk(&f);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_rest), cmocka_unit_test(test_told_in_a_row), cmocka_unit_test(test_forget_that), cmocka_unit_test(test_forget_named),
					    cmocka_unit_test(test_correction_and_change) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
