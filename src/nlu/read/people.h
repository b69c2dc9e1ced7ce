/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Words that name people.
 *
 * Pure and thread-safe; memory comes from the request's arena.
 */
#ifndef PX_NLU_READ_PEOPLE_H
#define PX_NLU_READ_PEOPLE_H

#include "nlu/read/request.h"

/* A common given name that is hardly anything else. */
bool px_people_given_name(const struct px_word *word);
/* These words name somebody, as far as can be told. */
bool px_people_named(const struct px_request *request, const struct px_word *words, size_t count);

#endif
