/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Latency histograms in Prometheus form, updated from any thread without
 * locks.  Counters are plain atomics of their modules; /metrics gathers both.
 */
#ifndef PX_SYS_METRICS_H
#define PX_SYS_METRICS_H

#include "base/buf.h"

#include <stdatomic.h>

enum { PX_HISTOGRAM_BUCKETS = 15 };

/* Zero-initialise.  Upper bounds go from 50 microseconds to 10 seconds. */
struct px_histogram {
	_Atomic uint64_t buckets[PX_HISTOGRAM_BUCKETS + 1];
	_Atomic uint64_t sum_ns;
};

void px_histogram_add(struct px_histogram *histogram, int64_t nanoseconds);
/*
 * Appends the exposition of one histogram in seconds.  `labels` is "" or
 * `route="tasks"`; HELP and TYPE lines are written when `help` is not NULL.
 */
void px_histogram_write(const struct px_histogram *histogram, const char *name, const char *labels,
			const char *help, struct px_buf *out);
/* One sample of a counter or gauge, HELP and TYPE included when `help` is not NULL. */
void px_metric_write(struct px_buf *out, const char *name, const char *labels, const char *type,
		     const char *help, double value);

#endif
