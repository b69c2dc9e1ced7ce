/* SPDX-License-Identifier: Apache-2.0 */
/* Which reminders are kept, and in which form. */
#include "domain/rules.h"

#include "support/world.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static struct px_world world;

static int setup(void **state)
{
	(void)state;
	px_world_open(&world, "Europe/Berlin", "2026-01-14T09:00");
	px_world_begin(&world);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	px_world_close(&world);
	return 0;
}

static void kept(const char *given, const char *form)
{
	struct px_error error = { 0 };

	if (px_rule_reminders(&world.domain, &given, &error) != PX_OK)
		fail_msg("%s: %s", form ? form : "", error.message);
	if (form)
		assert_string_equal(given, form);
	else
		assert_null(given);
}

static void durations_and_instants_are_kept_in_one_form(void **state)
{
	(void)state;
	kept(NULL, NULL);
	kept("[]", "[]");
	kept("[\"-PT15M\",\"-P1D\",\"-PT1H30M\",\"-P4W\",\"-P1DT12H\"]", "[\"-PT15M\",\"-P1D\",\"-PT1H30M\",\"-P4W\",\"-P1DT12H\"]");
	kept("[\"PT0S\",\"-PT0S\",\"-PT5M\",\"-PT5M\"]", "[\"-PT0S\",\"-PT5M\"]");
	kept("[\"R/-PT0S/PT10M\",\"R/2026-01-16T10:00:00+01:00/P1D\"]", "[\"R/-PT0S/PT10M\",\"R/2026-01-16T09:00:00Z/P1D\"]");
	kept("[\"2026-01-16T10:00:00+01:00\",\"2026-01-16T09:00:00Z\"]", "[\"2026-01-16T09:00:00Z\"]");
}

static void anything_else_is_refused(void **state)
{
	static const char *const bad[] = {
		"\"-PT15M\"", "[\"\"]", "[\"-P\"]", "[\"-PT\"]", "[\"PT15M\"]", "[\"-P1DT\"]", "[\"-P15M\"]", "[\"-PT5M1H\"]", "[\"-PT5\"]",
		"[\"-P5W\"]", "[\"-PT99999999999999999999S\"]", "[\"-P1D1D\"]", "[\"2026-01-16\"]", "[\"2026-01-16T10:00:00\"]",
		"[\"soon\"]", "[\"R/-PT0S\"]", "[\"R/-PT0S/PT59S\"]", "[\"R/-PT0S/-PT5M\"]", "[\"R//PT5M\"]", "[\"R/R/-PT0S/PT5M/PT5M\"]",
		 "[\"--PT5M\"]", "[\"2300-01-01T00:00:00Z\"]", "[7]", "[null]",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const char *given = bad[i];
		struct px_error error;
		if (px_rule_reminders(&world.domain, &given, &error) != PX_INVALID)
			fail_msg("%s was kept", bad[i]);
		assert_string_equal(error.field, "reminders");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(durations_and_instants_are_kept_in_one_form, setup, teardown),
		cmocka_unit_test_setup_teardown(anything_else_is_refused, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
