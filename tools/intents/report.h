/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Counts of right and wrong, as the scorer of the data counts them: an intent
 * in `also` is as good as the label, and then counts as itself.
 */
#ifndef PX_TRAIN_REPORT_H
#define PX_TRAIN_REPORT_H

#include "corpus.h"

struct report_row {
	float scores[PX_INTENT_COUNT];
	const struct example *example;
};

struct report {
	struct report_row *rows;
	size_t count, capacity;
	size_t right;
	size_t found[PX_INTENT_COUNT], missed[PX_INTENT_COUNT], wrongly[PX_INTENT_COUNT];
	size_t confusion[PX_INTENT_COUNT][PX_INTENT_COUNT];
	size_t source_right[CORPUS_SOURCES_MAX], source_count[CORPUS_SOURCES_MAX];
};

void report_init(struct report *report);
void report_release(struct report *report);
/* `example` is borrowed for the report's life. */
void report_add(struct report *report, const struct example *example, const float *scores, bool print);
/* The temperature under which the probabilities of the right answers are highest. */
float report_temperature(const struct report *report);
void report_print(const struct report *report, const struct corpus *corpus);
void report_print_line(const struct report *report);

#endif
