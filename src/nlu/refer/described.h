/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Things by what is known of them besides their titles: where they take place
 * and who comes ("make Tulsa 9", "the one with Priya").  Asked where no title
 * has the words.
 */
#ifndef PX_NLU_REFER_DESCRIBED_H
#define PX_NLU_REFER_DESCRIBED_H

#include "nlu/refer/target.h"

/* Each of the words stands in the title, the place or the guests, and not all of them in the title; at that time. */
void px_described_find(const struct px_request *request, const struct px_word *words, size_t count, int kinds,
		       const struct px_when *when, struct px_target *target);
/* Some of the words stand in the place or the guests: "the vendor pulled out of Banksia". */
void px_described_spot(const struct px_request *request, const struct px_word *words, size_t count, int kinds,
		       struct px_target *target);
/*
 * What a clause in front of a pronoun names by any word of a title, a place or a guest: the one that most words name,
 * or `several`: each that one names ("Asda gave us toothpaste and nappies, cross them off").
 */
void px_described_clause(const struct px_request *request, const struct px_word *words, size_t count, int kinds,
			 bool several, struct px_target *target);

#endif
