/* SPDX-License-Identifier: Apache-2.0 */
#include "domain/memory.h"

#include "domain/undo.h"
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
	px_world_close(*state);
	return 0;
}

static struct px_memory fact(const char *subject, const char *attribute, const char *value)
{
	struct px_memory memory;

	px_record_init(&px_memory_record, &memory);
	memory.kind = PX_MEMORY_FACT;
	memory.text = value;
	memory.subject = subject;
	memory.attribute = attribute;
	memory.value = value;
	return memory;
}

static struct px_memory keep(struct px_world *world, struct px_memory memory)
{
	struct px_error error = { 0 };

	if (px_memory_create(&world->domain, &memory, &error) != PX_OK)
		fail_msg("create: %s", error.message);
	assert_int_equal(px_domain_record(&world->domain, "remember", NULL, NULL), PX_OK);
	return memory;
}

static void test_learned_and_trimmed(void **state)
{
	struct px_world *world = *state;
	struct px_memory memory = keep(world, fact(" Anna ", "birthday", "3 March"));

	assert_string_equal(memory.subject, "Anna");
	assert_int_equal(memory.learned, world->now);
	assert_int_equal(memory.version, 1);
}

static void test_refused(void **state)
{
	struct px_world *world = *state;
	struct px_memory memory = fact(NULL, "birthday", "3 March");
	struct px_error error = { 0 };

	assert_int_equal(px_memory_create(&world->domain, &memory, &error), PX_INVALID);
	assert_string_equal(error.field, "subject");
	memory = fact("Anna", "birthday", " ");
	assert_int_equal(px_memory_create(&world->domain, &memory, &error), PX_INVALID);
	memory = fact("Anna", "job", "baker");
	memory.valid_from = px_world_utc(world, "2026-02-01T00:00");
	memory.valid_to = px_world_utc(world, "2026-01-01T00:00");
	assert_int_equal(px_memory_create(&world->domain, &memory, &error), PX_INVALID);
	assert_string_equal(error.field, "valid_to");
}

static void test_subjects_have_no_case(void **state)
{
	struct px_world *world = *state;
	struct px_memory *rows;
	size_t count;

	keep(world, fact("Élodie", "birthday", "3 March"));
	keep(world, fact("anna", "birthday", "4 March"));
	assert_int_equal(px_memory_of_subject(&world->domain, PX_STR("ÉLODIE"), &rows, &count, NULL), PX_OK);
	assert_int_equal(count, 1);
	assert_string_equal(rows[0].value, "3 March");
	assert_int_equal(px_memory_facts(&world->domain, &rows, &count, NULL), PX_OK);
	assert_int_equal(count, 2);
}

static void test_superseded_stays(void **state)
{
	struct px_world *world = *state;
	struct px_memory old = keep(world, fact("me", "dentist", "Dr Malmgren")), row;

	px_world_at(world, "2026-05-18T10:00");
	world->domain.now = world->now;
	struct px_memory new = keep(world, fact("me", "dentist", "Dr Eskola"));
	assert_int_equal(px_memory_supersede(&world->domain, old.id, new.id, world->now, NULL), PX_OK);
	assert_int_equal(px_domain_record(&world->domain, "remember", NULL, NULL), PX_OK);
	assert_int_equal(px_memory_get(&world->domain, old.id, &row, NULL), PX_OK);
	assert_string_equal(row.value, "Dr Malmgren");
	assert_int_equal(row.valid_to, world->now);
	assert_true(px_id_eq(row.superseded_by, new.id));

	struct px_undone undone;
	assert_int_equal(px_undo_last(&world->domain, &undone, NULL), PX_OK);
	assert_int_equal(px_memory_get(&world->domain, old.id, &row, NULL), PX_OK);
	assert_int_equal(row.valid_to, PX_TIME_NONE);
	assert_true(px_id_is_none(row.superseded_by));
}

static void test_deleting_is_undone(void **state)
{
	struct px_world *world = *state;
	struct px_memory memory = keep(world, fact("passport", "expiry", "in May 2027")), row;
	struct px_undone undone;

	assert_int_equal(px_memory_delete(&world->domain, memory.id, -1, NULL), PX_OK);
	assert_int_equal(px_domain_record(&world->domain, "forget", NULL, NULL), PX_OK);
	assert_int_equal(px_memory_get(&world->domain, memory.id, &row, NULL), PX_NOT_FOUND);
	assert_int_equal(px_undo_last(&world->domain, &undone, NULL), PX_OK);
	assert_string_equal(undone.summary, "Deleted “in May 2027”");
	assert_int_equal(px_memory_get(&world->domain, memory.id, &row, NULL), PX_OK);
	assert_string_equal(row.value, "in May 2027");
}

static void test_imported_once(void **state)
{
	struct px_world *world = *state;
	struct px_memory memory = fact("me", "town", "Leipzig"), found;
	struct px_error error = { 0 };

	memory.external_id = "note-1";
	keep(world, memory);
	assert_int_equal(px_memory_create(&world->domain, &memory, &error), PX_CONFLICT);
	assert_int_equal(px_memory_by_external(&world->domain, PX_STR("note-1"), &found, NULL), PX_OK);
	assert_string_equal(found.value, "Leipzig");
}

static void test_users_are_apart(void **state)
{
	struct px_world *world = *state;
	struct px_memory memory = keep(world, fact("me", "town", "Leipzig")), row, *rows;
	size_t count;

	px_world_commit(world);
	px_world_other_user(world);
	px_world_begin(world);
	assert_int_equal(px_memory_get(&world->domain, memory.id, &row, NULL), PX_NOT_FOUND);
	assert_int_equal(px_memory_delete(&world->domain, memory.id, -1, NULL), PX_NOT_FOUND);
	assert_int_equal(px_memory_of_subject(&world->domain, PX_STR("me"), &rows, &count, NULL), PX_OK);
	assert_int_equal(count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_learned_and_trimmed, setup, teardown),
		cmocka_unit_test_setup_teardown(test_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(test_subjects_have_no_case, setup, teardown),
		cmocka_unit_test_setup_teardown(test_superseded_stays, setup, teardown),
		cmocka_unit_test_setup_teardown(test_deleting_is_undone, setup, teardown),
		cmocka_unit_test_setup_teardown(test_imported_once, setup, teardown),
		cmocka_unit_test_setup_teardown(test_users_are_apart, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
