/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a question wants measured ("how old", "how long", "how heavy"), and
 * whether a text gives such a measure.  Another number is no answer: a shoe
 * size is no age, a weight no length.  English alone; the words are data
 * (memory/en_family).
 */
#ifndef PX_MEMORY_MEASURE_H
#define PX_MEMORY_MEASURE_H

#include "memory/clause.h"

enum { PX_MEASURE_NONE = -1 };

/* A number for px_measure_given, or PX_MEASURE_NONE. */
int px_measure_asked(const struct px_clause *question);
/* Whether something is asked for that has a form of its own (a telephone's number, an address of mail, an hour). */
bool px_measure_kind(int measure);
/* Whether a text, or one of its clauses, gives a value in a unit of the measure. */
bool px_measure_given(int measure, const char *text, const struct px_clause *clauses, size_t count);

#endif
