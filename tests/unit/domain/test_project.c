/* SPDX-License-Identifier: Apache-2.0 */
/* Projects: one of each name, what a change writes, lists, and what is asked for by name. */
#include "domain/project.h"

#include "domain/task.h"
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

static struct px_project create(struct px_world *world, const char *name)
{
	struct px_project project;
	struct px_error error = { 0 };

	px_record_init(&px_project_record, &project);
	project.name = name;
	if (px_project_create(&world->domain, &project, &error) != PX_OK)
		fail_msg("%s: %s", name, error.message);
	return project;
}

static void a_name_stands_for_one_project(void **state)
{
	struct px_world *world = *state;
	struct px_project garden = create(world, "Garden"), house = create(world, "House"), again;
	struct px_error error = { 0 };

	px_record_init(&px_project_record, &again);
	again.name = "garden";
	assert_int_equal(px_project_create(&world->domain, &again, &error), PX_CONFLICT);
	assert_string_equal(error.field, "name");
	assert_non_null(strstr(error.message, "\"Garden\""));
	house.name = "GARDEN";
	assert_int_equal(px_project_update(&world->domain, &house, -1, &error), PX_CONFLICT);
	assert_string_equal(error.field, "name");
	assert_non_null(strstr(error.message, "\"Garden\""));
	garden.name = "GARDEN"; /* its own name is not taken */
	assert_int_equal(px_project_update(&world->domain, &garden, -1, &error), PX_OK);
	assert_int_equal(px_project_get(&world->domain, garden.id, &garden, &error), PX_OK);
	assert_string_equal(garden.name, "GARDEN");
	house.name = " \t";
	assert_int_equal(px_project_update(&world->domain, &house, -1, &error), PX_INVALID);
}

static void a_change_is_a_new_version_and_no_change_is_none(void **state)
{
	struct px_world *world = *state;
	struct px_project project = create(world, "Garden"), kept;
	struct px_error error = { 0 };
	int64_t created = world->now;

	assert_int_equal(project.version, 1);
	px_world_at(world, "2026-01-14T10:00");
	assert_int_equal(px_project_update(&world->domain, &project, 1, &error), PX_OK);
	assert_int_equal(project.version, 1);
	assert_int_equal(project.updated, created);
	project.notes = "Behind the house";
	assert_int_equal(px_project_update(&world->domain, &project, 2, &error), PX_CONFLICT);
	assert_int_equal(px_project_update(&world->domain, &project, 1, &error), PX_OK);
	assert_int_equal(px_project_get(&world->domain, project.id, &kept, &error), PX_OK);
	assert_int_equal(kept.version, 2);
	assert_int_equal(kept.created, created);
	assert_int_equal(kept.updated, world->now);
	assert_string_equal(kept.notes, "Behind the house");
	assert_int_equal(px_project_delete(&world->domain, project.id, 1, &error), PX_CONFLICT);
	assert_int_equal(px_project_get(&world->domain, project.id, &kept, &error), PX_OK);
	assert_int_equal(px_project_delete(&world->domain, project.id, 2, &error), PX_OK);
	assert_int_equal(px_project_delete(&world->domain, project.id, -1, &error), PX_NOT_FOUND);
}

static void lists_are_by_name_and_leave_out_what_is_put_away(void **state)
{
	static const char *const names[] = { "house", "Attic", "cellar" };
	struct px_world *world = *state;
	struct px_project *projects, attic;
	bool created = true;
	size_t count = 1;

	assert_int_equal(px_project_list(&world->domain, true, &projects, &count, NULL), PX_OK);
	assert_int_equal(count, 0);
	for (size_t i = 0; i < 3; i++)
		create(world, names[i]);
	assert_int_equal(px_project_list(&world->domain, false, &projects, &count, NULL), PX_OK);
	assert_int_equal(count, 3);
	assert_string_equal(projects[0].name, "Attic");
	assert_string_equal(projects[1].name, "cellar");
	assert_string_equal(projects[2].name, "house");
	attic = projects[0];
	attic.archived = true;
	assert_int_equal(px_project_update(&world->domain, &attic, -1, NULL), PX_OK);
	assert_int_equal(px_project_list(&world->domain, false, &projects, &count, NULL), PX_OK);
	assert_int_equal(count, 2);
	assert_string_equal(projects[0].name, "cellar");
	assert_int_equal(px_project_list(&world->domain, true, &projects, &count, NULL), PX_OK);
	assert_int_equal(count, 3);
	/* Who puts something into it has it back. */
	assert_int_equal(px_project_ensure(&world->domain, PX_STR("attic"), &attic, &created, NULL), PX_OK);
	assert_false(created);
	assert_false(attic.archived);
	assert_int_equal(px_project_list(&world->domain, false, &projects, &count, NULL), PX_OK);
	assert_int_equal(count, 3);
	assert_int_equal(px_project_ensure(&world->domain, PX_STR("Roof"), &attic, &created, NULL), PX_OK);
	assert_true(created);
	assert_int_equal(px_project_find(&world->domain, PX_STR(" roof "), &attic, NULL), PX_OK);
	assert_string_equal(attic.name, "Roof");
}

static void there_are_so_many_and_no_more(void **state)
{
	struct px_world *world = *state;
	struct px_project one;
	struct px_error error = { 0 };
	char name[16];

	for (int i = 0; i < PX_PROJECTS_MAX; i++) {
		px_record_init(&px_project_record, &one);
		snprintf(name, sizeof(name), "%d", i);
		one.id = px_id_new();
		one.user_id = world->domain.user;
		one.name = name;
		one.created = one.updated = world->now;
		one.version = 1;
		if (px_store_insert(world->tx, &px_project_record, &one, &error) != PX_OK)
			fail_msg("%s", error.message);
	}
	px_record_init(&px_project_record, &one);
	one.name = "one too many";
	assert_int_equal(px_project_create(&world->domain, &one, &error), PX_CONFLICT);
	assert_string_equal(error.field, "project");
	assert_int_equal(px_project_find(&world->domain, PX_STR("0"), &one, NULL), PX_OK);
	assert_int_equal(px_project_delete(&world->domain, one.id, -1, &error), PX_OK);
	create(world, "the last");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_name_stands_for_one_project, setup, teardown),
		cmocka_unit_test_setup_teardown(a_change_is_a_new_version_and_no_change_is_none, setup, teardown),
		cmocka_unit_test_setup_teardown(lists_are_by_name_and_leave_out_what_is_put_away, setup, teardown),
		cmocka_unit_test_setup_teardown(there_are_so_many_and_no_more, setup, teardown),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
