/* SPDX-License-Identifier: Apache-2.0 */
/* Accuracy, F1, confusion, and how far the probabilities can be trusted. */
#include "report.h"

#include "base/mem.h"

#include <math.h>

void report_init(struct report *report)
{
	memset(report, 0, sizeof *report);
}

void report_release(struct report *report)
{
	free(report->rows);
}

void report_add(struct report *report, const struct example *example, const float *scores, bool print)
{
	int best = 0;

	if (report->count == report->capacity) {
		report->capacity = report->capacity ? 2 * report->capacity : 1024;
		report->rows = px_realloc(report->rows, report->capacity * sizeof *report->rows);
	}
	struct report_row *row = &report->rows[report->count++];
	row->example = example;
	memcpy(row->scores, scores, sizeof row->scores);
	for (int i = 1; i < PX_INTENT_COUNT; i++)
		best = scores[i] > scores[best] ? i : best;
	report->source_count[example->source]++;
	if (example->accepted >> best & 1) {
		report->right++;
		report->found[best]++;
		report->source_right[example->source]++;
		return;
	}
	report->missed[example->intent]++;
	report->wrongly[best]++;
	report->confusion[example->intent][best]++;
	if (print)
		printf("%-14s > %-14s %.2f | %.*s\n", px_intent_name(example->intent),
		       px_intent_name((enum px_intent)best), (double)scores[best],
		       PX_STR_ARG(example->text));
}

static double log_loss(const struct report *report, double temperature)
{
	double total = 0;

	for (size_t i = 0; i < report->count; i++) {
		double accepted = 0, all = 0;
		for (int c = 0; c < PX_INTENT_COUNT; c++) {
			double p = pow((double)report->rows[i].scores[c] + 1e-12, 1 / temperature);
			all += p;
			accepted += report->rows[i].example->accepted >> c & 1 ? p : 0;
		}
		total -= log(accepted / all + 1e-12);
	}
	return total / (double)(report->count ? report->count : 1);
}

float report_temperature(const struct report *report)
{
	double best = 1, loss = log_loss(report, 1);

	for (double t = 0.3; t < 3; t += 0.02) {
		double here = log_loss(report, t);
		if (here < loss) {
			loss = here;
			best = t;
		}
	}
	return (float)best;
}

/* Over the labels that occur; one that was never found counts 0. */
static double macro_f1(const struct report *report)
{
	double total = 0;
	int labels = 0;

	for (int c = 0; c < PX_INTENT_COUNT; c++) {
		size_t gold = report->found[c] + report->missed[c];
		if (gold == 0)
			continue;
		labels++;
		total += 2.0 * (double)report->found[c] /
			 (double)(2 * report->found[c] + report->missed[c] + report->wrongly[c]);
	}
	return labels ? 100 * total / labels : 0;
}

static double share(size_t part, size_t whole)
{
	return whole ? 100.0 * (double)part / (double)whole : 0;
}

static void print_calibration(const struct report *report)
{
	double temperature = (double)report_temperature(report);
	size_t count[10] = { 0 }, right[10] = { 0 };
	double sum[10] = { 0 }, error = 0;

	for (size_t i = 0; i < report->count; i++) {
		double all = 0, high = 0;
		int best = 0;
		for (int c = 0; c < PX_INTENT_COUNT; c++) {
			double p = pow((double)report->rows[i].scores[c] + 1e-12, 1 / temperature);
			all += p;
			best = p > high ? c : best;
			high = p > high ? p : high;
		}
		int bin = (int)fmin(9, 10 * high / all);
		count[bin]++;
		sum[bin] += high / all;
		right[bin] += report->rows[i].example->accepted >> best & 1;
	}
	printf("confidence/right:");
	for (int i = 0; i < 10; i++) {
		if (count[i] == 0)
			continue;
		printf(" %.2f/%.2f (%zu)", sum[i] / (double)count[i], (double)right[i] / (double)count[i],
		       count[i]);
		error += fabs(sum[i] - (double)right[i]);
	}
	printf("\nexpected calibration error %.2f%%\n", 100 * error / (double)report->count);
}

void report_print(const struct report *report, const struct corpus *corpus)
{
	printf("accuracy %.2f%% of %zu, macro-F1 %.2f%%\n", share(report->right, report->count),
	       report->count, macro_f1(report));
	for (int c = 0; c < PX_INTENT_COUNT; c++) {
		size_t gold = report->found[c] + report->missed[c];
		if (gold > 0)
			printf("  %-14s %5zu  precision %5.1f%%  recall %5.1f%%\n",
			       px_intent_name((enum px_intent)c), gold,
			       share(report->found[c], report->found[c] + report->wrongly[c]),
			       share(report->found[c], gold));
	}
	for (int i = 0; i < corpus->source_count; i++) {
		if (report->source_count[i] > 0)
			printf("  %s %.2f%% of %zu\n", corpus->sources[i],
			       share(report->source_right[i], report->source_count[i]),
			       report->source_count[i]);
	}
	print_calibration(report);
}

void report_print_line(const struct report *report)
{
	size_t none = report->found[PX_INTENT_NONE] + report->missed[PX_INTENT_NONE];
	bool shown[PX_INTENT_COUNT][PX_INTENT_COUNT] = { { false } };

	printf("%.2f%% of %zu, macro-F1 %.2f%%, none recall %.2f%% of %zu;",
	       share(report->right, report->count), report->count, macro_f1(report),
	       share(report->found[PX_INTENT_NONE], none), none);
	for (int n = 0; n < 6; n++) {
		int want = 0, got = 0;
		for (int a = 0; a < PX_INTENT_COUNT; a++) {
			for (int b = 0; b < PX_INTENT_COUNT; b++) {
				if (!shown[a][b] &&
				    (shown[want][got] || report->confusion[a][b] > report->confusion[want][got])) {
					want = a;
					got = b;
				}
			}
		}
		shown[want][got] = true;
		if (report->confusion[want][got] > 0)
			printf(" %s>%s %zu", px_intent_name((enum px_intent)want),
			       px_intent_name((enum px_intent)got), report->confusion[want][got]);
	}
	printf("\n");
}
