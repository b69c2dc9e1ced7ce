/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Histogram buckets and the Prometheus text format, version 0.0.4.
 */
#include "sys/metrics.h"

static const int64_t bounds_us[PX_HISTOGRAM_BUCKETS] = {
	50,    100,   250,    500,    1000,   2500,    5000,    10000,
	25000, 50000, 100000, 250000, 500000, 1000000, 10000000,
};

void px_histogram_add(struct px_histogram *histogram, int64_t nanoseconds)
{
	size_t i = 0;

	if (nanoseconds < 0)
		nanoseconds = 0;
	while (i < PX_HISTOGRAM_BUCKETS && nanoseconds > bounds_us[i] * 1000)
		i++;
	atomic_fetch_add_explicit(&histogram->buckets[i], 1, memory_order_relaxed);
	atomic_fetch_add_explicit(&histogram->sum_ns, (uint64_t)nanoseconds, memory_order_relaxed);
}

static void write_head(struct px_buf *out, const char *name, const char *type, const char *help)
{
	if (help)
		(void)px_buf_printf(out, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

void px_histogram_write(const struct px_histogram *histogram, const char *name, const char *labels,
			const char *help, struct px_buf *out)
{
	const char *comma = labels[0] ? "," : "";
	uint64_t sum = 0;

	write_head(out, name, "histogram", help);
	for (size_t i = 0; i <= PX_HISTOGRAM_BUCKETS; i++) {
		sum += atomic_load_explicit(&histogram->buckets[i], memory_order_relaxed);
		if (i < PX_HISTOGRAM_BUCKETS)
			(void)px_buf_printf(out, "%s_bucket{%s%sle=\"%g\"} %llu\n", name, labels, comma,
					    (double)bounds_us[i] / 1e6, (unsigned long long)sum);
		else
			(void)px_buf_printf(out, "%s_bucket{%s%sle=\"+Inf\"} %llu\n", name, labels, comma,
					    (unsigned long long)sum);
	}
	const char *open = labels[0] ? "{" : "", *close = labels[0] ? "}" : "";
	double seconds = (double)atomic_load_explicit(&histogram->sum_ns, memory_order_relaxed) / 1e9;
	(void)px_buf_printf(out, "%s_sum%s%s%s %g\n%s_count%s%s%s %llu\n", name, open, labels, close,
			    seconds, name, open, labels, close, (unsigned long long)sum);
}

void px_metric_write(struct px_buf *out, const char *name, const char *labels, const char *type,
		     const char *help, double value)
{
	write_head(out, name, type, help);
	if (labels[0])
		(void)px_buf_printf(out, "%s{%s} %.17g\n", name, labels, value);
	else
		(void)px_buf_printf(out, "%s %.17g\n", name, value);
}
