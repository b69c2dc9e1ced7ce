/* SPDX-License-Identifier: Apache-2.0 */
/* Which turns count as corrected, and that shards are added up. */
#include "api/figures.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static struct px_figures_rows rows(const struct px_id *ids, size_t count)
{
	struct px_figures_rows all = { .count = 0 };

	for (size_t i = 0; i < count; i++)
		px_figures_rows_add(&all, &(struct px_change){ .id = ids[i] }, 1);
	return all;
}

static void turn(struct px_figures *figures, struct px_id user, const struct px_id *ids, size_t count)
{
	struct px_figures_rows changed = rows(ids, count);

	px_figures_turn(figures, user, false, &changed);
}

static void corrections_are_changes_of_what_was_just_changed(void **state)
{
	struct px_figures *figures = calloc(1, sizeof(*figures));
	struct px_id anna = px_id_new(), bea = px_id_new(), milk = px_id_new(), bread = px_id_new();

	(void)state;
	turn(figures, anna, &milk, 1);
	turn(figures, bea, &milk, 1); /* another person's */
	assert_int_equal(figures->corrected, 0);
	turn(figures, anna, NULL, 0);
	turn(figures, anna, &milk, 1); /* two turns later */
	assert_int_equal(figures->corrected, 1);
	turn(figures, anna, &bread, 1);
	turn(figures, anna, NULL, 0);
	turn(figures, anna, NULL, 0);
	turn(figures, anna, &bread, 1); /* three turns later */
	assert_int_equal(figures->corrected, 1);
	turn(figures, anna, (struct px_id[]){ milk, bread }, 2);
	assert_int_equal(figures->corrected, 2);
	assert_int_equal(figures->changing, 6);
	assert_int_equal(figures->built_in, 9);
	free(figures);
}

static void shards_are_added_up(void **state)
{
	struct px_figures *one = calloc(1, sizeof(*one)), *two = calloc(1, sizeof(*two));
	const struct px_figures *const all[] = { one, two };
	struct px_buf out = PX_BUF_INIT(1 << 16);
	struct px_figures_rows none = { .count = 0 };

	(void)state;
	for (int i = 0; i < 3; i++)
		px_figures_turn(one, px_id_new(), false, &none);
	px_figures_turn(two, px_id_new(), true, &none);
	px_figures_call(one, false, PX_FIGURES_DONE, 4);
	px_figures_call(two, false, PX_FIGURES_DONE, 1);
	px_figures_call(two, true, PX_FIGURES_FAILED, 1);
	px_histogram_add(&two->whole, 3000000000);
	px_figures_write(all, 2, &out);
	assert_non_null(strstr(out.data, "\npixie_turns_total{by=\"built_in\"} 3\n"));
	assert_non_null(strstr(out.data, "\npixie_turns_total{by=\"model\"} 1\n"));
	assert_non_null(strstr(out.data, "\npixie_turns_without_model_ratio 0.75\n"));
	assert_non_null(strstr(out.data, "\npixie_tool_calls_total{by=\"built_in\",result=\"done\"} 5\n"));
	assert_non_null(strstr(out.data, "\npixie_tool_calls_total{by=\"model\",result=\"failed\"} 1\n"));
	assert_non_null(strstr(out.data, "\npixie_turn_whole_seconds_count 1\n"));
	px_buf_release(&out);
	free(one);
	free(two);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(corrections_are_changes_of_what_was_just_changed),
		cmocka_unit_test(shards_are_added_up),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
