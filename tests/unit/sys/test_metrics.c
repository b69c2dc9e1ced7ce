/* SPDX-License-Identifier: Apache-2.0 */
/* Histograms and samples in the Prometheus text format. */
#include "sys/metrics.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void assert_holds(const struct px_buf *out, const char *line)
{
	if (px_str_find(px_buf_view(out), px_str(line)) == SIZE_MAX)
		fail_msg("\"%s\" is not in:\n%.*s", line, (int)out->size, out->data);
}

static void buckets_are_cumulative_and_inclusive(void **state)
{
	struct px_histogram histogram = { 0 };
	struct px_buf out = PX_BUF_INIT(1 << 16);

	(void)state;
	px_histogram_add(&histogram, -5);             /* a clock that went back counts as nothing */
	px_histogram_add(&histogram, 50 * 1000);      /* exactly a bound: inside */
	px_histogram_add(&histogram, 50 * 1000 + 1);  /* just past it */
	px_histogram_add(&histogram, 3600LL * 1000000000); /* past every bound */
	px_histogram_write(&histogram, "t", "", "Time.", &out);
	assert_holds(&out, "# HELP t Time.\n# TYPE t histogram\n");
	assert_holds(&out, "t_bucket{le=\"5e-05\"} 2\n");
	assert_holds(&out, "t_bucket{le=\"0.0001\"} 3\n");
	assert_holds(&out, "t_bucket{le=\"10\"} 3\n");
	assert_holds(&out, "t_bucket{le=\"+Inf\"} 4\n");
	assert_holds(&out, "t_sum 3600\n");
	assert_holds(&out, "t_count 4\n");
	px_buf_release(&out);
}

static void labels_stand_before_the_bound(void **state)
{
	struct px_histogram histogram = { 0 };
	struct px_buf out = PX_BUF_INIT(1 << 16);

	(void)state;
	px_histogram_add(&histogram, 1);
	px_histogram_write(&histogram, "t", "route=\"tasks\"", NULL, &out);
	assert_holds(&out, "t_bucket{route=\"tasks\",le=\"5e-05\"} 1\n");
	assert_holds(&out, "t_count{route=\"tasks\"} 1\n");
	assert_true(px_str_find(px_buf_view(&out), PX_STR("# ")) == SIZE_MAX);
	px_buf_release(&out);
}

static void samples_keep_whole_numbers_whole(void **state)
{
	struct px_buf out = PX_BUF_INIT(4096);

	(void)state;
	px_metric_write(&out, "n", "", "counter", "Things.", 9007199254740991.0);
	px_metric_write(&out, "n", "kind=\"a\"", "counter", NULL, 0.5);
	assert_holds(&out, "# HELP n Things.\n# TYPE n counter\nn 9007199254740991\nn{kind=\"a\"} 0.5\n");
	px_buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(buckets_are_cumulative_and_inclusive),
		cmocka_unit_test(labels_stand_before_the_bound),
		cmocka_unit_test(samples_keep_whole_numbers_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
