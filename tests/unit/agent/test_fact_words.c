/* SPDX-License-Identifier: Apache-2.0 */
/* Which questions are about what is kept, and which ask how something is done. */
#include "agent/fact_words.h"

#include "domain/memory.h"
#include "support/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void keep(struct px_world *world, const char *text)
{
	struct px_memory memory;

	px_record_init(&px_memory_record, &memory);
	memory.kind = PX_MEMORY_NOTE;
	memory.text = text;
	assert_int_equal(px_memory_create(&world->domain, &memory, NULL), PX_OK);
}

static void all_content_words_must_be_in_one_text(void **state)
{
	struct px_world world;

	(void)state;
	px_world_open(&world, "Europe/Berlin", "2026-01-14T09:00");
	px_world_begin(&world);
	assert_false(px_facts_speak_of(&world.domain, NULL, PX_STR("who is the plumber?")));
	keep(&world, "the plumber's name is Dave Malmgren");
	keep(&world, "Anna likes lilies");
	keep(&world, "my wifi at the cabin is called Fjord");
	assert_true(px_facts_speak_of(&world.domain, NULL, PX_STR("Who is the plumber?")));
	assert_true(px_facts_speak_of(&world.domain, NULL, PX_STR("what does Anna like?")));
	assert_true(px_facts_speak_of(&world.domain, NULL, PX_STR("what's the wifi at the cabin called?")));
	assert_false(px_facts_speak_of(&world.domain, NULL, PX_STR("what does Lena like?")));
	assert_false(px_facts_speak_of(&world.domain, NULL, PX_STR("what does a plumber earn?")));
	assert_true(px_facts_speak_of(&world.domain, NULL, PX_STR("how old is Anna?")));
	assert_true(px_facts_speak_of(&world.domain, NULL, PX_STR("what is the plumber's name")));
	assert_false(px_facts_speak_of(&world.domain, NULL, PX_STR("which of the composers of that time was called Anna in truth?")));
	assert_true(px_facts_speak_of(&world.domain, NULL, PX_STR("whats the wifi at that cabin again")));
	assert_false(px_facts_speak_of(&world.domain, NULL, PX_STR("what is it?")));
	assert_false(px_facts_speak_of(&world.domain, NULL, PX_STR("")));
	px_world_rollback(&world);
	px_world_close(&world);
}

static void how_to_do_something_is_known(void **state)
{
	static const struct { const char *text; bool how; } cases[] = {
		{ "how do I get wine out of a tablecloth?", true }, { "How long do I boil a soft egg?", true },
		{ "how can you tell", true }, { "how should we start", true }, { "how is my mother?", false },
		{ "how old am I?", false }, { "what do I need?", false }, { "how", false }, { "", false }, { "how do", false },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_int_equal(px_asks_how_it_is_done(px_str(cases[i].text)), cases[i].how);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_content_words_must_be_in_one_text),
		cmocka_unit_test(how_to_do_something_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
