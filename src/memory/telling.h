/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How surely a sentence tells something that lasts, by a linear model over its
 * words, their order and their meaning.
 *
 * The grammar (memory/statement) reads what a sentence says, but knows only
 * the sentences that somebody thought of.  This knows none of them: it was
 * trained on labelled sentences of many voices (tools/train_telling) and is
 * asked both to take back what the grammar read in a joke and to keep what
 * the grammar couldn't read.  No I/O, no state; the same on every machine.
 */
#ifndef PX_MEMORY_TELLING_H
#define PX_MEMORY_TELLING_H

#include "memory/said_times.h"

enum { PX_TELLING_BUCKETS = 4096, PX_TELLING_FEATURES_MAX = 1024 };

/* The buckets of the features of some sentences, each once; for the trainer and for the model. */
size_t px_telling_features(const struct px_said_times *when, const struct px_clause *sentences, size_t count,
			   uint16_t features[PX_TELLING_FEATURES_MAX]);
/* Log odds that the sentence, bytes [begin, end) of the text, tells something that lasts; above 0: rather than not. */
float px_telling_score(const struct px_said_times *when, struct px_str text, const struct px_clause *sentence);

#endif
