/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How surely a sentence of a mail tells something of a kind: a linear model over what rules look at (cues of the
 * sentence, of those beside it and of the subject; its day; the letter as a whole) and over its words.
 *
 * Rules know the phrases that somebody thought of, so in mails of strangers they take too much: the model was trained
 * on sentences of many authors, most of which tell nothing (tools/train_judge).  It adds no finding; it only doubts.
 * No I/O, no state; the same on every machine.
 */
#ifndef PX_MAIL_JUDGE_H
#define PX_MAIL_JUDGE_H

#include "base/str.h"
#include "mail/find.h"

enum { PX_JUDGE_SIGNS = 1024, PX_JUDGE_WORDS = 4096, PX_JUDGE_BUCKETS = PX_JUDGE_SIGNS + PX_JUDGE_WORDS, PX_JUDGE_FEATURES_MAX = 1200 };

/* The buckets of a sentence's features, each once: signs first, in their order, then words by their hash. */
struct px_judge_features {
	uint16_t at[PX_JUDGE_FEATURES_MAX];
	size_t count;
	uint64_t seen[PX_JUDGE_BUCKETS / 64];
};

/* Begins as zeros. */
void px_judge_add(struct px_judge_features *features, size_t bucket);
/* The words of a folded text: each, each with the one before it, and the beginnings of long ones. */
void px_judge_add_words(struct px_judge_features *features, struct px_str folded);
/* Log odds that a sentence with these features tells something of that kind. */
float px_judge_score(const struct px_judge_features *features, enum px_mail_finding_kind kind);

#endif
