/* SPDX-License-Identifier: Apache-2.0 */
/* What messages told in a row leave known: who died, whom "it" and "she" are, and what "forget that" takes away. */
#include "memory/learn.h"

#include "domain/conversation.h"
#include "domain/memory.h"
#include "memory/forget.h"
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
		{ { "My dentist is Dr Malmgren.", "It costs 40 a visit." }, "Dr Malmgren", "price", "", false },
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

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_told_in_a_row), cmocka_unit_test(test_forget_that) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
