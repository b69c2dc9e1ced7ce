/* SPDX-License-Identifier: Apache-2.0 */
#include "agent/occurrence.h"

#include "base/civil.h"
#include "base/record.h"
#include "sys/zoneinfo.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

enum { MONDAY = 20465 }; /* 2026-01-12 */

/* What becomes of the arguments of a call about "Gym", Wednesdays and Fridays at 18:00; it is Monday. */
static void expect(const char *tool, const char *text, bool alone, const char *before, const char *after)
{
	const struct px_nlu_item items[] = {
		{ .kind = PX_NLU_EVENT, .title = "Chess", .start = (int64_t)(MONDAY + 4) * PX_MS_DAY, .due_day = PX_DAY_NONE },
		{ .kind = PX_NLU_EVENT, .title = "Gym", .recurrence = "FREQ=WEEKLY;BYDAY=WE,FR", .due_day = PX_DAY_NONE,
		  .start = (int64_t)(MONDAY + 2) * PX_MS_DAY + 18 * PX_MS_HOUR,
		  .end = (int64_t)(MONDAY + 2) * PX_MS_DAY + 19 * PX_MS_HOUR },
	};
	const struct px_nlu_context context = {
		.now = (int64_t)MONDAY * PX_MS_DAY + 8 * PX_MS_HOUR, .tz = px_zoneinfo_get("Europe/Berlin"),
		.locale = "en-GB", .find_zone = px_zoneinfo_find, .items = items, .item_count = 2,
	};
	json_t *arguments = json_loads(before, 0, NULL);

	assert_non_null(arguments);
	px_occurrence_name(&context, tool, px_str(text), alone, arguments);
	char *seen = json_dumps(arguments, JSON_COMPACT | JSON_SORT_KEYS);
	if (strcmp(seen, after) != 0)
		fail_msg("%s, \"%s\": %s, not %s", tool, text, seen, after);
	free(seen);
	json_decref(arguments);
}

#define GYM "{\"target\":\"gym\"}"

static void a_deletion_means_the_day_that_was_said(void **state)
{
	(void)state;
	expect("delete_event", "cancel the gym on Friday", true, GYM, "{\"occurrence\":\"2026-01-16\",\"target\":\"gym\"}");
	expect("delete_event", "cancel Friday's gym", true, GYM, "{\"occurrence\":\"2026-01-16\",\"target\":\"gym\"}");
	expect("delete_event", "cancel the gym", true, GYM, GYM);
	expect("delete_event", "cancel the gym every Friday", true, GYM, GYM); /* of all of them */
	expect("delete_event", "cancel the gym on Fridays", true, GYM, GYM);
	/* Beside another call the day may be the other's. */
	expect("delete_event", "cancel the gym and add lunch on Friday", false, GYM, GYM);
	expect("delete_event", "cancel Friday's gym and add lunch", false, GYM, "{\"occurrence\":\"2026-01-16\",\"target\":\"gym\"}");
}

static void a_change_means_a_day_only_with_a_possessive(void **state)
{
	(void)state;
	expect("update_event", "move the gym to Friday", true, GYM, GYM);
	expect("update_event", "move Friday's gym to Saturday", true, GYM, "{\"occurrence\":\"2026-01-16\",\"target\":\"gym\"}");
	/* A new time stands on the day of the next one, and belongs to the one that was said. */
	expect("update_event", "move Friday’s gym to 7pm", true, "{\"start\":\"2026-01-14T19:00\",\"target\":\"gym\"}",
	       "{\"occurrence\":\"2026-01-16\",\"start\":\"2026-01-16T19:00\",\"target\":\"gym\"}");
	expect("update_event", "move Friday's gym to Saturday 7pm", true, "{\"start\":\"2026-01-17T19:00\",\"target\":\"gym\"}",
	       "{\"occurrence\":\"2026-01-16\",\"start\":\"2026-01-17T19:00\",\"target\":\"gym\"}");
}

static void other_calls_are_left_alone(void **state)
{
	(void)state;
	expect("create_event", "cancel Friday's gym", true, GYM, GYM);
	expect("delete_task", "cancel Friday's gym", true, GYM, GYM);
	expect("delete_event", "cancel Friday's chess", true, "{\"target\":\"chess\"}", "{\"target\":\"chess\"}");
	expect("delete_event", "cancel Friday's gym", true, "{\"occurrence\":\"2026-01-14\",\"target\":\"gym\"}",
	       "{\"occurrence\":\"2026-01-14\",\"target\":\"gym\"}");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_deletion_means_the_day_that_was_said),
		cmocka_unit_test(a_change_means_a_day_only_with_a_possessive),
		cmocka_unit_test(other_calls_are_left_alone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
