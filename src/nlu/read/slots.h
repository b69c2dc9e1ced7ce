/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What stands anywhere in a request and is taken out of its title: marks,
 * priority, project and tags (slots.c), place and people (event_slots.c).
 */
#ifndef PX_NLU_READ_SLOTS_H
#define PX_NLU_READ_SLOTS_H

#include "nlu/read/request.h"

void px_slots_take(struct px_request *request);
void px_slots_place(struct px_request *request, const struct px_word *words, size_t count);
void px_slots_people(struct px_request *request, const struct px_word *words, size_t count);
const struct px_nlu_item *px_slots_find_project(const struct px_request *request, struct px_str name);
/* The only project with these words in its name, or NULL. */
const struct px_nlu_item *px_slots_project_part(const struct px_request *request, struct px_str name);
/* The project of the context that these words name, whole or in part, or NULL. */
const struct px_nlu_item *px_slots_known_project(const struct px_request *request, const struct px_word *words,
						 size_t count);
/* One of those whom the request names; an article before the name is none of it. */
void px_slots_person(struct px_request *request, const struct px_word *words, size_t count);
void px_parse_cut(struct px_request *request, size_t begin, size_t end);
/* Rebuilds full and bare from words, times and cuts. */
void px_parse_streams(struct px_request *request);

#endif
