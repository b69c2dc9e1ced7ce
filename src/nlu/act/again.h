/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A new event that is like the one before it: "another one on Saturday", "and
 * again at 7.30pm", "lunch with Jo on Tuesday, same time, same place".
 */
#ifndef PX_NLU_ACT_AGAIN_H
#define PX_NLU_ACT_AGAIN_H

#include "nlu/read/when.h"
#include "nlu/refer/state.h"

/*
 * Moves `from` and `to` so that words [from, to) name the event without "another" and "same time".  If no word is left
 * that names it, it is called like the event before it: that name, else NULL.
 */
const char *px_again_name(const struct px_nlu_session *session, const struct px_word *words, size_t *from, size_t *to);
/* "same time": the hours of the event before it on the day that was said. */
void px_again_time(const struct px_request *request, const struct px_nlu_session *session, struct px_when *when);
/* "same place": that of the event made before it, or NULL. */
const char *px_again_place(const struct px_request *request, const struct px_nlu_session *session);

#endif
