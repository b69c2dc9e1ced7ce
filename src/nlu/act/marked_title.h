/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The names of what marks make.
 *
 * In a language that puts its verbs last the words of one name stand apart
 * ("{Traktanden} bis Mittwoch {verschicken}"), and what the reader marked may
 * be only a part of it: there a name reaches from its noun to its verb, and
 * spans of time end where the time ends.
 */
#ifndef PX_NLU_ACT_MARKED_TITLE_H
#define PX_NLU_ACT_MARKED_TITLE_H

#include "nlu/act/proposal.h"

/* "{buy} {eggs}", "in {the diary}": the words of the span name nothing that could be made. */
bool px_marked_names_nothing(const struct px_request *request, const struct px_mark *mark);
/* The marks with whole names; as they are in a language whose verbs stand first. */
struct px_marked px_marked_with_title(const struct px_request *request, const struct px_marked *marked);
/* What the reader took for an event has a deadline or a verb and no hour, in such a language. */
bool px_marked_is_errand(const struct px_request *request, const struct px_marked *marked);

#endif
