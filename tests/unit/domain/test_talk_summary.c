/* SPDX-License-Identifier: Apache-2.0 */
/* One summary for each conversation, which goes with it, and with anything that is forgotten. */
#include "domain/talk_summary.h"

#include "domain/conversation.h"
#include "domain/memory.h"
#include "memory/forget.h"
#include "support/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static int setup(void **state)
{
	static struct px_world world;

	px_world_open(&world, "Europe/Berlin", "2026-01-14T09:00");
	px_world_begin(&world);
	*state = &world;
	return 0;
}

static int teardown(void **state)
{
	px_world_rollback(*state);
	px_world_close(*state);
	return 0;
}

static struct px_id talk(struct px_world *world)
{
	struct px_conversation conversation;

	px_record_init(&px_conversation_record, &conversation);
	assert_int_equal(px_conversation_create(&world->domain, &conversation, NULL), PX_OK);
	return conversation.id;
}

static enum px_err keep(struct px_world *world, struct px_id conversation, const char *text)
{
	struct px_talk_summary summary;

	px_record_init(&px_talk_summary_record, &summary);
	summary.conversation_id = conversation;
	summary.until_id = px_id_new();
	summary.until_seq = 7;
	summary.text = text;
	return px_talk_summary_keep(&world->domain, &summary, NULL);
}

/* NULL: there is none. */
static const char *text_of(struct px_world *world, struct px_id conversation)
{
	struct px_talk_summary summary;
	enum px_err err = px_talk_summary_of(&world->domain, conversation, &summary, NULL);

	if (err)
		assert_int_equal(err, PX_NOT_FOUND);
	return err ? NULL : summary.text;
}

static void one_for_each_conversation(void **state)
{
	struct px_world *world = *state;
	struct px_id one = talk(world), other = talk(world);
	char long_text[PX_TALK_SUMMARY_MAX + 2];
	int64_t count;

	assert_null(text_of(world, one));
	assert_int_equal(keep(world, one, "- The flight is on 4 March.\n"), PX_OK);
	assert_int_equal(keep(world, other, "- Bees.\n"), PX_OK);
	assert_int_equal(keep(world, one, "- The flight is on 5 March.\n"), PX_OK);
	assert_string_equal(text_of(world, one), "- The flight is on 5 March.\n");
	assert_string_equal(text_of(world, other), "- Bees.\n");
	assert_int_equal(px_store_count(world->tx, &px_talk_summary_record, NULL, 0, &count, NULL), PX_OK);
	assert_int_equal(count, 2);
	memset(long_text, 'a', sizeof(long_text));
	long_text[sizeof(long_text) - 1] = '\0';
	assert_int_equal(keep(world, one, long_text), PX_INVALID);
	assert_int_equal(keep(world, one, ""), PX_INVALID);
}

static void goes_with_its_conversation(void **state)
{
	struct px_world *world = *state;
	struct px_id one = talk(world), other = talk(world);

	assert_int_equal(keep(world, one, "- One.\n"), PX_OK);
	assert_int_equal(keep(world, other, "- Other.\n"), PX_OK);
	assert_int_equal(px_conversation_delete(&world->domain, one, -1, NULL), PX_OK);
	assert_null(text_of(world, one));
	assert_string_equal(text_of(world, other), "- Other.\n");
}

/* In whatever words it tells it. */
static void goes_when_something_is_forgotten(void **state)
{
	struct px_world *world = *state;
	struct px_id one = talk(world);
	struct px_memory memory;

	px_record_init(&px_memory_record, &memory);
	memory.kind = PX_MEMORY_NOTE;
	memory.text = "my alarm code is by the door";
	assert_int_equal(px_memory_create(&world->domain, &memory, NULL), PX_OK);
	assert_int_equal(keep(world, one, "- The person told where a code can be found.\n"), PX_OK);
	assert_int_equal(px_memory_forget_row(&world->domain, memory.id, -1, NULL), PX_OK);
	assert_null(text_of(world, one));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(one_for_each_conversation, setup, teardown),
		cmocka_unit_test_setup_teardown(goes_with_its_conversation, setup, teardown),
		cmocka_unit_test_setup_teardown(goes_when_something_is_forgotten, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
