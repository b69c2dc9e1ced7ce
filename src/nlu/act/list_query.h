/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a question about tasks and events is narrowed to.
 */
#ifndef PX_NLU_ACT_LIST_QUERY_H
#define PX_NLU_ACT_LIST_QUERY_H

#include "nlu/act/proposal.h"

const char *px_query_query_of(const struct px_request *request, struct px_proposal *proposal, const struct px_words *w);
/* These read a list that the question names into the act's own copy of the request. */
void px_query_find_plain_project(struct px_request *own);
void px_query_find_shopping(struct px_request *own);
void px_query_find_named_list(struct px_request *own);
void px_query_find_that_list(struct px_request *own, const struct px_nlu_session *session);
const char *px_query_status_of(const struct px_words *w);
const char *px_query_without_verb(const struct px_request *request, const char *query);
const struct px_nlu_item *px_query_named_item(const struct px_request *request);
const struct px_nlu_item *px_query_asked_item(const struct px_request *request);
bool px_query_done_already(const struct px_request *request);

/* Notes with the last call what its answer is to say, by how it was asked (act/list.c). */
void px_list_note_asked(const struct px_request *request, struct px_proposal *proposal);

#endif
