/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Task or event?
 */
#ifndef PX_NLU_ACT_KIND_H
#define PX_NLU_ACT_KIND_H

#include "nlu/read/request.h"

/* > 0: an event. */
float px_kind_event_score(const struct px_request *request, const struct px_word *title, size_t count);
/* "train to Cologne", "book club", "call with Bob" are nouns, "train the model" is none. */
bool px_kind_starts_with_verb(const struct px_word *title, size_t count);
/* "top up the card", "nip over to the bank": verbs only with their particle. */
bool px_kind_is_phrasal(const struct px_word *title, size_t count);
bool px_kind_starts_with_noun(const struct px_words *w);

/* "Freitag Keller aufräumen", "jeden Sonntag Blumen gießen": a deed and its time, where verbs stand last. */
bool px_kind_is_timed_deed(const struct px_request *request);
/* "Gläser bestellen, 200 Stück": the same without a time. */
bool px_kind_is_deed(const struct px_request *request);
/*
 * "morgen Dienst ab 16 Uhr", "Bio-Referat am Freitag": a name, when it is, and no other word.  Only in languages that
 * the classifier doesn't know: in others it has a say.
 */
bool px_kind_is_named_time(const struct px_request *request);

#endif
