/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The source of requests: a text with its slips written out, at a time, beside
 * what is known of the user.
 */
#ifndef PX_NLU_READ_SOURCE_H
#define PX_NLU_READ_SOURCE_H

#include "nlu/read/request.h"

/* A request of all the text, of which nothing is read yet; those of its parts are made from it (px_request_anew). */
struct px_request *px_request_source(const struct px_nlu_context *context, struct px_str text, struct px_arena *arena);
/* The text without marks that say no more than its words: "*every friday", "the 1. of April", "1:1 -> 3pm". */
struct px_str px_request_without_marks(struct px_str text, struct px_arena *arena);

#endif
